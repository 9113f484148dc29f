//! What the school's own system says: an export with a row for each pupil and
//! session. Nothing of a row is ever printed but the code and its line, since a
//! column may hold names.

use super::delimited::cells_of;
use super::names::{Called, Names};
use super::placement::Half;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One session of one pupil in the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisRow {
    /// Counted from 1, as an editor does.
    pub line: usize,
    /// The pupil's reference; `None` for a pupil whom these records do not know.
    pub pupil: Option<String>,
    pub date: NaiveDate,
    pub half: Half,
    /// Empty where no mark is recorded.
    pub code: String,
}

/// An export that was read.
#[derive(Clone, Debug, Default)]
pub struct Mis {
    pub rows: Vec<MisRow>,
    /// How many pupils it has whom these records do not know.
    pub unknown_pupils: usize,
}

/// What a column of the export may hold.
pub const MIS_COLUMNS: [&str; 6] = ["ref", "upn", "name", "date", "session", "code"];

/// How a date such as 05/10/2026 is written, where the file alone does not say.
pub const MIS_DATES: [&str; 2] = ["day-first", "month-first"];

/// Longer codes are none; another column was taken for it.
const LONGEST_CODE: usize = 4;

/// Reads an export. `called` has the headings that are not the usual ones, and
/// `dates`; `pupils` are those that the records know. What is not clear stops
/// it, as one sentence.
pub fn read_mis(
    text: &str,
    called: &BTreeMap<String, String>,
    pupils: &BTreeSet<&str>,
    names: Option<&Names>,
) -> Result<Mis, String> {
    let cells = cells_of(text, None).map_err(|unclosed| {
        format!(
            "line {} has a quotation mark that is not closed",
            unclosed.row + 1
        )
    })?;
    let header = cells.first().map_or(&[][..], Vec::as_slice);
    let columns = Columns::of(header, called)?;
    if names.is_none() && columns.by != By::Ref {
        return Err(format!(
            "it calls the pupils by {}, and there is no names.csv beside apcheck.toml to find them by",
            columns.by.said()
        ));
    }
    let rows: Vec<(usize, &[String])> = cells
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(at, row)| (at + 1, row.as_slice()))
        .collect();
    let cell = |row: &[String], at: usize| row.get(at).map_or("", |cell| cell.trim()).to_owned();
    let written = rows
        .iter()
        .map(|(line, row)| (*line, cell(row, columns.date)));
    let days = days(&written.collect::<Vec<_>>(), called.get("dates"))?;
    let mut mis = Mis::default();
    let mut unknown = BTreeSet::new();
    for ((line, row), date) in rows.into_iter().zip(days) {
        let who = cell(row, columns.pupil);
        let pupil = columns.by.pupil(line, &who, pupils, names)?;
        if pupil.is_none() {
            unknown.insert(who);
        }
        mis.rows.push(MisRow {
            line,
            pupil,
            date,
            half: half(line, &cell(row, columns.session))?,
            code: code(line, &cell(row, columns.code))?,
        });
    }
    mis.unknown_pupils = unknown.len();
    Ok(mis)
}

/// What the file calls a pupil by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Ref,
    Upn,
    Name,
}

impl By {
    fn said(self) -> &'static str {
        match self {
            By::Ref => "reference",
            By::Upn => "UPN",
            By::Name => "name",
        }
    }

    fn pupil(
        self,
        line: usize,
        who: &str,
        pupils: &BTreeSet<&str>,
        names: Option<&Names>,
    ) -> Result<Option<String>, String> {
        if who.is_empty() {
            return Err(format!("line {line} does not say which pupil it is about"));
        }
        let called = match (self, names) {
            (By::Ref, _) | (_, None) => Called::One(who),
            (By::Upn, Some(names)) => names.by_upn(who),
            (By::Name, Some(names)) => names.by_name(who),
        };
        match called {
            Called::One(pupil) => Ok(pupils.get(pupil).map(|pupil| (*pupil).to_owned())),
            Called::Nobody => Ok(None),
            Called::Several => Err(format!(
                "line {line} could be about two pupils of names.csv; use the UPN or the reference"
            )),
        }
    }
}

struct Columns {
    by: By,
    pupil: usize,
    date: usize,
    session: usize,
    code: usize,
}

impl Columns {
    fn of(header: &[String], called: &BTreeMap<String, String>) -> Result<Columns, String> {
        let find = |name: &str| {
            let heading = called.get(name).map_or(name, String::as_str);
            let mut found = (0..header.len()).filter(|at| {
                let cell = header.get(*at).map_or("", |cell| cell.trim());
                cell.eq_ignore_ascii_case(heading)
                    || name == "ref" && heading == "ref" && cell.eq_ignore_ascii_case("pupil")
            });
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => Err(format!("two columns of it are called `{heading}`")),
                (found, _) => Ok(found),
            }
        };
        let needed = |name: &str| {
            find(name)?.ok_or_else(|| format!(
                "its first line has no column `{}`; it must name ref (or upn, or name), date, session and code, and --mapping {name}=HEADING says what a column is called there",
                called.get(name).map_or(name, String::as_str)
            ))
        };
        let (by, pupil) = match (find("ref")?, find("upn")?, find("name")?) {
            (Some(at), ..) => (By::Ref, at),
            (None, Some(at), _) => (By::Upn, at),
            (None, None, Some(at)) => (By::Name, at),
            _ => (By::Ref, needed("ref")?),
        };
        Ok(Columns {
            by,
            pupil,
            date: needed("date")?,
            session: needed("session")?,
            code: needed("code")?,
        })
    }
}

/// The days of all rows; a file has one way to write them.
fn days(written: &[(usize, String)], order: Option<&String>) -> Result<Vec<NaiveDate>, String> {
    let day_first = match order.map(String::as_str) {
        Some("month-first") => false,
        Some(_) => true,
        None => {
            let parts: Vec<_> = written
                .iter()
                .map(|(line, text)| (*line, parts(text)))
                .collect();
            let clear = parts.iter().find_map(|(_, parts)| match parts {
                Some([first, _, _]) if *first > 12 => Some(true),
                Some([_, second, _]) if *second > 12 => Some(false),
                _ => None,
            });
            match (clear, parts.iter().find(|(_, parts)| parts.is_some())) {
                (Some(clear), _) => clear,
                (None, None) => true,
                (None, Some((line, _))) => {
                    return Err(format!(
                        "the dates could be read in two ways, with the day or the month in front, first on line {line}; say which with --mapping dates=day-first, or write the year first"
                    ));
                }
            }
        }
    };
    written
        .iter()
        .map(|(line, text)| {
            day(text, day_first).ok_or_else(|| {
                format!("line {line} has no date that can be read; write the year first, as in 2026-09-07")
            })
        })
        .collect()
}

/// The three numbers of a date such as 05/10/2026.
fn parts(text: &str) -> Option<[u32; 3]> {
    let parts: Vec<u32> = text
        .split(['/', '.', '-'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match parts[..] {
        [first, second, year] if (1990..=2100).contains(&year) => Some([first, second, year]),
        _ => None,
    }
}

fn day(text: &str, day_first: bool) -> Option<NaiveDate> {
    if let Some([first, second, year]) = parts(text) {
        let (day, month) = if day_first {
            (first, second)
        } else {
            (second, first)
        };
        return NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    }
    // A time behind the day says nothing more.
    let day = text
        .split(['T', ' '])
        .next()
        .filter(|day| day.len() == 10)?;
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()
}

fn half(line: usize, text: &str) -> Result<Half, String> {
    match text.to_lowercase().as_str() {
        "am" | "morning" => Ok(Half::Morning),
        "pm" | "afternoon" => Ok(Half::Afternoon),
        _ => Err(format!(
            "line {line} has a session that is neither am nor pm"
        )),
    }
}

/// A code as it is known here; `-` is what systems show for no mark.
fn code(line: usize, text: &str) -> Result<String, String> {
    if text.chars().count() > LONGEST_CODE {
        return Err(format!(
            "line {line} has no attendance code in the column `code`; --mapping code=HEADING says which column it is"
        ));
    }
    Ok(match text {
        "-" => String::new(),
        text => text.to_uppercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, called: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
        let called = called
            .iter()
            .map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()))
            .collect();
        let pupils = BTreeSet::from(["p001"]);
        let names = Names::read("ref,name,upn\np001,Jo Reed,A123456789012\n").ok();
        let mis = read_mis(text, &called, &pupils, names.as_ref())?;
        let said = |row: MisRow| {
            (
                row.pupil.unwrap_or_default(),
                format!("{} {} {}", row.date, row.half.short(), row.code),
            )
        };
        Ok(mis.rows.into_iter().map(said).collect())
    }

    fn p001(said: &str) -> Result<Vec<(String, String)>, String> {
        Ok(vec![("p001".into(), said.into())])
    }

    #[test]
    fn pupils_are_found_by_reference_upn_or_name() {
        let said = p001("2026-10-06 pm \\");
        assert_eq!(
            check("ref,date,session,code\np001,2026-10-06,PM,\\\n", &[]),
            said
        );
        assert_eq!(
            check(
                "UPN;Date;Session;Code\na123456789012;2026-10-06;pm;\\\n",
                &[]
            ),
            said
        );
        assert_eq!(
            check(
                "Name,Mark date,Session,Mark\n\"Reed, Jo\",2026-10-06 00:00,Afternoon,\\\n",
                &[("date", "Mark date"), ("code", "Mark")]
            ),
            said
        );
    }

    #[test]
    fn a_date_that_could_be_two_days_stops() {
        let file = "ref,date,session,code\np001,05/10/2026,am,b\n";
        assert!(check(file, &[]).unwrap_err().contains("in two ways"));
        assert_eq!(
            check(file, &[("dates", "day-first")]),
            p001("2026-10-05 am B")
        );
        assert_eq!(
            check(file, &[("dates", "month-first")]),
            p001("2026-05-10 am B")
        );
        let clear = check(&format!("{file}p001,13/10/2026,am,-\n"), &[]).unwrap();
        assert_eq!(clear[0].1, "2026-10-05 am B");
        assert_eq!(clear[1].1, "2026-10-13 am ");
        assert!(check("ref,date,session,code\np001,31/02/2026,am,B\n", &[]).is_err());
    }

    /// A name in the wrong column is not repeated.
    #[test]
    fn nothing_of_a_row_is_printed() {
        for text in [
            "ref,date,session,code\np001,2026-10-06,am,Jo Reed\n",
            "ref,date,session,code\np001,2026-10-06,Reed,B\n",
            "ref,date,session,code\np001,Reed,am,B\n",
            "Jo Reed,2026-10-06,am,B\n",
        ] {
            let why = check(text, &[]).unwrap_err();
            assert!(!why.contains("Reed"), "{why}");
        }
    }
}
