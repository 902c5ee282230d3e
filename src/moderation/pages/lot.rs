//! `GET/POST /queue/lot`, `POST /lots/{lot}/undo`: many cases at one stroke. The form carries what was shown: which cases,
//! in which version, with which text.

use super::filter::QueueQuery;
use crate::accounts::pages::{Visit, telling};
use crate::comments;
use crate::db::{CaseId, Word};
use crate::moderation::{
    self, DecideRefused, Decision, KeptReason, LOT_MOST, Listed, Lot, LotDone, LotSeen, UndoRefused,
    decide_lot, undo_lot,
};
use crate::quotes;
use crate::web::{Answer, Error, Faults, Form, Query, Shell, page, text, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "moderation/lot.html")]
struct LotPage {
    shell: Shell,
    query: QueueQuery,
    items: Vec<Listed>,
    more: bool,
    reasons: Vec<KeptReason>,
    note: String,
    key: Uuid,
    faults: Faults,
}

/// What is decided about a lot, as its form holds it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LotForm {
    decision: String,
    reason: String,
    note: String,
    key: String,
    /// Each case that is ticked: `id:version:revision`.
    case: Vec<String>,
}

/// What waits and is let through by a filter, to be ticked.
///
/// # Errors
/// [`Error::NotFound`] for a filter that makes no sense.
pub async fn get_lot(visit: Visit, query: Query<QueueQuery>) -> Answer {
    page(&lot_page(&visit, query.0, String::new(), Faults::default()).await?)
}

/// A moderator decides on what is ticked.
///
/// # Errors
/// [`Error::Bad`] for what is no decision.
pub async fn post_lot(visit: Visit, query: Query<QueueQuery>, form: Form<LotForm>) -> Answer {
    let by = visit.moderator()?;
    let form = form.0;
    let decision = Decision::of(&form.decision)
        .filter(|one| matches!(one, Decision::Approve | Decision::Reject | Decision::Ignore));
    let decision = decision.ok_or_else(|| Error::Bad("Choose what is to be done with them.".to_owned()))?;
    let seen: Vec<LotSeen> = form.case.iter().filter_map(|case| seen(case)).collect();
    let note = text(&form.note);
    if seen.is_empty() {
        let faults = Faults::one("", "Tick what is to be decided on.");
        return unprocessable(&lot_page(&visit, query.0, note, faults).await?);
    }
    let lot = Lot {
        seen: &seen,
        decision,
        reason: Some(form.reason.as_str()).filter(|reason| !reason.is_empty()),
        note: &note,
        key: form.key.parse().ok().filter(|key: &Uuid| !key.is_nil()).unwrap_or_else(Uuid::now_v7),
    };
    let mut db = visit.db().await?;
    let done = decide_lot(&mut db, &by, lot, visit.now()).await;
    quotes::lives::catch_up(&mut db).await?;
    drop(db);
    match done {
        Ok(done) => telling(&visit, &format!("/queue{}", query.0.address()), &told(&done)),
        Err(DecideRefused::Database(error) | DecideRefused::Text(comments::TextRefused::Database(error))) => {
            Err(error.into())
        }
        Err(refused) => unprocessable(&lot_page(&visit, query.0, note, Faults::one("", refused)).await?),
    }
}

/// A moderator takes a lot back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`] where nothing of it can be taken back any more.
pub async fn post_undo_of_lot(visit: Visit, lot: Path<String>) -> Answer {
    let by = visit.moderator()?;
    let lot: Uuid = lot.parse().map_err(|_| Error::NotFound)?;
    let mut db = visit.db().await?;
    match undo_lot(&mut db, &by, lot, visit.now()).await {
        Ok((0, _)) => Err(Error::Stale(
            "None of these can be taken back any more: the ten minutes are over, or something came after them.".to_owned(),
        )),
        Ok((undone, left)) => {
            quotes::lives::catch_up(&mut db).await?;
            let left = if left == 0 { String::new() } else { format!(" {left} could not be taken back any more.") };
            telling(&visit, "/queue", &format!("Taken back: {undone} wait again.{left}"))
        }
        Err(UndoRefused::NoSuchDecision) => Err(Error::NotFound),
        Err(UndoRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

async fn lot_page(visit: &Visit, query: QueueQuery, note: String, faults: Faults) -> Result<LotPage, Error> {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    let filter = query.filter(&db).await?;
    let most = i64::try_from(LOT_MOST).unwrap_or(i64::MAX);
    let mut items = moderation::waiting(&db, (by.id(), visit.now()), &filter, most + 1).await?;
    let more = items.len() > LOT_MOST;
    items.truncate(LOT_MOST);
    let reasons = moderation::reasons(&db).await?;
    let shell = visit.shell("Decide on many").at("queue");
    Ok(LotPage { shell, query, items, more, reasons, note, key: Uuid::now_v7(), faults })
}

fn seen(case: &str) -> Option<LotSeen> {
    let mut parts = case.split(':');
    let (id, version, revision) = (parts.next()?, parts.next()?, parts.next()?);
    Some((CaseId(id.parse().ok()?), version.parse().ok()?, revision.parse().ok()?))
}

fn told(done: &LotDone) -> String {
    let count = match done.decided {
        1 => "1 is decided".to_owned(),
        many => format!("{many} are decided"),
    };
    match done.left.first() {
        None => format!("{count}. You can take them back together for ten minutes."),
        Some((_, why)) => {
            format!(
                "{count}, {} left as they were. {why} You can take back what was decided for ten minutes.",
                done.left.len()
            )
        }
    }
}
