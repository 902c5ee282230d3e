//! A mail as it is sent: text, and the same as a light HTML.

use super::Link;
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
}

/// What stands where a link's secret would, for who only looks at the mail.
const WITHHELD: &str = "…";

impl Letter {
    /// The letter of a kept mail. Links lead to `address`, the board's own; `secret` ends a link that works once.
    pub(super) fn of(mail: &Kept, board: &str, address: &str, secret: Option<&Token>) -> Self {
        let link = mail.link().map(|link| (address_of(&link, address, secret), link));
        let words: Vec<String> = mail.words().iter().map(|words| plain(words)).collect();
        let mut text = words.clone();
        let mut html: Vec<String> = words.iter().map(|words| format!("<p>{}</p>", escaped(words))).collect();
        if let Some((url, link)) = &link {
            text.push(format!("{}:\n{url}", link.label));
            html.push(format!("<p><a href=\"{}\">{}</a></p>", escaped(url), escaped(&link.label)));
        }
        text.push(format!("-- \n{board}\n{address}\n"));
        html.push(format!("<p>{}<br>{}</p>", escaped(board), escaped(address)));
        Self {
            to: mail.recipient.clone(),
            subject: one_line(&format!("[{board}] {}", mail.subject)),
            text: text.join("\n\n"),
            html: format!("<!DOCTYPE html>\n<html><body>\n{}\n</body></html>\n", html.join("\n")),
            id: format!("mail-{}", mail.id),
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
