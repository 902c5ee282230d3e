//! The address of an article that readers do not see: its poster reads there what became of it, and moderators find its
//! case. For everybody else there is nothing.

use crate::accounts::pages::{Asker, Visit};
use crate::articles::{self, AnyArticle, ArticleState, Paragraph, may_correct_unseen};
use crate::db::{ArticleId, Conn, Word};
use crate::moderation::{self, Decision, Fate};
use crate::web::{Answer, Error, Moment, Shell, page, see_other};
use askama::Template;

#[derive(Template)]
#[template(path = "articles/unseen.html")]
struct UnseenPage {
    shell: Shell,
    known: AnyArticle,
    paragraphs: Vec<Paragraph>,
    fate: Fate,
    is_own: bool,
    may_correct: bool,
}

/// The page of an article that readers do not see; of another address of it, the way there.
///
/// # Errors
/// [`Error::NotFound`] for who neither posted it nor moderates, and where there is none.
pub async fn unseen(db: &Conn, asker: Asker, id: ArticleId, slug: &str) -> Answer {
    let who = asker.who(db).await?;
    let visit = asker.known_as(who);
    let known = known_to(db, &visit, id).await?;
    if slug != known.article.slug {
        return see_other(&known.article.path());
    }
    let (paragraphs, fate) =
        tokio::try_join!(articles::paragraphs(db, id), moderation::fate(db, id, visit.now()))?;
    let viewer = visit.member()?;
    let may_correct = may_correct_unseen(viewer, &known, &visit.site().board()).is_ok();
    page(&UnseenPage {
        shell: visit.shell(known.article.headline.clone()).at("articles"),
        is_own: known.article.poster == viewer.id,
        may_correct,
        known,
        paragraphs,
        fate,
    })
}

/// An article that readers do not see, for who may.
pub(super) async fn known_to(db: &Conn, visit: &Visit, id: ArticleId) -> Result<AnyArticle, Error> {
    let known = articles::any(db, id).await?.filter(|known| known.state != ArticleState::Published);
    let is_own = |known: &AnyArticle| visit.viewer().is_some_and(|viewer| known.article.poster == viewer.id);
    known.filter(|known| is_own(known) || visit.moderator().is_ok()).ok_or(Error::NotFound)
}

impl UnseenPage {
    /// What becomes or became of it.
    fn said(&self) -> &'static str {
        match (self.known.state, self.fate.is_asked(), self.is_own) {
            (ArticleState::Held, true, true) => {
                "A moderator asks you to change this article, only you see it."
            }
            (ArticleState::Held, true, false) => "Its poster is asked to change it. Readers do not see it.",
            (ArticleState::Held, false, true) => "Your article is waiting for a moderator, only you see this",
            (ArticleState::Held, false, false) => {
                "This article is waiting for a moderator. Readers do not see it."
            }
            (ArticleState::Removed, _, true) => "Your article was taken away, only you see this.",
            (ArticleState::Removed, ..) => "This article was taken away. Readers do not see it.",
            (_, _, true) => "Your article was not published, only you see this.",
            _ => "This article was not published. Readers do not see it.",
        }
    }

    fn waits(&self) -> bool {
        self.fate.case.is_some()
    }

    /// Why, and in whose words, where it was decided against it or sent back.
    fn why(&self) -> Option<(&str, &str)> {
        let (decision, reason, note, _) = self.fate.last.as_ref().filter(|_| !self.waits())?;
        let against = matches!(decision, Decision::Reject | Decision::Remove | Decision::Revise);
        against.then_some((reason.as_str(), note.as_str()))
    }

    /// The case in which it waits, or in which it was decided.
    fn case(&self) -> Option<crate::db::CaseId> {
        self.fate.case.or(self.fate.last.as_ref().map(|last| last.3)).filter(|_| self.shell.moderates())
    }
}
