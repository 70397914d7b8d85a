//! Which curves are drawn of scores.

use super::figures::{Point, Scores};
use super::plot::{Axis, Curve, Plot};

/// Detection error tradeoff: misses over false alarms, from lists of scores. Of faces these are FNMR over FMR, of liveness
/// BPCER over APCER.
pub(super) fn det(lists: &[(String, Scores)], x: Axis, y: Axis) -> String {
    let places = |point: Point| Some([point.fmr.share()?, point.fnmr.share()?]);
    Plot { x, y, diagonal: false }.svg(&curves(lists, places))
}

/// Receiver operating characteristic: hits over false alarms.
pub(super) fn roc(lists: &[(String, Scores)]) -> String {
    let places = |point: Point| Some([point.fmr.share()?, 1.0 - point.fnmr.share()?]);
    let (x, y) = (Axis::decades("FMR, false match rate", -5), Axis::share("true match rate, 1 − FNMR"));
    Plot { x, y, diagonal: false }.svg(&curves(lists, places))
}

fn curves(lists: &[(String, Scores)], places: fn(Point) -> Option<[f64; 2]>) -> Vec<Curve> {
    let both = lists.iter().filter(|(_, scores)| !scores.genuine.is_empty() && !scores.impostor.is_empty());
    both.map(|(name, scores)| (name.clone(), scores.det().into_iter().filter_map(places).collect())).collect()
}

/// Reliability of a calibrated match: the false match rate that a similarity stands for against the one that was measured.
pub(super) fn stated(places: Vec<[f64; 2]>) -> String {
    let (x, y) = (Axis::decades("FMR that the similarity stands for", -6), Axis::decades("FMR measured", -6));
    Plot { x, y, diagonal: true }.svg(&[("similarity 0.50, 0.65, 0.75, 0.80".to_owned(), places)])
}

/// Reliability of a score that reads as a probability: the share of genuine ones among those whose score is in a tenth of the
/// scale, at the mean of these scores. Tenths without a score are left out.
pub(super) fn reliability(lists: &[(String, Scores)]) -> String {
    let (x, y) = (Axis::share("score, mean of its tenth"), Axis::share("share of live presentations"));
    let all: Vec<Curve> = lists.iter().map(|(name, scores)| (name.clone(), tenths(scores))).collect();
    Plot { x, y, diagonal: true }.svg(&all)
}

fn tenths(scores: &Scores) -> Vec<[f64; 2]> {
    let tenth = |score: f64| ((score * 10.0) as usize).min(9);
    let (mut sum, mut genuine, mut count) = ([0.0; 10], [0.0; 10], [0.0; 10]);
    let all = scores.genuine.iter().map(|&score| (score, 1.0)).chain(scores.impostor.iter().map(|&score| (score, 0.0)));
    for (score, is) in all {
        let bin = tenth(score);
        sum[bin] += score;
        genuine[bin] += is;
        count[bin] += 1.0;
    }
    (0..10).filter(|&bin| count[bin] > 0.0).map(|bin| [sum[bin] / count[bin], genuine[bin] / count[bin]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_hold_means_and_shares() {
        let scores = Scores { genuine: vec![0.05, 0.95, 1.0], impostor: vec![0.07, 0.01] };
        let found = tenths(&scores);
        assert_eq!(found.len(), 2);
        assert!((found[0][0] - 0.13 / 3.0).abs() < 1e-12 && (found[0][1] - 1.0 / 3.0).abs() < 1e-12);
        assert!((found[1][0] - 0.975).abs() < 1e-12 && found[1][1] == 1.0);
    }

    #[test]
    fn lists_without_both_kinds_give_no_curve() {
        let half = Scores { genuine: vec![0.5], impostor: Vec::new() };
        assert!(!roc(&[("half".to_owned(), half)]).contains("polyline"));
    }
}
