//! The command line: arguments, the clock, the terminal, the exit status.
//! Each subcommand is a file with its arguments, its help and its run.

mod attendance;
mod baseline;
mod check;
mod complete;
mod compliance;
mod days;
mod differing;
mod doctor;
mod due;
mod end;
mod except;
mod explain;
mod export;
mod fields;
mod fmt;
mod form;
mod forms;
mod git;
mod import;
mod init;
mod log;
mod man;
mod mark;
mod merge_driver;
mod new;
mod pager;
mod progress;
mod reconcile;
mod register;
mod registers;
mod report;
mod return_sheet;
mod session;
mod show;
mod sign;
mod validate;
mod waiting;
mod who;
mod writing;

use crate::calendar::said;
use crate::load::Folder;
use crate::render::Style;
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use session::{Session, as_key};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use waiting::Waiting;

/// Check a school's records of alternative provision, and show how they stand
///
/// The records are plain text in a folder: one TOML file for each provider and
/// each placement, one CSV attendance register for each placement, and
/// apcheck.toml for the school itself. Start with `apcheck init`.
#[derive(Debug, Parser)]
#[command(name = "apcheck", version, propagate_version = true, after_help = EXIT_STATUS)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  nothing found at or above --fail-on
  1  findings (validate, doctor; due only with --exit-code)
  2  wrong usage, or the tool could not run
  3  no apcheck.toml here or above
  4  a file or a row could not be read, so the answer is incomplete

What is longer than the screen is shown by APCHECK_PAGER, git's core.pager, PAGER
or less, the first of these that is set; --no-pager prints it.";

#[derive(Debug, Args)]
struct Common {
    /// Use the records in this folder instead of the nearest above the current one
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    directory: Option<PathBuf>,
    /// Answer as of this day instead of today, for example 2026-10-12
    #[arg(long, value_name = "DATE", global = true, value_parser = date)]
    as_of: Option<NaiveDate>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// Print at once what is longer than the screen, instead of a page at a time
    #[arg(long, global = true)]
    no_pager: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    New(new::New),
    Validate(validate::Validate),
    Due(due::Due),
    Attendance(attendance::Attendance),
    Progress(progress::Progress),
    Show(show::Show),
    Compliance(compliance::Compliance),
    Report(report::Report),
    Register(register::Register),
    Explain(explain::Explain),
    Doctor(doctor::Doctor),
    Check(check::Check),
    /// Add an entry to a log
    ///
    /// The flags of each are the fields of that log. The entry goes to the
    /// record whose log it is: a visit to a placement's provider stands in the
    /// provider's file, with the pupil's pseudonym in it.
    Log(log::Log),
    /// Record how a placement ended
    ///
    /// The flags are the fields of the ending; what is known only later is added
    /// in the file. The planned end stays as it was planned.
    End(end::End),
    Sign(sign::Sign),
    Except(except::Except),
    Baseline(baseline::Baseline),
    Mark(mark::Mark),
    #[command(subcommand)]
    Import(import::Import),
    ReturnSheet(return_sheet::ReturnSheet),
    Completions(complete::Completions),
    #[command(hide = true)]
    Man(man::Man),
    Export(export::Export),
    #[command(subcommand)]
    Form(forms::Forms),
    Fmt(fmt::Fmt),
    MergeDriver(merge_driver::MergeDriver),
}

/// What a subcommand came to: what to print, and the exit status.
struct Outcome {
    /// Text, but for a workbook.
    bytes: Vec<u8>,
    status: u8,
    /// A sentence for stderr, beside an answer that other programs may read.
    remark: Option<String>,
}

/// A file or a row could not be read.
const INCOMPLETE: u8 = 4;

impl Outcome {
    /// An answer that says itself, and by its status, when part of the records
    /// could not be read.
    fn of(session: &Session, answer: impl Into<Vec<u8>>, status: u8) -> Outcome {
        Outcome::with(session.unread(), answer, status)
    }

    /// The same, where it is known how many files and rows could not be read.
    fn with(unread: usize, answer: impl Into<Vec<u8>>, status: u8) -> Outcome {
        let remark = (unread > 0).then(|| {
            format!(
                "{} could not be read, so this answer is incomplete; `apcheck validate` says more",
                crate::render::counted(unread, "file or row")
                    .replace("file or rows", "files or rows")
            )
        });
        let status = if remark.is_some() { INCOMPLETE } else { status };
        Outcome {
            bytes: answer.into(),
            status,
            remark,
        }
    }

    fn success(text: String) -> Outcome {
        Outcome {
            bytes: text.into_bytes(),
            status: 0,
            remark: None,
        }
    }
}

/// No `apcheck.toml` here or above.
const NO_RECORDS: u8 = 3;

/// Runs the program and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match complete::answered(&arguments) {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => Cli::try_parse_from(arguments),
        Err(error) => Err(error),
    };
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(&cli) {
        Ok(outcome) => match show(&cli, &outcome.bytes) {
            Ok(()) => {
                if let Some(remark) = &outcome.remark {
                    let _ = writeln!(std::io::stderr(), "apcheck: {remark}");
                }
                ExitCode::from(outcome.status)
            }
            Err(error) => complain(&error, 2),
        },
        Err(error) => {
            let status = error.downcast_ref::<NoRecords>().map_or(2, |_| NO_RECORDS);
            complain(&error, status)
        }
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Outcome> {
    let waiting = Waiting::start();
    match &cli.command {
        Command::Init(init) => init.run(&cli.common),
        Command::New(new) => new.run(&Session::open(&cli.common)?, waiting),
        Command::Validate(validate) => validate.run(&Session::open(&cli.common)?),
        Command::Due(due) => due.run(&Session::open(&cli.common)?),
        Command::Attendance(attendance) => attendance.run(&Session::open(&cli.common)?),
        Command::Progress(progress) => progress.run(&Session::open(&cli.common)?),
        Command::Show(show) => show.run(&Session::open(&cli.common)?),
        Command::Compliance(compliance) => compliance.run(&Session::open(&cli.common)?),
        Command::Report(report) => report.run(&Session::open(&cli.common)?),
        Command::Register(register) => register.run(&cli.common),
        Command::Explain(explain) => explain.run(&cli.common),
        Command::Doctor(doctor) => doctor.run(&cli.common),
        Command::Check(check) => check.run(&cli.common),
        Command::Log(log) => log.run(&cli.common),
        Command::End(end) => end.run(&cli.common),
        Command::Sign(sign) => sign.run(&cli.common),
        Command::Except(except) => except.run(&cli.common),
        Command::Baseline(baseline) => baseline.run(&cli.common),
        Command::Mark(mark) => mark.run(&cli.common),
        Command::Import(import) => import.run(&cli.common),
        Command::ReturnSheet(sheet) => sheet.run(&Session::open(&cli.common)?),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
        Command::Export(export) => export.run(&cli.common),
        Command::Form(forms) => forms.run(&Session::open(&cli.common)?),
        Command::Fmt(fmt) => fmt.run(&cli.common),
        Command::MergeDriver(driver) => driver.run(),
    }
}

/// What only shows something goes through a pager where it is long.
fn show(cli: &Cli, bytes: &[u8]) -> anyhow::Result<()> {
    let only_shows = matches!(
        cli.command,
        Command::Validate(_)
            | Command::Due(_)
            | Command::Attendance(_)
            | Command::Progress(_)
            | Command::Show(_)
            | Command::Compliance(_)
            | Command::Doctor(_)
            | Command::Explain(_)
            | Command::Register(_)
            | Command::Report(_)
    );
    let pageable = only_shows && !cli.common.no_pager;
    if pageable && std::str::from_utf8(bytes).is_ok_and(pager::show) {
        return Ok(());
    }
    print(bytes)
}

/// A closed pipe is success: the reader had enough.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("the answer could not be written")
        }
        _ => Ok(()),
    }
}

fn complain(error: &anyhow::Error, status: u8) -> ExitCode {
    let message = crate::render::clean(&format!("{error:#}"));
    let _ = writeln!(std::io::stderr(), "apcheck: {message}");
    ExitCode::from(status)
}

/// There is no records folder where one was looked for.
#[derive(Debug)]
struct NoRecords(String);

impl std::fmt::Display for NoRecords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoRecords {}

impl Common {
    fn folder(&self) -> anyhow::Result<Folder> {
        let missing = |message: String| anyhow::Error::new(NoRecords(message));
        match &self.directory {
            Some(directory) => Folder::open(directory).ok_or_else(|| {
                missing(format!("{} is not a records folder: it has no apcheck.toml", directory.display()))
            }),
            None => Folder::find(std::path::Path::new(".")).ok_or_else(|| {
                missing("there is no apcheck.toml in this folder or above it; go to the records, name them with -C, or begin with `apcheck init`".into())
            }),
        }
    }

    /// The day asked about: the one door through which the clock comes in.
    #[expect(
        clippy::disallowed_methods,
        reason = "the clock is read here and nowhere else"
    )]
    fn day(&self) -> NaiveDate {
        self.as_of
            .unwrap_or_else(|| chrono::Local::now().date_naive())
    }

    fn style(&self) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let colour = match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
        };
        let width = terminal_size::terminal_size()
            .map(|(width, _)| width.0)
            .filter(|width| *width > 0);
        Style {
            colour,
            width: terminal.then(|| width.unwrap_or(80)),
        }
    }
}

/// A day as it is written everywhere here, or as the British write it.
fn date(text: &str) -> Result<NaiveDate, String> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        use chrono::Datelike;
        return if (1990..=2100).contains(&date.year()) {
            Ok(date)
        } else {
            Err("the year must lie between 1990 and 2100".into())
        };
    }
    match NaiveDate::parse_from_str(text, "%d/%m/%Y") {
        Ok(date) => Err(format!(
            "write the year first: {date}, if you mean {}",
            said(date)
        )),
        Err(_) => Err("this is not a day; write it as 2026-10-12".into()),
    }
}

/// A level by its name.
fn level(text: &str) -> Result<crate::rulebook::Level, String> {
    crate::rulebook::Level::parse(text)
        .filter(|level| *level < crate::rulebook::Level::Fault)
        .ok_or_else(|| "it can be must, should or good".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
