//! Flags in the database.

use super::Flag;
use super::weight::{LOOKED_AT, Record};
use crate::accounts::Writing;
use crate::db::schema::flags;
use crate::db::{AccountId, Conn};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
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

#[derive(QueryableByName)]
struct RecordRow {
    #[diesel(sql_type = BigInt)]
    right: i64,
    #[diesel(sql_type = BigInt)]
    wrong: i64,
    #[diesel(sql_type = BigInt)]
    undecided: i64,
}

/// What came of the latest flags of somebody: what was last decided on the comment after each of them.
pub(super) async fn record_of(mut db: &Conn, account: AccountId) -> QueryResult<Record> {
    let row: RecordRow = diesel::sql_query(
        "select count(*) filter (where said in ('reject', 'remove')) as right,
                count(*) filter (where said in ('approve', 'ignore', 'restore')) as wrong,
                count(*) filter (where said is null) as undecided
           from (select (select decision from decisions d join cases c on c.id = d.case_id
                          where c.comment_id = f.comment_id and d.decided_at >= f.flagged_at
                            and d.decision in ('approve', 'reject', 'remove', 'restore', 'ignore')
                            and not exists (select from decisions later where later.undoes = d.id)
                          order by d.id desc limit 1) as said
                   from (select comment_id, flagged_at from flags where flagged_by = $1
                          order by id desc limit $2) f) told",
    )
    .bind::<BigInt, _>(account.0)
    .bind::<BigInt, _>(LOOKED_AT)
    .get_result(&mut db)
    .await?;
    Ok(Record { right: row.right, wrong: row.wrong, undecided: row.undecided })
}
