//! The index: built once from all lists, searched by how words sound, begin and end.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::entry::Entry;
use super::load::{ListFormat, load};
use crate::error::Result;
use crate::names::{Name, Word, WordClass};
use crate::wire::{ListKind, SearchedList};

/// Names that are compared in full for one query, the most promising first.
const CANDIDATES: usize = 64;

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
    pub fn build(self) -> Index {
        let mut index = Index { searched: searched(&self.entries), entries: self.entries, ..Index::default() };
        for (at, entry) in index.entries.iter().enumerate() {
            for name in &entry.names {
                let name = Name::new(name);
                if name.words.is_empty() {
                    continue;
                }
                let number = index.names.len() as u32;
                for key in keys(&name) {
                    index.postings.entry(key).or_default().push(number);
                }
                index.names.push((at as u32, name));
            }
            for document in &entry.documents {
                index.documents.entry(document.clone()).or_default().push(at as u32);
            }
        }
        index
    }
}

/// Every listed name, ready to be searched.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// The lists they are of.
    searched: Vec<SearchedList>,
    /// Which entry a name belongs to, and the name.
    names: Vec<(u32, Name)>,
    /// Key to the names that have it, ascending.
    postings: HashMap<u64, Vec<u32>>,
    /// Document number to entries.
    documents: HashMap<String, Vec<u32>>,
}

impl Index {
    /// An empty builder.
    pub fn builder() -> IndexBuilder {
        IndexBuilder::default()
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The lists that a search covers, sorted by name.
    pub fn searched(&self) -> &[SearchedList] {
        &self.searched
    }

    /// The primary name of every entry that has one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| entry.names.first()).map(String::as_str)
    }

    /// The entry at a position.
    pub(super) fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)
    }

    /// Entries with a document number.
    pub(super) fn with_document(&self, number: &str) -> &[u32] {
        self.documents.get(number).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names most worth a comparison, with their entries: rare keys in common count more.
    pub(super) fn candidates(&self, query: &Name) -> Vec<(u32, &Name)> {
        let all = self.names.len() as f32;
        let mut promise = vec![0.0_f32; self.names.len()];
        let mut touched = Vec::new();
        for key in keys(query) {
            if let Some(names) = self.postings.get(&key) {
                let rarity = (1.0 + all / names.len() as f32).ln();
                for name in names {
                    if let Some(sum) = promise.get_mut(*name as usize) {
                        if *sum == 0.0 {
                            touched.push(*name);
                        }
                        *sum += rarity;
                    }
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> =
            touched.into_iter().filter_map(|name| promise.get(name as usize).map(|sum| (name, *sum))).collect();
        // Among equals the shorter name is nearer to being the whole name.
        let length = |number: u32| self.names.get(number as usize).map_or(0, |(_, name)| name.words.len());
        let by_promise =
            |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then_with(|| (length(a.0), a.0).cmp(&(length(b.0), b.0)));
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by(CANDIDATES, by_promise);
            ranked.truncate(CANDIDATES);
        }
        ranked.sort_unstable_by(by_promise);
        ranked.iter().filter_map(|(number, _)| self.names.get(*number as usize)).map(|(entry, name)| (*entry, name)).collect()
    }
}

fn searched(entries: &[Entry]) -> Vec<SearchedList> {
    let mut counts: BTreeMap<(&str, ListKind), u32> = BTreeMap::new();
    for entry in entries {
        *counts.entry((&entry.list, entry.kind)).or_default() += 1;
    }
    counts.into_iter().map(|((list, kind), entries)| SearchedList { list: list.to_owned(), kind, entries }).collect()
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

fn hash(kind: u8, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, text).hash(&mut hasher);
    hasher.finish()
}
