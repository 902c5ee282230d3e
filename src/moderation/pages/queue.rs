//! `GET /queue`, `GET /queue/{case}`, `POST /queue/{case}/claim`: the list, and one case at full size. Decisions are taken
//! in by `decision.rs`.

use super::filter::QueueQuery;
use crate::accounts::Moderator;
use crate::accounts::pages::Visit;
use crate::articles;
use crate::comments::{self, Change, CommentState, Latest};
use crate::db::{CaseId, Conn, Timestamp};
use crate::moderation::{
    self, Around, Backlog, Case, Decision, KeptReason, Listed, News, Pace, Taken, UndoableDecision,
    what_is_left,
};
use crate::rules::{self, CaseKind, HowRight};
use crate::web::{Answer, Error, Faults, Form, Moment, Query, Shell, one_line, page, see_other};
use actix_web::HttpResponse;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

/// How many cases the list beside the open one shows.
pub(super) const LISTED: i64 = 20;

#[derive(Template)]
#[template(path = "moderation/queue.html")]
pub(super) struct QueuePage {
    shell: Shell,
    backlog: Backlog,
    pace: Pace,
    query: QueueQuery,
    items: Vec<Listed>,
    news: News,
    more: Option<CaseId>,
    case: Option<Case>,
    around: Around,
    reasons: Vec<KeptReason>,
    right: Vec<HowRight>,
    undoable: Option<UndoableDecision>,
    /// Why the last decision was not made, and what has changed in the text since it was seen.
    pub(super) stale: Option<String>,
    pub(super) since: Vec<Change>,
    /// What was typed into the form that was refused.
    pub(super) typed: Typed,
    pub(super) faults: Faults,
    /// Another moderator who has the case open.
    other: Option<String>,
    /// What others have taken over from the one who looks.
    taken: Vec<Taken>,
    /// How it was decided, if it was, and what a later moderator can do about that: whether to take it away.
    decided: Option<(Decision, String, Timestamp)>,
    later: Option<bool>,
    /// What a rejected edit would change, if it can still be published.
    edit: Option<Vec<Change>>,
    key: Uuid,
    now: Timestamp,
}

/// What a moderator typed before the form was refused.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) note: String,
    pub(super) text: Option<String>,
}

/// What is said when a case is taken over, or that it is still open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClaimForm {
    word: String,
    renew: String,
}

/// The queue, with the first case that no other moderator has open.
///
/// # Errors
/// When the database is away.
pub async fn get_queue(visit: Visit, query: Query<QueueQuery>) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    let items = listed(&db, &visit, &by, &query.0).await?;
    let first = moderation::claim_first(&db, &by, &items, visit.now()).await?;
    page(&queue_page(&db, &visit, &by, first, (query.0, items)).await?)
}

/// One case; opening it claims it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_case(visit: Visit, id: Path<i64>, query: Query<QueueQuery>) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    moderation::claim(&db, &by, CaseId(*id), visit.now()).await?;
    let items = listed(&db, &visit, &by, &query.0).await?;
    let shown = queue_page(&db, &visit, &by, Some(CaseId(*id)), (query.0, items)).await?;
    if shown.case.is_none() { Err(Error::NotFound) } else { page(&shown) }
}

/// A moderator takes a case over from another, or goes on having it.
///
/// # Errors
/// [`Error::Stale`] where it is to be renewed, and somebody else has it.
pub async fn post_claim(
    visit: Visit,
    id: Path<i64>,
    query: Query<QueueQuery>,
    form: Form<ClaimForm>,
) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    let case = CaseId(*id);
    if form.0.renew.is_empty() {
        moderation::take_over(&db, &by, case, &one_line(&form.0.word), visit.now()).await?;
        return see_other(&format!("/queue/{case}{}", query.0.address()));
    }
    if moderation::claim(&db, &by, case, visit.now()).await? {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Error::Stale("Somebody else has this case now, or it was decided.".to_owned()))
    }
}

pub(super) async fn listed(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    query: &QueueQuery,
) -> Result<Vec<Listed>, Error> {
    let filter = query.filter(db).await?;
    Ok(moderation::waiting(db, (by.id(), visit.now()), &filter, LISTED + 1).await?)
}

/// The page with this case open; `items` has one more than the list shows, if there are more.
pub(super) async fn queue_page(
    db: &Conn,
    visit: &Visit,
    by: &Moderator,
    id: Option<CaseId>,
    (query, mut items): (QueueQuery, Vec<Listed>),
) -> Result<QueuePage, Error> {
    let now = visit.now();
    let more = items.len() > usize::try_from(LISTED).unwrap_or(usize::MAX);
    items.truncate(items.len() - usize::from(more));
    let (backlog, news, pace, reasons, right, undoable, taken) = tokio::try_join!(
        moderation::backlog(db, visit.waiting().unwrap_or_default(), now),
        moderation::news(db),
        visit.site().lately(moderation::pace(db, now)),
        moderation::reasons(db),
        rules::how_right(db, now),
        moderation::last_undoable(db, by.id(), now),
        moderation::taken_from(db, by.id(), now)
    )?;
    let (case, around) = case_with_more(db, id, now).await?;
    let (decided, later, edit) = match &case {
        Some(case) if !case.open => tokio::try_join!(
            moderation::last_decision_of(db, case.id),
            what_is_left(db, case),
            edit_left(db, case)
        )?,
        _ => (None, None, None),
    };
    let other = case.as_ref().and_then(|case| case.held_by_other(by.id(), now)).map(str::to_owned);
    Ok(QueuePage {
        shell: visit.shell("Moderation queue").at("queue"),
        backlog,
        pace,
        query,
        more: items.last().map(|item| item.id).filter(|_| more),
        items,
        news,
        case,
        around,
        reasons,
        right,
        undoable,
        stale: None,
        since: Vec::new(),
        typed: Typed::default(),
        faults: Faults::default(),
        other,
        taken,
        decided,
        later,
        edit,
        key: Uuid::now_v7(),
        now,
    })
}

/// The open case, and what is shown around it.
async fn case_with_more(
    db: &Conn,
    id: Option<CaseId>,
    now: Timestamp,
) -> diesel::QueryResult<(Option<Case>, Around)> {
    let Some(id) = id else { return Ok((None, Around::default())) };
    let case = moderation::case(db, id).await?;
    let around = match &case {
        Some(case) => moderation::around(db, case, now).await?,
        None => Around::default(),
    };
    Ok((case, around))
}

async fn edit_left(db: &Conn, case: &Case) -> diesel::QueryResult<Option<Vec<Change>>> {
    let Some(comment) = case.comment.filter(|_| case.kind == CaseKind::HeldEdit) else { return Ok(None) };
    match comments::find(db, comment).await? {
        Some(comment) => moderation::changes_left(db, case.id, &comment).await,
        None => Ok(None),
    }
}

impl QueuePage {
    /// Until when the open case is the moderator's own, and for how many seconds from now.
    fn mine_until(&self) -> Option<(Moment, i64)> {
        let case = self.case.as_ref().filter(|case| case.open && self.other.is_none())?;
        let (_, _, until) = case.claimed.as_ref().filter(|(_, _, until)| *until > self.now)?;
        Some((Moment(*until), (*until - self.now).whole_seconds()))
    }

    /// How often a moderator agreed with this rule, in words.
    fn right(&self, rule: &str) -> Option<String> {
        let ours = self.right.iter().filter(|one| one.rule == rule);
        let (approved, rejected) =
            ours.fold((0, 0), |(approved, rejected), one| (approved + one.approved, rejected + one.rejected));
        HowRight { rule: rule.to_owned(), list: None, approved, rejected }.said()
    }

    /// The case after the open one that is free.
    fn next(&self) -> Option<CaseId> {
        let here = self.items.iter().position(|item| self.is_open(item)).map_or(0, |here| here + 1);
        let after = self.items.get(here..).unwrap_or_default();
        after.iter().find(|item| item.is_free() && !self.is_open(item)).map(|item| item.id)
    }

    fn is_open(&self, item: &Listed) -> bool {
        self.case.as_ref().is_some_and(|case| case.id == item.id)
    }

    /// The rules that hold something of this page, for the filter: each once.
    fn rules(&self) -> Vec<(String, &'static str)> {
        let all = self.items.iter().flat_map(|item| &item.rules).chain([&self.query.rule]);
        let all: std::collections::BTreeSet<&String> = all.filter(|rule| !rule.is_empty()).collect();
        all.into_iter().map(|rule| (rule.clone(), rules::title(rule))).collect()
    }

    /// The words of an earlier revision of the open case's text.
    pub(super) async fn text_of(&self, db: &Conn, revision: i32) -> Result<Option<String>, Error> {
        let Some(case) = &self.case else { return Ok(None) };
        Ok(match (case.comment, &case.article) {
            (Some(comment), _) => comments::revision_text(db, comment, revision).await?,
            (None, Some((article, ..))) => articles::whole_text(db, *article, revision).await?,
            (None, None) => moderation::tagline_text(db, case.id, revision).await?,
        })
    }

    /// The text of the open case, as it is now.
    pub(super) fn case_text(&self) -> Option<&Latest> {
        self.case.as_ref().map(|case| &case.text)
    }
}

impl Case {
    fn is_edit(&self) -> bool {
        self.kind == CaseKind::HeldEdit
    }

    fn is_flagged(&self) -> bool {
        self.kind == CaseKind::FlaggedComment
    }

    /// The first link that holds it.
    fn link(&self) -> Option<&str> {
        let held = self.reasons.iter().filter(|reason| reason.rule == "links");
        held.flat_map(|reason| &reason.evidence).next().map(String::as_str)
    }

    fn is_hidden(&self) -> bool {
        self.state == CommentState::Hidden
    }

    fn is_tagline(&self) -> bool {
        self.kind == CaseKind::HeldTagline
    }

    fn is_article(&self) -> bool {
        self.kind == CaseKind::HeldArticle
    }

    fn is_appeal(&self) -> bool {
        self.kind == CaseKind::Appeal
    }
}

impl Listed {
    /// The rules that hold it, each by its name and the class of its badge.
    pub(super) fn badges(&self) -> Vec<(&'static str, &'static str)> {
        let class = |rule: &str| match rule {
            "first_comments" => "why new",
            "flag" | "appeal" => "why flag",
            _ => "why",
        };
        self.rules.iter().map(|rule| (rules::title(rule), class(rule))).collect()
    }
}
