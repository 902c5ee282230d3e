//! `GET /c/{id}/quoters`: every comment that quotes one, in its thread and in others.

use super::conversation::ListQuery;
use super::reply::comment_id;
use crate::accounts::pages::Visit;
use crate::articles::{self, Article, PER_PAGE};
use crate::comments::{self, CommentState};
use crate::quotes::back_links::{Quoting, count_quoting, quoting};
use crate::web::{Answer, Error, Moment, Pager, Query, Shell, Step, page};
use actix_web::web::Path;
use askama::Template;

#[derive(Template)]
#[template(path = "comments/quoters.html")]
struct QuotersPage {
    shell: Shell,
    article: Article,
    number: i32,
    quoters: Vec<Quoting>,
    count: i64,
    pager: Pager,
}

/// The comments that quote one, its own thread first.
///
/// # Errors
/// [`Error::NotFound`] for a comment whose words are not to be seen.
pub async fn get_quoters(visit: Visit, id: Path<i64>, query: Query<ListQuery>) -> Answer {
    let shown = query.0.page()?;
    let db = visit.db().await?;
    let comment = comments::find(&db, comment_id(&id)).await?.ok_or(Error::NotFound)?;
    let number =
        comment.number.filter(|_| comment.state == CommentState::Published).ok_or(Error::NotFound)?;
    let before = i64::from(shown - 1) * i64::from(PER_PAGE);
    let (article, count, quoters) = tokio::try_join!(
        articles::find(&db, comment.article_id),
        count_quoting(&db, comment.id),
        quoting(&db, (comment.id, comment.article_id), (before, PER_PAGE.into()))
    )?;
    let article = article.ok_or(Error::NotFound)?;
    let pager = Pager::new(shown, count, PER_PAGE, &format!("/c/{}/quoters", comment.id), "");
    if shown > pager.pages {
        return Err(Error::NotFound);
    }
    let shell = visit.shell(format!("Who quotes #{number}")).at("articles");
    page(&QuotersPage { shell, article, number, quoters, count, pager })
}

impl QuotersPage {
    /// Whether another thread begins here.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    fn begins_thread(&self, at: &usize) -> bool {
        let thread = |at: usize| self.quoters.get(at).map(|quoter| quoter.article);
        at.checked_sub(1).is_none_or(|before| thread(before) != thread(*at))
    }
}
