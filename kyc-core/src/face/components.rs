//! Component scores of face quality, 0 to 100, each a fixed map of one measure.
//!
//! Where ISO/IEC 29794-5:2025 has a component that measures the same thing, it lends its name, and for the pose angles,
//! dynamic range and illumination uniformity the form of its map. Conformance is not claimed: the measures come from other
//! models, and nothing was compared with the reference implementation. Which score suffices is for policies.

use super::around::Around;
use super::covered;
use crate::wire::{FaceQuality, QualityComponent, QualityName};

/// Eye distance of a full score, pixels: what ISO/IEC 19794-5 asks of a full frontal portrait.
const FULL_EYE_DISTANCE: f32 = 90.0;
/// Laplacian variance at which sharpness scores 50; the scores approach 100 without reaching it.
const HALF_SHARP: f32 = 100.0;
/// Luma up to which a pixel is nearly black, and from which it is blown out.
const BLACK: u8 = 25;
const BLOWN: u8 = 247;
/// Margin of a full score, in sides of the face.
const FULL_MARGIN: f32 = 0.25;
/// Contrast of eyes and mouth of a full score, as a share of the face's: three in four of 150 live photographs of the
/// development data have more.
const FULL_CONTRAST: f32 = 0.5;
/// Step of the background's luma, levels of 255, at which its plainness scores 50; the median of the same photographs is 3.3.
const HALF_PLAIN: f32 = 8.0;

/// All components. `luma` is the aligned face, row by row, of a whole number of rows of `luma.len()`'s square root; `gaze` is
/// how far the eyes look away.
pub(super) fn all(quality: &FaceQuality, luma: &[u8], gaze: f32, around: Around) -> Vec<QualityComponent> {
    let (open, closed) = (quality.eyes_closed.complement().to_f64(), quality.mouth_open.complement().to_f64());
    let pose = |angle: f32| (angle, angle.to_radians().cos().max(0.0).powi(2));
    let plain = |value: f64| (value as f32, value as f32);
    let (black, blown) = (share(luma, |v| v <= BLACK), share(luma, |v| v >= BLOWN));
    let entropy = entropy(luma);
    let (eyes, mouth) = covered::contrasts(luma);
    let background = around.background.map(|step| (QualityName::BackgroundPlainness, (step, HALF_PLAIN / (step + HALF_PLAIN))));
    let measured = [
        (QualityName::InterEyeDistance, (quality.eye_distance, quality.eye_distance / FULL_EYE_DISTANCE)),
        (QualityName::HeadPoseYaw, pose(quality.yaw)),
        (QualityName::HeadPosePitch, pose(quality.pitch)),
        (QualityName::HeadPoseRoll, pose(quality.roll)),
        (QualityName::EyesOpen, plain(open)),
        (QualityName::MouthClosed, plain(closed)),
        (QualityName::FacePresence, plain(quality.presence.to_f64())),
        (QualityName::Sharpness, (quality.sharpness, quality.sharpness / (quality.sharpness + HALF_SHARP))),
        (QualityName::UnderExposure, (black, 1.0 - black)),
        (QualityName::OverExposure, (blown, 1.0 - blown)),
        // 8 bits of luma hold 8 bits of entropy at most.
        (QualityName::DynamicRange, (entropy, entropy / 8.0)),
        (QualityName::IlluminationUniformity, {
            let u = uniformity(luma);
            (u, u)
        }),
        (QualityName::CropMargin, (around.margin, around.margin / FULL_MARGIN)),
        (QualityName::Gaze, (gaze, 1.0 - gaze)),
        (QualityName::EyeContrast, (eyes, eyes / FULL_CONTRAST)),
        (QualityName::MouthContrast, (mouth, mouth / FULL_CONTRAST)),
        // Steps twice as large at the blocks' borders as elsewhere score 0.
        (QualityName::Compression, (around.blocks, 2.0 - around.blocks)),
    ];
    // Conversion saturates, and takes NaN to 0.
    let component = |(name, (value, part)): (QualityName, (f32, f32))| QualityComponent {
        name,
        value,
        score: (part.clamp(0.0, 1.0) * 100.0).round() as u8,
    };
    measured.into_iter().chain(background).map(component).collect()
}

fn share(luma: &[u8], counts: impl Fn(u8) -> bool) -> f32 {
    luma.iter().filter(|&&v| counts(v)).count() as f32 / luma.len().max(1) as f32
}

/// Shannon entropy of the luma histogram, bits.
fn entropy(luma: &[u8]) -> f32 {
    let mut histogram = [0u32; 256];
    luma.iter().for_each(|&v| histogram[usize::from(v)] += 1);
    let n = luma.len().max(1) as f32;
    let parts = histogram.iter().filter(|&&count| count > 0).map(|&count| count as f32 / n);
    -parts.map(|p| p * p.log2()).sum::<f32>() + 0.0
}

/// Overlap of the luma histograms (32 bins) of the left and the right half, 0 to 1.
fn uniformity(luma: &[u8]) -> f32 {
    let side = luma.len().isqrt().max(2);
    let mut histograms = [[0u32; 32]; 2];
    for row in luma.chunks_exact(side) {
        for (x, &v) in row.iter().enumerate() {
            histograms[usize::from(x >= side / 2)][usize::from(v / 8)] += 1;
        }
    }
    let total = |half: usize| histograms[half].iter().sum::<u32>().max(1) as f32;
    let (left, right) = (total(0), total(1));
    histograms[0].iter().zip(histograms[1]).map(|(&l, r)| (l as f32 / left).min(r as f32 / right)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Unit;

    const SIDE: usize = 112;

    fn flawless() -> FaceQuality {
        FaceQuality {
            eye_distance: 120.0,
            sharpness: 400.0,
            brightness: 128.0,
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            presence: Unit::ONE,
            eyes_closed: Unit::ZERO,
            mouth_open: Unit::ZERO,
            components: Vec::new(),
        }
    }

    fn ramp(of: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        (0..SIDE * SIDE).map(|i| of(i % SIDE, i / SIDE)).collect()
    }

    fn around(margin: f32) -> Around {
        Around { margin, background: Some(0.0), blocks: 1.0 }
    }

    fn score(quality: &FaceQuality, luma: &[u8], margin: f32, name: QualityName) -> u8 {
        all(quality, luma, 0.0, around(margin))
            .iter()
            .find(|component| component.name == name)
            .map_or(u8::MAX, |found| found.score)
    }

    /// The score of one component falls, from the first picture of the face to the last.
    fn falls(name: QualityName, steps: &[(FaceQuality, Vec<u8>, f32)]) {
        let scores: Vec<u8> = steps.iter().map(|(quality, luma, margin)| score(quality, luma, *margin, name)).collect();
        assert!(scores.windows(2).all(|pair| pair[0] > pair[1]) && scores[0] <= 100, "{name:?} {scores:?}");
    }

    fn with(change: impl Fn(&mut FaceQuality, f32), values: &[f32]) -> Vec<(FaceQuality, Vec<u8>, f32)> {
        let changed = values.iter().map(|&value| {
            let mut quality = flawless();
            change(&mut quality, value);
            (quality, ramp(|x, y| (x + y) as u8), 1.0)
        });
        changed.collect()
    }

    #[test]
    fn f_110_scores_fall_as_the_face_gets_worse() {
        falls(QualityName::InterEyeDistance, &with(|q, v| q.eye_distance = v, &[90.0, 60.0, 20.0]));
        falls(QualityName::HeadPoseYaw, &with(|q, v| q.yaw = v, &[0.0, -15.0, 30.0, -60.0]));
        falls(QualityName::HeadPosePitch, &with(|q, v| q.pitch = v, &[0.0, 15.0, -30.0, 100.0]));
        falls(QualityName::HeadPoseRoll, &with(|q, v| q.roll = v, &[0.0, 15.0, -30.0, 60.0]));
        falls(QualityName::EyesOpen, &with(|q, v| q.eyes_closed = Unit::from_f32(v), &[0.0, 0.3, 0.9]));
        falls(QualityName::MouthClosed, &with(|q, v| q.mouth_open = Unit::from_f32(v), &[0.0, 0.3, 0.9]));
        falls(QualityName::FacePresence, &with(|q, v| q.presence = Unit::from_f32(v), &[1.0, 0.6, 0.1]));
        falls(QualityName::Sharpness, &with(|q, v| q.sharpness = v, &[900.0, 100.0, 10.0, 0.0]));
    }

    #[test]
    fn f_110_scores_fall_as_the_light_gets_worse() {
        let lit = |of: &dyn Fn(usize, usize) -> u8| (flawless(), ramp(of), 1.0);
        let darker = [1usize, 2, 8].map(|by| lit(&|x, y| ((x + y) / by) as u8));
        falls(QualityName::UnderExposure, &darker);
        let brighter = [40usize, 120, 220].map(|by| lit(&|x, y| (x + y + by).min(255) as u8));
        falls(QualityName::OverExposure, &brighter);
        let flatter = [1usize, 8, 300].map(|by| lit(&|x, y| ((x + y) / by) as u8));
        falls(QualityName::DynamicRange, &flatter);
        let from_the_side = [0usize, 30, 120].map(|by| lit(&|x, y| (y + if x < SIDE / 2 { by } else { 0 }) as u8));
        falls(QualityName::IlluminationUniformity, &from_the_side);
        let nearer = [0.3, 0.2, 0.05, -0.2].map(|margin| (flawless(), ramp(|x, _| x as u8), margin));
        falls(QualityName::CropMargin, &nearer);
    }

    #[test]
    fn f_110_scores_fall_as_eyes_wander_backgrounds_fill_and_files_lose() {
        let of = |gaze: f32, around: Around, name: QualityName| {
            all(&flawless(), &ramp(|x, _| x as u8), gaze, around).iter().find(|c| c.name == name).map(|c| c.score)
        };
        let gaze = [0.0, 0.4, 1.0].map(|gaze| of(gaze, around(1.0), QualityName::Gaze).unwrap());
        assert_eq!(gaze, [100, 60, 0]);
        let with = |step| Around { background: Some(step), ..around(1.0) };
        let plain = [0.0, 8.0, 24.0].map(|step| of(0.0, with(step), QualityName::BackgroundPlainness).unwrap());
        assert_eq!(plain, [100, 50, 25]);
        assert_eq!(of(0.0, Around { background: None, ..around(1.0) }, QualityName::BackgroundPlainness), None);
        let blocks = [1.0, 1.5, 3.0].map(|blocks| of(0.0, Around { blocks, ..around(1.0) }, QualityName::Compression).unwrap());
        assert_eq!(blocks, [100, 50, 0]);
    }

    #[test]
    fn broken_measures_score_nothing() {
        let broken = FaceQuality { yaw: f32::NAN, sharpness: f32::NAN, ..flawless() };
        assert_eq!(score(&broken, &[], f32::NAN, QualityName::HeadPoseYaw), 0);
        assert_eq!(score(&broken, &[], f32::NAN, QualityName::CropMargin), 0);
        assert_eq!(score(&broken, &[], 1.0, QualityName::DynamicRange), 0);
    }
}
