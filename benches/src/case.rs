//! The measured case: a specimen passport photographed with 12 megapixels and a 12-megapixel selfie, both JPEG.

use std::io::Cursor;
use std::path::PathBuf;

use chrono::NaiveDate;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageError, RgbImage, imageops};
use kyc_core::ops::{DocumentBlobs, VerifyRequest};

/// Two pictures and the request that verifies them.
pub struct Case {
    /// Photograph of the document, 4000×3000.
    pub document: Vec<u8>,
    /// Selfie, 4000×3000.
    pub selfie: Vec<u8>,
}

/// The day the case is judged for: fixed, so that runs can be compared.
pub fn today() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 11, 21)
}

/// Folder of prepared models.
pub fn models_dir() -> Option<PathBuf> {
    kyc_models::default_cache_dir()
}

impl Case {
    /// Its pictures, in blob order.
    pub fn blobs(&self) -> [&[u8]; 2] {
        [&self.document, &self.selfie]
    }

    /// The request that verifies it.
    pub fn request(&self, today: NaiveDate) -> VerifyRequest {
        VerifyRequest { selfie: Some(1), ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today) }
    }
}

/// A picture in the middle of a 12-megapixel frame, as JPEG of quality 90.
///
/// # Errors
/// Those of the encoder.
pub fn in_twelve_megapixels(picture: &RgbImage) -> Result<Vec<u8>, ImageError> {
    let scale = (4000.0 / f64::from(picture.width())).min(3000.0 / f64::from(picture.height()));
    let (width, height) = ((f64::from(picture.width()) * scale) as u32, (f64::from(picture.height()) * scale) as u32);
    let resized = imageops::resize(picture, width, height, imageops::FilterType::Triangle);
    let mut frame = RgbImage::from_pixel(4000, 3000, image::Rgb([120, 125, 130]));
    imageops::replace(&mut frame, &resized, i64::from(4000 - width) / 2, i64::from(3000 - height) / 2);
    let mut jpeg = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&frame)?;
    Ok(jpeg.into_inner())
}
