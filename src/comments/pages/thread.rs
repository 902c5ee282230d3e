//! `GET /a/{id}/{slug}`: the thread. The list of comments is the same for every viewer; what is the viewer's own
//! stands after it.

use super::common::{AskedFor, Common, common};
use super::composer::{Composer, ReplyForm};
use super::discussion::topic;
use super::machines::{head, is_plain, title};
use super::own::{Opening, OwnPart, opening};
use super::wanted::{Sort, ThreadQuery, Wanted};
use crate::accounts::pages::{Asker, Visit};
use crate::articles::pages::unseen;
use crate::articles::{self, Article, page_of};
use crate::db::{ArticleId, CommentId, Conn};
use crate::notices;
use crate::web::{self, Answer, DataBlock, Error, Made, Moment, Query, Shell, Step, page, see_other};
use actix_web::HttpRequest;
use actix_web::web::Path;
use askama::Template;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "comments/thread.html")]
struct ThreadPage {
    shell: Shell,
    common: Arc<Common>,
    own: OwnPart,
    composer: Composer,
    may_correct: bool,
    /// What is discussed, for machines; they are nobody.
    data: Option<DataBlock>,
}

/// `GET /a/{id}`: leads to the address with the headline in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_thread_without_slug(asker: Asker, id: Path<i64>) -> Answer {
    let db = asker.db().await?;
    match articles::find(&db, ArticleId(*id)).await? {
        Some(article) => see_other(&article.path()),
        None => unseen(&db, asker, ArticleId(*id), "").await,
    }
}

/// The thread: the article, and a page of its comments, or of those that quote one passage of it. Who is nobody gets the
/// page that is kept for all of them; others get theirs around what is kept of it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_thread(
    asker: Asker,
    request: HttpRequest,
    path: Path<(i64, String)>,
    query: Query<ThreadQuery>,
) -> Answer {
    let (article, query) = (ArticleId(path.0), query.0);
    let wanted = Wanted::of(&query)?;
    let address = wanted.address(&format!("/a/{article}/{}", path.1));
    let asker = if wanted.stale { asker } else { asker.at(address.clone()) };
    let sought = AskedFor { thread: article, slug: &path.1, query: &query };
    let page = web::Wanted { address: &address, thread: article, settings: asker.site.settings() };
    if !asker.is_nobody() {
        return for_somebody(&asker, sought, Some(page).filter(|_| !wanted.stale)).await;
    }
    let make = async || for_nobody(&asker, sought).await;
    if wanted.stale {
        return make().await.map(|made| made.answer);
    }
    let version = async || Ok(articles::version(&*asker.db().await?, article).await?);
    asker.site.pages().answer(&request, page, version, make).await
}

async fn for_nobody(asker: &Asker, sought: AskedFor<'_>) -> Result<Made, Error> {
    let db = asker.db().await?;
    let common = match common(&db, asker, sought).await? {
        Ok(common) => common,
        Err(answer) => return Ok(Made::for_one(answer)),
    };
    let version = Some(common.article.version).filter(|_| !common.stale);
    let visit = asker.clone().known_as(<_>::default());
    let answer = page(&thread_page(&visit, Arc::new(common), OwnPart::default()))?;
    Ok(Made { answer, version })
}

/// The page of somebody, at the one address that it has; what is asked for by another one is not kept.
async fn for_somebody(asker: &Asker, sought: AskedFor<'_>, kept: Option<web::Wanted<'_>>) -> Answer {
    let (db, pages) = (asker.db().await?, asker.site.pages());
    let there: Option<Arc<Common>> = kept.and_then(|wanted| pages.part(wanted));
    let mut opening = opening(&db, asker, sought.thread, there.as_deref()).await?;
    let make = async || common(&db, asker, sought).await;
    let common = match (&there, kept, opening.version) {
        (Some(common), _, Some(version)) if common.article.version >= version => Ok(common.clone()),
        (_, Some(wanted), Some(version)) => pages.part_of(wanted, version, make).await?,
        _ => make().await?.map(Arc::new),
    };
    let common = match common {
        Ok(common) => common,
        Err(answer) => return Ok(answer),
    };
    let is_there = there.is_some_and(|there| Arc::ptr_eq(&there, &common));
    let own = OwnPart::of(&db, asker, &mut opening, (&common, is_there)).await?;
    let visit = having_seen(&db, asker, opening, (&common, &own)).await?;
    page(&thread_page(&visit, common, own))
}

/// The visit, once it is noted what the viewer has read by seeing this page: the thread up to its highest number, and what
/// they were told of its comments.
async fn having_seen(
    db: &Conn,
    asker: &Asker,
    opening: Opening,
    (common, own): (&Common, &OwnPart),
) -> Result<Visit, Error> {
    let visit = asker.clone().known_as(opening.who);
    let Some(member) = visit.viewer() else { return Ok(visit) };
    let thread = common.article.id;
    if let Some(highest) = common.read_up_to()
        && own.read.is_none_or(|read| read < highest)
    {
        articles::mark_read(db, member.id, thread, highest, visit.now()).await?;
    }
    if !own.has_unread {
        return Ok(visit);
    }
    let seen = common.listed.iter().filter(|one| one.is_published).map(|one| one.id);
    let seen: Vec<CommentId> = seen.collect();
    let read = notices::mark_seen(db, member.id, thread, &seen, visit.now()).await?;
    Ok(visit.having_read(read))
}

fn thread_page(visit: &Visit, common: Arc<Common>, mut own: OwnPart) -> ThreadPage {
    let article = &common.article;
    let may_correct = visit.viewer().is_some_and(|member| {
        articles::may_correct(member, article, &visit.site().board(), visit.now()).is_ok()
    });
    let address = visit.site().address();
    let data =
        (visit.viewer().is_none() && is_plain(&common)).then(|| topic(address, article, &common.paragraphs));
    let shell = visit.shell(title(&common)).at("articles").saying(head(&common, address));
    let composer = composer(visit, article, own.kept.take(), &shell.here);
    let composer = Composer { silence: own.silence.clone(), ..composer };
    ThreadPage { shell, common, own, composer, may_correct, data }
}

fn composer(visit: &Visit, article: &Article, kept: Option<ReplyForm>, here: &str) -> Composer {
    let (is_kept, signed_in) = (kept.is_some(), visit.viewer().is_some());
    // Who is not signed in is kept waiting until they are, under a key of their own: the page is the same for all of them.
    let form = if is_kept || signed_in { kept.unwrap_or_default().with_key() } else { ReplyForm::default() };
    let form = ReplyForm { back: format!("{here}#reply"), ..form };
    Composer {
        action: format!("/a/{}/comments", article.id),
        article: article.id.0,
        kept: is_kept,
        form,
        signed_in,
        ..Composer::default()
    }
}

impl ThreadPage {
    /// Where the first comment is that the viewer has not read.
    fn first_unread(&self) -> Option<String> {
        let read = self.own.read.filter(|_| self.common.passage.is_none())?;
        let article = &self.common.article;
        (read < article.last_number).then(|| article.path_of(read + 1))
    }

    fn is_last_page(&self) -> bool {
        let common = &self.common;
        common.sort == Sort::Oldest
            && common.passage.is_none()
            && page_of(common.article.last_number) == common.pager.page
    }
}
