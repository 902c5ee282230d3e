//! The program itself, in release, as a process of its own: what it takes of memory and of the processors is its own.

use crate::Failure;
use crate::fixed::fetch;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take until it answers, or until it has stopped.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that runs until this is dropped.
pub struct Served {
    process: Child,
    log: PathBuf,
    /// Where it answers.
    pub address: SocketAddr,
}

/// How a server is started.
pub struct How<'a> {
    /// Its Postgres; without one it runs its own, in the folder.
    pub url: Option<&'a str>,
    /// Its data folder.
    pub folder: &'a Path,
    /// More settings, by their variables.
    pub settings: &'a [(&'a str, &'a str)],
}

/// What it has taken of the machine.
pub struct Memory {
    /// Megabytes, at most.
    pub most: f64,
    /// Megabytes, now.
    pub now: f64,
}

impl Served {
    /// Starts the program and waits for its first page.
    pub fn start(how: &How<'_>) -> Result<Self, Failure> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let log = how.folder.join(format!("server-{}.log", address.port()));
        let mut program = Command::new(env!("CARGO_BIN_EXE_rejoinder"));
        // Nothing of this machine's own settings counts.
        program.arg("serve").env_clear().env("REJOINDER_LISTEN", address.to_string());
        for name in ["PATH", "HOME"] {
            if let Some(value) = std::env::var_os(name) {
                program.env(name, value);
            }
        }
        program.env("REJOINDER_DATA", how.folder).envs(how.settings.iter().copied());
        if let Some(url) = how.url {
            program.env("DATABASE_URL", url);
        }
        let process =
            program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log)?).spawn()?;
        let mut served = Self { process, log, address };
        served.wait_for_page()?;
        Ok(served)
    }

    fn wait_for_page(&mut self) -> Result<(), Failure> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if fetch(self.address, "/", None).is_ok_and(|page| page.status == 200) {
                return Ok(());
            }
            if self.process.try_wait()?.is_some() {
                break;
            }
            sleep(Duration::from_millis(1));
        }
        Err(format!("the server did not start:\n{}", std::fs::read_to_string(&self.log)?).into())
    }

    /// What it takes of memory, as Linux tells it.
    pub fn memory(&self) -> Result<Memory, Failure> {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let of = |name: &str| -> Result<f64, Failure> {
            let line =
                told.lines().find_map(|line| line.strip_prefix(name)).ok_or("Linux does not say how much")?;
            let kilobytes: f64 = line.trim_start_matches(':').trim().trim_end_matches(" kB").parse()?;
            Ok(kilobytes * 1024.0 / 1e6)
        };
        Ok(Memory { most: of("VmHWM")?, now: of("VmRSS")? })
    }

    /// For how long it has had a processor, in seconds.
    pub fn worked(&self) -> Result<f64, Failure> {
        let told = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let fields = told.rsplit(") ").next().unwrap_or_default().split(' ');
        let ticks: Vec<f64> = fields.skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        let said = Command::new("getconf").arg("CLK_TCK").output()?;
        let a_second: f64 = String::from_utf8(said.stdout)?.trim().parse()?;
        Ok(ticks.iter().sum::<f64>() / a_second)
    }

    fn end(&mut self) -> Result<(), Failure> {
        let number = self.process.id().to_string();
        Command::new("kill").args(["-TERM", &number]).status()?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.process.try_wait()?.is_some() {
                return Ok(());
            }
            sleep(Duration::from_millis(2));
        }
        self.process.kill()?;
        self.process.wait()?;
        Err("a server had to be killed".into())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let told = std::fs::remove_file(&self.log);
        if let Err(error) = self.end().and_then(|()| Ok(told?)) {
            eprintln!("{error}");
        }
    }
}

/// How long the program takes to its first page with data that is there, its own Postgres included: the middle of so
/// many starts, in seconds, and the shortest and the longest.
pub fn starts(folder: &Path, times: usize) -> Result<(f64, (f64, f64)), Failure> {
    let mut took = Vec::new();
    for _ in 0..times {
        let begun = Instant::now();
        let served = Served::start(&How { url: None, folder, settings: &[] })?;
        took.push(begun.elapsed().as_secs_f64());
        drop(served);
    }
    took.sort_by(f64::total_cmp);
    let (first, last) = (took.first().copied(), took.last().copied());
    let middle = took.get(took.len() / 2).copied().ok_or("it was not started")?;
    Ok((middle, (first.unwrap_or(middle), last.unwrap_or(middle))))
}
