//! What gets in at the wrong moment.

use super::*;
use crate::db::Changed;
use actix_web::test::TestRequest;
use futures_util::FutureExt;
use std::cell::Cell;
use tokio::sync::oneshot;

const WANTED: Wanted<'_> = Wanted { address: "/a/1/x", thread: ArticleId(1), settings: 0 };

fn page(version: i64) -> Made {
    Made { answer: HttpResponse::Ok().body(format!("version {version}")), version: Some(version) }
}

async fn words(answer: HttpResponse) -> String {
    let bytes = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A page is read; a change is committed and answered; only then the page gets in.
#[tokio::test]
async fn a_page_that_was_read_before_a_change_is_asked_after() {
    let pages = Pages::believing(1 << 20, Duration::from_hours(1));
    pages.changes.hear();
    let request = TestRequest::get().to_http_request();
    let (release, held) = oneshot::channel::<()>();
    let held = Cell::new(Some(held));
    let slow = pages.answer(
        &request,
        WANTED,
        async || Ok(Some(1)),
        async || {
            if let Some(held) = held.take() {
                held.await.ok();
            }
            Ok(page(1))
        },
    );
    let change = async {
        tokio::task::yield_now().await;
        drop(pages.changing());
        release.send(()).ok();
    };
    let (slow, ()) = tokio::join!(slow, change);
    assert_eq!(words(slow.unwrap()).await, "version 1");
    let next = pages.answer(&request, WANTED, async || Ok(Some(2)), async || Ok(page(2))).await;
    assert_eq!(words(next.unwrap()).await, "version 2");
    let kept = pages.answer(&request, WANTED, async || panic!("believed"), async || panic!("kept")).await;
    assert_eq!(words(kept.unwrap()).await, "version 2");
}

#[tokio::test]
async fn a_page_is_believed_for_its_time_and_for_its_settings() {
    let request = TestRequest::get().to_http_request();
    for (believed, asked) in [(Duration::ZERO, 1), (Duration::from_hours(1), 0)] {
        let pages = Pages::believing(1 << 20, believed);
        pages.changes.hear();
        pages.answer(&request, WANTED, async || Ok(None), async || Ok(page(1))).await.unwrap();
        let asks = Cell::new(0);
        let version = async || {
            asks.set(asks.get() + 1);
            Ok(Some(1))
        };
        pages.answer(&request, WANTED, &version, async || panic!("kept")).await.unwrap();
        assert_eq!(asks.get(), asked);
        let other = Wanted { settings: 1, ..WANTED };
        let made = pages.answer(&request, other, &version, async || Ok(page(7))).await.unwrap();
        assert_eq!(words(made).await, "version 7", "other settings");
    }
}

#[tokio::test]
async fn who_cannot_have_it_made_leaves_the_turn_to_the_next() {
    let pages = Pages::believing(1 << 20, Duration::from_hours(1));
    let request = TestRequest::get().to_http_request();
    let turns = Cell::new(0);
    let make = async || {
        turns.set(turns.get() + 1);
        tokio::task::yield_now().await;
        if turns.get() == 1 { Err(Error::Away("for once".to_owned())) } else { Ok(page(1)) }
    };
    let ask = || pages.answer(&request, WANTED, async || Ok(Some(1)), &make);
    let (first, second) = tokio::join!(ask(), ask());
    assert!(first.is_err());
    assert_eq!(words(second.unwrap()).await, "version 1");
}

struct List(i64);

impl Part for List {
    fn version(&self) -> i64 {
        self.0
    }

    fn size(&self) -> usize {
        100
    }
}

async fn list(pages: &Pages, wanted: Wanted<'_>, version: i64, made: i64) -> i64 {
    let list = pages.part_of(wanted, version, async || {
        tokio::task::yield_now().await;
        Ok(Ok(List(made)))
    });
    list.await.unwrap().ok().unwrap().0
}

#[tokio::test]
async fn a_part_is_made_once_for_all_who_ask_and_anew_for_another_version() {
    let pages = Pages::new(1 << 20);
    assert!(pages.part::<List>(WANTED).is_none());
    assert_eq!(tokio::join!(list(&pages, WANTED, 1, 1), list(&pages, WANTED, 1, 9)), (1, 1));
    assert_eq!(list(&pages, WANTED, 1, 9).await, 1, "kept");
    assert_eq!(tokio::join!(list(&pages, WANTED, 2, 3), list(&pages, WANTED, 2, 9)), (3, 3));
    assert_eq!(list(&pages, WANTED, 3, 9).await, 3, "later than the one that was asked for");
    assert_eq!(pages.figures().lists_made, 2);
    let other = Wanted { settings: 1, ..WANTED };
    assert!(pages.part::<List>(other).is_none());
    assert_eq!(list(&pages, other, 3, 4).await, 4, "other settings");
    assert_eq!(pages.part::<List>(other).unwrap().0, 4);
    let elsewhere = Wanted { address: "/a/1/y", ..WANTED };
    let moved = async || Ok(Err::<List, _>(HttpResponse::Found().finish()));
    assert!(pages.part_of(elsewhere, 1, moved).await.unwrap().is_err());
    assert!(pages.part::<List>(elsewhere).is_none(), "an answer is not kept");
    let off = Pages::new(0);
    assert_eq!((list(&off, WANTED, 1, 1).await, list(&off, WANTED, 1, 2).await), (1, 2));
}

#[tokio::test]
async fn what_was_found_is_told_again_until_something_may_have_changed() {
    let asks = Cell::new(0);
    let find = async || {
        asks.set(asks.get() + 1);
        Ok::<_, Error>(asks.get())
    };
    let deaf = Pages::believing(1 << 20, Duration::from_hours(1));
    assert_eq!((deaf.unchanged(find()).await.unwrap(), deaf.unchanged(find()).await.unwrap()), (1, 2));
    let pages = Pages::believing(1 << 20, Duration::from_hours(1));
    pages.changes.hear();
    assert_eq!((pages.unchanged(find()).await.unwrap(), pages.unchanged(find()).await.unwrap()), (3, 3));
    let changing = pages.changing();
    let slow = async {
        let found = find().await;
        drop(changing);
        found
    };
    assert_eq!(pages.unchanged(async { Ok::<_, Error>("another type") }).await.unwrap(), "another type");
    drop(pages.changing());
    assert_eq!(pages.unchanged(slow).await.unwrap(), 4, "found before a change that ended meanwhile");
    assert_eq!(pages.unchanged(find()).await.unwrap(), 5);
    let short = Pages::believing(1 << 20, Duration::ZERO);
    short.changes.hear();
    assert_eq!((short.unchanged(find()).await.unwrap(), short.unchanged(find()).await.unwrap()), (6, 7));
}

/// What is kept is believed or asked after, whoever asks.
async fn is_believed(pages: &Pages, wanted: Wanted<'_>) -> bool {
    let asked = Cell::new(false);
    let version = async || {
        asked.set(true);
        Ok(Some(1))
    };
    let request = TestRequest::get().to_http_request();
    pages.answer(&request, wanted, version, async || Ok(page(1))).await.unwrap();
    !asked.get()
}

#[tokio::test]
async fn a_change_of_one_thread_leaves_the_others_believed() {
    let pages = Pages::believing(1 << 20, Duration::from_hours(1));
    pages.changes.hear();
    let other = Wanted { address: "/a/2/x", thread: ArticleId(2), settings: 0 };
    let sharing = Wanted { address: "/a/1025/x", thread: ArticleId(1025), settings: 0 };
    for wanted in [WANTED, other, sharing] {
        assert!(is_believed(&pages, wanted).await, "it was just made");
    }
    let changing = pages.changing();
    changing.touched().only(&[ArticleId(1)]);
    assert!(is_believed(&pages, WANTED).await, "it has not ended");
    drop(changing);
    assert!(is_believed(&pages, other).await);
    assert!(!is_believed(&pages, WANTED).await);
    assert!(!is_believed(&pages, sharing).await, "two threads may share a number; both are asked after");
    assert!(is_believed(&pages, WANTED).await, "it was asked after");
    pages.changes.heard(&Changed::Threads([ArticleId(2)].into()));
    assert!(is_believed(&pages, WANTED).await);
    assert!(!is_believed(&pages, other).await, "another process touched it");
    drop(pages.changing());
    assert!(!is_believed(&pages, WANTED).await, "nobody said what was touched");
    assert!(!is_believed(&pages, other).await);
    let changing = pages.changing();
    changing.touched().only(&[]);
    changing.touched().only(&[ArticleId(1)]);
    drop(changing);
    assert!(is_believed(&pages, WANTED).await, "what is said first holds");
}

#[tokio::test]
async fn others_are_told_what_was_touched_and_nothing_of_what_was_not() {
    let pages = Pages::new(1 << 20);
    let touch = |threads: &[i64]| {
        let threads: Vec<ArticleId> = threads.iter().copied().map(ArticleId).collect();
        pages.changing().touched().only(&threads);
    };
    touch(&[]);
    assert!(pages.changes.own().take().now_or_never().is_none(), "there is nothing to tell");
    touch(&[5]);
    touch(&[3]);
    let told = pages.changes.own().take().await;
    assert_eq!(told, Changed::Threads([ArticleId(3), ArticleId(5)].into()));
    assert!(pages.changes.own().take().now_or_never().is_none(), "it was told");
    drop(pages.changing());
    touch(&[3]);
    assert_eq!(pages.changes.own().take().await, Changed::Everything);
}
