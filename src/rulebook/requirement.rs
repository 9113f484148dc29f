//! What a requirement and a checklist are.

use super::conditions::Condition;
use super::example::Example;
use crate::calendar::{FieldDay, Period, Rhythm, said};
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
    /// The word in the data: `provider`.
    pub fn name(self) -> &'static str {
        match self {
            About::Commissioner => "commissioner",
            About::Provider => "provider",
            About::Placement => "placement",
            About::Pupil => "pupil",
        }
    }

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

impl Needed {
    /// The word in the data: `before-start`.
    pub fn name(self) -> &'static str {
        match self {
            Needed::Always => "always",
            Needed::BeforeStart => "before-start",
            Needed::During => "during",
            Needed::AtEnd => "at-end",
            Needed::UntilSettled => "until-settled",
        }
    }
}

/// An obligation with dates.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub id: String,
    /// What must be there, as a phrase in small letters.
    pub title: String,
    pub about: About,
    pub level: Level,
    pub must_when: Vec<When>,
    pub when: Vec<When>,
    pub when_any: Vec<When>,
    pub unless: Vec<When>,
    /// Where only checklists with conditions of their own ask for it, those
    /// conditions, all of a checklist's together; empty: wherever it applies.
    pub asked_where: Vec<Vec<When>>,
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
    /// Records that must pass or fail, of a checklist of the school's own.
    pub examples: Vec<Example>,
    /// Where a checklist of the school's own has it.
    pub place: Option<Place>,
}

impl Requirement {
    /// Whether it applies only under conditions.
    pub fn is_conditional(&self) -> bool {
        !(self.when.is_empty()
            && self.when_any.is_empty()
            && self.unless.is_empty()
            && self.asked_where.is_empty())
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
        dated: Dated,
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
    pub dated: Dated,
}

/// Between which days a line or an entry must be dated to count.
#[derive(Clone, Debug, Default)]
pub struct Dated {
    pub on_or_after: Option<Limit>,
    pub on_or_before: Option<Limit>,
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
    /// The day it holds counts for so long.
    Within(Period),
}

impl Test {
    /// The test in words, of what `paths` names.
    pub fn said(&self, paths: &str) -> String {
        match self {
            Test::Recorded => format!("{paths} recorded"),
            Test::OneOf(words) => format!("{paths} is {}", words.join(" or ")),
            Test::Equals(word) => format!("{paths} is {word}"),
            Test::Contains(word) => format!("{paths} holds {word}"),
            Test::AtLeast(floor) => format!("{paths} is at least {floor}"),
            Test::AtMost(ceiling) => format!("{paths} is at most {ceiling}"),
            Test::OnOrBefore(limit) => format!("{paths} is not later than {}", limit.said()),
            Test::OnOrAfter(limit) => format!("{paths} is not earlier than {}", limit.said()),
            Test::Within(period) => {
                format!("{paths} is a day not longer ago than {}", period.said())
            }
        }
    }
}

/// A day to compare with: a date, or another field's with an offset.
#[derive(Clone, Debug)]
pub enum Limit {
    Date(NaiveDate),
    Field(FieldDay),
}

impl Limit {
    /// "1 September 2026", "2 school days before `start`".
    pub fn said(&self) -> String {
        match self {
            Limit::Date(date) => said(*date),
            Limit::Field(day) => day.said(),
        }
    }
}

/// When something applies: a named condition, or a test of a field.
#[derive(Clone, Debug)]
pub enum When {
    Named(&'static Condition),
    Field { path: String, test: Test },
}

impl When {
    /// When it holds, in words.
    pub fn meaning(&self) -> String {
        match self {
            When::Named(condition) => condition.meaning.to_owned(),
            When::Field { path, test } => test.said(&format!("`{path}`")),
        }
    }
}

/// "this, and that": conditions that must all hold.
pub fn all_said(conditions: &[When]) -> String {
    let meanings: Vec<_> = conditions.iter().map(When::meaning).collect();
    meanings.join(", and ")
}

/// A document the school must answer to.
#[derive(Clone, Debug)]
pub struct Checklist {
    pub name: String,
    pub title: String,
    pub edition: Option<String>,
    /// Whose page it is.
    pub page_of: About,
    /// Where it is asked: groups of conditions, all of one of them; empty: everywhere.
    pub when: Vec<Vec<When>>,
    /// In use without being chosen, wherever its conditions hold.
    pub always: bool,
    pub sections: Vec<Section>,
    /// Made from the requirements themselves, and not laid out as a page.
    pub made: bool,
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
    /// The edition, unless the title says it already.
    pub fn edition_beside_title(&self) -> Option<&str> {
        let edition = self.edition.as_deref()?;
        (!self.title.contains(edition)).then_some(edition)
    }

    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    pub fn asks_for(&self, requirement: &str) -> bool {
        self.items()
            .any(|item| item.requires.iter().any(|id| id == requirement))
    }
}
