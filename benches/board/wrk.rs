//! `wrk`, the load generator: it runs, and what it says is read.

use crate::Failure;
use std::io::ErrorKind;
use std::process::Command;

const THREADS: u32 = 2;

/// How many browsers ask at once, unless said otherwise.
pub const CONNECTIONS: u32 = 32;

/// Whether `wrk` is on this machine.
pub fn is_here() -> Result<(), Failure> {
    match Command::new("wrk").arg("-v").output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err("wrk makes the load and is not on this machine: apt install wrk".into())
        }
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}

/// How many answers a second came from this address; an error if one of them was none.
pub fn answers(url: &str, header: Option<&str>, (connections, seconds): (u32, u32)) -> Result<f64, Failure> {
    let mut wrk = Command::new("wrk");
    wrk.args([format!("-t{THREADS}"), format!("-c{connections}"), format!("-d{seconds}s")]);
    // A slow page is slow, and no error.
    wrk.args(["--timeout", "60s"]);
    if let Some(header) = header {
        wrk.args(["-H", header]);
    }
    let output = wrk.arg(url).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    // wrk writes these lines only when there is something to tell.
    let is_clean = !said.contains("Socket errors") && !said.contains("Non-2xx");
    if !output.status.success() || !is_clean {
        return Err(format!("wrk {url}:\n{said}{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let rate = said.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    Ok(rate.ok_or("wrk does not say how many requests it made")?.trim().parse()?)
}
