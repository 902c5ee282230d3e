//! Who uses the private Postgres, told by locks on files: they end with a process however it ends.
//!
//! `serve.lock` is held by the owner for life. `users.lock` is shared by everyone who uses
//! Postgres. `turn.lock` is held while somebody looks whether it runs, starts it or stops it.
//! Because all of that is done in turn, whoever then finds itself alone on `users.lock` can stop
//! Postgres safely.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{self, Stdio};
use std::time::Duration;

use super::binaries::first_number;
use super::error::PrivateError;
use super::place::Place;
use super::poll::poll;

/// Longer than a start or a stop may take.
const PATIENCE: Duration = Duration::from_secs(90);

const OWNER: &str = "serve.lock";
const USERS: &str = "users.lock";
const TURN: &str = "turn.lock";
const STOP_WANTED: &str = "stop.wanted";

/// The locks of one data folder.
#[derive(Debug)]
pub(super) struct Locks {
    place: Place,
}

/// Held for life by the process that owns the data folder.
#[derive(Debug)]
pub(super) struct Owning(#[expect(dead_code, reason = "held for its lock")] File);

/// Held by each process while it uses Postgres.
#[derive(Debug)]
pub(super) struct Using(#[expect(dead_code, reason = "held for its lock")] File);

/// Held while nobody else uses Postgres.
#[derive(Debug)]
pub(super) struct Alone(#[expect(dead_code, reason = "held for its lock")] File);

/// Held while it is looked after: only one process at a time does.
#[derive(Debug)]
pub(super) struct Turn(File);

impl Turn {
    /// A standard input for a child, which then holds the turn as long as it runs, even when this
    /// process is killed meanwhile. It reads as empty.
    pub(super) fn lend(&self) -> io::Result<Stdio> {
        self.0.try_clone().map(Stdio::from)
    }
}

impl Locks {
    pub(super) fn of(place: &Place) -> Self {
        Self { place: place.clone() }
    }

    /// Takes the data folder for this process, and writes down which one it is.
    pub(super) fn own(&self) -> Result<Owning, PrivateError> {
        let mut file = self.place.open(OWNER)?;
        if !self.taken(OWNER, file.try_lock())? {
            let mut text = String::new();
            file.read_to_string(&mut text).map_err(PrivateError::unusable(&self.path(OWNER)))?;
            return Err(PrivateError::InUse { data: self.place.data().into(), process: first_number(&text) });
        }
        let note = file.set_len(0).and_then(|()| writeln!(file, "{}", process::id()));
        note.map_err(PrivateError::unusable(&self.path(OWNER)))?;
        Ok(Owning(file))
    }

    /// Waits for the turn to look after Postgres.
    pub(super) fn turn(&self) -> Result<Turn, PrivateError> {
        let file = self.place.open(TURN)?;
        let taken = poll(PATIENCE, || Ok(self.taken(TURN, file.try_lock())?.then_some(())))?;
        taken.map(|()| Turn(file)).ok_or_else(|| PrivateError::Busy {
            data: self.place.data().into(),
            log: self.place.log(),
            seconds: PATIENCE.as_secs(),
        })
    }

    /// Becomes one of the users. Nobody holds the lock alone without the turn, so it is free at
    /// once.
    pub(super) fn join_users(&self, _: &Turn) -> Result<Using, PrivateError> {
        let file = self.place.open(USERS)?;
        file.lock_shared().map_err(PrivateError::unusable(&self.path(USERS)))?;
        Ok(Using(file))
    }

    /// Waits a while for all users to be gone; newcomers wait for the turn meanwhile.
    pub(super) fn sole_user(&self, _: &Turn, patience: Duration) -> Result<Option<Alone>, PrivateError> {
        let file = self.place.open(USERS)?;
        let alone = poll(patience, || Ok(self.taken(USERS, file.try_lock())?.then_some(())))?;
        Ok(alone.map(|()| Alone(file)))
    }

    /// Leaves it to the last user to stop Postgres.
    pub(super) fn want_stop(&self, _: &Turn) -> Result<(), PrivateError> {
        self.place.open(STOP_WANTED).map(drop)
    }

    /// Whether somebody who left asked the last user to stop Postgres.
    pub(super) fn stop_is_wanted(&self) -> bool {
        self.path(STOP_WANTED).exists()
    }

    /// To be said when Postgres was stopped.
    pub(super) fn forget_stop(&self, _: &Turn) -> Result<(), PrivateError> {
        let path = self.path(STOP_WANTED);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(PrivateError::unusable(&path)(error))
            }
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.data().join(name)
    }

    fn taken(&self, name: &str, tried: Result<(), TryLockError>) -> Result<bool, PrivateError> {
        match tried {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(PrivateError::unusable(&self.path(name))(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn in_a_folder(named: &str, test: impl FnOnce(&Locks)) {
        let data = std::env::temp_dir().join(format!("rejoinder-{named}-{}", process::id()));
        fs::create_dir_all(&data).unwrap();
        test(&Locks::of(&Place::at(Path::new(&data)).unwrap()));
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_second_owner_is_told_who_has_the_folder_until_it_is_free() {
        in_a_folder("own", |locks| {
            let first = locks.own().unwrap();
            let us = process::id();
            assert!(matches!(locks.own(), Err(PrivateError::InUse { process: Some(id), .. }) if id == us));
            drop(first);
            locks.own().unwrap();
        });
    }

    #[test]
    fn nobody_is_alone_while_another_uses_it() {
        in_a_folder("users", |locks| {
            let turn = locks.turn().unwrap();
            let (one, other) = (locks.join_users(&turn).unwrap(), locks.join_users(&turn).unwrap());
            drop(one);
            assert!(locks.sole_user(&turn, Duration::ZERO).unwrap().is_none());
            drop(other);
            assert!(locks.sole_user(&turn, Duration::ZERO).unwrap().is_some());
        });
    }

    #[test]
    fn the_wish_to_stop_stays_until_it_is_forgotten() {
        in_a_folder("wish", |locks| {
            let turn = locks.turn().unwrap();
            assert!(!locks.stop_is_wanted());
            locks.want_stop(&turn).unwrap();
            assert!(locks.stop_is_wanted());
            locks.forget_stop(&turn).unwrap();
            locks.forget_stop(&turn).unwrap();
            assert!(!locks.stop_is_wanted());
        });
    }

    #[test]
    fn a_link_in_place_of_a_lock_is_not_followed() {
        in_a_folder("link", |locks| {
            std::os::unix::fs::symlink("/dev/null", locks.path(OWNER)).unwrap();
            assert!(matches!(locks.own(), Err(PrivateError::Unusable { .. })));
        });
    }
}
