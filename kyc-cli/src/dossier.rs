//! The dossier of a case, for people: one model of it ([`model`]), written as HTML or as PDF.
//!
//! Both say the same, because both are made from the same blocks. Field values are written out: it is for the operator.

mod html;
mod jpeg;
mod model;
mod paper;
mod pdf;
mod tags;
mod type_face;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use image::RgbImage;
use kyc_core::image::{DecodeLimits, decode};
use kyc_core::perceive::Timing;
use kyc_core::wire::{Evidence, Report};
use sha2::{Digest, Sha256};

use crate::files;
use crate::outcome::Problem;

/// Where to write the dossier.
#[derive(Debug, Clone, Args)]
pub(crate) struct DossierArguments {
    /// Write the case for people, as one self-contained HTML file
    #[arg(long, value_name = "OUT.html")]
    pub(crate) html: Option<PathBuf>,
    /// The same as PDF; its font has Latin letters
    #[arg(long, value_name = "OUT.pdf")]
    pub(crate) pdf: Option<PathBuf>,
    /// Paper of the PDF
    #[arg(long, value_enum, default_value = "a4", value_name = "PAPER")]
    pub(crate) paper: Paper,
}

/// Sizes of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// A case and the pictures of it that are at hand: blob index and file.
pub(crate) struct Case<'c> {
    pub(crate) evidence: &'c Evidence,
    pub(crate) report: &'c Report,
    pub(crate) timings: &'c [Timing],
    pub(crate) pictures: Vec<(u32, &'c [u8])>,
    /// Language of the report's sentences.
    pub(crate) language: &'c str,
}

/// Lower-case hex SHA-256, as captures hold it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes what was asked for; nothing when nothing was.
pub(crate) fn write(case: &Case<'_>, to: &DossierArguments) -> Result<(), Problem> {
    if to.html.is_none() && to.pdf.is_none() {
        return Ok(());
    }
    let pictures: Vec<(u32, RgbImage)> = case
        .pictures
        .iter()
        .filter_map(|(blob, bytes)| {
            let (image, _) = decode(bytes, &DecodeLimits::default()).ok()?;
            Some((*blob, RgbImage::from_raw(image.width(), image.height(), image.data().to_vec())?))
        })
        .collect();
    let dossier = model::dossier(case, &pictures)?;
    if let Some(path) = &to.html {
        files::write(path, html::write(&dossier).as_bytes())?;
    }
    if let Some(path) = &to.pdf {
        pdf::has_letters_for(case.report)?;
        files::write(path, &pdf::write(&dossier, to.paper)?)?;
    }
    Ok(())
}
