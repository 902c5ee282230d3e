//! Rows that a query of its own has chosen.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

/// Whether a column is among the values that a query gives.
#[derive(Clone, Copy, Debug)]
pub struct Among<Rows> {
    column: &'static str,
    rows: Rows,
}

/// Whether this column, which the query around it must have, is among the values of that one column that `rows` gives.
/// They are found first, and what belongs to each of them after that: a page far down a list reads nothing of the rows
/// before it but what puts them in order.
#[must_use]
pub const fn among<Rows>(column: &'static str, rows: Rows) -> Among<Rows> {
    Among { column, rows }
}

impl<Rows> Expression for Among<Rows> {
    type SqlType = Bool;
}

impl<Rows: QueryFragment<Pg>> QueryFragment<Pg> for Among<Rows> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.column);
        out.push_sql(" = any(array(");
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql("))");
        Ok(())
    }
}

/// None of its own: the query around it is known by its whole text.
impl<Rows> QueryId for Among<Rows> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Rows, Source> AppearsOnTable<Source> for Among<Rows> {}
impl<Rows, Source> SelectableExpression<Source> for Among<Rows> {}
impl<Rows, Grouping> ValidGrouping<Grouping> for Among<Rows> {
    type IsAggregate = is_aggregate::Never;
}
