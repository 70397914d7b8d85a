//! The figures as a part of a Markdown page.

use std::fmt::Write;

use kyc_core::liveness::TOLD;
use serde_json::Value;

use crate::generated;

/// Puts the part where the page has it, else at its end.
pub(super) fn insert(page: &str, part: &str) -> String {
    generated::put(page, "faces", "kyc accuracy faces --write", part)
}

/// All figures. Writing to a string cannot fail, so its result is dropped.
pub(super) fn markdown(found: &Value) -> String {
    let mut out = String::from(
        "## Faces\n\nIntervals are 95 % Wilson intervals; pictures of one person are not independent, so the true ones are wider.\n",
    );
    if found["pairs"].is_object() {
        pairs(&mut out, found);
    }
    for (key, title, plot) in [
        ("liveness", "Passive liveness, single pictures", "det-liveness.svg"),
        ("liveness_frames", "Passive liveness, single video frames", "det-liveness-frames.svg"),
    ] {
        if found[key].is_object() {
            liveness(&mut out, title, &found[key]);
            let _ = writeln!(out, "\n![{title}: tradeoff of APCER and BPCER](images/{plot})");
        }
    }
    if let Some(rows) = found["liveness_weights"].as_array() {
        weights(&mut out, rows);
    }
    if found["active"].is_object() {
        active(&mut out, &found["active"]);
    }
    out
}

fn pairs(out: &mut String, found: &Value) {
    out.push_str("\n### One to one (ISO/IEC 19795-1)\n\nA pair with a picture in which no usable face is found is a failure to acquire (FTA) and a wrong answer. Accuracy is at the\nset's own best threshold, so it is flattering.\n\n");
    out.push_str("| set | pairs | FTA | accuracy | at cosine | AUC | FNMR at FMR ≤ 1e-3 | at similarity 0.65: FMR | FNMR |\n|---|---|---|---|---|---|---|---|---|\n");
    for (set, row) in found["pairs"].as_object().into_iter().flatten() {
        let at = &row["at_similarity_0_65"];
        let _ = writeln!(
            out,
            "| {set} | {} | {} | {} {} | {} | {} | {} | {} | {} |",
            row["n"],
            row["failures_to_acquire"],
            percent(&row["accuracy"]),
            interval(&row["accuracy_95"]),
            row["accuracy_at_cosine"].as_f64().map_or("–".to_owned(), |cosine| format!("{cosine:.3}")),
            row["auc"].as_f64().map_or("–".to_owned(), |auc| format!("{auc:.5}")),
            counted(&row["fmr_1e3"]["fnmr"]),
            counted(&at["fmr"]),
            counted(&at["fnmr"]),
        );
    }
    let points = &found["operating_points"];
    let _ = writeln!(
        out,
        "\nAll pairs of different persons in `{}` ({} faces, {} impostor and {} genuine pairs), embedder `{}`:\n\n| operating point | cosine | FMR | FNMR |\n|---|---|---|---|",
        points["folder"].as_str().unwrap_or(""),
        points["faces"],
        points["impostors"],
        points["genuine"],
        points["embedder"].as_str().unwrap_or("")
    );
    for (list, name) in [("by_similarity", "similarity"), ("by_fmr", "asked_fmr")] {
        for row in points[list].as_array().into_iter().flatten() {
            let label = if name == "similarity" { "similarity" } else { "FMR at most" };
            let cosine = row["cosine"].as_f64().unwrap_or(f64::NAN);
            let _ =
                writeln!(out, "| {label} {} | {cosine:.4} | {} | {} |", row[name], counted(&row["fmr"]), counted(&row["fnmr"]));
        }
    }
    out.push_str("\n![Detection error tradeoff](images/det-faces.svg) ![The same by size of the smaller face](images/det-faces-by-size.svg)\n![Receiver operating characteristic](images/roc-faces.svg) ![Reliability of the similarity scale](images/calibration-faces.svg)\n\nFNMR at similarity 0.65 by the worse picture of the pair, all sets (F-131):\n\n| measure | from | below | FNMR |\n|---|---|---|---|\n");
    for (name, bins) in found["fnmr_by"].as_object().into_iter().flatten() {
        for bin in bins.as_array().into_iter().flatten().filter(|bin| bin["fnmr"]["n"] != 0) {
            let [from, below] = ends(bin);
            let _ = writeln!(out, "| {name} | {from} | {below} | {} |", counted(&bin["fnmr"]));
        }
    }
    for (group, rates) in found["by_group"].as_object().into_iter().flatten() {
        let _ = writeln!(
            out,
            "\nGroup {group}, at similarity 0.65: FMR {}, FNMR {}.",
            counted(&rates["fmr"]),
            counted(&rates["fnmr"])
        );
    }
    for (key, title) in
        [("embedders", "Embedders, alone and fused"), ("peers", "Peers on the same pairs, counted by the same code")]
    {
        scores(out, title, found, key);
    }
    identification(out, &found["identification"]);
    let time = &found["milliseconds"]["detect_mesh_align_embed"];
    let ms = |key: &str| time[key].as_f64().unwrap_or(f64::NAN);
    let _ = writeln!(
        out,
        "\nDetection, mesh, alignment and embedding: median {:.0} ms, 95th percentile {:.0} ms, n {}, one thread, this build and machine.",
        ms("median"),
        ms("p95"),
        time["n"]
    );
}

/// The same pairs by several scores; beside peers the engine's own.
fn scores(out: &mut String, title: &str, found: &Value, key: &str) {
    let rows: Vec<(&str, &Value)> =
        found[key].as_array().into_iter().flatten().map(|row| (row["score"].as_str().unwrap_or(""), &row["pairs"])).collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n### {title}\n\n| score | set | pairs | FTA | accuracy | AUC | genuine, lowest | impostor, highest | FNMR at FMR ≤ 1e-3 |\n|---|---|---|---|---|---|---|---|---|"
    );
    let own = (key == "peers").then_some(("this engine", &found["pairs"]));
    for (name, sets) in own.into_iter().chain(rows) {
        for (set, row) in sets.as_object().into_iter().flatten() {
            let number =
                |key: &str, digits: usize| row[key].as_f64().map_or("–".to_owned(), |value| format!("{value:.digits$}"));
            let _ = writeln!(
                out,
                "| {name} | {set} | {} | {} | {} {} | {} | {} | {} | {} |",
                row["n"],
                row["failures_to_acquire"],
                percent(&row["accuracy"]),
                interval(&row["accuracy_95"]),
                number("auc", 5),
                number("genuine_lowest", 3),
                number("impostor_highest", 3),
                counted(&row["fmr_1e3"]["fnmr"]),
            );
        }
    }
    operating_points(out, &found[key]);
}

/// What similarities stand for, of the scores that are calibrated, and FNMR at the same FMR of all.
fn operating_points(out: &mut String, scores: &Value) {
    let rows: Vec<&Value> = scores.as_array().into_iter().flatten().filter(|row| row["operating_points"].is_object()).collect();
    if rows.is_empty() {
        return;
    }
    out.push_str("\nAll pairs of different persons of the largest set:\n\n| score | operating point | raw | FMR | FNMR |\n|---|---|---|---|---|\n");
    for row in rows {
        let name = row["score"].as_str().unwrap_or("");
        for (list, key, label) in [("by_similarity", "similarity", "similarity"), ("by_fmr", "asked_fmr", "FMR at most")] {
            for point in row["operating_points"][list].as_array().into_iter().flatten() {
                let raw = point["cosine"].as_f64().unwrap_or(f64::NAN);
                let (fmr, fnmr) = (counted(&point["fmr"]), counted(&point["fnmr"]));
                let _ = writeln!(out, "| {name} | {label} {} | {raw:.4} | {fmr} | {fnmr} |", point[key]);
            }
        }
    }
}

fn identification(out: &mut String, found: &Value) {
    if !found.is_object() {
        return;
    }
    let _ = writeln!(
        out,
        "\n### One to many (ISO/IEC 19795-1, open set)\n\n{} templates; {} searches for stored persons, {} for others. FPIR: others with a candidate; FNIR: stored persons not found first.\n\n| threshold | FPIR | FNIR |\n|---|---|---|",
        found["stored"], found["mated"], found["strangers"]
    );
    for row in found["at"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "| similarity {} | {} | {} |", row["similarity"], counted(&row["fpir"]), counted(&row["fnir"]));
    }
}

fn liveness(out: &mut String, title: &str, found: &Value) {
    let _ = writeln!(
        out,
        "\n### {title} (ISO/IEC 30107-3)\n\n{} presentations, {} bona fide and {} attacks judged; live from {}; non-responses (no face, or one that is too small, dark,\ncolourless or turned) {}.\n\n| score | AUC | BPCER | APCER by attack type |\n|---|---|---|---|",
        found["n"], found["bona_fide"], found["attacks"], found["threshold"], found["non_responses"]
    );
    let cues = found["cues"].as_object().into_iter().flatten().map(|(name, cue)| (name.as_str(), cue));
    let (told, weighed): (Vec<_>, Vec<_>) = cues.partition(|(name, _)| TOLD.contains(name));
    let rows = [("**fused**", "", found)].into_iter().chain(weighed.into_iter().map(|(name, cue)| (name, "", cue)));
    for (name, how, row) in rows.chain(told.into_iter().map(|(name, cue)| (name, ", not weighed", cue))) {
        let attacks = row["apcer_counts"].as_object().into_iter().flatten();
        let attacks: Vec<String> = attacks.map(|(kind, rate)| format!("{kind} {}", counted(rate))).collect();
        let auc = row["auc"].as_f64().map_or("–".to_owned(), |auc| format!("{auc:.4}"));
        let _ = writeln!(
            out,
            "| {name}{how} | {auc} | {} {} | {} |",
            percent(&row["bpcer"]),
            interval(&row["bpcer_95"]),
            attacks.join("; ")
        );
    }
    let _ = writeln!(
        out,
        "\nFused, by quality, attacks of every type together:\n\n| measure | from | below | BPCER | APCER |\n|---|---|---|---|---|"
    );
    for (name, bins) in found["by_quality"].as_object().into_iter().flatten() {
        for bin in bins.as_array().into_iter().flatten() {
            let [from, below] = ends(bin);
            let _ = writeln!(out, "| {name} | {from} | {below} | {} | {} |", counted(&bin["bpcer"]), counted(&bin["apcer"]));
        }
    }
    for (group, rate) in found["bpcer_by_group"].as_object().into_iter().flatten() {
        let _ = writeln!(out, "\nGroup {group}: BPCER {}.", counted(rate));
    }
    let refused = found["bpcer_by_subject"].as_object().into_iter().flatten().filter(|(_, rate)| rate["k"] != 0);
    let refused: Vec<String> = refused.map(|(who, rate)| format!("{who} {}", counted(rate))).collect();
    if !refused.is_empty() {
        let _ = writeln!(out, "\nLive pictures refused, by person: {}.", refused.join("; "));
    }
}

fn weights(out: &mut String, rows: &[Value]) {
    out.push_str("\n### Passive liveness, both lists\n\n![Reliability of the liveness score](images/calibration-liveness.svg)\n\nWhat the silence of a cue is worth, on all of these pictures, each cue among those that the ones before left: natural logarithm\nof the live share over the attacks' (half a picture added on either side), and its least and most with one person left out.\n\n| cue, from | live | attacks | log of the ratio | least | most |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let number = |key: &str| row[key].as_f64().map_or("–".to_owned(), |value| format!("{value:.2}"));
        let (cue, from) = (row["cue"].as_str().unwrap_or(""), &row["from"]);
        let (live, attacks) = (counted(&row["live"]), counted(&row["attacks"]));
        let [ratio, least, most] = ["log_ratio", "log_ratio_least", "log_ratio_most"].map(number);
        let _ = writeln!(out, "| {cue}, {from} | {live} | {attacks} | {ratio} | {least} | {most} |");
    }
}

fn active(out: &mut String, found: &Value) {
    let _ = writeln!(
        out,
        "\n### Active liveness, sequences of frames\n\n{} of {} sequences right: events found within ±{} frames; with its own events asked for, a live one accepted and an\nattack refused; and of {} seeded challenges of three actions, every one refused that the sequence does not answer.\n\n| sequence | kind | frames | events found | accepted with its own events | random challenges refused | passive, median | right |\n|---|---|---|---|---|---|---|---|",
        found["right"], found["n"], found["tolerance_frames"], found["challenges"]
    );
    for row in found["sequences"].as_array().into_iter().flatten() {
        let word = |value: &Value| if *value == true { "yes" } else { "no" };
        let reasons: Vec<&str> = row["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {}/{} | {} {} | {}/{} | {} | {} |",
            row["sequence"].as_str().unwrap_or(""),
            row["kind"].as_str().unwrap_or(""),
            row["frames"],
            row["events_found"],
            row["events"],
            word(&row["accepted_with_its_own_events"]),
            if reasons.is_empty() { String::new() } else { format!("({})", reasons.join(", ").replace("liveness.active.", "")) },
            row["random_challenges"]["refused"],
            row["random_challenges"]["n"],
            row["measures"]["passive"]["seen"],
            word(&row["right"]),
        );
    }
}

fn percent(value: &Value) -> String {
    value.as_f64().map_or("–".to_owned(), |share| format!("{:.2} %", share * 100.0))
}

fn interval(value: &Value) -> String {
    match (value[0].as_f64(), value[1].as_f64()) {
        (Some(low), Some(high)) => format!("[{:.2}, {:.2}]", low * 100.0, high * 100.0),
        _ => String::new(),
    }
}

/// Where a bin begins and ends.
fn ends(bin: &Value) -> [String; 2] {
    ["from", "below"].map(|end| bin[end].as_f64().map_or("–".to_owned(), |value| value.to_string()))
}

/// `k/n = rate [interval]`; rates below a hundredth of a per cent as powers of ten.
fn counted(rate: &Value) -> String {
    let Some(share) = rate["rate"].as_f64() else { return "–".to_owned() };
    let number =
        |value: f64| if value > 1e-12 && value < 1e-3 { format!("{value:.1e}") } else { format!("{:.1} %", value * 100.0) };
    let ends = |index: usize| rate["interval_95"][index].as_f64().map_or(String::new(), number);
    format!("{}/{} = {} [{}, {}]", rate["k"], rate["n"], number(share), ends(0), ends(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_is_a_dash() {
        assert_eq!(counted(&Value::Null), "–");
        assert_eq!(percent(&Value::Null), "–");
    }
}
