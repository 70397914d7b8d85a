//! Faces, their comparison and liveness.

use kyc_core::wire::{Evidence, FaceEvidence, NotSeen, Report, Seen, SpoofType, Unit};

use super::page::{INDENT, Page, Span, dotted, hard, span};
use super::words::{self, word};
use crate::style::{Ink, bar, pad};

/// Cells of a bar of one measure.
const BAR: usize = 20;

pub(super) fn write(page: &mut Page<'_>, evidence: &Evidence, report: &Report) {
    page.section("Faces", "");
    page.labelled("portrait", &face(&evidence.portrait));
    page.labelled("selfie", &face(&evidence.selfie));
    match &evidence.face_match {
        Seen::Seen(m) => {
            let rest = hard(&format!("cosine {:.3}", m.raw_cosine));
            measure(page, "similarity", m.similarity, ink_of(report, "face.match"), &format!("{rest} · {}", m.model));
        }
        Seen::NotSeen { reason } => missing(page, "similarity", *reason),
    }
    let Some(liveness) = evidence.liveness.seen() else {
        return missing(page, "liveness", evidence.liveness.reason().unwrap_or(NotSeen::NotFound));
    };
    let attack = match liveness.likely_attack {
        SpoofType::None => "no attack seen".to_owned(),
        kind => format!("likely attack: {}", word(&kind)),
    };
    measure(page, "liveness", liveness.score, ink_of(report, "liveness.passive"), &attack);
    for cue in &liveness.cues {
        let label = format!("  {}", cue.name.replace('_', " "));
        match &cue.score {
            Seen::Seen(score) => measure(page, &label, *score, Ink::Measure, ""),
            Seen::NotSeen { reason } => missing(page, &label, *reason),
        }
    }
}

/// The colour of what the check said of the measure.
fn ink_of(report: &Report, check: &str) -> Ink {
    report.findings.iter().find(|f| f.check == check).map_or(Ink::Measure, |f| words::outcome(f.outcome).0)
}

fn measure(page: &mut Page<'_>, label: &str, value: Unit, ink: Ink, aside: &str) {
    let (filled, rest) = bar(u64::from(value.micros()), u64::from(Unit::ONE.micros()), BAR);
    page.entry(
        &[
            span(Ink::Dim, format!("{INDENT}{}", pad(label, 16))),
            span(ink, format!("{value:.2}  {filled}")),
            span(Ink::Dim, format!("{rest}  ")),
        ],
        &[span(Ink::Dim, aside)],
    );
}

fn missing(page: &mut Page<'_>, label: &str, reason: NotSeen) {
    page.labelled(label, &[span(Ink::Warn, words::not_seen(reason))]);
}

fn face(face: &Seen<FaceEvidence>) -> Vec<Span> {
    let Some(face) = face.seen() else {
        return vec![span(Ink::Warn, face.reason().map_or("", words::not_seen))];
    };
    let mut parts = vec![format!("detector {:.2}", face.confidence)];
    if let Some(q) = face.quality.seen() {
        parts.extend([
            format!("{:.0} px between the eyes", q.eye_distance),
            format!("yaw {:+.0}° pitch {:+.0}° roll {:+.0}°", q.yaw, q.pitch, q.roll),
        ]);
    }
    let count =
        if face.faces == 1 { span(Ink::Plain, hard("1 face")) } else { span(Ink::Warn, hard(&format!("{} faces", face.faces))) };
    vec![count, span(Ink::Dim, format!("\u{a0}· {}", dotted(&parts)))]
}
