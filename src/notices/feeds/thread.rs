//! The feed of a thread: its newest comments, and the article.

use super::articles::{Source, entry, latest};
use super::names::{author, name_of, of_article, of_comment};
use super::{Entry, Feed};
use crate::articles::{self, Article};
use crate::comments::Shown;
use crate::comments::shown::{Span, shown};
use crate::db::{ArticleId, Board, Conn, Timestamp, identity};
use crate::markup::{SafeHtml, escaped};
use diesel::QueryResult;

/// A comment as an entry: its words, and what it answers.
pub(super) struct Said<'a> {
    /// Its thread.
    pub thread: ArticleId,
    /// Its number.
    pub number: i32,
    /// What it is called in this feed.
    pub title: String,
    /// Where it stands.
    pub path: String,
    /// Who wrote it.
    pub by: &'a str,
    /// Its words.
    pub body: &'a SafeHtml,
    /// What it answers: the number, who wrote that, and where it stands.
    pub answers: Option<(i32, &'a str, String)>,
    /// When readers first saw it, and when another text of it was shown.
    pub times: (Timestamp, [Option<Timestamp>; 2]),
}

/// The newest comments of a thread, and its article under them; nothing where readers see no such thread.
///
/// # Errors
/// When the database refuses.
pub async fn of_thread(
    db: &Conn,
    (board, address): (&Board, &str),
    id: ArticleId,
) -> QueryResult<Option<Feed>> {
    let (article, paragraphs, comments, board_id) = tokio::try_join!(
        articles::find(db, id),
        articles::paragraphs(db, id),
        shown(db, id, Span::Newest(0)),
        identity(db)
    )?;
    let Some(article) = article else { return Ok(None) };
    let source = Source { id: board_id, address };
    let published = comments.iter().filter(|comment| comment.is_published());
    let mut entries: Vec<Entry> = published.map(|comment| as_said(&article, comment).entry(source)).collect();
    entries.push(entry(source, &article, paragraphs.iter().map(|paragraph| &paragraph.html)));
    // What is gone was there: the feed is not older without it.
    let times = comments.iter().flat_map(|one| [Some(one.published_at), one.edited_at, one.changed_at]);
    Ok(Some(Feed {
        id: name_of(board_id, &format!("feed article {id}")),
        title: format!("{} · {}", article.headline, board.board_name),
        language: board.language.clone(),
        board: board.board_name.clone(),
        here: format!("/a/{id}/feed.atom"),
        page: article.path(),
        updated: times.flatten().max().max(latest(&entries)).unwrap_or(article.posted_at),
        entries,
    }))
}

fn as_said<'a>(article: &Article, comment: &'a Shown) -> Said<'a> {
    let answers = comment.reply_to.as_ref();
    Said {
        thread: article.id,
        number: comment.number,
        title: format!("#{} by {}", comment.number, comment.author),
        path: article.path_of(comment.number),
        by: &comment.author,
        body: &comment.body,
        answers: answers.map(|(number, name)| (*number, name.as_str(), article.path_of(*number))),
        times: (comment.published_at, [comment.edited_at, comment.changed_at]),
    }
}

impl Said<'_> {
    /// The entry: what the comment answers is said above its words. What answers no comment answers the article.
    pub(super) fn entry(self, source: Source<'_>) -> Entry {
        let Source { id: board, address } = source;
        let context = self.answers.as_ref().map(|(number, name, path)| {
            let whole = escaped(&format!("{address}{path}"));
            format!("<p>In reply to <a href=\"{whole}\">{} #{number}</a>:</p>", escaped(name))
        });
        let (published, changed) = self.times;
        let answers = match self.answers {
            Some((number, _, path)) => (of_comment(board, self.thread, number), path),
            None => (of_article(board, self.thread), format!("/a/{}", self.thread)),
        };
        Entry {
            id: of_comment(board, self.thread, self.number),
            title: self.title,
            path: self.path,
            via: None,
            author: author(self.by),
            published,
            updated: changed.into_iter().flatten().fold(published, Timestamp::max),
            topic: None,
            answers: Some(answers),
            replies: None,
            html: format!("{}{}", context.unwrap_or_default(), self.body.linked_from(address)),
        }
    }
}
