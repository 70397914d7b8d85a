//! A second embedder, by configuration: another network's opinion on the same two faces, fused with the first one's.
//!
//! The fused score is a weighted mean of both cosines; weight, template and calibration of the fused score lie with the weights
//! (`[file.second]` in `models/manifest.toml`). Both cosines stand in the evidence.

use super::align::{self, Template};
use super::embed::{self, Embedding};
use super::{Face, FaceModels};
use crate::error::{Code, Error, Result};
use crate::image::Image;
use crate::model::manifest::Second;
use crate::model::{Calibration, Loaded};
use crate::wire::{FaceMatchEvidence, Point, SecondMatch, Unit};

/// Name of the answer of a second embedder.
const OUTPUT: &str = "embedding";
/// Sides of an aligned face that make sense, in pixels.
const SIDES: std::ops::RangeInclusive<u32> = 32..=512;

/// An embedder that is used beside another one.
#[derive(Clone)]
pub struct SecondEmbedder {
    model: Loaded,
    template: Template,
    weight: f64,
    fused: Calibration,
}

impl SecondEmbedder {
    /// `how` stands in the manifest beside `model`; `first` is the id of the engine's own embedder.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] when the fusion was measured with another first embedder, [`Code::InvalidManifest`] when its
    /// numbers make no sense.
    pub fn new(model: Loaded, how: &Second, first: &str) -> Result<Self> {
        if how.first != first {
            let why = format!("{} is fused with {}, and the first embedder is {first}", model.id, how.first);
            return Err(Error::new(Code::InvalidConfig, why));
        }
        let points = how.points.map(|[x, y]| Point::new(x, y));
        let placed = points.iter().all(|point| point.x.is_finite() && point.y.is_finite());
        if !(placed && SIDES.contains(&how.side) && (0.0..=1.0).contains(&how.weight) && how.fused.is_valid()) {
            return Err(Error::new(Code::InvalidManifest, format!("how {} is used beside another makes no sense", model.id)));
        }
        let template = Template { side: how.side, points };
        Ok(Self { model, template, weight: how.weight, fused: how.fused.clone() })
    }

    /// The network.
    pub fn model(&self) -> &Loaded {
        &self.model
    }

    /// Its part of the fused score.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// What the fused score means.
    pub fn calibration(&self) -> &Calibration {
        &self.fused
    }

    /// The fused score of two cosines, −1 to 1.
    pub fn fuse(&self, first: f64, second: f64) -> f64 {
        (1.0 - self.weight) * first + self.weight * second
    }

    /// Embeds the face with these five points. `None` when they coincide.
    ///
    /// # Errors
    /// Those of the runtime, and [`Code::InferenceFailed`] when the answer has no direction.
    pub(super) fn embed(&self, image: &Image, landmarks: &[Point; 5]) -> Result<Option<Embedding>> {
        let aligned = align::align(image, landmarks, &self.template)?;
        aligned.map(|aligned| embed::embed(&aligned, &self.model, OUTPUT)).transpose()
    }
}

/// Compares two faces by every embedder there is. With a second one, `similarity` is the calibrated fused score, and 0 where a
/// face lacks its embedding: the anchors of one embedder mean nothing for both, nor the other way round.
pub fn compare_faces(a: &Face, b: &Face, models: &FaceModels) -> FaceMatchEvidence {
    let alone = embed::compare(&a.embedding, &b.embedding, &models.embedder);
    let Some(second) = &models.second else { return alone };
    let comparable = |embedding: &&Embedding| embedding.model() == second.model.id;
    let both = a.second.as_ref().filter(comparable).zip(b.second.as_ref().filter(comparable));
    match both.and_then(|(a, b)| a.cosine(b)) {
        Some(cosine) => {
            let fused = second.fuse(alone.raw_cosine, cosine);
            let seen = SecondMatch { raw_cosine: cosine, model: second.model.id.clone(), fused };
            FaceMatchEvidence { similarity: second.fused.apply(fused), second: Some(seen), ..alone }
        }
        None => FaceMatchEvidence { similarity: Unit::ZERO, ..alone },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::{Port, Tensor, scripted::ScriptedSession};
    use crate::wire::Rect;

    fn loaded(id: &str, output: &str) -> Loaded {
        let port = |name: &str| Port { name: name.to_owned(), shape: vec![None] };
        let answer = vec![Tensor::new([1, 128], (0u8..128).map(f32::from).collect())];
        let session = ScriptedSession::new(vec![port("input")], vec![port(output)], vec![answer]);
        Loaded { id: id.to_owned(), sha256: String::new(), session: Arc::new(session), calibration: None }
    }

    fn how() -> Second {
        Second {
            first: "first".to_owned(),
            side: 150,
            points: [[53.5, 46.0], [96.5, 46.0], [75.0, 83.0], [57.0, 109.0], [93.0, 109.0]],
            weight: 0.25,
            fused: Calibration { points: vec![[-1.0, 0.0], [0.5, 0.75], [1.0, 1.0]], source: String::new() },
        }
    }

    fn models(second: bool) -> FaceModels {
        let [detector, mesh, blendshapes, embedder] = ["d", "m", "b", "first"].map(|id| loaded(id, "fc1"));
        let second = second.then(|| SecondEmbedder::new(loaded("second", "embedding"), &how(), "first").unwrap());
        FaceModels { detector, mesh, blendshapes, embedder, second }
    }

    fn face(first: [f32; 2], second: Option<(&str, [f32; 2])>) -> Face {
        let embedding = |model: &str, values: [f32; 2]| Embedding::new(model, values.to_vec()).unwrap();
        let second = second.map(|(model, values)| embedding(model, values));
        Face {
            bounds: Rect::default(),
            landmarks: [Point::default(); 5],
            turn: 0.0,
            embedding: embedding("first", first),
            second,
        }
    }

    #[test]
    fn f_123_two_embedders_give_one_calibrated_similarity_and_both_cosines() {
        let a = face([1.0, 0.0], Some(("second", [1.0, 0.0])));
        let b = face([0.6, 0.8], Some(("second", [0.2, 0.979_796])));
        let seen = compare_faces(&a, &b, &models(true));
        let second = seen.second.unwrap();
        assert!((seen.raw_cosine - 0.6).abs() < 1e-6 && (second.raw_cosine - 0.2).abs() < 1e-6);
        // A quarter of the second's and three of the first's; 0.5 is 0.75 on the fused scale.
        assert!((second.fused - 0.5).abs() < 1e-6 && (seen.similarity.to_f64() - 0.75).abs() < 1e-5);
        assert_eq!(compare_faces(&a, &b, &models(false)).second, None);
    }

    #[test]
    fn a_face_without_a_second_opinion_is_never_matched_by_one_alone() {
        let whole = face([1.0, 0.0], Some(("second", [1.0, 0.0])));
        for other in [face([1.0, 0.0], None), face([1.0, 0.0], Some(("older", [1.0, 0.0])))] {
            let seen = compare_faces(&whole, &other, &models(true));
            assert_eq!((seen.similarity, seen.second), (Unit::ZERO, None));
        }
    }

    #[test]
    fn a_second_embedder_aligns_by_its_own_template() {
        let models = models(true);
        let second = models.second.unwrap();
        let image = Image::filled(300, 300, [120; 3]);
        let made = second.embed(&image, &how().points.map(|[x, y]| Point::new(x, y))).unwrap().unwrap();
        assert_eq!((made.model(), made.values().len()), ("second", 128));
        assert!(second.embed(&image, &[Point::default(); 5]).unwrap().is_none());
    }

    #[test]
    fn what_it_was_not_measured_with_is_refused() {
        let refused =
            |how: &Second, first: &str| SecondEmbedder::new(loaded("second", "embedding"), how, first).err().unwrap().code();
        assert_eq!(refused(&how(), "another"), Code::InvalidConfig);
        let unsorted = Calibration { points: vec![[0.5, 0.5], [0.1, 1.0]], source: String::new() };
        for bad in [
            Second { weight: 1.5, ..how() },
            Second { weight: f64::NAN, ..how() },
            Second { side: 0, ..how() },
            Second { points: [[f32::NAN; 2]; 5], ..how() },
            Second { fused: unsorted, ..how() },
        ] {
            assert_eq!(refused(&bad, "first"), Code::InvalidManifest);
        }
    }
}
