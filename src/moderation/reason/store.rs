//! The list of reasons in the database.

use crate::db::Conn;
use crate::db::schema::reasons as reason_rows;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A reason of the kept list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = reason_rows)]
pub struct KeptReason {
    /// Its code.
    pub code: String,
    /// What moderators read.
    pub label: String,
    /// What the author is told.
    pub told_author: String,
}

/// The kept list of reasons, in its order.
///
/// # Errors
/// When the database refuses.
pub async fn reasons(mut db: &Conn) -> QueryResult<Vec<KeptReason>> {
    reason_rows::table.order(reason_rows::position).select(KeptReason::as_select()).load(&mut db).await
}
