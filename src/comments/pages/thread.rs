//! `GET /a/{id}/{slug}`: the thread. The list of comments is the same for every viewer; what is the viewer's own
//! stands after it.

use super::composer::{Composer, ReplyForm};
use super::held::{Held, held};
use super::wanted::{Sort, ThreadQuery, Wanted, moved};
use crate::accounts::drafts;
use crate::accounts::pages::{Asker, Visit, Who};
use crate::accounts::sanctions::{Silence, silence_of};
use crate::articles::pages::unseen;
use crate::articles::{self, Article, Paragraph, page_of};
use crate::comments::shown::{self, Span};
use crate::comments::{CommentState, Own, Shown};
use crate::db::{ArticleId, CommentId, Conn, Word};
use crate::moderation;
use crate::notices::{self, mute};
use crate::quotes::passages::{self, Passage};
use crate::web::{
    self, Answer, Error, Made, Moment, Pager, Query, Shell, Step, length, moved_to, page, see_other,
};
use actix_web::HttpRequest;
use actix_web::web::Path;
use askama::Template;

#[derive(Template)]
#[template(path = "comments/thread.html")]
struct ThreadPage {
    shell: Shell,
    article: Article,
    paragraphs: Vec<Paragraph>,
    comments: Vec<Shown>,
    sort: Sort,
    pager: Pager,
    own: OwnPart,
    composer: Composer,
    /// The passage whose comments are shown, and where its words stand elsewhere.
    passage: Option<Passage>,
    out_link: Option<String>,
    stale_passage: bool,
    most_quoted: Vec<Passage>,
    may_correct: bool,
}

/// What a page shows to one member alone.
#[derive(Default)]
struct OwnPart {
    waiting: Vec<Own>,
    marks: Vec<(CommentId, i32, bool)>,
    read: Option<i32>,
    usual_wait: Option<String>,
    muted: bool,
    has_unread: bool,
    silence: Option<Silence>,
    /// What waits here, for moderators.
    held: Held,
}

/// How many passages stand in the rail.
const IN_RAIL: usize = 5;

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
/// page that is kept for all of them.
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
    let make = async || thread(&asker, (article, &path.1), &query).await;
    if wanted.stale || !asker.is_nobody() {
        return make().await.map(|made| made.answer);
    }
    let page = web::Wanted { address: &address, settings: asker.site.settings() };
    let version = async || Ok(articles::version(&*asker.db().await?, article).await?);
    asker.site.pages().answer(&request, page, version, make).await
}

async fn thread(asker: &Asker, (id, slug): (ArticleId, &str), query: &ThreadQuery) -> Result<Made, Error> {
    let mut wanted = Wanted::of(query)?;
    let db = asker.db().await?;
    let mut read = match read(&db, asker, id, wanted.span()).await {
        Err(Error::NotFound) => return unseen(&db, asker.clone(), id, slug).await.map(Made::for_one),
        read => read?,
    };
    if *slug != read.article.slug {
        return moved_to(&moved(&read.article, query)).map(Made::for_one);
    }
    let passage = read.passages.iter().find(|passage| passage.name == wanted.name).cloned();
    if let (Some(place), None) = (wanted.place, &passage) {
        // Its address is of an earlier text, or of a time when others quoted less of it, or more.
        let (article, paragraphs) = (&read.article, &read.paragraphs);
        let name = passages::present_name(&db, article, paragraphs, &read.passages, &place).await?;
        if let Some(passage) = name.and_then(|name| read.passages.iter().find(|passage| passage.name == name))
        {
            let address = format!("{}#comments", passage.address(&article.path()));
            return see_other(&address).map(Made::for_one);
        }
        wanted = Wanted::nothing_of_a_passage();
        read = self::read(&db, asker, id, wanted.span()).await?;
    }
    let pager = wanted.pager(&read.article, passage.as_ref());
    if wanted.page > pager.pages {
        return Err(Error::NotFound);
    }
    let visit = asker.clone().known_as(read.who.clone());
    let highest = wanted.sort.read_up_to(&read.comments).filter(|_| passage.is_none());
    if let (Some(member), Some(highest)) = (visit.viewer(), highest)
        && read.own.read.is_none_or(|read| read < highest)
    {
        articles::mark_read(&db, member.id, id, highest, visit.now()).await?;
    }
    let visit = read_notices(&db, visit, id, &read.own, &read.comments).await?;
    if visit.moderator().is_err() {
        read.own.held = Held::default();
    }
    let version = Some(read.article.version).filter(|_| !wanted.stale);
    let answer = page(&thread_page(&visit, read, (&wanted, pager), passage))?;
    Ok(Made { answer, version })
}

/// What a page of a thread shows, from the database.
struct Read {
    who: Who,
    article: Article,
    paragraphs: Vec<Paragraph>,
    passages: Vec<Passage>,
    comments: Vec<Shown>,
    own: OwnPart,
    kept: Option<ReplyForm>,
}

/// One round trip: who asks, the article, the page, and what of it is the asker's own.
async fn read(db: &Conn, asker: &Asker, id: ArticleId, span: Span<'_>) -> Result<Read, Error> {
    let (who, article, paragraphs, passages, comments, own, kept) = tokio::try_join!(
        asker.who(db),
        articles::find(db, id),
        articles::paragraphs(db, id),
        passages::passages(db, id),
        shown::shown(db, id, span),
        own_part(db, asker, id, span),
        kept(db, asker, id)
    )?;
    let article = article.ok_or(Error::NotFound)?;
    let own = if who.member().is_some() { own } else { OwnPart::default() };
    Ok(Read { who, article, paragraphs, passages, comments, own, kept })
}

fn thread_page(
    visit: &Visit,
    read: Read,
    (wanted, pager): (&Wanted, Pager),
    passage: Option<Passage>,
) -> ThreadPage {
    let Read { article, paragraphs, passages, comments, own, kept, .. } = read;
    let out_link = passage.as_ref().and_then(|chosen| passages::leading_out(&article, &paragraphs, chosen));
    let paragraphs = passages::marked(&article, paragraphs, &passages, passage.as_ref());
    let may_correct = visit.viewer().is_some_and(|member| {
        articles::may_correct(member, &article, &visit.site().board(), visit.now()).is_ok()
    });
    let shell = visit.shell(article.headline.clone()).at("articles");
    ThreadPage {
        composer: Composer { silence: own.silence.clone(), ..composer(visit, &article, kept, &shell.here) },
        shell,
        most_quoted: passages::most_quoted(&passages, IN_RAIL),
        sort: wanted.sort,
        stale_passage: wanted.stale,
        article,
        paragraphs,
        passage,
        out_link,
        comments,
        pager,
        own,
        may_correct,
    }
}

async fn own_part(
    db: &Conn,
    asker: &Asker,
    article: ArticleId,
    span: Span<'_>,
) -> diesel::QueryResult<OwnPart> {
    let Some(session) = asker.session() else { return Ok(OwnPart::default()) };
    let (waiting, marks, read, usual_wait, muted, has_unread, silence, held) = tokio::try_join!(
        shown::own(db, article, &session, asker.now),
        shown::marks(db, article, span, &session),
        articles::read_mark(db, &session, article),
        moderation::usual_wait(db, article, &session, asker.now),
        mute::has_muted_thread(db, article, &session),
        notices::has_unread_in(db, article, &session),
        silence_of(db, &session, asker.now),
        held(db, asker, &session, article)
    )?;
    let usual_wait = usual_wait.map(length);
    Ok(OwnPart { waiting, marks, read, usual_wait, muted, has_unread, silence, held })
}

/// What the viewer was told of the comments of this page is read by seeing them.
async fn read_notices(
    db: &Conn,
    visit: Visit,
    article: ArticleId,
    own: &OwnPart,
    comments: &[Shown],
) -> Result<Visit, Error> {
    let Some(member) = visit.viewer().filter(|_| own.has_unread) else { return Ok(visit) };
    let seen: Vec<CommentId> = comments.iter().filter(|one| one.is_published()).map(|one| one.id).collect();
    let read = notices::mark_seen(db, member.id, article, &seen, visit.now()).await?;
    Ok(visit.having_read(read))
}

/// What the asker wrote for this thread and has not sent.
async fn kept(db: &Conn, asker: &Asker, article: ArticleId) -> diesel::QueryResult<Option<ReplyForm>> {
    let Some(owner) = asker.drafts_owner() else { return Ok(None) };
    let kept = drafts::kept(db, &owner, &super::reply::place_of(article)).await?;
    Ok(kept.map(|(fields, _)| ReplyForm::kept(&fields)))
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
        let read = self.own.read.filter(|_| self.passage.is_none())?;
        (read < self.article.last_number).then(|| self.article.path_of(read + 1))
    }

    fn is_last_page(&self) -> bool {
        self.sort == Sort::Oldest
            && self.passage.is_none()
            && page_of(self.article.last_number) == self.pager.page
    }

    /// Where a comment is: on this page, or on its own.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    fn way_to(&self, article: &Article, number: &i32) -> String {
        if self.comments.iter().any(|comment| comment.number == *number) {
            format!("#c{number}")
        } else {
            article.path_of(*number)
        }
    }
}

impl Own {
    fn is_waiting(&self) -> bool {
        self.state == CommentState::Held
    }

    /// Its state, in a word.
    fn word(&self) -> &'static str {
        self.state.word()
    }
}
