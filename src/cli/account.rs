//! `rejoinder account …`: accounts are made and changed from the command line.

use super::{Failure, block_on, database};
use crate::accounts::email::address_of;
use crate::accounts::{
    Account as Found, Known, NewMember, Standing, administer, by_name, change_password, check_password, join,
    list, passwords, sessions, two_step,
};
use crate::config::Settings;
use crate::db::{self, Conn, LogLine, Timestamp, Word};
use crate::web::Role;
use clap::Subcommand;
use diesel_async::AsyncConnection;
use serde_json::json;
use std::io::Read;

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Make an account; its e-mail counts as confirmed
    Create {
        /// The name: 2 to 32 letters, digits, _ - .
        name: String,
        /// The e-mail address
        #[arg(long)]
        email: String,
        /// What the account may do
        #[arg(long, default_value = "member", value_parser = role)]
        role: Role,
        /// How well the board knows it [default: new; for moderators and administrators known]
        #[arg(long, value_parser = standing)]
        standing: Option<Standing>,
        /// Read the password from standard input, one line
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Give an account another role
    Role {
        /// The account's name
        name: String,
        /// member, moderator or administrator
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Give an account another password; all its sessions end
    Password {
        /// The account's name
        name: String,
        /// Read the password from standard input, one line
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Turn an account's two-step sign-in off, for who lost everything that gives codes
    TwoStep {
        /// The account's name
        name: String,
        /// off
        #[arg(value_parser = ["off"])]
        state: String,
    },
    /// List all accounts: name, e-mail, role, standing, since when
    List,
}

/// There is no account with that name.
#[derive(Debug, thiserror::Error)]
#[error("there is no account named {0}; `rejoinder account list` shows them all")]
struct NoSuchAccount(String);

pub fn run(settings: &Settings, what: Account) -> Result<(), Failure> {
    let database = database::join(settings)?;
    let done = block_on(async {
        let mut db = Conn::establish(&database.url).await?;
        carry_out(&mut db, what).await
    });
    database.leave()?;
    done
}

async fn carry_out(db: &mut Conn, what: Account) -> Result<(), Failure> {
    match what {
        Account::Create { name, email, role, standing, password_stdin: _ } => {
            create(db, &name, &email, role, standing).await
        }
        Account::Role { name, role } => {
            let account = find(db, &name).await?;
            if administer::give_role(db, None, account.id, role, Timestamp::now_utc()).await? {
                println!("{} is {} now, and signs in again.", account.name, administer::called(role));
            } else {
                println!("{} is {} already.", account.name, administer::called(role));
            }
            Ok(())
        }
        Account::Password { name, password_stdin: _ } => {
            let account = find(db, &name).await?;
            let email = address_of(db, account.id).await?.map(|address| address.email).unwrap_or_default();
            let hash = passwords::hash(read_password(db, &account.name, &email).await?).await?;
            db.transaction::<_, diesel::result::Error, _>(async |db| {
                change_password(db, account.id, &hash).await?;
                sessions::end_all(db, account.id).await
            })
            .await?;
            println!("{} has a new password; every session has ended.", account.name);
            Ok(())
        }
        Account::TwoStep { name, state: _ } => end_two_step(db, &name).await,
        Account::List => print_all(db).await,
    }
}

async fn create(
    db: &Conn,
    name: &str,
    email: &str,
    role: Role,
    standing: Option<Standing>,
) -> Result<(), Failure> {
    let password_hash = passwords::hash(read_password(db, name, email).await?).await?;
    let otherwise = if role >= Role::Moderator { Standing::Known } else { Standing::New };
    let standing = standing.unwrap_or(otherwise);
    let new = NewMember { name, email, password_hash: &password_hash, role, standing, confirmed: true };
    let member = join(db, new, Timestamp::now_utc()).await?;
    println!("{} is {} now.", member.name, administer::called(role));
    Ok(())
}

async fn end_two_step(db: &mut Conn, name: &str) -> Result<(), Failure> {
    let account = find(db, name).await?;
    let now = Timestamp::now_utc();
    two_step::end(db, account.id, now).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: None,
        action: "two-step off",
        subject_kind: "account",
        subject_id: account.id.0,
        why: "on the command line",
        before: json!({ "two_step": "on" }),
        after: json!({ "two_step": "off" }),
    };
    db::record(db, line).await?;
    println!("{} signs in with the password alone now.", account.name);
    Ok(())
}

async fn find(db: &Conn, name: &str) -> Result<Found, Failure> {
    Ok(by_name(db, name).await?.ok_or_else(|| NoSuchAccount(name.to_owned()))?)
}

async fn print_all(db: &Conn) -> Result<(), Failure> {
    for (name, email, role, standing, joined) in list(db).await? {
        println!("{name}\t{email}\t{}\t{}\t{}", role.word(), standing.word(), joined.date());
    }
    Ok(())
}

async fn read_password(db: &Conn, name: &str, email: &str) -> Result<String, Failure> {
    let board = db::board(db).await?.board_name;
    let mut typed = String::new();
    std::io::stdin().read_to_string(&mut typed)?;
    let password = typed.strip_suffix('\n').unwrap_or(&typed);
    let password = password.strip_suffix('\r').unwrap_or(password).to_owned();
    check_password(&password, Known { name, email, board: &board })?;
    Ok(password)
}

fn role(word: &str) -> Result<Role, String> {
    Role::of(word).ok_or_else(|| "it is member, moderator or administrator".to_owned())
}

fn standing(word: &str) -> Result<Standing, String> {
    Standing::of(word).ok_or_else(|| "it is new, known or trusted".to_owned())
}
