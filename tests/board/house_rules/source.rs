//! The files that the rules are held against, and what a rule finds in them.

use super::plain;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders that are not ours to judge.
const FOREIGN: [&str; 5] = [".git", "target", "node_modules", "pictures", "test-results"];

/// A file of the repository.
pub struct Text {
    /// Where it lies below the repository, such as `src/web/form.rs`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Text {
    /// `file:line: why`, for each of these offsets.
    pub fn blame(&self, offsets: &[usize], why: &str) -> Vec<String> {
        let line = |at: &usize| format!("{}:{}: {why}", self.path, plain::line_at(&self.text, *at));
        offsets.iter().map(line).collect()
    }

    /// `file:1: why`, for a fault of the file as a whole.
    pub fn blame_whole(&self, why: &str) -> String {
        format!("{}:1: {why}", self.path)
    }

    /// Whether it lies in this folder, such as `src/db/`.
    pub fn below(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The name of the file, without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Fault if it has more lines than it may have.
    pub fn longer_than(&self, most: usize) -> Option<String> {
        let lines = self.text.lines().count();
        (lines > most).then(|| self.blame_whole(&format!("{lines} lines; {most} are allowed")))
    }
}

/// A file of Rust, in three views of the same length.
pub struct Rust {
    /// The file as it stands.
    pub file: Text,
    /// Without comments, strings and characters.
    pub code: String,
    /// Without tests either; all blank in a file that is a test.
    pub shipped: String,
}

impl Rust {
    fn of(file: Text) -> Self {
        let code = plain::code(&file.text);
        let shipped = plain::shipped(&code);
        Self { file, code, shipped }
    }

    /// Each place whose code names one of these words, tests included.
    pub fn naming(&self, words: &[&str], why: &str) -> Vec<String> {
        self.told(&self.code, words, why)
    }

    /// Each place whose code names one of these words outside tests.
    pub fn shipping(&self, words: &[&str], why: &str) -> Vec<String> {
        self.told(&self.shipped, words, why)
    }

    fn told(&self, view: &str, words: &[&str], why: &str) -> Vec<String> {
        let told = |word: &&str| self.file.blame(&plain::word_at(view, word), &format!("`{word}`: {why}"));
        words.iter().flat_map(told).collect()
    }

    /// The files, without `.rs`, of the modules that it declares for tests only.
    fn test_modules(&self) -> Vec<String> {
        let path = &self.file.path;
        let folder = path.strip_suffix("/mod.rs").or(path.strip_suffix(".rs")).unwrap_or(path);
        let after = self.code.split("#[cfg(test)]").skip(1);
        let names = after.filter_map(|item| item.trim_start().strip_prefix("mod ")?.split_once(';'));
        names
            .filter(|(name, _)| !name.contains('{'))
            .map(|(name, _)| format!("{folder}/{}", name.trim()))
            .collect()
    }
}

/// Every file of Rust below a folder of the repository.
pub fn rust(folder: &str) -> Vec<Rust> {
    let files = texts(folder)
        .into_iter()
        .filter(|file| Path::new(&file.path).extension().is_some_and(|ending| ending == "rs"));
    let mut rust: Vec<Rust> = files.map(Rust::of).collect();
    assert!(!rust.is_empty(), "there is no Rust below {folder}");
    let tests: Vec<String> = rust.iter().flat_map(Rust::test_modules).collect();
    for each in &mut rust {
        let path = &each.file.path;
        if tests.iter().any(|test| *path == format!("{test}.rs") || path.starts_with(&format!("{test}/"))) {
            each.shipped =
                each.shipped.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }).collect();
        }
    }
    rust
}

/// Every file of text below a folder of the repository, in the order of their names.
pub fn texts(folder: &str) -> Vec<Text> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found.iter().filter_map(|path| text(path)).collect()
}

/// Every file of text that git keeps or would keep; without git, every file that is not in a foreign folder.
pub fn kept() -> Vec<Text> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let said = Command::new("git").args(list).current_dir(root()).output();
    let said = said.ok().and_then(|said| String::from_utf8(said.stdout).ok()).unwrap_or_default();
    let names = said.split('\0').filter(|name| !name.is_empty());
    let known: Vec<Text> = names.filter_map(|name| text(&root().join(name))).collect();
    if known.is_empty() { texts("") } else { known }
}

/// The names of the folders directly in a folder of the repository.
pub fn folders(folder: &str) -> Vec<String> {
    let mut found: Vec<String> =
        entries(&root().join(folder)).iter().filter(|p| p.is_dir()).map(|p| name(p)).collect();
    found.sort();
    found
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The file, unless it has gone or is no text.
fn text(path: &Path) -> Option<Text> {
    let text = fs::read_to_string(path).ok()?;
    let path = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned();
    Some(Text { path, text })
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if !path.is_dir() {
            found.push(path);
        } else if !FOREIGN.contains(&name(&path).as_str()) {
            walk(&path, found);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
