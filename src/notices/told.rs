//! Notices in words: who did what, why, and what to do next.

use super::{Imposed, Kind, Notice, Outcome};
use crate::markup::excerpt;
use crate::moderation::Decision;
use crate::rules::CaseKind;

/// So many characters of a comment stand in the inbox.
const EXCERPT: usize = 280;

impl Notice {
    /// Who did what.
    #[must_use]
    pub fn said(&self) -> String {
        match (self.kind, &self.outcome) {
            (Kind::Reply, _) => format!("{} answered you", self.author),
            (Kind::Quote, _) => format!("{} quoted you", self.author),
            (Kind::Mention, _) => format!("{} mentioned you", self.author),
            (Kind::Decision, Some(outcome)) => outcome.to_author().to_owned(),
            (Kind::Flag, Some(outcome)) if outcome.decision == Decision::Remove => {
                format!("A comment of {} that you pointed at was removed", self.author)
            }
            (Kind::Flag, _) => {
                format!("A moderator looked at a comment of {} that you pointed at, and left it", self.author)
            }
            (Kind::Sanction, _) => self.imposed.as_ref().map(Imposed::said).unwrap_or_default(),
            (Kind::Decision, None) => "A moderator decided on a text of yours".to_owned(),
        }
    }

    /// Why, and what to do next, a sentence or two each; nothing about what others wrote. Who pointed at a text is not
    /// told what was said to its author.
    #[must_use]
    pub fn why(&self) -> Vec<String> {
        match (self.kind, &self.outcome) {
            (Kind::Decision, Some(outcome)) => outcome.why(),
            (Kind::Sanction, _) => self.imposed.as_ref().map(Imposed::why).unwrap_or_default(),
            _ => vec![],
        }
    }

    /// The beginning of the comment's words.
    #[must_use]
    pub fn excerpt(&self) -> String {
        excerpt(&self.words, EXCERPT)
    }

    /// Whether it tells of an article itself, and of nothing said in its thread.
    #[must_use]
    pub fn is_of_article(&self) -> bool {
        self.article.is_some() && self.comment.is_none()
    }

    /// Whether it tells that readers see a text.
    #[must_use]
    pub fn is_seen_now(&self) -> bool {
        let seen = |outcome: &Outcome| matches!(outcome.decision, Decision::Approve | Decision::Restore);
        self.outcome.as_ref().is_some_and(seen)
    }

    /// Whether it tells of what somebody else wrote, so that its writer can be muted.
    #[must_use]
    pub fn is_of_somebody(&self) -> bool {
        !self.kind.is_decided()
    }
}

impl Outcome {
    fn to_author(&self) -> &'static str {
        match (self.decision, self.case) {
            (Decision::Approve | Decision::Restore, CaseKind::Appeal) => "Your appeal was upheld",
            (Decision::Reject, CaseKind::Appeal) => "Your appeal was not upheld",
            (Decision::Edit, CaseKind::HeldTagline) => {
                "Your tagline was published, as a moderator changed it"
            }
            (Decision::Approve, CaseKind::HeldTagline) => "Your tagline was published",
            (Decision::Restore, CaseKind::HeldTagline) => "Your tagline was published after all",
            (Decision::Reject, CaseKind::HeldTagline) => "Your tagline was not published",
            (Decision::Remove, CaseKind::HeldTagline) => "Your tagline was taken away",
            (Decision::Approve, CaseKind::HeldArticle) => "Your article was published",
            (Decision::Restore, CaseKind::HeldArticle) => "Readers see your article",
            (Decision::Reject, CaseKind::HeldArticle) => "Your article was not published",
            (Decision::Remove, CaseKind::HeldArticle) => "Your article was taken away",
            (Decision::Revise, CaseKind::HeldArticle) => "A moderator asks you to change your article",
            (Decision::Edit, _) => "Your comment was published, as a moderator changed it",
            (Decision::Revise, _) => "A moderator asks you to change your comment",
            (Decision::Restore, _) => "Readers see your comment again",
            (Decision::Ignore, _) => "Your comment stays",
            (Decision::Approve, CaseKind::HeldEdit) => "Your edit was published",
            (Decision::Approve, _) => "Your comment was published",
            (Decision::Reject, CaseKind::HeldEdit) => "Your edit was not published",
            (Decision::Reject, _) => "Your comment was not published",
            (Decision::Remove, _) => "Your comment was removed",
            (Decision::Undo, _) => "A decision on your comment was taken back",
        }
    }

    fn why(&self) -> Vec<String> {
        let mut told = vec![self.reason.clone()];
        if !self.note.is_empty() {
            told.push(format!("The moderator’s own words: “{}”", self.note));
        }
        told.push(self.next().to_owned());
        told.retain(|words| !words.is_empty());
        told
    }

    /// What the author can do.
    fn next(&self) -> &'static str {
        match (self.decision, self.case) {
            (Decision::Approve | Decision::Restore, CaseKind::Appeal) => "Readers see your comment again.",
            (Decision::Reject, CaseKind::Appeal) => "What was decided stands.",
            (Decision::Edit, CaseKind::HeldTagline) => "You can change it in your settings.",
            (Decision::Reject | Decision::Remove, CaseKind::HeldTagline) => {
                "The one from before stands. You can say it otherwise in your settings."
            }
            (Decision::Reject, CaseKind::HeldArticle) => {
                "Its page keeps the text for 30 days, where only you see it. You can correct it there and send it again, without what was wrong."
            }
            (Decision::Remove, CaseKind::HeldArticle) => {
                "Its page keeps the text, where only you see it. You can correct it there and send it again, without what was wrong."
            }
            (Decision::Edit, _) => "“What was decided” shows what was changed.",
            (Decision::Revise, _) => {
                "Change it and save it: it comes back to the moderators then, who see what you changed."
            }
            (Decision::Reject, CaseKind::HeldEdit) => {
                "Readers go on seeing the text from before. You can edit it again, without what was wrong."
            }
            (Decision::Reject, _) => {
                "Your text stands in its thread for 30 days, where only you see it. You can copy it and write it anew, without what was wrong, or appeal once."
            }
            (Decision::Remove, _) => {
                "Its number stays in the thread, without your words. You can write a new comment, without what was wrong, or appeal once."
            }
            (Decision::Approve | Decision::Restore | Decision::Ignore | Decision::Undo, _) => "",
        }
    }
}
