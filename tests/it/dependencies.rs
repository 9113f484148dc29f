//! What apcheck is built from: whose licence, in which version, and why.

use crate::support::root;
use serde_json::Value;
use spdx::{Expression, LicenseReq, Licensee, ParseMode};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

fn toml_of(path: &str) -> toml::Table {
    fs::read_to_string(root().join(path))
        .unwrap()
        .parse()
        .unwrap()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}: {err}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every crate of this system's build and of the tests, which are all that
/// building has brought here: nothing is asked of the network.
fn metadata() -> Value {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let text = cargo(&[
        "metadata",
        "--locked",
        "--offline",
        "--format-version",
        "1",
        "--filter-platform",
        host.unwrap(),
    ]);
    serde_json::from_str(&text).unwrap()
}

fn allowed() -> Vec<Licensee> {
    let deny = toml_of(".cargo/deny.toml");
    let allow = deny["licenses"]["allow"].as_array().unwrap();
    allow
        .iter()
        .map(|licence| Licensee::parse(licence.as_str().unwrap()).unwrap())
        .collect()
}

/// Why a licence is not one that is allowed; `None` where it is.
fn refused(licence: &str, allowed: &[Licensee]) -> Option<String> {
    // Older crates write `MIT/Apache-2.0`.
    let expression = match Expression::parse_mode(licence, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(why) => return Some(why.reason.to_string()),
    };
    let is_allowed = |asked: &LicenseReq| allowed.iter().any(|licence| licence.satisfies(asked));
    (!expression.evaluate(is_allowed)).then(|| format!("{licence} is not allowed"))
}

#[test]
fn every_licence_is_permissive() {
    let allowed = allowed();
    for licence in &allowed {
        let id = licence.as_ref().license.id().unwrap();
        assert!(!id.is_copyleft(), "{}", id.name);
    }
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "{}", packages.len());
    let wrong: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or_default();
            let why = refused(licence, &allowed)?;
            Some(format!("{} {}: {why}", package["name"], package["version"]))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a licence says is read as it is meant.
#[test]
fn a_licence_that_is_not_allowed_is_refused() {
    let allowed = allowed();
    for licence in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
    ] {
        assert_eq!(refused(licence, &allowed), None, "{licence}");
    }
    for licence in [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MPL-2.0",
        "no licence at all",
    ] {
        assert!(refused(licence, &allowed).is_some(), "{licence}");
    }
}

/// Over the whole of Cargo.lock, for every system.
#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let lock = toml_of("Cargo.lock");
    for package in lock["package"].as_array().unwrap() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        versions
            .entry(text("name"))
            .or_default()
            .insert(text("version"));
        let source = package.get("source").and_then(toml::Value::as_str);
        let is_ours = package["name"].as_str() == Some("apcheck");
        assert!(
            is_ours || source == Some("registry+https://github.com/rust-lang/crates.io-index"),
            "{package:?}"
        );
    }
    let deny = toml_of(".cargo/deny.toml");
    let mut skipped = BTreeMap::new();
    for skip in deny["bans"]["skip"].as_array().unwrap() {
        let (name, version) = skip["crate"].as_str().unwrap().split_once('@').unwrap();
        assert!(!skip["reason"].as_str().unwrap().is_empty(), "{skip:?}");
        skipped.insert(name, version);
    }
    for (name, versions) in &versions {
        let mut others = versions.clone();
        if let Some(skipped) = skipped.remove(name.as_str()) {
            let of_skipped = |version: &String| version.starts_with(&format!("{skipped}."));
            assert!(
                others.iter().any(of_skipped),
                "{name} {skipped} is not there any more"
            );
            others.retain(|version| !of_skipped(version));
        }
        assert!(
            others.len() == 1,
            "{name} is there as {versions:?}; say why in .cargo/deny.toml"
        );
    }
    assert!(skipped.is_empty(), "{skipped:?} are not there any more");
}

#[test]
fn nothing_of_ours_is_unsafe() {
    let manifest = toml_of("Cargo.toml");
    assert_eq!(
        manifest["lints"]["rust"]["unsafe_code"].as_str(),
        Some("forbid")
    );
}

/// A dependency has a line that says what we would otherwise have written.
#[test]
fn the_changelog_names_every_dependency() {
    let changelog = fs::read_to_string(root().join("docs/changelog.md")).unwrap();
    let rows = changelog.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = rows.filter(|row| !row.starts_with("---"));
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for row in rows {
        let mut cells = row.split(" | ");
        let (names, instead) = (cells.next().unwrap(), cells.next().unwrap_or_default());
        assert!(instead.trim_end_matches(" |").len() > 3, "{row}");
        let names = names.split(" (").next().unwrap();
        named.extend(names.split(", "));
    }
    let manifest = toml_of("Cargo.toml");
    for table in ["dependencies", "dev-dependencies"] {
        for name in manifest[table].as_table().unwrap().keys() {
            assert!(
                named.contains(name.as_str()),
                "{name} has no line in docs/changelog.md"
            );
        }
    }
}
