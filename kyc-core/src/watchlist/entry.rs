//! One listed person, organisation or thing.

use super::store::{Store, Table};
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

/// One entry as an index holds it.
pub(super) struct Listed<'i> {
    pub(super) store: &'i Store,
    pub(super) at: u32,
    pub(super) kind: ListKind,
    pub(super) list: &'i str,
}

impl<'i> Listed<'i> {
    pub(super) fn organisation(&self) -> bool {
        self.store.get(Table::Entries, self.at, 1) == 1
    }

    pub(super) fn id(&self) -> &'i str {
        self.store.text(self.store.get(Table::Entries, self.at, 2))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.texts(3)
    }

    pub(super) fn births(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.texts(5)
    }

    pub(super) fn nationalities(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.texts(7)
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = &'i str> + use<'i> {
        self.texts(9)
    }

    /// Texts whose first number stands in a column, and how many in the next.
    fn texts(&self, column: usize) -> impl Iterator<Item = &'i str> + use<'i> {
        let number = |column| self.store.get(Table::Entries, self.at, column);
        self.store.texts(number(column), number(column + 1))
    }
}
