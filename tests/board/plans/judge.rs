//! Whether a plan will do on a board of ten million comments.
//!
//! It will not do if a step of it reads a whole table, or a whole index because what it looks for stands in a later
//! column of it, or more rows than a page can need: walking through an index, sorting a table and throwing away what a
//! filter does not let through are all such reading.

use super::exceptions::{EXCEPTIONS, Exception, SMALL};
use super::read::{Carried, Log, Planned};
use crate::support::Board;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// So many rows a step of a plan may read on the board of the test: more than one person wrote, less than there are in the
/// longest thread, in the queue or in the log. Each table that is not small has at least twice as many.
pub const MOST: i64 = 1000;

/// What is wrong with a step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    /// What Postgres calls the step.
    step: String,
    /// The table or index.
    name: String,
    /// All of it, or too many rows.
    all: bool,
}

/// By what an index finds rows first.
#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Text)]
    index: String,
    #[diesel(sql_type = Text)]
    column: String,
}

/// What was found wrong, and how much was looked at.
pub struct Watch {
    log: Log,
    /// For which parameters statements are planned now.
    pub planned: Planned,
    /// The first column of each index that has an order.
    firsts: BTreeMap<String, String>,
    /// Where it was asked for first and how many rows were read, by what is wrong and the statement.
    faults: BTreeMap<(Fault, String), (String, i64)>,
    statements: BTreeSet<String>,
    used: BTreeSet<usize>,
}

impl Watch {
    /// Nothing was found yet; what is read is carried out from now on.
    pub async fn over(board: &Board) -> Self {
        let query = "select indexrelid::regclass::text as index, pg_get_indexdef(indexrelid, 1, true) as column
                       from pg_index join pg_class on pg_class.oid = indexrelid join pg_am on pg_am.oid = relam
                      where relnamespace = 'public'::regnamespace and amname = 'btree'";
        let firsts: Vec<First> = diesel::sql_query(query).load(&mut board.db().await).await.expect("indexes");
        Self {
            log: Log::of(&board.url),
            planned: Planned::WithParameters,
            firsts: firsts.into_iter().map(|first| (first.index, first.column)).collect(),
            faults: BTreeMap::new(),
            statements: BTreeSet::new(),
            used: BTreeSet::new(),
        }
    }

    /// Judges what was carried out since the last time, for this.
    pub fn looks_at(&mut self, what: &str) {
        for Carried { text, plan } in self.log.since() {
            let mut faults = Vec::new();
            self.look(&plan, &mut faults);
            for (fault, rows) in faults {
                if let Some(at) = EXCEPTIONS.iter().position(|one| self.is_excepted(one, &fault, &text)) {
                    self.used.insert(at);
                    continue;
                }
                let told = || (format!("{what}, planned {:?}", self.planned), rows);
                self.faults.entry((fault, text.clone())).or_insert_with(told);
            }
            self.statements.insert(text);
        }
    }

    fn is_excepted(&self, exception: &Exception, fault: &Fault, text: &str) -> bool {
        let Exception { words, names, may, .. } = exception;
        may.covers(fault.all, self.planned) && names.contains(&fault.name.as_str()) && text.contains(words)
    }

    /// Looks at a step of a plan, and those below it.
    fn look(&self, step: &Value, faults: &mut Vec<(Fault, i64)>) {
        faults.extend(self.fault(step));
        for below in step.get("Plans").and_then(Value::as_array).into_iter().flatten() {
            self.look(below, faults);
        }
    }

    /// What is wrong with a step by itself, and how many rows it has read.
    fn fault(&self, step: &Value) -> Option<(Fault, i64)> {
        let word = |what: &str| step.get(what).and_then(Value::as_str).unwrap_or_default();
        let (kind, table, index) = (word("Node Type"), word("Relation Name"), word("Index Name"));
        let name = if table.is_empty() { index } else { table };
        let is_small = || SMALL.iter().any(|(small, _)| [table, index].contains(small));
        if !kind.ends_with("Scan") || name.is_empty() || name.starts_with("pg_") || is_small() {
            return None;
        }
        let count = |what: &str| step.get(what).and_then(Value::as_i64).unwrap_or_default();
        let thrown = count("Rows Removed by Filter") + count("Rows Removed by Index Recheck");
        let rows = (count("Actual Rows") + thrown) * count("Actual Loops");
        let by = if table.is_empty() || index.is_empty() { String::new() } else { format!(" by {index}") };
        let fault = |name: &str, all| Fault { step: format!("{kind}{by}"), name: name.to_owned(), all };
        let cond = word("Index Cond");
        let begins = self.firsts.get(index).is_none_or(|first| cond.is_empty() || cond.contains(first));
        if kind == "Seq Scan" {
            Some((fault(name, true), rows))
        } else if !begins {
            Some((fault(index, true), rows))
        } else {
            (rows > MOST).then(|| (fault(name, false), rows))
        }
    }

    /// How many statements were looked at.
    pub fn statements(&self) -> usize {
        self.statements.len()
    }

    /// What is wrong, to be read.
    pub fn told(&self) -> String {
        let told = |((fault, text), (what, rows)): (&(Fault, String), &(String, i64))| {
            let Fault { step, name, all } = fault;
            let read = if *all { "all of".to_owned() } else { format!("{rows} rows of") };
            format!("{what}\n  {step} reads {read} {name}: {text}\n")
        };
        self.faults.iter().map(told).collect()
    }

    /// The exceptions that nothing needed.
    pub fn unused(&self) -> Vec<&'static Exception> {
        EXCEPTIONS.iter().enumerate().filter(|(at, _)| !self.used.contains(at)).map(|(_, one)| one).collect()
    }
}
