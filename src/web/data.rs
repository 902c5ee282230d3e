//! What a page says of itself to machines that read it, as JSON-LD. It stands in the page as a block of data, which no
//! browser runs.

use askama::filters::HtmlSafe;
use serde_json::Value;
use std::fmt::{self, Display, Formatter};

/// The words that the terms of such a block are taken from.
pub const TERMS: &str = "https://schema.org";

/// A block of data, written so that nothing in it ends it: what HTML would read as a mark stands as `\u003c`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataBlock(String);

impl DataBlock {
    /// The block that says this.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let json = value.to_string();
        let mut block = String::with_capacity(json.len() + json.len() / 16);
        // Outside of its texts, JSON has none of these.
        let mut rest = 0;
        for (at, found) in json.match_indices(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            block.push_str(json.get(rest..at).unwrap_or_default());
            block.push_str(match found {
                "<" => "\\u003c",
                ">" => "\\u003e",
                "&" => "\\u0026",
                "\u{2028}" => "\\u2028",
                _ => "\\u2029",
            });
            rest = at + found.len();
        }
        block.push_str(json.get(rest..).unwrap_or_default());
        Self(block)
    }
}

impl Display for DataBlock {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for DataBlock {}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_breaks_out_of_a_block_and_all_of_it_is_read_back() {
        for nasty in [
            "</script><script>alert(1)</script>",
            "</SCRIPT\n>",
            "<!--<script>",
            "]]>&lt;/script&gt;&amp;",
            "\u{2028}\u{2029}\\u003c\\",
            "\"}</script>",
            "\u{0}\u{1f}",
        ] {
            let value = json!({ "text": nasty, nasty: [nasty] });
            let block = DataBlock::of(&value).to_string();
            assert!(!block.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{block}");
            assert_eq!(serde_json::from_str::<Value>(&block).unwrap(), value);
        }
    }
}
