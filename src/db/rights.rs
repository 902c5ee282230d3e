//! The rights of the program: it serves with a role of its own that may add to the log and to the decisions and read
//! them, and neither change nor delete what stands there. Migrations run as the owner of the tables.
//!
//! Whoever owns the tables and may not make roles, or is no member of the role that somebody made, is not stopped: the
//! program serves as the owner then, the triggers still refuse every change, and `rejoinder doctor` says what to run.

use super::Conn;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

/// The role with which the program serves. A role is known to all databases of a server; its rights are each
/// database's own.
pub const ROLE: &str = "rejoinder_program";

/// Makes the role, where that is allowed, and gives it its rights on all tables that there are. Another board on the same
/// server may be at it.
const GIVE: &str = "do $$
begin
    if not exists (select from pg_roles where rolname = 'rejoinder_program') then
        begin
            create role rejoinder_program nologin;
        exception when insufficient_privilege or duplicate_object or unique_violation then null;
        end;
    end if;
    if not exists (select from pg_roles where rolname = 'rejoinder_program') then
        return;
    end if;
    begin
        if not pg_has_role('rejoinder_program', 'member') then
            execute format('grant rejoinder_program to %I', current_user);
        end if;
    exception when insufficient_privilege or unique_violation or internal_error then null;
    end;
    grant select, insert, update, delete on all tables in schema public to rejoinder_program;
    grant usage, select on all sequences in schema public to rejoinder_program;
    revoke update, delete, truncate on log, decisions from rejoinder_program;
    revoke insert, update, delete on __diesel_schema_migrations from rejoinder_program;
-- Whoever may not give rights on all tables, for some are another's, serves without the role.
exception when insufficient_privilege then null;
end
$$";

/// From here on the connection has the rights of the role, if that may read every table; where that may not be, those
/// that it had.
const TAKE: &str = "do $$
begin
    if exists (select from pg_roles where rolname = 'rejoinder_program') then
        if not exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
                          and not has_table_privilege('rejoinder_program', oid, 'select')) then
            perform set_config('role', 'rejoinder_program', false);
        end if;
    end if;
exception when others then null;
end
$$";

/// What a connection that serves may do with the log.
#[derive(Clone, Debug, QueryableByName)]
pub struct Rights {
    /// As whom it asks.
    #[diesel(sql_type = Text)]
    pub role: String,
    /// As whom it signed in.
    #[diesel(sql_type = Text)]
    pub owner: String,
    /// Whether it may change or delete what stands in the log or among the decisions.
    #[diesel(sql_type = Bool)]
    pub may_change: bool,
}

/// Gives the role its rights, on the connection that ran the migrations.
///
/// # Errors
/// When the database refuses.
pub(super) async fn give(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(GIVE).await
}

/// Has a connection serve with the rights of the role, where it may.
///
/// # Errors
/// When the database refuses.
pub async fn take(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(TAKE).await
}

/// What a connection may do with the log.
///
/// # Errors
/// When the database refuses.
pub async fn rights(mut db: &Conn) -> QueryResult<Rights> {
    diesel::sql_query(
        "select current_user::text as role, session_user::text as owner,
                has_table_privilege('log', 'update, delete, truncate')
                or has_table_privilege('decisions', 'update, delete, truncate') as may_change",
    )
    .get_result(&mut db)
    .await
}
