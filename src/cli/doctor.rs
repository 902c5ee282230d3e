//! `rejoinder doctor`: what is wrong with an installation, and what to do.

use super::serve::mail_server;
use super::{Failure, block_on, database, files};
use crate::accounts::list;
use crate::config::Settings;
use crate::db::{self, Conn, Timestamp, rights};
use crate::web::Role;
use diesel_async::AsyncConnection;

/// Something is wrong; each check has said what.
#[derive(Debug, thiserror::Error)]
#[error("{0} of these checks failed")]
struct Failed(usize);

pub fn run(settings: &Settings) -> Result<(), Failure> {
    let mut failed = 0;
    let mut tell = |what: &str, found: Result<String, String>| match found {
        Ok(good) => println!("ok    {what}: {good}"),
        Err(bad) => {
            failed += 1;
            println!("FAIL  {what}: {bad}");
        }
    };
    tell("address", address(settings));
    tell("port", port(settings));
    tell("mail", mail(settings));
    tell("disk", disk(settings));
    tell("open files", open_files(files::take_all()));
    match database::join(settings) {
        Err(why) => tell("database", Err(why.to_string())),
        Ok(database) => {
            tell("database", Ok("answers, and is up to date".to_owned()));
            tell("migrations", migrations(&database.url));
            tell("log", log(&database.url).map_err(|e| e.to_string()));
            tell("clock", clock(&database.url).map_err(|e| e.to_string()));
            tell("administrator", administrator(&database.url).map_err(|e| e.to_string()));
            database.leave()?;
        }
    }
    if failed == 0 { Ok(()) } else { Err(Failed(failed).into()) }
}

fn address(settings: &Settings) -> Result<String, String> {
    let address = settings.public_address();
    let local = settings.listen.ip().is_loopback();
    match (&settings.address, local) {
        (None, false) => Err(format!(
            "{address} is what links would show; set REJOINDER_ADDRESS to the address that people use"
        )),
        (Some(url), false) if url.scheme() == "http" => {
            Err("it is http://, so passwords would cross the network in the open; put TLS before it"
                .to_owned())
        }
        _ => Ok(address),
    }
}

fn port(settings: &Settings) -> Result<String, String> {
    match std::net::TcpListener::bind(settings.listen) {
        Ok(_) => Ok(format!("{} is free", settings.listen)),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{} is in use (by the board?)", settings.listen))
        }
        Err(e) => Err(format!("{} cannot be listened on: {e}; set REJOINDER_LISTEN", settings.listen)),
    }
}

fn mail(settings: &Settings) -> Result<String, String> {
    let server = mail_server(settings).map_err(|e| e.to_string())?;
    let Some(server) = server else {
        return Ok(
            "no mail server is set (REJOINDER_SMTP): mails are kept, `rejoinder mail list` shows them"
                .to_owned(),
        );
    };
    let answers = block_on(async { Ok(server.answers().await) }).map_err(|e| e.to_string())?;
    answers
        .map(|()| "the mail server answers".to_owned())
        .map_err(|refusal| format!("the mail server that REJOINDER_SMTP names does not take us: {refusal}"))
}

/// Whether there is room for the private Postgres to write.
fn disk(settings: &Settings) -> Result<String, String> {
    const LEAST: u64 = 1 << 30;
    if settings.given_database().is_ok_and(|url| url.is_some()) {
        return Ok("the database is elsewhere".to_owned());
    }
    let folder = settings.data_folder().map_err(|e| e.to_string())?;
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(&folder);
    let free =
        fs4::available_space(there).map_err(|e| format!("{} cannot be looked at: {e}", there.display()))?;
    let told = format!("{} MB free below {}", free >> 20, there.display());
    if free < LEAST {
        Err(format!("{told}; a database that cannot write stops: make room"))
    } else {
        Ok(told)
    }
}

/// Whether many may have a page open at once.
fn open_files(most: Option<u64>) -> Result<String, String> {
    match most {
        None => Ok("no limit".to_owned()),
        Some(most) if most >= files::ENOUGH => Ok(format!("{most} at most")),
        Some(most) => Err(format!(
            "{most} at most, and each open page is one; raise the hard limit to {} (with systemd, LimitNOFILE)",
            files::ENOUGH
        )),
    }
}

fn migrations(url: &str) -> Result<String, String> {
    match db::pending(url) {
        Ok(0) => Ok("all are run".to_owned()),
        Ok(waiting) => Err(format!("{waiting} wait; they run when the program starts")),
        Err(e) => Err(e.to_string()),
    }
}

/// Whether the program may change what stands in the log.
fn log(url: &str) -> Result<String, Failure> {
    let rights = block_on(async {
        let mut db = Conn::establish(url).await?;
        rights::take(&mut db).await?;
        Ok(rights::rights(&db).await?)
    })?;
    if rights.may_change {
        let (role, owner) = (rights::ROLE, rights.owner);
        return Err(format!(
            "the program serves as {owner}, who owns the log; only triggers keep what stands in it. To take the right to \
             change it from the program, run as a superuser: create role {role} nologin; grant {role} to \"{owner}\"; \
             and start the board again. (If the role is there already, the second alone.)"
        )
        .into());
    }
    Ok(format!("the program serves as {}, who may add to the log and read it, and no more", rights.role))
}

fn clock(url: &str) -> Result<String, Failure> {
    let theirs: Timestamp = block_on(async {
        let mut db = Conn::establish(url).await?;
        let now = diesel::IntoSql::into_sql::<diesel::sql_types::Timestamptz>(diesel::dsl::now);
        let now = diesel::select(now);
        Ok(diesel_async::RunQueryDsl::get_result(now, &mut db).await?)
    })?;
    let apart = (Timestamp::now_utc() - theirs).abs();
    if apart > time::Duration::seconds(5) {
        return Err(
            format!("this machine and the database are {apart} apart; run a time service on both").into()
        );
    }
    Ok("this machine and the database agree".to_owned())
}

fn administrator(url: &str) -> Result<String, Failure> {
    let accounts = block_on(async {
        let db = Conn::establish(url).await?;
        Ok(list(&db).await?)
    })?;
    match accounts.into_iter().find(|(_, _, role, ..)| *role == Role::Administrator) {
        Some((name, ..)) => Ok(name),
        None => Err("there is none; open the set-up link that `rejoinder serve` prints, or run \
                     `rejoinder account create NAME --email E --role administrator --password-stdin`"
            .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_open_files_are_said_to_be_few() {
        assert_eq!(open_files(None).unwrap(), "no limit");
        assert_eq!(open_files(Some(8_192)).unwrap(), "8192 at most");
        let few = open_files(Some(8_191)).unwrap_err();
        assert!(few.starts_with("8191 at most") && few.contains("LimitNOFILE"), "{few}");
    }
}
