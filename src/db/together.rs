//! Several statements in one, for which diesel has no words: each statement costs a way to Postgres and back, and its
//! share of both processors.
//!
//! Small questions that have nothing to do with each other are the columns of one row ([`only`], [`all`]); changes that
//! belong together are the parts of one statement ([`with`]).

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, IntoNullable, SingleValue};

/// A query of one column and at most one row, as a column of another query.
#[derive(Clone, Copy, Debug)]
pub struct Only<Row>(Row);

/// What a query of one column finds, as a column of another query, or nothing. There must not be two rows. Other than
/// diesel's own, it has no limit: that would be a parameter (see [`super::at_most`]).
#[must_use]
pub const fn only<Row>(row: Row) -> Only<Row> {
    Only(row)
}

/// A query of one column, as a column of another query.
#[derive(Clone, Copy, Debug)]
pub struct All<Rows>(Rows);

/// What a query of one column finds, in its order, as a column of another query.
#[must_use]
pub const fn all<Rows>(rows: Rows) -> All<Rows> {
    All(rows)
}

impl<Row: Query<SqlType: IntoNullable>> Expression for Only<Row>
where
    <Row::SqlType as IntoNullable>::Nullable: diesel::expression::TypedExpressionType,
{
    type SqlType = <Row::SqlType as IntoNullable>::Nullable;
}

impl<Row: QueryFragment<Pg>> QueryFragment<Pg> for Only<Row> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<Rows: Query<SqlType: SingleValue>> Expression for All<Rows> {
    type SqlType = Array<Rows::SqlType>;
}

impl<Rows: QueryFragment<Pg>> QueryFragment<Pg> for All<Rows> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("array(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// None of its own: the query around it is known by its whole text.
impl<Row> QueryId for Only<Row> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// None of its own: the query around it is known by its whole text.
impl<Rows> QueryId for All<Rows> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Row, Source> AppearsOnTable<Source> for Only<Row> where Self: Expression {}
impl<Row, Source> SelectableExpression<Source> for Only<Row> where Self: Expression {}
impl<Row, Grouping> ValidGrouping<Grouping> for Only<Row> {
    type IsAggregate = is_aggregate::Never;
}

impl<Rows, Source> AppearsOnTable<Source> for All<Rows> where Self: Expression {}
impl<Rows, Source> SelectableExpression<Source> for All<Rows> where Self: Expression {}
impl<Rows, Grouping> ValidGrouping<Grouping> for All<Rows> {
    type IsAggregate = is_aggregate::Never;
}

/// Statements that are parts of one, each with the name by which those after it read what it returns.
#[derive(Clone, Copy, Debug)]
pub struct Parts<Before, Statement> {
    before: Before,
    begins: &'static str,
    name: &'static str,
    statement: Option<Statement>,
}

/// A statement of several parts, and what it gives.
#[derive(Clone, Copy, Debug)]
pub struct Whole<Parts, Last> {
    parts: Parts,
    last: Last,
}

/// The first part of a statement. The parts are done together, or none is. None sees in the tables what another has
/// changed, nor may two of them change the same row: what one has done, another reads from what it returns.
#[must_use]
pub const fn with<Statement>(name: &'static str, statement: Statement) -> Parts<(), Statement> {
    Parts { before: (), begins: "with ", name, statement: Some(statement) }
}

impl<Before, Statement> Parts<Before, Statement> {
    /// And this part.
    #[must_use]
    pub const fn and<Next>(self, name: &'static str, statement: Next) -> Parts<Self, Next> {
        self.and_perhaps(name, Some(statement))
    }

    /// And this part, if there is one.
    #[must_use]
    pub const fn and_perhaps<Next>(self, name: &'static str, statement: Option<Next>) -> Parts<Self, Next> {
        Parts { before: self, begins: ", ", name, statement }
    }

    /// What the whole gives: a query of what the parts return.
    #[must_use]
    pub const fn giving<Last>(self, last: Last) -> Whole<Self, Last> {
        Whole { parts: self, last }
    }
}

impl<Before: QueryFragment<Pg>, Statement: QueryFragment<Pg>> QueryFragment<Pg> for Parts<Before, Statement> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.before.walk_ast(out.reborrow())?;
        if let Some(statement) = &self.statement {
            out.push_sql(self.begins);
            out.push_sql(self.name);
            out.push_sql(" as (");
            statement.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        Ok(())
    }
}

impl<Parts: QueryFragment<Pg>, Last: QueryFragment<Pg>> QueryFragment<Pg> for Whole<Parts, Last> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.parts.walk_ast(out.reborrow())?;
        out.push_sql(" ");
        self.last.walk_ast(out)
    }

    /// It is prepared once, as by [`super::reused`]: the same parts are the same text.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Parts, Last: Query> Query for Whole<Parts, Last> {
    type SqlType = Last::SqlType;
}

/// None of its own: it is known by its whole text.
impl<Parts, Last> QueryId for Whole<Parts, Last> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
