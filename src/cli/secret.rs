//! The secret that seals what lies in the database: the one that is set, or this host's own, made at the first start.

use super::Failure;
use crate::config::Settings;
use crate::db::{SealKey, Token};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The secret can be neither read nor made.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot keep the board's secret in {file}: {why}. Let this user write there, or set REJOINDER_SECRET (or \
     REJOINDER_SECRET_FILE) to 32 random characters or more."
)]
struct NoSecret {
    file: PathBuf,
    why: io::Error,
}

/// There is no data folder.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no home folder to keep the board's secret in; set REJOINDER_DATA to a folder, or REJOINDER_SECRET (or \
     REJOINDER_SECRET_FILE) to 32 random characters or more"
)]
struct NoPlace;

/// The file in the data folder.
const FILE: &str = "secret";

/// The key to what lies sealed in the database.
pub fn key(settings: &Settings) -> Result<SealKey, Failure> {
    if let Some(secret) = settings.given_secret()? {
        return Ok(SealKey::of(&secret));
    }
    let folder = settings.data_folder().map_err(|_| NoPlace)?;
    let file = folder.join(FILE);
    let secret = kept(&folder, &file).map_err(|why| NoSecret { file, why })?;
    Ok(SealKey::of(secret.trim()))
}

/// What stands in the file, which is made when it is missing. Of several programs that start at once one makes it, and
/// all read the same.
fn kept(folder: &Path, file: &Path) -> io::Result<String> {
    match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(folder, file)?,
        read => return whole(read?),
    }
    whole(fs::read_to_string(file)?)
}

/// An emptied file would be a key that everybody knows.
fn whole(text: String) -> io::Result<String> {
    if text.trim().len() < 32 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "there is no whole secret in it"));
    }
    Ok(text)
}

fn make(folder: &Path, file: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mine = folder.join(format!("{FILE}.{}", Token::new().text()));
    let written = write(&mine).and_then(|()| fs::hard_link(&mine, file));
    fs::remove_file(&mine).ok();
    match written {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && file.exists() => Ok(()),
        written => written,
    }
}

fn write(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", Token::new().text())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_secret_is_made_once_and_for_this_user_alone() {
        let folder = std::env::temp_dir().join(format!("rj-secret-{}", Token::new().text()));
        let file = folder.join(FILE);
        let secrets: Vec<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| kept(&folder, &file))).collect();
            starts.into_iter().filter_map(|start| start.join().ok()?.ok()).collect()
        });
        let first = kept(&folder, &file).unwrap();
        assert!(secrets.len() == 4 && secrets.iter().all(|secret| *secret == first), "{secrets:?}");
        assert_eq!(first.trim().len(), 43);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::write(&file, "").unwrap();
        assert!(kept(&folder, &file).is_err(), "an emptied file is no secret");
        fs::remove_dir_all(&folder).unwrap();
    }
}
