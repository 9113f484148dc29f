//! A page as rows and columns, before it is text, CSV, Markdown, a spreadsheet
//! or a web page.

/// What the cells of a column hold: a cell of a number or a date is written so
/// that it can be read back as one, or is empty, or is words all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Words,
    Number,
    Date,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub heading: &'static str,
    pub kind: Kind,
    /// 0 always stays; where a terminal is too narrow for all, the columns of
    /// the highest rank are left out first.
    pub rank: u8,
}

impl Column {
    pub const fn words(heading: &'static str) -> Column {
        Column {
            heading,
            kind: Kind::Words,
            rank: 0,
        }
    }

    pub const fn number(heading: &'static str) -> Column {
        Column {
            kind: Kind::Number,
            ..Column::words(heading)
        }
    }

    pub const fn date(heading: &'static str) -> Column {
        Column {
            kind: Kind::Date,
            ..Column::words(heading)
        }
    }

    pub const fn rank(self, rank: u8) -> Column {
        Column { rank, ..self }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// A heading above the table; empty where there is none.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// Sentences below it.
    pub notes: Vec<String>,
}

impl Table {
    pub fn new(title: impl Into<String>, columns: &[Column]) -> Table {
        Table {
            title: title.into(),
            columns: columns.to_vec(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Leaves out the columns that no row has anything in.
    pub fn drop_empty_columns(&mut self) {
        for at in (0..self.columns.len()).rev() {
            if self
                .rows
                .iter()
                .all(|row| row.get(at).is_none_or(String::is_empty))
            {
                self.drop_column(at);
            }
        }
    }

    pub fn drop_column(&mut self, at: usize) {
        self.columns.remove(at);
        for row in &mut self.rows {
            if at < row.len() {
                row.remove(at);
            }
        }
    }
}
