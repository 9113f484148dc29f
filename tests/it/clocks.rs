//! The law's own clocks, day by day: when each begins, what stops it, and what
//! is left when it was stopped late.

use crate::sentences::stands;
use crate::support::{DAY, Files, Scratch, edited, validate};

const PLACEMENT: &str = "file placements/p001-oak-farm.toml\n";
const DIRECTION: &str =
    "file placements/p001-oak-farm.toml\n- basis =\n+ basis = \"off-site-direction\"\n";

/// The base's last review, with other invitations and another outcome.
fn last_review(more: &str) -> String {
    format!(
        "{DIRECTION}- {{ date = 2026-10-02\n+ {{ date = 2026-10-02, by = \"ska\", with = [\"provider\"], outcome = \"continue\"{more} }},\n"
    )
}

fn entry(log: &str, lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("+ {line}\n")).collect();
    format!("end\n+\n+ [[{log}]]\n{lines}")
}

fn register(marks: &[(&str, &str)]) -> String {
    let rows: String = marks
        .iter()
        .map(|(day, mark)| format!("- 2026-{day}\n+ 2026-{day},{mark},{mark},,\n"))
        .collect();
    format!("file attendance/p001-oak-farm.csv\n{rows}")
}

/// Every session at the provider from 22 September on.
fn away(mark: &str) -> String {
    let days = ["09-22", "09-23", "09-29", "09-30", "10-06", "10-07"];
    register(&days.map(|day| (day, mark)))
}

#[test]
fn the_regulations_bind_maintained_schools() {
    let (mut files, _) = edited(DIRECTION);
    let said = |files: &Files| {
        let scratch = Scratch::with("maintained", files);
        validate(scratch.path(), DAY, &["--format", "concise"]).out
    };
    assert!(said(&files).contains("should[off-site-direction-notice]"));
    let school = String::from_utf8(files["apcheck.toml"].clone()).unwrap();
    let maintained = school.replace("kind = \"academy\"", "kind = \"maintained-school\"");
    files.insert("apcheck.toml".into(), maintained.into_bytes());
    assert!(said(&files).contains("must[off-site-direction-notice]"));
}

#[test]
fn invitations_go_out_six_days_before_the_next_review() {
    let id = "direction-review-invitations";
    assert_eq!(stands(DIRECTION, "2026-10-12", id), "met until 2026-11-07");
    assert_eq!(stands(DIRECTION, "2026-11-08", id), "met until 2026-11-12");
    let out = last_review(", invited = 2026-09-25")
        + "+ { date = 2026-11-13, by = \"ska\", invited = 2026-10-09 },\n";
    assert_eq!(stands(&out, "2026-10-12", id), "met");
    assert_eq!(stands(&out, "2026-10-08", id), "met until 2026-11-07");
}

#[test]
fn a_review_without_invitations_is_made_up_for_by_the_next() {
    let id = "direction-review-invitations";
    let late = last_review(", invited = 2026-09-27");
    assert_eq!(stands(&late, "2026-10-01", id), "met until 2026-11-07");
    assert_eq!(stands(&late, "2026-10-12", id), "breached since 2026-10-02");
    let next = late
        + "+ { date = 2026-10-09, by = \"ska\", with = [\"parent\"], outcome = \"continue\", invited = 2026-10-03 },\n";
    assert_eq!(
        stands(&next, "2026-10-12", id),
        "met until 2026-11-07, lapse 2026-10-02 to 2026-10-08"
    );
}

#[test]
fn an_outcome_sent_late_leaves_a_lapse() {
    let id = "direction-outcome-sent";
    let none = last_review(", invited = 2026-09-25");
    assert_eq!(stands(&none, "2026-10-08", id), "outstanding by 2026-10-08");
    assert_eq!(stands(&none, "2026-10-09", id), "breached since 2026-10-09");
    let late = last_review(", invited = 2026-09-25, outcome-sent = 2026-10-11");
    assert_eq!(
        stands(&late, "2026-10-12", id),
        "met, lapse 2026-10-09 to 2026-10-10"
    );
}

#[test]
fn a_review_asked_for_is_held_unless_there_was_one_in_ten_weeks() {
    let id = "direction-review-on-request";
    let asked = |day: &str, from: &str| {
        let none = "- { date = 2026-09-11\n- { date = 2026-09-18\n- { date = 2026-09-25\n";
        let date = format!("date = {day}");
        let from = format!("from = \"{from}\"");
        format!(
            "{DIRECTION}{none}{}",
            entry("review-requests", &[&date, "by = \"ska\"", &from])
        )
    };
    let before = asked("2026-09-11", "parent");
    assert_eq!(
        stands(&before, "2026-09-25", id),
        "outstanding by 2026-09-25"
    );
    assert_eq!(
        stands(&before, "2026-09-28", id),
        "breached since 2026-09-26"
    );
    assert_eq!(
        stands(&before, "2026-10-12", id),
        "met, lapse 2026-09-26 to 2026-10-01"
    );
    let after = asked("2026-10-05", "local-authority");
    assert_eq!(stands(&after, "2026-12-01", id), "met");
    let pupil = asked("2026-09-11", "pupil");
    assert_eq!(stands(&pupil, "2026-09-28", id), "met");
}

#[test]
fn one_suspension_in_two_placements_counts_once() {
    let id = "suspension-within-45-days";
    let suspension = "+\n+ [suspension]\n+ first-day = 2026-09-07\n+ school-days = 30\n";
    let second = |first: &str| {
        format!(
            "{PLACEMENT}end\n{suspension}new placements/p001-b.toml\n+ provider = \"oak-farm\"\n+ basis = \"suspension\"\n+ start = 2026-09-07\n+ pupil = {{ ref = \"p001\" }}\n{}",
            suspension.replace("2026-09-07", first)
        )
    };
    assert_eq!(stands(&second("2026-09-07"), "2026-10-12", id), "met");
    assert_eq!(
        stands(&second("2026-10-05"), "2026-10-12", id),
        "breached since 2026-10-05"
    );
    // Another school year.
    assert_eq!(stands(&second("2026-08-03"), "2026-10-12", id), "met");
}

#[test]
fn a_reason_is_found_in_five_school_days() {
    let id = "reason-found-in-five-days";
    let unknown = register(&[("10-06", "N")]);
    assert_eq!(
        stands(&unknown, "2026-10-13", id),
        "outstanding by 2026-10-13"
    );
    assert_eq!(
        stands(&unknown, "2026-10-14", id),
        "breached since 2026-10-14"
    );
}

#[test]
fn a_run_of_ten_school_days_is_returned_and_again_after_a_month() {
    let id = "unauthorised-absence-return";
    let away = away("O");
    // Only nine school days, from 22 September to 2 October.
    assert_eq!(stands(&away, "2026-10-05", id), "met");
    assert_eq!(stands(&away, "2026-10-07", id), "outstanding by 2026-10-07");
    assert_eq!(stands(&away, "2026-10-08", id), "breached since 2026-10-08");
    let returned = |day: &str| {
        let date = format!("date = {day}");
        let lines = [&*date, "by = \"ska\"", "kind = \"ten-day\""];
        format!("{away}{PLACEMENT}{}", entry("absence-returns", &lines))
    };
    // One from before the tenth day does not speak of it.
    assert_eq!(
        stands(&returned("2026-10-01"), "2026-10-08", id),
        "breached since 2026-10-08"
    );
    assert_eq!(
        stands(&returned("2026-10-09"), "2026-10-12", id),
        "met, lapse 2026-10-08 to 2026-10-08"
    );
    let on: String = [
        "10-13", "10-14", "10-20", "10-21", "11-03", "11-04", "11-10",
    ]
    .iter()
    .map(|day| format!("+ 2026-{day},O,O,,\n"))
    .collect();
    let goes_on = format!(
        "{away}end\n{on}{PLACEMENT}{}",
        entry(
            "absence-returns",
            &["date = 2026-10-07", "by = \"ska\"", "kind = \"ten-day\""]
        )
    );
    // Twenty school days after 7 October is 11 November, half term between.
    assert_eq!(stands(&goes_on, "2026-11-10", id), "met");
    let goes_on = goes_on.replace(
        "+ 2026-11-10,O,O,,\n",
        "+ 2026-11-10,O,O,,\n+ 2026-11-11,O,O,,\n",
    );
    assert_eq!(
        stands(&goes_on, "2026-11-11", id),
        "outstanding by 2026-11-12"
    );
}

#[test]
fn absence_that_was_agreed_or_is_the_rule_is_no_long_absence() {
    let id = "long-absence-reviewed";
    let alone = "- { date = 2026-09-23, by\n- { date = 2026-09-25\n- { date = 2026-10-02\n";
    let ill = format!("{}{PLACEMENT}{alone}", away("I"));
    assert_eq!(stands(&ill, "2026-10-07", id), "outstanding by 2026-10-07");
    assert_eq!(stands(&ill, "2026-10-08", id), "breached since 2026-10-08");
    let less = format!("{ill}file apcheck.toml\nend\n+\n+ [limits]\n+ long-absence-days = 4\n");
    assert_eq!(stands(&less, "2026-10-08", id), "breached since 2026-10-07");
    let agreed = format!("{}{PLACEMENT}{alone}", away("C2"));
    assert_eq!(stands(&agreed, "2026-10-08", id), "met");
    let remote = format!("{ill}- mode =\n+ mode = \"remote\"\n");
    assert_eq!(stands(&remote, "2026-10-08", id), "met");
}

#[test]
fn a_part_time_timetable_is_agreed_before_it_begins() {
    let id = "part-time-agreed";
    let part_time = |more: &str| {
        format!(
            "{PLACEMENT}end\n+\n+ [part-time]\n+ from = 2026-09-28\n+ until = 2026-10-23\n{more}"
        )
    };
    assert_eq!(
        stands(&part_time(""), "2026-10-12", id),
        "breached since 2026-09-28"
    );
    let late = part_time("+ agreed-with-parent = 2026-10-01\n");
    assert_eq!(stands(&late, "2026-09-30", id), "breached since 2026-09-28");
    assert_eq!(
        stands(&late, "2026-10-12", id),
        "met, lapse 2026-09-28 to 2026-09-30"
    );
    assert!(stands(&late, "2026-09-27", id).starts_with("not required"));
    assert!(stands(&late, "2026-10-24", id).starts_with("not required"));
}

#[test]
fn the_code_follows_from_the_footing() {
    let id = "attendance-code-right";
    let dual = format!("{PLACEMENT}- registration =\n+ registration = \"dual\"\n");
    assert_eq!(stands(&dual, "2026-10-12", id), "breached since 2026-09-07");
    let grown = format!(
        "{PLACEMENT}- born =\n+ born = \"2009-11\"\nend\n+\n+ [part-time]\n+ from = 2026-09-07\n+ until = 2026-10-16\n+ agreed-with-parent = 2026-09-01\n{}",
        register(&[("10-06", "C2")])
    );
    assert_eq!(
        stands(&grown, "2026-10-12", id),
        "breached since 2026-10-06"
    );
    assert_eq!(
        stands(&grown.replace("2009-11", "2011-11"), "2026-10-12", id),
        "met"
    );
    // The provider closed for the day.
    assert_eq!(
        stands(&register(&[("10-06", "Y4")]), "2026-10-12", id),
        "met"
    );
}
