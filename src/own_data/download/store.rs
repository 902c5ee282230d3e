//! What the database keeps about a person, table by table.
//!
//! In the download: `accounts` (not the password's hash), `earlier_names`, `sessions`, `devices`, `email_changes`,
//! `invitations` that one made (none with the hash of its secret), `two_steps` (since when), `links` (not the hashes of their secrets), `outbox`,
//! `sanctions`, `drafts`, `articles` with `article_revisions`, `comments` with `comment_revisions` and `quotes`,
//! `recommendations`, `flags`, `read_marks`, `notices`, `notice_ways`, `mutes`, `thread_mutes`, `queue_feeds` (since when), `notes`, `deletions`, `cases`, `decisions` about one's texts, `events` that one caused or is told,
//! and the lines of `log` about what one did or what was done to the account. Left out: `case_reasons`, `rule_hits` and
//! `rule_trial_hits` (who pointed at a text and what a rule looks for are others' affairs), decisions that a moderator made about others, and `paragraphs`
//! (a text again). `settings, publications, topics, rules, word_lists, rule_trials, reasons` are the board's and know nobody.

use super::{STRETCH, Stretch, at, first_of, maybe, more};
use crate::accounts::earlier_names;
use crate::db::schema::{
    accounts, cases as case_rows, decisions as decision_rows, devices as device_rows, drafts as draft_rows,
    email_changes as change_rows, events as event_rows, flags as flag_rows, invitations as invitation_rows,
    links as link_rows, log, outbox, read_marks as mark_rows, reasons,
    recommendations as recommendation_rows, sanctions as sanction_rows, sessions as session_rows,
    two_steps as step_rows,
};
use crate::db::{AccountId, Conn, Few, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

/// The account, with its deletion where one is under way.
pub(super) async fn account(mut db: &Conn, who: AccountId, deletion: Option<Value>) -> QueryResult<Value> {
    type Row = ((i64, String, String, Option<Timestamp>), (String, String, String, String, Timestamp));
    let ((id, name, email, confirmed), (role, standing, tagline, about, joined)): Row = accounts::table
        .find(who)
        .select((
            (accounts::id, accounts::name, accounts::email, accounts::email_confirmed_at),
            (accounts::role, accounts::standing, accounts::tagline, accounts::about, accounts::joined_at),
        ))
        .first(&mut db)
        .await?;
    let two_steps: Option<Option<Timestamp>> =
        step_rows::table.find(who).select(step_rows::confirmed_at).first(&mut db).await.optional()?;
    Ok(json!({
        "id": id, "name": name, "email": email, "email_confirmed_at": maybe(confirmed), "role": role,
        "standing": standing, "tagline": tagline, "about": about, "joined_at": at(joined),
        "two_steps_since": maybe(two_steps.flatten()), "deletion": deletion,
    }))
}

pub(super) async fn earlier_names(db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows = earlier_names::of(db, who).await?;
    Ok(rows.into_iter().map(|(name, until)| json!({"name": name, "given_up_at": at(until)})).collect())
}

pub(super) async fn sessions(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(Timestamp, Timestamp, String, String)> = session_rows::table
        .filter(session_rows::account_id.eq(who))
        .order(session_rows::started_at)
        .select((
            session_rows::started_at,
            session_rows::seen_at,
            session_rows::agent,
            session_rows::address_range,
        ))
        .load(&mut db)
        .await?;
    let shown = |(started, seen, agent, range)| json!({"started_at": at(started), "seen_at": at(seen), "device": agent, "address_range": range});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn devices(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<Timestamp> = device_rows::table
        .filter(device_rows::account_id.eq(who))
        .order(device_rows::seen_at)
        .select(device_rows::seen_at)
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|seen| json!({"seen_at": at(seen)})).collect())
}

pub(super) async fn email_changes(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    type Row = (String, String, Timestamp, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Row> = change_rows::table
        .filter(change_rows::account_id.eq(who))
        .order(change_rows::id)
        .select((
            change_rows::old_email,
            change_rows::new_email,
            change_rows::asked_at,
            change_rows::confirmed_at,
            change_rows::taken_back_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(old, new, asked, confirmed, back)| json!({"from": old, "to": new, "asked_at": at(asked), "confirmed_at": maybe(confirmed), "taken_back_at": maybe(back)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn invitations(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, i32, i32, Timestamp, Timestamp)> = invitation_rows::table
        .filter(invitation_rows::made_by.eq(who))
        .order(invitation_rows::id)
        .select((
            invitation_rows::note,
            invitation_rows::allowed,
            invitation_rows::used,
            invitation_rows::made_at,
            invitation_rows::ends_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(note, allowed, used, made, ends)| json!({"note": note, "allowed": allowed, "used": used, "made_at": at(made), "ends_at": at(ends)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn links(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, String, Timestamp, Timestamp, Option<Timestamp>)> = link_rows::table
        .filter(link_rows::account_id.eq(who))
        .order(link_rows::made_at)
        .select((
            link_rows::purpose,
            link_rows::email,
            link_rows::made_at,
            link_rows::expires_at,
            link_rows::used_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(purpose, email, made, expires, used)| json!({"purpose": purpose, "email": email, "made_at": at(made), "expires_at": at(expires), "used_at": maybe(used)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn mails(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, String, String, Value, Timestamp, Option<Timestamp>)> = outbox::table
        .filter(outbox::account_id.eq(who))
        .order(outbox::id)
        .select((
            outbox::kind,
            outbox::recipient,
            outbox::subject,
            outbox::paragraphs,
            outbox::written_at,
            outbox::sent_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(kind, to, subject, paragraphs, written, sent)| {
        json!({"kind": kind, "to": to, "subject": subject, "paragraphs": paragraphs,
               "written_at": at(written), "sent_at": maybe(sent)})
    };
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn sanctions(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    type Row = (String, String, Timestamp, Option<Timestamp>, Option<Timestamp>);
    let rows: Vec<Row> = sanction_rows::table
        .filter(sanction_rows::account_id.eq(who))
        .order(sanction_rows::id)
        .select((
            sanction_rows::kind,
            sanction_rows::reason,
            sanction_rows::starts_at,
            sanction_rows::ends_at,
            sanction_rows::lifted_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(kind, reason, starts, ends, lifted)| json!({"kind": kind, "reason": reason, "starts_at": at(starts), "ends_at": maybe(ends), "lifted_at": maybe(lifted)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn drafts(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, Value, Timestamp)> = draft_rows::table
        .filter(draft_rows::account_id.eq(who))
        .order(draft_rows::id)
        .select((draft_rows::place, draft_rows::fields, draft_rows::saved_at))
        .load(&mut db)
        .await?;
    let shown = |(place, fields, saved)| json!({"place": place, "fields": fields, "saved_at": at(saved)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn recommendations(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, Timestamp)> = recommendation_rows::table
        .filter(recommendation_rows::account_id.eq(who))
        .order(recommendation_rows::recommended_at)
        .select((recommendation_rows::comment_id, recommendation_rows::recommended_at))
        .load(&mut db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(comment, when)| json!({"comment": comment, "recommended_at": at(when)}))
        .collect())
}

pub(super) async fn flags(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, i32, String, String, Timestamp)> = flag_rows::table
        .filter(flag_rows::flagged_by.eq(who))
        .order(flag_rows::id)
        .select((
            flag_rows::comment_id,
            flag_rows::revision,
            flag_rows::reason,
            flag_rows::note,
            flag_rows::flagged_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(comment, revision, reason, note, when)| json!({"comment": comment, "revision": revision, "reason": reason, "note": note, "flagged_at": at(when)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn read_marks(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, i32, Timestamp)> = mark_rows::table
        .filter(mark_rows::account_id.eq(who))
        .order(mark_rows::article_id)
        .select((mark_rows::article_id, mark_rows::number, mark_rows::read_at))
        .load(&mut db)
        .await?;
    let shown = |(article, number, read)| json!({"article": article, "number": number, "read_at": at(read)});
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn cases(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    type Row = (i64, String, (Option<i64>, Option<i64>), String, Timestamp, Option<Timestamp>);
    let rows: Vec<Row> = case_rows::table
        .filter(case_rows::author_id.eq(who))
        // That others pointed at a text is told with what was decided, and not before.
        .filter(case_rows::kind.ne("flagged_comment").or(case_rows::state.eq("decided")))
        .order(case_rows::id)
        .select((
            case_rows::id,
            case_rows::kind,
            (case_rows::comment_id, case_rows::article_id),
            case_rows::state,
            case_rows::opened_at,
            case_rows::decided_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(id, kind, (comment, article), state, opened, decided)| json!({"id": id, "kind": kind, "comment": comment, "article": article, "state": state, "opened_at": at(opened), "decided_at": maybe(decided)});
    Ok(rows.into_iter().map(shown).collect())
}

/// Decisions about one's texts, with the reason that one was told; who decided is not told.
pub(super) async fn decisions(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    type Row = (i64, i64, Option<i64>, i32, String, Option<String>, String, Timestamp);
    let rows: Vec<Row> = decision_rows::table
        .inner_join(case_rows::table)
        .left_join(reasons::table)
        .filter(case_rows::author_id.eq(who))
        .order(decision_rows::id)
        .select((
            decision_rows::id,
            decision_rows::case_id,
            case_rows::comment_id,
            decision_rows::revision,
            decision_rows::decision,
            reasons::told_author.nullable(),
            decision_rows::note,
            decision_rows::decided_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(id, case, comment, revision, decision, reason, note, when): Row| {
        json!({"id": id, "case": case, "comment": comment, "revision": revision, "decision": decision,
               "reason": reason, "words": note, "decided_at": at(when)})
    };
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) async fn events(mut db: &Conn, who: AccountId, after: i64) -> QueryResult<Stretch> {
    type Row = (i64, String, Option<i64>, Option<i64>, Option<i64>, Timestamp);
    let columns = (
        event_rows::id,
        event_rows::kind,
        event_rows::article_id,
        event_rows::comment_id,
        event_rows::actor_id,
        event_rows::happened_at,
    );
    let later = event_rows::table.filter(event_rows::id.gt(after)).order(event_rows::id).select(columns);
    let done = later.filter(event_rows::actor_id.eq(who)).at_most(STRETCH).load(&mut db);
    let mut other = db;
    let told = later.filter(event_rows::told_id.eq(who)).at_most(STRETCH).load(&mut other);
    let rows: Vec<Row> = first_of(tokio::try_join!(done, told)?, |row: &Row| row.0);
    let next = more(rows.len(), rows.last().map(|row| row.0));
    let shown = |(_, kind, article, comment, actor, when): Row| json!({"kind": kind, "article": article, "comment": comment, "by_oneself": actor == Some(who.0), "happened_at": at(when)});
    Ok((rows.into_iter().map(shown).collect(), next))
}

/// What one did, and what was done to one's account, as the log has it; reasons are left out, for those that a
/// moderator wrote are about others.
pub(super) async fn done(mut db: &Conn, who: AccountId, after: i64) -> QueryResult<Stretch> {
    type Row = (i64, Option<i64>, String, String, i64, Timestamp);
    let columns = (log::id, log::actor_id, log::action, log::subject_kind, log::subject_id, log::logged_at);
    let later = log::table.filter(log::id.gt(after)).order(log::id).select(columns);
    let done = later.filter(log::actor_id.eq(who)).at_most(STRETCH).load(&mut db);
    let own_account = log::subject_kind.eq("account").and(log::subject_id.eq(who.0));
    let mut other = db;
    let befell = later.filter(own_account).at_most(STRETCH).load(&mut other);
    let rows: Vec<Row> = first_of(tokio::try_join!(done, befell)?, |row: &Row| row.0);
    let next = more(rows.len(), rows.last().map(|row| row.0));
    let shown = |(_, actor, action, kind, subject, when): Row| json!({"by_oneself": actor == Some(who.0), "action": action, "kind": kind, "id": subject, "logged_at": at(when)});
    Ok((rows.into_iter().map(shown).collect(), next))
}
