//! Flags in the database.

use super::Flag;
use super::weight::{LOOKED_AT, Record};
use crate::accounts::Writing;
use crate::db::schema::{case_reasons, cases, flags, reasons};
use crate::db::{AccountId, CaseId, CommentId, Conn, Fixed, Timestamp, fixed};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
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
        "select count(*) filter (where said in ('reject', 'remove', 'edit', 'revise')) as right,
                count(*) filter (where said in ('approve', 'restore')) as wrong,
                count(*) filter (where said is null) as undecided
           from (select (select decision from decisions d join cases c on c.id = d.case_id
                          where c.comment_id = f.comment_id and d.decided_at >= f.flagged_at
                            and d.decision <> 'undo'
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

/// Whether something was decided on the comment of a flag after it, and not taken back, in a query of `flags`.
fn decided() -> Fixed<Bool> {
    fixed(
        "exists (select from decisions d join cases c on c.id = d.case_id
                  where c.comment_id = flags.comment_id and d.decided_at >= flags.flagged_at and d.decision <> 'undo'
                    and not exists (select from decisions later where later.undoes = d.id))",
    )
}

/// Those who pointed at this text of a comment, where nothing was decided on it since.
pub(super) async fn undecided_on(
    mut db: &Conn,
    (comment, revision): (CommentId, i32),
) -> QueryResult<Vec<AccountId>> {
    flags::table
        .filter(flags::comment_id.eq(comment))
        .filter(flags::revision.eq(revision))
        .filter(not(decided()))
        .select(flags::flagged_by)
        .load(&mut db)
        .await
}

/// What a reader said last about a comment, where nothing was decided on it since: the id of the flag, and the label of
/// its reason.
pub(super) async fn undecided_by(
    mut db: &Conn,
    comment: CommentId,
    reader: AccountId,
) -> QueryResult<Option<(i64, String)>> {
    flags::table
        .inner_join(reasons::table)
        .filter(flags::comment_id.eq(comment))
        .filter(flags::flagged_by.eq(reader))
        .filter(not(decided()))
        .order(flags::id.desc())
        .select((flags::id, reasons::label))
        .first(&mut db)
        .await
        .optional()
}

/// Whether a moderator left the comment, whatever its text was then, after this reader had pointed at it for this reason.
pub(super) async fn was_left(
    mut db: &Conn,
    (comment, reason): (CommentId, &str),
    reader: AccountId,
) -> QueryResult<bool> {
    let left: Fixed<Bool> = fixed(
        "exists (select from decisions d join cases c on c.id = d.case_id
                  where c.comment_id = flags.comment_id and d.decided_at >= flags.flagged_at
                    and d.decision in ('approve', 'restore', 'ignore')
                    and not exists (select from decisions later where later.undoes = d.id))",
    );
    let before = flags::table
        .filter(flags::comment_id.eq(comment))
        .filter(flags::flagged_by.eq(reader))
        .filter(flags::reason.eq(reason))
        .filter(left);
    diesel::select(exists(before)).get_result(&mut db).await
}

pub(super) async fn delete(mut db: &Conn, id: i64) -> QueryResult<()> {
    diesel::delete(flags::table.find(id)).execute(&mut db).await.map(|_| ())
}

/// Takes what a reader said out of the open case of a comment, and gives the case, if there is one, with how many reasons
/// are left in it.
pub(super) async fn take_out_of_case(
    mut db: &Conn,
    comment: CommentId,
    reader: AccountId,
) -> QueryResult<Option<(CaseId, i64)>> {
    let open = cases::table.filter(cases::comment_id.eq(comment)).filter(cases::state.eq("open"));
    let raised = diesel::update(open).set(cases::version.eq(cases::version + 1)).returning(cases::id);
    let case: Option<CaseId> = raised.get_result(&mut db).await.optional()?;
    let Some(case) = case else { return Ok(None) };
    let within = case_reasons::table.filter(case_reasons::case_id.eq(case));
    let said = within.filter(case_reasons::rule.eq("flag")).filter(case_reasons::added_by.eq(reader));
    let gone: Vec<i32> = said.select(case_reasons::ordinal).load(&mut db).await?;
    for ordinal in gone {
        diesel::delete(case_reasons::table.find((case, ordinal))).execute(&mut db).await?;
        // The last comes into its place, for reasons are counted from 0 without a gap.
        let last = within.select(case_reasons::ordinal).order(case_reasons::ordinal.desc());
        let last: Option<i32> = last.first(&mut db).await.optional()?;
        if let Some(last) = last.filter(|last| *last > ordinal) {
            let set = case_reasons::ordinal.eq(ordinal);
            diesel::update(case_reasons::table.find((case, last))).set(set).execute(&mut db).await?;
        }
    }
    let left = within.count().get_result(&mut db).await?;
    Ok(Some((case, left)))
}

/// Ends a case in which no reason is left.
pub(super) async fn close(mut db: &Conn, case: CaseId, now: Timestamp) -> QueryResult<()> {
    let set =
        (cases::state.eq("decided"), cases::decided_at.eq(now), cases::claimed_until.eq(None::<Timestamp>));
    diesel::update(cases::table.find(case)).set(set).execute(&mut db).await.map(|_| ())
}

/// Leaves what a reader said in the open case of a comment, marked as taken back: nobody is told what comes of it.
pub(super) async fn say_taken_back(mut db: &Conn, comment: CommentId, reader: AccountId) -> QueryResult<()> {
    let open = cases::table.filter(cases::comment_id.eq(comment)).filter(cases::state.eq("open"));
    let said = case_reasons::table
        .filter(case_reasons::case_id.eq_any(open.select(cases::id)))
        .filter(case_reasons::rule.eq("flag"))
        .filter(case_reasons::added_by.eq(reader));
    let set = (
        case_reasons::words.eq(case_reasons::words.concat(" (taken back since)")),
        case_reasons::added_by.eq(None::<AccountId>),
    );
    diesel::update(said).set(set).execute(&mut db).await?;
    diesel::update(open).set(cases::version.eq(cases::version + 1)).execute(&mut db).await.map(|_| ())
}

/// Whether a reader pointed at this text of a comment.
pub(super) async fn is_flagged(
    mut db: &Conn,
    (comment, revision): (CommentId, i32),
    reader: AccountId,
) -> QueryResult<bool> {
    let same = flags::table
        .filter(flags::comment_id.eq(comment))
        .filter(flags::revision.eq(revision))
        .filter(flags::flagged_by.eq(reader));
    diesel::select(exists(same)).get_result(&mut db).await
}
