//! What gets in at the wrong moment.

use super::*;
use actix_web::test::TestRequest;
use std::cell::Cell;
use tokio::sync::oneshot;

const WANTED: Wanted<'_> = Wanted { address: "/a/1/x", settings: 0 };

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
