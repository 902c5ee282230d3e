//! A text once it is read: blocks of inlines, owned, with everything that is not allowed already gone (HTML
//! is text, pictures are links, links that may not be followed are their words). Never deeper than
//! `parse::DEEPEST`, so whoever walks it may do so by recursion.

use std::ops::RangeInclusive;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// With its level as written, 1 to 6.
    Heading(u8, Vec<Inline>),
    Quote(Quote),
    List(List),
    Code(String),
    Table(Table),
    Rule,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// The lines of the source that it takes, from 1.
    pub lines: RangeInclusive<usize>,
    /// The line on which its first block begins as it was typed, without its mark.
    pub opening: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// The first number of a numbered list.
    pub start: Option<usize>,
    pub tight: bool,
    pub items: Vec<Vec<Block>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// How many columns its head has; how they are aligned is for the style sheet.
    pub columns: usize,
    /// The first one is the head.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    /// `\#` or `\@`: text that begins no reference.
    Escaped(String),
    Code(String),
    Emph(Vec<Inline>),
    Strong(Vec<Inline>),
    Struck(Vec<Inline>),
    /// The address is one that may be followed.
    Link(String, Vec<Inline>),
    /// A line's end that is read as a space.
    Soft,
    /// A line's end that the writer wants.
    Break,
}

impl Block {
    /// Shows each run of inlines in this block; those of quotes only if `quotes`.
    pub fn each_run<'t>(&'t self, quotes: bool, visit: &mut dyn FnMut(&'t [Inline])) {
        let within: Vec<&[Block]> = match self {
            Self::Paragraph(run) | Self::Heading(_, run) => return visit(run),
            Self::Table(table) => return table.rows.iter().flatten().for_each(|cell| visit(cell)),
            Self::Quote(quote) if quotes => vec![&quote.blocks],
            Self::List(list) => list.items.iter().map(Vec::as_slice).collect(),
            Self::Quote(_) | Self::Code(_) | Self::Rule => return,
        };
        within.into_iter().flatten().for_each(|block| block.each_run(quotes, visit));
    }
}

impl Inline {
    /// What stands in it.
    pub fn within(&self) -> &[Inline] {
        match self {
            Self::Emph(run) | Self::Strong(run) | Self::Struck(run) | Self::Link(_, run) => run,
            _ => &[],
        }
    }
}

/// A run's first line, and what follows it if there is more than one.
pub(super) fn first_line(run: &[Inline]) -> (&[Inline], &[Inline]) {
    let mut halves = run.splitn(2, |inline| matches!(inline, Inline::Soft | Inline::Break));
    (halves.next().unwrap_or_default(), halves.next().unwrap_or_default())
}

/// Takes the first line off a text's first paragraph or heading.
pub(super) fn drop_first_line(blocks: &mut Vec<Block>) {
    if let Some(Block::Paragraph(run) | Block::Heading(_, run)) = blocks.first_mut() {
        *run = first_line(run).1.to_vec();
        if run.is_empty() {
            blocks.remove(0);
        }
    }
}
