//! The program: exit status and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    apcheck::cli::run(std::env::args_os())
}
