//! A name taken apart into words, and how alike two words are.

use super::fold::fold;
use super::vocabulary::{COMMON, LEGAL_FORMS, PARTICLES, PHRASES, TITLES};

/// Words of a name that are looked at.
pub const MAX_WORDS: usize = 24;

/// What a word says about who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// A proper part of the name.
    Proper,
    /// A word that many organisations share.
    Common,
    /// An article or a connecting part: `al`, `bin`, `van`.
    Particle,
    /// A legal form: `Ltd`, `GmbH`.
    LegalForm,
}

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// `A` to `Z` and `0` to `9`.
    pub text: String,
    /// [`phonetic_key`] of it.
    pub key: String,
    /// What it says.
    pub class: WordClass,
}

impl Word {
    fn new(text: &str) -> Self {
        let class = match text {
            t if LEGAL_FORMS.contains(&t) => WordClass::LegalForm,
            t if PARTICLES.contains(&t) => WordClass::Particle,
            t if COMMON.contains(&t) => WordClass::Common,
            _ => WordClass::Proper,
        };
        Self { text: text.to_owned(), key: phonetic_key(text), class }
    }

    /// Share of the word in the comparison: longer words say more, up to eight letters.
    pub(crate) fn weight(&self) -> f32 {
        let length = self.text.len().clamp(2, 8) as f32;
        length
            * match self.class {
                WordClass::Proper => 1.0,
                WordClass::Common => 0.6,
                WordClass::Particle => 0.25,
                WordClass::LegalForm => 0.1,
            }
    }
}

/// A name ready for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its words, in order, titles left out.
    pub words: Vec<Word>,
    /// Its letters without blanks.
    pub compact: String,
}

impl Name {
    /// Takes a name apart. An empty name, or one without a letter or digit, has no words.
    pub fn new(name: &str) -> Self {
        let mut folded = format!(" {} ", fold(name));
        for (long, short) in PHRASES {
            if folded.contains(long) {
                folded = folded.replace(&format!(" {long} "), &format!(" {short} "));
            }
        }
        let repaired: Vec<String> = folded.split_whitespace().take(MAX_WORDS).map(repair_digits).collect();
        let mut words: Vec<Word> =
            repaired.iter().filter(|text| !TITLES.contains(&text.as_str())).map(|text| Word::new(text)).collect();
        if words.is_empty() {
            words = repaired.iter().map(|text| Word::new(text)).collect();
        }
        let compact = words.iter().map(|word| word.text.as_str()).collect();
        Self { words, compact }
    }
}

/// Digits written for letters (`Ig0r`, `Sech1n`) in words that are mostly letters and do not begin with a digit.
fn repair_digits(word: &str) -> String {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || digits * 2 > word.len() || word.as_bytes()[0].is_ascii_digit() {
        return word.to_owned();
    }
    let letter = |c| match c {
        '0' => 'O',
        '1' => 'I',
        '3' => 'E',
        '4' => 'A',
        '5' => 'S',
        '9' => 'G',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// How a word sounds: consonants only, letters that romanisations swap made one (`Q`, `G`, `K`; `D`, `T`; `V`, `W`), doubles
/// once; a vowel at the beginning is `A`. `MOHAMMED`, `MUHAMMAD` and the Arabic form's `MHMD` all give `MMT`.
pub fn phonetic_key(word: &str) -> String {
    let spelt = if word.len() > 3 { word.replace("PH", "F").replace('X', "KS").replace("CH", "K") } else { word.to_owned() };
    let mut key = String::with_capacity(spelt.len());
    let mut last = None;
    for (at, c) in spelt.chars().enumerate() {
        let sound = match c {
            'A' | 'E' | 'I' | 'O' | 'U' if at == 0 => 'A',
            'H' | 'Y' if at == 0 => c,
            'A' | 'E' | 'I' | 'O' | 'U' | 'H' | 'Y' => {
                last = None;
                continue;
            }
            'C' | 'Q' | 'G' | 'K' => 'K',
            'D' | 'T' => 'T',
            'V' | 'W' => 'V',
            'B' | 'P' => 'P',
            'S' | 'Z' => 'S',
            other => other,
        };
        // Only letters that stand side by side are one sound: the two `M` of `MUHAMMAD` around its vowel are two.
        if last != Some(sound) {
            key.push(sound);
        }
        last = Some(sound);
    }
    key
}

/// How alike two words are, 0 to 1: one minus the edit distance (insert, remove, replace, swap neighbours) over the
/// longer length; raised where they sound alike or one is the other's initial.
pub fn word_similarity(a: &Word, b: &Word) -> f32 {
    if a.text == b.text {
        return 1.0;
    }
    let (x, y) = (a.text.as_bytes(), b.text.as_bytes());
    let initial = |short: &[u8], long: &[u8]| short.len() == 1 && long.len() > 1 && short[0] == long[0];
    if initial(x, y) || initial(y, x) {
        return 0.9;
    }
    if x.iter().chain(y).any(u8::is_ascii_digit) {
        return 0.0;
    }
    let spelt = edit_similarity(x, y);
    if a.key == b.key && a.key.len() >= 3 {
        spelt.max(0.92)
    } else if a.key == b.key && a.key.len() == 2 && spelt >= 0.4 {
        spelt.max(0.85)
    } else {
        spelt
    }
}

/// Words up to this long are compared without memory of their own: screening compares thousands a name.
const SHORT: usize = 48;

/// One minus the optimal string alignment distance over the longer length.
pub(super) fn edit_similarity(a: &[u8], b: &[u8]) -> f32 {
    let (longest, width) = (a.len().max(b.len()), b.len() + 1);
    if longest == 0 {
        return 1.0;
    }
    let distance = if width <= SHORT {
        let [mut x, mut y, mut z] = [[0; SHORT]; 3];
        distance(a, b, [&mut x[..width], &mut y[..width], &mut z[..width]])
    } else {
        let [mut x, mut y, mut z] = [const { Vec::new() }; 3];
        distance(
            a,
            b,
            [&mut x, &mut y, &mut z].map(|row: &mut Vec<u32>| {
                row.resize(width, 0);
                row.as_mut_slice()
            }),
        )
    };
    1.0 - distance as f32 / longest as f32
}

/// Optimal string alignment distance; `rows` are scratch, each as long as `b` and one more.
fn distance(a: &[u8], b: &[u8], rows: [&mut [u32]; 3]) -> u32 {
    let [mut before, mut last, mut row] = rows;
    last.iter_mut().zip(0..).for_each(|(cell, at)| *cell = at);
    for i in 1..=a.len() {
        row[0] = i as u32;
        for j in 1..=b.len() {
            let replaced = last[j - 1] + u32::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f32 {
        word_similarity(&Word::new(a), &Word::new(b))
    }

    #[test]
    fn f_145_spellings_of_one_name_sound_alike() {
        for name in ["MOHAMMED", "MUHAMMAD", "MOHAMED", "MHMD"] {
            assert_eq!(phonetic_key(name), "MMT", "{name}");
        }
        assert!(similarity("QADDAFI", "GADDAFI") > 0.9 && similarity("ALEKSANDR", "ALEXANDER") > 0.9);
    }

    #[test]
    fn f_144_edit_distance_counts_a_swap_once() {
        assert!((edit_similarity(b"PUTNI", b"PUTIN") - 0.8).abs() < 1e-6);
        assert!((edit_similarity(b"", b"ABC")).abs() < 1e-6);
        // Long words take the same way with memory of their own.
        let (long, other) = ([b'A'; 60], [&[b'A'; 57][..], b"BCD"].concat());
        assert!((edit_similarity(&long, &other) - 0.95).abs() < 1e-6);
    }

    #[test]
    fn digits_for_letters_are_read_as_letters() {
        assert_eq!(Name::new("Ig0r Sech1n").compact, "IGORSECHIN");
        assert_eq!(Name::new("1st Bank").words[0].text, "1ST");
    }
}
