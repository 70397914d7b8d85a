//! The holder's portrait: head and shoulders, printed into the page.

use image::imageops::{FilterType, crop_imm, resize};
use image::{Rgb, RgbImage};
use kyc_core::wire::Rect;

use super::Specimen;
use super::sheet::Sheet;
use crate::Error;

/// Height of the cut-out in face boxes (forehead to chin). With it the head, crown to chin, takes about three quarters of
/// the picture's height, inside the 70 to 80 % that 9303-3 §3.9 asks for.
const FACES_HIGH: f32 = 1.55;
/// Where the middle of the face box stands in the cut-out, from the top.
const FACE_MIDDLE: f32 = 0.52;

/// Head and shoulders: the part of `picture` around `face` with the given width-to-height ratio, kept inside the picture.
pub(crate) fn head_and_shoulders(
    picture: &RgbImage,
    face: Option<Rect>,
    aspect: f32,
    faces_high: f32,
) -> Result<RgbImage, Error> {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    if w < 1.0 || h < 1.0 {
        return Err(Error::Portrait);
    }
    let whole = Rect { x: 0.0, y: 0.0, width: w, height: h };
    let (wanted, middle) = face.map_or((h, whole.center()), |f| (f.height * faces_high, f.center()));
    let inside = (0.0..w).contains(&middle.x) && (0.0..h).contains(&middle.y);
    if !inside || wanted.is_nan() || wanted < 1.0 {
        return Err(Error::Portrait);
    }
    let high = wanted.min(h).min(w / aspect);
    let wide = high * aspect;
    let above = if face.is_some() { FACE_MIDDLE } else { 0.5 };
    let x = (middle.x - wide / 2.0).clamp(0.0, w - wide);
    let y = (middle.y - above * high).clamp(0.0, h - high);
    Ok(crop_imm(picture, x as u32, y as u32, (wide as u32).max(1), (high as u32).max(1)).to_image())
}

/// Prints the portrait at `place` mm (x, y, width, height). Its edges fade into the ground and its colours are a little
/// muted, as on personalised pages.
pub(super) fn print(
    sheet: &mut Sheet,
    specimen: &Specimen<'_>,
    (x, y, width, height): (f32, f32, f32, f32),
) -> Result<(), Error> {
    let cut = head_and_shoulders(specimen.portrait, specimen.face, width / height, FACES_HIGH)?;
    let place = sheet.rect(x, y, width, height);
    let size = (place.width.round() as u32, place.height.round() as u32);
    let picture = resize(&cut, size.0.max(1), size.1.max(1), FilterType::CatmullRom);
    let fade = 1.6 * sheet.scale;
    for (px, py, pixel) in picture.enumerate_pixels() {
        let (tx, ty) = (place.x as u32 + px, place.y as u32 + py);
        let Some(under) = sheet.image.get_pixel_mut_checked(tx, ty) else { continue };
        let edge = [px, py, size.0 - 1 - px, size.1 - 1 - py].into_iter().min().unwrap_or(0) as f32;
        let share = (0.15 + edge / fade).min(1.0) * 0.97;
        let pixel = &studio(*pixel, (px as f32 / size.0 as f32, py as f32 / size.1 as f32), specimen.face.is_some());
        let luma = 0.299 * f32::from(pixel.0[0]) + 0.587 * f32::from(pixel.0[1]) + 0.114 * f32::from(pixel.0[2]);
        for (old, new) in under.0.iter_mut().zip(pixel.0) {
            let muted = luma + (f32::from(new) - luma) * 0.78;
            // Ink on paper: blacks are not quite black.
            let printed = 14.0 + muted * (241.0 / 255.0);
            *old = (f32::from(*old) * (1.0 - share) + printed * share).round() as u8;
        }
    }
    sheet.portrait_at(place);
    Ok(())
}

/// Pulls what lies beside head and shoulders towards a plain light ground, as a studio's backdrop would be. The cut-out
/// puts every head in the same place, so a fixed outline does: half an ellipse down to the ears, a tapering jaw, shoulders.
fn studio(pixel: Rgb<u8>, (x, y): (f32, f32), framed: bool) -> Rgb<u8> {
    const BACKDROP: [f32; 3] = [226.0, 229.0, 232.0];
    if !framed {
        return pixel;
    }
    const EARS: f32 = 0.50;
    const CHIN: f32 = 0.78;
    let (side, head) = ((x - 0.5).abs(), 0.395);
    let distance = if y < EARS {
        (side / head).hypot((y - EARS) / 0.465)
    } else {
        let jaw = head - (head - 0.22) * ((y - EARS - 0.06) / (CHIN - EARS - 0.06)).clamp(0.0, 1.0);
        side / (jaw + 0.38 * ((y - CHIN - 0.03) / 0.14).clamp(0.0, 1.0))
    };
    let share = ((distance - 1.0) / 0.13).clamp(0.0, 1.0);
    let share = 0.95 * share * share * (3.0 - 2.0 * share);
    let mix = |v: u8, ground: f32| (f32::from(v) + (ground - f32::from(v)) * share) as u8;
    Rgb(std::array::from_fn(|c| mix(pixel.0[c], BACKDROP[c])))
}
