//! What schools really type: one mistake is one finding, at its place, with
//! advice that can be followed as it stands.

use crate::support::{DAY, Scratch, edited, validate};
use serde_json::Value;

const PLACEMENT: &str = "file placements/p001-oak-farm.toml\n";
const PROVIDER: &str = "file providers/oak-farm.toml\n";
const REGISTER: &str = "file attendance/p001-oak-farm.csv\n";
const SCHOOL: &str = "file apcheck.toml\n";

/// An edit, the words of the message, and the words of the advice.
const CASES: &[(&str, &str, &str, &str)] = &[
    (
        PLACEMENT,
        "- end =\n+ end = 18/12/2026",
        "not how a date is written",
        "2026-12-18",
    ),
    (
        PLACEMENT,
        "- end =\n+ end = 18 December 2026",
        "not how a date is written",
        "2026-12-18",
    ),
    (
        PLACEMENT,
        "- end =\n+ end = 2026–12–18",
        "not how a date is written",
        "2026-12-18",
    ),
    (
        PLACEMENT,
        "- end =\n+ end = \"2026-12-18\"",
        "a date in quotation marks",
        "end = 2026-12-18",
    ),
    (
        PLACEMENT,
        "- end =\n+ end = 2026-12-18T09:00:00",
        "a day with a time",
        "the day alone",
    ),
    (
        PLACEMENT,
        "- end =\n+ end = 2026-12-32",
        "`end`",
        "as in 2026-09-01",
    ),
    (
        PLACEMENT,
        "- end =\n+ end =",
        "nothing is written",
        "write the value",
    ),
    (
        PLACEMENT,
        "- aim =\n+ aim = reintegration",
        "no quotation marks",
        "\"reintegration\"",
    ),
    (
        PLACEMENT,
        "- aim =\n+ aim = “reintegration”",
        "curly quotation marks",
        "\"reintegration\"",
    ),
    (
        PLACEMENT,
        "- aim =\n+ aim = \"reintegration",
        "closing quotation mark",
        "\"reintegration\"",
    ),
    (
        PLACEMENT,
        "- aim =\n+ aim = \"re-integration\"",
        "cannot be `re-integration`",
        "did you mean `reintegration`",
    ),
    (
        PLACEMENT,
        "- looked-after =\n+ looked-after = No",
        "not how it is written",
        "write false",
    ),
    (
        PLACEMENT,
        "- looked-after =\n+ looked-after = \"yes\"",
        "not how it is written",
        "write true",
    ),
    (
        PLACEMENT,
        "- born =\n+ born = 2011-11-05",
        "whole date of birth",
        "the month only",
    ),
    (
        PLACEMENT,
        "- ref =\n+ ref = \"Sam Jones\"",
        "must not be a name",
        "\"p014\"",
    ),
    (
        PLACEMENT,
        "- mon =\n+ mon = [\"school\"]",
        "1 sessions, but a day has two",
        "morning and the afternoon",
    ),
    (
        PLACEMENT,
        "- mon =\n+ mon = \"school\"",
        "two sessions",
        "morning and the afternoon",
    ),
    (
        PLACEMENT,
        "- hours =\n+ hours = { ap = 10,0, school = 15.0 }",
        "cannot be read",
        "bracket",
    ),
    (
        PLACEMENT,
        "after aim =\n+ cost = { per-week = \"£260\" }",
        "pound sign",
        "260",
    ),
    (
        PLACEMENT,
        "after [transport]\n+ operator = 12",
        "in quotation marks",
        "operator = \"12\"",
    ),
    (
        PLACEMENT,
        "end\n+ lead = \"ska\"",
        "does not belong",
        "top of the file",
    ),
    (
        PLACEMENT,
        "- curriculum-plan\n+ curriculum-plan = true",
        "when and by whom",
        "date = YYYY-MM-DD",
    ),
    (
        PLACEMENT,
        "- curriculum-plan\n+ curriculum-plan = { date = 2026-09-04, by = \"ska\"",
        "closing } is missing",
        "write }",
    ),
    (
        PLACEMENT,
        "- curriculum-plan\n+ curriculum-plan = { date = YYYY-MM-DD, by = \"ska\" }",
        "still to be put in",
        "YYYY-MM-DD",
    ),
    (
        PLACEMENT,
        "- curriculum-plan\n+ curriculum-plan = { date = 2026-09-04, by = \"…\" }",
        "not recorded",
        "put a key in place of",
    ),
    (
        PLACEMENT,
        "- curriculum-plan\n+ curriculum-plan\u{a0}= { date = 2026-09-04, by = \"ska\" }",
        "special space",
        "ordinary space",
    ),
    (
        PLACEMENT,
        "after [transport]\n+ arranged by = \"school\"",
        "not of the form",
        "put # in front",
    ),
    (
        PROVIDER,
        "- absence-reported-by\n+ absence-reported-by = 9.30",
        "`absence-reported-by`",
        "09:30",
    ),
    (
        PROVIDER,
        "- absence-reported-by\n+ absence-reported-by = \"9.30am\"",
        "not how a time is written",
        "09:30",
    ),
    (
        PROVIDER,
        "- lead =\n+ lead = \"Rok\"",
        "person `Rok`",
        "did you mean `rok`",
    ),
    (
        PROVIDER,
        "after kind =\n+ urn = 12345",
        "has 6 digits",
        "look it up",
    ),
    (
        PROVIDER,
        "end\n+ [codes]\n+ P = \"attending\"",
        "not a mark of a register",
        "present, late",
    ),
    (
        PROVIDER,
        "end\n+ [visits]\n+ date = 2026-10-01",
        "written once",
        "[[visits]]",
    ),
    (
        PROVIDER,
        "end\n+ [[agreed]]\n+ calls-home = \"school\"",
        "heading [[agreed]] is there twice, first on line 21",
        "one heading",
    ),
    (
        PROVIDER,
        "end\n+ [checks]\n+ fire-safety = { date = 2026-09-01, by = \"rok\" }",
        "heading [checks] is there twice, first on line",
        "one heading",
    ),
    (
        REGISTER,
        "- 2026-09-15\n+ 2026-09-15,present,/,,",
        "`present` is not a mark",
        "did you mean `/`",
    ),
    (
        REGISTER,
        "- 2026-09-15\n+ 2026-09-15,i,/,,",
        "`i` is not a mark",
        "did you mean `I`",
    ),
    (
        REGISTER,
        "- 2026-09-15\n+ 2026-09-15,P,P,,",
        "and 1 more like it",
        "write / for present",
    ),
    (
        REGISTER,
        "- 2026-09-15\n+ 15/09/2026,/,/,,",
        "not a date",
        "year first",
    ),
    (
        REGISTER,
        "- 2026-09-15\n+ 2026-09-15,/,/,,a note, with a comma",
        "6 cells",
        "quotation marks",
    ),
    (
        REGISTER,
        "- date\n+ date;am;pm;minutes-late;note",
        "not separated by commas",
        "date,am,pm",
    ),
    (
        SCHOOL,
        "- format =\n+ format = 2",
        "format 2",
        "newer apcheck",
    ),
    (
        SCHOOL,
        "- full-time =\n+ full-time = 25 hours",
        "`full-time`",
        "digits",
    ),
];

#[test]
fn one_mistake_is_one_finding_with_advice_that_helps() {
    let mut wrong = Vec::new();
    for (at, (file, edit, words, advice)) in CASES.iter().enumerate() {
        let (files, _) = edited(&format!("{file}{edit}\n"));
        let scratch = Scratch::with(&format!("typed-{at}"), &files);
        let run = validate(scratch.path(), DAY, &["--format", "json"]);
        let json: Value = serde_json::from_str(&run.out).unwrap();
        let faults: Vec<&Value> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["note"] == false && finding["standing"] == "fault")
            .collect();
        let shown: Vec<String> = faults
            .iter()
            .map(|fault| {
                format!(
                    "{}:{} {} / {}",
                    fault["line"], fault["column"], fault["message"], fault["next"]
                )
            })
            .collect();
        let good = match &faults[..] {
            [fault] => {
                let text = |key: &str| fault[key].as_str().unwrap().to_owned();
                text("message").contains(words)
                    && text("next").contains(advice)
                    && file.contains(&text("file"))
            }
            _ => false,
        };
        if !good {
            wrong.push(format!("{edit:?}\n    {}", shown.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A placement whose start is missing or cannot be read is not left out in
/// silence.
#[test]
fn a_placement_without_a_start_is_not_overlooked() {
    let said = |edit: &str| {
        let (files, _) = edited(&format!("{PLACEMENT}{edit}"));
        let scratch = Scratch::with(&format!("start-{}", edit.len()), &files);
        validate(scratch.path(), DAY, &["--format", "concise"])
    };
    let missing = said("- start =\n");
    assert!(
        missing
            .out
            .contains("the placement has no `start`, and 9 more like it"),
        "{}",
        missing.out
    );
    assert_eq!(missing.status, 1);
    let unreadable = said("- start =\n+ start = 07/09/2026\n");
    assert_eq!(
        unreadable.out.matches("fault[").count(),
        1,
        "{}",
        unreadable.out
    );
    let unjudged: usize = unreadable
        .out
        .split(" that could not be judged")
        .next()
        .unwrap()
        .rsplit(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(unjudged > 20, "{}", unreadable.out);
}
