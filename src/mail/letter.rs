//! A mail as it is sent: text, and the same as a light HTML.

use super::Link;
use super::scribe::Filled;
use super::store::Kept;
use crate::db::Token;
use crate::markup::escaped;
use crate::web::{one_line, text as plain};

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The address that it goes to.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The left half of its `Message-ID`: the same whenever the mail is sent again.
    pub id: String,
    /// The same for what it belongs to: mails with the same are shown together.
    pub thread: Option<String>,
    /// The address at which its reader gets no more like it, signed in or not (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// What stands where a link's secret would, for who only looks at the mail.
const WITHHELD: &str = "…";

impl Letter {
    /// The letter of a kept mail. Links lead to `address`, the board's own; `secret` ends a link that works once.
    pub(super) fn of(mail: &Kept, board: &str, address: &str, secret: Option<&Token>) -> Self {
        let link = mail.link().map(|link| (link.label.clone(), address_of(&link, address, secret)));
        Self::laid_out(mail, &mail.subject, &mail.words(), link.as_slice(), (board, address))
    }

    /// The letter of a mail about a notice, with what was filled in.
    pub(super) fn filled(mail: &Kept, filled: Filled, board: &str, address: &str) -> Self {
        let unsubscribe = format!("{address}{}", filled.way_out.path);
        let link = (filled.link.label.clone(), address_of(&filled.link, address, None));
        let links = [link, (filled.way_out.label, unsubscribe.clone())];
        Self {
            thread: Some(filled.thread),
            unsubscribe: Some(unsubscribe),
            ..Self::laid_out(mail, &filled.subject, &filled.paragraphs, &links, (board, address))
        }
    }

    /// Words, and below them links: what pressing each does, and where it leads.
    fn laid_out(
        mail: &Kept,
        subject: &str,
        words: &[String],
        links: &[(String, String)],
        (board, address): (&str, &str),
    ) -> Self {
        let words: Vec<String> = words.iter().map(|words| plain(words)).collect();
        let mut text = words.clone();
        let mut html: Vec<String> = words.iter().map(|words| format!("<p>{}</p>", escaped(words))).collect();
        for (label, url) in links {
            text.push(format!("{label}:\n{url}"));
            html.push(format!("<p><a href=\"{}\">{}</a></p>", escaped(url), escaped(label)));
        }
        text.push(format!("-- \n{board}\n{address}\n"));
        html.push(format!("<p>{}<br>{}</p>", escaped(board), escaped(address)));
        Self {
            to: mail.recipient.clone(),
            subject: one_line(&format!("[{board}] {subject}")),
            text: text.join("\n\n"),
            html: format!("<!DOCTYPE html>\n<html><body>\n{}\n</body></html>\n", html.join("\n")),
            id: format!("mail-{}", mail.id),
            thread: None,
            unsubscribe: None,
        }
    }
}

fn address_of(link: &Link, address: &str, secret: Option<&Token>) -> String {
    let end = match (&link.once, secret) {
        (None, _) => String::new(),
        (Some(_), None) => WITHHELD.to_owned(),
        (Some(_), Some(token)) => token.text(),
    };
    format!("{address}{}{end}", link.path)
}
