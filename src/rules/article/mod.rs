//! The verdict on an article that a member posts or corrects, and the case of one that waits. Rules that speak of comments
//! alone are not asked. What a rule would mark is not written down, for its hits are about comments; a rule that
//! holds or refuses is obeyed as it is for a comment.

mod store;

use super::facts::Facts;
use super::judge::Found;
use super::known::rules_and_facts;
use super::{Action, Kind, Reason, Refusal, Rule, Submission, Verdict, ask, judge};
use crate::accounts::Member;
use crate::db::{AccountId, ArticleId, Conn, Timestamp, Word};
use diesel::QueryResult;

pub use store::open_article;

/// What an article says, as the rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct ArticleText<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The name of its publication.
    pub publication: &'a str,
    /// Who wrote it.
    pub byline: &'a str,
    /// Its text, plain.
    pub text: &'a str,
    /// Where it can be read; empty if it has no link.
    pub link: &'a str,
    /// The links in its text that lead away from the board.
    pub links: &'a [String],
    /// Whether it was there before, in other words.
    pub corrects: bool,
}

/// An article that is to wait.
#[derive(Clone, Copy, Debug)]
pub struct HeldArticle<'a> {
    /// The article.
    pub article: ArticleId,
    /// Who posted it.
    pub author: AccountId,
    /// Why it waits.
    pub reasons: &'a [Reason],
    /// Since when.
    pub now: Timestamp,
}

/// What becomes of an article by the rules of the board. A moderator's own pass.
///
/// # Errors
/// When the database refuses.
pub async fn verdict_of_article(
    db: &Conn,
    author: &Member,
    article: &ArticleText<'_>,
    now: Timestamp,
) -> QueryResult<Verdict> {
    if author.moderates() {
        return Ok(Verdict::Publish);
    }
    let words = article.words();
    let text =
        Submission { comment: None, thread: None, own_words: &words, folded: "", quoted: &[], links: &[] };
    let (rules, facts) = rules_and_facts(db, author, &text, now).await?;
    Ok(judged(&rules, &facts, article))
}

/// The verdict of these rules. A refusal ends the asking; every reason to hold is gathered.
fn judged(rules: &[Rule], facts: &Facts<'_>, article: &ArticleText<'_>) -> Verdict {
    let mut reasons = Vec::new();
    for rule in rules.iter().filter(|rule| rule.kind.speaks_of_articles()) {
        let counts = matches!(rule.kind, Kind::TooFast | Kind::TooMany);
        if article.corrects && counts || matches!(rule.action, Action::Mark | Action::Sort) {
            continue;
        }
        let Some((words, evidence)) = found(rule, facts, article) else { continue };
        if rule.action == Action::Refuse {
            let why = judge::refusal(rule.kind, &words, &evidence);
            let list = rule.list.as_ref().and_then(|list| list.id);
            return Verdict::Refuse(Refusal { why, rule: rule.kind, list });
        }
        reasons.push(Reason { rule: rule.kind.word().to_owned(), words, evidence });
    }
    if reasons.is_empty() { Verdict::Publish } else { Verdict::Hold(reasons) }
}

/// Asks one rule about that of an article which it speaks of.
fn found(rule: &Rule, facts: &Facts<'_>, article: &ArticleText<'_>) -> Option<Found> {
    let all = article.all_links();
    let mut facts = facts.clone();
    match rule.kind {
        Kind::Capitals => facts.text.own_words = article.headline,
        // Where an article can be read is told by a link, so that this one does not count.
        Kind::Links => facts.text.links = article.links,
        Kind::BlockedDomains | Kind::Shorteners => facts.text.links = &all,
        Kind::FirstComments => {
            let (_, evidence) = ask(rule, &facts)?;
            return Some(("an article of a new member".to_owned(), evidence));
        }
        _ => {}
    }
    ask(rule, &facts)
}

impl ArticleText<'_> {
    /// All its words, in lines.
    fn words(&self) -> String {
        [self.headline, self.publication, self.byline, self.text].join("\n")
    }

    fn all_links(&self) -> Vec<String> {
        let own = Some(self.link.to_owned()).filter(|link| !link.is_empty());
        own.into_iter().chain(self.links.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::words::WordList;
    use crate::rules::{NamedList, Verdict};
    use serde_json::{Value, json};

    fn article() -> ArticleText<'static> {
        ArticleText {
            headline: "The bridge",
            publication: "Span",
            byline: "A. Person",
            text: "It is old.",
            link: "https://span.example/1",
            links: &[],
            corrects: false,
        }
    }

    fn rule(kind: Kind, action: Action, numbers: Value) -> Rule {
        Rule::new(kind, action, numbers)
    }

    fn verdict(rule: Rule, article: &ArticleText<'_>) -> Verdict {
        let words = article.words();
        judged(&[rule], &Facts { minutes_ago: vec![0; 9], ..Facts::about(&words) }, article)
    }

    fn held_for(verdict: Verdict) -> Vec<String> {
        match verdict {
            Verdict::Hold(reasons) => reasons.into_iter().map(|reason| reason.words).collect(),
            other => panic!("held, not {other:?}"),
        }
    }

    #[test]
    fn its_own_link_counts_for_domains_and_not_for_the_number_of_links() {
        let links = rule(Kind::Links, Action::Hold, json!({"new": 0}));
        assert_eq!(verdict(links.clone(), &article()), Verdict::Publish);
        let within = ["https://b.example".to_owned()];
        let linked = ArticleText { links: &within, ..article() };
        assert_eq!(held_for(verdict(links, &linked)), ["1 link; new members may post 0"]);
        let blocked = |domain: &str| rule(Kind::BlockedDomains, Action::Hold, json!({"domains": [domain]}));
        for domain in ["span.example", "b.example"] {
            assert_eq!(held_for(verdict(blocked(domain), &linked)).len(), 1, "{domain}");
        }
        assert_eq!(verdict(blocked("b.example"), &article()), Verdict::Publish);
    }

    #[test]
    fn words_are_looked_for_everywhere_and_capitals_in_the_headline() {
        let watched = |word: &str| {
            let words = WordList::read(word).unwrap();
            Rule::watching(Action::Hold, NamedList { id: None, name: "Words".to_owned(), words })
        };
        for word in ["bridge", "span", "person", "old"] {
            assert_eq!(held_for(verdict(watched(word), &article())).len(), 1, "{word}");
        }
        let capitals = rule(Kind::Capitals, Action::Hold, json!({"percent": 60, "letters": 8}));
        let shouts = ArticleText { headline: "THE BRIDGE", ..article() };
        assert_eq!(held_for(verdict(capitals.clone(), &shouts)).len(), 1);
        assert_eq!(verdict(capitals, &ArticleText { text: "IT IS VERY OLD", ..article() }), Verdict::Publish);
    }

    #[test]
    fn a_refusal_refuses_and_a_mark_lets_it_pass() {
        let too_fast = |action| rule(Kind::TooFast, action, json!({"texts": 3, "minutes": 5}));
        assert!(matches!(verdict(too_fast(Action::Refuse), &article()), Verdict::Refuse(_)));
        assert_eq!(verdict(too_fast(Action::Mark), &article()), Verdict::Publish);
        let corrected = ArticleText { corrects: true, ..article() };
        assert_eq!(verdict(too_fast(Action::Refuse), &corrected), Verdict::Publish);
        let first = rule(Kind::FirstComments, Action::Hold, json!({"comments": 1}));
        assert_eq!(held_for(verdict(first, &article())), ["an article of a new member"]);
        let old = rule(Kind::OldArticle, Action::Hold, json!({"days": 1}));
        assert_eq!(verdict(old, &article()), Verdict::Publish);
    }
}
