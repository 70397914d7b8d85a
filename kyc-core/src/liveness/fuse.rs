//! From cues to one score: the network's odds of a live face, lowered by what speaks for an attack.
//!
//! No cue can raise the score: none of them knows what is live, only what is odd. The weights are set by hand, in round
//! numbers; `docs/calibration.md` says on which pictures and what came of a fit with each subject left out. Too few kinds of
//! attack are at hand to learn more.

use crate::wire::Unit;

/// A whole frame lowers the odds by e to this power: enough against a network in doubt, not against one that is sure
/// (a live person in a doorway).
const FRAME: f64 = 5.0;
/// Frame scores between which the weight grows from none to whole: from where the cue itself says attack (a support of 0.7)
/// to a support of 0.85.
const FRAMED: [f64; 2] = [0.5, 0.25];
/// Colours that are surely not skin's lower the odds by e to this power.
const COLOUR: f64 = 3.0;
/// The network is never surer than this (e to the 8 in odds): more digits than it has evidence for would outweigh all else.
const SUREST: f64 = 0.999_664_6;

/// The fused score. A cue that did not run changes nothing.
pub(super) fn fuse(network: Unit, second: Option<Unit>, frame: Option<Unit>, colour: Option<Unit>) -> Unit {
    let network = second.map_or(network, |second| both(network, second));
    let framed = frame.map_or(0.0, |score| ((FRAMED[0] - score.to_f64()) / (FRAMED[0] - FRAMED[1])).clamp(0.0, 1.0));
    let odd = colour.map_or(0.0, |score| 1.0 - score.to_f64());
    let against = FRAME * framed + COLOUR * odd;
    if against <= 0.0 {
        return network;
    }
    let live = network.to_f64().min(SUREST);
    let weighed = live * (-against).exp();
    Unit::from_f64(weighed / (weighed + 1.0 - live))
}

/// Two networks are asked alike: the mean of their log-odds.
fn both(one: Unit, other: Unit) -> Unit {
    let odds = |live: Unit| {
        let live = live.to_f64().clamp(1.0 - SUREST, SUREST);
        (live / (1.0 - live)).ln()
    };
    let mean = (odds(one) + odds(other)) / 2.0;
    Unit::from_f64(1.0 / (1.0 + (-mean).exp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(value: f64) -> Unit {
        Unit::from_f64(value)
    }

    #[test]
    fn nothing_against_it_leaves_the_network_alone() {
        for network in [0.0, 0.4999, 0.5, 1.0] {
            assert_eq!(fuse(unit(network), None, None, None), unit(network));
            assert_eq!(fuse(unit(network), None, Some(Unit::ONE), Some(Unit::ONE)), unit(network));
        }
    }

    #[test]
    fn f_129_a_frame_settles_doubt_and_does_not_overrule_certainty() {
        assert!(fuse(unit(0.9), None, Some(Unit::ZERO), None) < unit(0.1));
        assert!(fuse(unit(0.999), None, Some(Unit::ZERO), None) > unit(0.5));
        // Both together overrule even certainty.
        assert!(fuse(Unit::ONE, None, Some(Unit::ZERO), Some(Unit::ZERO)) <= unit(0.5001));
    }

    #[test]
    fn no_cue_raises_the_score_and_more_evidence_never_helps_the_attacker() {
        let steps = || (0..=20).map(|i| unit(f64::from(i) / 20.0));
        for network in steps() {
            let mut last = Unit::ZERO;
            for cue in steps() {
                let fused = fuse(network, None, Some(cue), Some(cue));
                assert!(fused <= network && fused >= last);
                last = fused;
            }
        }
    }

    #[test]
    fn f_129_two_networks_are_asked_alike() {
        let both = |one: f64, other: f64| fuse(unit(one), Some(unit(other)), None, None).to_f64();
        // Odds of 9 and of 1 in 9 balance; agreement stays what it was.
        assert!((both(0.9, 0.1) - 0.5).abs() < 1e-5 && (both(0.8, 0.8) - 0.8).abs() < 1e-5);
        assert!(both(1.0, 0.0) > 0.49 && both(1.0, 0.0) < 0.51 && both(0.0, 0.0) < 0.001);
        assert!(both(0.9, 0.5) > both(0.9, 0.4) && both(0.5, 0.9) == both(0.9, 0.5));
    }
}
