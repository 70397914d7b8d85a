//! Barcodes.

use kyc_core::wire::{BarcodeEvidence, Seen};

use super::page::{INDENT, Page, dotted, span};
use super::words::word;
use crate::style::{Ink, pad};

/// Cells of the column of element names; the longest of the standard's.
const NAMES: usize = 28;

pub(super) fn write(page: &mut Page<'_>, barcodes: &[BarcodeEvidence]) {
    for barcode in barcodes {
        page.section("Barcode", &word(&barcode.symbology));
        let Seen::Seen(licence) = &barcode.aamva else {
            page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Plain, barcode.text.expose().as_str())]);
            continue;
        };
        let issued: Vec<String> =
            [&licence.issuer, &licence.subdivision, &licence.country].into_iter().flatten().cloned().collect();
        page.labelled("standard", &[span(Ink::Plain, format!("AAMVA version {}", licence.version))]);
        page.labelled("kind", &[span(Ink::Bold, word(&licence.kind))]);
        page.labelled("issued by", &[span(Ink::Bold, dotted(&issued))]);
        let problems: Vec<String> = licence.problems.iter().map(word).collect();
        if !problems.is_empty() {
            page.labelled("departs in", &[span(Ink::Warn, dotted(&problems))]);
        }
        for element in &licence.elements {
            let value = element.value.expose();
            // What is not typed is shown as it stands.
            let (ink, value) = if value.is_empty() { (Ink::Dim, element.raw.expose()) } else { (Ink::Bold, value) };
            let name = format!("{} {}", element.id, element.name.replace('_', " "));
            page.entry(&[span(Ink::Plain, INDENT), span(Ink::Dim, pad(&name, NAMES + 5))], &[span(ink, value.as_str())]);
        }
    }
}
