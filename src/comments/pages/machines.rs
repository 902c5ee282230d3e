//! The head of a page of a thread: what it says to machines that read it.

use super::common::Common;
use super::discussion::address_of;
use super::wanted::Sort;
use crate::web::Head;

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
    if is_plain(common) { head.one_of(pager).with_data_at(&address_of(article.id, page)) } else { head }
}

/// Whether it is a page of the thread in the order of its numbers.
pub(super) fn is_plain(common: &Common) -> bool {
    common.sort == Sort::Oldest && common.passage.is_none() && !common.stale
}
