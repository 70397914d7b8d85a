//! Presentation attacks and bona fide presentations, ISO/IEC 30107-3.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use kyc_core::face::Observed;
use kyc_core::liveness;
use kyc_core::wire::{FaceQuality, Seen};
use serde_json::{Map, Value, json};

use super::figures::{Rate, Scores, times};
use super::labels;
use super::plot::Axis;
use super::ready::Ready;
use super::{bins, curves};
use crate::outcome::Problem;

/// The name under which the fused score is counted beside the cues.
pub(super) const FUSED: &str = "fused";

/// One presentation: `None` for the attack type of a bona fide one.
pub(super) struct Shown {
    pub(super) attack: Option<String>,
    pub(super) subject: Option<String>,
    group: Option<String>,
    /// Of the face, where one was found.
    pub(super) quality: Option<FaceQuality>,
    /// The fused score first, then each cue that ran; empty for a non-response.
    scores: Vec<(String, f64)>,
    spoof: Option<String>,
}

impl Shown {
    /// `None` where there was no score of this name.
    pub(super) fn score(&self, name: &str) -> Option<f64> {
        self.scores.iter().find(|(other, _)| other == name).map(|&(_, score)| score)
    }
}

/// The presentations of a list, and how long each one took.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) shown: Vec<Shown>,
    millis: Vec<f64>,
}

/// Judges every picture of a list.
pub(super) fn judge(data: &Path, list: &str, ready: &Ready) -> Result<Judged, Problem> {
    let mut judged = Judged::default();
    for entry in labels(&data.join(list))? {
        let label = &entry["label"];
        let (Some(file), Some(class)) = (entry["file"].as_str(), label["class"].as_str()) else { continue };
        let attack = (class == "attack").then(|| label["attack_type"].as_str().unwrap_or("unknown").to_owned());
        let named = |key: &str| label[key].as_str().map(str::to_owned);
        let (subject, group) = (named("subject"), named("group"));
        let mut one = Shown { attack, subject, group, quality: None, scores: Vec::new(), spoof: None };
        if let Some(image) = ready.picture(data, file)?
            && let Observed { evidence: Seen::Seen(evidence), face: Some(face) } = ready.observe(&image)?
        {
            one.quality = evidence.quality.seen().cloned();
            let start = Instant::now();
            let seen = liveness::passive(&image, &face, &ready.liveness)?;
            judged.millis.push(start.elapsed().as_secs_f64() * 1e3);
            if let Seen::Seen(seen) = seen {
                one.scores.push((FUSED.to_owned(), seen.score.to_f64()));
                let ran = seen.cues.iter().filter_map(|cue| Some((cue.name.clone(), cue.score.seen()?.to_f64())));
                one.scores.extend(ran);
                one.spoof = Some(format!("{:?}", seen.likely_attack).to_lowercase());
            }
        }
        judged.shown.push(one);
    }
    Ok(judged)
}

impl Judged {
    /// The figures of the list.
    pub(super) fn figures(&self) -> Value {
        figures(&self.shown, &self.millis)
    }

    /// BPCER over APCER of the fused score and of every cue that it weighs.
    pub(super) fn det(&self) -> String {
        let (x, y) = (Axis::decades("APCER, attacks judged live", -3), Axis::decades("BPCER, live judged attacks", -3));
        let weighed = names(&self.shown).into_iter().filter(|name| *name != FUSED && !liveness::TOLD.contains(name));
        let curves: Vec<_> =
            [FUSED].into_iter().chain(weighed).map(|name| (name.to_owned(), scores(&self.shown, name))).collect();
        curves::det(&curves, x, y)
    }
}

/// How far the fused score of each list reads as a probability.
pub(super) fn reliability(lists: &[(&str, Judged)]) -> String {
    let fused: Vec<_> = lists.iter().map(|(name, list)| (format!("{FUSED}, {name}"), scores(&list.shown, FUSED))).collect();
    curves::reliability(&fused)
}

/// The names of the scores that any presentation has.
fn names(shown: &[Shown]) -> Vec<&str> {
    let mut names: Vec<&str> = shown.iter().flat_map(|one| &one.scores).map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// One score of every presentation that has it; bona fide ones are the genuine side.
fn scores(shown: &[Shown], name: &str) -> Scores {
    let mut scores = Scores::default();
    for one in shown {
        let side = if one.attack.is_none() { &mut scores.genuine } else { &mut scores.impostor };
        side.extend(one.score(name));
    }
    scores.sorted()
}

fn figures(shown: &[Shown], millis: &[f64]) -> Value {
    let names = names(shown);
    let mut whole = rates(shown, FUSED);
    let cues = names.iter().filter(|&&name| name != FUSED).map(|&name| (name.to_owned(), rates(shown, name)));
    whole["cues"] = Value::Object(cues.collect());
    whole["spoof_type"] = spoof_types(shown);
    whole["bpcer_by_subject"] = by(shown, |one| one.subject.as_ref());
    whole["bpcer_by_group"] = by(shown, |one| one.group.as_ref());
    whole["by_quality"] = bins::by_quality(shown);
    whole["milliseconds"] = times(millis);
    whole
}

/// `{n, bpcer, apcer.<type>}` by one score, live from 0.5 up. What gave no score is a non-response and in no rate.
fn rates(shown: &[Shown], name: &str) -> Value {
    let threshold = liveness::LIVE.to_f64();
    let mut bona_fide = Rate::default();
    let mut attacks: BTreeMap<&str, Rate> = BTreeMap::new();
    let mut silent: BTreeMap<&str, usize> = BTreeMap::new();
    for one in shown {
        let Some(score) = one.score(name) else {
            *silent.entry(one.attack.as_deref().unwrap_or("bona_fide")).or_default() += 1;
            continue;
        };
        let live = score >= threshold;
        match &one.attack {
            None => {
                bona_fide.n += 1;
                bona_fide.k += usize::from(!live);
            }
            Some(kind) => {
                let rate = attacks.entry(kind).or_default();
                rate.n += 1;
                rate.k += usize::from(live);
            }
        }
    }
    let map = |value: fn(Rate) -> Value| -> Map<String, Value> {
        attacks.iter().map(|(kind, rate)| ((*kind).to_owned(), value(*rate))).collect()
    };
    let worst = attacks.values().filter_map(|rate| rate.share()).reduce(f64::max);
    json!({
        "n": shown.len(),
        "bona_fide": bona_fide.n,
        "attacks": attacks.values().map(|rate| rate.n).sum::<usize>(),
        "bpcer": bona_fide.share(),
        "bpcer_95": bona_fide.interval(),
        "apcer": map(|rate| json!(rate.share())),
        "apcer_counts": map(Rate::json),
        "apcer_max": worst,
        "auc": scores(shown, name).auc(),
        "non_responses": silent,
        "threshold": threshold,
    })
}

/// Which kinds of attack were named, by true type, of those refused; and of bona fide presentations refused.
fn spoof_types(shown: &[Shown]) -> Value {
    let mut table: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for one in shown {
        if let Some(named) = &one.spoof {
            let row = table.entry(one.attack.as_deref().unwrap_or("bona_fide")).or_default();
            *row.entry(named).or_default() += 1;
        }
    }
    json!(table)
}

/// One person or one group refused again and again hides in a mean.
fn by(shown: &[Shown], label: fn(&Shown) -> Option<&String>) -> Value {
    let mut table: BTreeMap<&str, Rate> = BTreeMap::new();
    for one in shown.iter().filter(|one| one.attack.is_none()) {
        let (Some(label), Some((_, score))) = (label(one), one.scores.first()) else { continue };
        let rate = table.entry(label).or_default();
        rate.n += 1;
        rate.k += usize::from(*score < liveness::LIVE.to_f64());
    }
    Value::Object(table.into_iter().map(|(label, rate)| (label.to_owned(), rate.json())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Shown {
        pub(in super::super) fn new(attack: Option<&str>, subject: &str, scores: Vec<(String, f64)>) -> Self {
            let (attack, subject) = (attack.map(str::to_owned), Some(subject.to_owned()));
            Self { attack, subject, group: Some("g".to_owned()), quality: None, scores, spoof: None }
        }
    }

    fn one(attack: Option<&str>, score: Option<f64>) -> Shown {
        Shown::new(attack, "a", score.map(|score| (FUSED.to_owned(), score)).into_iter().collect())
    }

    #[test]
    fn a_silent_presentation_is_in_no_rate() {
        let shown = [
            one(None, Some(0.9)),
            one(None, Some(0.4)),
            one(None, None),
            one(Some("print"), Some(0.5)),
            one(Some("print"), Some(0.1)),
            one(Some("screen"), Some(0.0)),
            one(Some("screen"), None),
        ];
        let found = figures(&shown, &[]);
        assert_eq!((&found["n"], &found["bpcer"]), (&json!(7), &json!(0.5)));
        assert_eq!(found["apcer"], json!({ "print": 0.5, "screen": 0.0 }));
        assert_eq!(found["apcer_max"], json!(0.5));
        assert_eq!(found["non_responses"], json!({ "bona_fide": 1, "screen": 1 }));
        assert_eq!(found["bpcer_by_subject"]["a"]["n"], json!(2));
        assert_eq!(found["bpcer_by_group"]["g"]["k"], json!(1));
    }
}
