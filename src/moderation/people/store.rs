//! People, what was imposed on them, and notes about them, in the database.

use super::known::{Imposed, Noted, Told};
use crate::accounts::administer::{NAME, begins_so};
use crate::accounts::{SanctionKind, Standing, fold_name};
use crate::comments::CommentState;
use crate::db::schema::{accounts, articles, comments, flags, notes, reasons, sanctions};
use crate::db::{AccountId, CommentId, Conn, Few, NoteId, SanctionId, Timestamp, fixed};
use crate::markup::SafeHtml;
use crate::web::Role;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz};
use diesel_async::RunQueryDsl;

/// A sanction to be written.
#[derive(Insertable)]
#[diesel(table_name = sanctions)]
pub(super) struct NewSanction<'a> {
    pub account_id: AccountId,
    pub kind: SanctionKind,
    pub reason: &'a str,
    pub code: Option<&'a str>,
    pub imposed_by: AccountId,
    pub starts_at: Timestamp,
    pub ends_at: Option<Timestamp>,
}

/// A sanction as it stands.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sanctions)]
pub(super) struct Row {
    pub id: SanctionId,
    pub account_id: AccountId,
    pub kind: SanctionKind,
    pub starts_at: Timestamp,
    pub ends_at: Option<Timestamp>,
    pub lifted_at: Option<Timestamp>,
}

/// Somebody whose name was looked for: account, name, role, standing, since when.
pub type Found = (AccountId, String, Role, Standing, Timestamp);

/// A sanction in force: its id, on whom, what, until when, since when, and why.
pub type InForce = (SanctionId, (AccountId, String), SanctionKind, Option<Timestamp>, Timestamp, String);

/// A comment of somebody's, whatever became of it: its id and number, its state, when it was sent, its thread's
/// headline, and its text.
pub type Written = (CommentId, Option<i32>, CommentState, Timestamp, String, SafeHtml);

/// An account: name, role, standing, since when, and when the e-mail was confirmed.
pub(super) type AccountRow = (String, Role, Standing, Timestamp, Option<Timestamp>);

/// Takes an account until the transaction ends.
pub(super) async fn take(mut db: &Conn, id: AccountId) -> QueryResult<Option<(String, Role, Standing)>> {
    let account = accounts::table.find(id).select((accounts::name, accounts::role, accounts::standing));
    account.for_no_key_update().first(&mut db).await.optional()
}

pub(super) async fn insert(mut db: &Conn, row: &NewSanction<'_>) -> QueryResult<SanctionId> {
    diesel::insert_into(sanctions::table).values(row).returning(sanctions::id).get_result(&mut db).await
}

/// On whom a sanction was imposed.
///
/// # Errors
/// When the database refuses.
pub async fn account_of(mut db: &Conn, id: SanctionId) -> QueryResult<Option<AccountId>> {
    sanctions::table.find(id).select(sanctions::account_id).first(&mut db).await.optional()
}

pub(super) async fn find(mut db: &Conn, id: SanctionId) -> QueryResult<Option<Row>> {
    sanctions::table.find(id).select(Row::as_select()).for_update().first(&mut db).await.optional()
}

pub(super) async fn set_lifted(
    mut db: &Conn,
    id: SanctionId,
    (by, why): (AccountId, &str),
    now: Timestamp,
) -> QueryResult<()> {
    let set = (sanctions::lifted_at.eq(now), sanctions::lifted_by.eq(by), sanctions::lift_reason.eq(why));
    diesel::update(sanctions::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

pub(super) async fn delete(mut db: &Conn, id: SanctionId) -> QueryResult<()> {
    diesel::delete(sanctions::table.find(id)).execute(&mut db).await.map(|_| ())
}

/// The end of the sanction of this kind that is in force.
pub(super) async fn one_in_force(
    mut db: &Conn,
    account: AccountId,
    kind: SanctionKind,
    now: Timestamp,
) -> QueryResult<Option<Option<Timestamp>>> {
    sanctions::table
        .filter(sanctions::account_id.eq(account))
        .filter(sanctions::kind.eq(kind))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)))
        .select(sanctions::ends_at)
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn has_warned(
    mut db: &Conn,
    by: AccountId,
    (account, words): (AccountId, &str),
    since: Timestamp,
) -> QueryResult<bool> {
    let same = sanctions::table
        .filter(sanctions::account_id.eq(account))
        .filter(sanctions::kind.eq(SanctionKind::Warned))
        .filter(sanctions::imposed_by.eq(by))
        .filter(sanctions::reason.eq(words))
        .filter(sanctions::starts_at.ge(since));
    diesel::select(exists(same)).get_result(&mut db).await
}

/// What was imposed on somebody, latest first.
///
/// # Errors
/// When the database refuses.
pub async fn imposed_on(mut db: &Conn, account: AccountId, most: i64) -> QueryResult<Vec<Imposed>> {
    type Line = (
        (SanctionId, SanctionKind, Option<String>, String, Option<String>),
        (Timestamp, Option<Timestamp>),
        (Option<Timestamp>, Option<String>, String),
    );
    let (imposers, lifters) = diesel::alias!(accounts as imposers, accounts as lifters);
    let lines: Vec<Line> = sanctions::table
        .left_join(reasons::table)
        .left_join(imposers.on(imposers.field(accounts::id).nullable().eq(sanctions::imposed_by)))
        .left_join(lifters.on(lifters.field(accounts::id).nullable().eq(sanctions::lifted_by)))
        .filter(sanctions::account_id.eq(account))
        .order(sanctions::id.desc())
        .select((
            (
                sanctions::id,
                sanctions::kind,
                reasons::label.nullable(),
                sanctions::reason,
                imposers.field(accounts::name).nullable(),
            ),
            (sanctions::starts_at, sanctions::ends_at),
            (sanctions::lifted_at, lifters.field(accounts::name).nullable(), sanctions::lift_reason),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let imposed = |((id, kind, label, reason, by), (starts_at, ends_at), (lifted_at, lifter, why)): Line| {
        let lifted = lifted_at.map(|at| (at, lifter, why));
        Imposed { id, kind, label, reason, by, starts_at, ends_at, lifted }
    };
    Ok(lines.into_iter().map(imposed).collect())
}

/// What is in force on anybody, latest first, from before this one on.
///
/// # Errors
/// When the database refuses.
pub async fn in_force(
    mut db: &Conn,
    before: Option<SanctionId>,
    now: Timestamp,
    most: i64,
) -> QueryResult<Vec<InForce>> {
    sanctions::table
        .inner_join(accounts::table.on(accounts::id.eq(sanctions::account_id)))
        .filter(sanctions::id.lt(before.unwrap_or(SanctionId(i64::MAX))))
        .filter(fixed::<Bool>("sanctions.lifted_at is null and sanctions.kind <> 'warned'"))
        .filter(fixed::<Timestamptz>("coalesce(sanctions.ends_at, 'infinity')").gt(now))
        .order(sanctions::id.desc())
        .select((
            sanctions::id,
            (accounts::id, accounts::name),
            sanctions::kind,
            sanctions::ends_at,
            sanctions::starts_at,
            sanctions::reason,
        ))
        .at_most(most)
        .load(&mut db)
        .await
}

/// The members whose names begin so, by name, from after this one on.
///
/// # Errors
/// When the database refuses.
pub async fn begins(mut db: &Conn, name: &str, after: &str, most: i64) -> QueryResult<Vec<Found>> {
    accounts::table
        .filter(begins_so(NAME, &fold_name(name)))
        .filter(NAME.gt(fold_name(after)))
        .order(NAME)
        .select((accounts::id, accounts::name, accounts::role, accounts::standing, accounts::joined_at))
        .at_most(most)
        .load(&mut db)
        .await
}

pub(super) async fn account(mut db: &Conn, id: AccountId) -> QueryResult<Option<AccountRow>> {
    accounts::table
        .find(id)
        .select((
            accounts::name,
            accounts::role,
            accounts::standing,
            accounts::joined_at,
            accounts::email_confirmed_at,
        ))
        .first(&mut db)
        .await
        .optional()
}

/// What became of somebody's comments, ever and in the last 30 days.
pub(super) async fn told(mut db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<Told> {
    let month = now - time::Duration::days(30);
    let theirs = comments::table.filter(comments::author_id.eq(id));
    let ever = theirs.group_by(comments::state).select((comments::state, diesel::dsl::count_star()));
    let lately = theirs
        .filter(comments::posted_at.gt(month))
        .group_by(comments::state)
        .select((comments::state, diesel::dsl::count_star()));
    let ever: Vec<(CommentState, i64)> = ever.load(&mut db).await?;
    let lately: Vec<(CommentState, i64)> = lately.load(&mut db).await?;
    let of = |counts: &[(CommentState, i64)], states: &[CommentState]| {
        counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    };
    Ok(Told {
        published: of(&ever, &[CommentState::Published]),
        held: of(&ever, &[CommentState::Held]),
        rejected: of(&ever, &[CommentState::Rejected]),
        removed: of(&ever, &[CommentState::Removed, CommentState::Hidden]),
        lately: lately.iter().map(|(_, count)| count).sum(),
        lately_rejected: of(&lately, &[CommentState::Rejected, CommentState::Removed]),
    })
}

pub(super) async fn count_pointed_at(mut db: &Conn, id: AccountId) -> QueryResult<i64> {
    flags::table
        .inner_join(comments::table)
        .filter(comments::author_id.eq(id))
        .count()
        .get_result(&mut db)
        .await
}

/// Somebody's latest comments, in whatever state.
///
/// # Errors
/// When the database refuses.
pub async fn latest_of(mut db: &Conn, id: AccountId, most: i64) -> QueryResult<Vec<Written>> {
    type Line = (CommentId, Option<i32>, CommentState, Timestamp, String, String);
    let lines: Vec<Line> = comments::table
        .inner_join(articles::table)
        .filter(comments::author_id.eq(id))
        .filter(comments::state.ne(CommentState::Deleted))
        .order(comments::id.desc())
        .select((
            comments::id,
            comments::number,
            comments::state,
            comments::posted_at,
            articles::headline,
            comments::body_html,
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let written = |(id, number, state, at, headline, html): Line| {
        (id, number, state, at, headline, SafeHtml::stored(html))
    };
    Ok(lines.into_iter().map(written).collect())
}

pub(super) async fn insert_note(
    mut db: &Conn,
    account: AccountId,
    (by, words): (AccountId, &str),
    now: Timestamp,
) -> QueryResult<NoteId> {
    let row = (
        notes::account_id.eq(account),
        notes::written_by.eq(by),
        notes::words.eq(words),
        notes::written_at.eq(now),
    );
    diesel::insert_into(notes::table).values(row).returning(notes::id).get_result(&mut db).await
}

/// Takes a note out if this moderator wrote it: whom it was about.
pub(super) async fn delete_note(mut db: &Conn, id: NoteId, by: AccountId) -> QueryResult<Option<AccountId>> {
    let own = notes::table.filter(notes::id.eq(id)).filter(notes::written_by.eq(by));
    diesel::delete(own).returning(notes::account_id).get_result(&mut db).await.optional()
}

/// The notes about somebody, latest first.
///
/// # Errors
/// When the database refuses.
pub async fn notes_on(mut db: &Conn, account: AccountId, most: i64) -> QueryResult<Vec<Noted>> {
    type Line = (NoteId, String, Option<(AccountId, String)>, Timestamp);
    let lines: Vec<Line> = notes::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(notes::written_by)))
        .filter(notes::account_id.eq(account))
        .order(notes::id.desc())
        .select((notes::id, notes::words, (accounts::id, accounts::name).nullable(), notes::written_at))
        .at_most(most)
        .load(&mut db)
        .await?;
    Ok(lines.into_iter().map(|(id, words, by, at)| Noted { id, words, by, at }).collect())
}
