//! What each site of a provider needs for itself.

use super::{SITE_LINES, met, unread_in, worst};
use crate::assess::{
    Assessment, Cover, Covered, Draft, Lines, Need, Phase, Standing, Subject, is_insurance,
    lines_in,
};
use crate::calendar::{NoTerm, Period, Unit, day_before, joined, last_day, said};
use crate::records::{Record, Table, Value};
use crate::source::Place;
use chrono::NaiveDate;

const YEAR: Period = Period {
    count: 12,
    unit: Unit::Month,
};

/// One thing a site needs, and the days for which it is there.
struct Part {
    name: &'static str,
    cover: Cover,
}

/// Each subcontracted site has lines of its own: assurance, a safeguarding
/// contact, insurance, and a look at health and safety.
pub(super) fn subcontractors_checked<'a>(draft: &Draft<'a>, need: &Need) -> Vec<Assessment<'a>> {
    for_each_site(draft, need, |draft, site| {
        if site.get("subcontractor").is_none() {
            return Ok(None);
        }
        let place = site.get("checks").map_or(site.place, |checks| checks.place);
        let parts = own_lines(draft, site)?;
        Ok(Some((place, parts, "no line of its own in date for")))
    })
}

/// The lines of a site's own checks, by what they show.
fn own_lines(draft: &Draft<'_>, site: &Table) -> Result<Vec<Part>, NoTerm> {
    let mut parts = Vec::new();
    for name in SITE_LINES {
        let mut found = Lines::default();
        if let Some(checks) = site.table("checks") {
            lines_in(checks, name, &mut found);
        }
        let mut covered = Vec::new();
        for line in found.lines {
            let counts = line.shows(draft.case.known) && !(line.also && is_insurance(name));
            if let (true, Some(from)) = (counts, line.date().known()) {
                let to = line.last(draft.case.calendar, Some(YEAR))?;
                covered.push(Covered { from, to });
            }
        }
        parts.push(Part {
            name,
            cover: Cover::of(covered),
        });
    }
    Ok(parts)
}

/// A competent person saw each site within the year. A visit that names no site
/// counts for those of lower risk only.
pub(super) fn competent_person_check<'a>(
    draft: &Draft<'a>,
    provider: &'a Record,
    need: &Need,
) -> Vec<Assessment<'a>> {
    for_each_site(draft, need, |draft, site| {
        let key = site.text("key").known();
        let lower = site.text("risk").known() == Some("lower");
        let mut covered = Vec::new();
        for visit in provider.table.tables("visits") {
            let there = match visit.text("site").known() {
                Some(named) => Some(named) == key,
                None => lower,
            };
            let date = visit.date("date").known();
            if let Some(from) = date.filter(|date| *date <= draft.case.known)
                && there
                && looked_at(visit, "health-and-safety")
            {
                let to = Some(last_day(draft.case.calendar, from, YEAR)?);
                covered.push(Covered { from, to });
            }
        }
        let part = Part {
            name: "health-and-safety",
            cover: Cover::of(covered),
        };
        let lacks = match lower {
            true => "no visit within twelve months that looked at",
            false => "no visit to it within twelve months that looked at",
        };
        Ok(Some((site.place, vec![part], lacks)))
    })
}

/// Whether a visit looked at something, by its list or by its kind.
pub(super) fn looked_at(visit: &Table, topic: &str) -> bool {
    visit.text("kind").known() == Some(topic)
        || visit.texts("looked-at").any(|looked| looked == topic)
}

/// What a site needs: where that stands, its parts, and how it is said that
/// one is not there. `None` where it needs nothing.
type Needs = Result<Option<(Place, Vec<Part>, &'static str)>, NoTerm>;

/// The worst answer of the sites in use, or to be used.
fn for_each_site<'a>(
    draft: &Draft<'a>,
    need: &Need,
    needs: impl Fn(&Draft<'a>, &'a Table) -> Needs,
) -> Vec<Assessment<'a>> {
    let Subject::Provider(provider) = draft.subject else {
        return Vec::new();
    };
    if let Some(place) = unread_in(
        &provider.table,
        "sites",
        &["subcontractor", "from", "until"],
    ) {
        return vec![draft.not_evaluated(place, "a site could not be read".into())];
    }
    let unread = ["sites", "visits"]
        .into_iter()
        .filter_map(|key| provider.table.get(key))
        .find_map(Value::unreadable_inside);
    let mut answers = Vec::new();
    for site in provider.table.tables("sites") {
        let until = site.date("until").known();
        if until.is_some_and(|until| until < draft.case.on) {
            continue;
        }
        match needs(draft, site) {
            Ok(None) => {}
            Ok(Some((place, parts, lacks))) => {
                answers.push(site_answer(draft, need, site, &parts, (place, lacks)));
            }
            Err(no_term) => return vec![draft.without_term(no_term.0)],
        }
    }
    let answer = worst(answers);
    let none = || met(draft, None, provider.place(), "no site asks for it".into());
    vec![draft.unless_unread(answer.unwrap_or_else(none), unread)]
}

fn site_answer<'a>(
    draft: &Draft<'a>,
    need: &Need,
    site: &Table,
    parts: &[Part],
    (place, lacks): (Place, &str),
) -> Assessment<'a> {
    let on = draft.case.on;
    // A site that comes into use later is needed from then on.
    let first = need.first.max(site.date("from").known());
    let before = need.phase == Phase::Before || first.is_some_and(|first| on < first);
    let mut missing = Vec::new();
    let mut lapses = Vec::new();
    let mut ends: Vec<NaiveDate> = Vec::new();
    let mut since: Vec<NaiveDate> = Vec::new();
    for part in parts {
        let lasts = |span: &Covered| {
            !before || first.is_none_or(|first| span.to.is_none_or(|to| first <= to))
        };
        let bad = match part.cover.containing(on).filter(lasts) {
            Some(span) => {
                ends.extend(span.to);
                None
            }
            None => {
                missing.push(format!("`{}`", part.name));
                part.cover.breached_since(first, on)
            }
        };
        since.extend(bad);
        if !before {
            lapses.extend(part.cover.lapses(first, on, bad));
        }
    }
    let key = site.text("key").known().unwrap_or("?");
    let mut answer = if missing.is_empty() {
        let until = ends.into_iter().min();
        let good = until.map_or(String::new(), |until| format!(", good to {}", said(until)));
        let message = format!("the site `{key}` has what it needs of its own{good}");
        met(draft, until, place, message)
    } else {
        let needed = first.filter(|_| before).map_or(String::new(), |first| {
            format!("; needed by {}", said(day_before(first)))
        });
        let message = format!(
            "the site `{key}` has {lacks} {}{needed}",
            missing.join(" and ")
        );
        let standing = match before {
            true => Draft::outstanding_before(first),
            false => Standing::Breached {
                since: since.into_iter().min(),
                to: None,
            },
        };
        draft.answer(standing, place, message)
    };
    answer.lapses = joined(lapses);
    answer
}
