//! Where the records are fetched from and sent to.

use super::super::git::asked;
use crate::views::doctor::{Asked, Remote};
use std::path::Path;

/// Every address of every remote, by name; one for fetching that is for sending
/// too stands there once.
pub(super) fn remotes(folder: &Path) -> Asked<Vec<Remote>> {
    let names = told(folder, &["remote"])?;
    let mut remotes = Vec::new();
    for name in names.lines() {
        let fetched = told(folder, &["remote", "get-url", "--all", name])?;
        let sent = told(folder, &["remote", "get-url", "--push", "--all", name])?;
        let mut addresses: Vec<&str> = fetched.lines().chain(sent.lines()).collect();
        addresses.sort_unstable();
        addresses.dedup();
        remotes.extend(addresses.iter().map(|address| Remote {
            name: name.to_owned(),
            address: (*address).to_owned(),
        }));
    }
    Ok(remotes)
}

/// What git says of its remotes. Its own words on an error may repeat an
/// address, and so are not.
fn told(folder: &Path, arguments: &[&str]) -> Asked<String> {
    let answered = asked(folder, arguments).map_err(|why| why.to_string())?;
    let given = answered.given();
    given.map_err(|_| "git does not say where its remotes are".to_owned())
}
