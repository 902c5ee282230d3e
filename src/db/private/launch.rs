//! Starts Postgres as a child and waits until it is ready.

use std::ffi::OsString;
use std::fs::{self, File};
use std::process::Child;

use super::cluster::{Cluster, PATIENCE, Running};
use super::error::PrivateError;
use super::pid_file::{self, Found, PidFile};
use super::poll::poll;
use super::text::{last_lines, quoted};

impl Cluster {
    /// Removes what a crashed Postgres left. By the process number in it, Postgres would take any
    /// other process of its user for itself, and refuse to start.
    pub(super) fn clear_remains(&self) -> Result<(), PrivateError> {
        let mut lock = self.place.socket().into_os_string();
        lock.push(".lock");
        for path in [pid_file::path(&self.place.cluster()), lock.into(), self.place.socket()] {
            if path.exists() {
                fs::remove_file(&path).map_err(PrivateError::unusable(&path))?;
            }
        }
        Ok(())
    }

    pub(super) fn launch(&self) -> Result<Running, PrivateError> {
        let log = self.place.open_log()?;
        let before = log.metadata().map_err(PrivateError::unusable(&self.place.log()))?.len();
        let mut child = self.spawn(log)?;
        let ready = poll(PATIENCE, || match child.try_wait() {
            Ok(None) => Ok(self.is_ready(child.id()).then_some(())),
            Ok(Some(_)) | Err(_) => Err(self.not_started(before)),
        });
        match ready {
            Ok(Some(())) => {
                tracing::info!("the private Postgres in {} has started", self.place.data().display());
                Ok(Running { child: Some(child) })
            }
            Ok(None) => Err(self.slow()),
            // Perhaps it gave way to one that a killed process of ours had just started.
            Err(_) if self.settled()? => Ok(Running { child: None }),
            Err(error) => Err(error),
        }
    }

    fn spawn(&self, log: File) -> Result<Child, PrivateError> {
        let not_run = |cause| PrivateError::NotRun { program: "postgres", cause };
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.place.cluster());
        for (name, value) in self.settings() {
            let mut setting = name;
            setting.push("=");
            setting.push(value);
            command.arg("-c").arg(setting);
        }
        command.stdout(log.try_clone().map_err(not_run)?).stderr(log);
        command.spawn().map_err(not_run)
    }

    /// The server's options. Ours come last and count: it is reached by its socket and by nothing
    /// else.
    fn settings(&self) -> Vec<(OsString, OsString)> {
        let ours = [
            ("listen_addresses", OsString::new()),
            ("port", "5432".into()),
            ("unix_socket_directories", quoted(self.place.socket_folder().as_os_str())),
            ("unix_socket_permissions", "0700".into()),
        ];
        let given = self.options.iter().map(|(name, value)| (name.into(), value.into()));
        given.chain(ours.into_iter().map(|(name, value)| (name.into(), value))).collect()
    }

    fn is_ready(&self, pid: u32) -> bool {
        pid_file::read(&self.place.cluster()) == Found::Written(PidFile { pid, ready: true })
    }

    fn not_started(&self, before: u64) -> PrivateError {
        let said = last_lines(&self.place.log(), before).unwrap_or_default();
        PrivateError::NotStarted { log: self.place.log(), said }
    }
}
