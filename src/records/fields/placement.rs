//! `placements/<id>.toml`.

use super::shared::{CHECKS, CONTACT, DATES, DECISIONS, EXCEPTION, PERSON, SIGNOFF, TEXTS};
use crate::records::shape::{Kind, Shape, To, field};

const SIGN: Kind = Kind::Word(&["yes", "partly", "not-yet"]);
const SESSIONS: Kind = Kind::List(&Kind::Whereabouts);

pub static PLACEMENT: Shape = Shape {
    name: "a placement",
    fields: &[
        field("provider", Kind::Reference(To::Provider), "a file in providers/", "\"hillside-farm\"").required(),
        field("site", Kind::Reference(To::Site), "a site of that provider", "\"farm\""),
        field("basis", Kind::Word(&["off-site-direction", "agreed", "suspension", "permanent-exclusion", "medical", "ehc-plan", "section-19"]), "on what footing the pupil is placed; section-19 for other reasons only", "\"agreed\""),
        field("arranged-by", Kind::Word(&["school", "local-authority"]), "who commissions", "\"school\""),
        field("mode", Kind::Word(&["in-person", "remote", "outreach"]), "how it is taught; outreach: the provider comes to the school", "\"in-person\""),
        field("registration", Kind::Word(&["single", "dual"]), "on whose roll the pupil is", "\"single\""),
        field("dual-registered-from", Kind::Date, "the first day on both rolls", "2026-09-07"),
        field("activity", Kind::Text, "what the pupil does there: the nature of the activity behind every B or K", "\"animal care\""),
        field("reason", Kind::Text, "why it was commissioned, for the census", "\"behaviour\""),
        field("tier", Kind::Word(&["1a", "1b", "2", "3"]), "tier", "\"2\""),
        field("lead", PERSON, "the named school lead", "\"ska\""),
        field("authorised", Kind::Table(&DATED_BY), "who authorised it", "{ date = 2026-08-31, by = \"hdt\" }"),
        field("start", Kind::Date, "the first day", "2026-09-07"),
        field("end", Kind::Date, "the planned last day; never overwritten, see extensions", "2026-12-18"),
        field("longest-end", Kind::Date, "off-site direction: the last day it may be extended to", "2027-02-12"),
        field("review-dates", DATES, "the days fixed for reviews at the outset", "[2026-09-14, 2026-10-13]"),
        field("report-to", Kind::Text, "whom the pupil reports to there", "\"the farm office\""),
        field("times", Kind::Table(&TIMES), "times of the sessions", ""),
        field("aim", Kind::Word(&["reintegration", "another-school", "specialist-placement", "post-16", "employment", "support-in-place"]), "what it is to lead to", "\"reintegration\""),
        field("aim-reason", Kind::Text, "why, unless the aim is reintegration", "\"EHC plan names a special school\""),
        field("referral", Kind::Table(&REFERRAL), "why it was asked for, and what was tried first", ""),
        field("cost", Kind::Table(&COST), "what it costs", ""),
        field("pupil", Kind::Table(&PUPIL), "the pupil, by pseudonym", "").required(),
        field("transport", Kind::Table(&TRANSPORT), "how the pupil gets there", ""),
        field("part-time", Kind::Table(&PART_TIME), "a part-time timetable: only where all settings together are less than full-time", ""),
        field("week", Kind::Tables(&WEEK), "where the pupil is in each session; a changed week is another entry", ""),
        field("suspension", Kind::Table(&SUSPENSION), "the suspension or permanent exclusion behind the placement", ""),
        field("baseline", Kind::Table(&BASELINE), "how it was before", ""),
        field("objectives", Kind::Tables(&OBJECTIVE), "what the placement is to achieve", ""),
        field("progress", Kind::Tables(&PROGRESS), "measurements of the objectives", ""),
        field("school-attendance", Kind::Tables(&SCHOOL_ATTENDANCE), "the school's own sessions, one line a half term from its system", ""),
        field("checks", CHECKS, "checks made for this placement", ""),
        field("reviews", Kind::Tables(&REVIEW), "reviews", ""),
        field("review-requests", Kind::Tables(&REVIEW_REQUEST), "off-site direction: reviews asked for in writing", ""),
        field("contacts", Kind::Tables(&CONTACT), "contacts about this pupil", ""),
        field("concerns", Kind::Tables(&CONCERN), "pointers to the safeguarding system, never the narrative", ""),
        field("follow-ups", Kind::Tables(&FOLLOW_UP), "absences followed up", ""),
        field("absence-returns", Kind::Tables(&ABSENCE_RETURN), "returns of absence to the local authority", ""),
        field("reports", Kind::Tables(&REPORT), "what the provider sent about this pupil", ""),
        field("shared", Kind::Tables(&SHARED), "what was shared with whom", ""),
        field("extensions", Kind::Tables(&EXTENSION), "decisions to go on past the planned end", ""),
        field("pauses", Kind::Tables(&PAUSE), "times when the placement was stopped but not over", ""),
        field("welfare-checks", Kind::Tables(&WELFARE_CHECK), "sessions at neither school nor provider: when the pupil was seen or spoken to", ""),
        field("remote-sessions", Kind::Tables(&REMOTE_SESSION), "engagement in remote teaching, beside the register and never instead of it", ""),
        field("readiness", Kind::Tables(&READINESS), "the mainstream-ready form; it has no pass mark", ""),
        field("ending", Kind::Table(&ENDING), "how it ended", ""),
        field("after-return", Kind::Tables(&AFTER_RETURN), "whether the return holds", ""),
        field("signoffs", Kind::Tables(&SIGNOFF), "checklists signed for this placement", ""),
        field("exceptions", Kind::Tables(&EXCEPTION), "requirements that are not followed here", ""),
    ],
};

static DATED_BY: Shape = Shape {
    name: "an authorisation",
    fields: &[
        field("date", Kind::Date, "the day", "2026-08-31"),
        field("by", PERSON, "who", "\"hdt\""),
    ],
};

static TIMES: Shape = Shape {
    name: "times",
    fields: &[
        field("morning-starts", Kind::Time, "start of the morning session", "09:15"),
        field("morning-ends", Kind::Time, "end of the morning session, where there is only that", "12:00"),
        field("break", Kind::List(&Kind::Time), "from and to, between the sessions", "[12:00, 12:45]"),
        field("afternoon-starts", Kind::Time, "start of the afternoon session, where there is only that", "12:45"),
        field("afternoon-ends", Kind::Time, "end of the afternoon session", "14:45"),
    ],
};

static REFERRAL: Shape = Shape {
    name: "the referral",
    fields: &[
        field("date", Kind::Date, "the day", "2026-07-03"),
        field("by", PERSON, "who asked for it", "\"ska\""),
        field("reason", Kind::Text, "why", "\"three suspensions\""),
        field("tried", TEXTS, "what was tried first", "[\"mentor\"]"),
        field("outcome", Kind::Word(&["agreed", "declined", "withdrawn"]), "what was decided", "\"agreed\""),
    ],
};

static COST: Shape = Shape {
    name: "the cost",
    fields: &[
        field("per-week", Kind::Number, "pounds a week", "260.00"),
        field("charged-when-absent", Kind::Flag, "whether absences are charged", "true"),
    ],
};

static PUPIL: Shape = Shape {
    name: "the pupil",
    fields: &[
        field("ref", Kind::Text, "our own pseudonym; never a name", "\"p014\"").required(),
        field("born", Kind::Month, "month of birth", "\"2011-11\""),
        field("year-group", Kind::Whole, "year group, 0 to 14", "10"),
        field("send", Kind::Word(&["none", "sen-support", "ehc-plan"]), "special educational needs", "\"none\""),
        field("send-since", Kind::Date, "since when, where that matters", "2025-03-10"),
        field("looked-after", Kind::Flag, "looked after by a local authority", "false"),
        field("social-care", Kind::Word(&["none", "early-help", "child-in-need", "child-protection"]), "social care", "\"none\""),
        field("free-school-meals", Kind::Flag, "entitled to free school meals", "true"),
        field("health-plan", Kind::Flag, "has an individual healthcare plan", "false"),
        field("less-than-full-time", Kind::Table(&MEDICAL), "medical advice that less than full-time is right, only if there is any", ""),
    ],
};

static MEDICAL: Shape = Shape {
    name: "medical advice",
    fields: &[
        field("date", Kind::Date, "the day", "2026-08-20"),
        field("by", PERSON, "who saw it", "\"rok\""),
        field("until", Kind::Date, "the last day it holds", "2026-12-18"),
        field("evidence", Kind::Text, "where it is", "\"consultant's letter\""),
    ],
};

static WEEK: Shape = Shape {
    name: "a week",
    fields: &[
        field("from", Kind::Date, "the first day it holds", "2026-09-07"),
        field("mon", SESSIONS, "Monday, morning and afternoon", "[\"ap\", \"ap\"]"),
        field("tue", SESSIONS, "Tuesday", "[\"ap\", \"ap\"]"),
        field("wed", SESSIONS, "Wednesday", "[\"school\", \"school\"]"),
        field("thu", SESSIONS, "Thursday", "[\"school\", \"school\"]"),
        field("fri", SESSIONS, "Friday", "[\"school\", \"school\"]"),
        field("hours", Kind::Map(&Kind::Number), "taught hours a week in each place: ap, school, home, remote, or another placement's id", "{ ap = 10.0, school = 15.0 }"),
        field("on-site", Kind::Map(&Kind::Number), "hours a week on site, with breaks and independent study", "{ ap = 12.0 }"),
    ],
};

static PART_TIME: Shape = Shape {
    name: "the part-time timetable",
    fields: &[
        field("reason", Kind::Text, "why", "\"phased return after illness\""),
        field("from", Kind::Date, "the first day", "2026-09-07"),
        field("until", Kind::Date, "the last day; full-time again the next school day", "2026-10-16"),
        field("agreed-with-parent", Kind::Date, "the day a parent agreed", "2026-09-01"),
        field("la-told", Kind::Date, "the day the local authority was told", "2026-09-02"),
        field("steps", Kind::List(&Kind::Table(&STEP)), "steps up to full-time", "[{ from = 2026-09-28, hours = 18.0 }]"),
    ],
};

static STEP: Shape = Shape {
    name: "a step",
    fields: &[
        field("from", Kind::Date, "the first day", "2026-09-28"),
        field("hours", Kind::Number, "hours a week in all", "18.0"),
    ],
};

static SUSPENSION: Shape = Shape {
    name: "the suspension",
    fields: &[
        field("first-day", Kind::Date, "the first day of a suspension or permanent exclusion", "2026-09-28"),
        field("school-days", Kind::Whole, "how many school days; a suspension only", "8"),
    ],
};

static TRANSPORT: Shape = Shape {
    name: "transport",
    fields: &[
        field("how", Kind::Word(&["walk", "bicycle", "bus", "parent", "taxi", "minibus", "provider"]), "how", "\"taxi\""),
        field("arranged-by", Kind::Word(&["school", "parent", "provider", "local-authority"]), "who arranges it", "\"school\""),
        field("operator", Kind::Text, "who drives", "\"Rutland Cars\""),
    ],
};

static BASELINE: Shape = Shape {
    name: "the baseline",
    fields: &[
        field("from", Kind::Date, "the first day measured", "2026-04-13"),
        field("to", Kind::Date, "the last day measured", "2026-07-21"),
        field("attendance", Kind::Percent, "per cent of possible sessions, over whole school weeks", "61.4"),
        field("lates", Kind::Whole, "times late", "14"),
        field("suspensions", Kind::Whole, "suspensions", "3"),
    ],
};

static OBJECTIVE: Shape = Shape {
    name: "an objective",
    fields: &[
        field("key", Kind::Text, "a short key", "\"attend\"").required(),
        field("area", Kind::Word(&["academic", "pastoral", "attendance", "behaviour", "wellbeing", "reintegration"]), "area", "\"attendance\""),
        field("aim", Kind::Text, "what is to be reached", "\"nine sessions in ten\""),
        field("measure", Kind::Text, "how it is measured", "\"attendance\""),
        field("baseline", Kind::Number, "where it began", "61.4"),
        field("target", Kind::Number, "where it is to be", "90.0"),
        field("by", Kind::Date, "by when", "2026-10-23"),
        field("lead", PERSON, "who looks after it", "\"ska\""),
    ],
};

static PROGRESS: Shape = Shape {
    name: "progress",
    fields: &[
        field("date", Kind::Date, "the day measured", "2026-10-02"),
        field("objective", Kind::Reference(To::Objective), "the key of an objective", "\"attend\""),
        field("value", Kind::Number, "the value", "84.0"),
        field("by", PERSON, "who measured", "\"ska\""),
        field("note", Kind::Text, "a few neutral words", "\"steady\""),
    ],
};

static SCHOOL_ATTENDANCE: Shape = Shape {
    name: "the school's attendance",
    fields: &[
        field("from", Kind::Date, "the first day", "2026-09-03"),
        field("to", Kind::Date, "the last day", "2026-10-23"),
        field("possible", Kind::Whole, "possible sessions at school", "42"),
        field("attended", Kind::Whole, "sessions attended at school", "37"),
        field("unauthorised", Kind::Whole, "unauthorised absences", "2"),
        field("lates", Kind::Whole, "times late", "3"),
    ],
};

static REVIEW: Shape = Shape {
    name: "a review",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-13"),
        field("by", PERSON, "who led it", "\"ska\""),
        field("kind", Kind::Word(&["regular", "mid-point", "multi-agency", "on-request", "end"]), "what kind", "\"regular\""),
        field("with", Kind::List(&Kind::Word(&["pupil", "parent", "provider", "local-authority", "social-worker", "virtual-school", "health", "youth-justice", "school"])), "who took part", "[\"pupil\", \"parent\", \"provider\"]"),
        field("confirmed", Kind::List(&Kind::Word(&["attending", "safe", "well", "needs-met", "on-course", "reintegration"])), "what the review was satisfied of; what is not listed was not confirmed", "[\"attending\", \"safe\"]"),
        field("invited", Kind::Date, "the day the invitations went out", "2026-10-06"),
        field("outcome", Kind::Word(DECISIONS), "what was decided", "\"continue\""),
        field("outcome-sent", Kind::Date, "the day the outcome was sent", "2026-10-15"),
        field("pupil-views", Kind::Text, "the pupil's view, in neutral words", "\"likes it\""),
        field("parent-views", Kind::Text, "the parents' view", "\"pleased so far\""),
        field("next", Kind::Date, "the next review", "2026-11-24"),
        field("evidence", Kind::Text, "where the record of it is", "\"minutes\""),
    ],
};

static REVIEW_REQUEST: Shape = Shape {
    name: "a request for a review",
    fields: &[
        field("date", Kind::Date, "the day it came", "2026-10-05"),
        field("by", PERSON, "who took it", "\"ska\""),
        field("from", Kind::Word(&["parent", "local-authority", "pupil"]), "who asked", "\"parent\""),
        field("declined", Kind::Text, "why no review was held; only where there was one in the ten weeks before", "\"reviewed on 21 September\""),
    ],
};

static CONCERN: Shape = Shape {
    name: "a concern",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-01"),
        field("from", Kind::Word(&["provider", "school", "pupil", "parent", "agency"]), "who raised it", "\"provider\""),
        field("category", Kind::Word(&["welfare", "safeguarding", "child-on-child", "allegation-against-staff", "other"]), "coarse on purpose; the detail is in the safeguarding system", "\"welfare\""),
        field("ref", Kind::Text, "its reference in the safeguarding system", "\"CPOMS 2026-1043\""),
        field("by", PERSON, "who deals with it", "\"rok\""),
        field("reviewed", Kind::Date, "the day the placement was reviewed because of it", "2026-10-01"),
        field("decision", Kind::Word(DECISIONS), "what was decided about the placement", "\"continue\""),
        field("shared", Kind::Date, "the day it was shared with the provider", "2026-10-01"),
        field("not-shared", Kind::Text, "why it was not", "\"concerns its own staff\""),
    ],
};

static FOLLOW_UP: Shape = Shape {
    name: "a follow-up",
    fields: &[
        field("date", Kind::Date, "the day", "2026-09-22"),
        field("at", Kind::Time, "the time", "09:50"),
        field("by", PERSON, "who", "\"mbe\""),
        field("with", Kind::Text, "with whom", "\"parent\""),
        field("result", Kind::Text, "what was learnt", "\"unwell, back tomorrow\""),
    ],
};

static ABSENCE_RETURN: Shape = Shape {
    name: "a return of absence",
    fields: &[
        field("date", Kind::Date, "the day it was sent", "2026-10-12"),
        field("by", PERSON, "who sent it", "\"mbe\""),
        field("kind", Kind::Word(&["ten-day", "sickness"]), "ten school days absent without authorisation, or fifteen of illness", "\"ten-day\""),
        field("to", Kind::Text, "to whom", "\"attendance team of the authority\""),
        field("evidence", Kind::Text, "where it is", "\"return of 12 October\""),
    ],
};

static REPORT: Shape = Shape {
    name: "a report",
    fields: &[
        field("date", Kind::Date, "the day it came", "2026-10-16"),
        field("covers", Kind::List(&Kind::Word(&["attendance", "progress", "behaviour"])), "what it covers", "[\"attendance\", \"progress\", \"behaviour\"]"),
        field("by", PERSON, "who read it", "\"ska\""),
        field("evidence", Kind::Text, "where it is", "\"half-term report\""),
    ],
};

static SHARED: Shape = Shape {
    name: "what was shared",
    fields: &[
        field("date", Kind::Date, "the day", "2026-08-28"),
        field("with", Kind::Text, "with whom: a provider's id, or an agency", "\"hillside-farm\""),
        field("what", Kind::List(&Kind::Word(&["chronology", "cp-plan", "cin-plan", "ehc-plan-summary", "health-plan", "behaviour-plan", "risk-assessment", "needs", "support-in-place", "other-providers", "contacts"])), "what; the thing itself is not here", "[\"chronology\"]"),
        field("by", PERSON, "who", "\"rok\""),
        field("why", Kind::Text, "why", "\"keeping the pupil safe\""),
        field("how", Kind::Text, "how", "\"encrypted e-mail\""),
        field("received", Kind::Date, "the day it was received", "2026-08-29"),
    ],
};

static EXTENSION: Shape = Shape {
    name: "an extension",
    fields: &[
        field("date", Kind::Date, "the day it was decided", "2026-11-30"),
        field("by", PERSON, "who decided", "\"hdt\""),
        field("was", Kind::Date, "the planned end before", "2026-12-18"),
        field("now", Kind::Date, "the planned end from then on", "2027-02-12"),
        field("reason", Kind::Text, "why", "\"objective nearly met\""),
    ],
};

static PAUSE: Shape = Shape {
    name: "a pause",
    fields: &[
        field("from", Kind::Date, "the first day", "2026-10-01"),
        field("until", Kind::Date, "the last day", "2026-10-07"),
        field("by", PERSON, "who decided", "\"rok\""),
        field("reason", Kind::Text, "why", "\"concern CPOMS 2026-1043\""),
        field("pupil-at", Kind::Whereabouts, "where the pupil is instead", "\"school\""),
    ],
};

static WELFARE_CHECK: Shape = Shape {
    name: "a welfare check",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-01"),
        field("by", PERSON, "who", "\"mbe\""),
        field("seen", Kind::Flag, "whether the pupil was seen", "true"),
        field("how", Kind::Word(&["phone", "visit", "video", "e-mail", "meeting"]), "how", "\"visit\""),
    ],
};

static REMOTE_SESSION: Shape = Shape {
    name: "a remote session",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-01"),
        field("minutes", Kind::Whole, "minutes taught", "50"),
        field("engaged", Kind::Answer, "whether, or how, the pupil took part", "true"),
    ],
};

static READINESS: Shape = Shape {
    name: "the mainstream-ready form",
    fields: &[
        field("date", Kind::Date, "the day", "2026-11-27"),
        field("by", PERSON, "who filled it in", "\"ska\""),
        field("with", Kind::List(&Kind::Word(&["provider", "pupil", "parent", "school"])), "with whom", "[\"provider\"]"),
        field("supports", Kind::List(&Kind::Word(&["key-adult", "adapted-curriculum", "check-in", "reduced-start", "safe-space", "targeted-intervention", "unstructured-times", "organising-help", "emotions-help"])), "supports the pupil may need", "[\"key-adult\"]"),
        field("hard-moments", Kind::List(&Kind::Word(&["strong-feelings", "worries-from-home", "peer-opinion", "low-self-view", "fight-flight-freeze"])), "moments that are hard", "[\"peer-opinion\"]"),
        field("signs", Kind::Table(&SIGNS), "the ten signs", ""),
    ],
};

static SIGNS: Shape = Shape {
    name: "the signs",
    fields: &[
        field("engages-with-support", SIGN, "engages with support", "\"yes\""),
        field("works-reliably", SIGN, "works reliably", "\"yes\""),
        field("mostly-attends", SIGN, "mostly attends", "\"partly\""),
        field("wants-to-be-taught", SIGN, "wants to be taught", "\"yes\""),
        field("trusts-staff", SIGN, "trusts staff", "\"yes\""),
        field("wants-peers", SIGN, "wants to be with peers", "\"yes\""),
        field("communicates", SIGN, "communicates", "\"yes\""),
        field("respects-belongings", SIGN, "respects belongings", "\"yes\""),
        field("knows-strengths", SIGN, "knows their strengths", "\"yes\""),
        field("succeeds-when-supported", SIGN, "succeeds when supported", "\"yes\""),
    ],
};

static ENDING: Shape = Shape {
    name: "the ending",
    fields: &[
        field("date", Kind::Date, "the last day of the placement", "2026-12-11"),
        field("by", PERSON, "who ended it", "\"ska\""),
        field("reason", Kind::Text, "why", "\"objectives met\""),
        field("to", Kind::Word(&["home-school", "other-school", "special-school", "another-placement", "post-16", "employment", "home-education", "not-known"]), "where the pupil went", "\"home-school\""),
        field("support", TEXTS, "support after the return", "[\"key-adult\"]"),
        field("final-report", Kind::Table(&FINAL_REPORT), "the provider's final report", ""),
        field("pupil-views", Kind::Text, "the pupil's own judgement", "\"ready to come back\""),
        field("parent-views", Kind::Text, "the parents' view", "\"pleased\""),
        field("achievements", Kind::Text, "what was achieved", "\"Entry 3 maths\""),
        field("reintegration-meeting", Kind::Date, "the day all met before the return", "2026-12-04"),
        field("check-after", Kind::Date, "the day by which to look whether the return holds", "2027-01-29"),
    ],
};

static FINAL_REPORT: Shape = Shape {
    name: "the final report",
    fields: &[
        field("date", Kind::Date, "the day it came", "2026-12-09"),
        field("evidence", Kind::Text, "where it is", "\"provider's final report\""),
    ],
};

static AFTER_RETURN: Shape = Shape {
    name: "a look after the return",
    fields: &[
        field("date", Kind::Date, "the day", "2027-01-28"),
        field("by", PERSON, "who", "\"ska\""),
        field("settled", Kind::Word(&["yes", "partly", "no"]), "whether the pupil has settled", "\"partly\""),
        field("pupil-views", Kind::Text, "the pupil's view", "\"finds lunch hard\""),
        field("parent-views", Kind::Text, "the parents' view", "\"pleased\""),
    ],
};
