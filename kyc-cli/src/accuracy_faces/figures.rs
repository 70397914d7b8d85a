//! Rates with intervals, and what two lists of scores say.

use serde_json::{Value, json};

/// `k` of `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rate {
    pub(crate) k: usize,
    pub(crate) n: usize,
}

impl Rate {
    pub(crate) fn of(k: usize, n: usize) -> Self {
        Self { k, n }
    }

    /// `None` when nothing was counted.
    pub(crate) fn share(self) -> Option<f64> {
        (self.n > 0).then(|| self.k as f64 / self.n as f64)
    }

    /// The 95 % Wilson interval. Pictures of one person are not independent, so the true interval is wider.
    pub(crate) fn interval(self) -> Option<[f64; 2]> {
        let (share, n, z) = (self.share()?, self.n as f64, 1.96_f64);
        let center = share + z * z / (2.0 * n);
        let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        Some([((center - half) / scale).max(0.0), ((center + half) / scale).min(1.0)])
    }

    pub(crate) fn json(self) -> Value {
        json!({ "k": self.k, "n": self.n, "rate": self.share(), "interval_95": self.interval() })
    }
}

/// Scores of pairs: genuine ones should be high.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores {
    pub(crate) genuine: Vec<f64>,
    pub(crate) impostor: Vec<f64>,
}

/// A threshold and what it costs; a score at the threshold is a match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) threshold: f64,
    pub(super) fmr: Rate,
    pub(super) fnmr: Rate,
}

impl Scores {
    /// Ascending order, which every figure below relies on.
    pub(crate) fn sorted(mut self) -> Self {
        self.genuine.sort_by(f64::total_cmp);
        self.impostor.sort_by(f64::total_cmp);
        self
    }

    pub(super) fn at(&self, threshold: f64) -> Point {
        let below = |scores: &[f64]| scores.partition_point(|&score| score < threshold);
        let (genuine, impostor) = (self.genuine.len(), self.impostor.len());
        let fmr = Rate::of(impostor - below(&self.impostor), impostor);
        Point { threshold, fmr, fnmr: Rate::of(below(&self.genuine), genuine) }
    }

    /// The lowest threshold whose false match rate is `fmr` at most.
    pub(super) fn at_fmr(&self, fmr: f64) -> Option<Point> {
        let allowed = (fmr * self.impostor.len() as f64).floor() as usize;
        let highest_refused = self.impostor.iter().rev().nth(allowed)?;
        Some(self.at(highest_refused.next_up()))
    }

    /// The threshold with the most right answers, and how many those are. Chosen on the pairs it is measured on: flattering.
    pub(super) fn best(&self) -> Option<(f64, usize)> {
        let right = |threshold: f64| {
            let point = self.at(threshold);
            point.fmr.n - point.fmr.k + point.fnmr.n - point.fnmr.k
        };
        let scores = self.genuine.iter().chain(&self.impostor);
        scores.map(|&score| (score, right(score))).max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)))
    }

    /// Area under the ROC curve: how often a genuine score is above an impostor's, ties counted half.
    pub(crate) fn auc(&self) -> Option<f64> {
        let pairs = self.genuine.len() as f64 * self.impostor.len() as f64;
        let won = |score: f64| {
            let below = self.impostor.partition_point(|&other| other < score);
            let ties = self.impostor.partition_point(|&other| other <= score) - below;
            below as f64 + ties as f64 / 2.0
        };
        (pairs > 0.0).then(|| self.genuine.iter().map(|&score| won(score)).sum::<f64>() / pairs)
    }

    /// Points of the detection error tradeoff curve, from strict to lenient.
    pub(super) fn det(&self) -> Vec<Point> {
        let mut thresholds: Vec<f64> = self.genuine.iter().chain(self.impostor.iter().rev().take(2_000)).copied().collect();
        thresholds.sort_by(|a, b| b.total_cmp(a));
        thresholds.dedup();
        thresholds.into_iter().map(|threshold| self.at(threshold)).collect()
    }
}

/// Median, 95th percentile and count.
pub(super) fn times(millis: &[f64]) -> Value {
    let mut millis = millis.to_vec();
    millis.sort_by(f64::total_cmp);
    let at = |share: usize| millis.get(millis.len() * share / 100).copied();
    json!({ "median": at(50), "p95": at(95), "n": millis.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores() -> Scores {
        Scores { genuine: vec![0.9, 0.4, 0.8, 0.7], impostor: vec![0.5, 0.1, 0.2, 0.3] }.sorted()
    }

    #[test]
    fn a_rate_is_between_the_ends_of_its_interval() {
        let Some([low, high]) = Rate::of(5, 299).interval() else { panic!("it was counted") };
        assert!((low - 0.0072).abs() < 1e-4 && (high - 0.0386).abs() < 1e-4, "{low} {high}");
        assert_eq!(Rate::of(0, 0).interval(), None);
    }

    #[test]
    fn thresholds_count_what_is_at_them_as_a_match() {
        let point = scores().at(0.5);
        assert_eq!((point.fmr, point.fnmr), (Rate::of(1, 4), Rate::of(1, 4)));
        // No false match is allowed among four: the threshold is just above the highest impostor.
        let Some(strict) = scores().at_fmr(1e-3) else { panic!("there are impostors") };
        assert!(strict.threshold > 0.5 && strict.threshold < 0.500_001);
        assert_eq!((strict.fmr, strict.fnmr), (Rate::of(0, 4), Rate::of(1, 4)));
    }

    #[test]
    fn areas_and_best_thresholds_are_by_hand() {
        // 15 of the 16 pairs of a genuine and an impostor score are in order.
        assert_eq!(scores().auc(), Some(15.0 / 16.0));
        assert_eq!(scores().best(), Some((0.7, 7)));
        assert_eq!(Scores::default().auc(), None);
        let tie = Scores { genuine: vec![0.5], impostor: vec![0.5] };
        assert_eq!(tie.auc(), Some(0.5));
    }
}
