//! `GET/POST /moderation/rules/lists/{list}`: a list of watched words. `POST /moderation/rules/lists`: a new one.

use super::figures::Figures;
use super::found::{Piece, pieces};
use super::one::Before;
use super::{PER_PAGE, more_hits};
use crate::accounts::pages::{Visit, telling};
use crate::db::{Conn, Word, WordListId};
use crate::rules::administer::{self, ListRefused, NewList};
use crate::rules::trials::{self, Tried};
use crate::rules::{self, Action, HitRow, Kind};
use crate::web::{
    Answer, Error, Faults, Form, Moment, Query, Shell, not_found, one_line, page, see_other, text,
    unprocessable,
};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rules/word_list.html")]
struct ListPage {
    shell: Shell,
    form: ListForm,
    faults: Faults,
    may_change: bool,
    figures: Figures,
    hits: Vec<HitRow>,
    more: Option<i64>,
}

/// A list, as its form holds it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListForm {
    list: Option<WordListId>,
    name: String,
    action: String,
    words: String,
}

/// A list with what it met.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn get_list(visit: Visit, list: Path<i64>, before: Query<Before>) -> Answer {
    visit.moderator()?;
    let (db, id) = (visit.db().await?, WordListId(*list));
    let rows = rules::lists(&db).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let action = row.action.word().to_owned();
    let form = ListForm { list: Some(id), name: row.name, action, words: row.words };
    page(&list_page(&visit, &db, form, Faults::default(), before.0.before).await?)
}

/// The form of a new list.
///
/// # Errors
/// When the database is away.
pub async fn get_new_list(visit: Visit) -> Answer {
    visit.administrator()?;
    let db = visit.db().await?;
    let form = ListForm { action: Action::Hold.word().to_owned(), ..ListForm::default() };
    page(&list_page(&visit, &db, form, Faults::default(), None).await?)
}

/// An administrator makes a list.
///
/// # Errors
/// When the database is away.
pub async fn post_new_list(visit: Visit, form: Form<ListForm>) -> Answer {
    keep(visit, ListForm { list: None, ..form.0 }).await
}

/// An administrator changes a list.
///
/// # Errors
/// When the database is away.
pub async fn post_list(visit: Visit, list: Path<i64>, form: Form<ListForm>) -> Answer {
    keep(visit, ListForm { list: Some(WordListId(*list)), ..form.0 }).await
}

/// An administrator takes a list away.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_end_of_list(visit: Visit, list: Path<i64>) -> Answer {
    let by = visit.administrator()?;
    let mut db = visit.db().await?;
    match administer::end_list(&mut db, &by, WordListId(*list), visit.now()).await {
        Ok(()) => telling(&visit, "/moderation/rules", "The list is gone. What it met stays known."),
        Err(ListRefused::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}

/// An administrator tries a list, as it was typed, on earlier texts.
///
/// # Errors
/// When the database is away.
pub async fn post_list_trial(visit: Visit, form: Form<ListForm>) -> Answer {
    visit.administrator()?;
    let (db, form) = (visit.db().await?, form.0.read());
    let checked = form.new_list().and_then(|new| administer::check_list(&new).map_err(|e| fault(&e)));
    match checked {
        Ok(_) => {
            let tried = Tried::list(form.list, &form.name, &form.words);
            let id = trials::begin(&db, &tried, visit.now()).await?;
            see_other(&format!("/moderation/rules/trials/{id}"))
        }
        Err(faults) => unprocessable(&list_page(&visit, &db, form, faults, None).await?),
    }
}

async fn keep(visit: Visit, form: ListForm) -> Answer {
    let by = visit.administrator()?;
    let (mut db, form) = (visit.db().await?, form.read());
    let faults = match form.new_list() {
        Ok(new) => match administer::keep_list(&mut db, &by, form.list, &new, visit.now()).await {
            Ok(_) => {
                let said = format!("The list “{}” is kept and counts from now on.", form.name);
                return telling(&visit, "/moderation/rules", &said);
            }
            Err(ListRefused::Database(error)) => return Err(error.into()),
            Err(refused @ ListRefused::NoSuchList) => {
                let form = ListForm { list: None, ..form };
                return not_found(&list_page(&visit, &db, form, fault(&refused), None).await?);
            }
            Err(refused) => fault(&refused),
        },
        Err(faults) => faults,
    };
    unprocessable(&list_page(&visit, &db, form, faults, None).await?)
}

fn fault(refused: &ListRefused) -> Faults {
    let field = match refused {
        ListRefused::Name | ListRefused::Taken => "name",
        ListRefused::Words(_) => "words",
        ListRefused::NoSuchList | ListRefused::Database(_) => "",
    };
    Faults::one(field, refused)
}

async fn list_page(
    visit: &Visit,
    db: &Conn,
    form: ListForm,
    faults: Faults,
    before: Option<i64>,
) -> Result<ListPage, Error> {
    let by = visit.moderator()?;
    let now = visit.now();
    let (mut hits, figures) = match form.list {
        Some(id) => {
            let (met, right, hits) = tokio::try_join!(
                rules::met_lately(db, now),
                rules::how_right(db, now),
                rules::hits(db, Kind::WatchedWords, Some(id), before, PER_PAGE + 1)
            )?;
            (hits, Figures::of(&met, &right, Kind::WatchedWords, Some(id)))
        }
        None => (Vec::new(), Figures::default()),
    };
    let title = if form.list.is_some() { "List of watched words" } else { "A new list of watched words" };
    Ok(ListPage {
        shell: visit.shell(title).at("rules"),
        may_change: by.member().is_administrator(),
        more: more_hits(&mut hits),
        form,
        faults,
        figures,
        hits,
    })
}

impl ListForm {
    /// What was typed, with line ends and white space put right.
    fn read(self) -> Self {
        Self { name: one_line(&self.name), words: text(&self.words), ..self }
    }

    fn new_list(&self) -> Result<NewList<'_>, Faults> {
        let action =
            Action::of(&self.action).filter(|action| NewList::ACTIONS.contains(action)).ok_or_else(|| {
                Faults::one("action", "Say what becomes of a text that has one of these words.")
            })?;
        Ok(NewList { name: &self.name, action, words: &self.words })
    }
}

impl ListPage {
    fn pieces(hit: &HitRow) -> Vec<Piece> {
        pieces(&hit.text, &hit.evidence)
    }
}
