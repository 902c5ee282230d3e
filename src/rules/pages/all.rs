//! `GET /moderation/rules`: the rules in their order. `POST /moderation/rules/{rule}/place`: another order.

use super::figures::Figures;
use crate::accounts::pages::{Visit, telling};
use crate::db::{Word, WordListId};
use crate::rules::{self, Kind, ListRow, Set, administer};
use crate::web::{Answer, Error, Form, Shell, page};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rules/rules.html")]
struct RulesPage {
    shell: Shell,
    rules: Vec<Line>,
    lists: Vec<(ListRow, Figures)>,
    may_change: bool,
}

/// A rule in the list.
struct Line {
    set: Set,
    figures: Figures,
    first: bool,
    last: bool,
}

/// Where a rule is to stand.
#[derive(Debug, Deserialize)]
pub struct PlaceForm {
    to: String,
}

/// The rules, in the order in which they are asked.
///
/// # Errors
/// When the database is away.
pub async fn get_rules(visit: Visit) -> Answer {
    let by = visit.moderator()?;
    let (db, now) = (visit.db().await?, visit.now());
    let (rules, lists, met, right) = tokio::try_join!(
        rules::rules(&db),
        rules::lists(&db),
        rules::met_lately(&db, now),
        rules::how_right(&db, now)
    )?;
    let figures = |kind: Kind, list: Option<WordListId>| Figures::of(&met, &right, kind, list);
    let lists = lists.into_iter().map(|list| {
        let figures = figures(Kind::WatchedWords, Some(list.id));
        (list, figures)
    });
    let lists = lists.collect();
    let last = rules.len().saturating_sub(1);
    let line = |(at, set): (usize, Set)| {
        let figures = figures(set.rule.kind, None);
        Line { set, figures, first: at == 0, last: at == last }
    };
    let rules = rules.into_iter().enumerate().map(line).collect();
    let may_change = by.member().is_administrator();
    page(&RulesPage { shell: visit.shell("Rules").at("rules"), rules, lists, may_change })
}

/// An administrator puts a rule one place earlier or later.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_place(visit: Visit, rule: Path<String>, form: Form<PlaceForm>) -> Answer {
    let by = visit.administrator()?;
    let kind = Kind::of(&rule).ok_or(Error::NotFound)?;
    let mut db = visit.db().await?;
    let earlier = form.0.to == "earlier";
    administer::put(&mut db, &by, kind, earlier, visit.now()).await?;
    let said = format!("“{}” is asked {} now.", kind.title(), if earlier { "earlier" } else { "later" });
    telling(&visit, "/moderation/rules", &said)
}

impl Line {
    fn kind(&self) -> Kind {
        self.set.rule.kind
    }

    /// What the rule looks for and what becomes of it.
    fn said(&self) -> String {
        said(&self.set)
    }
}

/// What a rule looks for and what becomes of it, as one sentence.
pub(super) fn said(set: &Set) -> String {
    match set.rule.kind {
        Kind::WatchedWords => format!("{}.", set.rule.says()),
        _ => format!("{} {}.", set.rule.says(), set.rule.action.does()),
    }
}
