//! A way to Postgres that counts how often the board has to wait for an answer, and writes down what it asks.

use super::statements::Statements;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// Round trips to the database, counted.
pub struct Trips {
    /// The address of the database by this way.
    pub url: String,
    count: Arc<AtomicU32>,
    statements: Statements,
    _folder: Folder,
}

struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// So long an answer is kept back: whatever can be asked without it is asked meanwhile.
const PATIENCE: Duration = Duration::from_millis(30);

impl Trips {
    /// A way to the database at `url`, which names the folder of a socket.
    pub fn to(url: &str) -> Self {
        let at = url.find("host=").expect("the folder of a socket") + "host=".len();
        let host = url[at..].split('&').next().expect("a folder");
        let socket = percent_encoding::percent_decode_str(host).decode_utf8_lossy().into_owned();
        let folder = std::env::temp_dir().join(format!("rj-trips-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).expect("a socket");
        let count = Arc::new(AtomicU32::new(0));
        let statements = Statements::default();
        let (counted, written) = (count.clone(), statements.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(format!("{socket}/.s.PGSQL.5432")).await.expect("Postgres");
                pass(client, server, (&counted, written.clone()));
            }
        });
        let url = url.replace(host, folder.to_str().expect("a path"));
        Self { url, count, statements, _folder: Folder(folder) }
    }

    /// How many there were since this was asked last.
    pub fn taken(&self) -> u32 {
        self.count.swap(0, Ordering::SeqCst)
    }

    /// The statements that Postgres was told to run since this was asked last, begin and commit among them.
    pub fn statements(&self) -> Vec<String> {
        self.statements.taken()
    }
}

fn pass(client: UnixStream, server: UnixStream, (count, statements): (&Arc<AtomicU32>, Statements)) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let waits = Arc::new(AtomicBool::new(false));
    let (asked, count) = (waits.clone(), count.clone());
    tokio::spawn(async move {
        let mut bytes = vec![0; 1 << 16];
        let mut writer = statements.of_connection();
        while let Ok(length @ 1..) = from_client.read(&mut bytes).await {
            writer.sees(bytes.get(..length).unwrap_or_default());
            if !asked.swap(true, Ordering::SeqCst) {
                count.fetch_add(1, Ordering::SeqCst);
            }
            to_server.write_all(bytes.get(..length).unwrap_or_default()).await.ok();
        }
        to_server.shutdown().await.ok();
    });
    tokio::spawn(async move {
        let mut bytes = vec![0; 1 << 20];
        while let Ok(length @ 1..) = from_server.read(&mut bytes).await {
            tokio::time::sleep(PATIENCE).await;
            to_client.write_all(bytes.get(..length).unwrap_or_default()).await.ok();
            waits.store(false, Ordering::SeqCst);
        }
    });
}
