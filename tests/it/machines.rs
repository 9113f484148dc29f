//! The forms of `validate` for other programs, read back by other libraries.

use crate::merging::git;
use crate::sentences::exception;
use crate::support::{DAY, Files, Run, Scratch, apcheck, edited, files_of, golden, root, validate};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Something of each kind: a fault, what fails and what does not, what was taken
/// down as not done before, reasonable grounds, a note with a second place.
fn mixed() -> Files {
    let edits = format!(
        "\
file apcheck.toml
after format
+ colour = \"blue\"
+ colour = \"green\"
file placements/p001-oak-farm.toml
- emergency-contacts-given
- curriculum-plan
- risk-assessment
{}file providers/oak-farm.toml
- behaviour-process
- first-aid
{}",
        exception("curriculum-plan", "reasonable-grounds", DAY, "2026-12-18"),
        exception("behaviour-process", "backlog", DAY, "2026-12-18"),
    );
    edited(&edits).0
}

fn run(name: &str, files: &Files, more: &[&str]) -> Run {
    let scratch = Scratch::with(&format!("machines-{name}"), files);
    validate(scratch.path(), DAY, more)
}

#[test]
fn the_three_forms_in_full() {
    let files = mixed();
    for (form, ending) in [
        ("sarif", "sarif.json"),
        ("github", "github.txt"),
        ("junit", "junit.xml"),
    ] {
        let run = run(form, &files, &["--format", form]);
        assert_eq!((run.status, run.err.as_str()), (1, ""));
        golden(&root().join("tests/machines").join(ending), &run.out);
    }
}

/// Every finding of the JSON is there in each form, at its place and as grave.
#[test]
fn each_form_has_every_finding() {
    for (example, day) in [("oakwood-academy", DAY), ("county", "2026-11-16")] {
        let folder = root().join("examples").join(example);
        let of = |form| validate(&folder, day, &["--format", form]).out;
        let json: Value = serde_json::from_str(&of("json")).unwrap();
        let findings = json["findings"].as_array().unwrap();
        let sarif: Value = serde_json::from_str(&of("sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), findings.len());
        let github = of("github");
        assert_eq!(github.lines().count(), findings.len() + 1);
        let junit = of("junit");
        let document = roxmltree::Document::parse(&junit).unwrap();
        let listed = |tag: &str| {
            let cases = document.descendants();
            cases.filter(|node| node.has_tag_name(tag)).count()
        };
        assert_eq!(listed("failure") + listed("skipped"), findings.len());
        for ((finding, result), line) in findings.iter().zip(results).zip(github.lines().skip(1)) {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(result["ruleId"], finding["id"]);
            assert_eq!(place["region"]["startLine"], finding["line"]);
            assert_eq!(place["region"]["startColumn"], finding["column"]);
            assert_eq!(
                result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"],
                finding["other"]["line"]
            );
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert_eq!(
                uri,
                format!("examples/{example}/{}", finding["file"].as_str().unwrap())
            );
            let start = format!("file={uri},line={},col=", finding["line"]);
            assert!(line.contains(&start), "{line}\n{start}");
            let levels = match (&finding["note"], &finding["level"]) {
                (Value::Bool(true), _) => ("note", "::notice "),
                (_, level) if level == "good" => ("warning", "::warning "),
                _ => ("error", "::error "),
            };
            assert_eq!(result["level"], levels.0);
            assert!(line.starts_with(levels.1), "{line}");
        }
    }
}

fn sarif_schema() -> jsonschema::Validator {
    let path = root().join("tests/sarif/sarif-schema-2.1.0.json");
    let text = fs::read_to_string(path).unwrap();
    // The published schema has a bracket too many in this one expression.
    let text = text.replace("{2}-[a-zA-Z]{2}]?$", "{2}-[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn sarif(name: &str, files: &Files) -> Value {
    let run = run(name, files, &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    let schema = sarif_schema();
    let wrong: Vec<String> = schema.iter_errors(&log).map(|it| it.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(log["runs"][0]["invocations"][0]["exitCode"], run.status);
    log
}

#[test]
fn sarif_keeps_to_its_published_schema() {
    // The schema does find what is wrong.
    let wrong = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert!(!sarif_schema().is_valid(&wrong));
    let mixed = sarif("schema-mixed", &mixed());
    let run = &mixed["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    for example in ["oakwood-academy", "county", "first-week"] {
        sarif("schema", &files_of(&root().join("examples").join(example)));
    }
}

#[test]
fn what_could_not_be_read_is_said_in_every_form() {
    let mut files = mixed();
    files.insert(
        "placements/p002-oak-farm.toml".into(),
        b"PK\x03\x04".to_vec(),
    );
    let log = sarif("unread", &files);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), 1);
    let github = run("unread-github", &files, &["--format", "github"]);
    assert_eq!(github.status, 4);
    let first = github.out.lines().next().unwrap();
    assert!(first.contains("could not be read"), "{first}");
    let junit = run("unread-junit", &files, &["--format", "junit"]);
    let document = roxmltree::Document::parse(&junit.out).unwrap();
    assert_eq!(document.root_element().attribute("errors"), Some("1"));
}

/// Lines above a finding may come and go; the fingerprints stay, and no two are
/// the same.
#[test]
fn a_result_is_known_again_when_its_line_moves() {
    let prints = |log: &Value| -> Vec<String> {
        let results = log["runs"][0]["results"].as_array().unwrap();
        let mut prints: Vec<String> = results
            .iter()
            .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].to_string())
            .collect();
        prints.sort();
        prints
    };
    let mut files = mixed();
    let before = sarif("prints", &files);
    for path in ["apcheck.toml", "placements/p001-oak-farm.toml"] {
        let moved = [b"# a remark\n\n".as_slice(), &files[path]].concat();
        files.insert(path.into(), moved);
    }
    let after = sarif("prints", &files);
    assert_ne!(before, after);
    assert_eq!(prints(&before), prints(&after));
    let mut unique = prints(&before);
    unique.dedup();
    assert_eq!(unique.len(), prints(&before).len());
}

/// Reasonable grounds are accepted; what was taken down as not done before is
/// not, so that no reader hides it.
#[test]
fn only_reasonable_grounds_suppress_a_result() {
    let log = sarif("suppressed", &mixed());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let mut found = Vec::new();
    for result in results {
        for suppression in result["suppressions"].as_array().unwrap() {
            assert_eq!(suppression["kind"], "inSource");
            let id = result["ruleId"].as_str().unwrap();
            found.push((id, suppression["status"].as_str().unwrap()));
        }
    }
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("behaviour-process", "underReview"),
            ("curriculum-plan", "accepted")
        ]
    );
}

#[test]
fn paths_are_those_of_the_repository_and_percent_encoded() {
    let scratch = Scratch::new("machines-repository");
    for (path, bytes) in mixed() {
        scratch.write(&format!("Schul é/a,b %20/{path}"), &bytes);
    }
    assert!(git(scratch.path(), &["init", "--quiet", "."]).0);
    let folder = scratch.path().join("Schul é/a,b %20");
    let log = validate(&folder, DAY, &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&log.out).unwrap();
    let uri = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        uri["artifactLocation"]["uri"],
        "Schul%20%C3%A9/a%2Cb%20%2520/apcheck.toml"
    );
    let github = validate(&folder, DAY, &["--format", "github"]);
    let line = github.out.lines().nth(1).unwrap();
    let file = "::error file=Schul é/a%2Cb %2520/apcheck.toml,line=3,col=1,";
    assert!(line.starts_with(file), "{line}");
}

/// What Jenkins' junit-10.xsd asks for: the attributes it requires, and no
/// others than it knows.
fn check_junit(text: &str) {
    const KNOWN: &[(&str, &[&str], &[&str])] = &[
        (
            "testsuites",
            &["name", "tests", "failures", "errors"],
            &["time"],
        ),
        (
            "testsuite",
            &["name", "tests", "failures", "errors"],
            &["skipped", "time", "timestamp", "package", "id", "file"],
        ),
        ("testcase", &["name"], &["time", "classname", "group"]),
        ("failure", &[], &["type", "message"]),
        ("error", &[], &["type", "message"]),
        ("skipped", &[], &["type", "message"]),
        ("system-out", &[], &[]),
    ];
    let document = roxmltree::Document::parse(text).unwrap();
    let mut names = std::collections::BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let tag = node.tag_name().name();
        let (_, required, optional) = KNOWN.iter().find(|known| known.0 == tag).unwrap();
        for name in *required {
            assert!(node.has_attribute(*name), "{tag} lacks {name}");
        }
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(
                required.contains(&name) || optional.contains(&name),
                "{tag} {name}"
            );
        }
        let count = |tag: &str| {
            let inside = node.descendants().filter(|node| node.has_tag_name(tag));
            inside.count().to_string()
        };
        if tag.starts_with("testsuite") {
            assert_eq!(node.attribute("tests"), Some(&*count("testcase")));
            assert_eq!(node.attribute("failures"), Some(&*count("failure")));
            assert_eq!(node.attribute("errors"), Some(&*count("error")));
        }
        if tag == "testcase" {
            let name = (node.attribute("classname"), node.attribute("name"));
            assert!(names.insert(name), "{name:?} is there twice");
        }
    }
}

#[test]
fn junit_keeps_to_what_its_readers_know() {
    check_junit(&run("junit-schema", &mixed(), &["--format", "junit"]).out);
    for (example, day) in [("oakwood-academy", DAY), ("county", "2026-11-16")] {
        let folder = root().join("examples").join(example);
        check_junit(&validate(&folder, day, &["--format", "junit"]).out);
    }
}

/// Without any finding there is still something that passed, for each record.
#[test]
fn without_a_finding_every_form_says_so() {
    let files = edited("").0;
    let junit = run("clean", &files, &["--format", "junit"]);
    assert_eq!(junit.status, 0);
    check_junit(&junit.out);
    let document = roxmltree::Document::parse(&junit.out).unwrap();
    let suites: Vec<_> = document
        .root_element()
        .children()
        .filter_map(|suite| suite.attribute("name"))
        .collect();
    assert_eq!(
        suites,
        ["apcheck", "school", "oak-farm", "p001-oak-farm", "p001"]
    );
    assert_eq!(document.root_element().attribute("failures"), Some("0"));
    let github = run("clean-github", &files, &["--format", "github"]);
    assert!(
        github
            .out
            .starts_with("::notice title=apcheck::Nothing found that falls short")
    );
    assert_eq!(github.out.lines().count(), 1);
    let log = sarif("clean-sarif", &files);
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn statistics_go_with_text_only() {
    let files = edited("").0;
    for form in ["concise", "json", "sarif", "github", "junit"] {
        let run = run("statistics", &files, &["--statistics", "--format", form]);
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert_eq!(
            run.err,
            "apcheck: --statistics only counts, as text; leave out --format, or --statistics\n"
        );
    }
}

/// Records in which keys, values and a file's name are what the three forms
/// write their own signs with.
fn hostile(text: &str, folder: &Path) -> Run {
    let mut files = edited("").0;
    let written = serde_json::to_string(text)
        .unwrap()
        .replace('\u{7f}', "\\u007F");
    let spoilt = format!("{written} = 1\nformat = {written}\n");
    let sound = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
    files.insert(
        "apcheck.toml".into(),
        sound.replace("format = 1\n", &spoilt).into_bytes(),
    );
    for (path, bytes) in &files {
        let full = folder.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, bytes).unwrap();
    }
    apcheck(folder, &["validate", "--as-of", DAY, "--format", "json"])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_text_comes_out_right(
        text in "(::error::|%0A|%|:|,|\n|\r|]]>|<b>|&amp;|\"|'|\u{1b}\\[31m|\u{9b}|\u{fffe}|😀|é|\\\\|\\]\\(http|##\\[error\\]|[a-z ]){1,8}"
    ) {
        let scratch = Scratch::new("machines-hostile");
        let json = hostile(&text, scratch.path());
        let json: Value = serde_json::from_str(&json.out).unwrap();
        let findings = json["findings"].as_array().unwrap();
        prop_assert!(!findings.is_empty());
        let of = |form| validate(scratch.path(), DAY, &["--format", form]).out;

        let github = of("github");
        prop_assert_eq!(github.lines().count(), findings.len() + 1);
        for line in github.lines() {
            prop_assert!(line.starts_with("::error ") || line.starts_with("::notice "));
            prop_assert!(!line.contains(|c: char| c.is_control()));
            let (properties, _) = line[2..].split_once("::").unwrap();
            prop_assert!(!properties.contains("title=") || properties.matches("title=").count() == 1);
        }

        let junit = of("junit");
        check_junit(&junit);
        let document = roxmltree::Document::parse(&junit).unwrap();
        let messages: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name("failure") || node.has_tag_name("skipped"))
            .filter_map(|node| node.attribute("message"))
            .collect();
        prop_assert_eq!(messages.len(), findings.len());
        for finding in findings {
            let message = finding["message"].as_str().unwrap();
            let plain = apcheck::render::clean(message).replace(['\u{fffe}', '\u{ffff}'], "?");
            prop_assert!(messages.contains(&plain.as_str()), "{:?} is not among {:?}", plain, messages);
        }

        let log: Value = serde_json::from_str(&of("sarif")).unwrap();
        prop_assert!(sarif_schema().is_valid(&log));
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let text = result["message"]["text"].as_str().unwrap();
            prop_assert!(!text.contains("]("));
        }
    }
}
