//! The rows of the four large tables, as `COPY` reads them.

use super::talk::{Board, Said, Talk, mixed};
use crate::Failure;
use std::fmt::{self, Write as _};
use std::io::Write;
use time::{Duration, OffsetDateTime, macros::datetime};

/// A table that is filled by `COPY`.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns that are written.
    pub columns: &'static str,
    write: fn(&mut String, &Talk, &str) -> fmt::Result,
}

/// The large tables.
pub const TABLES: [Table; 4] = [
    Table {
        name: "comments",
        columns: "id, article_id, number, author_id, reply_to, state, posted_at, published_at, key, \
                  recommendations, quoted, replies, quoters, body_html",
        write: comment,
    },
    Table {
        name: "comment_revisions",
        columns: "comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at, fingerprints",
        write: revision,
    },
    Table {
        name: "quotes",
        columns: "comment_id, revision, ordinal, source_kind, source_id, source_revision, exact, start, fidelity",
        write: quote,
    },
    Table {
        name: "recommendations",
        columns: "comment_id, account_id, recommended_at",
        write: recommendations,
    },
];

/// What is said on the board, over and over.
const SENTENCES: [&str; 12] = [
    "The canal was dug by people who never saw a ship on it, and the books that count its cost begin a year too late.",
    "Nobody who was in the room that evening remembers the vote in the way in which the minutes have kept it.",
    "A treaty is read twice, once by those who sign it and once by those who have to live beside the border that it draws.",
    "What the paper calls a sudden turn had been announced for months, in a column on the ninth page that few people read.",
    "There is a difference between having no plan and having a plan that cannot be said aloud before an election.",
    "The figures are right as far as they go, but they leave out the harbour, where most of the money was made.",
    "It would be easier to believe the minister if the same sentence had not been in the speech of his predecessor.",
    "My grandmother kept a shop on that road, and she used to say that the tolls came before the bridge did.",
    "If the author had asked one of the farmers he would have heard that the wells were dry long before the drought.",
    "Every side in this story has a map, and on each of the maps the river takes a somewhat different course.",
    "I doubt that the two events are related, though it is true that the same bank paid for both of them.",
    "So the question is not who fired first, but who had already sent the families away a week before that.",
];

/// The sentence of this number.
pub fn sentence(number: u64) -> &'static str {
    usize::try_from(number % 12).ok().and_then(|at| SENTENCES.get(at)).copied().unwrap_or_default()
}

impl Table {
    /// Writes all rows of a board.
    pub fn fill(&self, board: Board, out: &mut impl Write) -> Result<(), Failure> {
        let mut rows = String::new();
        let (mut at, mut turn) = (String::new(), 0);
        board.tell::<Failure>(|talk| {
            if turn != talk.turn {
                (at, turn) = (moment(talk.turn), talk.turn);
            }
            (self.write)(&mut rows, talk, &at)?;
            if rows.len() > 60_000 {
                out.write_all(rows.as_bytes())?;
                rows.clear();
            }
            Ok(())
        })?;
        Ok(out.write_all(rows.as_bytes())?)
    }
}

fn moment(turn: u32) -> String {
    let at: OffsetDateTime = datetime!(2020-01-01 0:00 UTC) + Duration::seconds(72) * turn;
    let (date, hour, minute, second) = (at.date(), at.hour(), at.minute(), at.second());
    format!("{date} {hour:02}:{minute:02}:{second:02}+00")
}

fn comment(out: &mut String, talk: &Talk, at: &str) -> fmt::Result {
    let Talk { id, thread, number, said, .. } = talk;
    let Said { author, quoters, replies, .. } = said;
    write!(out, "{id}\t{thread}\t{number}\t{author}\t")?;
    match said.reply_to {
        Some(number) => write!(out, "{number}")?,
        None => out.push_str("\\N"),
    }
    let recommendations = if number.is_multiple_of(10) { 2 } else { 0 };
    let (high, low) = (mixed(*id, 6), mixed(*id, 7));
    write!(
        out,
        "\tpublished\t{at}\t{at}\t{high:016x}{low:016x}\t{recommendations}\t{quoters}\t{replies}\t{{"
    )?;
    let first = said.first_quoters.iter().filter(|quoter| **quoter > 0);
    for (place, quoter) in first.enumerate() {
        write!(out, "{}{quoter}", if place > 0 { "," } else { "" })?;
    }
    out.push_str("}\t");
    html(out, talk)?;
    out.push('\n');
    Ok(())
}

fn html(out: &mut String, talk: &Talk) -> fmt::Result {
    if let Some((_, number, source)) = &talk.source {
        let (thread, author, words) = (talk.thread, source.author, sentence(source.first));
        let page = number.div_ceil(50);
        let query = if page > 1 { format!("?page={page}") } else { String::new() };
        write!(
            out,
            "<figure class=\"quote\" data-fidelity=\"verbatim\" data-source=\"#{number}\"><figcaption>\
             <a href=\"/a/{thread}/the-canal-and-its-price-part-{thread}{query}#c{number}\">reader{author}, #{number}</a> \
             <span class=\"verbatim\">✓ verbatim</span></figcaption><blockquote dir=\"auto\"><p dir=\"auto\">{words}</p>\
             </blockquote></figure>\\n"
        )?;
    }
    let [one, two, three, four, five] =
        [talk.said.first, talk.said.then, talk.said.then + 1, talk.said.then + 2, talk.said.then + 4]
            .map(sentence);
    write!(out, "<p dir=\"auto\">{one} {two} {three}</p>\\n<p dir=\"auto\">{four} {five}</p>")
}

/// Its renderer is newer than any, and it has fingerprints, so that nothing is done anew while it is measured.
fn revision(out: &mut String, talk: &Talk, at: &str) -> fmt::Result {
    let (id, author) = (talk.id, talk.said.author);
    let words = format!("comment {id}");
    writeln!(out, "{id}\t1\tpublished\t{words}\t{words}\t{words}\t{words}\t1000\t{author}\t{at}\t{{}}")
}

fn quote(out: &mut String, talk: &Talk, _: &str) -> fmt::Result {
    let Some((source, _, said)) = &talk.source else { return Ok(()) };
    writeln!(out, "{}\t1\t0\tcomment\t{source}\t1\t{}\t0\tverbatim", talk.id, sentence(said.first))
}

fn recommendations(out: &mut String, talk: &Talk, at: &str) -> fmt::Result {
    if !talk.number.is_multiple_of(10) {
        return Ok(());
    }
    for turn in [70, 140] {
        writeln!(out, "{}\t{}\t{at}", talk.id, 1 + (talk.said.author + turn) % 200)?;
    }
    Ok(())
}
