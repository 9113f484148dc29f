//! Findings as text: with the source line and a caret, or a line each.

use super::{clean, counted};
use crate::calendar::said;
use crate::rulebook::Level;
use crate::source::{Place, Snippet, Snippets};
use crate::views::findings::{Finding, Findings, Group};
use crate::views::gate::Gate;
use annotate_snippets::{
    AnnotationKind, Group as Block, Level as Drawn, Origin, Renderer, Snippet as Source,
};
use chrono::NaiveDate;

/// How text is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub colour: bool,
    pub width: Option<u16>,
}

/// What is printed beside the findings.
const NARROWEST: usize = 60;
const WIDEST: usize = 140;

/// The findings under their headings, by record, each with its source line.
pub fn text(findings: &Findings, snippets: &Snippets, on: NaiveDate, style: Style) -> String {
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let width = style
        .width
        .map_or(WIDEST, |width| usize::from(width).clamp(NARROWEST, WIDEST));
    let renderer = renderer.term_width(width);
    let mut out = String::new();
    let mut heading: Option<(Group, &str)> = None;
    for finding in &findings.list {
        let this = (finding.group, finding.subject.as_str());
        if heading.map(|(group, _)| group) != Some(finding.group) {
            let title = finding.group.title();
            out.push_str(&format!("{title}\n{}\n\n", "=".repeat(title.len())));
        }
        if heading != Some(this) {
            out.push_str(&format!("{}\n\n", clean(&finding.subject)));
        }
        heading = Some(this);
        out.push_str(&drawn(finding, snippets, &renderer));
        out.push_str("\n\n");
    }
    for path in snippets.changed() {
        out.push_str(&format!(
            "{} changed while it was being read; run this again.\n\n",
            clean(path)
        ));
    }
    out.push_str(&closing(findings, on));
    out
}

/// The last sentences: whether a start can be made, and how much was found.
pub fn closing(findings: &Findings, on: NaiveDate) -> String {
    let gates = findings.gates.iter().map(|gate| gate_said(gate) + "\n");
    gates.chain([summary(findings, on)]).collect()
}

fn drawn(finding: &Finding, snippets: &Snippets, renderer: &Renderer) -> String {
    let level = if finding.note {
        Drawn::NOTE
    } else {
        Drawn::ERROR
    };
    let name = if finding.note {
        format!("note, {}", finding.level.name())
    } else {
        finding.level.name().to_owned()
    };
    let message = clean(&finding.message);
    let next = clean(&finding.next);
    let source = clean(&first_sources(finding));
    let texts = Texts::of(finding, snippets);
    let mut title = level
        .with_name(Some(name))
        .primary_title(message)
        .id(finding.id.clone())
        .element(texts.main());
    if let Some(other) = texts.other() {
        title = title.element(other);
    }
    title = title.element(Drawn::HELP.with_name(Some("next")).message(next));
    if !source.is_empty() && !finding.note {
        title = title.element(Drawn::NOTE.with_name(Some("source")).message(source));
    }
    let report: &[Block<'_>] = &[title];
    renderer.render(report).clone()
}

/// The first sources; `explain` has them all.
pub(super) fn first_sources(finding: &Finding) -> String {
    const SHOWN: usize = 2;
    let shown: Vec<&str> = finding
        .sources
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect();
    match finding.sources.len().saturating_sub(SHOWN) {
        0 => shown.join("; "),
        more => format!(
            "{}; and {more} more, see `apcheck explain {}`",
            shown.join("; "),
            finding.id
        ),
    }
}

/// The lines a finding points into, kept while it is drawn.
struct Texts {
    main: Located,
    other: Option<(Located, String)>,
}

/// A line of a file.
struct Located {
    path: String,
    text: String,
    /// Counted from one.
    number: usize,
    /// The bytes to underline; `None` for what concerns a whole file.
    span: Option<std::ops::Range<usize>>,
}

/// What an element of a drawing may be.
enum Part<'a> {
    Source(Source<'a, annotate_snippets::Annotation<'a>>),
    Path(Origin<'a>),
}

impl<'a> From<Part<'a>> for annotate_snippets::Element<'a> {
    fn from(part: Part<'a>) -> Self {
        match part {
            Part::Source(source) => source.into(),
            Part::Path(origin) => origin.into(),
        }
    }
}

impl Texts {
    fn of(finding: &Finding, snippets: &Snippets) -> Texts {
        let other = finding.other.as_ref().and_then(|(place, label)| {
            let located = Located::at(snippets.of(place.file), *place);
            located.span.is_some().then(|| (located, clean(label)))
        });
        Texts {
            main: Located::at(snippets.of(finding.place.file), finding.place),
            other,
        }
    }

    fn main(&self) -> Part<'_> {
        let annotation = |span| AnnotationKind::Primary.span(span);
        match &self.main.span {
            Some(span) => Part::Source(self.main.source().annotation(annotation(span.clone()))),
            None => Part::Path(Origin::path(&self.main.path)),
        }
    }

    fn other(&self) -> Option<Part<'_>> {
        let (located, label) = self.other.as_ref()?;
        let annotation = AnnotationKind::Context.span(located.span.clone()?);
        Some(Part::Source(
            located.source().annotation(annotation.label(label)),
        ))
    }
}

impl Located {
    fn at(snippet: Option<&Snippet>, place: Place) -> Located {
        let mut located = Located {
            path: snippet.map_or(String::new(), |snippet| clean(&snippet.path)),
            text: String::new(),
            number: 1,
            span: None,
        };
        let text = snippet.map_or("", |snippet| &snippet.text);
        let (start, end) = (place.start as usize, place.end as usize);
        if end == 0 || start >= text.len() || !text.is_char_boundary(start) {
            return located;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        // At least one whole character, and none of the next line.
        let mut end = end.max(start + 1).min(line_end);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        // Only the line: a file may have a million, and a hundred findings.
        located.text = clean(&text[line_start..line_end]);
        located.number = text[..line_start].matches('\n').count() + 1;
        located.span = Some(start - line_start..end - line_start);
        located
    }

    fn source(&self) -> Source<'_, annotate_snippets::Annotation<'_>> {
        Source::source(&self.text)
            .path(&self.path)
            .line_start(self.number)
    }
}

/// One sentence for each start that was judged.
fn gate_said(gate: &Gate) -> String {
    let start = gate
        .start
        .map_or("without a start date".to_owned(), |start| {
            format!("planned for {}", said(start))
        });
    let who = format!("{}, {start}:", clean(&gate.placement));
    let faults = match gate.faults {
        0 => String::new(),
        count => format!(
            " {} in these records must be mended first.",
            counted(count, "fault")
        ),
    };
    if gate.in_the_way > 0 {
        let verb = if gate.in_the_way == 1 { "is" } else { "are" };
        return format!(
            "{who} Do not start yet: {} of {} needed before the start {verb} not on record.{faults}\n",
            gate.in_the_way, gate.of
        );
    }
    if gate.faults > 0 {
        return format!("{who} Do not start yet:{faults}\n");
    }
    let parts: Vec<String> = gate
        .parts
        .iter()
        .filter(|part| part.of > 0)
        .map(|part| {
            let mut beside: Vec<String> = [
                (part.to_do, "with something to do"),
                (part.excepted, "with reasonable grounds recorded"),
            ]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
            if !part.missing.is_empty() {
                let names: Vec<String> = part
                    .missing
                    .iter()
                    .take(3)
                    .map(|name| format!("`{name}`"))
                    .collect();
                beside.push(format!(
                    "{} recommended and not there: {}",
                    part.missing.len(),
                    names.join(", ")
                ));
            }
            let beside = if beside.is_empty() {
                String::new()
            } else {
                format!(" ({})", beside.join(", "))
            };
            format!("{} {} of {}{beside}", part.title, part.met, part.of)
        })
        .collect();
    format!(
        "{who} Nothing recorded stands in the way: {}. The decision is the headteacher's.\n",
        parts.join(", ")
    )
}

fn summary(findings: &Findings, on: NaiveDate) -> String {
    let levels: Vec<String> = Level::ALL
        .into_iter()
        .map(|level| (level, findings.count(level)))
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| match level {
            Level::Fault => counted(count, "fault of the records")
                .replace("fault of the recordss", "faults of the records"),
            Level::Good => format!("{count} of good practice"),
            level => format!("{count} {}", level.name()),
        })
        .collect();
    let mut parts = if levels.is_empty() {
        vec!["Nothing found that falls short".to_owned()]
    } else {
        vec![format!("Found: {}", levels.join(", "))]
    };
    for (count, words) in [
        (findings.notes(), "note"),
        (findings.backlog, "from before these records"),
        (findings.excepted, "with reasonable grounds recorded"),
        (findings.not_evaluated, "that could not be judged"),
    ] {
        if count > 0 {
            parts.push(if words == "note" {
                counted(count, words)
            } else {
                format!("{count} {words}")
            });
        }
    }
    let looked_at = match (&findings.named[..], findings.placements) {
        ([], 0) => format!(
            "{} looked at, as of {}. There is no placement here yet",
            counted(findings.providers, "provider"),
            said(on)
        ),
        ([], _) => format!(
            "{} and {} looked at, as of {}",
            counted(findings.providers, "provider"),
            counted(findings.placements, "placement"),
            said(on)
        ),
        (named, _) => format!(
            "Looked at {}{}, as of {}",
            clean(&named.join(", ")),
            findings.beside,
            said(on)
        ),
    };
    let incomplete = if findings.incomplete {
        "Some of the records could not be read, so this answer is incomplete.\n"
    } else {
        ""
    };
    format!("{}. {looked_at}.\n{incomplete}", parts.join("; "))
}

/// `file:line:col: level[id] message`, one line each.
pub fn concise(findings: &Findings, snippets: &Snippets, on: NaiveDate) -> String {
    let mut out = String::new();
    for finding in &findings.list {
        let spot = snippets.spot(finding.place);
        let note = if finding.note { "note " } else { "" };
        let message = clean(&finding.message).replace('\n', " ");
        out.push_str(&format!(
            "{}:{}: {note}{}[{}] {message}\n",
            clean(&spot.path),
            spot.at,
            finding.level.name(),
            finding.id
        ));
    }
    for gate in &findings.gates {
        out.push_str(&gate_said(gate));
    }
    out.push_str(&summary(findings, on));
    out
}

/// How often each requirement was found wanting.
pub fn statistics(findings: &Findings, on: NaiveDate) -> String {
    let mut out = String::new();
    for (id, level, count) in findings.statistics() {
        out.push_str(&format!("{count:>5}  {:<6} {id}\n", level.name()));
    }
    out.push_str(&summary(findings, on));
    out
}
