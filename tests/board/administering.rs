//! Administrators find accounts, give roles and standings, and sign others out.

use crate::support::{Board, Person};
use rejoinder::accounts::administer::{AdministerRefused, give_role};
use rejoinder::accounts::suspend_until;
use rejoinder::app::routes;
use rejoinder::mail;
use rejoinder::web::Role;
use time::Duration;

fn page_of(person: &Person) -> String {
    format!("/admin/accounts/{}", person.member().id)
}

/// The subjects of the mails that went to somebody, the latest first.
async fn told(board: &Board, name: &str) -> Vec<String> {
    let mails = mail::list(&board.db().await, None, 50).await.unwrap();
    let to = format!("{name}@people.example");
    mails.into_iter().filter(|mail| mail.recipient == to).map(|mail| mail.subject).collect()
}

#[tokio::test]
async fn another_role_counts_at_once_ends_the_sessions_and_is_told_and_logged() {
    let board = Board::open().await;
    let other = Board::on(board.url.clone(), routes()).await;
    let (boss, mo, ben) =
        (board.administrator("boss").await, board.moderator("mo").await, board.member("ben").await);
    let there = mo.at(&other);
    there.gets("/queue").await.is(200);
    let page = boss.opens(page_of(&mo)).await.fills("role", "member").presses("Give this role").await;
    page.says("whoever has it signs in again").says("Signed in nowhere.");
    mo.gets("/settings/profile").await.is(303);
    there.gets("/queue").await.is(303);
    ben.gets("/settings/profile").await.is(200);
    board.signed_in(mo.member().clone()).await.gets("/queue").await.is(404);
    assert_eq!(told(&board, "mo").await, ["You have another role"]);
    boss.opens("/moderation/log").await.says("role: moderator").says("role: member");
    let page = boss.opens(page_of(&mo)).await.fills("role", "moderator").presses("Give this role").await;
    page.says("The role is given");
    board.signed_in(mo.member().clone()).await.gets("/queue").await.is(200);
}

#[tokio::test]
async fn the_role_they_have_changes_nothing() {
    let board = Board::open().await;
    let (boss, mo) = (board.administrator("boss").await, board.moderator("mo").await);
    boss.opens(page_of(&mo)).await.presses("Give this role").await.says("that is the role they have");
    mo.gets("/queue").await.is(200);
    assert!(told(&board, "mo").await.is_empty());
    boss.opens("/moderation/log").await.says("Nothing was logged yet");
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    let page = boss.opens(page_of(&boss)).await.fills("role", "member").presses("Give this role").await;
    page.is(422).says("This is the last administrator").has("#role-fault");
    boss.gets("/admin/board").await.is(200);
    let heir = board.administrator("heir").await;
    boss.posts(&format!("{}/role", page_of(&boss)), &[("role", "member")]).await.is(303);
    boss.gets("/admin/board").await.is(303);
    heir.gets("/admin/board").await.is(200);
    let (mut db, now) = (board.db().await, board.clock.now());
    let away = board.administrator("away").await.member().id;
    suspend_until(&db, away, "a reason", None, now).await.unwrap();
    let refused = give_role(&mut db, None, heir.member().id, Role::Moderator, now).await.unwrap_err();
    assert!(matches!(refused, AdministerRefused::LastAdministrator), "{refused}");
}

#[tokio::test]
async fn of_two_administrators_who_depose_each_other_at_once_one_stays() {
    let board = Board::open().await;
    for round in 0..5 {
        let one = board.administrator(&format!("one{round}")).await;
        let two = board.administrator(&format!("two{round}")).await;
        let (mut first, mut second) = (board.db().await, board.db().await);
        let now = board.clock.now();
        let (a, b) = tokio::join!(
            give_role(&mut first, None, one.member().id, Role::Member, now),
            give_role(&mut second, None, two.member().id, Role::Member, now)
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        board.sql("update accounts set role = 'member'").await;
    }
}

#[tokio::test]
async fn a_standing_is_given_by_hand_and_ends_nothing() {
    let board = Board::open().await;
    let (boss, new) = (board.administrator("boss").await, board.newcomer("ann").await);
    let page = boss.opens(page_of(&new)).await.fills("standing", "trusted");
    page.presses("Give this standing").await.says("The standing is given");
    new.gets("/settings/profile").await.is(200);
    assert_eq!(told(&board, "ann").await, ["You have another standing"]);
    boss.opens("/moderation/log").await.says("standing: new").says("standing: trusted");
    let again = boss.opens(page_of(&new)).await.presses("Give this standing").await;
    again.says("that is the standing they have");
    assert_eq!(told(&board, "ann").await.len(), 1);
}

#[tokio::test]
async fn an_administrator_signs_somebody_out_everywhere() {
    let board = Board::open().await;
    let (boss, ann) = (board.administrator("boss").await, board.member("ann").await);
    let phone = board.signed_in(ann.member().clone()).await;
    let page = boss.opens(page_of(&ann)).await;
    page.says("Signed in at 2 places").presses("Sign out everywhere").await.says("2 sessions have ended.");
    ann.gets("/settings/profile").await.is(303);
    phone.gets("/settings/profile").await.is(303);
    boss.gets("/admin/board").await.is(200);
    assert_eq!(told(&board, "ann").await, ["You were signed out everywhere"]);
    boss.opens("/moderation/log").await.says("sign out").says("sessions: 2").says("sessions: 0");
}

#[tokio::test]
async fn nobody_but_an_administrator_administers() {
    let board = Board::open().await;
    let (mo, ann) = (board.moderator("mo").await, board.member("ann").await);
    let page = page_of(&mo);
    for person in [&mo, &ann] {
        person.gets("/admin/accounts").await.is(404);
        person.gets(&page).await.is(404);
        person.posts(&format!("{page}/role"), &[("role", "administrator")]).await.is(404);
        person.posts(&format!("{page}/standing"), &[("standing", "trusted")]).await.is(404);
        person.posts(&format!("{page}/sessions/end"), &[]).await.is(404);
    }
    mo.gets("/admin/board").await.is(404);
    mo.gets("/queue").await.is(200);
}

#[tokio::test]
async fn what_is_no_account_no_role_and_no_standing_is_refused() {
    let board = Board::open().await;
    let (boss, ann) = (board.administrator("boss").await, board.member("ann").await);
    for path in ["/admin/accounts/1", "/admin/accounts/ann"] {
        boss.gets(path).await.is(404);
    }
    boss.posts("/admin/accounts/1/role", &[("role", "member")]).await.is(404);
    boss.posts("/admin/accounts/1/standing", &[("standing", "new")]).await.is(404);
    boss.posts("/admin/accounts/1/sessions/end", &[]).await.is(404);
    boss.posts(&format!("{}/role", page_of(&ann)), &[("role", "king")]).await.is(400);
    boss.posts(&format!("{}/standing", page_of(&ann)), &[("standing", "")]).await.is(400);
}

#[tokio::test]
async fn an_account_tells_what_an_administrator_needs_and_no_hash() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    let ann = board.member("ann").await;
    board.sql("update accounts set password_hash = '$argon2id$secret', email_confirmed_at = null where name = 'ann'").await;
    board.sql("with i as (insert into invitations (token_hash, note, allowed, made_by, made_at, ends_at) select sha256('x'), 'The rowing club', 3, id, now(), now() + interval '1 day' from accounts where name = 'boss' returning id) update accounts set invitation_id = i.id from i where name = 'ann'").await;
    let page = boss.opens(page_of(&ann)).await;
    page.says("ann@people.example, not confirmed").says("by boss: The rowing club").says("just now");
    page.says("There were none.");
    let list = boss.opens("/admin/accounts").await;
    list.says("ann@people.example not confirmed");
    for html in [&page.html, &list.html] {
        assert!(!html.contains("argon2"), "{html}");
    }
    let now = board.clock.now();
    let until = Some(now + Duration::days(7));
    suspend_until(&board.db().await, ann.member().id, "Went after one person.", until, now).await.unwrap();
    let page = boss.opens(page_of(&ann)).await;
    page.says("suspended in force").says("Went after one person.").says("not in any session");
    board.clock.advance(Duration::days(8));
    let boss = board.signed_in(boss.member().clone()).await;
    boss.opens(page_of(&ann)).await.says("suspended").does_not_say("in force");
}

#[tokio::test]
async fn accounts_are_found_by_how_name_or_email_begins() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    for name in ["osprey", "Ostrich", "a_crab", "abcrab"] {
        board.member(name).await;
    }
    board.sql("update accounts set email_folded = 'ferry@people.example', email = 'Ferry@people.example' where name = 'abcrab'").await;
    for (begins, found) in [
        ("os", vec!["Ostrich", "osprey"]),
        ("OSP", vec!["osprey"]),
        ("prey", vec![]),
        ("a_", vec!["a_crab"]),
        ("FERRY@", vec!["abcrab"]),
        ("%", vec![]),
        ("о", vec!["Ostrich", "osprey"]),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(begins.as_bytes()).collect();
        let page = boss.opens(format!("/admin/accounts?begins={query}")).await;
        assert_eq!(page.count("[data-account]"), found.len(), "{begins}: {}", page.words());
        for name in found {
            page.says(name);
        }
    }
    let page = boss.opens("/admin/accounts?role=administrator").await;
    assert_eq!(page.count("[data-account]"), 1);
    page.says("boss");
    let page = boss.opens("/admin/accounts?standing=known&role=member&begins=o").await;
    assert_eq!(page.count("[data-account]"), 2);
    boss.opens("/admin/accounts?standing=new").await.says("No account fits");
}

#[tokio::test]
async fn a_long_list_of_accounts_has_pages_that_keep_what_was_asked() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    board
        .sql("insert into accounts (name, name_folded, email, email_folded, password_hash, joined_at) select 'walker' || n, 'walker' || n, 'w' || n || '@people.example', 'w' || n || '@people.example', '*', now() from generate_series(1, 120) n")
        .await;
    let mut path = "/admin/accounts?begins=walk&role=member".to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = boss.opens(&path).await;
        seen.push(page.count("[data-account]"));
        assert_eq!(page.attribute("#begins", "value"), "walk");
        if page.count("a[rel=next]") == 0 {
            break;
        }
        path = page.attribute("a[rel=next]", "href");
    }
    assert_eq!(seen, [50, 50, 20]);
}

#[tokio::test]
async fn a_page_of_a_hundred_thousand_accounts_is_found_by_an_index() {
    let board = Board::open().await;
    board
        .sql("insert into accounts (name, name_folded, email, email_folded, password_hash, joined_at, role, standing) select 'walker' || n, md5(n::text), 'w' || n || '@people.example', md5('e' || n), '*', now(), case when n % 5000 = 7 then 'moderator' else 'member' end, case when n % 1000 = 5 then 'trusted' else 'new' end from generate_series(1, 100000) n; analyze accounts")
        .await;
    for (asked, index) in [
        (
            "(name_folded collate \"C\" >= 'abcd' and name_folded collate \"C\" < 'abcd~' or email_folded collate \"C\" >= 'abcd' and email_folded collate \"C\" < 'abcd~')",
            "accounts_by_letters",
        ),
        (
            "(name_folded collate \"C\" >= 'abcd' and name_folded collate \"C\" < 'abcd~' or email_folded collate \"C\" >= 'abcd' and email_folded collate \"C\" < 'abcd~')",
            "accounts_by_letters_of_email",
        ),
        ("role = 'moderator'", "accounts_by_role"),
        ("role = 'member'", "accounts_pkey"),
        ("standing = 'trusted'", "accounts_of_standing"),
        ("invitation_id = 1", "accounts_by_invitation"),
        ("true", "accounts_pkey"),
    ] {
        let query =
            format!("select id, name from accounts where id < 9000000 and {asked} order by id desc limit 51");
        board
            .sql(&format!(
                "do $$ declare plan text := ''; line text; begin
                    for line in execute $q$explain {query}$q$ loop plan := plan || line; end loop;
                    assert plan like '%{index}%' and plan not like '%Seq Scan%', plan;
                end $$"
            ))
            .await;
    }
}
