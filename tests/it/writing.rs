//! Writing a record loses nothing: what is added is added, and every other
//! byte stays.

use crate::support::{
    DAY, Files, Scratch, answered, apcheck, arguments, edited, files_of, golden, root,
};
use apcheck::edit::{Change, Entry, append, prepare, write};
use apcheck::load::Folder;
use apcheck::records::{Is, Records, Shape, Table, Value, fields, is_well_formed, read};
use apcheck::source::Paths;
use chrono::NaiveDate;
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

const BYTE_ORDER_MARK: &str = "\u{feff}";

fn until() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 18).unwrap()
}

fn entry(reason: &str) -> Entry {
    Entry::default()
        .text("requirement", "curriculum-plan")
        .text("reason", reason)
        .date("until", until())
}

/// The examples' records, each with the shape it is read by.
pub(crate) fn examples() -> &'static [(String, &'static Shape)] {
    static EXAMPLES: OnceLock<Vec<(String, &'static Shape)>> = OnceLock::new();
    EXAMPLES.get_or_init(load_examples)
}

fn load_examples() -> Vec<(String, &'static Shape)> {
    let mut texts = Vec::new();
    for example in [
        "examples/oakwood-academy",
        "examples/first-week",
        "examples/county",
        "tests/base",
    ] {
        for (path, bytes) in files_of(&root().join(example)) {
            let shape: &'static Shape = match path.split('/').next().unwrap() {
                "providers" => &fields::PROVIDER,
                "placements" => &fields::PLACEMENT,
                "apcheck.toml" => &fields::COMMISSIONER,
                _ => continue,
            };
            let text = String::from_utf8(bytes).unwrap();
            if path.ends_with(".toml") && is_well_formed(&text) {
                texts.push((text, shape));
            }
        }
    }
    texts
}

/// A way the list may be written already, to be put on top of a record.
const LISTS: &[&str] = &[
    "exceptions = []\n",
    "exceptions = [ ]   # none, so far\n",
    "exceptions = [\n]\n",
    "exceptions = [{ requirement = \"first-aid\", reason = \"a, b # ]\" }] # one, so far\n",
    "exceptions = [ { requirement = \"first-aid\" }, ]\n",
    "\"exceptions\" = [\n  { requirement = \"first-aid\" }, # one, so far\n  { requirement = \"fire-safety\" } # two, without a comma\n]\n",
    "exceptions = [\n\t{ requirement = \"first-aid\" },\n\t# , and no more\n\t] # so far\n",
    "exceptions = [\n  { requirement = \"first-aid\" },\n  { requirement = \"fire-safety\" } ]\n",
];

/// What is read, without the places.
pub(crate) fn bare(value: &Value) -> String {
    match &value.is {
        Is::Table(table) => bare_table(table),
        Is::List(items) => items.iter().map(bare).collect::<Vec<_>>().join(";"),
        other => format!("{other:?}"),
    }
}

pub(crate) fn bare_table(table: &Table) -> String {
    let entries: Vec<_> = table
        .entries
        .iter()
        .map(|entry| format!("{}={}", entry.key, bare(&entry.value)))
        .collect();
    format!("{{{}}}", entries.join(";"))
}

/// The exceptions of a record, and all the rest of it.
fn parts(text: &str, shape: &'static Shape) -> (Vec<String>, String, usize) {
    let reading = read(Paths::default().add("x.toml"), text, shape);
    let exceptions = reading
        .table
        .get("exceptions")
        .map_or(&[][..], Value::items)
        .iter()
        .map(bare)
        .collect();
    let mut rest = reading.table.clone();
    rest.entries.retain(|entry| &*entry.key != "exceptions");
    (exceptions, bare_table(&rest), reading.faults.len())
}

fn appended(text: &str, shape: &'static Shape, entries: &[Entry]) -> Change {
    let reading = read(Paths::default().add("x.toml"), text, shape);
    Change {
        path: "x.toml".into(),
        before: text.to_owned(),
        is_new: false,
        replacements: append(text, &reading.table, "exceptions", entries).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_entry_is_added_and_nothing_else_changes(
        which in any::<prop::sample::Index>(),
        list in prop::option::of(0..LISTS.len()),
        crlf in any::<bool>(),
        ends in 0usize..3,
        count in 1usize..4,
        reason in "[a-zé ,#\"'\\\\\\]\\[{}=\u{1b}\n\t-]{1,30}",
    ) {
        let examples = examples();
        let (text, shape) = &examples[which.index(examples.len())];
        let has_blocks = text.contains("[[exceptions]]");
        let mut text = text.trim_end().to_owned();
        text.push_str(["", "\n", "\n\n"][ends]);
        if let Some(list) = list.filter(|_| !has_blocks) {
            text.insert_str(0, LISTS[list]);
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let entries: Vec<Entry> = (0..count).map(|_| entry(&reason)).collect();
        let change = appended(&text, shape, &entries);
        let after = change.after();

        prop_assert!(is_well_formed(&after), "{after}");
        let (old, old_rest, old_faults) = parts(&text, shape);
        let (new, new_rest, new_faults) = parts(&after, shape);
        prop_assert_eq!(new.len(), old.len() + count, "{}", &after);
        prop_assert_eq!(&new[..old.len()], &old[..]);
        for added in &new[old.len()..] {
            prop_assert!(added.contains("requirement=Text(\"curriculum-plan\")"));
let said = format!("reason={:?}", Is::Text(reason.clone().into()));
            prop_assert!(reason.trim().is_empty() || added.contains(&said));
            prop_assert!(added.contains("until=Date(2026-12-18)"));
        }
        prop_assert_eq!(new_rest, old_rest);
        prop_assert!(reason.trim().is_empty() || new_faults == old_faults);
        if list.is_none() || has_blocks {
            prop_assert!(after.starts_with(&text), "{after}");
        }
        // Line endings are kept, and a new line has the same.
        prop_assert_eq!(after.contains('\r'), crlf);
        prop_assert!(!crlf || after.matches('\n').count() == after.matches("\r\n").count());
        // What is shown of the change holds what is new.
        prop_assert!(change.written().iter().any(|written| written.text.contains("curriculum-plan")));
    }
}

/// In a list with brackets the new entry stands as the others do.
#[test]
fn an_entry_in_brackets_stands_like_the_others() {
    let expected = [
        "exceptions = [{…}]\n",
        "exceptions = [{…} ]   # none, so far\n",
        "exceptions = [\n{…},\n]\n",
        "exceptions = [{ requirement = \"first-aid\", reason = \"a, b # ]\" }, {…}] # one, so far\n",
        "exceptions = [ { requirement = \"first-aid\" }, {…}, ]\n",
        "\"exceptions\" = [\n  { requirement = \"first-aid\" }, # one, so far\n  { requirement = \"fire-safety\" }, # two, without a comma\n  {…},\n]\n",
        "exceptions = [\n\t{ requirement = \"first-aid\" },\n\t# , and no more\n\t{…},\n\t] # so far\n",
        "exceptions = [\n  { requirement = \"first-aid\" },\n  { requirement = \"fire-safety\" }, {…} ]\n",
    ];
    for (before, after) in LISTS.iter().zip(expected) {
        let written = appended(before, &fields::PLACEMENT, &[entry("r")]).after();
        let new = "{ requirement = \"curriculum-plan\", reason = \"r\", until = 2026-12-18 }";
        assert_eq!(written.replace(new, "{…}"), after);
    }
}

fn loaded(folder: &Path) -> (Folder, Records) {
    let folder = Folder::open(folder).unwrap();
    let records = folder.load().unwrap();
    (folder, records)
}

const PLACEMENT: &str = "placements/p001-oak-farm.toml";

fn change(folder: &Folder, records: &Records) -> Result<Change, String> {
    let record = &records.placements["p001-oak-farm"];
    prepare(folder, records, record, |text| {
        append(text, &record.table, "exceptions", &[entry("r")])
    })
    .map_err(|refusal| refusal.to_string())
}

fn scratch(name: &str, placement: impl Fn(String) -> Vec<u8>) -> Scratch {
    let mut files = crate::support::base();
    let text = String::from_utf8(files[PLACEMENT].clone()).unwrap();
    files.insert(PLACEMENT.into(), placement(text));
    Scratch::with(&format!("writing-{name}"), &files)
}

fn on_disk(scratch: &Scratch) -> Vec<u8> {
    fs::read(scratch.path().join(PLACEMENT)).unwrap()
}

/// Names in the folder of placements, to see that nothing is left behind.
fn names(scratch: &Scratch) -> Vec<String> {
    files_of(&scratch.path().join("placements"))
        .into_keys()
        .collect()
}

#[test]
fn a_byte_order_mark_and_line_endings_are_kept_on_the_disk() {
    let scratch = scratch("bom", |text| {
        format!("{BYTE_ORDER_MARK}{}", text.trim_end().replace('\n', "\r\n")).into_bytes()
    });
    let before = on_disk(&scratch);
    let (folder, records) = loaded(scratch.path());
    write(&folder, &[change(&folder, &records).unwrap()]).unwrap();
    let after = on_disk(&scratch);
    let added = after.strip_prefix(&before[..]).unwrap();
    assert_eq!(
        String::from_utf8(added.to_vec()).unwrap(),
        "\r\n\r\n[[exceptions]]\r\nrequirement = \"curriculum-plan\"\r\nreason = \"r\"\r\nuntil = 2026-12-18\r\n"
    );
    assert_eq!(names(&scratch), ["p001-oak-farm.toml"]);
    // The lock's folder keeps itself out of git.
    let lock: Vec<String> = files_of(&scratch.path().join(".apcheck"))
        .into_keys()
        .collect();
    assert_eq!(lock, [".gitignore", "lock"]);
}

#[test]
fn a_record_that_does_not_parse_is_left_alone() {
    for (name, damage, why) in [
        ("unquoted", "aim = reintegration", "cannot be read"),
        ("conflict", "<<<<<<< HEAD", "cannot be read"),
        ("exceptions", "exceptions = 7", "mend it first"),
        (
            "one-bracket",
            "exceptions.reason = \"r\"",
            "nothing can be added",
        ),
    ] {
        let scratch = scratch(name, |text| format!("{damage}\n{text}").into_bytes());
        let before = on_disk(&scratch);
        let (folder, records) = loaded(scratch.path());
        let refused = change(&folder, &records).unwrap_err();
        assert!(refused.contains(why), "{refused}");
        assert_eq!(on_disk(&scratch), before);
    }
    let scratch = scratch("windows-1252", |text| {
        let mut bytes = text.into_bytes();
        bytes.extend(b"# caf\xe9\n");
        bytes
    });
    let (folder, records) = loaded(scratch.path());
    let refused = change(&folder, &records).unwrap_err();
    assert!(refused.contains("not saved as UTF-8"), "{refused}");
}

#[test]
fn of_two_writers_the_second_is_told() {
    let scratch = scratch("two", String::into_bytes);
    let (folder, records) = loaded(scratch.path());
    let (first, second) = (
        change(&folder, &records).unwrap(),
        change(&folder, &records).unwrap(),
    );
    write(&folder, &[first]).unwrap();
    let after = on_disk(&scratch);
    let refused = write(&folder, &[second]).unwrap_err().to_string();
    assert!(refused.contains("changed by somebody else"), "{refused}");
    assert_eq!(on_disk(&scratch), after);
    // So is one that has not even worked out its change.
    let refused = change(&folder, &records).unwrap_err();
    assert!(refused.contains("changed by somebody else"), "{refused}");
}

/// Many at once: each that says it wrote has its entry in the file, and no
/// other entry is lost.
#[test]
fn of_many_writers_none_loses_what_another_wrote() {
    let scratch = scratch("many", String::into_bytes);
    let wrote: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..6)
                        .filter(|_| {
                            let (folder, records) = loaded(scratch.path());
                            change(&folder, &records)
                                .is_ok_and(|change| write(&folder, &[change]).is_ok())
                        })
                        .count()
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap())
            .sum()
    });
    let text = String::from_utf8(on_disk(&scratch)).unwrap();
    assert!(wrote > 0);
    assert_eq!(text.matches("[[exceptions]]").count(), wrote);
    assert!(is_well_formed(&text));
    assert_eq!(names(&scratch), ["p001-oak-farm.toml"]);
}

/// All or none: where one of two files has changed, neither is written.
#[test]
fn several_files_are_written_together_or_not_at_all() {
    let scratch = scratch("together", String::into_bytes);
    let (folder, records) = loaded(scratch.path());
    let provider = &records.providers["oak-farm"];
    let other = prepare(&folder, &records, provider, |text| {
        append(text, &provider.table, "exceptions", &[entry("r")])
    })
    .unwrap();
    let placement = change(&folder, &records).unwrap();
    let before = on_disk(&scratch);
    scratch.write(
        "providers/oak-farm.toml",
        b"name = \"Another\"\nkind = \"non-school\"\n",
    );
    assert!(write(&folder, &[placement, other]).is_err());
    assert_eq!(on_disk(&scratch), before);
    assert_eq!(names(&scratch), ["p001-oak-farm.toml"]);
}

#[test]
fn where_nothing_can_be_written_nothing_is_lost() {
    let scratch = scratch("read-only", String::into_bytes);
    let before = on_disk(&scratch);
    let (folder, records) = loaded(scratch.path());
    let change = change(&folder, &records).unwrap();
    // A file where the folder of the lock should be.
    scratch.write(".apcheck", b"");
    let refused = write(&folder, std::slice::from_ref(&change))
        .unwrap_err()
        .to_string();
    assert!(refused.contains("nothing was written"), "{refused}");
    fs::remove_file(scratch.path().join(".apcheck")).unwrap();
    // A file that is protected.
    let path = scratch.path().join(PLACEMENT);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    let usual = permissions.clone();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let refused = write(&folder, &[change]).unwrap_err().to_string();
    assert!(refused.contains("stays as it was"), "{refused}");
    assert!(!refused.contains('\n'), "{refused}");
    fs::set_permissions(&path, usual).unwrap();
    assert_eq!(on_disk(&scratch), before);
    assert_eq!(names(&scratch), ["p001-oak-farm.toml"]);
}

#[cfg(unix)]
#[test]
fn the_mode_is_kept_a_link_stays_a_link_and_a_read_only_folder_is_said() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scratch = scratch("unix", String::into_bytes);
    let path = scratch.path().join(PLACEMENT);
    let real = scratch.path().join("real.txt");
    fs::rename(&path, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &path).unwrap();
    let (folder, records) = loaded(scratch.path());
    write(&folder, &[change(&folder, &records).unwrap()]).unwrap();
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(
        fs::read_to_string(&real)
            .unwrap()
            .contains("[[exceptions]]")
    );

    let before = fs::read(&real).unwrap();
    let (folder, records) = loaded(scratch.path());
    let again = change(&folder, &records).unwrap();
    let root = scratch.path();
    fs::set_permissions(root, fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do anything is not kept out by this.
    let kept_out = fs::write(root.join("probe"), "").is_err();
    let written = write(&folder, &[again]);
    fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
    if kept_out {
        let refused = written.unwrap_err().to_string();
        assert!(
            refused.contains("real") || refused.contains(PLACEMENT),
            "{refused}"
        );
        assert_eq!(fs::read(&real).unwrap(), before);
    }
}

/// What the machine will not do is one sentence on stderr.
#[test]
fn a_command_that_cannot_write_says_so_and_nothing_is_lost() {
    let (mut files, _) = edited("file placements/p001-oak-farm.toml\n- curriculum-plan\n");
    // A file where the folder of the lock should be.
    files.insert(".apcheck".into(), Vec::new());
    let scratch = Scratch::with("cannot-write", &files);
    for line in [
        "except curriculum-plan p001-oak-farm --reason r --until 2026-12-18 --by hdt",
        "baseline --by hdt",
    ] {
        let mut words = arguments(line);
        words.extend(["--as-of".into(), DAY.into()]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = apcheck(scratch.path(), &words);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains("nothing was written"), "{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert_eq!(files_of(scratch.path()), files);
    }
}

/// The lines of a file of commands, each with the answers it is given: the
/// lines behind it that begin with `<`.
fn commands(text: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix('<') {
            None => commands.push((line, String::new())),
            Some(answer) => {
                let (_, answers) = commands.last_mut().unwrap();
                answers.push_str(answer.strip_prefix(' ').unwrap_or(answer));
                answers.push('\n');
            }
        }
    }
    commands
}

/// In each folder of `tests/writing`: the base with `edits`, the lines of
/// `commands` one after another, and what each said and did to the files.
#[test]
fn commands_that_write_say_and_write_what_is_expected() {
    let mut cases: Vec<_> = fs::read_dir(root().join("tests/writing"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (files, _) = edited(&fs::read_to_string(case.join("edits")).unwrap());
        let scratch = Scratch::with(&format!("command-{name}"), &files);
        let mut text = String::new();
        let mut before = files;
        let text_of_commands = fs::read_to_string(case.join("commands")).unwrap();
        for (line, answers) in commands(&text_of_commands) {
            let mut words = arguments(line);
            words.extend(["--as-of".into(), DAY.into()]);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = answered(scratch.path(), &words, &answers);
            let mut after = files_of(scratch.path());
            after.retain(|path, _| !path.starts_with(".apcheck/"));
            text.push_str(&format!(
                "$ apcheck {line}\n{}{}exit status {}\n{}\n",
                run.out,
                run.err,
                run.status,
                differing(&before, &after)
            ));
            before = after;
        }
        golden(&case.join("expected.txt"), &text);
    }
}

/// The lines in which files differ.
fn differing(before: &Files, after: &Files) -> String {
    assert!(before.keys().all(|path| after.contains_key(path)));
    let mut text = String::new();
    for (path, bytes) in after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
    {
        let none = Vec::new();
        let (old, new) = (
            String::from_utf8_lossy(before.get(path).unwrap_or(&none)),
            String::from_utf8_lossy(bytes),
        );
        let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
        let same = |(a, b): &(&&str, &&str)| a == b;
        let first = old.iter().zip(&new).take_while(same).count();
        let last = old[first..]
            .iter()
            .rev()
            .zip(new[first..].iter().rev())
            .take_while(same)
            .count();
        text.push_str(&format!("--- {path}\n"));
        for line in &old[first..old.len() - last] {
            text.push_str(&format!("-{line}\n"));
        }
        for line in &new[first..new.len() - last] {
            text.push_str(&format!("+{line}\n"));
        }
    }
    text
}
