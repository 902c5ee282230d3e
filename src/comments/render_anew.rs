//! Texts that an older renderer made are rendered anew, some at a time, beside everything else. What stands over their
//! quotes is kept as it was found when they were written, and what became of those quotes since stays as it is.

use super::store;
use crate::accounts;
use crate::articles::PER_PAGE;
use crate::db::{CommentId, Conn};
use crate::markup::{self, SafeHtml, Surroundings};
use crate::quotes;
use crate::quotes::lives::{self, Text};
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;
use std::collections::BTreeSet;

/// How many texts are rendered in one transaction.
const AT_ONCE: i64 = 50;

/// Renders what an older renderer made, and says how much there was. Several processes may do it at once.
///
/// # Errors
/// When the database refuses; what was done by then stays done.
pub async fn render_anew(db: &mut Conn) -> QueryResult<usize> {
    let mut done = 0;
    loop {
        let texts = store::of_older_renderer(db, AT_ONCE).await?;
        if texts.is_empty() {
            return Ok(done);
        }
        done += texts.len();
        db.transaction::<_, Error, _>(async |db| {
            lives::take_threads_of(db, &texts).await?;
            for (comment, revision) in &texts {
                render(db, *comment, *revision).await?;
            }
            Ok(())
        })
        .await?;
    }
}

async fn render(db: &Conn, id: CommentId, revision: i32) -> QueryResult<()> {
    if let Some(text) = lives::original(db, id, revision).await?
        && let Ok(document) = markup::read(&text.source)
    {
        let mentioned = match document.mentions() {
            [] => Vec::new(),
            names => accounts::existing_names(db, names).await?,
        };
        let names: BTreeSet<String> = mentioned.into_iter().map(|(_, name)| name.to_lowercase()).collect();
        let path = store::path_of_thread(db, id).await?;
        let around = Surroundings { thread: &path, per_page: PER_PAGE, names: &names };
        let html = document.html(&around, &SafeHtml::stored(text.html).captions()).into_string();
        lives::change_original(db, (id, revision), Text { source: text.source, html }).await?;
        quotes::passages::show_again(db, id).await?;
    }
    store::set_renderer(db, id, revision).await
}
