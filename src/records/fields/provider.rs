//! `providers/<id>.toml`.

use super::shared::{CHECKS, CONTACT, DECISIONS, EXCEPTION, PERSON, PUPILS, SIGNOFF, TEXTS};
use crate::records::shape::{Kind, Shape, To, field};

pub(super) const PROVIDER_KINDS: &[&str] = &[
    "pru",
    "ap-academy",
    "ap-free-school",
    "independent-school",
    "special-school",
    "hospital-school",
    "fe-college",
    "mainstream-school",
    "non-school",
    "tutor",
    "online",
    "work-based",
    "in-school",
];

const LOOKED_AT: Kind = Kind::List(&Kind::Word(&[
    "safeguarding",
    "curriculum",
    "attendance",
    "behaviour",
    "wellbeing",
    "health-and-safety",
]));

const SITE: Kind = Kind::Reference(To::Site);

pub static PROVIDER: Shape = Shape {
    name: "a provider",
    fields: &[
        field("name", Kind::Text, "its legal name", "\"Hillside Farm Learning CIC\"").required(),
        field("kind", Kind::Word(PROVIDER_KINDS), "what it is", "\"non-school\"").required(),
        field("urn", Kind::Whole, "unique reference number of a registered school, six digits", "100002"),
        field("ukprn", Kind::Whole, "UK provider reference number, eight digits", "10000003"),
        field("setting-type", Kind::Word(&["NFE", "OOT", "OTH", "WBP"]), "census: the type of setting where there is neither URN nor UKPRN", "\"OTH\""),
        field("employees", Kind::Flag, "false where it employs nobody, as a tutor who works alone; then the law asks for no employers' liability insurance", "false"),
        field("lead", PERSON, "who looks after this provider for the school", "\"rok\""),
        field("directories", TEXTS, "directories it is listed in; being listed is not a check", "[\"Leicestershire AP directory\"]"),
        field("capacity", Kind::Table(&CAPACITY), "what the provider declares about its full-time pupils", ""),
        field("sites", Kind::Tables(&SITES), "every place where a pupil may be", ""),
        field("key-contacts", Kind::Tables(&KEY_CONTACT), "who is who at the provider", ""),
        field("agreed", Kind::Table(&AGREED), "protocols agreed with the provider", ""),
        field("codes", Kind::Map(&Kind::Text), "the provider's own register marks, each as `present`, `late` or a DfE absence code", ""),
        field("checks", CHECKS, "checks made on the provider", ""),
        field("visits", Kind::Tables(&VISIT), "visits made to it", ""),
        field("changes", Kind::Tables(&CHANGE), "what the provider told the school, and what was done about it", ""),
        field("contacts", Kind::Tables(&CONTACT), "contacts with it; one call about several pupils is one entry", ""),
        field("incidents", Kind::Tables(&INCIDENT), "what the provider had to tell at once; a pointer, never the narrative", ""),
        field("complaints", Kind::Tables(&COMPLAINT), "complaints about it", ""),
        field("signoffs", Kind::Tables(&SIGNOFF), "checklists signed for it", ""),
        field("exceptions", Kind::Tables(&EXCEPTION), "requirements about it that are not followed", ""),
    ],
};

static CAPACITY: Shape = Shape {
    name: "capacity",
    fields: &[
        field("full-time-pupils-declared", Kind::Whole, "pupils there for more than 18 hours a week, breaks included, from all commissioners", "3"),
        field("of-them-ehc-plan-or-looked-after", Kind::Whole, "how many of them have an EHC plan or are looked after", "0"),
        field("declared", Kind::Date, "the day it was declared", "2026-08-28"),
    ],
};

static SITES: Shape = Shape {
    name: "a site",
    fields: &[
        field("key", Kind::Text, "a short key, used as `site` in placements", "\"farm\"").required(),
        field("risk", Kind::Word(&["lower", "higher"]), "higher for workshops, machinery, farms, building, motor vehicles; higher where not given", "\"higher\""),
        field("address", Kind::Text, "address", "\"Mill Lane, Oakham\""),
        field("postcode", Kind::Text, "postcode", "\"LE15 0ZZ\""),
        field("from", Kind::Date, "the first day it is used", "2026-09-07"),
        field("until", Kind::Date, "the last day it is used", "2026-10-23"),
        field("subcontractor", Kind::Text, "who runs it, where that is not the provider", "\"Bright Motors Ltd\""),
        field("checks", CHECKS, "checks made on this site", ""),
    ],
};

static KEY_CONTACT: Shape = Shape {
    name: "a key contact",
    fields: &[
        field("role", Kind::Word(&["head", "dsl", "deputy-dsl", "attendance", "emergency", "placement-lead"]), "role", "\"dsl\"").required(),
        field("name", Kind::Text, "name", "\"J. Marsh\""),
        field("phone", Kind::Text, "telephone", "\"01632 960001\""),
        field("email", Kind::Text, "e-mail", "\"dsl@hillside.example\""),
    ],
};

static AGREED: Shape = Shape {
    name: "what was agreed",
    fields: &[
        field("absence-reported-by", Kind::Time, "the time by which the provider reports an absence", "09:30"),
        field("absence-reported-to", Kind::Text, "to whom", "\"attendance@oakwood.example\""),
        field("calls-home", Kind::Word(&["school", "provider"]), "who rings home", "\"school\""),
        field("calls-home-by", Kind::Time, "by when, the same morning", "10:30"),
        field("welfare-checks", Kind::Word(&["school", "provider"]), "who goes and looks", "\"school\""),
        field("concerns-to", PERSON, "to whom concerns go", "\"rok\""),
        field("accidents-to", PERSON, "who is rung after an accident", "\"hdt\""),
        field("reports-every", Kind::Word(&["week", "2 weeks", "month", "half-term", "term"]), "how often it reports on attendance, progress and behaviour", "\"half-term\""),
        field("returns-every", Kind::Word(&["session", "day", "week"]), "how often it returns its register", "\"day\""),
    ],
};

static VISIT: Shape = Shape {
    name: "a visit",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-08"),
        field("by", PERSON, "who went", "\"ska\""),
        field("kind", Kind::Word(&["pre-placement", "quality", "welfare", "health-and-safety", "curriculum"]), "what for", "\"quality\""),
        field("site", SITE, "which site", "\"farm\""),
        field("looked-at", LOOKED_AT, "what was looked at", "[\"safeguarding\"]"),
        field("announced", Kind::Flag, "whether the provider knew", "false"),
        field("pupils", PUPILS, "pupils seen", "[\"p014\"]"),
        field("pupil-views", Kind::Text, "what they think of it, in neutral words", "\"wants more maths\""),
        field("outcome", Kind::Word(&["satisfied", "actions", "not-satisfied"]), "the outcome", "\"satisfied\""),
        field("actions", Kind::List(&Kind::Table(&VISIT_ACTION)), "what the provider is to do", "[{ what = \"send the scheme of work\", by = 2026-10-23 }]"),
        field("evidence", Kind::Text, "where the record of it is", "\"QA form 2026-03\""),
    ],
};

static VISIT_ACTION: Shape = Shape {
    name: "an action",
    fields: &[
        field("what", Kind::Text, "what is to be done", "\"send the scheme of work\""),
        field("by", Kind::Date, "by when", "2026-10-23"),
        field("done", Kind::Date, "the day it was done", "2026-10-20"),
    ],
};

static CHANGE: Shape = Shape {
    name: "a change",
    fields: &[
        field("date", Kind::Date, "the day we were told", "2026-10-12"),
        field("kind", Kind::Word(&["staff", "site", "subcontractor", "hours", "ownership", "registration", "outside-warning", "other"]), "what changed", "\"site\""),
        field("what", Kind::Text, "in a few words", "\"workshop no longer used\""),
        field("rechecked", Kind::Date, "the day we checked again", "2026-10-14"),
        field("by", PERSON, "who did", "\"rok\""),
    ],
};

static INCIDENT: Shape = Shape {
    name: "an incident",
    fields: &[
        field("date", Kind::Date, "the day", "2026-09-29"),
        field("kind", Kind::Word(&["accident", "safeguarding", "allegation-against-staff", "child-on-child", "left-site", "physical-intervention", "unexplained-absence", "other"]), "what kind", "\"accident\""),
        field("pupils", PUPILS, "the pupils concerned", "[\"p014\"]"),
        field("told", Kind::Date, "the day the provider told us", "2026-09-29"),
        field("ref", Kind::Text, "its reference in the safeguarding system", "\"CPOMS 2026-1031\""),
        field("passed-on", Kind::List(&Kind::Word(&["parents", "children's-services", "lado", "police", "local-authority", "ofsted", "hse", "virtual-school"])), "who was told", "[\"parents\"]"),
        field("not-passed-on", Kind::Text, "why nobody had to be told", "\"no injury\""),
        field("decision", Kind::Word(DECISIONS), "what it means for the placement", "\"continue\""),
        field("closed", Kind::Date, "the day it was closed", "2026-10-02"),
        field("by", PERSON, "who deals with it", "\"rok\""),
    ],
};

static COMPLAINT: Shape = Shape {
    name: "a complaint",
    fields: &[
        field("date", Kind::Date, "the day", "2026-10-05"),
        field("from", Kind::Text, "from whom, by role", "\"parent\""),
        field("stage", Kind::Word(&["headteacher", "provider", "local-authority", "ofsted"]), "how far it has gone", "\"headteacher\""),
        field("outcome", Kind::Text, "the outcome", "\"upheld in part\""),
        field("decision", Kind::Word(DECISIONS), "what it means for the pupils there", "\"continue\""),
        field("closed", Kind::Date, "the day it was closed", "2026-10-09"),
        field("by", PERSON, "who deals with it", "\"hdt\""),
    ],
};
