//! What the operators of a question name: members, publications, threads, topics.

use super::store;
use crate::accounts::{by_name, earlier_names};
use crate::db::Conn;
use crate::search::lexemes::QUOTES;
use crate::search::question::{Filter, Unasked, Wanted};
use crate::search::words::digit;

/// The labels of what is asked for, and of what is asked away. A moderator who asks for all may name threads that readers
/// do not see.
///
/// # Errors
/// [`Unasked`] when there is nothing of that name.
pub async fn labels(
    db: &Conn,
    filters: &[(Filter, Wanted)],
    all: bool,
) -> Result<(Vec<String>, Vec<String>), Unasked> {
    let (mut having, mut without) = (Vec::new(), Vec::new());
    for (filter, wanted) in filters {
        let label = match filter {
            Filter::Author(name) => author(db, name).await?,
            Filter::Publication(name) => {
                let id = store::publication(db, name, all).await?;
                format!("#p{}", id.ok_or_else(|| Unasked::NoPublication(name.clone()))?)
            }
            Filter::In(place) => thread_or_topic(db, place, all).await?,
            Filter::Quote => QUOTES.to_owned(),
        };
        match wanted {
            Wanted::Yes => having.push(label),
            Wanted::No => without.push(label),
        }
    }
    Ok((having, without))
}

async fn author(db: &Conn, name: &str) -> Result<String, Unasked> {
    let found = match by_name(db, name).await? {
        Some(account) => Some(account),
        None => match earlier_names::now_called(db, name).await? {
            Some(now) => by_name(db, &now).await?,
            None => None,
        },
    };
    found.map(|account| format!("#a{}", account.id)).ok_or_else(|| Unasked::Nobody(name.to_owned()))
}

async fn thread_or_topic(db: &Conn, place: &str, all: bool) -> Result<String, Unasked> {
    let digits: String = place.chars().map(|c| digit(c).unwrap_or(c)).collect();
    if let Ok(id) = digits.parse()
        && store::is_thread(db, id, all).await?
    {
        return Ok(format!("#i{id}"));
    }
    let topic = store::topic(db, place).await?;
    topic.map(|id| format!("#t{id}")).ok_or_else(|| Unasked::Nowhere(place.to_owned()))
}
