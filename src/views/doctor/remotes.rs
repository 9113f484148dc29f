//! Where the records are sent to, as the addresses have it. Nothing is asked of
//! a server.

use super::{Area, Finding, Git, Remote, State};

/// Places where anybody may have an account, and whoever owns a repository
/// chooses whether the world sees it.
const HOSTS: [&str; 6] = [
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "dev.azure.com",
    "visualstudio.com",
];

/// Ways that can be read on the way there.
const OPEN: [&str; 3] = ["http", "git", "ftp"];

/// A user's name as long as this in an address is a token.
const TOKEN: usize = 20;

pub(super) fn findings(git: &Git) -> Vec<Finding> {
    let Git::Here(tree) = git else {
        return Vec::new();
    };
    let remotes = match &tree.remotes {
        Ok(remotes) if !remotes.is_empty() => remotes,
        Ok(_) => {
            return vec![
                finding("remotes", State::ToLookAt, "The repository is copied nowhere else (it has no remote).")
                    .next("Look whether the folder is backed up in another way; if not, everything is lost with this computer."),
            ];
        }
        Err(why) => {
            let what = "where the records are sent";
            return vec![Finding::unknown(Area::Copies, "remotes", what, why)];
        }
    };
    remotes.iter().flat_map(of).collect()
}

fn finding(id: &'static str, state: State, found: impl Into<String>) -> Finding {
    Finding::new(Area::Copies, id, state, found)
}

/// How a remote is reached, and whether its address has a secret in it.
fn of(remote: &Remote) -> Vec<Finding> {
    let address = Address::of(&remote.address);
    let called = format!("The remote {} ({})", remote.name, address.printable());
    let mut findings = vec![reached(&address, &remote.name, &called)];
    if address.has_secret {
        findings.push(
            finding("credentials", State::ToDo, format!("{called} has a password or a token in its address, which can be read in .git/config."))
                .next(format!(
                    "Make that password or token invalid where it was given out, then run `git remote set-url {} ADDRESS` with the address without it; git asks for a new one, and a credential helper keeps it.",
                    remote.name
                )),
        );
    }
    findings
}

fn reached(address: &Address<'_>, name: &str, called: &str) -> Finding {
    const ID: &str = "remotes";
    match address.way {
        Way::Folder => finding(ID, State::InOrder, format!("{called} is a folder on this computer or a drive of it.")),
        Way::Unknown => finding(ID, State::ToLookAt, format!("{called} is reached in a way that is not known here."))
            .next("Look whether what is sent there is encrypted, and who can read it there."),
        Way::Scheme(scheme) if OPEN.contains(&scheme) => finding(
            ID,
            State::ToDo,
            format!("{called} is reached without encryption ({scheme}://), so whoever is on the way can read the records."),
        )
        .next(format!("Run `git remote set-url {name} ADDRESS` with an address that begins with https:// or ssh://.")),
        Way::Scheme("https" | "ssh" | "git+ssh" | "ssh+git") => match address.public_host() {
            Some(host) => finding(ID, State::ToLookAt, format!("{called} is at {host}, where a repository can be public; that cannot be seen from here."))
                .next(format!("Look at {host} whether the repository is private, and who has access to it.")),
            None => finding(ID, State::InOrder, format!("{called} is reached with encryption.")),
        },
        Way::Scheme(scheme) => finding(ID, State::ToLookAt, format!("{called} is reached by {scheme}, which is not known here."))
            .next("Look whether what is sent there is encrypted, and who can read it there."),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way<'a> {
    Scheme(&'a str),
    /// A path.
    Folder,
    /// A helper program of git's.
    Unknown,
}

/// An address as git takes it: `https://host/path`, `user@host:path`, a path.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    way: Way<'a>,
    host: &'a str,
    path: &'a str,
    has_secret: bool,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Address<'a> {
        if let Some((scheme, rest)) = text.split_once("://") {
            return Address::with_scheme(scheme, rest);
        }
        if text.contains("::") {
            return Address {
                way: Way::Unknown,
                host: "",
                path: "",
                has_secret: false,
            };
        }
        let folder = Address {
            way: Way::Folder,
            host: "",
            path: text,
            has_secret: false,
        };
        // `C:\records` is a path.
        match text.split_once(':') {
            Some((host, path)) if host.len() > 1 && !host.contains('/') => {
                let (user, host) = parted(host);
                Address {
                    way: Way::Scheme("ssh"),
                    host,
                    path,
                    has_secret: is_secret("ssh", user),
                }
            }
            _ => folder,
        }
    }

    fn with_scheme(scheme: &'a str, rest: &'a str) -> Address<'a> {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, host) = parted(host);
        let way = match scheme {
            "file" => Way::Folder,
            scheme => Way::Scheme(scheme),
        };
        Address {
            way,
            host,
            path,
            has_secret: is_secret(scheme, user),
        }
    }

    /// The address without whoever signs in, and without what is asked for
    /// behind a question mark, since both can be secret.
    fn printable(&self) -> String {
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        match self.way {
            Way::Scheme(scheme) => {
                let between = if path.is_empty() || path.starts_with('/') {
                    ""
                } else {
                    "/"
                };
                format!("{scheme}://{}{between}{path}", self.host)
            }
            Way::Folder => path.to_owned(),
            Way::Unknown => "a helper of git's".to_owned(),
        }
    }

    fn public_host(&self) -> Option<&'static str> {
        let host = self
            .host
            .split(':')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let mut hosts = HOSTS.into_iter();
        hosts.find(|public| {
            let before = host.strip_suffix(public);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// Whoever signs in, and the host.
fn parted(text: &str) -> (&str, &str) {
    text.rsplit_once('@').unwrap_or(("", text))
}

/// Whether whoever signs in gives a password away: one behind a colon, or a
/// token in the place of the name.
fn is_secret(scheme: &str, user: &str) -> bool {
    let password = user
        .split_once(':')
        .is_some_and(|(_, password)| !password.is_empty());
    password || scheme.starts_with("http") && user.len() >= TOKEN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(address: &str) -> Vec<(State, String)> {
        let remote = Remote {
            name: "origin".into(),
            address: address.into(),
        };
        of(&remote)
            .into_iter()
            .map(|finding| (finding.state, finding.found))
            .collect()
    }

    #[test]
    fn addresses_are_told_apart() {
        for (address, state) in [
            ("https://git.school.example/ap.git", State::InOrder),
            ("git@git.school.example:ap.git", State::InOrder),
            ("ssh://git.school.example:2222/ap.git", State::InOrder),
            ("/srv/git/ap.git", State::InOrder),
            ("C:\\records", State::InOrder),
            ("file:///srv/git/ap.git", State::InOrder),
            ("http://git.school.example/ap.git", State::ToDo),
            ("git://git.school.example/ap.git", State::ToDo),
            ("git@github.com:oakwood/ap.git", State::ToLookAt),
            (
                "ssh://git@ssh.github.com:443/oakwood/ap.git",
                State::ToLookAt,
            ),
            ("https://GitLab.com/oakwood/ap", State::ToLookAt),
            ("https://notgithub.com/oakwood/ap", State::InOrder),
            ("ext::some program", State::ToLookAt),
            ("rsync://host/ap", State::ToLookAt),
            ("", State::InOrder),
        ] {
            assert_eq!(said(address)[0].0, state, "{address}");
            assert_eq!(said(address).len(), 1, "{address}");
        }
    }

    #[test]
    fn a_secret_is_found_and_not_repeated() {
        for address in [
            "https://oak:s3cr3t@git.school.example/ap.git",
            "https://s3cr3t0123456789abcdef@git.school.example/ap.git",
            "https://oak:s3c@r3t@git.school.example/ap.git?key=s3cr3t",
            "ssh://oak:s3cr3t@git.school.example/ap.git",
        ] {
            let said = said(address);
            assert_eq!(said.len(), 2, "{address}");
            let texts = format!("{said:?}");
            assert!(!texts.contains("s3c") && !texts.contains("oak"), "{texts}");
            assert!(texts.contains("git.school.example/ap.git"), "{texts}");
        }
        assert_eq!(said("https://oakwood@dev.azure.com/oakwood/ap").len(), 1);
    }
}
