//! Errors of passive liveness by the quality of the picture. A rate over all pictures hides where it comes from.

use kyc_core::liveness::LIVE;
use kyc_core::wire::FaceQuality;
use serde_json::{Map, Value, json};

use super::attacks::{FUSED, Shown};
use super::figures::Rate;

/// Distances between the eyes in pixels that bins begin and end at.
pub(super) const EYES: [f64; 6] = [0.0, 20.0, 30.0, 60.0, 120.0, ALL];
/// The same of sharpness, the variance of the Laplacian.
pub(super) const SHARPNESS: [f64; 5] = [0.0, 100.0, 300.0, 1_000.0, ALL];
/// The same of mean luma.
const BRIGHTNESS: [f64; 5] = [0.0, 64.0, 128.0, 192.0, ALL];
const ALL: f64 = f64::INFINITY;

/// A measure: its name, where it stands, its bins.
type Measure = (&'static str, fn(&FaceQuality) -> f32, &'static [f64]);
const MEASURES: [Measure; 3] = [
    ("eye_distance", |quality| quality.eye_distance, &EYES),
    ("sharpness", |quality| quality.sharpness, &SHARPNESS),
    ("brightness", |quality| quality.brightness, &BRIGHTNESS),
];

/// `{measure: [{from, below, bpcer, apcer}]}` of the fused score; attacks of every type in one rate. Empty bins are left out.
pub(super) fn by_quality(shown: &[Shown]) -> Value {
    let table = MEASURES.iter().map(|(name, measure, edges)| {
        let bins = edges.windows(2).filter_map(|edge| {
            let within = |one: &&Shown| {
                one.quality.as_ref().map(|quality| f64::from(measure(quality))).is_some_and(|v| v >= edge[0] && v < edge[1])
            };
            let (bpcer, apcer) = rates(shown.iter().filter(within));
            let below = edge[1].is_finite().then_some(edge[1]);
            (bpcer.n + apcer.n > 0)
                .then(|| json!({ "from": edge[0], "below": below, "bpcer": bpcer.json(), "apcer": apcer.json() }))
        });
        ((*name).to_owned(), bins.collect())
    });
    Value::Object(table.collect::<Map<_, _>>())
}

/// BPCER and APCER of those that were judged.
fn rates<'a>(shown: impl Iterator<Item = &'a Shown>) -> (Rate, Rate) {
    let (mut bpcer, mut apcer) = (Rate::default(), Rate::default());
    for one in shown {
        let Some(score) = one.score(FUSED) else { continue };
        let live = score >= LIVE.to_f64();
        let (rate, wrong) = if one.attack.is_none() { (&mut bpcer, !live) } else { (&mut apcer, live) };
        rate.n += 1;
        rate.k += usize::from(wrong);
    }
    (bpcer, apcer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_presentation_is_in_one_bin_of_each_measure() {
        let one = |attack: Option<&str>, score: f64, eyes: f32| {
            let quality: FaceQuality = serde_json::from_value(json!({
                "eye_distance": eyes, "sharpness": 500.0, "brightness": 20.0, "yaw": 0.0, "pitch": 0.0, "roll": 0.0,
                "presence": 1.0, "eyes_closed": 0.0, "mouth_open": 0.0, "components": [],
            }))
            .unwrap_or_else(|e| panic!("{e}"));
            let mut one = Shown::new(attack, "a", vec![(FUSED.to_owned(), score)]);
            one.quality = Some(quality);
            one
        };
        let shown = [
            one(None, 0.9, 30.0),
            one(None, 0.1, 59.0),
            one(Some("print"), 0.6, 60.0),
            Shown::new(None, "without a face", vec![]),
        ];
        let found = by_quality(&shown);
        let eyes = found["eye_distance"].as_array().map_or(&[][..], |bins| bins);
        assert_eq!(eyes.len(), 2);
        assert_eq!((&eyes[0]["bpcer"]["k"], &eyes[0]["bpcer"]["n"], &eyes[0]["apcer"]["n"]), (&json!(1), &json!(2), &json!(0)));
        assert_eq!((&eyes[1]["from"], &eyes[1]["below"], &eyes[1]["apcer"]["k"]), (&json!(60.0), &json!(120.0), &json!(1)));
        assert_eq!(found["sharpness"][0]["bpcer"]["n"], json!(2));
        assert_eq!(found["brightness"][0]["from"], json!(0.0));
    }
}
