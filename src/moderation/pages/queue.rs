//! `GET /queue`, `GET /queue/{case}`, `POST /queue/{case}/decision`, `POST /queue/{case}/claim`

use crate::accounts::Moderator;
use crate::accounts::pages::{Visit, telling};
use crate::comments::Change;
use crate::db::{CaseId, Conn, Timestamp, Word};
use crate::moderation::{
    self, Case, DecideRefused, Deciding, Decision, Figures, KeptReason, Listed, UndoableDecision, decide,
};
use crate::quotes;
use crate::rules::{self, CaseKind};
use crate::web::{Answer, Error, Form, Moment, Shell, page, see_other};
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;

/// How many cases the list beside the open one shows.
const LISTED: i64 = 30;

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    shell: Shell,
    figures: Figures,
    items: Vec<Listed>,
    case: Option<Case>,
    reasons: Vec<KeptReason>,
    undoable: Option<UndoableDecision>,
    /// Why the last decision was not made.
    stale: Option<String>,
    /// Another moderator who has the case open.
    other: Option<String>,
    /// How it was decided, if it was.
    decided: Option<(Decision, String, Timestamp)>,
    now: Timestamp,
}

/// A decision, as its form holds it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    decision: String,
    reason: String,
    note: String,
    /// `keep` where the words are to stay in the quotes of a comment that is removed.
    quotes: String,
    version: i32,
    revision: i32,
}

/// The queue, with the oldest case that no other moderator has open.
///
/// # Errors
/// When the database is away.
pub async fn get_queue(visit: Visit) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    let items = moderation::waiting(&db, by.id(), visit.now(), LISTED).await?;
    let next = items.iter().find(|item| item.claimed_by.is_none()).map(|item| item.id);
    let shown = queue_page(&db, &visit, &by, next, items).await?;
    page(&shown)
}

/// One case; opening it claims it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_case(visit: Visit, id: Path<i64>) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    let items = moderation::waiting(&db, by.id(), visit.now(), LISTED).await?;
    let shown = queue_page(&db, &visit, &by, Some(CaseId(*id)), items).await?;
    if shown.case.is_none() { Err(Error::NotFound) } else { page(&shown) }
}

/// A moderator takes a case over from another.
///
/// # Errors
/// When the database is away.
pub async fn post_claim(visit: Visit, id: Path<i64>) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    moderation::take_over(&db, &by, CaseId(*id), visit.now()).await?;
    see_other(&format!("/queue/{id}"))
}

/// A moderator decides. What is stale is shown again as it is now, with what happened meanwhile.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Bad`].
pub async fn post_decision(visit: Visit, id: Path<i64>, form: Form<DecisionForm>) -> Answer {
    let by = visit.moderator()?;
    let (form, case) = (form.0, CaseId(*id));
    let decision = Decision::of(&form.decision).filter(|decision| *decision != Decision::Undo);
    let decision =
        decision.ok_or_else(|| Error::Bad("Choose what is to be done with the case.".to_owned()))?;
    let note = crate::web::text(&form.note);
    let deciding = Deciding {
        case,
        decision,
        reason: Some(form.reason.as_str()).filter(|reason| !reason.is_empty()),
        note: &note,
        version: form.version,
        revision: form.revision,
        with_quotes: form.quotes != "keep",
    };
    let now = visit.now();
    let mut db = visit.db().await?;
    let made = db.transaction::<_, DecideRefused, _>(async |db| decide(db, &by, deciding, now).await).await;
    match made {
        Ok(_) => {
            // No reader sees removed words once the moderator has the answer, however many quote them.
            quotes::lives::catch_up(&mut db).await?;
            telling(&visit, "/queue", &format!("{}. You can take it back for ten minutes.", done(decision)))
        }
        Err(DecideRefused::NoSuchCase) => Err(Error::NotFound),
        Err(DecideRefused::Database(error)) => Err(error.into()),
        Err(refused @ DecideRefused::Stale(_)) => {
            again(&db, &visit, &by, case, (StatusCode::CONFLICT, refused.to_string())).await
        }
        Err(refused) => {
            again(&db, &visit, &by, case, (StatusCode::UNPROCESSABLE_ENTITY, refused.to_string())).await
        }
    }
}

fn done(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "Approved: readers see it",
        Decision::Reject => "Rejected: readers do not see it, and its author is told why",
        Decision::Remove => "Removed: a stub with its number stays, and its author is told why",
        Decision::Undo => "Taken back",
    }
}

/// The case again, with what was wrong.
async fn again(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    case: CaseId,
    (status, why): (StatusCode, String),
) -> Answer {
    let items = moderation::waiting(db, by.id(), visit.now(), LISTED).await?;
    let shown = QueuePage { stale: Some(why), ..queue_page(db, visit, by, Some(case), items).await? };
    let mut response = page(&shown)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn queue_page(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    id: Option<CaseId>,
    items: Vec<Listed>,
) -> Result<QueuePage, Error> {
    let now = visit.now();
    let mut case = None;
    let mut decided = None;
    if let Some(id) = id {
        moderation::claim(db, by, id, now).await?;
        case = moderation::case(db, id).await?;
        decided = moderation::last_decision_of(db, id).await?;
    }
    let (figures, reasons, undoable) = tokio::try_join!(
        moderation::figures(db, now),
        moderation::reasons(db),
        moderation::last_undoable(db, by.id(), now)
    )?;
    let other = case.as_ref().and_then(|case| case.held_by_other(by.id(), now)).map(str::to_owned);
    let decided = decided.filter(|_| case.as_ref().is_some_and(|case| !case.open));
    let shell = visit.shell("Moderation queue").at("queue");
    Ok(QueuePage { shell, figures, items, case, reasons, undoable, stale: None, other, decided, now })
}

impl QueuePage {
    /// The case after the open one.
    fn next(&self) -> Option<CaseId> {
        let here = self.items.iter().position(|item| self.is_open(item))?;
        self.items.get(here + 1).map(|item| item.id)
    }

    fn is_open(&self, item: &Listed) -> bool {
        self.case.as_ref().is_some_and(|case| case.id == item.id)
    }
}

impl Case {
    fn is_edit(&self) -> bool {
        self.kind == CaseKind::HeldEdit
    }

    fn is_flagged(&self) -> bool {
        self.kind == CaseKind::FlaggedComment
    }
}

impl Listed {
    /// The rules that hold it, each by its name and the class of its badge.
    fn badges(&self) -> Vec<(&'static str, &'static str)> {
        let class = |rule: &str| match rule {
            "first_comments" => "why new",
            "flag" => "why flag",
            _ => "why",
        };
        self.rules.iter().map(|rule| (rules::title(rule), class(rule))).collect()
    }
}
