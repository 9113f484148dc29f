//! The faults that some of the records have.

/// What is wrong with a placement; one in twelve has something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// A key that is misspelt.
    UnknownKey,
    /// A day with its parts the British way round.
    BritishDate,
    /// A word that is not among those the field can hold.
    UnknownWord,
    /// A quotation mark that is not closed.
    Broken,
    /// A provider that is not recorded.
    NoProvider,
    /// The end lies before the start.
    EndBeforeStart,
    /// No start at all.
    NoStart,
    /// A check that was not made.
    NoConsent,
    /// A document that has run out.
    OutOfDate,
    /// A half term without a review.
    NoReview,
    /// A letter in the register that means nothing.
    UnknownMark,
    /// A day that stands in the register twice.
    DayTwice,
    /// A line of the register that cannot be read.
    BrokenRow,
    /// The file was saved as Windows-1252.
    Windows1252,
}

const FAULTS: [Fault; 14] = [
    Fault::UnknownKey,
    Fault::BritishDate,
    Fault::UnknownWord,
    Fault::Broken,
    Fault::NoProvider,
    Fault::EndBeforeStart,
    Fault::NoStart,
    Fault::NoConsent,
    Fault::OutOfDate,
    Fault::NoReview,
    Fault::UnknownMark,
    Fault::DayTwice,
    Fault::BrokenRow,
    Fault::Windows1252,
];

/// One placement in so many has a fault.
const EVERY: usize = 12;

/// What is wrong with the placement of that number; each fault comes in turn.
pub(crate) fn fault(number: usize) -> Fault {
    if number % EVERY != EVERY - 1 {
        return Fault::None;
    }
    FAULTS[number / EVERY % FAULTS.len()]
}
