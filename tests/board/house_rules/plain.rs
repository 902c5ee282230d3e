//! Rust as text: blanks out what is not code, so that a word in a comment or a string is not taken for one.
//! Each view is as long as the text that it was made of, byte for byte: an offset means the same in all of them.

/// The text with its comments, strings and characters blanked out.
pub fn code(text: &str) -> String {
    let (mut out, mut rest, mut before) = (String::with_capacity(text.len()), text, ' ');
    while let Some(first) = rest.chars().next() {
        let silent = silent_length(rest, before);
        let (taken, after) = rest.split_at(silent.unwrap_or(first.len_utf8()));
        if silent.is_some() {
            blank(&mut out, taken);
        } else {
            out.push_str(taken);
        }
        (rest, before) = (after, taken.chars().next_back().unwrap_or(' '));
    }
    out
}

/// The code without its `#[cfg(test)]` items.
pub fn shipped(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let (mut out, mut rest) = (String::with_capacity(code.len()), code);
    while let Some(at) = rest.find(MARK) {
        let (kept, item) = rest.split_at(at);
        let (gone, after) = item.split_at(item_length(item, MARK.len()));
        out.push_str(kept);
        blank(&mut out, gone);
        rest = after;
    }
    out + rest
}

/// A template with its `{{ … }}`, `{% … %}` and `{# … #}` blanked out, in small letters.
pub fn markup(template: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(template.len()), template);
    while let Some(first) = rest.chars().next() {
        let tags = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let close = tags.iter().find(|(open, _)| rest.starts_with(open)).map(|(_, close)| *close);
        let tag = close.map(|close| rest.find(close).map_or(rest.len(), |at| at + close.len()));
        let (taken, after) = rest.split_at(tag.unwrap_or(first.len_utf8()));
        if tag.is_some() {
            blank(&mut out, taken);
        } else {
            out.push_str(taken);
        }
        rest = after;
    }
    out.to_ascii_lowercase()
}

/// SQL without its comments, in small letters.
pub fn sql(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("--").map_or(line, |(before, _)| before));
    lines.collect::<Vec<_>>().join("\n").to_ascii_lowercase()
}

/// The part of `text` that begins at `at`.
pub fn from(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The number of the line on which the offset stands.
pub fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Where `word` stands as a word of its own: `schema::` is not in `json_schema::`.
pub fn word_at(text: &str, word: &str) -> Vec<usize> {
    let stands_alone = |at: &usize| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = from(text, at + word.len()).chars().next();
        let starts = word.starts_with(is_letter) && before.is_some_and(is_letter);
        let goes_on = word.ends_with(is_letter) && after.is_some_and(is_letter);
        !starts && !goes_on
    };
    text.match_indices(word).map(|(at, _)| at).filter(stands_alone).collect()
}

/// Whether the character may stand in a Rust name.
pub fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The length of the bracketed part with which `text` begins, both brackets included.
pub fn bracketed(text: &str) -> usize {
    let (mut depth, mut before) = (0_usize, ' ');
    let angles = text.starts_with('<');
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '<' if angles => depth += 1,
            '>' if angles && before != '-' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + letter.len_utf8();
        }
        before = letter;
    }
    text.len()
}

/// What stands between the commas of a list: brackets, and the angles of types, hold together.
pub fn pieces(list: &str) -> Vec<&str> {
    let (mut found, mut depth, mut start, mut before) = (Vec::new(), 0_i32, 0, ' ');
    for (at, letter) in list.char_indices() {
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if before != '-' => depth -= 1,
            ',' if depth == 0 => {
                found.extend(list.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        before = letter;
    }
    found.push(from(list, start));
    found.retain(|piece| !piece.trim().is_empty());
    found
}

/// Where the body of an item begins, or the `;` that stands for it; searched for from `at` on.
pub fn body_at(item: &str, mut at: usize) -> usize {
    while let Some(letter) = from(item, at).chars().next() {
        match letter {
            '{' | ';' => break,
            '(' | '[' => at += bracketed(from(item, at)),
            _ => at += letter.len_utf8(),
        }
    }
    at
}

/// The length of an item that begins with an attribute: up to its `;` or its closing brace.
fn item_length(item: &str, attribute: usize) -> usize {
    let body = body_at(item, attribute);
    body + bracketed(from(item, body))
}

fn blank(out: &mut String, gone: &str) {
    out.extend(gone.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// The length of the comment, string or character with which `rest` begins, if it begins with one.
fn silent_length(rest: &str, before: char) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    match rest.chars().next()? {
        '/' if rest.starts_with("/*") => Some(block_comment(rest)),
        '"' => Some(string(rest)),
        '\'' => character(rest),
        'r' | 'b' | 'c' if !is_letter(before) => raw_string(rest),
        _ => None,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = from(rest, at);
        let step = here.chars().next().map_or(1, char::len_utf8);
        let (opens, closes) = (here.starts_with("/*"), here.starts_with("*/"));
        depth = (depth + usize::from(opens)).saturating_sub(usize::from(closes));
        at += if opens || closes { 2 } else { step };
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// `'a'` and `'\n'` are characters; `'a` is a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    if let (_, '\\') = letters.next()? {
        letters.next()?;
        return letters.find(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1);
    }
    letters.next().filter(|(_, letter)| *letter == '\'').map(|(at, _)| at + 1)
}

fn raw_string(rest: &str) -> Option<usize> {
    let head = ["br", "cr", "r"].into_iter().find(|head| rest.starts_with(head))?.len();
    let hashes = from(rest, head).chars().take_while(|letter| *letter == '#').count();
    let inside = from(rest, head + hashes).strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside.find(&close).map_or(inside.len(), |at| at + close.len());
    Some(head + hashes + 1 + end)
}
