//! A moderator decides a case.

use super::effect::{self, Effect};
use super::make::{Making, make};
use super::store;
use super::{Decision, articles, case, taglines};
use crate::accounts::Moderator;
use crate::comments::{self, Comment, CommentState, Rewording, TextRefused};
use crate::db::{self, CaseId, Conn, DecisionId, Timestamp, Word};
use crate::rules::{self, CaseKind};
use crate::web::Moment;
use uuid::Uuid;

/// What a moderator decided, and on what.
#[derive(Clone, Copy, Debug)]
pub struct Deciding<'a> {
    /// The case.
    pub case: CaseId,
    /// What.
    pub decision: Decision,
    /// Why, as a code of the list of reasons; rejecting and removing need one where the board says so.
    pub reason: Option<&'a str>,
    /// The moderator's own words, for the author.
    pub note: &'a str,
    /// The moderator's text, where it takes the place of the author's.
    pub text: Option<Rewording<'a>>,
    /// The version of the case that the moderator saw.
    pub version: i32,
    /// The revision of the text that the moderator saw.
    pub revision: i32,
    /// Whether removing takes the words out of the quotes of it, too.
    pub with_quotes: bool,
    /// The form's key: a form that is sent twice decides once.
    pub key: Option<Uuid>,
    /// The decisions that this one is taken back with.
    pub lot: Option<Uuid>,
}

/// Why a decision was not made.
#[derive(Debug, thiserror::Error)]
pub enum DecideRefused {
    /// There is no such case.
    #[error("There is no such case.")]
    NoSuchCase,
    /// The case or the text is no longer what the moderator saw.
    #[error("{0} Nothing was done. Look at it again below and decide on what is there now.")]
    Stale(String),
    /// Rejecting and removing need a reason.
    #[error("Choose a reason: the author is told it.")]
    ReasonMissing,
    /// The author needs to be told more than a reason.
    #[error("Say it in your own words, too: the author reads them.")]
    WordsMissing,
    /// Too many of the moderator's own words.
    #[error("At most 2,000 characters of your own words, please.")]
    TooManyWords,
    /// An appeal against one's own decision.
    #[error("You decided on this before. Another moderator decides on the appeal.")]
    NotForYou,
    /// The moderator's own text cannot be stored.
    #[error(transparent)]
    Text(#[from] TextRefused),
    /// The moderator's words do not do for a tagline.
    #[error("A tagline has 1 to 120 characters.")]
    Tagline,
    /// What an article links to has a thread by now.
    #[error(
        "What it links to is discussed already, in “{0}”. Reject it as a repeat, or correct its link first."
    )]
    Discussed(String),
    /// Not for this kind of case.
    #[error("That cannot be done with this case.")]
    NotPossible,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

impl Deciding<'_> {
    /// This decision on this version of the case and this revision of the text, with nothing else to be said of it.
    #[must_use]
    pub fn of(case: CaseId, decision: Decision, (version, revision): (i32, i32)) -> Self {
        Self {
            case,
            decision,
            reason: None,
            note: "",
            text: None,
            version,
            revision,
            with_quotes: false,
            key: None,
            lot: None,
        }
    }
}

/// A moderator decides; call it in a transaction. Of two who decide at the same moment, one is refused. A form that is
/// sent twice decides once.
///
/// # Errors
/// [`DecideRefused`]; nothing is changed then.
pub async fn decide(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    now: Timestamp,
) -> Result<DecisionId, DecideRefused> {
    let Some(comment) = store::comment_of(db, deciding.case).await? else {
        return match articles::article_of(db, deciding.case).await? {
            Some(article) => articles::decide(db, by, (deciding, article), now).await,
            None => taglines::decide(db, by, deciding, now).await,
        };
    };
    if let Some(made) = store::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    let Some(kind) = store::close(db, deciding.case, deciding.version, now).await? else {
        return Err(stale(db, deciding.case).await?);
    };
    if store::is_for_another(db, deciding.case, by.id()).await? {
        return Err(DecideRefused::NotForYou);
    }
    let waiting = case::revision_to_decide(db, &comment, kind).await?;
    if waiting != deciding.revision {
        return Err(DecideRefused::Stale("The author changed the text while you looked at it.".to_owned()));
    }
    let effect = effect::of(kind, deciding.decision).ok_or(DecideRefused::NotPossible)?;
    // What is hidden from everybody is not its author's to change.
    if effect == Effect::Return && comment.state == CommentState::Hidden {
        return Err(DecideRefused::NotPossible);
    }
    let effect = if deciding.with_quotes { effect.with_quotes() } else { effect };
    let reason = reason_given(db, &deciding, kind).await?;
    let edited = reworded(db, by, &deciding, (&comment, effect), now).await?;
    let making = Making { reason, effect, edited, later: false };
    Ok(make(db, by, (deciding, making), &comment, now).await?)
}

/// The moderator's own text as a revision, where there is one. A held comment shows it from now on to whom it is shown.
async fn reworded(
    db: &Conn,
    by: &Moderator,
    deciding: &Deciding<'_>,
    (comment, effect): (&Comment, Effect),
    now: Timestamp,
) -> Result<Option<i32>, DecideRefused> {
    let Some(text) = deciding.text.filter(|_| deciding.decision == Decision::Edit) else {
        return if deciding.decision == Decision::Edit { Err(DecideRefused::NotPossible) } else { Ok(None) };
    };
    let revision = comments::reword(db, comment, by, &text, now).await?;
    // The text that waited is approved, if in other words.
    rules::settle_hits(db, comment.id, deciding.revision, CommentState::Published.word()).await?;
    if effect == Effect::Publish {
        comments::show_again(db, comment.id, (revision, CommentState::Held), now).await?;
    }
    Ok(Some(revision))
}

/// The reason that is given, if it is one of the list; what the board asks for has to be there.
pub(super) async fn reason_given(
    db: &Conn,
    deciding: &Deciding<'_>,
    kind: CaseKind,
) -> Result<Option<String>, DecideRefused> {
    if deciding.note.chars().count() > 2000 {
        return Err(DecideRefused::TooManyWords);
    }
    let against = matches!(deciding.decision, Decision::Reject | Decision::Remove);
    let board = db::board(db).await?;
    let known = super::reasons(db).await?;
    let given = deciding.reason.filter(|code| known.iter().any(|reason| reason.code == **code));
    let needs_words =
        deciding.decision == Decision::Revise || against && kind != CaseKind::Appeal && board.words_required;
    if given.is_none() && against && kind != CaseKind::Appeal && board.reason_required {
        return Err(DecideRefused::ReasonMissing);
    }
    if needs_words && deciding.note.is_empty() {
        return Err(DecideRefused::WordsMissing);
    }
    Ok(given.filter(|_| against).map(str::to_owned))
}

/// What happened to the case meanwhile, in words.
pub(super) async fn stale(db: &Conn, id: CaseId) -> Result<DecideRefused, DecideRefused> {
    if store::exists(db, id).await? {
        let told = match store::last_decision_of(db, id).await? {
            Some((decision, by, at)) if store::is_decided(db, id).await? => {
                format!("{by} {} it on {}.", decision.done(), Moment(at).date())
            }
            _ => "It has changed since you opened it: there is a new reason, or a new text.".to_owned(),
        };
        return Ok(DecideRefused::Stale(told));
    }
    Ok(DecideRefused::NoSuchCase)
}
