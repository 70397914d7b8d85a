//! Raw pixels (a numpy array, a PIL image) into a file that the engine reads.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageResult};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use crate::errors::refused;

/// JPEG quality where a PNG would be over the limit: a camera's own, so nothing is lost that a photograph would have kept.
const QUALITY: u8 = 95;

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
