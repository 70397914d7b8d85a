//! The recogniser of machine-readable lines: a small network of our own that knows 37 characters of one typeface, OCR-B
//! (`models/cards/mrz-recognition-ocrb.md`). About ten times as fast as the recogniser of all Latin text.

use super::recognise::{MrzSteps, ReadsZones};
use crate::error::{Code, Error, Result};
use crate::image::{Image, resample};
use crate::model::Loaded;
use crate::runtime::Tensor;

/// Height of the network's input.
const HEIGHT: u32 = 32;
/// Longest line: bounds memory. 1,600 is an aspect of 50.
const MOST_WIDTH: u32 = 1600;
/// Blank, A–Z, 0–9, `<`: the order of [`super::alphabet::MRZ_ALPHABET`] behind the blank.
const CLASSES: usize = 38;
/// No probability is taken for less: a logarithm has to stay finite.
const FLOOR: f32 = -27.6;

/// The recogniser.
pub(crate) struct OcrB<'m> {
    model: &'m Loaded,
}

impl<'m> OcrB<'m> {
    pub(crate) fn new(model: &'m Loaded) -> Self {
        Self { model }
    }
}

impl ReadsZones for OcrB<'_> {
    fn id(&self) -> &str {
        &self.model.id
    }

    fn height(&self) -> u32 {
        HEIGHT
    }

    /// The network evens out exposure and contrast by itself: grey goes in as it is, 0 to 255.
    fn mrz(&self, line: &Image) -> Result<MrzSteps> {
        let width = (line.width() * HEIGHT).div_ceil(line.height().max(1)).clamp(HEIGHT, MOST_WIDTH);
        let line = resample::resize(line, width, HEIGHT)?;
        let grey = line.luma().into_iter().map(f32::from).collect();
        let input = Tensor::new([1, 1, HEIGHT as usize, width as usize], grey);
        let mut steps = None;
        self.model.session.run_with(vec![input], &mut |outputs| {
            let Some(output) = outputs.first().filter(|o| o.shape.len() == 3 && o.shape[2] == CLASSES) else { return };
            if output.data.iter().all(|value| value.is_finite()) {
                let (rows, _) = output.data.as_chunks::<CLASSES>();
                steps = Some(rows.iter().map(|row| row.map(|log| log.max(FLOOR))).collect());
            }
        })?;
        steps.ok_or_else(|| Error::new(Code::InferenceFailed, format!("{} gave no steps of {CLASSES} classes", self.model.id)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::scripted::ScriptedSession;

    fn scripted(answer: Tensor) -> Loaded {
        let session = ScriptedSession::new(Vec::new(), Vec::new(), vec![vec![answer]]);
        Loaded { id: "ocrb".into(), sha256: String::new(), session: Arc::new(session), calibration: None }
    }

    #[test]
    fn steps_come_as_the_decoder_wants_them() {
        let mut data = vec![-80.0; 2 * CLASSES];
        (data[1], data[CLASSES]) = (-0.01, -0.02);
        let model = scripted(Tensor::new([1, 2, CLASSES], data));
        let steps = OcrB::new(&model).mrz(&Image::filled(100, 20, [200; 3])).unwrap();
        assert_eq!((steps.len(), steps[0][1], steps[1][0], steps[0][0]), (2, -0.01, -0.02, FLOOR));
    }

    #[test]
    fn another_number_of_classes_or_no_number_is_refused() {
        for answer in [Tensor::new([1, 2, 37], vec![0.0; 74]), Tensor::new([1, 1, CLASSES], vec![f32::NAN; CLASSES])] {
            let model = scripted(answer);
            let failed = OcrB::new(&model).mrz(&Image::filled(100, 20, [200; 3])).unwrap_err();
            assert_eq!(failed.code(), Code::InferenceFailed);
        }
    }
}
