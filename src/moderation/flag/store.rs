//! Flags in the database.

use super::Flag;
use crate::accounts::Writing;
use crate::db::Conn;
use crate::db::schema::flags;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub async fn insert_flag(
    mut db: &Conn,
    writing: Writing<'_>,
    flag: Flag<'_>,
    revision: i32,
) -> QueryResult<()> {
    let row = (
        flags::comment_id.eq(flag.comment),
        flags::revision.eq(revision),
        flags::flagged_by.eq(writing.author.id),
        flags::reason.eq(flag.reason),
        flags::note.eq(flag.note),
        flags::flagged_at.eq(writing.now),
    );
    diesel::insert_into(flags::table).values(row).execute(&mut db).await.map(|_| ())
}
