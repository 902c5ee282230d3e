//! The map of the board as XML, by the rules of sitemaps.org.

use crate::db::Timestamp;
use crate::markup::for_xml;
use crate::web::Moment;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

const TERMS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The list of parts, at these addresses.
///
/// # Errors
/// When it cannot be written.
pub fn index(addresses: &[String]) -> io::Result<String> {
    write(("sitemapindex", "sitemap"), addresses.iter().map(|address| (address.as_str(), None)))
}

/// A part: pages at these addresses, and when each last changed.
///
/// # Errors
/// When it cannot be written.
pub fn part(pages: &[(String, Option<Timestamp>)]) -> io::Result<String> {
    write(("urlset", "url"), pages.iter().map(|(address, at)| (address.as_str(), *at)))
}

fn write<'a>(
    (whole, one): (&str, &str),
    lines: impl Iterator<Item = (&'a str, Option<Timestamp>)>,
) -> io::Result<String> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element(whole).with_attribute(("xmlns", TERMS)).write_inner_content(|xml| {
        for (address, at) in lines {
            xml.create_element(one).write_inner_content(|xml| {
                text(xml, "loc", address)?;
                at.map_or(Ok(()), |at| text(xml, "lastmod", &Moment(at).machine()))
            })?;
        }
        Ok(())
    })?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&for_xml(text))).map(|_| ())
}
