//! A provider as a register names it: what it is, where, and whom to ring.

use crate::records::{Placement, Read, Record, Table, is_school};
use crate::views::recorded::Recorded;
use chrono::NaiveDate;

/// What a provider is.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its key; `None` where the placement names none.
    pub id: Option<String>,
    pub name: Recorded<String>,
    /// What kind of provider it is, as the record has it: `pru`, `tutor`, …
    pub kind: Recorded<String>,
    /// Unique reference number of a registered school.
    pub urn: Recorded<String>,
    /// UK provider reference number.
    pub ukprn: Recorded<String>,
    pub contacts: Vec<Contact>,
    /// Whether all contacts could be read.
    pub contacts_read: bool,
}

/// Somebody at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// As the record has it: `dsl`, `head`, `emergency`, …
    pub role: String,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// A place where pupils are.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub address: Recorded<String>,
    pub postcode: Recorded<String>,
    /// Who runs it, where that is not the provider.
    pub run_by: Option<String>,
}

impl Setting {
    /// The provider of a placement.
    pub fn of(placement: &Placement<'_>) -> Setting {
        let id = Recorded::of(placement.table().text("provider"), placement.record);
        match placement.provider() {
            Some(record) => Setting::in_file(record),
            None => Setting::without_file(id),
        }
    }

    /// A provider that the placement does not name, or that has no file.
    fn without_file(id: Recorded<&str>) -> Setting {
        Setting {
            id: id.known().map(|id| (*id).to_owned()),
            name: id.map(str::to_owned),
            kind: Recorded::Missing,
            urn: Recorded::Missing,
            ukprn: Recorded::Missing,
            contacts: Vec::new(),
            contacts_read: true,
        }
    }

    /// A provider by its own record.
    pub fn in_file(record: &Record) -> Setting {
        let table = &record.table;
        let number = |key| Recorded::of(table.number(key), record).map(|number| number.to_string());
        let contacts = table.get("key-contacts");
        let unread = contacts.map_or(!record.complete, |contacts| {
            contacts.unreadable_inside().is_some()
        });
        Setting {
            id: Some(record.id.clone()),
            name: Recorded::of(table.text("name"), record).map(str::to_owned),
            kind: Recorded::of(table.text("kind"), record).map(str::to_owned),
            urn: number("urn"),
            ukprn: number("ukprn"),
            contacts: table.tables("key-contacts").map(Contact::of).collect(),
            contacts_read: !unread,
        }
    }

    /// Its name, or its key where there is no name.
    pub fn called(&self) -> String {
        match (&self.name, &self.id) {
            (Recorded::Known(name), _) => name.clone(),
            (_, Some(id)) => id.clone(),
            _ => self.name.written(),
        }
    }

    /// Whether it is a registered school, and of what kind, in words.
    pub fn registration(&self) -> String {
        self.kind.said(|kind| registration(kind))
    }

    /// The same with the number it is known by: a registered school's URN, or
    /// whichever there is.
    pub fn registration_and_number(&self) -> String {
        let school = self.kind.known().is_some_and(|kind| is_school(kind));
        let number = match (&self.urn, &self.ukprn) {
            (Recorded::Known(urn), _) => format!("; URN {urn}"),
            (_, Recorded::Known(ukprn)) => format!("; UKPRN {ukprn}"),
            (urn, _) if school => format!("; URN {}", urn.written()),
            _ => String::new(),
        };
        format!("{}{number}", self.registration())
    }

    /// Who has a role, with how to reach them; several are joined.
    pub fn with_role(&self, role: &str) -> Recorded<String> {
        let of_role = self.contacts.iter().filter(|contact| contact.role == role);
        let said: Vec<String> = of_role.map(Contact::said).collect();
        match (said.is_empty(), self.contacts_read) {
            (false, _) => Recorded::Known(said.join("; ")),
            (true, true) => Recorded::Missing,
            (true, false) => Recorded::Unread,
        }
    }

    /// Its head, or else who looks after placements there.
    pub fn head(&self) -> Recorded<String> {
        match self.with_role("head") {
            Recorded::Known(head) => Recorded::Known(head),
            _ => self.with_role("placement-lead"),
        }
    }
}

impl Contact {
    fn of(table: &Table) -> Contact {
        let text = |key| table.text(key).known().map(str::to_owned);
        Contact {
            role: text("role").unwrap_or_default(),
            name: text("name"),
            phone: text("phone"),
            email: text("email"),
        }
    }

    /// "J. Marsh, 01632 960103, dsl@larkfield.example".
    pub fn said(&self) -> String {
        let missing = |value: &Option<String>, what: &str| {
            let value = value.clone();
            value.unwrap_or_else(|| format!("{what} not recorded"))
        };
        let mut said = vec![
            missing(&self.name, "name"),
            missing(&self.phone, "telephone"),
        ];
        said.extend(self.email.clone());
        said.join(", ")
    }
}

impl Site {
    fn of(table: &Table, record: &Record) -> Site {
        let text = |key| Recorded::of(table.text(key), record).map(str::to_owned);
        Site {
            address: text("address"),
            postcode: text("postcode"),
            run_by: table.text("subcontractor").known().map(str::to_owned),
        }
    }

    /// The site of a provider that has `key`.
    pub fn with_key(key: &str, record: &Record) -> Recorded<Site> {
        let mut sites = record.table.tables("sites");
        match sites.find(|site| site.text("key").known() == Some(key)) {
            Some(site) => Recorded::Known(Site::of(site, record)),
            None => nothing_in_sites(record),
        }
    }

    /// The sites of a provider that were in use on a day.
    pub fn in_use(record: &Record, on: NaiveDate) -> Recorded<Vec<Site>> {
        let used = |site: &&Table| {
            let from = site.date("from").known();
            let until = site.date("until").known();
            from.is_none_or(|from| from <= on) && until.is_none_or(|until| on <= until)
        };
        let sites: Vec<Site> = record
            .table
            .tables("sites")
            .filter(used)
            .map(|site| Site::of(site, record))
            .collect();
        if sites.is_empty() {
            return nothing_in_sites(record);
        }
        Recorded::Known(sites)
    }

    /// "Unit 3, Old Maltings Yard, Melbrook, LE15 0ZW, run by …".
    pub fn said(&self) -> String {
        let postcode = match &self.postcode {
            Recorded::Known(postcode) => postcode.clone(),
            other => format!("postcode {}", other.written()),
        };
        let run_by = self.run_by.as_ref();
        let run_by = run_by.map_or(String::new(), |who| format!(", run by {who}"));
        let address = match &self.address {
            Recorded::Known(address) => address.clone(),
            other => format!("address {}", other.written()),
        };
        format!("{address}, {postcode}{run_by}")
    }
}

fn nothing_in_sites<T>(record: &Record) -> Recorded<T> {
    match record.table.get("sites") {
        Some(sites) if sites.unreadable_inside().is_some() => Recorded::Unread,
        _ => Recorded::of(Read::Absent, record),
    }
}

/// What a kind of provider is registered as, in words.
fn registration(kind: &str) -> String {
    let said = match kind {
        "pru" => "pupil referral unit",
        "ap-academy" => "alternative provision academy",
        "ap-free-school" => "alternative provision free school",
        "fe-college" => "further education college",
        "online" => "online provider",
        "work-based" => "work-based provider",
        "in-school" => return "the school's own unit".into(),
        "non-school" => return "not a registered school".into(),
        other => &other.replace('-', " "),
    };
    if is_school(kind) {
        format!("registered school ({said})")
    } else {
        format!("not a registered school ({said})")
    }
}
