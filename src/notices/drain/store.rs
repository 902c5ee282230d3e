//! Events that wait, and the notices that they become, in the database.

use crate::db::schema::{comments, events, notices};
use crate::db::{AccountId, ArticleId, CommentId, Conn, DecisionId, NoticeId, Timestamp};
use crate::moderation::UNDO_FOR;
use crate::notices::Kind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// An event that is due.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Due {
    pub id: i64,
    pub kind: String,
    pub article_id: Option<ArticleId>,
    pub comment_id: Option<CommentId>,
    pub told_id: Option<AccountId>,
    pub detail: Value,
    pub happened_at: Timestamp,
}

/// Takes the event that waits longest and that no other process is at.
pub(super) async fn take(mut db: &Conn, now: Timestamp) -> QueryResult<Option<Due>> {
    let at_once = events::kind.ne_all([Kind::Decision, Kind::Flag].map(crate::db::Word::word));
    events::table
        .filter(events::drained_at.is_null())
        .filter(at_once.or(events::happened_at.lt(now - UNDO_FOR)))
        .order(events::id)
        .select(Due::as_select())
        .for_update()
        .skip_locked()
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn mark_drained(mut db: &Conn, id: i64, now: Timestamp) -> QueryResult<()> {
    let event = diesel::update(events::table.find(id));
    event.set(events::drained_at.eq(now)).execute(&mut db).await.map(|_| ())
}

/// Whether the comment answers one of whoever is told.
pub(super) async fn is_answer(mut db: &Conn, event: &Due) -> QueryResult<bool> {
    let (Some(comment), Some(told)) = (event.comment_id, event.told_id) else { return Ok(false) };
    let answering = diesel::alias!(comments as answering);
    let answered = answering
        .inner_join(
            comments::table.on(comments::article_id
                .eq(answering.field(comments::article_id))
                .and(comments::number.eq(answering.field(comments::reply_to)))),
        )
        .filter(answering.field(comments::id).eq(comment))
        .filter(comments::author_id.eq(told));
    diesel::select(diesel::dsl::exists(answered)).get_result(&mut db).await
}

/// Writes the notice of an event; none if the same is told already, or if the event is nobody's.
pub(super) async fn insert(mut db: &Conn, event: &Due, kind: Kind) -> QueryResult<Option<NoticeId>> {
    let (Some(told), Some(article), Some(comment)) = (event.told_id, event.article_id, event.comment_id)
    else {
        return Ok(None);
    };
    let decision = event.detail.get("decision").and_then(Value::as_i64).map(DecisionId);
    if kind.is_decided() != decision.is_some() {
        return Ok(None);
    }
    let row = (
        notices::account_id.eq(told),
        notices::kind.eq(kind),
        notices::article_id.eq(article),
        notices::comment_id.eq(comment),
        notices::decision_id.eq(decision),
        notices::happened_at.eq(event.happened_at),
    );
    diesel::insert_into(notices::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(notices::id)
        .get_result(&mut db)
        .await
        .optional()
}

pub(super) async fn take_out(mut db: &Conn, id: NoticeId) -> QueryResult<()> {
    diesel::delete(notices::table.find(id)).execute(&mut db).await.map(|_| ())
}
