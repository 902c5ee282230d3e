//! A visit: who asks for a page, when, and a connection to answer with.

use super::door::page_of;
use crate::accounts::attempts::Trying;
use crate::accounts::devices;
use crate::accounts::drafts::Owner;
use crate::accounts::sessions::{self, Browser, Token};
use crate::accounts::two_step::pending;
use crate::accounts::{Administrator, Member, Moderator};
use crate::db::{ArticleId, Conn, Timestamp};
use crate::moderation;
use crate::notices;
use crate::web::{Error, Role, Shell, Site, Touched, Viewer, client, range};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::future::Future;
use std::net::IpAddr;
use std::ops::DerefMut;
use std::pin::Pin;

/// Somebody who asks, before the database was asked who it is.
#[derive(Clone)]
pub struct Asker {
    /// The site.
    pub site: Data<Site>,
    /// When they ask.
    pub now: Timestamp,
    session: Option<Token>,
    visitor: Option<Token>,
    device: Option<Token>,
    pending: Option<Token>,
    told: Option<String>,
    here: String,
    agent: String,
    client: Option<IpAddr>,
    touched: Option<Touched>,
}

/// Somebody who asks, known.
pub struct Visit {
    asker: Asker,
    who: Who,
}

/// Who asks, and what the bar at the top tells them.
#[derive(Clone, Debug, Default)]
pub struct Who {
    member: Option<Member>,
    waiting: Option<i64>,
    unread: i64,
}

impl Who {
    /// The member, if somebody is signed in.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.member.as_ref()
    }
}

pub(super) const SESSION: &str = "rejoinder-session";
pub(super) const VISITOR: &str = "rejoinder-visitor";
const DEVICE: &str = "rejoinder-device";
pub(super) const PENDING: &str = "rejoinder-second-step";
pub(super) const TOLD: &str = "rejoinder-told";

impl Asker {
    /// Reads the cookies of a request.
    #[must_use]
    pub fn of(request: &HttpRequest, site: &Data<Site>) -> Self {
        let secure = site.is_secure();
        let cookie = |name: &str| request.cookie(&cookie_name(name, secure)).map(|c| c.value().to_owned());
        let token = |name: &str| cookie(name).and_then(|text| Token::read(&text));
        let told = cookie(TOLD).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        Self {
            now: site.now(),
            session: token(SESSION),
            visitor: token(VISITOR),
            device: token(DEVICE),
            pending: token(PENDING),
            told: told.and_then(|bytes| String::from_utf8(bytes).ok()),
            here: page_of(request),
            agent: agent.unwrap_or_default().to_owned(),
            client: client(request, site.proxies()),
            touched: request.extensions().get::<Touched>().cloned(),
            site: site.clone(),
        }
    }

    /// A connection.
    ///
    /// # Errors
    /// [`Error::Away`].
    pub async fn db(&self) -> Result<impl DerefMut<Target = Conn> + use<>, Error> {
        self.site.db().await
    }

    /// The same, for a page that has this one address whatever it was asked for by.
    #[must_use]
    pub fn at(self, here: String) -> Self {
        Self { here, ..self }
    }

    /// Of what readers see, this request touched these threads at most. A form that does not say so may have changed
    /// whatever stands on a page of the board.
    pub fn touched(&self, threads: &[ArticleId]) {
        if let Some(touched) = &self.touched {
            touched.only(threads);
        }
    }

    pub(super) fn is_told(&self) -> bool {
        self.told.is_some()
    }

    /// The hash of the session's token, if there is a session.
    #[must_use]
    pub fn session(&self) -> Option<[u8; 32]> {
        self.session.as_ref().map(Token::hash)
    }

    /// The token under which this visitor's unsent texts are kept.
    #[must_use]
    pub fn visitor(&self) -> Option<Token> {
        self.visitor.clone()
    }

    /// The token that this browser is known by, if somebody signed in here before.
    #[must_use]
    pub fn device(&self) -> Option<Token> {
        self.device.clone()
    }

    /// The hash of the token of a sign-in that awaits its code, if there is one.
    #[must_use]
    pub fn pending(&self) -> Option<[u8; 32]> {
        self.pending.as_ref().map(Token::hash)
    }

    /// Whoever asks, trying a password for this name or e-mail address.
    #[must_use]
    pub fn trying<'a>(&self, login: &'a str) -> Trying<'a> {
        Trying { login, from: self.client, device: self.device.as_ref().map(Token::hash) }
    }

    /// Whose unsent texts this browser may see: a member's while there is a session, else a visitor's.
    #[must_use]
    pub fn drafts_owner(&self) -> Option<Owner> {
        let visitor = || self.visitor.as_ref().map(|token| Owner::Visitor(token.hash()));
        self.session().map(Owner::Holder).or_else(visitor)
    }

    /// What the browser says it is, the range of the address that it asks from, and the session that it has.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser { agent: self.agent.clone(), range: self.range(), had: self.session() }
    }

    /// The address that the request comes from.
    #[must_use]
    pub fn client(&self) -> Option<IpAddr> {
        self.client
    }

    /// Who it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn who(&self, db: &Conn) -> diesel::QueryResult<Who> {
        let Some(hash) = self.session() else { return Ok(Who::default()) };
        let (found, unread) =
            tokio::try_join!(sessions::member(db, &hash, self.now), notices::count_unread(db, &hash))?;
        self.found(db, found, unread).await
    }

    /// The same, once it was found of whom the session is and when it was last seen, and how many notices wait.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn found(
        &self,
        db: &Conn,
        found: Option<(Member, Timestamp)>,
        unread: i64,
    ) -> diesel::QueryResult<Who> {
        let (Some(hash), Some((member, seen))) = (self.session(), found) else { return Ok(Who::default()) };
        self.is_in_use(db, &hash, seen).await?;
        let waiting = match member.as_moderator() {
            Some(_) => Some(self.site.pages().unchanged(moderation::count_waiting(db)).await?.0),
            None => None,
        };
        Ok(Who { member: Some(member), waiting, unread })
    }

    /// Notes that the session is in use, ten minutes more or less.
    pub(super) async fn is_in_use(&self, db: &Conn, hash: &[u8], seen: Timestamp) -> diesel::QueryResult<()> {
        let is_noted = self.now - seen <= time::Duration::minutes(10);
        if is_noted { Ok(()) } else { sessions::touch(db, hash, &self.range(), self.now).await }
    }

    /// The visit of the member who asks, or of nobody.
    #[must_use]
    pub fn known_as(self, who: Who) -> Visit {
        Visit { asker: self, who }
    }

    /// A cookie that the board alone reads.
    #[must_use]
    pub fn cookie(&self, kind: CookieKind, value: String) -> Cookie<'static> {
        let (name, age) = match kind {
            CookieKind::Session => (SESSION, Duration::days(90)),
            CookieKind::Visitor => (VISITOR, Duration::days(2)),
            CookieKind::Device => (DEVICE, Duration::days(devices::DAYS)),
            CookieKind::Pending => (PENDING, Duration::minutes(pending::MINUTES)),
        };
        self.bake(name, value, age)
    }

    /// The cookie that ends one.
    #[must_use]
    pub fn without(&self, kind: CookieKind) -> Cookie<'static> {
        let mut cookie = self.cookie(kind, String::new());
        cookie.set_max_age(Duration::ZERO);
        cookie
    }

    fn range(&self) -> String {
        self.client.map(|address| range(address).to_string()).unwrap_or_default()
    }

    pub(super) fn bake(&self, name: &str, value: String, age: Duration) -> Cookie<'static> {
        let secure = self.site.is_secure();
        Cookie::build(cookie_name(name, secure), value)
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .max_age(age)
            .finish()
    }
}

/// What a cookie is for.
#[derive(Clone, Copy, Debug)]
pub enum CookieKind {
    /// A member's session.
    Session,
    /// A visitor's unsent texts.
    Visitor,
    /// A browser in which somebody signed in.
    Device,
    /// A sign-in that awaits its code.
    Pending,
}

impl Visit {
    /// How many cases wait, if a moderator asks.
    #[must_use]
    pub fn waiting(&self) -> Option<i64> {
        self.who.waiting
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.asker.site
    }

    /// Who asks, as far as cookies go.
    #[must_use]
    pub fn asker(&self) -> &Asker {
        &self.asker
    }

    /// When they ask.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.asker.now
    }

    /// A connection.
    ///
    /// # Errors
    /// [`Error::Away`].
    pub async fn db(&self) -> Result<impl DerefMut<Target = Conn> + use<>, Error> {
        self.asker.site.db().await
    }

    /// The member, if somebody is signed in.
    #[must_use]
    pub fn viewer(&self) -> Option<&Member> {
        self.who.member()
    }

    /// The same visit after so many notices were read by it.
    #[must_use]
    pub fn having_read(mut self, notices: usize) -> Self {
        let read = i64::try_from(notices).unwrap_or(i64::MAX);
        self.who.unread = self.who.unread.saturating_sub(read).max(0);
        self
    }

    /// The member; the audience of the route says that there is one.
    ///
    /// # Errors
    /// [`Error::SignInFirst`] where it does not.
    pub fn member(&self) -> Result<&Member, Error> {
        self.viewer().ok_or_else(|| Error::SignInFirst { back: self.asker.here.clone() })
    }

    /// The moderator.
    ///
    /// # Errors
    /// [`Error::NotFound`] for others: they need not know that there is such a page; [`Error::TwoStepFirst`] for one
    /// of whom the board asks two steps.
    pub fn moderator(&self) -> Result<Moderator, Error> {
        match &self.who.member {
            Some(member) if member.role >= Role::Moderator && member.barred => Err(Error::TwoStepFirst),
            member => member.as_ref().and_then(Member::as_moderator).ok_or(Error::NotFound),
        }
    }

    /// The administrator.
    ///
    /// # Errors
    /// [`Error::NotFound`] for others, like [`Self::moderator`].
    pub fn administrator(&self) -> Result<Administrator, Error> {
        self.viewer().and_then(Member::as_administrator).ok_or(Error::NotFound)
    }

    /// The frame of a page with this title.
    #[must_use]
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        let viewer = self.viewer().map(|m| Viewer {
            name: m.name.clone(),
            role: m.role,
            waiting: self.who.waiting,
            unread: self.who.unread,
        });
        Shell {
            title: title.into(),
            board: self.asker.site.board(),
            viewer,
            here: self.asker.here.clone(),
            current: "",
            told: self.asker.told.clone(),
            head: None,
        }
    }
}

impl FromRequest for Asker {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.app_data::<Data<Site>>();
        std::future::ready(
            site.map(|site| Self::of(request, site)).ok_or(Error::Broken("no site".to_owned())),
        )
    }
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let asker = Asker::from_request(request, payload).into_inner();
        let known = request.extensions().get::<Who>().cloned();
        Box::pin(async move {
            let asker = asker?;
            let who = match known {
                Some(known) => known,
                None if asker.session.is_none() => Who::default(),
                None => {
                    let db = asker.db().await?;
                    asker.who(&db).await?
                }
            };
            Ok(asker.known_as(who))
        })
    }
}

pub(super) fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}
