//! Raw pixels (a numpy array, a PIL image) into a file that the engine reads.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageResult};
use kyc_core::image::{DecodeLimits, decode, resample};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::errors::refused;

/// JPEG quality where a PNG would be over the limit: a camera's own, so nothing is lost that a photograph would have kept.
const QUALITY: u8 = 95;
/// Enough to see outlines by.
const THUMBNAIL_QUALITY: u8 = 80;

/// Encodes 8-bit RGB rows (`width · height · 3` bytes): as PNG, or as JPEG when the PNG is longer than `limit` bytes.
#[pyfunction]
pub(crate) fn encode_pixels<'py>(
    py: Python<'py>,
    pixels: PyBackedBytes,
    width: u32,
    height: u32,
    limit: usize,
) -> PyResult<Bound<'py, pyo3::types::PyBytes>> {
    let expected = (width as usize).checked_mul(height as usize).and_then(|area| area.checked_mul(3));
    if width == 0 || height == 0 || expected != Some(pixels.len()) {
        return Err(refused("the pixels are not width × height × 3 bytes"));
    }
    let encoded = py.detach(|| encode(&pixels, width, height, limit));
    let bytes = encoded.map_err(|_| refused("the pixels cannot be encoded as a picture"))?;
    Ok(pyo3::types::PyBytes::new(py, &bytes))
}

/// A picture for a notebook: as JPEG with its longer side `side` pixels at most, upright, and the size of the whole picture in
/// pixels; `None` when the file is no usable picture.
#[pyfunction]
pub(crate) fn thumbnail<'py>(
    py: Python<'py>,
    picture: PyBackedBytes,
    side: u32,
) -> Option<(Bound<'py, pyo3::types::PyBytes>, u32, u32)> {
    let (jpeg, width, height) = py.detach(|| shrunk(&picture, side))?;
    Some((pyo3::types::PyBytes::new(py, &jpeg), width, height))
}

fn shrunk(picture: &[u8], side: u32) -> Option<(Vec<u8>, u32, u32)> {
    let (image, _) = decode(picture, &DecodeLimits::default()).ok()?;
    let (width, height) = (image.width(), image.height());
    let longer = width.max(height);
    let scaled = |length: u32| (u64::from(length) * u64::from(side.min(longer)) / u64::from(longer)).max(1) as u32;
    let small = resample::resize(&image, scaled(width), scaled(height)).ok()?;
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, THUMBNAIL_QUALITY);
    encoder.write_image(small.data(), small.width(), small.height(), ExtendedColorType::Rgb8).ok()?;
    Some((jpeg, width, height))
}

fn encode(pixels: &[u8], width: u32, height: u32, limit: usize) -> ImageResult<Vec<u8>> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive);
    encoder.write_image(pixels, width, height, ExtendedColorType::Rgb8)?;
    if png.len() <= limit {
        return Ok(png);
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).write_image(pixels, width, height, ExtendedColorType::Rgb8)?;
    Ok(jpeg)
}
