//! What `validate` says: faults, breaches, notes, and the gate before a start.

mod remarks;
mod starts;

use super::gate::Gate;
use super::standings::Standings;
use crate::assess::{Assessment, Case, Standing, Subject, faults, subjects};
use crate::calendar::spans_said;
use crate::records::{Fault, Placement, Stage};
use crate::rulebook::{About, Level, Needed, Rulebook};
use crate::source::{FileId, Place};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Under which heading a finding is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    BeforeYouStart,
    Now,
    OnFile,
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Group::BeforeYouStart => "Before you start",
            Group::Now => "Now",
            Group::OnFile => "On file",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    pub id: String,
    pub level: Level,
    /// `fault`, or the name of a standing, or `lapse`.
    pub standing: &'static str,
    /// The record it is about.
    pub subject: String,
    pub group: Group,
    pub place: Place,
    pub other: Option<(Place, String)>,
    pub message: String,
    pub next: String,
    pub sources: Vec<String>,
    /// What decides nothing by itself.
    pub note: bool,
    /// Whether it makes this run fail.
    pub fails: bool,
    /// A breach taken down as not done before, which therefore does not fail.
    pub backlog: bool,
    order: About,
}

/// What to look at, and what fails.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Records named; without any, all.
    pub ids: Vec<String>,
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    pub fail_on: Option<Level>,
    pub fail_on_lapses: bool,
}

impl Choice {
    fn fail_on(&self) -> Level {
        self.fail_on.unwrap_or(Level::Should)
    }

    fn wants(&self, id: &str) -> bool {
        (self.select.is_empty() || self.select.iter().any(|wanted| wanted == id))
            && !self.ignore.iter().any(|unwanted| unwanted == id)
    }
}

/// Everything `validate` says.
#[derive(Clone, Debug)]
pub struct Findings {
    pub list: Vec<Finding>,
    pub gates: Vec<Gate>,
    /// Requirements that could not be judged.
    pub not_evaluated: usize,
    pub excepted: usize,
    pub backlog: usize,
    /// Whether a whole file or a row could not be read.
    pub incomplete: bool,
    /// Whether anything fails.
    pub fails: bool,
    pub providers: usize,
    pub placements: usize,
    /// The records named; empty for all.
    pub named: Vec<String>,
    /// Every record that was looked at: the school, providers, placements, pupils.
    pub records: Vec<String>,
    /// What was looked at beside those named, in words.
    pub beside: &'static str,
}

impl Findings {
    pub fn count(&self, level: Level) -> usize {
        self.list
            .iter()
            .filter(|finding| !finding.note && finding.level == level)
            .count()
    }

    pub fn notes(&self) -> usize {
        self.list.iter().filter(|finding| finding.note).count()
    }

    /// The files that the findings are about.
    pub fn files(&self) -> BTreeSet<FileId> {
        self.list
            .iter()
            .flat_map(|finding| {
                [
                    Some(finding.place.file),
                    finding.other.as_ref().map(|(place, _)| place.file),
                ]
            })
            .flatten()
            .collect()
    }

    /// Findings by requirement, most first.
    pub fn statistics(&self) -> Vec<(&str, Level, usize)> {
        let mut counts: BTreeMap<&str, (Level, usize)> = BTreeMap::new();
        for finding in self.list.iter().filter(|finding| !finding.note) {
            counts.entry(&finding.id).or_insert((finding.level, 0)).1 += 1;
        }
        let mut counts: Vec<_> = counts
            .into_iter()
            .map(|(id, (level, count))| (id, level, count))
            .collect();
        counts.sort_by_key(|(id, _, count)| (std::cmp::Reverse(*count), *id));
        counts
    }
}

/// Everything `validate` says of the records on the day of `case`.
pub fn findings(case: Case<'_>, choice: &Choice) -> Findings {
    let mut builder = Builder::new(case, choice);
    builder.faults();
    let gated = builder.gates();
    builder.standings(&gated);
    builder.finish()
}

struct Builder<'a, 'c> {
    case: Case<'a>,
    choice: &'c Choice,
    list: Vec<Finding>,
    gates: Vec<Gate>,
    not_evaluated: usize,
    excepted: usize,
    backlog: usize,
    incomplete: bool,
    fails: bool,
    /// Days for which a term is missing, each said once.
    missing_terms: BTreeMap<NaiveDate, usize>,
    /// What could not be judged for want of a field: place and why.
    unrecorded: BTreeMap<(Place, String), Vec<Unjudged>>,
    fault_places: Vec<Place>,
    /// What a gate has said already: requirement and record.
    said_by_gate: BTreeSet<(String, String)>,
}

/// A requirement that could not be judged, and of whom.
struct Unjudged {
    requirement: String,
    subject: String,
    order: About,
}

impl<'a, 'c> Builder<'a, 'c> {
    fn new(case: Case<'a>, choice: &'c Choice) -> Self {
        Builder {
            case,
            choice,
            list: Vec::new(),
            gates: Vec::new(),
            not_evaluated: 0,
            excepted: 0,
            backlog: 0,
            incomplete: false,
            fails: false,
            missing_terms: BTreeMap::new(),
            unrecorded: BTreeMap::new(),
            fault_places: Vec::new(),
            said_by_gate: BTreeSet::new(),
        }
    }

    fn is_named(&self, id: &str) -> bool {
        self.choice.ids.is_empty() || self.choice.ids.iter().any(|named| named == id)
    }

    /// Placements that the run is about, and through them pupils and, where they
    /// have not ended, providers.
    fn concerns(&self, subject: &Subject<'_>) -> bool {
        if self.is_named(subject.id()) {
            return true;
        }
        match subject {
            Subject::Pupil(pupil) => self
                .case
                .records
                .placements_of(pupil)
                .any(|placement| self.is_named(placement.id())),
            Subject::Placement(placement) => {
                placement.pupil().is_some_and(|pupil| self.is_named(pupil))
            }
            Subject::Provider(provider) => self.is_beside(&provider.id),
            Subject::Commissioner => false,
        }
    }

    /// Whether a provider is that of a placement named which has not ended.
    fn is_beside(&self, provider: &str) -> bool {
        let mut named = self
            .choice
            .ids
            .iter()
            .filter_map(|id| self.case.records.placement(id));
        named.any(|placement| {
            placement.provider_id() == Some(provider)
                && matches!(
                    placement.stage(self.case.on),
                    Stage::BeforeStart | Stage::Live
                )
        })
    }

    fn faults(&mut self) {
        let found = faults(&self.case);
        for fault in found {
            let subject = subject_of(self.case.records.paths.of(fault.place.file));
            self.fault_places.push(fault.place);
            self.fault_places
                .extend(fault.other.as_ref().map(|(place, _)| *place));
            if !self.concerns_file(&subject) || !self.choice.wants(fault.id) {
                continue;
            }
            self.incomplete |= matches!(fault.id, "file-readable" | "row-readable");
            let level = fault_level(self.case.rulebook, fault.id);
            self.push_fault(fault, subject, level);
        }
    }

    /// Whether a fault in the file of `subject` belongs to this run.
    fn concerns_file(&self, subject: &str) -> bool {
        if self.is_named(subject) {
            return true;
        }
        let placements = || {
            self.choice
                .ids
                .iter()
                .filter_map(|id| self.case.records.placement(id))
        };
        let of_pupil =
            |placement: &Placement<'_>| placement.pupil().is_some_and(|pupil| self.is_named(pupil));
        subject == "school" && placements().next().is_some()
            || self.is_beside(subject)
            || self
                .case
                .records
                .placement(subject)
                .is_some_and(|placement| of_pupil(&placement))
    }

    fn push_fault(&mut self, fault: Fault, subject: String, level: Level) {
        let fails = level == Level::Fault || level >= self.choice.fail_on();
        self.fails |= fails;
        let sources = self
            .case
            .rulebook
            .requirement(fault.id)
            .map_or_else(Vec::new, |requirement| requirement.sources.clone());
        self.list.push(Finding {
            id: fault.id.to_owned(),
            level,
            standing: "fault",
            group: Group::Now,
            place: fault.place,
            other: fault.other,
            message: fault.message,
            next: fault.next,
            sources,
            note: false,
            fails,
            backlog: false,
            order: order_of(&subject),
            subject,
        });
    }

    fn finding(&self, answer: &Assessment<'_>, group: Group) -> Finding {
        let message = match &answer.left_out {
            Some(left_out) => format!("{}; {left_out}", answer.message),
            None => answer.message.clone(),
        };
        let requirement = answer.requirement;
        let mut sources = requirement.sources.clone();
        if let Some(reason) = &requirement.tightened {
            sources.insert(0, format!("tightened here: {reason}"));
        }
        Finding {
            id: requirement.id.clone(),
            level: answer.level,
            standing: answer.standing.name(),
            subject: answer.subject.id().to_owned(),
            group,
            place: answer.place,
            other: answer.other.clone(),
            message,
            next: answer.next.clone(),
            sources,
            note: false,
            fails: false,
            backlog: false,
            order: answer.subject.about(),
        }
    }

    fn standings(&mut self, gated: &BTreeSet<String>) {
        let concerns = |subject: &Subject<'a>| self.concerns(subject);
        let standings = Standings::of_use(self.case, concerns, |answer| self.may_be_said(answer));
        for answer in &standings.all {
            if !self.choice.wants(&answer.requirement.id) {
                continue;
            }
            if matches!(answer.subject, Subject::Placement(placement) if gated.contains(placement.id()))
            {
                continue;
            }
            self.standing(answer);
        }
    }

    /// Whether anything may be said of an answer: of what is in order, and was, or
    /// is not needed yet, nothing is.
    fn may_be_said(&self, answer: &Assessment<'a>) -> bool {
        !answer.lapses.is_empty()
            || match answer.standing {
                Standing::Met { .. } | Standing::Action { .. } | Standing::NotRequired { .. } => {
                    false
                }
                Standing::Outstanding { .. } => self.is_before_a_start(answer),
                Standing::Breached { .. }
                | Standing::Excepted { .. }
                | Standing::NotEvaluated { .. } => true,
            }
    }

    fn standing(&mut self, answer: &Assessment<'a>) {
        let group = self.group(answer);
        match &answer.standing {
            // What is over is shown only when its record is named.
            Standing::Breached { to: Some(_), .. } if self.choice.ids.is_empty() => {}
            Standing::Breached { to: Some(_), .. } => self.note(answer, Group::OnFile),
            Standing::Breached { .. } => {
                let mut finding = self.finding(answer, group);
                if answer.backlog.is_some() {
                    self.backlog += 1;
                    finding.note = true;
                    finding.backlog = true;
                } else {
                    finding.fails = answer.level >= self.choice.fail_on();
                    self.fails |= finding.fails;
                }
                self.list.push(finding);
            }
            Standing::NotEvaluated {
                term: Some(day), ..
            } => {
                self.not_evaluated += 1;
                *self.missing_terms.entry(*day).or_default() += 1;
            }
            Standing::NotEvaluated { place, why, .. } => {
                self.not_evaluated += 1;
                let key = (*place, why.clone());
                let about = Unjudged {
                    requirement: answer.requirement.id.clone(),
                    subject: answer.subject.id().to_owned(),
                    order: answer.subject.about(),
                };
                self.unrecorded.entry(key).or_default().push(about);
            }
            Standing::Outstanding { .. }
                if self.is_before_a_start(answer) && !self.was_said_by_gate(answer) =>
            {
                self.note(answer, Group::BeforeYouStart);
            }
            Standing::Excepted { .. } => {
                self.excepted += 1;
                self.note(answer, Group::OnFile);
            }
            _ => {}
        }
        self.lapses(answer);
    }

    fn was_said_by_gate(&self, answer: &Assessment<'_>) -> bool {
        let key = (
            answer.requirement.id.clone(),
            answer.subject.id().to_owned(),
        );
        self.said_by_gate.contains(&key)
    }

    fn note(&mut self, answer: &Assessment<'_>, group: Group) {
        let mut finding = self.finding(answer, group);
        finding.note = true;
        self.list.push(finding);
    }

    fn group(&self, answer: &Assessment<'_>) -> Group {
        match answer.subject {
            Subject::Placement(placement) => match placement.stage(self.case.on) {
                Stage::BeforeStart | Stage::NeverStarted => Group::BeforeYouStart,
                Stage::Live => Group::Now,
                Stage::Ended => Group::OnFile,
            },
            _ => Group::Now,
        }
    }

    /// Needed before a start that has not come.
    fn is_before_a_start(&self, answer: &Assessment<'_>) -> bool {
        let before = matches!(
            answer.requirement.needed,
            Needed::Always | Needed::BeforeStart
        );
        let Subject::Placement(placement) = answer.subject else {
            return before
                && answer.standing.day().is_some()
                && answer.requirement.needed == Needed::BeforeStart;
        };
        let due_before = answer
            .standing
            .day()
            .zip(placement.start())
            .is_some_and(|(day, start)| day < start);
        before && placement.stage(self.case.on) == Stage::BeforeStart && due_before
    }

    /// Days in the past that were not covered, of what has not ended.
    fn lapses(&mut self, answer: &Assessment<'_>) {
        let ended = matches!(answer.subject, Subject::Placement(placement) if placement.stage(self.case.on) == Stage::Ended);
        if answer.lapses.is_empty()
            || ended
            || matches!(answer.standing, Standing::NotRequired { .. })
        {
            return;
        }
        let days = spans_said(&answer.lapses);
        let mut finding = self.finding(answer, Group::OnFile);
        finding.standing = "lapse";
        let title = &answer.requirement.title;
        finding.message = if answer.is_breached() {
            format!("{title}: already not in order from {days}")
        } else {
            format!("{title}: not in order from {days}, though it is on record for later days")
        };
        finding.next = "nothing can be added to the past; be ready to say why".into();
        finding.note = !self.choice.fail_on_lapses;
        finding.fails = self.choice.fail_on_lapses && answer.level >= self.choice.fail_on();
        self.fails |= finding.fails;
        self.list.push(finding);
    }

    /// What else was looked at with a single placement that is named.
    fn beside(&self) -> &'static str {
        let [id] = &self.choice.ids[..] else {
            return "";
        };
        let placement = self.case.records.placement(id);
        match placement.map(|placement| placement.stage(self.case.on)) {
            Some(Stage::BeforeStart) => ", its provider, its pupil and the school",
            Some(Stage::Live) => {
                ", its provider and its pupil; what is asked of the school is not repeated"
            }
            _ => "",
        }
    }

    /// The ids of the records that the run is about.
    fn looked_at(&self) -> Vec<String> {
        [
            About::Commissioner,
            About::Provider,
            About::Placement,
            About::Pupil,
        ]
        .into_iter()
        .flat_map(|about| subjects(self.case.records, about))
        .filter(|subject| self.concerns(subject))
        .map(|subject| subject.id().to_owned())
        .collect()
    }

    fn finish(mut self) -> Findings {
        self.say_missing_terms();
        self.say_unrecorded();
        self.say_undated();
        self.say_placeholders();
        let paths = &self.case.records.paths;
        self.list.sort_by_cached_key(|finding| {
            (
                finding.group,
                finding.order,
                finding.subject.clone(),
                finding.note,
                std::cmp::Reverse(finding.level),
                paths.of(finding.place.file).to_owned(),
                finding.place.start,
                finding.id.clone(),
                finding.message.clone(),
            )
        });
        let beside = self.beside();
        let records = self.looked_at();
        Findings {
            list: self.list,
            gates: self.gates,
            not_evaluated: self.not_evaluated,
            excepted: self.excepted,
            backlog: self.backlog,
            incomplete: self.incomplete,
            fails: self.fails,
            providers: self.case.records.providers.len(),
            placements: self.case.records.placements.len(),
            named: self.choice.ids.clone(),
            records,
            beside,
        }
    }
}

/// The level of a fault; an exception that is not needed is a lesser thing.
fn fault_level(rulebook: &Rulebook, id: &str) -> Level {
    match rulebook.requirement(id) {
        Some(requirement) if requirement.level < Level::Must => requirement.level,
        _ => Level::Fault,
    }
}

/// The record that a file belongs to.
fn subject_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match path {
        "apcheck.toml" => "school".into(),
        _ => name
            .trim_end_matches(".toml")
            .trim_end_matches(".csv")
            .to_owned(),
    }
}

fn order_of(subject: &str) -> About {
    if subject == "school" {
        About::Commissioner
    } else {
        About::Placement
    }
}
