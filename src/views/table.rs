//! A page as rows and columns, before it is text, CSV or Markdown.

/// One column: its heading, and whether it holds numbers.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub heading: &'static str,
    pub numeric: bool,
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
    pub fn new(title: impl Into<String>, columns: &[(&'static str, bool)]) -> Table {
        Table {
            title: title.into(),
            columns: columns
                .iter()
                .map(|(heading, numeric)| Column {
                    heading,
                    numeric: *numeric,
                })
                .collect(),
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
                self.columns.remove(at);
                for row in &mut self.rows {
                    row.remove(at);
                }
            }
        }
    }
}
