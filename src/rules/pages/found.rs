//! What a rule found, as a page shows it: a stretch of the text with the evidence marked in it.

use serde_json::Value;

/// How many characters are shown before the first piece of evidence, and in all.
const SHOWN: (usize, usize) = (80, 320);

/// A stretch of text, and whether it is evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub words: String,
    pub met: bool,
}

/// A part of the text around the evidence, in pieces.
pub fn pieces(text: &str, evidence: &Value) -> Vec<Piece> {
    let listed = evidence.as_array().into_iter().flatten().filter_map(Value::as_str);
    let listed: Vec<&str> = listed.filter(|piece| !piece.is_empty()).collect();
    let first = listed.iter().filter_map(|piece| text.find(piece)).min().unwrap_or(0);
    let before = text.get(..first).unwrap_or_default();
    let start = before.char_indices().rev().nth(SHOWN.0).map_or(0, |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(SHOWN.1).map_or(rest.len(), |(at, _)| at);
    let mut pieces = marked(rest.get(..end).unwrap_or_default(), &listed);
    let gap = || Piece { words: "…".to_owned(), met: false };
    if start > 0 {
        pieces.insert(0, gap());
    }
    if end < rest.len() {
        pieces.push(gap());
    }
    pieces
}

fn marked(text: &str, evidence: &[&str]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let next = evidence.iter().filter_map(|piece| rest.find(piece).map(|at| (at, piece.len())));
        let Some((at, length)) = next.min_by_key(|(at, length)| (*at, usize::MAX - length)) else { break };
        let (before, after) = rest.split_at(at);
        let (met, after) = after.split_at(length);
        pieces.push(Piece { words: before.to_owned(), met: false });
        pieces.push(Piece { words: met.to_owned(), met: true });
        rest = after;
    }
    pieces.push(Piece { words: rest.to_owned(), met: false });
    pieces.retain(|piece| !piece.words.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(text: &str, evidence: &Value) -> String {
        let piece = |piece: Piece| if piece.met { format!("[{}]", piece.words) } else { piece.words };
        pieces(text, evidence).into_iter().map(piece).collect()
    }

    #[test]
    fn evidence_is_marked_where_it_stands() {
        assert_eq!(shown("Cheap pills, pills!", &json!(["pills", "Cheap"])), "[Cheap] [pills], [pills]!");
        assert_eq!(shown("Nothing.", &json!([])), "Nothing.");
        assert_eq!(shown("Nothing.", &json!(["gone", ""])), "Nothing.");
        let long = format!("{}pills{}", "ä".repeat(500), "ö".repeat(500));
        let cut = shown(&long, &json!(["pills"]));
        assert!(cut.starts_with("…ä") && cut.contains("ä[pills]ö") && cut.ends_with("ö…"), "{cut}");
    }
}
