//! `GET /moderation/rules/trials/{trial}`: how far a trial is, and what the rule would have done.

use super::found::{Piece, pieces};
use super::{PER_PAGE, more};
use crate::accounts::pages::Visit;
use crate::db::{TrialId, Word};
use crate::rules::trials::{self, Outcome, Trial, TrialHit};
use crate::rules::{Kind, Rule};
use crate::web::{Answer, Error, Moment, Query, Shell, page};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rules/trial.html")]
struct TrialPage {
    shell: Shell,
    trial: Trial,
    hits: Vec<TrialHit>,
    more: Option<i64>,
}

/// Where the list goes on: after this place in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    after: Option<i32>,
}

/// A trial.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn get_trial(visit: Visit, trial: Path<i64>, after: Query<After>) -> Answer {
    visit.moderator()?;
    let (db, id) = (visit.db().await?, TrialId(*trial));
    let (trial, mut hits) = tokio::try_join!(
        trials::trial(&db, id),
        trials::hits(&db, id, after.0.after.unwrap_or(-1), PER_PAGE + 1)
    )?;
    let trial = trial.ok_or(Error::NotFound)?;
    let more = more(&mut hits, |hit| hit.ordinal.into());
    page(&TrialPage { shell: visit.shell("A trial of a rule").at("rules"), trial, hits, more })
}

impl TrialPage {
    fn kind(&self) -> Kind {
        self.trial.tried.kind
    }

    /// What was tried, in words.
    fn said(&self) -> String {
        let rule: Option<Rule> = self.trial.tried.compiled();
        match rule {
            Some(rule) => match rule.list {
                Some(list) => format!("A text with a word of the list “{}”", list.name),
                None => rule.says(),
            },
            None => "A list that cannot be read".to_owned(),
        }
    }

    /// Like `It would have held 41 of 812 texts: 38 of those were approved, …`
    fn told(&self) -> String {
        let [approved, rejected, unseen, waiting] = self.trial.outcomes;
        let mut parts = vec![
            format!("{approved} of them were approved"),
            format!("{rejected} rejected or removed"),
            format!("{unseen} published without a moderator’s look"),
        ];
        if waiting > 0 {
            parts.push(format!("{waiting} still wait"));
        }
        let so_far = if self.trial.finished_at.is_none() { "So far it" } else { "It" };
        let (held, looked_at) = (self.trial.held, self.trial.looked_at);
        format!("{so_far} would have met {held} of {looked_at} texts: {}.", parts.join(", "))
    }

    fn note(&self) -> Option<&'static str> {
        trials::note(self.kind())
    }

    fn outcome(hit: &TrialHit) -> &'static str {
        match hit.outcome {
            Outcome::Approved => "approved",
            Outcome::Rejected => "rejected",
            Outcome::Unseen => "published",
            Outcome::Waiting => "waits",
        }
    }

    fn pieces(hit: &TrialHit) -> Vec<Piece> {
        pieces(&hit.text, &hit.evidence)
    }
}
