//! What a dossier says, section by section, before anything is laid out.

use image::RgbImage;
use kyc_core::wire::{Decoded, DocumentEvidence, Field, Finding, Outcome, Report, Seen, Verdict};

use super::{Case, jpeg};
use crate::annotate;
use crate::outcome::Problem;
use crate::report::words::{not_seen, origin, problem, reason, word};
use crate::style::clean;

/// Colour of a statement. Its words say the same: nothing is told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Good,
    Warn,
    Bad,
}

/// A case, ready to be laid out.
pub(super) struct Dossier {
    /// Language of the sentences of reasons; everything else is English.
    pub language: String,
    pub verdict: (Tone, &'static str),
    /// One line below the verdict.
    pub summary: String,
    pub sections: Vec<Section>,
}

pub(super) struct Section {
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

pub(super) enum Block {
    Text(String),
    /// Rows under a head. The first cell of a row names it.
    Table {
        head: &'static [&'static str],
        rows: Vec<Row>,
    },
    /// Parts of a whole as bars.
    Bars(Vec<Bar>),
    Picture(Picture),
}

/// The row of what the end user reads.
const TOLD: &str = "The end user is told";

/// Whether a cell is in the language of the report's sentences; everything else is English.
pub(super) fn is_sentence(head: &str, at: usize, row: &Row) -> bool {
    let told = at > 0 && row.cells.first().is_some_and(|first| first == TOLD);
    told || ["Reason", "Why"].contains(&head)
}

/// Shares of the columns under a head, which sum to 1: the same on the page and on paper.
pub(super) fn shares(head: &[&str]) -> &'static [f32] {
    match head {
        ["Reason", _] => &[0.7, 0.3],
        [_, _] => &[0.3, 0.7],
        [_, _, _] => &[0.29, 0.16, 0.55],
        _ => &[0.25, 0.43, 0.18, 0.14],
    }
}

pub(super) struct Row {
    pub tone: Tone,
    pub cells: Vec<String>,
}

/// From and to as shares of the whole, 0 to 1.
pub(super) struct Bar {
    pub label: String,
    pub value: String,
    pub from: f32,
    pub to: f32,
}

pub(super) struct Picture {
    pub caption: String,
    pub alt: String,
    pub width: u32,
    pub height: u32,
    pub jpeg: Vec<u8>,
}

/// The dossier of a case with the pictures that are at hand.
pub(super) fn dossier(case: &Case<'_>, pictures: &[(u32, RgbImage)]) -> Result<Dossier, Problem> {
    let report = case.report;
    let verdict = match report.decision.verdict {
        Verdict::Accepted => (Tone::Good, "Accepted"),
        Verdict::Review => (Tone::Warn, "For review"),
        Verdict::Rejected => (Tone::Bad, "Rejected"),
    };
    let summary = format!(
        "Score {:.2} of 100 under policy {} version {}, judged for {}.",
        report.score.value, report.policy.id, report.policy.version, report.today
    );
    let mut sections = vec![decision(report), reasons(report), pictures_of(case, pictures)?];
    sections.extend(document(case));
    sections.extend([score(report), checks(report)]);
    sections.extend(timings(case));
    sections.push(provenance(case));
    sections.retain(|section| !section.blocks.is_empty());
    Ok(Dossier { language: case.language.to_owned(), verdict, summary, sections })
}

fn row(tone: Tone, cells: impl IntoIterator<Item = String>) -> Row {
    Row { tone, cells: cells.into_iter().map(|cell| clean(&cell)).collect() }
}

fn plain<const N: usize>(cells: [&str; N]) -> Row {
    row(Tone::Plain, cells.map(str::to_owned))
}

fn decision(report: &Report) -> Section {
    let decision = &report.decision;
    let mut rows = vec![plain(["Decision", &word(&decision.verdict)]), plain(["By the score alone", &word(&decision.by_score)])];
    if let Some(dialect) = &report.dialect {
        let risk = dialect.risk_level.as_ref().map(|level| format!(", risk {level}")).unwrap_or_default();
        rows.push(plain(["In the policy's words", &format!("{}{risk}", dialect.decision)]));
    }
    for hit in &decision.rules {
        rows.push(plain(["Rule that acted", &format!("{}: check {}, at most {}", hit.id, hit.check, word(&hit.at_most))]));
    }
    if decision.compliance {
        rows.push(row(Tone::Bad, ["Compliance".to_owned(), "this case goes to the compliance officer".to_owned()]));
    }
    rows.push(plain([TOLD, &report.end_user.text]));
    Section { title: "Decision", blocks: vec![Block::Table { head: &["What", "Result"], rows }] }
}

fn reasons(report: &Report) -> Section {
    let rows: Vec<Row> = report.reasons.iter().map(|told| plain([&told.text, &told.check])).collect();
    let block = if rows.is_empty() {
        Block::Text("Nothing spoke against this case.".to_owned())
    } else {
        Block::Table { head: &["Reason", "Check"], rows }
    };
    Section { title: "Reasons", blocks: vec![block] }
}

fn pictures_of(case: &Case<'_>, pictures: &[(u32, RgbImage)]) -> Result<Section, Problem> {
    let mut blocks = Vec::new();
    for capture in &case.evidence.captures {
        let role = word(&capture.role);
        let decoded = pictures.iter().find(|(blob, _)| *blob == capture.blob);
        match (&capture.picture, decoded) {
            (Decoded::Picture(picture), Some((blob, image))) => {
                let drawn = annotate::panel(case.evidence, *blob, image);
                let what = annotate::located(case.evidence, *blob);
                let boxes = if what.is_empty() {
                    "nothing was located in it".to_owned()
                } else {
                    format!("outlined: {}", what.join(", "))
                };
                blocks.push(Block::Picture(Picture {
                    caption: format!("{role} · {} × {} pixels · {boxes}", picture.width, picture.height),
                    alt: format!("Picture of the {role}; {boxes}"),
                    width: drawn.width(),
                    height: drawn.height(),
                    jpeg: jpeg::encode(&drawn)?,
                }));
            }
            (Decoded::Picture(_), None) => blocks.push(Block::Text(format!("{role}: the picture is not at hand."))),
            (Decoded::Problem(why), _) => blocks.push(Block::Text(format!("{role}: {}.", problem(*why)))),
        }
    }
    Ok(Section { title: "Pictures", blocks })
}

fn document(case: &Case<'_>) -> Vec<Section> {
    let document = match &case.evidence.document {
        Seen::Seen(document) => document,
        Seen::NotSeen { reason } => {
            return vec![Section { title: "Document", blocks: vec![Block::Text(format!("Not seen: {}.", not_seen(*reason)))] }];
        }
    };
    let class = &document.class;
    let country = class.country.as_deref().unwrap_or("unknown");
    let rows = vec![
        plain(["Kind", &word(&class.kind)]),
        plain(["Issuing state", country]),
        plain(["Recognised by", &format!("{}, confidence {:.2}", word(&class.by).replace("mrz", "MRZ"), class.confidence)]),
        plain(["Machine-readable zone", &zone(document)]),
    ];
    let mut sections = vec![Section { title: "Document", blocks: vec![Block::Table { head: &["What", "Seen"], rows }] }];
    sections.push(fields(&case.evidence.fields()));
    sections
}

fn zone(document: &DocumentEvidence) -> String {
    match &document.mrz {
        Seen::Seen(mrz) => {
            let valid = mrz.check_digits.iter().filter(|digit| digit.valid).count();
            format!("{}, {valid} of {} check digits hold", word(&mrz.format).to_uppercase(), mrz.check_digits.len())
        }
        Seen::NotSeen { reason } => not_seen(*reason).to_owned(),
    }
}

/// One row a source, so that sources that differ stand below each other.
fn fields(fields: &[Field]) -> Section {
    let mut rows = Vec::new();
    for field in fields {
        let first = field.readings.first().map(|reading| reading.value.expose().as_str()).unwrap_or_default();
        for reading in &field.readings {
            let value = reading.value.expose();
            let differs = value != first;
            let source = format!("{}{}", origin(reading.origin), if differs { ", differs" } else { "" });
            let tone = if differs { Tone::Warn } else { Tone::Plain };
            rows.push(row(tone, [word(&field.name), value.clone(), source, format!("{:.2}", reading.confidence)]));
        }
    }
    let blocks = if rows.is_empty() {
        vec![Block::Text("No field was read.".to_owned())]
    } else {
        vec![Block::Table { head: &["Field", "Value", "Source", "Confidence"], rows }]
    };
    Section { title: "Fields by source", blocks }
}

fn score(report: &Report) -> Section {
    let mut bars = vec![Bar {
        label: "Score".to_owned(),
        value: format!("{:.2} of 100", report.score.value),
        from: 0.0,
        to: report.score.value.micros() as f32 / 1e8,
    }];
    let mut from = 0.0;
    for part in &report.score.contributions {
        let to = from + part.points.micros() as f32 / 1e8;
        let value = format!("{:.2} = {:.4} × {:.2}", part.points, part.input, part.weight_applied);
        bars.push(Bar { label: word(&part.factor), value, from, to });
        from = to;
    }
    Section { title: "Score", blocks: vec![Block::Bars(bars)] }
}

fn checks(report: &Report) -> Section {
    let told = |finding: &Finding| {
        let sentences: Vec<&str> =
            report.reasons.iter().filter(|told| told.check == finding.check).map(|told| told.text.as_str()).collect();
        match (sentences.is_empty(), finding.outcome) {
            (false, _) => sentences.join(" "),
            (true, Outcome::Pass) => String::new(),
            (true, _) => finding.reasons.iter().map(|r| reason(&r.code)).collect::<Vec<_>>().join(", "),
        }
    };
    let rows = report
        .findings
        .iter()
        .map(|finding| {
            let tone = match finding.outcome {
                Outcome::Pass => Tone::Good,
                Outcome::Fail | Outcome::Error => Tone::Bad,
                Outcome::Warn | Outcome::NotRun => Tone::Warn,
                Outcome::NotApplicable => Tone::Plain,
            };
            row(tone, [finding.check.clone(), word(&finding.outcome), told(finding)])
        })
        .collect();
    Section { title: "Checks", blocks: vec![Block::Table { head: &["Check", "Outcome", "Why"], rows }] }
}

fn timings(case: &Case<'_>) -> Option<Section> {
    let end = case.timings.iter().map(|t| t.start_us.saturating_add(t.duration_us)).max().filter(|end| *end > 0)?;
    let share = |us: u64| us as f32 / end as f32;
    let bars = case
        .timings
        .iter()
        .map(|timing| Bar {
            label: word(&timing.stage),
            value: format!("{:.1} ms", timing.duration_us as f64 / 1000.0),
            from: share(timing.start_us),
            to: share(timing.start_us.saturating_add(timing.duration_us)),
        })
        .collect();
    Some(Section { title: "Timings", blocks: vec![Block::Bars(bars)] })
}

fn provenance(case: &Case<'_>) -> Section {
    let report = case.report;
    let mut rows = vec![
        plain(["Engine", &format!("kyc-core {}", report.engine_version)]),
        plain(["Judged for", &report.today]),
        plain(["Policy", &format!("{} version {}, sha256 {}", report.policy.id, report.policy.version, report.policy.sha256)]),
    ];
    rows.extend(report.models.iter().map(|model| plain([&format!("Model {}", model.id), &format!("sha256 {}", model.sha256)])));
    let captures = case.evidence.captures.iter();
    rows.extend(
        captures.map(|c| plain([&format!("Picture {}", word(&c.role)), &format!("{} bytes, sha256 {}", c.bytes, c.sha256)])),
    );
    Section { title: "Provenance", blocks: vec![Block::Table { head: &["What", "Which"], rows }] }
}
