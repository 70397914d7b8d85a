//! The report a person reads in the terminal.
//!
//! It is for the operator, who asked for it: field values are written out. What comes from a document or a file is cleaned
//! of everything that could steer the terminal ([`crate::style::clean`]).

mod barcode;
mod checks;
mod document;
mod faces;
mod footer;
mod page;
mod verdict;
pub(crate) mod words;
mod zone;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;

use kyc_core::perceive::Timing;
use kyc_core::wire::{BarcodeEvidence, DocumentEvidence, Evidence, Field, MrzEvidence, Report};

use crate::style::Style;
use page::Page;

/// The whole case: verdict, score, rules, document, faces, checks, the end user's message, models and timings.
pub(crate) fn verify(evidence: &Evidence, report: &Report, timings: &[Timing], style: &Style) -> String {
    let mut page = Page::new(style);
    verdict::write(&mut page, report);
    document::captures(&mut page, &evidence.captures);
    document::write(&mut page, evidence);
    faces::write(&mut page, evidence, report);
    checks::write(&mut page, report);
    verdict::end_user(&mut page, report);
    footer::models(&mut page, &report.models);
    footer::timings(&mut page, timings);
    page.finish()
}

/// What was read of a document, without judgement.
pub(crate) fn document(evidence: &DocumentEvidence, style: &Style) -> String {
    let mut page = Page::new(style);
    document::seen(&mut page, evidence, &evidence.fields);
    document::text(&mut page, evidence);
    page.finish()
}

/// A machine-readable zone and its fields.
pub(crate) fn mrz(mrz: &MrzEvidence, fields: &[Field], style: &Style) -> String {
    let mut page = Page::new(style);
    zone::write(&mut page, mrz);
    document::fields(&mut page, fields, Some(mrz));
    page.finish()
}

/// Barcodes and the licences in them.
pub(crate) fn barcodes(barcodes: &[BarcodeEvidence], style: &Style) -> String {
    let mut page = Page::new(style);
    barcode::write(&mut page, barcodes);
    page.finish()
}

/// A judgement without what was seen.
pub(crate) fn judged(report: &Report, style: &Style) -> String {
    let mut page = Page::new(style);
    verdict::write(&mut page, report);
    checks::write(&mut page, report);
    verdict::end_user(&mut page, report);
    footer::models(&mut page, &report.models);
    page.finish()
}
