//! Embeddings and their comparison.

use std::fmt;

use crate::error::{Code, Error, Result};
use crate::image::Image;
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::sensitive::Sensitive;
use crate::wire::{FaceMatchEvidence, Unit};

/// Values SFace gives.
const LENGTH: usize = 128;

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

/// Embeds an aligned face.
///
/// # Errors
/// Those of the runtime, and [`Code::InferenceFailed`] when the answer has no direction.
pub(crate) fn embed(aligned: &Image, model: &Loaded) -> Result<Embedding> {
    let pixels = aligned.data();
    // Red, green and blue planes, 0 to 255; the network normalises by itself.
    let data = (0..3).flat_map(|channel| pixels.iter().skip(channel).step_by(3).map(|&v| f32::from(v))).collect();
    let shape = [1, 3, aligned.height() as usize, aligned.width() as usize];
    let outputs = model.infer(Tensor::new(shape, data))?;
    let values = model.output(&outputs, "fc1", LENGTH)?;
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
    FaceMatchEvidence { similarity, raw_cosine: cosine.unwrap_or(0.0), model: embedder.id.clone() }
}
