//! SQL that diesel has no words for.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
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
