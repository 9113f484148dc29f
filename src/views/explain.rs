//! What a requirement or a checklist is, why, and whom it concerns now.

use crate::assess::{Assessment, Case, assess, subjects};
use crate::calendar::Rhythm;
use crate::rulebook::{About, Check, Needed, Requirement, Test};

/// A requirement in words.
pub fn how_checked(requirement: &Requirement) -> String {
    match &requirement.check {
        Check::Evidence {
            key,
            renew,
            expires,
            covers,
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
            format!("{words}; {often}")
        }
        Check::Field { paths, all, test } => {
            let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
            let paths = paths.join(if *all { " and " } else { " or " });
            match test {
                Test::Recorded => format!("{paths} recorded"),
                Test::OneOf(words) => format!("{paths} is {}", words.join(" or ")),
                Test::Equals(word) => format!("{paths} is {word}"),
                Test::Contains(word) => format!("{paths} holds {word}"),
                Test::AtLeast(floor) => format!("{paths} is at least {floor}"),
                Test::AtMost(ceiling) => format!("{paths} is at most {ceiling}"),
                Test::OnOrBefore(_) => format!("{paths} is not later than it may be"),
                Test::OnOrAfter(_) => format!("{paths} is not earlier than it may be"),
            }
        }
        Check::Computed(_) => "worked out from the records by the program".into(),
        Check::Record => "looked for whenever the records are read".into(),
    }
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
    let mut words: Vec<String> = requirement
        .when
        .iter()
        .map(|condition| format!("only where {}", condition.meaning))
        .collect();
    if !requirement.when_any.is_empty() {
        let any: Vec<_> = requirement
            .when_any
            .iter()
            .map(|condition| condition.meaning)
            .collect();
        words.push(format!("only where {}", any.join(", or ")));
    }
    words.extend(
        requirement
            .unless
            .iter()
            .map(|condition| format!("not where {}", condition.meaning)),
    );
    words.extend(
        requirement
            .must_when
            .iter()
            .map(|condition| format!("law where {}", condition.meaning)),
    );
    words
}

/// How it stands for every record it is asked of.
pub fn concerns<'a>(case: Case<'a>, requirement: &'a Requirement) -> Vec<Assessment<'a>> {
    subjects(case.records, requirement.about)
        .into_iter()
        .flat_map(|subject| assess(case, requirement, subject))
        .collect()
}
