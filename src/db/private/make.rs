//! Makes a cluster with `initdb`, under another name until it is whole.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Output;

use super::cluster::{Cluster, ROLE};
use super::error::PrivateError;
use super::locks::Turn;
use super::place::folder_for;
use super::text::words_of;

/// What decides which characters are letters, the best first. Text is sorted by code point in any
/// case; but with plain C, `lower` and the search know no letters beyond a to z and take “ for one.
const LETTERS: [&str; 4] = ["C.UTF-8", "C.utf8", "en_US.UTF-8", "C"];

/// From this version on Postgres knows Unicode's letters by itself, the same on every system.
const KNOWS_LETTERS: u32 = 17;

impl Cluster {
    /// Makes the cluster under another name and renames it when it is whole, so that one that was
    /// cut short is never taken for good.
    pub(super) fn make(&self, turn: &Turn) -> Result<(), PrivateError> {
        let (cluster, unfinished) = (self.place.cluster(), self.place.unfinished_cluster());
        if !is_free(&cluster).map_err(PrivateError::unusable(&cluster))? {
            return Err(PrivateError::NotACluster { cluster });
        }
        tracing::info!("making a new Postgres cluster in {}", cluster.display());
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(PrivateError::unusable(&unfinished))?;
        }
        folder_for(&self.owner, &unfinished)?;
        for letters in LETTERS {
            let said = self.initdb(turn, &unfinished, letters)?;
            if said.status.success() {
                return fs::rename(&unfinished, &cluster).map_err(PrivateError::unusable(&cluster));
            }
            let unknown_letters = words_of(&said).contains("locale");
            if !unknown_letters || letters == "C" {
                return Err(PrivateError::NotMade { said: words_of(&said) });
            }
        }
        Ok(())
    }

    fn initdb(&self, turn: &Turn, folder: &Path, letters: &str) -> Result<Output, PrivateError> {
        let hold = turn.lend().map_err(|cause| PrivateError::NotRun { program: "initdb", cause })?;
        self.run("initdb", |command| {
            command.arg("--pgdata").arg(folder).args(["--username", ROLE, "--auth=trust", "--encoding=UTF8"]);
            command.args(["--no-locale", "--lc-ctype", letters, "--no-sync", "--no-instructions"]);
            if self.binaries.major() >= KNOWS_LETTERS {
                command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
            }
            // Killed in mid-work, we leave an initdb that runs on: it keeps the turn until it is
            // done.
            command.stdin(hold);
        })
    }
}

/// Whether nothing lies there, or an empty folder.
fn is_free(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
