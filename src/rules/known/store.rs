//! What is asked of the database about a text, as one row.

use crate::accounts::Member;
use crate::db::schema::{accounts, articles, comments, learned_counts, rulebook, sanctions};
use crate::db::{AccountId, CommentId, Conn, Timestamp, all, at_most, fixed, only};
use crate::rules::learned::{self, AuthorThen};
use crate::rules::store::{
    LATEST, MOST_APPROVED, is_long_enough, minutes_ago, same_text, same_texts, sources,
};
use crate::rules::{Facts, Submission};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Record};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// What is known of a text (that itself left out), its writer and the moment, and of which version the rules are.
pub(super) async fn facts(
    db: &Conn,
    author: &Member,
    text: &Submission<'_>,
    now: Timestamp,
) -> QueryResult<(Uuid, Facts<'static>)> {
    let features = learned::features_of(text);
    let (row, sources) = tokio::try_join!(
        asked(db, author.id, (text, learned::buckets_of(&features)), now),
        sources(db, text.quoted)
    )?;
    let same = if row.same.is_empty() { None } else { same_text(db, text, now).await? };
    let approved = i64::try_from(row.approved.len()).unwrap_or(i64::MAX);
    let days = row.joined_at.map_or(0, |joined_at| (now - joined_at).whole_days());
    let then = AuthorThen { standing: author.standing, published: approved, days };
    let mut lately = [row.comments, row.articles].concat();
    lately.sort_unstable_by(|one, other| other.cmp(one));
    let facts = Facts {
        approved,
        silenced: row.silenced.into_iter().next(),
        watched: row.watched.into_iter().next(),
        minutes_ago: minutes_ago(&lately, now),
        same_text: same.map(|(headline, at)| (headline, (now - at).whole_days())),
        sources,
        score: learned::score_in(&learned::known_as(row.known), text.own_words, features, then),
        ..Facts::of(Submission::default(), author.standing, now)
    };
    Ok((row.version.ok_or(diesel::result::Error::NotFound)?, facts))
}

/// What is asked of the database about a text, as one row.
#[derive(Queryable)]
struct Asked {
    version: Option<Uuid>,
    approved: Vec<CommentId>,
    silenced: Vec<String>,
    watched: Vec<String>,
    comments: Vec<Timestamp>,
    articles: Vec<Timestamp>,
    same: Vec<CommentId>,
    known: Vec<(i32, i32, i32)>,
    joined_at: Option<Timestamp>,
}

async fn asked(
    mut db: &Conn,
    author: AccountId,
    (text, buckets): (&Submission<'_>, Vec<i32>),
    now: Timestamp,
) -> QueryResult<Asked> {
    let approved = comments::table
        .filter(comments::author_id.eq(author))
        .filter(fixed::<Bool>("comments.state = 'published'"))
        .select(comments::id);
    let sanction = |kind: &'static str| {
        sanctions::table
            .filter(sanctions::account_id.eq(author))
            .filter(sanctions::kind.eq(kind))
            .filter(sanctions::lifted_at.is_null())
            .filter(sanctions::starts_at.le(now))
            .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)))
            .select(sanctions::reason)
    };
    let texts = comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::posted_at.gt(now - time::Duration::days(1)))
        .filter(comments::posted_at.le(now))
        .order(comments::posted_at.desc())
        .select(comments::posted_at);
    let sent = articles::table
        .filter(articles::posted_by.eq(author))
        .filter(articles::sent_at.gt(now - time::Duration::days(1)))
        .filter(articles::sent_at.le(now))
        .order(articles::sent_at.desc())
        .select(articles::sent_at.assume_not_null());
    let same = same_texts(text, now).filter(is_long_enough(text).into_sql::<Bool>()).select(comments::id);
    let counts = learned_counts::table.filter(learned_counts::bucket.eq_any(buckets)).select(fixed::<
        Record<(Integer, Integer, Integer)>,
    >(
        "row(bucket, approved, rejected)",
    ));
    let row = (
        only(rulebook::table.select(rulebook::version)),
        all(at_most(approved, MOST_APPROVED)),
        all(at_most(sanction("silenced"), 1)),
        all(at_most(sanction("watched"), 1)),
        all(at_most(texts, LATEST)),
        all(at_most(sent, LATEST)),
        all(at_most(same, 1)),
        all(counts),
        only(accounts::table.find(author).select(accounts::joined_at)),
    );
    diesel::select(row).get_result(&mut db).await
}
