//! What a page of a thread says to machines that read it: the head of the page, and the discussion as data.

use super::common::Common;
use super::wanted::Sort;
use crate::accounts::{is_former, page_of_person};
use crate::articles::{Article, Paragraph};
use crate::comments::Shown;
use crate::web::{DataBlock, Head, Moment, TERMS};
use serde_json::{Value, json};

/// The title of a page of a thread.
pub(super) fn title(common: &Common) -> String {
    let headline = &common.article.headline;
    if is_plain(common) && common.pager.page > 1 {
        format!("{headline}, page {}", common.pager.page)
    } else {
        headline.clone()
    }
}

/// The head of a page of a thread on the board at this address. The thread in the order of its numbers is what there is to
/// be found; each other order, and the comments on one passage, only leads there.
pub(super) fn head(common: &Common, address: &str) -> Head {
    let Common { article, pager, paragraphs, .. } = common;
    let (path, page) = (article.path(), pager.page);
    let own = if is_plain(common) && page > 1 { format!("{path}?page={page}") } else { path };
    let what = match page {
        1 => format!("Comments on “{}”, from {}.", article.headline, article.publication),
        page => {
            format!("Page {page} of the comments on “{}”, from {}.", article.headline, article.publication)
        }
    };
    let text = paragraphs.first().filter(|_| page == 1).map_or("", |paragraph| paragraph.plain.as_str());
    let head = Head::of(address, &own)
        .indexed(is_plain(common))
        .about(&[text, &what])
        .dated("article", article.posted_at, article.corrected_at)
        .fed_by(&format!("Comments on “{}”", article.headline), &format!("/a/{}/feed.atom", article.id));
    if is_plain(common) { head.one_of(pager) } else { head }
}

fn is_plain(common: &Common) -> bool {
    common.sort == Sort::Oldest && common.passage.is_none() && !common.stale
}

/// The thread and these comments of it, as data.
pub(super) fn discussion(
    address: &str,
    article: &Article,
    paragraphs: &[Paragraph],
    comments: &[Shown],
) -> DataBlock {
    let page = format!("{address}{}", article.path());
    let text: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.plain.as_str()).collect();
    let published = comments.iter().filter(|comment| comment.is_published());
    let comments: Vec<Value> = published.map(|one| comment(address, article, one)).collect();
    let mut said = json!({
        "@context": TERMS,
        "@type": "DiscussionForumPosting",
        "@id": page,
        "url": page,
        "headline": article.headline,
        "text": if text.is_empty() { article.headline.clone() } else { text.join("\n\n") },
        "author": person(address, &article.posted_by),
        "datePublished": Moment(article.posted_at).machine(),
        "commentCount": article.comments,
        "interactionStatistic": counted("CommentAction", article.comments),
        "comment": comments,
    });
    if let Some(corrected) = article.corrected_at {
        set(&mut said, "dateModified", Moment(corrected).machine().into());
    }
    if let Some(link) = &article.link {
        set(&mut said, "sharedContent", json!({ "@type": "WebPage", "url": link }));
    }
    DataBlock::of(&said)
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
