//! Reports: that they say what other commands say, and of no child.

use crate::support::{DAY, Files, Scratch, apcheck, files_of, golden, root};
use apcheck::records::fields::{PLACEMENT, PROVIDER};
use apcheck::records::{Kind, Shape};
use serde_json::Value;
use std::fs;

/// The whole example school.
pub(crate) fn oakwood() -> Files {
    files_of(&root().join("examples/oakwood-academy"))
}

/// Names of invented pupils; some are words that stand in the records.
const NAMES: &str = "ref,name,born,upn\n\
    p003,Kestrel Fosse,2011-11-02,A123456789012\n\
    p005,Zebedee O'Malley-Quux,2012-02-03,B123456789012\n\
    p006,Bridge <b>Bold</b>,2012-04-05,C123456789012\n\
    p009,\"Xanthippe, Ülkü\",2010-09-30,D123456789012\n";

/// The whole example school, with names of pupils and text that tries to get out
/// of its place wherever a record has words of its own.
pub(crate) fn hostile() -> Files {
    let mut files = oakwood();
    let put = |files: &mut Files, path: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[path].clone()).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        files.insert(path.to_owned(), text.replace(from, to).into_bytes());
    };
    let awful = "</title></style><script>alert(1)</script><img src=http://host.example/x onerror=alert(1)> & ' ]]> \u{202e}";
    for (path, from, to) in [
        (
            "providers/larkfield-farm.toml",
            "name = \"Larkfield Farm Learning CIC\"".to_owned(),
            format!("name = '''Zebedee's {awful}'''"),
        ),
        (
            "providers/quarry-road-motors.toml",
            "name = \"Quarry Road Motors Ltd\"".to_owned(),
            "name = \"Motors for P011 and b123456789012\"".to_owned(),
        ),
        (
            "placements/p003-larkfield-farm.toml",
            "reason = \"behaviour\"".to_owned(),
            format!("reason = '''Xanthippe born 2011-11-02 {awful}'''"),
        ),
        (
            "checklists/oakwood-standard.toml",
            "title = \"Oakwood Academy standard".to_owned(),
            "title = \"What Ülkü needs, Oakwood Academy standard".to_owned(),
        ),
    ] {
        put(&mut files, path, &from, &to);
    }
    files.insert("names.csv".into(), NAMES.into());
    files
}

/// Every reference, name, day of birth, number and id of a placement.
fn what_names_a_child(files: &Files) -> Vec<String> {
    let mut telling: Vec<String> = Vec::new();
    for path in files.keys().filter(|path| path.starts_with("placements/")) {
        let id = path
            .trim_start_matches("placements/")
            .trim_end_matches(".toml");
        telling.push(id.to_owned());
        telling.push(id.split('-').next().unwrap().to_owned());
    }
    for line in NAMES.lines().skip(1) {
        let cells = line
            .split([',', '"'])
            .filter(|cell| !cell.trim().is_empty());
        telling.extend(cells.map(|cell| cell.trim().to_owned()));
    }
    for name in [
        "Zebedee",
        "Malley",
        "Quux",
        "Xanthippe",
        "Ülkü",
        "Kestrel",
        "Fosse",
        "Bold",
    ] {
        telling.push(name.to_owned());
    }
    for year in 2008..2016 {
        telling.extend((1..13).map(|month| format!("{year}-{month:02}")));
    }
    telling
}

#[test]
fn the_governors_page_tells_of_no_child() {
    let files = hostile();
    let scratch = Scratch::with("governors", &files);
    let telling = what_names_a_child(&files);
    for public in [&[][..], &["--public"]] {
        for format in ["html", "md", "json"] {
            let arguments = ["report", "governors", "--format", format, "--as-of", DAY];
            let run = apcheck(scratch.path(), &[&arguments, public].concat());
            assert_eq!(run.err, "");
            let text = run.out.to_lowercase();
            for word in &telling {
                let small = word.to_lowercase();
                assert!(!text.contains(&small), "{format} {public:?} has {word}");
            }
            assert!(!text.contains("<script") && !text.contains("<img"));
        }
    }
}

#[test]
fn for_everybody_no_count_lies_below_five() {
    let document = json(&["report", "governors", "--public", "--format", "json"]);
    let mut counts = 0;
    each_row(&document, &mut |row| {
        for (key, value) in row {
            let count = value.as_u64().filter(|_| key != "per_cent");
            counts += usize::from(count.is_some());
            assert!(!matches!(count, Some(1..5)), "{row:?}");
        }
    });
    assert!(counts > 0);
}

fn json(arguments: &[&str]) -> Value {
    let oakwood = root().join("examples/oakwood-academy");
    let run = apcheck(&oakwood, &[arguments, &["--as-of", DAY]].concat());
    serde_json::from_str(&run.out).unwrap()
}

type Row = serde_json::Map<String, Value>;

/// Every row of every table and chart of a report.
fn each_row(value: &Value, see: &mut impl FnMut(&Row)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_row(item, see)),
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "rows" {
                    for row in value.as_array().unwrap() {
                        see(row.as_object().unwrap());
                    }
                } else {
                    each_row(value, see);
                }
            }
        }
        _ => {}
    }
}

/// The rows under a heading.
fn rows_under<'v>(document: &'v Value, heading: &str) -> Vec<&'v Row> {
    let sections = document["sections"].as_array().unwrap();
    let section = sections
        .iter()
        .find(|section| section["heading"] == heading);
    let content = section.unwrap_or_else(|| panic!("no {heading}"))["content"].as_array();
    content
        .unwrap()
        .iter()
        .filter_map(|block| block["rows"].as_array())
        .flatten()
        .map(|row| row.as_object().unwrap())
        .collect()
}

fn sum(rows: &[&Row], key: &str) -> u64 {
    rows.iter().filter_map(|row| row.get(key)?.as_u64()).sum()
}

#[test]
fn the_governors_figures_are_those_of_the_commands() {
    let report = json(&["report", "governors", "--format", "json"]);

    let attendance = json(&["attendance", "--by", "provider", "--format", "json"]);
    let total = &attendance["total"];
    let words = report.to_string();
    let said = format!(
        "All placements together: {} % of {} returned, {} not returned",
        total["percent"], total["possible"], total["no_return"]
    );
    assert!(words.contains(&said), "{said}");
    let weeks = rows_under(&report, "Attendance at the providers");
    assert_eq!(Value::from(sum(&weeks, "sessions")), total["possible"]);

    let by_pupil = json(&["attendance", "--by", "pupil", "--format", "json"]);
    let compared = by_pupil["rows"].as_array().unwrap();
    let count = |is: &dyn Fn(&Value) -> bool| compared.iter().filter(|row| is(row)).count() as u64;
    let now = rows_under(&report, "Attendance against what it was before");
    let of = |label: &str| {
        now.iter()
            .find(|row| row["attendance_now"] == label)
            .map_or(0, |row| row["pupils"].as_u64().unwrap())
    };
    assert_eq!(
        of("higher than before the placement"),
        count(&|row| row["change"].as_f64().is_some_and(|change| change > 0.0))
    );
    assert_eq!(
        of("cannot be compared"),
        count(&|row| row["change"].is_null())
    );

    let register = json(&["register", "--format", "json"]);
    let visited = rows_under(&report, "Visits");
    for row in register["providers"].as_array().unwrap() {
        let name = &row["provider"]["name"];
        let same = visited.iter().find(|visited| &visited["provider"] == name);
        assert_eq!(
            same.unwrap()["visits_made"],
            row["visits"]["this_term"],
            "{name}"
        );
    }

    let findings = json(&["validate", "--format", "json"]);
    let departed = "Guidance departed from for reasonable grounds";
    let departed = sum(&rows_under(&report, departed), "records");
    assert_eq!(Value::from(departed), findings["summary"]["excepted"]);

    let due = json(&["due", "--within", "6w", "--format", "json"]);
    let items = due["items"].as_array().unwrap();
    let overdue = items
        .iter()
        .filter(|item| item["standing"] == "breached")
        .count() as u64;
    assert_eq!(
        sum(&rows_under(&report, "Not in order today"), "records"),
        overdue
    );
    let ahead = rows_under(&report, "What falls due to 23 November 2026");
    assert_eq!(sum(&ahead, "records"), items.len() as u64 - overdue);
    assert_eq!(sum(&ahead, "how_many"), items.len() as u64 - overdue);

    let compliance = json(&["compliance", "--format", "json"]);
    let pages = compliance["checklists"].as_array().unwrap();
    let total = |key: &str| {
        pages
            .iter()
            .map(|page| page["counts"][key].as_u64().unwrap())
            .sum::<u64>()
    };
    let stand = rows_under(&report, "How the checklists stand today");
    assert_eq!(sum(&stand, "met"), total("met"));
    assert_eq!(sum(&stand, "not_met"), total("breached"));
    assert_eq!(sum(&stand, "not_yet_there"), total("outstanding"));
}

#[test]
fn the_inspection_figures_are_those_of_the_commands() {
    let report = json(&["report", "inspection", "--format", "json"]);
    let register = json(&["register", "--format", "json"]);
    let mut pupils = rows_under(&report, "Pupils in alternative provision today");
    pupils.retain(|row| row.contains_key("planned_end"));
    assert_eq!(pupils.len(), register["pupils"].as_array().unwrap().len());
    let attendance = json(&["attendance", "--format", "json"]);
    let shown = rows_under(&report, "Attendance at the providers this term");
    for row in attendance["rows"].as_array().unwrap() {
        let same = shown
            .iter()
            .find(|shown| shown["placement"] == row["subject"])
            .unwrap();
        let percent = row["percent"]
            .as_f64()
            .map_or("no session possible".into(), |percent| {
                format!("{percent:.1} %")
            });
        assert!(
            same["attendance"].as_str().unwrap().starts_with(&percent),
            "{same:?}"
        );
    }
    let due = json(&["due", "--within", "0d", "--format", "json"]);
    let items = due["items"].as_array().unwrap().iter();
    let overdue = items.filter(|item| item["standing"] == "breached").count();
    let open = report["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["heading"] == "What is open")
        .unwrap();
    let rows = rows_under(open, "Not in order today");
    assert_eq!(rows.len(), overdue);
}

#[test]
fn reports_say_what_is_expected() {
    let scratch = Scratch::with("reports", &oakwood());
    for (name, arguments) in [
        (
            "governors.md",
            &["report", "governors", "--format", "md"][..],
        ),
        (
            "governors-public.md",
            &["report", "governors", "--public", "--format", "md"],
        ),
        ("inspection.md", &["report", "inspection", "--format", "md"]),
        (
            "checklist.md",
            &[
                "report",
                "checklist",
                "annex-b",
                "larkfield-farm",
                "--format",
                "md",
            ],
        ),
        (
            "checklist.html",
            &["report", "checklist", "annex-a", "p026-larkfield-farm"],
        ),
    ] {
        let run = apcheck(scratch.path(), &[arguments, &["--as-of", DAY]].concat());
        assert_eq!(run.err, "", "{name}");
        // The style is a file of its own among the sources.
        let style = fs::read_to_string(root().join("src/render/page/style.css")).unwrap();
        let text = run.out.replace(&style, "\n");
        golden(&root().join("tests/reports").join(name), &text);
    }
}

/// A value of a field of each kind, with the field's path as every free text.
fn filled(kind: Kind, path: &str, example: &str) -> String {
    match kind {
        Kind::Text | Kind::Answer => format!("\"zz-{path}\""),
        Kind::Word(words) => format!("\"{}\"", words[0]),
        Kind::Date => "2026-09-07".into(),
        Kind::Month => "\"2011-11\"".into(),
        Kind::Time => "09:30".into(),
        Kind::Whole | Kind::Number | Kind::Percent => "7".into(),
        Kind::Flag => "true".into(),
        Kind::Reference(_) | Kind::Free => example.into(),
        Kind::Whereabouts => "\"ap\"".into(),
        Kind::List(of) => format!("[{}]", filled(*of, path, example.trim_matches(['[', ']']))),
        Kind::Table(shape) | Kind::Partial(shape) | Kind::Lines(shape) => {
            format!("{{ {} }}", fields(shape, &format!("{path}.")).join(", "))
        }
        Kind::Tables(shape) => format!("[{{ {} }}]", fields(shape, &format!("{path}.")).join(", ")),
        Kind::Map(of) => format!("{{ ap = {} }}", filled(*of, path, example)),
    }
}

fn fields(shape: &Shape, under: &str) -> Vec<String> {
    let fields = shape.fields.iter();
    fields
        .map(|field| {
            let path = format!("{under}{}", field.name);
            format!(
                "{} = {}",
                field.name,
                filled(field.kind, &path, field.example)
            )
        })
        .collect()
}

/// A record with every field there is; of its free texts only those that are
/// listed here come out.
#[test]
fn a_provider_is_shown_what_is_listed_and_nothing_else() {
    let cases: [(&str, &str, &Shape, &[&str]); 2] = [
        (
            "placement",
            "placements/p900-oak-farm.toml",
            &PLACEMENT,
            &[
                "activity",
                "objectives.aim",
                "objectives.key",
                "objectives.measure",
                "pupil.ref",
                "report-to",
                "transport.operator",
            ],
        ),
        (
            "provider",
            "providers/p900-oak-farm.toml",
            &PROVIDER,
            &[
                "agreed.absence-reported-to",
                "key-contacts.email",
                "key-contacts.name",
                "key-contacts.phone",
                "name",
                "sites.address",
                "sites.key",
                "sites.postcode",
                "sites.subcontractor",
            ],
        ),
    ];
    for (kind, path, shape, allowed) in cases {
        let scratch = Scratch::with("for-provider", &crate::support::base());
        let text = fields(shape, "").join("\n");
        scratch.write(path, text.as_bytes());
        let arguments = [
            "report",
            kind,
            "p900-oak-farm",
            "--for",
            "provider",
            "--format",
            "json",
        ];
        let run = apcheck(
            scratch.path(),
            &[&arguments[..], &["--as-of", DAY]].concat(),
        );
        let mut found: Vec<&str> = run
            .out
            .split("zz-")
            .skip(1)
            .map(|rest| {
                rest.split(|c: char| !(c.is_ascii_lowercase() || c == '-' || c == '.'))
                    .next()
                    .unwrap()
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, allowed, "{}{}", run.err, run.out);
    }
}
