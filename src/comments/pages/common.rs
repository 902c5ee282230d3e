//! What a page of a thread has in common for everybody: the article, and the list of comments as it is sent. It is kept in
//! memory for members; who is nobody gets a whole page from there.

use super::wanted::{Sort, ThreadQuery, Wanted, moved};
use crate::accounts::pages::Asker;
use crate::articles::pages::unseen;
use crate::articles::{self, Article, Paragraph};
use crate::comments::Shown;
use crate::comments::shown::{self, Span};
use crate::db::{AccountId, ArticleId, CommentId, Conn};
use crate::quotes::passages::{self, Passage};
use crate::web::{Error, Moment, Pager, Part, Parted, Rendered, moved_to, see_other};
use askama::Template;

/// A page of a thread, as it is asked for.
#[derive(Clone, Copy)]
pub(super) struct AskedFor<'a> {
    pub thread: ArticleId,
    pub slug: &'a str,
    pub query: &'a ThreadQuery,
}

/// What everybody sees.
pub(super) struct Common {
    pub article: Article,
    pub paragraphs: Vec<Paragraph>,
    pub sort: Sort,
    pub pager: Pager,
    /// The passage whose comments are shown, and where its words stand elsewhere.
    pub passage: Option<Passage>,
    pub out_link: Option<String>,
    /// Whether a passage was asked for that there is not.
    pub stale: bool,
    pub most_quoted: Vec<Passage>,
    /// The comments, and what they are.
    pub list: Rendered,
    pub listed: Vec<Listed>,
}

/// A comment of the list.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub id: CommentId,
    pub number: i32,
    pub author: AccountId,
    pub is_published: bool,
    pub is_recommended: bool,
}

#[derive(Template)]
#[template(path = "comments/_list.html")]
struct List<'a> {
    article: &'a Article,
    comments: &'a [Shown],
}

/// How many passages stand in the rail.
const IN_RAIL: usize = 5;

/// What everybody sees of a page, read and rendered now; or where it is instead.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) async fn common(db: &Conn, asker: &Asker, sought: AskedFor<'_>) -> Result<Parted<Common>, Error> {
    let mut wanted = Wanted::of(sought.query)?;
    let Some(mut read) = read(db, sought.thread, wanted.span()).await? else {
        return unseen(db, asker.clone(), sought.thread, sought.slug).await.map(Err);
    };
    if sought.slug != read.article.slug {
        return moved_to(&moved(&read.article, sought.query)).map(Err);
    }
    let passage = read.passages.iter().find(|passage| passage.name == wanted.name).cloned();
    if let (Some(place), None) = (wanted.place, &passage) {
        // Its address is of an earlier text, or of a time when others quoted less of it, or more.
        let (article, paragraphs) = (&read.article, &read.paragraphs);
        let name = passages::present_name(db, article, paragraphs, &read.passages, &place).await?;
        if let Some(passage) = name.and_then(|name| read.passages.iter().find(|passage| passage.name == name))
        {
            let address = format!("{}#comments", passage.address(&article.path()));
            return see_other(&address).map(Err);
        }
        wanted = Wanted::nothing_of_a_passage();
        read = self::read(db, sought.thread, wanted.span()).await?.ok_or(Error::NotFound)?;
    }
    let pager = wanted.pager(&read.article, passage.as_ref());
    if wanted.page > pager.pages {
        return Err(Error::NotFound);
    }
    Common::of(read, &wanted, pager, passage).map(Ok)
}

/// What a page shows, from the database.
struct Read {
    article: Article,
    paragraphs: Vec<Paragraph>,
    passages: Vec<Passage>,
    comments: Vec<Shown>,
}

/// One round trip, the article first: what else is read is at least as new as the version that it names.
async fn read(db: &Conn, id: ArticleId, span: Span<'_>) -> Result<Option<Read>, Error> {
    let (article, paragraphs, passages, comments) = tokio::try_join!(
        articles::find(db, id),
        articles::paragraphs(db, id),
        passages::passages(db, id),
        shown::shown(db, id, span)
    )?;
    Ok(article.map(|article| Read { article, paragraphs, passages, comments }))
}

impl Common {
    fn of(read: Read, wanted: &Wanted, pager: Pager, passage: Option<Passage>) -> Result<Self, Error> {
        let Read { article, paragraphs, passages, comments } = read;
        let out_link =
            passage.as_ref().and_then(|chosen| passages::leading_out(&article, &paragraphs, chosen));
        // What stands around the words of a comment, as far as it is not unusual.
        let about = comments.iter().map(|comment| comment.body.as_str().len() + 1_200).sum();
        Ok(Self {
            paragraphs: passages::marked(&article, paragraphs, &passages, passage.as_ref()),
            sort: wanted.sort,
            pager,
            passage,
            out_link,
            stale: wanted.stale,
            most_quoted: passages::most_quoted(&passages, IN_RAIL),
            list: Rendered::of(&List { article: &article, comments: &comments }, about)?,
            listed: comments.iter().map(Listed::of).collect(),
            article,
        })
    }

    /// The comments that anybody recommends, which may be the viewer.
    pub fn recommended(&self) -> Vec<CommentId> {
        let recommended = self.listed.iter().filter(|one| one.is_published && one.is_recommended);
        recommended.map(|one| one.id).collect()
    }

    /// Up to which number who sees it has read the thread.
    pub fn read_up_to(&self) -> Option<i32> {
        let numbers = self.listed.iter().map(|one| one.number);
        numbers.max().filter(|_| self.passage.is_none() && self.sort.is_by_number())
    }

    /// Where a comment is: on this page, or on its own.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    pub fn way_to(&self, number: &i32) -> String {
        let is_here = self.listed.iter().any(|one| one.number == *number);
        if is_here { format!("#c{number}") } else { self.article.path_of(*number) }
    }
}

impl Part for Common {
    fn version(&self) -> i64 {
        self.article.version
    }

    fn size(&self) -> usize {
        let paragraphs = self.paragraphs.iter().map(|one| one.html.as_str().len() + one.plain.len());
        let words = self.most_quoted.iter().chain(&self.passage).map(|one| one.words.len() + 100);
        let listed = self.listed.len() * size_of::<Listed>();
        size_of::<Self>() + self.list.size() + listed + paragraphs.sum::<usize>() + words.sum::<usize>() + 500
    }
}

impl Listed {
    fn of(comment: &Shown) -> Self {
        Self {
            id: comment.id,
            number: comment.number,
            author: comment.author_id,
            is_published: comment.is_published(),
            is_recommended: comment.recommendations > 0,
        }
    }
}

impl List<'_> {
    /// Where a comment is: on this page, or on its own.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    fn way_to(&self, article: &Article, number: &i32) -> String {
        let is_here = self.comments.iter().any(|comment| comment.number == *number);
        if is_here { format!("#c{number}") } else { article.path_of(*number) }
    }
}
