//! Members post comments as fast as they can; each that is answered with its place is counted in the database afterwards.

use crate::data::{CROWD, Data, Person, TO_WRITE_IN, mixed, psql};
use crate::people::{Connection, Letter};
use crate::pgbench::Pgbench;
use crate::replay::{Differs, Requests};
use crate::report::{Asked, Rounds, Row};
use crate::traced::{Statement, Traced};
use crate::{Bench, Board, Failure};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

const MANY: &str = "posting, many threads";
const ONE: &str = "posting, one thread";
const REPLAYED: &str = "posting, many threads, 16 writers, and its own statements";
const STATEMENTS: &str = "statements a post";

/// How many statements a post may have.
const FEW: Asked = Asked::AtMost(8.0);

/// What makes a comment fresh in a script of `pgbench`: the key, of which the text has a word.
const FRESH: &str = "lpad(to_hex(:fresh::bigint), 32, '0')";

/// Who writes where, and what it is measured against.
struct Measured {
    what: &'static str,
    writers: usize,
    in_one: bool,
    asked: Asked,
}

const MEASURED: [Measured; 4] = [
    Measured { what: MANY, writers: 1, in_one: false, asked: Asked::Nothing },
    Measured { what: ONE, writers: 1, in_one: true, asked: Asked::Nothing },
    Measured { what: MANY, writers: CROWD, in_one: false, asked: Asked::AtLeast(0.20) },
    Measured { what: ONE, writers: CROWD, in_one: true, asked: Asked::AtLeast(0.40) },
];

/// All of posting on a board.
pub fn measure(bench: &mut Bench, board: &Board) {
    let (comments, before) = (board.data.board.comments, bench.report.0.len());
    for Measured { what, writers, in_one, asked } in MEASURED {
        let what = format!("{what}, {writers} writer{}", if writers > 1 { "s" } else { "" });
        if bench.wants(&what) {
            let rounds = beside_inserts(bench, board, writers, in_one);
            let row = rounds.and_then(|rounds| rounds.row(comments, (&what, "insert"), asked));
            bench.tell((comments, &what), asked, row);
        }
    }
    if bench.wants(REPLAYED) || bench.wants(STATEMENTS) {
        match traced(bench, &board.data) {
            Ok(requests) => replayed(bench, board, &requests),
            Err(failure) => bench.tell((comments, STATEMENTS), FEW, Err(failure)),
        }
    }
    if bench.report.0.len() > before {
        bench
            .remark("The rules too_fast, too_many, same_text and first_comments are off while members post.");
    }
}

fn beside_inserts(bench: &Bench, board: &Board, writers: usize, in_one: bool) -> Result<Rounds, Failure> {
    let Board { data, served } = board;
    let script = insert(&threads(data, true, in_one));
    let limit = Pgbench::new(&data.url, bench.cluster.folder(), "insert", &script)?;
    let threads = threads(data, false, in_one);
    Rounds::of(
        || limit.runs(writers, bench.seconds),
        || posts(served.address, data, (writers, &threads), bench.seconds),
    )
}

/// The threads to write in, for the board or for its limit.
fn threads(data: &Data, for_limit: bool, in_one: bool) -> Range<u32> {
    let first = data.to_write_in(for_limit);
    first..first + if in_one { 1 } else { TO_WRITE_IN }
}

/// One comment and its thread's counter, in one statement, which is a transaction.
fn insert(threads: &Range<u32>) -> String {
    format!(
        "{}with counted as (update articles set last_number = last_number + 1, comments = comments + 1 \
         where id = :thread returning id, last_number) \
         insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key) \
         select id, last_number, :client_id + 21, 'published', '<p dir=\"auto\">{}</p>', now(), now(), {FRESH}::uuid \
         from counted;\n",
        drawn(threads),
        Letter::words()
    )
}

/// The lines that draw a thread and a key.
fn drawn(threads: &Range<u32>) -> String {
    let (first, last) = (threads.start, threads.end - 1);
    format!("\\set thread random({first}, {last})\n\\set fresh random(1, 4611686018427387903)\n")
}

/// How many comments a second so many members post in these threads.
fn posts(
    server: SocketAddr,
    data: &Data,
    (writers, threads): (usize, &Range<u32>),
    seconds: u32,
) -> Result<f64, Failure> {
    let last = psql::number(&data.url, "select max(id) from comments")?;
    let begun = Instant::now();
    let ends = begun + Duration::from_secs(seconds.into());
    let answered: u64 = std::thread::scope(|scope| {
        let writers = data
            .writers
            .iter()
            .take(writers)
            .map(|writer| scope.spawn(|| write(server, writer, threads, ends)));
        let writers: Vec<_> = writers.collect();
        writers
            .into_iter()
            .map(|writer| writer.join().map_err(|_| "a writer gave up")?)
            .sum::<Result<u64, Failure>>()
    })?;
    let took = begun.elapsed().as_secs_f64();
    let stored = psql::number(&data.url, &format!("select count(*) from comments where id > {last}"))?;
    if stored != answered {
        return Err(
            format!("{answered} comments were answered with their place and {stored} are there").into()
        );
    }
    Ok(f64::from(u32::try_from(answered)?) / took)
}

/// Posts until it is time to end; how often it was answered.
fn write(server: SocketAddr, writer: &Person, threads: &Range<u32>, ends: Instant) -> Result<u64, Failure> {
    let mut connection = Connection::open(server)?;
    let mut answered = 0;
    while Instant::now() < ends {
        connection.post(drawn_of(threads, writer, answered)?, &Letter::new(), writer)?;
        answered += 1;
    }
    Ok(answered)
}

/// One of these threads, as good as at random.
pub fn drawn_of(threads: &Range<u32>, writer: &Person, turn: u64) -> Result<u32, Failure> {
    let drawn = mixed(turn, writer.id.unsigned_abs()) % u64::from(threads.end - threads.start);
    Ok(threads.start + u32::try_from(drawn)?)
}

/// How many statements a post is, and posting against them.
fn replayed(bench: &mut Bench, board: &Board, requests: &Requests) {
    let comments = board.data.board.comments;
    let [statements, _] = &requests.asked;
    for statement in statements {
        eprintln!("  {}", in_short(&statement.sql));
    }
    if bench.wants(STATEMENTS) {
        let count = u32::try_from(statements.len()).unwrap_or(u32::MAX);
        let row = Row::alone((comments, STATEMENTS), count.to_string(), count.into(), FEW);
        bench.tell((comments, STATEMENTS), FEW, Ok(row));
    }
    if bench.wants(REPLAYED) {
        let asked = Asked::AtLeast(0.70);
        let rounds = beside_replay(bench, board, requests);
        let row = rounds.and_then(|rounds| rounds.row(comments, (REPLAYED, "replay"), asked));
        bench.tell((comments, REPLAYED), asked, row);
        bench.remark(
            "The replay sends a post's statements one after the other and waits for each, where the board sends some \
             together; it draws writers, threads and keys anew, and takes the number and the id of a comment as Postgres \
             gives them. What is made of the text, such as its fingerprints, is the same in each replay.",
        );
    }
}

fn beside_replay(bench: &Bench, board: &Board, requests: &Requests) -> Result<Rounds, Failure> {
    let Board { data, served } = board;
    let threads = threads(data, false, false);
    let script = requests.script()?;
    for unknown in &script.unknown {
        eprintln!("  the same in each replay: {}", in_short(unknown));
    }
    let text = format!("{}{}", drawn(&threads), script.text);
    let limit = Pgbench::new(&data.url, bench.cluster.folder(), "replay", &text)?;
    Rounds::of(
        || limit.runs(CROWD, bench.seconds),
        || posts(served.address, data, (CROWD, &threads), bench.seconds),
    )
}

fn in_short(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(150).collect()
}

/// A post of which the log told.
struct Post {
    asked: Vec<Statement>,
    letter: Letter,
    number: String,
    id: String,
}

/// Two posts, of other members in other threads.
fn traced(bench: &Bench, data: &Data) -> Result<Requests, Failure> {
    let traced = Traced::start(&bench.cluster, &data.url)?;
    let threads = [500, 777].map(|at| data.to_write_in(false) + at);
    let (Some(writer), Some(another)) = (data.writers.get(3), data.writers.get(9)) else {
        return Err("there are too few writers".into());
    };
    let one = usual(&traced, data, threads[0], writer)?;
    let mut other = usual(&traced, data, threads[1], another)?;
    while one.number == other.number {
        // What is the same in both cannot be told from what never differs.
        other = usual(&traced, data, threads[1], another)?;
    }
    let crowd = |values: Vec<String>| format!("(array[{}])[:client_id::integer + 1]", values.join(", "));
    let hashes = crowd(data.writers.iter().map(|writer| format!("'{}'", writer.hash)).collect());
    let ids = crowd(data.writers.iter().map(|writer| writer.id.to_string()).collect());
    let differ = |was: [&str; 2], becomes: String| Differs { was: was.map(str::to_owned), becomes };
    let [thread, in_other] = threads.map(|thread| thread.to_string());
    let differs = vec![
        differ([&writer.hash, &another.hash], format!("{hashes}::bytea")),
        differ([&one.letter.key.to_string(), &other.letter.key.to_string()], format!("{FRESH}::uuid")),
        differ([&one.letter.mark, &other.letter.mark], format!("('number' || {FRESH})")),
        differ([&one.id, &other.id], "(select currval(pg_get_serial_sequence('comments', 'id')))".to_owned()),
        differ([&thread, &in_other], ":thread::bigint".to_owned()),
        differ([&writer.id.to_string(), &another.id.to_string()], format!("{ids}::bigint")),
        differ(
            [&one.number, &other.number],
            "(select last_number from articles where id = :thread::bigint)".to_owned(),
        ),
    ];
    Ok(Requests { asked: [one.asked, other.asked], differs, number: [one.number, other.number] })
}

/// A post that asks what the one before it asked: what is asked only now and then, such as once a minute, is not a post's.
fn usual(traced: &Traced, data: &Data, thread: u32, writer: &Person) -> Result<Post, Failure> {
    let mut before = post(traced, data, thread, writer)?;
    for _ in 0..10 {
        let now = post(traced, data, thread, writer)?;
        if now.asked.iter().map(|asked| &asked.sql).eq(before.asked.iter().map(|asked| &asked.sql)) {
            return Ok(now);
        }
        before = now;
    }
    Err("each post asks something else".into())
}

fn post(traced: &Traced, data: &Data, thread: u32, writer: &Person) -> Result<Post, Failure> {
    let letter = Letter::new();
    let is_of_it = |statement: &Statement| statement.parameters.contains(&Some(writer.hash.clone()));
    let (asked, (_, number)) =
        traced.of(is_of_it, |server| Connection::open(server)?.post(thread, &letter, writer))?;
    let id = format!("select id from comments where author_id = {} and key = '{}'", writer.id, letter.key);
    let id = psql::number(&data.url, &id)?.to_string();
    Ok(Post { asked, letter, number: number.to_string(), id })
}
