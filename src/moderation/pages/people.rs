//! `GET /moderation/people`: moderators find somebody, and see what is in force on anybody.

use crate::accounts::pages::Visit;
use crate::db::{SanctionId, Timestamp, Word};
use crate::moderation::people::{self, Found, InForce};
use crate::web::{Answer, Moment, Query, Shell, page};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "moderation/people.html")]
struct PeoplePage {
    shell: Shell,
    form: PeopleQuery,
    found: Vec<Found>,
    in_force: Vec<InForce>,
    more: Option<String>,
    now: Timestamp,
}

/// Who is looked for: whose name begins so, from after this name on; without a beginning, on whom something is in
/// force, from before this sanction on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PeopleQuery {
    begins: String,
    after: String,
    before: Option<SanctionId>,
}

/// The people who are looked for, or those on whom something is in force.
///
/// # Errors
/// When the database is away.
pub async fn get_people(visit: Visit, query: Query<PeopleQuery>) -> Answer {
    visit.moderator()?;
    let (form, now) = (query.0, visit.now());
    let db = visit.db().await?;
    let (mut found, mut in_force, mut more) = (vec![], vec![], None);
    if form.begins.trim().is_empty() {
        in_force = people::in_force(&db, form.before, now, PER_PAGE + 1).await?;
        if super::decided::cut(&mut in_force) {
            more = in_force.last().map(|last| format!("/moderation/people?before={}", last.0));
        }
    } else {
        found = people::begins(&db, form.begins.trim(), &form.after, PER_PAGE + 1).await?;
        if super::decided::cut(&mut found) {
            more = found.last().map(|last| form.after(&last.1));
        }
    }
    let shell = visit.shell("People").at("people");
    page(&PeoplePage { shell, form, found, in_force, more, now })
}

impl PeopleQuery {
    /// The address of the page that goes on after this name.
    fn after(&self, last: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("begins", &self.begins).append_pair("after", last);
        format!("/moderation/people?{}", query.finish())
    }
}
