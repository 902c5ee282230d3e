//! What is erased, in the database.

use crate::db::{Conn, Timestamp};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = BigInt)]
    comment_id: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    revision: Option<i32>,
}

#[derive(QueryableByName)]
struct Tagline {
    #[diesel(sql_type = BigInt)]
    case_id: i64,
    #[diesel(sql_type = BigInt)]
    author_id: i64,
}

/// Rejected comments, each without a revision, and rejected edits of comments that were not rejected, each with its own.
/// The last decision about each was made until then, and nothing about it waits.
pub(super) async fn due_texts(
    mut db: &Conn,
    until: Timestamp,
    most: i64,
) -> QueryResult<Vec<(i64, Option<i32>)>> {
    let rows: Vec<Text> = diesel::sql_query(
        "with due as (
            select comments.id as comment_id, null::integer as revision from comments
             where state = 'rejected' and body_html <> ''
            union all
            select texts.comment_id, texts.revision from comment_revisions texts
              join comments on comments.id = texts.comment_id
             where texts.state = 'rejected' and texts.source <> ''
               and comments.state <> 'rejected' and comments.revision <> texts.revision)
         select due.* from due
          where not exists (select from cases where cases.comment_id = due.comment_id and cases.state = 'open')
            and $1 >= (select max(decisions.decided_at) from decisions
                         join cases on cases.id = decisions.case_id where cases.comment_id = due.comment_id)
          order by due.comment_id, due.revision limit $2",
    )
    .bind::<Timestamptz, _>(until)
    .bind::<BigInt, _>(most)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.comment_id, row.revision)).collect())
}

/// Erases all revisions of a comment, or one of them, with what was quoted, found and learned there; whether there was
/// something left to erase.
pub(super) async fn erase_text(mut db: &Conn, comment: i64, revision: Option<i32>) -> QueryResult<bool> {
    let words =
        "update comment_revisions set source = '', plain = '', folded = '', html = '', fingerprints = '{}'
                  where comment_id = $1 and ($2 is null or revision = $2) and source <> ''";
    let erased = diesel::sql_query(words)
        .bind::<BigInt, _>(comment)
        .bind::<Nullable<Integer>, _>(revision)
        .execute(&mut db)
        .await?;
    for sql in [
        "delete from quotes where comment_id = $1 and ($2 is null or revision = $2)",
        "delete from originals where comment_id = $1 and ($2 is null or revision = $2)",
        "delete from rule_trial_hits where comment_id = $1 and ($2 is null or revision = $2)",
        "update rule_hits set evidence = '[]', words = 'the text was erased'
          where comment_id = $1 and ($2 is null or revision = $2)",
        "update lessons set buckets = '{}' where comment_id = $1 and ($2 is null or revision = $2)",
        "update comments set body_html = '' where id = $1 and $2 is null",
        "update case_reasons set evidence = '[]', words = 'the text was erased' from cases
          where cases.id = case_reasons.case_id and cases.comment_id = $1 and rule not in ('flag', 'appeal')
            and ($2 is null or cases.kind = 'held_edit' and exists (
                 select from decisions where decisions.case_id = cases.id and decisions.revision = $2))",
    ] {
        diesel::sql_query(sql)
            .bind::<BigInt, _>(comment)
            .bind::<Nullable<Integer>, _>(revision)
            .execute(&mut db)
            .await?;
    }
    Ok(erased > 0)
}

/// Cases of taglines that were rejected, or withdrawn by their author, until then: which, and whose.
pub(super) async fn due_taglines(mut db: &Conn, until: Timestamp, most: i64) -> QueryResult<Vec<(i64, i64)>> {
    let rows: Vec<Tagline> = diesel::sql_query(
        "select cases.id as case_id, cases.author_id from cases
          where cases.id = any(array(select taglines.case_id from taglines
                                      where taglines.state in ('rejected', 'deleted') and taglines.words <> ''))
            and cases.kind = 'held_tagline' and cases.state = 'decided' and cases.decided_at <= $1
            and not exists (select from decisions where decisions.case_id = cases.id and decisions.decided_at > $1)
          order by cases.id limit $2",
    )
    .bind::<Timestamptz, _>(until)
    .bind::<BigInt, _>(most)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.case_id, row.author_id)).collect())
}

/// Erases the lines of a case that nobody sees; where none is seen, what was found in them goes, too.
pub(super) async fn erase_tagline(mut db: &Conn, case: i64) -> QueryResult<()> {
    for sql in [
        "update taglines set words = '', before = '' where case_id = $1 and state in ('rejected', 'deleted')",
        "update case_reasons set evidence = '[]', words = 'the text was erased' where case_id = $1
            and not exists (select from taglines where taglines.case_id = $1 and taglines.words <> '')",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(case).execute(&mut db).await?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Rejected articles of which nothing waits, and about which the last decision was made until then.
pub(super) async fn due_articles(mut db: &Conn, until: Timestamp, most: i64) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(
        "select articles.id from articles
          where state = 'rejected' and erased_at is null
            and not exists (select from cases where cases.article_id = articles.id and cases.kind = 'held_article'
                               and cases.state = 'open')
            and $1 >= (select max(decisions.decided_at) from decisions join cases on cases.id = decisions.case_id
                        where cases.article_id = articles.id and cases.kind = 'held_article')
          order by articles.id limit $2",
    )
    .bind::<Timestamptz, _>(until)
    .bind::<BigInt, _>(most)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What was found in an article goes with it.
pub(super) async fn erase_reasons_of_article(mut db: &Conn, article: i64) -> QueryResult<()> {
    diesel::sql_query(
        "update case_reasons set evidence = '[]', words = 'the text was erased' from cases
          where cases.id = case_reasons.case_id and cases.article_id = $1 and cases.kind = 'held_article'",
    )
    .bind::<BigInt, _>(article)
    .execute(&mut db)
    .await
    .map(|_| ())
}
