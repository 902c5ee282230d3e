//! The program's commands: one file each. What goes wrong is said in a sentence, with what to do next.

mod account;
mod database;
mod doctor;
pub mod example;
mod files;
mod mail;
mod secret;
mod serve;

use crate::config::{self, ConfigError, Settings};
use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;

pub use serve::{Server, Serving};

/// A discussion board: articles are threads, comments are replies, and quotes are true.
///
/// Without a command it serves. Every setting is a flag or a variable; `DATABASE_URL` is the one that most boards set.
#[derive(Debug, Parser)]
#[command(name = "rejoinder", version)]
pub struct Program {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the database up to date and serve the board (the default)
    Serve,
    /// Make accounts and change them; works beside a running `serve`
    Account {
        #[command(subcommand)]
        what: account::Account,
    },
    /// Read the mails that the board wrote, such as those that nobody carries yet
    Mail {
        #[command(subcommand)]
        what: mail::Mail,
    },
    /// Post the example discussion, and say how to sign in
    Example,
    /// Check settings, database, migrations, mail, disk, open files, clock and the administrator; say what is wrong and what to do
    Doctor,
}

/// Why a command did not do what it should: a sentence for who runs it.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Parses the command line and runs one command; `serve` is given the server that it runs.
#[must_use]
pub fn run(server: Server) -> ExitCode {
    let program = Program::parse();
    match dispatch(program, server) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rejoinder: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(program: Program, server: Server) -> Result<(), Failure> {
    config::refuse_misspelt(&Program::command())?;
    let settings = program.settings;
    log_to_stderr(&settings)?;
    match program.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&settings, server),
        Command::Account { what } => account::run(&settings, what),
        Command::Mail { what } => mail::run(&settings, &what),
        Command::Example => example::run(&settings),
        Command::Doctor => doctor::run(&settings),
    }
}

fn log_to_stderr(settings: &Settings) -> Result<(), ConfigError> {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .map_err(|e| ConfigError::Log { filter: settings.log.clone(), why: e.to_string() })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// Runs something that waits, on a runtime of its own.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
