//! The pages in a browser: nothing on the console, nothing asked of the network,
//! no scrolling sideways on a telephone, nothing that axe-core finds serious, no
//! heading alone at the foot of a printed page.
//!
//! It needs Chromium, node and `npm ci` in tests/browser, as `.ci/run` has them;
//! where they are not, it says so and looks at nothing.

use crate::reports::hostile;
use crate::support::{DAY, Scratch, apcheck, root, run};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is looked at, each as the arguments that make it.
const PAGES: [&[&str]; 12] = [
    &["report", "inspection"],
    &["report", "governors"],
    &["report", "governors", "--public"],
    &["report", "checklist", "annex-b", "larkfield-farm"],
    &["report", "placement", "p003-larkfield-farm"],
    &["report", "provider", "larkfield-farm"],
    &["progress", "--format", "html"],
    &["attendance", "--risk", "--format", "html"],
    &[
        "form",
        "off-site-direction-notice",
        "p005-fosse-lane-pru",
        "--format",
        "html",
    ],
    &["register", "--format", "html"],
    &["due", "--format", "html"],
    &["compliance", "p003-larkfield-farm", "--format", "html"],
];

/// The same of records in which every name tries to get out of its place.
const HOSTILE_PAGES: [&[&str]; 2] = [&["report", "inspection"], &["report", "governors"]];

#[test]
fn pages_are_sound_in_a_browser() {
    let Some(chromium) = chromium() else {
        return;
    };
    let scratch = Scratch::new("pages");
    let oakwood = root().join("examples/oakwood-academy");
    let records = Scratch::with("hostile-pages", &hostile());
    let mut pages = Vec::new();
    for arguments in PAGES {
        pages.push(made(&oakwood, arguments, &scratch, pages.len()));
    }
    for arguments in HOSTILE_PAGES {
        pages.push(made(records.path(), arguments, &scratch, pages.len()));
    }
    let found = look(&chromium, &pages);
    let wrong: Vec<_> = found
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, wrong)| !wrong.as_array().unwrap().is_empty())
        .collect();
    assert_eq!(found.as_object().unwrap().len(), pages.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// So that a test that finds nothing is not one that looks at nothing.
#[test]
fn what_is_wrong_with_a_page_is_found() {
    let Some(chromium) = chromium() else {
        return;
    };
    let scratch = Scratch::new("bad-page");
    let bad = "<!DOCTYPE html><html><body><h1>Bad</h1><img src='http://host.example/x.png'>\
        <script>console.log('said')</script><p style='width:900px;color:#eee;background:#fff'>wide</p>\
        <div style='height:24.3cm'></div><h2>Alone</h2><p style='break-before:page'>after</p></body></html>";
    scratch.write("bad.html", bad.as_bytes());
    let page = scratch.path().join("bad.html");
    let found = look(&chromium, std::slice::from_ref(&page));
    let found = found[page.to_str().unwrap()].to_string();
    for what in [
        "console: said",
        "request: http://host.example/x.png",
        "scrolls sideways",
        "color-contrast",
        "image-alt",
        "page 1 ends with a heading: Alone",
    ] {
        assert!(found.contains(what), "{what} is not in {found}");
    }
}

fn made(records: &Path, arguments: &[&str], scratch: &Scratch, number: usize) -> PathBuf {
    let run = apcheck(records, &[arguments, &["--as-of", DAY]].concat());
    assert!(matches!(run.status, 0 | 4), "{arguments:?}: {}", run.err);
    let name = format!("{number}-{}.html", arguments[0]);
    scratch.write(&name, run.out.as_bytes());
    scratch.path().join(name)
}

fn look(chromium: &Path, pages: &[PathBuf]) -> Value {
    let script = root().join("tests/browser/look.mjs");
    let run = run(
        Command::new("node").arg(script).arg(chromium).args(pages),
        "",
    );
    assert_eq!(run.status, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// Where Chromium is; says what is missing, and in CI fails for it.
fn chromium() -> Option<PathBuf> {
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    let chromium = std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| places.iter().map(PathBuf::from).find(|path| path.exists()));
    let axe = root().join("tests/browser/node_modules/axe-core");
    let missing = match (&chromium, fs::exists(axe).unwrap()) {
        (Some(_), true) => return chromium,
        (None, _) => "Chromium is not on this computer",
        (_, false) => "`npm ci --prefix tests/browser` has not been run",
    };
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    let said = format!("\nthe pages are not looked at in a browser: {missing}\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    None
}
