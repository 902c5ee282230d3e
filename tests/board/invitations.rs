//! Joining by invitation: links with a count and an end, made by administrators.

use crate::support::{Board, Page, Person};
use time::Duration;

const PASSWORD: &str = "a long enough sentence";

/// A board that asks for invitations, and its administrator.
async fn by_invitation() -> (Board, Person) {
    let board = Board::open().await;
    board.sql("update settings set joining = 'invitation'").await;
    let boss = board.administrator("boss").await;
    (board, boss)
}

/// Makes an invitation: its whole link.
async fn link(boss: &Person, note: &str, uses: &str, days: &str) -> String {
    let page = boss.opens("/admin/invitations").await;
    let page = page.fills("note", note).fills("uses", uses).fills("days", days).presses("Make a link").await;
    let told = page.says("it is shown only now").words_of("p.told");
    told.split_whitespace().last().unwrap().to_owned()
}

fn path(link: &str) -> String {
    let path = link.strip_prefix("http://board.example").expect("the board's own address");
    assert!(path.starts_with("/join?invitation="), "{path}");
    path.to_owned()
}

async fn joins(page: Page, name: &str) -> Page {
    let email = format!("{name}@people.example");
    page.fills("name", name).fills("email", &email).fills("password", PASSWORD).presses("Join").await
}

async fn follows(board: &Board, link: &str, name: &str) -> Page {
    joins(board.anyone().opens(path(link)).await, name).await
}

#[tokio::test]
async fn a_link_lets_as_many_in_as_it_says() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "The rowing club", "2", "14").await;
    let page = board.anyone().opens(path(&link)).await;
    page.has("input[type=hidden][name=invitation]").has_no("#invitation");
    joins(page, "Annette").await.is(200).says("Annette").says("Sign out");
    follows(&board, &link, "Benedict").await.is(200).says("Sign out");
    let list = boss.opens("/admin/invitations").await;
    list.says("The rowing club").says("Used 2 of 2").says("Joined: Benedict , Annette").says("by boss");
    let late = board.anyone().opens(path(&link)).await;
    late.says("used as often as it allows").has("input#invitation");
    let refused = joins(late, "Charlotte").await;
    refused.is(422).says("used as often as it allows").has("#invitation-fault");
    assert_eq!(refused.attribute("input[name=name]", "value"), "Charlotte");
    assert_eq!(refused.attribute("input[name=email]", "value"), "Charlotte@people.example");
}

#[tokio::test]
async fn without_a_link_the_form_asks_for_one_and_takes_it_pasted() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "1", "14").await;
    let page = joins(board.anyone().opens("/join").await, "Annette").await;
    page.is(422).says("Please paste the link that you were sent").has("input#invitation");
    let page = page.fills("invitation", "https://elsewhere.example/join").fills("password", PASSWORD);
    let page = page.presses("Join").await;
    page.is(422).says("There is no such invitation");
    let page = page.fills("invitation", &format!(" {link} ")).fills("password", PASSWORD);
    page.presses("Join").await.is(200).says("Sign out");
}

#[tokio::test]
async fn a_link_lasts_as_many_days_as_it_says() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "5", "7").await;
    board.clock.advance(Duration::days(7) - Duration::minutes(1));
    follows(&board, &link, "Annette").await.is(200);
    board.clock.advance(Duration::minutes(2));
    follows(&board, &link, "Benedict").await.is(422).says("This invitation has ended");
}

#[tokio::test]
async fn an_administrator_ends_a_link_and_who_joined_stays() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "The rowing club", "5", "7").await;
    follows(&board, &link, "Annette").await.is(200);
    let list = boss.opens("/admin/invitations").await.presses("End").await;
    list.says("Whoever joined by it stays").says("Ended on").has_no("form[action$=end]");
    follows(&board, &link, "Benedict").await.is(422).says("This invitation has ended");
    board.anyone().sends("/sign-in", &[("login", "Annette"), ("password", PASSWORD)]).await.says("Sign out");
    boss.opens("/moderation/log").await.says("invite").says("uses: 5").says("end");
    boss.sends("/admin/invitations/1/end", &[]).await.says("There is no such invitation");
}

#[tokio::test]
async fn nobody_else_makes_or_ends_invitations() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "5", "7").await;
    let id = boss.opens("/admin/invitations").await.attribute("[data-invitation]", "data-invitation");
    let mo = board.moderator("mo").await;
    mo.gets("/admin/invitations").await.is(404);
    mo.posts("/admin/invitations", &[("uses", "5"), ("days", "7")]).await.is(404);
    mo.posts(&format!("/admin/invitations/{id}/end"), &[]).await.is(404);
    assert_eq!(boss.opens("/admin/invitations").await.count("[data-invitation]"), 1);
    follows(&board, &link, "Annette").await.is(200);
}

#[tokio::test]
async fn of_two_who_take_the_last_use_at_once_one_gets_in() {
    let (board, boss) = by_invitation().await;
    let link = path(&link(&boss, "", "1", "7").await);
    let token = link.strip_prefix("/join?invitation=").unwrap();
    let join = async |name: &'static str| {
        let email = format!("{name}@people.example");
        let fields = [("name", name), ("email", &email), ("password", PASSWORD), ("invitation", token)];
        board.anyone().posts("/join", &fields).await.status
    };
    let names = ["annette", "benedict", "charlotte", "desmond", "eleanor"];
    let statuses = futures_util::future::join_all(names.map(join)).await;
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    boss.opens("/admin/invitations").await.says("Used 1 of 1");
    assert_eq!(boss.opens("/admin/accounts").await.count("[data-account]"), 2);
}

#[tokio::test]
async fn a_join_that_is_refused_uses_nothing_up() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "1", "7").await;
    let page = follows(&board, &link, "boss").await;
    page.is(422).says("Somebody has that name").has_no("#invitation");
    boss.opens("/admin/invitations").await.says("Used 0 of 1");
    joins(page, "Annette").await.is(200);
    boss.opens("/admin/invitations").await.says("Used 1 of 1");
}

#[tokio::test]
async fn an_open_board_counts_an_invitation_and_a_closed_one_takes_none() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "2", "7").await;
    board.sql("update settings set joining = 'closed'").await;
    let closed = Board::on(board.url.clone(), rejoinder::app::routes()).await;
    closed.anyone().opens(path(&link)).await.says("does not take new members").has_no("main input");
    let token = link.rsplit('=').next().unwrap();
    let fields =
        [("name", "eve"), ("email", "eve@people.example"), ("password", PASSWORD), ("invitation", token)];
    closed.anyone().posts("/join", &fields).await.is(422);
    board.sql("update settings set joining = 'open'").await;
    let open = Board::on(board.url.clone(), rejoinder::app::routes()).await;
    follows(&open, &link, "Annette").await.is(200).says("Sign out");
    follows(&open, "http://board.example/join?invitation=abc", "Benedict").await.is(200).says("Sign out");
    joins(open.anyone().opens("/join").await, "Charlotte").await.is(200).says("Sign out");
    boss.opens("/admin/invitations").await.says("Used 1 of 2").says("Joined: Annette");
}

#[tokio::test]
async fn an_invitation_is_made_within_bounds() {
    let (board, boss) = by_invitation().await;
    let long = "x".repeat(201);
    for (note, uses, days, field, sentence) in [
        ("a", "0", "7", "uses", "1 to 1,000 times"),
        ("a", "1001", "7", "uses", "1 to 1,000 times"),
        ("a", "many", "7", "uses", "1 to 1,000 times"),
        ("a", "1", "0", "days", "1 to 365 days"),
        ("a", "1", "366", "days", "1 to 365 days"),
        (&long, "1", "7", "note", "at most 200 characters"),
    ] {
        let page = boss.sends("/admin/invitations", &[("note", note), ("uses", uses), ("days", days)]).await;
        page.is(422).says(sentence).has(&format!("#{field}-fault"));
        assert_eq!(page.attribute("input[name=note]", "value"), note);
    }
    for (uses, days) in [("1", "1"), ("1000", "365")] {
        link(&boss, &"x".repeat(200), uses, days).await;
    }
    assert_eq!(boss.opens("/admin/invitations").await.count("[data-invitation]"), 2);
    board.sql("update settings set joining = 'open'").await;
}

#[tokio::test]
async fn the_database_keeps_no_usable_link_and_the_list_shows_none() {
    let (board, boss) = by_invitation().await;
    let link = link(&boss, "", "2", "7").await;
    let token = link.rsplit('=').next().unwrap();
    assert!(!boss.opens("/admin/invitations").await.html.contains(token));
    board
        .sql(&format!(
            "do $$ begin assert (select count(*) from invitations) = 1 and (select count(*) from (select invitations::text || (select string_agg(log::text, '') from log) as row from invitations) r where row like '%{token}%') = 0; end $$"
        ))
        .await;
}

#[tokio::test]
async fn a_long_list_of_invitations_has_pages() {
    let (board, boss) = by_invitation().await;
    board
        .sql("insert into invitations (token_hash, note, allowed, made_at, ends_at) select sha256(n::text::bytea), 'Number ' || n, 1, now(), now() + interval '1 day' from generate_series(1, 25) n")
        .await;
    let first = boss.opens("/admin/invitations").await;
    first.says("Number 25").says("Number 6 ").does_not_say("Number 5 ");
    let next = first.attribute("a[rel=next]", "href");
    boss.opens(next).await.says("Number 5 ").says("Number 1 ").has_no("a[rel=next]");
}
