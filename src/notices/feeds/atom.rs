//! A feed as XML. What it says is escaped by the writer of XML, and what XML has no way to say is left out before.

use super::{Author, Entry, Feed};
use crate::db::Timestamp;
use crate::markup::for_xml;
use crate::web::Moment;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const THREADING: &str = "http://purl.org/syndication/thread/1.0";

/// What type a feed is.
const TYPE: &str = "application/atom+xml";

type Xml = Writer<Vec<u8>>;

/// The feed of a board that people reach at this address.
///
/// # Errors
/// When it cannot be written.
pub fn atom(feed: &Feed, address: &str) -> io::Result<String> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let language = for_xml(&feed.language);
    xml.create_element("feed")
        .with_attributes([("xmlns", ATOM), ("xmlns:thr", THREADING), ("xml:lang", language.as_str())])
        .write_inner_content(|xml| {
            text(xml, "id", &feed.id)?;
            text(xml, "title", &feed.title)?;
            moment(xml, "updated", feed.updated)?;
            link(xml, &[("rel", "self"), ("type", TYPE), ("href", &format!("{address}{}", feed.here))])?;
            let page = format!("{address}{}", feed.page);
            link(xml, &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
            author(xml, &Author { name: feed.board.clone(), path: Some("/".to_owned()) }, address)?;
            text(xml, "generator", "Rejoinder")?;
            feed.entries.iter().try_for_each(|one| entry(xml, one, address))
        })?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

fn entry(xml: &mut Xml, entry: &Entry, address: &str) -> io::Result<()> {
    let element = xml.create_element("entry");
    element.write_inner_content(|xml| {
        text(xml, "id", &entry.id)?;
        text(xml, "title", &entry.title)?;
        moment(xml, "published", entry.published)?;
        moment(xml, "updated", entry.updated)?;
        let page = format!("{address}{}", entry.path);
        link(xml, &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
        if let Some(via) = &entry.via {
            link(xml, &[("rel", "via"), ("href", via)])?;
        }
        if let Some(replies) = &entry.replies {
            let feed = format!("{address}{replies}");
            link(xml, &[("rel", "replies"), ("type", TYPE), ("href", &feed)])?;
        }
        author(xml, &entry.author, address)?;
        if let Some((slug, name)) = &entry.topic {
            empty(xml, "category", &[("term", slug), ("label", name)])?;
        }
        if let Some((id, path)) = &entry.answers {
            let page = format!("{address}{path}");
            empty(xml, "thr:in-reply-to", &[("ref", id), ("type", "text/html"), ("href", &page)])?;
        }
        let content = BytesText::new(&for_xml(&entry.html)).into_owned();
        xml.create_element("content").with_attribute(("type", "html")).write_text_content(content)?;
        Ok(())
    })?;
    Ok(())
}

fn author(xml: &mut Xml, author: &Author, address: &str) -> io::Result<()> {
    let element = xml.create_element("author");
    element.write_inner_content(|xml| {
        text(xml, "name", &author.name)?;
        author.path.as_ref().map_or(Ok(()), |path| text(xml, "uri", &format!("{address}{path}")))
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&for_xml(text))).map(|_| ())
}

fn moment(xml: &mut Xml, name: &str, at: Timestamp) -> io::Result<()> {
    text(xml, name, &Moment(at).machine())
}

fn link(xml: &mut Xml, attributes: &[(&str, &str)]) -> io::Result<()> {
    empty(xml, "link", attributes)
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let said: Vec<(&str, String)> = attributes.iter().map(|(name, value)| (*name, for_xml(value))).collect();
    let said = said.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element(name).with_attributes(said).write_empty().map(|_| ())
}
