//! Events that wait, and the notices that they become, in the database.

use crate::db::schema::{accounts, cases, comments, decisions, events, notices, sanctions};
use crate::db::{AccountId, ArticleId, CommentId, Conn, DecisionId, NoticeId, SanctionId, Timestamp};
use crate::moderation::UNDO_FOR;
use crate::notices::Kind;
use diesel::dsl::exists;
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

/// A notice to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = notices)]
pub struct News {
    pub account_id: AccountId,
    pub kind: Kind,
    pub article_id: Option<ArticleId>,
    pub comment_id: Option<CommentId>,
    pub decision_id: Option<DecisionId>,
    pub sanction_id: Option<SanctionId>,
    pub lifted: bool,
    pub happened_at: Timestamp,
}

/// Takes the event that waits longest and that no other process is at.
pub(super) async fn take(mut db: &Conn, now: Timestamp) -> QueryResult<Option<Due>> {
    let at_once =
        events::kind.ne_all([Kind::Decision, Kind::Flag, Kind::Sanction].map(crate::db::Word::word));
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
    diesel::select(exists(answered)).get_result(&mut db).await
}

/// What an event is to whoever is told; nothing if it is nobody's, or if what it names is not there: such an event must
/// not stop those after it.
pub(super) async fn news(mut db: &Conn, event: &Due, kind: Kind) -> QueryResult<Option<News>> {
    if kind == Kind::Sanction {
        return news_of_sanction(db, event).await;
    }
    if kind == Kind::Decision && event.comment_id.is_none() {
        return news_without_comment(db, event).await;
    }
    let (Some(account_id), Some(article_id), Some(comment_id)) =
        (event.told_id, event.article_id, event.comment_id)
    else {
        return Ok(None);
    };
    let decision_id = event.detail.get("decision").and_then(Value::as_i64).map(DecisionId);
    if kind.is_decided() != decision_id.is_some() {
        return Ok(None);
    }
    let comment = comments::table.find(comment_id).filter(comments::article_id.eq(article_id));
    let decision = decisions::table.find(decision_id.unwrap_or(DecisionId(0)));
    let (member, comment, decided): (bool, bool, bool) =
        diesel::select((exists(accounts::table.find(account_id)), exists(comment), exists(decision)))
            .get_result(&mut db)
            .await?;
    let news = News {
        account_id,
        kind,
        article_id: Some(article_id),
        comment_id: Some(comment_id),
        decision_id,
        sanction_id: None,
        lifted: false,
        happened_at: event.happened_at,
    };
    Ok(Some(news).filter(|_| member && comment && decided == decision_id.is_some()))
}

/// The same for a decision on an article, or on a line that a member says of themselves: it is about no comment.
async fn news_without_comment(mut db: &Conn, event: &Due) -> QueryResult<Option<News>> {
    let decision = event.detail.get("decision").and_then(Value::as_i64).map(DecisionId);
    let (Some(account_id), Some(decision)) = (event.told_id, decision) else { return Ok(None) };
    let theirs = decisions::table
        .inner_join(cases::table)
        .filter(decisions::id.eq(decision))
        .filter(cases::author_id.eq(account_id))
        .filter(cases::comment_id.is_null());
    let article: Option<Option<ArticleId>> =
        theirs.select(cases::article_id).first(&mut db).await.optional()?;
    Ok(article.map(|article_id| News {
        account_id,
        kind: Kind::Decision,
        article_id,
        comment_id: None,
        decision_id: Some(decision),
        sanction_id: None,
        lifted: false,
        happened_at: event.happened_at,
    }))
}

/// The same for what was done with whoever is told; nothing if it was taken back.
async fn news_of_sanction(mut db: &Conn, event: &Due) -> QueryResult<Option<News>> {
    let sanction = event.detail.get("sanction").and_then(Value::as_i64).map(SanctionId);
    let (Some(account_id), Some(sanction)) = (event.told_id, sanction) else { return Ok(None) };
    let theirs = sanctions::table.find(sanction).filter(sanctions::account_id.eq(account_id));
    let is_there: bool = diesel::select(exists(theirs)).get_result(&mut db).await?;
    let news = News {
        account_id,
        kind: Kind::Sanction,
        article_id: None,
        comment_id: None,
        decision_id: None,
        sanction_id: Some(sanction),
        lifted: event.detail.get("lifted").and_then(Value::as_bool).unwrap_or(false),
        happened_at: event.happened_at,
    };
    Ok(Some(news).filter(|_| is_there))
}

/// Writes a notice; none if the same is told already.
pub(super) async fn insert(mut db: &Conn, news: &News) -> QueryResult<Option<NoticeId>> {
    diesel::insert_into(notices::table)
        .values(news)
        .on_conflict_do_nothing()
        .returning(notices::id)
        .get_result(&mut db)
        .await
        .optional()
}

pub(super) async fn take_out(mut db: &Conn, id: NoticeId) -> QueryResult<()> {
    diesel::delete(notices::table.find(id)).execute(&mut db).await.map(|_| ())
}
