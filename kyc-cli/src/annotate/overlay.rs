//! What was located in one picture, drawn on it.

use image::RgbImage;
use kyc_core::wire::{DocumentEvidence, DocumentType, Evidence, FaceEvidence, MrzEvidence, MrzFormat, Point, Quad, Rect};
use kyc_synth::draw::{Ink, TextStyle, fill_disc, fill_rect, stroke_quad, text, text_width};
use kyc_synth::fonts::Face;

const OUTLINE: [u8; 3] = [0, 150, 214];
const ZONE: [u8; 3] = [196, 30, 150];
const LINES: [u8; 3] = [232, 150, 0];
const FACE: [u8; 3] = [22, 158, 84];

/// A name for something located.
struct Label {
    of: Quad,
    line: String,
    rgb: [u8; 3],
}

/// Draws what `evidence` locates in the picture of `blob`, which is shown at `scale` of its size.
pub(super) fn draw(img: &mut RgbImage, evidence: &Evidence, blob: u32, scale: f32) {
    // Labels last: no line may run through one.
    let mut labels: Vec<Label> = Vec::new();
    if let Some(document) = evidence.document.seen() {
        sides(img, document, blob, scale, &mut labels);
        if let Some(mrz) = document.mrz.seen().filter(|m| m.blob == Some(blob)) {
            zone(img, mrz, scale, &mut labels);
        }
    }
    for (found, name) in [(evidence.portrait.seen(), "portrait"), (evidence.selfie.seen(), "face")] {
        if let Some(face) = found.filter(|f| f.blob == blob) {
            person(img, face, name, scale, &mut labels);
        }
    }
    let mut taken: Vec<Rect> = Vec::new();
    for label in &labels {
        write(img, label, &mut taken);
    }
}

fn sides(img: &mut RgbImage, document: &DocumentEvidence, blob: u32, scale: f32, labels: &mut Vec<Label>) {
    for side in document.sides.iter().filter(|s| s.blob == blob) {
        for line in &side.text {
            stroke_quad(img, &scaled(&line.region, scale, 2.0), 1.0, Ink::tint(LINES, 0.85));
        }
        if let Some(outline) = side.outline.seen() {
            let quad = scaled(outline, scale, 0.0);
            stroke_quad(img, &quad, 3.0, Ink::solid(OUTLINE));
            for corner in quad.0 {
                fill_disc(img, corner, 7.0, Ink::solid([255; 3]));
                fill_disc(img, corner, 5.0, Ink::solid(OUTLINE));
            }
            labels.push(Label { of: quad, line: class(document), rgb: OUTLINE });
        }
    }
}

fn zone(img: &mut RgbImage, mrz: &MrzEvidence, scale: f32, labels: &mut Vec<Label>) {
    let quads: Vec<Quad> = mrz.lines.iter().filter_map(|l| l.region).map(|q| scaled(&q, scale, 4.0)).collect();
    for quad in &quads {
        stroke_quad(img, quad, 2.0, Ink::solid(ZONE));
    }
    if let Some(first) = quads.first() {
        let right = mrz.check_digits.iter().filter(|d| d.valid).count();
        let format = match mrz.format {
            MrzFormat::Td1 => "TD1",
            MrzFormat::Td2 => "TD2",
            MrzFormat::Td3 => "TD3",
            MrzFormat::MrvA => "MRV-A",
            MrzFormat::MrvB => "MRV-B",
            MrzFormat::FrenchId => "French ID",
            MrzFormat::FrenchLicence => "French licence",
            MrzFormat::SwissLicence => "Swiss licence",
        };
        let line = format!("MRZ {format}  ·  check digits {right}/{}", mrz.check_digits.len());
        labels.push(Label { of: *first, line, rgb: ZONE });
    }
}

fn person(img: &mut RgbImage, face: &FaceEvidence, name: &str, scale: f32, labels: &mut Vec<Label>) {
    let quad = scaled(&Quad::from(face.bounds), scale, 0.0);
    stroke_quad(img, &quad, 2.5, Ink::solid(FACE));
    let dot = (face.bounds.width * scale / 60.0).clamp(2.0, 5.0);
    for place in face.landmarks {
        let place = Point::new(place.x * scale, place.y * scale);
        fill_disc(img, place, dot + 1.5, Ink::solid([255; 3]));
        fill_disc(img, place, dot, Ink::solid(FACE));
    }
    labels.push(Label { of: quad, line: format!("{name} {:.2}", face.confidence), rgb: FACE });
}

fn class(document: &DocumentEvidence) -> String {
    let kind = match document.class.kind {
        DocumentType::Passport => "passport",
        DocumentType::IdCard => "identity card",
        DocumentType::DriverLicense => "driving licence",
        DocumentType::ResidencePermit => "residence permit",
        DocumentType::Visa => "visa",
        DocumentType::Other => "other document",
        DocumentType::Unknown => "document",
    };
    match &document.class.country {
        Some(country) => format!("{kind}  ·  {country}"),
        None => kind.to_owned(),
    }
}

/// A quadrilateral on the shown picture, its corners moved outwards from its middle by `grow` pixels each way.
fn scaled(quad: &Quad, scale: f32, grow: f32) -> Quad {
    let at = quad.0.map(|p| Point::new(p.x * scale, p.y * scale));
    let sum = at.iter().fold((0.0, 0.0), |s, p| (s.0 + p.x / 4.0, s.1 + p.y / 4.0));
    Quad(at.map(|p| Point::new(p.x + grow * (p.x - sum.0).signum(), p.y + grow * (p.y - sum.1).signum())))
}

/// The highest place of a quadrilateral's outline between two columns; of the whole outline when it is not there.
fn top_between(quad: &Quad, left: f32, right: f32) -> f32 {
    let mut top = f32::INFINITY;
    for i in 0..4 {
        let (a, b) = (quad.0[i], quad.0[(i + 1) % 4]);
        let (a, b) = if a.x <= b.x { (a, b) } else { (b, a) };
        if b.x < left || a.x > right {
            continue;
        }
        let at = |x: f32| a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x).max(1e-3)).clamp(0.0, 1.0);
        top = top.min(at(left.max(a.x))).min(at(right.min(b.x)));
    }
    if top.is_finite() { top } else { quad.bounds().y }
}

/// Writes a label on the upper edge of what it names, inside the picture, and below any label that already stands there.
fn write(img: &mut RgbImage, label: &Label, taken: &mut Vec<Rect>) {
    const HEIGHT: f32 = 25.0;
    let style = TextStyle::new(Face::SansBold, 17.0, Ink::solid([255; 3]));
    let width = text_width(&label.line, &style) + 14.0;
    let (w, h) = (img.width() as f32, img.height() as f32);
    let x = label.of.bounds().x.min(w - width - 2.0).max(2.0);
    let top = top_between(&label.of, x, x + width);
    let mut y = (top - HEIGHT - 6.0).min(h - HEIGHT - 2.0).max(2.0);
    let meets = |y: f32, r: &Rect| x < r.x + r.width && r.x < x + width && y < r.y + r.height && r.y < y + HEIGHT;
    while let Some(other) = taken.iter().find(|r| meets(y, r)) {
        y = other.y + other.height + 2.0;
    }
    let place = Rect { x, y, width, height: HEIGHT };
    fill_rect(img, place, 5.0, Ink::tint(label.rgb, 0.94));
    text(img, Point::new(x + 7.0, y + 18.0), &label.line, &style);
    taken.push(place);
}
