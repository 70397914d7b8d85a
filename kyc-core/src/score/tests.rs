use proptest::prelude::*;

use super::*;
use crate::policy::{Policy, Weights, builtin};

fn inputs(l: u32, f: u32, d: u32, k: Option<u32>) -> Inputs {
    let unit = Unit::from_micros;
    Inputs { liveness: unit(l), face_match: unit(f), document: unit(d), profile: k.map(unit), ..Inputs::default() }
}

fn value(inputs: &Inputs, renormalise: bool) -> u32 {
    score(&api_v1(renormalise), inputs).value.micros()
}

fn api_v1(renormalise: bool) -> Policy {
    Policy { renormalise, ..builtin("api-v1").unwrap() }
}

#[test]
fn a_036_literal_weights_lose_the_absent_profile() {
    let absent = inputs(930_000, 840_000, 900_000, None);
    assert_eq!(value(&absent, false), 84_000_000);
    assert_eq!(value(&inputs(1_000_000, 1_000_000, 1_000_000, None), false), 95_000_000);
    let applied =
        |renormalise| score(&api_v1(renormalise), &absent).contributions.iter().map(|c| c.weight_applied.micros()).sum::<u32>();
    assert_eq!((applied(true), applied(false)), (100_000_000, 95_000_000));
}

#[test]
fn x_05_the_smallest_step_below_a_band_stays_below() {
    // One millionth less of a factor that weighs 30: 80 − 0.00003 points.
    assert_eq!(value(&inputs(799_999, 800_000, 800_000, Some(800_000)), true), 79_999_970);
    assert_eq!(value(&inputs(599_999, 600_000, 600_000, Some(600_000)), true), 59_999_970);
}

fn any_unit() -> impl Strategy<Value = u32> {
    0..=1_000_000u32
}

proptest! {
    #[test]
    fn contributions_sum_to_the_score_and_weights_to_100(
        w in (0..=100_000_000u32, 0..=100_000_000u32, 0..=100_000_000u32, 0..=100_000_000u32),
        x in (any_unit(), any_unit(), any_unit(), prop::option::of(any_unit())),
    ) {
        // Any weights that sum to 100: cut points of the whole.
        let mut cuts = [w.0, w.1, w.2];
        cuts.sort_unstable();
        let points = Points::from_micros;
        let weights = Weights {
            liveness: points(cuts[0]),
            face_match: points(cuts[1] - cuts[0]),
            document: points(cuts[2] - cuts[1]),
            profile: points(100_000_000 - cuts[2]),
            ..builtin("api-v1").unwrap().weights
        };
        let policy = Policy { weights, ..api_v1(true) };
        let inputs = inputs(x.0, x.1, x.2, x.3);
        let score = score(&policy, &inputs);
        prop_assert_eq!(score.contributions.iter().map(|c| c.points.micros()).sum::<u32>(), score.value.micros());
        let present: u32 = if inputs.profile.is_some() { 100_000_000 } else { cuts[2] };
        let applied: u32 = score.contributions.iter().map(|c| c.weight_applied.micros()).sum();
        prop_assert_eq!(applied, if present == 0 { 0 } else { 100_000_000 });

        // The rounded value and the exact fraction agree about every whole threshold.
        let w = [weights.liveness, weights.face_match, weights.document, weights.profile].map(|p| u128::from(p.micros()));
        let k = inputs.profile.map_or(0, |k| u128::from(k.micros()));
        let sum = w[0] * u128::from(x.0) + w[1] * u128::from(x.1) + w[2] * u128::from(x.2) + w[3] * k;
        let value = u128::from(score.value.micros());
        if present > 0 {
            prop_assert!(value * u128::from(present) <= sum * 100 && sum * 100 < (value + 1) * u128::from(present));
        }
    }

    #[test]
    fn a_better_input_never_lowers_the_score(x in (any_unit(), any_unit(), any_unit(), any_unit()), step in 0..=1_000_000u32) {
        let value = |l| value(&inputs(l, x.1, x.2, Some(x.3)), true);
        prop_assert!(value(x.0.saturating_add(step)) >= value(x.0));
    }
}
