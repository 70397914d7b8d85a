//! Decoding with limits. Every problem of an applicant's file is a [`PictureProblem`], never an error, and is found
//! before memory is spent on pixels.

use std::io::Cursor;

use ::image::codecs::{bmp::BmpDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use ::image::metadata::Orientation;
use ::image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits};

use super::Image;
use crate::wire::{FileFormat, Picture, PictureProblem};

/// Bounds for one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeLimits {
    /// Longest file, in bytes. Default 10 MiB.
    pub bytes: usize,
    /// Most pixels. Default 50 million: today's phone cameras stay below.
    pub pixels: u64,
    /// Longest side, in pixels. Default 16,384.
    pub side: u32,
    /// Shortest side that is worth reading, in pixels. Default 32.
    pub smallest_side: u32,
}

impl Default for DecodeLimits {
    fn default() -> Self {
        Self { bytes: 10 << 20, pixels: 50_000_000, side: 16_384, smallest_side: 32 }
    }
}

/// Decodes JPEG, PNG, WebP or BMP by content, applies the EXIF orientation and drops transparency over white.
///
/// # Errors
/// The [`PictureProblem`] that makes the file unusable.
pub fn decode(bytes: &[u8], limits: &DecodeLimits) -> Result<(Image, Picture), PictureProblem> {
    if bytes.is_empty() {
        return Err(PictureProblem::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(PictureProblem::FileTooLarge);
    }
    match ::image::guess_format(bytes) {
        // The decoder paints what is missing grey; a document of which a part is missing must not be read as if it were whole.
        Ok(ImageFormat::Jpeg) if !jpeg_is_whole(bytes) => Err(PictureProblem::Corrupt),
        Ok(ImageFormat::Jpeg) => decode_with(JpegDecoder::new(Cursor::new(bytes)).map_err(problem)?, FileFormat::Jpeg, limits),
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), memory_limits(limits)).map_err(problem)?;
            if decoder.is_apng().map_err(problem)? {
                return Err(PictureProblem::Animated);
            }
            decode_with(decoder, FileFormat::Png, limits)
        }
        Ok(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(problem)?;
            if decoder.has_animation() {
                return Err(PictureProblem::Animated);
            }
            decode_with(decoder, FileFormat::Webp, limits)
        }
        // Scanners and infrared readers still write bitmaps.
        Ok(ImageFormat::Bmp) => decode_with(BmpDecoder::new(Cursor::new(bytes)).map_err(problem)?, FileFormat::Bmp, limits),
        _ => Err(PictureProblem::UnsupportedFormat),
    }
}

/// Whether an end-of-image marker follows the first scan. Segments before it are skipped by their lengths, because an EXIF
/// thumbnail has markers of its own; inside a scan `FF D9` can be nothing else (ITU-T T.81, B.1.1.2).
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4).and_then(|head| <&[u8; 4]>::try_from(head).ok()) {
        match marker {
            0xda => return bytes[at..].windows(2).any(|pair| pair == [0xff, 0xd9]),
            // Padding before a marker.
            0xff => at += 1,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

fn memory_limits(limits: &DecodeLimits) -> Limits {
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(limits.side);
    bounds.max_image_height = Some(limits.side);
    // 16-bit RGBA is the widest pixel a decoder here produces.
    bounds.max_alloc = Some(limits.pixels.saturating_mul(8));
    bounds
}

fn decode_with<D: ImageDecoder>(
    mut decoder: D,
    format: FileFormat,
    limits: &DecodeLimits,
) -> Result<(Image, Picture), PictureProblem> {
    let (width, height) = decoder.dimensions();
    if width > limits.side || height > limits.side || u64::from(width) * u64::from(height) > limits.pixels {
        return Err(PictureProblem::TooManyPixels);
    }
    if width < limits.smallest_side || height < limits.smallest_side {
        return Err(PictureProblem::TooSmall);
    }
    decoder.set_limits(memory_limits(limits)).map_err(problem)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let opaque = matches!(decoder.color_type(), ColorType::Rgb8 | ColorType::L8 | ColorType::Rgb16 | ColorType::L16);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(problem)?;
    pixels.apply_orientation(orientation);
    let (width, height) = (pixels.width(), pixels.height());
    let data = if opaque { pixels.into_rgb8().into_raw() } else { over_white(&pixels.into_rgba8()) };
    let picture = Picture { format, width, height, exif_orientation: orientation.to_exif() };
    Ok((Image::new(width, height, data), picture))
}

fn over_white(rgba: &::image::RgbaImage) -> Vec<u8> {
    let blend = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    rgba.pixels().flat_map(|p| [blend(p[0], p[3]), blend(p[1], p[3]), blend(p[2], p[3])]).collect()
}

fn problem(error: ImageError) -> PictureProblem {
    match error {
        ImageError::Limits(_) => PictureProblem::TooManyPixels,
        ImageError::Unsupported(_) => PictureProblem::UnsupportedFormat,
        _ => PictureProblem::Corrupt,
    }
}
