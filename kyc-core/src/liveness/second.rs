//! A second PAD network, by configuration: a file of the host's own with a declared input. Its score is a cue of its own.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::network::{probability, view};
use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes};
use crate::model::{Loaded, store::hex};
use crate::runtime::{Load, Runtime, Tensor};
use crate::wire::{Rect, Unit};

/// Name of the cue.
pub(super) const CUE: &str = "pad_second";
/// Id that reports name the model by; its hash says which file it was.
const ID: &str = "face-pad-host";
/// Inputs that make sense: side in pixels, enlargement of the face's box, and classes of the answer.
const SIDES: std::ops::RangeInclusive<u32> = 16..=1024;
const CROPS: std::ops::RangeInclusive<f32> = 1.0..=8.0;
const CLASSES: std::ops::RangeInclusive<usize> = 2..=16;

/// A PAD network in a file of the host's own: ONNX, one input `[1, 3, side, side]`, one output of logits, a class each.
///
/// For instance MiniFASNetV2 of Silent-Face-Anti-Spoofing: `crop_scale` 2.7, `side` 80, `colours` `bgr`, `live` 1.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PadModel {
    /// Where the file lies.
    pub path: PathBuf,
    /// What it looks at: the detector's box of the face, enlarged so many times about its centre, 1 to 8.
    pub crop_scale: f32,
    /// Side of its input, pixels, 16 to 1,024.
    pub side: u32,
    /// Order of its three planes.
    pub colours: ColourOrder,
    /// Its input is the pixel's value, 0 to 255, divided by this. Default 1.
    #[serde(default = "undivided")]
    pub divide_by: f32,
    /// Index of the class of live faces.
    pub live: usize,
}

fn undivided() -> f32 {
    1.0
}

/// Order of a network's three planes of colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColourOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A loaded second PAD network.
#[derive(Clone)]
pub struct SecondPad {
    model: Loaded,
    how: PadModel,
}

impl SecondPad {
    /// Loads the file and runs it once on a grey picture, so that what does not fit shows at start.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] when the declared input makes no sense, [`Code::ModelMissing`] when the file cannot be read,
    /// [`Code::ModelContract`] when the model is another than declared, and those of the runtime.
    pub fn load(how: &PadModel, runtime: &dyn Runtime, load: Load) -> Result<Self> {
        if !(SIDES.contains(&how.side) && CROPS.contains(&how.crop_scale) && how.divide_by.is_normal() && how.divide_by > 0.0) {
            return Err(Error::new(Code::InvalidConfig, "the input that `second_pad` declares makes no sense"));
        }
        let unread = |e: std::io::Error| Error::new(Code::ModelMissing, format!("`second_pad` cannot be read: {}", e.kind()));
        let bytes = std::fs::read(&how.path).map_err(unread)?;
        let session = runtime.load(&bytes, load)?;
        let model = Loaded { id: ID.to_owned(), sha256: hex(&Sha256::digest(&bytes)), session, calibration: None };
        let loaded = Self { model, how: how.clone() };
        loaded.judge(&Image::filled(how.side, how.side, [128; 3]))?;
        Ok(loaded)
    }

    /// The network.
    pub fn model(&self) -> &Loaded {
        &self.model
    }

    /// Probability of a live face. `None` when its box has no place in the picture.
    ///
    /// # Errors
    /// Those of the runtime, and [`Code::ModelContract`].
    pub(super) fn live(&self, image: &Image, bounds: &Rect) -> Result<Option<Unit>> {
        let view = view(image, bounds, self.how.crop_scale, self.how.side)?;
        view.map(|view| self.judge(&view)).transpose()
    }

    fn judge(&self, view: &Image) -> Result<Unit> {
        let side = self.how.side as usize;
        let order = match self.how.colours {
            ColourOrder::Rgb => Order::Rgb,
            ColourOrder::Bgr => Order::Bgr,
        };
        let data = planes(view, order, [0.0; 3], [1.0 / self.how.divide_by; 3], (side, side));
        if self.model.session.inputs().len() != 1 {
            return Err(Error::new(Code::ModelContract, "`second_pad` has more than one input"));
        }
        let outputs = self.model.infer(Tensor::new([1, 3, side, side], data))?;
        match outputs.first().map(Tensor::data) {
            Some(logits) if CLASSES.contains(&logits.len()) && self.how.live < logits.len() => {
                Ok(Unit::from_f32(probability(logits, self.how.live)))
            }
            _ => Err(Error::new(Code::ModelContract, "`second_pad` gave no logits with the class that is declared as live")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::{Port, Session, scripted::ScriptedSession};

    /// Loads whatever file as a network that always answers the same.
    struct Always(Vec<f32>);

    impl Runtime for Always {
        fn describe(&self) -> String {
            "always".to_owned()
        }
        fn load(&self, _: &[u8], _: Load) -> Result<Arc<dyn Session>> {
            let port = |name: &str| Port { name: name.to_owned(), shape: vec![None] };
            let answer = vec![Tensor::new([1, self.0.len()], self.0.clone())];
            Ok(Arc::new(ScriptedSession::new(vec![port("input")], vec![port("output")], vec![answer; 4])))
        }
    }

    fn how() -> PadModel {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        PadModel { path, crop_scale: 2.7, side: 80, colours: ColourOrder::Bgr, divide_by: 1.0, live: 1 }
    }

    fn load(how: &PadModel, answer: &[f32]) -> Result<SecondPad> {
        SecondPad::load(how, &Always(answer.to_vec()), Load { threads: 1, copies: 1 })
    }

    #[test]
    fn f_129_its_score_is_the_softmax_of_the_declared_class() {
        let pad = load(&how(), &[0.0, 3.0_f32.ln(), f32::MIN]).unwrap();
        let image = Image::filled(200, 200, [90; 3]);
        let live = pad.live(&image, &Rect { x: 80.0, y: 80.0, width: 40.0, height: 40.0 }).unwrap().unwrap();
        assert!((live.to_f64() - 0.75).abs() < 1e-5);
        assert_eq!(pad.live(&image, &Rect { x: 80.0, y: 80.0, width: f32::NAN, height: 40.0 }).unwrap(), None);
        assert_eq!((pad.model().id.as_str(), pad.model().sha256.len()), (ID, 64));
    }

    #[test]
    fn what_does_not_fit_is_refused_when_the_engine_is_built() {
        let code = |how: PadModel, answer: &[f32]| load(&how, answer).err().unwrap().code();
        assert_eq!(code(PadModel { path: "nowhere.onnx".into(), ..how() }, &[0.0; 3]), Code::ModelMissing);
        assert_eq!(code(PadModel { live: 3, ..how() }, &[0.0; 3]), Code::ModelContract);
        assert_eq!(code(how(), &[0.0]), Code::ModelContract);
        assert_eq!(code(how(), &[f32::NAN; 3]), Code::InferenceFailed);
        for bad in [
            PadModel { side: 0, ..how() },
            PadModel { crop_scale: f32::NAN, ..how() },
            PadModel { crop_scale: 0.5, ..how() },
            PadModel { divide_by: 0.0, ..how() },
        ] {
            assert_eq!(code(bad, &[0.0; 3]), Code::InvalidConfig);
        }
    }
}
