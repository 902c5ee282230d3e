//! Brings Postgres up and down, and tells how it stands. One process at a time does so, which has
//! the turn. Making it is in `make`, starting it in `launch`.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use super::binaries::Binaries;
use super::error::PrivateError;
use super::locks::Turn;
use super::owner::Owner;
use super::pid_file::{self, Found, PidFile};
use super::place::Place;
use super::poll::poll;
use super::text::{percent, words_of};

/// How long Postgres may take until it is ready, or until it has stopped.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// The database role that owns everything; nobody else reaches the socket.
pub(super) const ROLE: &str = "rejoinder";

/// A cluster in its place, with all that is needed to run it.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) place: Place,
    pub(super) owner: Owner,
    pub(super) binaries: Binaries,
    pub(super) options: Vec<(String, String)>,
}

/// A Postgres that is ready. It has a child if this process started it.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) child: Option<Child>,
}

impl Running {
    /// Whether this process started it.
    pub(super) fn is_ours(&self) -> bool {
        self.child.is_some()
    }
}

enum State {
    Down,
    /// Starting or stopping.
    Changing,
    Ready,
}

impl Cluster {
    pub(super) fn new(
        place: Place,
        owner: Owner,
        binaries: Binaries,
        options: Vec<(String, String)>,
    ) -> Self {
        Self { place, owner, binaries, options }
    }

    /// The URL of a database, by the socket's folder.
    pub(super) fn url(&self, database: &str) -> String {
        let folder = self.place.socket_folder();
        let (database, host) = (percent(database.as_bytes()), percent(folder.as_os_str().as_bytes()));
        format!("postgres:///{database}?host={host}&user={ROLE}")
    }

    /// Finds it running, or starts it, and makes it first if there is none.
    pub(super) fn bring_up(&self, turn: &Turn) -> Result<Running, PrivateError> {
        if self.settled()? {
            tracing::info!("the private Postgres in {} runs already", self.place.data().display());
            return Ok(Running { child: None });
        }
        if self.place.version().is_none() {
            self.make(turn)?;
        }
        self.clear_remains()?;
        self.launch()
    }

    /// Stops it fast, and waits until its process is gone. Does nothing if none runs any more.
    pub(super) fn bring_down(&self, running: Running) -> Result<(), PrivateError> {
        let mut child = running.child;
        if let (Found::Written(PidFile { pid, .. }), true) =
            (pid_file::read(&self.place.cluster()), self.runs())
        {
            let said = self.run("pg_ctl", |command| {
                command.args(["stop", "-m", "fast", "-W", "-s", "-D"]).arg(self.place.cluster());
            })?;
            let gone =
                poll(PATIENCE, || Ok::<_, PrivateError>(self.is_gone(pid, child.as_mut()).then_some(())))?;
            gone.ok_or_else(|| PrivateError::NotStopped {
                pid,
                log: self.place.log(),
                said: words_of(&said),
            })?;
            tracing::info!("the private Postgres in {} has stopped", self.place.data().display());
        } else if let Some(child) = &mut child {
            // It ended by itself; this takes its exit status from the system.
            let _ = child.try_wait();
        }
        Ok(())
    }

    /// Waits until a Postgres that is starting or stopping is through with it. Whether it is ready
    /// then.
    pub(super) fn settled(&self) -> Result<bool, PrivateError> {
        let ready = poll(PATIENCE, || {
            Ok::<_, PrivateError>(match self.state() {
                State::Down => Some(false),
                State::Changing => None,
                State::Ready => Some(true),
            })
        })?;
        ready.ok_or_else(|| self.slow())
    }

    fn state(&self) -> State {
        match pid_file::read(&self.place.cluster()) {
            Found::Nothing => State::Down,
            Found::Written(_) if !self.runs() => State::Down,
            Found::BeingWritten | Found::Written(PidFile { ready: false, .. }) => State::Changing,
            Found::Written(PidFile { ready: true, .. }) => State::Ready,
        }
    }

    /// Whether the process of the file is this cluster's Postgres: it answers on the socket, which
    /// only it can, or the system knows it for one.
    fn runs(&self) -> bool {
        let Found::Written(PidFile { pid, .. }) = pid_file::read(&self.place.cluster()) else {
            return false;
        };
        UnixStream::connect(self.place.socket()).is_ok() || self.is_postgres(pid)
    }

    fn is_postgres(&self, pid: u32) -> bool {
        pid_file::is_postgres_of(pid, &self.place.cluster()).unwrap_or_else(|| {
            let status = self.run("pg_ctl", |command| {
                command.args(["status", "-D"]).arg(self.place.cluster());
            });
            status.is_ok_and(|said| said.status.success())
        })
    }

    fn is_gone(&self, pid: u32, child: Option<&mut Child>) -> bool {
        match child.filter(|child| child.id() == pid) {
            Some(child) => child.try_wait().is_ok_and(|status| status.is_some()),
            None => !self.is_postgres(pid) && UnixStream::connect(self.place.socket()).is_err(),
        }
    }

    pub(super) fn run(
        &self,
        program: &'static str,
        ask: impl FnOnce(&mut Command),
    ) -> Result<Output, PrivateError> {
        let mut command = self.command(program);
        ask(&mut command);
        command.output().map_err(|cause| PrivateError::NotRun { program, cause })
    }

    /// A command as the owner, in a process group of its own, so that Ctrl-C reaches us and not it.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = self.binaries.command(program);
        self.owner.runs(&mut command);
        command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    pub(super) fn slow(&self) -> PrivateError {
        PrivateError::Slow { seconds: PATIENCE.as_secs(), log: self.place.log() }
    }
}
