//! What the silence of liveness cues is worth: how much more often live pictures show it than attacks do.
//!
//! The cues are counted one after the other, each among the pictures that the ones before left, because what one cue says
//! partly repeats another. The weights of the fused score are taken from here, see `docs/calibration.md`.

use serde_json::{Value, json};

use super::attacks::Shown;
use super::figures::Rate;

/// A cue, and the score from which upwards it shows nothing against a live face: where `frame_edges` says live, the colours of
/// skin without a doubt, the middle of the ramp of `focus`.
const STEPS: [(&str, f64); 3] = [("frame_edges", 0.5), ("skin_colour", 1.0), ("focus", 0.75)];

/// One row a cue.
pub(super) fn counted<'a>(shown: impl IntoIterator<Item = &'a Shown>) -> Value {
    let mut left: Vec<&Shown> = shown.into_iter().filter(|one| one.score(STEPS[0].0).is_some()).collect();
    let mut rows = Vec::new();
    for (name, least) in STEPS {
        let all = left.clone();
        left.retain(|one| one.score(name).is_some_and(|score| score >= least));
        let ratio = |without: Option<&str>| log_ratio([true, false].map(|live| rate(&all, &left, live, without)));
        let mut subjects: Vec<&str> = all.iter().filter_map(|one| one.subject.as_deref()).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let others = || subjects.iter().map(|&subject| ratio(Some(subject)));
        rows.push(json!({
            "cue": name,
            "from": least,
            "live": rate(&all, &left, true, None).json(),
            "attacks": rate(&all, &left, false, None).json(),
            "log_ratio": ratio(None),
            "log_ratio_least": others().reduce(f64::min),
            "log_ratio_most": others().reduce(f64::max),
        }));
    }
    rows.into()
}

fn rate(all: &[&Shown], left: &[&Shown], live: bool, without: Option<&str>) -> Rate {
    let counts = |one: &&&Shown| one.attack.is_none() == live && (without.is_none() || one.subject.as_deref() != without);
    Rate::of(left.iter().filter(counts).count(), all.iter().filter(counts).count())
}

/// Natural logarithm of live over attacks, half a picture added on either side so that none is no proof.
fn log_ratio([live, attacks]: [Rate; 2]) -> f64 {
    let share = |rate: Rate| (rate.k as f64 + 0.5) / (rate.n as f64 + 1.0);
    (share(live) / share(attacks)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cue_is_counted_among_what_the_ones_before_left() {
        let one = |attack: bool, subject: &str, scores: [Option<f64>; 3]| {
            let scores = STEPS.iter().zip(scores).filter_map(|((name, _), score)| Some(((*name).to_owned(), score?)));
            Shown::new(attack.then_some("print"), subject, scores.collect())
        };
        let shown = [
            one(false, "a", [Some(1.0), Some(1.0), Some(0.9)]),
            one(false, "b", [Some(1.0), Some(1.0), None]),
            one(false, "b", [None, Some(1.0), Some(0.9)]),
            one(true, "a", [Some(0.2), Some(1.0), Some(0.9)]),
            one(true, "b", [Some(0.5), Some(0.9), Some(0.9)]),
        ];
        let rows = counted(&shown);
        let counts = |row: usize, side: &str| (rows[row][side]["k"].clone(), rows[row][side]["n"].clone());
        assert_eq!((counts(0, "live"), counts(0, "attacks")), ((json!(2), json!(2)), (json!(1), json!(2))));
        assert_eq!((counts(1, "live"), counts(1, "attacks")), ((json!(2), json!(2)), (json!(0), json!(1))));
        assert_eq!((counts(2, "live"), counts(2, "attacks")), ((json!(1), json!(2)), (json!(0), json!(0))));
        let near = |value: &Value, wanted: f64| value.as_f64().is_some_and(|value| (value - wanted).abs() < 1e-9);
        assert!(near(&rows[0]["log_ratio"], (5.0_f64 / 3.0).ln()));
        // Without a: 1 of 1 live against 1 of 1 attack; without b: 1 of 1 against 0 of 1.
        assert!(near(&rows[0]["log_ratio_least"], 0.0) && near(&rows[0]["log_ratio_most"], 3.0_f64.ln()));
    }
}
