//! Finds Postgres's programs: the folder that is set, then the search path, then the folders where
//! systems put them, the highest version first. Data that is there already decides for its own
//! version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::PrivateError;

/// Folders that hold a folder for each version: the parent, and how the folder's name begins.
const VERSIONED: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
];

/// Folders of the BSDs, and of a Postgres built from source.
const PLAIN: [&str; 3] = ["/usr/local/bin", "/usr/pkg/bin", "/usr/local/pgsql/bin"];

const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];

/// A folder with Postgres's programs, all of one major version.
#[derive(Debug)]
pub(super) struct Binaries {
    /// Empty for the search path: the system then looks a bare name up by itself.
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// Finds them, those of the version `wanted` if there is data of a version already.
    pub(super) fn find(set: Option<&Path>, wanted: Option<(PathBuf, u32)>) -> Result<Self, PrivateError> {
        let mut found = candidates(set).into_iter().filter_map(Self::look);
        let Some((cluster, data)) = wanted else {
            return found.next().ok_or_else(|| none(set));
        };
        let first = found.next().ok_or_else(|| none(set))?;
        let binaries = first.major;
        let other = PrivateError::OtherVersion { cluster, data, binaries };
        std::iter::once(first).chain(found).find(|found| found.major == data).ok_or(other)
    }

    /// The major version, such as 15.
    pub(super) fn major(&self) -> u32 {
        self.major
    }

    /// A command that runs one of them in the root folder, which every user may enter, with
    /// messages in English and without the settings that Postgres takes from the environment.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        command.current_dir("/").env("LC_ALL", "C").stdin(Stdio::null());
        for name in ["PGDATA", "PGPORT", "PGHOST", "PGOPTIONS", "PGDATESTYLE", "PGCLIENTENCODING"] {
            command.env_remove(name);
        }
        command
    }

    fn look(folder: PathBuf) -> Option<Self> {
        let mut binaries = Self { folder, major: 0 };
        let mut majors = PROGRAMS.into_iter().map(|program| binaries.major_of(program));
        let major = majors.next().flatten()?;
        let same = majors.all(|other| other == Some(major));
        binaries.major = major;
        same.then_some(binaries)
    }

    fn major_of(&self, program: &str) -> Option<u32> {
        let output = self.command(program).arg("--version").output().ok()?;
        output.status.success().then(|| first_number(&String::from_utf8_lossy(&output.stdout)))?
    }
}

fn none(set: Option<&Path>) -> PrivateError {
    set.map_or(PrivateError::NoBinaries, |folder| PrivateError::NotBinaries { folder: folder.to_path_buf() })
}

fn candidates(set: Option<&Path>) -> Vec<PathBuf> {
    if let Some(folder) = set {
        return vec![std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())];
    }
    let versioned = VERSIONED.iter().flat_map(|(parent, prefix)| versions_below(Path::new(parent), prefix));
    std::iter::once(PathBuf::new()).chain(versioned).chain(PLAIN.iter().map(PathBuf::from)).collect()
}

/// The `bin` folders below `parent`, the highest version first; a name without a number goes last.
fn versions_below(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<(Option<u32>, PathBuf)> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| (first_number(&entry.file_name().to_string_lossy()), entry.path().join("bin")))
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, folder)| folder).collect()
}

/// The first whole number in a text: 15 in `postgres (PostgreSQL) 15.18 (Debian)`.
pub(super) fn first_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(first_number("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(first_number("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(first_number("17\n"), Some(17));
        assert_eq!(first_number("postgresql"), None);
    }

    #[test]
    fn the_highest_version_comes_first_by_number_and_not_by_letter() {
        let parent = std::env::temp_dir().join(format!("rejoinder-binaries-{}", std::process::id()));
        for version in ["postgresql@9", "postgresql@15", "postgresql", "postgresql@17", "other@99"] {
            fs::create_dir_all(parent.join(version)).unwrap();
        }
        let found = versions_below(&parent, "postgresql");
        fs::remove_dir_all(&parent).unwrap();
        let names = ["postgresql@17", "postgresql@15", "postgresql@9", "postgresql"];
        assert_eq!(found, names.map(|name| parent.join(name).join("bin")));
    }

    #[test]
    fn a_folder_that_is_set_is_the_only_one_looked_at() {
        assert_eq!(candidates(Some(Path::new("/opt/pg"))), [PathBuf::from("/opt/pg")]);
        assert!(matches!(
            Binaries::find(Some(Path::new("/nowhere/bin")), None),
            Err(PrivateError::NotBinaries { folder }) if folder == Path::new("/nowhere/bin")
        ));
    }

    #[test]
    fn the_search_path_is_asked_before_the_usual_folders() {
        assert_eq!(candidates(None).first(), Some(&PathBuf::new()));
    }
}
