//! `POST /quote`: selected words, as a quote that can be put into a text.

use crate::comments::text::LONGEST;
use crate::markup::blockquote;
use crate::quotes::Wanted;
use crate::web::{Answer, Error, Form, text};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ContentType};
use serde::Deserialize;

/// What was selected, and in what.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SelectedForm {
    /// `12` for a comment of the thread, `p3` for a paragraph of its article.
    quote: String,
    /// As they read, blocks apart by an empty line.
    words: String,
}

/// The words as a blockquote under the name of their source, in Markdown: whatever they are, they mean themselves there.
/// Whether they stand in the source is looked at when the text is sent.
///
/// # Errors
/// [`Error::Bad`] when nothing is named, [`Error::TooLarge`].
pub async fn post_quote(form: Form<SelectedForm>) -> Answer {
    let words = text(&form.0.words);
    if words.chars().count() > LONGEST {
        return Err(Error::TooLarge);
    }
    let wanted = Wanted::read(&form.0.quote);
    let wanted = wanted.ok_or_else(|| Error::Bad("The form does not say what it quotes.".to_owned()))?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(blockquote(Some(&wanted.mark()), &words)))
}
