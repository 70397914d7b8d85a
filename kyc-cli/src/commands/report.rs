//! `kyc report`: a stored case for people, as HTML or PDF.

use std::path::{Path, PathBuf};

use kyc_core::catalog::messages;
use kyc_core::ops::{JudgeRequest, PolicyChoice};
use kyc_core::perceive::Timing;
use kyc_core::wire::{Evidence, Report};
use kyc_core::{Config, Engine};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::args::Shared;
use crate::dossier::{self, Case, DossierArguments};
use crate::files;
use crate::outcome::{Outcome, Problem, print};

pub(super) fn run(path: &Path, pictures: &[PathBuf], to: &DossierArguments, shared: &Shared) -> Result<Outcome, Problem> {
    // What serde says could quote the case; line and column are enough.
    let json: Value = serde_json::from_str(&files::text(path)?)
        .map_err(|e| Problem::caller(format!("{} is not JSON (line {}, column {})", path.display(), e.line(), e.column())))?;
    // A bundle holds its case under `content`.
    let case = json.get("content").unwrap_or(&json);
    let part = |name: &str| case.get(name).unwrap_or(&Value::Null);
    let evidence: Evidence =
        read(part("evidence")).ok_or_else(|| Problem::caller(format!("{} holds no whole evidence", path.display())))?;
    let timings: Vec<Timing> = read(part("timings")).unwrap_or_default();
    let stored: Option<Report> = read(part("report"));
    let report = match stored {
        Some(report) => report,
        // Evidence alone is judged now.
        None => {
            let request = JudgeRequest {
                evidence: evidence.clone(),
                policy: PolicyChoice::default(),
                today: shared.day(),
                language: Some(shared.language.clone()),
                attempts: None,
            };
            Engine::new(Config::default())?.judge(request, &[])?.report
        }
    };
    let bytes = pictures.iter().map(|path| files::picture(path)).collect::<Result<Vec<_>, _>>()?;
    let mut at_hand = Vec::new();
    for (path, bytes) in pictures.iter().zip(&bytes) {
        let hash = dossier::sha256(bytes);
        let capture = evidence.captures.iter().find(|capture| capture.sha256 == hash);
        let capture = capture.ok_or_else(|| Problem::caller(format!("{} is no picture of this case", path.display())))?;
        at_hand.push((capture.blob, bytes.as_slice()));
    }
    let language = spoken(&report).unwrap_or(&shared.language);
    let case = Case { evidence: &evidence, report: &report, timings: &timings, pictures: at_hand, language };
    dossier::write(&case, to)?;
    let written = [&to.html, &to.pdf].into_iter().flatten().map(|path| path.display().to_string()).collect::<Vec<_>>();
    print(&format!("wrote {}", written.join(" and ")));
    Ok(Outcome::Good)
}

/// The language of a report's sentences: a stored one may be in another than is asked for now.
fn spoken(report: &Report) -> Option<&'static str> {
    let told = &report.end_user;
    messages::languages().find(|tag| messages::of(tag).and_then(|of| of.end_user(told.code)) == Some(told.text.as_str()))
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}
