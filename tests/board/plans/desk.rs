//! What moderators do on the board.

use super::Filled;
use super::acts::{does, time};
use super::judge::Watch;
use crate::support::{Board, Person};
use rejoinder::db::{CaseId, CommentId};
use rejoinder::moderation;
use uuid::Uuid;

/// Moderators decide, each way, and take it back.
pub async fn deciding(filled: &Filled, board: &Board, watch: &mut Watch) {
    let (mo, time) = (filled.person("mo", board).await, time(watch));
    for (case, decision) in [
        (2401, "approve"),
        (2402, "reject"),
        (2403, "revise"),
        (2404, "edit"),
        (70_010, "approve"),
        (70_020, "reject"),
        (50_010, "approve"),
        (50_020, "reject"),
        (62_455, "approve"),
        (62_465, "reject"),
    ] {
        let case = case + 4 * time;
        does("a claim", (&mo, &format!("/queue/{case}/claim")), &[], watch).await;
        decides(&format!("{decision} for case {case}"), filled, (&mo, case, decision), watch).await;
        undoes(&format!("{decision} for case {case} that is taken back"), &mo, watch).await;
    }
    decides("a rejection that stands", filled, (&mo, 2411 + time, "reject"), watch).await;
    reverses(filled, (&mo, 2411 + time), watch).await;
    let of_author =
        format!("author_id = 30 and quoted > 0 and state = 'published' and id > {}", 9000 + 3000 * time);
    let shown = filled.comment(&of_author).await;
    let (reader, author) = (filled.person("reader", board).await, filled.person("author", board).await);
    does("a flag", (&reader, &format!("/c/{shown}/flag")), &[("reason", "abuse")], watch).await;
    decides_on("a comment that is removed", filled, (&mo, shown, "remove"), watch).await;
    does("an appeal", (&author, &format!("/c/{shown}/appeal")), &[("text", "But why?")], watch).await;
    let other = filled.person("person3", board).await;
    decides_on("an appeal that is upheld", filled, (&other, shown, "approve"), watch).await;
    lots(&mo, watch).await;
}

async fn lots(mo: &Person, watch: &mut Watch) {
    let page = mo.opens(format!("/queue/lot?article={}", 9 + time(watch))).await;
    watch.looks_at("a lot");
    page.presses("Approve").await.is(200);
    watch.looks_at("a lot that is approved");
    undoes("a lot that is taken back", mo, watch).await;
    let key = Uuid::now_v7().to_string();
    let page = mo.opens(format!("/queue/lot?article={}", 12 + time(watch))).await;
    let case = page.attribute("input[name=case]", "value");
    let fields = [("decision", "reject"), ("reason", "spam"), ("key", key.as_str()), ("case", &case)];
    does("a lot that is rejected", (mo, "/queue/lot?article=12"), &fields, watch).await;
}

/// Moderators act on people.
pub async fn acting_on_people(filled: &Filled, board: &Board, watch: &mut Watch) {
    let (mo, boss) = (filled.person("mo", board).await, filled.person("boss", board).await);
    let person = format!("/moderation/people/{}", 2400 + 5 * time(watch));
    for act in ["warn", "watch", "silence 7", "suspend 7"] {
        let (act, days) = act.split_once(' ').unwrap_or((act, ""));
        let fields = [("act", act), ("code", "abuse"), ("words", "Shouting."), ("days", days)];
        does(act, (&mo, &format!("{person}/sanctions")), &fields, watch).await;
    }
    mo.opens(&person).await.fills("why", "Enough.").presses("Lift").await.is(200);
    watch.looks_at("a sanction that is lifted");
    does("a note", (&mo, &format!("{person}/notes")), &[("note", "A note.")], watch).await;
    let account = format!("/admin/accounts/{}", 60 + time(watch));
    for (what, field, value) in [("role", "role", "moderator"), ("standing", "standing", "trusted")] {
        does(&format!("another {what}"), (&boss, &format!("{account}/{what}")), &[(field, value)], watch)
            .await;
    }
    does("an account signed out", (&boss, &format!("{account}/sessions/end")), &[], watch).await;
    let invitation = [("uses", "2"), ("days", "7")];
    does("an invitation", (&boss, "/admin/invitations"), &invitation, watch).await;
}

/// Decides on the case of a comment, as it stands.
pub async fn decides_on(
    what: &str,
    filled: &Filled,
    (who, comment, decision): (&Person, i64, &str),
    watch: &mut Watch,
) {
    let db = filled.quiet.db().await;
    let case = moderation::case_of(&db, CommentId(comment)).await.expect("an answer");
    let (CaseId(case), _) = case.unwrap_or_else(|| panic!("no case of {comment}"));
    decides(what, filled, (who, case, decision), watch).await;
}

/// Decides on a case, as it stands.
async fn decides(
    what: &str,
    filled: &Filled,
    (who, case, decision): (&Person, i64, &str),
    watch: &mut Watch,
) {
    let seen =
        moderation::case(&filled.quiet.db().await, CaseId(case)).await.expect("an answer").expect(what);
    let (version, revision) = (seen.version.to_string(), seen.revision.to_string());
    let fields = [
        ("decision", decision),
        ("reason", "spam"),
        ("note", "A word to you."),
        ("text", "Something that somebody said, but better."),
        ("version", &version),
        ("revision", &revision),
    ];
    does(what, (who, &format!("/queue/{case}/decision")), &fields, watch).await;
}

/// Decides otherwise on what was decided.
async fn reverses(filled: &Filled, (who, case): (&Person, i64), watch: &mut Watch) {
    let seen =
        moderation::case(&filled.quiet.db().await, CaseId(case)).await.expect("an answer").expect("a case");
    let (version, revision) = (seen.version.to_string(), seen.revision.to_string());
    let fields = [("decision", ""), ("note", "After all."), ("version", &version), ("revision", &revision)];
    does("a decision that is reversed", (who, &format!("/queue/{case}/reversal")), &fields, watch).await;
}

/// Takes back what this moderator did last.
async fn undoes(what: &str, mo: &Person, watch: &mut Watch) {
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    does(what, (mo, &undo), &[], watch).await;
}
