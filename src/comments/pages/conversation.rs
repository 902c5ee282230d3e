//! `GET /c/{id}/conversation`: what a comment answers and quotes, and what answers and quotes it, each as in its thread.

use super::reply::comment_id;
use crate::accounts::pages::Visit;
use crate::articles::{PER_PAGE, page_of};
use crate::comments::conversation::{Conversation, Said, Thread, conversation};
use crate::comments::{self, Comment};
use crate::web::{Answer, Error, Moment, Pager, Query, Shell, Step, page};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "comments/conversation.html")]
struct ConversationPage {
    shell: Shell,
    talk: Conversation,
    pager: Pager,
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: Option<i32>,
}

impl ListQuery {
    /// The page, from 1.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is no page.
    pub(super) fn page(&self) -> Result<i32, Error> {
        Some(self.page.unwrap_or(1)).filter(|page| (1..=1_000_000).contains(page)).ok_or(Error::NotFound)
    }
}

/// The conversation around a comment, also around the stub of one that is gone.
///
/// # Errors
/// [`Error::NotFound`] for what readers have never seen.
pub async fn get_conversation(visit: Visit, id: Path<i64>, query: Query<ListQuery>) -> Answer {
    let number = query.0.page()?;
    let db = visit.db().await?;
    let comment = comments::find(&db, comment_id(&id)).await?.filter(was_seen).ok_or(Error::NotFound)?;
    let talk = conversation(&db, comment.id, number).await?.ok_or(Error::NotFound)?;
    let address = format!("/c/{}/conversation", comment.id);
    let pager = Pager::new(number, talk.count, PER_PAGE, &address, "#after");
    if number > pager.pages {
        return Err(Error::NotFound);
    }
    let shell = visit.shell(format!("Conversation around #{}", talk.here.comment.number)).at("articles");
    page(&ConversationPage { shell, talk, pager })
}

fn was_seen(comment: &Comment) -> bool {
    comment.number.is_some()
}

impl ConversationPage {
    /// Where a comment stands in its thread.
    #[expect(clippy::unused_self, reason = "the template of a comment asks the page that it stands on")]
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    fn way_to(&self, thread: &Thread, number: &i32) -> String {
        thread.path_of(*number)
    }

    fn parts(&self) -> [(&'static str, &'static str, Vec<&Said>); 3] {
        [
            ("before", "What it answers and quotes", self.talk.before.iter().collect()),
            ("here", "This comment", vec![&self.talk.here]),
            ("after", "What answers and quotes it", self.talk.after.iter().collect()),
        ]
    }
}

impl Thread {
    /// The path of a comment in the thread, by its number.
    #[must_use]
    pub fn path_of(&self, number: i32) -> String {
        match page_of(number) {
            1 => format!("/a/{}/{}#c{number}", self.id, self.slug),
            page => format!("/a/{}/{}?page={page}#c{number}", self.id, self.slug),
        }
    }
}
