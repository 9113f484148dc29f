//! Which providers are schools, and so have a roll of their own.

/// The kinds of provider that are registered schools.
pub const SCHOOLS: &[&str] = &[
    "pru",
    "ap-academy",
    "ap-free-school",
    "independent-school",
    "special-school",
    "hospital-school",
    "mainstream-school",
];

/// Whether a provider of that kind is a registered school, which has a roll.
pub fn is_school(kind: &str) -> bool {
    SCHOOLS.contains(&kind)
}
