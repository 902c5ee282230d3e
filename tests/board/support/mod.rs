//! What the stories are told with: a board of one's own ([`Board`]), people who use it ([`Person`]), and the pages
//! that they read ([`Page`]).

mod board;
mod cluster;
mod feed;
mod page;
mod person;
mod post;
mod statements;
mod trips;
mod waiting;

pub use board::{Article, Board, Stream, key};
pub use cluster::{database, example_database, server_log};
pub use page::Page;
pub use person::{Answered, Person};
pub use post::{NEW, OLD, Refusing, link_in, mail_server};
pub use trips::Trips;
