//! `POST /queue/{case}/decision`, `POST /queue/{case}/reversal`: what a moderator decides.

use super::filter::QueueQuery;
use super::queue::{self, Typed};
use crate::accounts::Moderator;
use crate::accounts::pages::{Visit, telling};
use crate::comments::{self, Rewording};
use crate::db::{CaseId, Conn, Timestamp, Word};
use crate::moderation::{self, DecideRefused, Deciding, Decision, ReverseRefused, decide, reverse};
use crate::quotes::{self, Limits};
use crate::web::{Answer, Error, Faults, Form, Query, page, text};
use actix_web::http::StatusCode;
use actix_web::web::Path;
use diesel_async::AsyncConnection;
use serde::Deserialize;
use uuid::Uuid;

/// A decision, as its form holds it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    decision: String,
    reason: String,
    note: String,
    /// The moderator's text, for an approval with changes.
    text: String,
    /// `keep` where the words are to stay in the quotes of a comment that is removed.
    quotes: String,
    version: i32,
    revision: i32,
    key: String,
    /// The case that comes next.
    next: String,
    /// The thread in which the form stood, if it did not stand in the queue.
    thread: String,
}

/// A moderator decides. What is stale is shown again as it is now, with what happened meanwhile.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Bad`].
pub async fn post_decision(
    visit: Visit,
    id: Path<i64>,
    query: Query<QueueQuery>,
    form: Form<DecisionForm>,
) -> Answer {
    let by = visit.moderator()?;
    let form = form.0.read();
    let decision = Decision::of(&form.decision).filter(|decision| *decision != Decision::Undo);
    let decision =
        decision.ok_or_else(|| Error::Bad("Choose what is to be done with the case.".to_owned()))?;
    let rewording = Rewording {
        body: &form.text,
        address: visit.site().address(),
        limits: Limits::of(&visit.site().board()),
    };
    let deciding = Deciding {
        text: Some(rewording).filter(|_| decision == Decision::Edit),
        ..form.deciding(CaseId(*id), decision)
    };
    let now = visit.now();
    let mut db = visit.db().await?;
    let made = db.transaction::<_, DecideRefused, _>(async |db| decide(db, &by, deciding, now).await).await;
    match made {
        Ok(_) => {
            // No reader sees removed words once the moderator has the answer, however many quote them.
            quotes::lives::catch_up(&mut db).await?;
            let way = form.way_on(&db, (&by, now), &query.0).await?;
            telling(&visit, &way, &format!("{}. You can take it back for ten minutes.", done(decision)))
        }
        Err(refused) => refuse(&db, &visit, &by, (CaseId(*id), query.0, form), refused).await,
    }
}

/// A moderator reverses what was decided, with a note.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_reversal(visit: Visit, id: Path<i64>, form: Form<DecisionForm>) -> Answer {
    let by = visit.moderator()?;
    let (form, case) = (form.0.read(), CaseId(*id));
    let decision = Decision::of(&form.decision).filter(|decision| *decision == Decision::Approve);
    let deciding = form.deciding(case, decision.unwrap_or(Decision::Restore));
    let now = visit.now();
    let mut db = visit.db().await?;
    match db.transaction::<_, ReverseRefused, _>(async |db| reverse(db, &by, deciding, now).await).await {
        Ok(_) => {
            quotes::lives::catch_up(&mut db).await?;
            let sentence = "Reversed, and its author is told. You can take it back for ten minutes.";
            telling(&visit, &format!("/queue/{case}"), sentence)
        }
        Err(ReverseRefused::Decide(refused)) => {
            refuse(&db, &visit, &by, (case, QueueQuery::default(), form), refused).await
        }
        Err(ReverseRefused::Database(error)) => Err(error.into()),
        Err(refused @ ReverseRefused::NoteMissing) => {
            let fault =
                Fault { status: StatusCode::UNPROCESSABLE_ENTITY, field: "note", why: refused.to_string() };
            again(&db, &visit, &by, (case, QueueQuery::default(), form), fault).await
        }
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

fn done(decision: Decision) -> &'static str {
    match decision {
        Decision::Approve => "Approved: readers see it",
        Decision::Edit => {
            "Approved with your changes: readers see them, and its author is shown what they are"
        }
        Decision::Revise => "Returned: its author is asked to change it, and it comes back when they have",
        Decision::Reject => "Rejected: readers do not see it, and its author is told why",
        Decision::Remove => "Removed: a stub with its number stays, and its author is told why",
        Decision::Restore => "Restored: readers see it again",
        Decision::Ignore => "Kept: readers see it, and nobody is blamed for having pointed at it",
        Decision::Undo => "Taken back",
    }
}

/// What is wrong with a decision.
struct Fault {
    status: StatusCode,
    field: &'static str,
    why: String,
}

async fn refuse(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    sent: (CaseId, QueueQuery, DecisionForm),
    refused: DecideRefused,
) -> Answer {
    let (status, field) = match &refused {
        DecideRefused::NoSuchCase => return Err(Error::NotFound),
        DecideRefused::Database(_) | DecideRefused::Text(comments::TextRefused::Database(_)) => {
            return Err(Error::Broken(refused.to_string()));
        }
        DecideRefused::Stale(_) => (StatusCode::CONFLICT, ""),
        DecideRefused::Text(_) | DecideRefused::Tagline => (StatusCode::UNPROCESSABLE_ENTITY, "text"),
        DecideRefused::WordsMissing | DecideRefused::TooManyWords => {
            (StatusCode::UNPROCESSABLE_ENTITY, "note")
        }
        _ => (StatusCode::UNPROCESSABLE_ENTITY, ""),
    };
    again(db, visit, by, sent, Fault { status, field, why: refused.to_string() }).await
}

/// The case again as it is now, with what was wrong, what was typed, and what changed meanwhile.
async fn again(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    (case, query, form): (CaseId, QueueQuery, DecisionForm),
    fault: Fault,
) -> Answer {
    let items = queue::listed(db, visit, by, &query).await?;
    let mut shown = queue::queue_page(db, visit, by, Some(case), (query, items)).await?;
    if let Some(now) = shown.case_text().filter(|now| now.revision != form.revision) {
        let seen = shown.text_of(db, form.revision).await?;
        shown.since = seen.map(|seen| comments::changes(&seen, &now.source)).unwrap_or_default();
    }
    shown.stale = Some(fault.why.clone());
    shown.faults = Faults::one(fault.field, fault.why);
    shown.typed = Typed { note: form.note, text: Some(form.text).filter(|text| !text.is_empty()) };
    let mut response = page(&shown)?;
    *response.status_mut() = fault.status;
    Ok(response)
}

impl DecisionForm {
    fn read(self) -> Self {
        Self { note: text(&self.note), text: text(&self.text), ..self }
    }

    fn deciding(&self, case: CaseId, decision: Decision) -> Deciding<'_> {
        Deciding {
            reason: Some(self.reason.as_str()).filter(|reason| !reason.is_empty()),
            note: &self.note,
            with_quotes: self.quotes != "keep",
            key: self.key.parse().ok().filter(|key: &Uuid| !key.is_nil()),
            ..Deciding::of(case, decision, (self.version, self.revision))
        }
    }

    /// Where the moderator goes on: with the case that came next, if nobody else has it by now.
    async fn way_on(
        &self,
        db: &Conn,
        (by, now): (&Moderator, Timestamp),
        query: &QueueQuery,
    ) -> Result<String, Error> {
        if let Ok(thread) = self.thread.parse::<i64>() {
            return Ok(format!("/a/{thread}#held"));
        }
        if let Ok(next) = self.next.parse().map(CaseId)
            && moderation::claim(db, by, next, now).await?
        {
            return Ok(format!("/queue/{next}{}", query.address()));
        }
        Ok(format!("/queue{}", query.address()))
    }
}
