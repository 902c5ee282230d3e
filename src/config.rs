//! Every setting: its name, its default, what it means. Nothing else in the program reads the environment.
//!
//! A setting is a flag or a variable; a secret may stand in a file that a variable ending in `_FILE` names.

use clap::Args;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use url::Url;

/// The settings, as the command line and the environment give them.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where to listen
    #[arg(long, env = "REJOINDER_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT", value_parser = listen, global = true)]
    pub listen: SocketAddr,

    /// The address that people use, such as `https://board.example`; for links, cookies and the cross-site guard
    /// [default: http:// and where it listens]
    #[arg(long, env = "REJOINDER_ADDRESS", value_name = "URL", value_parser = address, global = true)]
    pub address: Option<Url>,

    /// The Postgres to use; without it, a private one is run below the data folder
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// A file that holds the database's URL
    #[arg(
        long,
        env = "DATABASE_URL_FILE",
        value_name = "FILE",
        conflicts_with = "database_url",
        global = true
    )]
    pub database_url_file: Option<PathBuf>,

    /// The secret that seals what the program has to read again, such as the secrets of two-step sign-in: 32 characters
    /// at least, at random, and the same on every host [default: made at the first start, in the file `secret` of the
    /// data folder]
    #[arg(long, env = "REJOINDER_SECRET", value_name = "TEXT", hide_env_values = true, global = true)]
    pub secret: Option<String>,

    /// A file that holds this secret
    #[arg(
        long,
        env = "REJOINDER_SECRET_FILE",
        value_name = "FILE",
        conflicts_with = "secret",
        global = true
    )]
    pub secret_file: Option<PathBuf>,

    /// The folder of the private Postgres and of what this host keeps
    /// [default: rejoinder below the user's data home; for root /var/lib/rejoinder]
    #[arg(long, env = "REJOINDER_DATA", value_name = "FOLDER", global = true)]
    pub data: Option<PathBuf>,

    /// The folder of Postgres's programs (initdb, postgres) [default: looked for on this machine]
    #[arg(long, env = "REJOINDER_POSTGRES", value_name = "FOLDER", global = true)]
    pub postgres: Option<PathBuf>,

    /// How many threads answer requests [default: one for each core]
    #[arg(long, env = "REJOINDER_WORKERS", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=512), global = true)]
    pub workers: Option<u16>,

    /// How many connections to Postgres each of these threads keeps at most
    #[arg(long, env = "REJOINDER_CONNECTIONS", value_name = "NUMBER", default_value = "8", value_parser = clap::value_parser!(u32).range(1..=512), global = true)]
    pub connections: u32,

    /// How many megabytes of memory the cache takes at most, in which pages of threads are kept ready to send, and their
    /// lists of comments for members; 0 turns it off
    #[arg(long, env = "REJOINDER_CACHE_MEGABYTES", value_name = "NUMBER", default_value = "64", value_parser = clap::value_parser!(u32).range(0..=65_536), global = true)]
    pub cache_megabytes: u32,

    /// The mail server, like `smtp://name:password@mail.example:587` or `smtps://mail.example`; without one, mails are
    /// kept for the administrator to read
    #[arg(long, env = "REJOINDER_SMTP", value_name = "URL", hide_env_values = true, global = true)]
    pub smtp: Option<String>,

    /// A file that holds the mail server's URL
    #[arg(long, env = "REJOINDER_SMTP_FILE", value_name = "FILE", conflicts_with = "smtp", global = true)]
    pub smtp_file: Option<PathBuf>,

    /// The address that mails come from; unless set, `rejoinder@` and the host of the board's address
    #[arg(long, env = "REJOINDER_MAIL_FROM", value_name = "E-MAIL", global = true)]
    pub mail_from: Option<String>,

    /// Proxies before the board, as addresses or networks (`127.0.0.1,10.0.0.0/8`): what they say in `X-Forwarded-For`
    /// of who asks is believed
    #[arg(long, env = "REJOINDER_PROXIES", value_name = "NETWORKS", value_delimiter = ',', value_parser = network, global = true)]
    pub proxies: Vec<IpNet>,

    /// What is logged, such as `warn`, or `info,rejoinder=debug`
    #[arg(long, env = "REJOINDER_LOG", value_name = "FILTER", default_value = "info", global = true)]
    pub log: String,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable that no setting has.
    #[error("{name} is not a setting of rejoinder{hint}. `rejoinder --help` lists them all.")]
    Unknown {
        /// The variable.
        name: String,
        /// A setting with a similar name, as half a sentence; empty if none is similar.
        hint: String,
    },
    /// A file that cannot be read.
    #[error("cannot read {file}, which {name} names: {why}")]
    SecretFile {
        /// The variable that names it.
        name: &'static str,
        /// The file.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A secret that could be guessed.
    #[error(
        "REJOINDER_SECRET is too short: it needs 32 characters at least, at random. `openssl rand -base64 32` makes one."
    )]
    ShortSecret,
    /// A filter that the log does not understand.
    #[error(
        "REJOINDER_LOG is “{filter}”, which is no filter: {why}. Use error, warn, info, debug, or info,rejoinder=debug."
    )]
    Log {
        /// The filter.
        filter: String,
        /// What is wrong with it.
        why: String,
    },
    /// Mail would come from nowhere.
    #[error(
        "REJOINDER_SMTP is set, but REJOINDER_ADDRESS names no host that mail could come from; set REJOINDER_MAIL_FROM"
    )]
    NoSender,
    /// Nowhere to put the data.
    #[error("there is no home folder to keep the data in; set REJOINDER_DATA to a folder, or DATABASE_URL")]
    NoHome,
}

impl Settings {
    /// The address that people use, without a slash at its end.
    #[must_use]
    pub fn public_address(&self) -> String {
        let address = self.address.as_ref().map_or_else(|| format!("http://{}", self.listen), Url::to_string);
        address.trim_end_matches('/').to_owned()
    }

    /// The URL of the database, if one is set.
    ///
    /// # Errors
    /// When the file that should hold it cannot be read.
    pub fn given_database(&self) -> Result<Option<String>, ConfigError> {
        given("DATABASE_URL_FILE", self.database_url.as_ref(), self.database_url_file.as_deref())
    }

    /// The URL of the mail server, if one is set.
    ///
    /// # Errors
    /// When the file that should hold it cannot be read.
    pub fn given_smtp(&self) -> Result<Option<String>, ConfigError> {
        given("REJOINDER_SMTP_FILE", self.smtp.as_ref(), self.smtp_file.as_deref())
    }

    /// The address that mails come from.
    ///
    /// # Errors
    /// [`ConfigError::NoSender`].
    pub fn mail_from(&self) -> Result<String, ConfigError> {
        if let Some(from) = &self.mail_from {
            return Ok(from.clone());
        }
        let domain = self.address.as_ref().and_then(Url::domain).ok_or(ConfigError::NoSender)?;
        Ok(format!("rejoinder@{domain}"))
    }

    /// The secret that seals what lies in the database, if one is set.
    ///
    /// # Errors
    /// When the file that should hold it cannot be read, or it is too short.
    pub fn given_secret(&self) -> Result<Option<String>, ConfigError> {
        let secret = given("REJOINDER_SECRET_FILE", self.secret.as_ref(), self.secret_file.as_deref())?;
        match secret {
            Some(secret) if secret.trim().chars().count() < 32 => Err(ConfigError::ShortSecret),
            secret => Ok(secret.map(|secret| secret.trim().to_owned())),
        }
    }

    /// The folder of the private Postgres.
    ///
    /// # Errors
    /// When none is set and there is no home.
    pub fn data_folder(&self) -> Result<PathBuf, ConfigError> {
        if let Some(data) = &self.data {
            return std::path::absolute(data).map_err(|_| ConfigError::NoHome);
        }
        if is_root() {
            return Ok(PathBuf::from("/var/lib/rejoinder"));
        }
        let home = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let data_home = home("XDG_DATA_HOME").filter(|p| p.is_absolute());
        let data_home = data_home.or_else(|| Some(home("HOME")?.join(".local/share")));
        data_home.map(|base| base.join("rejoinder")).ok_or(ConfigError::NoHome)
    }
}

/// A setting, or what stands in the file that another one names.
fn given(
    name: &'static str,
    value: Option<&String>,
    file: Option<&Path>,
) -> Result<Option<String>, ConfigError> {
    let Some(file) = file else { return Ok(value.cloned()) };
    let text = std::fs::read_to_string(file).map_err(|e| ConfigError::SecretFile {
        name,
        file: file.to_owned(),
        why: e.to_string(),
    })?;
    Ok(Some(text.trim().to_owned()))
}

/// Refuses variables that look like ours and are none, so that a misspelt setting is not silently ignored.
///
/// # Errors
/// [`ConfigError::Unknown`], with the nearest name.
pub fn refuse_misspelt(command: &clap::Command) -> Result<(), ConfigError> {
    let known: Vec<String> =
        command.get_arguments().filter_map(|a| a.get_env()?.to_str().map(str::to_owned)).collect();
    let mine = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let stranger = mine.filter(|n| n.starts_with("REJOINDER_")).find(|n| !known.contains(n));
    stranger.map_or(Ok(()), |name| Err(ConfigError::Unknown { hint: nearest(&name, &known), name }))
}

fn nearest(name: &str, known: &[String]) -> String {
    let best =
        known.iter().max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    best.map(|best| format!("; {best} is")).unwrap_or_default()
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write it like 127.0.0.1:8080 or [::1]:8080 (the flag, or REJOINDER_LISTEN)".to_owned())
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let address = || text.parse::<std::net::IpAddr>().map(IpNet::from);
    text.parse::<IpNet>().or_else(|_| address()).map_err(|_| {
        "write addresses or networks with commas between them, like 127.0.0.1,10.0.0.0/8".to_owned()
    })
}

fn address(text: &str) -> Result<Url, String> {
    let example = "write it like https://board.example";
    let url = Url::parse(text).map_err(|e| format!("{e}; {example}"))?;
    let fits = matches!(url.scheme(), "http" | "https") && url.has_host() && matches!(url.path(), "" | "/");
    if fits && url.query().is_none() {
        Ok(url)
    } else {
        Err(format!("it is not an http(s) address without a path; {example}"))
    }
}

fn is_root() -> bool {
    // The owner of our own entry in /proc tells who we are; elsewhere, root's home does.
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").map_or_else(
        |_| std::env::var_os("HOME").is_some_and(|h| Path::new(&h) == Path::new("/root")),
        |m| m.uid() == 0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_setting_is_answered_with_the_nearest() {
        let known = ["REJOINDER_LISTEN".to_owned(), "REJOINDER_DATA".to_owned()];
        assert_eq!(nearest("REJOINDER_LISTN", &known), "; REJOINDER_LISTEN is");
    }

    #[test]
    fn an_address_has_a_scheme_and_no_path() {
        assert!(address("https://board.example").is_ok());
        for wrong in
            ["board.example", "ftp://board.example", "https://board.example/talk", "https://a.example/?x"]
        {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
