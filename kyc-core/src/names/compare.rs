//! How well two names agree, word by word and in any order.

use super::word::{Name, WordClass, edit_similarity, word_similarity};

/// Below this two words are not one word.
const SAME_WORD: f32 = 0.62;

/// What bears the name: people add and drop middle names, organisations do not add words freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameKind {
    /// A person, or not known.
    #[default]
    Person,
    /// A company, an organisation, a vessel.
    Organisation,
}

/// Two words that were taken for one.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPair {
    /// Index into the query's words.
    pub query: usize,
    /// Index into the candidate's words.
    pub candidate: usize,
    /// 0 to 1.
    pub similarity: f32,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// 0 to 1.
    pub score: f32,
    /// Which words agree.
    pub pairs: Vec<WordPair>,
}

/// Compares two names. The score is the weight of words that agree, times how well, over that weight and what stands
/// against: words left over on both sides contradict each other, words left over on one side are merely not confirmed.
pub fn compare(query: &Name, candidate: &Name, kind: NameKind) -> Comparison {
    if query.words.is_empty() || candidate.words.is_empty() {
        return Comparison::default();
    }
    let pairs = align(query, candidate);
    let mut agreed = 0.0;
    let mut total = 0.0;
    for pair in &pairs {
        let weight = query.words[pair.query].weight().max(candidate.words[pair.candidate].weight());
        agreed += weight * pair.similarity;
        total += weight;
    }
    let left = |name: &Name, used: &dyn Fn(usize) -> bool| -> f32 {
        let free = name.words.iter().enumerate().filter(|(at, word)| !used(*at) && word.class != WordClass::LegalForm);
        free.map(|(_, word)| word.weight()).sum()
    };
    let left_query = left(query, &|at| pairs.iter().any(|pair| pair.query == at));
    let left_candidate = left(candidate, &|at| pairs.iter().any(|pair| pair.candidate == at));
    let contradiction = left_query.min(left_candidate);
    let (query_only, candidate_only) = match kind {
        NameKind::Person => (0.25, 0.1),
        NameKind::Organisation => (0.5, 0.4),
    };
    let against =
        2.0 * contradiction + query_only * (left_query - contradiction) + candidate_only * (left_candidate - contradiction);
    let aligned = if total > 0.0 { agreed / (total + against) } else { 0.0 };
    Comparison { score: aligned.max(joined(query, candidate)), pairs }
}

/// Names that differ by where words are parted: `RamiMakhlouf`, `van der bilt`.
fn joined(query: &Name, candidate: &Name) -> f32 {
    if query.words.len() == candidate.words.len() {
        return 0.0;
    }
    let (a, b) = (query.compact.as_bytes(), candidate.compact.as_bytes());
    if a.len().abs_diff(b.len()) * 8 > a.len().max(b.len()) {
        return 0.0;
    }
    edit_similarity(a, b)
}

/// Pairs of words, the most alike first, each word once.
fn align(query: &Name, candidate: &Name) -> Vec<WordPair> {
    let mut all = Vec::new();
    for (q, one) in query.words.iter().enumerate() {
        for (c, other) in candidate.words.iter().enumerate() {
            // Lengths this far apart cannot be one word by its letters; by its sound or as an initial it still can.
            let (short, long) = (one.text.len().min(other.text.len()), one.text.len().max(other.text.len()));
            if one.key != other.key && short > 1 && (short as f32) < SAME_WORD * long as f32 {
                continue;
            }
            let similarity = word_similarity(one, other);
            if similarity >= SAME_WORD {
                all.push(WordPair { query: q, candidate: c, similarity });
            }
        }
    }
    all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then((a.query, a.candidate).cmp(&(b.query, b.candidate))));
    let mut chosen: Vec<WordPair> = Vec::new();
    for pair in all {
        if chosen.iter().all(|taken| taken.query != pair.query && taken.candidate != pair.candidate) {
            chosen.push(pair);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(a: &str, b: &str) -> f32 {
        compare(&Name::new(a), &Name::new(b), NameKind::Person).score
    }

    #[test]
    fn f_145_order_typos_transliterations() {
        for (a, b) in [
            ("Vladimir Putin", "PUTIN, Vladimir"),
            ("Muhammad bin Salman", "Mohammed bin Salman"),
            ("محمد حسن", "Mohammed Hassan"),
            ("Дмитрий Медведев", "Dmitry Medvedev"),
            ("J.-C. Juncker", "Jean-Claude Juncker"),
            ("RamiMakhlouf", "Rami Makhlouf"),
        ] {
            assert!(score(a, b) > 0.85, "{a} / {b}: {}", score(a, b));
        }
        for (a, b) in [("Ihab Makhlouf", "Rami Makhlouf"), ("Andrei Navalny", "Alexei Navalny"), ("", "Anna")] {
            assert!(score(a, b) < 0.75, "{a} / {b}: {}", score(a, b));
        }
    }
}
