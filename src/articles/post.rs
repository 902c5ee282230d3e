//! A member posts an article: a thread begins.

use super::link::{fold_link, read_link};
use super::store::{self, ArticleRow};
use super::{Article, ArticleState, revisions, topics, unseen};
use crate::accounts::{Member, Standing, Writing};
use crate::db::{self, ArticleId, ArticlePosters, Conn, LogLine, PublicationId, TopicId, Word};
use crate::markup;
use time::Date;

/// What the form of a new article holds, its lines and white space folded.
#[derive(Clone, Debug, Default)]
pub struct NewArticle {
    /// The headline.
    pub headline: String,
    /// Where it stands; the board itself if empty.
    pub publication: String,
    /// Where it can be read; optional.
    pub link: String,
    /// Who wrote it.
    pub byline: String,
    /// When it was published, as `2016-08-12`; optional.
    pub published_on: String,
    /// The slug of its topic; optional.
    pub topic: String,
    /// Its text or an excerpt: Markdown, each block a paragraph.
    pub text: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// It is there: a thread begins, or it waits for a moderator.
    New(ArticleId),
    /// It was there already: the form was sent twice.
    Again(ArticleId),
}

/// Why an article could not be posted.
#[derive(Debug, thiserror::Error)]
pub enum PostRefused {
    /// The headline.
    #[error("An article has a headline of 1 to 300 characters.")]
    Headline,
    /// The publication's name.
    #[error("The name of a publication has at most 120 characters.")]
    Publication,
    /// The link.
    #[error(
        "That is not a web address. It looks like https://paper.example/story; leave it empty if there is none."
    )]
    Link,
    /// The byline.
    #[error("A byline has at most 200 characters.")]
    Byline,
    /// The date.
    #[error("A date is written as 2016-08-12; leave it empty if there is none.")]
    Date,
    /// The topic.
    #[error("There is no such topic. Choose one of the list, or none.")]
    Topic,
    /// Nothing to discuss.
    #[error("Give a link to the article, or some of its text, so that readers know what is discussed.")]
    Empty,
    /// The text is too long.
    #[error(
        "The text of an article has at most 60,000 characters; this one has {0}. An excerpt does as well."
    )]
    Text(usize),
    /// The text is too deeply nested.
    #[error(transparent)]
    Markup(#[from] markup::Unreadable),
    /// The thread exists.
    #[error("This article is being discussed already.")]
    Exists(Box<Article>),
    /// A rule of the board is against it.
    #[error("{0}")]
    ByRule(String),
    /// The member may not.
    #[error("On this board {0} post articles. You can suggest yours in a comment.")]
    NotYet(&'static str),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What the form of an article holds, read.
pub(super) struct Checked {
    pub link: Option<url::Url>,
    pub published_on: Option<Date>,
    pub topic: Option<TopicId>,
    pub paragraphs: Vec<markup::Paragraph>,
}

/// What becomes of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Readers see it.
    Stands,
    /// A moderator looks first.
    Waits,
    /// It is not kept; this says why.
    Refused(String),
}

/// A member posts an article, and no rule is asked; call it in a transaction.
///
/// # Errors
/// [`PostRefused`]; nothing is stored then.
pub async fn post(
    db: &Conn,
    writing: Writing<'_>,
    new: &NewArticle,
    board: &db::Board,
) -> Result<Posted, PostRefused> {
    post_by_rules(db, writing, new, board, async |_| Ok(Ruling::Stands)).await
}

/// A member posts an article, which is shown to `rules` with its paragraphs; these tell what becomes of it. Call it in a
/// transaction.
///
/// # Errors
/// [`PostRefused`]; nothing is stored then.
pub async fn post_by_rules(
    db: &Conn,
    writing: Writing<'_>,
    new: &NewArticle,
    board: &db::Board,
    rules: impl AsyncFnOnce(&[markup::Paragraph]) -> diesel::QueryResult<Ruling>,
) -> Result<Posted, PostRefused> {
    may_post(writing.author, board.article_posters)?;
    if let Some(first) = store::posted_with_key(db, writing.author.id, writing.key).await? {
        return Ok(Posted::Again(first));
    }
    let checked = check(db, new).await?;
    let folded = checked.link.as_ref().map(fold_link);
    if let Some(link) = &folded
        && let Some(there) = store::with_link(db, link).await?
    {
        return Err(PostRefused::Exists(Box::new(there)));
    }
    let state = match rules(&checked.paragraphs).await? {
        Ruling::Refused(why) => return Err(PostRefused::ByRule(why)),
        Ruling::Waits => ArticleState::Held,
        Ruling::Stands => ArticleState::Published,
    };
    let name = if new.publication.is_empty() { board.board_name.as_str() } else { new.publication.as_str() };
    let publication = topics::publication_named(db, name, &slug_of(name, "publication")).await?;
    // Several may wait with one link; the thread that has it is the one that readers see.
    let folded = folded.filter(|_| state == ArticleState::Published);
    let row = row(writing, new, &checked, publication, folded.as_deref());
    let id = store::insert(db, &ArticleRow { state, ..row }).await?;
    revisions::insert(db, (id, 1), new, &checked, (name, writing)).await?;
    if state == ArticleState::Held {
        unseen::hide_text(db, id, 1).await?;
    }
    log(db, writing, (id, state)).await?;
    Ok(Posted::New(id))
}

/// Whether a member of this standing posts articles on a board with this setting.
///
/// # Errors
/// [`PostRefused::NotYet`].
pub fn may_post(author: &Member, posters: ArticlePosters) -> Result<(), PostRefused> {
    let (may, who) = match posters {
        ArticlePosters::New => (true, "members"),
        ArticlePosters::Known => {
            (author.standing >= Standing::Known, "members who are known by their comments")
        }
        ArticlePosters::Trusted => (author.standing >= Standing::Trusted, "trusted members"),
        ArticlePosters::Moderators => (false, "moderators"),
    };
    if may || author.moderates() { Ok(()) } else { Err(PostRefused::NotYet(who)) }
}

/// Reads the form of an article, by the rules that hold for each text of it.
pub(super) async fn check(db: &Conn, new: &NewArticle) -> Result<Checked, PostRefused> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    if new.headline.is_empty() || long(&new.headline, 300) {
        return Err(PostRefused::Headline);
    }
    if long(&new.publication, 120) {
        return Err(PostRefused::Publication);
    }
    if long(&new.byline, 200) {
        return Err(PostRefused::Byline);
    }
    if long(&new.text, 60_000) {
        return Err(PostRefused::Text(new.text.chars().count()));
    }
    if new.link.is_empty() && new.text.is_empty() {
        return Err(PostRefused::Empty);
    }
    let paragraphs = markup::paragraphs(&new.text)?;
    Ok(Checked {
        link: link(&new.link)?,
        published_on: date(&new.published_on)?,
        topic: topic(db, &new.topic).await?,
        paragraphs,
    })
}

fn link(typed: &str) -> Result<Option<url::Url>, PostRefused> {
    if typed.is_empty() { Ok(None) } else { read_link(typed).map(Some).ok_or(PostRefused::Link) }
}

fn date(typed: &str) -> Result<Option<Date>, PostRefused> {
    let form = time::macros::format_description!("[year]-[month]-[day]");
    if typed.is_empty() {
        Ok(None)
    } else {
        Date::parse(typed, form).map(Some).map_err(|_| PostRefused::Date)
    }
}

async fn topic(db: &Conn, slug: &str) -> Result<Option<TopicId>, PostRefused> {
    if slug.is_empty() {
        return Ok(None);
    }
    let topics = topics::topics(db).await?;
    topics.into_iter().find(|topic| topic.slug == slug).map(|topic| Some(topic.id)).ok_or(PostRefused::Topic)
}

fn row<'a>(
    writing: Writing<'_>,
    new: &'a NewArticle,
    checked: &'a Checked,
    publication_id: PublicationId,
    link_folded: Option<&'a str>,
) -> ArticleRow<'a> {
    ArticleRow {
        publication_id,
        topic_id: checked.topic,
        headline: &new.headline,
        slug: slug_of_thread(&new.headline),
        link: checked.link.as_ref().map(url::Url::as_str),
        link_folded,
        byline: &new.byline,
        published_on: checked.published_on,
        lead: checked.lead(),
        posted_by: writing.author.id,
        posted_at: writing.now,
        sent_at: writing.now,
        active_at: writing.now,
        key: writing.key,
        state: ArticleState::Published,
    }
}

impl Checked {
    /// The beginning of the text, for lists.
    pub fn lead(&self) -> String {
        self.paragraphs.first().map(|p| markup::excerpt(&p.plain, 150)).unwrap_or_default()
    }
}

async fn log(
    db: &Conn,
    writing: Writing<'_>,
    (id, state): (ArticleId, ArticleState),
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: writing.now,
        actor_id: Some(writing.author.id),
        action: if state == ArticleState::Held { "hold article" } else { "post article" },
        subject_kind: "article",
        subject_id: id.0,
        why: "",
        before: serde_json::json!({}),
        after: serde_json::json!({"state": state.word()}),
    };
    db::record(db, line).await
}

/// A headline as it stands in the address of its thread, where some words mean another page.
pub(super) fn slug_of_thread(headline: &str) -> String {
    match slug_of(headline, "thread") {
        taken if ["edit", "history"].contains(&taken.as_str()) => format!("{taken}-thread"),
        slug => slug,
    }
}

/// A name as it stands in an address: Latin letters, digits and hyphens, 80 at most.
pub(super) fn slug_of(name: &str, otherwise: &str) -> String {
    let slug = slug::slugify(name);
    let cut: String = slug.chars().take(80).collect();
    let cut = cut.trim_matches('-');
    if cut.is_empty() { otherwise.to_owned() } else { cut.to_owned() }
}
