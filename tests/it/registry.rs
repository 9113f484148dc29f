//! What makes the rulebook complete: a source, a reason, a remedy, a failing
//! fixture and a passing one for every requirement, and a checklist that asks.

use crate::requirements::fixtures;
use crate::support::{apcheck, golden, root};
use apcheck::records::{Field, Kind, Shape, fields};
use apcheck::render;
use apcheck::rulebook::example::{Expected, examples};
use apcheck::rulebook::{Check, Rulebook};
use apcheck::views::explained::explained;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[test]
fn every_requirement_is_whole() {
    for requirement in Rulebook::built_in().requirements.values() {
        let id = &requirement.id;
        assert!(
            id.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{id}"
        );
        assert!(!requirement.sources.is_empty(), "{id} has no source");
        for (what, text) in [
            ("title", &requirement.title),
            ("why", &requirement.why),
            ("fix", &requirement.fix),
        ] {
            assert!(text.len() > 3, "{id} has no {what}");
        }
        assert!(
            !requirement.title.ends_with('.'),
            "{id}: the title is a phrase"
        );
        assert!(
            requirement.fix.ends_with('.') && requirement.why.ends_with('.'),
            "{id}: why and fix are sentences"
        );
        for source in &requirement.sources {
            assert!(
                !source.contains("paragraph"),
                "{id}: sources are cited by section, not by paragraph"
            );
        }
    }
}

/// Examples beside the requirement; of a fault of the records, a folder of edits
/// with the whole text.
#[test]
fn every_requirement_has_a_failing_and_a_passing_fixture() {
    let rulebook = Rulebook::built_in();
    let folders: BTreeSet<String> = fixtures().into_iter().map(|(id, _)| id).collect();
    let stale: Vec<_> = folders
        .iter()
        .filter(|id| rulebook.requirement(id).is_none())
        .collect();
    assert!(
        stale.is_empty(),
        "fixtures of requirements that do not exist: {stale:?}"
    );
    let examples = examples();
    let has = |id: &str, expected: Expected| {
        let mut of = examples.get(id).into_iter().flatten();
        of.any(|example| example.expected == expected)
    };
    let missing: Vec<_> = rulebook
        .requirements
        .iter()
        .filter(|(id, requirement)| match requirement.check {
            Check::Record => !folders.contains(*id),
            _ => !(has(id, Expected::Pass) && has(id, Expected::Fail)),
        })
        .map(|(id, _)| id)
        .collect();
    assert!(missing.is_empty(), "without a fixture: {missing:?}");
}

#[test]
fn every_requirement_stands_in_a_checklist_and_every_item_has_a_requirement() {
    let rulebook = Rulebook::built_in();
    for requirement in rulebook.requirements.values() {
        // The law itself is made of requirements; a document must ask too.
        let asked = rulebook.asked_by(&requirement.id);
        let documents = asked.iter().any(|name| *name != "law");
        assert!(documents, "no document asks for {}", requirement.id);
    }
    for checklist in rulebook.checklists.values() {
        assert!(!checklist.sections.is_empty(), "{}", checklist.name);
        for item in checklist.items() {
            assert!(
                !item.requires.is_empty(),
                "{}: {}",
                checklist.name,
                item.text
            );
            assert!(
                item.text.len() > 3 && !item.text.ends_with('.'),
                "{}: {}",
                checklist.name,
                item.text
            );
        }
    }
}

/// A document's checklist asks only for what cites the document.
#[test]
fn what_a_document_asks_for_cites_it() {
    let documents = [
        ("annex-a", "A school's alternative provision policy"),
        ("annex-b", "A school's alternative provision policy"),
        ("ap-policy-2026", "A school's alternative provision policy"),
        (
            "arranging-ap-2025",
            "Arranging alternative provision (DfE, February 2025)",
        ),
        ("cpoms-joint-working", "CPOMS"),
        ("devon-omg-56", "Devon One Minute Guide 56"),
        ("inspection-expectations", "Close the Gaps"),
        ("kcsie-2025", "Keeping children safe in education 2025"),
        (
            "leicestershire-handbook",
            "Leicestershire alternative provision handbook",
        ),
        (
            "national-standards-2025",
            "Non-school alternative provision: voluntary national standards",
        ),
    ];
    let rulebook = Rulebook::built_in();
    for (name, document) in documents {
        for item in rulebook.checklists[name].items() {
            // What is not known of the standards stands on the school's own judgement.
            if item.text.contains("was not available") {
                continue;
            }
            for id in &item.requires {
                let cites = rulebook.requirements[id]
                    .sources
                    .iter()
                    .any(|source| source.starts_with(document));
                assert!(cites, "{name} asks for {id}, which does not cite it");
            }
        }
    }
}

/// Words that staff would have to ask about, or that we never claim.
#[test]
fn the_words_are_those_of_school_staff() {
    let never = [
        "regex",
        "boolean",
        "null",
        "array",
        "parse",
        "illegal",
        "ready to start",
        "TOML",
        "string",
        "shared/",
        "standing",
        "rhythm",
        "lapse",
    ];
    for requirement in Rulebook::built_in().requirements.values() {
        if matches!(requirement.check, Check::Record) {
            continue;
        }
        for text in [&requirement.title, &requirement.why, &requirement.fix] {
            for word in never {
                assert!(!text.contains(word), "{}: {word}: {text}", requirement.id);
            }
            for sentence in text.split(['.', ';', ':']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 40, "{}: {words} words: {sentence}", requirement.id);
            }
        }
    }
}

/// docs/requirements/ and docs/checklists/ have a page each, and
/// docs/requirements.md is one table of everything; all of it is what
/// `apcheck explain --format md` prints.
#[test]
fn the_pages_of_requirements_and_checklists_are_up_to_date() {
    let rulebook = Rulebook::built_in();
    let examples = examples();
    let docs = root().join("docs");
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for (id, requirement) in &rulebook.requirements {
        let examples = examples.get(id).map_or(&[][..], Vec::as_slice);
        let page = render::explained_markdown(&explained(&rulebook, requirement, examples));
        pages.insert(format!("requirements/{id}.md"), page);
    }
    for (name, checklist) in &rulebook.checklists {
        let page = render::checklist_markdown(&rulebook, checklist);
        pages.insert(format!("checklists/{name}.md"), page);
    }
    for (path, page) in &pages {
        golden(&docs.join(path), page);
    }
    for folder in ["requirements", "checklists"] {
        for entry in fs::read_dir(docs.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            assert!(pages.contains_key(&path), "docs/{path} is stale");
        }
    }
    // The program prints the same.
    let printed = |of: &str| {
        let run = apcheck(&std::env::temp_dir(), &["explain", of, "--format", "md"]);
        assert_eq!(run.status, 0, "{}", run.err);
        run.out
    };
    golden(&docs.join("requirements.md"), &printed("--all"));
    assert_eq!(
        printed("risk-assessment"),
        pages["requirements/risk-assessment.md"]
    );
    assert_eq!(printed("devon-omg-56"), pages["checklists/devon-omg-56.md"]);
}

/// docs/records.md is made from the table of fields.
#[test]
fn the_page_of_records_is_up_to_date() {
    let mut page = String::from(
        "# The records\n\nEvery field there is, made from the table of fields in `src/records/fields/`. \
         `UPDATE_GOLDEN=1 cargo test` writes this page.\n\n\
         A file's name is the record's id: small letters a to z, digits and hyphens. A date is written 2026-09-01, a time 09:30. \
         Only what is marked *needed* must be there for the record to be read; whatever a checklist asks for and is not there is a finding.\n\n\
         A field that cannot be read is a finding, and nothing is said of what rests on it.\n",
    );
    let kinds: [(&str, &'static Shape); 5] = [
        ("The school: `apcheck.toml`", &fields::COMMISSIONER),
        ("A provider: `providers/<id>.toml`", &fields::PROVIDER),
        ("A placement: `placements/<id>.toml`", &fields::PLACEMENT),
        ("A checklist: `checklists/<name>.toml`", &fields::CHECKLIST),
        ("A mapping: `mappings/<name>.toml`", &fields::MAPPING),
    ];
    let mut shown = BTreeSet::new();
    for (title, shape) in kinds {
        page.push_str(&format!("\n## {title}\n"));
        page_of(shape, "", &mut page, &mut shown);
    }
    page.push_str(
        "\n## A register: `attendance/<placement>.csv`\n\nThe first line names the columns: `date,am,pm,minutes-late,note`. \
         One line is one school day; a cell is empty for a session that is not at the provider.\n\n\
         | mark | meaning | counts as |\n| --- | --- | --- |\n",
    );
    for code in apcheck::attendance::CODES
        .iter()
        .filter(|code| code.is_the_providers())
    {
        let class = match code.class {
            apcheck::attendance::Class::Attending => "attended",
            apcheck::attendance::Class::AuthorisedAbsence => "authorised absence",
            apcheck::attendance::Class::UnauthorisedAbsence => "unauthorised absence",
            _ => "not possible",
        };
        page.push_str(&format!(
            "| `{}` | {} | {class} |\n",
            code.mark, code.meaning
        ));
    }
    page.push_str("\nThe codes B, D, K, P, V, W, Z and # are entered by the home school and are a fault here. H, J and Y were withdrawn on 19 August 2024.\n");
    page.push_str(NAMES_AND_FILES);
    golden(&root().join("docs/records.md"), &page);
}

/// What is no record, and is read beside them.
const NAMES_AND_FILES: &str = "
## Names: `names.csv`

Who the pupils are, beside `apcheck.toml`: `ref,name,born,upn`, a line a pupil. It is read to match a file that calls pupils by name or UPN, and for the first name and initial on a return sheet; nothing else of it is ever printed, and it is written nowhere. It must not be in git: `apcheck init` has it left out. Nothing but such matching needs it.

## Files that `apcheck import attendance` reads

CSV (comma, semicolon or tab; UTF-8 or Windows-1252) or an Excel workbook (.xlsx), in one of three shapes:

| shape | a row is | for example |
| --- | --- | --- |
| `long` | a pupil and a day, or a pupil and a session | `ref,date,am,pm,minutes-late,note` or `ref,date,session,mark` |
| `wide` | a pupil; each column is a day or a session | `ref`, `14/09/2026 AM`, `14/09/2026 PM`; or the dates in one row and AM, PM in the next; or `Mon AM` under a *Week beginning* |
| `string` | a pupil, a first day and a string of marks, two a day | `ref,start,marks` |

A file with these columns is read as it is, and so is a return sheet; for any other, a mapping says which column is what. Titles may stand above the headings. A cell for a whole day is for the sessions that are due that day. An empty cell, and `-`, say nothing. Present is written `/` in the register, in the morning and the afternoon.
";

fn page_of(
    shape: &'static Shape,
    path: &str,
    page: &mut String,
    shown: &mut BTreeSet<&'static str>,
) {
    let name = if path.is_empty() {
        String::new()
    } else {
        format!("\n### `{path}`\n")
    };
    page.push_str(&format!(
        "{name}\n| field | holds | meaning | example |\n| --- | --- | --- | --- |\n"
    ));
    for field in shape.fields {
        let needed = if field.required { " *(needed)*" } else { "" };
        let example = if field.example.is_empty() {
            String::new()
        } else {
            format!("`{}`", field.example.replace('|', "\\|"))
        };
        page.push_str(&format!(
            "| `{}` | {}{needed} | {} | {example} |\n",
            field.name,
            held(&field.kind),
            field.meaning
        ));
    }
    for field in shape.fields {
        inner(field, path, page, shown);
    }
}

fn inner(field: &'static Field, path: &str, page: &mut String, shown: &mut BTreeSet<&'static str>) {
    let here = if path.is_empty() {
        field.name.to_owned()
    } else {
        format!("{path}.{}", field.name)
    };
    let mut kind = &field.kind;
    while let Kind::Map(held) | Kind::List(held) = kind {
        kind = held;
    }
    if let Kind::Table(shape) | Kind::Tables(shape) | Kind::Lines(shape) = kind
        && shown.insert(shape.name)
    {
        page_of(shape, &here, page, shown);
    }
}

fn held(kind: &Kind) -> String {
    match kind {
        Kind::Text => "words".into(),
        Kind::Word(words) => words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", "),
        Kind::Date => "a date".into(),
        Kind::Month => "a month".into(),
        Kind::Time => "a time".into(),
        Kind::Whole => "a whole number".into(),
        Kind::Number => "a number".into(),
        Kind::Percent => "per cent".into(),
        Kind::Flag => "true or false".into(),
        Kind::Answer => "true, false or words".into(),
        Kind::Reference(to) => format!("the key of a {}", format!("{to:?}").to_lowercase()),
        Kind::Whereabouts => "ap, school, home, remote, or a placement's id".into(),
        Kind::List(inner) => format!("a list: {}", held(inner)),
        Kind::Table(shape) => format!("a table: {}", shape.name),
        Kind::Partial(shape) => format!("a part of {}", shape.name),
        Kind::Tables(shape) => format!("an array of tables, newest last: {}", shape.name),
        Kind::Map(inner) => format!("a table with keys of one's own: {}", held(inner)),
        Kind::Lines(_) => "a line, or an array of lines, oldest first".into(),
        Kind::Free => "see docs/adding-a-requirement.md".into(),
    }
}
