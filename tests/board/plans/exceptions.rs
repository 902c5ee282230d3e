//! What may read more than other statements, and why.

use super::read::Planned;

/// Tables, and an index, that do not grow with what people write and read, and may be read as a whole.
pub const SMALL: [(&str, &str); 14] = [
    ("settings", "has one row"),
    ("rulebook", "has one row"),
    ("learning", "has one row"),
    ("rules", "has a row for each kind of rule"),
    ("reasons", "has the reasons that moderators choose from"),
    ("word_lists", "is written by administrators"),
    ("topics", "is written by administrators"),
    ("publications", "has a row for each paper that articles are from"),
    ("rule_refusals", "has a row for each rule and each day on which it refused something"),
    ("search_progress", "has one row"),
    ("search_waiting", "has what changed in the last seconds"),
    ("queue_feeds", "has a row for each moderator at most"),
    ("cases_claimed", "has what moderators have before them now"),
    ("__diesel_schema_migrations", "has a row for each migration"),
];

use May::{NeedItsParameters, ReadAll, ReadMany};

/// What a statement may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Read many rows, but by an index.
    ReadMany,
    /// Read all rows.
    ReadAll,
    /// Read many rows, or all, where it is planned for any parameters, and few where it is planned for those that it has.
    NeedItsParameters,
}

impl May {
    /// Whether it lets this pass: that all is read, or many rows.
    pub fn covers(self, all: bool, planned: Planned) -> bool {
        match self {
            Self::ReadMany => !all,
            Self::ReadAll => true,
            Self::NeedItsParameters => planned == Planned::Without,
        }
    }
}

/// A statement that may more than others.
#[derive(Debug, PartialEq, Eq)]
pub struct Exception {
    /// Words of its text.
    pub words: &'static str,
    /// The tables or indexes of which it may read more.
    pub names: &'static [&'static str],
    /// What it may.
    pub may: May,
    /// Why.
    pub why: &'static str,
}

/// The exceptions. One that nothing needs any more fails the test.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        words: "SELECT COUNT(*) FROM \"articles\" WHERE",
        names: &["articles"],
        may: ReadMany,
        why: "counts articles for the row of pages, one for a thousand comments",
    },
    Exception {
        words: "articles.id = any(array(SELECT \"articles\".\"id\"",
        names: &["articles"],
        may: ReadMany,
        why: "is a page far down the list, whose order an index says by itself",
    },
    Exception {
        words: "\"top\".\"quoted\" DESC",
        names: &["comments"],
        may: NeedItsParameters,
        why: "knows threads of a dozen comments, and reads one whole that is not; where all are longer, it goes by number",
    },
    Exception {
        words: "\"comments\".\"number\" = ANY(",
        names: &["comments"],
        may: NeedItsParameters,
        why: "knows threads of a dozen comments, and reads one whole that is not; where all are longer, it goes by number",
    },
    Exception {
        words: "AS \"with_fingerprints\"",
        names: &["comments"],
        may: NeedItsParameters,
        why: "knows threads of a dozen comments, and reads one whole that is not; where all are longer, it goes by what it found",
    },
    Exception {
        words: "accounts.email_folded collate \"C\" >= ",
        names: &["accounts_pkey"],
        may: NeedItsParameters,
        why: "looks for accounts on both sides of the last one shown",
    },
    Exception {
        words: "join accounts on accounts.id = made.decided_by",
        names: &["decisions", "cases", "decisions_by_and_time"],
        may: NeedItsParameters,
        why: "counts what was decided in the last days, which are few of all",
    },
    Exception {
        words: "interval '1 day') day\n           left join (select (opened_at",
        names: &["cases", "cases_opened", "decisions"],
        may: ReadMany,
        why: "counts what was opened and decided in the last 90 days, by the index of the time",
    },
    Exception {
        words: "where c.opened_at >= $1) met",
        names: &["cases", "cases_opened", "case_reasons", "decisions"],
        may: ReadMany,
        why: "counts what was opened in the last 90 days, by the index of the time",
    },
    Exception {
        words: "with took as (",
        names: &["cases", "cases_decided", "decisions"],
        may: ReadMany,
        why: "counts what was decided in the last 90 days, and what waits",
    },
    Exception {
        words: "where opened_at >= day and opened_at < day",
        names: &["cases"],
        may: ReadMany,
        why: "counts what was opened and decided in the last 14 days, by the index of the time",
    },
    Exception {
        words: "decided_at > $1 - interval '7 days'",
        names: &["cases", "decisions"],
        may: ReadMany,
        why: "counts what was decided in the last 30 days, by the index of the time",
    },
    Exception {
        words: "\"rule_hits\".\"list_id\", \"rule_hits\".\"action\", COUNT(*)",
        names: &["rule_hits"],
        may: ReadMany,
        why: "counts what rules found in the last days, by the index of the time",
    },
    Exception {
        words: "\"rule_hits\".\"list_id\", \"rule_hits\".\"outcome\", COUNT(*)",
        names: &["rule_hits"],
        may: ReadMany,
        why: "counts what became of what rules held in the last days, by the index of the time",
    },
    Exception {
        words: "(\"log\".\"action\" = ",
        names: &["log"],
        may: NeedItsParameters,
        why: "goes back through the log until a page is full, as if all were done equally often",
    },
    Exception {
        words: "(\"rule_hits\".\"rule\" = $1) AND",
        names: &["rule_hits"],
        may: NeedItsParameters,
        why: "goes back through what was found until a page is full, as if all rules found equally much",
    },
    Exception {
        words: "log.before::text",
        names: &["log"],
        may: ReadMany,
        why: "looks for words, back through the log by its key until a page is full",
    },
    Exception {
        words: "\"comment_revisions\".\"source\" ILIKE",
        names: &["cases", "comment_revisions", "comments"],
        may: ReadMany,
        why: "looks for words in all that waits",
    },
    Exception {
        words: "(\"comments\".\"published_at\" <= $2)) limit 100)",
        names: &["comments_latest"],
        may: ReadMany,
        why: "counts what one wrote, and takes the index of the time to help while that is small",
    },
    Exception {
        words: "md5(\"comment_revisions\".\"folded\") = md5(",
        names: &["comment_revisions"],
        may: ReadMany,
        why: "goes back from the newest text where the same was said so often that it is soon found",
    },
    Exception {
        words: "(\"anchors\".\"article_id\" = $1) AND (\"anchors\".\"thread_id\" = $2)",
        names: &["anchors", "comments"],
        may: ReadMany,
        why: "draws the passages of an article anew, from all who quote it in one thread",
    },
    Exception {
        words: "UPDATE \"anchors\" SET \"fate\"",
        names: &["anchors"],
        may: ReadMany,
        why: "is a corrected article, and changes what quotes it",
    },
    Exception {
        words: "\"quotes\".\"source_paragraph\", \"quotes\".\"source_revision\"",
        names: &["anchors", "comments", "quotes"],
        may: ReadMany,
        why: "is a corrected article, and reads all who quote it",
    },
    Exception {
        words: "html ilike",
        names: &["comment_revisions", "originals"],
        may: ReadAll,
        why: "looks for the name of somebody who is deleted in every text; that is seldom",
    },
    Exception {
        words: "update articles set version = version + 1,\n                comments = (select",
        names: &["comments"],
        may: ReadMany,
        why: "counts the threads anew in which somebody wrote who is deleted",
    },
    Exception {
        words: "(\"articles\".\"id\" >= $1) AND (\"articles\".\"id\" < $2)",
        names: &["articles"],
        may: ReadMany,
        why: "is a part of the map of the board: up to 50,000 threads, by their ids",
    },
    Exception {
        words: "select count(*) from (select from search_documents",
        names: &["search_documents_by_words"],
        may: ReadMany,
        why: "counts no further than it is asked; the index tells of all its rows at once, without the rows themselves",
    },
    Exception {
        words: "order by published desc offset $2",
        names: &["search_documents"],
        may: ReadMany,
        why: "passes by so many moments in the index as it is asked, without the rows themselves",
    },
];
