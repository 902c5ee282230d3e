//! The page of a thread in which every comment quotes the one before it, against that of one that has the same words.

use crate::served::{board, page};
use crate::{Failure, middle, sentence};
use diesel_async::SimpleAsyncConnection;
use rejoinder::accounts::{self, Member, Writing};
use rejoinder::comments::{Draft, Posted, reply};
use rejoinder::db::{AccountId, ArticleId, Conn, Timestamp};
use rejoinder::quotes::Limits;
use std::time::Instant;
use uuid::Uuid;

/// How much longer a page of quotes may take.
const MOST: f64 = 1.3;
/// As many as a page shows.
const COMMENTS: u64 = 50;
const PAGES: usize = 1_001;

/// Writes the two threads as a member does, and asks for their pages in turns.
///
/// # Errors
/// When the page of quotes takes longer than it may, or something is not answered as it should be.
pub async fn measure(db: &Conn, url: &str) -> Result<(), Failure> {
    let mut run = db;
    run.batch_execute(THREADS).await?;
    let author = accounts::member(db, AccountId(1)).await?.ok_or("the author is not there")?;
    for (thread, quotes) in [(11, true), (12, false)] {
        write(db, &author, ArticleId(thread), quotes).await?;
    }
    run.batch_execute("vacuum analyze").await?;
    let server = board(url)?;
    let paths = ["/a/11/thread-11", "/a/12/thread-12"];
    let quoted = page(server, paths[0])?.matches("<figure class=\"quote\"").count();
    if quoted != usize::try_from(COMMENTS)? || page(server, paths[1])?.contains("<figure class=\"quote\"") {
        return Err(format!("{quoted} quotes stand where {COMMENTS} should").into());
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..PAGES {
        for (path, times) in paths.iter().zip(&mut times) {
            let begun = Instant::now();
            page(server, path)?;
            times.push(begun.elapsed());
        }
    }
    let [quoting, plain] = times.map(middle);
    let ratio = quoting.as_secs_f64() / plain.as_secs_f64();
    println!("a page of {COMMENTS} comments that quote takes {ratio:.2} times as long as one without quotes");
    if ratio > MOST { Err(format!("more than {MOST} times as long").into()) } else { Ok(()) }
}

/// Fifty comments: what the one before says, quoted or not, and words of their own.
async fn write(db: &Conn, author: &Member, article: ArticleId, quotes: bool) -> Result<(), Failure> {
    let now = Timestamp::now_utc();
    let limits = Limits { quotes: 8, characters: 2_000, bare: false };
    for number in 1..=COMMENTS {
        let before = if number == 1 { sentence(700_001) } else { sentence(500_000 + number - 1) };
        let mark = if quotes { "> " } else { "" };
        let body = format!("{mark}{before}\n\n{}", sentence(500_000 + number));
        let draft = Draft {
            article,
            body: &body,
            reply_to: None,
            choices: &[],
            address: "http://board.example",
            limits,
        };
        let writing = Writing { author, now, key: Uuid::now_v7() };
        let Posted::Published(_) = reply(db, writing, &draft).await? else {
            return Err("a comment was not published".into());
        };
    }
    Ok(())
}

/// A moderator's comments pass the rules, however fast they come.
const THREADS: &str = "
    update settings set set_up_at = now();
    update accounts set role = 'moderator' where id = 1;
    insert into articles (publication_id, headline, slug, posted_by, posted_at, key, active_at)
    select 1, 'Thread ' || n, 'thread-' || n, 1, now(), gen_random_uuid(), now() from generate_series(11, 12) n;
    insert into article_revisions (article_id, revision, source, renderer, saved_at)
    select n, 1, 'Words.', 1, now() from generate_series(11, 12) n;
    insert into paragraphs (article_id, revision, ordinal, html, plain)
    select n, 1, p, '<p>' || sentence(700000 + p) || '</p>', sentence(700000 + p)
      from generate_series(11, 12) n, generate_series(1, 4) p;";
