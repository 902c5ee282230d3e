//! The outbox and the links that work once, in the database.

use super::{Link, Mail, Opened, Purpose};
use crate::db::schema::{links, outbox};
use crate::db::{AccountId, Conn, Few, NoticeId, Timestamp, Word, fixed, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::{Value, json};

/// How far a mail came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum MailState {
    /// It waits to be sent, or for somebody to read it where no mail is sent.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Failed,
}

/// A mail in the outbox.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Kept {
    /// Its id.
    pub id: i64,
    /// Its kind.
    pub kind: String,
    /// Whose it is.
    pub account_id: Option<AccountId>,
    /// Where it goes.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Its words, as an array of texts.
    pub paragraphs: Value,
    /// Its link, if it has one.
    pub link: Option<Value>,
    /// How far it came.
    pub state: MailState,
    /// How often it was tried.
    pub tries: i32,
    /// When it was written.
    pub written_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// What the mail server said last, if it refused.
    pub refusal: String,
    /// The notice that it tells of; its words are then filled in when it is sent.
    pub notice_id: Option<NoticeId>,
}

impl Kept {
    /// Its words.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        serde_json::from_value(self.paragraphs.clone()).unwrap_or_default()
    }

    /// Its link.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        serde_json::from_value(self.link.clone()?).ok()
    }
}

pub(super) async fn insert(
    mut db: &Conn,
    mail: &Mail<'_>,
    notice: Option<NoticeId>,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        outbox::intent.eq(&mail.intent),
        outbox::kind.eq(mail.kind),
        outbox::account_id.eq(mail.account),
        outbox::recipient.eq(mail.to),
        outbox::subject.eq(&mail.subject),
        outbox::paragraphs.eq(json!(mail.paragraphs)),
        outbox::link.eq(mail.link.as_ref().map(|link| json!(link))),
        outbox::next_try_at.eq(now),
        outbox::written_at.eq(now),
        outbox::notice_id.eq(notice),
    );
    diesel::insert_into(outbox::table).values(row).on_conflict_do_nothing().execute(&mut db).await.map(|_| ())
}

/// Takes the mail that is due longest, so that nobody else tries it before `until`.
pub(super) async fn take_due(db: &mut Conn, now: Timestamp, until: Timestamp) -> QueryResult<Option<Kept>> {
    db.transaction(async |mut db| {
        let due = outbox::table
            .filter(fixed::<Bool>("outbox.state = 'waiting'"))
            .filter(outbox::next_try_at.le(now))
            .order(outbox::next_try_at)
            .select(outbox::id)
            .for_update()
            .skip_locked();
        let Some(id) = due.first::<i64>(&mut db).await.optional()? else { return Ok(None) };
        diesel::update(outbox::table.find(id))
            .set((outbox::next_try_at.eq(until), outbox::tries.eq(outbox::tries + 1)))
            .returning(Kept::as_returning())
            .get_result(&mut db)
            .await
            .map(Some)
    })
    .await
}

pub(super) async fn sent(mut db: &Conn, id: i64, now: Timestamp) -> QueryResult<()> {
    let set = (outbox::state.eq(MailState::Sent), outbox::sent_at.eq(now), outbox::refusal.eq(""));
    diesel::update(outbox::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

pub(super) async fn refused(
    mut db: &Conn,
    id: i64,
    refusal: &str,
    again_at: Option<Timestamp>,
) -> QueryResult<()> {
    let row = diesel::update(outbox::table.find(id));
    match again_at {
        Some(at) => row.set((outbox::refusal.eq(refusal), outbox::next_try_at.eq(at))).execute(&mut db).await,
        None => {
            row.set((outbox::refusal.eq(refusal), outbox::state.eq(MailState::Failed))).execute(&mut db).await
        }
    }
    .map(|_| ())
}

/// The mails of the board, the newest first: `most` of them, those before `before` if given.
///
/// # Errors
/// When the database refuses.
pub async fn list(mut db: &Conn, before: Option<i64>, most: i64) -> QueryResult<Vec<Kept>> {
    outbox::table
        .filter(outbox::id.lt(before.unwrap_or(i64::MAX)))
        .order(outbox::id.desc())
        .select(Kept::as_select())
        .at_most(most)
        .load(&mut db)
        .await
}

/// One mail.
///
/// # Errors
/// When the database refuses.
pub async fn find(mut db: &Conn, id: i64) -> QueryResult<Option<Kept>> {
    outbox::table.find(id).select(Kept::as_select()).first(&mut db).await.optional()
}

pub(super) async fn insert_link(
    mut db: &Conn,
    hash: &[u8],
    purpose: Purpose,
    to: (AccountId, &str),
    (now, until): (Timestamp, Timestamp),
) -> QueryResult<()> {
    let row = (
        links::token_hash.eq(hash),
        links::purpose.eq(purpose),
        links::account_id.eq(to.0),
        links::email.eq(to.1),
        links::made_at.eq(now),
        links::expires_at.eq(until),
    );
    diesel::insert_into(links::table).values(row).execute(&mut db).await.map(|_| ())
}

pub(super) async fn good_link(
    mut db: &Conn,
    purpose: Purpose,
    hash: &[u8],
    now: Timestamp,
) -> QueryResult<Option<Opened>> {
    let row: Option<(AccountId, String)> = links::table
        .filter(links::token_hash.eq(hash))
        .filter(links::purpose.eq(purpose))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now))
        .select((links::account_id, links::email))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(account, email)| Opened { account, email }))
}

pub(super) async fn use_link(
    mut db: &Conn,
    purpose: Purpose,
    hash: &[u8],
    now: Timestamp,
) -> QueryResult<Option<Opened>> {
    let good = links::table
        .filter(links::token_hash.eq(hash))
        .filter(links::purpose.eq(purpose))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now));
    // Of two at once, the second waits for the row and then finds it used.
    let row: Option<(AccountId, String)> = diesel::update(good)
        .set(links::used_at.eq(now))
        .returning((links::account_id, links::email))
        .get_result(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(account, email)| Opened { account, email }))
}

/// Makes every link of an account for this purpose useless.
///
/// # Errors
/// When the database refuses.
pub async fn forget_links(mut db: &Conn, account: AccountId, purpose: Purpose) -> QueryResult<()> {
    let theirs = links::table.filter(links::account_id.eq(account)).filter(links::purpose.eq(purpose));
    diesel::delete(theirs).execute(&mut db).await.map(|_| ())
}

impl Word for MailState {
    const ALL: &'static [Self] = &[Self::Waiting, Self::Sent, Self::Failed];

    fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

impl ToSql<Text, Pg> for MailState {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for MailState {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
