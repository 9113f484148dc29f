//! `apcheck.toml`: the school itself.

use super::shared::{CHECKS, DATES, EXCEPTION, PERSON, SIGNOFF, TEXTS};
use super::{PLACEMENT, PROVIDER};
use crate::records::shape::{Kind, Shape, To, field};

pub static COMMISSIONER: Shape = Shape {
    name: "apcheck.toml",
    fields: &[
        field("format", Kind::Whole, "the version of the file format: 1", "1"),
        field("commissioner", Kind::Table(&SCHOOL), "who commissions", ""),
        field("hours", Kind::Table(&HOURS), "what counts as full-time here", ""),
        field("people", Kind::Map(&Kind::Table(&STAFF)), "the staff; the keys are used as `by` and `lead` in every record", ""),
        field("checklists", Kind::Table(&CHECKLISTS), "the documents this school holds itself to", ""),
        field("requirements", Kind::Map(&Kind::Table(&TIGHTENED)), "requirements that are tighter here than in their source", ""),
        field("limits", Kind::Table(&LIMITS), "thresholds", ""),
        field("terms", Kind::Tables(&TERM), "when the school is open", ""),
        field("checks", CHECKS, "what the school itself must have in place", ""),
        field("governor-reports", Kind::Tables(&GOVERNOR_REPORT), "reports to governors or trustees", ""),
        field("signoffs", Kind::Tables(&SIGNOFF), "checklists signed for the school", ""),
        field("exceptions", Kind::Tables(&EXCEPTION), "requirements about the school that are not followed", ""),
    ],
};

static SCHOOL: Shape = Shape {
    name: "the commissioner",
    fields: &[
        field("name", Kind::Text, "the name of the school, trust or authority", "\"Oakwood Academy\"").required(),
        field("kind", Kind::Word(&["maintained-school", "academy", "independent-school", "non-maintained-special-school", "pru", "trust", "local-authority"]), "whose law binds it", "\"academy\""),
        field("type", Kind::Word(&["mainstream", "special", "alternative-provision"]), "what sort of school it is", "\"mainstream\""),
        field("urn", Kind::Whole, "unique reference number, six digits", "100001"),
        field("local-authority", Kind::Text, "the local authority of its area", "\"Leicestershire\""),
    ],
};

static HOURS: Shape = Shape {
    name: "hours",
    fields: &[
        field("full-time", Kind::Number, "hours a full-time pupil is taught here in a week", "25.0"),
        field("school-week", Kind::Number, "hours a week the school is open to its pupils, breaks included; a pupil's hours on site are compared with it where taught hours are not recorded", "32.5"),
        field("registration", Kind::Number, "hours a week at one setting above which a pupil counts as full-time there", "18.0"),
    ],
};

static STAFF: Shape = Shape {
    name: "a member of staff",
    fields: &[
        field("name", Kind::Text, "name", "\"R. Okafor\"").required(),
        field("role", Kind::Text, "role", "\"DSL\""),
        field("phone", Kind::Text, "telephone", "\"01632 960010\""),
        field("email", Kind::Text, "e-mail", "\"dsl@oakwood.example\""),
    ],
};

static CHECKLISTS: Shape = Shape {
    name: "checklists",
    fields: &[
        field("use", Kind::List(&Kind::Reference(To::Checklist)), "the checklists that count here", "[\"annex-a\", \"annex-b\"]"),
        field("gate", Kind::List(&Kind::Reference(To::Checklist)), "checklists in use of which every item must be there before a start, whatever its level", "[\"annex-a\"]"),
    ],
};

static TIGHTENED: Shape = Shape {
    name: "a tightened requirement",
    fields: &[
        field("level", Kind::Word(&["must", "should", "good"]), "a higher level", "\"should\""),
        field("renew", Kind::Text, "a shorter renewal", "\"6 months\""),
        field("by", Kind::Text, "an earlier day", "\"start + 5 school days\""),
        field("within", Kind::Text, "how long a day counts, shorter", "\"6 months\""),
        field("covers", TEXTS, "topics a document must cover, with those of the source", "[\"travel\", \"site\", \"health\", \"safeguarding\", \"behaviour\"]"),
        field("every", Kind::Text, "a closer rhythm", "\"2 weeks\""),
        field("times", Kind::Whole, "a larger number a term", "3"),
        field("at-least", Kind::Number, "a higher floor", "2"),
        field("at-most", Kind::Number, "a lower ceiling", "12"),
        field("reason", Kind::Text, "why, shown wherever the requirement is", "\"governors' decision of 8 July 2026\"").required(),
    ],
};

static LIMITS: Shape = Shape {
    name: "limits",
    fields: &[
        field("persistent-absence", Kind::Percent, "per cent of sessions missed from which absence is persistent; 10 unless said", "10.0"),
        field("severe-absence", Kind::Percent, "per cent of sessions missed from which absence is severe; 50 unless said", "50.0"),
        field("no-return", Kind::Percent, "per cent of scheduled sessions without a mark above which attendance is not known; 20 unless said", "20.0"),
        field("gate-ahead", Kind::Whole, "school days before a start from which `validate` asks for all that is needed before it; 5 unless said", "5"),
        field("taught-hours-warning", Kind::Number, "taught hours a week from which a pupil may be full-time at one setting where hours on site are not recorded; 15 unless said", "15.0"),
        field("part-time-weeks", Kind::Whole, "weeks a part-time timetable may last; 6 unless said", "6"),
        field("requested-review-days", Kind::Whole, "school days within which a review that was asked for is held; 10 unless said", "10"),
        field("long-absence-days", Kind::Whole, "days at the provider that a pupil may be away in a row before a review or a contact with the parents; 5 unless said", "5"),
        field("recheck-days", Kind::Whole, "school days after a change within which the provider is checked again, and the risk assessment looked at again; 5 unless said", "5"),
        field("follow-up-days", Kind::Whole, "school days within which a decision to pause or end is carried out, a concern is in the school's own record and with the provider, and something is done about a worrying attendance; 5 unless said", "5"),
        field("end-days", Kind::Whole, "the last school days of a placement, in which a review or a measurement counts as one of its end; 20 unless said", "20"),
        field("risk-sessions", Kind::Whole, "returned sessions below which nothing is said of the risk to attendance; 10 unless said", "10"),
        field("risk-unauthorised", Kind::Percent, "per cent of sessions missed without authorisation from which attendance is at risk; 5 unless said", "5.0"),
        field("risk-lates", Kind::Percent, "per cent of attended sessions begun late from which attendance is at risk; 20 unless said", "20.0"),
        field("risk-run", Kind::Whole, "sessions missed one after the other from which attendance is at risk; 4 unless said", "4"),
        field("severe-run", Kind::Whole, "sessions missed one after the other from which the risk is severe; 10 unless said", "10"),
        field("risk-no-return", Kind::Percent, "per cent of sessions without a mark a week later from which attendance is at risk; 10 unless said", "10.0"),
        field("risk-weeks", Kind::Whole, "the last weeks with sessions whose attendance is compared with that of the weeks before; 3 unless said", "3"),
        field("risk-drop", Kind::Percent, "percentage points by which attendance is lower in them than before from which it is at risk; 20 unless said", "20.0"),
        field("few-sessions", Kind::Whole, "sessions below which a percentage of attendance is said to rest on too few to mean much; 20 unless said", "20"),
    ],
};

pub static TERM: Shape = Shape {
    name: "a term",
    fields: &[
        field("name", Kind::Text, "its name", "\"Autumn 2026\"").required(),
        field("start", Kind::Date, "the first day", "2026-09-02").required(),
        field("half-term", DATES, "first and last day of the half-term holiday; a term need not have one", "[2026-10-26, 2026-10-30]"),
        field("end", Kind::Date, "the last day", "2026-12-18").required(),
        field("closed", DATES, "INSET and other days the school is closed to pupils", "[2026-09-02]"),
    ],
};

static GOVERNOR_REPORT: Shape = Shape {
    name: "a report to governors",
    fields: &[
        field("date", Kind::Date, "the day", "2026-07-06"),
        field("by", PERSON, "who reported", "\"hdt\""),
        field("to", Kind::Text, "to whom", "\"School Standards Committee\""),
        field("covers", Kind::List(&Kind::Word(&["quality-checks", "attendance", "outcomes", "incidents", "plans", "timescales"])), "what it told them", "[\"attendance\", \"outcomes\"]"),
        field("anonymised", Kind::Flag, "whether no pupil was named", "true"),
        field("evidence", Kind::Text, "where it is", "\"SSC paper 14\""),
    ],
};

/// A checklist of the school's own, and the built-in ones.
pub static CHECKLIST: Shape = Shape {
    name: "a checklist",
    fields: &[
        field("name", Kind::Text, "its name, the same as the file's", "\"riverside-trust\"").required(),
        field("title", Kind::Text, "its title", "\"Riverside Trust AP standard\"").required(),
        field("edition", Kind::Text, "which edition", "\"September 2026\""),
        field("for", Kind::Word(&["placement", "provider", "commissioner"]), "whose page it is", "\"placement\"").required(),
        field("when", CONDITIONS, "conditions that must all hold where this checklist asks", "[\"non-school\"]"),
        field("when-any", CONDITIONS, "conditions of which one must hold where this checklist asks", "[\"suspension\", \"permanent-exclusion\"]"),
        field("section", Kind::Tables(&SECTION), "its sections, in order", ""),
        field("requirement", Kind::Tables(&REQUIREMENT), "requirements of its own", ""),
    ],
};

static SECTION: Shape = Shape {
    name: "a section",
    fields: &[
        field("title", Kind::Text, "its heading", "\"Before we commission\"").required(),
        field("item", Kind::Tables(&ITEM), "its items, in order", ""),
    ],
};

static ITEM: Shape = Shape {
    name: "an item",
    fields: &[
        field("text", Kind::Text, "what it asks, in the document's sense", "\"Letter of assurance\"").required(),
        field("requires", Kind::List(&Kind::Reference(To::Requirement)), "the requirements that answer it", "[\"letter-of-assurance\"]").required(),
    ],
};

pub static REQUIREMENT: Shape = Shape {
    name: "a requirement",
    fields: &[
        field("id", Kind::Text, "its id, small letters, digits and hyphens", "\"trust-saw-scr\"").required(),
        field("title", Kind::Text, "what must be there, as a phrase in small letters", "\"single central record seen by the trust\"").required(),
        field("about", Kind::Word(&["commissioner", "provider", "placement", "pupil"]), "whose record is judged", "\"provider\"").required(),
        field("level", Kind::Word(&["must", "should", "good"]), "law, in what is built in only; statutory or DfE guidance; local or recommended practice", "\"should\"").required(),
        field("must-when", CONDITIONS, "conditions under which the level is must", "[\"maintained-school\"]"),
        field("when", CONDITIONS, "conditions that must all hold", "[\"non-school\"]"),
        field("when-any", CONDITIONS, "conditions of which one must hold", "[\"suspension\", \"permanent-exclusion\"]"),
        field("unless", CONDITIONS, "conditions of which none may hold", "[\"state-funded\"]"),
        field("needed", Kind::Word(&["always", "before-start", "during", "at-end", "until-settled"]), "when it is needed; always unless said", "\"before-start\""),
        field("by", Kind::Text, "the day it is first due", "\"start + 10 school days\""),
        field("check", Kind::Table(&CHECK), "how it is checked", "{ evidence = \"trust-saw-scr\", renew = \"12 months\" }").required(),
        field("exception", Kind::Flag, "false where neither an exception nor a not-required line is accepted", "false"),
        field("whoever-arranges", Kind::Flag, "true where the school is asked even if the local authority arranged the placement", "true"),
        field("since", Kind::Date, "the first day the requirement is in force", "2025-09-01"),
        field("until", Kind::Date, "the last day the requirement is in force", "2026-08-31"),
        field("why", Kind::Text, "why it matters", "\"Trust policy.\"").required(),
        field("fix", Kind::Text, "what to do when it is not met", "\"Arrange a visit.\"").required(),
        field("sources", TEXTS, "document and section, each", "[\"Riverside Trust AP standard, section 2\"]").required(),
        field("differs", Kind::Text, "where a source says otherwise, which, and why it is not followed", "\"\""),
        field("example", Kind::Tables(&EXAMPLE), "records that must pass or fail", ""),
    ],
};

/// Conditions by name, or tests of a field.
const CONDITIONS: Kind = Kind::List(&Kind::Free);

/// Examples of what is built in, kept apart from the requirements.
pub static EXAMPLES: Shape = Shape {
    name: "a file of examples",
    fields: &[field("example", Kind::Tables(&EXAMPLE), "the examples", "")],
};

static EXAMPLE: Shape = Shape {
    name: "an example",
    fields: &[
        field("of", Kind::Text, "the requirement, where the example does not stand in it", "\"fire-safety\""),
        field("result", Kind::Word(&["pass", "fail", "not-asked"]), "how it must come out", "\"pass\"").required(),
        field("on", Kind::Date, "the day it is judged on; 12 October 2026 unless said", "2026-10-12"),
        field("school", Kind::Partial(&COMMISSIONER), "laid over the school of the base", "{ commissioner = { kind = \"maintained-school\" } }"),
        field("provider", Kind::Partial(&PROVIDER), "laid over the provider of the base", "{ kind = \"pru\" }"),
        field("placement", Kind::Partial(&PLACEMENT), "laid over the placement of the base", "{ basis = \"medical\" }"),
        field("other-placement", Kind::Partial(&PLACEMENT), "laid over a second placement of the pupil, which is there only if this is", "{ start = 2026-10-05 }"),
        field("register", Kind::Text, "the register of the placement, as its file would have it", "\"\""),
        field("without", TEXTS, "dotted paths taken out of the base first", "[\"placement.activity\"]"),
    ],
};

static CHECK: Shape = Shape {
    name: "a check",
    fields: &[
        field("evidence", Kind::Text, "the key of a line in [checks]", "\"letter-of-assurance\""),
        field("renew", Kind::Text, "how long a line or an entry is good for", "\"12 months\""),
        field("expires", Kind::Flag, "true where the line must say when it expires", "true"),
        field("covers", TEXTS, "topics the document must cover", "[\"travel\"]"),
        field("log", Kind::Free, "a log, or two logs taken as one", "\"reviews\""),
        field("where", Kind::Free, "which entries count", "{ kind = [\"quality\", \"welfare\"] }"),
        field("has", Kind::Free, "what an entry must hold to count", "[\"pupils\"]"),
        field("every", Kind::Free, "a rhythm, or a rhythm in stages", "\"half-term\""),
        field("times", Kind::Whole, "how many entries are asked for in each `per`", "2"),
        field("per", Kind::Word(&["term", "half-term"]), "over what `times` is counted", "\"term\""),
        field("at-least", Kind::Number, "a log: how many entries; a field: the smallest number", "1"),
        field("at-most", Kind::Number, "a field: the largest number", "15"),
        field("field", Kind::Text, "a field that must be recorded", "\"urn\""),
        field("within", Kind::Text, "how long the field's day counts", "\"12 months\""),
        field("all", TEXTS, "fields that must all be recorded", "[\"start\", \"end\"]"),
        field("any", TEXTS, "fields of which one must be recorded", "[\"urn\", \"ukprn\"]"),
        field("one-of", Kind::List(&Kind::Free), "the field holds one of these", "[\"single\", \"dual\"]"),
        field("equals", Kind::Free, "the field holds just this", "true"),
        field("contains", Kind::Free, "the field's list holds this", "\"parent\""),
        field("on-or-before", Kind::Free, "the day of the field, line or entry is not later than this day or field", "\"start - 2 school days\""),
        field("on-or-after", Kind::Free, "the day of the field, line or entry is not earlier than this day or field", "\"start\""),
        field("computed", Kind::Text, "the name of a function of the program", "\"registration-threshold\""),
    ],
};
