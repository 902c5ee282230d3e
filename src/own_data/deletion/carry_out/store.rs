//! What a deletion does to rows: whole sets of them at once, for a member may have written for years.

use crate::db::schema::{accounts, articles};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Timestamp};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Text as SqlText, Timestamptz};
use diesel_async::RunQueryDsl;

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Revision {
    #[diesel(sql_type = BigInt)]
    comment_id: i64,
    #[diesel(sql_type = Integer)]
    revision: i32,
}

#[derive(QueryableByName)]
struct Quote {
    #[diesel(sql_type = BigInt)]
    comment_id: i64,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Integer)]
    ordinal: i32,
}

pub(super) async fn name_of(mut db: &Conn, id: AccountId) -> QueryResult<String> {
    accounts::table.find(id).select(accounts::name).first(&mut db).await
}

/// The threads in which something of a person shows, taken until the transaction ends.
pub(super) async fn lock_threads(mut db: &Conn, id: AccountId, name: &str) -> QueryResult<Vec<ArticleId>> {
    let rows: Vec<Id> = diesel::sql_query(
        "select id from articles where posted_by = $1
          union select article_id from comments where author_id = $1
          union select comments.article_id from recommendations
            join comments on comments.id = recommendations.comment_id where recommendations.account_id = $1
          union select answering.article_id from comments
            join quotes on quotes.source_kind = 'comment' and quotes.source_id = comments.id
            join comments answering on answering.id = quotes.comment_id where comments.author_id = $1
          union select quoted.article_id from comments
            join quotes on quotes.source_kind = 'comment' and quotes.comment_id = comments.id
            join comments quoted on quoted.id = quotes.source_id where comments.author_id = $1
          union select comments.article_id from comment_revisions
            join comments on comments.id = comment_revisions.comment_id where comment_revisions.html ilike $2
          union select comments.article_id from originals
            join comments on comments.id = originals.comment_id where originals.html ilike $2",
    )
    .bind::<BigInt, _>(id)
    .bind::<SqlText, _>(linked(name))
    .load(&mut db)
    .await?;
    let ids: Vec<ArticleId> = rows.into_iter().map(|row| ArticleId(row.id)).collect();
    articles::table
        .filter(articles::id.eq_any(ids))
        .order(articles::id)
        .select(articles::id)
        .for_no_key_update()
        .load(&mut db)
        .await
}

/// Where texts that link to a person's page are found; which of them do is said by reading them.
fn linked(name: &str) -> String {
    format!("%<a href=\"/u/{}\">%", name.replace('_', "\\_"))
}

/// The quotes of a person's comments: comment, revision, and which of its quotes.
pub(super) async fn quotes_of(mut db: &Conn, id: AccountId) -> QueryResult<Vec<(i64, i32, i32)>> {
    let rows: Vec<Quote> = diesel::sql_query(
        "select quotes.comment_id, quotes.revision, quotes.ordinal from quotes
           join comments on quotes.source_kind = 'comment' and quotes.source_id = comments.id
          where comments.author_id = $1",
    )
    .bind::<BigInt, _>(id)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.comment_id, row.revision, row.ordinal)).collect())
}

/// The texts that link to a person's page: comment and revision.
pub(super) async fn mentions_of(mut db: &Conn, name: &str) -> QueryResult<Vec<(i64, i32)>> {
    let rows: Vec<Revision> = diesel::sql_query(
        "select comment_id, revision from comment_revisions where html ilike $1
              union select comment_id, revision from originals where html ilike $1",
    )
    .bind::<SqlText, _>(linked(name))
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.comment_id, row.revision)).collect())
}

/// Takes a person's words out of what is kept of the quotes of them.
pub(super) async fn blank_quotes(mut db: &Conn, id: AccountId) -> QueryResult<()> {
    diesel::sql_query(
        "update quotes set exact = '', prefix = '', suffix = '', start = null, life = 'withdrawn', unsettled = false
           from comments
          where quotes.source_kind = 'comment' and quotes.source_id = comments.id and comments.author_id = $1",
    )
    .bind::<BigInt, _>(id)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// The comments that a person's own quote.
pub(super) async fn sources_of(mut db: &Conn, id: AccountId) -> QueryResult<Vec<CommentId>> {
    let rows: Vec<Id> = diesel::sql_query(
        "select distinct quotes.source_id as id from quotes
           join comments on comments.id = quotes.comment_id
          where quotes.source_kind = 'comment' and comments.author_id = $1 order by 1",
    )
    .bind::<BigInt, _>(id)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| CommentId(row.id)).collect())
}

/// Deletes what a person kept for themselves, and every mail to them.
pub(super) async fn forget_private(mut db: &Conn, id: AccountId) -> QueryResult<()> {
    for sql in [
        "delete from sessions where account_id = $1",
        "delete from drafts where account_id = $1",
        "delete from read_marks where account_id = $1",
        "delete from links where account_id = $1",
        "delete from devices where account_id = $1",
        "delete from email_changes where account_id = $1",
        "delete from earlier_names where account_id = $1",
        "delete from two_steps where account_id = $1",
        "delete from recovery_codes where account_id = $1",
        "delete from pending_sign_ins where account_id = $1",
        "delete from notices where account_id = $1 and read_at is null",
        "delete from notices where account_id = $1 and read_at is not null",
        "delete from notice_ways where account_id = $1",
        "delete from mutes where account_id = $1 or muted_id = $1",
        "delete from thread_mutes where account_id = $1",
        "delete from queue_feeds where account_id = $1",
        "delete from notes where account_id = $1",
        "delete from outbox where account_id = $1
             or lower(recipient) = (select email_folded from accounts where id = $1)",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
    }
    Ok(())
}

pub(super) async fn take_back_recommendations(mut db: &Conn, id: AccountId) -> QueryResult<()> {
    diesel::sql_query(
        "with taken as (delete from recommendations where account_id = $1 returning comment_id)
         update comments set recommendations = recommendations - 1 from taken where comments.id = taken.comment_id",
    )
    .bind::<BigInt, _>(id)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Takes a person's words out of the database: all of them, or those alone that readers do not see.
pub(super) async fn take_words(mut db: &Conn, id: AccountId, all: bool) -> QueryResult<()> {
    diesel::sql_query(
        "update comments set state = 'deleted', body_html = ''
          where author_id = $1 and ($2 or state in ('held', 'rejected', 'deleted'))",
    )
    .bind::<BigInt, _>(id)
    .bind::<Bool, _>(all)
    .execute(&mut db)
    .await?;
    for sql in [
        "delete from quotes using comments, comment_revisions texts
          where comments.id = quotes.comment_id and comments.author_id = $1
            and texts.comment_id = quotes.comment_id and texts.revision = quotes.revision
            and (comments.state = 'deleted' or texts.state in ('held', 'rejected'))",
        "delete from originals using comments, comment_revisions texts
          where comments.id = originals.comment_id and comments.author_id = $1
            and texts.comment_id = originals.comment_id and texts.revision = originals.revision
            and (comments.state = 'deleted' or texts.state in ('held', 'rejected'))",
        "update comment_revisions texts
            set source = '', plain = '', folded = '', html = '', fingerprints = '{}',
                state = case texts.state when 'held' then 'rejected' else texts.state end
           from comments where comments.id = texts.comment_id and comments.author_id = $1
            and (comments.state = 'deleted' or texts.state in ('held', 'rejected'))",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
    }
    Ok(())
}

/// Nothing of a person's waits any more but what readers pointed at and still see.
pub(super) async fn close_cases(mut db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<()> {
    diesel::sql_query(
        "update cases set state = 'decided', version = version + 1, decided_at = $2, claimed_until = null
          where author_id = $1 and state = 'open' and (
                exists (select from comments where comments.id = cases.comment_id and comments.state = 'deleted')
             or not exists (select from case_reasons where case_reasons.case_id = cases.id and rule = 'flag'))",
    )
    .bind::<BigInt, _>(id)
    .bind::<Timestamptz, _>(now)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// What moderators read keeps neither the name of who pointed at a text nor words that were withdrawn.
pub(super) async fn scrub_reasons(mut db: &Conn, id: AccountId, name: &str, all: bool) -> QueryResult<()> {
    diesel::sql_query(
        "update case_reasons set words = 'a former member' || substr(words, char_length($2) + 1)
          where added_by = $1 and starts_with(words, $2 || ' says ')",
    )
    .bind::<BigInt, _>(id)
    .bind::<SqlText, _>(name)
    .execute(&mut db)
    .await?;
    diesel::sql_query(
        "update case_reasons set evidence = '[]', words = 'the text was withdrawn' from cases, comments
          where cases.id = case_reasons.case_id and comments.id = cases.comment_id
            and comments.author_id = $1 and comments.state = 'deleted' and rule <> 'flag'",
    )
    .bind::<BigInt, _>(id)
    .execute(&mut db)
    .await?;
    // What a rule found is told with words of the text.
    for sql in [
        "update rule_hits set evidence = '[]', words = 'the text was withdrawn' from comments
          where comments.id = rule_hits.comment_id and author_id = $1 and state = 'deleted'",
        "delete from rule_trial_hits using comments
          where comments.id = rule_trial_hits.comment_id and author_id = $1 and state = 'deleted'",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
    }
    // A line about oneself goes with the name, whatever words stay.
    for sql in [
        "update case_reasons set evidence = '[]', words = 'the text was withdrawn' from cases
          where cases.id = case_reasons.case_id and cases.author_id = $1 and cases.kind = 'held_tagline'",
        "update taglines set words = '', before = '', 
                state = case taglines.state when 'held' then 'deleted' else taglines.state end
           from cases where cases.id = taglines.case_id and cases.author_id = $1",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
    }
    if all {
        for sql in [
            "update case_reasons set words = split_part(words, ': “', 1) where added_by = $1",
            "update flags set note = '' where flagged_by = $1",
        ] {
            diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
        }
    }
    Ok(())
}

/// What moderators read of articles that nobody saw keeps no words of them.
pub(super) async fn scrub_reasons_of(mut db: &Conn, articles: &[ArticleId]) -> QueryResult<()> {
    let ids: Vec<i64> = articles.iter().map(|article| article.0).collect();
    diesel::sql_query(
        "update case_reasons set evidence = '[]', words = 'the text was withdrawn' from cases
          where cases.id = case_reasons.case_id and cases.article_id = any($1) and cases.kind = 'held_article'",
    )
    .bind::<Array<BigInt>, _>(ids)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Nothing of the account tells who it was. No name folds to what stands here, so nobody finds it or signs in to it.
pub(super) async fn become_former(mut db: &Conn, id: AccountId, former: &str) -> QueryResult<()> {
    diesel::sql_query(
        "update accounts set name = $2, name_folded = upper($2) || ' ' || id,
                email = 'former-' || id || '@invalid', email_folded = 'former-' || id || '@invalid',
                email_confirmed_at = null, password_hash = '*', role = 'member', tagline = '', about = '', invitation_id = null
          where id = $1",
    )
    .bind::<BigInt, _>(id)
    .bind::<SqlText, _>(former)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Counts anew what the threads and the comments in them say of each other, and has readers see it.
pub(super) async fn recount(mut db: &Conn, id: AccountId, threads: &[ArticleId]) -> QueryResult<()> {
    diesel::sql_query(
        "update comments answered set replies =
           (select count(*) from comments where comments.article_id = answered.article_id
               and comments.reply_to = answered.number and comments.state = 'published')
          where exists (select from comments where comments.author_id = $1
               and comments.article_id = answered.article_id and comments.reply_to = answered.number)",
    )
    .bind::<BigInt, _>(id)
    .execute(&mut db)
    .await?;
    let ids: Vec<i64> = threads.iter().map(|thread| thread.0).collect();
    diesel::sql_query(
        "update articles set version = version + 1,
                comments = (select count(*) from comments where article_id = articles.id and state = 'published'),
                last_comment_by = last.author_id, active_at = coalesce(last.published_at, articles.posted_at)
           from unnest($1) thread (id) left join lateral (
                select author_id, published_at from comments
                 where article_id = thread.id and state = 'published' order by number desc limit 1) last on true
          where articles.id = thread.id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .execute(&mut db)
    .await
    .map(|_| ())
}
