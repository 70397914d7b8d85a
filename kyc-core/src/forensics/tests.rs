//! Every measure on pictures made here: noise on a page, and the page after what it looks for.

use super::*;
use crate::wire::Rect;

/// A page of gentle colour, lines of strokes at no fixed pitch, uneven light, and noise of about two levels.
fn page(width: u32, height: u32, seed: u32) -> Image {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut data = Vec::with_capacity(3 * (width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let (fx, fy) = (x as f32, y as f32);
            let light = 215.0 - 30.0 * fx / width as f32 - 20.0 * fy / height as f32;
            let stroke = ((fx * 0.07 + 2.0 * (fy * 0.013).sin()).sin() * (fy * 0.11 + (fx * 0.009).cos()).sin()).powi(5) * 70.0;
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let noise = state.to_le_bytes().iter().map(|b| f32::from(*b)).sum::<f32>() / 148.0 * 2.0 - 6.9;
            let tint = 14.0 * (fx * 0.01).sin() + 10.0 * (fy * 0.017).cos();
            for share in [1.0, 0.0, -1.0] {
                data.push((light - stroke.abs() + noise + share * tint).clamp(0.0, 255.0) as u8);
            }
        }
    }
    Image::new(width, height, data)
}

fn changed(image: &Image, mut change: impl FnMut(u32, u32, [u8; 3]) -> [u8; 3]) -> Image {
    let (w, h) = (image.width(), image.height());
    let pixels = (0..h).flat_map(|y| (0..w).map(move |x| (x, y))).flat_map(|(x, y)| change(x, y, image.pixel(x, y)));
    Image::new(w, h, pixels.collect())
}

fn jpeg(image: &Image, quality: u8) -> (Vec<u8>, Image) {
    let mut bytes = Vec::new();
    let encoder = ::image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    let data = image.data();
    ::image::ImageEncoder::write_image(encoder, data, image.width(), image.height(), ::image::ExtendedColorType::Rgb8).unwrap();
    let pixels = ::image::load_from_memory(&bytes).unwrap().into_rgb8();
    (bytes, Image::new(pixels.width(), pixels.height(), pixels.into_raw()))
}

fn look(image: &Image, quality: u8) -> SideForensics {
    let (bytes, pixels) = jpeg(image, quality);
    examine(&Subject {
        blob: 0,
        bytes: &bytes,
        format: FileFormat::Jpeg,
        orientation: 1,
        image: &pixels,
        outline: None,
        text: &[],
    })
    .unwrap()
}

fn of(side: &SideForensics, measure: ForensicMeasure) -> Option<f64> {
    let reading = side.measures.iter().find(|reading| reading.measure == measure).unwrap();
    reading.result.seen().map(|found| f64::from(found.score.micros()) / 1e6)
}

/// The measures at or over their operating point.
fn signs(side: &SideForensics) -> Vec<ForensicMeasure> {
    ForensicMeasure::ALL.into_iter().filter(|measure| of(side, *measure) >= Some(0.5)).collect()
}

#[test]
fn an_untouched_page_shows_no_sign() {
    for seed in 1..4 {
        let side = look(&page(1200, 800, seed), 92);
        assert_eq!(signs(&side), [], "{side:?}");
        assert_eq!(of(&side, ForensicMeasure::Hologram).or(of(&side, ForensicMeasure::Microprint)), None);
    }
}

#[test]
fn f_080_a_part_copied_elsewhere_is_a_copy_move() {
    // Print without straight edges: blots of ink where a smooth noise is high.
    let hash = |x: u32, y: u32| {
        f32::from((x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77)).wrapping_mul(0xc2b2_ae35).to_be_bytes()[0])
    };
    let page = changed(&page(1200, 800, 5), |x, y, p| {
        let (fx, fy) = (x as f32 / 11.0, y as f32 / 11.0);
        let (cx, cy) = (fx as u32, fy as u32);
        let mix = |a: f32, b: f32, t: f32| a + (b - a) * (t * t * (3.0 - 2.0 * t));
        let row = |cy: u32| mix(hash(cx, cy), hash(cx + 1, cy), fx.fract());
        let ink = if mix(row(cy), row(cy + 1), fy.fract()) > 190.0 { 0.4 } else { 1.0 };
        p.map(|v| (f32::from(v) * ink) as u8)
    });
    assert!(!signs(&look(&page, 97)).contains(&ForensicMeasure::CopyMove));
    let moved = changed(&page, |x, y, p| {
        let inside = (700..1000).contains(&x) && (500..640).contains(&y);
        if inside { page.pixel(x - 517, y - 389) } else { p }
    });
    // Coarse compression leaves too little noise to tell a copy from a second print.
    let side = look(&moved, 97);
    assert!(signs(&side).contains(&ForensicMeasure::CopyMove), "{side:?}");
}

#[test]
fn f_080_a_pasted_part_has_seams() {
    let page = page(1200, 800, 6);
    let pasted = changed(&page, |x, y, p| {
        let inside = (403..709).contains(&x) && (305..571).contains(&y);
        if inside { [150 + (x % 90 / 3) as u8, 160, 170 + (y % 60 / 4) as u8] } else { p }
    });
    let side = look(&pasted, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Splicing), "{side:?}");
}

#[test]
fn f_080_a_ghost_of_a_coarser_compression_is_found() {
    let page = page(1200, 800, 7);
    let (_, coarse) = jpeg(&page, 50);
    let mixed = changed(&page, |x, y, p| if (400..720).contains(&x) && (240..480).contains(&y) { coarse.pixel(x, y) } else { p });
    let side = look(&mixed, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Tampering), "{side:?}");
}

#[test]
fn f_080_a_second_compression_is_found() {
    let (_, once) = jpeg(&page(1200, 800, 8), 60);
    let side = look(&once, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Compression), "{side:?}");
}

#[test]
fn f_090_a_grid_is_a_screen_and_dots_at_45_degrees_are_a_print() {
    let page = page(1200, 800, 9);
    let grid = changed(&page, |x, y, p| {
        let wave = |v: u32| (v as f32 * std::f32::consts::TAU / 5.3).sin() * 9.0;
        p.map(|v| (f32::from(v) + wave(x) + wave(y)).clamp(0.0, 255.0) as u8)
    });
    let side = look(&grid, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Screen) && !signs(&side).contains(&ForensicMeasure::Print), "{side:?}");
    let dots = changed(&page, |x, y, p| {
        let wave = |v: f32| (v * std::f32::consts::TAU / 7.1).cos() * 12.0;
        let (u, w) = (x as f32 + y as f32, x as f32 - y as f32);
        p.map(|v| (f32::from(v) + wave(u) + wave(w)).clamp(0.0, 255.0) as u8)
    });
    let side = look(&dots, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Print) && !signs(&side).contains(&ForensicMeasure::Screen), "{side:?}");
}

#[test]
fn f_090_a_grey_copy_and_a_drawn_file_are_found() {
    let page = page(1200, 800, 10);
    let mut odd = 0_u32;
    let grey = changed(&page, |_, _, p| {
        odd = odd.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let tint = (odd >> 30) as u8;
        [p[1].saturating_add(tint), p[1], p[1].saturating_sub(2)]
    });
    let side = look(&grey, 92);
    assert!(signs(&side).contains(&ForensicMeasure::Photocopy), "{side:?}");
    let drawn = changed(&page, |x, y, _| if x / 40 % 3 == 0 && y / 30 % 2 == 0 { [30, 40, 90] } else { [210, 215, 225] });
    let side = look(&drawn, 95);
    assert!(signs(&side).contains(&ForensicMeasure::Digital), "{side:?}");
}

#[test]
fn f_100_what_a_picture_cannot_show_is_not_run() {
    let image = page(400, 300, 11);
    let subject =
        Subject { blob: 0, bytes: b"BM", format: FileFormat::Bmp, orientation: 1, image: &image, outline: None, text: &[] };
    let side = examine(&subject).unwrap();
    let reason = |measure| side.measures.iter().find(|reading| reading.measure == measure).and_then(|r| r.result.reason());
    assert_eq!(reason(ForensicMeasure::Hologram), Some(NotSeen::NotSupported));
    assert_eq!(reason(ForensicMeasure::Compression), Some(NotSeen::NotSupported));
    assert_eq!(reason(ForensicMeasure::Metadata), Some(NotSeen::NotSupported));
    assert_eq!(reason(ForensicMeasure::Font), Some(NotSeen::NotFound));
    let tiny = page(40, 32, 12);
    let side = examine(&Subject { image: &tiny, ..subject }).unwrap();
    assert!(side.measures.iter().all(|reading| reading.result.seen().is_none()), "{side:?}");
}

#[test]
fn no_picture_or_outline_is_a_panic() {
    let outlines = [
        Rect { x: -50.0, y: -50.0, width: 5000.0, height: 300.0 },
        Rect { x: 390.0, y: 290.0, width: 500.0, height: 500.0 },
        Rect { x: f32::NAN, y: 0.0, width: 0.0, height: f32::INFINITY },
    ];
    for (width, height) in [(1, 1), (65, 700), (300, 260), (257, 600)] {
        let image = Image::filled(width, height, [128; 3]);
        for outline in outlines {
            for format in [FileFormat::Jpeg, FileFormat::Png] {
                let (blob, bytes) = (0, &[0xff, 0xd8][..]);
                let outline = Some(Quad::from(outline));
                examine(&Subject { blob, bytes, format, orientation: 6, image: &image, outline, text: &[] }).unwrap();
            }
        }
    }
}
