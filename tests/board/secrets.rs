//! What somebody with a dump of the database has: nothing that lets them in.

use crate::support::{Board, OLD};
use crate::two_step::{App, codes_of};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

#[tokio::test]
async fn a_dump_lets_nobody_in() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    let (ann, visitor) = board.ann().await;
    let mut secrets = vec![OLD.to_owned()];

    // A session and a device by signing in, a visitor's drafts by writing before it.
    let article = board.article("The alliance").await;
    visitor.replies_to(&article, "Something written before signing in.").await;
    secrets.extend(visitor.cookies());
    visitor.posts("/sign-in", &[("login", "ann"), ("password", OLD)]).await.is(303);
    secrets.extend(visitor.cookies());

    // Links: a mail's and an invitation's.
    board.forgets("ann").await;
    secrets.push(board.link_to("ann@people.example").await.rsplit('/').next().unwrap().to_owned());
    let invited = boss.opens("/admin/invitations").await.presses("Make a link").await.words();
    let link = invited.split("/join?invitation=").nth(1).unwrap();
    secrets.push(link.split_whitespace().next().unwrap().to_owned());

    // Two steps: the app's secret, and the recovery codes.
    let begun = ann.opens("/settings/two-step").await.fills("password", OLD).presses("Begin").await;
    let secret = begun.words_of("code.secret").replace(' ', "");
    let app = App::reads(&board, &begun);
    let codes = codes_of(&begun.fills("code", &app.code()).presses("Turn it on").await);
    assert_eq!(codes.len(), 10);
    secrets.extend(codes);
    secrets.push(secret);

    // The way out of a mail, which works for years.
    board.comment(&ann, &article, "The harbour was leased.").await;
    board.comment(&boss, &article, "> #1\n> was leased\n\nSo it was.").await;
    board.tells().await;
    let letters = board.letters_to("ann@people.example").await;
    let out = letters.iter().find_map(|letter| letter.unsubscribe.clone()).expect("a way out");
    secrets.push(out.rsplit('/').next().unwrap().to_owned());

    // The address at which a feed reader reads what waits.
    let feed =
        boss.opens("/settings/notifications").await.presses("Make an address").await.words_of("code.secret");
    secrets.push(feed.rsplit('/').next().unwrap().to_owned());

    assert!(secrets.len() >= 18, "{}", secrets.len());
    let dump = board.dump().await.to_lowercase();
    assert!(dump.contains("ann@people.example"), "the dump is one");
    for secret in secrets {
        let found = |form: &str| dump.contains(&form.to_lowercase());
        assert!(!found(&secret) && !found(&secret.replace('-', "")), "{secret}");
        let bytes = URL_SAFE_NO_PAD.decode(&secret).unwrap_or_default();
        let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        assert!(hex.len() < 32 || !found(&hex), "{secret} as bytes");
    }
}
