//! What waits in a thread, as moderators see it there: with the buttons of the queue.

use crate::accounts::pages::Asker;
use crate::db::{ArticleId, Conn};
use crate::moderation::{self, KeptReason, Listed};
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

/// What waits in a thread, if a moderator asks; nothing for others. It is asked together with who asks, so whether they
/// may see it on this visit is for the page to say.
pub(super) async fn held(
    db: &Conn,
    asker: &Asker,
    session: &[u8; 32],
    article: ArticleId,
) -> QueryResult<Held> {
    let (items, reasons) = moderation::waiting_in(db, article, (session, asker.now), MOST).await?;
    Ok(Held { items, reasons })
}
