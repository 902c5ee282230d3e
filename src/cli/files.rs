//! How many files and connections the program may have open at once. Each open page of a thread is a connection, and what
//! systems allow at first is often 1,024.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Fewer than this are soon too few.
pub const ENOUGH: u64 = 8_192;

/// Takes as many as the system lets the program have; how many that are, where there is a limit.
pub fn take_all() -> Option<u64> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = rustix::process::Rlimit { current: limit.maximum, maximum: limit.maximum };
    match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files cannot be raised");
            limit.current
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_may_be_had_is_taken() {
        let most = getrlimit(Resource::Nofile).maximum;
        assert_eq!(take_all(), most);
        assert_eq!(getrlimit(Resource::Nofile).current, most);
    }
}
