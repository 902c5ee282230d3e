//! Reads `postmaster.pid`, in which Postgres says who it is and how far it has come.
//!
//! The file alone proves nothing: after a crash it is left behind, and its process number may
//! belong to another program by now. So the process is looked at, too.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What Postgres says of itself in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PidFile {
    /// The process.
    pub pid: u32,
    /// Whether it takes connections; otherwise it is starting or stopping.
    pub ready: bool,
}

/// The file as it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    /// Made a moment ago, and not written yet.
    BeingWritten,
    Written(PidFile),
}

/// Postgres writes its file in one go; one that is still empty after this long was left by a crash.
const WRITING_TAKES: Duration = Duration::from_secs(5);

/// The file's path in a cluster.
pub(super) fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

/// Reads the file of a cluster.
pub(super) fn read(cluster: &Path) -> Found {
    let path = path(cluster);
    if let Some(written) = fs::read_to_string(&path).ok().and_then(|text| parse(&text)) {
        return Found::Written(written);
    }
    let age =
        fs::metadata(&path).and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
    if age.is_some_and(|age| age < WRITING_TAKES) { Found::BeingWritten } else { Found::Nothing }
}

fn parse(text: &str) -> Option<PidFile> {
    let pid = text.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)?;
    let ready = text.lines().nth(7).is_some_and(|status| status.trim() == "ready");
    Some(PidFile { pid, ready })
}

/// Whether a process is the Postgres of this cluster, by its command line. None where the system
/// has no `/proc`, and for that reason cannot say.
pub(super) fn is_postgres_of(pid: u32, cluster: &Path) -> Option<bool> {
    fs::metadata("/proc/self/cmdline").ok()?;
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    Some(names_cluster(&line, cluster))
}

/// Whether a command line, its words parted by NUL, is `postgres` with the cluster's folder in it.
fn names_cluster(line: &[u8], cluster: &Path) -> bool {
    let mut words = line.split(|byte| *byte == 0).map(|word| Path::new(OsStr::from_bytes(word)));
    let program = words.next().and_then(Path::file_name);
    let is_postgres = program.is_some_and(|name| name == "postgres" || name == "postmaster");
    is_postgres && words.any(|word| word == cluster || word.is_absolute() && same_folder(word, cluster))
}

fn same_folder(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "4711\n/b/postgres\n1763866000\n5432\n/b/socket\n\n  11 22\n";

    #[test]
    fn the_eighth_line_says_whether_it_is_ready() {
        assert_eq!(parse(TEXT), Some(PidFile { pid: 4711, ready: false }));
        assert_eq!(parse(&format!("{TEXT}starting\n")), Some(PidFile { pid: 4711, ready: false }));
        assert_eq!(parse(&format!("{TEXT}ready   \n")), Some(PidFile { pid: 4711, ready: true }));
        assert_eq!(parse(&format!("{TEXT}stopping\n")), Some(PidFile { pid: 4711, ready: false }));
    }

    #[test]
    fn a_file_without_a_process_is_none() {
        for text in ["", "\n", "x\n", "0\n", "-7\n", "1\n"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_a_postgres_of_the_same_folder_is_ours() {
        let cluster = Path::new("/b/postgres");
        assert!(names_cluster(b"/usr/lib/postgresql/15/bin/postgres\0-D\0/b/postgres\0-c\0x=y\0", cluster));
        assert!(names_cluster(b"postgres\0-D\0/b/postgres/\0", cluster));
        assert!(!names_cluster(b"postgres\0-D\0/c/postgres\0", cluster));
        assert!(!names_cluster(b"/usr/bin/vi\0/b/postgres\0", cluster));
        assert!(!names_cluster(b"/b/postgres\0", cluster));
        assert!(!names_cluster(b"", cluster));
    }

    #[test]
    fn an_empty_file_counts_as_being_written_only_while_it_is_new() {
        let cluster = std::env::temp_dir().join(format!("rejoinder-pid-{}", std::process::id()));
        fs::create_dir_all(&cluster).unwrap();
        let file = fs::File::create(path(&cluster)).unwrap();
        let new = read(&cluster);
        file.set_modified(std::time::SystemTime::now() - WRITING_TAKES).unwrap();
        let old = read(&cluster);
        fs::remove_dir_all(&cluster).unwrap();
        assert_eq!((new, old, read(&cluster)), (Found::BeingWritten, Found::Nothing, Found::Nothing));
    }
}
