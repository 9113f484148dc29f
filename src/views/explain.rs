//! What a requirement or a checklist is, why, and whom it concerns now.

use crate::assess::{Assessment, Case, assess, subjects};
use crate::calendar::Rhythm;
use crate::rulebook::{About, Check, Dated, Needed, Requirement, When, all_said};

/// A requirement in words.
pub fn how_checked(requirement: &Requirement) -> String {
    match &requirement.check {
        Check::Evidence {
            key,
            renew,
            expires,
            covers,
            dated,
        } => {
            let mut words =
                format!("a line `{key}` under [checks], with its date and who made the check");
            if *expires {
                words.push_str(", and when it expires");
            }
            if !covers.is_empty() {
                words.push_str(&format!("; the document covers {}", covers.join(", ")));
            }
            if let Some(renew) = renew {
                words.push_str(&format!("; good for {}", renew.said()));
            }
            words.push_str(&dated_said(dated));
            words
        }
        Check::Log(log) => {
            let names: Vec<_> = log.names.iter().map(|name| format!("[[{name}]]")).collect();
            let mut words = format!("entries in {}", names.join(" or "));
            for (field, wanted) in &log.filter {
                words.push_str(&format!(", where `{field}` is {}", wanted.join(" or ")));
            }
            for (field, wanted) in &log.has {
                let wanted = if wanted.is_empty() {
                    "given".into()
                } else {
                    wanted.join(", ")
                };
                words.push_str(&format!(", with `{field}` {wanted}"));
            }
            let often = log
                .rhythm
                .as_ref()
                .map_or_else(|| format!("at least {}", log.at_least), Rhythm::said);
            format!("{words}; {often}{}", dated_said(&log.dated))
        }
        Check::Field { paths, all, test } => {
            let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
            let paths = paths.join(if *all { " and " } else { " or " });
            test.said(&paths)
        }
        Check::Computed(_) => {
            "worked out from the records by the program; the example shows what it looks at".into()
        }
        Check::Record => "looked for whenever the records are read".into(),
    }
}

fn dated_said(dated: &Dated) -> String {
    let mut words = String::new();
    if let Some(from) = &dated.on_or_after {
        words.push_str(&format!("; dated {} or later", from.said()));
    }
    if let Some(by) = &dated.on_or_before {
        words.push_str(&format!("; dated {} or earlier", by.said()));
    }
    words
}

pub fn when_needed(requirement: &Requirement) -> String {
    let needed = match requirement.needed {
        Needed::Always => "always",
        Needed::BeforeStart => "before the start, and kept up while a placement is live",
        Needed::During => "while a placement is live",
        Needed::AtEnd => "when a placement ends",
        Needed::UntilSettled => {
            "from its day until it is settled, whatever becomes of the placement"
        }
    };
    let by = requirement.by.as_ref().map_or(String::new(), |by| {
        let offset = by.offset.map_or(String::new(), |(forward, period)| {
            format!(" {} {}", if forward { "+" } else { "-" }, period.said())
        });
        format!("; first due by {}{offset}", by.path)
    });
    format!("{needed}{by}")
}

pub fn whom_it_concerns(requirement: &Requirement) -> &'static str {
    match requirement.about {
        About::Commissioner => "the school",
        About::Provider => "each provider",
        About::Placement => "each placement",
        About::Pupil => "each pupil, over all placements together",
    }
}

/// The conditions under which it applies, in words; empty when always.
pub fn conditions(requirement: &Requirement) -> Vec<String> {
    let each = |word: &'static str, conditions: &[When]| {
        conditions
            .iter()
            .map(|condition| format!("{word} where {}", condition.meaning()))
            .collect::<Vec<_>>()
    };
    let mut words = each("only", &requirement.when);
    if !requirement.when_any.is_empty() {
        let any: Vec<_> = requirement.when_any.iter().map(When::meaning).collect();
        words.push(format!("only where {}", any.join(", or ")));
    }
    words.extend(each("not", &requirement.unless));
    if !requirement.asked_where.is_empty() {
        let groups: Vec<_> = requirement
            .asked_where
            .iter()
            .map(|group| all_said(group))
            .collect();
        words.push(format!(
            "by the checklists in use, only where {}",
            groups.join(", or ")
        ));
    }
    words.extend(each("law", &requirement.must_when));
    words
}

/// How it stands for every record it is asked of.
pub fn concerns<'a>(case: Case<'a>, requirement: &'a Requirement) -> Vec<Assessment<'a>> {
    subjects(case.records, requirement.about)
        .into_iter()
        .flat_map(|subject| assess(case, requirement, subject))
        .collect()
}
