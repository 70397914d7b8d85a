//! The only file that names the decoder, so that another can take its place.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::HybridBinarizer;
use rxing::pdf417::PDF417Reader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, RXingResult, Reader};

use super::Found;
use super::plane::Plane;
use crate::wire::{Point, Quad, Rect, Symbology};

/// Code 39 has no check character: shorter texts are too often read where nothing is.
const SHORTEST_CODE_39: usize = 5;

/// The first PDF417 symbol of a plane.
pub(super) fn pdf417(plane: &Plane) -> Option<Found> {
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    decode(plane, |bitmap| PDF417Reader::new().decode_with_hints(bitmap, &hints).ok())
}

/// The first symbol of another kind.
pub(super) fn others(plane: &Plane) -> Option<Found> {
    let formats = HashSet::from([
        BarcodeFormat::QR_CODE,
        BarcodeFormat::AZTEC,
        BarcodeFormat::DATA_MATRIX,
        BarcodeFormat::CODE_128,
        BarcodeFormat::CODE_39,
    ]);
    let hints = DecodeHints { TryHarder: Some(true), PossibleFormats: Some(formats), ..DecodeHints::default() };
    decode(plane, |bitmap| MultiFormatReader::default().decode_with_hints(bitmap, &hints).ok())
}

type Bitmap = BinaryBitmap<HybridBinarizer<Luma8LuminanceSource>>;

fn decode(plane: &Plane, read: impl FnOnce(&mut Bitmap) -> Option<RXingResult>) -> Option<Found> {
    let source = Luma8LuminanceSource::new(plane.data.clone(), plane.width, plane.height).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    // The decoder indexes what a symbol tells it to. A hostile one is a symbol that cannot be read, not the end of a call.
    let result = catch_unwind(AssertUnwindSafe(|| read(&mut bitmap))).ok().flatten()?;
    let symbology = symbology(*result.getBarcodeFormat())?;
    let text = result.getText();
    if symbology == Symbology::Code39 && text.chars().count() < SHORTEST_CODE_39 {
        return None;
    }
    Some(Found { symbology, text: text.into(), region: region(plane, &result) })
}

fn symbology(format: BarcodeFormat) -> Option<Symbology> {
    match format {
        BarcodeFormat::PDF_417 => Some(Symbology::Pdf417),
        BarcodeFormat::QR_CODE => Some(Symbology::QrCode),
        BarcodeFormat::AZTEC => Some(Symbology::Aztec),
        BarcodeFormat::DATA_MATRIX => Some(Symbology::DataMatrix),
        BarcodeFormat::CODE_128 => Some(Symbology::Code128),
        BarcodeFormat::CODE_39 => Some(Symbology::Code39),
        _ => None,
    }
}

fn region(plane: &Plane, result: &RXingResult) -> Quad {
    let marks: Vec<Point> = result.getPoints().iter().map(|p| plane.to_picture.apply(Point::new(p.x, p.y))).collect();
    let fold = |pick: fn(&Point) -> f32, keep: fn(f32, f32) -> f32| marks.iter().map(pick).reduce(keep).unwrap_or(0.0);
    let (left, top) = (fold(|p| p.x, f32::min), fold(|p| p.y, f32::min));
    let (right, bottom) = (fold(|p| p.x, f32::max), fold(|p| p.y, f32::max));
    Quad::from(Rect { x: left, y: top, width: right - left, height: bottom - top })
}
