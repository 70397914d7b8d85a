//! The document's pictures are sharp, free of glare and neither dark nor washed out (F-022, F-023, F-028).

use chrono::NaiveDate;

use super::{Row, fails, seen};
use crate::policy::{Measure, PicturePolicy, Policy};
use crate::wire::{Evidence, Finding, NotSeen, PictureQuality, Reason};

const NAME: &str = "picture.document_quality";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "picture.document_quality.sharpness",
        "picture.document_quality.glare",
        "picture.document_quality.dark",
        "picture.document_quality.bright",
    ],
};

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    if document.sides.is_empty() {
        return seen::not_run(NAME, NotSeen::NotProvided);
    }
    fails(NAME, document.sides.iter().flat_map(|side| problems(&side.quality, side.blob, &policy.picture)).collect())
}

fn problems(quality: &PictureQuality, blob: u32, limits: &PicturePolicy) -> Vec<Reason> {
    // A measure that is no number passes nothing.
    let (sharpness, brightness) = (Measure::from_f32(quality.sharpness), Measure::from_f32(quality.brightness));
    let reason = |code: &str, value: String, threshold: String| {
        let code = format!("picture.document_quality.{code}");
        Reason::new(&code).with("value", value).with("threshold", threshold).with("blob", blob)
    };
    let show = |measure: Option<Measure>| measure.map_or("none".to_owned(), |m| m.to_string());
    let mut reasons = Vec::new();
    if sharpness <= Some(limits.sharpness_over) {
        reasons.push(reason("sharpness", show(sharpness), limits.sharpness_over.to_string()));
    }
    if quality.glare >= limits.glare_under {
        reasons.push(reason("glare", quality.glare.to_string(), limits.glare_under.to_string()));
    }
    if brightness < Some(limits.brightness_min) {
        reasons.push(reason("dark", show(brightness), limits.brightness_min.to_string()));
    }
    if brightness > Some(limits.brightness_max) {
        reasons.push(reason("bright", show(brightness), limits.brightness_max.to_string()));
    }
    reasons
}
