//! What is asked for: where a route has parameters, an address of it; and those whose query asks the database for
//! something else.
//!
//! A route without parameters is asked for by its own address, and needs no row. In braces stands what [`Places`] knows;
//! what is sealed, or given out once, ends in a word and a number, by which `fill.sql` knows it.

use super::Filled;
use crate::support::key;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rejoinder::db::AccountId;
use rejoinder::notices::{Kind, unsubscribe};

/// Routes that lead nowhere on a board that is set up, or ask the database nothing.
pub const NOWHERE: [&str; 2] = ["/setup/{token}", "/assets/{file}"];

/// A route, and its addresses; those with a query beside its own, if it has no parameters.
pub type Row = (&'static str, &'static [&'static str]);

/// The addresses.
pub const ADDRESSES: &[Row] = &[
    (
        "/",
        &[
            "/?sort=new",
            "/?sort=new&page=40",
            "/?sort=discussed",
            "/?sort=discussed&page=40",
            "/?sort=unread",
            "/?sort=unread&page=40",
            "/?page=40",
            "/?topic=topic-3",
            "/?topic=topic-3&sort=new",
            "/?topic=topic-3&sort=discussed",
            "/?topic=topic-3&sort=unread",
            "/?topic=topic-3&publication=paper-12",
        ],
    ),
    (
        "/p/{slug}",
        &[
            "/p/paper-12",
            "/p/paper-12?sort=new",
            "/p/paper-12?sort=discussed",
            "/p/paper-12?sort=unread",
            "/p/al-monitor?page=2",
        ],
    ),
    ("/a/{id}", &["/a/1"]),
    (
        "/a/{id}/{slug}",
        &[
            "/a/1/headline-1",
            "/a/1/headline-1?page=120",
            "/a/1/headline-1?sort=newest",
            "/a/1/headline-1?sort=newest&page=115",
            "/a/1/headline-1?sort=quoted",
            "/a/1/headline-1?sort=quoted&page=10",
            "/a/1/headline-1?passage=p1-20-35",
            "/a/2490/headline-2490",
        ],
    ),
    (
        "/a/{id}/{slug}/reply",
        &[
            "/a/1/headline-1/reply",
            "/a/1/headline-1/reply?to=5990&quote=5991&quote=p2",
            "/a/3/headline-3/reply?to=5",
        ],
    ),
    ("/a/{id}/live", &["/a/1/live"]),
    ("/feed.atom", &["/feed.atom?topic=topic-3"]),
    ("/p/{slug}/feed.atom", &["/p/paper-12/feed.atom", "/p/al-monitor/feed.atom"]),
    ("/a/{id}/feed.atom", &["/a/1/feed.atom", "/a/3/feed.atom"]),
    ("/a/{id}/discussion.json", &["/a/1/discussion.json", "/a/1/discussion.json?page=100"]),
    ("/u/{name}/feed.atom", &["/u/author/feed.atom", "/u/earlier5/feed.atom"]),
    ("/feeds/queue/{secret}", &["/feeds/queue/{feed 1}"]),
    (
        "/sitemap/{part}",
        &["/sitemap/board.xml", "/sitemap/publications-{papers}.xml", "/sitemap/threads-0.xml"],
    ),
    ("/a/{id}/edit", &["/a/1/edit"]),
    ("/a/{id}/history", &["/a/1/history"]),
    (
        "/search",
        &[
            "/search?q=says",
            "/search?q=comment",
            "/search?q=nowhere",
            "/search?q=headline-7+or+waited",
            "/search?q=says+author:author",
            "/search?q=says+publication:paper-12+after:2026-01-01",
            "/search?q=says+in:topic-3+has:quote",
            "/search?q=says+in:1+before:2030-01-01",
        ],
    ),
    ("/c/{id}", &["/c/{last}", "/c/201520", "/c/202720"]),
    ("/c/{id}/edit", &["/c/{own}/edit"]),
    ("/c/{id}/history", &["/c/{edited}/history"]),
    ("/c/{id}/conversation", &["/c/{comment}/conversation", "/c/{last}/conversation"]),
    ("/c/{id}/quoters", &["/c/{comment}/quoters"]),
    ("/c/{id}/flag", &["/c/{comment}/flag"]),
    ("/c/{id}/appeal", &["/c/{removed}/appeal"]),
    ("/u/{name}", &["/u/author", "/u/author?before=9000&articles_before=500", "/u/earlier5"]),
    ("/join", &["/join?invitation={invitation 1}"]),
    ("/setup/{token}", &["/setup/{link 1}"]),
    ("/password/reset/{token}", &["/password/reset/{link 5}"]),
    ("/email/confirm/{token}", &["/email/confirm/{link 4}", "/email/confirm/{link 6}"]),
    ("/email/take-back/{token}", &["/email/take-back/{link 7}"]),
    ("/assets/{file}", &[]),
    ("/unsubscribe/{ticket}", &["/unsubscribe/{ticket}"]),
    (
        "/queue",
        &[
            "/queue?kind=held_comment",
            "/queue?kind=held_edit",
            "/queue?kind=held_tagline",
            "/queue?kind=held_article",
            "/queue?rule=links",
            "/queue?rule=capitals&order=weight",
            "/queue?article=7",
            "/queue?author=author",
            "/queue?author=nobody-at-all",
            "/queue?words=waited",
            "/queue?words=comment+201500+says",
            "/queue?hours=100",
            "/queue?claimed=free",
            "/queue?claimed=mine",
            "/queue?claimed=others",
            "/queue?order=weight",
            "/queue?order=score",
            "/queue?after=2000",
            "/queue?after=2000&order=weight",
            "/queue?after=2000&order=score",
        ],
    ),
    (
        "/queue/lot",
        &[
            "/queue/lot?author=author",
            "/queue/lot?article=7",
            "/queue/lot?rule=links",
            "/queue/lot?words=waited",
            "/queue/lot?link=spam5.example",
        ],
    ),
    (
        "/queue/{case}",
        &[
            "/queue/2000",
            "/queue/10020",
            "/queue/10031",
            "/queue/10042",
            "/queue/42000",
            "/queue/50010",
            "/queue/50500",
            "/queue/62490",
            "/queue/62000",
            "/queue/70010",
        ],
    ),
    ("/moderation/decided", &["/moderation/decided?before=30000"]),
    ("/moderation/figures", &["/moderation/figures?days=30", "/moderation/figures?days=7"]),
    (
        "/moderation/log",
        &[
            "/moderation/log?who=mo",
            "/moderation/log?who=earlier5",
            "/moderation/log?action=approve",
            "/moderation/log?action=never-done",
            "/moderation/log?kind=account",
            "/moderation/log?kind=comment&subject=301",
            "/moderation/log?subject=301",
            "/moderation/log?from=2020-01-01&until=2020-02-01",
            "/moderation/log?words=why+8999",
            "/moderation/log?words=nowhere+at+all",
            "/moderation/log?before=1000020",
        ],
    ),
    ("/moderation/log.csv", &["/moderation/log.csv?who=boss"]),
    ("/log", &["/log?before=5000"]),
    (
        "/moderation/people",
        &[
            "/moderation/people?begins=person2",
            "/moderation/people?begins=zz",
            "/moderation/people?begins=person2&after=person2100",
            "/moderation/people?before=2000",
        ],
    ),
    ("/moderation/people/{id}", &["/moderation/people/30", "/moderation/people/1500"]),
    (
        "/moderation/rules/{rule}",
        &[
            "/moderation/rules/links",
            "/moderation/rules/first_comments",
            "/moderation/rules/watched_words",
            "/moderation/rules/learned",
            "/moderation/rules/same_text",
        ],
    ),
    ("/moderation/rules/lists/{list}", &["/moderation/rules/lists/7"]),
    ("/moderation/rules/trials/{trial}", &["/moderation/rules/trials/7"]),
    (
        "/admin/accounts",
        &[
            "/admin/accounts?begins=person2",
            "/admin/accounts?begins=person24",
            "/admin/accounts?begins=zz",
            "/admin/accounts?standing=new",
            "/admin/accounts?role=moderator",
            "/admin/accounts?state=suspended",
            "/admin/accounts?after=person2100",
        ],
    ),
    ("/admin/accounts/{id}", &["/admin/accounts/40"]),
    ("/admin/mail", &["/admin/mail?before=3000"]),
    ("/admin/mail/{id}", &["/admin/mail/{letter}"]),
    ("/admin/invitations", &["/admin/invitations?before=1000"]),
    ("/inbox", &["/inbox?before=9000", "/inbox?read_before=9000"]),
];

/// What the words in braces stand for.
pub struct Places(Vec<(&'static str, String)>);

impl Places {
    /// Finds them on a filled board.
    pub async fn on(filled: &Filled) -> Self {
        let shown = "state = 'published'";
        let comments = [
            ("{comment}", format!("author_id = 30 and quoted > 2 and {shown}")),
            ("{last}", "article_id = 1 and number = 6000".to_owned()),
            ("{edited}", format!("revision = 2 and {shown}")),
            ("{own}", format!("author_id = 30 and {shown}")),
            ("{removed}", "author_id = 30 and state = 'removed'".to_owned()),
        ];
        let mut places = Vec::new();
        for (name, which) in comments {
            places.push((name, filled.comment(&which).await.to_string()));
        }
        let letter = "id as id from outbox order by id limit 1";
        places.push(("{letter}", filled.id(letter).await.to_string()));
        let papers = "min(id) / 50000 as id from publications";
        places.push(("{papers}", filled.id(papers).await.to_string()));
        places.push(("{ticket}", ticket()));
        Self(places)
    }

    /// An address with what its braces stand for.
    pub fn fill(&self, address: &str) -> String {
        let filled = self.0.iter().fold(address.to_owned(), |filled, (name, id)| filled.replace(name, id));
        match filled.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (name, after))) => format!("{before}{}{after}", secret(name)),
            None => filled,
        }
    }
}

/// A secret of this name, as an address has it.
pub fn secret(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{name:.<32}"))
}

/// What stops the mails of answers to the reader.
pub fn ticket() -> String {
    unsubscribe::ticket(&key(), AccountId(33), Kind::Reply).expect("a ticket")
}
