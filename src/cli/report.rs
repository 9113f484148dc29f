//! `apcheck report`.

use super::compliance::check_name;
use super::days::Days;
use super::form::Target;
use super::{Outcome, Session, complete, date};
use crate::calendar::{Span, day_before, school_year};
use crate::render;
use crate::views::compliance::compliance;
use crate::views::reports::for_provider::{placement_for_provider, provider_for_itself};
use crate::views::reports::governors::{self, governors};
use crate::views::reports::inspection::inspection;
use crate::views::reports::{Head, checklist::checklist};
use crate::views::show::{placement_sections, provider_sections};
use crate::views::{Document, Section};
use anyhow::{anyhow, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

/// Print a page for governors, an inspection, a review meeting or to be signed
///
/// A report is one web page that needs nothing else: it opens in any browser,
/// is read on a telephone and prints on A4 (in the browser: Print, then Save as
/// PDF). Without --output it goes to the standard output.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    Governors(Governors),
    Inspection(Inspection),
    Placement(One),
    /// The file of one provider, for a review meeting
    ///
    /// It is the page of `apcheck show`, with the revision of the records, for
    /// inside the school. With --for provider only what a list of fields allows is
    /// printed: its places, who is who, what was agreed and when it was visited.
    Provider(One),
    Checklist(Checklist),
}

/// The term in numbers, for governors or trustees
///
/// No pupil is named, nor referred to. Numbers of pupils by special needs,
/// social care or reason are left out below five, and attendance at a provider
/// that has fewer than five of the pupils. A name of a provider, a checklist or
/// a requirement that has a pupil's name in it, as names.csv tells, is left out
/// too. What the records say in free words is never printed.
#[derive(Debug, Args)]
struct Governors {
    #[command(flatten)]
    days: Days,
    /// For everybody to read: leave out every count below five
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    page: Page,
}

/// The sheet for the call on the day of an inspection, and what is asked next
///
/// The providers in use and the pupils there, what each provider was checked for
/// and when, visits and reviews, attendance this term, what is open, and where
/// pupils went whose placements ended. At the top stand the day, the revision of
/// the records and the checklists that they answer to. Pupils are called by
/// their references.
#[derive(Debug, Args)]
struct Inspection {
    /// List placements that ended since this day; the beginning of the school year before when nothing is said
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<NaiveDate>,
    #[command(flatten)]
    page: Page,
}

/// A checklist of one record as its document lays it out, to be signed
#[derive(Debug, Args)]
struct Checklist {
    /// The checklist
    #[arg(value_name = "NAME", add = complete::checklists())]
    name: String,
    /// A placement, a provider, or `school`
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    #[command(flatten)]
    page: Page,
}

/// The file of one placement, for a review meeting
///
/// It is the page of `apcheck show`, with the revision of the records, for
/// inside the school. With --for provider only what a list of fields allows is printed: where and
/// when, the week, objectives and how they were measured, reviews and their
/// outcome. Nothing of the family, of social care, health or concerns, of costs,
/// or of what anybody thinks, and nothing that is added to the records later.
#[derive(Debug, Args)]
struct One {
    /// Which
    #[arg(value_name = "ID", add = complete::ids())]
    id: String,
    /// Who is to read it
    #[arg(long = "for", value_name = "READER", value_enum, default_value_t = Reader::School)]
    reader: Reader,
    #[command(flatten)]
    page: Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Reader {
    School,
    Provider,
}

#[derive(Debug, Args)]
struct Page {
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A web page in one file
    Html,
    /// For a wiki or a pull request
    Md,
    /// For other programs
    Json,
}

impl Report {
    pub(super) fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        match &self.kind {
            Kind::Governors(report) => report.run(session),
            Kind::Inspection(report) => report.run(session),
            Kind::Placement(report) => report.placement(session),
            Kind::Provider(report) => report.provider(session),
            Kind::Checklist(report) => report.run(session),
        }
    }
}

impl Page {
    fn given(&self, session: &Session, document: &Document) -> anyhow::Result<Outcome> {
        let text = match self.format {
            Format::Html => render::page(document),
            Format::Md => render::document_markdown(document),
            Format::Json => render::document_json(document, session.on),
        };
        self.target.put(session, text.into_bytes(), 0)
    }
}

impl Governors {
    fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let names = session.folder.pupils_names().map_err(|why| anyhow!(why))?;
        let asked = governors::Asked {
            span: self.days.span(session)?,
            public: self.public,
            names: names.as_ref(),
        };
        let document = governors(session.case(), &asked, &session.head());
        self.page.given(session, &document)
    }
}

impl Inspection {
    fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        let before = school_year(day_before(school_year(session.on).from));
        let since = self.since.unwrap_or(before.from);
        // Without a term there is no attendance to show, and all else is there.
        let today = Span {
            from: session.on,
            to: session.on,
        };
        let term = Days::default().span(session).unwrap_or(today);
        let document = inspection(session.case(), term, since, &session.head());
        self.page.given(session, &document)
    }
}

impl One {
    fn placement(&self, session: &Session) -> anyhow::Result<Outcome> {
        let placement = session.one_placement(&self.id)?;
        let (case, head) = (session.case(), session.head());
        let document = match self.reader {
            Reader::Provider => placement_for_provider(case, placement, &head),
            Reader::School => file(&self.id, placement_sections(case, placement), &head),
        };
        self.page.given(session, &document)
    }

    fn provider(&self, session: &Session) -> anyhow::Result<Outcome> {
        let provider = session.provider(&self.id)?;
        let (case, head) = (session.case(), session.head());
        let document = match self.reader {
            Reader::Provider => provider_for_itself(case, provider, &head),
            Reader::School => file(&self.id, provider_sections(case, provider), &head),
        };
        self.page.given(session, &document)
    }
}

/// The file of one record, for inside the school.
fn file(id: &str, sections: Vec<Section>, head: &Head) -> Document {
    Document {
        kind: "file",
        title: id.to_owned(),
        facts: head.facts(),
        lead: String::new(),
        sections,
    }
}

impl Checklist {
    fn run(&self, session: &Session) -> anyhow::Result<Outcome> {
        check_name(session, &self.name)?;
        let ids = [self.id.clone()];
        session.check_ids(&ids)?;
        let pages = compliance(session.case(), Some(&self.name), &ids);
        let Some(page) = pages.iter().find(|page| page.subject == self.id) else {
            bail!(
                "`{}` is not laid out for {}; `apcheck compliance --checklist {}` shows for which records it is",
                self.name,
                self.id,
                self.name
            );
        };
        self.page.given(session, &checklist(page, &session.head()))
    }
}

impl Session {
    /// What stands at the top of a report.
    fn head(&self) -> Head {
        Head {
            school: self.school_name(),
            revision: super::git::revision(self.folder.root()),
            on: self.on,
        }
    }
}
