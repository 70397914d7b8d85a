//! A small seeded generator.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): statistically
//! ample for textures and sensor noise, a few lines long, and the same on every platform.

/// A SplitMix64 stream.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A stream of its own for `seed` and `stream`: rows, lines and stages draw from different ones, so that adding a
    /// draw in one place changes nothing elsewhere and rows can be rendered in parallel.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = Self(seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03));
        rng.next_u64();
        rng
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in 0..1.
    pub fn unit(&mut self) -> f32 {
        (self.next_u64() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Uniform in `low..high`.
    pub fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Two independent values of mean 0 and variance 1, near normal: sums of four bytes (Irwin–Hall), which is all that
    /// sensor noise needs and far cheaper than a logarithm per pixel.
    pub fn normal_pair(&mut self) -> (f32, f32) {
        // A byte has variance (256² − 1) / 12; four of them have mean 510.
        const SPREAD: f32 = 147.8;
        let b = self.next_u64().to_le_bytes().map(f32::from);
        ((b[0] + b[1] + b[2] + b[3] - 510.0) / SPREAD, (b[4] + b[5] + b[6] + b[7] - 510.0) / SPREAD)
    }
}

/// Smooth value noise in −1..1 at a place; one unit is the distance between independent values.
pub fn value_noise(seed: u64, x: f32, y: f32) -> f32 {
    let (fx, fy) = (x.floor(), y.floor());
    let at = |dx: i64, dy: i64| {
        let cell = (fx as i64 + dx) as u64 ^ ((fy as i64 + dy) as u64).rotate_left(32);
        Rng::new(seed, cell).unit() * 2.0 - 1.0
    };
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (tx, ty) = (ease(x - fx), ease(y - fy));
    let top = at(0, 0) * (1.0 - tx) + at(1, 0) * tx;
    let bottom = at(0, 1) * (1.0 - tx) + at(1, 1) * tx;
    top * (1.0 - ty) + bottom * ty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, stream| Rng::new(seed, stream).next_u64();
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn near_normal_values_have_mean_zero_and_variance_one() {
        let mut rng = Rng::new(7, 0);
        let values: Vec<f32> = (0..20_000).flat_map(|_| <[f32; 2]>::from(rng.normal_pair())).collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let variance = values.iter().map(|v| v * v).sum::<f32>() / values.len() as f32;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    }
}
