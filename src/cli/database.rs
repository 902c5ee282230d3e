//! The database of a command: the one that is set, or the private one.

use super::Failure;
use crate::config::Settings;
use crate::db;
use crate::db::private::{PrivatePostgres, PrivateSettings};

/// The database, up to date. Where it is private, it is given back by [`Database::leave`].
pub struct Database {
    /// Its URL.
    pub url: String,
    private: Option<PrivatePostgres>,
}

/// The database for `serve`: a private one is owned by this process.
pub fn own(settings: &Settings) -> Result<Database, Failure> {
    open(settings, PrivatePostgres::start)
}

/// The database for another command: a private one may be in use by a running `serve`.
pub fn join(settings: &Settings) -> Result<Database, Failure> {
    open(settings, PrivatePostgres::join)
}

fn open(
    settings: &Settings,
    get: fn(&PrivateSettings) -> Result<PrivatePostgres, db::private::PrivateError>,
) -> Result<Database, Failure> {
    let database = if let Some(url) = settings.given_database()? {
        Database { url, private: None }
    } else {
        let place = PrivateSettings {
            data: settings.data_folder()?,
            binaries: settings.postgres.clone(),
            options: Vec::new(),
        };
        let private = get(&place)?;
        Database { url: private.url("postgres"), private: Some(private) }
    };
    let run = db::migrate(&database.url)?;
    if run > 0 {
        tracing::info!(run, "migrations were run");
    }
    Ok(database)
}

impl Database {
    /// Stops a private Postgres, unless somebody else still uses it.
    pub fn leave(self) -> Result<(), Failure> {
        match self.private {
            Some(private) => Ok(private.stop()?),
            None => Ok(()),
        }
    }
}
