//! Names of people and organisations: brought to one alphabet, taken apart into words, compared word by word.
//!
//! Everything here is bounded: of a name only the first [`MAX_CHARS`] characters and [`MAX_WORDS`] words are looked at.

mod compare;
mod fold;
mod icao;
mod measures;
mod vocabulary;
mod word;

pub use compare::{Comparison, NameKind, WordPair, compare};
pub(crate) use fold::is_invisible;
pub use fold::{MAX_CHARS, fold};
pub use icao::{Script, romanise, script};
pub use measures::{jaro_winkler, ofac_score, soundex};
pub use word::{MAX_WORDS, Name, Word, WordClass, phonetic_key, word_similarity};
