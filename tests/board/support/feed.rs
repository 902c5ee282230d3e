//! A feed as its reader reads it.

use super::{Board, Person};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const THREADING: &str = "http://purl.org/syndication/thread/1.0";
/// The address of every board of the tests.
const HERE: &str = "http://board.example";

/// A feed that was read.
#[derive(Clone, Debug)]
pub struct Feed {
    pub id: String,
    pub title: String,
    pub updated: String,
    pub page: String,
    pub entries: Vec<Entry>,
}

/// An entry of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub title: String,
    pub page: String,
    pub author: String,
    pub published: String,
    pub updated: String,
    pub topic: Option<String>,
    pub answers: Option<String>,
    pub html: String,
}

impl Feed {
    /// The titles of its entries, in order.
    pub fn titles(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry.title.as_str()).collect()
    }

    /// The entry with this title.
    #[track_caller]
    pub fn entry(&self, title: &str) -> &Entry {
        let found = self.entries.iter().find(|entry| entry.title == title);
        found.unwrap_or_else(|| panic!("no {title} among {:?}", self.titles()))
    }
}

impl Person {
    /// Reads a feed, which has to be one: by the rules of Atom, and of its validator.
    pub async fn reads_feed(&self, path: &str) -> Feed {
        let answered = self.gets(path).await;
        answered.is(200);
        assert_eq!(answered.header("content-type"), Some("application/atom+xml; charset=utf-8"));
        feed(&answered.text(), &format!("{HERE}{path}"))
    }
}

impl Board {
    /// Reads a feed as anybody.
    pub async fn feed(&self, path: &str) -> Feed {
        self.anyone().reads_feed(path).await
    }
}

fn feed(xml: &str, address: &str) -> Feed {
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{xml}");
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")), "{xml}");
    assert_eq!(link(root, "self").as_deref(), Some(address), "a feed knows where it is");
    assert!(only(root, "author").is_some());
    let feed = Feed {
        id: text(root, "id"),
        title: text(root, "title"),
        updated: text(root, "updated"),
        page: link(root, "alternate").expect("the page of the feed"),
        entries: root.children().filter(|node| node.has_tag_name((ATOM, "entry"))).map(entry).collect(),
    };
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).chain([&*feed.id]).collect();
    assert_eq!(ids.len(), feed.entries.len() + 1, "each is known by a name of its own");
    assert!(feed.entries.iter().all(|entry| entry.updated <= feed.updated), "{xml}");
    assert!(feed.entries.is_sorted_by(|one, other| one.published >= other.published), "newest first: {xml}");
    feed
}

fn entry(node: Node<'_, '_>) -> Entry {
    let author = only(node, "author").expect("an author");
    let content = only(node, "content").expect("a content");
    assert_eq!(content.attribute("type"), Some("html"));
    let answers = node.children().find(|node| node.has_tag_name((THREADING, "in-reply-to")));
    if let Some(answers) = answers {
        assert!(answers.attribute("href").is_some_and(|href| href.starts_with(HERE)));
    }
    let entry = Entry {
        id: text(node, "id"),
        title: text(node, "title"),
        page: link(node, "alternate").expect("a page"),
        author: text(author, "name"),
        published: text(node, "published"),
        updated: text(node, "updated"),
        topic: only(node, "category").and_then(|topic| topic.attribute("term")).map(str::to_owned),
        answers: answers.and_then(|answers| answers.attribute("ref")).map(str::to_owned),
        html: content.text().unwrap_or_default().to_owned(),
    };
    assert!(entry.id.starts_with("urn:uuid:") && entry.page.starts_with(HERE), "{entry:?}");
    assert!(entry.published <= entry.updated && entry.published.ends_with('Z'), "{entry:?}");
    assert!(!entry.html.contains("href=\"/"), "each link is whole: {entry:?}");
    entry
}

/// The only child with this name, if there is one.
fn only<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    let mut found = node.children().filter(|child| child.has_tag_name((ATOM, name)));
    let first = found.next();
    assert!(found.next().is_none(), "two of {name}");
    first
}

fn text(node: Node<'_, '_>, name: &str) -> String {
    let text = only(node, name).and_then(|node| node.text()).unwrap_or_default();
    assert!(!text.trim().is_empty(), "no {name}");
    text.to_owned()
}

fn link(node: Node<'_, '_>, rel: &str) -> Option<String> {
    let mut links = node.children().filter(|child| child.has_tag_name((ATOM, "link")));
    links.find(|link| link.attribute("rel") == Some(rel))?.attribute("href").map(str::to_owned)
}
