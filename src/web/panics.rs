//! A panic in a handler is an error like another: answered, logged once with the request's number, harming nobody else.

use super::Error;
use actix_web::dev::ServiceResponse;
use futures_util::FutureExt;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, set_hook, take_hook};
use std::pin::pin;

thread_local! {
    /// Whether this thread is inside a handler, whose panics the edge logs.
    static HANDLING: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic inside a handler was.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the standard library from printing what the log will say; panics elsewhere are printed as ever.
pub fn leave_panics_to_the_log() {
    let elsewhere = take_hook();
    set_hook(Box::new(move |panic| {
        if HANDLING.get() {
            PLACE.set(panic.location().map(ToString::to_string));
        } else {
            elsewhere(panic);
        }
    }));
}

/// Runs a handler.
///
/// # Errors
/// What the handler says, or [`Error::Broken`] for a panic.
pub async fn caught<B>(
    work: impl Future<Output = Result<ServiceResponse<B>, actix_web::Error>>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let mut work = pin!(AssertUnwindSafe(work).catch_unwind());
    let outcome = poll_fn(|context| {
        HANDLING.set(true);
        let polled = work.as_mut().poll(context);
        HANDLING.set(false);
        polled
    });
    match outcome.await {
        Ok(result) => result,
        Err(panic) => Err(Error::Broken(what_it_said(&*panic)).into()),
    }
}

fn what_it_said(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let place = PLACE.take().map(|place| format!(", at {place}")).unwrap_or_default();
    format!("a panic: {}{place}", said.unwrap_or("without words"))
}
