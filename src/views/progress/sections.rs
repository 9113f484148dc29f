//! Progress as sections to read and as tables with a column for everything.

use super::words::one_decimal;
use super::{Doing, Objective, Progress};
use crate::calendar::said;
use crate::views::{Chart, Column, Document, Fact, Section, Shape, Table};
use chrono::NaiveDate;

const QUESTION: &str = "Does this placement need changing?";

const OBJECTIVES: &[Column] = &[
    Column::words("objective"),
    Column::number("from").rank(2),
    Column::number("target"),
    Column::date("by").rank(3),
    Column::number("latest"),
    Column::date("measured on"),
    Column::words("trend"),
    Column::words("course"),
    Column::words("looked after by").rank(1),
];

const EVERYTHING: &[Column] = &[
    Column::words("placement"),
    Column::words("pupil"),
    Column::words("provider"),
    Column::date("start"),
    Column::date("ended"),
    Column::words("objective"),
    Column::words("aim"),
    Column::words("area"),
    Column::words("measure"),
    Column::number("from"),
    Column::number("target"),
    Column::date("by"),
    Column::words("looked after by"),
    Column::number("latest"),
    Column::date("measured on"),
    Column::number("times measured"),
    Column::words("trend"),
    Column::words("course"),
    Column::words("no improvement over two reviews"),
];

const WEEKS: &[Column] = &[
    Column::words("placement"),
    Column::date("week of"),
    Column::number("attended"),
    Column::number("possible"),
    Column::number("per cent"),
    Column::number("no return"),
    Column::number("not readable"),
];

impl Progress {
    /// A page with a section for each placement; what stood still comes first.
    pub fn page(&self, facts: Vec<Fact>) -> Document {
        let mut sections: Vec<Section> = Vec::new();
        let still: Vec<String> = self.stood_still().map(Doing::question).collect();
        if !still.is_empty() {
            sections.push(Section::new("No improvement over two reviews").list(still));
        }
        sections.extend(self.placements.iter().map(Doing::section));
        if !self.left_out.is_empty() {
            sections.push(Section::new("Not shown").list(self.left_out.clone()));
        }
        Document {
            kind: "progress",
            title: "Progress of the placements".into(),
            facts,
            lead: self.lead(),
            sections,
        }
    }

    fn lead(&self) -> String {
        let count = match self.placements.len() {
            0 => {
                return "No placement to show: none is live, or none of those named has started."
                    .into();
            }
            1 => "1 placement".to_owned(),
            more => format!("{more} placements"),
        };
        match self.stood_still().count() {
            0 => {
                format!("{count}. None is known to have gone without improvement over two reviews.")
            }
            still => format!("{count}; {still} without improvement over two reviews."),
        }
    }

    /// A row for each objective, and one for each placement that has none.
    pub fn sheet(&self) -> Table {
        let mut table = Table::new("Objectives", EVERYTHING);
        table.rows = self.placements.iter().flat_map(Doing::rows).collect();
        table
    }

    /// A row for each week of each placement.
    pub fn weeks_sheet(&self) -> Table {
        let mut table = Table::new("Attendance by week", WEEKS);
        for doing in &self.placements {
            for (monday, summary) in &doing.attendance.weeks {
                table.rows.push(vec![
                    doing.placement.clone(),
                    monday.to_string(),
                    summary.attended.to_string(),
                    summary.possible().to_string(),
                    summary.percent().map_or(String::new(), one_decimal),
                    summary.no_return.to_string(),
                    summary.unreadable.to_string(),
                ]);
            }
        }
        table
    }
}

impl Doing {
    /// "p001-oak-farm: the objective … . Does this placement need changing?"
    fn question(&self) -> String {
        let message = self.stood_still.as_deref().unwrap_or_default();
        format!("{}: {message}. {QUESTION}", self.placement)
    }

    /// The section of this placement on a page of several.
    fn section(&self) -> Section {
        let mut facts = vec![
            Fact::new("Pupil", self.pupil.written()),
            Fact::new("Provider", self.provider.written()),
            Fact::new("Since", said(self.start)),
        ];
        facts.extend(self.ended.map(|last| Fact::new("Ended", said(last))));
        facts.push(Fact::new("Looked after by", self.lead.written()));
        let mut section = Section::new(self.placement.clone()).facts(facts);
        section.blocks.extend(self.objectives_section().blocks);
        section.blocks.extend(self.attendance_section().blocks);
        section
    }

    /// The objectives as they were measured.
    pub fn objectives_section(&self) -> Section {
        let mut table = Table::new("", OBJECTIVES);
        table.rows = self.objectives.iter().map(Objective::cells).collect();
        let question = self
            .stood_still
            .as_deref()
            .map(|message| format!("No improvement over two reviews: {message}. {QUESTION}"));
        let unread = if self.unread {
            "A part of the record could not be read, so an objective or a measurement may be missing here; `apcheck validate` says where."
        } else {
            ""
        };
        Section::new("Objectives")
            .words(question.unwrap_or_default())
            .table(table, "No objectives are recorded.")
            .words(unread)
    }

    /// Attendance at the provider, week by week.
    pub fn attendance_section(&self) -> Section {
        let section = Section::new("Attendance at the provider");
        let attendance = &self.attendance;
        if attendance.remote {
            return section.words("Taught remotely: each session is recorded as an absence whatever the pupil did, so attendance shows no progress.");
        }
        let caption = format!("Attendance by week since {}", said(self.start));
        section
            .words(attendance.said())
            .chart(Chart::new(caption, Shape::Weekly(attendance.weekly())))
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        let first = [
            self.placement.clone(),
            self.pupil.written(),
            self.provider.written(),
            self.start.to_string(),
            day(self.ended),
        ];
        let last = self.stood_still.clone().unwrap_or_default();
        let row = |middle: [String; 13]| {
            let cells = first.iter().cloned().chain(middle);
            cells.chain([last.clone()]).collect()
        };
        if self.objectives.is_empty() {
            let mut none: [String; 13] = Default::default();
            none[0] = "none recorded".into();
            return vec![row(none)];
        }
        let rows = self.objectives.iter().map(Objective::sheet_cells);
        rows.map(row).collect()
    }
}

impl Objective {
    fn cells(&self) -> Vec<String> {
        let [
            key,
            aim,
            area,
            _,
            from,
            target,
            by,
            lead,
            latest,
            on,
            _,
            trend,
            course,
        ] = self.sheet_cells();
        let area = match area.as_str() {
            "" => String::new(),
            area => format!(" ({area})"),
        };
        let aim = match aim.as_str() {
            "" => String::new(),
            aim => format!(": {aim}"),
        };
        let objective = format!("{key}{area}{aim}");
        vec![objective, from, target, by, latest, on, trend, course, lead]
    }

    fn sheet_cells(&self) -> [String; 13] {
        let words = |words: &Option<String>| words.clone().unwrap_or_default();
        let number =
            |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
        let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        let latest = self.numbers.latest();
        [
            self.key.clone(),
            words(&self.aim),
            words(&self.area),
            words(&self.measure),
            number(self.numbers.baseline),
            number(self.numbers.target),
            day(self.numbers.by),
            words(&self.lead),
            number(latest.map(|(_, value)| value)),
            day(latest.map(|(date, _)| date)),
            self.numbers.times().to_string(),
            self.trend.said(),
            self.course.said(),
        ]
    }
}
