//! The ways that members chose, in the database.

use crate::db::schema::notice_ways;
use crate::db::{AccountId, Conn, Timestamp};
use crate::notices::{Kind, Way};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

pub(super) async fn chosen(mut db: &Conn, member: AccountId) -> QueryResult<Vec<(Kind, Way)>> {
    notice_ways::table
        .filter(notice_ways::account_id.eq(member))
        .select((notice_ways::kind, notice_ways::way))
        .load(&mut db)
        .await
}

pub(super) async fn keep(
    mut db: &Conn,
    member: AccountId,
    ways: &[(Kind, Way)],
    now: Timestamp,
) -> QueryResult<()> {
    let rows: Vec<_> = ways
        .iter()
        .map(|(kind, way)| {
            (
                notice_ways::account_id.eq(member),
                notice_ways::kind.eq(*kind),
                notice_ways::way.eq(*way),
                notice_ways::chosen_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(notice_ways::table)
        .values(rows)
        .on_conflict((notice_ways::account_id, notice_ways::kind))
        .do_update()
        .set((
            notice_ways::way.eq(excluded(notice_ways::way)),
            notice_ways::chosen_at.eq(excluded(notice_ways::chosen_at)),
        ))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// Mails of this kind become notices in the inbox alone; who wants them never goes on wanting that.
///
/// # Errors
/// When the database refuses.
pub async fn stop_mail(mut db: &Conn, member: AccountId, kind: Kind, now: Timestamp) -> QueryResult<()> {
    let row = (
        notice_ways::account_id.eq(member),
        notice_ways::kind.eq(kind),
        notice_ways::way.eq(Way::Inbox),
        notice_ways::chosen_at.eq(now),
    );
    let written = diesel::insert_into(notice_ways::table).values(row).on_conflict_do_nothing();
    if written.execute(&mut db).await? == 1 {
        return Ok(());
    }
    let mailed = notice_ways::table.find((member, kind)).filter(notice_ways::way.eq(Way::Mail));
    diesel::update(mailed)
        .set((notice_ways::way.eq(Way::Inbox), notice_ways::chosen_at.eq(now)))
        .execute(&mut db)
        .await
        .map(|_| ())
}
