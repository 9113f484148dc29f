//! What apcheck is measured against: the least that a part of its work could cost.
//!
//! ```sh
//! cargo run --release --example floor -- read /tmp/records
//! ```
//!
//! `read` opens and reads every file; `load` parses everything and judges
//! nothing. The program `empty` beside it does nothing at all.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "this is a program of its own, beside apcheck"
)]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

const USAGE: &str = "usage: floor read FOLDER | load FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let came_to = match arguments[..] {
        ["read", folder] => read(Path::new(folder)).map_err(|error| error.to_string()),
        ["load", folder] => load(Path::new(folder)),
        _ => Err(USAGE.to_owned()),
    };
    match came_to {
        Ok(count) => {
            println!("{count}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// How many bytes are in the records, each of them read.
fn read(folder: &Path) -> io::Result<usize> {
    let mut bytes = Vec::new();
    let mut count = 0;
    for sub_folder in ["providers", "placements", "attendance"] {
        let folder = folder.join(sub_folder);
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder)? {
            names.push(entry?.file_name());
        }
        names.sort_unstable();
        for name in names {
            bytes.clear();
            File::open(folder.join(name))?.read_to_end(&mut bytes)?;
            count += bytes.len();
        }
    }
    Ok(count)
}

/// How many placements there are, everything read and parsed.
fn load(folder: &Path) -> Result<usize, String> {
    let folder = apcheck::load::Folder::open(folder).ok_or("there is no apcheck.toml")?;
    let records = folder.load().map_err(|error| error.to_string())?;
    Ok(records.placements.len())
}
