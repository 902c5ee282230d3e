//! What waits in a thread, from the database.

use crate::comments::CommentState;
use crate::db::schema::{accounts, cases, comment_revisions, comments, sessions};
use crate::db::{AccountId, ArticleId, CaseId, Conn, Few, Fixed, Timestamp, fixed};
use crate::markup;
use crate::moderation::store::is_open;
use crate::moderation::{KeptReason, Listed};
use crate::rules::CaseKind;
use crate::web::Role;
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use serde_json::Value;

type Row = (
    (CaseId, i32, CaseKind, String, Timestamp),
    (Vec<Option<String>>, i16),
    (i32, (i32, CommentState, String)),
    (Option<AccountId>, AccountId, Option<Timestamp>, Option<(AccountId, String)>),
    Value,
);

/// The list of reasons in every row, as code, label and words for the author.
fn all_reasons() -> Fixed<Jsonb> {
    fixed("(select jsonb_agg(jsonb_build_array(code, label, told_author) order by position) from reasons)")
}

/// The oldest cases that wait in a thread, and why one of them may be rejected, for the holder of the session with this
/// hash; nothing for who does not decide them.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_in(
    mut db: &Conn,
    article: ArticleId,
    (session, now): (&[u8; 32], Timestamp),
    most: i64,
) -> QueryResult<(Vec<Listed>, Vec<KeptReason>)> {
    let (claimers, viewers) = diesel::alias!(accounts as claimers, accounts as viewers);
    let texts = diesel::alias!(comment_revisions as texts);
    let last = texts
        .filter(texts.field(comment_revisions::comment_id).eq(comments::id))
        .select(max(texts.field(comment_revisions::revision)))
        .single_value();
    let rows: Vec<Row> = cases::table
        .inner_join(accounts::table.on(accounts::id.eq(cases::author_id)))
        .inner_join(comments::table.on(comments::id.nullable().eq(cases::comment_id)))
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.nullable().eq(last))),
        )
        .inner_join(sessions::table.on(sessions::token_hash.eq(session.to_vec())))
        .inner_join(viewers.on(viewers.field(accounts::id).eq(sessions::account_id)))
        .left_join(claimers.on(claimers.field(accounts::id).nullable().eq(cases::claimed_by)))
        .filter(viewers.field(accounts::role).eq_any([Role::Moderator, Role::Administrator]))
        .filter(cases::article_id.eq(article))
        .filter(is_open())
        .order((cases::opened_at, cases::id))
        .select((
            (cases::id, cases::version, cases::kind, accounts::name, cases::opened_at),
            (cases::rules, cases::score),
            (
                comments::revision,
                (comment_revisions::revision, comment_revisions::state, comment_revisions::plain),
            ),
            (
                cases::not_for,
                viewers.field(accounts::id),
                cases::claimed_until,
                claimers.fields((accounts::id, accounts::name)).nullable(),
            ),
            all_reasons(),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let reasons = rows.as_slice().first().map(|row| reasons_of(&row.4)).unwrap_or_default();
    Ok((rows.into_iter().map(|row| listed(row, now)).collect(), reasons))
}

fn listed(row: Row, now: Timestamp) -> Listed {
    let ((id, version, kind, author, opened_at), (rules, score), (shown, (last, state, plain)), claim, _) =
        row;
    let (not_for, me, until, claimer) = claim;
    let is_edit = kind == CaseKind::HeldEdit && state == CommentState::Held;
    let other = claimer.filter(|(by, _)| *by != me && until.is_some_and(|until| until > now));
    Listed {
        id,
        version,
        revision: if is_edit { last.max(shown) } else { shown },
        kind,
        author,
        opened_at,
        rules: rules.into_iter().flatten().collect(),
        score,
        lead: markup::excerpt(&plain, 120),
        claimed_by: other.map(|(_, name)| name),
        for_others: not_for == Some(me),
    }
}

fn reasons_of(rows: &Value) -> Vec<KeptReason> {
    let rows: Vec<(String, String, String)> = serde_json::from_value(rows.clone()).unwrap_or_default();
    let kept = |(code, label, told_author)| KeptReason { code, label, told_author };
    rows.into_iter().map(kept).collect()
}
