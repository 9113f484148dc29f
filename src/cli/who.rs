//! Who is at the keyboard: the person under `[people]` whose e-mail git knows.

use super::Session;
use super::git::run;
use crate::records::Value;
use anyhow::{anyhow, bail};
use std::path::Path;

impl Session {
    /// The key of a person: the one given, or of whoever git says it is.
    pub(super) fn by(&self, given: Option<&str>) -> anyhow::Result<String> {
        if let Some(key) = given {
            self.check_person(key)?;
            return Ok(key.to_owned());
        }
        let email = email(self.folder.root())?;
        let people = self.records.commissioner.table.table("people");
        let has_it = |person: &Value| {
            let recorded = person
                .table()
                .and_then(|person| person.text("email").known());
            recorded.is_some_and(|recorded| recorded.trim().eq_ignore_ascii_case(&email))
        };
        let found: Vec<&str> = people
            .into_iter()
            .flat_map(|people| &people.entries)
            .filter(|entry| has_it(&entry.value))
            .map(|entry| &*entry.key)
            .collect();
        match found[..] {
            [key] => Ok(key.to_owned()),
            [] => Err(anyhow!(
                "nobody under [people] in apcheck.toml has the e-mail that git knows you by, {email}; say who with --by, or add it there: email = \"{email}\""
            )),
            _ => Err(anyhow!(
                "{} have the e-mail that git knows you by, {email}; say who with --by",
                crate::records::listed(&found).replace(" or ", " and ")
            )),
        }
    }
}

/// What `git config user.email` says in the records folder.
fn email(folder: &Path) -> anyhow::Result<String> {
    let output = run(folder, &["config", "user.email"])
        .map_err(|why| anyhow!("{why}, so it cannot be asked who you are; say who with --by"))?;
    let email = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if email.is_empty() {
        bail!(
            "git does not know your e-mail, so it cannot say who you are; say who with --by, or tell git once: git config user.email you@school.example"
        );
    }
    Ok(email)
}
