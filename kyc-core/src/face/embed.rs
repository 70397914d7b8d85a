//! Embeddings and their comparison.

use std::fmt;

use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::sensitive::Sensitive;
use crate::wire::{FaceMatchEvidence, Unit};

/// Values an embedder gives: SFace and dlib's network alike.
const LENGTH: usize = 128;
/// Name of SFace's answer.
pub(super) const SFACE: &str = "fc1";

/// A face as a point on the unit sphere. Biometric data: printing hides it and memory is wiped on drop.
#[derive(Clone)]
pub struct Embedding {
    model: String,
    values: Sensitive<Vec<f32>>,
}

impl Embedding {
    /// Normalises to length 1. `None` when a value is not finite or all are 0: such a vector has no direction.
    pub fn new(model: &str, mut values: Vec<f32>) -> Option<Self> {
        let norm = values.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>().sqrt();
        if !norm.is_finite() || norm < 1e-6 {
            return None;
        }
        values.iter_mut().for_each(|v| *v = (f64::from(*v) / norm) as f32);
        Some(Self { model: model.to_owned(), values: Sensitive::new(values) })
    }

    /// Manifest id of the model that made it; embeddings of different models cannot be compared.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The values, of length 1 as a vector.
    pub fn values(&self) -> &[f32] {
        self.values.expose()
    }

    /// The cosine of the angle between two embeddings, −1 to 1; `None` when they are of different models.
    pub fn cosine(&self, other: &Embedding) -> Option<f64> {
        let comparable = self.model == other.model && self.values().len() == other.values().len();
        let dot = || self.values().iter().zip(other.values()).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>();
        comparable.then(|| dot().clamp(-1.0, 1.0))
    }
}

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Embedding({}, {} values, [hidden])", self.model, self.values().len())
    }
}

/// Embeds an aligned face; `output` is the name of the model's answer.
///
/// # Errors
/// Those of the runtime, and [`Code::InferenceFailed`] when the answer has no direction.
pub(super) fn embed(aligned: &Image, model: &Loaded, output: &str) -> Result<Embedding> {
    let (width, height) = (aligned.width() as usize, aligned.height() as usize);
    // 0 to 255; the network normalises by itself.
    let data = planes(aligned, Order::Rgb, [0.0; 3], [1.0; 3], (width, height));
    let outputs = model.infer(Tensor::new([1, 3, height, width], data))?;
    let values = model.output(&outputs, output, LENGTH)?;
    Embedding::new(&model.id, values.to_vec())
        .ok_or_else(|| Error::new(Code::InferenceFailed, format!("{} gave an embedding without direction", model.id)))
}

/// Compares two embeddings of `embedder`: its calibrated similarity and the raw cosine.
///
/// Similarity is 0 where it would mean nothing: the embeddings are of different models, or `embedder` has no calibration.
pub fn compare(a: &Embedding, b: &Embedding, embedder: &Loaded) -> FaceMatchEvidence {
    let cosine = a.cosine(b).filter(|_| a.model() == embedder.id);
    let similarity = match (&embedder.calibration, cosine) {
        (Some(calibration), Some(cosine)) => calibration.apply(cosine),
        _ => Unit::ZERO,
    };
    FaceMatchEvidence { similarity, raw_cosine: cosine.unwrap_or(0.0), model: embedder.id.clone(), second: None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Calibration;
    use crate::runtime::{Port, scripted::ScriptedSession};

    fn embedder(answer: Vec<f32>, calibration: Option<Calibration>) -> Loaded {
        let port = |name: &str| Port { name: name.to_owned(), shape: vec![None] };
        let answer = vec![Tensor::new([1, answer.len()], answer)];
        let session = ScriptedSession::new(vec![port("data")], vec![port("fc1")], vec![answer]);
        Loaded { id: "e".to_owned(), sha256: String::new(), session: Arc::new(session), calibration }
    }

    #[test]
    fn f_123_an_embedding_has_length_1_and_names_its_model() {
        let aligned = Image::filled(112, 112, [90; 3]);
        let made = embed(&aligned, &embedder((0u8..128).map(f32::from).collect(), None), SFACE).unwrap();
        let norm: f32 = made.values().iter().map(|v| v * v).sum::<f32>().sqrt();
        assert!((norm - 1.0).abs() < 1e-3 && made.values().len() == 128 && made.model() == "e");
    }

    #[test]
    fn an_answer_without_direction_is_a_failed_model() {
        let aligned = Image::filled(112, 112, [90; 3]);
        for bad in [0.0, f32::NAN, f32::INFINITY] {
            let failed = embed(&aligned, &embedder(vec![bad; 128], None), SFACE);
            assert_eq!(failed.unwrap_err().code(), Code::InferenceFailed);
        }
        assert_eq!(embed(&aligned, &embedder(vec![1.0; 512], None), SFACE).unwrap_err().code(), Code::ModelContract);
    }

    #[test]
    fn printing_hides_the_values() {
        let made = Embedding::new("e", vec![3.0, 4.0]).unwrap();
        assert_eq!(format!("{made:?}"), "Embedding(e, 2 values, [hidden])");
    }

    #[test]
    fn x_08_similarity_is_the_calibrated_cosine_and_0_where_it_means_nothing() {
        let calibration = Calibration { points: vec![[-1.0, 0.0], [0.6, 0.75], [1.0, 1.0]], source: String::new() };
        let (a, b) = (Embedding::new("e", vec![1.0, 0.0]).unwrap(), Embedding::new("e", vec![0.6, 0.8]).unwrap());
        let calibrated = compare(&a, &b, &embedder(Vec::new(), Some(calibration.clone())));
        assert!((calibrated.raw_cosine - 0.6).abs() < 1e-6 && (calibrated.similarity.to_f64() - 0.75).abs() < 1e-5);
        assert_eq!(compare(&a, &a, &embedder(Vec::new(), Some(calibration.clone()))).similarity, Unit::ONE);
        assert_eq!(compare(&a, &b, &embedder(Vec::new(), None)).similarity, Unit::ZERO);
        let other = Embedding::new("other", vec![1.0, 0.0]).unwrap();
        assert_eq!(compare(&a, &other, &embedder(Vec::new(), Some(calibration))).similarity, Unit::ZERO);
    }
}
