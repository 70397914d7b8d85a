//! Watchlists: sanctions lists, politically exposed persons, adverse media.
//!
//! The host reads the files and passes their bytes; an [`Index`] is built once and is then searched without limit. Its
//! bytes can be kept in a file and searched as they lie there.
//! Nothing here touches a network or a disk.

mod case;
mod entry;
mod guess;
mod index;
mod load;
mod screen;
mod store;
mod table;
mod xml;

pub use entry::Entry;
pub use index::{Index, IndexBuilder};
pub use load::ListFormat;
pub use screen::{MATCH_FROM, POTENTIAL_FROM, Query};

pub use crate::wire::{Hit, ListKind, Part, PartScore, Screening, ScreeningOutcome, SearchedList};
