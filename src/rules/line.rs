//! The verdict on a line that a member writes about themselves. Rules that speak of whole texts are not asked, and what a
//! rule would mark may stand.

use super::{Action, Kind, Reason, Submission, Verdict, ask, rulebook, store};
use crate::accounts::Member;
use crate::db::{Conn, Timestamp, Word};
use crate::markup;
use crate::web::Role;
use diesel::QueryResult;

/// What becomes of a line by the rules of the board; a refusal is a sentence for the member. A moderator's own lines
/// pass.
///
/// # Errors
/// When the database refuses.
pub async fn verdict_of_line(db: &Conn, author: &Member, line: &str, now: Timestamp) -> QueryResult<Verdict> {
    if author.role >= Role::Moderator {
        return Ok(Verdict::Publish);
    }
    let links = markup::read(line).map(|read| read.links().to_vec()).unwrap_or_default();
    let text =
        Submission { comment: None, thread: None, own_words: line, folded: "", quoted: &[], links: &links };
    let (rules, facts) = tokio::try_join!(rulebook::rules(db), store::facts(db, author, &text, now))?;
    let found = |action: Action| -> Vec<(Kind, (String, Vec<String>))> {
        let asked = rules.iter().filter(|rule| rule.kind.speaks_of_lines() && rule.action == action);
        asked.filter_map(|rule| Some((rule.kind, ask(rule, &facts)?))).collect()
    };
    let refused: Vec<String> = found(Action::Refuse).into_iter().map(|(_, (words, _))| words).collect();
    if !refused.is_empty() {
        let why = format!("The rules of this board do not let that stand here: {}.", refused.join("; "));
        return Ok(Verdict::Refuse(why));
    }
    let reason = |(kind, (words, evidence)): (Kind, (String, Vec<String>))| Reason {
        rule: kind.word().to_owned(),
        words,
        evidence,
    };
    let held: Vec<Reason> = found(Action::Hold).into_iter().map(reason).collect();
    Ok(if held.is_empty() { Verdict::Publish } else { Verdict::Hold(held) })
}
