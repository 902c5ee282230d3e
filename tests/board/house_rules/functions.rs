//! How long functions are, and how many parameters they take.

use super::plain;
use super::source::Rust;

const LINES: usize = 60;
const PARAMETERS: usize = 6;

/// A function, as its text shows it.
pub struct Function<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where its `fn` stands.
    pub at: usize,
    /// The lines from its `fn` to its closing brace; one if it has no body.
    pub lines: usize,
    /// Its parameters, `self` among them.
    pub parameters: usize,
}

/// Each function of the file that is too long or takes too much.
pub fn too_large(rust: &Rust) -> Vec<String> {
    let found = functions(&rust.code);
    let long = found.iter().filter(|f| f.lines > LINES);
    let long = long.map(|f| (f.at, format!("{} has {} lines; {LINES} are allowed", f.name, f.lines)));
    let wide = found.iter().filter(|f| f.parameters > PARAMETERS);
    let wide = wide
        .map(|f| (f.at, format!("{} takes {} parameters; {PARAMETERS} are allowed", f.name, f.parameters)));
    long.chain(wide).flat_map(|(at, why)| rust.file.blame(&[at], &why)).collect()
}

/// Every function of the code, those within functions too.
pub fn functions(code: &str) -> Vec<Function<'_>> {
    plain::word_at(code, "fn").into_iter().filter_map(|at| function(code, at)).collect()
}

fn function(code: &str, at: usize) -> Option<Function<'_>> {
    let signature = plain::from(code, at).strip_prefix("fn ")?;
    let (name, rest) = signature.split_at(signature.find(|letter| !plain::is_letter(letter))?);
    let generics = if rest.starts_with('<') { plain::bracketed(rest) } else { 0 };
    let list = plain::from(rest, generics).trim_start();
    let length = plain::bracketed(list);
    let parameters = plain::pieces(list.get(1..length.checked_sub(1)?)?).len();
    let body = plain::body_at(list, length);
    // `list` runs to the end of the code, so its length tells where it begins.
    let end = code.len() - list.len() + body + plain::bracketed(plain::from(list, body));
    let lines = plain::line_at(code, end) - plain::line_at(code, at) + 1;
    Some(Function { name, at, lines, parameters })
}
