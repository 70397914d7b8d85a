//! Pictures of documents as they should be, as they are badly taken, and as they are forged: what forensics and capture
//! quality are measured with.
//!
//! A sample is a pure function of its kind and seed. They are drawings: cleaner than the world's, good for showing that a
//! measure sees what it is for, not for promising that it will see a forger's work.

mod change;
mod file;
mod page;

use image::RgbImage;
use kyc_core::wire::{FieldName, Quad};

use crate::Error;
use crate::photo::{Shot, Table, jpeg, shoot};
use crate::rng::Rng;
use crate::specimen::Truth;

/// What a sample shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Forgery {
    /// A document, carefully photographed.
    Genuine,
    /// A reflection over the document.
    Glare,
    /// Out of focus.
    Blur,
    /// A hard shadow.
    Shadow,
    /// Hardly any light.
    LowLight,
    /// The document on a screen: pixel grid, moiré, bezel.
    Screen,
    /// The document printed in four colours and photographed again.
    Print,
    /// A grey copy of the document.
    Photocopy,
    /// The document as a file, never photographed.
    Digital,
    /// A printed value copied over another place.
    CopyMove,
    /// A part of another photograph pasted in.
    Splice,
    /// The end of a value set in another font.
    Font,
    /// A part that was compressed more coarsely before.
    Ghost,
    /// The whole picture compressed twice, half of them cropped in between.
    Recompressed,
    /// Saved by an editing program.
    Edited,
}

impl Forgery {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Genuine,
        Self::Glare,
        Self::Blur,
        Self::Shadow,
        Self::LowLight,
        Self::Screen,
        Self::Print,
        Self::Photocopy,
        Self::Digital,
        Self::CopyMove,
        Self::Splice,
        Self::Font,
        Self::Ghost,
        Self::Recompressed,
        Self::Edited,
    ];

    /// Its name on command lines and in file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Glare => "glare",
            Self::Blur => "blur",
            Self::Shadow => "shadow",
            Self::LowLight => "low_light",
            Self::Screen => "screen",
            Self::Print => "print",
            Self::Photocopy => "photocopy",
            Self::Digital => "digital",
            Self::CopyMove => "copy_move",
            Self::Splice => "splice",
            Self::Font => "font",
            Self::Ghost => "ghost",
            Self::Recompressed => "recompressed",
            Self::Edited => "edited",
        }
    }

    /// Whether the document is what it seems, however badly it was taken.
    pub const fn is_honest(self) -> bool {
        matches!(self, Self::Genuine | Self::Glare | Self::Blur | Self::Shadow | Self::LowLight)
    }
}

/// A picture with its ground truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The file: JPEG.
    pub jpeg: Vec<u8>,
    /// What it shows.
    pub kind: Forgery,
    /// Corners of the document.
    pub corners: Quad,
    /// The places that were changed; empty where nothing or everything was.
    pub changed: Vec<Quad>,
    /// Lines of the machine-readable zone as printed.
    pub mrz_lines: Vec<String>,
    /// Printed fields.
    pub fields: Vec<(FieldName, String)>,
    /// Printed lines and where they stand.
    pub text: Vec<(String, Quad)>,
}

impl Sample {
    fn of(jpeg: Vec<u8>, kind: Forgery, changed: Vec<Quad>, truth: Truth) -> Self {
        let Truth { corners, mrz_lines, fields, mrz_line_regions, text, .. } = truth;
        let zone = mrz_lines.iter().cloned().zip(mrz_line_regions);
        let text = text.into_iter().map(|line| (line.text, line.region)).chain(zone).collect();
        Self { jpeg, kind, corners, changed, mrz_lines, fields, text }
    }
}

/// Width of a sample, pixels; it is three quarters as high.
pub const WIDTH: u32 = 2400;

/// Makes a sample.
///
/// # Errors
/// Those of rendering; none is expected.
pub fn sample(kind: Forgery, seed: u64) -> Result<Sample, Error> {
    let mut rng = Rng::new(seed, 400);
    let mut page = page::page(seed)?;
    let mut changed = Vec::new();
    // What happens to the document before the photograph.
    match kind {
        Forgery::Font => changed.extend(change::other_font(&mut page, &mut rng)),
        Forgery::Print => page.image = crate::attack::halftone(&page.image, rng.range(4.4, 6.4)),
        Forgery::Photocopy => change::grey(&mut page.image, &mut rng),
        Forgery::Screen => page = change::on_screen(&page, &mut rng)?,
        _ => {}
    }
    let quality = 88 + (rng.unit() * 8.0) as u8;
    let truth = page.truth.clone();
    if kind == Forgery::Digital {
        let jpeg = file::as_camera(jpeg(&page.image, 92 + (rng.unit() * 6.0) as u8)?, None);
        return Ok(Sample::of(jpeg, kind, changed, truth));
    }
    let shot = shot(kind, seed, page.corner_radius(), &mut rng);
    let photo = shoot(&page.image, &shot);
    let truth = truth.through(&photo.to_photo);
    let changed_in_photo = |quad: &Quad| photo.to_photo.quad(quad);
    let mut changed: Vec<Quad> = changed.iter().map(changed_in_photo).collect();
    let mut image = photo.image;
    match kind {
        Forgery::LowLight => change::dim(&mut image, rng.range(0.16, 0.3), &mut rng),
        Forgery::Shadow => change::shadow(&mut image, &truth.corners, &mut rng),
        _ => {}
    }
    // What happens to the file after the photograph: the camera's own file comes first.
    let tampered = match kind {
        Forgery::CopyMove | Forgery::Splice | Forgery::Ghost => {
            image = decoded(&jpeg(&image, 92)?)?;
            Some(match kind {
                Forgery::CopyMove => change::copy_move(&mut image, &truth, &mut rng),
                Forgery::Splice => {
                    let other = page::page(seed ^ 0x5eed)?;
                    let other =
                        shoot(&other.image, &Shot { seed: seed ^ 77, blur: shot.blur * 0.7, noise: shot.noise * 0.5, ..shot });
                    change::splice(&mut image, &truth, &other.image, &mut rng)
                }
                _ => change::ghost(&mut image, &truth, &mut rng)?,
            })
        }
        Forgery::Recompressed => {
            image = decoded(&jpeg(&image, 55 + (rng.unit() * 25.0) as u8)?)?;
            if rng.unit() < 0.5 {
                let (dx, dy) = (1 + (rng.unit() * 6.0) as u32, 1 + (rng.unit() * 6.0) as u32);
                let (w, h) = (image.width() - 8, image.height() - 8);
                image = image::imageops::crop_imm(&image, dx, dy, w, h).to_image();
            }
            None
        }
        _ => None,
    };
    changed.extend(tampered.into_iter().flatten());
    let quality = if kind == Forgery::Recompressed { 92 + quality % 4 } else { quality };
    let jpeg = file::as_camera(jpeg(&image, quality)?, (kind == Forgery::Edited).then_some(file::EDITORS[seed as usize % 4]));
    Ok(Sample::of(jpeg, kind, changed, truth))
}

fn shot(kind: Forgery, seed: u64, corner_radius: f32, rng: &mut Rng) -> Shot {
    let careful = Shot {
        width: WIDTH,
        height: WIDTH * 3 / 4,
        blur: rng.range(0.8, 1.3),
        noise: rng.range(1.6, 3.0),
        table: if rng.unit() < 0.5 { Table::Wood } else { Table::Cloth },
        corner_radius,
        ..Shot::document(seed)
    };
    match kind {
        Forgery::Glare => Shot { glare: rng.range(0.8, 1.0), ..careful },
        Forgery::Blur => Shot { blur: rng.range(4.0, 7.0), ..careful },
        Forgery::Shadow => Shot { uneven: rng.range(0.5, 0.7), ..careful },
        Forgery::LowLight => Shot { noise: rng.range(3.0, 5.0), ..careful },
        // Held close, so that the device fills the picture.
        Forgery::Screen => Shot { fill: 0.97, blur: rng.range(0.5, 0.8), ..careful },
        Forgery::Print => Shot { blur: rng.range(0.6, 0.9), ..careful },
        _ => careful,
    }
}

fn decoded(jpeg: &[u8]) -> Result<RgbImage, Error> {
    Ok(image::load_from_memory(jpeg)?.into_rgb8())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn samples_repeat_with_their_seed_and_changes_lie_in_the_picture() {
        for kind in [Forgery::Genuine, Forgery::CopyMove, Forgery::Font, Forgery::Edited] {
            let one = sample(kind, 3).unwrap();
            assert_eq!(one, sample(kind, 3).unwrap());
            assert_eq!(one.changed.is_empty(), matches!(kind, Forgery::Genuine | Forgery::Edited), "{kind:?}");
            for b in one.changed.iter().map(Quad::bounds) {
                assert!(b.x >= 0.0 && b.y >= 0.0 && b.x + b.width <= WIDTH as f32, "{kind:?} {b:?}");
            }
        }
    }
}
