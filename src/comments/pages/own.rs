//! What a page of a thread shows to one person alone.

use super::common::Common;
use super::composer::ReplyForm;
use super::held::{Held, held};
use super::reply::place_of;
use crate::accounts::drafts;
use crate::accounts::pages::{Asker, Who};
use crate::accounts::sanctions::{Silence, silence_of};
use crate::articles;
use crate::comments::viewed::{self, Opened, Theirs};
use crate::comments::{CommentState, Own, shown};
use crate::db::{ArticleId, CommentId, Conn, Word};
use crate::moderation;
use crate::notices;
use crate::web::length;
use diesel::QueryResult;

/// What a page shows to one person alone.
#[derive(Default)]
pub(super) struct OwnPart {
    pub waiting: Vec<Own>,
    pub marks: Vec<(CommentId, i32, bool)>,
    pub read: Option<i32>,
    pub usual_wait: Option<String>,
    pub muted: bool,
    pub has_unread: bool,
    pub silence: Option<Silence>,
    /// What they wrote for this thread and have not sent.
    pub kept: Option<ReplyForm>,
    /// What waits here, for moderators.
    pub held: Held,
}

/// Who opens a thread.
pub(super) struct Opening {
    pub who: Who,
    /// The thread's version; nothing of a thread that readers do not see.
    pub version: Option<i64>,
    theirs: Theirs,
    held: Held,
}

/// Who opens a thread, its version, and what there is of theirs, in one round trip; for moderators what waits takes another.
/// Of the comments in `there`, the page as
/// it was kept, it is asked whether they recommend them.
pub(super) async fn opening(
    db: &Conn,
    asker: &Asker,
    article: ArticleId,
    there: Option<&Common>,
) -> QueryResult<Opening> {
    let theirs = Theirs { has_draft: asker.drafts_owner().is_some(), ..Theirs::default() };
    if let Some(session) = asker.session() {
        let comments = there.map(Common::recommended).unwrap_or_default();
        let opened = Opened { article, place: &place_of(article), comments: &comments };
        let (viewed, unread) = tokio::try_join!(
            viewed::viewed(db, &session, opened, asker.now),
            notices::count_unread(db, &session)
        )?;
        if let Some(viewed) = viewed {
            let decides = viewed.theirs.has_held && viewed.member.as_moderator().is_some();
            let (who, held) = tokio::try_join!(
                asker.found(db, Some((viewed.member, viewed.seen)), unread),
                only(decides, held(db, asker, &session, article))
            )?;
            return Ok(Opening { who, version: viewed.version, theirs: viewed.theirs, held });
        }
    }
    let version = articles::version(db, article).await?;
    Ok(Opening { who: Who::default(), version, theirs, held: Held::default() })
}

impl OwnPart {
    /// What is theirs on this page; what they do not have is not asked for. Of `there` it is known already what they
    /// recommend.
    pub async fn of(
        db: &Conn,
        asker: &Asker,
        opening: &mut Opening,
        (common, there): (&Common, bool),
    ) -> QueryResult<Self> {
        let held = std::mem::take(&mut opening.held);
        let (article, theirs) = (common.article.id, &opening.theirs);
        let kept = only(theirs.has_draft, kept(db, asker, article));
        let (Some(session), Some(member)) = (asker.session(), opening.who.member()) else {
            return Ok(Self { kept: kept.await?, ..Self::default() });
        };
        let comments = if there { Vec::new() } else { common.recommended() };
        let (waiting, usual_wait, silence, kept, found) = tokio::try_join!(
            only(theirs.has_unseen, shown::own(db, article, &session, asker.now)),
            only(theirs.has_unseen, moderation::usual_wait(db, article, &session, asker.now)),
            only(theirs.is_silenced, silence_of(db, &session, asker.now)),
            kept,
            only(!comments.is_empty(), viewed::recommended(db, member.id, &comments))
        )?;
        let recommended = if there { &theirs.recommended } else { &found };
        let marks = common.listed.iter().filter(|one| one.is_published);
        let marks = marks.filter(|one| one.author == member.id || recommended.contains(&one.id));
        let mut marks: Vec<_> = marks.map(|one| (one.id, one.number, one.author == member.id)).collect();
        marks.sort_unstable_by_key(|(_, number, _)| *number);
        Ok(Self {
            waiting,
            marks,
            read: theirs.read,
            usual_wait: usual_wait.map(length),
            muted: theirs.muted,
            has_unread: theirs.has_unread,
            silence,
            kept,
            held,
        })
    }
}

/// What is found, if it is wanted; else the database is not asked.
async fn only<T: Default>(wanted: bool, find: impl Future<Output = QueryResult<T>>) -> QueryResult<T> {
    if wanted { find.await } else { Ok(T::default()) }
}

async fn kept(db: &Conn, asker: &Asker, article: ArticleId) -> QueryResult<Option<ReplyForm>> {
    let Some(owner) = asker.drafts_owner() else { return Ok(None) };
    let kept = drafts::kept(db, &owner, &place_of(article)).await?;
    Ok(kept.map(|(fields, _)| ReplyForm::kept(&fields)))
}

impl Own {
    pub(super) fn is_waiting(&self) -> bool {
        self.state == CommentState::Held
    }

    /// Its state, in a word.
    pub(super) fn word(&self) -> &'static str {
        self.state.word()
    }
}
