//! Many phrases sought in a line at once, as whole words.

use std::collections::HashMap;

/// Phrases, each with what it stands for.
pub(crate) struct Phrases<T> {
    by_first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>>,
}

/// A phrase in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit<T> {
    /// First word.
    pub(crate) start: usize,
    /// The word after the last.
    pub(crate) end: usize,
    /// Characters of the phrase.
    pub(crate) length: usize,
    /// What it stands for.
    pub(crate) value: T,
}

impl<T: Copy> Phrases<T> {
    /// Of folded phrases.
    pub(crate) fn new(phrases: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first = HashMap::<_, Vec<_>>::new();
        for (phrase, value) in phrases {
            let words: Vec<_> = phrase.split(' ').collect();
            if let Some(first) = words.first() {
                by_first.entry(*first).or_default().push((words, value));
            }
        }
        Self { by_first }
    }

    /// Those in a line of folded words.
    pub(crate) fn hits(&self, words: &[&str]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for (start, word) in words.iter().enumerate() {
            for (phrase, value) in self.by_first.get(word).into_iter().flatten() {
                if words[start..].starts_with(phrase) {
                    let length = phrase.iter().map(|word| word.len() + 1).sum();
                    hits.push(Hit { start, end: start + phrase.len(), length, value: *value });
                }
            }
        }
        hits
    }

    /// Those that are no part of a longer one.
    pub(crate) fn whole(&self, words: &[&str]) -> Vec<Hit<T>> {
        let hits = self.hits(words);
        let inside = |a: &Hit<T>, b: &Hit<T>| b.start <= a.start && a.end <= b.end && b.length > a.length;
        hits.iter().filter(|hit| !hits.iter().any(|other| inside(hit, other))).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only_and_the_longer_phrase_stands_alone() {
        let phrases = Phrases::new([("VISA", 1), ("PASSPORT", 2), ("PASSPORT CARD", 3)].into_iter());
        let values = |line: &str| -> Vec<i32> {
            let words: Vec<&str> = line.split(' ').collect();
            phrases.whole(&words).iter().map(|hit| hit.value).collect()
        };
        assert_eq!(values("A PASSPORT CARD"), [3]);
        assert_eq!(values("VISA PASSPORT"), [1, 2]);
        assert_eq!(values("PASSPORTS"), Vec::<i32>::new());
        assert_eq!(values(""), Vec::<i32>::new());
    }
}
