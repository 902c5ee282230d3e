//! What can go wrong with the private Postgres, each with a sentence for the person who runs the
//! board.

use std::io;
use std::path::{Path, PathBuf};

/// Why the private Postgres cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum PrivateError {
    /// Nowhere on this machine are Postgres's programs.
    #[error(
        "No Postgres was found on this machine: install it (Debian and Ubuntu: `apt install \
         postgresql`; Fedora: `dnf install postgresql-server`; Alpine: `apk add postgresql`; \
         macOS: `brew install postgresql@17`; FreeBSD: `pkg install postgresql17-server`), or set \
         DATABASE_URL to a Postgres that runs elsewhere."
    )]
    NoBinaries,

    /// The folder that the settings name does not have them.
    #[error(
        "The folder {} does not hold Postgres's programs `initdb`, `pg_ctl` and `postgres`, all of one \
         version: name the folder that does in REJOINDER_POSTGRES, or leave that out and let them be \
         looked for.",
        folder.display()
    )]
    NotBinaries {
        /// The folder as it was set.
        folder: PathBuf,
    },

    /// The data was made by another major version of Postgres.
    #[error(
        "The data in {} was made by Postgres {data}, but the programs found are of Postgres \
         {binaries}: install Postgres {data} again, or dump the data with it (`pg_dumpall`), move \
         this folder away, and restore the dump into the new cluster.",
        cluster.display()
    )]
    OtherVersion {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The major version of the data.
        data: u32,
        /// The major version of the programs.
        binaries: u32,
    },

    /// Something else lies where the cluster should be.
    #[error(
        "{} holds something, but no Postgres cluster: move it away, or set REJOINDER_DATA to \
         another folder.",
        cluster.display()
    )]
    NotACluster {
        /// The cluster's folder.
        cluster: PathBuf,
    },

    /// Another living process owns the data folder.
    #[error(
        "The data folder {} is in use by {}: stop that one first, set REJOINDER_DATA to another \
         folder, or give both the same DATABASE_URL.",
        data.display(),
        process.map_or_else(|| String::from("another process"), |id| format!("process {id}"))
    )]
    InUse {
        /// The data folder.
        data: PathBuf,
        /// The process that owns it, where it said so.
        process: Option<u32>,
    },

    /// Another process has been starting or stopping the same Postgres for a long time.
    #[error(
        "Another process has been starting or stopping the Postgres in {} for {seconds} seconds: \
         try again when it is done, or read {} to see what it is doing.",
        data.display(),
        log.display()
    )]
    Busy {
        /// The data folder.
        data: PathBuf,
        /// Postgres's log.
        log: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },

    /// The system does not know the name of this process's user, which `initdb` needs.
    #[error(
        "This process runs as user {uid}, who has no name in the password file, and Postgres does \
         not start without: add the user, run as another one, or set DATABASE_URL to a Postgres \
         that runs elsewhere."
    )]
    NoName {
        /// The number of the user.
        uid: u32,
    },

    /// Root found no ordinary user to run Postgres.
    #[error(
        "Postgres does not run as root, and the password file has neither a user `postgres` nor \
         `nobody`: add a user `postgres`, run as an ordinary user, or set DATABASE_URL to a \
         Postgres that runs elsewhere."
    )]
    NoServerUser,

    /// The system would not tell who this process runs as.
    #[error(
        "The command `id` does not tell which user this is: put it on the PATH, or set \
         DATABASE_URL ({reason})."
    )]
    WhoAmI {
        /// What went wrong.
        reason: String,
    },

    /// A folder on the way is closed for the user that runs Postgres.
    #[error(
        "Postgres runs as the user {user}, who may not pass through the folder {}: set \
         REJOINDER_DATA to a folder that user can reach, such as /var/lib/rejoinder, or open it \
         (`chmod o+x`).",
        folder.display()
    )]
    NoPassage {
        /// The closed folder.
        folder: PathBuf,
        /// The user that runs Postgres.
        user: String,
    },

    /// The path of the socket would be longer than the system allows.
    #[error(
        "The path of the data folder {} is too long for Postgres's socket in it by {excess} bytes: \
         set REJOINDER_DATA to a shorter one.",
        data.display()
    )]
    PathTooLong {
        /// The data folder.
        data: PathBuf,
        /// By how many bytes.
        excess: usize,
    },

    /// A file or folder of the data folder cannot be made, read or written.
    #[error(
        "{} cannot be used ({cause}): run as the user that the data folder belongs to, give the \
         folder to this user, or set REJOINDER_DATA to another one.",
        path.display()
    )]
    Unusable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },

    /// One of Postgres's programs cannot be run at all.
    #[error(
        "Postgres's program `{program}` cannot be run ({cause}): let the user that runs it reach \
         it, install Postgres anew, or set DATABASE_URL."
    )]
    NotRun {
        /// The program.
        program: &'static str,
        /// What the system said.
        cause: io::Error,
    },

    /// `initdb` failed.
    #[error(
        "A new Postgres cluster could not be made: mend what `initdb` says here, then start \
         again.\n{said}"
    )]
    NotMade {
        /// What `initdb` said.
        said: String,
    },

    /// Postgres ended while it was starting.
    #[error("Postgres did not start: mend what its log {} says, then start again.\n{said}", log.display())]
    NotStarted {
        /// Postgres's log.
        log: PathBuf,
        /// The last lines of it.
        said: String,
    },

    /// Postgres is not ready in time. It is left running, so that a later start finds it further
    /// on.
    #[error(
        "Postgres is not ready after {seconds} seconds; it may be recovering from a crash: read \
         its log {}, and start again to wait longer.",
        log.display()
    )]
    Slow {
        /// How long it was waited for.
        seconds: u64,
        /// Postgres's log.
        log: PathBuf,
    },

    /// Postgres does not stop.
    #[error("Postgres (process {pid}) does not stop: read its log {}, and end it by hand.\n{said}", log.display())]
    NotStopped {
        /// The process.
        pid: u32,
        /// Postgres's log.
        log: PathBuf,
        /// What `pg_ctl` said, if anything.
        said: String,
    },
}

impl PrivateError {
    /// For `map_err`: the path that the failed call was about.
    pub(super) fn unusable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |cause| Self::Unusable { path, cause }
    }
}
