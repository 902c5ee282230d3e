//! What waits in a thread, as moderators see it there: with the buttons of the queue.

use crate::accounts::pages::Visit;
use crate::db::{ArticleId, Conn};
use crate::moderation::{self, Filter, KeptReason, Listed};
use diesel::QueryResult;

/// So many stand in the thread; the queue has them all.
const MOST: i64 = 20;

/// What waits in a thread.
#[derive(Default)]
pub(super) struct Held {
    /// The cases, the oldest first.
    pub items: Vec<Listed>,
    /// Why one of them may be rejected.
    pub reasons: Vec<KeptReason>,
}

/// What waits in a thread, for a moderator; nothing for others. Where nothing waits on the whole board, nobody is asked.
pub(super) async fn held(db: &Conn, visit: &Visit, article: ArticleId) -> QueryResult<Held> {
    let Ok(by) = visit.moderator() else { return Ok(Held::default()) };
    if visit.waiting() == Some(0) {
        return Ok(Held::default());
    }
    let filter = Filter { article: Some(article), ..Filter::default() };
    let (items, reasons) = tokio::try_join!(
        moderation::waiting(db, (by.id(), visit.now()), &filter, MOST),
        moderation::reasons(db)
    )?;
    Ok(Held { items, reasons })
}
