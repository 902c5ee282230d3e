//! Small texts: parts of a URL and of a setting, the end of a log, what a program said.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::Output;

/// How much of the log an error shows.
const LINES_SHOWN: usize = 8;

/// The last lines of a file, of those after a position.
pub(super) fn last_lines(path: &Path, after: u64) -> std::io::Result<String> {
    const BYTES: u64 = 8192;
    let mut file = File::open(path)?;
    let end = file.metadata()?.len();
    file.seek(SeekFrom::Start(after.max(end.saturating_sub(BYTES))))?;
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    Ok(lines.get(lines.len().saturating_sub(LINES_SHOWN)..).unwrap_or_default().join("\n"))
}

pub(super) fn words_of(said: &Output) -> String {
    String::from_utf8_lossy(&said.stderr).trim().to_owned()
}

/// A folder as Postgres reads it in a list, where a comma would begin the next one.
pub(super) fn quoted(folder: &OsStr) -> OsString {
    let mut bytes = vec![b'"'];
    for byte in folder.as_bytes() {
        bytes.extend(if *byte == b'"' { &b"\"\""[..] } else { std::slice::from_ref(byte) });
    }
    bytes.push(b'"');
    OsString::from_vec(bytes)
}

/// A part of a URL: letters, digits and `-._~` as they are, every other byte by its number.
pub(super) fn percent(bytes: &[u8]) -> String {
    let part = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_path_is_one_part_of_the_url() {
        assert_eq!(
            percent(b"/var/lib/a board/s\xc3\xb6ck&et?"),
            "%2Fvar%2Flib%2Fa%20board%2Fs%C3%B6ck%26et%3F"
        );
    }

    #[test]
    fn a_comma_or_a_quote_in_the_path_does_not_end_it() {
        assert_eq!(quoted(OsStr::new("/a,b/\"c\"")), OsString::from("\"/a,b/\"\"c\"\"\""));
    }

    #[test]
    fn the_end_of_the_log_is_shown_but_not_what_was_there_before() {
        let path = std::env::temp_dir().join(format!("rejoinder-log-{}", std::process::id()));
        let (old, new) = ("old\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        fs::write(&path, format!("{old}{new}")).unwrap();
        let all_new = last_lines(&path, 4 + 12).unwrap();
        let cut = last_lines(&path, 4).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(all_new, "7\n8\n9");
        assert_eq!(cut, "2\n3\n4\n5\n6\n7\n8\n9");
    }
}
