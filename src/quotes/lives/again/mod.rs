//! An author edits the text around a quote whose source is no longer what it was. The quote was true when it was made
//! and says what became of its source: it stays as it is, and nobody is asked to choose.

mod store;

use crate::db::{CommentId, Conn};
use crate::markup::{self, Caption, Document, QuotedBlock, SafeHtml};
use crate::quotes::fidelity::{Standing, Truth};
use crate::quotes::{Fidelity, Finding, Quoted};
use diesel::QueryResult;
use store::KeptQuote;

/// What was found of the quotes of a text that is to follow the last one of this comment: those that stand in the last
/// one, word for word and with the same first line, and were true there, are so here.
///
/// # Errors
/// When the database refuses.
pub async fn as_before(
    db: &Conn,
    comment: CommentId,
    document: &Document,
    findings: Vec<Finding>,
) -> QueryResult<Vec<Finding>> {
    if !findings.iter().any(is_lost) {
        return Ok(findings);
    }
    let Some(text) = store::last(db, comment).await? else { return Ok(findings) };
    let Ok(before) = markup::read(&text.source) else { return Ok(findings) };
    let captions = SafeHtml::stored(text.html).captions();
    let kept = store::kept_quotes(db, comment).await?;
    let known = |block: &QuotedBlock| {
        let same = |old: &QuotedBlock| old.source == block.source && old.words == block.words;
        let at = before.quotes().iter().position(same)?;
        let quote = kept.iter().find(|quote| usize::try_from(quote.ordinal) == Ok(at))?;
        Some(quoted(quote, captions.get(at)?.clone()))
    };
    let again = findings.into_iter().zip(document.quotes()).map(|(finding, block)| match known(block) {
        Some(quoted) if is_lost(&finding) => Finding::True(quoted),
        _ => finding,
    });
    Ok(again.collect())
}

/// Whether nothing was found that the quote could be from.
fn is_lost(finding: &Finding) -> bool {
    match finding {
        Finding::Untrue(_) => true,
        Finding::True(quoted) => quoted.fidelity == Fidelity::Unattributed,
    }
}

fn quoted(quote: &KeptQuote, caption: Caption) -> Quoted {
    let shortened = quote.fidelity == Fidelity::Shortened;
    Quoted {
        fidelity: quote.fidelity,
        kind: quote.kind,
        source_id: quote.source_id,
        paragraph: quote.paragraph,
        source_revision: quote.source_revision,
        link: None,
        standing: Standing {
            truth: if shortened { Truth::Shortened } else { Truth::Verbatim },
            exact: quote.exact.clone(),
            prefix: quote.prefix.clone(),
            suffix: quote.suffix.clone(),
            start: quote.start.and_then(|start| usize::try_from(start).ok()).unwrap_or(0),
        },
        caption,
        author: None,
    }
}
