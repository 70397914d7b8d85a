//! The document: decode and read its sides, then find its portrait.

use chrono::NaiveDate;

use super::barcode;
use super::capture::capture;
use super::forensics::forensics;
use super::portrait::portrait;
use super::{Blob, Models, Stage, Step, Trace};
use crate::barcode::Effort as BarcodeEffort;
use crate::error::Result;
use crate::face::Observed;
use crate::image::{DecodeLimits, Image};
use crate::read::{self, Effort, Side};
use crate::wire::{Capture, DocumentEvidence, ForensicsEvidence, ModelUse, NotSeen, Role, Seen};

/// What came of the document.
pub struct Document {
    /// The pictures as handed in.
    pub captures: Vec<Capture>,
    /// What it says.
    pub document: Seen<DocumentEvidence>,
    /// Signs of tampering and recapture.
    pub forensics: Seen<ForensicsEvidence>,
    /// The portrait's face.
    pub portrait: Observed,
    /// The models that took part.
    pub models: Vec<ModelUse>,
}

/// Looks at a document of one or two sides.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn document(
    sides: &[(Role, Blob<'_>)],
    today: NaiveDate,
    skip: &[Step],
    limits: &DecodeLimits,
    models: &Models,
    trace: &mut Trace,
) -> Result<Document> {
    let (captures, pictures) = trace.stage(Stage::DecodeDocument, || decode(sides, limits));
    let mut used = if pictures.is_empty() { Vec::new() } else { models.for_faces() };
    let (document, turns) = if skip.contains(&Step::Document) {
        (Seen::not(NotSeen::Skipped), vec![0; pictures.len()])
    } else if pictures.is_empty() {
        (Seen::not(NotSeen::NoPicture), Vec::new())
    } else {
        used.extend(models.for_reading());
        trace.stage(Stage::ReadDocument, || {
            let sides = read_sides(&pictures, today, Effort::Everything, models)?;
            let turns = sides.iter().map(|side| side.upright_quarters).collect();
            Result::Ok((with_barcodes(joined(sides, &pictures, models), &pictures), turns))
        })?
    };
    let (mut portrait_trace, mut forensics_trace) = (trace.branch(), trace.branch());
    let (portrait, forensics) = rayon::join(
        || portrait_trace.stage(Stage::Portrait, || portrait(&pictures, &turns, models)),
        || match skip.contains(&Step::Forensics) {
            true => Ok(Seen::not(NotSeen::Skipped)),
            false => forensics_trace.stage(Stage::Forensics, || forensics(sides, &captures, &pictures, &document)),
        },
    );
    trace.join(portrait_trace);
    trace.join(forensics_trace);
    let (portrait, forensics) = (portrait?, forensics?);
    Ok(Document { captures, document, forensics, portrait, models: used })
}

/// Reads a document without looking for its portrait.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn read(
    sides: &[(Role, Blob<'_>)],
    today: NaiveDate,
    effort: Effort,
    limits: &DecodeLimits,
    models: &Models,
    trace: &mut Trace,
) -> Result<(Vec<Capture>, Seen<DocumentEvidence>)> {
    let (captures, pictures) = trace.stage(Stage::DecodeDocument, || decode(sides, limits));
    if pictures.is_empty() {
        return Ok((captures, Seen::not(NotSeen::NoPicture)));
    }
    let document = trace.stage(Stage::ReadDocument, || {
        let sides = read_sides(&pictures, today, effort, models)?;
        Result::Ok(match effort {
            Effort::Everything => with_barcodes(joined(sides, &pictures, models), &pictures),
            Effort::MrzOnly => read::document(sides),
        })
    })?;
    Ok((captures, document))
}

/// Joins the sides, with the print as the configured reader reads it.
fn joined(sides: Vec<Side>, pictures: &[(u32, Image)], models: &Models) -> Seen<DocumentEvidence> {
    let models = &models.read;
    read::printed(sides, pictures, models.printed.as_ref(), &models.text_recogniser_fast.id)
}

/// Adds barcodes to a document without a machine-readable zone: licences carry one or the other, and looking costs time.
fn with_barcodes(mut document: Seen<DocumentEvidence>, pictures: &[(u32, Image)]) -> Seen<DocumentEvidence> {
    if let Seen::Seen(document) = &mut document
        && document.mrz.seen().is_none()
    {
        for (blob, picture) in pictures {
            barcode::read(picture, *blob, BarcodeEffort::Quick).join(document);
        }
    }
    document
}

/// The pictures that could be decoded, with their blobs; what became of the others is in the captures.
fn decode(sides: &[(Role, Blob<'_>)], limits: &DecodeLimits) -> (Vec<Capture>, Vec<(u32, Image)>) {
    let one = |(role, blob): &(Role, Blob<'_>)| capture(*blob, *role, limits);
    let decoded = match sides {
        [a, b] => <[_; 2]>::from(rayon::join(|| one(a), || one(b))).into(),
        _ => sides.iter().map(one).collect::<Vec<_>>(),
    };
    let mut pictures = Vec::with_capacity(decoded.len());
    let captures = decoded.into_iter().map(|(capture, pixels)| {
        pictures.extend(pixels.map(|pixels| (capture.blob, pixels)));
        capture
    });
    (captures.collect(), pictures)
}

fn read_sides(pictures: &[(u32, Image)], today: NaiveDate, effort: Effort, models: &Models) -> Result<Vec<Side>> {
    let one = |(blob, picture): &(u32, Image)| read::side(picture, *blob, today, &models.read, effort);
    match pictures {
        [a, b] => {
            let (a, b) = rayon::join(|| one(a), || one(b));
            Ok(vec![a?, b?])
        }
        _ => pictures.iter().map(one).collect(),
    }
}
