//! Models that took part and how long each stage took.

use kyc_core::perceive::Timing;
use kyc_core::wire::ModelUse;

use super::page::{INDENT, Page, hard, span};
use super::words::word;
use crate::style::{Ink, cells, clean, pad, pad_left};

/// Hex digits of a hash that are shown.
const HASH: usize = 12;

pub(super) fn models(page: &mut Page<'_>, models: &[ModelUse]) {
    if models.is_empty() {
        return;
    }
    page.section("Models", "sha256 of the weights, first 12 digits");
    let column = models.iter().map(|m| cells(&clean(&m.id))).max().unwrap_or(0);
    // Two models side by side where both columns fit.
    let per_line = if INDENT.len() + 2 * (column + 2 + HASH) + 4 <= page.width() { 2 } else { 1 };
    for pair in models.chunks(per_line) {
        let mut body = Vec::new();
        for model in pair {
            let hash: String = model.sha256.chars().take(HASH).collect();
            body.push(span(Ink::Plain, hard(&format!("{}  ", pad(&clean(&model.id), column)))));
            body.push(span(Ink::Dim, hard(&format!("{}    ", clean(&hash)))));
        }
        page.entry(&[span(Ink::Plain, INDENT)], &body);
    }
}

/// Each stage as a bar on the time line of the whole call: stages overlap.
pub(super) fn timings(page: &mut Page<'_>, timings: &[Timing]) {
    let end = timings.iter().map(|t| t.start_us.saturating_add(t.duration_us)).max().unwrap_or(0);
    if timings.is_empty() {
        return;
    }
    page.section("Timings", &format!("{} in all; stages run side by side", milliseconds(end)));
    let line = page.width() - INDENT.len() - 16 - 13;
    let at = |us: u64| if end == 0 { 0 } else { (u128::from(us) * line as u128 / u128::from(end)) as usize };
    for timing in timings {
        let from = at(timing.start_us).min(line - 1);
        let to = at(timing.start_us.saturating_add(timing.duration_us)).clamp(from + 1, line);
        page.entry(
            &[
                span(Ink::Dim, format!("{INDENT}{}", pad(&word(&timing.stage), 16))),
                span(Ink::Plain, format!("{}  ", pad_left(&milliseconds(timing.duration_us), 11))),
                span(Ink::Plain, " ".repeat(from)),
                span(Ink::Measure, "▪".repeat(to - from)),
            ],
            &[],
        );
    }
}

fn milliseconds(us: u64) -> String {
    format!("{}.{} ms", us / 1000, us % 1000 / 100)
}
