//! An article is corrected: by who posted it, for a time that the board sets, or by a moderator. Its texts before stay.

use super::link::fold_link;
use super::post::{Checked, PostRefused, check, may_post, slug_of, slug_of_thread};
use super::revisions::{self, Facts, Latest};
use super::store::{self, CorrectedRow};
use super::{AnyArticle, Article, ArticleState, NewArticle, topics, unseen};
use crate::accounts::{Member, Writing};
use crate::db::{self, ArticleId, Board, Conn, LogLine, PublicationId, Timestamp};

/// How an article should read, and what the writer saw when correcting it.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The article.
    pub article: ArticleId,
    /// The revision that the writer began with.
    pub revision: i32,
    /// All that it should say.
    pub new: NewArticle,
}

/// What became of a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// The article reads differently; there is a new revision.
    Anew,
    /// It stands under another topic and reads as before.
    Moved,
    /// It said all that already.
    Same,
}

/// Who may correct an article: nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrector {
    /// Who posted it.
    Poster,
    /// A moderator.
    Moderator,
}

/// Why an article was not corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectRefused {
    /// There is none.
    #[error("This article is no longer there. Your text is kept: copy it before you leave.")]
    NoSuchArticle,
    /// Somebody else posted it.
    #[error(
        "An article is corrected by who posted it, or by a moderator. You can say what is wrong in a comment."
    )]
    NotYours,
    /// Too late.
    #[error(
        "This board lets who posted an article correct it for {0} hours, and they are over. A moderator still can."
    )]
    TooLate(i32),
    /// The poster may not post articles any more.
    #[error("On this board {0} post articles and correct them. A moderator can correct this one.")]
    NotYet(&'static str),
    /// Corrected meanwhile.
    #[error(
        "This article was corrected meanwhile, as you see below. Your text is kept: compare, and send it again."
    )]
    Stale,
    /// A rule of the board is against it.
    #[error("{0}")]
    ByRule(String),
    /// A rule of the board would have it wait.
    #[error(
        "By the rules of this board a moderator looks at such a text first, and a thread cannot wait while readers discuss it. Nothing was changed; your text is kept here. A moderator can make the correction."
    )]
    WouldWait,
    /// What the form holds.
    #[error(transparent)]
    Form(PostRefused),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl From<PostRefused> for CorrectRefused {
    fn from(refused: PostRefused) -> Self {
        match refused {
            PostRefused::Database(error) => Self::Database(error),
            PostRefused::NotYet(who) => Self::NotYet(who),
            refused => Self::Form(refused),
        }
    }
}

/// Whether this member may correct an article now, and as whom.
///
/// # Errors
/// [`CorrectRefused::NotYours`], [`CorrectRefused::TooLate`], [`CorrectRefused::NotYet`].
pub fn may_correct(
    member: &Member,
    article: &Article,
    board: &Board,
    now: Timestamp,
) -> Result<Corrector, CorrectRefused> {
    if member.moderates() {
        return Ok(Corrector::Moderator);
    }
    if article.poster != member.id {
        return Err(CorrectRefused::NotYours);
    }
    if now - article.posted_at > time::Duration::hours(board.edit_hours.into()) {
        return Err(CorrectRefused::TooLate(board.edit_hours));
    }
    // A correction may say something else altogether, so it is for those who may post.
    may_post(member, board.article_posters)?;
    Ok(Corrector::Poster)
}

/// Corrects an article. What quotes it does not follow here: that is for `quotes::passages::correct`, which calls this.
/// Call it in a transaction.
///
/// # Errors
/// [`CorrectRefused`]; nothing is stored then.
pub async fn correct(
    db: &Conn,
    writing: Writing<'_>,
    correction: &Correction,
    board: &Board,
) -> Result<Corrected, CorrectRefused> {
    let found = store::find_for_correction(db, correction.article).await?;
    let article = found.ok_or(CorrectRefused::NoSuchArticle)?;
    may_correct(writing.author, &article, board, writing.now)?;
    rewrite(db, writing, (&article, ArticleState::Published), correction, board).await
}

/// Corrects an article that readers do not see: its poster at any time, a moderator as long as it waits. What it said
/// before is never in the history that readers see. Call it in a transaction in which the article is taken.
///
/// # Errors
/// [`CorrectRefused`]; nothing is stored then.
pub async fn correct_unseen(
    db: &Conn,
    writing: Writing<'_>,
    known: &AnyArticle,
    correction: &Correction,
    board: &Board,
) -> Result<Corrected, CorrectRefused> {
    may_correct_unseen(writing.author, known, board)?;
    rewrite(db, writing, (&known.article, known.state), correction, board).await
}

/// Whether this member may correct an article that readers do not see.
///
/// # Errors
/// [`CorrectRefused::NoSuchArticle`] for whom it is not there, [`CorrectRefused::NotYet`].
pub fn may_correct_unseen(member: &Member, known: &AnyArticle, board: &Board) -> Result<(), CorrectRefused> {
    if known.erased_at.is_some() {
        return Err(CorrectRefused::NoSuchArticle);
    }
    if known.article.poster == member.id {
        return Ok(may_post(member, board.article_posters)?);
    }
    let waits = known.state == ArticleState::Held;
    if waits && member.moderates() { Ok(()) } else { Err(CorrectRefused::NoSuchArticle) }
}

async fn rewrite(
    db: &Conn,
    writing: Writing<'_>,
    (article, state): (&Article, ArticleState),
    correction: &Correction,
    board: &Board,
) -> Result<Corrected, CorrectRefused> {
    let Correction { article: id, new, .. } = correction;
    let latest = revisions::latest(db, *id).await?;
    if latest.revision != correction.revision {
        return Err(CorrectRefused::Stale);
    }
    let checked = check(db, new).await?;
    let folded = checked.link.as_ref().map(fold_link);
    if let Some(link) = &folded
        && let Some(there) = store::with_link(db, link).await?.filter(|there| there.id != *id)
    {
        return Err(CorrectRefused::Form(PostRefused::Exists(Box::new(there))));
    }
    let outcome = outcome(article, &latest, new, (&checked, board));
    if outcome == Corrected::Same {
        return Ok(outcome);
    }
    let name = publication(new, board);
    let publication = topics::publication_named(db, name, &slug_of(name, "publication")).await?;
    let folded = folded.filter(|_| state == ArticleState::Published);
    let row = row(article, new, &checked, publication, folded);
    if outcome == Corrected::Anew {
        let revision = latest.revision + 1;
        revisions::keep_facts(db, (*id, latest.revision), &Facts::of(article)).await?;
        revisions::insert(db, (*id, revision), new, &checked, (name, writing)).await?;
        let row = CorrectedRow { revision, ..row };
        if state == ArticleState::Published {
            store::correct(db, *id, &CorrectedRow { corrected_at: Some(writing.now), ..row }).await?;
        } else {
            store::correct(db, *id, &row).await?;
            unseen::hide_text(db, *id, revision).await?;
        }
    } else {
        store::correct(db, *id, &row).await?;
    }
    log(db, writing, article, new, outcome).await?;
    Ok(outcome)
}

fn publication<'a>(new: &'a NewArticle, board: &'a Board) -> &'a str {
    if new.publication.is_empty() { &board.board_name } else { &new.publication }
}

fn outcome(
    article: &Article,
    latest: &Latest,
    new: &NewArticle,
    (checked, board): (&Checked, &Board),
) -> Corrected {
    let says = Facts {
        headline: Some(new.headline.clone()),
        publication: Some(publication(new, board).to_owned()),
        link: checked.link.as_ref().map(ToString::to_string),
        byline: Some(new.byline.clone()),
        published_on: checked.published_on,
    };
    let topic = article.topic.as_ref().map_or("", |(_, slug)| slug.as_str());
    if says != Facts::of(article) || latest.source != new.text {
        Corrected::Anew
    } else if topic != new.topic {
        Corrected::Moved
    } else {
        Corrected::Same
    }
}

fn row<'a>(
    article: &Article,
    new: &'a NewArticle,
    checked: &Checked,
    publication_id: PublicationId,
    link_folded: Option<String>,
) -> CorrectedRow<'a> {
    let slug =
        if new.headline == article.headline { article.slug.clone() } else { slug_of_thread(&new.headline) };
    CorrectedRow {
        publication_id,
        topic_id: checked.topic,
        headline: &new.headline,
        slug,
        link: checked.link.as_ref().map(ToString::to_string),
        link_folded,
        byline: &new.byline,
        published_on: checked.published_on,
        lead: checked.lead(),
        revision: article.revision,
        corrected_at: article.corrected_at,
    }
}

async fn log(
    db: &Conn,
    writing: Writing<'_>,
    article: &Article,
    new: &NewArticle,
    outcome: Corrected,
) -> diesel::QueryResult<()> {
    let topic = article.topic.as_ref().map_or("", |(_, slug)| slug.as_str());
    let revision = article.revision + i32::from(outcome == Corrected::Anew);
    let line = LogLine {
        logged_at: writing.now,
        actor_id: Some(writing.author.id),
        action: "correct article",
        subject_kind: "article",
        subject_id: article.id.0,
        why: "",
        before: serde_json::json!({"revision": article.revision, "headline": article.headline, "topic": topic}),
        after: serde_json::json!({"revision": revision, "headline": new.headline, "topic": new.topic}),
    };
    db::record(db, line).await
}
