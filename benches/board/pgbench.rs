//! `pgbench`: how often a second Postgres does something, asked by nothing but itself.

use crate::Failure;
use crate::data::psql::program;
use std::path::PathBuf;

/// A script of statements, prepared once a client.
pub struct Pgbench {
    url: String,
    file: PathBuf,
}

impl Pgbench {
    /// With this script, in a file of this folder.
    pub fn new(url: &str, folder: &std::path::Path, name: &str, script: &str) -> Result<Self, Failure> {
        let file = folder.join(format!("{name}.pgbench"));
        std::fs::write(&file, script)?;
        Ok(Self { url: url.to_owned(), file })
    }

    /// How often a second so many clients get through it.
    pub fn runs(&self, clients: usize, seconds: u32) -> Result<f64, Failure> {
        let mut pgbench = program(&self.url, "pgbench")?;
        pgbench.args(["-n", "-M", "prepared", "-c", &clients.to_string(), "-j", &clients.min(2).to_string()]);
        let output =
            pgbench.arg("-T").arg(seconds.to_string()).arg("-f").arg(&self.file).arg(&self.url).output()?;
        let (said, complained) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let is_clean = output.status.success() && !complained.contains("ERROR");
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        match rate {
            Some(rate) if is_clean && rate > 0.0 => Ok(rate),
            _ => Err(format!("pgbench {}:\n{said}{complained}", self.file.display()).into()),
        }
    }
}
