//! What a record says of one thing, or that it does not: so that nothing that
//! is missing is ever shown as a blank or taken for an answer.

use crate::records::{Read, Record};

/// What is recorded of one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Recorded<T> {
    Known(T),
    /// Nothing is recorded.
    Missing,
    /// Something may be recorded, but that part of the file could not be read.
    Unread,
}

impl<T> Recorded<T> {
    /// What was read of a field of `record`. What is not there in a file of
    /// which a part could not be read may be in that part.
    pub fn of(read: Read<T>, record: &Record) -> Recorded<T> {
        match read {
            Read::Known(value, _) => Recorded::Known(value),
            Read::Unreadable(_) => Recorded::Unread,
            Read::Absent => Recorded::nothing_in(record),
        }
    }

    /// The same for what was not found in a record.
    pub fn nothing_in(record: &Record) -> Recorded<T> {
        if record.complete {
            Recorded::Missing
        } else {
            Recorded::Unread
        }
    }

    pub fn known(&self) -> Option<&T> {
        match self {
            Recorded::Known(value) => Some(value),
            Recorded::Missing | Recorded::Unread => None,
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Recorded<U> {
        match self {
            Recorded::Known(value) => Recorded::Known(change(value)),
            Recorded::Missing => Recorded::Missing,
            Recorded::Unread => Recorded::Unread,
        }
    }

    /// What is known, in words; or that it is not.
    pub fn said(&self, words: impl FnOnce(&T) -> String) -> String {
        match self {
            Recorded::Known(value) => words(value),
            Recorded::Missing => "not recorded".into(),
            Recorded::Unread => "could not be read".into(),
        }
    }
}

impl<T: ToString> Recorded<T> {
    /// What is known as it stands; or that it is not.
    pub fn written(&self) -> String {
        self.said(T::to_string)
    }
}
