//! What a text must pass before it is published: one file a rule, facts in, evidence out.
//!
//! [`verdict`] loads the facts ([`known`]) and asks every rule that is turned on; [`judge`] is the pure part of it,
//! [`rulebook`] keeps the rules compiled. A held text opens a case ([`open_case`]): cases are born here and decided in `moderation/`, so
//! that `comments/` need not know it. What members say of themselves is asked about by [`verdict_of_line`], what they post
//! at the top of a thread by [`verdict_of_article`]. What the rules met is kept in [`hits`]; administrators change the rules by
//! [`administer`] and try them on earlier texts by [`trials`]. What moderators decide is [`learned`] from.

pub mod administer;
mod article;
mod blocked_domains;
mod capitals;
mod case;
mod domains;
mod facts;
mod first_comments;
mod hits;
mod judge;
mod kind;
mod known;
pub mod learned;
mod line;
mod links;
mod moderated_article;
mod mostly_quotation;
mod old_article;
mod one_source;
pub mod pages;
mod refusals;
mod rule;
pub mod rulebook;
mod same_text;
mod shorteners;
mod silenced;
mod store;
mod tagline;
mod too_fast;
mod too_many;
pub mod trials;
mod watched_member;
mod watched_words;
mod words;

pub use article::{ArticleText, HeldArticle, open_article, verdict_of_article};
pub use case::{CaseKind, NewCase};
pub use domains::{Domains, DomainsRefused};
pub use facts::{Facts, Passage, Source, Submission, Thread};
pub use hits::{ENOUGH, HitRow, HowRight, Met, hits, how_right, met_lately, record_hits, settle_hits};
pub use judge::{Hit, Judgement, Reason, Refusal, Verdict, ask, judge};
pub use kind::{Action, Kind, title};
pub use known::{Known, known};
pub use line::verdict_of_line;
pub use refusals::count_refusal;
pub use rule::{NamedList, Number, Rule};
pub use rulebook::approvals_needed;
pub use store::{ListRow, Set, lists, open_case, open_first_case, rules};
pub use tagline::{NewTagline, open_tagline};
pub use words::{WordList, WordsRefused};

use crate::accounts::Member;
use crate::db::{Conn, Timestamp};
use diesel::QueryResult;

/// What becomes of a text by the rules of the board, and what they found in it. A moderator's own texts pass.
///
/// # Errors
/// When the database refuses.
pub async fn verdict(
    db: &Conn,
    author: &Member,
    text: &Submission<'_>,
    now: Timestamp,
) -> QueryResult<Judgement> {
    let known = known(db, author, Some(text), now).await?;
    Ok(known.map_or_else(Judgement::passed, |known| known.judge(text)))
}
