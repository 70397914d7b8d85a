//! Labelled pairs of names: precision, recall, F1 and the area under the ROC curve, ours and those of the baselines.

use kyc_core::names::{Name, NameKind, compare, jaro_winkler};
use kyc_core::watchlist::{MATCH_FROM, POTENTIAL_FROM};
use serde_json::{Value, json};

use super::{best_pairs, json_lines};
use crate::accuracy_faces::figures::{Rate, Scores};
use crate::outcome::Problem;

/// Resamples of the bootstrap.
const RESAMPLES: usize = 1_000;
/// Seed of the bootstrap: the same pairs give the same intervals.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// One pair, with its scores, 0 to 1.
#[derive(Debug, Clone, Copy)]
struct Pair {
    same: bool,
    ours: f64,
    plain: f64,
    best_pairs: f64,
}

/// Which of the scores.
type Score = fn(&Pair) -> f64;

/// What ours is held against, by the key of its figures and its name on a plot.
const BASELINES: [(&str, &str, Score); 2] =
    [("jaro_winkler", "plain Jaro–Winkler", |pair| pair.plain), ("watchman", "watchman's best pairs", |pair| pair.best_pairs)];

/// Labelled pairs.
pub(super) struct Pairs(Vec<Pair>);

impl Pairs {
    /// Reads and compares them.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        Ok(Self(json_lines(text)?.iter().map(pair).collect()))
    }

    /// Figures with intervals, and Jaro–Winkler's beside them.
    pub(super) fn json(&self) -> Value {
        let pairs = &self.0;
        let ours: Score = |pair| pair.ours;
        let threshold = POTENTIAL_FROM.to_f64();
        let counts = Counts::at(pairs, ours, threshold);
        let ours_best = best(pairs, ours);
        let mut found = json!({
            "n": pairs.len(),
            "matches": pairs.iter().filter(|pair| pair.same).count(),
            "threshold": threshold,
            "f1": counts.f1(),
            "f1_95": bootstrap(pairs, |pairs| f1(pairs, ours, threshold)),
            "precision": counts.precision().json(),
            "recall": counts.recall().json(),
            "auc": auc(pairs, ours),
            "auc_95": bootstrap(pairs, |pairs| auc(pairs, ours)),
            "best": { "threshold": ours_best, "f1": f1(pairs, ours, ours_best) },
            "curve": self.curve(&[0.6, 0.65, 0.7, 0.75, threshold, 0.85, 0.9, MATCH_FROM.to_f64()]),
        });
        for (key, _, score) in BASELINES {
            // At the threshold that suits it best on these very pairs, which flatters it.
            let best = best(pairs, score);
            let gain = |pairs: &[Pair]| Some(100.0 * (f1(pairs, ours, threshold)? - f1(pairs, score, best)?));
            found[key] = json!({
                "threshold": best,
                "f1": f1(pairs, score, best),
                "f1_95": bootstrap(pairs, |pairs| f1(pairs, score, best)),
                "auc": auc(pairs, score),
                "auc_95": bootstrap(pairs, |pairs| auc(pairs, score)),
            });
            found[format!("f1_points_above_{key}")] = json!(gain(pairs));
            found[format!("f1_points_above_{key}_95")] = json!(bootstrap(pairs, gain));
        }
        found
    }

    fn curve(&self, thresholds: &[f64]) -> Value {
        let at = |threshold: &f64| {
            let counts = Counts::at(&self.0, |pair| pair.ours, *threshold);
            json!({
                "threshold": threshold,
                "precision": counts.precision().share(),
                "recall": counts.recall().share(),
                "f1": counts.f1(),
            })
        };
        thresholds.iter().map(at).collect()
    }

    /// ROC curves by name: false and true match rate, from strict to lenient.
    pub(super) fn curves(&self) -> Vec<(&'static str, Vec<(f64, f64)>)> {
        let ours: Score = |pair| pair.ours;
        let named = [("ours", ours)].into_iter().chain(BASELINES.map(|(_, name, score)| (name, score)));
        named.map(|(name, score)| (name, roc(&self.0, score))).collect()
    }
}

fn pair(row: &Value) -> Pair {
    let (query, candidate) = (name(&row["query"]), name(&row["candidate"]));
    let kind = if row["schema"] == "Person" { NameKind::Person } else { NameKind::Organisation };
    Pair {
        same: row["match"] == true,
        ours: f64::from(compare(&Name::new(&query), &Name::new(&candidate), kind).score),
        plain: jaro_winkler(&query.to_lowercase(), &candidate.to_lowercase()),
        best_pairs: best_pairs::score(&query, &candidate, kind == NameKind::Person),
    }
}

/// A name as text or as an object with `name`, else with its parts.
fn name(value: &Value) -> String {
    match (value.as_str(), value["name"].as_str()) {
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => {
            let parts = ["firstName", "middleName", "fatherName", "lastName"].map(|key| value[key].as_str().unwrap_or_default());
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        }
    }
}

/// Right and wrong answers at a threshold; a score at the threshold is a match.
#[derive(Debug, Default)]
struct Counts {
    hits: usize,
    false_hits: usize,
    misses: usize,
}

impl Counts {
    fn at(pairs: &[Pair], score: Score, threshold: f64) -> Self {
        let count = |same: bool, found: bool| {
            pairs.iter().filter(|pair| pair.same == same && (score(pair) >= threshold) == found).count()
        };
        Self { hits: count(true, true), false_hits: count(false, true), misses: count(true, false) }
    }

    fn precision(&self) -> Rate {
        Rate::of(self.hits, self.hits + self.false_hits)
    }

    fn recall(&self) -> Rate {
        Rate::of(self.hits, self.hits + self.misses)
    }

    /// Harmonic mean of precision and recall; none without a match.
    fn f1(&self) -> Option<f64> {
        let wrong = self.false_hits + self.misses;
        (self.hits + wrong > 0).then(|| 2.0 * self.hits as f64 / (2 * self.hits + wrong) as f64)
    }
}

fn f1(pairs: &[Pair], score: Score, threshold: f64) -> Option<f64> {
    Counts::at(pairs, score, threshold).f1()
}

/// The threshold with the best F1, to a hundredth, the highest of equals.
fn best(pairs: &[Pair], score: Score) -> f64 {
    let steps = (0..=100).map(|step| f64::from(step) / 100.0);
    steps.max_by(|a, b| f1(pairs, score, *a).unwrap_or(0.0).total_cmp(&f1(pairs, score, *b).unwrap_or(0.0))).unwrap_or(1.0)
}

fn auc(pairs: &[Pair], score: Score) -> Option<f64> {
    let of = |same: bool| pairs.iter().filter(|pair| pair.same == same).map(score).collect();
    Scores { genuine: of(true), impostor: of(false) }.sorted().auc()
}

fn roc(pairs: &[Pair], score: Score) -> Vec<(f64, f64)> {
    let mut thresholds: Vec<f64> = pairs.iter().map(score).collect();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    let share = |same: bool, threshold: f64| {
        let of = pairs.iter().filter(|pair| pair.same == same);
        let (mut found, mut all) = (0, 0);
        for pair in of {
            all += 1;
            found += usize::from(score(pair) >= threshold);
        }
        Rate::of(found, all).share().unwrap_or(0.0)
    };
    let points = thresholds.into_iter().map(|threshold| (share(false, threshold), share(true, threshold)));
    [(0.0, 0.0)].into_iter().chain(points).collect()
}

/// The 95 % percentile interval over resamples of the pairs, drawn with replacement.
fn bootstrap(pairs: &[Pair], figure: impl Fn(&[Pair]) -> Option<f64>) -> Option<[f64; 2]> {
    let mut state = SEED;
    let mut draw = || {
        // xorshift64*: quick, and the same everywhere.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % pairs.len().max(1)
    };
    let mut figures: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let sample: Vec<Pair> = (0..pairs.len()).filter_map(|_| pairs.get(draw()).copied()).collect();
            figure(&sample)
        })
        .collect();
    figures.sort_by(f64::total_cmp);
    let at = |share: usize| figures.get(figures.len() * share / 1_000).copied();
    at(25).zip(at(975)).map(|(low, high)| [low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Pair> {
        [(true, 0.9), (true, 0.8), (true, 0.4), (false, 0.8), (false, 0.1)]
            .map(|(same, ours)| Pair { same, ours, plain: 0.5, best_pairs: 0.5 })
            .to_vec()
    }

    #[test]
    fn f_147_f1_and_area_by_hand() {
        let pairs = sample();
        // 2 found, 1 wrongly, 1 missed: 4/(4+2).
        assert_eq!(f1(&pairs, |pair| pair.ours, 0.8), Some(2.0 / 3.0));
        // Of 6 couples of a match and another: 4 in order, one tie.
        assert_eq!(auc(&pairs, |pair| pair.ours), Some(4.5 / 6.0));
        assert_eq!(auc(&pairs, |pair| pair.plain), Some(0.5));
        assert_eq!(f1(&[], |pair| pair.ours, 0.8), None);
    }

    #[test]
    fn a_bootstrap_holds_the_figure_and_repeats() {
        let pairs: Vec<Pair> = sample().into_iter().cycle().take(200).collect();
        let figure = |pairs: &[Pair]| f1(pairs, |pair| pair.ours, 0.8);
        let interval = bootstrap(&pairs, figure);
        assert!(interval.is_some_and(|[low, high]| low < 2.0 / 3.0 && 2.0 / 3.0 < high && high - low < 0.2), "{interval:?}");
        assert_eq!(interval, bootstrap(&pairs, figure));
        assert_eq!(bootstrap(&[], figure), None);
    }

    #[test]
    fn names_come_whole_or_in_parts() {
        assert_eq!(name(&json!("Anna")), "Anna");
        assert_eq!(name(&json!({"name": "Anna", "firstName": "A"})), "Anna");
        assert_eq!(name(&json!({"lastName": "Eriksson", "firstName": "Anna"})), "Anna Eriksson");
    }
}
