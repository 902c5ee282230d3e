//! Whatever is selected in a comment as it is shown and quoted back is verbatim, and whatever letter is changed in it,
//! it is not: held against each comment of the example, and against texts that use every part of Markdown
//! (`constructs.md`: a `%` between them, → for a tab).

use super::fidelity::{Standing, Truth, standing};
use super::fold::fold;
use super::source::said;
use crate::markup::{QuotedBlock, SourceLine, Surroundings, blockquote, read};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::{Index, select};
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

mod specification;

const CONSTRUCTS: &str = include_str!("selecting/constructs.md");

const EXAMPLE: [&str; 13] = [
    include_str!("../../example/threads/01-alliance.toml"),
    include_str!("../../example/threads/02-status-of-forces.toml"),
    include_str!("../../example/threads/03-week-in-maps.toml"),
    include_str!("../../example/threads/04-night-trains.toml"),
    include_str!("../../example/threads/05-dredging.toml"),
    include_str!("../../example/threads/06-blue-pigment.toml"),
    include_str!("../../example/threads/07-school-lunch.toml"),
    include_str!("../../example/threads/08-bridge-weight.toml"),
    include_str!("../../example/threads/09-lost-archive.toml"),
    include_str!("../../example/threads/10-bell-tower.toml"),
    include_str!("../../example/threads/11-strait-traffic.toml"),
    include_str!("../../example/threads/12-allotments.toml"),
    include_str!("../../example/waiting.toml"),
];

/// A comment, as it is checked and as it is shown.
struct Comment {
    words: String,
    /// What can be selected at once: what stands between two quotes, and where in it words begin or end.
    shown: Vec<(String, Vec<usize>)>,
}

static CONSTRUCTED: LazyLock<Vec<Comment>> =
    LazyLock::new(|| CONSTRUCTS.split("\n%\n").map(|text| Comment::of(&text.replace('→', "\t"))).collect());
static SPOKEN: LazyLock<Vec<Comment>> = LazyLock::new(|| {
    let mut bodies = Vec::new();
    for file in EXAMPLE {
        find_bodies(&file.parse().unwrap(), &mut bodies);
    }
    bodies.iter().map(|body| Comment::of(body)).collect()
});

fn find_bodies(table: &toml::Table, found: &mut Vec<String>) {
    for (name, value) in table {
        match value {
            toml::Value::String(body) if name == "body" => found.push(body.clone()),
            toml::Value::Array(all) => {
                all.iter().filter_map(toml::Value::as_table).for_each(|one| find_bodies(one, found));
            }
            _ => {}
        }
    }
}

impl Comment {
    fn of(text: &str) -> Self {
        let document = read(text).unwrap();
        let names = BTreeSet::from(["ann".to_owned()]);
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        let html = Html::parse_fragment(document.html(&around, &[]).as_str());
        let mut shown = vec![String::new()];
        show(html.root_element(), false, &mut shown);
        let bounds =
            |text: &String| text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let shown = shown.into_iter().map(|text| (text.clone(), bounds(&text))).collect();
        Self { words: said(&document), shown }
    }

    /// What somebody selects in it, up to whole words.
    fn selected(&self, [part, one, other]: [Index; 3]) -> &str {
        let (text, bounds) = part.get(&self.shown);
        let (one, other) = (*one.get(bounds), *other.get(bounds));
        &text[one.min(other)..one.max(other)]
    }
}

/// The text that a browser gives for a selection of an element: blocks and lines apart by line ends, cells by tabs.
/// What is somebody else's parts it.
fn show(element: ElementRef<'_>, kept: bool, shown: &mut Vec<String>) {
    for child in element.children() {
        let mut say = |text: &str| shown.last_mut().unwrap().push_str(text);
        if let Node::Text(text) = child.value() {
            say(&if kept { text.to_string() } else { text.split_inclusive(char::is_whitespace).collect() });
        }
        let Some(element) = ElementRef::wrap(child) else { continue };
        match element.value().name() {
            "figure" => shown.push(String::new()),
            "br" => say("\n"),
            name => {
                show(element, kept || name == "pre", shown);
                let after = match name {
                    "td" | "th" => "\t",
                    "p" | "pre" | "ul" | "ol" | "table" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5"
                    | "h6" => "\n\n",
                    "li" | "tr" | "hr" | "div" => "\n",
                    _ => "",
                };
                shown.last_mut().unwrap().push_str(after);
            }
        }
    }
}

fn quoted_back(selected: &str) -> QuotedBlock {
    let text = blockquote(Some("#12"), selected);
    let [quote] = read(&text).unwrap().quotes().to_vec().try_into().unwrap_or_else(|_| panic!("{text}"));
    assert_eq!(quote.source, Some(SourceLine::Comment(12)), "{text}");
    quote
}

fn stands(comment: &Comment, selected: &str) -> Option<Standing> {
    standing(&quoted_back(selected).words, &comment.words)
}

fn is_verbatim(comment: &Comment, selected: &str) -> bool {
    stands(comment, selected).is_some_and(|standing| standing.truth == Truth::Verbatim)
}

/// The selection with one of its letters or figures made into this one, if it has any other.
fn changed(selected: &str, which: Index, letter: char) -> Option<String> {
    let places: Vec<(usize, char)> = selected
        .char_indices()
        .filter(|(_, found)| found.is_alphanumeric() && fold(&found.to_string()) != fold(&letter.to_string()))
        .collect();
    let (at, found) = (!places.is_empty()).then(|| *which.get(&places))?;
    let (before, after) = (&selected[..at], &selected[at + found.len_utf8()..]);
    Some(format!("{before}{letter}{after}"))
}

fn selects(
    comments: &'static [Comment],
    which: Index,
    selection: [Index; 3],
) -> (&'static Comment, &'static str) {
    let comment = which.get(comments);
    (comment, comment.selected(selection))
}

#[test]
fn what_can_be_selected_is_what_is_checked() {
    assert!(SPOKEN.len() > 100 && CONSTRUCTED.len() > 100);
    for comment in SPOKEN.iter().chain(&*CONSTRUCTED) {
        let parts = comment.words.split('\u{fffc}').map(fold).filter(|part| !part.is_empty());
        let shown = comment.shown.iter().map(|(text, _)| fold(text)).filter(|part| !part.is_empty());
        assert_eq!(shown.collect::<Vec<_>>(), parts.collect::<Vec<_>>());
    }
}

#[test]
fn a_whole_comment_is_verbatim() {
    for comment in SPOKEN.iter().chain(&*CONSTRUCTED) {
        for (text, _) in comment.shown.iter().filter(|(text, _)| !fold(text).is_empty()) {
            assert!(is_verbatim(comment, text), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_selected_in_the_example_is_verbatim(which in any::<Index>(), selection in any::<[Index; 3]>()) {
        let (comment, selected) = selects(&SPOKEN, which, selection);
        prop_assert!(fold(selected).is_empty() || is_verbatim(comment, selected), "{}", selected);
    }

    #[test]
    fn whatever_is_selected_in_any_markdown_is_verbatim(which in any::<Index>(), selection in any::<[Index; 3]>()) {
        let (comment, selected) = selects(&CONSTRUCTED, which, selection);
        prop_assert!(fold(selected).is_empty() || is_verbatim(comment, selected), "{}", selected);
    }

    #[test]
    fn whatever_letter_is_changed_it_is_not(which in any::<Index>(), selection in any::<[Index; 3]>(), at in any::<Index>(), letter in select(vec!['Ѣ', 'þ', 'ꙮ', 'Ⰰ', '৪'])) {
        for comments in [&SPOKEN, &CONSTRUCTED] {
            let (comment, selected) = selects(comments, which, selection);
            if let Some(changed) = changed(selected, at, letter) {
                prop_assert!(!is_verbatim(comment, &changed), "{}", changed);
            }
        }
    }

    #[test]
    fn a_letter_of_everyday_makes_it_untrue_unless_that_stands_there_too(which in any::<Index>(), selection in any::<[Index; 3]>(), at in any::<Index>(), letter in "[a-zA-Z0-9ياש一]") {
        let letter = letter.chars().next().unwrap();
        for comments in [&SPOKEN, &CONSTRUCTED] {
            let (comment, selected) = selects(comments, which, selection);
            let Some(changed) = changed(selected, at, letter) else { continue };
            if is_verbatim(comment, &changed) {
                let exact = stands(comment, &changed).map(|standing| standing.exact).unwrap_or_default();
                let letters = |text: &str| fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
                prop_assert_eq!(letters(&exact), letters(&changed));
                prop_assert!(comment.words.contains(&exact));
            }
        }
    }
}
