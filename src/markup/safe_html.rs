//! HTML that may be sent as it is, and the two things that make text so: escaping, and the allow-list that
//! goes over whatever was rendered from a writer's words.

use std::{collections::HashSet, fmt, sync::LazyLock};

use ammonia::{Builder, UrlRelative};

/// The `rel` of each link that a writer made.
pub(super) const REL: &str = "nofollow ugc noopener";

/// HTML that is safe to send; made in this room and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// What was rendered by this room and kept in the database.
    #[must_use]
    pub fn stored(html: String) -> Self {
        Self(html)
    }

    /// A line that is only text, as a paragraph.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self(format!("<p dir=\"auto\">{}</p>", escaped(text)))
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, to keep.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    pub(super) fn made(html: String) -> Self {
        Self(html)
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Writes a text so that it is only text, in an element as in a quoted attribute.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

/// The text, so that it is only text in HTML.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}

/// Lets only what a comment may be made of through: no class, no id, no style, no script, no picture.
pub(super) fn clean(html: &str) -> String {
    ALLOWED.clean(html).to_string()
}

const TAGS: &str = "p h4 h5 h6 ul ol li blockquote pre code hr br em strong del a details summary \
                    table thead tbody tr th td";

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed = Builder::empty();
    allowed
        .add_tags(TAGS.split(' '))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attribute_values("th", "scope", ["col"])
        .add_tag_attribute_values("a", "rel", [REL])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    for tag in ["p", "li", "blockquote", "h4", "h5", "h6", "th", "td"] {
        allowed.add_tag_attribute_values(tag, "dir", ["auto"]);
    }
    allowed
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allow_list_lets_no_script_class_or_picture_through() {
        let html = r#"<p class="x" id="y" onclick="z()" dir="auto">a<script>b</script><img src="c"></p>"#;
        assert_eq!(clean(html), r#"<p dir="auto">a</p>"#);
        assert_eq!(clean(r#"<a href="javascript:x">a</a>"#), "<a>a</a>");
        assert_eq!(clean(r#"<a href="/a/1/x" rel="opener">a</a>"#), r#"<a href="/a/1/x">a</a>"#);
    }

    #[test]
    fn escaped_text_is_only_text() {
        let mut out = String::new();
        escape(&mut out, r#"<b a="1" c='2'>&amp;"#);
        assert_eq!(out, "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    }
}
