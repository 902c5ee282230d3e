//! The data folder: what lies where in it, and that it can be used.
//!
//! `postgres/` is the cluster, `socket/` where it listens, `postgres.log` its log; the locks lie
//! beside.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use super::binaries::first_number;
use super::error::PrivateError;
use super::owner::Owner;

/// The name that Postgres gives its socket. The port is part of it, though no port is opened.
const SOCKET: &str = ".s.PGSQL.5432";

const LOG: &str = "postgres.log";

/// A socket's path must stay below this many bytes.
const SOCKET_PATH_LIMIT: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The paths in a data folder, all absolute.
#[derive(Debug, Clone)]
pub(super) struct Place {
    data: PathBuf,
}

impl Place {
    /// Names the place and checks that the socket's path is short enough. Touches nothing yet.
    pub(super) fn at(data: &Path) -> Result<Self, PrivateError> {
        let data = std::path::absolute(data).map_err(PrivateError::unusable(data))?;
        let place = Self { data };
        match place.socket().as_os_str().as_bytes().len().checked_sub(SOCKET_PATH_LIMIT) {
            Some(over) => Err(PrivateError::PathTooLong { data: place.data, excess: over.saturating_add(1) }),
            None => Ok(place),
        }
    }

    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.data.join("postgres")
    }

    /// Where a cluster is made, before it is whole and gets its name.
    pub(super) fn unfinished_cluster(&self) -> PathBuf {
        self.data.join("postgres.new")
    }

    pub(super) fn socket_folder(&self) -> PathBuf {
        self.data.join("socket")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.socket_folder().join(SOCKET)
    }

    pub(super) fn log(&self) -> PathBuf {
        self.data.join(LOG)
    }

    /// Opens Postgres's log, to write behind what is there.
    pub(super) fn open_log(&self) -> Result<File, PrivateError> {
        self.open(LOG)
    }

    /// The major version of the cluster, with its folder. None when no cluster was made yet.
    pub(super) fn version(&self) -> Option<(PathBuf, u32)> {
        let text = fs::read_to_string(self.cluster().join("PG_VERSION")).ok()?;
        Some((self.cluster(), first_number(&text)?))
    }

    /// Makes the data folder and the socket's, and checks that the owner reaches them.
    pub(super) fn prepare(&self, owner: &Owner) -> Result<(), PrivateError> {
        owner.can_reach(&self.data)?;
        if !self.data.is_dir() {
            let mode = if owner.is_other() { 0o711 } else { 0o700 };
            fs::create_dir_all(&self.data).map_err(PrivateError::unusable(&self.data))?;
            set_mode(&self.data, mode)?;
            // A strict umask may just have closed a folder above it.
            owner.can_reach(&self.data)?;
        }
        folder_for(owner, &self.socket_folder())
    }

    /// Opens a file of the data folder for reading and appending, and makes it when it is missing.
    /// What root makes is given to the folder's user, who could not write it otherwise.
    pub(super) fn open(&self, name: &str) -> Result<File, PrivateError> {
        let path = self.data.join(name);
        refuse_link(&path)?;
        let open = || {
            let file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&path)?;
            let (found, folder) = (file.metadata()?, fs::metadata(&self.data)?);
            if found.uid() == 0 && folder.uid() != 0 {
                fchown(&file, Some(folder.uid()), Some(folder.gid()))?;
            }
            Ok(file)
        };
        open().map_err(PrivateError::unusable(&path))
    }
}

/// Makes a folder that only the owner may enter, or makes an existing one so.
pub(super) fn folder_for(owner: &Owner, folder: &Path) -> Result<(), PrivateError> {
    refuse_link(folder)?;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(PrivateError::unusable(folder)(error));
        }
        _ => owner.receives(folder)?,
    }
    set_mode(folder, 0o700)
}

/// In a folder that belongs to someone else, a link could lead root to files that are not ours.
fn refuse_link(path: &Path) -> Result<(), PrivateError> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        let cause = io::Error::new(io::ErrorKind::InvalidInput, "it is a link");
        return Err(PrivateError::unusable(path)(cause));
    }
    Ok(())
}

fn set_mode(folder: &Path, mode: u32) -> Result<(), PrivateError> {
    fs::set_permissions(folder, Permissions::from_mode(mode)).map_err(PrivateError::unusable(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_refused_from_the_limit_on() {
        let rest = "/socket/".len() + SOCKET.len();
        let of_length = |length: usize| PathBuf::from(format!("/{}", "d".repeat(length - 1)));
        assert!(Place::at(&of_length(SOCKET_PATH_LIMIT - rest - 1)).is_ok());
        let refused = Place::at(&of_length(SOCKET_PATH_LIMIT - rest + 2));
        assert!(matches!(refused, Err(PrivateError::PathTooLong { excess: 3, .. })));
    }

    #[test]
    fn a_relative_folder_counts_from_the_current_one() {
        let place = Place::at(Path::new("board")).unwrap();
        assert_eq!(place.data(), std::env::current_dir().unwrap().join("board"));
    }
}
