//! The records folder itself, whatever the records say: what is in order, what
//! wants doing, and what could not be seen.

mod access;
mod facts;
mod history;
mod personal;
mod remotes;
mod repository;
mod settings;

pub use facts::{
    Asked, Branch, Changes, Committed, Entry, Facts, Found, Git, Hook, LeftOut, Looked, Merging,
    Messages, Permission, Remote, Settings, Spot, Tracked, Tree, Writing,
};

/// How one thing about the folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    InOrder,
    /// Something wants doing.
    ToDo,
    /// It cannot be known from here, or may be meant so: somebody must look.
    ToLookAt,
    /// It could not be looked at, and so is not in order either.
    NotSeen,
}

impl State {
    pub const ALL: [State; 4] = [State::ToDo, State::ToLookAt, State::NotSeen, State::InOrder];

    /// How it is called in print.
    pub fn said(self) -> &'static str {
        match self {
            State::InOrder => "in order",
            State::ToDo => "to do",
            State::ToLookAt => "to look at",
            State::NotSeen => "not seen",
        }
    }
}

/// What a finding is about; its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    Settings,
    Versions,
    Copies,
    Access,
    Personal,
}

impl Area {
    pub fn said(self) -> &'static str {
        match self {
            Area::Settings => "The school's own file",
            Area::Versions => "Versions of the records (git)",
            Area::Copies => "Copies elsewhere",
            Area::Access => "Who can open the files",
            Area::Personal => "Names, dates of birth and pupil numbers",
        }
    }
}

/// One thing about the folder.
#[derive(Clone, Debug)]
pub struct Finding {
    pub area: Area,
    /// What it is about, for programs; the same however it turns out.
    pub id: &'static str,
    pub state: State,
    /// What was found, as a sentence with the actual values.
    pub found: String,
    /// What to do; empty where nothing is.
    pub next: String,
    /// Where. What was found there is not repeated.
    pub places: Vec<Spot>,
}

impl Finding {
    fn new(area: Area, id: &'static str, state: State, found: impl Into<String>) -> Finding {
        Finding {
            area,
            id,
            state,
            found: found.into(),
            next: String::new(),
            places: Vec::new(),
        }
    }

    /// `what` is not known, for a reason: "which branch the folder is on".
    fn unknown(area: Area, id: &'static str, what: &str, why: &str) -> Finding {
        let found = format!("It is not known {what}: {why}.");
        Finding::new(area, id, State::NotSeen, found).next("Put that right, then run this again.")
    }

    fn next(mut self, next: impl Into<String>) -> Finding {
        self.next = next.into();
        self
    }

    fn at(mut self, places: Vec<Spot>) -> Finding {
        self.places = places;
        self
    }
}

/// Everything that was looked at, by area, in the order it is read.
#[derive(Clone, Debug)]
pub struct Checkup {
    pub findings: Vec<Finding>,
}

impl Checkup {
    pub fn count(&self, state: State) -> usize {
        let findings = self.findings.iter();
        findings.filter(|finding| finding.state == state).count()
    }
}

/// What the facts come to.
pub fn checkup(facts: &Facts) -> Checkup {
    let mut findings = settings::findings(&facts.settings, facts.on);
    findings.extend(repository::findings(&facts.git));
    findings.extend(remotes::findings(&facts.git));
    findings.extend(access::findings(facts));
    findings.extend(personal::findings(facts));
    Checkup { findings }
}

/// "1 file is", "2 files are".
fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
