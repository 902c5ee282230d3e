//! What is asked of Postgres, read from the bytes that go there: each statement that it is told to run.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// The statements of all connections, in order.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<Vec<String>>>);

/// The statements of one connection. Frontend messages are a letter (but for the first one), a length that counts itself,
/// and as many bytes; see *Message Formats* in the documentation of Postgres.
pub struct Connection {
    all: Statements,
    unread: Vec<u8>,
    has_begun: bool,
    prepared: HashMap<String, String>,
    bound: HashMap<String, String>,
}

impl Statements {
    /// Those since this was asked last.
    pub fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("the statements"))
    }

    /// A new connection.
    pub fn of_connection(&self) -> Connection {
        let (prepared, bound) = (HashMap::new(), HashMap::new());
        Connection { all: self.clone(), unread: Vec::new(), has_begun: false, prepared, bound }
    }
}

impl Connection {
    /// The next bytes, wherever messages begin and end.
    pub fn sees(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
        loop {
            let letter = usize::from(self.has_begun);
            let Some(length) = self.unread.get(letter..letter + 4) else { return };
            let length = u32::from_be_bytes(length.try_into().expect("four bytes"));
            let end = letter + usize::try_from(length).expect("a length");
            if self.unread.len() < end {
                return;
            }
            let message: Vec<u8> = self.unread.drain(..end).collect();
            if let (true, Some((kind, rest))) = (self.has_begun, message.split_first()) {
                self.reads(*kind, rest.get(4..).unwrap_or_default());
            }
            self.has_begun = true;
        }
    }

    fn reads(&mut self, kind: u8, message: &[u8]) {
        let mut texts =
            message.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned());
        let mut text = || texts.next().unwrap_or_default();
        let ran = match kind {
            b'Q' => text(),
            b'P' => {
                let (name, sql) = (text(), text());
                self.prepared.insert(name, sql);
                return;
            }
            b'B' => {
                let (portal, name) = (text(), text());
                self.bound.insert(portal, self.prepared.get(&name).cloned().unwrap_or(name));
                return;
            }
            b'E' => self.bound.get(&text()).cloned().unwrap_or_default(),
            _ => return,
        };
        self.all.0.lock().expect("the statements").push(ran);
    }
}
