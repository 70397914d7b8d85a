//! From cues to one score: the network's odds of a live face, moved by what the other cues see, and by what they do not.
//!
//! The weights are set by hand, in round numbers; `docs/calibration.md` says on which pictures, and what each subject left out
//! in turn makes of them. `kyc accuracy faces` counts what they are taken from. Too few kinds of attack are at hand to learn more.

use crate::wire::Unit;

/// A whole frame lowers the odds by e to this power: enough against a network in doubt, not against one that is sure
/// (a live person in a doorway).
const FRAME: f64 = 5.0;
/// No frame where there is room for one raises them by e to this power (logarithm of the counted ratio: 1.39).
const NO_FRAME: f64 = 1.4;
/// Frame scores between which the weight grows from none to whole: from where the cue itself says attack (a support of 0.7)
/// to a support of 0.85.
const FRAMED: [f64; 2] = [0.5, 0.25];
/// Colours that are surely not skin's lower the odds by e to this power.
const COLOUR: f64 = 3.0;
/// Colours of skin raise them by e to this power: counted where there is no frame, 0.49.
const SKIN: f64 = 0.5;
/// A face finer drawn than its surroundings raises them by e to this power: counted where there is no frame and the colours are
/// skin's, 1.15. A coarser one lowers nothing: a face before a sharp shelf is no attack.
const FINE: f64 = 1.1;
/// Focus scores between which this weight grows from none to whole: at their middle, without a frame and in the colours of
/// skin, are 81 of 258 live development pictures and 2 of 24 attacks.
const FINER: [f64; 2] = [0.7, 0.8];
/// The network is never surer than this (e to the 8 in odds): more digits than it has evidence for would outweigh all else.
const SUREST: f64 = 0.999_664_6;

/// Scores of the cues that move the networks' odds; one that did not run moves nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Others {
    pub(super) frame: Option<Unit>,
    pub(super) colour: Option<Unit>,
    pub(super) focus: Option<Unit>,
}

impl Others {
    /// What they add to the log-odds of a live face; `None` when none of them ran.
    fn moves(&self) -> Option<f64> {
        let share = |score: Unit, [none, whole]: [f64; 2]| ((score.to_f64() - none) / (whole - none)).clamp(0.0, 1.0);
        let frame = self.frame.map(|score| between(NO_FRAME, -FRAME, share(score, FRAMED)));
        let colour = self.colour.map(|score| between(-COLOUR, SKIN, score.to_f64()));
        let focus = self.focus.map(|score| FINE * share(score, FINER));
        [frame, colour, focus].into_iter().flatten().reduce(|sum, each| sum + each)
    }
}

/// The fused score.
pub(super) fn fuse(network: Unit, second: Option<Unit>, others: &Others) -> Unit {
    let network = second.map_or(network, |second| both(network, second));
    others.moves().map_or(network, |moves| live(odds(network) + moves))
}

/// Two networks are asked alike: the mean of their log-odds.
fn both(one: Unit, other: Unit) -> Unit {
    live((odds(one) + odds(other)) / 2.0)
}

/// Log-odds of a network's score, never surer than [`SUREST`].
fn odds(live: Unit) -> f64 {
    let live = live.to_f64().clamp(1.0 - SUREST, SUREST);
    (live / (1.0 - live)).ln()
}

fn live(odds: f64) -> Unit {
    Unit::from_f64(1.0 / (1.0 + (-odds).exp()))
}

fn between(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(value: f64) -> Unit {
        Unit::from_f64(value)
    }

    fn seen(frame: f64, colour: f64, focus: f64) -> Others {
        Others { frame: Some(unit(frame)), colour: Some(unit(colour)), focus: Some(unit(focus)) }
    }

    #[test]
    fn a_cue_that_did_not_run_leaves_the_network_alone() {
        for network in [0.0, 0.4999, 0.5, 1.0] {
            assert_eq!(fuse(unit(network), None, &Others::default()), unit(network));
        }
    }

    #[test]
    fn f_129_a_frame_settles_doubt_and_does_not_overrule_certainty() {
        let framed = Others { frame: Some(Unit::ZERO), ..Others::default() };
        assert!(fuse(unit(0.9), None, &framed) < unit(0.1));
        assert!(fuse(unit(0.999), None, &framed) > unit(0.5));
        // Both together overrule even certainty.
        assert!(fuse(Unit::ONE, None, &Others { colour: Some(Unit::ZERO), ..framed }) <= unit(0.5001));
    }

    #[test]
    fn f_129_silence_settles_doubt_and_does_not_overrule_a_network_that_sees_an_attack() {
        let silent = |network: f64| fuse(unit(network), None, &seen(1.0, 1.0, 0.5));
        assert!(silent(0.2) > unit(0.5) && silent(0.1) < unit(0.5));
        // The sum of both weights, 1.9.
        assert!((silent(0.5).to_f64() - 1.0 / (1.0 + (-1.9_f64).exp())).abs() < 1e-5);
        // With a fine face, too, 3.0: odds of 20 to 1.
        let fine = |network: f64| fuse(unit(network), None, &seen(1.0, 1.0, 1.0));
        assert!(fine(0.05) > unit(0.5) && fine(0.045) < unit(0.5));
    }

    #[test]
    fn more_evidence_never_helps_the_attacker() {
        let steps = || (0..=20).map(|i| f64::from(i) / 20.0);
        for network in steps() {
            let mut last = Unit::ZERO;
            for cue in steps() {
                let fused = fuse(unit(network), None, &seen(cue, cue, cue));
                assert!(fused >= last);
                last = fused;
            }
        }
    }

    #[test]
    fn f_129_two_networks_are_asked_alike() {
        let both = |one: f64, other: f64| fuse(unit(one), Some(unit(other)), &Others::default()).to_f64();
        // Odds of 9 and of 1 in 9 balance; agreement stays what it was.
        assert!((both(0.9, 0.1) - 0.5).abs() < 1e-5 && (both(0.8, 0.8) - 0.8).abs() < 1e-5);
        assert!(both(1.0, 0.0) > 0.49 && both(1.0, 0.0) < 0.51 && both(0.0, 0.0) < 0.001);
        assert!(both(0.9, 0.5) > both(0.9, 0.4) && both(0.5, 0.9) == both(0.9, 0.5));
    }
}
