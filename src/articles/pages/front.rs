//! `GET /` and `GET /p/{slug}`: lists of articles.

use crate::accounts::pages::Asker;
use crate::articles::{self, Listed, Order, Shelf, Topic};
use crate::web::{Answer, Error, Head, Moment, Pager, Query, Shell, Step, day, page};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

const PER_PAGE: i32 = 30;

#[derive(Template)]
#[template(path = "articles/front.html")]
struct FrontPage {
    shell: Shell,
    title: String,
    shelf: Shelf,
    items: Vec<Listed>,
    topics: Vec<Topic>,
    pager: Pager,
    now: crate::db::Timestamp,
    address: Address,
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FrontQuery {
    sort: String,
    topic: String,
    publication: String,
    page: Option<i32>,
}

/// The address of this list with one thing changed.
struct Address {
    path: String,
    query: FrontQuery,
}

/// The front page: articles in one of four orders, all or those of a topic or publication.
///
/// # Errors
/// [`Error::NotFound`] for parameters that make no sense, [`Error::SignInFirst`] for what one has not read.
pub async fn get_front(asker: Asker, query: Query<FrontQuery>) -> Answer {
    list(asker, query.0, "/".to_owned(), "Articles".to_owned()).await
}

/// A publication's page: its articles.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get_publication(asker: Asker, slug: Path<String>, query: Query<FrontQuery>) -> Answer {
    let name = {
        let db = asker.db().await?;
        articles::publication(&db, &slug).await?.ok_or(Error::NotFound)?
    };
    let query = FrontQuery { publication: slug.to_string(), ..query.0 };
    list(asker, query, format!("/p/{slug}"), name).await
}

async fn list(asker: Asker, query: FrontQuery, path: String, title: String) -> Answer {
    let order = order_of(&query.sort)?;
    let number = query.page.unwrap_or(1);
    if !(1..=100_000).contains(&number) {
        return Err(Error::NotFound);
    }
    let db = asker.db().await?;
    let who = asker.who(&db).await?;
    let viewer = who.member().map(|member| member.id);
    if order == Order::Unread && viewer.is_none() {
        return Err(Error::SignInFirst { back: "/?sort=unread".to_owned() });
    }
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let shelf = Shelf { topic: given(&query.topic), publication: given(&query.publication), order, viewer };
    let (items, total, topics) = tokio::try_join!(
        articles::listed(&db, &shelf, number, PER_PAGE),
        articles::count_listed(&db, &shelf),
        articles::topics(&db)
    )?;
    let now = asker.now;
    let title = topics.iter().find(|t| t.slug == query.topic).map_or(title, |topic| topic.name.clone());
    let frame = asker.clone().known_as(who).shell(title.clone()).at("articles");
    let address = Address { path, query };
    let pager = Pager::new(number, total, PER_PAGE, &address.here(), "");
    let head = address.head(asker.site.address(), &pager, items.is_empty());
    let about = format!("{title} on {}, and what their readers say of them.", frame.board.board_name);
    let frame = frame.saying(head.about(&[&about]));
    page(&FrontPage { shell: frame, title, shelf, items, topics, pager, now, address })
}

fn order_of(sort: &str) -> Result<Order, Error> {
    match sort {
        "" | "active" => Ok(Order::Active),
        "new" => Ok(Order::New),
        "discussed" => Ok(Order::Discussed),
        "unread" => Ok(Order::Unread),
        _ => Err(Error::NotFound),
    }
}

impl Address {
    fn sorted(&self, sort: &str) -> String {
        self.with(sort, &self.query.topic)
    }

    fn of_topic(&self, topic: &str) -> String {
        self.with(&self.query.sort, topic)
    }

    /// What the list says to machines: it is found in its usual order, under one address; where it is empty, it leads on.
    fn head(&self, board: &str, pager: &Pager, is_empty: bool) -> Head {
        let FrontQuery { topic, publication, .. } = &self.query;
        let (is_sorted, is_front) = (self.with("", topic) != self.here(), self.path == "/");
        let of_publication = is_front && !publication.is_empty();
        let is_mixed = !publication.is_empty() && !topic.is_empty();
        let is_bare = is_front && publication.is_empty() && topic.is_empty() && pager.page == 1;
        let is_own = !is_sorted && !of_publication && !is_mixed && (!is_empty || is_bare);
        let plain = match (publication.as_str(), is_empty) {
            (_, true) if is_front => "/".to_owned(),
            ("", _) => self.with("", topic),
            (publication, _) => format!("/p/{publication}"),
        };
        let canonical = if is_own { pager.address(pager.page) } else { plain };
        let head = Head::of(board, &canonical).indexed(is_own).fed_by("New articles", &self.feed(is_empty));
        if is_own { head.one_of(pager) } else { head }
    }

    /// Where the list is fed; of one that there may not be, the whole board's.
    fn feed(&self, is_empty: bool) -> String {
        match (self.query.publication.as_str(), self.query.topic.as_str()) {
            _ if is_empty => "/feed.atom".to_owned(),
            ("", "") => "/feed.atom".to_owned(),
            ("", topic) => format!("/feed.atom?topic={topic}"),
            (publication, _) => format!("/p/{publication}/feed.atom"),
        }
    }

    fn here(&self) -> String {
        self.with(&self.query.sort, &self.query.topic)
    }

    fn with(&self, sort: &str, topic: &str) -> String {
        let publication = if self.path == "/" { self.query.publication.as_str() } else { "" };
        let pairs = [("sort", sort), ("topic", topic), ("publication", publication)];
        let kept = pairs.iter().filter(|(_, value)| !value.is_empty() && *value != "active");
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

impl Listed {
    fn is_unread(&self) -> bool {
        self.read.is_none_or(|read| read < self.last_number)
    }

    fn path(&self) -> String {
        format!("/a/{}/{}", self.id, self.slug)
    }

    fn appeared(&self) -> String {
        self.published_on.map_or_else(|| Moment(self.posted_at).day(), day)
    }
}
