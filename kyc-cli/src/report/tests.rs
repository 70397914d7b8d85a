use std::path::PathBuf;

use chrono::NaiveDate;
use kyc_core::judge::judge;
use kyc_core::perceive::{Stage, Timing};
use kyc_core::policy::{Policy, builtin};
use kyc_core::wire::{
    CorrectionReason, Evidence, FieldOrigin, Finding, LivenessCue, MrzCorrection, NotSeen, Outcome, Point, Quad, Reason, Report,
    Seen, TextLine, Unit,
};
use serde_json::Value;

use crate::report;
use crate::style::{Style, cells};

const WIDTHS: [usize; 4] = [60, 80, 97, 120];

fn plain(width: usize) -> Style {
    Style { color: false, width }
}

/// Every case of the judgement vectors, judged.
fn cases() -> Vec<(String, Evidence, Report)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/vectors/judge");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| case(serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())).collect()
}

fn case(vector: Value) -> (String, Evidence, Report) {
    let request = &vector["request"];
    let evidence: Evidence = serde_json::from_value(request["evidence"].clone()).unwrap();
    let policy: Policy = match &request["policy"] {
        Value::String(name) => builtin(name).unwrap(),
        Value::Null => builtin("api-v1").unwrap(),
        whole => serde_json::from_value(whole.clone()).unwrap(),
    };
    let today: NaiveDate = request["today"].as_str().unwrap().parse().unwrap();
    let report = judge(&evidence, &policy, today, request["language"].as_str().unwrap_or("en")).unwrap();
    (vector["id"].as_str().unwrap().to_owned(), evidence, report)
}

fn named(id: &str) -> (Evidence, Report) {
    let (_, evidence, report) = cases().into_iter().find(|(name, ..)| name == &format!("judge/{id}")).unwrap();
    (evidence, report)
}

/// A case with everything a report can show: wide and combining names, corrections, sources that differ, cues.
fn rich() -> (Evidence, Report) {
    let (mut evidence, report) = named("spoof-screen");
    let Seen::Seen(document) = &mut evidence.document else { unreachable!() };
    let Seen::Seen(mrz) = &mut document.mrz else { unreachable!() };
    mrz.corrections.push(MrzCorrection {
        line: 1,
        column: 1,
        read: "B".into(),
        used: "8".into(),
        because: CorrectionReason::CheckDigit,
        read_probability: Unit::from_micros(510_000),
    });
    mrz.check_digits[4].valid = false;
    mrz.check_digits[4].found = "4".into();
    let quad = Quad([Point::new(0.0, 0.0); 4]);
    for (text, confidence) in [("REPUBLIC OF UTOPIA", 0.98), ("山田 太郎 / ALBRECHT-GRÜNEWALD VON HOHENSTEIN", 0.91)] {
        document.sides[0].text.push(TextLine { text: text.into(), confidence: Unit::from_f64(confidence), region: quad });
    }
    for (n, value) in
        [(1, "L898902C3"), (2, "山田 太郎"), (3, "Zoe\u{308} Ange\u{301}lique Marie-Antoinette von Hohenstein-Grünewald")]
    {
        let mut print = document.fields[n].readings[0].clone();
        print.origin = FieldOrigin::Visual;
        print.value = value.into();
        print.confidence = Unit::from_f64(0.931);
        document.fields[n].readings.push(print);
    }
    document.fields[2].readings.swap(0, 1);
    if let Seen::Seen(liveness) = &mut evidence.liveness {
        let cue = |name: &str, score| LivenessCue { name: name.to_owned(), score };
        liveness.cues = vec![
            cue("pad_network", Seen::Seen(Unit::from_f64(0.04))),
            cue("moire", Seen::Seen(Unit::from_f64(0.31))),
            cue("texture", Seen::not(NotSeen::FaceUnusable)),
        ];
    }
    (evidence, report)
}

fn timings() -> Vec<Timing> {
    let timing = |stage, start_us, duration_us| Timing { stage, start_us, duration_us };
    vec![
        timing(Stage::DecodeSelfie, 0, 21_300),
        timing(Stage::Selfie, 21_300, 64_200),
        timing(Stage::ReadDocument, 30_000, 412_900),
        timing(Stage::Judge, 442_950, 310),
    ]
}

fn check_width(id: &str, text: &str, width: usize) {
    for line in text.lines() {
        assert!(cells(line) <= width, "{id} at {width}: {} cells: {line}", cells(line));
        assert_eq!(line.trim_end(), line, "{id}: spaces at the end");
    }
    assert!(!text.contains('\u{1b}'), "{id}: escape codes without colour");
}

fn without_codes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    out + rest
}

#[test]
fn every_vector_fits_every_width_and_names_every_check() {
    let mut all = cases();
    let (evidence, report) = rich();
    all.push(("rich".to_owned(), evidence, report));
    for (id, evidence, judged) in &all {
        for width in WIDTHS {
            let style = plain(width);
            let whole = report::verify(evidence, judged, &timings(), &style);
            let only = report::judged(judged, &style);
            for text in [&whole, &only] {
                check_width(id, text, width);
                for finding in &judged.findings {
                    assert!(text.contains(&finding.check), "{id}: {} is missing", finding.check);
                }
                assert!(text.contains(&format!("{:.2}", judged.score.value)), "{id}: no score");
            }
            if let Some(document) = evidence.document.seen() {
                check_width(id, &report::document(document, &style), width);
                if let Some(mrz) = document.mrz.seen() {
                    check_width(id, &report::mrz(mrz, &document.fields, &style), width);
                }
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_codes() {
    let (evidence, report) = rich();
    for width in WIDTHS {
        let bare = report::verify(&evidence, &report, &timings(), &plain(width));
        let coloured = report::verify(&evidence, &report, &timings(), &Style { color: true, width });
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(without_codes(&coloured), bare);
    }
}

#[test]
fn the_operator_reads_the_values_with_their_sources() {
    let (evidence, judged) = rich();
    let text = report::verify(&evidence, &judged, &[], &plain(110));
    for expected in [
        "✘ REJECTED   61.10 of 100",
        "The score alone would give REVIEW.",
        "ANNA MARIA",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "~ document number L898902C3",
        "MRZ 0.97 · print 0.93",
        "reads ERIKSSON",
        "composite         found 4, expected 6",
        "line 2 column 2   B → 8   the check digit",
        "Presentation attack: liveness score 0.12 < 0.5 threshold, attack screen.",
        "likely attack: screen",
        "“Verification unsuccessful.”",
        "no retry",
        "cccccccccccc",
    ] {
        assert!(text.contains(expected), "{expected} is missing in:\n{text}");
    }
    assert!(!text.contains("[hidden]"));
}

#[test]
fn columns_stay_aligned_beside_wide_and_combining_names() {
    let (evidence, judged) = rich();
    let text = report::verify(&evidence, &judged, &[], &plain(110));
    let column = |value: &str, source: &str| {
        let line = text.lines().find(|line| line.contains(value) && line.contains(source)).unwrap();
        cells(&line[..line.find(source).unwrap()])
    };
    assert_eq!(column("山田 太郎", "print"), column("1974-08-12", "MRZ"));
}

#[test]
fn a_score_just_under_a_threshold_does_not_print_as_reaching_it() {
    let (evidence, judged) = named("score-just-under-80");
    assert!(report::verify(&evidence, &judged, &[], &plain(80)).contains("79.99 of 100"));
}

#[test]
fn nothing_a_document_says_steers_the_terminal() {
    let (mut evidence, mut judged) = rich();
    let Seen::Seen(document) = &mut evidence.document else { unreachable!() };
    document.fields[2].readings[0].value = "A\u{1b}[2J\r\n\u{202e}B".into();
    document.class.country = Some("U\u{7}T".to_owned());
    judged.findings.push(Finding::of("x.\u{1b}[31my", Outcome::Error, Reason::new("z\n")));
    let text = report::verify(&evidence, &judged, &timings(), &plain(80));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(!text.contains('\u{202e}'));
    check_width("hostile", &text, 80);
}

#[test]
fn text_without_spaces_is_broken_at_the_width() {
    let (mut evidence, judged) = rich();
    let Seen::Seen(document) = &mut evidence.document else { unreachable!() };
    document.fields[2].readings[0].value = "山".repeat(300).into();
    document.fields[3].readings[1].value = "X".repeat(300).into();
    check_width("long", &report::verify(&evidence, &judged, &[], &plain(80)), 80);
}
