//! The approach of moov's watchman, as a baseline: Jaro–Winkler of the best pairs of words.
//!
//! Its Go module could not be fetched, so the score is computed from what the project publishes (moov-io/watchman,
//! Apache-2.0): `docs/config.md` for the constants, the notes of release v0.27.0 for the approach, `docs/pipeline.md` for
//! what is done to a name first, `docs/methodology` for the sound of first letters; its `jaro_winkler.go` was read to check
//! the order of the steps. No line of it is copied. Of the 17 names
//! with scores in its `docs/methodology/pages/ofac-name-comparison.md` that were tried, the six without particles and
//! patronymics come out within 0.006 (the test below); the others score higher here than there, by up to 0.46, for what
//! later versions take off is not documented. Only names are compared: its weights for identifiers, addresses and dates
//! have nothing to work on here.

use kyc_core::names::jaro_winkler;

/// `JARO_WINKLER_BOOST_THRESHOLD`: less alike words get no bonus for a common beginning.
const BOOST_FROM: f64 = 0.7;
/// `LENGTH_DIFFERENCE_CUTOFF_FACTOR` and `LENGTH_DIFFERENCE_PENALTY_WEIGHT`.
const LENGTHS_FROM: f64 = 0.9;
const LENGTHS_WEIGHT: f64 = 0.3;
/// `DIFFERENT_LETTER_PENALTY_WEIGHT`.
const OTHER_LETTER: f64 = 0.9;
/// `UNMATCHED_INDEX_TOKEN_WEIGHT`.
const UNMATCHED_WEIGHT: f64 = 0.15;

/// Words that say nothing, of the languages that its lists are written in; a subset of what a library of stop words has.
const STOP_WORDS: [&str; 22] = [
    "a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "with", "de", "del", "la", "las", "los", "y", "et",
    "le", "les", "und",
];
/// Endings of companies, which it takes off.
const COMPANIES: [&str; 9] = ["co", "company", "corp", "corporation", "inc", "limited", "llc", "ltd", "ltda"];

/// How alike a query is to a listed name, 0 to 1.
pub(super) fn score(query: &str, listed: &str, person: bool) -> f64 {
    let (query, listed) = (words(query, person), words(listed, person));
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, word) in query.iter().enumerate() {
        for (place, other) in listed.iter().enumerate().filter(|(_, other)| begin_alike(word, other)) {
            pairs.push((alike(word, other), at, place));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut asked, mut found) = (vec![false; query.len()], vec![false; listed.len()]);
    let mut sum = 0.0;
    // The best pair first; a word that was taken is not taken again.
    for (score, at, place) in pairs {
        if !asked[at] && !found[place] {
            (asked[at], found[place]) = (true, true);
            sum += score * (length(&query[at]) + length(&listed[place]));
        }
    }
    let of_query: f64 = query.iter().map(|word| length(word)).sum();
    let of_listed: f64 = listed.iter().map(|word| length(word)).sum();
    let of_found: f64 = listed.iter().zip(&found).filter(|(_, found)| **found).map(|(word, _)| length(word)).sum();
    if of_query == 0.0 || of_listed == 0.0 {
        return 0.0;
    }
    sum / (of_query + of_found) * lowered(of_found / of_listed, UNMATCHED_WEIGHT)
}

/// Lower case without accents and punctuation; `LAST, First` in the order of speech; without what says nothing.
fn words(name: &str, person: bool) -> Vec<String> {
    let name = match name.split_once(',') {
        Some((last, first)) if person => format!("{first} {last}"),
        _ => name.to_owned(),
    };
    // Apostrophes and full stops join, all else parts.
    let plain: String = name.chars().filter(|c| !matches!(c, '\'' | '’' | '.')).flat_map(letters).collect();
    let all: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    let telling = |word: &&String| !STOP_WORDS.contains(&word.as_str()) && (person || !COMPANIES.contains(&word.as_str()));
    let kept: Vec<String> = all.iter().filter(telling).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

/// A letter in lower case, an accented Latin one without its accent, a blank for what is neither letter nor digit. Other
/// scripts stay: watchman compares across scripts only with a service of embeddings.
fn letters(c: char) -> Vec<char> {
    match c {
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => any_ascii::any_ascii_char(c).to_lowercase().chars().collect(),
        c if c.is_alphanumeric() => c.to_lowercase().collect(),
        _ => vec![' '],
    }
}

fn length(word: &str) -> f64 {
    word.chars().count() as f64
}

/// Lowered by the share that `weight` gives to what is missing of `measure`.
fn lowered(measure: f64, weight: f64) -> f64 {
    1.0 - (1.0 - measure) * weight
}

/// Two words.
fn alike(one: &str, other: &str) -> f64 {
    let winkler = jaro_winkler(one, other);
    // Jaro's own value again, where the bonus does not apply.
    let prefix = one.chars().zip(other.chars()).take(4).take_while(|(a, b)| a == b).count() as f64;
    let jaro = if prefix > 0.0 { (winkler - 0.1 * prefix) / (1.0 - 0.1 * prefix) } else { winkler };
    let mut score = if jaro > BOOST_FROM { winkler } else { jaro };
    let (shorter, longer) = (length(one).min(length(other)), length(one).max(length(other)));
    if shorter / longer < LENGTHS_FROM {
        score *= lowered(shorter / longer, LENGTHS_WEIGHT);
    }
    if one.chars().next() != other.chars().next() {
        score *= OTHER_LETTER;
    }
    score
}

/// Whether two words begin with the same letter or with letters of one class of Soundex; vowels are one class.
fn begin_alike(one: &str, other: &str) -> bool {
    let class = |word: &str| match word.chars().next() {
        Some('b' | 'f' | 'p' | 'v') => '1',
        Some('c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z') => '2',
        Some('d' | 't') => '3',
        Some('m' | 'n') => '5',
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'y') => 'a',
        Some(other) => other,
        None => ' ',
    };
    class(one) == class(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scores that the project published for the query "Khamis Al".
    const PUBLISHED: [(&str, f64); 6] = [
        ("ALESSAWI, Khamis F Ali", 0.872),
        ("GADDAFI, Khamis", 0.784),
        ("GHADAFFI, Khamis", 0.780),
        ("NAJJAR, Khamis", 0.788),
        ("NAJJAR, Khamis Jawdat Khamis", 0.759),
        ("QADHAFI, Khamis", 0.784),
    ];

    #[test]
    fn published_scores_come_out_nearly() {
        for (listed, published) in PUBLISHED {
            let ours = score("Khamis Al", listed, true);
            assert!((ours - published).abs() < 0.006, "{listed}: {ours}");
        }
    }

    #[test]
    fn the_best_pairs_of_words_count_whatever_their_order() {
        assert!((score("Jane Roe", "ROE, Jane", true) - 1.0).abs() < 1e-9);
        assert!((score("Acme Co., Ltd.", "ACME", false) - 1.0).abs() < 1e-9);
        assert!((score("Raúl Castro", "Raul Castro", true) - 1.0).abs() < 1e-9);
        // A part of the listed name that nobody asked for takes a little off, a word of the query without its like more.
        let (unasked, unfound) =
            (score("John Doe", "John Bartholomew Doe", true), score("John Bartholomew Doe", "John Doe", true));
        assert!(unfound < unasked && unasked < 1.0, "{unfound} {unasked}");
        assert_eq!((score("", "Jane", true), score("Jane", "…", true)), (0.0, 0.0));
    }
}
