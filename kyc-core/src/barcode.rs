//! Barcodes in pictures: PDF417, QR, Aztec, Data Matrix, Code 128, Code 39.
//!
//! [`read`] tries one decoder on a short, fixed list of versions of the picture: as it is, smoothed, turned so that its
//! bars stand upright, larger, in parts. The list stops at the first version that shows a barcode. Every version has a
//! bounded number of pixels, so time and memory are bounded whatever the picture shows.

mod attempt;
mod library;
mod plane;
mod skew;

use crate::image::Image;
use crate::sensitive::Sensitive;
use crate::wire::{Quad, Symbology};

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Beside other reading: the picture as it is, and turned upright.
    Quick,
    /// Every version of the picture.
    Thorough,
}

/// One barcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its kind.
    pub symbology: Symbology,
    /// What it says. Bytes that are no text stand as the characters U+0000 to U+00FF.
    pub text: Sensitive<String>,
    /// The smallest upright rectangle around the marks the decoder found it by, in pixels of the picture.
    pub region: Quad,
}

/// Reads the barcodes of a picture: at most one of PDF417 and one of the other kinds.
pub fn read(image: &Image, effort: Effort) -> Vec<Found> {
    attempt::run(image, effort)
}

#[cfg(test)]
mod tests;
