//! The post: a box that the test opens, and a mail server that does what the test says.

use super::board::key;
use super::{Board, Person};
use rejoinder::accounts::passwords;
use rejoinder::mail::{self, Carrier, Letter};
use rejoinder::notices::{Letters, drain};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// A box into which letters fall.
#[derive(Clone, Default)]
pub struct Letterbox(Arc<Mutex<Vec<Letter>>>);

impl Carrier for Letterbox {
    async fn carry(&self, letter: &Letter) -> Result<(), String> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

/// Nobody: every letter comes back with these words.
pub struct Refusing(pub &'static str);

impl Carrier for Refusing {
    async fn carry(&self, _: &Letter) -> Result<(), String> {
        Err(self.0.to_owned())
    }
}

impl Board {
    /// Sends what is due, and gives the letters that were sent to this address, in order.
    pub async fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letterbox = Letterbox::default();
        self.delivers(&letterbox).await;
        let letters = std::mem::take(&mut *letterbox.0.lock().unwrap());
        letters.into_iter().filter(|letter| letter.to == address).collect()
    }

    /// The link in the only letter that is due to this address, as a path of the board.
    pub async fn link_to(&self, address: &str) -> String {
        let letters = self.letters_to(address).await;
        let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
        link_in(letter)
    }

    /// Hands all that is due to a carrier: how often it was tried.
    pub async fn delivers(&self, carrier: &impl Carrier) -> usize {
        let mut db = self.db().await;
        let mut tried = 0;
        let (scribe, here) = (Letters::sealed_with(&key()), ("Rejoinder", "http://board.example"));
        while mail::deliver(&mut db, carrier, &scribe, here, self.clock.now()).await.unwrap() {
            tried += 1;
        }
        tried
    }

    /// Tells members what happened, as the server does: how many events that were.
    pub async fn tells(&self) -> usize {
        let mut db = self.db().await;
        let mut told = 0;
        while drain(&mut db, true, self.clock.now()).await.unwrap() {
            told += 1;
        }
        told
    }
}

/// The password of [`Board::ann`].
pub const OLD: &str = "a long enough sentence";
/// Another one.
pub const NEW: &str = "quite another sentence";

impl Board {
    /// A member named ann with a password, signed in, and a browser that is not.
    pub async fn ann(&self) -> (Person, Person) {
        let ann = self.member("ann").await;
        let hash = passwords::hash(OLD.to_owned()).await.unwrap();
        self.sql(&format!("update accounts set password_hash = '{hash}' where name = 'ann'")).await;
        (ann, self.anyone())
    }

    /// Whether somebody with this name or address and this password is let in.
    pub async fn lets_in(&self, login: &str, password: &str) -> bool {
        let nobody = self.anyone();
        nobody.posts("/sign-in", &[("login", login), ("password", password)]).await.status == 303
    }

    /// The page that is shown to who forgot the password.
    pub async fn forgets(&self, login: &str) -> String {
        self.anyone().posts("/password/forgotten", &[("login", login)]).await.is(200).text()
    }
}

/// The link in a letter, as a path of the board.
pub fn link_in(letter: &Letter) -> String {
    let found = letter.text.lines().find_map(|line| line.strip_prefix("http://board.example/"));
    format!("/{}", found.unwrap_or_else(|| panic!("no link in {}", letter.text)))
}

/// A mail server on this machine that answers `RCPT TO` with these words, and keeps what it takes.
pub async fn mail_server(recipient: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let taken = Arc::new(Mutex::new(String::new()));
    let keeps = taken.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (reads, mut writes) = stream.into_split();
            let mut lines = BufReader::new(reads).lines();
            writes.write_all(b"220 mail.example\r\n").await.ok();
            let mut in_data = false;
            while let Ok(Some(line)) = lines.next_line().await {
                keeps.lock().unwrap().extend([line.as_str(), "\n"]);
                let answer = match line.as_str() {
                    "." => "250 taken",
                    _ if in_data => continue,
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    line if line.starts_with("RCPT") => recipient,
                    _ => "250 mail.example",
                };
                in_data = line == "DATA";
                writes.write_all(format!("{answer}\r\n").as_bytes()).await.ok();
            }
        }
    });
    (url, taken)
}
