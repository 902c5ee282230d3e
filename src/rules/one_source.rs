//! A text that quotes too large a part of one source.

use super::facts::{Facts, Source};
use super::judge::Found;
use super::rule::{Number, Rule};

const PERCENT: Number = Number::new("percent", "Per cent of a source that may not be quoted", 50, 1..=100);
const CHARACTERS: Number =
    Number::new("characters", "Characters that the source has at least", 1_500, 1..=60_000);

pub(super) const NUMBERS: &[Number] = &[PERCENT, CHARACTERS];

pub(super) fn says(rule: &Rule) -> String {
    let (percent, characters) = (rule.number(&PERCENT), rule.number(&CHARACTERS));
    format!(
        "A text that quotes {percent} % or more of an article or a comment of {characters} characters or more"
    )
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let least = usize::try_from(rule.number(&CHARACTERS)).unwrap_or(usize::MAX);
    let long = facts.sources.iter().filter(|(_, characters)| *characters >= least);
    let shares = long.map(|(source, characters)| (*source, share(facts, *source, *characters)));
    let (source, share) = shares.max_by_key(|(_, share)| *share)?;
    let what = match source {
        Source::Comment(_) => "a comment",
        Source::Article(_) => "the article",
    };
    (share >= rule.number(&PERCENT)).then(|| (format!("it quotes {share} % of {what}"), vec![]))
}

fn share(facts: &Facts<'_>, source: Source, characters: usize) -> i64 {
    let from = facts.text.quoted.iter().filter(|passage| passage.source == Some(source));
    let quoted: usize = from.map(|passage| passage.characters).sum();
    i64::try_from(quoted.saturating_mul(100) / characters.max(1)).unwrap_or(i64::MAX).min(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{ArticleId, CommentId};
    use crate::rules::{Action, Kind, Passage};

    #[test]
    fn passages_of_one_source_are_added_up() {
        let (article, comment) = (Source::Article(ArticleId(1)), Source::Comment(CommentId(2)));
        let passage = |source, characters| Passage { source: Some(source), characters };
        let rule =
            Rule::new(Kind::OneSource, Action::Hold, serde_json::json!({"percent": 50, "characters": 1000}));
        let asked = |quoted: &[Passage]| {
            let mut facts = Facts { sources: vec![(article, 1000), (comment, 999)], ..Facts::about("x") };
            facts.text.quoted = quoted;
            ask(&facts, &rule).map(|found| found.0)
        };
        assert_eq!(
            asked(&[passage(article, 300), passage(article, 200)]).unwrap(),
            "it quotes 50 % of the article"
        );
        assert!(asked(&[passage(article, 300), passage(article, 190)]).is_none());
        assert!(asked(&[passage(comment, 999)]).is_none(), "a short source may be quoted whole");
    }
}
