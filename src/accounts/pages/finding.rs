//! `GET /admin/accounts`: administrators find accounts.

use super::Visit;
use crate::accounts::Standing;
use crate::accounts::administer::{Found, Search, find};
use crate::db::{AccountId, InvitationId, Word};
use crate::web::{Answer, Moment, Query, Role, Shell, page};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "accounts/finding.html")]
struct FindingPage {
    shell: Shell,
    form: FindingForm,
    accounts: Vec<Found>,
    more: Option<String>,
}

/// Which accounts are looked for; empty fields ask for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    begins: String,
    role: String,
    standing: String,
    invitation: Option<InvitationId>,
    before: Option<AccountId>,
}

/// The accounts that fit, those who joined last first.
///
/// # Errors
/// When the database is away.
pub async fn get_accounts(visit: Visit, form: Query<FindingForm>) -> Answer {
    visit.administrator()?;
    let form = form.0;
    let search = Search {
        begins: form.begins.clone(),
        role: Role::of(&form.role),
        standing: Standing::of(&form.standing),
        invitation: form.invitation,
        before: form.before,
    };
    let db = visit.db().await?;
    let mut accounts = find(&db, &search, PER_PAGE + 1).await?;
    let more = usize::try_from(PER_PAGE).is_ok_and(|most| accounts.len() > most);
    if more {
        accounts.pop();
    }
    let more = accounts.last().filter(|_| more).map(|last| form.after(last.id));
    page(&FindingPage { shell: visit.shell("Accounts").at("admin"), form, accounts, more })
}

impl FindingForm {
    /// The address of the page that goes on after this account.
    fn after(&self, last: AccountId) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in [("begins", &self.begins), ("role", &self.role), ("standing", &self.standing)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(invitation) = self.invitation {
            query.append_pair("invitation", &invitation.to_string());
        }
        query.append_pair("before", &last.to_string());
        format!("/admin/accounts?{}", query.finish())
    }
}
