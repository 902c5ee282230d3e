//! The verdict on a line that a member writes about themselves. Rules that speak of whole texts are not asked, and what a
//! rule would mark may stand.

use super::known::rules_and_facts;
use super::{Action, Reason, Refusal, Rule, Submission, Verdict, ask};
use crate::accounts::Member;
use crate::db::{Conn, Timestamp, Word};
use crate::markup;
use crate::web::Role;
use diesel::QueryResult;

/// What becomes of a line by the rules of the board, which people reach at the address `board`; a refusal is a sentence for the member. A moderator's own lines
/// pass.
///
/// # Errors
/// When the database refuses.
pub async fn verdict_of_line(
    db: &Conn,
    author: &Member,
    (line, board): (&str, &str),
    now: Timestamp,
) -> QueryResult<Verdict> {
    if author.role >= Role::Moderator {
        return Ok(Verdict::Publish);
    }
    let links = markup::read(line).map(|read| read.links_away(board)).unwrap_or_default();
    let text =
        Submission { comment: None, thread: None, own_words: line, folded: "", quoted: &[], links: &links };
    let (rules, facts) = rules_and_facts(db, author, &text, now).await?;
    let found = |action: Action| {
        let asked = rules.iter().filter(move |rule| rule.kind.speaks_of_lines() && rule.action == action);
        asked.filter_map(|rule| ask(rule, &facts).map(|found| (rule, found)))
    };
    let refused: Vec<(&Rule, String)> = found(Action::Refuse).map(|(rule, found)| (rule, found.0)).collect();
    if let Some((rule, _)) = refused.first() {
        let words: Vec<&str> = refused.iter().map(|(_, words)| words.as_str()).collect();
        return Ok(Verdict::Refuse(Refusal {
            why: format!("The rules of this board do not let that stand here: {}.", words.join("; ")),
            rule: rule.kind,
            list: rule.list.as_ref().and_then(|list| list.id),
        }));
    }
    let reason = |(rule, (words, evidence)): (&Rule, (String, Vec<String>))| Reason {
        rule: rule.kind.word().to_owned(),
        words,
        evidence,
    };
    let held: Vec<Reason> = found(Action::Hold).map(reason).collect();
    Ok(if held.is_empty() { Verdict::Publish } else { Verdict::Hold(held) })
}
