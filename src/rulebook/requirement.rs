//! What a requirement and a checklist are.

use super::conditions::Condition;
use crate::calendar::{FieldDay, Period, Rhythm};
use crate::source::Place;
use chrono::NaiveDate;

/// Whose record is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Commissioner,
    Provider,
    Placement,
    /// All placements of a pupil together.
    Pupil,
}

impl About {
    pub fn said(self) -> &'static str {
        match self {
            About::Commissioner => "the school",
            About::Provider => "the provider",
            About::Placement => "the placement",
            About::Pupil => "the pupil",
        }
    }

    /// The file in which evidence for it stands, in words.
    pub fn file(self) -> &'static str {
        match self {
            About::Commissioner => "apcheck.toml",
            About::Provider => "the provider's file",
            About::Placement | About::Pupil => "the placement's file",
        }
    }
}

/// How strong a requirement is: recommended, guidance, law, and above them a
/// fault of the records themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Good,
    Should,
    Must,
    Fault,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::Fault, Level::Must, Level::Should, Level::Good];

    pub fn name(self) -> &'static str {
        match self {
            Level::Good => "good",
            Level::Should => "should",
            Level::Must => "must",
            Level::Fault => "fault",
        }
    }

    pub fn parse(text: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == text)
    }
}

/// When a requirement is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    Always,
    BeforeStart,
    During,
    AtEnd,
    UntilSettled,
}

/// An obligation with dates.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub id: String,
    /// What must be there, as a phrase in small letters.
    pub title: String,
    pub about: About,
    pub level: Level,
    pub must_when: Vec<&'static Condition>,
    pub when: Vec<&'static Condition>,
    pub when_any: Vec<&'static Condition>,
    pub unless: Vec<&'static Condition>,
    pub needed: Needed,
    pub by: Option<FieldDay>,
    pub check: Check,
    /// False where neither an exception nor a not-required line is accepted.
    pub exceptable: bool,
    /// Asked of the school even where the local authority arranged the placement.
    pub whoever_arranges: bool,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub why: String,
    pub fix: String,
    pub sources: Vec<String>,
    /// Where a source says otherwise, which, and why it is not followed.
    pub differs: Option<String>,
    /// Why it is tighter here than in its source.
    pub tightened: Option<String>,
}

impl Requirement {
    /// Whether it applies only under conditions.
    pub fn is_conditional(&self) -> bool {
        !(self.when.is_empty() && self.when_any.is_empty() && self.unless.is_empty())
    }

    /// Whether neither an exception nor a not-required line can stand for it.
    pub fn cannot_be_excepted(&self, level: Level) -> bool {
        !self.exceptable || level >= Level::Must
    }

    /// Why that is so, in words that follow its name.
    pub fn bound_by(&self) -> &'static str {
        if self.exceptable {
            "is law"
        } else {
            "protects the pupil directly"
        }
    }
}

/// How a requirement is checked.
#[derive(Clone, Debug)]
pub enum Check {
    Evidence {
        key: String,
        renew: Option<Period>,
        /// The line must say itself when it expires.
        expires: bool,
        /// Topics the document must cover.
        covers: Vec<String>,
    },
    Log(Log),
    Field {
        paths: Vec<String>,
        /// All of the paths, or any of them.
        all: bool,
        test: Test,
    },
    Computed(String),
    /// A fault of the records, found where they are read.
    Record,
}

/// Entries of one log, or of two taken as one.
#[derive(Clone, Debug)]
pub struct Log {
    pub names: Vec<String>,
    /// Which entries count: a field and the words of which it holds one.
    pub filter: Vec<(String, Vec<String>)>,
    /// What an entry must hold to count: a field and the words it must all hold.
    pub has: Vec<(String, Vec<String>)>,
    pub rhythm: Option<Rhythm>,
    pub at_least: u32,
    pub renew: Option<Period>,
}

pub use crate::calendar::Stage as Stages;

/// A test of what a field says.
#[derive(Clone, Debug)]
pub enum Test {
    Recorded,
    OneOf(Vec<String>),
    Equals(String),
    Contains(String),
    AtLeast(f64),
    AtMost(f64),
    OnOrBefore(Limit),
    OnOrAfter(Limit),
}

/// A day to compare with: a date, or another field's with an offset.
#[derive(Clone, Debug)]
pub enum Limit {
    Date(NaiveDate),
    Field(FieldDay),
}

/// A document the school must answer to.
#[derive(Clone, Debug)]
pub struct Checklist {
    pub name: String,
    pub title: String,
    pub edition: Option<String>,
    /// Whose page it is.
    pub page_of: About,
    pub sections: Vec<Section>,
    /// In use without being chosen, and not laid out as a page.
    pub built_in: bool,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub text: String,
    pub requires: Vec<String>,
    /// Where the school's own checklist names it.
    pub place: Option<Place>,
}

impl Checklist {
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    pub fn asks_for(&self, requirement: &str) -> bool {
        self.items()
            .any(|item| item.requires.iter().any(|id| id == requirement))
    }
}
