//! What is asked of a new record, in order. What a field means, and what may
//! be written, is in the table of fields.

use crate::edit::template::{PLACEMENT, PROVIDER, Template, Values};

/// The id, which is the file's name and no field.
pub(super) const ID: &str = "id";

/// A kind of record that can be begun.
pub(super) struct Form {
    /// "provider"
    pub name: &'static str,
    pub folder: &'static str,
    pub template: &'static Template,
    pub questions: &'static [Question],
}

/// Whose answer is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Like {
    Nobody,
    /// That of the most similar provider, or of the provider's last placement.
    Provider,
    /// That of the pupil's other placement.
    Pupil,
    /// That of the pupil's other placement, else of the provider's last one.
    Either,
}

pub(super) struct Question {
    pub path: &'static str,
    pub like: Like,
    /// Whether it is asked at all, after what was answered.
    pub when: fn(&Values) -> bool,
    /// Where the table of fields speaks of more than this: meaning and example.
    pub says: Option<(&'static str, &'static str)>,
}

const fn ask(path: &'static str) -> Question {
    Question {
        path,
        like: Like::Nobody,
        when: |_| true,
        says: None,
    }
}

impl Question {
    const fn like(mut self, like: Like) -> Question {
        self.like = like;
        self
    }

    const fn when(mut self, when: fn(&Values) -> bool) -> Question {
        self.when = when;
        self
    }

    const fn says(mut self, meaning: &'static str, example: &'static str) -> Question {
        self.says = Some((meaning, example));
        self
    }
}

/// An answer without its quotation marks.
pub(super) fn plain<'v>(values: &'v Values, path: &str) -> Option<&'v str> {
    Some(values.get(path)?.trim_matches('"'))
}

fn is_one_of(values: &Values, path: &str, words: &[&str]) -> bool {
    plain(values, path).is_some_and(|answer| words.contains(&answer))
}

/// Kinds of provider that have a unique reference number.
const SCHOOLS: &[&str] = &[
    "pru",
    "ap-academy",
    "ap-free-school",
    "independent-school",
    "special-school",
    "hospital-school",
    "mainstream-school",
];

pub(super) static NEW_PROVIDER: Form = Form {
    name: "provider",
    folder: "providers",
    template: &PROVIDER,
    questions: &[
        ask("name"),
        ask(ID).says(
            "the id by which everything names it, and its file's name: small letters, digits and hyphens",
            "hillside-farm",
        ),
        ask("kind"),
        ask("urn").when(|values| is_one_of(values, "kind", SCHOOLS)),
        ask("ukprn").when(|values| !values.contains_key("urn") && !is_one_of(values, "kind", &["in-school"])),
        ask("setting-type").when(|values| {
            !values.contains_key("urn") && !values.contains_key("ukprn")
        }),
        ask("employees").when(|values| is_one_of(values, "kind", &["tutor"])),
        ask("lead").like(Like::Provider),
        ask("sites.key").says("a short key for the place where pupils are, used as `site` in placements; another site can be added to the file", "farm"),
        ask("sites.address").says("where the site is", "Mill Lane, Oakham").when(has_site),
        ask("sites.postcode").says("postcode of the site", "LE15 0ZZ").when(has_site),
        ask("sites.risk").when(has_site),
        ask("key-contacts.dsl.name").says("name of its designated safeguarding lead", "J. Marsh"),
        ask("key-contacts.dsl.phone").says("telephone of its designated safeguarding lead", "01632 960001").when(|values| values.contains_key("key-contacts.dsl.name")),
        ask("key-contacts.head.name").says("name of its head", "A. Reed"),
        ask("key-contacts.head.phone").says("telephone of its head", "01632 960002").when(|values| values.contains_key("key-contacts.head.name")),
        ask("agreed.absence-reported-by"),
        ask("agreed.absence-reported-to").says("to whom at the school it reports an absence", "attendance@school.example").like(Like::Provider),
        ask("agreed.reports-every"),
        ask("agreed.returns-every"),
    ],
};

fn has_site(values: &Values) -> bool {
    values.contains_key("sites.key")
}

pub(super) static NEW_PLACEMENT: Form = Form {
    name: "placement",
    folder: "placements",
    template: &PLACEMENT,
    questions: &[
        ask("provider"),
        ask("pupil.ref").says("the school's own reference for the pupil; never a name", "p014"),
        ask(ID).says(
            "the id by which everything names it, and its file's name: the pupil's reference and the provider",
            "p014-hillside-farm",
        ),
        ask("site").like(Like::Provider),
        ask("basis").like(Like::Pupil),
        ask("arranged-by").like(Like::Either),
        ask("mode").like(Like::Provider),
        ask("registration").like(Like::Either),
        ask("dual-registered-from").when(|values| is_one_of(values, "registration", &["dual"])),
        ask("activity").like(Like::Provider),
        ask("reason").like(Like::Pupil),
        ask("lead").like(Like::Either),
        ask("start"),
        ask("end"),
        ask("longest-end").when(|values| is_one_of(values, "basis", &["off-site-direction"])),
        ask("review-dates"),
        ask("report-to").like(Like::Provider),
        ask("aim").like(Like::Pupil),
        ask("aim-reason").when(|values| {
            values.contains_key("aim") && !is_one_of(values, "aim", &["reintegration"])
        }),
        ask("suspension.first-day").when(|values| {
            is_one_of(values, "basis", &["suspension", "permanent-exclusion"])
        }),
        ask("suspension.school-days").when(|values| is_one_of(values, "basis", &["suspension"])),
        ask("pupil.born").like(Like::Pupil),
        ask("pupil.year-group").like(Like::Pupil),
        ask("pupil.send").like(Like::Pupil),
        ask("pupil.looked-after").like(Like::Pupil),
        ask("pupil.social-care").says("whether social care is involved", "none").like(Like::Pupil),
        ask("pupil.free-school-meals").like(Like::Pupil),
        ask("pupil.health-plan").like(Like::Pupil),
        ask("transport.how").says("how the pupil gets there", "bus"),
        ask("week.mon").says("where the pupil is on Mondays, morning and afternoon: ap, school, home, remote, or the id of another placement; one word is both", "ap, school"),
        ask("week.tue").says("the same on Tuesdays", "ap"),
        ask("week.wed").says("on Wednesdays", "school"),
        ask("week.thu").says("on Thursdays", "school"),
        ask("week.fri").says("on Fridays", "school"),
        ask("week.hours.ap").says("taught hours a week at the provider", "10.0"),
        ask("week.hours.school").says("taught hours a week at school", "15.0"),
        ask("week.on-site.ap").says("hours a week at the provider, with breaks and independent study", "12.0"),
        ask("baseline.from").says("how it was before: the first day measured", "2026-04-13"),
        ask("baseline.to").says("how it was before: the last day measured", "2026-07-21"),
        ask("baseline.attendance").says("attendance before, per cent of possible sessions, over whole school weeks", "61.4"),
        ask("baseline.lates").says("times late in that time", "14"),
        ask("baseline.suspensions").says("suspensions in that time", "3"),
    ],
};
