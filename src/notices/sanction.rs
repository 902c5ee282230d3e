//! What a moderator did with a member, in the words in which the member is told.

use crate::accounts::SanctionKind;
use crate::db::Timestamp;
use crate::web::Moment;

/// What a moderator did with the reader of a notice.
#[derive(Clone, Debug)]
pub struct Imposed {
    /// What.
    pub kind: SanctionKind,
    /// Why, in the words for the member.
    pub reason: String,
    /// Why, as the list of reasons tells it, where one was chosen.
    pub told: String,
    /// Until when; without an end if empty.
    pub ends_at: Option<Timestamp>,
    /// Why it was lifted, if it was.
    pub lifted: Option<String>,
    /// Whether the notice tells that it was lifted, rather than that it was imposed.
    pub tells_of_end: bool,
}

impl Imposed {
    /// What was done.
    pub(super) fn said(&self) -> String {
        if self.tells_of_end {
            return match self.kind {
                SanctionKind::Warned => "A warning was lifted".to_owned(),
                SanctionKind::Watched => "A moderator ended that you are watched".to_owned(),
                SanctionKind::Silenced => "You are no longer silenced".to_owned(),
                SanctionKind::Suspended => "Your account is no longer suspended".to_owned(),
            };
        }
        let until =
            self.ends_at.map_or_else(String::new, |end| format!(" until {} (UTC)", Moment(end).date()));
        match (self.kind, &self.lifted) {
            (SanctionKind::Warned, _) => "A moderator warned you".to_owned(),
            (SanctionKind::Watched, _) => format!("You are watched{until}"),
            (SanctionKind::Silenced, None) => format!("You are silenced{until}"),
            (SanctionKind::Silenced, Some(_)) => "You were silenced".to_owned(),
            (SanctionKind::Suspended, None) => format!("Your account is suspended{until}"),
            (SanctionKind::Suspended, Some(_)) => "Your account was suspended".to_owned(),
        }
    }

    /// Why, and what follows from it.
    pub(super) fn why(&self) -> Vec<String> {
        if let (true, Some(why)) = (self.tells_of_end, &self.lifted) {
            return vec![format!("The reason given: “{why}”")];
        }
        let own_words = (self.reason != self.told).then(|| format!("The reason given: “{}”", self.reason));
        let mut told = vec![self.told.clone(), own_words.unwrap_or_default(), self.follows().to_owned()];
        told.retain(|words| !words.is_empty());
        told
    }

    fn follows(&self) -> &'static str {
        match (self.kind, &self.lifted) {
            (_, Some(_)) => "",
            (SanctionKind::Warned, _) => "Nothing else follows from it. Please mind it in what you write.",
            (SanctionKind::Watched, _) => "You may write as before; moderators look more closely at it.",
            (SanctionKind::Silenced, _) => {
                "You may read and write as before, but what you write waits until a moderator has looked."
            }
            (SanctionKind::Suspended, _) => {
                "Until then you cannot sign in. What you wrote stays where it is, and everything can be read without signing in."
            }
        }
    }
}
