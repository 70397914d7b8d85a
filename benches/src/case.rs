//! The measured case: a specimen passport photographed with 12 megapixels and a 12-megapixel selfie, both JPEG.

use std::error::Error;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use image::{RgbImage, imageops};
use kyc_core::model::Manifest;
use kyc_core::ops::{DocumentBlobs, VerifyRequest};
use kyc_synth::demo::{Cast, Portrait, Scenario, case, known_face};
use kyc_synth::photo::jpeg;

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

/// The demo's genuine story; its selfie is enlarged to 12 megapixels.
///
/// # Errors
/// When the demo's pictures are not prepared.
pub fn demo(models: &Path) -> Result<Case, Box<dyn Error>> {
    let portrait = |id: &str| -> Result<(String, RgbImage), Box<dyn Error>> {
        let file = Manifest::builtin()?.file(id).ok_or("no such file in the manifest")?;
        let bytes = std::fs::read(models.join(file.cache_name())).map_err(|_| "run `kyc models prepare` first")?;
        Ok((file.output.clone(), image::load_from_memory(&bytes)?.into_rgb8()))
    };
    let people = [portrait("demo-portrait-a")?, portrait("demo-portrait-a-again")?, portrait("demo-portrait-b")?];
    let [holder, holder_again, stranger] = people.each_ref().map(|(name, picture)| Portrait { picture, face: known_face(name) });
    let day = today().ok_or("no such day")?;
    let played = case(Scenario::Genuine, &Cast { holder, holder_again, stranger }, 7, day)?;
    let selfie = image::load_from_memory(&played.selfie_jpeg)?.into_rgb8();
    Ok(Case { document: played.document_jpeg, selfie: jpeg(&twelve_megapixels(&selfie), 90)? })
}

/// The picture in the middle of a 4000×3000 frame.
fn twelve_megapixels(picture: &RgbImage) -> RgbImage {
    let scale = (4000.0 / f64::from(picture.width())).min(3000.0 / f64::from(picture.height()));
    let (width, height) = ((f64::from(picture.width()) * scale) as u32, (f64::from(picture.height()) * scale) as u32);
    let resized = imageops::resize(picture, width, height, imageops::FilterType::Triangle);
    let mut frame = RgbImage::from_pixel(4000, 3000, image::Rgb([120, 125, 130]));
    imageops::replace(&mut frame, &resized, i64::from(4000 - width) / 2, i64::from(3000 - height) / 2);
    frame
}
