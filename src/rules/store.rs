//! Rules, the facts they are asked on, and the cases they open, in the database.

use super::case::weight;
use super::facts::{Passage, Source, Submission};
use super::{Action, CaseKind, Kind, NewCase, Reason, Rule};
use crate::db::schema::{
    articles, case_reasons, cases, comment_revisions, comments, paragraphs, rulebook, rules as rule_rows,
    word_lists,
};
use crate::db::{
    AccountId, ArticleId, CaseId, CommentId, Conn, Fixed, Timestamp, WordListId, all, at_most, fixed,
};
use diesel::dsl::sum;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

diesel::define_sql_function! { fn md5(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }
diesel::define_sql_function! {
    /// How many characters a text has.
    fn char_length(text: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}

/// Same texts are looked for so many days back, and only texts of so many characters: as far as the rule can be set.
const SAME_TEXT: (i64, usize) = (365, 10);

/// Of a writer's latest texts, so many are counted: as far as the rules can be set.
pub(super) const LATEST: i64 = 500;

/// A rule with whether it is turned on.
#[derive(Clone, Debug)]
pub struct Set {
    /// The rule.
    pub rule: Rule,
    /// Whether it is asked.
    pub turned_on: bool,
}

/// A list of watched words as it was typed.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = word_lists)]
pub struct ListRow {
    /// Its id.
    pub id: WordListId,
    /// Its name.
    pub name: String,
    /// What happens to a text that has one of its words.
    pub action: Action,
    /// One word, phrase or pattern a line.
    pub words: String,
}

pub(super) async fn version(mut db: &Conn) -> QueryResult<Uuid> {
    rulebook::table.select(rulebook::version).first(&mut db).await
}

/// Every rule, in the administrator's order.
///
/// # Errors
/// When the database refuses.
pub async fn rules(mut db: &Conn) -> QueryResult<Vec<Set>> {
    let rows: Vec<(Kind, Action, Value, bool)> = rule_rows::table
        .order(rule_rows::position)
        .select((rule_rows::kind, rule_rows::action, rule_rows::numbers, rule_rows::enabled))
        .load(&mut db)
        .await?;
    let set = |(kind, action, numbers, enabled): (Kind, Action, Value, bool)| Set {
        rule: Rule::new(kind, action, numbers),
        turned_on: enabled || kind.always_on(),
    };
    Ok(rows.into_iter().map(set).collect())
}

/// Every list of watched words, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn lists(mut db: &Conn) -> QueryResult<Vec<ListRow>> {
    word_lists::table.order(word_lists::id).select(ListRow::as_select()).load(&mut db).await
}

pub(super) fn minutes_ago(lately: &[Timestamp], now: Timestamp) -> Vec<i64> {
    lately.iter().map(|at| (now - *at).whole_minutes()).collect()
}

/// Of a writer's published comments, so many are counted: as far as a rule can ask.
pub(super) const MOST_APPROVED: i64 = 100;

/// How many comments of a member's readers saw then and still see, [`MOST_APPROVED`] at most.
pub(super) async fn count_approved(mut db: &Conn, author: AccountId, then: Timestamp) -> QueryResult<i64> {
    let approved = comments::table
        .filter(comments::author_id.eq(author))
        .filter(fixed::<Bool>("comments.state = 'published'"))
        .filter(comments::published_at.le(then))
        .select(comments::id);
    let approved: Vec<CommentId> =
        diesel::select(all(at_most(approved, MOST_APPROVED))).get_result(&mut db).await?;
    Ok(i64::try_from(approved.len()).unwrap_or(i64::MAX))
}

/// When a member's texts of the last 24 hours came, comments and articles, youngest first.
pub(super) async fn latest(db: &Conn, author: AccountId, then: Timestamp) -> QueryResult<Vec<Timestamp>> {
    let (mut texts, articles) =
        tokio::try_join!(latest_comments(db, author, then), latest_articles(db, author, then))?;
    texts.extend(articles);
    texts.sort_unstable_by(|one, other| other.cmp(one));
    Ok(texts)
}

async fn latest_articles(mut db: &Conn, author: AccountId, then: Timestamp) -> QueryResult<Vec<Timestamp>> {
    articles::table
        .filter(articles::posted_by.eq(author))
        .filter(articles::sent_at.gt(then - time::Duration::days(1)))
        .filter(articles::sent_at.le(then))
        .order(articles::sent_at.desc())
        .limit(LATEST)
        .select(articles::sent_at.assume_not_null())
        .load(&mut db)
        .await
}

async fn latest_comments(mut db: &Conn, author: AccountId, then: Timestamp) -> QueryResult<Vec<Timestamp>> {
    comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::posted_at.gt(then - time::Duration::days(1)))
        .filter(comments::posted_at.le(then))
        .order(comments::id.desc())
        .limit(LATEST)
        .select(comments::posted_at)
        .load(&mut db)
        .await
}

/// Where the same text stood then, in another comment: the headline, and when it came.
pub(super) async fn same_text(
    mut db: &Conn,
    text: &Submission<'_>,
    then: Timestamp,
) -> QueryResult<Option<(String, Timestamp)>> {
    if !is_long_enough(text) {
        return Ok(None);
    }
    same_texts(text, then)
        .order(comments::id.desc())
        .select((articles::headline, comments::posted_at))
        .first(&mut db)
        .await
        .optional()
}

pub(super) fn is_long_enough(text: &Submission<'_>) -> bool {
    text.folded.chars().count() >= SAME_TEXT.1
}

/// Texts that are the same as this one, but for itself, in comments and articles that were not taken away.
#[diesel::dsl::auto_type]
pub(super) fn same_texts<'a>(text: &'a Submission<'a>, then: Timestamp) -> _ {
    let folded: &'a str = text.folded;
    let itself: CommentId = text.comment.unwrap_or(CommentId(-1));
    let since: Timestamp = then - time::Duration::days(SAME_TEXT.0);
    let is_there: Fixed<Bool> = fixed("comments.state not in ('deleted', 'rejected')");
    comment_revisions::table
        .inner_join(comments::table.inner_join(articles::table))
        .filter(md5(comment_revisions::folded).eq(md5(folded)))
        .filter(comments::id.ne(itself))
        .filter(is_there)
        .filter(articles::state.eq("published"))
        .filter(comments::posted_at.gt(since))
        .filter(comments::posted_at.le(then))
}

/// How many characters each source has that is quoted.
pub(super) async fn sources(db: &Conn, quoted: &[Passage]) -> QueryResult<Vec<(Source, usize)>> {
    let (mut of_comments, mut of_articles) = (Vec::new(), Vec::new());
    for source in quoted.iter().filter_map(|passage| passage.source) {
        match source {
            Source::Comment(id) => of_comments.push(id),
            Source::Article(id) => of_articles.push(id),
        }
    }
    if of_comments.is_empty() && of_articles.is_empty() {
        return Ok(Vec::new());
    }
    let (mut first, mut second) = (db, db);
    let texts = comment_revisions::table
        .inner_join(comments::table)
        .filter(comments::id.eq_any(of_comments))
        .filter(comment_revisions::revision.eq(comments::revision))
        .select((comments::id, char_length(comment_revisions::plain)))
        .load::<(CommentId, i32)>(&mut first);
    let articles = paragraphs::table
        .inner_join(
            articles::table
                .on(articles::id.eq(paragraphs::article_id).and(articles::revision.eq(paragraphs::revision))),
        )
        .filter(articles::id.eq_any(of_articles))
        .group_by(articles::id)
        .select((articles::id, sum(char_length(paragraphs::plain))))
        .load::<(ArticleId, Option<i64>)>(&mut second);
    let (texts, articles) = tokio::try_join!(texts, articles)?;
    let characters = |count: i64| usize::try_from(count).unwrap_or_default();
    let texts = texts.into_iter().map(|(id, count)| (Source::Comment(id), characters(count.into())));
    let whole =
        articles.into_iter().map(|(id, count)| (Source::Article(id), characters(count.unwrap_or_default())));
    Ok(texts.chain(whole).collect())
}

/// Opens the case of a comment, or adds the reasons to the one that is open. Call it in a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn open_case(mut db: &Conn, case: &NewCase<'_>) -> QueryResult<CaseId> {
    let open = cases::table.filter(cases::comment_id.eq(case.comment)).filter(cases::state.eq("open"));
    let heavier = cases::weight + case.reasons.iter().map(|reason| weight(&reason.rule)).sum::<i32>();
    // Without a score, it keeps the one that it had.
    let score = case.score.map(|score| cases::score.eq(score));
    let set = (cases::version.eq(cases::version + 1), cases::weight.eq(heavier), score);
    let raised = diesel::update(open).set(set);
    let there: Option<(CaseId, CaseKind, Vec<Option<String>>)> =
        raised.returning((cases::id, cases::kind, cases::rules)).get_result(&mut db).await.optional()?;
    let id = match there {
        Some((id, kind, rules)) => {
            // Where readers point at a text and its author changes it, it is the new text that is to be decided on.
            let kind = if case.kind == CaseKind::HeldEdit { case.kind } else { kind };
            let set = (cases::kind.eq(kind), cases::rules.eq(rules_of(case.reasons, rules)));
            diesel::update(cases::table.find(id)).set(set).execute(&mut db).await?;
            id
        }
        None => insert(db, case).await?,
    };
    add_reasons(db, id, (case.reasons, case.added_by), case.now).await?;
    Ok(id)
}

/// Opens the case of a comment that has just been stored, of which there is none. Call it in a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn open_first_case(db: &Conn, case: &NewCase<'_>) -> QueryResult<CaseId> {
    let id = insert(db, case).await?;
    insert_reasons(db, id, (0, case.reasons, case.added_by), case.now).await?;
    Ok(id)
}

/// Adds to the reasons of a case.
pub(super) async fn add_reasons(
    mut db: &Conn,
    id: CaseId,
    (reasons, added_by): (&[Reason], Option<AccountId>),
    now: Timestamp,
) -> QueryResult<()> {
    let first: i64 =
        case_reasons::table.filter(case_reasons::case_id.eq(id)).count().get_result(&mut db).await?;
    insert_reasons(db, id, (i32::try_from(first).unwrap_or(0), reasons, added_by), now).await
}

async fn insert_reasons(
    mut db: &Conn,
    id: CaseId,
    (first, reasons, added_by): (i32, &[Reason], Option<AccountId>),
    now: Timestamp,
) -> QueryResult<()> {
    let rows: Vec<_> = (first..)
        .zip(reasons)
        .map(|(ordinal, reason)| {
            (
                case_reasons::case_id.eq(id),
                case_reasons::ordinal.eq(ordinal),
                case_reasons::rule.eq(&reason.rule),
                case_reasons::words.eq(&reason.words),
                case_reasons::evidence.eq(serde_json::json!(reason.evidence)),
                case_reasons::added_by.eq(added_by),
                case_reasons::added_at.eq(now),
            )
        })
        .collect();
    diesel::insert_into(case_reasons::table).values(rows).execute(&mut db).await.map(|_| ())
}

/// The rules that hold a case, each once, in the order in which they came.
pub(super) fn rules_of(reasons: &[Reason], mut rules: Vec<Option<String>>) -> Vec<Option<String>> {
    for reason in reasons {
        if !rules.iter().flatten().any(|known| *known == reason.rule) {
            rules.push(Some(reason.rule.clone()));
        }
    }
    rules
}

async fn insert(mut db: &Conn, case: &NewCase<'_>) -> QueryResult<CaseId> {
    let row = (
        cases::kind.eq(case.kind),
        cases::comment_id.eq(Some(case.comment)),
        cases::article_id.eq(Some(case.article)),
        cases::author_id.eq(case.author),
        cases::opened_at.eq(case.now),
        cases::weight.eq(case.reasons.iter().map(|reason| weight(&reason.rule)).sum::<i32>()),
        cases::rules.eq(rules_of(case.reasons, Vec::new())),
        cases::score.eq(case.score.unwrap_or(0)),
    );
    diesel::insert_into(cases::table).values(row).returning(cases::id).get_result(&mut db).await
}
