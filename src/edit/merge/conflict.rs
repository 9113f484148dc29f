//! git's markers around one place.

/// Both versions of a place, one of which may have nothing there.
pub(super) fn conflict(ours: &str, theirs: &str, newline: &str) -> String {
    let lines = |text: &str| match text {
        "" => String::new(),
        text => format!("{text}{newline}"),
    };
    format!(
        "<<<<<<< ours{newline}{}======={newline}{}>>>>>>> theirs",
        lines(ours),
        lines(theirs)
    )
}
