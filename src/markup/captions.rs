//! The captions of HTML that was rendered and kept, read back: a text can be rendered anew by a later version of the
//! renderer without asking again where its quotes come from and how true they are.

use super::figure::Caption;
use super::safe_html::SafeHtml;
use super::stored::{CAPTION, FIGURE, figure};

impl SafeHtml {
    /// What stands over each of its quotes, in order.
    #[must_use]
    pub fn captions(&self) -> Vec<Caption> {
        let html = self.as_str();
        let figures = (0..).map_while(|quote| html.get(figure(html, quote)?));
        figures.map(caption).collect()
    }

    /// Whether a comment stands over any of its quotes as the source.
    #[must_use]
    pub fn quotes_comments(&self) -> bool {
        const FROM: [&str; 2] = [" data-source=\"#", " data-source=\"/c/"];
        let mut figures = self.as_str().match_indices(FIGURE);
        figures.any(|(at, _)| {
            let opens = self.as_str().get(at..).and_then(|html| html.split('>').next()).unwrap_or_default();
            FROM.iter().any(|from| opens.contains(from))
        })
    }
}

fn caption(figure: &str) -> Caption {
    let (opens, inside) = figure.split_once('>').unwrap_or((figure, ""));
    let inside = inside.strip_prefix(CAPTION.0).and_then(|inside| inside.split_once(CAPTION.1));
    let (credited, note) = parted(inside.map(|(caption, _)| caption).unwrap_or_default());
    let link = attribute(credited, "href");
    let credit = match link {
        Some(_) => {
            credited.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</a>")).unwrap_or_default()
        }
        None => credited,
    };
    Caption {
        fidelity: fidelity(attribute(opens, "data-fidelity").unwrap_or_default()),
        source: attribute(opens, "data-source").map(unescaped).unwrap_or_default(),
        credit: unescaped(credit),
        link: link.map(unescaped),
        note: unescaped(note),
        blanked: false,
    }
}

/// The credit of a caption, and the words of the note behind it.
fn parted(caption: &str) -> (&str, &str) {
    let Some((credited, note)) = caption.split_once("<span class=\"") else { return (caption.trim(), "") };
    let words = note.split_once('>').and_then(|(_, words)| words.split_once("</span>"));
    (credited.trim_end(), words.map(|(words, _)| words).unwrap_or_default())
}

fn attribute<'h>(tag: &'h str, name: &str) -> Option<&'h str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

/// The word, as the captions have it.
fn fidelity(word: &str) -> &'static str {
    let known = ["verbatim", "shortened", "outside", "unverified"];
    known.into_iter().find(|known| *known == word).unwrap_or("unattributed")
}

fn unescaped(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::super::{Caption, Surroundings, read};
    use proptest::prelude::{Strategy, prop, prop_assert_eq, proptest};
    use std::collections::BTreeSet;

    fn captions() -> impl Strategy<Value = Caption> {
        let words =
            || "[^\\pC]{0,20}|[&<>\"' a]{0,12}|&amp;lt;".prop_map(|words: String| words.trim().to_owned());
        let fidelity =
            prop::sample::select(vec!["verbatim", "shortened", "unattributed", "outside", "unverified"]);
        let link = prop::option::of("/a/[0-9]/[a-z&\"']{0,5}#c[0-9]|https://x\\.y/[a-z?&]{0,5}");
        (fidelity, words(), words(), link, words()).prop_map(|(fidelity, source, credit, link, note)| {
            let link = link.filter(|_| !credit.is_empty());
            Caption { fidelity, source, credit, link, note, blanked: false }
        })
    }

    proptest! {
        #[test]
        fn what_was_written_over_a_quote_is_read_back(captions in prop::collection::vec(captions(), 1..4)) {
            let source = "> a\n>\n> > figcaption\n\nb\n\n".repeat(captions.len());
            let names = BTreeSet::new();
            let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
            let document = read(&source).unwrap();
            let html = document.html(&around, &captions);
            prop_assert_eq!(html.captions(), captions.clone());
            prop_assert_eq!(document.html(&around, &html.captions()), html);
        }
    }
}
