//! The direction of the bars, by the directions of the gradients.

use super::plane::Plane;

/// Bins of a quarter of a degree over a quarter turn.
const BINS: usize = 360;
/// Gradients below this many grey levels over two pixels are noise.
const LEAST_GRADIENT: i32 = 40;
/// Pixels are sampled so that about this many are looked at.
const SAMPLES: usize = 400_000;

/// How far the content must turn clockwise to stand square to the picture: −45 to 45 degrees. `None` without edges.
///
/// A barcode's edges run in one direction, or in two that are square to each other, as print does: the strongest
/// direction is theirs, modulo a quarter turn.
pub(super) fn upright(plane: &Plane) -> Option<f64> {
    let (width, height) = (plane.width as usize, plane.height as usize);
    if width < 3 || height < 3 {
        return None;
    }
    let step = (width * height).div_ceil(SAMPLES).max(1);
    let mut bins = [0.0f64; BINS];
    for y in (1..height - 1).step_by(step) {
        for x in 1..width - 1 {
            let at = y * width + x;
            let level = |at: usize| i32::from(plane.data[at]);
            let dx = level(at + 1) - level(at - 1);
            let dy = level(at + width) - level(at - width);
            if dx.abs().max(dy.abs()) < LEAST_GRADIENT {
                continue;
            }
            let angle = f64::from(dy).atan2(f64::from(dx)).to_degrees().rem_euclid(90.0);
            // Whole bins favour 0 and 45 degrees, where small integers meet; the weight of strong edges outvotes it.
            let bin = (angle * BINS as f64 / 90.0) as usize;
            bins[bin.min(BINS - 1)] += f64::from(dx * dx + dy * dy);
        }
    }
    // A window of three degrees smooths the histogram, which is a circle.
    let window = 3 * BINS / 90;
    let sum = |from: usize| (0..window).map(|n| bins[(from + n) % BINS]).sum::<f64>();
    let best = (0..BINS).map(|from| (sum(from), from)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    if best.0 <= 0.0 {
        return None;
    }
    let moment: f64 = (0..window).map(|n| bins[(best.1 + n) % BINS] * (n as f64 + 0.5)).sum();
    let angle = (best.1 as f64 + moment / best.0) * 90.0 / BINS as f64;
    let angle = if angle > 45.0 { angle - 90.0 } else { angle };
    // Content that is turned clockwise by an angle must turn back by it.
    Some(-angle)
}
