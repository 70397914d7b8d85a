//! One-to-many search: who among many stored faces looks like this one (duplicates, block lists).
//!
//! The search is exhaustive: every template is compared. What limits it is the speed of memory, so values are held in 16 bits;
//! a cosine is then within 0.0004 of the exact one whatever the vectors, in practice within 0.00002. Measured by
//! `benches/benches/pure.rs`.

use std::fmt;

use super::embed::Embedding;
use crate::error::{Code, Error, Result};
use crate::sensitive::Sensitive;

/// Templates a block. A block is never moved once begun, so no copy of a face is left behind in freed memory.
const BLOCK: usize = 1024;
/// What 1 is in 16 bits. The vectors have length 1, so neither a value nor a dot product can overflow.
const ONE: f32 = 32_767.0;

/// A stored face that looks like the probe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The caller's key.
    pub key: u64,
    /// Cosine of the probe and the template, −1 to 1.
    pub cosine: f32,
}

/// Templates of one embedding model, in memory. Biometric data: printing hides it and memory is wiped on drop.
pub struct FaceIndex {
    model: String,
    length: usize,
    keys: Vec<u64>,
    blocks: Vec<Sensitive<Vec<i16>>>,
}

impl FaceIndex {
    /// An empty index for templates like `first`: of its model and length.
    pub fn like(first: &Embedding) -> Self {
        let (model, length) = (first.model().to_owned(), first.values().len());
        Self { model, length, keys: Vec::new(), blocks: Vec::new() }
    }

    /// Manifest id of the model whose templates these are.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Templates held.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Stores a template under the caller's key. Keys may repeat: a person may have several templates.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] for a template of another model: their cosines mean nothing.
    pub fn add(&mut self, key: u64, template: &Embedding) -> Result<()> {
        self.comparable(template)?;
        let place = self.keys.len() % BLOCK;
        if place == 0 {
            self.blocks.push(Sensitive::new(vec![0; BLOCK * self.length]));
        }
        let slot = self.blocks.last_mut().map(Sensitive::expose_mut);
        if let Some(slot) = slot.and_then(|block| block.get_mut(place * self.length..(place + 1) * self.length)) {
            slot.iter_mut().zip(template.values()).for_each(|(slot, &value)| *slot = fixed(value));
            self.keys.push(key);
        }
        Ok(())
    }

    /// The `limit` most similar templates whose cosine is at least `least`, best first; equals in the order they were added.
    ///
    /// Time is linear in [`FaceIndex::len`]. Memory beyond the answer is bounded by twice `limit`.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] for a probe of another model.
    pub fn search(&self, probe: &Embedding, least: f32, limit: usize) -> Result<Vec<Candidate>> {
        self.comparable(probe)?;
        let probe = Sensitive::new(probe.values().iter().copied().map(fixed).collect::<Vec<i16>>());
        let mut found = Best { least, limit, candidates: Vec::new() };
        for (keys, block) in self.keys.chunks(BLOCK).zip(&self.blocks) {
            for (&key, template) in keys.iter().zip(block.expose().chunks_exact(self.length)) {
                found.offer(Candidate { key, cosine: cosine(probe.expose(), template) });
            }
        }
        Ok(found.finish())
    }

    fn comparable(&self, template: &Embedding) -> Result<()> {
        if template.model() == self.model && template.values().len() == self.length {
            return Ok(());
        }
        let models = format!("a template of {} cannot be compared with those of {}", template.model(), self.model);
        Err(Error::new(Code::InvalidRequest, models))
    }
}

impl fmt::Debug for FaceIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaceIndex({}, {} templates, [hidden])", self.model, self.len())
    }
}

/// The best so far.
struct Best {
    least: f32,
    limit: usize,
    candidates: Vec<Candidate>,
}

impl Best {
    fn offer(&mut self, candidate: Candidate) {
        // False for a NaN on either side.
        if candidate.cosine >= self.least {
            self.candidates.push(candidate);
            if self.candidates.len() >= self.limit.saturating_mul(2).max(64) {
                self.shrink();
            }
        }
    }

    /// Keeps the best and asks of all that follow to be no worse.
    fn shrink(&mut self) {
        // Stable: equals keep their order.
        self.candidates.sort_by(|a, b| b.cosine.total_cmp(&a.cosine));
        self.candidates.truncate(self.limit);
        if let Some(last) = self.candidates.last().filter(|_| self.candidates.len() == self.limit) {
            self.least = self.least.max(last.cosine);
        }
    }

    fn finish(mut self) -> Vec<Candidate> {
        self.shrink();
        self.candidates
    }
}

fn fixed(value: f32) -> i16 {
    // Conversion saturates.
    (value * ONE).round() as i16
}

/// Written as one sum of products so that the compiler uses the processor's multiply-and-add of 16-bit pairs.
fn cosine(a: &[i16], b: &[i16]) -> f32 {
    let sum = a.iter().zip(b).fold(0i32, |sum, (&x, &y)| sum.wrapping_add(i32::from(x) * i32::from(y)));
    (sum as f32 / (ONE * ONE)).clamp(-1.0, 1.0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A repeatable direction for a number.
    fn face(seed: u64) -> Embedding {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let values = (0..128).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        });
        Embedding::new("e", values.collect()).unwrap()
    }

    fn index(n: u64) -> FaceIndex {
        let mut index = FaceIndex::like(&face(0));
        (0..n).for_each(|key| index.add(key, &face(key)).unwrap());
        index
    }

    #[test]
    fn the_stored_person_comes_first_and_the_order_is_that_of_all_cosines() {
        let (index, probe) = (index(2_500), face(1_777));
        let found = index.search(&probe, -1.0, 10).unwrap();
        assert!(found[0].key == 1_777 && found[0].cosine > 0.999 && found.len() == 10);
        let mut all: Vec<f64> = (0..2_500).map(|key| probe.cosine(&face(key)).unwrap()).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        assert!(found.iter().zip(&all).all(|(candidate, cosine)| (f64::from(candidate.cosine) - cosine).abs() < 4e-4));
        assert_eq!(index.search(&probe, 0.9, 10).unwrap().len(), 1);
        assert!(index.search(&probe, f32::NAN, 10).unwrap().is_empty() && index.search(&probe, -1.0, 0).unwrap().is_empty());
    }

    #[test]
    fn equals_keep_the_order_they_were_added_in() {
        let mut index = FaceIndex::like(&face(0));
        (0..300).for_each(|key| index.add(key, &face(1)).unwrap());
        let keys: Vec<u64> = index.search(&face(1), 0.5, 4).unwrap().iter().map(|found| found.key).collect();
        assert_eq!(keys, [0, 1, 2, 3]);
    }

    #[test]
    fn templates_of_another_model_are_refused_and_printing_hides_all() {
        let mut index = index(3);
        let other = Embedding::new("other", vec![1.0; 128]).unwrap();
        assert_eq!(index.add(9, &other).unwrap_err().code(), Code::InvalidRequest);
        assert_eq!(index.search(&other, 0.0, 1).unwrap_err().code(), Code::InvalidRequest);
        let short = Embedding::new("e", vec![1.0; 64]).unwrap();
        assert_eq!(index.add(9, &short).unwrap_err().code(), Code::InvalidRequest);
        assert_eq!(format!("{index:?}"), "FaceIndex(e, 3 templates, [hidden])");
        assert!(FaceIndex::like(&other).search(&other, 0.0, 5).unwrap().is_empty());
    }
}
