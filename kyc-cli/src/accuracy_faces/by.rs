//! Which embedder's score figures are of.

use kyc_core::face::Face;
use kyc_core::model::Calibration;

use super::peer::Peer;
use super::ready::Ready;

/// A score of two faces.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum By {
    /// The first embedder's cosine.
    First,
    /// The second's.
    Second,
    /// Both cosines, the second's with this weight.
    Fused(f64),
    /// Another program's.
    Peer(Peer),
}

impl By {
    /// Every score that there is: one without a second embedder, else three.
    pub(super) fn all(ready: &Ready) -> Vec<By> {
        let second = ready.faces.second.as_ref().map(|second| [By::Second, By::Fused(second.weight())]);
        [By::First].into_iter().chain(second.into_iter().flatten()).collect()
    }

    /// `None` where a face lacks an embedding, and of a peer, which scores pairs of the list and not faces.
    pub(super) fn score(&self, a: &Face, b: &Face) -> Option<f64> {
        let first = || a.embedding.cosine(&b.embedding);
        let second = || a.second.as_ref()?.cosine(b.second.as_ref()?);
        match self {
            By::First => first(),
            By::Second => second(),
            By::Fused(weight) => Some((1.0 - weight) * first()? + weight * second()?),
            By::Peer(_) => None,
        }
    }

    /// What reports call it.
    pub(super) fn name(&self, ready: &Ready) -> String {
        let first = ready.faces.embedder.id.clone();
        let second = ready.faces.second.as_ref().map_or(String::new(), |second| second.model().id.clone());
        match self {
            By::First => first,
            By::Second => second,
            By::Peer(peer) => peer.name.clone(),
            By::Fused(weight) => format!("{:.2} {first} + {weight:.2} {second}", 1.0 - weight),
        }
    }

    /// The lowest score that its calibration maps to `similarity` or more; `None` where it has none.
    pub(super) fn raw_of(&self, similarity: f64, ready: &Ready) -> Option<f64> {
        let calibration: &Calibration = match self {
            By::First => ready.faces.embedder.calibration.as_ref()?,
            By::Second | By::Peer(_) => return None,
            By::Fused(_) => ready.faces.second.as_ref()?.calibration(),
        };
        let (mut low, mut high) = (-1.0_f64, 1.0_f64);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            let reached = calibration.apply(middle).to_f64() >= similarity;
            (low, high) = if reached { (low, middle) } else { (middle, high) };
        }
        Some(high)
    }
}

#[cfg(test)]
mod tests {
    use kyc_core::face::Embedding;
    use kyc_core::wire::{Point, Rect};

    use super::*;

    fn face(first: [f32; 2], second: Option<[f32; 2]>) -> Face {
        let made = |model: &str, values: [f32; 2]| Embedding::new(model, values.to_vec());
        let Some(embedding) = made("a", first) else { panic!("it has a direction") };
        let second = second.and_then(|values| made("b", values));
        Face { bounds: Rect::default(), landmarks: [Point::default(); 5], turn: 0.0, embedding, second }
    }

    #[test]
    fn the_fused_score_lies_between_both_and_needs_both() {
        let (a, b) = (face([1.0, 0.0], Some([1.0, 0.0])), face([0.6, 0.8], Some([0.0, 1.0])));
        let close = |score: Option<f64>, wanted: f64| score.is_some_and(|score| (score - wanted).abs() < 1e-6);
        assert!(close(By::First.score(&a, &b), 0.6) && close(By::Second.score(&a, &b), 0.0));
        assert!(close(By::Fused(0.25).score(&a, &b), 0.45));
        let alone = face([1.0, 0.0], None);
        assert!(By::First.score(&a, &alone).is_some() && By::Fused(0.25).score(&a, &alone).is_none());
    }
}
