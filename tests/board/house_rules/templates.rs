//! What a template may not contain: nothing that a strict content security policy refuses.

use super::plain;
use super::source::Text;

/// Styles that stand in the page, as an element or an attribute.
pub fn inline_styles(page: &Text) -> Vec<String> {
    let html = plain::markup(&page.text);
    let mut found = plain::word_at(&html, "<style");
    found.extend(attributes(&html).iter().filter(|a| a.name == "style").map(|a| a.at));
    page.blame(&found, "an inline style; it belongs into the style sheet")
}

/// Scripts that stand in the page: without a file, as an `onclick` or its like, or as an address. A block of data is none:
/// no browser runs it, and nothing but what one expression prints may stand in it.
pub fn inline_scripts(page: &Text) -> Vec<String> {
    let html = plain::markup(&page.text);
    let tag = |at: usize| plain::from(&html, at).split('>').next().unwrap_or_default();
    let mut found = plain::word_at(&html, "<script");
    found.retain(|at| !attributes(tag(*at)).iter().any(|a| a.name == "src"));
    found.retain(|at| !is_data(plain::from(&page.text, *at)));
    let acts = |a: &&Attribute| is_event(a.name) || a.value.starts_with("javascript:");
    found.extend(attributes(&html).iter().filter(acts).map(|a| a.at));
    page.blame(&found, "an inline script; it belongs into a file of assets/")
}

/// Links and resources that name another host in the template itself.
pub fn other_hosts(page: &Text) -> Vec<String> {
    const ADDRESSES: [&str; 7] = ["src", "srcset", "href", "action", "formaction", "poster", "data"];
    let html = plain::markup(&page.text);
    let leads_away = |value: &str| ["http://", "https://", "//"].iter().any(|start| value.starts_with(start));
    let away = |a: &&Attribute| ADDRESSES.contains(&a.name) && leads_away(a.value);
    let found: Vec<usize> = attributes(&html).iter().filter(away).map(|a| a.at).collect();
    page.blame(&found, "another host, named in a template")
}

/// Whether a block of data begins here, with one expression in it and nothing else.
fn is_data(template: &str) -> bool {
    const DATA: &str = "<script type=\"application/ld+json\">{{ ";
    let inside = template.strip_prefix(DATA).and_then(|rest| rest.split_once("</script>"));
    let expression = inside.and_then(|(inside, _)| inside.strip_suffix(" }}"));
    expression.is_some_and(|name| !name.is_empty() && name.chars().all(|c| plain::is_letter(c) || c == '.'))
}

struct Attribute<'a> {
    at: usize,
    name: &'a str,
    value: &'a str,
}

/// Everything that looks like an attribute: a space, letters, `=` and a value, in quotes or not.
fn attributes(html: &str) -> Vec<Attribute<'_>> {
    html.match_indices('=').filter_map(|(equals, _)| attribute(html, equals)).collect()
}

fn attribute(html: &str, equals: usize) -> Option<Attribute<'_>> {
    let before = html.get(..equals)?.trim_end();
    let at = before.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | '<'))? + 1;
    let value = plain::from(html, equals + 1).trim_start().trim_start_matches(['"', '\'']).trim_start();
    Some(Attribute { at, name: plain::from(before, at), value })
}

fn is_event(name: &str) -> bool {
    name.strip_prefix("on")
        .is_some_and(|event| !event.is_empty() && event.chars().all(|c| c.is_ascii_lowercase()))
}
