//! The machine-readable zone: lines, check digits, corrections.

use kyc_core::wire::{CorrectionReason, MrzEvidence, MrzFormat};

use super::page::{HARD, INDENT, Page, hard, span};
use super::words::word;
use crate::style::{Ink, pad};

pub(super) fn write(page: &mut Page<'_>, mrz: &MrzEvidence) {
    page.section("Machine-readable zone", &format!("{} · confidence {:.2}", format_name(mrz.format), mrz.confidence));
    for (n, line) in mrz.lines.iter().enumerate() {
        page.entry(&[span(Ink::Plain, INDENT)], &painted(mrz, n, line.text.expose()));
    }
    for digit in &mrz.check_digits {
        let (ink, sign) = if digit.valid { (Ink::Good, "✓") } else { (Ink::Bad, "✗") };
        let found = if digit.valid {
            span(Ink::Dim, digit.found.expose().as_str())
        } else {
            span(Ink::Bad, format!("found {}, expected {}", digit.found.expose(), digit.expected.expose()))
        };
        page.entry(&[span(ink, format!("{INDENT}{sign} ")), span(Ink::Plain, pad(&word(&digit.name), 18))], &[found]);
    }
    for fix in &mrz.corrections {
        let because = match fix.because {
            CorrectionReason::Position => "the position allows no other kind of character",
            CorrectionReason::CheckDigit => "the check digit agrees only so",
            CorrectionReason::KnownValues => "the field allows only certain values",
            CorrectionReason::Length => "the line must have its length",
        };
        let place = format!("line {} column {}", u16::from(fix.line) + 1, u16::from(fix.column) + 1);
        page.entry(
            &[span(Ink::Warn, format!("{INDENT}~ ")), span(Ink::Plain, pad(&place, 18))],
            &[
                span(Ink::Warn, hard(&format!("{} → {}", fix.read.expose(), fix.used.expose()))),
                span(Ink::Dim, format!("{HARD}{HARD} {because}")),
            ],
        );
    }
}

/// The line with its corrected characters marked by colour.
fn painted(mrz: &MrzEvidence, line: usize, text: &str) -> Vec<super::page::Span> {
    let fixed = |column| mrz.corrections.iter().any(|c| usize::from(c.line) == line && usize::from(c.column) == column);
    text.chars().enumerate().map(|(n, c)| span(if fixed(n) { Ink::Warn } else { Ink::Plain }, hard(&c.to_string()))).collect()
}

fn format_name(format: MrzFormat) -> &'static str {
    match format {
        MrzFormat::Td1 => "TD1",
        MrzFormat::Td2 => "TD2",
        MrzFormat::Td3 => "TD3",
        MrzFormat::MrvA => "MRV-A",
        MrzFormat::MrvB => "MRV-B",
        MrzFormat::FrenchId => "French identity card",
        MrzFormat::FrenchLicence => "French driving licence",
        MrzFormat::SwissLicence => "Swiss driving licence, which has no check digits",
    }
}
