//! `GET/POST /admin/board`: the settings of the board, and its topics.

use super::{Visit, telling};
use crate::articles::{self, Topic};
use crate::db::{self, ArticlePosters, Board, Joining, Word};
use crate::web::{Answer, Faults, Form, Shell, one_line, page, unprocessable};
use askama::Template;
use serde::Deserialize;
use std::ops::RangeInclusive;

#[derive(Template)]
#[template(path = "accounts/board.html")]
struct BoardPage {
    shell: Shell,
    form: BoardForm,
    topics: Vec<Topic>,
    faults: Faults,
}

/// The settings, as a form holds them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BoardForm {
    board_name: String,
    language: String,
    joining: String,
    article_posters: String,
    edit_hours: String,
    two_step_required: String,
    quotes_per_comment: String,
    quote_length: String,
    bare_quotes: String,
    flags_to_hide: String,
    public_log: String,
    reason_required: String,
    words_required: String,
}

/// The form.
///
/// # Errors
/// When the database is away.
pub async fn get_board(visit: Visit) -> Answer {
    let db = visit.db().await?;
    let (board, topics) = tokio::try_join!(db::board(&db), articles::topics(&db))?;
    let form = BoardForm {
        board_name: board.board_name,
        language: board.language,
        joining: board.joining.word().to_owned(),
        article_posters: board.article_posters.word().to_owned(),
        edit_hours: board.edit_hours.to_string(),
        two_step_required: ticked(board.two_step_required),
        quotes_per_comment: board.quotes_per_comment.to_string(),
        quote_length: board.quote_length.to_string(),
        bare_quotes: ticked(board.bare_quotes),
        flags_to_hide: board.flags_to_hide.to_string(),
        public_log: ticked(board.public_log),
        reason_required: ticked(board.reason_required),
        words_required: ticked(board.words_required),
    };
    page(&BoardPage {
        shell: visit.shell("Settings of the board").at("admin"),
        form,
        topics,
        faults: Faults::default(),
    })
}

/// An administrator changes the settings.
///
/// # Errors
/// When the database is away.
pub async fn post_board(visit: Visit, form: Form<BoardForm>) -> Answer {
    let form = form.0;
    let db = visit.db().await?;
    let faults = match read(&form) {
        Ok(board) => {
            db::keep_board(&db, &board).await?;
            visit.site().now_is(board);
            return telling(&visit, "/admin/board", "The settings are kept.");
        }
        Err(faults) => faults,
    };
    let topics = articles::topics(&db).await?;
    unprocessable(&BoardPage {
        shell: visit.shell("Settings of the board").at("admin"),
        form,
        topics,
        faults,
    })
}

fn read(form: &BoardForm) -> Result<Board, Faults> {
    let mut faults = Faults::default();
    let board_name = one_line(&form.board_name);
    if !(1..=80).contains(&board_name.chars().count()) {
        faults.add("board_name", "A board has a name of 1 to 80 characters.");
    }
    let language = form.language.trim().to_owned();
    let parts: Vec<&str> = language.split('-').collect();
    let fits = |part: &&str| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    if !parts.iter().all(fits)
        || parts.first().is_none_or(|p| p.len() > 3 || !p.chars().all(|c| c.is_ascii_alphabetic()))
    {
        faults.add("language", "A language is written as en, de or pt-BR.");
    }
    let mut number = |field, typed: &str, range: RangeInclusive<i32>, sentence| {
        let number = typed.trim().parse().ok().filter(|number| range.contains(number));
        number.unwrap_or_else(|| {
            faults.add(field, sentence);
            0
        })
    };
    let edit_hours = number("edit_hours", &form.edit_hours, 0..=8760, "A number of hours from 0 to 8,760.");
    let quotes_per_comment =
        number("quotes_per_comment", &form.quotes_per_comment, 1..=20, "A number of quotes from 1 to 20.");
    let quote_length = number(
        "quote_length",
        &form.quote_length,
        100..=20_000,
        "A number of characters from 100 to 20,000.",
    );
    let flags_to_hide =
        number("flags_to_hide", &form.flags_to_hide, 0..=100, "A number of flags from 0 to 100.");
    match (Joining::of(&form.joining), ArticlePosters::of(&form.article_posters)) {
        (Some(joining), Some(article_posters)) if faults.is_empty() => Ok(Board {
            board_name,
            language,
            joining,
            article_posters,
            edit_hours,
            two_step_required: !form.two_step_required.is_empty(),
            quotes_per_comment,
            quote_length,
            bare_quotes: !form.bare_quotes.is_empty(),
            flags_to_hide,
            public_log: !form.public_log.is_empty(),
            reason_required: !form.reason_required.is_empty(),
            words_required: !form.words_required.is_empty(),
        }),
        _ => Err(faults),
    }
}

/// What the form holds where a box is ticked.
fn ticked(ticked: bool) -> String {
    if ticked { "yes".to_owned() } else { String::new() }
}
