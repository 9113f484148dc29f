//! A report before it is a web page, Markdown or JSON: headings, sentences,
//! tables and charts, in the order in which they are read.

use super::{Chart, Table};

#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The name of its kind in JSON, for example `inspection`.
    pub kind: &'static str,
    pub title: String,
    /// What stands under the title: the school, the day, the revision, what it
    /// answers to.
    pub facts: Vec<Fact>,
    /// A sentence that stands above everything else.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// A label and what it says.
#[derive(Clone, Debug)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Default)]
pub struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
    /// Sections within it, a heading lower.
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Words(String),
    /// Sentences that stand side by side.
    List(Vec<String>),
    /// Labels with what they say, in the order given.
    Facts(Vec<Fact>),
    Table(Table),
    Chart(Chart),
    /// Places to sign, each with what is written under its line.
    Signature(Vec<&'static str>),
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact {
            label: label.into(),
            value: value.into(),
        }
    }
}

impl Section {
    pub fn new(heading: impl Into<String>) -> Section {
        Section {
            heading: heading.into(),
            ..Section::default()
        }
    }

    /// The same section with a paragraph more; an empty one is left out.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Section {
        let words = words.into();
        if !words.is_empty() {
            self.blocks.push(Block::Words(words));
        }
        self
    }

    /// The same section with labelled facts; none of them may be empty.
    #[must_use]
    pub fn facts(mut self, facts: Vec<Fact>) -> Section {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts(facts));
        }
        self
    }

    /// The same section with a table, or with a sentence where it has no row.
    #[must_use]
    pub fn table(mut self, table: Table, where_empty: &str) -> Section {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
            return self;
        }
        self.words(where_empty)
    }

    /// The same section with a list; an empty one is left out.
    #[must_use]
    pub fn list(mut self, list: Vec<String>) -> Section {
        if !list.is_empty() {
            self.blocks.push(Block::List(list));
        }
        self
    }

    /// The same section with a chart; one that shows nothing is left out.
    #[must_use]
    pub fn chart(mut self, chart: Chart) -> Section {
        if !chart.is_empty() {
            self.blocks.push(Block::Chart(chart));
        }
        self
    }
}

impl Section {
    /// Its tables and the numbers of its charts, those of the sections within it
    /// too, each called by its own title or the heading it stands under.
    pub fn tables(&self) -> Vec<Table> {
        let called = |mut table: Table, title: &str| {
            if table.title.is_empty() {
                title.clone_into(&mut table.title);
            }
            table
        };
        let own = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(called(table.clone(), &self.heading)),
            Block::Chart(chart) => Some(called(chart.table(), &chart.caption)),
            _ => None,
        });
        let within = self.sections.iter().flat_map(Section::tables);
        own.chain(within).collect()
    }
}

impl Document {
    /// The tables of another view as a page of their own.
    pub fn of_tables(
        kind: &'static str,
        title: impl Into<String>,
        facts: Vec<Fact>,
        tables: Vec<Table>,
    ) -> Document {
        let sections = tables.into_iter().map(|mut table| Section {
            heading: std::mem::take(&mut table.title),
            blocks: vec![Block::Table(table)],
            sections: Vec::new(),
        });
        Document {
            kind,
            title: title.into(),
            facts,
            lead: String::new(),
            sections: sections.collect(),
        }
    }
}
