//! `kyc policy`: whether a policy makes sense, what it says, and whether it decides a tenant's cases as they expect.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use kyc_core::ops::{JudgeRequest, PolicyChoice};
use kyc_core::policy::{DecideBy, Policy, builtin};
use kyc_core::wire::{Evidence, Report, Verdict};
use kyc_core::{Config, Engine, check};
use serde::Deserialize;
use serde_json::Value;

use crate::args::{PolicyCommand, Shared};
use crate::files;
use crate::outcome::{Outcome, Problem, print};
use crate::report::words::word;

pub(super) fn run(command: &PolicyCommand, shared: &Shared) -> Result<Outcome, Problem> {
    match command {
        PolicyCommand::Check { policies } => {
            for name in policies {
                let policy = checked(name)?;
                print(&format!("{name}: {} version {} makes sense, sha256 {}", policy.id, policy.version, policy.sha256()));
            }
            Ok(Outcome::Good)
        }
        PolicyCommand::Explain { policy } => {
            let policy = checked(policy)?;
            if shared.json {
                super::print_json(&policy)?;
            } else {
                print(&explained(&policy));
            }
            Ok(Outcome::Good)
        }
        PolicyCommand::Schema => {
            super::print_json(&Policy::schema())?;
            Ok(Outcome::Good)
        }
        PolicyCommand::Test { cases } => {
            let failed = cases.iter().map(|path| test(path)).sum::<Result<usize, Problem>>()?;
            Ok(if failed == 0 { Outcome::Good } else { Outcome::Bad })
        }
    }
}

/// A policy by name or from a TOML or JSON file.
pub(super) fn load(name: &str) -> Result<Policy, Problem> {
    let path = Path::new(name);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("toml") => Ok(Policy::from_toml(&files::text(path)?)?),
        Some("json") => {
            serde_json::from_str(&files::text(path)?).map_err(|e| Problem::caller(format!("{name} is no policy: {e}")))
        }
        _ => Ok(builtin(name)?),
    }
}

fn checked(name: &str) -> Result<Policy, Problem> {
    let policy = load(name)?;
    policy.validate(&check::names())?;
    Ok(policy)
}

fn explained(policy: &Policy) -> String {
    let mut text = format!("{} version {}: {}\n\nWeights\n", policy.id, policy.version, policy.title);
    for (factor, weight) in policy.weights.all().iter().filter(|(_, weight)| weight.micros() > 0) {
        let optional = if policy.is_optional(*factor) { ", may be absent" } else { "" };
        text += &format!("  {} {weight}{optional}\n", word(factor));
    }
    text += &match policy.decide_by {
        DecideBy::Score => {
            format!("\nScore\n  accepted from {}\n  review from {}\n", policy.bands.accept, policy.bands.review)
        }
        DecideBy::Checks => "\nThe score decides nothing; the rules do.\n".to_owned(),
    };
    text += &format!(
        "\nThresholds\n  liveness {}\n  face match {}, review from {}\n\nRules\n",
        policy.liveness.threshold, policy.face_match.threshold, policy.face_match.review_from
    );
    for rule in &policy.rules {
        let off = if rule.enabled { "" } else { " (off)" };
        let officer = if rule.compliance { ", to the compliance officer" } else { "" };
        let checks = rule.checks.join(", ");
        let when: Vec<String> = rule.when.iter().map(word).collect();
        text += &format!("  {}{off}: {checks} on {}: at most {}{officer}\n", rule.id, when.join(", "), word(&rule.at_most));
    }
    text
}

/// A file of cases. Paths in it are relative to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// A policy by name, or a TOML or JSON file of one.
    policy: String,
    case: Vec<Case>,
}

/// What is judged and what must come out; an expectation that is absent is not looked at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// JSON file of evidence, of a `verify` response, or of a conformance vector.
    evidence: PathBuf,
    #[serde(with = "kyc_core::ops::fields::iso_date")]
    today: NaiveDate,
    /// Parts of the evidence to change: JSON pointer to value.
    #[serde(default)]
    changes: std::collections::BTreeMap<String, Value>,
    verdict: Option<Verdict>,
    /// The dialect's word.
    decision: Option<String>,
    /// Rules that must have acted.
    #[serde(default)]
    rules: Vec<String>,
    /// The exact score, as it is printed.
    score: Option<String>,
}

/// Runs a file of cases; the number of those that failed.
fn test(path: &Path) -> Result<usize, Problem> {
    let text = files::text(path)?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let wrong = |why: String| Problem::caller(format!("{} holds no cases: {why}", path.display()));
    let cases: Cases = if is_json {
        serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?
    } else {
        toml::from_str(&text).map_err(|e| wrong(e.message().to_owned()))?
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let is_file = Path::new(&cases.policy).extension().is_some_and(|e| e == "toml" || e == "json");
    let policy = if is_file { load(&folder.join(&cases.policy).to_string_lossy())? } else { load(&cases.policy)? };
    let engine = Engine::new(Config::default())?;
    let mut failed = 0;
    for case in &cases.case {
        let evidence = evidence(&folder.join(&case.evidence), case)?;
        let request = JudgeRequest {
            evidence,
            policy: PolicyChoice::from(policy.clone()),
            today: case.today,
            language: None,
            attempts: None,
        };
        let problems = problems(case, &engine.judge(request, &[])?.report);
        failed += usize::from(!problems.is_empty());
        let told = if problems.is_empty() { "ok".to_owned() } else { format!("FAILED: {}", problems.join("; ")) };
        print(&format!("{}: {told}", case.name));
    }
    print(&format!("{}: {} of {} cases as expected", path.display(), cases.case.len() - failed, cases.case.len()));
    Ok(failed)
}

fn evidence(path: &Path, case: &Case) -> Result<Evidence, Problem> {
    // What serde says could quote the case; where it is wrong is enough.
    let wrong = |e: serde_json::Error| {
        Problem::caller(format!("{}: {} holds no evidence (line {})", case.name, path.display(), e.line()))
    };
    let mut json: Value = serde_json::from_str(&files::text(path)?).map_err(wrong)?;
    for holder in ["request", "evidence"] {
        if let Some(inner) = json.get_mut(holder).map(Value::take) {
            json = inner;
        }
    }
    for (pointer, value) in &case.changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        match json.pointer_mut(parent) {
            Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value.clone())),
            _ => match json.pointer_mut(pointer) {
                Some(old) => *old = value.clone(),
                None => return Err(Problem::caller(format!("{}: {pointer} is not in the evidence", case.name))),
            },
        }
    }
    serde_json::from_value(json).map_err(wrong)
}

fn problems(case: &Case, report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    let mut expect = |what: &str, expected: Option<String>, found: String| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            problems.push(format!("{what} is {found}, expected {expected}"));
        }
    };
    let decided = &report.decision;
    expect("verdict", case.verdict.as_ref().map(word), word(&decided.verdict));
    expect("decision", case.decision.clone(), report.dialect.as_ref().map_or(String::new(), |d| d.decision.clone()));
    expect("score", case.score.clone(), report.score.value.to_string());
    let missing = case.rules.iter().filter(|id| !decided.rules.iter().any(|hit| hit.id == **id));
    problems.extend(missing.map(|id| format!("rule {id} did not act")));
    problems
}
