//! A member's articles and comments, with every text of them.

use crate::db::schema::{
    article_revisions, articles as article_rows, cases, comment_revisions, comments as comment_rows,
    publications, quotes as quote_rows, taglines as tagline_rows,
};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Few, Timestamp};
use crate::own_data::download::{STRETCH, Stretch, at, maybe, more};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

/// The taglines that a rule held, whatever became of them.
pub async fn taglines(mut db: &Conn, who: AccountId) -> QueryResult<Vec<Value>> {
    let rows: Vec<(i64, i32, String, String, Timestamp)> = tagline_rows::table
        .inner_join(cases::table)
        .filter(cases::author_id.eq(who))
        .order((tagline_rows::case_id, tagline_rows::revision))
        .select((
            tagline_rows::case_id,
            tagline_rows::revision,
            tagline_rows::words,
            tagline_rows::state,
            tagline_rows::saved_at,
        ))
        .load(&mut db)
        .await?;
    let shown = |(case, revision, words, state, saved)| json!({"case": case, "revision": revision, "text": words, "state": state, "saved_at": at(saved)});
    Ok(rows.into_iter().map(shown).collect())
}

pub async fn articles(mut db: &Conn, who: AccountId, after: i64) -> QueryResult<Stretch> {
    type Row = (
        (i64, String, String, Option<String>, String),
        (Option<time::Date>, Timestamp, String, Option<Timestamp>),
    );
    let rows: Vec<Row> = article_rows::table
        .inner_join(publications::table)
        .filter(article_rows::posted_by.eq(who))
        .filter(article_rows::id.gt(ArticleId(after)))
        .order(article_rows::id)
        .select((
            (
                article_rows::id,
                publications::name,
                article_rows::headline,
                article_rows::link,
                article_rows::byline,
            ),
            (
                article_rows::published_on,
                article_rows::posted_at,
                article_rows::state,
                article_rows::closed_at,
            ),
        ))
        .at_most(STRETCH)
        .load(&mut db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0.0).collect();
    let texts: Vec<(i64, i32, String, Timestamp)> = article_revisions::table
        .filter(article_revisions::article_id.eq_any(&ids))
        .order((article_revisions::article_id, article_revisions::revision))
        .select((
            article_revisions::article_id,
            article_revisions::revision,
            article_revisions::source,
            article_revisions::saved_at,
        ))
        .load(&mut db)
        .await?;
    let revisions = |article: i64| -> Vec<Value> {
        let own = texts.iter().filter(|text| text.0 == article);
        own.map(|(_, revision, source, saved)| {
            json!({"revision": revision, "source": source, "saved_at": at(*saved)})
        })
        .collect()
    };
    let shown = |((id, publication, headline, link, byline), (published_on, posted, state, closed)): Row| {
        json!({
            "id": id, "publication": publication, "headline": headline, "link": link, "byline": byline,
            "published_on": published_on.map(|day| day.to_string()), "posted_at": at(posted), "state": state,
            "closed_at": maybe(closed), "revisions": revisions(id),
        })
    };
    let next = more(rows.len(), ids.last().copied());
    Ok((rows.into_iter().map(shown).collect(), next))
}

pub async fn comments(mut db: &Conn, who: AccountId, after: i64) -> QueryResult<Stretch> {
    type Row = (
        (i64, i64, String, Option<i32>, Option<i32>, String, i32),
        (Timestamp, Option<Timestamp>, Option<Timestamp>, i32),
    );
    let rows: Vec<Row> = comment_rows::table
        .inner_join(article_rows::table)
        .filter(comment_rows::author_id.eq(who))
        .filter(comment_rows::id.gt(CommentId(after)))
        .order(comment_rows::id)
        .select((
            (
                comment_rows::id,
                comment_rows::article_id,
                article_rows::headline,
                comment_rows::number,
                comment_rows::reply_to,
                comment_rows::state,
                comment_rows::revision,
            ),
            (
                comment_rows::posted_at,
                comment_rows::published_at,
                comment_rows::edited_at,
                comment_rows::recommendations,
            ),
        ))
        .at_most(STRETCH)
        .load(&mut db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0.0).collect();
    let texts = revisions(db, &ids).await?;
    let shown = |(
        (id, article, headline, number, reply_to, state, revision),
        (posted, published, edited, recommended),
    ): Row| {
        let own: Vec<&Value> = texts.iter().filter(|(of, _)| *of == id).map(|(_, text)| text).collect();
        json!({
            "id": id, "article": article, "headline": headline, "number": number, "reply_to": reply_to,
            "state": state, "revision": revision, "posted_at": at(posted), "published_at": maybe(published),
            "edited_at": maybe(edited), "recommendations": recommended, "revisions": own,
        })
    };
    let next = more(rows.len(), ids.last().copied());
    Ok((rows.into_iter().map(shown).collect(), next))
}

/// The revisions of these comments, each with what it quotes.
async fn revisions(mut db: &Conn, ids: &[i64]) -> QueryResult<Vec<(i64, Value)>> {
    type Text = (i64, i32, String, String, String, Timestamp);
    type Quoted = (String, Option<i64>, Option<i32>, Option<i32>, Option<String>, String, String, String);
    type Quote = (i64, i32, Quoted);
    let texts: Vec<Text> = comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .order((comment_revisions::comment_id, comment_revisions::revision))
        .select((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comment_revisions::state,
            comment_revisions::source,
            comment_revisions::plain,
            comment_revisions::saved_at,
        ))
        .load(&mut db)
        .await?;
    let found: Vec<Quote> = quote_rows::table
        .filter(quote_rows::comment_id.eq_any(ids))
        .order((quote_rows::comment_id, quote_rows::revision, quote_rows::ordinal))
        .select((
            quote_rows::comment_id,
            quote_rows::revision,
            (
                quote_rows::source_kind,
                quote_rows::source_id,
                quote_rows::source_paragraph,
                quote_rows::source_revision,
                quote_rows::source_link,
                quote_rows::exact,
                quote_rows::fidelity,
                quote_rows::life,
            ),
        ))
        .load(&mut db)
        .await?;
    let one = |(kind, id, paragraph, revision, link, exact, fidelity, life): &Quoted| {
        // Words that were taken away together with the quotes of them are nobody's data to take along.
        let exact = if life == "blanked" { "" } else { exact };
        json!({"source_kind": kind, "source": id, "paragraph": paragraph, "source_revision": revision,
               "link": link, "words": exact, "fidelity": fidelity})
    };
    let shown = |(id, revision, state, source, plain, saved): Text| {
        let here = found.iter().filter(|quote| (quote.0, quote.1) == (id, revision));
        let quotes: Vec<Value> = here.map(|(_, _, quote)| one(quote)).collect();
        (
            id,
            json!({"revision": revision, "state": state, "source": source, "plain": plain, "saved_at": at(saved), "quotes": quotes}),
        )
    };
    Ok(texts.into_iter().map(shown).collect())
}
