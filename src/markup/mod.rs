//! Markdown → safe HTML and plain text. What a writer types is [`read`] once into a [`Document`], which
//! knows its citation, its quotes, its links and whom it mentions, and which renders itself.
//!
//! [`SafeHtml`] is made here and nowhere else. No HTML of a writer's gets through, links lead only to the
//! web, to a mail address or to a page of this board, and an allow-list goes over the result. Start at
//! `document.rs`; `tree.rs` is what a text looks like once it is read. Whether a quote is true is not known
//! here: that is told by the [`Caption`]s.

mod article;
mod blockquote;
mod captions;
mod changes;
mod citation;
mod corrected;
mod document;
mod figure;
mod mark;
#[cfg(test)]
mod nasty;
mod parse;
mod passage;
mod plain;
mod quote;
mod references;
mod render;
mod safe_html;
mod stored;
mod tree;
mod urls;
mod words;

pub use article::{Paragraph, links_of_article, paragraphs};
pub use blockquote::blockquote;
pub use changes::{Change, changes};
pub use citation::Citation;
pub use corrected::Present;
pub use document::{Document, read};
pub use figure::Caption;
pub use parse::Unreadable;
pub use passage::{Count, Marked};
pub use plain::{excerpt, own_paragraphs};
pub use quote::{QuotedBlock, SourceLine, replace_lines};
pub use render::Surroundings;
pub use safe_html::{SafeHtml, escaped};
pub use stored::{Note, REMOVED, WITHDRAWN};
pub use words::for_xml;

/// The renderer's version, kept beside stored HTML: raise it when the same text renders differently.
pub const RENDERER: i32 = 2;
