//! One listed person, organisation or thing.

use crate::wire::ListKind;

/// One entry of a list, as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The list's name as the host gave it, e.g. `ofac-sdn`.
    pub list: String,
    /// What being listed means.
    pub kind: ListKind,
    /// The list's own id of the entry.
    pub id: String,
    /// Whether it is a company, an organisation or a vessel.
    pub organisation: bool,
    /// Primary name first, then aliases.
    pub names: Vec<String>,
    /// Dates of birth, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub births: Vec<String>,
    /// Nationalities as the list writes them, upper case: names or codes.
    pub nationalities: Vec<String>,
    /// Document numbers, letters and digits only, upper case.
    pub documents: Vec<String>,
}
