//! `rejoinder example`: the example discussion, read from `example/` and posted through the verbs that people use.

mod data;
mod posting;

use super::{Failure, block_on, database};
use crate::accounts::passwords;
use crate::config::Settings;
use crate::db::{Conn, Timestamp};
use diesel_async::AsyncConnection;

pub use data::{CrabbedOne, Reading};
pub use posting::{ExampleError, Summary, post};

/// A hash that no password has: the example's people cannot sign in where nobody was told how.
pub const NO_PASSWORD: &str = "*";

/// Posts the example and says how to sign in.
pub(super) fn run(settings: &Settings) -> Result<(), Failure> {
    let database = database::join(settings)?;
    let password = memorable();
    let posted = block_on(async {
        let mut db = Conn::establish(&database.url).await?;
        let hash = passwords::hash(password.clone()).await?;
        Ok(post(&mut db, &hash, Timestamp::now_utc()).await?)
    });
    database.leave()?;
    let Summary { articles, members, comments, waiting } = posted?;
    println!(
        "Posted {articles} articles, {members} members, {comments} comments; {waiting} cases wait in the queue."
    );
    println!(
        "Sign in as SaltWater (a moderator), CrabbedOne, or any other of them, with the password: {password}"
    );
    Ok(())
}

/// A password that can be typed from a screen: 80 bits in groups.
fn memorable() -> String {
    let bits: [u8; 10] = rand::random();
    let letters: Vec<char> = "abcdefghijkmnpqrstuvwxyz23456789".chars().collect();
    let word = |two: &[u8]| -> String {
        let number = two.iter().fold(0_usize, |sum, byte| sum * 256 + usize::from(*byte));
        [10, 5, 0].iter().filter_map(|shift| letters.get((number >> shift) & 31)).collect()
    };
    bits.chunks(2).map(word).collect::<Vec<_>>().join("-")
}
