//! `mappings/<name>.toml`: how a file that a provider sends is read.

use crate::records::shape::{Kind, Shape, To, field};

pub static MAPPING: Shape = Shape {
    name: "a mapping",
    fields: &[
        field("provider", Kind::Reference(To::Provider), "whose file it is; its marks go through the `codes` of this provider", "\"hillside-farm\"").required(),
        field("shape", Kind::Word(&["long", "wide", "string"]), "long: a row a pupil and a session or day; wide: a row a pupil and a column a day or session; string: a row a pupil with a first day and a string of marks", "\"long\"").required(),
        field("match", Kind::Word(&["ref", "name", "upn"]), "what the file calls a pupil by: the `ref` of the placement, or the name or UPN of `names.csv`; ref unless said", "\"name\""),
        field("dates", Kind::Word(&["day-first", "month-first", "year-first"]), "how the file writes a date such as 03/04/2026", "\"day-first\""),
        field("days", Kind::Word(&["school-days", "weekdays", "all-days"]), "string: the days that have two marks each; school-days unless said", "\"weekdays\""),
        field("sheet", Kind::Text, "the sheet of a workbook; the first unless said", "\"Autumn 1\""),
        field("columns", Kind::Table(&COLUMNS), "the headings of the columns that are read; all others are left alone", "").required(),
    ],
};

static COLUMNS: Shape = Shape {
    name: "the columns",
    fields: &[
        field("pupil", Kind::Text, "the pupil", "\"Learner\"").required(),
        field("date", Kind::Text, "long: the day", "\"Date\""),
        field("session", Kind::Text, "long, a row a session: which session", "\"Session\""),
        field("mark", Kind::Text, "long, a row a session: the mark", "\"Mark\""),
        field("am", Kind::Text, "long, a row a day: the mark of the morning", "\"Morning\""),
        field("pm", Kind::Text, "long, a row a day: the mark of the afternoon", "\"Afternoon\""),
        field("minutes-late", Kind::Text, "long: how many minutes late", "\"Minutes late\""),
        field("note", Kind::Text, "long: a note; leave it out where notes may name a child", "\"Reason\""),
        field("week", Kind::Text, "wide, where the headings are weekdays: any day of the week", "\"Week beginning\""),
        field("start", Kind::Text, "string: the day of the first two marks", "\"From\""),
        field("marks", Kind::Text, "string: the marks, two a day", "\"Marks\""),
    ],
};
