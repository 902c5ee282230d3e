//! The program: parses the command line and runs one command.

use std::process::ExitCode;

fn main() -> ExitCode {
    rejoinder::cli::run(rejoinder::app::serve)
}
