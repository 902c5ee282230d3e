//! Notices in the database, and the one condition under which somebody may be told.

use super::{MOST_COUNTED, Notice, Outcome};
use crate::accounts::SanctionKind;
use crate::comments::CommentState;
use crate::db::schema::{
    accounts, articles, cases, comment_revisions, comments, decisions, notice_ways, notices, reasons,
    sanctions, sessions,
};
use crate::db::{AccountId, ArticleId, CommentId, Conn, DecisionId, Few, Fixed, NoticeId, Timestamp, fixed};
use crate::moderation::Decision;
use crate::notices::{Imposed, Kind, Way};
use crate::rules::CaseKind;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
use diesel_async::RunQueryDsl;
use std::sync::LazyLock;

/// Which notices.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    /// The unread of a member that are older than this one.
    Unread(AccountId, NoticeId),
    /// The read of a member that are older than this one.
    Read(AccountId, NoticeId),
    /// This one.
    One(NoticeId),
}

type Row = (
    (NoticeId, Kind, Timestamp, Option<Timestamp>, bool),
    (Option<(CommentId, Option<i32>, CommentState)>, Option<String>),
    (Option<(ArticleId, String)>, Option<String>),
    (Option<DecisionId>, Option<Decision>, Option<CaseKind>, Option<String>, Option<String>),
    (Option<SanctionRow>, Option<String>),
);

/// What was imposed, why, until when, whether it was lifted, and why.
type SanctionRow = (SanctionKind, String, Option<Timestamp>, Option<Timestamp>, String);

/// Whom a notice is for: account, name, address, whether mail may go there, and the way that was chosen.
pub(super) type Reader = (AccountId, String, String, bool, Option<Way>);

/// Whether the reader of a notice may be told of it as things stand, in a query of `notices`, `comments` and
/// `articles`. What somebody wrote is told while everybody sees it, to others than its author, and not past a mute; a
/// decision while it was not taken back. Who pointed at a text is not told of it once it is its author's affair alone.
/// What was done with oneself one may always know; taken back, its notice is gone with it. The offsets keep the planner
/// from reading all mutes once, where it expects many notices.
fn may_be_told() -> Fixed<Bool> {
    fixed(MAY_BE_TOLD)
}

const MAY_BE_TOLD: &str =
    "(case when notices.kind = 'sanction' then true when notices.kind in ('decision', 'flag') then
          not exists (select from decisions later where later.undoes = notices.decision_id offset 0)
          and case notices.kind when 'flag' then comments.state in ('published', 'removed')
                                else comments.id is null or comments.state <> 'deleted' end
      else comments.state = 'published' and articles.state = 'published'
          and comments.author_id <> notices.account_id
          and not exists (select from mutes where mutes.account_id = notices.account_id
                             and mutes.muted_id = comments.author_id offset 0)
          and not exists (select from thread_mutes where thread_mutes.account_id = notices.account_id
                             and thread_mutes.article_id = notices.article_id offset 0)
      end)";

/// How many of the newest unread notices of a session's member may be told, in a query of `sessions`.
static UNREAD: LazyLock<String> = LazyLock::new(|| {
    format!(
        "(select count(*) from notices left join comments on comments.id = notices.comment_id
                               left join articles on articles.id = notices.article_id
           where notices.id in (select newest.id from notices newest
                                 where newest.account_id = sessions.account_id and newest.read_at is null
                                 order by newest.id desc limit {MOST_COUNTED})
             and {MAY_BE_TOLD})"
    )
});

/// The revision whose words are told: the one that was decided on, or else the one that readers see.
fn told_revision() -> Fixed<Integer> {
    fixed("coalesce(decisions.revision, comments.revision)")
}

/// These words, or those of the tagline or the article that was decided on.
fn told_words() -> Fixed<Nullable<Text>> {
    fixed(
        "coalesce(comment_revisions.plain, (select taglines.words from taglines
              where taglines.case_id = decisions.case_id and taglines.revision = decisions.revision),
            case when comments.id is null then (select string_agg(paragraphs.plain, E'\n\n' order by paragraphs.ordinal)
              from paragraphs where paragraphs.article_id = notices.article_id
               and paragraphs.revision = decisions.revision) end)",
    )
}

/// Notices that may be told, the newest first.
pub(super) async fn load(mut db: &Conn, which: Which, most: usize) -> QueryResult<Vec<Notice>> {
    let codes = diesel::alias!(reasons as codes);
    let query = notices::table
        .left_join(comments::table.on(comments::id.nullable().eq(notices::comment_id)))
        .left_join(articles::table.on(articles::id.nullable().eq(notices::article_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::author_id.nullable())))
        .left_join(sanctions::table.on(sanctions::id.nullable().eq(notices::sanction_id)))
        .left_join(codes.on(codes.field(reasons::code).nullable().eq(sanctions::code.nullable())))
        .left_join(decisions::table.on(decisions::id.nullable().eq(notices::decision_id)))
        .left_join(cases::table.on(cases::id.nullable().eq(decisions::case_id.nullable())))
        .left_join(reasons::table.on(reasons::code.nullable().eq(decisions::reason.nullable())))
        .left_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .nullable()
                .eq(comments::id.nullable())
                .and(comment_revisions::revision.eq(told_revision()))),
        )
        .filter(may_be_told())
        .order(notices::id.desc())
        .select((
            (notices::id, notices::kind, notices::happened_at, notices::read_at, notices::lifted),
            ((comments::id, comments::number, comments::state).nullable(), accounts::name.nullable()),
            ((articles::id, articles::headline).nullable(), told_words()),
            (
                decisions::id.nullable(),
                decisions::decision.nullable(),
                cases::kind.nullable(),
                reasons::told_author.nullable(),
                decisions::note.nullable(),
            ),
            (
                (
                    sanctions::kind,
                    sanctions::reason,
                    sanctions::ends_at,
                    sanctions::lifted_at,
                    sanctions::lift_reason,
                )
                    .nullable(),
                codes.field(reasons::told_author).nullable(),
            ),
        ))
        .into_boxed();
    let query = match which {
        Which::Unread(account, before) => query
            .filter(notices::account_id.eq(account))
            .filter(notices::read_at.is_null())
            .filter(notices::id.lt(before)),
        Which::Read(account, before) => query
            .filter(notices::account_id.eq(account))
            .filter(notices::read_at.is_not_null())
            .filter(notices::id.lt(before)),
        Which::One(id) => query.filter(notices::id.eq(id)),
    };
    let rows: Vec<Row> = query.at_most(i64::try_from(most).unwrap_or(i64::MAX)).load(&mut db).await?;
    Ok(rows.into_iter().map(as_notice).collect())
}

fn as_notice(row: Row) -> Notice {
    let ((id, kind, at, read, tells_of_end), (comment, author), (article, words), decided, sanction) = row;
    let outcome = match decided {
        (Some(id), Some(decision), Some(case), reason, note) => {
            let (reason, note) = (reason.unwrap_or_default(), note.unwrap_or_default());
            Some(Outcome { id, decision, case, reason, note })
        }
        _ => None,
    };
    let (sanction, told) = sanction;
    let imposed = sanction.map(|(kind, reason, ends_at, lifted_at, why)| Imposed {
        kind,
        reason,
        told: told.unwrap_or_default(),
        ends_at,
        lifted: lifted_at.map(|_| why),
        tells_of_end,
    });
    // One's own words one may always see; those of others while everybody does.
    let published = matches!(comment, Some((_, _, CommentState::Published)));
    let words = words.filter(|_| kind == Kind::Decision || published).unwrap_or_default();
    let (article, headline) = article.unzip();
    Notice {
        id,
        kind,
        comment: comment.map(|(id, _, _)| id),
        number: comment.and_then(|(_, number, _)| number),
        author: author.unwrap_or_default(),
        words,
        article,
        headline: headline.unwrap_or_default(),
        at,
        read: read.is_some(),
        outcome,
        imposed,
    }
}

pub(super) async fn reader(mut db: &Conn, id: NoticeId, now: Timestamp) -> QueryResult<Option<Reader>> {
    let suspended = sanctions::table
        .filter(sanctions::account_id.eq(accounts::id))
        .filter(sanctions::kind.eq("suspended"))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)));
    notices::table
        .inner_join(accounts::table.on(accounts::id.eq(notices::account_id)))
        .left_join(
            notice_ways::table
                .on(notice_ways::account_id.eq(notices::account_id).and(notice_ways::kind.eq(notices::kind))),
        )
        .filter(notices::id.eq(id))
        .select((
            accounts::id,
            accounts::name,
            accounts::email,
            accounts::email_confirmed_at
                .is_not_null()
                // Who is suspended hears of that by mail, and of nothing else.
                .and(notices::kind.eq(Kind::Sanction).or(not(exists(suspended)))),
            notice_ways::way.nullable(),
        ))
        .first(&mut db)
        .await
        .optional()
}

/// How many notices the holder of the session with this hash has not read: of the newest
/// [`MOST_COUNTED`](super::MOST_COUNTED), so that it costs no more than these, however many wait.
///
/// # Errors
/// When the database refuses.
pub async fn count_unread(mut db: &Conn, session: &[u8; 32]) -> QueryResult<i64> {
    let session = sessions::table.filter(sessions::token_hash.eq(session.as_slice()));
    let unread = session.select(fixed::<BigInt>(&UNREAD)).first(&mut db).await.optional()?;
    Ok(unread.unwrap_or(0))
}

/// A member has seen these comments of a thread: what was told of them is read. Decisions are not: what was decided,
/// and why, stands in the inbox alone. Gives how many were read by it.
///
/// # Errors
/// When the database refuses.
pub async fn mark_seen(
    mut db: &Conn,
    member: AccountId,
    article: ArticleId,
    seen: &[CommentId],
    now: Timestamp,
) -> QueryResult<usize> {
    let unread = notices::table
        .filter(notices::account_id.eq(member))
        .filter(notices::article_id.eq(article))
        .filter(notices::read_at.is_null())
        .filter(notices::decision_id.is_null())
        .filter(notices::comment_id.eq_any(seen));
    diesel::update(unread).set(notices::read_at.eq(now)).execute(&mut db).await
}

/// A member has read everything up to this notice.
///
/// # Errors
/// When the database refuses.
pub async fn mark_all_read(
    mut db: &Conn,
    member: AccountId,
    until: NoticeId,
    now: Timestamp,
) -> QueryResult<()> {
    let unread = notices::table
        .filter(notices::account_id.eq(member))
        .filter(notices::read_at.is_null())
        .filter(notices::id.le(until));
    diesel::update(unread).set(notices::read_at.eq(now)).execute(&mut db).await.map(|_| ())
}

/// A member has read what was told of their account up to this notice.
///
/// # Errors
/// When the database refuses.
pub async fn mark_account_read(
    mut db: &Conn,
    member: AccountId,
    until: NoticeId,
    now: Timestamp,
) -> QueryResult<()> {
    let unread = notices::table
        .filter(notices::account_id.eq(member))
        .filter(notices::article_id.is_null())
        .filter(notices::read_at.is_null())
        .filter(notices::id.le(until));
    diesel::update(unread).set(notices::read_at.eq(now)).execute(&mut db).await.map(|_| ())
}

/// A member has read what was told of one thread up to this notice.
///
/// # Errors
/// When the database refuses.
pub async fn mark_thread_read(
    mut db: &Conn,
    member: AccountId,
    article: ArticleId,
    until: NoticeId,
    now: Timestamp,
) -> QueryResult<()> {
    let unread = notices::table
        .filter(notices::account_id.eq(member))
        .filter(notices::article_id.eq(article))
        .filter(notices::read_at.is_null())
        .filter(notices::id.le(until));
    diesel::update(unread).set(notices::read_at.eq(now)).execute(&mut db).await.map(|_| ())
}
