//! The figures for people, as a part of a Markdown page.

use std::fmt::Write;

use serde_json::Value;

/// What is held against ours, as the page calls it.
const BASELINES: [(&str, &str); 2] =
    [("jaro_winkler", "plain Jaro–Winkler"), ("watchman", "Jaro–Winkler of the best pairs of words")];

/// All figures. Writing to a string cannot fail, so its result is dropped.
pub(super) fn markdown(found: &Value) -> String {
    let mut out = String::from(
        "## Screening\n\nIntervals are 95 %: Wilson's for shares, a bootstrap over the pairs (1,000 resamples) for F1 and areas. The \
         weights of the\ncomparison were chosen on these very pairs, so the figures flatter; the thresholds are those that \
         screening uses. The best\npairs are the approach of moov's watchman, computed from what that project publishes: its constants, its \
         cleaning of names,\nnot its program, whose Go module could not be fetched.\n",
    );
    for (key, title) in [("name_pairs", "Pairs of names"), ("entity_pairs", "Pairs of entities")] {
        if found[key].is_object() {
            pairs(&mut out, title, &found[key]);
        }
    }
    let scores = &found["ofac_scores"];
    if scores.is_object() {
        let _ = writeln!(
            out,
            "\n### Scores of OFAC's search tool\n\nWithin 5 points of 100: {}; plain Jaro–Winkler {}; screening's own score {}. {} \
             rows that the tool did not show\nhave no score and are not counted.",
            counted(&scores["within_5"], scores),
            counted(&scores["jaro_winkler"]["k"], &scores["jaro_winkler"]),
            counted(&scores["screening"]["k"], &scores["screening"]),
            scores["not_shown_by_the_tool"]
        );
    }
    let person = &found["one_person"];
    if person.is_object() {
        let _ = writeln!(
            out,
            "\n### One person in many scripts\n\nSpellings found by the primary name alone, at score {}: {}.",
            person["threshold"],
            counted(&person["found"], person)
        );
    }
    let phones = &found["phones"];
    if phones.is_object() {
        let _ = writeln!(
            out,
            "\n### Phone numbers\n\nForm, validity, region and type as another implementation has them: {}.",
            counted(&phones["right"], phones)
        );
    }
    let lists = &found["lists"];
    if lists.is_object() {
        lists_of(&mut out, lists);
    }
    out
}

fn lists_of(out: &mut String, lists: &Value) {
    let _ = writeln!(
        out,
        "\n### Lists\n\n{} entries of {} files loaded in {:.0} ms; {} names screened, {:.0} a second on one thread (median of five passes, {} build, this machine).",
        lists["entries"],
        lists["files"].as_array().map_or(0, Vec::len),
        number(&lists["load_ms"]),
        lists["names_screened"],
        number(&lists["names_per_second"]),
        lists["build"].as_str().unwrap_or_default()
    );
    let _ = writeln!(
        out,
        "\nAs one index of {:.1} MiB in a file they are opened in {:.0} ms, which maps {} KiB of it: pages that processes share and the \
         system may drop.",
        number(&lists["index_bytes"]) / f64::from(1 << 20),
        number(&lists["index_open_ms"]),
        lists["index_mapped_kib"]
    );
}

fn pairs(out: &mut String, title: &str, found: &Value) {
    let _ = writeln!(
        out,
        "\n### {title}\n\n{} pairs, {} of them matches.\n\n| | threshold | F1 | precision | recall | AUC |\n|---|---|---|---|---|---|",
        found["n"], found["matches"]
    );
    let _ = writeln!(
        out,
        "| ours | {} | {} {} | {} | {} | {:.3} {} |",
        found["threshold"],
        percent(&found["f1"]),
        interval(&found["f1_95"]),
        percent(&found["precision"]["rate"]),
        percent(&found["recall"]["rate"]),
        number(&found["auc"]),
        interval(&found["auc_95"])
    );
    for (key, name) in BASELINES {
        let theirs = &found[key];
        let _ = writeln!(
            out,
            "| {name}, at its best | {} | {} {} | | | {:.3} {} |",
            theirs["threshold"],
            percent(&theirs["f1"]),
            interval(&theirs["f1_95"]),
            number(&theirs["auc"]),
            interval(&theirs["auc_95"])
        );
    }
    let above = |key: &str| {
        let [gain, low, high] = ["", "_95/0", "_95/1"]
            .map(|part| number(found.pointer(&format!("/f1_points_above_{key}{part}")).unwrap_or(&Value::Null)));
        format!("{gain:.1} points [{low:.1}, {high:.1}]")
    };
    let _ = writeln!(
        out,
        "\nF1 is above plain Jaro–Winkler's by {} and above the best pairs' by {}; ours at its best threshold, {}, is {}.",
        above("jaro_winkler"),
        above("watchman"),
        found["best"]["threshold"],
        percent(&found["best"]["f1"])
    );
    out.push_str("\n| threshold (F-147) | precision | recall | F1 |\n|---|---|---|---|\n");
    for row in found["curve"].as_array().into_iter().flatten() {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            row["threshold"],
            percent(&row["precision"]),
            percent(&row["recall"]),
            percent(&row["f1"])
        );
    }
    if title == "Pairs of names" {
        out.push_str("\n![Receiver operating characteristic](images/roc-screening.svg)\n");
    }
}

/// `k/n = share [interval]`.
fn counted(k: &Value, of: &Value) -> String {
    let share = k.as_f64().zip(of["n"].as_f64()).map_or("–".to_owned(), |(k, n)| format!("{:.1} %", 100.0 * k / n));
    format!("{k}/{} = {share} {}", of["n"], interval(&of["interval_95"]))
}

fn percent(value: &Value) -> String {
    value.as_f64().map_or("–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn interval(value: &Value) -> String {
    match (value[0].as_f64(), value[1].as_f64()) {
        (Some(low), Some(high)) => format!("[{:.1}, {:.1}]", low * 100.0, high * 100.0),
        _ => String::new(),
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_not_measured_is_not_on_the_page() {
        let page = markdown(&json!({ "phones": { "n": 4, "right": 3, "interval_95": [0.3, 0.95] } }));
        assert!(page.contains("3/4 = 75.0 % [30.0, 95.0]") && !page.contains("Pairs"), "{page}");
    }
}
