//! Text recognition: one line at a time, cut from the source picture at full resolution.

use super::alphabet::{Alphabet, MRZ_ALPHABET};
use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes, resample, warp};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::Quad;

/// Height of the network's input (PP-OCR recogniser).
const HEIGHT: u32 = 48;
/// Shorter lines are padded on the right with grey (0 after normalisation) to this width.
const LEAST_WIDTH: u32 = 320;
/// Longest line: bounds memory.
const MOST_ASPECT: f32 = 50.0;
const MOST_WIDTH: u32 = HEIGHT * MOST_ASPECT as u32;

/// A symbol is doubtful below this probability in a quick reading: the others together are then as likely.
const DOUBTFUL: f32 = 0.5;

/// Steps of the recogniser over the MRZ alphabet: natural logarithms of probabilities, blank first.
pub(crate) type MrzSteps = Vec<[f32; 38]>;

/// What reads the lines of a zone.
pub(crate) trait ReadsZones: Sync {
    /// Manifest id of the model.
    fn id(&self) -> &str;

    /// Height of the pictures of lines that it likes, in pixels.
    fn height(&self) -> u32;

    /// Reads a line: log-probabilities over blank and the MRZ alphabet at every step.
    ///
    /// # Errors
    /// [`Code::InferenceFailed`].
    fn mrz(&self, line: &Image) -> Result<MrzSteps>;
}

/// A recogniser with its dictionary.
pub(crate) struct Recogniser<'m> {
    model: &'m Loaded,
    alphabet: Alphabet,
}

/// A line as read.
#[derive(Clone, PartialEq)]
pub(crate) struct Reading {
    /// Characters with the probability of each.
    pub(crate) characters: Vec<(char, f32)>,
}

impl Reading {
    /// The text.
    pub(crate) fn text(&self) -> String {
        self.characters.iter().map(|(c, _)| c).collect()
    }

    /// Mean probability; 0 for an empty line.
    pub(crate) fn confidence(&self) -> f32 {
        let sum: f32 = self.characters.iter().map(|(_, p)| p).sum();
        sum / self.characters.len().max(1) as f32
    }
}

impl<'m> Recogniser<'m> {
    /// Prepares the dictionary.
    ///
    /// # Errors
    /// [`Code::ModelContract`].
    pub(crate) fn new(model: &'m Loaded) -> Result<Self> {
        Ok(Self { alphabet: Alphabet::of(&model.id, model.session.as_ref())?, model })
    }

    /// Manifest id of the model.
    pub(crate) fn id(&self) -> &str {
        &self.model.id
    }

    /// Reads a line of Latin text: per step the most probable class of the Latin alphabet, repeats and blanks removed.
    ///
    /// # Errors
    /// [`Code::InferenceFailed`].
    pub(crate) fn latin(&self, line: &Image) -> Result<Reading> {
        let mut characters: Vec<(char, f32)> = Vec::new();
        let mut previous = 0;
        self.each_step(line, &mut |step| {
            let blank = (0, '\0', step[0]);
            let best = self.alphabet.latin.iter().fold(
                blank,
                |best, &(class, c)| {
                    if step[class] > best.2 { (class, c, step[class]) } else { best }
                },
            );
            match characters.last_mut() {
                _ if best.0 == 0 => {}
                Some(last) if best.0 == previous => last.1 = last.1.max(best.2),
                _ => characters.push((best.1, best.2)),
            }
            previous = best.0;
        })?;
        Ok(Reading { characters })
    }

    /// Runs the model on a line and shows the probabilities of its classes step by step.
    fn each_step(&self, line: &Image, see: &mut dyn FnMut(&[f32])) -> Result<()> {
        let width = (line.width() * HEIGHT).div_ceil(line.height().max(1)).clamp(HEIGHT, MOST_WIDTH);
        let line = resample::resize(line, width, HEIGHT)?;
        let padded = width.max(LEAST_WIDTH) as usize;
        let data = planes(&line, Order::Bgr, [127.5; 3], [1.0 / 127.5; 3], (padded, HEIGHT as usize));
        let classes = self.alphabet.classes;
        let mut fits = false;
        let input = Tensor::new([1, 3, HEIGHT as usize, padded], data);
        self.model.session.run_with(vec![input], &mut |outputs| {
            let Some(output) = outputs.first().filter(|o| o.shape.len() == 3 && o.shape[2] == classes) else { return };
            fits = true;
            output.data.chunks_exact(classes).for_each(&mut *see);
        })?;
        let wrong = || Error::new(Code::InferenceFailed, format!("{} gave no steps of {classes} classes", self.model.id));
        fits.then_some(()).ok_or_else(wrong)
    }
}

impl ReadsZones for Recogniser<'_> {
    fn id(&self) -> &str {
        &self.model.id
    }

    fn height(&self) -> u32 {
        HEIGHT
    }

    /// The classes of the MRZ alphabet alone, renormalised at every step.
    fn mrz(&self, line: &Image) -> Result<MrzSteps> {
        let mut steps = Vec::new();
        self.each_step(line, &mut |step| {
            let mut kept = [0.0_f32; 38];
            kept[0] = step[0];
            for (slot, &class) in kept[1..].iter_mut().zip(&self.alphabet.mrz) {
                *slot = step[class];
            }
            // A step that believes in none of them says nothing; the floor keeps its logarithm finite.
            let sum: f32 = kept.iter().map(|p| p.max(1e-12)).sum();
            steps.push(kept.map(|p| (p.max(1e-12) / sum).ln()));
        })?;
        Ok(steps)
    }
}

/// A quick reading of MRZ steps: per step the most probable symbol, repeats and blanks removed; a doubtful one is `?`.
pub(crate) fn quick_text(steps: &MrzSteps) -> String {
    let mut text = String::new();
    let mut previous = 0;
    for step in steps {
        let best = (0..step.len()).fold(0, |best, k| if step[k] > step[best] { k } else { best });
        if best != 0 && best != previous {
            let symbol = MRZ_ALPHABET.chars().nth(best - 1).filter(|_| step[best] >= DOUBTFUL.ln());
            text.push(symbol.unwrap_or('?'));
        }
        previous = best;
    }
    text
}

/// Cuts the line inside `quad` (source pixels, corners as it reads) out of `source`, as high as text recognisers want it.
pub(crate) fn cut(source: &Image, quad: &Quad) -> Option<Image> {
    cut_at(source, quad, HEIGHT, 1.0)
}

/// Cuts the line inside `quad` out of `source`, `height` pixels high; `stretch` widens it.
/// `None` when the corners are degenerate or the line is too long to be text.
pub(crate) fn cut_at(source: &Image, quad: &Quad, height: u32, stretch: f32) -> Option<Image> {
    let (w, h) = (quad.reading_width(), quad.reading_height());
    if !(w >= 2.0 && h >= 2.0 && w.is_finite() && h.is_finite()) {
        return None;
    }
    let width = (height as f32 * w / h * stretch).ceil();
    if width > height as f32 * MOST_ASPECT {
        return None;
    }
    let width = (width as u32).max(height);
    warp::rectified(source, quad, width, height)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::scripted::ScriptedSession;
    use crate::wire::{Point, Rect};

    // Classes: blank, A–Z, 0–9, <, space. One step a row; the given class gets 0.9.
    fn scripted(classes: &[usize]) -> Loaded {
        let dictionary: String = MRZ_ALPHABET.chars().flat_map(|c| [c, '\n']).collect();
        let step = |class: &usize| {
            let mut row = vec![0.1 / 38.0; 39];
            row[*class] = 0.9;
            row
        };
        let answer = Tensor::new([1, classes.len(), 39], classes.iter().flat_map(step).collect());
        let session = ScriptedSession::new(Vec::new(), Vec::new(), vec![vec![answer]]).with_metadata("character", &dictionary);
        Loaded { id: "rec".into(), sha256: String::new(), session: Arc::new(session), calibration: None }
    }

    #[test]
    fn repeats_and_blanks_are_removed_but_a_blank_keeps_doubles() {
        let model = scripted(&[0, 1, 1, 0, 1, 37, 37, 38, 2]);
        let reading = Recogniser::new(&model).unwrap().latin(&Image::filled(100, 20, [200; 3])).unwrap();
        assert_eq!(reading.text(), "AA< B");
        assert!((reading.confidence() - 0.9).abs() < 1e-6);
    }

    #[test]
    fn mrz_steps_are_distributions() {
        let model = scripted(&[0, 37, 38]);
        let steps = Recogniser::new(&model).unwrap().mrz(&Image::filled(100, 20, [200; 3])).unwrap();
        assert_eq!(steps.len(), 3);
        for step in &steps {
            assert!((step.iter().map(|l| l.exp()).sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!(steps[1][37] > -0.2);
    }

    #[test]
    fn a_quick_reading_marks_what_is_doubtful() {
        let step = |class: usize, p: f32| {
            let mut step = [((1.0 - p) / 37.0).ln(); 38];
            step[class] = p.ln();
            step
        };
        let steps = vec![step(1, 0.9), step(1, 0.9), step(0, 0.9), step(1, 0.8), step(27, 0.3), step(37, 0.9)];
        assert_eq!(quick_text(&steps), "AA?<");
        assert_eq!(quick_text(&Vec::new()), "");
    }

    #[test]
    fn a_cut_is_48_high_and_degenerate_corners_give_none() {
        let source = Image::filled(400, 200, [120; 3]);
        let quad = Quad::from(Rect { x: 10.0, y: 10.0, width: 300.0, height: 30.0 });
        let line = cut(&source, &quad).unwrap();
        assert_eq!((line.width(), line.height()), (480, 48));
        assert!(cut(&source, &Quad([Point::new(3.0, 3.0); 4])).is_none());
        assert!(cut(&source, &Quad([Point::new(f32::NAN, 3.0); 4])).is_none());
    }
}
