//! Open pages are told what is new, by server-sent events. A stream follows one thing, and what is told of it is the same
//! for all who follow: it is asked for once, however many they are, and each gets the same few bytes.
//!
//! What is told is how things stand, not what happened: a stream that broke and comes back is told the same as one that
//! never did.

use super::{Answer, Error};
use crate::db::ArticleId;
use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::{Stream, StreamExt, stream};
use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{Receiver, Sender, channel};
use tokio::time::timeout;

/// Something that pages follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Followed {
    /// How far a thread has come.
    Thread(ArticleId),
    /// What waits for moderators.
    Queue,
}

/// What the open pages of a process follow.
pub struct Live {
    /// The last that was told of each; nothing any more once the process stops.
    told: Mutex<Option<HashMap<Followed, Sender<Bytes>>>>,
    /// There is one more of it for each open stream.
    open: Arc<()>,
}

/// A stream that was begun, and not answered with yet.
pub struct Following {
    told: Receiver<Bytes>,
    open: Arc<()>,
}

/// Streams of a process at most; whoever comes then is asked to come back later.
const MOST: usize = 20_000;

/// A stream that is silent for so long says that it is there, so that nobody in between takes it for dead.
const BEAT: Duration = Duration::from_secs(25);

/// What is said then.
const SILENCE: Bytes = Bytes::from_static(b":\n\n");

/// After so many milliseconds a browser comes back whose stream broke.
const RETRY: u32 = 3_000;

impl Default for Live {
    fn default() -> Self {
        Self { told: Mutex::new(Some(HashMap::new())), open: Arc::new(()) }
    }
}

impl Live {
    /// Begins to follow. Read how things stand after this, and [answer](Following::answer) with it: whatever changes
    /// between is told.
    ///
    /// # Errors
    /// [`Error::Crowded`] while there are too many streams, or when the process is about to stop.
    pub fn follow(&self, what: Followed) -> Result<Following, Error> {
        let mut told = self.told();
        let followed = told.as_mut().filter(|_| self.count() < MOST).ok_or(Error::Crowded)?;
        let told = followed.entry(what).or_insert_with(|| channel(Bytes::new()).0).subscribe();
        Ok(Following { told, open: self.open.clone() })
    }

    /// What is followed now; the others are forgotten.
    #[must_use]
    pub fn followed(&self) -> Vec<Followed> {
        let mut told = self.told();
        let Some(followed) = told.as_mut() else { return Vec::new() };
        followed.retain(|_, told| told.receiver_count() > 0);
        followed.keys().copied().collect()
    }

    /// Tells all who follow this how it stands, unless that is what they were told last.
    pub fn tell(&self, what: Followed, how: impl Display) {
        if let Some(told) = self.told().as_ref().and_then(|followed| followed.get(&what)) {
            let news = event(how);
            told.send_if_modified(|last| std::mem::replace(last, news.clone()) != news);
        }
    }

    /// There is nothing to follow here any more: the streams end.
    pub fn end(&self, what: Followed) {
        if let Some(followed) = self.told().as_mut() {
            followed.remove(&what);
        }
    }

    /// The process stops: all streams end, and none begins.
    pub fn stop(&self) {
        self.told().take();
    }

    /// How many streams are open.
    #[must_use]
    pub fn count(&self) -> usize {
        Arc::strong_count(&self.open) - 1
    }

    fn told(&self) -> MutexGuard<'_, Option<HashMap<Followed, Sender<Bytes>>>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Following {
    /// The stream, beginning with how things stand.
    ///
    /// # Errors
    /// None yet.
    pub fn answer(self, request: &HttpRequest, how: impl Display) -> Answer {
        let mut answer = HttpResponse::Ok();
        answer.insert_header((CONTENT_TYPE, "text/event-stream"));
        answer.insert_header((CACHE_CONTROL, "no-store"));
        // A proxy is not to wait until there is more of it.
        answer.insert_header((HeaderName::from_static("x-accel-buffering"), "no"));
        if *request.method() == Method::HEAD {
            return Ok(answer.finish());
        }
        let beginning = stream::iter([Ok(format!("retry: {RETRY}\n").into())]);
        Ok(answer.streaming(beginning.chain(self.stream(event(how), BEAT))))
    }

    fn stream(self, first: Bytes, beat: Duration) -> impl Stream<Item = Result<Bytes, Infallible>> + 'static {
        let Self { told, open } = self;
        let news = stream::unfold((told, first.clone(), open), move |(mut told, last, open)| async move {
            let news = next(&mut told, &last, beat).await?;
            let last = if news == SILENCE { last } else { news.clone() };
            Some((Ok(news), (told, last, open)))
        });
        stream::iter([Ok(first)]).chain(news)
    }
}

/// What is told after what was told last, or after so long that there is [`SILENCE`]; nothing once there is nothing to
/// follow.
async fn next(told: &mut Receiver<Bytes>, last: &Bytes, beat: Duration) -> Option<Bytes> {
    match timeout(beat, told.wait_for(|news| news != last && !news.is_empty())).await {
        Ok(news) => news.ok().map(|news| news.clone()),
        Err(_) => Some(SILENCE),
    }
}

fn event(how: impl Display) -> Bytes {
    format!("data: {how}\n\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    const THREAD: Followed = Followed::Thread(ArticleId(1));

    fn text(news: Option<Result<Bytes, Infallible>>) -> Option<String> {
        news.map(|news| String::from_utf8(news.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn all_who_follow_are_told_once_how_things_stand() {
        let live = Live::default();
        let [mut ann, mut ben] =
            [3, 4].map(|at| live.follow(THREAD).unwrap().stream(format!("first {at}").into(), BEAT).boxed());
        assert_eq!(text(ann.next().await).unwrap(), "first 3");
        assert_eq!(text(ben.next().await).unwrap(), "first 4");
        assert!(ann.next().now_or_never().is_none(), "nothing happened");
        live.tell(THREAD, 5);
        live.tell(THREAD, 6);
        live.tell(Followed::Queue, 7);
        assert_eq!(text(ann.next().await).unwrap(), "data: 6\n\n", "the last of it");
        live.tell(THREAD, 6);
        assert!(ann.next().now_or_never().is_none(), "it is known");
        assert_eq!(text(ben.next().await).unwrap(), "data: 6\n\n");
    }

    #[tokio::test]
    async fn what_is_told_before_the_first_word_is_not_lost() {
        let live = Live::default();
        let following = live.follow(THREAD).unwrap();
        live.tell(THREAD, 9);
        let mut stream = following.stream("first 8".into(), BEAT).boxed();
        assert_eq!(text(stream.next().await).unwrap(), "first 8");
        assert_eq!(text(stream.next().await).unwrap(), "data: 9\n\n");
    }

    #[tokio::test]
    async fn a_silent_stream_says_that_it_is_there() {
        let live = Live::default();
        let mut stream = live.follow(THREAD).unwrap().stream("first".into(), Duration::ZERO).boxed();
        stream.next().await;
        assert_eq!(text(stream.next().await).unwrap(), ":\n\n");
    }

    #[tokio::test]
    async fn streams_end_with_what_they_follow_and_with_the_process() {
        let live = Live::default();
        let mut thread = live.follow(THREAD).unwrap().stream("first".into(), BEAT).boxed();
        let mut queue = live.follow(Followed::Queue).unwrap().stream("first".into(), BEAT).boxed();
        assert!(thread.next().await.is_some() && queue.next().await.is_some());
        assert_eq!(live.count(), 2);
        live.end(THREAD);
        assert_eq!(text(thread.next().await), None);
        assert!(queue.next().now_or_never().is_none());
        assert_eq!(live.followed(), [Followed::Queue]);
        drop(thread);
        assert_eq!(live.count(), 1);
        live.stop();
        assert_eq!(text(queue.next().await), None);
        assert!(matches!(live.follow(THREAD), Err(Error::Crowded)));
    }

    #[tokio::test]
    async fn what_nobody_follows_is_forgotten() {
        let live = Live::default();
        let following = live.follow(THREAD).unwrap();
        assert_eq!(live.followed(), [THREAD]);
        drop(following);
        assert!(live.followed().is_empty());
        live.tell(THREAD, 1);
        assert!(live.followed().is_empty());
        let many: Vec<_> = (0..MOST).map(|_| live.follow(THREAD).unwrap()).collect();
        assert!(matches!(live.follow(Followed::Queue), Err(Error::Crowded)));
        drop(many);
        assert!(live.follow(Followed::Queue).is_ok());
    }
}
