//! Hostile and odd pictures: each gives a typed problem or a picture, within its bounds.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use kyc_core::image::{DecodeLimits, decode};
use kyc_core::wire::{FileFormat, PictureProblem};

const CMYK: &[u8] = include_bytes!("data/cmyk.jpg");
const EXIF_6: &[u8] = include_bytes!("data/exif-6.jpg");

fn problem(bytes: &[u8]) -> PictureProblem {
    decode(bytes, &DecodeLimits::default()).expect_err("this must not decode")
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&[8, 2, 0, 0, 0]);
    let crc = crc32(&bytes[12..29]);
    bytes.extend_from_slice(&crc.to_be_bytes());
    // An IDAT must begin before the decoder believes the header.
    bytes.extend_from_slice(b"\0\0\0\x02IDAT\x78\x9c\0\0\0\0");
    bytes
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    })
}

#[test]
fn a_054_the_format_is_told_by_content_and_others_are_refused() {
    assert_eq!(problem(b""), PictureProblem::Empty);
    assert_eq!(problem(b"this is a letter, not a picture"), PictureProblem::UnsupportedFormat);
    assert_eq!(problem(include_bytes!("data/animated.gif")), PictureProblem::UnsupportedFormat);
    assert_eq!(problem(b"%PDF-1.7 ..."), PictureProblem::UnsupportedFormat);
    assert_eq!(problem(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), PictureProblem::UnsupportedFormat);
}

#[test]
fn a_053_a_file_at_the_limit_passes_and_one_byte_more_does_not() {
    let exact = DecodeLimits { bytes: EXIF_6.len(), ..DecodeLimits::default() };
    assert!(decode(EXIF_6, &exact).is_ok());
    let short = DecodeLimits { bytes: EXIF_6.len() - 1, ..DecodeLimits::default() };
    assert_eq!(decode(EXIF_6, &short).expect_err("one byte too long"), PictureProblem::FileTooLarge);
}

#[test]
fn a_054_headers_that_declare_too_much_are_refused_before_memory_is_spent() {
    assert_eq!(problem(&png_header(65_535, 65_535)), PictureProblem::TooManyPixels);
    assert_eq!(problem(&png_header(16_384, 16_384)), PictureProblem::TooManyPixels);
    // A JPEG whose frame header says 65535×65535.
    let jpeg = [
        &[0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0][..],
        &[0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0][..],
    ]
    .concat();
    assert!(matches!(problem(&jpeg), PictureProblem::TooManyPixels | PictureProblem::Corrupt));
    // 34 bytes of lossless WebP that declare 268 megapixels, and the largest size its decoder does not wrap to 0.
    assert_eq!(problem(&webp_header(16_383)), PictureProblem::TooManyPixels);
    assert!(matches!(problem(&webp_header(16_384)), PictureProblem::TooManyPixels | PictureProblem::TooSmall));
}

fn webp_header(side: u32) -> Vec<u8> {
    let mut webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0\x2f".to_vec();
    webp.extend_from_slice(&((side - 1) | (side - 1) << 14).to_le_bytes());
    webp.resize(34, 0);
    webp
}

/// A bitmap of `width` × `height` (negative: stored from the top), 24 bits, whose pixels are `rows`.
fn bmp(width: i32, height: i32, rows: &[u8]) -> Vec<u8> {
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend_from_slice(&width.to_le_bytes());
    bytes.extend_from_slice(&height.to_le_bytes());
    bytes.extend_from_slice(&[1, 0, 24, 0]);
    bytes.extend_from_slice(&[0; 24]);
    bytes.extend_from_slice(rows);
    bytes
}

#[test]
fn a_054_bitmaps_are_read_within_the_same_bounds() {
    // 40 pixels of 3 bytes need no padding.
    let mut rows = [10, 20, 30].repeat(40 * 40);
    rows[..3].copy_from_slice(&[1, 2, 3]);
    let (image, picture) = decode(&bmp(40, 40, &rows), &DecodeLimits::default()).expect("a whole bitmap");
    assert_eq!((picture.format, picture.width, picture.height), (FileFormat::Bmp, 40, 40));
    // Blue comes first, and the lowest row.
    assert_eq!((image.pixel(0, 39), image.pixel(1, 0)), ([3, 2, 1], [30, 20, 10]));
    let (image, _) = decode(&bmp(40, -40, &rows), &DecodeLimits::default()).expect("stored from the top");
    assert_eq!(image.pixel(0, 0), [3, 2, 1]);

    assert_eq!(problem(&bmp(40, 40, &rows[..rows.len() - 1])), PictureProblem::Corrupt);
    assert_eq!(problem(&bmp(40, 40, &[])), PictureProblem::Corrupt);
    assert_eq!(problem(&bmp(1, 1, &[0; 4])), PictureProblem::TooSmall);
    assert_eq!(problem(&bmp(65_535, 65_535, &[])), PictureProblem::TooManyPixels);
    assert_eq!(problem(&bmp(16_384, 16_384, &[])), PictureProblem::TooManyPixels);
    for (width, height) in [(-40, 40), (40, i32::MIN), (i32::MAX, i32::MAX), (0, 0), (40, 0)] {
        let found = problem(&bmp(width, height, &rows));
        assert_ne!(found, PictureProblem::Animated, "{width}×{height}");
    }
    assert_eq!(problem(b"BM"), PictureProblem::Corrupt);
}

#[test]
fn tiny_truncated_and_animated_files_are_told_apart() {
    let mut one = png_header(1, 1);
    one.truncate(100);
    assert_eq!(problem(&one), PictureProblem::TooSmall);
    assert_eq!(problem(&EXIF_6[..EXIF_6.len() / 2]), PictureProblem::Corrupt);
    assert_eq!(problem(&EXIF_6[..20]), PictureProblem::Corrupt);
    assert_eq!(problem(&EXIF_6[..EXIF_6.len() - 2]), PictureProblem::Corrupt, "only the end marker is missing");
    assert_eq!(problem(include_bytes!("data/animated.webp")), PictureProblem::Animated);
    assert_eq!(problem(include_bytes!("data/animated.png")), PictureProblem::Animated);
}

#[test]
fn every_colour_type_becomes_rgb() {
    let files: [&[u8]; 5] = [
        CMYK,
        include_bytes!("data/sixteen-bit.png"),
        include_bytes!("data/palette.png"),
        include_bytes!("data/grey-alpha.png"),
        include_bytes!("data/progressive.jpg"),
    ];
    for file in files {
        let (image, picture) = decode(file, &DecodeLimits::default()).expect("a proper picture");
        assert_eq!((image.width(), image.height(), picture.width), (64, 48, 64));
    }
}

#[test]
fn the_exif_orientation_is_applied() {
    let (image, picture) = decode(EXIF_6, &DecodeLimits::default()).expect("a proper picture");
    assert_eq!((picture.width, picture.height, picture.exif_orientation), (48, 64, 6));
    assert_eq!(picture.format, FileFormat::Jpeg);
    // The red corner was top-left; orientation 6 turns it to the top right.
    let [r, g, b] = image.pixel(44, 4);
    assert!(r > 200 && g < 60 && b < 60, "{r} {g} {b}");
}
