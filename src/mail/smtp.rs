//! The mail server: SMTP.

use super::deliver::Carrier;
use super::letter::Letter;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::error::Error;
use std::fmt;
use std::time::Duration;
use url::Url;

/// A mail server that takes letters.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

/// The settings of mail cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "REJOINDER_SMTP cannot be used: {0}. Write it like smtp://name:password@mail.example:587 or smtps://mail.example."
)]
pub struct NoMail(String);

impl Smtp {
    /// The server at `smtp://` (encrypted where the server offers it, always where a password is sent) or `smtps://`;
    /// letters come from this address.
    ///
    /// # Errors
    /// [`NoMail`]; nothing is connected yet.
    pub fn new(server: &str, from: &str) -> Result<Self, NoMail> {
        let mut url = Url::parse(server).map_err(|e| NoMail(e.to_string()))?;
        if !matches!(url.scheme(), "smtp" | "smtps") || !url.has_host() {
            return Err(NoMail("it is not the address of a mail server".to_owned()));
        }
        let says = url.query_pairs().any(|(name, _)| name == "tls");
        if url.scheme() == "smtp" && !says {
            let tls = if url.password().is_some() { "required" } else { "opportunistic" };
            url.query_pairs_mut().append_pair("tls", tls);
        }
        let from = from.parse().map_err(|e| NoMail(format!("{from} is no sender's address ({e})")))?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str());
        let builder = builder.map_err(|e| NoMail(e.to_string()))?;
        let transport = builder.timeout(Some(Duration::from_secs(20))).build();
        Ok(Self { transport, from })
    }

    /// Whether the server answers and takes our name and password.
    ///
    /// # Errors
    /// What the server says.
    pub async fn answers(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("it did not answer".to_owned()),
            Err(error) => Err(in_its_words(&error)),
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let to: Address = letter.to.parse().map_err(|e| format!("{} is no address ({e})", letter.to))?;
        let id = format!("<{}@{}>", letter.id, self.from.domain());
        let mut message = Message::builder()
            .from(Mailbox::new(None, self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .message_id(Some(id));
        if let Some(thread) = &letter.thread {
            // No mail has this id: it is what all mails of one thread answer.
            let root = format!("<{thread}@{}>", self.from.domain());
            message = message.in_reply_to(root.clone()).references(root);
        }
        if let Some(address) = &letter.unsubscribe {
            let one_click = UnsubscribePost("List-Unsubscribe=One-Click".to_owned());
            message = message.header(Unsubscribe(format!("<{address}>"))).header(one_click);
        }
        message
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(|e| e.to_string())
    }
}

/// `List-Unsubscribe`: where to (RFC 2369).
#[derive(Clone)]
struct Unsubscribe(String);

/// `List-Unsubscribe-Post`: it is done by one request (RFC 8058).
#[derive(Clone)]
struct UnsubscribePost(String);

impl Header for Unsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(s: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(s.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Header for UnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(s: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(s.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// Without the password.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Carrier for Smtp {
    async fn carry(&self, letter: &Letter) -> Result<(), String> {
        let message = self.message(letter)?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| in_its_words(&error))
    }
}

/// The error with its causes: what the server said is one of them.
fn in_its_words(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let told = deeper.to_string();
        if !words.contains(&told) {
            words = format!("{words}: {told}");
        }
        cause = deeper.source();
    }
    words
}

/// A letter that only says that mail works.
#[must_use]
pub fn test_letter(to: &str, board: &str, address: &str, id: &str) -> Letter {
    let text = format!("Mail from {board} ({address}) reaches you. There is nothing to do.\n");
    Letter {
        to: to.to_owned(),
        subject: format!("[{board}] A test"),
        html: format!(
            "<!DOCTYPE html>\n<html><body><p>{}</p></body></html>\n",
            crate::markup::escaped(&text)
        ),
        text,
        id: format!("test-{id}"),
        thread: None,
        unsubscribe: None,
    }
}
