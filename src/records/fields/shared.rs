//! Tables that more than one kind of record has.

use crate::records::shape::{Kind, Shape, To, field};

pub(crate) const PERSON: Kind = Kind::Reference(To::Person);
pub(crate) const TEXTS: Kind = Kind::List(&Kind::Text);
pub(crate) const PUPILS: Kind = Kind::List(&Kind::Reference(To::Pupil));
pub(crate) const DATES: Kind = Kind::List(&Kind::Date);

pub(super) const DECISIONS: &[&str] = &["continue", "change", "pause", "end"];

/// One line of `[checks]`: a check that was made, or why it need not be.
pub static LINE: Shape = Shape {
    name: "a check",
    fields: &[
        field("date", Kind::Date, "the day of the check", "2026-08-28"),
        field("by", PERSON, "who made it", "\"rok\""),
        field("expires", Kind::Date, "the last day it is good for; without it the renewal of the requirement counts", "2027-08-27"),
        field("evidence", Kind::Text, "where the evidence is, or what was seen", "\"letter signed by the DSL\""),
        field("covers", TEXTS, "the topics that the document covers", "[\"travel\", \"site\"]"),
        field("also", TEXTS, "other checks of this record that the same document answers", "[\"first-aid\"]"),
        field("action", Kind::Text, "something still to do", "\"ask for the renewal\""),
        field("action-by", Kind::Date, "the last day to do it", "2027-03-01"),
        field("not-required", Kind::Text, "why the check is not needed here, as a fact", "\"walks to the provider\""),
        field("cover", Kind::Whole, "insurance: the sum insured, in pounds", "10_000_000"),
    ],
};

pub(crate) const CHECKS: Kind = Kind::Map(&Kind::Lines(&LINE));

pub(super) static CONTACT: Shape = Shape {
    name: "a contact",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-09"),
        field("by", PERSON, "who made it", "\"mbe\""),
        field("with", Kind::Word(&["provider", "pupil", "parent", "local-authority", "social-worker", "virtual-school", "health", "youth-justice", "other"]), "with whom", "\"provider\""),
        field("how", Kind::Word(&["phone", "visit", "video", "e-mail", "meeting"]), "how", "\"phone\""),
        field("pupils", PUPILS, "in a provider's file: the pupils it was about", "[\"p014\"]"),
        field("note", Kind::Text, "a few neutral words; never what a child said", "\"timetable agreed\""),
    ],
};

pub(super) static EXCEPTION: Shape = Shape {
    name: "an exception",
    fields: &[
        field("requirement", Kind::Reference(To::Requirement), "the requirement that is not followed", "\"mid-point-review\"").required(),
        field("kind", Kind::Word(&["reasonable-grounds", "backlog"]), "a decision about this record, or what was never done before these records began", "\"reasonable-grounds\""),
        field("reason", Kind::Text, "why", "\"placement is five weeks long\""),
        field("agreed-by", PERSON, "who agreed", "\"hdt\""),
        field("agreed", Kind::Date, "the day it was agreed", "2026-09-04"),
        field("until", Kind::Date, "the last day it holds, at most a year on", "2026-12-18"),
    ],
};

pub(super) static SIGNOFF: Shape = Shape {
    name: "a sign-off",
    fields: &[
        field("checklist", Kind::Reference(To::Checklist), "the checklist that was signed", "\"annex-b\"").required(),
        field("name", Kind::Text, "who signed", "\"R. Okafor\""),
        field("position", Kind::Text, "their position", "\"DSL\""),
        field("date", Kind::Date, "the day", "2026-09-04"),
    ],
};
