//! `GET/POST /moderation/rules/{rule}`: one rule with what it met. `POST /moderation/rules/{rule}/trial`: it is tried.

use super::all::said;
use super::figures::Figures;
use super::found::{Piece, pieces};
use super::learned::Learned;
use super::{PER_PAGE, more_hits};
use crate::accounts::pages::{Visit, telling};
use crate::db::{Conn, Word};
use crate::rules::administer::{self, Change};
use crate::rules::trials::{self, Tried};
use crate::rules::{self, Action, HitRow, Kind, Set};
use crate::web::{Answer, Error, Faults, Form, Moment, Query, Shell, page, see_other, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rules/rule.html")]
struct RulePage {
    shell: Shell,
    set: Set,
    form: RuleForm,
    faults: Faults,
    may_change: bool,
    figures: Figures,
    hits: Vec<HitRow>,
    more: Option<i64>,
    trials: Vec<trials::Trial>,
    learned: Option<Learned>,
}

/// The form of a rule, as it was typed or as the rule stands.
struct RuleForm {
    turned_on: bool,
    action: String,
    numbers: Vec<(&'static str, &'static str, String)>,
    domains: Option<(&'static str, String)>,
}

/// Where a list goes on: before this hit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    pub(super) before: Option<i64>,
}

/// The fields of a form, by name.
type Fields = Vec<(String, String)>;

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// A rule, what it met, and for administrators the form with which it is changed.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn get_rule(visit: Visit, rule: Path<String>, before: Query<Before>) -> Answer {
    let kind = Kind::of(&rule).ok_or(Error::NotFound)?;
    let db = visit.db().await?;
    page(&rule_page(&visit, &db, kind, before.0.before, None).await?)
}

/// An administrator changes a rule.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_rule(visit: Visit, rule: Path<String>, form: Form<Fields>) -> Answer {
    let by = visit.administrator()?;
    let kind = Kind::of(&rule).ok_or(Error::NotFound)?;
    let mut db = visit.db().await?;
    match read(kind, &form.0) {
        Ok(change) => {
            administer::change(&mut db, &by, &change, visit.now()).await?;
            telling(
                &visit,
                "/moderation/rules",
                &format!("“{}” is kept and counts from now on.", kind.title()),
            )
        }
        Err(faults) => {
            let typed = Some((RuleForm::typed(kind, &form.0), faults));
            unprocessable(&rule_page(&visit, &db, kind, None, typed).await?)
        }
    }
}

/// An administrator tries a rule, as it was typed, on earlier texts.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_rule_trial(visit: Visit, rule: Path<String>, form: Form<Fields>) -> Answer {
    visit.administrator()?;
    let kind = Kind::of(&rule).filter(|kind| *kind != Kind::WatchedWords).ok_or(Error::NotFound)?;
    let db = visit.db().await?;
    match read(kind, &form.0) {
        Ok(change) => {
            let id = trials::begin(&db, &Tried::rule(kind, change.numbers), visit.now()).await?;
            see_other(&format!("/moderation/rules/trials/{id}"))
        }
        Err(faults) => {
            let typed = Some((RuleForm::typed(kind, &form.0), faults));
            unprocessable(&rule_page(&visit, &db, kind, None, typed).await?)
        }
    }
}

fn read(kind: Kind, fields: &Fields) -> Result<Change, Faults> {
    administer::read(kind, |name| field(fields, name)).map_err(|wrong| {
        let mut faults = Faults::default();
        for (name, sentence) in &wrong {
            faults.add(name, sentence);
        }
        faults
    })
}

async fn rule_page(
    visit: &Visit,
    db: &Conn,
    kind: Kind,
    before: Option<i64>,
    typed: Option<(RuleForm, Faults)>,
) -> Result<RulePage, Error> {
    let by = visit.moderator()?;
    let now = visit.now();
    let (rules, met, right, mut hits, trials) = tokio::try_join!(
        rules::rules(db),
        rules::met_lately(db, now),
        rules::how_right(db, now),
        rules::hits(db, kind, None, before, PER_PAGE + 1),
        trials::of_rule(db, kind, 5)
    )?;
    let set = rules.into_iter().find(|set| set.rule.kind == kind).ok_or(Error::NotFound)?;
    let learned = Learned::of(db, &set.rule).await?;
    let (form, faults) = typed.unwrap_or_else(|| (RuleForm::of(&set), Faults::default()));
    Ok(RulePage {
        shell: visit.shell(kind.title()).at("rules"),
        form,
        faults,
        may_change: by.member().is_administrator(),
        figures: Figures::of(&met, &right, kind, None),
        more: more_hits(&mut hits),
        hits,
        trials,
        learned,
        set,
    })
}

impl RuleForm {
    /// As the rule stands.
    fn of(set: &Set) -> Self {
        let rule = &set.rule;
        let number = |number: &rules::Number| (number.name, number.label, rule.number(number).to_string());
        let domains = rule.domains.iter().collect::<Vec<_>>().join("\n");
        Self {
            turned_on: set.turned_on,
            action: rule.action.word().to_owned(),
            numbers: rule.kind.numbers().iter().map(number).collect(),
            domains: rule.kind.domains().map(|label| (label, domains)),
        }
    }

    /// As it was typed.
    fn typed(kind: Kind, fields: &Fields) -> Self {
        let typed = |name: &str| field(fields, name).to_owned();
        Self {
            turned_on: !typed("turned_on").is_empty(),
            action: typed("action"),
            numbers: kind.numbers().iter().map(|n| (n.name, n.label, typed(n.name))).collect(),
            domains: kind.domains().map(|label| (label, typed("domains"))),
        }
    }
}

impl RulePage {
    fn kind(&self) -> Kind {
        self.set.rule.kind
    }

    fn said(&self) -> String {
        said(&self.set)
    }

    fn actions(&self) -> &'static [Action] {
        self.kind().actions()
    }

    fn pieces(hit: &HitRow) -> Vec<Piece> {
        pieces(&hit.text, &hit.evidence)
    }
}
