//! The days of computed requirements: to the last good one, and healed after.

use crate::sentences::stands;

const PROVIDER: &str = "file providers/oak-farm.toml\nend\n+\n";
const PLACEMENT: &str = "file placements/p001-oak-farm.toml\nend\n+\n";
const REGISTER: &str = "file attendance/p001-oak-farm.csv\n";

/// Lines added to the end of a file of the base.
fn with(file: &str, lines: &str) -> String {
    let added: String = lines.lines().map(|line| format!("+ {line}\n")).collect();
    format!("{file}{added}")
}

fn check(edits: &str, id: &str, expected: &[(&str, &str)]) {
    for (on, standing) in expected {
        assert_eq!(stands(edits, on, id), *standing, "{id} on {on}\n{edits}");
    }
}

#[test]
fn a_change_has_five_school_days_and_is_healed_by_a_late_check() {
    let change = "[[changes]]\ndate = 2026-10-02\nkind = \"staff\"\n";
    check(
        &with(PROVIDER, change),
        "changes-rechecked",
        &[
            ("2026-10-01", "met"),
            ("2026-10-09", "outstanding by 2026-10-09"),
            ("2026-10-10", "breached since 2026-10-10"),
        ],
    );
    check(
        &with(PROVIDER, &format!("{change}rechecked = 2026-10-12\n")),
        "changes-rechecked",
        &[
            ("2026-10-11", "breached since 2026-10-10"),
            ("2026-10-12", "met, lapse 2026-10-10 to 2026-10-11"),
        ],
    );
    // Nobody is there yet: the day before the first pupil comes is soon enough.
    let before = "[[changes]]\ndate = 2026-08-03\nkind = \"site\"\n";
    check(
        &with(PROVIDER, before),
        "changes-rechecked",
        &[
            ("2026-09-01", "outstanding by 2026-09-07"),
            ("2026-09-08", "breached since 2026-09-08"),
        ],
    );
    let long_before = before.replace("08-03", "07-06");
    check(
        &with(PROVIDER, &long_before),
        "changes-rechecked",
        &[
            ("2026-09-06", "outstanding by 2026-09-06"),
            ("2026-09-07", "breached since 2026-09-07"),
        ],
    );
}

#[test]
fn told_a_day_late_is_a_lapse_of_a_day() {
    let incident = |told: &str| {
        with(
            PROVIDER,
            &format!("[[incidents]]\ndate = 2026-10-06\nkind = \"accident\"\n{told}"),
        )
    };
    let id = "incidents-told-at-once";
    check(
        &incident(""),
        id,
        &[
            ("2026-10-06", "outstanding by 2026-10-06"),
            ("2026-10-07", "breached since 2026-10-07"),
        ],
    );
    check(
        &incident("told = 2026-10-07\n"),
        id,
        &[("2026-10-12", "met, lapse 2026-10-07 to 2026-10-07")],
    );
    check(
        &incident("told = \"soon\"\n"),
        id,
        &[("2026-10-12", "not evaluated")],
    );
}

#[test]
fn a_subcontracted_site_is_needed_while_it_is_in_use() {
    let site = |days: &str| {
        format!(
            "file providers/oak-farm.toml\nafter {{ key = \"farm\"\n+ {{ key = \"workshop\", address = \"Station Yard\", subcontractor = \"Bright Motors Ltd\"{days} }},\n"
        )
    };
    let id = "subcontractors-checked";
    check(
        &site(", from = 2026-11-02, until = 2026-11-27"),
        id,
        &[
            ("2026-10-12", "outstanding by 2026-11-01"),
            ("2026-11-02", "breached since 2026-11-02"),
            ("2026-11-28", "met"),
        ],
    );
    let line = "{ date = 2026-09-01, by = \"rok\" }";
    let other = "{ date = 2026-09-01, by = \"rok\", expires = 2026-10-09 }";
    let checks = format!(
        ", checks = {{ letter-of-assurance = {line}, safeguarding-contact = {line}, public-liability = {other}, health-and-safety = {line} }}"
    );
    check(
        &site(&checks),
        id,
        &[
            ("2026-10-09", "met until 2026-10-09"),
            ("2026-10-10", "breached since 2026-10-10"),
        ],
    );
}

#[test]
fn a_competent_person_sees_each_site_again_within_the_year() {
    let seen = "file providers/oak-farm.toml\n- { date = 2026-09-02\n+ { date = 2025-10-13, by = \"rok\", site = \"farm\", looked-at = [\"health-and-safety\"] },\n";
    check(
        seen,
        "competent-person-check",
        &[
            ("2026-08-31", "met until 2026-10-12"),
            ("2026-10-13", "breached since 2026-10-13"),
        ],
    );
}

#[test]
fn each_topic_of_quality_has_its_own_year() {
    let id = "quality-checked-in-full";
    check(
        "",
        id,
        &[
            ("2026-09-06", "met"),
            ("2026-10-12", "outstanding by 2027-09-06"),
            ("2027-09-07", "breached since 2027-09-07"),
        ],
    );
    let seen = "file providers/oak-farm.toml\nafter { date = 2026-09-02\n+ { date = 2026-10-01, by = \"rok\", looked-at = [\"safeguarding\", \"curriculum\", \"attendance\", \"behaviour\", \"wellbeing\"] },\n";
    check(
        seen,
        id,
        &[
            ("2026-10-12", "met until 2027-09-01"),
            ("2027-09-02", "outstanding by 2027-09-06"),
            ("2027-09-07", "breached since 2027-09-07"),
        ],
    );
}

#[test]
fn a_decision_to_end_is_carried_out_or_lifted() {
    let id = "decision-to-end-carried-out";
    let concern = |decision: &str, more: &str| {
        with(
            PLACEMENT,
            &format!(
                "[[concerns]]\ndate = 2026-10-07\nreviewed = 2026-10-08\ndecision = \"{decision}\"\n{more}"
            ),
        )
    };
    check(
        &concern("pause", ""),
        id,
        &[
            ("2026-10-07", "met"),
            ("2026-10-09", "outstanding by 2026-10-09"),
            ("2026-10-10", "breached since 2026-10-10"),
        ],
    );
    // A pause that began before the decision and goes on is one from then on.
    check(
        &concern(
            "pause",
            "[[pauses]]\nfrom = 2026-10-07\nuntil = 2026-10-09\n",
        ),
        id,
        &[("2026-10-12", "met")],
    );
    check(
        &concern(
            "pause",
            "[[pauses]]\nfrom = 2026-09-28\nuntil = 2026-10-06\n",
        ),
        id,
        &[("2026-10-12", "breached since 2026-10-10")],
    );
    // A pause does not stand for an end.
    check(
        &concern("end", "[[pauses]]\nfrom = 2026-10-09\n"),
        id,
        &[("2026-10-12", "breached since 2026-10-10")],
    );
    check(
        &concern("end", "[ending]\ndate = 2026-10-12\n"),
        id,
        &[("2026-10-13", "met, lapse 2026-10-10 to 2026-10-11")],
    );
    let review = |kind: &str| {
        format!(
            "file placements/p001-oak-farm.toml\nafter {{ date = 2026-10-02\n+ {{ date = 2026-12-03, kind = \"{kind}\", outcome = \"end\" }},\n"
        )
    };
    check(
        &review("regular"),
        id,
        &[("2026-12-10", "outstanding by 2026-12-10")],
    );
    check(
        &review("end"),
        id,
        &[("2026-12-18", "outstanding by 2026-12-18")],
    );
    // An incident counts where it lists the pupil.
    let incident = |pupil: &str| {
        with(
            PROVIDER,
            &format!(
                "[[incidents]]\ndate = 2026-10-05\nkind = \"other\"\npupils = [\"{pupil}\"]\ndecision = \"end\"\n"
            ),
        )
    };
    check(
        &incident("p001"),
        id,
        &[("2026-10-13", "breached since 2026-10-13")],
    );
    let another = with(
        PROVIDER,
        "[[incidents]]\ndate = 2026-10-05\nkind = \"other\"\npupils = []\ndecision = \"end\"\n",
    );
    check(&another, id, &[("2026-10-13", "met")]);
    // A later review that goes on lifts it: that of the base on 2 October does.
    let lifted = with(
        PLACEMENT,
        "[[concerns]]\ndate = 2026-09-30\ndecision = \"end\"\n",
    );
    check(&lifted, id, &[("2026-10-12", "met")]);
}

#[test]
fn no_progress_is_claimed_only_of_values_measured_anew() {
    let id = "no-progress-acted-on";
    let values = |first: &str, second: &str, outcome: &str| {
        format!(
            "file placements/p001-oak-farm.toml\n- {{ date = 2026-10-06\n+ {{ date = 2026-09-17, objective = \"attend\", value = {first} }},\n+ {{ date = 2026-09-30, objective = \"attend\", value = {second} }},\n- {{ date = 2026-09-25\n- {{ date = 2026-10-02\n+ {{ date = 2026-09-25, outcome = \"continue\" }},\n+ {{ date = 2026-10-02, outcome = \"{outcome}\" }},\n"
        )
    };
    check(
        &values("61.0", "60.0", "continue"),
        id,
        &[
            ("2026-10-01", "met"),
            ("2026-10-02", "outstanding by 2026-10-02"),
            ("2026-10-03", "breached since 2026-10-03"),
        ],
    );
    check(
        &values("61.0", "60.0", "change"),
        id,
        &[("2026-10-12", "met")],
    );
    check(
        &values("61.5", "60.0", "continue"),
        id,
        &[("2026-10-12", "met")],
    );
    check(
        &values("95.0", "95.0", "continue"),
        id,
        &[("2026-10-12", "met")],
    );
    check("", id, &[("2026-10-12", "met")]);
}

#[test]
fn the_risk_assessment_follows_a_change_and_is_healed() {
    let id = "risk-assessment-after-change";
    let change = "[[changes]]\ndate = 2026-09-28\nkind = \"subcontractor\"\n";
    let edits = with(PROVIDER, change);
    check(
        &edits,
        id,
        &[
            ("2026-10-05", "outstanding by 2026-10-05"),
            ("2026-10-06", "breached since 2026-10-06"),
        ],
    );
    let line = "{ date = 2026-09-04, by = \"rok\", expires = 2026-12-18, covers = [] }";
    let again = format!(
        "{edits}file placements/p001-oak-farm.toml\n- risk-assessment\nafter [checks]\n+ risk-assessment = [{line}, {}]\n",
        line.replace("09-04", "10-08")
    );
    check(
        &again,
        id,
        &[("2026-10-12", "met, lapse 2026-10-06 to 2026-10-07")],
    );
    check(
        &with(PROVIDER, &change.replace("09-28", "13-28")),
        id,
        &[("2026-10-12", "not evaluated")],
    );
}

#[test]
fn the_end_is_looked_at_in_its_last_twenty_school_days() {
    let ending = "[ending]\ndate = 2026-10-09\n";
    let with_pupil = |date: &str| {
        format!(
            "file placements/p001-oak-farm.toml\n- {{ date = 2026-09-18\n+ {{ date = {date}, with = [\"pupil\"], outcome = \"continue\" }},\n"
        )
    };
    let ended = |date: &str| with(&format!("{}{PLACEMENT}", with_pupil(date)), ending);
    let id = "end-of-placement-review";
    check("", id, &[("2026-10-12", "outstanding by 2026-12-18")]);
    check(&ended("2026-09-14"), id, &[("2026-10-12", "met")]);
    check(
        &ended("2026-09-11"),
        id,
        &[
            ("2026-10-09", "outstanding by 2026-10-09"),
            ("2026-10-12", "breached since 2026-10-10"),
        ],
    );
    check(
        &ended("2026-10-13"),
        id,
        &[("2026-10-13", "met, lapse 2026-10-10 to 2026-10-12")],
    );
}

#[test]
fn attendance_is_at_risk_from_the_day_it_came_to_that() {
    // Absent from the ninth and the tenth of ten sessions.
    let absent = format!("{REGISTER}- 2026-09-22\n+ 2026-09-22,I,I,,\n");
    let quiet = "file placements/p001-oak-farm.toml\n- { date = 2026-09-22, by\n- { date = 2026-09-23, by\n- { date = 2026-09-24, by\n- { date = 2026-10-01, by\n- { date = 2026-10-08, by\n- { date = 2026-09-25, by\n- { date = 2026-10-02, by\n";
    let id = "attendance-risk-acted-on";
    check(
        &format!("{quiet}{absent}"),
        id,
        &[
            ("2026-09-21", "met"),
            ("2026-09-29", "outstanding by 2026-09-29"),
            ("2026-09-30", "breached since 2026-09-30"),
            // Two of twenty are a tenth still.
            ("2026-10-12", "breached since 2026-09-30"),
        ],
    );
    check(&absent, id, &[("2026-10-12", "met")]);
    let few = format!(
        "{quiet}{absent}file apcheck.toml\nafter format\n+ limits = {{ risk-sessions = 40 }}\n"
    );
    check(&few, id, &[("2026-10-12", "met")]);
    // Not returned is no worry for a week; many providers return once a week.
    let silent = format!("{quiet}{REGISTER}- 2026-09-22\n");
    check(
        &silent,
        id,
        &[
            ("2026-09-28", "met"),
            ("2026-09-29", "outstanding by 2026-10-06"),
            ("2026-10-06", "outstanding by 2026-10-06"),
            ("2026-10-07", "breached since 2026-10-07"),
        ],
    );
    // Little absence in all, and most of it of late.
    let lately = format!(
        "{quiet}{REGISTER}- 2026-10-06\n- 2026-10-07\n+ 2026-10-06,I,/,,\n+ 2026-10-07,I,I,,\nfile apcheck.toml\nafter format\n+ limits = {{ persistent-absence = 60.0, risk-sessions = 8 }}\n"
    );
    check(
        &lately,
        id,
        &[
            ("2026-10-06", "met"),
            ("2026-10-07", "outstanding by 2026-10-14"),
        ],
    );
}
