//! Writes a folder of records of a given size, always the same for the same size:
//!
//! ```sh
//! cargo run --release --example generate -- /tmp/records 1000
//! ```
//!
//! With `--twice` it writes instead a single placement and its provider, with so
//! many reviews, measurements and rows of the register, and twice as many in a
//! second folder beside it.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "this is a program of its own, beside apcheck"
)]

mod long;
mod records;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

const USAGE: &str = "usage: generate FOLDER PLACEMENTS [--twice]; FOLDER must not be there yet";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (folder, size, twice) = match arguments[..] {
        [folder, size] => (folder, size, false),
        [folder, size, "--twice"] => (folder, size, true),
        _ => return complain(USAGE),
    };
    let Ok(size) = size.parse() else {
        return complain(USAGE);
    };
    let made = if twice {
        long_files(folder, size)
    } else {
        folder_of(folder, size)
    };
    match made {
        Ok(()) => {
            println!("{folder} is written, to be judged as of {}", records::DAY);
            ExitCode::SUCCESS
        }
        Err(error) => complain(&format!("{folder} cannot be written: {error}")),
    }
}

fn complain(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::from(2)
}

fn folder_of(folder: &str, placements: usize) -> io::Result<()> {
    let files = (0..placements).flat_map(records::placement);
    let providers = (0..placements.div_ceil(records::AT_A_PROVIDER)).map(records::provider);
    write(folder, files.chain(providers))
}

fn long_files(folder: &str, entries: usize) -> io::Result<()> {
    write(&format!("{folder}/once"), long::long(entries).into_iter())?;
    write(
        &format!("{folder}/twice"),
        long::long(2 * entries).into_iter(),
    )
}

fn write(folder: &str, files: impl Iterator<Item = records::File>) -> io::Result<()> {
    let root = Path::new(folder);
    for sub_folder in ["placements", "providers", "attendance"] {
        let path = root.join(sub_folder);
        if path.exists() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it is there already",
            ));
        }
        fs::create_dir_all(path)?;
    }
    fs::write(root.join("apcheck.toml"), records::school())?;
    for file in files {
        fs::write(root.join(file.path), file.bytes)?;
    }
    Ok(())
}
