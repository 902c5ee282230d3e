//! Forms: read within bounds, kept as they were typed, answered field by field.

use super::{Error, guard};
use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// 60,000 characters of an article at nine bytes each (Chinese, urlencoded), and the fields around them.
const MOST_BYTES: usize = 640 * 1024;
const DEADLINE: Duration = Duration::from_secs(20);

/// The fields of an urlencoded form.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// The parameters of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.content_type().to_owned();
        let payload = payload.take();
        Box::pin(async move {
            if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
                return Err(Error::Bad("A form is sent as application/x-www-form-urlencoded.".to_owned()));
            }
            let read = tokio::time::timeout(DEADLINE, body(payload));
            let bytes = read.await.map_err(|_| Error::TooSlow)??;
            parse(&bytes).map(Form)
        })
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // A parameter that makes no sense makes no page.
        let parsed = serde_html_form::from_str(request.query_string()).map_err(|_| Error::NotFound);
        std::future::ready(parsed.map(Query))
    }
}

async fn body(mut payload: Payload) -> Result<Bytes, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::Bad("The form broke off on its way.".to_owned()))?;
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let encoded =
        std::str::from_utf8(bytes).map_err(|_| Error::Bad("The form is not UTF-8 text.".to_owned()))?;
    guard::refuse_broken_text(encoded)?;
    serde_html_form::from_str(encoded).map_err(|e| Error::Bad(format!("The form could not be read: {e}.")))
}

/// A field of several lines: line ends as `\n`, no white space at either end.
#[must_use]
pub fn text(field: &str) -> String {
    field.replace("\r\n", "\n").replace('\r', "\n").trim_end().trim_start_matches('\n').to_owned()
}

/// A field of one line: white space folded, none at either end.
#[must_use]
pub fn one_line(field: &str) -> String {
    field.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with a form: sentences, each beside its field.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// A form with one fault. An empty field name speaks of the whole form.
    #[must_use]
    pub fn one(field: &'static str, sentence: impl std::fmt::Display) -> Self {
        Self(vec![(field, format!("{sentence}"))])
    }

    /// Adds a fault.
    pub fn add(&mut self, field: &'static str, sentence: &str) {
        self.0.push((field, sentence.to_owned()));
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sentence beside a field, if it has a fault.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// The field that the focus goes to.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.first().map_or("", |(name, _)| name)
    }

    /// Whether the focus goes to this field.
    #[must_use]
    pub fn begins_at(&self, field: &str) -> bool {
        !self.is_empty() && self.first() == field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Chosen {
        #[serde(default)]
        choice: Vec<String>,
    }

    #[test]
    fn a_field_may_come_several_times() {
        let chosen: Chosen = parse(b"choice=source&choice=plain").unwrap();
        assert_eq!(chosen.choice, ["source", "plain"]);
    }

    #[test]
    fn line_ends_are_folded_and_indentation_kept() {
        assert_eq!(text("\r\n    code\r\n\r\nmore \r\n"), "    code\n\nmore");
        assert_eq!(one_line("  a \n b "), "a b");
    }
}
