//! A thread as data, in the words of schema.org. Its page says what is discussed; `GET /a/{id}/discussion.json` has the
//! comments of that page too, for what they say stands in the page already.

use super::wanted::{ThreadQuery, Wanted};
use crate::accounts::{is_former, page_of_person};
use crate::articles::{self, Article, PER_PAGE, Paragraph};
use crate::comments::Shown;
use crate::comments::shown;
use crate::db::ArticleId;
use crate::web::{Answer, DataBlock, Error, Keeping, Moment, Pager, Query, Site, TERMS, tagged};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which page of the thread.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DiscussionQuery {
    page: Option<i32>,
}

/// Where the data of a page of a thread are.
pub(super) fn address_of(thread: ArticleId, page: i32) -> String {
    let path = format!("/a/{thread}/discussion.json");
    if page > 1 { format!("{path}?page={page}") } else { path }
}

/// A page of a thread with its comments, oldest first, as JSON-LD.
///
/// # Errors
/// [`Error::NotFound`] for a page that there is not, and where readers do not see the thread: the data are the same for
/// all.
pub async fn get_discussion(
    site: Data<Site>,
    request: HttpRequest,
    id: Path<i64>,
    query: Query<DiscussionQuery>,
) -> Answer {
    let (id, query) = (ArticleId(*id), ThreadQuery::page(query.0.page));
    let wanted = Wanted::of(&query)?;
    let db = site.db().await?;
    let (article, paragraphs, comments) = tokio::try_join!(
        articles::find(&db, id),
        articles::paragraphs(&db, id),
        shown::shown(&db, id, wanted.span())
    )?;
    let article = article.ok_or(Error::NotFound)?;
    if wanted.page > Pager::new(wanted.page, article.last_number.into(), PER_PAGE, "", "").pages {
        return Err(Error::NotFound);
    }
    let said = with_comments(site.address(), (&article, &paragraphs), &comments);
    tagged(&request, Keeping::Everybody, ("application/ld+json", &said.to_string()))
}

/// What is discussed, as data in a page.
pub(super) fn topic(address: &str, article: &Article, paragraphs: &[Paragraph]) -> DataBlock {
    let begins = paragraphs.first().map_or(&article.headline, |first| &first.plain);
    DataBlock::of(&thread(address, article, begins))
}

fn with_comments(
    address: &str,
    (article, paragraphs): (&Article, &[Paragraph]),
    comments: &[Shown],
) -> Value {
    let text: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.plain.as_str()).collect();
    let text = if text.is_empty() { article.headline.clone() } else { text.join("\n\n") };
    let published = comments.iter().filter(|comment| comment.is_published());
    let comments: Vec<Value> = published.map(|one| comment(address, article, one)).collect();
    let mut said = thread(address, article, &text);
    set(&mut said, "interactionStatistic", counted("CommentAction", article.comments));
    set(&mut said, "comment", comments.into());
    if let Some(link) = &article.link {
        set(&mut said, "sharedContent", json!({ "@type": "WebPage", "url": link }));
    }
    said
}

fn thread(address: &str, article: &Article, text: &str) -> Value {
    let page = format!("{address}{}", article.path());
    let mut said = json!({
        "@context": TERMS,
        "@type": "DiscussionForumPosting",
        "url": page,
        "headline": article.headline,
        "text": text,
        "author": person(address, &article.posted_by),
        "datePublished": Moment(article.posted_at).machine(),
        "commentCount": article.comments,
    });
    if let Some(corrected) = article.corrected_at {
        set(&mut said, "dateModified", Moment(corrected).machine().into());
    }
    said
}

fn comment(address: &str, article: &Article, comment: &Shown) -> Value {
    let words = comment.body.own_words();
    let mut said = json!({
        "@type": "Comment",
        "url": format!("{address}{}", article.path_of(comment.number)),
        "text": words,
        "author": person(address, &comment.author),
        "datePublished": Moment(comment.published_at).machine(),
    });
    if let Some(edited) = comment.edited_at {
        set(&mut said, "dateModified", Moment(edited).machine().into());
    }
    if comment.recommendations > 0 {
        set(&mut said, "interactionStatistic", counted("LikeAction", comment.recommendations));
    }
    said
}

fn person(address: &str, name: &str) -> Value {
    let mut person = json!({ "@type": "Person", "name": name });
    if !is_former(name) {
        set(&mut person, "url", format!("{address}{}", page_of_person(name)).into());
    }
    person
}

fn counted(action: &str, count: i32) -> Value {
    let action = format!("{TERMS}/{action}");
    json!({ "@type": "InteractionCounter", "interactionType": action, "userInteractionCount": count })
}

fn set(said: &mut Value, name: &str, value: Value) {
    if let Some(said) = said.as_object_mut() {
        said.insert(name.to_owned(), value);
    }
}
