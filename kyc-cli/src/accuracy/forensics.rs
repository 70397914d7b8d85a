//! Forensics on generated pictures, and false alarms on the real ones of `mrz_images`.
//!
//! Positives and negatives are drawn by this project's own generator (`kyc synth`), which also guided the choice of operating
//! points: the figures show that a measure sees what it is for, not what a forger's work would do to it. The seeds measured
//! here begin far from those that were looked at.

use std::collections::BTreeMap;
use std::path::Path;

use kyc_core::ops::{DocumentBlobs, PerceiveRequest};
use kyc_core::perceive::Step;
use kyc_core::policy::builtin;
use kyc_core::wire::{ForensicMeasure, Seen};
use kyc_synth::forge::{Forgery, sample};
use serde_json::{Map, Value, json};

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::{Rate, Scores};
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "forensics", title: "Forensics on generated pictures", needs: "mrz_images/manifest.json", measure };

/// Pictures of a kind, and the first seed.
const COUNT: u64 = 24;
const FIRST_SEED: u64 = 10_000;

/// Each measure with the kinds of picture that it is there for.
const POSITIVES: [(ForensicMeasure, &[Forgery]); 10] = [
    (ForensicMeasure::Tampering, &[Forgery::Ghost, Forgery::Splice]),
    (ForensicMeasure::CopyMove, &[Forgery::CopyMove]),
    (ForensicMeasure::Splicing, &[Forgery::Splice, Forgery::CopyMove]),
    (ForensicMeasure::Font, &[Forgery::Font]),
    (ForensicMeasure::Compression, &[Forgery::Recompressed]),
    (ForensicMeasure::Metadata, &[Forgery::Edited]),
    (ForensicMeasure::Screen, &[Forgery::Screen]),
    (ForensicMeasure::Photocopy, &[Forgery::Photocopy]),
    (ForensicMeasure::Print, &[Forgery::Print]),
    (ForensicMeasure::Digital, &[Forgery::Digital]),
];

/// Scores of a picture; what could not be measured is missing.
type Reading = BTreeMap<ForensicMeasure, f64>;

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let mut generated: BTreeMap<Forgery, Vec<Reading>> = BTreeMap::new();
    for kind in Forgery::ALL {
        for seed in FIRST_SEED..FIRST_SEED + COUNT {
            let made = sample(kind, seed).map_err(Problem::internal)?;
            generated.entry(kind).or_default().push(look(source, &made.jpeg)?);
        }
    }
    let mut real = Vec::new();
    for entry in source.list("mrz_images/manifest.json")? {
        let Some(name) = entry["file"].as_str().and_then(|name| Path::new(name).file_name()) else { continue };
        real.push(look(source, &files::picture(&source.data.join("mrz_images").join(name))?)?);
    }
    let limits = builtin("api-v1")?.forensics;
    let mut measured = Measured::default();
    let mut all = Map::new();
    for (measure, kinds) in POSITIVES {
        let threshold = f64::from(limits.of(measure).micros()) / 1e6;
        let attacks: Vec<&Reading> = kinds.iter().filter_map(|kind| generated.get(kind)).flatten().collect();
        let honest: Vec<&Reading> = generated.iter().filter(|(kind, _)| kind.is_honest()).flat_map(|(_, all)| all).collect();
        let name = json!(measure).as_str().unwrap_or_default().to_owned();
        let figures = Figures::of(measure, threshold, &attacks, &honest, &real.iter().collect::<Vec<_>>());
        figures.tell(&name, &mut measured);
        all.insert(name, figures.json());
    }
    measured.figure("n", generated.values().map(Vec::len).sum::<usize>());
    measured.figure("generated", true);
    measured.figure("measures", all);
    measured.notes.push(format!(
        "Generated pictures, {COUNT} of a kind, drawn by the project itself; honest ones are careful, glaring, blurred, shadowed and dark. APCER: \
         forged ones under the policy's limit, or that could not be measured; BPCER: honest ones at the limit or over. The last \
         row of each is of the real pictures of `mrz_images`, of those that could be measured; several of these are scans, drawings or \
         re-saved files, so not every alarm on them is false."
    ));
    Ok(measured)
}

fn look(source: &Source<'_>, picture: &[u8]) -> Result<Reading, Problem> {
    let request = PerceiveRequest {
        document: Some(DocumentBlobs { front: 0, back: None }),
        selfie: None,
        profile: None,
        device: None,
        chip: None,
        active: None,
        history: None,
        signals: None,
        today: source.shared.day(),
        device_id: None,
        skip: vec![Step::FaceMatch, Step::Liveness, Step::Screening],
    };
    let answer = source.engine()?.perceive(request, &[picture])?;
    let sides = answer.evidence.forensics.seen().map(|forensics| forensics.sides.as_slice()).unwrap_or_default();
    let readings = sides.iter().flat_map(|side| &side.measures);
    Ok(readings
        .filter_map(|reading| match &reading.result {
            Seen::Seen(found) => Some((reading.measure, f64::from(found.score.micros()) / 1e6)),
            Seen::NotSeen { .. } => None,
        })
        .collect())
}

/// What a measure does.
struct Figures {
    scores: Scores,
    missed: Rate,
    alarmed: Rate,
    real: Rate,
    threshold: f64,
}

impl Figures {
    fn of(measure: ForensicMeasure, threshold: f64, attacks: &[&Reading], honest: &[&Reading], real: &[&Reading]) -> Self {
        let scores = |readings: &[&Reading]| -> Vec<f64> { readings.iter().filter_map(|r| r.get(&measure).copied()).collect() };
        let over = |scores: &[f64]| scores.iter().filter(|score| **score >= threshold).count();
        let (positive, negative, real) = (scores(attacks), scores(honest), scores(real));
        Self {
            missed: Rate::of(attacks.len() - over(&positive), attacks.len()),
            alarmed: Rate::of(over(&negative), honest.len()),
            real: Rate::of(over(&real), real.len()),
            scores: Scores { genuine: positive, impostor: negative }.sorted(),
            threshold,
        }
    }

    /// Area under the curve with its 95 % interval (Hanley and McNeil 1982).
    fn area(&self) -> Option<(f64, [f64; 2])> {
        let area = self.scores.auc()?;
        let (n, m) = (self.scores.genuine.len() as f64, self.scores.impostor.len() as f64);
        let (q1, q2) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area));
        let square = area * area;
        let variance = (area * (1.0 - area) + (n - 1.0) * (q1 - square) + (m - 1.0) * (q2 - square)) / (n * m);
        let half = 1.96 * variance.max(0.0).sqrt();
        Some((area, [(area - half).max(0.0), (area + half).min(1.0)]))
    }

    fn tell(&self, name: &str, measured: &mut Measured) {
        measured.rows.push((format!("{name}: forged, not seen (APCER)"), self.missed));
        measured.rows.push((format!("{name}: honest, alarmed (BPCER)"), self.alarmed));
        measured.rows.push((format!("{name}: alarms on real pictures"), self.real));
        if let Some((area, [low, high])) = self.area() {
            let (n, m) = (self.scores.genuine.len(), self.scores.impostor.len());
            measured.notes.push(format!("{name}: ROC area {area:.3} [{low:.3}, {high:.3}], {n} forged and {m} honest measured."));
        }
    }

    fn json(&self) -> Value {
        let quantiles = |sorted: &[f64]| -> Vec<Option<f64>> {
            [5, 50, 95].map(|share| sorted.get(sorted.len().saturating_sub(1) * share / 100).copied()).into()
        };
        let area = self.area();
        json!({
            "threshold": self.threshold,
            "auc": area.map(|(area, _)| area), "auc_interval_95": area.map(|(_, interval)| interval),
            "forged": {"n": self.missed.n, "measured": self.scores.genuine.len(), "scores_5_50_95": quantiles(&self.scores.genuine)},
            "honest": {"n": self.alarmed.n, "measured": self.scores.impostor.len(), "scores_5_50_95": quantiles(&self.scores.impostor)},
            "apcer": self.missed.json(), "bpcer": self.alarmed.json(), "real_alarms": self.real.json(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_080_areas_have_intervals_and_what_was_not_measured_is_missed() {
        let of = |score: f64| Reading::from([(ForensicMeasure::Font, score)]);
        let (forged, honest, none) = ([of(0.9), of(0.4)], [of(0.1), of(0.5)], Reading::new());
        let figures = Figures::of(ForensicMeasure::Font, 0.5, &[&forged[0], &forged[1], &none], &[&honest[0], &honest[1]], &[]);
        assert_eq!((figures.missed, figures.alarmed), (Rate::of(2, 3), Rate::of(1, 2)));
        let Some((area, [low, high])) = figures.area() else { panic!("both kinds were measured") };
        assert!(area == 0.75 && low < area && area < high && high <= 1.0, "{low} {high}");
    }
}
