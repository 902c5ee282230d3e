//! `POST /admin/topics`: an administrator adds a topic or renames one; the form stands on `/admin/board`.

use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, TopicRefused};
use crate::web::{Answer, Error, Form, one_line};
use diesel_async::AsyncConnection;
use serde::Deserialize;

/// A topic: a new one, or another name for the one with this slug.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TopicForm {
    name: String,
    slug: String,
}

/// Adds or renames a topic.
///
/// # Errors
/// [`Error::Bad`] with the sentence of the refusal.
pub async fn post_topic(visit: Visit, form: Form<TopicForm>) -> Answer {
    let mut db = visit.db().await?;
    let name = one_line(&form.0.name);
    let kept = match form.0.slug.as_str() {
        "" => articles::add_topic(&db, &name).await.map(|_| ()),
        slug => {
            db.transaction::<_, TopicRefused, _>(async |db| articles::rename_topic(db, slug, &name).await)
                .await
        }
    };
    match kept {
        Ok(()) => telling(&visit, "/admin/board", &format!("The topic “{name}” is kept.")),
        Err(TopicRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Bad(refused.to_string())),
    }
}
