//! Slow tier: tens of thousands of damaged pictures through the decoder. None may panic, none may leave its bounds.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use kyc_core::image::{DecodeLimits, decode};

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, good enough to pick bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(out.len());
        match random.below(6) {
            0 => out[at] ^= 1 << random.below(8),
            1 => out[at] = [0, 0xff, 0x7f, 0x80][random.below(4)],
            2 => out.truncate(at.max(1)),
            // Headers are where the dangerous numbers stand.
            3 => {
                let header = random.below(out.len().min(64));
                out[header] = random.next() as u8;
            }
            4 => {
                let end = (at + random.below(64)).min(out.len());
                let piece = out[at..end].to_vec();
                out.splice(at..at, piece);
            }
            _ => {
                let end = (at + random.below(64)).min(out.len());
                out.drain(at..end);
                if out.is_empty() {
                    out.push(0);
                }
            }
        }
    }
    out
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(96, 72, |x, y| image::Rgb([(x * 2) as u8, (y * 3) as u8, (x * y % 251) as u8]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, format).expect("encoding a good picture");
    out.into_inner()
}

#[test]
#[ignore = "slow tier; `cargo xtask test` runs it"]
fn fifty_thousand_mutated_pictures_decode_or_are_refused() {
    let limits = DecodeLimits { pixels: 1_000_000, ..DecodeLimits::default() };
    let bases: Vec<Vec<u8>> = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP].map(encoded).to_vec();
    let mut random = Random(20_261_121);
    let (mut decoded, mut refused) = (0u32, 0u32);
    for round in 0..51_000 {
        let bytes = mutate(&bases[round % bases.len()], &mut random);
        match decode(&bytes, &limits) {
            Ok((image, picture)) => {
                decoded += 1;
                assert!(u64::from(picture.width) * u64::from(picture.height) <= limits.pixels);
                assert_eq!(image.data().len(), 3 * picture.width as usize * picture.height as usize);
            }
            Err(_) => refused += 1,
        }
    }
    // Both sides must have been exercised for the test to mean anything.
    assert!(decoded > 1_000 && refused > 1_000, "{decoded} decoded, {refused} refused");
}
