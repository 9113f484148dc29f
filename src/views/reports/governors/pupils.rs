//! How many pupils, where, why, and where those went who left.

use super::Term;
use crate::records::{Placement, Value};
use crate::views::{Bar, Chart, Column, Section, Shape, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The reasons of the census for a placement, in words. What stands in the
/// records in other words may be about one child, and is only counted.
const REASONS: [&str; 9] = [
    "behaviour",
    "mental health",
    "physical health",
    "permanent exclusion",
    "suspension",
    "setting named in the EHC plan",
    "new arrival",
    "pregnancy",
    "other",
];

pub(super) fn sections(term: &Term<'_, '_>) -> Vec<Section> {
    vec![
        Section::new("Pupils and providers")
            .table(by_provider(term), "No placement was live in these days.")
            .chart(chart(term)),
        Section::new("Why pupils are placed")
            .table(
                by(term, "Placements by reason", "reason", reasons(term)),
                "",
            )
            .table(
                by(
                    term,
                    "Placements by what they rest on",
                    "rests on",
                    footings(term),
                ),
                "",
            ),
        Section::new("Needs of the pupils")
            .table(
                by(
                    term,
                    "Pupils by special needs",
                    "special needs",
                    facts(term, "send", &SEND),
                ),
                "",
            )
            .table(
                by(
                    term,
                    "Pupils by social care",
                    "social care",
                    facts(term, "social-care", &CARE),
                ),
                "",
            )
            .table(
                by(
                    term,
                    "Pupils by whether they are looked after",
                    "looked after",
                    looked_after(term),
                ),
                "",
            ),
        Section::new("Placements that ended, and where pupils went")
            .table(destinations(term), "No placement ended in these days."),
    ]
}

/// Pupils, placements, beginnings and endings at each provider.
fn by_provider(term: &Term<'_, '_>) -> Table {
    let mut table = Table::new(
        "",
        &[
            Column::words("provider"),
            Column::number("pupils"),
            Column::number("placements"),
            Column::number("began"),
            Column::number("ended"),
        ],
    );
    let providers = at_providers(term);
    let counts = |count: &dyn Fn(&[Placement<'_>]) -> usize| {
        let counts: Vec<usize> = providers.values().map(|of| count(of)).collect();
        term.parts(&counts, false)
    };
    let span = term.asked.span;
    let columns = [
        counts(&|of| pupils(of)),
        counts(&|of| of.len()),
        counts(&|of| {
            let starts = of.iter().filter_map(Placement::start);
            starts.filter(|start| span.contains(*start)).count()
        }),
        counts(&|of| of.iter().filter(|one| term.ended(one)).count()),
    ];
    for (row, provider) in providers.keys().enumerate() {
        let cells = columns.iter().map(|column| column[row].clone());
        table
            .rows
            .push(std::iter::once(provider.clone()).chain(cells).collect());
    }
    table
}

fn at_providers<'t, 'a>(term: &'t Term<'a, '_>) -> BTreeMap<String, Vec<Placement<'a>>> {
    let mut providers: BTreeMap<String, Vec<Placement<'a>>> = BTreeMap::new();
    for placement in &term.placements {
        let name = term.provider(placement.provider_id());
        providers.entry(name).or_default().push(*placement);
    }
    providers
}

fn pupils(placements: &[Placement<'_>]) -> usize {
    let pupils: BTreeSet<_> = placements.iter().filter_map(Placement::pupil).collect();
    pupils.len()
}

/// Pupils at each provider as bars; none where not every count may be shown.
fn chart(term: &Term<'_, '_>) -> Chart {
    let bars = at_providers(term)
        .into_iter()
        .map(|(label, placements)| Bar {
            label,
            parts: vec![("", pupils(&placements))],
        });
    let bars = if term.asked.public {
        Vec::new()
    } else {
        bars.collect()
    };
    Chart::new("Pupils at each provider", Shape::Bars(bars))
}

impl Term<'_, '_> {
    /// Whether a placement ended in the days of the report.
    fn ended(&self, placement: &Placement<'_>) -> bool {
        let ending = placement.ending(self.case.on);
        ending.is_some_and(|last| self.asked.span.contains(last))
    }

    /// The pupil's placement in these days that says most about the pupil: the
    /// first one by id.
    fn of_each_pupil(&self) -> impl Iterator<Item = &Placement<'_>> {
        self.pupils.iter().filter_map(|pupil| {
            let mut placements = self.placements.iter();
            placements.find(|placement| placement.pupil() == Some(pupil))
        })
    }
}

/// Rows of counts; each that might tell who is meant is left out.
fn by(
    term: &Term<'_, '_>,
    title: &str,
    heading: &'static str,
    counts: Vec<(String, usize)>,
) -> Table {
    let of = if title.starts_with("Pupils") {
        "pupils"
    } else {
        "placements"
    };
    let mut table = Table::new(title, &[Column::words(heading), Column::number(of)]);
    let numbers: Vec<usize> = counts.iter().map(|(_, count)| *count).collect();
    let shown = term.parts(&numbers, true);
    for ((label, count), shown) in counts.into_iter().zip(shown) {
        if count > 0 {
            table.rows.push(vec![label, shown]);
        }
    }
    table
}

fn reasons(term: &Term<'_, '_>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = REASONS
        .iter()
        .map(|reason| ((*reason).to_owned(), 0))
        .collect();
    let (mut others, mut unsaid) = (0, 0);
    for placement in &term.placements {
        let reason = placement.table().text("reason").known();
        let reason = reason.map(|reason| reason.trim().to_lowercase());
        let known = counts
            .iter_mut()
            .find(|(name, _)| Some(name.as_str()) == reason.as_deref());
        match (known, reason) {
            (Some((_, count)), _) => *count += 1,
            (None, Some(_)) => others += 1,
            (None, None) => unsaid += 1,
        }
    }
    counts.push(("said in the school's own words".into(), others));
    counts.push(("not recorded".into(), unsaid));
    counts
}

fn footings(term: &Term<'_, '_>) -> Vec<(String, usize)> {
    const FOOTINGS: [(&str, &str); 7] = [
        ("agreed", "by agreement with the parents"),
        ("off-site-direction", "off-site direction"),
        ("suspension", "suspension, from the sixth day"),
        ("permanent-exclusion", "permanent exclusion"),
        ("medical", "medical"),
        ("ehc-plan", "named in an EHC plan"),
        ("section-19", "section 19, for another reason"),
    ];
    let said = term
        .placements
        .iter()
        .map(|placement| placement.table().text("basis").known());
    counted(said, &FOOTINGS)
}

const SEND: [(&str, &str); 3] = [
    ("ehc-plan", "EHC plan"),
    ("sen-support", "SEN support"),
    ("none", "none"),
];

const CARE: [(&str, &str); 4] = [
    ("child-protection", "child protection plan"),
    ("child-in-need", "child in need"),
    ("early-help", "early help"),
    ("none", "none"),
];

fn facts(term: &Term<'_, '_>, key: &str, words: &[(&str, &str)]) -> Vec<(String, usize)> {
    let said = term
        .of_each_pupil()
        .map(|placement| placement.pupil_fact(key).and_then(Value::text));
    counted(said, words)
}

fn looked_after(term: &Term<'_, '_>) -> Vec<(String, usize)> {
    let said = term.of_each_pupil().map(|placement| {
        placement
            .pupil_fact("looked-after")
            .and_then(Value::flag)
            .map(|yes| if yes { "yes" } else { "no" })
    });
    counted(
        said,
        &[
            ("yes", "looked after by a local authority"),
            ("no", "not looked after"),
        ],
    )
}

/// How often each word was said, in the order of `words`, and how often none.
fn counted<'t>(
    said: impl Iterator<Item = Option<&'t str>>,
    words: &[(&str, &str)],
) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = words
        .iter()
        .map(|(_, words)| ((*words).to_owned(), 0))
        .collect();
    let mut unsaid = 0;
    for word in said {
        let known = words.iter().position(|(key, _)| Some(*key) == word);
        match known {
            Some(at) => counts[at].1 += 1,
            None => unsaid += 1,
        }
    }
    counts.push(("not recorded".into(), unsaid));
    counts
}

/// Where the pupils went whose placement ended.
fn destinations(term: &Term<'_, '_>) -> Table {
    const TO: [(&str, &str); 8] = [
        ("home-school", "back to this school"),
        ("other-school", "another school"),
        ("special-school", "special school"),
        ("another-placement", "another placement"),
        ("post-16", "education after 16"),
        ("employment", "employment"),
        ("home-education", "education at home by the parents"),
        ("not-known", "not known"),
    ];
    let ended = term
        .placements
        .iter()
        .filter(|placement| term.ended(placement));
    let to = ended.map(|placement| placement.table().table("ending")?.text("to").known());
    let mut table = Table::new(
        "",
        &[Column::words("where to"), Column::number("placements")],
    );
    let counts = counted(to, &TO);
    let numbers: Vec<usize> = counts.iter().map(|(_, count)| *count).collect();
    let shown = term.parts(&numbers, false);
    for ((label, count), shown) in counts.into_iter().zip(shown) {
        if count > 0 {
            table.rows.push(vec![label, shown]);
        }
    }
    table
}
