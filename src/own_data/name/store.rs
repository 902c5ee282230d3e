//! What a new name does to rows.

use crate::db::schema::{accounts, articles};
use crate::db::{AccountId, ArticleId, Conn};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

/// The threads in which a member's name shows, taken until the transaction ends.
pub(super) async fn take_threads(mut db: &Conn, id: AccountId) -> QueryResult<Vec<ArticleId>> {
    #[derive(QueryableByName)]
    struct Thread {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let rows: Vec<Thread> = diesel::sql_query(
        "select id from articles where posted_by = $1
          union select article_id from comments where author_id = $1
          union select quoting.article_id from comments
            join quotes on quotes.source_kind = 'comment' and quotes.source_id = comments.id
            join comments quoting on quoting.id = quotes.comment_id where comments.author_id = $1",
    )
    .bind::<BigInt, _>(id)
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

/// The present name; nobody else can change the account until the transaction ends.
pub(super) async fn take_name(mut db: &Conn, id: AccountId) -> QueryResult<String> {
    accounts::table.find(id).select(accounts::name).for_no_key_update().first(&mut db).await
}

pub(super) async fn rename(mut db: &Conn, id: AccountId, name: &str, folded: &str) -> QueryResult<()> {
    let names = (accounts::name.eq(name), accounts::name_folded.eq(folded));
    diesel::update(accounts::table.find(id)).set(names).execute(&mut db).await.map(|_| ())
}

/// Whoever reads these threads sees them as they are now.
pub(super) async fn show_anew(mut db: &Conn, threads: &[ArticleId]) -> QueryResult<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(threads)))
        .set(articles::version.eq(articles::version + 1))
        .execute(&mut db)
        .await
        .map(|_| ())
}
