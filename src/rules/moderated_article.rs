//! A thread of which moderators look at each comment.

use super::facts::Facts;
use super::judge::Found;

pub(super) fn says() -> String {
    "Each comment on an article that moderators have put under moderation".to_owned()
}

pub(super) fn ask(facts: &Facts<'_>) -> Option<Found> {
    let since = facts.text.thread?.moderated_at?;
    (since <= facts.now).then(|| ("this article is moderated".to_owned(), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Thread;
    use time::Duration;

    #[test]
    fn it_holds_from_the_moment_on() {
        let mut facts = Facts::about("x");
        let thread = Thread { posted_at: facts.now - Duration::days(1), moderated_at: Some(facts.now) };
        facts.text.thread = Some(thread);
        assert!(ask(&facts).is_some());
        facts.now -= Duration::minutes(1);
        assert!(ask(&facts).is_none());
        facts.text.thread = Some(Thread { moderated_at: None, ..thread });
        assert!(ask(&facts).is_none());
    }
}
