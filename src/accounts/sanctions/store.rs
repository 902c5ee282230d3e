//! Sanctions in the database, as their member meets them.

use super::{SanctionKind, Silence};
use crate::accounts::sessions::holder;
use crate::db::schema::sanctions;
use crate::db::{Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Whether everything waits that the holder of the session with this hash writes: the silence that lasts longest.
///
/// # Errors
/// When the database refuses.
pub async fn silence_of(mut db: &Conn, session: &[u8; 32], now: Timestamp) -> QueryResult<Option<Silence>> {
    let row: Option<(String, Option<Timestamp>)> = sanctions::table
        .filter(sanctions::account_id.nullable().eq(holder(session)))
        .filter(sanctions::kind.eq(SanctionKind::Silenced))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)))
        .order(sanctions::ends_at.desc().nulls_first())
        .select((sanctions::reason, sanctions::ends_at))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(reason, ends_at)| Silence { reason, ends_at }))
}
