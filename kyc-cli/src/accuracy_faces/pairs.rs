//! Labelled pairs of faces.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use kyc_core::face::{Face, FaceIndex};
use kyc_core::wire::{FaceQuality, NotSeen};
use serde_json::{Map, Value, json};

use super::bins::{EYES, SHARPNESS};
use super::by::By;
use super::curves;
use super::figures::{Point, Rate, Scores, times};
use super::labels;
use super::peer;
use super::plot::Axis;
use super::ready::Ready;
use crate::files;
use crate::outcome::Problem;

/// Similarities and the false match rates that they stand for (`docs/calibration.md`).
const ANCHORS: [(f64, f64); 4] = [(0.5, 1e-3), (MATCH, 1e-4), (0.75, 1e-5), (0.8, 1e-6)];
/// What policies call a match unless they say otherwise (F-126).
const MATCH: f64 = 0.65;

/// One row of the list.
struct Pair {
    row: usize,
    set: String,
    files: [String; 2],
    same: bool,
    age_gap: Option<f64>,
}

/// One picture after the pipeline.
struct Looked {
    face: Option<Face>,
    quality: Option<FaceQuality>,
    reason: Option<NotSeen>,
}

/// Everything that was seen.
pub(super) struct Pairs {
    /// The score that figures are of.
    by: By,
    rows: Vec<Pair>,
    looked: BTreeMap<String, Looked>,
    identities: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    millis: Vec<f64>,
}

/// Looks at every picture of the list once.
pub(super) fn measure(data: &Path, ready: &Ready) -> Result<Pairs, Problem> {
    let rows = rows(&files::text(&data.join("face_pairs/pairs_dev.csv"))?);
    let (mut looked, mut millis) = (BTreeMap::new(), Vec::new());
    for file in rows.iter().flat_map(|pair| &pair.files) {
        if looked.contains_key(file) {
            continue;
        }
        let Some(image) = ready.picture(data, file)? else {
            looked.insert(file.clone(), Looked { face: None, quality: None, reason: Some(NotSeen::NoPicture) });
            continue;
        };
        let start = Instant::now();
        let seen = ready.observe(&image)?;
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        let quality = seen.evidence.seen().and_then(|face| face.quality.seen()).cloned();
        looked.insert(file.clone(), Looked { face: seen.face, quality, reason: seen.evidence.reason() });
    }
    Ok(Pairs { by: By::First, rows, looked, identities: named(data, "identity")?, groups: named(data, "group")?, millis })
}

fn rows(text: &str) -> Vec<Pair> {
    let split = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    split
        .filter(|row| row.len() >= 6)
        .enumerate()
        .map(|(at, row)| Pair {
            row: at,
            set: row[0].to_owned(),
            files: [row[3].to_owned(), row[4].to_owned()],
            same: row[5].trim() == "1",
            age_gap: row.get(6).and_then(|years| years.trim().parse().ok()),
        })
        .collect()
}

/// What is written of pictures under a label: who is on them (`identity`), or of which group that person is (`group`).
fn named(data: &Path, label: &str) -> Result<BTreeMap<String, String>, Problem> {
    let path = data.join("face_pairs/manifest.json");
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let named = |entry: &Value| Some((entry["file"].as_str()?.to_owned(), entry["label"][label].as_str()?.to_owned()));
    Ok(labels(&path)?.iter().filter_map(named).collect())
}

impl Pairs {
    fn cosine(&self, pair: &Pair) -> Option<f64> {
        if let By::Peer(peer) = &self.by {
            return *peer.scores.get(pair.row)?;
        }
        let face = |index: usize| self.looked.get(pair.files.get(index)?)?.face.as_ref();
        self.by.score(face(0)?, face(1)?)
    }

    fn sets(&self) -> Vec<&str> {
        let mut sets: Vec<&str> = self.rows.iter().map(|pair| pair.set.as_str()).collect();
        sets.sort_unstable();
        sets.dedup();
        sets
    }

    fn scores(&self, wanted: impl Fn(&Pair) -> bool) -> Scores {
        let mut scores = Scores::default();
        for pair in self.rows.iter().filter(|pair| wanted(pair)) {
            let side = if pair.same { &mut scores.genuine } else { &mut scores.impostor };
            side.extend(self.cosine(pair));
        }
        scores.sorted()
    }

    /// `pairs.<set>`. A pair with a picture without a usable face is a failure to acquire and a wrong answer.
    pub(super) fn json(&self, ready: &Ready) -> Value {
        let sets = self.sets().into_iter().map(|set| (set.to_owned(), self.set(set, ready)));
        Value::Object(sets.collect())
    }

    fn set(&self, set: &str, ready: &Ready) -> Value {
        let rows: Vec<&Pair> = self.rows.iter().filter(|pair| pair.set == set).collect();
        let scores = self.scores(|pair| pair.set == set);
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for file in rows.iter().flat_map(|pair| &pair.files).collect::<BTreeSet<_>>() {
            let own = !matches!(self.by, By::Peer(_));
            if let Some(reason) = self.looked.get(file).and_then(|looked| looked.reason).filter(|_| own) {
                *reasons.entry(format!("{reason:?}")).or_default() += 1;
            }
        }
        let best = scores.best();
        let accuracy = Rate::of(best.map_or(0, |best| best.1), rows.len());
        let at_match = self.by.raw_of(MATCH, ready).map(|threshold| scores.at(threshold));
        let strict = scores.at_fmr(1e-3);
        json!({
            "n": rows.len(),
            "genuine": scores.genuine.len(),
            "impostors": scores.impostor.len(),
            "failures_to_acquire": rows.iter().filter(|pair| self.cosine(pair).is_none()).count(),
            "pictures_without_usable_face": reasons,
            "accuracy": accuracy.share(),
            "accuracy_95": accuracy.interval(),
            "accuracy_at_cosine": best.map(|best| best.0),
            "auc": scores.auc(),
            "fnmr_at_fmr_1e3": strict.and_then(|point| point.fnmr.share()),
            "fnmr_at_fmr_1e3_95": strict.and_then(|point| point.fnmr.interval()),
            "fmr_1e3": strict.map(point_json),
            "at_similarity_0_65": at_match.map(point_json),
            "genuine_lowest": scores.genuine.first(),
            "impostor_highest": scores.impostor.last(),
        })
    }

    /// The set with the most labelled pictures, with all pairs of different persons in it: what similarities stand for.
    fn crossed(&self) -> (String, usize, Scores) {
        let mut groups: BTreeMap<&str, Vec<(&str, &Face)>> = BTreeMap::new();
        for (file, looked) in &self.looked {
            if let (Some(face), Some(who)) = (&looked.face, self.identities.get(file)) {
                groups.entry(file.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default().push((who, face));
            }
        }
        let Some((folder, faces)) = groups.into_iter().max_by_key(|(_, faces)| faces.len()) else {
            return (String::new(), 0, Scores::default());
        };
        let mut scores = self.scores(|pair| pair.same && pair.files.iter().all(|file| file.starts_with(folder)));
        for (index, (who, face)) in faces.iter().enumerate() {
            let others = faces.iter().take(index).filter(|(other, _)| other != who);
            scores.impostor.extend(others.filter_map(|(_, other)| self.by.score(face, other)));
        }
        (folder.to_owned(), faces.len(), scores.sorted())
    }

    /// What the calibrated similarities stand for, measured.
    pub(super) fn operating_points(&self, ready: &Ready) -> Value {
        let (folder, faces, scores) = self.crossed();
        let by_similarity = [0.5, MATCH, 0.75, 0.8].into_iter().filter_map(|similarity| {
            let mut point = point_json(scores.at(self.by.raw_of(similarity, ready)?));
            point["similarity"] = json!(similarity);
            Some(point)
        });
        let by_fmr = [1e-2, 1e-3, 1e-4, 1e-5].into_iter().filter_map(|fmr| {
            let mut point = point_json(scores.at_fmr(fmr)?);
            point["asked_fmr"] = json!(fmr);
            Some(point)
        });
        json!({
            "folder": folder, "faces": faces, "genuine": scores.genuine.len(), "impostors": scores.impostor.len(),
            "embedder": self.by.name(ready),
            "by_similarity": by_similarity.collect::<Vec<_>>(), "by_fmr": by_fmr.collect::<Vec<_>>(),
        })
    }

    /// Open-set identification: the first picture of every second person is stored; every other picture is searched. FNIR:
    /// stored persons who are not the first candidate at the threshold; FPIR: others for whom there is any candidate.
    pub(super) fn identification(&self, ready: &Ready) -> Result<Value, Problem> {
        let mut people: BTreeMap<&str, Vec<&Face>> = BTreeMap::new();
        for (file, who) in &self.identities {
            people.entry(who).or_default().extend(self.looked.get(file).and_then(|looked| looked.face.as_ref()));
        }
        let stored: Vec<(u64, &Face)> =
            (0..).zip(people.values()).step_by(2).filter_map(|(k, f)| Some((k, *f.first()?))).collect();
        let Some((_, first)) = stored.first() else { return Ok(Value::Null) };
        let mut index = FaceIndex::like(&first.embedding);
        stored.iter().try_for_each(|(key, face)| index.add(*key, &face.embedding))?;
        let (mut mated, mut strangers) = (Vec::new(), Vec::new());
        for (key, faces) in (0u64..).zip(people.values()) {
            let known = key % 2 == 0;
            for probe in faces.iter().skip(usize::from(known)) {
                let best = index.search(&probe.embedding, -1.0, 1)?.first().copied();
                let score = |right: bool| best.filter(|_| right).map_or(-1.0, |best| f64::from(best.cosine));
                match known {
                    true => mated.push(score(best.is_some_and(|best| best.key == key))),
                    false => strangers.push(score(true)),
                }
            }
        }
        let scores = Scores { genuine: mated, impostor: strangers }.sorted();
        let at = [0.5, MATCH, 0.75, 0.8].into_iter().filter_map(|similarity| {
            let point = scores.at(self.by.raw_of(similarity, ready)?);
            Some(json!({ "similarity": similarity, "fpir": point.fmr.json(), "fnir": point.fnmr.json() }))
        });
        Ok(
            json!({ "stored": index.len(), "mated": scores.genuine.len(), "strangers": scores.impostor.len(), "at": at.collect::<Vec<_>>() }),
        )
    }

    /// F-131: the false non-match rate at 0.65 by the worse picture's quality, by age gap where the list has one, and by group
    /// where both pictures' labels name the same one.
    pub(super) fn bins(&self, ready: &Ready) -> Value {
        self.by.raw_of(MATCH, ready).map_or(Value::Null, |threshold| self.bins_at(threshold))
    }

    fn bins_at(&self, threshold: f64) -> Value {
        let worse = |pair: &Pair, measure: fn(&FaceQuality) -> f32| self.worse(pair, measure);
        let mut found = Map::new();
        let mut add = |name: &str, edges: &[f64], value: &dyn Fn(&Pair) -> Option<f64>| {
            let bins = edges.windows(2).map(|edge| {
                let scores = self.scores(|pair| pair.same && value(pair).is_some_and(|v| v >= edge[0] && v < edge[1]));
                json!({ "from": edge[0], "below": edge[1].is_finite().then_some(edge[1]), "fnmr": scores.at(threshold).fnmr.json() })
            });
            found.insert(name.to_owned(), bins.collect());
        };
        const ALL: f64 = f64::INFINITY;
        add("eye_distance", &EYES, &|pair| worse(pair, |q| q.eye_distance));
        add("sharpness", &SHARPNESS, &|pair| worse(pair, |q| q.sharpness));
        add("frontal", &[-90.0, -30.0, -15.0, ALL], &|pair| worse(pair, |q| -q.yaw.abs()));
        if self.rows.iter().any(|pair| pair.age_gap.is_some()) {
            add("age_gap", &[0.0, 2.0, 5.0, 10.0, ALL], &|pair| pair.age_gap);
        }
        Value::Object(found)
    }

    /// Both error rates at 0.65 of every group of persons that labels name; pairs within one group only.
    pub(super) fn groups(&self, ready: &Ready) -> Value {
        let Some(threshold) = self.by.raw_of(MATCH, ready) else { return Value::Null };
        let rates = self.groups.values().collect::<BTreeSet<_>>().into_iter().map(|group| {
            let point = self.scores(|pair| self.group(pair) == Some(group)).at(threshold);
            (group.clone(), json!({ "fmr": point.fmr.json(), "fnmr": point.fnmr.json() }))
        });
        Value::Object(rates.collect())
    }

    /// The group that both pictures of a pair are labelled with.
    fn group(&self, pair: &Pair) -> Option<&String> {
        let [one, other] = pair.files.each_ref().map(|file| self.groups.get(file));
        one.filter(|_| one == other)
    }

    /// A measure of the worse picture of a pair.
    fn worse(&self, pair: &Pair, measure: fn(&FaceQuality) -> f32) -> Option<f64> {
        let of = |file: &String| self.looked.get(file)?.quality.as_ref().map(measure);
        Some(f64::from(of(&pair.files[0])?.min(of(&pair.files[1])?)))
    }

    /// Error tradeoff of every set and of the crossed pairs, the same by size of the faces, and the reliability of the scale.
    pub(super) fn plots(&self, ready: &Ready) -> [(&'static str, String); 4] {
        let (folder, _, crossed) = self.crossed();
        let stated = ANCHORS
            .into_iter()
            .filter_map(|(similarity, fmr)| Some([fmr, crossed.at(self.by.raw_of(similarity, ready)?).fmr.share()?]));
        let stated = curves::stated(stated.collect());
        let sets = self.sets().into_iter().map(|set| (set.to_owned(), self.scores(|pair| pair.set == set)));
        let sets: Vec<_> = sets.chain([(format!("{folder} crossed"), crossed)]).collect();
        let by_eyes = EYES.windows(2).map(|edge| {
            let name = format!("eyes {} to {} pixels apart", edge[0], edge[1]).replace(" to inf", " and more");
            let within = |pair: &Pair| self.worse(pair, |q| q.eye_distance).is_some_and(|v| v >= edge[0] && v < edge[1]);
            (name, self.scores(within))
        });
        let axes = || (Axis::decades("FMR, false match rate", -6), Axis::decades("FNMR, false non-match rate", -3));
        let det = |lists: &[(String, Scores)]| curves::det(lists, axes().0, axes().1);
        [
            ("det-faces.svg", det(&sets)),
            ("det-faces-by-size.svg", det(&by_eyes.collect::<Vec<_>>())),
            ("roc-faces.svg", curves::roc(&sets)),
            ("calibration-faces.svg", stated),
        ]
    }

    /// The same pairs by each embedder alone and by both; nothing without a second one.
    pub(super) fn embedders(&mut self, ready: &Ready) -> Vec<Value> {
        let all = By::all(ready);
        let rows = all.into_iter().filter(|_| ready.faces.second.is_some()).map(|by| {
            self.by = by;
            let (pairs, points) = (self.json(ready), self.operating_points(ready));
            json!({ "score": self.by.name(ready), "pairs": pairs, "operating_points": points })
        });
        let rows = rows.collect();
        self.by = By::First;
        rows
    }

    /// The same pairs by another program.
    pub(super) fn peer(&mut self, command: &str, data: &Path, ready: &Ready) -> Result<Value, Problem> {
        self.by = By::Peer(peer::run(command, data, &ready.models, self.rows.len())?);
        let figures = json!({ "score": self.by.name(ready), "pairs": self.json(ready) });
        self.by = By::First;
        Ok(figures)
    }

    pub(super) fn times(&self) -> Value {
        times(&self.millis)
    }
}

fn point_json(point: Point) -> Value {
    json!({ "cosine": point.threshold, "fmr": point.fmr.json(), "fnmr": point.fnmr.json() })
}

#[cfg(test)]
mod tests {
    use kyc_core::face::Embedding;
    use kyc_core::wire::{Point as Place, Rect, Unit};

    use super::*;

    /// A person's picture: the angle of its embedding, and how far apart its eyes are.
    fn looked(degrees: f32, eye_distance: f32) -> Looked {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let Some(embedding) = Embedding::new("e", vec![cos, sin]) else { panic!("it has a direction") };
        let face = Face { bounds: Rect::default(), landmarks: [Place::default(); 5], turn: 0.0, embedding, second: None };
        let none = Unit::ZERO;
        let quality = FaceQuality {
            eye_distance,
            sharpness: 200.0,
            brightness: 120.0,
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            presence: Unit::ONE,
            eyes_closed: none,
            mouth_open: none,
            components: Vec::new(),
        };
        Looked { face: Some(face), quality: Some(quality), reason: None }
    }

    fn pairs(list: &str, pictures: &[(&str, f32, f32)]) -> Pairs {
        let looked = pictures.iter().map(|(file, degrees, eyes)| ((*file).to_owned(), looked(*degrees, *eyes))).collect();
        let groups = pictures.iter().map(|(file, ..)| ((*file).to_owned(), file[..1].to_owned())).collect();
        Pairs { by: By::First, rows: rows(list), looked, identities: BTreeMap::new(), groups, millis: Vec::new() }
    }

    #[test]
    fn f_131_misses_are_counted_by_age_gap_and_by_the_worse_picture() {
        let list = "set,split,fold,file_a,file_b,same,age_gap\n\
                    s,dev,1,a1,a2,1,1.5\ns,dev,1,a1,a3,1,12\ns,dev,1,a1,b1,0,\ns,dev,1,a2,none,1,3\n";
        let pairs = pairs(list, &[("a1", 0.0, 70.0), ("a2", 10.0, 25.0), ("a3", 60.0, 80.0), ("b1", 90.0, 70.0)]);
        let bins = pairs.bins_at(0.9);
        let counted = |name: &str| -> Vec<(u64, u64)> {
            let of = |bin: &Value| Some((bin["fnmr"]["k"].as_u64()?, bin["fnmr"]["n"].as_u64()?));
            bins[name].as_array().into_iter().flatten().filter_map(of).collect()
        };
        // Two years, five, ten, and beyond; the pair without a face is a failure to acquire and in no bin.
        assert_eq!(counted("age_gap"), [(0, 1), (0, 0), (0, 0), (1, 1)]);
        assert_eq!(counted("eye_distance"), [(0, 0), (0, 1), (0, 0), (1, 1), (0, 0)]);
        // Without a column of ages nothing is said of them.
        let ageless = list.replace("age_gap", "").replace("1.5", "").replace("12", "").replace(",3\n", "\n");
        assert_eq!(super::tests::pairs(&ageless, &[]).bins_at(0.9)["age_gap"], Value::Null);
    }

    #[test]
    fn a_group_is_one_only_where_both_pictures_are_of_it() {
        let list = "set,split,fold,file_a,file_b,same\ns,dev,1,a1,a2,1\ns,dev,1,a1,b1,0\n";
        let pairs = pairs(list, &[("a1", 0.0, 70.0), ("a2", 10.0, 25.0), ("b1", 90.0, 70.0)]);
        let groups: Vec<_> = pairs.rows.iter().map(|pair| pairs.group(pair).map(String::as_str)).collect();
        assert_eq!(groups, [Some("a"), None]);
    }
}
