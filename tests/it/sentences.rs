//! The semantics of standings, sentence by sentence, as docs/standings.md has
//! them. The base is `tests/base`: one placement, `p001-oak-farm`, from
//! 7 September 2026, planned to 18 December 2026.

use crate::support::{Scratch, apcheck, edited};
use apcheck::assess::{Assessment, Case, Standing, assess, subjects};
use apcheck::load::Folder;
use apcheck::rulebook::Rulebook;
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// How a requirement stands for the one subject it is about.
pub(crate) fn stands(edits: &str, on: &str, id: &str) -> String {
    stands_known(edits, on, on, id)
}

fn stands_known(edits: &str, on: &str, known: &str, id: &str) -> String {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(&format!("sentence-{id}-{on}-{:x}", hash(edits)), &files);
    let records = Folder::open(scratch.path()).unwrap().load().unwrap();
    let rulebook = Rulebook::of(&records);
    let calendar = records.calendar();
    let case = Case {
        records: &records,
        rulebook: &rulebook,
        calendar: &calendar,
        on: day(on),
        known: day(known),
    };
    assert!(rulebook.faults.is_empty(), "{:?}", rulebook.faults);
    let requirement = rulebook
        .requirement(id)
        .unwrap_or_else(|| panic!("no requirement {id}"));
    let shown: Vec<String> = subjects(&records, requirement.about)
        .into_iter()
        .flat_map(|subject| assess(case, requirement, subject))
        .map(|assessment| shown(&assessment))
        .collect();
    shown.join(" | ")
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn shown(assessment: &Assessment<'_>) -> String {
    let on = |word: &str, day: Option<NaiveDate>| {
        day.map_or(String::new(), |day| format!(" {word} {day}"))
    };
    let mut text = match &assessment.standing {
        Standing::Met { until } => format!("met{}", on("until", *until)),
        Standing::Outstanding { by } => format!("outstanding{}", on("by", *by)),
        Standing::Breached { since, to } => {
            format!("breached{}{}", on("since", *since), on("to", *to))
        }
        Standing::Action { by } => format!("action{}", on("by", *by)),
        Standing::NotRequired { reason } => format!("not required: {reason}"),
        Standing::Excepted { until, .. } => format!("excepted until {until}"),
        Standing::NotEvaluated { .. } => "not evaluated".into(),
    };
    for lapse in &assessment.lapses {
        text.push_str(&format!(", lapse {} to {}", lapse.from, lapse.to));
    }
    if assessment.backlog.is_some() {
        text.push_str(", backlog");
    }
    text
}

/// An edit of one line of the provider, the placement or the school.
fn provider(old: &str, new: &str) -> String {
    format!("file providers/oak-farm.toml\n- {old}\n+ {new}\n")
}

fn placement(old: &str, new: &str) -> String {
    format!("file placements/p001-oak-farm.toml\n- {old}\n+ {new}\n")
}

/// A requirement of the school's own, in use.
fn own(requirement: &str) -> String {
    let lines: String = requirement
        .lines()
        .map(|line| format!("+ {line}\n"))
        .collect();
    format!(
        "file apcheck.toml\n- use =\n+ use = [\"annex-a\", \"own\"]\nnew checklists/own.toml\n+ name = \"own\"\n+ title = \"Own\"\n+ for = \"placement\"\n+ [[section]]\n+ title = \"S\"\n+ [[section.item]]\n+ text = \"I\"\n+ requires = [\"own-one\"]\n+ [[requirement]]\n+ id = \"own-one\"\n+ title = \"own thing\"\n+ why = \"w\"\n+ fix = \"f\"\n+ sources = [\"s\"]\n+ level = \"good\"\n{lines}"
    )
}

const LETTER: &str = "letter-of-assurance";

#[test]
fn sentence_01_every_day_in_a_standing_is_the_last_good_day() {
    let edits = provider(
        "employers-liability",
        "employers-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-10-11 }",
    );
    assert_eq!(
        stands(&edits, "2026-10-11", "employers-liability"),
        "met until 2026-10-11"
    );
    assert_eq!(
        stands(&edits, "2026-10-12", "employers-liability"),
        "breached since 2026-10-12"
    );
    assert_eq!(
        stands("", "2026-12-18", "placement-not-past-end"),
        "met until 2026-12-18"
    );
    assert_eq!(
        stands("", "2026-12-19", "placement-not-past-end"),
        "breached since 2026-12-19"
    );
}

#[test]
fn sentence_02_what_is_dated_later_has_not_happened() {
    let edits = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-10-20, by = \"rok\" }",
    );
    assert_eq!(
        stands(&edits, "2026-10-12", LETTER),
        "breached since 2026-09-07"
    );
    let (files, _) = edited(&edits);
    let scratch = Scratch::with("sentence-02", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert!(
        run.out
            .contains("the line dated 20 October 2026 is left out"),
        "{}",
        run.out
    );
    let ended = "file placements/p001-oak-farm.toml\nend\n+ [ending]\n+ date = 2026-10-16\n+ to = \"home-school\"\n";
    assert_eq!(
        stands(ended, "2026-10-12", "checked-after-return"),
        "not required: asked only where the placement ended with the return to the school"
    );
    let concern = "file placements/p001-oak-farm.toml\nend\n+ [[concerns]]\n+ date = 2026-10-08\n+ decision = \"continue\"\n+ reviewed = 2026-10-13\n";
    assert_eq!(
        stands(concern, "2026-10-12", "concern-reviewed-at-once"),
        "breached since 2026-10-09"
    );
}

#[test]
fn sentence_03_a_renewal_of_months_ends_the_day_before() {
    let renewed = |date: &str| {
        provider(
            LETTER,
            &format!("letter-of-assurance = {{ date = {date}, by = \"rok\" }}"),
        )
    };
    assert_eq!(
        stands(&renewed("2026-08-28"), "2026-10-12", LETTER),
        "met until 2027-08-27"
    );
    let six_months = own(
        "about = \"provider\"\nneeded = \"always\"\ncheck = { evidence = \"own-one\", renew = \"6 months\" }",
    );
    let line =
        "file providers/oak-farm.toml\nend\n+ own-one = { date = 2026-08-31, by = \"rok\" }\n";
    assert_eq!(
        stands(&format!("{six_months}{line}"), "2026-10-12", "own-one"),
        "met until 2027-02-28"
    );
}

#[test]
fn sentence_04_lines_cover_days_and_unbroken_cover_counts() {
    let two = provider(
        LETTER,
        "letter-of-assurance = [{ date = 2025-11-01, by = \"rok\", expires = 2026-10-31 }, { date = 2026-10-05, by = \"rok\", expires = 2027-10-04 }]",
    );
    assert_eq!(stands(&two, "2026-10-12", LETTER), "met until 2027-10-04");
    let undated = provider(LETTER, "letter-of-assurance = { by = \"rok\" }");
    assert_eq!(
        stands(&undated, "2026-10-12", LETTER),
        "breached since 2026-09-07"
    );
    let gap = provider(
        LETTER,
        "letter-of-assurance = [{ date = 2025-10-01, by = \"rok\", expires = 2026-09-20 }, { date = 2026-10-05, by = \"rok\" }]",
    );
    assert_eq!(
        stands(&gap, "2026-10-12", LETTER),
        "met until 2027-10-04, lapse 2026-09-21 to 2026-10-04"
    );
    assert_eq!(
        stands(&gap, "2026-09-30", LETTER),
        "breached since 2026-09-21"
    );
}

#[test]
fn sentence_05_a_holiday_neither_fills_nor_breaks_a_weekly_rhythm() {
    let edits = "file placements/p001-oak-farm.toml\nafter { date = 2026-10-08, by = \"ska\", with = \"provider\"\n+ { date = 2026-10-15, by = \"ska\", with = \"provider\" },\n+ { date = 2026-10-23, by = \"ska\", with = \"provider\" },\n";
    assert_eq!(
        stands("", "2026-10-12", "contact-weekly"),
        "met until 2026-10-15"
    );
    assert_eq!(
        stands("", "2026-10-16", "contact-weekly"),
        "breached since 2026-10-16"
    );
    // The half-term week from 26 October is no school week.
    assert_eq!(
        stands(edits, "2026-10-30", "contact-weekly"),
        "met until 2026-11-06"
    );
    // A day that is no school day moves to the next one.
    let closed = "file apcheck.toml\n- { name = \"Autumn 2026\"\n+ { name = \"Autumn 2026\", start = 2026-09-01, half-term = [2026-10-26, 2026-10-30], end = 2026-12-18, closed = [2026-10-15] },\n";
    assert_eq!(
        stands(closed, "2026-10-12", "contact-weekly"),
        "met until 2026-10-16"
    );
    // Of the school: the last entry may lie before the first live day, and then nothing is due before it.
    assert_eq!(
        stands("", "2026-09-01", "governors-report-each-term"),
        "outstanding by 2026-12-18"
    );
}

#[test]
fn sentence_06_half_terms_and_terms_count_live_school_days() {
    // Entries in this half term: due on the last live school day of the next one.
    assert_eq!(
        stands("", "2026-10-12", "review-every-half-term"),
        "met until 2026-12-04"
    );
    // No entry: the last school day of the half term, 23 October.
    let none = "file placements/p001-oak-farm.toml\n- { date = 2026-09-11, by\n- { date = 2026-09-18, by\n- { date = 2026-09-25, by\n- { date = 2026-10-02, by\n";
    assert_eq!(
        stands(none, "2026-10-12", "review-every-half-term"),
        "outstanding by 2026-10-23"
    );
    // Fewer than ten live school days before half term ask for nothing in it.
    let late = format!("{none}- start =\n+ start = 2026-10-14\n");
    assert_eq!(
        stands(&late, "2026-10-15", "review-every-half-term"),
        "outstanding by 2026-12-16"
    );
    // A count in full of a term with twenty live days, once of a shorter one.
    let visits = own(
        "about = \"placement\"\nneeded = \"during\"\ncheck = { log = \"visits\", times = 2, per = \"term\" }",
    );
    assert_eq!(
        stands(&visits, "2026-10-12", "own-one"),
        "outstanding by 2026-12-18"
    );
    let one = format!(
        "{visits}file providers/oak-farm.toml\nafter visits = [\n+ {{ date = 2026-10-01, by = \"rok\", pupils = [\"p001\"] }},\n"
    );
    assert_eq!(
        stands(&one, "2026-10-12", "own-one"),
        "met until 2026-12-18"
    );
    let short =
        format!("{one}file placements/p001-oak-farm.toml\n- start =\n+ start = 2026-12-01\n");
    assert_eq!(
        stands(&short, "2026-12-02", "own-one"),
        "outstanding by 2026-12-18"
    );
}

#[test]
fn sentence_07_a_stage_that_is_over_hands_the_rhythm_on() {
    // Weekly for four weeks from 7 September, then once every half term.
    assert_eq!(
        stands("", "2026-09-12", "contact-weekly-at-first"),
        "met until 2026-09-17"
    );
    // The entry of 1 October lies in the fourth week; a week later is past the stage.
    let edits = "file placements/p001-oak-farm.toml\n- { date = 2026-10-08, by = \"ska\", with = \"provider\"\n";
    assert_eq!(
        stands(edits, "2026-10-12", "contact-weekly-at-first"),
        "met until 2026-12-03"
    );
}

#[test]
fn sentence_08_an_open_action_is_due_and_then_breached() {
    let action = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-01, by = \"rok\", action = \"one check to follow\", action-by = 2026-10-15 }",
    );
    assert_eq!(
        stands(&action, "2026-10-12", LETTER),
        "action by 2026-10-15"
    );
    assert_eq!(
        stands(&action, "2026-10-16", LETTER),
        "breached since 2026-10-16"
    );
    let without_day = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-01, by = \"rok\", expires = 2027-08-31, action = \"one check to follow\" }",
    );
    assert_eq!(
        stands(&without_day, "2026-10-12", LETTER),
        "action by 2027-08-31"
    );
    let done = provider(
        LETTER,
        "letter-of-assurance = [{ date = 2026-09-01, by = \"rok\", action = \"one check to follow\", action-by = 2026-10-15 }, { date = 2026-10-09, by = \"rok\" }]",
    );
    assert_eq!(stands(&done, "2026-10-16", LETTER), "met until 2027-10-08");
}

#[test]
fn sentence_09_condition_then_not_required_then_the_check_then_action_then_exception() {
    // The condition comes first: an exception has nothing to say where it does not hold.
    let condition = format!(
        "{}end\n+ [[exceptions]]\n+ requirement = \"reintegration-plan\"\n+ reason = \"r\"\n+ agreed-by = \"hdt\"\n+ agreed = 2026-09-01\n+ until = 2026-12-18\n",
        placement("aim =", "aim = \"post-16\"")
    );
    assert!(
        stands(&condition, "2026-10-12", "reintegration-plan")
            .starts_with("not required: asked only where")
    );
    // A not-required line comes before the check.
    let line = placement(
        "curriculum-plan",
        "curriculum-plan = { not-required = \"whole curriculum kept\", date = 2026-09-04, by = \"ska\" }",
    );
    assert_eq!(
        stands(&line, "2026-10-12", "curriculum-plan"),
        "not required: whole curriculum kept"
    );
    // A breach by an action can be excepted.
    let action = format!(
        "{}end\n+ [[exceptions]]\n+ requirement = \"curriculum-plan\"\n+ reason = \"r\"\n+ agreed-by = \"hdt\"\n+ agreed = 2026-10-01\n+ until = 2026-10-30\n",
        placement(
            "curriculum-plan",
            "curriculum-plan = { date = 2026-09-04, by = \"ska\", action = \"maths to add\", action-by = 2026-10-01 }"
        )
    );
    assert_eq!(
        stands(&action, "2026-10-12", "curriculum-plan"),
        "excepted until 2026-10-30"
    );
}

#[test]
fn sentence_10_what_cannot_be_known_is_not_evaluated() {
    let unreadable = provider(
        LETTER,
        "letter-of-assurance = { date = 01/09/2026, by = \"rok\" }",
    );
    assert_eq!(stands(&unreadable, "2026-10-12", LETTER), "not evaluated");
    let unknown_person = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-01, by = \"nobody\" }",
    );
    assert_eq!(
        stands(&unknown_person, "2026-10-12", LETTER),
        "not evaluated"
    );
    // A condition rests on a field that is not recorded.
    assert_eq!(
        stands(
            &placement("how =", "arranged-by = \"school\""),
            "2026-10-12",
            "transport-consent"
        ),
        "not evaluated"
    );
    // A missing term is one finding in all.
    let no_terms = "file apcheck.toml\n- { name = \"Autumn 2026\"\n- { name = \"Spring 2027\"\n";
    let (files, _) = edited(no_terms);
    let scratch = Scratch::with("sentence-10", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert_eq!(run.out.matches("[term-known]").count(), 1, "{}", run.out);
    assert_eq!(run.status, 1);
}

#[test]
fn sentence_11_a_field_that_is_not_recorded_cannot_be_shown() {
    let edits = "file placements/p001-oak-farm.toml\n- activity =\n";
    assert_eq!(
        stands(edits, "2026-10-12", "activity-recorded"),
        "breached since 2026-09-07"
    );
    let (files, _) = edited(edits);
    let scratch = Scratch::with("sentence-11", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert!(
        run.out
            .contains("`activity` is not recorded, so it cannot be shown"),
        "{}",
        run.out
    );
    let test = own(
        "about = \"placement\"\nneeded = \"always\"\ncheck = { field = \"cost.per-week\", at-most = 300 }",
    );
    assert_eq!(stands(&test, "2026-10-12", "own-one"), "breached");
}

#[test]
fn sentence_12_a_not_required_line_holds_from_its_date_to_its_expiry() {
    let line = placement(
        "transport-arranged",
        "transport-arranged = { not-required = \"walks to the provider\", date = 2026-10-01, by = \"ska\", expires = 2026-10-12 }",
    );
    assert_eq!(
        stands(&line, "2026-09-30", "transport-arranged"),
        "breached since 2026-09-07"
    );
    assert_eq!(
        stands(&line, "2026-10-12", "transport-arranged"),
        "not required: walks to the provider"
    );
    assert_eq!(
        stands(&line, "2026-10-13", "transport-arranged"),
        "breached since 2026-10-13, lapse 2026-09-07 to 2026-09-30"
    );
    // On what cannot be set aside it is a fault, and counts for nothing.
    let letter = provider(
        LETTER,
        "letter-of-assurance = { not-required = \"a school\", date = 2026-09-01, by = \"rok\" }",
    );
    assert_eq!(
        stands(&letter, "2026-10-12", LETTER),
        "breached since 2026-09-07"
    );
    let (files, _) = edited(&letter);
    let scratch = Scratch::with("sentence-12", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert!(run.out.contains("fault[exception-allowed]"), "{}", run.out);
}

#[test]
fn sentence_13_later_evidence_heals_and_leaves_a_lapse() {
    let late = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-20, by = \"rok\" }",
    );
    assert_eq!(
        stands(&late, "2026-09-19", LETTER),
        "breached since 2026-09-07"
    );
    assert_eq!(
        stands(&late, "2026-10-12", LETTER),
        "met until 2027-09-19, lapse 2026-09-07 to 2026-09-19"
    );
    let missed = "file placements/p001-oak-farm.toml\n- { date = 2026-09-24, by = \"ska\", with = \"provider\"\n";
    assert_eq!(
        stands(missed, "2026-10-12", "contact-weekly"),
        "met until 2026-10-15, lapse 2026-09-25 to 2026-09-30"
    );
    let excepted = format!(
        "{missed}end\n+ [[exceptions]]\n+ requirement = \"contact-weekly\"\n+ reason = \"r\"\n+ agreed-by = \"hdt\"\n+ agreed = 2026-09-20\n+ until = 2026-09-28\n"
    );
    assert_eq!(
        stands(&excepted, "2026-10-12", "contact-weekly"),
        "met until 2026-10-15, lapse 2026-09-29 to 2026-09-30"
    );
}

#[test]
fn sentence_14_lapses_are_notes_that_do_not_fail_unless_asked() {
    let late = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-20, by = \"rok\", covers = [\"identity\", \"right-to-work\", \"references\", \"dbs-barred-list\"] }",
    );
    let (files, _) = edited(&late);
    let scratch = Scratch::with("sentence-14", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert!(
        run.out.contains("note should[letter-of-assurance]"),
        "{}",
        run.out
    );
    assert_eq!(run.status, 0, "{}", run.out);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--fail-on-lapses"],
    );
    assert_eq!(run.status, 1, "{}", run.out);
}

/// The placement ended on 9 October; something was in breach on that day.
const ENDED: &str = "file placements/p001-oak-farm.toml\n- personalised-plan\nend\n+ [ending]\n+ date = 2026-10-09\n+ by = \"ska\"\n+ to = \"home-school\"\n+ check-after = 2026-11-20\n";

#[test]
fn sentence_15_what_has_ended_stands_as_on_its_last_day() {
    assert_eq!(
        stands(ENDED, "2026-10-09", "personalised-plan"),
        "breached since 2026-09-07"
    );
    assert_eq!(
        stands(ENDED, "2026-10-12", "personalised-plan"),
        "breached since 2026-09-07 to 2026-10-09"
    );
    assert_eq!(
        stands(ENDED, "2027-03-01", "personalised-plan"),
        "breached since 2026-09-07 to 2026-10-09"
    );
    // What was outstanding on the last day is no longer asked for.
    assert_eq!(
        stands(ENDED, "2026-10-12", "mid-point-review"),
        "not required: ended before it fell due"
    );
    // It is printed only when the record is named, as a note.
    let (files, _) = edited(ENDED);
    let scratch = Scratch::with("sentence-15", &files);
    let all = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "concise"],
    );
    assert!(!all.out.contains("[personalised-plan]"), "{}", all.out);
    let named = apcheck(
        scratch.path(),
        &[
            "validate",
            "p001-oak-farm",
            "--as-of",
            "2026-10-12",
            "--format",
            "concise",
        ],
    );
    assert!(
        named.out.contains("note should[personalised-plan]"),
        "{}",
        named.out
    );
    // At the end: outstanding by the day to look, then breached without end.
    assert_eq!(
        stands(ENDED, "2026-11-20", "checked-after-return"),
        "outstanding by 2026-11-20"
    );
    assert_eq!(
        stands(ENDED, "2026-11-21", "checked-after-return"),
        "breached since 2026-11-21"
    );
    // Until settled: the end of the placement settles nothing.
    let concern = format!("{ENDED}+ [[concerns]]\n+ date = 2026-10-08\n+ by = \"rok\"\n");
    assert_eq!(
        stands(&concern, "2026-11-02", "concern-reviewed-at-once"),
        "breached since 2026-10-09"
    );
}

#[test]
fn sentence_16_a_provider_without_a_live_placement_stands_before_the_next() {
    let unused = provider("due-diligence", "# none");
    let next = "file placements/p001-oak-farm.toml\n- start =\n+ start = 2026-11-02\n";
    assert_eq!(
        stands(&format!("{unused}{next}"), "2026-10-12", "due-diligence"),
        "outstanding by 2026-11-01"
    );
    let over = "file placements/p001-oak-farm.toml\nend\n+ [ending]\n+ date = 2026-10-09\n";
    assert_eq!(
        stands(&format!("{unused}{over}"), "2026-10-12", "due-diligence"),
        "outstanding"
    );
    // Nothing but what is always needed is breached.
    let school = "file apcheck.toml\n- records-kept-securely\n";
    assert_eq!(
        stands(
            &format!("{school}{over}"),
            "2026-10-12",
            "records-kept-securely"
        ),
        "breached"
    );
}

/// A second placement, of another pupil, that starts on 2 November.
fn second(checks: &str) -> String {
    format!(
        "new placements/p002-oak-farm.toml\n+ provider = \"oak-farm\"\n+ site = \"farm\"\n+ basis = \"agreed\"\n+ arranged-by = \"school\"\n+ mode = \"in-person\"\n+ registration = \"single\"\n+ activity = \"animal care\"\n+ reason = \"behaviour\"\n+ start = 2026-11-02\n+ end = 2026-12-18\n+ review-dates = [2026-11-13]\n+ aim = \"reintegration\"\n+ objectives = [{{ key = \"attend\", area = \"attendance\", measure = \"attendance\", baseline = 61.0, target = 90.0, by = 2026-12-18, lead = \"ska\" }}]\n+ [referral]\n+ date = 2026-10-01\n+ reason = \"r\"\n+ outcome = \"agreed\"\n+ [pupil]\n+ ref = \"p002\"\n+ born = \"2011-11\"\n+ send = \"none\"\n+ looked-after = false\n+ [transport]\n+ how = \"walk\"\n+ [[week]]\n+ from = 2026-11-02\n+ mon = [\"school\", \"school\"]\n+ tue = [\"ap\", \"ap\"]\n+ wed = [\"school\", \"school\"]\n+ thu = [\"school\", \"school\"]\n+ fri = [\"school\", \"school\"]\n+ hours = {{ ap = 5.0, school = 20.0 }}\n+ [[shared]]\n+ date = 2026-10-08\n+ with = \"oak-farm\"\n+ what = [\"chronology\"]\n+ by = \"rok\"\n+ [checks]\n{checks}"
    )
}

const COMPLETE: &str = "+ parental-consent = { date = 2026-10-05, by = \"ska\" }\n+ parents-informed = { date = 2026-10-05, by = \"ska\" }\n+ risk-assessment = { date = 2026-10-05, by = \"rok\", expires = 2026-12-18, covers = [\"travel\", \"site\", \"health\", \"safeguarding\"] }\n+ emergency-contacts-given = { date = 2026-10-05, by = \"ska\" }\n+ transport-arranged = { date = 2026-10-05, by = \"ska\" }\n+ personalised-plan = { date = 2026-10-05, by = \"ska\" }\n+ curriculum-plan = { date = 2026-10-05, by = \"ska\" }\n+ assessment-agreed = { date = 2026-10-05, by = \"ska\" }\n+ pastoral-support-agreed = { date = 2026-10-05, by = \"ska\" }\n+ reintegration-plan = { date = 2026-10-05, by = \"ska\", covers = [\"readiness\", \"timetable\", \"support\"] }\n";

fn gate(edits: &str, more: &[&str]) -> crate::support::Run {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(&format!("sentence-17-{:x}", hash(edits)), &files);
    let mut arguments = vec![
        "validate",
        "p002-oak-farm",
        "--as-of",
        "2026-10-12",
        "--format",
        "concise",
    ];
    arguments.extend_from_slice(more);
    apcheck(scratch.path(), &arguments)
}

#[test]
fn sentence_17_the_gate_asks_about_the_start_with_what_is_recorded_today() {
    let complete = gate(&second(COMPLETE), &[]);
    assert_eq!(complete.status, 0, "{}", complete.out);
    assert!(
        complete
            .out
            .contains("Nothing recorded stands in the way: Annex A 10 of 10, law "),
        "{}",
        complete.out
    );
    assert!(
        complete.out.contains("The decision is the headteacher's."),
        "{}",
        complete.out
    );
    // Two are missing; one is only good practice, but in a checklist of the gate.
    let missing = COMPLETE
        .replace(
            "+ personalised-plan = { date = 2026-10-05, by = \"ska\" }\n",
            "",
        )
        .replace(
            "+ assessment-agreed = { date = 2026-10-05, by = \"ska\" }\n",
            "",
        );
    let run = gate(&second(&missing), &[]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("Do not start yet: 2 of "), "{}", run.out);
    assert!(run.out.contains("good[assessment-agreed]"), "{}", run.out);
    // An open action on what can never be set aside stands in the way all the same.
    let action = COMPLETE.replace(
        "expires = 2026-12-18,",
        "expires = 2026-12-18, action = \"route to add\", action-by = 2026-11-20,",
    );
    assert!(
        gate(&second(&action), &[])
            .out
            .contains("Do not start yet: 1 of ")
    );
    let harmless = COMPLETE.replace("curriculum-plan = { date = 2026-10-05, by = \"ska\"", "curriculum-plan = { date = 2026-10-05, by = \"ska\", action = \"maths to add\", action-by = 2026-11-20");
    let run = gate(&second(&harmless), &[]);
    assert!(run.out.contains("1 with something to do"), "{}", run.out);
    // A line that runs out before the start does not do.
    let expired = provider(
        "employers-liability",
        "employers-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-11-01 }",
    );
    assert!(
        gate(&format!("{}{expired}", second(COMPLETE)), &[])
            .out
            .contains("must[employers-liability]")
    );
    // A start within five school days is judged so in every run.
    let (files, _) = edited(&second(&missing));
    let scratch = Scratch::with("sentence-17-near", &files);
    let far = apcheck(scratch.path(), &["validate", "--as-of", "2026-10-12"]);
    assert!(!far.out.contains("Do not start yet"), "{}", far.out);
    let near = apcheck(scratch.path(), &["validate", "--as-of", "2026-10-20"]);
    assert!(near.out.contains("Do not start yet: 2 of "), "{}", near.out);
    assert_eq!(near.status, 1);
}

pub(crate) fn exception(requirement: &str, kind: &str, agreed: &str, until: &str) -> String {
    format!(
        "end\n+ [[exceptions]]\n+ requirement = \"{requirement}\"\n+ kind = \"{kind}\"\n+ reason = \"r\"\n+ agreed-by = \"hdt\"\n+ agreed = {agreed}\n+ until = {until}\n"
    )
}

#[test]
fn sentence_18_an_exception_covers_its_days_and_a_backlog_changes_no_standing() {
    let missing = "file placements/p001-oak-farm.toml\n- curriculum-plan\n";
    let with = |kind, agreed, until| {
        format!(
            "{missing}{}",
            exception("curriculum-plan", kind, agreed, until)
        )
    };
    let grounds = with("reasonable-grounds", "2026-10-01", "2026-10-30");
    assert_eq!(
        stands(&grounds, "2026-09-30", "curriculum-plan"),
        "breached since 2026-09-07"
    );
    assert_eq!(
        stands(&grounds, "2026-10-30", "curriculum-plan"),
        "excepted until 2026-10-30"
    );
    assert_eq!(
        stands(&grounds, "2026-10-31", "curriculum-plan"),
        "breached since 2026-09-07"
    );
    // At most the same day a year on.
    let long = with("reasonable-grounds", "2026-10-01", "2028-10-01");
    assert_eq!(
        stands(&long, "2026-10-12", "curriculum-plan"),
        "excepted until 2027-10-01"
    );
    // Before the start it excuses what it covers on the first day.
    let before = with("reasonable-grounds", "2026-09-01", "2026-10-30");
    assert_eq!(
        stands(&before, "2026-09-02", "curriculum-plan"),
        "excepted until 2026-10-30"
    );
    let backlog = with("backlog", "2026-10-01", "2026-12-18");
    assert_eq!(
        stands(&backlog, "2026-10-12", "curriculum-plan"),
        "breached since 2026-09-07, backlog"
    );
    let validated = |edits: &str, on: &str| {
        let (files, _) = edited(edits);
        let scratch = Scratch::with(&format!("sentence-18-{:x}-{on}", hash(edits)), &files);
        apcheck(
            scratch.path(),
            &["validate", "--as-of", on, "--format", "concise"],
        )
    };
    assert_eq!(validated(&backlog, "2026-10-12").status, 0);
    // Over a standing that is good it excuses nothing; once over, the breach names it.
    let idle = format!(
        "file placements/p001-oak-farm.toml\n{}",
        exception(
            "curriculum-plan",
            "reasonable-grounds",
            "2026-10-01",
            "2026-10-30"
        )
    );
    assert!(
        validated(&idle, "2026-10-12")
            .out
            .contains("this exception excuses nothing")
    );
    let over = validated(&grounds, "2026-11-02");
    assert!(
        over.out
            .contains("reasonable grounds for this ran out on 30 October 2026"),
        "{}",
        over.out
    );
}

#[test]
fn sentence_19_since_and_until_cut_the_window() {
    let since = |more: &str| {
        own(&format!(
            "about = \"placement\"\nneeded = \"before-start\"\ncheck = {{ evidence = \"own-one\" }}\n{more}"
        ))
    };
    assert_eq!(
        stands(&since(""), "2026-10-12", "own-one"),
        "breached since 2026-09-07"
    );
    // What is needed before a start does not apply to what began before.
    assert_eq!(
        stands(&since("since = 2026-10-01"), "2026-10-12", "own-one"),
        "not required: it began before 1 October 2026, when this came into force"
    );
    assert_eq!(
        stands(&since("until = 2026-09-30"), "2026-10-12", "own-one"),
        "breached since 2026-09-07 to 2026-09-30"
    );
    let always = own(
        "about = \"placement\"\nneeded = \"always\"\ncheck = { evidence = \"own-one\" }\nsince = 2026-10-15",
    );
    assert_eq!(
        stands(&always, "2026-10-12", "own-one"),
        "outstanding by 2026-10-14"
    );
    assert_eq!(
        stands(&always, "2026-10-15", "own-one"),
        "breached since 2026-10-15"
    );
}

fn compliance(edits: &str, arguments: &[&str]) -> String {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(&format!("sentence-20-{:x}", hash(edits)), &files);
    let mut all = vec!["compliance", "--as-of", "2026-10-12"];
    all.extend_from_slice(arguments);
    apcheck(scratch.path(), &all).out
}

#[test]
fn sentence_20_an_item_takes_the_worst_of_its_requirements() {
    // Item 7 of Annex A has four requirements of the provider.
    let edits = format!(
        "{}{}",
        provider(
            "public-liability",
            "public-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-10-11 }"
        ),
        provider(
            "first-aid",
            "first-aid = { date = 2026-09-01, by = \"rok\", action = \"kit to replace\" }"
        )
    );
    let page = compliance(&edits, &["--checklist", "annex-a", "p001-oak-farm"]);
    assert!(
        page.lines()
            .any(|line| line.trim_start().starts_with("✗  7. ")),
        "{page}"
    );
    let action = provider(
        "first-aid",
        "first-aid = { date = 2026-09-01, by = \"rok\", action = \"kit to replace\" }",
    );
    let page = compliance(&action, &["--checklist", "annex-a", "p001-oak-farm"]);
    assert!(
        page.lines()
            .any(|line| line.trim_start().starts_with("!  7. ")),
        "{page}"
    );
    // The provider's page takes requirements of its live placements.
    let contact = "file placements/p001-oak-farm.toml\n- { date = 2026-10-08, by = \"ska\", with = \"provider\"\n";
    let page = compliance(contact, &["--checklist", "annex-b", "oak-farm"]);
    assert!(
        page.contains("p001-oak-farm: weekly contact with the provider"),
        "{page}"
    );
}

#[test]
fn sentence_21_counts_tell_met_from_everything_else() {
    let edits = format!(
        "{}{}",
        provider(
            "public-liability",
            "public-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-10-11 }"
        ),
        placement(
            "curriculum-plan",
            "curriculum-plan = { date = 2026-09-04, by = \"ska\", action = \"maths to add\" }"
        )
    );
    let page = compliance(&edits, &["--checklist", "annex-a", "p001-oak-farm"]);
    assert!(
        page.contains("8 of 10 met; 1 not met, 1 with something to do"),
        "{page}"
    );
    let grounds = format!(
        "file placements/p001-oak-farm.toml\n- curriculum-plan\n{}",
        exception(
            "curriculum-plan",
            "reasonable-grounds",
            "2026-10-01",
            "2026-10-30"
        )
    );
    let page = compliance(&grounds, &["--checklist", "annex-a", "p001-oak-farm"]);
    assert!(
        page.contains("9 of 10 met; 1 with reasonable grounds recorded"),
        "{page}"
    );
    // What is not required is not counted at all.
    let urn = compliance(
        "",
        &[
            "--checklist",
            "annex-a",
            "p001-oak-farm",
            "--format",
            "json",
        ],
    );
    assert!(
        urn.contains("\"met\": 10") && urn.contains("\"of\": 10"),
        "{urn}"
    );
}

fn due(edits: &str, arguments: &[&str]) -> crate::support::Run {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(
        &format!("sentence-22-{:x}-{}", hash(edits), arguments.len()),
        &files,
    );
    let mut all = vec!["due", "--as-of", "2026-10-12", "--format", "csv"];
    all.extend_from_slice(arguments);
    apcheck(scratch.path(), &all)
}

#[test]
fn sentence_22_due_lists_breaches_first_and_then_by_day() {
    let edits = format!(
        "{}{}",
        provider(
            "public-liability",
            "public-liability = { date = 2026-09-01, by = \"rok\", expires = 2026-10-09 }"
        ),
        placement(
            "curriculum-plan",
            "curriculum-plan = { date = 2026-09-04, by = \"ska\", action = \"maths to add\", action-by = 2026-10-14 }"
        )
    );
    let run = due(&edits, &["--within", "3d"]);
    let rows: Vec<&str> = run
        .out
        .lines()
        .skip(1)
        .map(|line| line.split(",").take(3).collect::<Vec<_>>().join(",").leak() as &str)
        .collect();
    assert_eq!(rows[0], "2026-10-09,-3,breached", "{}", run.out);
    assert!(rows.contains(&"2026-10-14,2,action"), "{}", run.out);
    assert!(rows.contains(&"2026-10-15,3,met"), "{}", run.out);
    assert!(!due(&edits, &["--within", "1d"]).out.contains("action"));
    // A breach without a day comes first of all.
    let school = format!("{edits}file apcheck.toml\n- records-kept-securely\n");
    let run = due(&school, &["--within", "3d"]);
    assert!(
        run.out.lines().nth(1).unwrap().starts_with(",,breached"),
        "{}",
        run.out
    );
    // What falls after a planned end still to come is left out.
    let planned = placement("end =", "end = 2026-10-16");
    let far = due(&planned, &["--within", "3m"]);
    assert!(!far.out.contains("review-every-half-term"), "{}", far.out);
    // What has ended gives only what is asked for at the end.
    let ended = due(ENDED, &["--within", "3m"]);
    assert!(
        ended.out.contains("checked-after-return") && !ended.out.contains("personalised-plan"),
        "{}",
        ended.out
    );
}

#[test]
fn sentence_23_exit_1_is_for_breaches_and_faults_and_4_for_what_could_not_be_read() {
    let status = |edits: &str, arguments: &[&str]| {
        let (files, _) = edited(edits);
        let scratch = Scratch::with(
            &format!("sentence-23-{:x}-{}", hash(edits), arguments.join("")),
            &files,
        );
        let mut all = vec!["validate", "--as-of", "2026-10-12"];
        all.extend_from_slice(arguments);
        apcheck(scratch.path(), &all).status
    };
    let good = "file providers/oak-farm.toml\n- public-liability\n";
    assert_eq!(status(good, &[]), 0);
    assert_eq!(status(good, &["--fail-on", "good"]), 1);
    assert_eq!(
        status(&provider("due-diligence", "# none"), &["--fail-on", "must"]),
        0
    );
    assert_eq!(
        status(
            &provider("lead =", "laed = \"rok\""),
            &["--fail-on", "must"]
        ),
        1
    );
    assert_eq!(
        status(
            "file attendance/p001-oak-farm.csv\nend\n+ 2026-13-40,/,/,,\n",
            &[]
        ),
        4
    );
    assert_eq!(status(&provider("lead =", "lead = rok"), &[]), 1);
    let action = provider(
        LETTER,
        "letter-of-assurance = { date = 2026-09-01, by = \"rok\", covers = [\"identity\", \"right-to-work\", \"references\", \"dbs-barred-list\"], action = \"one to follow\" }",
    );
    assert_eq!(status(&action, &[]), 0);
    let run = due(&provider("due-diligence", "# none"), &[]);
    assert_eq!(run.status, 0);
    assert_eq!(
        due(&provider("due-diligence", "# none"), &["--exit-code"]).status,
        1
    );
}

#[test]
fn sentence_24_a_sign_off_is_stale_when_what_it_covers_changed() {
    let signed_once = "file providers/oak-farm.toml\n- { date = 2026-10-12, checklist\n";
    assert_eq!(stands(signed_once, "2026-10-12", "annex-b-signed"), "met");
    // A line behind an item, dated after the signature.
    let line = format!(
        "{signed_once}- behaviour-process\n+ behaviour-process = {{ date = 2026-10-01, by = \"rok\" }}\n"
    );
    assert_eq!(stands(&line, "2026-10-12", "annex-b-signed"), "breached");
    // A standing that is worse than on its day.
    let worse = format!(
        "{signed_once}- staff-safeguarding-trained\n+ staff-safeguarding-trained = {{ date = 2026-09-01, by = \"rok\", expires = 2026-10-11 }}\n"
    );
    assert_eq!(stands(&worse, "2026-10-12", "annex-b-signed"), "breached");
    // An exception agreed after it.
    let exception = format!(
        "{signed_once}{}",
        exception(
            "behaviour-process",
            "reasonable-grounds",
            "2026-10-01",
            "2026-10-30"
        )
    );
    assert_eq!(
        stands(&exception, "2026-10-12", "annex-b-signed"),
        "breached"
    );
}

#[test]
fn sentence_25_the_level_changes_only_what_fails() {
    let at = |level: &str| {
        own("about = \"placement\"\nneeded = \"always\"\ncheck = { evidence = \"own-one\" }")
            .replace("level = \"good\"", &format!("level = \"{level}\""))
    };
    assert_eq!(
        stands(&at("good"), "2026-10-12", "own-one"),
        stands(&at("should"), "2026-10-12", "own-one")
    );
    let (files, _) = edited(&provider("lead =", "laed = \"rok\""));
    let scratch = Scratch::with("sentence-25", &files);
    let run = apcheck(
        scratch.path(),
        &["validate", "--as-of", "2026-10-12", "--format", "json"],
    );
    assert!(run.out.contains("\"level\": \"fault\""), "{}", run.out);
    let explained = apcheck(scratch.path(), &["explain", "records"]);
    assert!(explained.out.contains("key-known"), "{}", explained.out);
}

// Edges of the sentences, each once got wrong.

#[test]
fn edge_of_17_without_a_start_the_gate_asks_as_of_today() {
    let undated = second(&COMPLETE.replace(
        "+ personalised-plan = { date = 2026-10-05, by = \"ska\" }\n",
        "",
    ))
    .replace("+ start = 2026-11-02\n", "");
    let run = gate(&undated, &[]);
    assert_eq!(run.status, 1, "{}", run.out);
    assert!(
        run.out
            .contains("without a start date: Do not start yet: 2 of "),
        "{}",
        run.out
    );
}

#[test]
fn edge_of_10_a_term_that_is_missing_is_no_breach() {
    let longer = "file placements/p001-oak-farm.toml\n- end =\n+ end = 2027-07-16\nafter { date = 2026-10-08, by = \"ska\", with = \"provider\"\n+ { date = 2027-03-24, by = \"ska\", with = \"provider\" },\n";
    assert!(stands(longer, "2027-03-25", "contact-weekly").starts_with("met until 2027-03-25"));
    assert_eq!(
        stands(longer, "2027-03-26", "contact-weekly"),
        "not evaluated"
    );
}

#[test]
fn edge_of_12_a_not_required_line_ends_with_the_next_line_and_names_a_person() {
    let renewed = placement(
        "parents-informed",
        "parents-informed = [{ date = 2026-09-01, by = \"ska\", not-required = \"x\" }, { date = 2026-09-10, by = \"ska\", expires = 2026-10-01 }]",
    );
    assert_eq!(
        stands(&renewed, "2026-10-12", "parents-informed"),
        "breached since 2026-10-02"
    );
    let nobody = placement(
        "parents-informed",
        "parents-informed = { date = 2026-09-04, not-required = \"x\" }",
    );
    assert_eq!(
        stands(&nobody, "2026-10-12", "parents-informed"),
        "breached since 2026-09-07"
    );
}

#[test]
fn edge_of_10_a_mark_that_cannot_be_read_leaves_nothing_met() {
    let odd = "file attendance/p001-oak-farm.csv\n- 2026-09-15\n+ 2026-09-15,B,/,,\n";
    for id in [
        "every-session-marked",
        "attendance-code-right",
        "absence-followed-up",
        "reason-found-in-five-days",
        "unauthorised-absence-return",
        "sickness-return",
        "long-absence-reviewed",
    ] {
        assert_eq!(stands(odd, "2026-10-12", id), "not evaluated", "{id}");
    }
    let agreed = format!(
        "{odd}file providers/oak-farm.toml\nafter reports-every\n+ returns-every = \"day\"\n"
    );
    let late = stands(&agreed, "2026-10-12", "provider-returns-in-time");
    assert_eq!(late, "not evaluated");
}

#[test]
fn edge_of_16_an_overdue_action_is_no_breach_before_the_next_start() {
    let action = provider(
        "due-diligence",
        "due-diligence = { date = 2026-09-01, by = \"rok\", action = \"ask\", action-by = 2026-09-20 }",
    );
    let later = "file placements/p001-oak-farm.toml\n- start =\n+ start = 2026-11-02\n";
    assert_eq!(
        stands(&format!("{action}{later}"), "2026-10-12", "due-diligence"),
        "outstanding by 2026-11-01"
    );
    assert_eq!(
        stands(&action, "2026-10-12", "due-diligence"),
        "breached since 2026-09-21"
    );
}

#[test]
fn edge_of_18_a_backlog_does_not_fail_due() {
    let backlog = format!(
        "file placements/p001-oak-farm.toml\n- parents-informed\n{}",
        exception("parents-informed", "backlog", "2026-10-01", "2026-12-18")
    );
    let run = due(&backlog, &["--exit-code"]);
    assert!(run.out.contains("parents-informed"), "{}", run.out);
    assert!(run.out.contains("to be done by 18 December"), "{}", run.out);
    assert_eq!(run.status, 0);
}

#[test]
fn edge_of_4_one_document_answers_several_lines_but_no_insurance() {
    let also = "file placements/p001-oak-farm.toml\n- risk-assessment\n- personalised-plan\n+ personalised-plan = { date = 2026-09-04, by = \"ska\", expires = 2026-12-18, covers = [\"travel\", \"site\", \"health\", \"safeguarding\"], also = [\"risk-assessment\"] }\n";
    assert_eq!(
        stands(also, "2026-10-12", "risk-assessment"),
        "met until 2026-12-18"
    );
    let insurance = "file providers/oak-farm.toml\n- employers-liability\n- public-liability\n+ public-liability = { date = 2026-09-01, by = \"rok\", expires = 2027-03-31, also = [\"employers-liability\"] }\n";
    assert_eq!(
        stands(insurance, "2026-10-12", "employers-liability"),
        "breached since 2026-09-07"
    );
}

#[test]
fn edge_of_1_what_is_due_on_the_sixth_day_is_good_to_the_fifth() {
    let suspended = "file placements/p001-oak-farm.toml\n- basis =\n+ basis = \"suspension\"\n- start =\n+ start = 2026-10-12\nend\n+ [suspension]\n+ first-day = 2026-09-28\n+ school-days = 10\n";
    assert_eq!(
        stands(suspended, "2026-10-04", "sixth-day-education"),
        "outstanding by 2026-10-04"
    );
    assert_eq!(
        stands(suspended, "2026-10-05", "sixth-day-education"),
        "breached since 2026-10-05"
    );
}

#[test]
fn edge_of_19_a_window_that_is_empty_asks_nothing() {
    let before = own(
        "about = \"placement\"\nneeded = \"before-start\"\ncheck = { evidence = \"own-one\" }\nuntil = 2026-09-01",
    );
    assert_eq!(
        stands(&before, "2026-10-12", "own-one"),
        "not required: not in force while it would have been needed"
    );
}

#[test]
fn edge_of_20_taught_and_on_site_hours_are_counted_placement_by_placement() {
    let two = "file placements/p001-oak-farm.toml\n- send =\n+ send = \"ehc-plan\"\n- hours =\n+ hours = { ap = 10.0, p001-two = 16.0, school = 15.0 }\n+ on-site = { ap = 10.0 }\nnew placements/p001-two.toml\n+ provider = \"oak-farm\"\n+ site = \"farm\"\n+ arranged-by = \"school\"\n+ basis = \"agreed\"\n+ start = 2026-09-07\n+ [pupil]\n+ ref = \"p001\"\n";
    assert_eq!(
        stands(two, "2026-10-12", "registration-threshold"),
        "breached"
    );
}

#[test]
fn edge_of_19_a_tightened_count_counts() {
    let nine = "file apcheck.toml\nend\n+ [requirements]\n+ review-every-half-term = { at-least = 9, reason = \"r\" }\n";
    assert_eq!(
        stands(nine, "2026-10-12", "review-every-half-term"),
        "met until 2026-10-23"
    );
    assert_eq!(
        stands(nine, "2026-10-24", "review-every-half-term"),
        "breached since 2026-10-24"
    );
}
