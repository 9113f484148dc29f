//! Who may use whom: the drawing of docs/architecture.md as a test.

use crate::support::{files_of, root};

/// Each module, and the modules of ours it may use beside itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("processors", &[]),
    ("source", &[]),
    ("calendar", &["source"]),
    ("records", &["source", "calendar"]),
    ("load", &["processors", "source", "records"]),
    ("attendance", &["source", "calendar", "records"]),
    ("rulebook", &["source", "calendar", "records", "computed"]),
    (
        "assess",
        &[
            "source",
            "calendar",
            "records",
            "attendance",
            "rulebook",
            "computed",
        ],
    ),
    (
        "computed",
        &[
            "source",
            "calendar",
            "records",
            "attendance",
            "rulebook",
            "assess",
        ],
    ),
    (
        "views",
        &[
            "processors",
            "source",
            "calendar",
            "records",
            "attendance",
            "rulebook",
            "assess",
        ],
    ),
    (
        "render",
        &["source", "calendar", "attendance", "rulebook", "views"],
    ),
    ("edit", &["source", "calendar", "records", "load"]),
    (
        "import",
        &["source", "calendar", "records", "attendance", "edit"],
    ),
    (
        "cli",
        &[
            "source",
            "calendar",
            "records",
            "load",
            "edit",
            "import",
            "attendance",
            "rulebook",
            "assess",
            "views",
            "render",
        ],
    ),
];

/// Crates that only some modules may use.
const DOORS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anyhow", &["cli"]),
    ("anstream", &["cli"]),
    ("terminal_size", &["cli"]),
    ("signal_hook", &["cli"]),
    ("comfy_table", &["render"]),
    ("annotate_snippets", &["render"]),
    ("serde", &["render"]),
    ("serde_json", &["render"]),
    ("csv", &["render"]),
    ("calcard", &["render"]),
    ("percent_encoding", &["render"]),
    ("quick_xml", &["render"]),
    ("calamine", &["import"]),
    ("maud", &["render"]),
    ("rust_xlsxwriter", &["render"]),
    ("toml", &["records"]),
    ("tempfile", &["edit"]),
    ("strsim", &["records"]),
];

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn each_module_uses_only_what_the_drawing_allows() {
    let mut wrong = Vec::new();
    for (path, bytes) in files_of(&root().join("src")) {
        let module = module_of(&path).to_owned();
        if !path.ends_with(".rs") || module == "main" || module == "lib" {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{path} is in no module of the drawing"));
        let text = String::from_utf8(bytes).unwrap();
        for (number, line) in text.lines().enumerate() {
            for used in line.split("crate::").skip(1) {
                let used: String = used
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if used != module && !allowed.contains(&used.as_str()) {
                    wrong.push(format!(
                        "{path}:{}: {module} may not use {used}",
                        number + 1
                    ));
                }
            }
            for (door, modules) in DOORS {
                if line.contains(&format!("{door}::"))
                    && !line.contains("crate::")
                    && !modules.contains(&module.as_str())
                {
                    wrong.push(format!(
                        "{path}:{}: {module} may not use {door}",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_holds_more_than_one_idea() {
    for (path, bytes) in files_of(&root().join("src")) {
        let name = path.rsplit('/').next().unwrap();
        assert!(
            !["utils.rs", "helpers.rs", "common_code.rs", "misc.rs"].contains(&name),
            "{path}"
        );
        assert!(
            !path.ends_with(".rs") || !bytes.is_empty(),
            "{path} is empty"
        );
    }
}
