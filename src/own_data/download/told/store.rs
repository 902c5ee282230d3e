//! Notices, ways and mutes of a member in the database.

use crate::db::schema::{
    accounts, mutes as mute_rows, notes as note_rows, notice_ways as way_rows, notices as notice_rows,
    queue_feeds as queue_feed_rows, thread_mutes as thread_mute_rows,
};
use crate::db::{AccountId, Conn, Few, Timestamp};
use crate::own_data::download::{STRETCH, Stretch, at, first_of, maybe, more};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

pub async fn notices(mut db: &Conn, who: AccountId, after: i64) -> QueryResult<Stretch> {
    type Row =
        (i64, String, Option<i64>, Option<i64>, Option<i64>, Timestamp, Option<Timestamp>, Option<i64>);
    let columns = (
        notice_rows::id,
        notice_rows::kind,
        notice_rows::article_id,
        notice_rows::comment_id,
        notice_rows::decision_id,
        notice_rows::happened_at,
        notice_rows::read_at,
        notice_rows::sanction_id,
    );
    let later = notice_rows::table
        .filter(notice_rows::account_id.eq(who))
        .filter(notice_rows::id.gt(after))
        .order(notice_rows::id)
        .select(columns);
    let unread = later.filter(notice_rows::read_at.is_null()).at_most(STRETCH).load(&mut db);
    let mut other = db;
    let read = later.filter(notice_rows::read_at.is_not_null()).at_most(STRETCH).load(&mut other);
    let rows: Vec<Row> = first_of(tokio::try_join!(unread, read)?, |row: &Row| row.0);
    let next = more(rows.len(), rows.last().map(|row| row.0));
    let shown = |(id, kind, article, comment, decision, happened, read, sanction): Row| {
        json!({"id": id, "kind": kind, "article": article, "comment": comment, "decision": decision, "sanction": sanction,
               "happened_at": at(happened), "read_at": maybe(read)})
    };
    Ok((rows.into_iter().map(shown).collect(), next))
}

pub async fn notice_ways(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, String, Timestamp)> = way_rows::table
        .filter(way_rows::account_id.eq(who))
        .order(way_rows::kind)
        .select((way_rows::kind, way_rows::way, way_rows::chosen_at))
        .load(&mut db)
        .await?;
    let shown = |(kind, way, chosen)| json!({"kind": kind, "way": way, "chosen_at": at(chosen)});
    Ok(rows.into_iter().map(shown).collect())
}

/// Since when there is a secret address of the queue's feed; not its hash.
pub async fn queue_feeds(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let made: Vec<Timestamp> =
        queue_feed_rows::table.find(who).select(queue_feed_rows::made_at).load(&mut db).await?;
    Ok(made.into_iter().map(|made| json!({"made_at": at(made)})).collect())
}

pub async fn mutes(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(String, Timestamp)> = mute_rows::table
        .inner_join(accounts::table.on(accounts::id.eq(mute_rows::muted_id)))
        .filter(mute_rows::account_id.eq(who))
        .order(mute_rows::muted_at)
        .select((accounts::name, mute_rows::muted_at))
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|(name, muted)| json!({"name": name, "muted_at": at(muted)})).collect())
}

pub async fn thread_mutes(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, Timestamp)> = thread_mute_rows::table
        .filter(thread_mute_rows::account_id.eq(who))
        .order(thread_mute_rows::muted_at)
        .select((thread_mute_rows::article_id, thread_mute_rows::muted_at))
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|(article, muted)| json!({"article": article, "muted_at": at(muted)})).collect())
}

/// The notes that one wrote as a moderator. What moderators write about oneself they write for each other.
pub async fn notes(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, String, Timestamp)> = note_rows::table
        .filter(note_rows::written_by.eq(who))
        .order(note_rows::id)
        .select((note_rows::account_id, note_rows::words, note_rows::written_at))
        .load(&mut db)
        .await?;
    let shown = |(about, words, written)| json!({"about": about, "words": words, "written_at": at(written)});
    Ok(rows.into_iter().map(shown).collect())
}
