//! SQL that diesel has no words for.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use std::marker::PhantomData;

/// An expression whose text is always the same. Other than `diesel::dsl::sql`, it leaves the query around it
/// prepared: that one is parsed and planned anew each time, and costs a round trip more.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<Type> {
    sql: &'static str,
    of: PhantomData<Type>,
}

/// The expression of this text; the query around it must have the tables that it names.
#[must_use]
pub const fn fixed<Type>(sql: &'static str) -> Fixed<Type> {
    Fixed { sql, of: PhantomData }
}

impl<Type: TypedExpressionType> Expression for Fixed<Type> {
    type SqlType = Type;
}

impl<Type> QueryFragment<Pg> for Fixed<Type> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.sql);
        Ok(())
    }
}

/// None of its own: the query around it is known by its whole text.
impl<Type> QueryId for Fixed<Type> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Type, Source> AppearsOnTable<Source> for Fixed<Type> where Self: Expression {}
impl<Type, Source> SelectableExpression<Source> for Fixed<Type> where Self: Expression {}
impl<Type, Grouping> ValidGrouping<Grouping> for Fixed<Type> {
    type IsAggregate = is_aggregate::Never;
}

/// A query with a number of rows that it gives at most.
#[derive(Clone, Copy, Debug)]
pub struct AtMost<Rows> {
    rows: Rows,
    most: i64,
}

/// So many rows of a query at most, which has no limit yet. The number stands in the text: a limit that is a parameter, as
/// diesel's own is, is not known to a plan that is made once, so that Postgres makes one for each request.
#[must_use]
pub const fn at_most<Rows>(rows: Rows, most: i64) -> AtMost<Rows> {
    AtMost { rows, most }
}

/// [`at_most`] at the end of a query, before it is loaded.
pub trait Few: Query + Sized {
    /// So many rows of it at most; the number stands in the text.
    fn at_most(self, most: i64) -> AtMost<Self> {
        at_most(self, most)
    }
}

impl<Rows: Query> Few for Rows {}

impl<Rows: QueryFragment<Pg>> QueryFragment<Pg> for AtMost<Rows> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql(" limit ");
        out.push_sql(&self.most.to_string());
        Ok(())
    }
}

impl<Rows: Query> Query for AtMost<Rows> {
    type SqlType = Rows::SqlType;
}

/// None of its own: it is known by its whole text.
impl<Rows> QueryId for AtMost<Rows> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// A statement that each connection prepares once.
#[derive(Clone, Copy, Debug)]
pub struct Reused<Statement>(Statement);

/// This statement, to be prepared once and not each time. diesel does not trust updates and inserts with defaults to say
/// the same twice; this is for those on a hot path whose text is always the same, and a round trip shorter.
#[must_use]
pub const fn reused<Statement>(statement: Statement) -> Reused<Statement> {
    Reused(statement)
}

impl<Statement: QueryFragment<Pg>> QueryFragment<Pg> for Reused<Statement> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Statement: Query> Query for Reused<Statement> {
    type SqlType = Statement::SqlType;
}

/// None of its own: it is known by its whole text.
impl<Statement> QueryId for Reused<Statement> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
