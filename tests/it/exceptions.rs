//! The parts of sentence 18, one by one: what an exception covers, when it is
//! a finding, and what a backlog leaves as it is.

use crate::sentences::{exception, stands};
use crate::support::{Run, Scratch, apcheck, edited};

const MISSING: &str = "file placements/p001-oak-farm.toml\n- curriculum-plan\n";

fn grounds(requirement: &str, agreed: &str, until: &str) -> String {
    exception(requirement, "reasonable-grounds", agreed, until)
}

fn run(name: &str, edits: &str, arguments: &[&str]) -> Run {
    let (files, _) = edited(edits);
    let scratch = Scratch::with(&format!("exceptions-{name}"), &files);
    apcheck(scratch.path(), arguments)
}

fn validate(name: &str, edits: &str, on: &str) -> Run {
    run(
        name,
        edits,
        &["validate", "--as-of", on, "--format", "concise"],
    )
}

const EXCUSES_NOTHING: &str = "this exception excuses nothing";

#[test]
fn it_covers_the_days_from_agreed_to_until() {
    let edits = format!(
        "{MISSING}{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-30")
    );
    for (on, standing) in [
        ("2026-09-30", "breached since 2026-09-07"),
        ("2026-10-01", "excepted until 2026-10-30"),
        ("2026-10-30", "excepted until 2026-10-30"),
        ("2026-10-31", "breached since 2026-09-07"),
    ] {
        assert_eq!(stands(&edits, on, "curriculum-plan"), standing, "{on}");
    }
}

#[test]
fn it_covers_a_year_at_most_and_is_a_finding_if_longer() {
    let of = |until| {
        format!(
            "{MISSING}{}",
            grounds("curriculum-plan", "2026-10-01", until)
        )
    };
    let year = validate("a-year", &of("2027-10-01"), "2026-10-12");
    assert!(!year.out.contains("exception-complete"), "{}", year.out);
    let longer = validate("longer", &of("2027-10-02"), "2026-10-12");
    assert!(longer.out.contains("fault[exception-complete]"));
    assert_eq!(
        stands(&of("2027-10-02"), "2027-10-02", "curriculum-plan"),
        "breached since 2026-09-07"
    );
}

#[test]
fn of_several_in_force_the_one_that_holds_longest_counts() {
    for (first, second) in [("2026-10-30", "2026-11-13"), ("2026-11-13", "2026-10-30")] {
        let edits = format!(
            "{MISSING}{}{}",
            grounds("curriculum-plan", "2026-10-01", first),
            grounds("curriculum-plan", "2026-10-08", second)
        );
        assert_eq!(
            stands(&edits, "2026-10-12", "curriculum-plan"),
            "excepted until 2026-11-13"
        );
    }
}

#[test]
fn it_covers_only_the_file_it_stands_in() {
    let elsewhere = format!(
        "{MISSING}file providers/oak-farm.toml\n{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-30")
    );
    assert_eq!(
        stands(&elsewhere, "2026-10-12", "curriculum-plan"),
        "breached since 2026-09-07"
    );
    let run = validate("elsewhere", &elsewhere, "2026-10-12");
    assert!(run.out.contains("fault[exception-allowed]"), "{}", run.out);
}

#[test]
fn over_another_standing_it_excuses_nothing_while_it_is_in_force() {
    let idle = format!(
        "file placements/p001-oak-farm.toml\n{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-30")
    );
    for (on, found) in [
        ("2026-09-30", false),
        ("2026-10-01", true),
        ("2026-10-30", true),
        ("2026-10-31", false),
    ] {
        let run = validate(&format!("idle-{on}"), &idle, on);
        assert_eq!(run.out.contains(EXCUSES_NOTHING), found, "{on} {}", run.out);
    }
}

/// It is asked for by annex-b, which is not in use here.
#[test]
fn for_what_no_checklist_asks_it_excuses_nothing() {
    let unasked = format!(
        "file apcheck.toml\n- use =\n+ use = [\"annex-a\"]\nfile providers/oak-farm.toml\n- behaviour-process\n{}",
        grounds("behaviour-process", "2026-10-01", "2026-10-30")
    );
    let run = validate("unasked", &unasked, "2026-10-12");
    assert!(
        run.out
            .contains("excuses nothing: `behaviour-process` is asked for by no checklist in use"),
        "{}",
        run.out
    );
}

/// Two incidents: one followed up, one not, which the exception excuses.
#[test]
fn of_several_standings_one_that_is_excused_is_enough() {
    let incident = |date: &str, more: &str| {
        format!(
            "end\n+ [[incidents]]\n+ date = {date}\n+ kind = \"allegation-against-staff\"\n+ pupils = [\"p001\"]\n+ told = {date}\n+ ref = \"CPOMS 1\"\n+ passed-on = [\"parents\"{more}]\n+ decision = \"continue\"\n+ closed = 2026-10-09\n+ by = \"rok\"\n"
        )
    };
    let edits = format!(
        "file providers/oak-farm.toml\n{}{}{}",
        incident("2026-10-05", ", \"lado\""),
        incident("2026-10-06", ""),
        grounds("incidents-followed-up", "2026-10-07", "2026-10-30")
    );
    let standing = stands(&edits, "2026-10-12", "incidents-followed-up");
    assert!(standing.contains("met | excepted until"), "{standing}");
    let run = validate("several", &edits, "2026-10-12");
    assert!(!run.out.contains(EXCUSES_NOTHING), "{}", run.out);
}

/// The grounds were needed while the placement was live; that it is over makes
/// them no finding.
#[test]
fn after_the_ending_it_is_no_finding() {
    let ended = format!(
        "file placements/p001-oak-farm.toml\nend\n+ [ending]\n+ date = 2026-10-02\n{}",
        grounds("review-every-half-term", "2026-09-01", "2026-12-18")
    );
    assert_eq!(
        stands(&ended, "2026-10-12", "review-every-half-term"),
        "met"
    );
    let run = validate("ended", &ended, "2026-10-12");
    assert!(!run.out.contains(EXCUSES_NOTHING), "{}", run.out);
}

#[test]
fn once_over_the_breach_that_returns_names_it_and_nothing_else_does() {
    let over = format!(
        "{MISSING}{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-30")
    );
    let returned = validate("over", &over, "2026-11-02");
    assert!(
        returned
            .out
            .contains("(reasonable grounds for this ran out on 30 October 2026)"),
        "{}",
        returned.out
    );
    let idle = format!(
        "file placements/p001-oak-farm.toml\n{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-30")
    );
    let history = validate("history", &idle, "2026-11-02");
    assert!(
        !history.out.contains("curriculum-plan") && !history.out.contains("grounds"),
        "{}",
        history.out
    );
}

#[test]
fn one_about_to_end_is_due() {
    let edits = format!(
        "{MISSING}{}",
        grounds("curriculum-plan", "2026-10-01", "2026-10-19")
    );
    let due = |within: &str| {
        run(
            &format!("due-{within}"),
            &edits,
            &[
                "due",
                "--as-of",
                "2026-10-12",
                "--within",
                within,
                "--format",
                "csv",
            ],
        )
    };
    assert!(
        due("7d")
            .out
            .contains("2026-10-19,7,excepted,p001-oak-farm"),
        "{}",
        due("7d").out
    );
    assert!(!due("6d").out.contains("curriculum-plan"));
}

#[test]
fn a_backlog_leaves_standings_counts_and_signatures_as_they_are() {
    let missing = "file providers/oak-farm.toml\n- { date = 2026-10-12, checklist\n";
    let backlog = format!(
        "{missing}{}",
        exception("behaviour-process", "backlog", "2026-10-12", "2026-12-18")
    );
    assert_eq!(
        stands(missing, "2026-10-12", "annex-b-signed"),
        stands(&backlog, "2026-10-12", "annex-b-signed")
    );
    let page = |edits: &str, name: &str| {
        run(
            name,
            edits,
            &["compliance", "--as-of", "2026-10-12", "--format", "csv"],
        )
        .out
    };
    let count = |page: &str| page.matches(",breached,").count();
    let gap = "file providers/oak-farm.toml\n- behaviour-process\n";
    let noted = format!(
        "{gap}{}",
        exception("behaviour-process", "backlog", "2026-10-12", "2026-12-18")
    );
    let (without, with) = (page(gap, "count-gap"), page(&noted, "count-noted"));
    assert!(count(&without) > 0, "{without}");
    assert_eq!(count(&without), count(&with), "{without}\n{with}");
}

/// What is law, or protects the pupil directly, is no backlog either.
#[test]
fn a_backlog_cannot_be_made_of_the_law() {
    let law = format!(
        "file providers/oak-farm.toml\n- data-protection\n{}",
        exception("data-protection", "backlog", "2026-10-12", "2026-12-18")
    );
    let run = validate("law", &law, "2026-10-12");
    assert!(run.out.contains("fault[exception-allowed]"), "{}", run.out);
    assert!(run.out.contains("must[data-protection]"), "{}", run.out);
    assert_eq!(run.status, 1);
}

/// What was never done is no reason to begin without it.
#[test]
fn a_backlog_stands_in_the_way_of_a_start() {
    let start = "file placements/p001-oak-farm.toml\n- start =\n+ start = 2026-10-19\n";
    let backlog = format!(
        "{start}- curriculum-plan\nfile providers/oak-farm.toml\n- behaviour-process\n{}",
        exception("behaviour-process", "backlog", "2026-10-12", "2026-12-18")
    );
    let run = run(
        "start",
        &backlog,
        &[
            "validate",
            "p001-oak-farm",
            "--as-of",
            "2026-10-12",
            "--fail-on",
            "good",
        ],
    );
    assert!(run.out.contains("good[behaviour-process]"), "{}", run.out);
    assert!(run.out.contains("Do not start yet"), "{}", run.out);
    assert_eq!(run.status, 1);
}

/// A backlog is of what was so on its day: what comes about later is a finding.
#[test]
fn a_backlog_does_not_hold_what_came_about_since() {
    let taken_down = exception("behaviour-process", "backlog", "2026-10-12", "2026-12-18");
    let at = |line: &str, name: &str| {
        let edits =
            format!("file providers/oak-farm.toml\n- behaviour-process\n{line}end\n{taken_down}");
        let words = ["validate", "--as-of", "2026-11-09", "--fail-on", "good"];
        run(name, &edits, &words)
    };
    let never_done = at("", "backlog-held");
    assert!(
        never_done
            .out
            .contains("(from before these records; to be done by 18 December 2026)"),
        "{}",
        never_done.out
    );
    let ran_out = at(
        "+ behaviour-process = { date = 2025-10-20, by = \"rok\" }\n",
        "backlog-since",
    );
    assert!(
        ran_out
            .out
            .contains("(not what was taken down as from before these records on 12 October 2026)"),
        "{}",
        ran_out.out
    );
    assert_eq!(ran_out.status, 1);
}

/// A checklist that stops a start is asked for, whether or not it is in `use`.
#[test]
fn a_checklist_of_the_gate_is_in_use() {
    let gated = "file apcheck.toml\n- use =\n+ use = [\"everything-else\"]\n";
    let page = run(
        "gate-in-use",
        gated,
        &["compliance", "--as-of", "2026-10-12"],
    );
    assert!(page.out.contains("Annex A"), "{}", page.out);
}

/// What a placement's own record dates after a signature makes it out of date.
#[test]
fn an_extension_after_a_signature_makes_it_out_of_date() {
    let signed = "file placements/p001-oak-farm.toml\nafter start =\n+ signoffs = [{ date = 2026-09-04, checklist = \"annex-a\", name = \"A. Lead\", position = \"AP lead\" }]\n";
    let extended = format!(
        "{signed}+ extensions = [{{ date = 2026-10-05, by = \"lead\", to = 2027-04-01 }}]\n"
    );
    let page = |edits: &str, name: &str| {
        run(
            name,
            edits,
            &[
                "compliance",
                "p001-oak-farm",
                "--checklist",
                "annex-a",
                "--as-of",
                "2026-10-12",
            ],
        )
        .out
    };
    let (kept, stale) = (page(signed, "signed"), page(&extended, "extended"));
    assert!(kept.contains("on 4 September 2026."), "{kept}");
    assert!(
        stale.contains("since the placement was extended on 5 October 2026"),
        "{stale}"
    );
}
