//! Barcodes drawn here, those of the shared data, and pictures that mean harm.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

use super::*;
use crate::image::{DecodeLimits, decode};

/// Wide and narrow elements of the Code 39 characters used here, bars and spaces in turn (ISO/IEC 16388 table 1).
fn code_39(c: char) -> &'static str {
    match c {
        '*' => "nwnnwnwnn",
        'A' => "wnnnnwnnw",
        'B' => "nnwnnwnnw",
        '1' => "wnnwnnnnw",
        '2' => "nnwwnnnnw",
        _ => panic!("no such character in this test"),
    }
}

fn drawn(text: &str) -> Image {
    let mut bars: Vec<u8> = vec![255; 40];
    for c in format!("*{text}*").chars() {
        for (n, element) in code_39(c).chars().enumerate() {
            let width = if element == 'w' { 9 } else { 3 };
            bars.extend(std::iter::repeat_n(if n % 2 == 0 { 0 } else { 255 }, width));
        }
        bars.extend([255; 3]);
    }
    bars.extend([255; 40]);
    let row: Vec<u8> = bars.iter().flat_map(|&level| [level; 3]).collect();
    let data = (0..160).flat_map(|y| if (30..130).contains(&y) { row.clone() } else { vec![255; row.len()] }).collect();
    Image::new(bars.len() as u32, 160, data)
}

/// A small generator (Knuth's MMIX constants): the same noise on every run.
fn noise(width: u32, height: u32) -> Image {
    let mut state = 7u64;
    let mut bit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if state >> 63 == 0 { 0 } else { 255 }
    };
    Image::new(width, height, (0..width * height).flat_map(|_| [bit(); 3]).collect())
}

/// The manifest's labelled pictures: name, variant, picture, text. None where the shared data is absent.
fn labelled() -> Option<Vec<(String, String, Image, String)>> {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(manifest) = std::fs::read_to_string(data.join("pdf417/manifest.json")) else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: the shared data folder is not there");
        }
        return None;
    };
    let vectors = std::fs::read_to_string(data.join("aamva/aamva_vectors.jsonl")).expect("vectors");
    let vectors = vectors.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let payloads: HashMap<String, String> =
        vectors.map(|v| (v["id"].as_str().unwrap().to_owned(), v["payload"].as_str().unwrap().to_owned())).collect();
    let manifest: Vec<Value> = serde_json::from_str(&manifest).expect("JSON");
    let picture = |entry: &Value| {
        let (file, label) = (entry["file"].as_str()?, &entry["label"]);
        let text = label["aamva_id"].as_str().map(|id| payloads[id].clone());
        let text = text.or_else(|| label["text"].as_str().map(str::to_owned))?;
        let bytes = std::fs::read(data.join(file)).expect("a picture");
        let (image, _) = decode(&bytes, &DecodeLimits { smallest_side: 1, ..DecodeLimits::default() }).expect("a picture");
        Some((file.to_owned(), label["variant"].as_str().unwrap_or("photo").to_owned(), image, text))
    };
    Some(manifest.iter().filter_map(picture).collect())
}

fn text_of(found: &[Found]) -> Option<&str> {
    found.first().map(|found| found.text.expose().as_str())
}

#[test]
fn f_100_at_least_95_of_100_degraded_pdf417_are_exact_and_none_is_wrong() {
    let Some(pictures) = labelled() else { return };
    let (mut degraded, mut exact, mut other) = (0, 0, Vec::new());
    for (file, variant, image, text) in &pictures {
        let found = read(image, Effort::Thorough);
        let right = text_of(&found) == Some(text);
        if !["clean", "photo"].contains(&variant.as_str()) {
            degraded += 1;
            exact += usize::from(right);
        }
        if !right {
            other.push(format!("{file}: {}", if found.is_empty() { "not read" } else { "WRONG" }));
        }
    }
    assert!(exact * 100 >= degraded * 95, "{exact} of {degraded}: {other:#?}");
    assert!(other.iter().all(|line| !line.ends_with("WRONG")), "{other:#?}");
}

#[test]
fn turned_symbols_are_read_and_placed() {
    let picture = drawn("AB12BA");
    for quarters in 0..4 {
        let found = read(&picture.rotated(quarters), Effort::Thorough);
        assert_eq!(text_of(&found), Some("AB12BA"), "{quarters} quarter turns");
        assert_eq!(found[0].symbology, Symbology::Code39);
    }
    let place = read(&picture, Effort::Quick)[0].region.bounds();
    assert!(place.x > 20.0 && place.x + place.width < picture.width() as f32 - 20.0, "{place:?}");
}

#[test]
fn f_100_noise_and_damaged_symbols_end_in_nothing() {
    assert!(read(&noise(800, 800), Effort::Thorough).is_empty());
    assert!(read(&noise(1, 700), Effort::Thorough).is_empty());
    assert!(read(&Image::filled(3000, 1, [0; 3]), Effort::Thorough).is_empty());
    let Some(pictures) = labelled() else { return };
    for (file, _, image, text) in pictures.iter().filter(|(_, variant, ..)| variant == "clean").take(8) {
        // Noise over the middle half: more than its error correction can restore.
        let (width, height) = (image.width(), image.height());
        let patch = noise(width, height);
        let mut data = image.data().to_vec();
        let row = 3 * width as usize;
        for y in height as usize / 4..3 * height as usize / 4 {
            let (from, to) = (y * row + row / 4, y * row + 3 * row / 4);
            data[from..to].copy_from_slice(&patch.data()[from..to]);
        }
        let found = read(&Image::new(width, height, data), Effort::Thorough);
        assert!(text_of(&found).is_none_or(|found| found == text), "{file} was misread");
    }
}

/// A QR symbol of version 2, level M, that another implementation made (Python's segno): 44 code words, of which 16 correct 8.
const QR: [&str; 25] = [
    "#######...###.###.#######",
    "#.....#...#.....#.#.....#",
    "#.###.#....#...##.#.###.#",
    "#.###.#..#.###..#.#.###.#",
    "#.###.#.......##..#.###.#",
    "#.....#.##.##..#..#.....#",
    "#######.#.#.#.#.#.#######",
    "..........##.#.##........",
    "#..#.##.#..##.#..#.#.....",
    "###..#.##.####.#.#..####.",
    ".#..#.###....##....##.#..",
    "....##...#####.##.#.###..",
    "##.#.##...#...#.#...#.###",
    "...#.#..##.#.####..#...##",
    "#.#####.#.##.###.##..##.#",
    ".##.#..##.##...#..##.#.##",
    "##.#..##.##.##..#####.#..",
    "........#...#####...#..##",
    "#######..#.##.###.#.#....",
    "#.....#.##..#.#.#...#.##.",
    "#.###.#..##....######....",
    "#.###.#.##.#..##..##..##.",
    "#.###.#..#.....######.#.#",
    "#.....#..#....#....#....#",
    "#######.#.#.#.....#####.#",
];

/// A symbol of `modules` a side, `scale` pixels a module, with a quiet zone of four.
fn symbol(modules: usize, scale: usize, dark: impl Fn(usize, usize) -> bool) -> Image {
    let side = (modules + 8) * scale;
    let inside = |at: usize| (at / scale).checked_sub(4).filter(|at| *at < modules);
    let level = |x: usize, y: usize| if inside(x).zip(inside(y)).is_some_and(|(x, y)| dark(x, y)) { 0 } else { 255 };
    Image::new(side as u32, side as u32, (0..side).flat_map(|y| (0..side).flat_map(move |x| [level(x, y); 3])).collect())
}

#[test]
fn f_100_modules_beyond_the_error_correction_are_no_text_and_never_another() {
    const TEXT: &str = "KYC-CORE 2026 TEST SYMBOL";
    let dark = |x: usize, y: usize| QR[y].as_bytes()[x] == b'#';
    assert_eq!(text_of(&read(&symbol(25, 4, dark), Effort::Thorough)), Some(TEXT));
    let mut lost = 0;
    for flips in (2..80).step_by(6) {
        let mut flipped = [[false; 25]; 25];
        let mut state = flips as u64;
        for _ in 0..flips {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Away from the finder patterns: the symbol is found, its words are wrong.
            let (x, y) = (9 + (state >> 33) as usize % 16, 9 + (state >> 48) as usize % 16);
            flipped[y][x] = true;
        }
        let found = read(&symbol(25, 4, |x, y| dark(x, y) ^ flipped[y][x]), Effort::Thorough);
        assert!(text_of(&found).is_none_or(|text| text == TEXT), "{flips} flips were misread");
        lost += usize::from(found.is_empty());
    }
    assert!(lost > 0, "the most damaged ones cannot be read");
}

/// A million modules: finder patterns of a QR symbol far larger than any there is, rows that begin as PDF417 rows do, and
/// alternating bars. What matters is that it ends.
#[test]
fn f_100_a_million_modules_end_in_nothing() {
    let hash =
        |x: usize, y: usize| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 13 & 1 == 1;
    let finder = |x: usize, y: usize| {
        let ring = |x: usize, y: usize| x.abs_diff(3).max(y.abs_diff(3)) != 2;
        match (x < 7, y < 7, x >= 993, y >= 993) {
            (true, true, ..) => Some(ring(x, y)),
            (_, true, true, _) => Some(ring(x - 993, y)),
            (true, _, _, true) => Some(ring(x, y - 993)),
            _ => None,
        }
    };
    let qr = symbol(1000, 2, |x, y| finder(x, y).unwrap_or_else(|| hash(x, y)));
    // The start pattern of PDF417: bars and spaces of 8, 1, 1, 1, 1, 1, 1, 3 modules (ISO/IEC 15438 §4.2.2).
    let start = |x: usize| "11111111010101000".as_bytes()[x] == b'1';
    let pdf417 = symbol(1000, 2, |x, y| if x < 17 { start(x) } else { hash(x, y / 3) });
    let bars = symbol(1000, 2, |x, _| x % 2 == 0);
    for picture in [qr, pdf417, bars] {
        assert!(read(&picture, Effort::Thorough).is_empty());
    }
}
