//! Decides which user runs Postgres. It refuses root, so root hands it to the user `postgres`, else
//! to `nobody`; data that is there already stays with its owner. Everyone else runs it as
//! themselves.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::PrivateError;
use super::place::Place;

const PASSWORD_FILE: &str = "/etc/passwd";

/// The user that runs Postgres.
#[derive(Debug)]
pub(super) struct Owner {
    /// None when Postgres runs as this process's own user.
    other: Option<User>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct User {
    name: String,
    uid: u32,
    gid: u32,
}

impl Owner {
    /// Decides by this process's user, the password file and the data that is there.
    pub(super) fn decide(place: &Place) -> Result<Self, PrivateError> {
        let uid = own_uid()?;
        if uid != 0 {
            return if has_name(uid) { Ok(Self { other: None }) } else { Err(PrivateError::NoName { uid }) };
        }
        let users = users(&fs::read_to_string(PASSWORD_FILE).unwrap_or_default());
        let of_the_data = fs::metadata(place.cluster()).ok().filter(|cluster| cluster.uid() != 0);
        let user = match of_the_data {
            Some(cluster) => owner_of(&cluster, &users),
            None => named(&users, "postgres")
                .or_else(|| named(&users, "nobody"))
                .ok_or(PrivateError::NoServerUser)?,
        };
        Ok(Self { other: Some(user) })
    }

    /// Whether this process is root and Postgres runs as someone else.
    pub(super) fn is_other(&self) -> bool {
        self.other.is_some()
    }

    /// Makes a command run as the owner. std drops root's supplementary groups, too.
    pub(super) fn runs(&self, command: &mut Command) {
        if let Some(user) = &self.other {
            command.uid(user.uid).gid(user.gid);
        }
    }

    /// Gives a folder to the owner.
    pub(super) fn receives(&self, path: &Path) -> Result<(), PrivateError> {
        match &self.other {
            Some(user) => lchown(path, Some(user.uid), Some(user.gid)).map_err(PrivateError::unusable(path)),
            None => Ok(()),
        }
    }

    /// Checks that the owner may pass through a folder and all above it, also where links
    /// lead. What does not exist yet is passed over.
    pub(super) fn can_reach(&self, folder: &Path) -> Result<(), PrivateError> {
        let Some(user) = &self.other else {
            return Ok(());
        };
        let real = folder.ancestors().find_map(|path| fs::canonicalize(path).ok()).unwrap_or_default();
        let closed =
            |path: &&Path| fs::metadata(path).is_ok_and(|found| found.is_dir() && !user.may_pass(&found));
        match folder.ancestors().chain(real.ancestors()).filter(closed).last() {
            Some(closed) => {
                Err(PrivateError::NoPassage { folder: closed.to_path_buf(), user: user.name.clone() })
            }
            None => Ok(()),
        }
    }
}

impl User {
    fn may_pass(&self, folder: &Metadata) -> bool {
        lets_through(folder.mode(), folder.uid() == self.uid, folder.gid() == self.gid)
    }
}

/// Whether the mode of a folder lets someone through who owns it, or is of its group, or neither.
fn lets_through(mode: u32, owns: bool, in_group: bool) -> bool {
    let needed = match (owns, in_group) {
        (true, _) => 0o100,
        (false, true) => 0o010,
        (false, false) => 0o001,
    };
    mode & needed != 0
}

fn owner_of(data: &Metadata, users: &[User]) -> User {
    let (uid, gid) = (data.uid(), data.gid());
    let name =
        users.iter().find(|user| user.uid == uid).map_or_else(|| uid.to_string(), |user| user.name.clone());
    User { name, uid, gid }
}

fn named(users: &[User], name: &str) -> Option<User> {
    users.iter().find(|user| user.name == name && user.uid != 0).cloned()
}

/// The users of a password file. Lines that are none are passed over.
fn users(password_file: &str) -> Vec<User> {
    let user = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(User { name, uid, gid })
    };
    password_file.lines().filter_map(user).collect()
}

/// std does not tell the own user, and the owner of `/proc/self` is root for a program that has
/// been given capabilities; `id` is on every system.
fn own_uid() -> Result<u32, PrivateError> {
    let who_am_i = |reason: String| PrivateError::WhoAmI { reason };
    let said = Command::new("id").arg("-u").output().map_err(|error| who_am_i(error.to_string()))?;
    let text = String::from_utf8_lossy(&said.stdout);
    text.trim().parse().map_err(|_| who_am_i(format!("it said {text:?}")))
}

/// A name from the password file, or from whatever directory the system asks besides.
fn has_name(uid: u32) -> bool {
    let in_file = |text: String| users(&text).iter().any(|user| user.uid == uid);
    fs::read_to_string(PASSWORD_FILE).is_ok_and(in_file)
        || Command::new("id").arg("-un").output().is_ok_and(|said| {
            let name = String::from_utf8_lossy(&said.stdout);
            said.status.success() && !name.trim().is_empty() && name.trim().parse::<u32>().is_err()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "root:x:0:0:root:/root:/bin/bash\n# a remark\n\nodd:x:-2:-2::/:\n\
                        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n\
                        postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn the_password_file_is_read_by_field() {
        let users = users(FILE);
        assert_eq!(users.len(), 3);
        assert_eq!(named(&users, "postgres"), Some(User { name: "postgres".into(), uid: 101, gid: 104 }));
        assert_eq!(named(&users, "odd"), None);
    }

    #[test]
    fn root_is_never_chosen_to_run_postgres() {
        assert_eq!(named(&users(FILE), "root"), None);
    }

    #[test]
    fn a_folder_lets_through_by_the_first_class_that_fits() {
        assert!(lets_through(0o755, false, false));
        assert!(!lets_through(0o700, false, false));
        assert!(!lets_through(0o700, false, true));
        assert!(lets_through(0o700, true, false));
        assert!(lets_through(0o710, false, true));
        assert!(!lets_through(0o701, false, true));
        assert!(!lets_through(0o011, true, true));
    }
}
