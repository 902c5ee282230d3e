//! Waiting for something that only time brings.

use std::thread::sleep;
use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(10);

/// Asks again and again until there is an answer or the patience is at an end. Asks once at least.
pub(super) fn poll<T, E>(
    patience: Duration,
    mut ask: impl FnMut() -> Result<Option<T>, E>,
) -> Result<Option<T>, E> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(Some(answer));
        }
        if start.elapsed() >= patience {
            return Ok(None);
        }
        sleep(STEP);
    }
}
