//! The records folder itself: whole texts, for a folder in order and for
//! everything that can be wrong with one.
#![cfg(unix)]

use crate::support::{Files, Run, Scratch, base, files_of, golden, root, run};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: &[u8] =
    b"ref,name,born,upn\np001,Jo Fenn,2011-11-02,A123456789012\np002,\"POLLARD, Ali\",,\np003,May Lowe,,\n";

/// A command whose git knows nothing of this computer's settings, and makes the
/// same commits every time.
fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let own = Path::new(env!("CARGO_BIN_EXE_apcheck")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    command
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", own.display()))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("XDG_CONFIG_HOME", "/dev/null")
        .env_remove("COLUMNS");
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Nobody")
            .env(format!("GIT_{who}_EMAIL"), "nobody@school.example")
            .env(format!("GIT_{who}_DATE"), "2026-10-01T12:00:00Z");
    }
    command
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = command("git", folder);
    let ran = run(
        git.args(["-c", "protocol.file.allow=always"])
            .args(arguments),
        "",
    );
    assert_eq!(ran.status, 0, "git {arguments:?}: {}{}", ran.out, ran.err);
    ran.out
}

/// Commits everything, whatever the hook says.
fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all", "."]);
    git(
        folder,
        &[
            "commit",
            "--quiet",
            "--no-verify",
            "--allow-empty",
            "-m",
            message,
        ],
    );
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn apcheck(folder: &Path, arguments: &[&str]) -> Run {
    run(
        command(env!("CARGO_BIN_EXE_apcheck"), folder).args(arguments),
        "",
    )
}

fn doctor(folder: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["doctor", "--as-of", "2026-10-12"];
    arguments.extend(more);
    apcheck(folder, &arguments)
}

/// A text without the numbers of commits, which what is committed decides.
fn unnumbered(text: &str) -> String {
    let mut parts = text.split("commit ");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
        let is_number = first.len() >= 7 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
        out.push_str("commit ");
        match is_number {
            true => out.push_str(&format!("####### {rest}")),
            false => out.push_str(part),
        }
    }
    out
}

/// Holds a whole run against the expected text.
fn expect(name: &str, run: &Run) {
    let text = format!("{}\n{}exit status {}\n", run.out, run.err, run.status);
    expect_text(name, &text);
}

fn expect_text(name: &str, text: &str) {
    golden(
        &root().join(format!("tests/doctor/{name}.txt")),
        &unnumbered(text),
    );
}

/// A folder in which all is in order; nobody but its owner comes into it.
fn healthy(name: &str) -> (Scratch, PathBuf) {
    let mut files: Files = base();
    files.insert("names.csv".into(), NAMES.to_vec());
    let scratch = Scratch::new(name);
    let folder = scratch.path().join("ap");
    for (path, bytes) in &files {
        scratch.write(&format!("ap/{path}"), bytes);
    }
    mode(&folder, 0o700);
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    let set_up = apcheck(&folder, &["init", "--git", "--hooks"]);
    assert_eq!((set_up.status, set_up.err.as_str()), (0, ""));
    git(
        &folder,
        &["remote", "add", "origin", "git@git.school.example:ap.git"],
    );
    commit(&folder, "The records");
    (scratch, folder)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let full = folder.join(path);
    fs::create_dir_all(full.parent().unwrap()).unwrap();
    fs::write(full, bytes).unwrap();
}

fn add_to(folder: &Path, path: &str, text: &str) {
    let before = fs::read_to_string(folder.join(path)).unwrap_or_default();
    write(folder, path, format!("{before}{text}").as_bytes());
}

/// The part of a text under a heading.
fn part(run: &Run, heading: &str) -> String {
    let start = run
        .out
        .find(heading)
        .unwrap_or_else(|| panic!("{}", run.out));
    let rest = &run.out[start..];
    let end = rest.find("\n\n").unwrap_or(rest.len());
    rest[..end]
        .lines()
        .skip(2)
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_folder_in_order_is_said_to_be_and_nothing_is_written() {
    let (_scratch, folder) = healthy("doctor-healthy");
    let before = files_of(&folder);
    // A file that only looks changed makes git refresh its index, if it may.
    let marker = fs::File::options()
        .append(true)
        .open(folder.join("apcheck.toml"));
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    marker.unwrap().set_modified(long_ago).unwrap();
    let run = doctor(&folder, &[]);
    expect("in-order", &run);
    assert_eq!(run.status, 0);
    let json = doctor(&folder, &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["schema"], "apcheck-doctor/1");
    assert_eq!(json["summary"]["to_do"], 0);
    assert!(before == files_of(&folder));
}

#[test]
fn a_folder_without_git_is_said_to_have_none() {
    let scratch = Scratch::with("doctor-nowhere", &base());
    mode(scratch.path(), 0o700);
    expect("no-repository", &doctor(scratch.path(), &[]));
    let (_scratch, folder) = healthy("doctor-unasked");
    let no_git = run(
        command(env!("CARGO_BIN_EXE_apcheck"), &folder)
            .args(["doctor", "--as-of", "2026-10-12"])
            .env("PATH", "/nowhere"),
        "",
    );
    expect("no-git", &no_git);
    let refused = run(
        command(env!("CARGO_BIN_EXE_apcheck"), &folder)
            .args(["doctor", "--as-of", "2026-10-12"])
            .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"),
        "",
    );
    expect("of-somebody-else", &refused);
    fs::write(folder.join(".git/config"), "[core\n").unwrap();
    let broken = doctor(&folder, &[]);
    expect("git-refuses", &broken);
}

#[test]
fn a_repository_in_any_state_is_looked_at() {
    let scratch = Scratch::with("doctor-unborn", &base());
    mode(scratch.path(), 0o700);
    git(scratch.path(), &["init", "--quiet"]);
    expect("no-commit", &doctor(scratch.path(), &[]));

    let bare = Scratch::with("doctor-bare", &base());
    mode(bare.path(), 0o700);
    git(bare.path(), &["init", "--quiet", "--bare"]);
    let run = doctor(bare.path(), &[]);
    expect_text("bare", &part(&run, "Versions of the records"));

    let (scratch, folder) = healthy("doctor-part");
    commit(&folder, "Another");
    let from = format!("file://{}", folder.display());
    git(
        scratch.path(),
        &["clone", "--quiet", "--depth=1", &from, "clone"],
    );
    let clone = scratch.path().join("clone");
    mode(&clone, 0o700);
    git(&clone, &["remote", "set-url", "origin", "/srv/git/ap.git"]);
    git(&clone, &["checkout", "--quiet", "--detach"]);
    add_to(&clone, "apcheck.toml", "\n# more\n");
    write(&clone, "notes.txt", b"");
    expect("a-part-of-the-history", &doctor(&clone, &[]));
}

#[test]
fn a_merge_that_waits_is_said() {
    let (_scratch, folder) = healthy("doctor-unmerged");
    for (branch, text) in [("one", "1\n"), ("two", "2\n")] {
        git(&folder, &["checkout", "--quiet", "-b", branch, "main"]);
        write(&folder, "README.md", text.as_bytes());
        commit(&folder, branch);
    }
    let merged = run(command("git", &folder).args(["merge", "one"]), "");
    assert_eq!(merged.status, 1);
    let text = part(&doctor(&folder, &[]), "Versions of the records");
    expect_text("merge-waits", &text);
}

#[test]
fn what_init_sets_up_is_looked_for() {
    let (_scratch, folder) = healthy("doctor-set-up");
    let mut text = String::new();
    let mut note = |what: &str| {
        let part = part(&doctor(&folder, &[]), "Versions of the records");
        let after = part
            .lines()
            .skip_while(|line| !line.contains("left out of git"));
        let lines = after
            .skip(1)
            .take_while(|line| !line.contains("names.csv."));
        text.push_str(&format!("{what}\n"));
        text.extend(lines.map(|line| format!("  {line}\n")));
    };
    let hook = folder.join(".git/hooks/pre-commit");
    note("set up");
    git(&folder, &["config", "--unset", "merge.apcheck.driver"]);
    mode(&hook, 0o644);
    note("only .gitattributes, and a hook that may not run");
    git(&folder, &["config", "merge.apcheck.driver", "x"]);
    write(&folder, ".gitattributes", b"/apcheck.toml merge=apcheck\n");
    fs::write(&hook, "#!/bin/sh\nexit 0\n").unwrap();
    mode(&hook, 0o755);
    note("half of .gitattributes, and another hook");
    fs::write(&hook, "#!/bin/sh\npre-commit run\n").unwrap();
    note("pre-commit without apcheck");
    write(
        &folder,
        ".pre-commit-config.yaml",
        b"hooks: [{ id: apcheck }]\n",
    );
    note("pre-commit with apcheck");
    fs::write(&hook, "#!/bin/sh\napcheck validate\n").unwrap();
    note("a hook of the school's own");
    fs::write(
        &hook,
        "#!/bin/sh\n# Written by `apcheck init --hooks`.\nrecords='other'\n",
    )
    .unwrap();
    note("the hook of other records");
    fs::remove_file(&hook).unwrap();
    note("no hook");
    expect_text("set-up", &text);
}

#[test]
fn where_records_are_sent_is_looked_at_and_no_secret_repeated() {
    let (_scratch, folder) = healthy("doctor-remotes");
    git(&folder, &["remote", "remove", "origin"]);
    let mut text = part(&doctor(&folder, &[]), "Copies elsewhere");
    for (name, address) in [
        ("backup", "/srv/git/ap.git"),
        ("hub", "git@github.com:oakwood/ap.git"),
        ("old", "http://git.school.example/ap.git"),
        (
            "token",
            "https://oakwood:s3cr3t-s3cr3t@gitlab.com/oakwood/ap.git",
        ),
        ("helper", "ext::sh -c s3cr3t"),
    ] {
        git(&folder, &["remote", "add", name, address]);
    }
    git(
        &folder,
        &[
            "remote",
            "set-url",
            "--push",
            "backup",
            "git://git.school.example/ap.git",
        ],
    );
    text.push('\n');
    text.push_str(&part(&doctor(&folder, &[]), "Copies elsewhere"));
    let json = doctor(&folder, &["--format", "json"]).out;
    assert!(!text.contains("s3cr3t") && !json.contains("s3cr3t"));
    expect_text("remotes", &text);
}

#[test]
fn what_git_leaves_out_is_looked_at() {
    let (_scratch, folder) = healthy("doctor-left-out");
    let mut text = String::new();
    for ignored in [
        "names.csv\n*.xlsx\n",
        "*.csv\n!names.csv\n",
        "",
        "placements/\nnames.csv\n*.xlsx\n",
    ] {
        write(&folder, ".gitignore", ignored.as_bytes());
        git(
            &folder,
            &[
                "rm",
                "--quiet",
                "-r",
                "--cached",
                "--ignore-unmatch",
                "attendance",
                "placements",
            ],
        );
        let local = if ignored.is_empty() {
            "names.csv\n"
        } else {
            ""
        };
        write(&folder, ".git/info/exclude", local.as_bytes());
        let part = part(&doctor(&folder, &[]), "Versions of the records");
        let lines = part
            .lines()
            .skip_while(|line| !line.contains("left out of git"));
        text.push_str(&format!(
            ".gitignore: {}\n",
            ignored.trim_end().replace('\n', ", ")
        ));
        text.extend(lines.map(|line| format!("  {line}\n")));
    }
    expect_text("left-out", &text);
    // Records in a part of a repository that leaves all of them out.
    let inner = folder.join("inner");
    for (path, bytes) in base() {
        write(&inner, &path, &bytes);
    }
    write(&folder, ".gitignore", b"/inner\n");
    let text = part(&doctor(&inner, &[]), "Versions of the records");
    expect_text("all-left-out", &text);
}

#[test]
fn who_can_open_the_files_is_looked_at() {
    let (scratch, folder) = healthy("doctor-open");
    // Where nobody comes as far as this, nothing can be seen to be open.
    let comes = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o001 != 0;
    if !scratch.path().ancestors().skip(1).all(comes) {
        return;
    }
    mode(scratch.path(), 0o755);
    for (path, _) in files_of(&folder) {
        mode(&folder.join(path), 0o600);
    }
    for inner in [
        "",
        ".git",
        "attendance",
        "checklists",
        "placements",
        "providers",
    ] {
        mode(&folder.join(inner), 0o700);
    }
    let mut text = String::new();
    let mut note = |what: &str| {
        let part = part(&doctor(&folder, &[]), "Who can open the files");
        text.push_str(&format!("{what}\n{part}\n"));
    };
    note("closed");
    mode(&folder.join("names.csv"), 0o640);
    note("names.csv is open to a group that does not come as far");
    mode(&folder, 0o710);
    note("names.csv is open to a group");
    mode(&folder, 0o755);
    mode(&folder.join("apcheck.toml"), 0o644);
    note("some can be read");
    mode(&folder.join("apcheck.toml"), 0o666);
    mode(&folder.join("names.csv"), 0o604);
    note("one can be changed");
    mode(scratch.path(), 0o700);
    note("the folder above is closed");
    expect_text("open", &text);
    let cloud = scratch.path().join("OneDrive - Oakwood");
    fs::create_dir(&cloud).unwrap();
    fs::rename(&folder, cloud.join("ap")).unwrap();
    let text = part(&doctor(&cloud.join("ap"), &[]), "Who can open the files");
    expect_text("synchronised", &text);
}

/// Nothing of what was found is anywhere in what is printed.
fn repeats_nothing(run: &Run) {
    for secret in [
        "Jo",
        "jo-",
        "Fenn",
        "FENN",
        "fenn",
        "Marsh",
        "Ali ",
        "2011-11-02",
        "02/11/2011",
        "2nd Nov",
        "A123456789012",
        "B98765432109X",
    ] {
        assert!(
            !run.out.contains(secret) && !run.err.contains(secret),
            "{secret}: {}",
            run.out
        );
    }
}

#[test]
fn names_in_the_files_are_found_and_not_repeated() {
    let (_scratch, folder) = healthy("doctor-names");
    // A pupil is called as a member of staff is.
    let names = String::from_utf8(NAMES.to_vec()).unwrap();
    write(
        &folder,
        "names.csv",
        names
            .replace("Lowe", "Okafor")
            .replace("POLLARD", "MARSH")
            .as_bytes(),
    );
    add_to(
        &folder,
        "placements/p001-oak-farm.toml",
        "# Fenn was tired\n# seen with R. Okafor in May\n# DOB 4.3.10\n# jo fenn\n# born 02/11/2011\n",
    );
    add_to(
        &folder,
        "README.md",
        "A123456789012 and B98765432109X\n2nd November 2011\nmarsh\n",
    );
    write(&folder, "placements/p014-jo-fenn.toml", b"# Jo Fenn\n");
    write(&folder, "attendance/A123456789012.csv", b"");
    write(&folder, "Jo 2011-11-02.md", b"");
    write(&folder, "notes.txt", b"\xff\xfe\0");
    write(
        &folder,
        "providers/marsh-farm.toml",
        b"name = \"Marsh Farm\"\nkind = \"farm\"\n",
    );
    let run = doctor(&folder, &[]);
    expect("names-in-files", &run);
    repeats_nothing(&run);
    let json = doctor(&folder, &["--format", "json"]);
    repeats_nothing(&json);
    expect("names-in-files-json", &json);
}

#[test]
fn names_in_the_history_are_found_and_not_repeated() {
    let (_scratch, folder) = healthy("doctor-history");
    // Added and taken away again on a branch that was merged.
    git(&folder, &["checkout", "--quiet", "-b", "side"]);
    git(&folder, &["add", "--force", "names.csv"]);
    commit(&folder, "Fenn is called a word here");
    git(&folder, &["rm", "--quiet", "--cached", "names.csv"]);
    commit(&folder, "Seen by S. Lowe");
    git(&folder, &["checkout", "--quiet", "main"]);
    commit(&folder, "Born on 2nd Nov 2011, A123456789012");
    git(
        &folder,
        &["merge", "--quiet", "--no-ff", "--no-commit", "side"],
    );
    write(&folder, "return.xlsx", b"PK");
    git(&folder, &["add", "--force", "return.xlsx"]);
    commit(&folder, "The week of FENN, Jo");
    let run = doctor(&folder, &[]);
    expect("names-in-history", &run);
    repeats_nothing(&run);
    let json = doctor(&folder, &["--format", "json"]);
    repeats_nothing(&json);
    // As many messages as were asked for, and no name without names.csv.
    let last = doctor(&folder, &["--commits", "1"]);
    let text = part(&last, "Names, dates of birth");
    expect_text("last-commit", &text);
    git(&folder, &["add", "--force", "names.csv"]);
    fs::remove_file(folder.join("names.csv")).unwrap();
    let text = part(&doctor(&folder, &[]), "Names, dates of birth");
    expect_text("without-names", &text);
    write(&folder, "names.csv", b"Jo Fenn\n");
    let unusable = doctor(&folder, &[]);
    repeats_nothing(&unusable);
    let text = part(&unusable, "Names, dates of birth");
    expect_text("unusable-names", &text);
}

#[test]
fn the_schools_own_file_is_looked_at() {
    let (_scratch, folder) = healthy("doctor-settings");
    let sound = fs::read_to_string(folder.join("apcheck.toml")).unwrap();
    let no_terms: Vec<&str> = sound
        .lines()
        .filter(|line| !line.contains("half-term"))
        .collect();
    let mut text = String::new();
    let mut note = |what: &str, marker: &str, day: &str| {
        write(&folder, "apcheck.toml", marker.as_bytes());
        let run = apcheck(&folder, &["doctor", "--as-of", day]);
        let part = part(&run, "The school's own file");
        text.push_str(&format!(
            "{what}\n{part}{}exit status {}\n\n",
            run.err, run.status
        ));
    };
    let day = "2026-10-12";
    note("as it should be", &sound, day);
    note("no format", &sound.replace("format = 1\n", ""), day);
    note("newer", &sound.replace("format = 1\n", "format = 2\n"), day);
    note("older", &sound.replace("format = 1\n", "format = 0\n"), day);
    note(
        "no number",
        &sound.replace("format = 1\n", "format = \"one\"\n"),
        day,
    );
    note("no terms", &no_terms.join("\n"), day);
    note(
        "a term that cannot be read",
        &sound.replace("start = 2027-01-04", "start = \"soon\""),
        day,
    );
    note("60 days before the end", &sound, "2027-01-24");
    note("61 days before the end", &sound, "2027-01-23");
    note("on the last day", &sound, "2027-03-25");
    note("after it", &sound, "2027-03-26");
    note("no TOML", "[commissioner\nname", day);
    note("not text", "\0", day);
    write(&folder, "mappings", b"");
    note("a folder that is a file", &sound, day);
    expect_text("settings", &text);
}

/// Whatever is in the folder, there is an answer, and no name in it.
#[test]
fn no_folder_is_too_broken() {
    for entry in fs::read_dir(root().join("tests/broken")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = fs::read(&path) else { continue };
        let mut files = base();
        for place in [
            "apcheck.toml",
            "placements/p001-oak-farm.toml",
            "attendance/p001-oak-farm.csv",
            "names.csv",
        ] {
            files.insert(place.into(), bytes.clone());
            let scratch = Scratch::with("doctor-broken", &files);
            let run = doctor(scratch.path(), &[]);
            assert!([1, 4].contains(&run.status), "{}: {run:?}", path.display());
            assert!(run.out.contains("To do: "), "{}: {run:?}", path.display());
        }
    }
}
