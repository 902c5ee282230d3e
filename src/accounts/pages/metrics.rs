//! `/admin/metrics`: what the cache of pages does in the process that answers, as a page and as text for Prometheus.

use super::Visit;
use crate::web::{Answer, Error, Figures, Shell, page};
use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/metrics.html")]
struct MetricsPage {
    shell: Shell,
    figures: Figures,
}

/// The figures of this process.
///
/// # Errors
/// None of its own.
pub async fn get_metrics(visit: Visit) -> Answer {
    let figures = visit.site().pages().figures();
    page(&MetricsPage { shell: visit.shell("Metrics").at("admin"), figures })
}

/// The same as text.
///
/// # Errors
/// None of its own.
pub async fn get_metrics_text(visit: Visit) -> Answer {
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .body(text(&visit.site().pages().figures())?))
}

fn text(figures: &Figures) -> Result<String, Error> {
    use std::fmt::Write;
    let Figures {
        hits,
        asked_after,
        made,
        lists_made,
        not_modified,
        notices,
        losses,
        listening,
        pages,
        lists,
        bytes,
        most,
    } = *figures;
    let lines = [
        ("hits_total", "counter", "Pages that were sent from memory at once", hits),
        (
            "asked_after_total",
            "counter",
            "Pages that were sent from memory after asking for a version",
            asked_after,
        ),
        ("made_total", "counter", "Pages that had to be made", made),
        (
            "lists_made_total",
            "counter",
            "Lists of comments that had to be made for members' pages",
            lists_made,
        ),
        ("not_modified_total", "counter", "Answers that the browser has the page already", not_modified),
        ("notices_total", "counter", "Notices of changes from other processes", notices),
        ("losses_total", "counter", "Losses of the connection for these notices", losses),
        ("listening", "gauge", "Whether there is such a connection", u64::from(listening)),
        ("pages", "gauge", "Pages that are kept", pages),
        ("lists", "gauge", "Lists of comments that are kept", lists),
        ("bytes", "gauge", "Bytes that they take", bytes),
        ("bytes_limit", "gauge", "Bytes that they may take", most),
    ];
    let mut text = String::new();
    for (name, kind, help, value) in lines {
        let name = format!("rejoinder_cache_{name}");
        writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}")
            .map_err(|e| Error::Broken(e.to_string()))?;
    }
    Ok(text)
}

impl MetricsPage {
    /// How many of a hundred pages came from memory.
    fn share(&self) -> String {
        let kept = self.figures.hits + self.figures.asked_after;
        let share = (kept * 100).checked_div(kept + self.figures.made);
        share.map_or_else(|| "none".to_owned(), |share| format!("{share} %"))
    }

    fn megabytes(bytes: u64) -> String {
        format!("{}.{} MB", bytes >> 20, (bytes % (1 << 20)) * 10 / (1 << 20))
    }
}
