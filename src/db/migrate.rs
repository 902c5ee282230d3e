//! Migrations: run when the program starts, one process at a time, and only forwards.

use super::{Conn, rights};
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel_async::{AsyncConnection, AsyncMigrationHarness, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::future::Future;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Why the database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// Nothing answers there.
    #[error(
        "cannot connect to the database: {0}. Check DATABASE_URL, and that the server runs and lets this user in."
    )]
    Unreachable(String),
    /// A newer program was here.
    #[error(
        "the database was made by a newer rejoinder (it has migration {0}, which this program does not know). \
         Install that version or a later one; the data stays as it is."
    )]
    Newer(String),
    /// A migration did not run.
    #[error("a migration did not run: {0}. Nothing was changed by it; mend the cause and start again.")]
    Failed(String),
}

/// Brings the database up to date and says how many migrations were run. Several processes may call this at once.
///
/// Blocks the calling thread; it has a runtime of its own because the harness cannot run on the server's.
///
/// # Errors
/// [`MigrateError`].
pub fn migrate(url: &str) -> Result<usize, MigrateError> {
    let run = with_harness(url, |harness| {
        refuse_newer(harness)?;
        let run = harness
            .run_pending_migrations(MIGRATIONS)
            .map_err(|e| MigrateError::Failed(e.to_string()))?
            .len();
        Ok(run)
    })?;
    give_rights(url)?;
    Ok(run)
}

/// The rights of the program on the tables that there are now.
fn give_rights(url: &str) -> Result<(), MigrateError> {
    on_a_runtime(async {
        let mut conn = locked(url).await?;
        rights::give(&mut conn).await.map_err(|e| MigrateError::Failed(e.to_string()))
    })
}

/// Takes every migration back, newest first; what the tests of migrations stand on.
///
/// # Errors
/// [`MigrateError`].
pub fn migrate_down(url: &str) -> Result<usize, MigrateError> {
    with_harness(url, |harness| {
        let run =
            harness.revert_all_migrations(MIGRATIONS).map_err(|e| MigrateError::Failed(e.to_string()))?;
        Ok(run.len())
    })
}

/// How many migrations wait to be run.
///
/// # Errors
/// [`MigrateError`].
pub fn pending(url: &str) -> Result<usize, MigrateError> {
    with_harness(url, |harness| {
        refuse_newer(harness)?;
        let waiting =
            harness.pending_migrations(MIGRATIONS).map_err(|e| MigrateError::Failed(e.to_string()))?;
        Ok(waiting.len())
    })
}

type Harness = AsyncMigrationHarness<Conn>;

fn with_harness<T: Send>(
    url: &str,
    work: impl FnOnce(&mut Harness) -> Result<T, MigrateError> + Send,
) -> Result<T, MigrateError> {
    on_a_runtime(async {
        let conn = locked(url).await?;
        work(&mut AsyncMigrationHarness::new(conn))
    })
}

/// A connection as the owner of the tables; one process at a time has one.
async fn locked(url: &str) -> Result<Conn, MigrateError> {
    let mut conn = Conn::establish(url).await.map_err(|e| MigrateError::Unreachable(e.to_string()))?;
    // The number is this program's own: "rejoinde" in ASCII.
    conn.batch_execute("reset role; select pg_advisory_lock(8243108339166735461)")
        .await
        .map_err(|e| MigrateError::Failed(e.to_string()))?;
    Ok(conn)
}

/// Runs it on a thread of its own.
fn on_a_runtime<T: Send>(
    work: impl Future<Output = Result<T, MigrateError>> + Send,
) -> Result<T, MigrateError> {
    let run = || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|e| MigrateError::Failed(e.to_string()))?;
        runtime.block_on(work)
    };
    std::thread::scope(|scope| {
        scope
            .spawn(run)
            .join()
            .unwrap_or_else(|_| Err(MigrateError::Failed("it stopped half-way".to_owned())))
    })
}

fn refuse_newer(harness: &mut Harness) -> Result<(), MigrateError> {
    let failed = |e: Box<dyn std::error::Error + Send + Sync>| MigrateError::Failed(e.to_string());
    let known: Vec<Box<dyn Migration<Pg>>> = MIGRATIONS.migrations().map_err(failed)?;
    let applied = harness.applied_migrations().map_err(failed)?;
    let stranger = applied.iter().find(|version| !known.iter().any(|m| m.name().version() == **version));
    stranger.map_or(Ok(()), |version| Err(MigrateError::Newer(version.to_string())))
}
