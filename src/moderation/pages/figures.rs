//! `GET /moderation/figures`: how the queue did over 7, 30 or 90 days.

use crate::accounts::pages::Visit;
use crate::db::Word;
use crate::moderation::figures::report::{self, ByModerator, Report, Span, by_moderator, percent};
use crate::web::{Answer, Error, Query, Shell, length, page};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "moderation/figures.html")]
struct FiguresPage {
    shell: Shell,
    span: Span,
    report: Report,
    /// For administrators alone.
    moderators: Option<Vec<ByModerator>>,
}

/// Over how many days.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FiguresQuery {
    days: String,
}

/// The figures.
///
/// # Errors
/// [`Error::NotFound`] for a span that there is not.
pub async fn get_figures(visit: Visit, query: Query<FiguresQuery>) -> Answer {
    let by = visit.moderator()?;
    let span = match query.0.days.as_str() {
        "" => Span::Month,
        days => Span::of(days).ok_or(Error::NotFound)?,
    };
    let (db, now) = (visit.db().await?, visit.now());
    let report = report::report(&db, span, now).await?;
    let moderators = match by.member().as_administrator() {
        Some(_) => Some(by_moderator(&db, span, now).await?),
        None => None,
    };
    page(&FiguresPage { shell: visit.shell("Figures").at("figures"), span, report, moderators })
}

impl FiguresPage {
    /// A share in words.
    fn share(part: i64, whole: i64) -> String {
        percent(part, whole).map_or_else(|| "none".to_owned(), |percent| format!("{percent} %"))
    }

    fn time(time: Option<time::Duration>) -> String {
        time.map_or_else(|| "none".to_owned(), length)
    }
}
