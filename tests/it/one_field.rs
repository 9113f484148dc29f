//! Any one field of any example is changed: the line it stands on changes, and
//! nothing else does.

use crate::support::Scratch;
use crate::writing::{bare_table, examples};
use apcheck::edit::{Change, Replacement, quoted, write};
use apcheck::load::Folder;
use apcheck::records::{Is, Shape, Table, Value, is_well_formed, read};
use apcheck::source::Paths;
use proptest::prelude::*;

/// A field by its way through the record: keys, and places in lists.
fn fields(table: &Table) -> Vec<&Value> {
    fn within<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
        match &value.is {
            Is::Table(table) => table
                .entries
                .iter()
                .for_each(|entry| within(&entry.value, found)),
            Is::List(items) => items.iter().for_each(|item| within(item, found)),
            _ => found.push(value),
        }
    }
    let mut found = Vec::new();
    for entry in &table.entries {
        within(&entry.value, &mut found);
    }
    found
}

fn table_of(text: &str, shape: &'static Shape) -> Table {
    read(Paths::default().add("x.toml"), text, shape).table
}

/// Another value of the same kind, as it is written.
fn another(value: &Value, text: &str, day: u32, number: u32) -> Option<String> {
    Some(match &value.is {
        Is::Text(_) => quoted(text),
        Is::Date(_) => format!("2026-11-{day:02}"),
        Is::Number(_) => number.to_string(),
        Is::Flag(flag) => (!flag).to_string(),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_difference_is_that_line_alone(
        which in any::<prop::sample::Index>(),
        one in any::<prop::sample::Index>(),
        crlf in any::<bool>(),
        ends in any::<bool>(),
        words in "[a-zé ,#\"'\\\\\\]\\[{}=\u{1b}\n\t-]{1,30}",
        day in 1u32..31,
        number in 1u32..10,
    ) {
        let examples = examples();
        let (text, shape) = &examples[which.index(examples.len())];
        let mut text = text.trim_end().to_owned();
        if ends {
            text.push('\n');
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let table = table_of(&text, shape);
        let all = fields(&table);
        let at = one.index(all.len());
        let field = all[at];
        let Some(new) = another(field, &words, day, number) else { return Ok(()) };
        let (from, to) = (field.place.start as usize, field.place.end as usize);
        let old = text[from..to].to_owned();
        let change = Change {
            path: "x.toml".into(),
            before: text.clone(),
            is_new: false,
            replacements: vec![Replacement { from, to, text: new.clone() }],
        };

        // As on the disk: what was read is what was written.
        let scratch = Scratch::with("one-field", &[("x.toml".to_owned(), text.clone().into_bytes()), ("apcheck.toml".to_owned(), b"format = 1\n".to_vec())].into());
        write(&Folder::open(scratch.path()).unwrap(), &[change]).unwrap();
        let after = String::from_utf8(std::fs::read(scratch.path().join("x.toml")).unwrap()).unwrap();

        let (before, now): (Vec<_>, Vec<_>) = (text.split('\n').collect(), after.split('\n').collect());
        let lines = old.matches('\n').count();
        let first = text[..from].matches('\n').count();
        prop_assert_eq!(before.len() - lines, now.len(), "{}", &after);
        prop_assert_eq!(&before[..first], &now[..first]);
        prop_assert_eq!(&before[first + lines + 1..], &now[first + 1..]);
        prop_assert!(now[first].contains(&new));
        // The field holds the new value, and each other what it held.
        prop_assert!(is_well_formed(&after), "{after}");
        let changed = table_of(&after, shape);
        let changed = fields(&changed);
        prop_assert_eq!(all.len(), changed.len());
        for (index, (old, new)) in all.iter().zip(&changed).enumerate() {
            prop_assert!(index == at || old.is == new.is, "{}", bare_table(&table));
        }
    }
}
