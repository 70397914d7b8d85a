//! Pictures, document, fields and text lines.

use kyc_core::mrz::format::{Layout, Span as Place};
use kyc_core::wire::{
    Capture, ClassifiedBy, Decoded, DocumentEvidence, DocumentType, Evidence, Field, FieldName, FieldOrigin, MrzEvidence, Seen,
    SideEvidence,
};

use super::barcode;
use super::page::{INDENT, Page, Span, dotted, hard, span};
use super::words::{self, word};
use super::zone;
use crate::style::{Ink, cells, clean, pad};

/// Cells of the column of values where some value is longer.
const LONGEST_VALUE: usize = 30;

pub(super) fn captures(page: &mut Page<'_>, captures: &[Capture]) {
    if captures.is_empty() {
        return;
    }
    page.section("Pictures", "");
    for capture in captures {
        let body = match &capture.picture {
            Decoded::Picture(p) => {
                let turned =
                    if p.exif_orientation > 1 { format!(" · EXIF orientation {}", p.exif_orientation) } else { String::new() };
                let size = format!("{}×{} {}", p.width, p.height, word(&p.format).to_uppercase());
                vec![span(Ink::Plain, size), span(Ink::Dim, format!(" · {} kB{turned}", capture.bytes.div_ceil(1000)))]
            }
            Decoded::Problem(problem) => vec![span(Ink::Bad, words::problem(*problem))],
        };
        page.labelled(&word(&capture.role), &body);
    }
}

pub(super) fn write(page: &mut Page<'_>, evidence: &Evidence) {
    match &evidence.document {
        Seen::Seen(document) => seen(page, document, &evidence.fields()),
        Seen::NotSeen { reason } => {
            page.section("Document", "");
            page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Warn, words::not_seen(*reason))]);
        }
    }
}

pub(super) fn seen(page: &mut Page<'_>, document: &DocumentEvidence, all: &[Field]) {
    let class = &document.class;
    page.section("Document", "");
    let kind_ink = if class.kind == DocumentType::Unknown { Ink::Warn } else { Ink::Bold };
    page.labelled("kind", &[span(kind_ink, hard(&word(&class.kind)))]);
    page.labelled("country", &[class.country.as_ref().map_or_else(|| span(Ink::Warn, "unknown"), |code| span(Ink::Bold, code))]);
    let by = match class.by {
        ClassifiedBy::Mrz => "its machine-readable zone",
        ClassifiedBy::Text => "printed words and layout",
        ClassifiedBy::Barcode => "its barcode",
        ClassifiedBy::Nothing => "nothing",
    };
    page.labelled("recognised by", &[span(Ink::Plain, by), span(Ink::Dim, format!(" · confidence {:.2}", class.confidence))]);
    for (n, side) in document.sides.iter().enumerate() {
        quality(page, n, side);
    }
    let mrz = document.mrz.seen();
    fields(page, all, mrz);
    match &document.mrz {
        Seen::Seen(mrz) => zone::write(page, mrz),
        Seen::NotSeen { reason } => {
            page.section("Machine-readable zone", "");
            page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Warn, words::not_seen(*reason))]);
        }
    }
    barcode::write(page, &document.barcodes);
}

fn quality(page: &mut Page<'_>, n: usize, side: &SideEvidence) {
    let q = side.quality;
    let mut parts = Vec::new();
    if side.rotation != 0 {
        parts.push(format!("turned {}°", side.rotation));
    }
    parts.extend([
        format!("sharpness {:.0}", q.sharpness),
        format!("brightness {:.0}", q.brightness),
        format!("glare {:.2}", q.glare),
        format!("{:.0} pixels wide", q.document_width),
        format!("{} text line{}", side.text.len(), if side.text.len() == 1 { "" } else { "s" }),
    ]);
    if let Some(reason) = side.outline.reason() {
        parts.push(format!("outline {}", words::not_seen(reason)));
    }
    page.labelled(&format!("side {}", n + 1), &[span(Ink::Dim, dotted(&parts))]);
}

pub(super) fn fields(page: &mut Page<'_>, fields: &[Field], mrz: Option<&MrzEvidence>) {
    let corrected = |field: &Field| mrz.is_some_and(|mrz| was_corrected(mrz, field));
    let legend = if fields.iter().any(corrected) { "~ MRZ characters of it were corrected" } else { "" };
    page.section("Fields", legend);
    if fields.is_empty() {
        page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Warn, "none")]);
    }
    let value_of = |field: &Field| field.readings.first().map(|r| clean(r.value.expose())).unwrap_or_default();
    let column = fields.iter().map(|f| cells(&value_of(f))).max().unwrap_or(0).min(LONGEST_VALUE);
    for field in fields {
        let value = value_of(field);
        let mark = if corrected(field) { span(Ink::Warn, "~ ") } else { span(Ink::Plain, INDENT) };
        let label = span(Ink::Dim, pad(&word(&field.name), 16));
        let mut sources: Vec<Span> = Vec::new();
        for (n, reading) in field.readings.iter().enumerate() {
            let differs = reading.value.expose() != field.readings[0].value.expose();
            let separator = if n > 0 { "\u{a0}· " } else { "" };
            let source = hard(&format!("{} {:.2}", words::origin(reading.origin), reading.confidence));
            sources.push(span(Ink::Dim, format!("{separator}{source}")));
            if differs {
                sources.push(span(Ink::Warn, format!(" reads {}", reading.value.expose())));
            }
        }
        if cells(&value) <= column {
            page.entry(&[mark, label, span(Ink::Bold, format!("{}  ", pad(&value, column)))], &sources);
        } else {
            sources.insert(0, span(Ink::Bold, format!("{value}  ")));
            page.entry(&[mark, label], &sources);
        }
    }
}

/// Whether a correction fell on the place the format gives the field.
fn was_corrected(mrz: &MrzEvidence, field: &Field) -> bool {
    let Some(layout) = Layout::of_format(mrz.format) else { return false };
    field.readings.iter().any(|reading| reading.origin == FieldOrigin::Mrz)
        && places(layout, field.name).iter().any(|place| {
            mrz.corrections
                .iter()
                .any(|c| usize::from(c.line) == place.line && (place.start..place.end).contains(&usize::from(c.column)))
        })
}

fn places(layout: &Layout, name: FieldName) -> Vec<Place> {
    let optional = |n: usize| layout.optional.get(n).copied().into_iter().collect();
    match name {
        FieldName::DocumentCode => vec![layout.code],
        FieldName::IssuingState => vec![layout.state],
        FieldName::DocumentNumber => vec![layout.number],
        FieldName::Nationality => layout.nationality.into_iter().collect(),
        FieldName::BirthDate => layout.birth.into_iter().collect(),
        FieldName::Sex => layout.sex.into_iter().collect(),
        FieldName::ExpiryDate => layout.expiry.into_iter().collect(),
        FieldName::Surname => vec![layout.names],
        FieldName::GivenNames => vec![layout.given.unwrap_or(layout.names)],
        FieldName::PersonalNumber | FieldName::OptionalData1 => optional(0),
        FieldName::OptionalData2 => optional(1),
        FieldName::IssueDate
        | FieldName::BirthPlace
        | FieldName::Authority
        | FieldName::Address
        | FieldName::BloodGroup
        | FieldName::VehicleClasses => Vec::new(),
    }
}

/// Every text line, in reading order.
pub(super) fn text(page: &mut Page<'_>, document: &DocumentEvidence) {
    if document.sides.iter().all(|side| side.text.is_empty()) {
        return;
    }
    page.section("Text", "in reading order, with the reader's confidence");
    for (n, side) in document.sides.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        for line in &side.text {
            page.entry(
                &[span(Ink::Dim, format!("{INDENT}{:.2}  ", line.confidence))],
                &[span(Ink::Plain, line.text.expose().as_str())],
            );
        }
    }
}
