//! The verdict at the head of the sheet, and the measures at its foot.

use image::RgbImage;
use kyc_core::wire::{Evidence, Point, Rect, Report, Verdict};
use kyc_synth::draw::{Ink, TextStyle, fill_rect, text, text_width};
use kyc_synth::fonts::Face;

use super::{MARGIN, WIDTH};

const WHITE: [u8; 3] = [255; 3];
/// Reasons shown; the report has them all.
const REASONS: usize = 3;
/// Where the reasons begin.
const REASONS_X: f32 = 520.0;

/// Height of the banner in pixels.
pub(super) fn height(report: Option<&Report>) -> u32 {
    if report.is_some() { 132 } else { 64 }
}

/// Draws the banner across the top.
pub(super) fn draw(sheet: &mut RgbImage, report: Option<&Report>) {
    let (title, rgb) = match report.map(|r| r.decision.verdict) {
        Some(Verdict::Accepted) => ("ACCEPTED", [22, 122, 70]),
        Some(Verdict::Review) => ("REVIEW", [186, 112, 0]),
        Some(Verdict::Rejected) => ("REJECTED", [184, 34, 44]),
        None => ("EVIDENCE, NOT YET JUDGED", [70, 80, 102]),
    };
    let high = height(report) as f32;
    fill_rect(sheet, Rect { x: 0.0, y: 0.0, width: WIDTH as f32, height: high }, 0.0, Ink::solid(rgb));
    let left = MARGIN as f32;
    let Some(report) = report else {
        text(sheet, Point::new(left, 44.0), title, &TextStyle::new(Face::SansBold, 34.0, Ink::solid(WHITE)));
        return;
    };
    text(sheet, Point::new(left, 66.0), title, &TextStyle::new(Face::SansBold, 60.0, Ink::solid(WHITE)));
    let small = TextStyle::new(Face::Sans, 24.0, Ink::solid(WHITE));
    text(sheet, Point::new(left, 107.0), &shorten(&summary(report), REASONS_X - 2.0 * left, &small), &small);

    let rule = Rect { x: REASONS_X - 24.0, y: 22.0, width: 1.5, height: high - 44.0 };
    fill_rect(sheet, rule, 0.0, Ink::tint(WHITE, 0.6));
    let room = WIDTH as f32 - REASONS_X - left;
    // Some sentences have no subject of their own: the check is it.
    let mut lines: Vec<String> = report.reasons.iter().take(REASONS).map(|r| format!("{}: {}", r.check, r.text)).collect();
    if lines.is_empty() {
        lines.push("Nothing stands against it.".to_owned());
    }
    let first = high / 2.0 - (lines.len() as f32 - 1.0) * 16.0 + 8.0;
    for (i, line) in lines.iter().enumerate() {
        let baseline = Point::new(REASONS_X, first + 32.0 * i as f32);
        text(sheet, baseline, &shorten(line, room, &small), &small);
    }
}

/// Score, and the rules that made the verdict stricter than it.
fn summary(report: &Report) -> String {
    let mut line = format!("score {:.2} of 100", report.score.value);
    if report.decision.verdict != report.decision.by_score {
        let rules: Vec<&str> = report.decision.rules.iter().map(|r| r.id.as_str()).collect();
        line.push_str("  ·  rule ");
        line.push_str(&rules.join(", "));
    }
    line
}

/// Cuts a line that is too long and marks the cut.
fn shorten(line: &str, room: f32, style: &TextStyle) -> String {
    if text_width(line, style) <= room {
        return line.to_owned();
    }
    let mut kept: String = line.to_owned();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if text_width(&cut, style) <= room {
            return cut;
        }
    }
    String::new()
}

/// The measures behind the decision, in words; what was not seen is left out.
pub(super) fn measures(evidence: &Evidence) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(live) = evidence.liveness.seen() {
        lines.push(format!("liveness {:.3}", live.score));
    }
    if let Some(same) = evidence.face_match.seen() {
        lines.push(format!("face similarity {:.3} (cosine {:.3})", same.similarity, same.raw_cosine));
    }
    if let Some(mrz) = evidence.document.seen().and_then(|d| d.mrz.seen()) {
        let verdict = match (mrz.check_digits_valid, mrz.check_digits.is_empty()) {
            (true, _) => "all check digits right",
            (false, true) => "no check digits",
            (false, false) => "check digits wrong",
        };
        lines.push(format!("MRZ: {verdict}, confidence {:.3}", mrz.confidence));
    }
    lines
}
