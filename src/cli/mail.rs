//! `rejoinder mail …`: what the board wrote and has not sent, for boards without a mail server.

use super::serve::mail_server;
use super::{Failure, block_on, database};
use crate::config::Settings;
use crate::db::{self, Conn, LogLine, Timestamp};
use crate::mail::{self, MailState};
use clap::Subcommand;
use diesel_async::AsyncConnection;
use serde_json::json;

/// What is done with mails.
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// List the mails of the board, the newest first: number, state, to whom, what
    List {
        /// How many
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=10_000))]
        most: i64,
    },
    /// Show one mail; where no mail server is set, with a link that works
    Show {
        /// Its number, from the list
        number: i64,
    },
}

/// There is no mail with that number.
#[derive(Debug, thiserror::Error)]
#[error("there is no mail {0}; `rejoinder mail list` shows them")]
struct NoSuchMail(i64);

pub fn run(settings: &Settings, what: &Mail) -> Result<(), Failure> {
    let sends = mail_server(settings)?.is_some();
    let database = database::join(settings)?;
    let done = block_on(async {
        let db = Conn::establish(&database.url).await?;
        match what {
            Mail::List { most } => list(&db, *most).await,
            Mail::Show { number } => show(&db, *number, &settings.public_address(), sends).await,
        }
    });
    database.leave()?;
    done
}

async fn list(db: &Conn, most: i64) -> Result<(), Failure> {
    for mail in mail::list(db, None, most).await? {
        let state = db::Word::word(mail.state);
        println!("{}\t{state}\t{}\t{}\t{}", mail.id, mail.recipient, mail.subject, mail.refusal);
    }
    Ok(())
}

async fn show(db: &Conn, number: i64, address: &str, sends: bool) -> Result<(), Failure> {
    let now = Timestamp::now_utc();
    let mail = mail::find(db, number).await?.ok_or(NoSuchMail(number))?;
    let board = db::board(db).await?.board_name;
    let opens = !sends && mail.state == MailState::Waiting;
    let letter = if opens {
        let line = LogLine {
            logged_at: now,
            actor_id: None,
            action: "open_mail",
            subject_kind: "mail",
            subject_id: mail.id,
            why: "on the command line",
            before: json!({}),
            after: json!({ "kind": mail.kind }),
        };
        db::record(db, line).await?;
        mail::read(db, &mail, (&board, address), now).await?
    } else {
        mail.withheld(&board, address)
    };
    println!("To: {}\nSubject: {}\n\n{}", letter.to, letter.subject, letter.text);
    Ok(())
}
