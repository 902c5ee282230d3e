//! A member posts an article, and the rules of the board say what becomes of it.

use crate::accounts::Writing;
use crate::articles::{self, NewArticle, PostRefused, Posted, Ruling};
use crate::db::{Board, Conn, Timestamp};
use crate::markup;
use crate::rules::{self, ArticleText, HeldArticle, Reason, Refusal, Verdict};
use diesel::QueryResult;
use diesel_async::AsyncConnection;

/// A member posts an article. One that a rule holds waits in the queue; of one that a rule refuses nothing is kept but the
/// count of such refusals. People reach the board at `address`.
///
/// # Errors
/// [`PostRefused`]; nothing is stored then.
pub async fn post_article(
    db: &mut Conn,
    writing: Writing<'_>,
    new: &NewArticle,
    (board, address): (&Board, &str),
) -> Result<Posted, PostRefused> {
    let mut refusal = None;
    let posted = db
        .transaction::<_, PostRefused, _>(async |db| {
            let mut held = Vec::new();
            let rules = async |text: &[markup::Paragraph]| {
                let verdict = verdict(db, writing, (new, text, false), address).await?;
                Ok(ruling(verdict, &mut held, &mut refusal))
            };
            let posted = articles::post_by_rules(db, writing, new, board, rules).await?;
            if let Posted::New(article) = posted
                && !held.is_empty()
            {
                let (author, now) = (writing.author.id, writing.now);
                rules::open_article(db, &HeldArticle { article, author, reasons: &held, now }).await?;
            }
            Ok(posted)
        })
        .await;
    count(db, refusal, writing.now).await?;
    posted
}

/// What becomes of it; why it waits, or why it is refused, is put where it is wanted.
fn ruling(verdict: Verdict, held: &mut Vec<Reason>, refusal: &mut Option<Refusal>) -> Ruling {
    match verdict {
        Verdict::Publish => Ruling::Stands,
        Verdict::Hold(reasons) => {
            *held = reasons;
            Ruling::Waits
        }
        Verdict::Refuse(why) => Ruling::Refused(refusal.insert(why).to_string()),
    }
}

/// Counts a refusal, after the transaction in which there was one.
pub(super) async fn count(db: &Conn, refusal: Option<Refusal>, now: Timestamp) -> QueryResult<()> {
    match refusal {
        Some(refusal) => rules::count_refusal(db, &refusal, now).await,
        None => Ok(()),
    }
}

/// What the rules make of these words; whether they correct an article that was there before.
pub(super) async fn verdict(
    db: &Conn,
    writing: Writing<'_>,
    (new, paragraphs, corrects): (&NewArticle, &[markup::Paragraph], bool),
    address: &str,
) -> QueryResult<Verdict> {
    let plain: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.plain.as_str()).collect();
    let links = markup::links_of_article(&new.text, address).unwrap_or_default();
    let article = ArticleText {
        headline: &new.headline,
        publication: &new.publication,
        byline: &new.byline,
        text: &plain.join("\n\n"),
        link: &new.link,
        links: &links,
        corrects,
    };
    rules::verdict_of_article(db, writing.author, &article, writing.now).await
}
