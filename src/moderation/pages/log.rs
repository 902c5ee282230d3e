//! `GET /moderation/log`: what was done, to be searched; `GET /moderation/log.csv`: the same as a file; `GET /log`: what
//! of it anybody may read, where the board wants that.

use super::decided::{Before, cut};
use crate::accounts::by_name;
use crate::accounts::pages::Visit;
use crate::db::{AccountId, Conn, Timestamp};
use crate::moderation::log::{self, LogSearch, Logged, PublicLine};
use crate::web::{Answer, Error, Moment, Query, Shell, page};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Bytes;
use askama::Template;
use futures_util::stream;
use serde::Deserialize;
use time::macros::format_description;
use url::form_urlencoded::Serializer;

const PER_PAGE: i64 = 50;

/// So many lines of a file are read at once.
const STRETCH: i64 = 500;

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct LogPage {
    shell: Shell,
    form: LogQuery,
    lines: Vec<(i64, Logged)>,
    more: Option<i64>,
}

#[derive(Template)]
#[template(path = "moderation/public_log.html")]
struct PublicLogPage {
    shell: Shell,
    lines: Vec<(i64, PublicLine)>,
    more: Option<i64>,
}

/// What is looked for; empty fields ask for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    who: String,
    action: String,
    kind: String,
    subject: String,
    from: String,
    until: String,
    words: String,
    before: Option<i64>,
}

/// The log, latest first.
///
/// # Errors
/// When the database is away.
pub async fn get_log(visit: Visit, query: Query<LogQuery>) -> Answer {
    visit.moderator()?;
    let (form, db) = (query.0, visit.db().await?);
    let mut lines = match form.search(&db).await? {
        Some(search) => log::log(&db, &search, form.before, PER_PAGE + 1).await?,
        None => vec![],
    };
    let more = cut(&mut lines).then(|| lines.last().map(|(id, _)| *id)).flatten();
    page(&LogPage { shell: visit.shell("Log").at("log"), form, lines, more })
}

/// The lines that fit as CSV, sent piece by piece, so that a long log takes no more memory than a short one.
///
/// # Errors
/// When the database is away.
pub async fn get_log_file(visit: Visit, query: Query<LogQuery>) -> Answer {
    visit.moderator()?;
    let db = visit.db().await?;
    let search = query.0.search(&db).await?;
    let start = search.map(|search| (db, search, None));
    let head = stream::iter([Ok(Bytes::from_static(log::HEAD.as_bytes()))]);
    let rows = stream::try_unfold(start, |place| async move {
        let Some((db, search, before)) = place else { return Ok::<_, Error>(None) };
        let lines = log::log(&db, &search, before, STRETCH).await?;
        let rows: String = lines.iter().map(|(id, line)| log::row(*id, line)).collect();
        let next = lines.last().map(|(id, _)| (db, search, Some(*id)));
        Ok((!lines.is_empty()).then(|| (Bytes::from(rows), next)))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"log.csv\""))
        .streaming(futures_util::StreamExt::chain(head, rows)))
}

/// What of the log anybody may read.
///
/// # Errors
/// [`Error::NotFound`] where the board keeps its log to itself.
pub async fn get_public_log(visit: Visit, before: Query<Before>) -> Answer {
    if !visit.site().board().public_log {
        return Err(Error::NotFound);
    }
    let db = visit.db().await?;
    let mut lines = log::public_log(&db, before.0.before, PER_PAGE + 1).await?;
    let more = cut(&mut lines).then(|| lines.last().map(|(id, _)| *id)).flatten();
    page(&PublicLogPage { shell: visit.shell("What moderators did").at("public-log"), lines, more })
}

impl LogQuery {
    /// What is looked for; nothing where nothing can fit, for nobody has that name, or what should be a number or a date
    /// is none.
    async fn search(&self, db: &Conn) -> Result<Option<LogSearch>, Error> {
        let actor = match self.who.trim() {
            "" => None,
            who => match by_name(db, who).await? {
                Some(account) => Some(account.id),
                None => return Ok(None),
            },
        };
        Ok(self.read(actor))
    }

    fn read(&self, actor: Option<AccountId>) -> Option<LogSearch> {
        let subject = match self.subject.trim() {
            "" => None,
            typed => Some(typed.parse().ok()?),
        };
        let day = |typed: &str| match typed.trim() {
            "" => Some(None),
            typed => midnight(typed).map(Some),
        };
        Some(LogSearch {
            actor,
            action: self.action.trim().to_owned(),
            kind: self.kind.trim().to_owned(),
            subject,
            from: day(&self.from)?,
            // The last day counts as a whole.
            until: day(&self.until)?.and_then(|day| day.checked_add(time::Duration::DAY)),
            words: self.words.trim().to_owned(),
        })
    }

    /// The address of what is looked for, below this path, from before this line on.
    fn address(&self, path: &str, before: Option<&i64>) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in [
            ("who", &self.who),
            ("action", &self.action),
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("from", &self.from),
            ("until", &self.until),
            ("words", &self.words),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        format!("{path}?{}", query.finish()).trim_end_matches('?').to_owned()
    }
}

/// The beginning of a day, in UTC.
fn midnight(typed: &str) -> Option<Timestamp> {
    let day = time::Date::parse(typed, format_description!("[year]-[month]-[day]")).ok()?;
    Some(day.midnight().assume_utc())
}

impl LogPage {
    /// Where what a line is about can be looked at.
    fn place(line: &Logged) -> Option<String> {
        match line.kind.as_str() {
            "comment" => Some(format!("/c/{}", line.subject)),
            "article" => Some(format!("/a/{}", line.subject)),
            "account" => Some(format!("/moderation/people/{}", line.subject)),
            _ => None,
        }
    }

    /// What stood on one side of a change, as `name: value`.
    fn told(value: &serde_json::Value) -> String {
        let pairs = value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let told = |(name, value): (&String, &serde_json::Value)| {
            format!("{name}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        pairs.map(told).collect::<Vec<_>>().join(", ")
    }
}
