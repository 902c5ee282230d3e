//! A text of before, and what was known when it came: only what the rule that is tried looks at.

use super::store::{self, Past};
use crate::accounts::Standing;
use crate::db::Conn;
use crate::markup;
use crate::rules::store as rule_facts;
use crate::rules::{Facts, Kind, Passage, Submission, Thread, learned};
use diesel::QueryResult;
use time::Duration;

/// What is read out of a text again.
pub struct Words {
    links: Vec<String>,
    quoted: Vec<Passage>,
}

impl Words {
    pub async fn of(db: &Conn, (kind, board): (Kind, &str), text: &Past) -> QueryResult<Self> {
        if kind == Kind::OneSource {
            let quoted = store::passages(db, text.comment, text.revision).await?;
            return Ok(Self { links: Vec::new(), quoted });
        }
        let Ok(read) = markup::read(&text.source) else { return Ok(Self { links: vec![], quoted: vec![] }) };
        let passage = |characters| Passage { source: None, characters };
        let lengths = read.quotes().iter().map(|quote| quote.words.chars().count());
        Ok(Self { links: read.links_away(board), quoted: lengths.map(passage).collect() })
    }
}

pub async fn facts<'a>(
    db: &Conn,
    kind: Kind,
    text: &'a Past,
    words: &'a Words,
    needed: i64,
) -> QueryResult<Facts<'a>> {
    let submission = Submission {
        comment: (text.revision > 1).then_some(text.comment),
        thread: Some(Thread { posted_at: text.article_posted_at, moderated_at: text.moderated_at }),
        own_words: &text.plain,
        folded: &text.folded,
        quoted: &words.quoted,
        links: &words.links,
    };
    let mut facts = Facts::of(submission, text.standing, text.saved_at);
    // The text itself had not come yet.
    let before = text.saved_at - Duration::microseconds(1);
    match kind {
        Kind::FirstComments | Kind::Links => {
            facts.approved = rule_facts::count_approved(db, text.author, before).await?;
            if facts.approved < needed && facts.standing != Standing::Trusted {
                facts.standing = Standing::New;
            }
        }
        Kind::TooFast | Kind::TooMany => {
            let lately = rule_facts::latest(db, text.author, before).await?;
            facts.minutes_ago = rule_facts::minutes_ago(&lately, text.saved_at);
        }
        Kind::SameText => {
            let itself = Submission { comment: Some(text.comment), ..submission };
            let same = rule_facts::same_text(db, &itself, before).await?;
            facts.same_text = same.map(|(headline, at)| (headline, (text.saved_at - at).whole_days()));
        }
        Kind::Silenced => {
            facts.silenced = store::sanction(db, text.author, "silenced", text.saved_at).await?;
        }
        Kind::WatchedMember => {
            facts.watched = store::sanction(db, text.author, "watched", text.saved_at).await?;
        }
        Kind::Learned => facts.score = learned::score_of(db, text.comment, text.revision).await?,
        Kind::OneSource => facts.sources = rule_facts::sources(db, &words.quoted).await?,
        _ => {}
    }
    Ok(facts)
}
