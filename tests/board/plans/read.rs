//! What Postgres's log says of the statements that were carried out, and by which plans.

use crate::support::server_log;
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// With these, Postgres goes by indexes wherever there is one that serves, as it does by itself where tables are much larger,
/// and writes the plan of each statement of a connection into its log, with what it has read.
const EXPLAINED: [&str; 11] = [
    // What is dear on paper only would be compiled first, for a second each.
    "jit=off",
    "random_page_cost=1.1",
    "enable_seqscan=off",
    "enable_hashjoin=off",
    "enable_mergejoin=off",
    "session_preload_libraries=auto_explain",
    "auto_explain.log_min_duration=0",
    "auto_explain.log_format=json",
    "auto_explain.log_analyze=on",
    "auto_explain.log_timing=off",
    "auto_explain.log_nested_statements=on",
];

/// For which parameters a statement is planned. Postgres does both: first for those that it is given, and once it knows
/// the statement, for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planned {
    /// Those that it is given.
    WithParameters,
    /// Any.
    Without,
}

impl Planned {
    fn setting(self) -> &'static str {
        match self {
            Self::WithParameters => "plan_cache_mode=force_custom_plan",
            Self::Without => "plan_cache_mode=force_generic_plan",
        }
    }
}

/// The address of a database by which all statements are explained, each planned so.
pub fn explaining(url: &str, planned: Planned) -> String {
    let settings =
        EXPLAINED.into_iter().chain([planned.setting()]).map(|setting| setting.replace('=', "%3D"));
    let options: Vec<String> = settings.map(|setting| format!("-c%20{setting}")).collect();
    format!("{url}&options={}", options.join("%20"))
}

/// A statement that was carried out.
#[derive(Deserialize)]
pub struct Carried {
    /// Its text.
    #[serde(rename = "Query Text")]
    pub text: String,
    /// Its plan, with what each step of it has read.
    #[serde(rename = "Plan")]
    pub plan: Value,
}

/// The log from a place on.
pub struct Log {
    file: File,
    at: u64,
    /// In which database.
    mark: String,
}

impl Log {
    /// What is written from now on about the database at this address.
    pub fn of(url: &str) -> Self {
        let mut file = File::open(server_log()).expect("a log");
        let at = file.seek(SeekFrom::End(0)).expect("its end");
        let name = url.split_once(":///").and_then(|(_, rest)| rest.split_once('?')).expect("a name").0;
        Self { file, at, mark: format!(" {name} LOG:  duration: ") }
    }

    /// The statements that were carried out since this was asked last.
    pub fn since(&mut self) -> Vec<Carried> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(self.at)).expect("a place");
        self.file.read_to_end(&mut bytes).expect("the rest");
        // What is half written is read the next time.
        bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1));
        self.at += u64::try_from(bytes.len()).expect("a length");
        let text = String::from_utf8_lossy(&bytes);
        let mut carried = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            if !line.contains(&self.mark) || !line.ends_with("plan:") {
                continue;
            }
            let mut json = String::new();
            while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
                json += more;
            }
            carried.push(serde_json::from_str(&json).expect("a plan"));
        }
        carried
    }
}
