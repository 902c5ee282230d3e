//! The large tables are filled as fast as Postgres can: in the transaction that emptied them, without indexes.

use super::psql::{each, lines, stream};
use super::rows::TABLES;
use super::talk::Board;
use crate::Failure;
use std::io::Write;
use std::time::Instant;

/// What can be made after the rows, as the statements that drop it and make it: `pg_indexes`' own definitions.
const INDEXES: &str = "
    with large as (
        select unnest(array['comments', 'comment_revisions', 'quotes', 'recommendations'])::regclass as id
    ), indexes as (
        select format('drop index %s', i.indexrelid::regclass) as dropped, pg_get_indexdef(i.indexrelid) as made
        from pg_index i join large on large.id = i.indrelid
        where not i.indisprimary and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    ), constraints as (
        select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) as dropped,
               format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
                   as made
        from pg_constraint c join large on large.id = c.conrelid
        where c.contype = 'u'
    ), all_of_them as (select * from indexes union all select * from constraints)";

/// Fills them, and says what took how long.
pub fn fill(url: &str, board: Board) -> Result<(), Failure> {
    let dropped = lines(url, &format!("{INDEXES} select dropped as line from all_of_them"))?;
    let made = lines(url, &format!("{INDEXES} select made as line from all_of_them order by made"))?;
    let begun = Instant::now();
    stream(url, |script| {
        writeln!(
            script,
            "set session_replication_role = replica;\nset client_min_messages = warning;\nbegin;"
        )?;
        for table in &TABLES {
            writeln!(script, "truncate {} cascade;", table.name)?;
        }
        for statement in dropped {
            writeln!(script, "{statement};")?;
        }
        for table in &TABLES {
            writeln!(script, "copy {} ({}) from stdin with (freeze);", table.name, table.columns)?;
            table.fill(board, script)?;
            writeln!(script, "\\.")?;
        }
        Ok(writeln!(script, "commit;")?)
    })?;
    let rows = begun.elapsed();
    let settings = ["set maintenance_work_mem = '1GB'", "set max_parallel_maintenance_workers = 2"];
    let made = settings.map(str::to_owned).into_iter().chain(made).collect::<Vec<_>>();
    each(url, &made)?;
    eprintln!("  rows: {rows:.1?}, indexes: {:.1?}", begun.elapsed().saturating_sub(rows));
    Ok(())
}
