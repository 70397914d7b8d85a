//! Draws evidence on its pictures: what was found, where, and what was decided.
//!
//! One sheet, at most [`WIDTH`] pixels wide: a banner with the verdict, score and reasons, the pictures side by side with
//! everything that was located in them, and a line of the measures behind the decision. No field value is written out.

mod banner;
mod overlay;

use image::imageops::{overlay as lay, thumbnail};
use image::{Rgb, RgbImage};
use kyc_core::wire::{Capture, Evidence, Point, Report, Role};
use kyc_synth::draw::{Ink, TextStyle, text};
use kyc_synth::fonts::Face;

/// Width of the sheet in pixels.
const WIDTH: u32 = 1600;
/// Longer side of a picture that is shown alone: labels keep their size, so that they can be read at half of it.
const PANEL: u32 = 1000;
/// Highest a picture may become.
const MAX_HEIGHT: f32 = 1000.0;
const MARGIN: u32 = 24;
/// Room for a picture's caption.
const CAPTION: u32 = 34;
const PAPER: Rgb<u8> = Rgb([244, 245, 248]);
const TEXT: [u8; 3] = [36, 41, 54];
const SOFT: [u8; 3] = [96, 104, 122];

/// Draws `evidence`, and `report` where there is one, on `pictures`: blob index and decoded, upright picture each.
///
/// A picture that is no capture of the evidence is shown last and bare; a capture without a picture is left out.
pub(crate) fn annotate(evidence: &Evidence, report: Option<&Report>, pictures: &[(u32, RgbImage)]) -> RgbImage {
    let mut panels: Vec<Panel<'_>> = pictures.iter().filter_map(|(blob, p)| Panel::of(evidence, *blob, p)).collect();
    panels.sort_by_key(|p| (p.capture.map_or(u8::MAX, |c| order(c.role)), p.blob));
    let height = fit(&mut panels);

    let top = banner::height(report);
    let measures = banner::measures(evidence);
    let below = if measures.is_empty() { 0 } else { 46 };
    let pictures_height = if panels.is_empty() { 0 } else { height + CAPTION + MARGIN };
    let mut sheet = RgbImage::from_pixel(WIDTH, top + MARGIN + pictures_height + below, PAPER);
    banner::draw(&mut sheet, report);

    let used: u32 = panels.iter().map(|p| p.width).sum::<u32>() + MARGIN * panels.len().saturating_sub(1) as u32;
    let mut x = WIDTH.saturating_sub(used) / 2;
    let y = top + MARGIN;
    for panel in &panels {
        let drawn = panel.draw(evidence, height);
        lay(&mut sheet, &drawn, i64::from(x), i64::from(y));
        let style = TextStyle::new(Face::Sans, 20.0, Ink::solid(SOFT));
        text(&mut sheet, Point::new(x as f32, (y + height + 24) as f32), &panel.caption(), &style);
        x += panel.width + MARGIN;
    }
    if below > 0 {
        let style = TextStyle::new(Face::SansBold, 22.0, Ink::solid(TEXT));
        let baseline = (sheet.height() - 22) as f32;
        text(&mut sheet, Point::new(MARGIN as f32, baseline), &measures.join("   ·   "), &style);
    }
    sheet
}

/// One picture with everything that was located in it, at most [`PANEL`] pixels wide and high: a tall selfie is shown
/// small, and its labels must still be read.
pub(crate) fn panel(evidence: &Evidence, blob: u32, picture: &RgbImage) -> RgbImage {
    let scale = (PANEL as f32 / picture.width().max(picture.height()).max(1) as f32).min(1.0);
    let sized = |side: u32| ((side as f32 * scale) as u32).max(1);
    let mut drawn = thumbnail(picture, sized(picture.width()), sized(picture.height()));
    overlay::draw(&mut drawn, evidence, blob, scale);
    drawn
}

/// What [`panel`] outlines in the picture of `blob`, in words.
pub(crate) fn located(evidence: &Evidence, blob: u32) -> Vec<&'static str> {
    let mut found = Vec::new();
    if let Some(document) = evidence.document.seen() {
        let side = document.sides.iter().find(|side| side.blob == blob);
        found.extend(side.filter(|side| side.outline.seen().is_some()).map(|_| "the document"));
        found.extend(side.filter(|side| !side.text.is_empty()).map(|_| "lines of text"));
        let zone = document.mrz.seen().filter(|zone| zone.blob == Some(blob));
        found.extend(zone.map(|_| "the machine-readable zone"));
    }
    found.extend(evidence.portrait.seen().filter(|face| face.blob == blob).map(|_| "the portrait"));
    found.extend(evidence.selfie.seen().filter(|face| face.blob == blob).map(|_| "the face"));
    found
}

/// Documents left, faces right.
fn order(role: Role) -> u8 {
    match role {
        Role::DocumentFront => 0,
        Role::DocumentBack => 1,
        Role::Reference => 2,
        Role::Selfie => 3,
    }
}

/// A picture on the sheet.
struct Panel<'a> {
    blob: u32,
    picture: &'a RgbImage,
    capture: Option<&'a Capture>,
    /// Width on the sheet.
    width: u32,
}

impl<'a> Panel<'a> {
    fn of(evidence: &'a Evidence, blob: u32, picture: &'a RgbImage) -> Option<Self> {
        let capture = evidence.captures.iter().find(|c| c.blob == blob);
        (picture.width() > 0 && picture.height() > 0).then_some(Self { blob, picture, capture, width: 0 })
    }

    fn aspect(&self) -> f32 {
        self.picture.width() as f32 / self.picture.height() as f32
    }

    fn draw(&self, evidence: &Evidence, height: u32) -> RgbImage {
        let mut drawn = thumbnail(self.picture, self.width, height);
        overlay::draw(&mut drawn, evidence, self.blob, self.width as f32 / self.picture.width() as f32);
        drawn
    }

    fn caption(&self) -> String {
        let what = match self.capture.map(|c| c.role) {
            Some(Role::DocumentFront) => "document, front",
            Some(Role::DocumentBack) => "document, back",
            Some(Role::Selfie) => "selfie",
            Some(Role::Reference) => "stored photo",
            None => "picture",
        };
        format!("{what}  ·  {} × {} px", self.picture.width(), self.picture.height())
    }
}

/// Gives all panels one height so that they fill the sheet's width, and says which.
fn fit(panels: &mut [Panel<'_>]) -> u32 {
    let room = (WIDTH - MARGIN * (panels.len() as u32 + 1).min(WIDTH / MARGIN)) as f32;
    let aspects: f32 = panels.iter().map(Panel::aspect).sum();
    let height = (room / aspects.max(0.01)).clamp(1.0, MAX_HEIGHT);
    for panel in panels.iter_mut() {
        panel.width = ((height * panel.aspect()) as u32).max(1);
    }
    height as u32
}

#[cfg(test)]
mod tests;
