//! `GET /moderation/decided`, `POST /decisions/{id}/undo`

use crate::accounts::pages::{Visit, telling};
use crate::db::{DecisionId, Timestamp};
use crate::moderation::{self, Decided, Decision, UNDO_FOR, UndoRefused, undo};
use crate::quotes;
use crate::web::{Answer, Error, Moment, Query, Shell, page};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "moderation/decided.html")]
struct DecidedPage {
    shell: Shell,
    decisions: Vec<Decided>,
    more: Option<i64>,
    now: Timestamp,
}

/// Where a list goes on: before this id.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    pub(super) before: Option<i64>,
}

/// What was decided, latest first.
///
/// # Errors
/// When the database is away.
pub async fn get_decided(visit: Visit, before: Query<Before>) -> Answer {
    visit.moderator()?;
    let db = visit.db().await?;
    let mut decisions = moderation::decided(&db, before.0.before.map(DecisionId), PER_PAGE + 1).await?;
    let more = cut(&mut decisions).then(|| decisions.last().map(|decided| decided.id.0)).flatten();
    let shell = visit.shell("Decided").at("decided");
    page(&DecidedPage { shell, decisions, more, now: visit.now() })
}

/// A moderator takes a decision back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`] with the reason.
pub async fn post_undo(visit: Visit, id: Path<i64>) -> Answer {
    let by = visit.moderator()?;
    let (id, now) = (DecisionId(*id), visit.now());
    let mut db = visit.db().await?;
    match db.transaction::<_, UndoRefused, _>(async |db| undo(db, &by, id, now).await).await {
        Ok(case) => {
            quotes::lives::catch_up(&mut db).await?;
            telling(&visit, &format!("/queue/{case}"), "Taken back: everything is as it was before.")
        }
        Err(UndoRefused::NoSuchDecision) => Err(Error::NotFound),
        Err(UndoRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

/// Cuts the one too many that tells whether there are more.
pub(super) fn cut<T>(rows: &mut Vec<T>) -> bool {
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

impl DecidedPage {
    fn can_undo(&self, decided: &Decided) -> bool {
        decided.decision != Decision::Undo && !decided.undone && self.now - decided.at <= UNDO_FOR
    }
}
