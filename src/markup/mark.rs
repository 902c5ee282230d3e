//! Evidence marked in a text that is HTML already: only words between tags are touched.

use super::SafeHtml;
use super::safe_html::escape;

impl SafeHtml {
    /// The same HTML with each of these stretches of text inside a `<mark>`.
    #[must_use]
    pub fn marked(&self, stretches: &[String]) -> Self {
        let mut sought: Vec<String> =
            stretches.iter().filter(|s| !s.trim().is_empty()).map(|s| escaped(s)).collect();
        sought.sort_by_key(|stretch| std::cmp::Reverse(stretch.len()));
        let mut out = String::with_capacity(self.as_str().len() + 64);
        for (index, piece) in self.as_str().split('<').enumerate() {
            let (tag, words) = match piece.split_once('>') {
                Some((tag, words)) if index > 0 => (Some(tag), words),
                _ => (None, piece),
            };
            if let Some(tag) = tag {
                out.push('<');
                out.push_str(tag);
                out.push('>');
            }
            mark_words(&mut out, words, &sought);
        }
        Self::made(out)
    }
}

fn mark_words(out: &mut String, mut words: &str, sought: &[String]) {
    loop {
        let hits = sought.iter().filter_map(|stretch| Some((words.find(stretch.as_str())?, stretch)));
        let Some((at, stretch)) = hits.min_by_key(|(at, stretch)| (*at, std::cmp::Reverse(stretch.len())))
        else {
            break;
        };
        let (before, rest) = words.split_at(at);
        out.push_str(before);
        out.push_str("<mark>");
        out.push_str(stretch);
        out.push_str("</mark>");
        words = rest.strip_prefix(stretch.as_str()).unwrap_or_default();
    }
    out.push_str(words);
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text);
    out.replace("&quot;", "\"").replace("&#39;", "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_and_tags_are_not() {
        let html = SafeHtml::stored(
            r#"<p>see <a href="https://a.example">https://a.example</a> &amp; more</p>"#.to_owned(),
        );
        let marked = html.marked(&["https://a.example".to_owned(), "a".to_owned(), " & ".to_owned()]);
        assert_eq!(
            marked.as_str(),
            r#"<p>see <a href="https://a.example"><mark>https://a.example</mark></a><mark> &amp; </mark>more</p>"#
        );
    }
}
