//! Connections. Each worker of the server owns a pool of its own, so that a query never crosses threads.

use super::{Conn, rights};
use bb8::PooledConnection;
use diesel::ConnectionError;
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, PoolError, PoolableConnection, RecyclingMethod,
};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use std::time::Duration;

/// Connections that are kept open between requests.
#[derive(Clone)]
pub struct Pool(bb8::Pool<AsyncDieselConnectionManager<Conn>>);

/// Postgres does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the database cannot be reached: {0}")]
pub struct Away(String);

impl Away {
    pub(super) fn new(why: &impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// A pool of at most `size` connections to `url`, each with the rights of the program ([`rights`]); none is opened before
/// it is asked for.
#[must_use]
pub fn pool(url: &str, size: u32) -> Pool {
    let mut config = ManagerConfig::default();
    // A look at the socket's state costs nothing; the default would run a query at each checkout.
    config.recycling_method = RecyclingMethod::CustomFunction(Box::new(|conn: &mut Conn| {
        let broken = conn.is_broken();
        Box::pin(
            async move { if broken { Err(diesel::result::Error::BrokenTransactionManager) } else { Ok(()) } },
        )
    }));
    config.custom_setup = Box::new(|url| {
        let url = url.to_owned();
        Box::pin(async move {
            let mut conn = Conn::establish(&url).await?;
            let taken = rights::take(&mut conn).await;
            // Postgres takes a page of a thread with 100,000 comments for so much work that it would pay to compile its
            // plan first. That takes half a second, and the page needs a few milliseconds.
            let set = conn.batch_execute("set jit = off").await;
            taken.and(set).map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        })
    });
    let manager = AsyncDieselConnectionManager::<Conn>::new_with_config(url, config);
    let pool = bb8::Pool::builder()
        .max_size(size.max(1))
        .test_on_check_out(true)
        .connection_timeout(Duration::from_secs(3))
        .retry_connection(true)
        .build_unchecked(manager);
    Pool(pool)
}

impl Pool {
    /// A connection, given back when it is dropped.
    ///
    /// # Errors
    /// [`Away`] when none can be had within three seconds.
    pub async fn get(&self) -> Result<PooledConnection<'static, AsyncDieselConnectionManager<Conn>>, Away> {
        self.0.get_owned().await.map_err(|error| Away(told(&error)))
    }
}

fn told(error: &bb8::RunError<PoolError>) -> String {
    match error {
        bb8::RunError::User(error) => error.to_string(),
        bb8::RunError::TimedOut => "no connection within 3 seconds".to_owned(),
    }
}
