//! The form of an index: bytes that are searched as they lie, in memory or in a mapped file.
//!
//! ```text
//! "KYCWLI1\0" · engine version, 16 bytes padded with 0 · SHA-256 of all that follows · number of rows of each table · tables
//! ```
//!
//! All numbers are little-endian. A row refers to texts and to other rows by number; nothing is trusted before the hash was
//! checked, and a number that leads nowhere afterwards leads to nothing.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::error::{Code, Error, Result};

const MAGIC: &[u8; 8] = b"KYCWLI1\0";
/// Bytes of the engine's version: how names are folded and keyed belongs to it, so another one's index is refused.
const VERSION: usize = 16;
const HASHED_FROM: usize = 8 + VERSION + 32;
const TABLES: usize = 11;

/// The tables, with their columns of 32 bits; texts are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// Bytes of all texts.
    Text,
    /// Offset and length of a text.
    Strings,
    /// Name, kind, number of entries.
    Lists,
    /// List, whether an organisation, id; then first and number of names, births, nationalities, documents.
    Entries,
    /// Text, sound, class.
    Words,
    /// Entry, all letters, first and number of words.
    Names,
    /// Words of names.
    NameWords,
    /// Key (two columns), first and number of postings; by key.
    Keys,
    /// Names of keys.
    Postings,
    /// Document number, first and number of entries; by number.
    Documents,
    /// Entries of document numbers.
    DocumentEntries,
}

impl Table {
    const fn columns(self) -> usize {
        match self {
            Table::Text => 0,
            Table::NameWords | Table::Postings | Table::DocumentEntries => 1,
            Table::Strings => 2,
            Table::Lists | Table::Words | Table::Documents => 3,
            Table::Names | Table::Keys => 4,
            Table::Entries => 11,
        }
    }

    const fn width(self) -> usize {
        match self.columns() {
            0 => 1,
            columns => 4 * columns,
        }
    }

    const ALL: [Table; TABLES] = [
        Table::Text,
        Table::Strings,
        Table::Lists,
        Table::Entries,
        Table::Words,
        Table::Names,
        Table::NameWords,
        Table::Keys,
        Table::Postings,
        Table::Documents,
        Table::DocumentEntries,
    ];
}

/// Tables being filled.
#[derive(Default)]
pub(super) struct Writer {
    tables: [Vec<u8>; TABLES],
    /// Texts that are there already, with their offset.
    known: HashMap<String, u32>,
}

impl Writer {
    /// Adds a row and says its number.
    pub(super) fn row(&mut self, table: Table, row: &[u32]) -> u32 {
        let rows = self.rows(table);
        let Some(bytes) = self.tables.get_mut(table as usize) else { return rows };
        bytes.extend(row.iter().flat_map(|number| number.to_le_bytes()));
        rows
    }

    pub(super) fn rows(&self, table: Table) -> u32 {
        self.tables.get(table as usize).map_or(0, |bytes| (bytes.len() / table.width()) as u32)
    }

    /// Adds a text and says its number.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        let offset = match self.known.get(text) {
            Some(offset) => *offset,
            None => {
                let offset = self.rows(Table::Text);
                if let Some(bytes) = self.tables.get_mut(Table::Text as usize) {
                    bytes.extend_from_slice(text.as_bytes());
                }
                self.known.insert(text.to_owned(), offset);
                offset
            }
        };
        self.row(Table::Strings, &[offset, text.len() as u32])
    }

    /// Adds texts side by side; the first one's number, and how many.
    pub(super) fn texts(&mut self, all: &[String]) -> [u32; 2] {
        let first = self.rows(Table::Strings);
        for text in all {
            self.text(text);
        }
        [first, all.len() as u32]
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut hashed = Vec::new();
        for table in Table::ALL {
            hashed.extend(self.rows(table).to_le_bytes());
        }
        self.tables.iter().for_each(|bytes| hashed.extend_from_slice(bytes));
        let mut out = MAGIC.to_vec();
        out.extend(version());
        out.extend(Sha256::digest(&hashed));
        out.extend(hashed);
        out
    }
}

fn version() -> [u8; VERSION] {
    let mut padded = [0; VERSION];
    padded.iter_mut().zip(env!("CARGO_PKG_VERSION").bytes()).for_each(|(to, from)| *to = from);
    padded
}

/// Bytes that were checked, and where their tables begin.
pub(super) struct Store {
    bytes: Box<dyn AsRef<[u8]> + Send + Sync>,
    /// First byte and number of rows.
    tables: [(usize, usize); TABLES],
}

impl Store {
    /// # Errors
    /// [`Code::InvalidConfig`] for bytes that are no index, another engine version's, cut, or changed.
    pub(super) fn open(bytes: Box<dyn AsRef<[u8]> + Send + Sync>) -> Result<Self> {
        let wrong = |why: &str| Error::new(Code::InvalidConfig, format!("the watchlist index {why}; build it again"));
        let all: &[u8] = (*bytes).as_ref();
        if all.get(..8) != Some(MAGIC) {
            return Err(wrong("is none, or of another format"));
        }
        if all.get(8..8 + VERSION) != Some(&version()[..]) {
            return Err(wrong("was built by another version of the engine"));
        }
        let hashed = all.get(HASHED_FROM..).ok_or_else(|| wrong("is cut"))?;
        if all.get(HASHED_FROM - 32..HASHED_FROM) != Some(&Sha256::digest(hashed)[..]) {
            return Err(wrong("was changed or cut"));
        }
        let mut tables = [(0, 0); TABLES];
        let mut start = HASHED_FROM + 4 * TABLES;
        for (at, table) in Table::ALL.into_iter().enumerate() {
            let rows = number(all, HASHED_FROM + 4 * at).ok_or_else(|| wrong("is cut"))? as usize;
            let (Some(slot), Some(length)) = (tables.get_mut(at), rows.checked_mul(table.width())) else {
                return Err(wrong("is larger than memory"));
            };
            *slot = (start, rows);
            start = start.checked_add(length).ok_or_else(|| wrong("is larger than memory"))?;
        }
        if start != all.len() {
            return Err(wrong("is cut"));
        }
        Ok(Self { bytes, tables })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    pub(super) fn rows(&self, table: Table) -> usize {
        self.tables.get(table as usize).map_or(0, |(_, rows)| *rows)
    }

    /// The bytes of rows side by side; none of them where one is not there.
    fn span(&self, table: Table, first: usize, count: usize) -> &[u8] {
        let (start, rows) = self.tables.get(table as usize).copied().unwrap_or_default();
        if first.checked_add(count).is_none_or(|end| end > rows) {
            return &[];
        }
        self.bytes().get(start + first * table.width()..start + (first + count) * table.width()).unwrap_or_default()
    }

    /// A row's number in a column; 0 where there is none.
    pub(super) fn get(&self, table: Table, row: u32, column: usize) -> u32 {
        number(self.span(table, row as usize, 1), 4 * column).unwrap_or(0)
    }

    /// Numbers of a table of one column.
    pub(super) fn list(&self, table: Table, first: u32, count: u32) -> impl ExactSizeIterator<Item = u32> + '_ {
        let (numbers, _) = self.span(table, first as usize, count as usize).as_chunks::<4>();
        numbers.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// A text by its number; empty where there is none.
    pub(super) fn text(&self, string: u32) -> &str {
        let (offset, length) = (self.get(Table::Strings, string, 0), self.get(Table::Strings, string, 1));
        std::str::from_utf8(self.span(Table::Text, offset as usize, length as usize)).unwrap_or_default()
    }

    /// Texts side by side; none of them where one is not there.
    pub(super) fn texts(&self, first: u32, count: u32) -> impl Iterator<Item = &str> {
        let end = first.checked_add(count).filter(|end| *end as usize <= self.rows(Table::Strings)).unwrap_or(first);
        (first..end).map(|string| self.text(string))
    }

    /// The row of a sorted table that `compare` finds equal.
    pub(super) fn find(&self, table: Table, compare: impl Fn(u32) -> std::cmp::Ordering) -> Option<u32> {
        let (mut low, mut high) = (0, self.rows(table) as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(middle) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::watchlist::{Index, ListFormat, Query};
    use crate::wire::ListKind;

    #[test]
    fn a_row_that_claims_four_billion_texts_or_words_costs_no_time() {
        let list = "id,type,name,aliases,birth_date,nationality,document\n1,person,Jane Roe,,1971-02-03,Utopia,X1\n";
        let index = Index::builder().list("test", ListKind::Sanctions, ListFormat::Table, list.as_bytes()).unwrap();
        let bytes = index.build().unwrap().bytes().to_vec();
        let tables = Store::open(Box::new(bytes.clone())).unwrap().tables;
        let counts = [(Table::Entries, 4), (Table::Entries, 6), (Table::Entries, 8), (Table::Entries, 10), (Table::Names, 3)];
        for (table, column) in counts {
            let mut changed = bytes.clone();
            let at = tables[table as usize].0 + 4 * column;
            changed[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
            let hash = Sha256::digest(&changed[HASHED_FROM..]);
            changed[HASHED_FROM - 32..HASHED_FROM].copy_from_slice(&hash);
            let query = Query {
                name: "Jane Roe",
                birth_date: Some("1971-02-03"),
                nationality: Some("Utopia"),
                document_number: Some("X1"),
            };
            assert!(Index::open(changed).unwrap().screen(&query).hits.len() <= 1);
        }
    }
}
