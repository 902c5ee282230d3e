//! `GET /moderation/people/{id}`: all that moderators know of somebody, and the forms for what they do with them.

use crate::accounts::pages::Visit;
use crate::accounts::{Moderator, SanctionKind, Standing};
use crate::db::{AccountId, Conn, Timestamp, Word};
use crate::moderation::people::{self, Imposed, Known, Noted, Written, may_act_on};
use crate::moderation::{self, KeptReason};
use crate::web::{Answer, Error, Faults, Moment, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

/// So many sanctions and notes, and so many comments, stand on the page.
const MOST: (i64, i64) = (50, 10);

#[derive(Template)]
#[template(path = "moderation/person.html")]
struct PersonPage {
    shell: Shell,
    person: Known,
    imposed: Vec<Imposed>,
    notes: Vec<Noted>,
    comments: Vec<Written>,
    reasons: Vec<KeptReason>,
    /// Why the moderator may not act on this person.
    untouchable: Option<String>,
    me: AccountId,
    gives_trust: bool,
    form: PersonForm,
    faults: Faults,
    now: Timestamp,
}

/// What a moderator typed in one of the forms of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    /// What is to be done: `warn`, `watch`, `silence`, `suspend`; with a number of days behind it, for so long.
    pub(super) act: String,
    /// Why, as a code.
    pub(super) code: String,
    /// Why, in own words; or the words of a note.
    pub(super) words: String,
    /// For so many days.
    pub(super) days: String,
    /// Until when, UTC.
    pub(super) until: String,
    /// A standing.
    pub(super) standing: String,
    /// Why a standing is given, or a sanction lifted.
    pub(super) why: String,
    /// A note.
    pub(super) note: String,
}

/// All that moderators know of somebody.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_person(visit: Visit, id: Path<AccountId>) -> Answer {
    let by = visit.moderator()?;
    let db = visit.db().await?;
    page(&person_page(&visit, &db, &by, *id).await?)
}

/// The page again, with what was typed and what was wrong with it.
pub(super) async fn again(
    visit: &Visit,
    db: &Conn,
    (by, id): (&Moderator, AccountId),
    form: PersonForm,
    faults: Faults,
) -> Answer {
    unprocessable(&PersonPage { form, faults, ..person_page(visit, db, by, id).await? })
}

async fn person_page(visit: &Visit, db: &Conn, by: &Moderator, id: AccountId) -> Result<PersonPage, Error> {
    let now = visit.now();
    let (person, imposed, notes, comments, reasons) = tokio::try_join!(
        people::known(db, id, now),
        people::imposed_on(db, id, MOST.0),
        people::notes_on(db, id, MOST.0),
        people::latest_of(db, id, MOST.1),
        moderation::reasons(db)
    )?;
    let person = person.ok_or(Error::NotFound)?;
    let own = id == by.id();
    Ok(PersonPage {
        shell: visit.shell(person.name.clone()).at("people"),
        imposed,
        // What colleagues write about oneself is theirs.
        notes: if own { vec![] } else { notes },
        comments,
        reasons,
        untouchable: may_act_on(by, id, person.role).err().map(|why| why.to_string()),
        me: by.id(),
        gives_trust: by.member().is_administrator(),
        person,
        form: PersonForm::default(),
        faults: Faults::default(),
        now,
    })
}

impl PersonPage {
    /// The standings that this moderator may give.
    fn standings(&self) -> Vec<Standing> {
        let given = |standing: &Standing| {
            self.gives_trust || (*standing != Standing::Trusted && self.person.standing != Standing::Trusted)
        };
        Standing::ALL.iter().copied().filter(given).collect()
    }

    fn is_own(&self) -> bool {
        self.me == self.person.id
    }

    fn is_mine(&self, note: &Noted) -> bool {
        note.by.as_ref().is_some_and(|(by, _)| *by == self.me)
    }

    /// From when until when, in words.
    fn span_of(sanction: &Imposed) -> String {
        let from = Moment(sanction.starts_at).date();
        match sanction.ends_at {
            _ if sanction.kind == SanctionKind::Warned => format!("On {from}"),
            Some(end) => format!("From {from} until {}", Moment(end).date()),
            None => format!("From {from} without an end"),
        }
    }

    /// What happens to what waits already.
    fn left_behind(&self) -> String {
        match self.person.told.held {
            0 => String::new(),
            1 => "; 1 held comment stays held".to_owned(),
            held => format!("; {held} held comments stay held"),
        }
    }
}
