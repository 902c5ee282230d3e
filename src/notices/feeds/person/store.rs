//! What a person wrote, from the database.

use super::Written;
use crate::articles::visible;
use crate::comments::conversation::Thread;
use crate::db::schema::{accounts, articles, comments};
use crate::db::{AccountId, ArticleId, Conn, Few, Timestamp, fixed};
use crate::markup::SafeHtml;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

type Row = (
    (ArticleId, String, String),
    (i32, String, Option<i32>, Option<String>),
    (Option<Timestamp>, Timestamp, Option<Timestamp>, Option<Timestamp>),
);

/// The newest comments of a person that readers see.
pub(super) async fn written(mut db: &Conn, author: AccountId, most: i64) -> QueryResult<Vec<Written>> {
    let (answered, their) = diesel::alias!(comments as answered, accounts as their);
    let rows: Vec<Row> = comments::table
        .inner_join(articles::table)
        .left_join(
            answered.on(answered
                .field(comments::article_id)
                .eq(comments::article_id)
                .and(answered.field(comments::number).eq(comments::reply_to))),
        )
        .left_join(
            their.on(their.field(accounts::id).nullable().eq(answered.field(comments::author_id).nullable())),
        )
        .filter(comments::author_id.eq(author))
        .filter(comments::number.is_not_null())
        .filter(fixed::<Bool>("comments.state = 'published'"))
        .filter(visible())
        .order(comments::id.desc())
        .select((
            (articles::id, articles::slug, articles::headline),
            (
                comments::number.assume_not_null(),
                comments::body_html,
                comments::reply_to,
                their.field(accounts::name).nullable(),
            ),
            (comments::published_at, comments::posted_at, comments::edited_at, comments::changed_at),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(as_written).collect())
}

fn as_written(row: Row) -> Written {
    let ((id, slug, headline), (number, html, answers, name), (published, posted, edited, changed)) = row;
    Written {
        thread: Thread { id, slug, headline },
        number,
        body: SafeHtml::stored(html),
        answers: answers.map(|number| (number, name.unwrap_or_default())),
        times: (published.unwrap_or(posted), [edited, changed]),
    }
}

/// When the last of what readers saw of a person's comments was published or changed, whatever became of it: a feed is not
/// older without it.
pub(super) async fn last_seen(mut db: &Conn, author: AccountId, most: i64) -> QueryResult<Option<Timestamp>> {
    type Times = (Option<Timestamp>, Option<Timestamp>, Option<Timestamp>);
    let times: Vec<Times> = comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::number.is_not_null())
        .order(comments::id.desc())
        .select((comments::published_at, comments::edited_at, comments::changed_at))
        .at_most(most)
        .load(&mut db)
        .await?;
    Ok(times
        .into_iter()
        .flat_map(|(published, edited, changed)| [published, edited, changed])
        .flatten()
        .max())
}
