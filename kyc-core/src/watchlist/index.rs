//! The index: built once from all lists, searched by how words sound, begin and end.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::entry::{Entry, Listed};
use super::load::{ListFormat, load};
use super::store::{Store, Table, Writer};
use crate::error::{Code, Error, Result};
use crate::names::{MAX_WORDS, Name, Word, WordClass};
use crate::wire::{ListKind, SearchedList};

/// Names that are compared in full for one query, the most promising first.
const CANDIDATES: usize = 64;

const KINDS: [ListKind; 3] = [ListKind::Sanctions, ListKind::Pep, ListKind::AdverseMedia];
const CLASSES: [WordClass; 4] = [WordClass::Proper, WordClass::Common, WordClass::Particle, WordClass::LegalForm];

/// Collects lists.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    entries: Vec<Entry>,
}

impl IndexBuilder {
    /// Adds one list from its file's bytes. `list` is the name that hits carry.
    ///
    /// # Errors
    /// [`crate::Code::InvalidConfig`] when the bytes hold no entry in that format.
    pub fn list(mut self, list: &str, kind: ListKind, format: ListFormat, bytes: &[u8]) -> Result<Self> {
        load(&mut self.entries, list, kind, format, bytes)?;
        Ok(self)
    }

    /// Builds the index.
    ///
    /// # Errors
    /// [`crate::Code::InvalidConfig`] for more than 4 GiB.
    pub fn build(self) -> Result<Index> {
        let bytes = pack(&self.entries);
        // Rows refer to each other by 32 bits.
        if u32::try_from(bytes.len()).is_err() {
            return Err(Error::new(Code::InvalidConfig, "the watchlists are too long for one index"));
        }
        Index::open(bytes)
    }
}

/// The bytes of an index of entries.
fn pack(entries: &[Entry]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut lists: BTreeMap<(&str, ListKind), Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        lists.entry((&entry.list, entry.kind)).or_default().push(at);
    }
    let mut list_of = vec![0; entries.len()];
    for ((list, kind), members) in &lists {
        let name = out.text(list);
        let kind = KINDS.iter().position(|known| known == kind).unwrap_or(0) as u32;
        let row = out.row(Table::Lists, &[name, kind, members.len() as u32]);
        for at in members {
            if let Some(slot) = list_of.get_mut(*at) {
                *slot = row;
            }
        }
    }
    let mut words: HashMap<String, u32> = HashMap::new();
    let mut postings: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    let mut documents: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (entry, list) in entries.iter().zip(list_of) {
        let id = out.text(&entry.id);
        let parts = [&entry.names, &entry.births, &entry.nationalities, &entry.documents].map(|all| out.texts(all));
        let row: Vec<u32> = [list, u32::from(entry.organisation), id].into_iter().chain(parts.into_iter().flatten()).collect();
        let at = out.row(Table::Entries, &row);
        for name in entry.names.iter().map(|name| Name::new(name)).filter(|name| !name.words.is_empty()) {
            let compact = out.text(&name.compact);
            let first = out.rows(Table::NameWords);
            for word in &name.words {
                let known = words.get(&word.text).copied().unwrap_or_else(|| {
                    let class = CLASSES.iter().position(|class| *class == word.class).unwrap_or(0) as u32;
                    let row = [out.text(&word.text), out.text(&word.key), class];
                    let number = out.row(Table::Words, &row);
                    words.insert(word.text.clone(), number);
                    number
                });
                out.row(Table::NameWords, &[known]);
            }
            let number = out.row(Table::Names, &[at, compact, first, name.words.len() as u32]);
            keys(&name).into_iter().for_each(|key| postings.entry(key).or_default().push(number));
        }
        entry.documents.iter().for_each(|document| documents.entry(document).or_default().push(at));
    }
    for (key, names) in postings {
        let first = out.rows(Table::Postings);
        for name in &names {
            out.row(Table::Postings, &[*name]);
        }
        out.row(Table::Keys, &[(key >> 32) as u32, key as u32, first, names.len() as u32]);
    }
    for (document, all) in documents {
        let (text, first) = (out.text(document), out.rows(Table::DocumentEntries));
        for entry in &all {
            out.row(Table::DocumentEntries, &[*entry]);
        }
        out.row(Table::Documents, &[text, first, all.len() as u32]);
    }
    out.finish()
}

/// Every listed name, ready to be searched.
pub struct Index {
    store: Store,
    /// The lists they are of.
    searched: Vec<SearchedList>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("entries", &self.len()).field("searched", &self.searched).finish()
    }
}

impl Index {
    /// An empty builder.
    pub fn builder() -> IndexBuilder {
        IndexBuilder::default()
    }

    /// An index from what [`Index::bytes`] gave: a vector, or a file that the host mapped into memory. They are searched as
    /// they lie; to open them costs one pass for their hash.
    ///
    /// # Errors
    /// [`crate::Code::InvalidConfig`] for bytes that are no index, of another version of the engine, cut, or changed.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self> {
        let store = Store::open(Box::new(bytes))?;
        let list = |row| SearchedList {
            list: store.text(store.get(Table::Lists, row, 0)).to_owned(),
            kind: kind(&store, row),
            entries: store.get(Table::Lists, row, 2),
        };
        let searched = (0..store.rows(Table::Lists) as u32).map(list).collect();
        Ok(Self { store, searched })
    }

    /// The bytes that [`Index::open`] takes. The same lists in the same order give the same bytes.
    pub fn bytes(&self) -> &[u8] {
        self.store.bytes()
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.store.rows(Table::Entries)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lists that a search covers, sorted by name.
    pub fn searched(&self) -> &[SearchedList] {
        &self.searched
    }

    /// The primary name of every entry that has one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).filter_map(|at| self.entry(at).names().next())
    }

    /// The entry at a position, which comes of this index.
    pub(super) fn entry(&self, at: u32) -> Listed<'_> {
        let list = self.store.get(Table::Entries, at, 0);
        Listed {
            store: &self.store,
            at,
            kind: kind(&self.store, list),
            list: self.store.text(self.store.get(Table::Lists, list, 0)),
        }
    }

    /// Entries with a document number.
    pub(super) fn with_document(&self, number: &str) -> impl Iterator<Item = u32> + '_ {
        let store = &self.store;
        let found = store.find(Table::Documents, |row| store.text(store.get(Table::Documents, row, 0)).cmp(number));
        let (first, count) =
            found.map_or((0, 0), |row| (store.get(Table::Documents, row, 1), store.get(Table::Documents, row, 2)));
        store.list(Table::DocumentEntries, first, count)
    }

    /// Names with a key, ascending.
    fn posted(&self, key: u64) -> impl ExactSizeIterator<Item = u32> + '_ {
        let of = |row| u64::from(self.store.get(Table::Keys, row, 0)) << 32 | u64::from(self.store.get(Table::Keys, row, 1));
        let found = self.store.find(Table::Keys, |row| of(row).cmp(&key));
        let span = found.map_or((0, 0), |row| (self.store.get(Table::Keys, row, 2), self.store.get(Table::Keys, row, 3)));
        self.store.list(Table::Postings, span.0, span.1)
    }

    /// The names most worth a comparison, with their entries: rare keys in common count more.
    pub(super) fn candidates(&self, query: &Name) -> Vec<(u32, Name)> {
        let names = self.store.rows(Table::Names);
        let mut promise = vec![0.0_f32; names];
        let mut touched = Vec::new();
        for key in keys(query) {
            let posted = self.posted(key);
            let rarity = (1.0 + names as f32 / posted.len().max(1) as f32).ln();
            for name in posted {
                if let Some(sum) = promise.get_mut(name as usize) {
                    if *sum == 0.0 {
                        touched.push(name);
                    }
                    *sum += rarity;
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> =
            touched.into_iter().filter_map(|name| promise.get(name as usize).map(|sum| (name, *sum))).collect();
        // Among equals the shorter name is nearer to being the whole name.
        let length = |number: u32| self.store.get(Table::Names, number, 3);
        let by_promise =
            |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then_with(|| (length(a.0), a.0).cmp(&(length(b.0), b.0)));
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by(CANDIDATES, by_promise);
            ranked.truncate(CANDIDATES);
        }
        ranked.sort_unstable_by(by_promise);
        ranked.iter().map(|(number, _)| (self.store.get(Table::Names, *number, 0), self.name(*number))).collect()
    }

    /// A listed name, taken apart as it was when the index was built.
    fn name(&self, number: u32) -> Name {
        let of = |column| self.store.get(Table::Names, number, column);
        let text = |word, column| self.store.text(self.store.get(Table::Words, word, column)).to_owned();
        let words = self.store.list(Table::NameWords, of(2), of(3)).take(MAX_WORDS).map(|word| Word {
            text: text(word, 0),
            key: text(word, 1),
            class: CLASSES.get(self.store.get(Table::Words, word, 2) as usize).copied().unwrap_or(WordClass::Proper),
        });
        Name { words: words.collect(), compact: self.store.text(of(1)).to_owned() }
    }
}

fn kind(store: &Store, list: u32) -> ListKind {
    // What is of no known kind is taken for the gravest.
    KINDS.get(store.get(Table::Lists, list, 1) as usize).copied().unwrap_or(ListKind::Sanctions)
}

/// What a name is found by: how each word sounds, its first and its last four letters, and the sound of it all as one word.
fn keys(name: &Name) -> Vec<u64> {
    let telling = |word: &&Word| matches!(word.class, WordClass::Proper | WordClass::Common);
    let mut words: Vec<&Word> = name.words.iter().filter(telling).collect();
    if words.is_empty() {
        words = name.words.iter().collect();
    }
    let mut keys = vec![hash(0, &crate::names::phonetic_key(&name.compact))];
    for word in words {
        let text = &word.text;
        keys.push(hash(0, &word.key));
        keys.push(hash(1, text.get(..4).unwrap_or(text)));
        keys.push(hash(2, text.get(text.len().saturating_sub(4)..).unwrap_or(text)));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// FNV-1a of 64 bits: the same on every platform and in every version, for it is stored.
fn hash(kind: u8, text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    std::iter::once(kind).chain(text.bytes()).fold(0xcbf2_9ce4_8422_2325, step)
}
