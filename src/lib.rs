//! Rejoinder: a discussion board. Articles are threads, readers' comments are replies, and a quote with a name on it
//! is true.
//!
//! # The map
//!
//! Rooms are named after what a person does or sees. In each, one arrow runs: `pages.rs` (HTTP, templates) ▸ its verbs
//! (what is true) ▸ `store.rs` (SQL). A room may use those before it in this list, never those after it.
//!
//! - [`config`]: every setting.
//! - [`db`]: connections, ids, migrations, the private Postgres, events and the log.
//! - [`markup`]: Markdown to safe HTML and plain text; [`markup::SafeHtml`] is made there and nowhere else.
//! - [`web`]: the toolkit of every page: forms, errors, guards, the frame, pages kept in memory.
//! - [`mail`]: the outbox, links that work once, the worker that sends.
//! - [`accounts`]: people: join, sign in (in two steps, within limits), sessions, profile; drafts of what was not sent.
//! - [`articles`]: threads, paragraphs, publications, topics, the map of the board.
//! - [`quotes`]: where quoted words come from, and whether they are true to it.
//! - [`rules`]: what a text must pass, lists of words, trials of a rule; cases are opened there.
//! - [`comments`]: replies, edits, numbers, the page of a thread.
//! - [`moderation`]: the queue, decisions, lots, undo, appeals, flags, people, articles and taglines that wait, figures.
//! - [`notices`]: the inbox, what is mailed of it, mutes, feeds.
//! - [`search`]: articles and comments by their words: texts are read in the background, questions answered from the index.
//! - [`own_data`]: the download of one's data, and leaving the board.
//! - [`cli`]: the program's commands.
//! - [`app`]: THE list of routes, and the server.
//!
//! Start reading at [`app::routes`], then follow one request: `comments::pages::post_comment` ▸ [`comments::post`] ▸
//! `comments/store.rs`.

pub mod accounts;
pub mod app;
pub mod articles;
pub mod cli;
pub mod comments;
pub mod config;
pub mod db;
pub mod mail;
pub mod markup;
pub mod moderation;
pub mod notices;
pub mod own_data;
pub mod quotes;
pub mod rules;
pub mod search;
pub mod web;
