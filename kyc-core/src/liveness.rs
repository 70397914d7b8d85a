//! Passive presentation attack detection.

pub mod active;
mod background;
mod colour;
mod focus;
mod frame;
mod fuse;
mod history;
mod network;
mod second;
mod spectrum;
mod window;

use crate::error::Result;
use crate::face::Face;
use crate::image::Image;
use crate::model::Loaded;
pub use second::{ColourOrder, PadModel, SecondPad};

use fuse::Others;

use crate::wire::{LivenessCue, LivenessEvidence, ModelUse, NotSeen, Seen, SpoofType, Unit};

/// The models liveness needs.
#[derive(Clone)]
pub struct LivenessModels {
    /// The PAD network.
    pub pad: Loaded,
    /// A second one of the host's own, where one is configured.
    pub second: Option<SecondPad>,
}

impl LivenessModels {
    /// For the list of models in a report.
    pub fn uses(&self) -> Vec<ModelUse> {
        [&self.pad].into_iter().chain(self.second.as_ref().map(SecondPad::model)).map(Loaded::as_use).collect()
    }
}

/// At this score or above a face is live; below, an attack (F-130).
pub const LIVE: Unit = Unit::from_micros(500_000);

/// Names of the cues that are told and not weighed.
pub const TOLD: [&str; 5] = [spectrum::GRID, spectrum::DOTS, colour::HIGHLIGHTS, background::CUE, history::CUE];

/// A face whose larger side has fewer pixels fills less than half of the network's view with detail of its own.
const MIN_FACE: f32 = 48.0;
/// A face of a lower mean luma is too dark to tell anything.
const MIN_LUMA: f32 = 16.0;
/// A head that is turned or nodded further, in degrees, is not judged: every supplied policy sends such a photo back
/// (`max_yaw`), and the network holds all 15 live development frames beyond, of one person, to be attacks.
const MAX_TURN: f32 = 35.0;

/// Looks whether the face in an upright picture is live, by independent cues, each with its own score in the evidence. Four
/// are weighed: the PAD network (through its calibration where the manifest has one), upright edges around the face, the
/// colours of the skin, and focus against the surroundings; [`fuse`] says how they become one score. Five more are **told and
/// not weighed**, because live and attack pictures overlap in them: the grid of a screen's pixels, the dots of a print,
/// highlights, redness against the background, and blocks of an older JPEG; `docs/accuracy.md` says what each is worth alone.
///
/// The network does not tell the kinds of attack apart: where the colours do not either, a spoof is [`SpoofType::Unknown`].
/// No cue knows masks or synthetic media.
///
/// What no cue was made for is [`NotSeen::FaceUnusable`], never live: a face whose box has no place in the picture, is
/// smaller than 48 pixels, darker than luma 16, without colour (a grey or near-infrared picture), or turned or nodded away from
/// the camera by more than 35°.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub fn passive(image: &Image, face: &Face, models: &LivenessModels) -> Result<Seen<LivenessEvidence>> {
    let bounds = &face.bounds;
    let Some(view) = network::view(image, bounds, network::ROOM, network::SIDE)? else {
        return Ok(Seen::not(NotSeen::FaceUnusable));
    };
    let colours = colour::measure(image, bounds)?;
    let turned = face.turn.is_nan() || face.turn > MAX_TURN;
    if turned || bounds.width.max(bounds.height) < MIN_FACE || colours.luma < MIN_LUMA || !colours.any() {
        return Ok(Seen::not(NotSeen::FaceUnusable));
    }
    let live = f64::from(network::live(&view, &models.pad)?);
    let network = models.pad.calibration.as_ref().map_or(Unit::from_f64(live), |calibration| calibration.apply(live));
    let second = models.second.as_ref().map(|second| second.live(image, bounds)).transpose()?.flatten();
    let window = window::of(image, bounds)?;
    let framed = window.as_ref().and_then(frame::support).map(frame::score);
    let skin = colours.score();
    let focus = window.as_ref().and_then(focus::ratio).map(focus::score);
    let score = fuse::fuse(network, second, &Others { frame: framed, colour: Some(skin), focus });
    let likely_attack = if score >= LIVE { SpoofType::None } else { colours.points_at() };
    let [grid, dots] = spectrum::strengths(image, bounds).map_or([None; 2], |seen| spectrum::scores(seen).map(Some));
    let weighed = [(network::CUE, Some(network)), (frame::CUE, framed), (colour::CUE, Some(skin)), (focus::CUE, focus)];
    let host = models.second.iter().map(|_| (second::CUE, second));
    let background = window.as_ref().and_then(background::redness).map(background::score);
    let history = history::second_grid(image, bounds).map(history::score);
    let told = TOLD.into_iter().zip([grid, dots, colours.highlights(), background, history]);
    let cues = weighed.into_iter().chain(host).chain(told).map(|(name, score)| LivenessCue {
        name: name.to_owned(),
        score: score.map_or(Seen::not(NotSeen::FaceUnusable), Seen::Seen),
    });
    let cues = cues.collect();
    Ok(Seen::Seen(LivenessEvidence { score, likely_attack, cues }))
}

/// A score that falls with a sign of an attack, one half at `at`. Such limits were set so that about one live development
/// picture in twenty lies beyond; `docs/accuracy.md` has how many do.
fn falling(sign: f32, at: f32) -> Unit {
    Unit::from_f32(at / (at + sign.max(0.0)))
}

/// A score that rises with a sign of life.
fn rising(sign: f32, at: f32) -> Unit {
    Unit::from_f32(sign.max(0.0) / (at + sign.max(0.0)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::error::Code;
    use crate::face::Embedding;
    use crate::runtime::{Port, Tensor, scripted::ScriptedSession};
    use crate::wire::{Point, Rect};

    fn judged(logits: [f32; 3], picture: &Image, bounds: Rect) -> Result<Seen<LivenessEvidence>> {
        turned(0.0, logits, picture, bounds)
    }

    fn turned(turn: f32, logits: [f32; 3], picture: &Image, bounds: Rect) -> Result<Seen<LivenessEvidence>> {
        let port = |name: &str| Port { name: name.to_owned(), shape: vec![None; 2] };
        let answer = vec![Tensor::new([1, 3], logits.to_vec())];
        let session = ScriptedSession::new(vec![port("input")], vec![port("output")], vec![answer]);
        let pad = Loaded { id: "pad".to_owned(), sha256: String::new(), session: Arc::new(session), calibration: None };
        let embedding = Embedding::new("e", vec![1.0]).unwrap();
        let face = Face { bounds, landmarks: [Point::default(); 5], turn, embedding, second: None };
        passive(picture, &face, &LivenessModels { pad, second: None })
    }

    const BOX: Rect = Rect { x: 140.0, y: 140.0, width: 60.0, height: 60.0 };

    /// One tone of skin.
    fn plain() -> Image {
        let data = (0..320 * 320_u32).flat_map(|i| [190, 150, 130].map(|value: u8| value + (i * 7 % 25) as u8 / 2));
        Image::new(320, 320, data.collect())
    }

    #[test]
    fn f_130_one_half_is_live_and_a_hair_less_is_a_spoof() {
        // No frame and colours of skin raise the log-odds by 1.9; the third logit is out of reach.
        let half = judged([-1.899, 0.0, -1000.0], &plain(), BOX).unwrap();
        let half = half.seen().unwrap();
        assert!(half.score >= LIVE && half.score < Unit::from_micros(500_400));
        assert_eq!(half.likely_attack, SpoofType::None);
        let less = judged([-1.901, 0.0, -1000.0], &plain(), BOX).unwrap();
        let less = less.seen().unwrap();
        assert!(less.score < LIVE && less.score > Unit::from_micros(499_600));
        assert_eq!(less.likely_attack, SpoofType::Unknown);
        assert_eq!(less.cues.len(), 9);
    }

    #[test]
    fn a_face_without_a_place_is_unusable_and_a_failed_network_is_an_error() {
        let nowhere = judged([9.0, 0.0, 0.0], &plain(), Rect { width: 0.0, ..BOX }).unwrap();
        assert_eq!(nowhere.reason(), Some(NotSeen::FaceUnusable));
        assert_eq!(judged([f32::NAN, 0.0, 0.0], &plain(), BOX).unwrap_err().code(), Code::InferenceFailed);
    }

    #[test]
    fn what_no_cue_was_made_for_is_not_judged() {
        let small = Rect { width: 40.0, height: 40.0, ..BOX };
        let cases = [(plain(), small), (Image::filled(320, 320, [90; 3]), BOX), (Image::filled(320, 320, [14, 9, 8]), BOX)];
        for (picture, bounds) in cases {
            let seen = judged([9.0, 0.0, 0.0], &picture, bounds).unwrap();
            assert_eq!(seen.reason(), Some(NotSeen::FaceUnusable));
        }
        for (turn, reason) in [(35.0, None), (35.1, Some(NotSeen::FaceUnusable)), (f32::NAN, Some(NotSeen::FaceUnusable))] {
            assert_eq!(turned(turn, [9.0, 0.0, 0.0], &plain(), BOX).unwrap().reason(), reason, "{turn}");
        }
    }

    #[test]
    fn a_010_a_face_on_a_lit_sheet_is_refused_where_the_network_alone_would_pass_it() {
        let data = (0..320u32 * 320).flat_map(|i| if (i % 320).abs_diff(170) < 70 { [90, 150, 160] } else { [30, 26, 24] });
        let shown = Image::new(320, 320, data.collect());
        let seen = judged([3.0, 0.0, -1000.0], &shown, BOX).unwrap();
        let seen = seen.seen().unwrap();
        assert!(seen.score < LIVE && seen.likely_attack == SpoofType::Screen);
        assert!(seen.cues[0].score.seen().unwrap() > &LIVE, "the network");
    }
}
