//! Whether the eyes and the mouth show: the contrast in windows around them on the aligned face, against that of the whole
//! face. Dark glasses and masks are plain where eyes and lips are not.

/// Windows in the aligned 112×112 face, left, top, right and bottom: both eyes and the mouth, about the places of the
/// template ([`super::align::ARCFACE`]).
const EYES: [[usize; 4]; 2] = [[28, 45, 49, 59], [63, 45, 84, 59]];
const MOUTH: [usize; 4] = [38, 85, 75, 101];
const FACE: [usize; 4] = [24, 36, 88, 104];

/// The contrast of the less contrasting eye, and of the mouth, as shares of the face's; 0 for a face without any.
pub(super) fn contrasts(luma: &[u8]) -> (f32, f32) {
    let side = luma.len().isqrt();
    let whole = spread(luma, side, FACE);
    let of = |window: [usize; 4]| if whole > 0.0 { spread(luma, side, window) / whole } else { 0.0 };
    (of(EYES[0]).min(of(EYES[1])), of(MOUTH))
}

/// From the 5th to the 95th of a hundred of the window's luma.
fn spread(luma: &[u8], side: usize, [left, top, right, bottom]: [usize; 4]) -> f32 {
    let mut all: Vec<u8> = (top..bottom).filter_map(|y| luma.get(y * side + left..y * side + right)).flatten().copied().collect();
    all.sort_unstable();
    let at = |share: usize| all.get(all.len() * share / 100).copied().unwrap_or_default();
    f32::from(at(95) - at(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 112;

    /// A face lit from the side, with dark eyes and a dark mouth.
    fn face() -> Vec<u8> {
        let dark = |x: usize, y: usize| {
            let near = |cx: usize, cy: usize, w: usize, h: usize| x.abs_diff(cx) <= w && y.abs_diff(cy) <= h;
            near(38, 52, 4, 3) || near(74, 52, 4, 3) || near(56, 92, 12, 2)
        };
        (0..SIDE * SIDE).map(|i| if dark(i % SIDE, i / SIDE) { 30 } else { 140 + (i % SIDE) as u8 / 2 }).collect()
    }

    fn painted(mut luma: Vec<u8>, [left, top, right, bottom]: [usize; 4], value: u8) -> Vec<u8> {
        for y in top..bottom {
            luma[y * SIDE + left..y * SIDE + right].fill(value);
        }
        luma
    }

    #[test]
    fn f_110_glasses_and_a_mask_take_the_contrast_away() {
        let open = contrasts(&face());
        let glasses = contrasts(&painted(face(), [20, 42, 92, 62], 25));
        let patch = contrasts(&painted(face(), [60, 42, 92, 62], 25));
        let mask = contrasts(&painted(face(), [20, 70, 92, 112], 200));
        assert!(open.0 > 0.8 && open.1 > 0.8, "{open:?}");
        assert!(glasses.0 < 0.1 && patch.0 < 0.1 && glasses.1 > 0.5, "{glasses:?} {patch:?}");
        assert!(mask.1 < 0.1 && mask.0 > 0.5, "{mask:?}");
    }

    #[test]
    fn a_plain_or_empty_face_has_no_contrast() {
        assert_eq!(contrasts(&vec![90; SIDE * SIDE]), (0.0, 0.0));
        assert_eq!(contrasts(&[]), (0.0, 0.0));
    }
}
