//! A board of one's own.

use super::person::Person;
use super::{database, example_database};
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::dev::Service;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, init_service};
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::pooled_connection::PoolableConnection;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use rejoinder::accounts::sessions::Browser;
use rejoinder::accounts::{Member, NewMember, Standing, Writing, join, sessions};
use rejoinder::articles::{self, NewArticle};
use rejoinder::comments::{Draft, Posted, reply};
use rejoinder::db::{ArticleId, Conn, SealKey, pool};
use rejoinder::mail::Smtp;
use rejoinder::quotes::Limits;
use rejoinder::web::{Clock, Pages, Role, Route, Site, listen};
use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Raw {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub cookies: Vec<Cookie<'static>>,
    /// All of it; of a stream, what came first.
    pub body: Vec<u8>,
    /// What comes of a stream after that.
    pub stream: Option<Stream>,
}

/// A stream that goes on, until it is dropped.
#[derive(Clone)]
pub struct Stream(Rc<RefCell<BoxBody>>);

type Answering = dyn Fn(TestRequest) -> LocalBoxFuture<'static, Raw>;

/// A board: its server, its database, its clock.
#[derive(Clone)]
pub struct Board {
    pub url: String,
    pub clock: Clock,
    /// The pages that are kept ready to send.
    pub pages: Arc<Pages>,
    /// Whether each page that nobody reads is held against one that is made for somebody.
    pub compares: bool,
    /// What its handlers have at hand.
    pub site: Site,
    answering: Rc<Answering>,
    /// A connection that is kept: each new one costs Postgres a process.
    hand: Rc<Mutex<Option<Conn>>>,
}

/// A line of text from the database.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What the boards of all tests are sealed with.
pub fn key() -> SealKey {
    SealKey::of("what the boards of all tests are sealed with")
}

/// An article of the board.
#[derive(Clone, Debug)]
pub struct Article {
    pub id: ArticleId,
    pub path: String,
}

impl Stream {
    /// What comes next; nothing once the stream has ended.
    pub async fn next(&self) -> Option<String> {
        let piece = poll_fn(|cx| Pin::new(&mut *self.0.borrow_mut()).poll_next(cx));
        let piece = tokio::time::timeout(Duration::from_mins(1), piece).await.expect("it comes, or ends");
        piece.map(|bytes| String::from_utf8(bytes.expect("a piece").to_vec()).expect("text"))
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

impl Board {
    /// An empty one.
    pub async fn open() -> Self {
        Self { compares: true, ..Self::on(database().await, rejoinder::app::routes()).await }
    }

    /// Another process of the board, or the only one, that listens to the others, and believes its pages for so long that
    /// only what it hears, or does, can change one. It listens until the task is aborted.
    pub async fn listening(url: String) -> (Self, JoinHandle<()>) {
        let pages = Pages::believing(64 << 20, Duration::from_hours(1));
        let board = Self::keeping(url, rejoinder::app::routes(), (None, pages)).await;
        let ear = tokio::spawn(listen(board.pages.clone(), board.url.clone()));
        board.comes_to(Pages::is_listening).await;
        (board, ear)
    }

    /// Waits until it has come to this with the pages that are kept.
    pub async fn comes_to(&self, what: impl Fn(&Pages) -> bool) {
        let come = async {
            while !what(&self.pages) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), come).await.expect("it comes to that");
    }

    /// One with the example discussion.
    pub async fn with_example() -> Self {
        Self { compares: true, ..Self::on(example_database().await, rejoinder::app::routes()).await }
    }

    /// One with these routes, on this database.
    pub async fn on(url: String, routes: Vec<Route>) -> Self {
        Self::sending_by(url, routes, None).await
    }

    /// One with this mail server.
    pub async fn sending_by(url: String, routes: Vec<Route>, mail: Option<Smtp>) -> Self {
        // Nobody is listened to, so each page that is kept is asked after each time.
        Self::keeping(url, routes, (mail, Pages::new(64 << 20))).await
    }

    /// One that keeps such pages.
    pub async fn keeping(url: String, routes: Vec<Route>, (mail, pages): (Option<Smtp>, Pages)) -> Self {
        let clock = Clock::default();
        let site = Site::new(pool(&url, 4), clock.clone(), "http://board.example").sending_by(mail);
        let site = site.sealing_with(key()).keeping(pages);
        let pages = site.pages().clone();
        let service = Rc::new(init_service(rejoinder::app::with(site.clone(), routes)).await);
        let answering = move |request: TestRequest| {
            let service = service.clone();
            async move {
                let answer = service.call(request.to_request()).await.expect("an answer");
                let status = answer.status().as_u16();
                let header = |value: &actix_web::http::header::HeaderValue| {
                    String::from_utf8_lossy(value.as_bytes()).into_owned()
                };
                let headers = answer.headers().iter().map(|(n, v)| (n.to_string(), header(v))).collect();
                let cookies = answer.response().cookies().map(Cookie::into_owned).collect();
                let is_stream =
                    answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
                if is_stream {
                    let stream = Stream(Rc::new(RefCell::new(answer.into_body().boxed())));
                    let body = [stream.next().await, stream.next().await]
                        .map(Option::unwrap_or_default)
                        .concat()
                        .into_bytes();
                    return Raw { status, headers, cookies, body, stream: Some(stream) };
                }
                let body = to_bytes(answer.into_body()).await.ok().expect("a body").to_vec();
                Raw { status, headers, cookies, body, stream: None }
            }
            .boxed_local()
        };
        Self { url, clock, pages, compares: false, site, answering: Rc::new(answering), hand: Rc::default() }
    }

    /// Sends a request as it is.
    pub async fn answers(&self, request: TestRequest) -> Raw {
        (self.answering)(request).await
    }

    /// A connection to the board's database, of one's own.
    pub async fn db(&self) -> Conn {
        Conn::establish(&self.url).await.expect("a connection")
    }

    /// The connection that all who only want to have something done share.
    async fn hand(&self) -> MappedMutexGuard<'_, Conn> {
        let mut hand = self.hand.lock().await;
        if hand.as_mut().is_none_or(PoolableConnection::is_broken) {
            *hand = Some(self.db().await);
        }
        MutexGuard::map(hand, |hand| hand.as_mut().expect("a connection"))
    }

    /// Runs SQL; what readers see of threads may be something else then.
    pub async fn sql(&self, sql: &str) {
        let mut db = self.hand().await;
        db.batch_execute(sql).await.expect(sql);
        let anew = "do $$ begin update articles set version = version + 1;
                    exception when undefined_table then null; end $$";
        db.batch_execute(anew).await.expect("new versions");
    }

    /// Every row of every table, as text.
    pub async fn dump(&self) -> String {
        let mut db = self.db().await;
        let tables = "select tablename::text as line from pg_tables where schemaname = 'public'";
        let tables: Vec<Line> = diesel::sql_query(tables).load(&mut db).await.expect("the tables");
        let mut all = String::new();
        for table in tables {
            all += &self.dump_of(&table.line).await;
        }
        all
    }

    /// Every row of a table, as text, a line each.
    pub async fn dump_of(&self, table: &str) -> String {
        let rows = diesel::sql_query(format!("select t::text as line from {table} t"));
        let rows: Vec<Line> = rows.load(&mut *self.hand().await).await.expect("the rows");
        rows.into_iter().flat_map(|row| [row.line, "\n".to_owned()]).collect()
    }

    /// Somebody who is not signed in.
    pub fn anyone(&self) -> Person {
        Person::new(self.clone(), None)
    }

    /// A member whom the board knows, signed in.
    pub async fn member(&self, name: &str) -> Person {
        self.person(name, Role::Member, Standing::Known).await
    }

    /// A member of whom nothing was approved yet, signed in.
    pub async fn newcomer(&self, name: &str) -> Person {
        self.person(name, Role::Member, Standing::New).await
    }

    /// A moderator, signed in.
    pub async fn moderator(&self, name: &str) -> Person {
        self.person(name, Role::Moderator, Standing::Trusted).await
    }

    /// An administrator, signed in.
    pub async fn administrator(&self, name: &str) -> Person {
        self.person(name, Role::Administrator, Standing::Trusted).await
    }

    async fn person(&self, name: &str, role: Role, standing: Standing) -> Person {
        let db = self.hand().await;
        let email = format!("{name}@people.example");
        let new = NewMember { name, email: &email, password_hash: "*", role, standing, confirmed: true };
        let member = join(&db, new, self.clock.now()).await.expect("a member");
        drop(db);
        self.signed_in(member).await
    }

    /// This member, signed in.
    pub async fn signed_in(&self, member: Member) -> Person {
        let db = self.hand().await;
        let browser = Browser { agent: "test".to_owned(), ..Browser::default() };
        let token = sessions::begin(&db, member.id, &browser, self.clock.now()).await.expect("a session");
        let person = Person::new(self.clone(), Some(member));
        person.carries("rejoinder-session", &token.text());
        person
    }

    /// An article with two paragraphs, posted by somebody.
    pub async fn article(&self, headline: &str) -> Article {
        self.article_with(headline, "The main reason was its desire to secure its bases in the west.\n\nThus it could be argued in general that recognition is the aim.").await
    }

    /// An article with this text.
    pub async fn article_with(&self, headline: &str, text: &str) -> Article {
        let poster = self.member(&format!("poster{}", Uuid::now_v7().as_u128() % 1_000_000_007)).await;
        let (db, key) = (self.hand().await, Uuid::now_v7());
        let writing = Writing { author: poster.member(), now: self.clock.now(), key };
        let new = NewArticle {
            headline: headline.to_owned(),
            publication: "Al-Monitor".to_owned(),
            text: text.to_owned(),
            ..NewArticle::default()
        };
        let outcome =
            articles::post(&db, writing, &new, &rejoinder::db::board(&db).await.expect("a board")).await;
        let (articles::Posted::New(id) | articles::Posted::Again(id)) = outcome.expect("an article");
        let path = articles::find(&db, id).await.expect("an article").expect("an article").path();
        Article { id, path }
    }

    /// A comment that is published at once: its id.
    pub async fn comment(&self, by: &Person, article: &Article, body: &str) -> rejoinder::db::CommentId {
        let db = self.hand().await;
        let writing = Writing { author: by.member(), now: self.clock.now(), key: Uuid::now_v7() };
        let draft = Draft {
            article: article.id,
            body,
            reply_to: None,
            choices: &[],
            address: "http://board.example",
            limits: Limits::default(),
        };
        match reply(&db, writing, &draft).await.expect("a comment") {
            Posted::Published(id) | Posted::Held(id) | Posted::Already(id) => id,
        }
    }
}
