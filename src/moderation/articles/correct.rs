//! An article is corrected, and the rules of the board look at what it says then.

use super::post::{count, verdict};
use super::store;
use crate::accounts::Writing;
use crate::articles::{self, AnyArticle, ArticleState, CorrectRefused, Corrected, Correction};
use crate::db::{Board, Conn, LogLine, Word, record};
use crate::markup;
use crate::quotes::passages;
use crate::rules::{self, HeldArticle, Reason, Refusal, Verdict};
use diesel_async::AsyncConnection;

/// Corrects an article, whether readers see it or not; call `quotes::passages::catch_up` after it. What its poster says is
/// shown to the rules: what they refuse is not kept, and of an article that readers see neither is what they would hold. One
/// that waits goes on waiting, and what was sent back or not taken waits again. People reach the board at `address`.
///
/// # Errors
/// [`CorrectRefused`]; nothing is stored then.
pub async fn correct_article(
    db: &mut Conn,
    writing: Writing<'_>,
    correction: &Correction,
    (board, address): (&Board, &str),
) -> Result<Corrected, CorrectRefused> {
    let mut refusal = None;
    let corrected = db
        .transaction::<_, CorrectRefused, _>(async |db| {
            let known = articles::take(db, correction.article).await?.ok_or(CorrectRefused::NoSuchArticle)?;
            let corrected = if known.state == ArticleState::Published {
                passages::correct(db, writing, correction, board).await?
            } else {
                articles::correct_unseen(db, writing, &known, correction, board).await?
            };
            if corrected == Corrected::Anew {
                let ruled = ruled(db, writing, correction, (address, &mut refusal)).await?;
                follow(db, writing, &known, ruled).await?;
            }
            Ok(corrected)
        })
        .await;
    count(db, refusal, writing.now).await?;
    corrected
}

/// Why it would wait by the rules, as it reads now; a moderator's text passes.
async fn ruled(
    db: &Conn,
    writing: Writing<'_>,
    correction: &Correction,
    (address, refusal): (&str, &mut Option<Refusal>),
) -> Result<Vec<Reason>, CorrectRefused> {
    let new = &correction.new;
    let paragraphs = markup::paragraphs(&new.text).unwrap_or_default();
    match verdict(db, writing, (new, &paragraphs, true), address).await? {
        Verdict::Publish => Ok(Vec::new()),
        Verdict::Hold(reasons) => Ok(reasons),
        Verdict::Refuse(why) => Err(CorrectRefused::ByRule(refusal.insert(why).to_string())),
    }
}

/// What comes of the new text, for these reasons to let it wait.
async fn follow(
    db: &Conn,
    writing: Writing<'_>,
    known: &AnyArticle,
    reasons: Vec<Reason>,
) -> Result<(), CorrectRefused> {
    if known.state == ArticleState::Published {
        return if reasons.is_empty() { Ok(()) } else { Err(CorrectRefused::WouldWait) };
    }
    let id = known.article.id;
    let (by_poster, waits) =
        (writing.author.id == known.article.poster, store::open_case_of(db, id).await?.is_some());
    // A moderator who mends what was sent back does not send it in its poster's place.
    if !by_poster && !waits {
        return Ok(());
    }
    let why = match (by_poster, waits, known.state) {
        (false, ..) => ("edit", "a moderator corrected it while it waited"),
        (true, true, _) => ("edit", "its author changed the text while it waited"),
        (true, false, ArticleState::Held) => ("revised", "its author changed the text as a moderator asked"),
        (true, false, _) => ("revised", "its author changed the text after it was not taken"),
    };
    let why = Reason { rule: why.0.to_owned(), words: why.1.to_owned(), evidence: vec![] };
    let more = reasons.into_iter().filter(|reason| reason.rule != "first_comments");
    let reasons: Vec<Reason> = [why].into_iter().chain(more).collect();
    let (author, now) = (known.article.poster, writing.now);
    rules::open_article(db, &HeldArticle { article: id, author, reasons: &reasons, now }).await?;
    if known.state != ArticleState::Held {
        articles::set_state(db, id, ArticleState::Held).await?;
        log(db, writing, known).await?;
    }
    Ok(())
}

/// That an article which was not taken waits again.
async fn log(db: &Conn, writing: Writing<'_>, known: &AnyArticle) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: writing.now,
        actor_id: Some(writing.author.id),
        action: "hold article",
        subject_kind: "article",
        subject_id: known.article.id.0,
        why: "",
        before: serde_json::json!({"state": known.state.word()}),
        after: serde_json::json!({"state": ArticleState::Held.word()}),
    };
    record(db, line).await
}
