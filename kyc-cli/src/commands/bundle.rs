//! `kyc bundle`: sealed cases.

use std::path::{Path, PathBuf};

use chrono::Local;
use kyc_core::bundle::ChangeKind;
use kyc_core::ops::{
    PolicyChoice, RedactBundleRequest, ReplayBundleRequest, SealBundleRequest, VerifyBundleRequest, VerifyBundleResponse,
};
use kyc_core::wire::{Evidence, Outcome as Check, Report};
use kyc_core::{Config, Engine, Sensitive};
use serde_json::Value;

use super::print_json;
use super::verify::policy;
use crate::args::{BundleCommand, SealArguments, Shared};
use crate::outcome::{Outcome, Problem, print};
use crate::report::words::word;
use crate::{files, report};

pub(super) fn run(command: &BundleCommand, shared: &Shared) -> Result<Outcome, Problem> {
    match command {
        BundleCommand::Seal(arguments) => seal(arguments, shared),
        BundleCommand::Verify { bundle, trust, picture } => verify(bundle, trust, picture, shared),
        BundleCommand::Replay { bundle, policy } => replay(bundle, policy.as_deref(), shared),
        BundleCommand::Redact { bundle, remove, personal, out } => redact(bundle, remove, *personal, out),
    }
}

/// An engine without models is enough.
fn engine() -> Result<Engine, Problem> {
    Ok(Engine::new(Config::default())?)
}

/// JSON of a file; what serde says could quote the case, so only line and column are told.
fn json(path: &Path) -> Result<Value, Problem> {
    serde_json::from_str(&files::text(path)?)
        .map_err(|e| Problem::caller(format!("{} is not JSON (line {}, column {})", path.display(), e.line(), e.column())))
}

fn pictures(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>, Problem> {
    paths.iter().map(|path| files::picture(path)).collect()
}

fn write(path: &Path, bundle: &impl serde::Serialize) -> Result<(), Problem> {
    files::write(path, &serde_json::to_vec(bundle).map_err(Problem::internal)?)
}

fn seal(arguments: &SealArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let mut case = json(&arguments.case)?;
    // The response of `verify` or `judge` carries a report: the case is sealed as it was judged.
    let judged: Option<Report> = case.get("report").cloned().and_then(|report| serde_json::from_value(report).ok());
    let evidence = case.get_mut("evidence").map(Value::take).unwrap_or(case);
    let evidence: Evidence = serde_json::from_value(evidence)
        .map_err(|_| Problem::caller(format!("{} holds no evidence", arguments.case.display())))?;
    let policy = match (&arguments.policy, &judged) {
        (Some(name), _) => policy(name)?,
        (None, Some(report)) => PolicyChoice::from(report.policy.id.as_str()),
        (None, None) => PolicyChoice::default(),
    };
    let judged_for = judged.as_ref().and_then(|report| report.today.parse().ok());
    let request = SealBundleRequest {
        evidence,
        policy,
        today: shared.today.or(judged_for).unwrap_or_else(|| shared.day()),
        language: Some(shared.language.clone()),
        key: Sensitive::new(files::text(&arguments.key)?),
        case: arguments.reference.as_deref().map(Sensitive::from),
        sealed_at: Some(arguments.sealed_at.clone().unwrap_or_else(|| Local::now().to_rfc3339())),
    };
    let pictures = pictures(&arguments.picture)?;
    let blobs: Vec<&[u8]> = pictures.iter().map(Vec::as_slice).collect();
    let bundle = engine()?.seal_bundle(request, &blobs)?.bundle;
    if let Some(judged) = judged {
        let sealed: Option<Report> = bundle.content.0.get("report").cloned().and_then(|r| serde_json::from_value(r).ok());
        let same = sealed.is_some_and(|sealed| sealed.decision == judged.decision && sealed.score == judged.score);
        if !same {
            let told = "the case was decided otherwise than this engine does; name the policy it was judged under";
            return Err(Problem::caller(format!("{}: {told}", arguments.case.display())));
        }
    }
    write(&arguments.out, &bundle)?;
    print(&format!(
        "sealed {} values of {} sections in {}, signed by {}",
        bundle.leaves.len(),
        bundle.statement.sections.len(),
        arguments.out.display(),
        bundle.signature.public_key
    ));
    Ok(Outcome::Good)
}

fn verify(path: &Path, trust: &[PathBuf], picture: &[PathBuf], shared: &Shared) -> Result<Outcome, Problem> {
    let trusted_keys = trust.iter().map(|path| files::text(path)).collect::<Result<Vec<_>, _>>()?;
    let pictures = pictures(picture)?;
    let blobs: Vec<&[u8]> = pictures.iter().map(Vec::as_slice).collect();
    let answer = engine()?.verify_bundle(VerifyBundleRequest { bundle: json(path)?, trusted_keys }, &blobs)?;
    if shared.json {
        print_json(&answer)?;
    } else {
        print(&told(&answer, picture));
    }
    Ok(match answer.outcome {
        Check::Pass => Outcome::Good,
        Check::Warn => Outcome::Review,
        _ => Outcome::Bad,
    })
}

fn told(answer: &VerifyBundleResponse, picture: &[PathBuf]) -> String {
    let mut lines = vec![match answer.outcome {
        Check::Pass => "whole, signed by a trusted key".to_owned(),
        Check::Warn => "whole, but whose key signed it is unknown: name trusted keys with --trust".to_owned(),
        _ => format!(
            "NOT as it was sealed by a trusted key (signature {}, signer {})",
            word(&answer.signature),
            word(&answer.signer)
        ),
    }];
    for change in &answer.changes {
        let what = match change.kind {
            ChangeKind::Changed => "changed",
            ChangeKind::Added => "added",
            ChangeKind::Missing => "missing",
        };
        lines.push(format!("  {what:8} {}", crate::style::clean(&change.at)));
    }
    for (path, named) in picture.iter().zip(&answer.pictures) {
        lines.push(format!("  picture  {} is {}", path.display(), if *named { "of this case" } else { "NOT of this case" }));
    }
    if !answer.redacted.is_empty() {
        lines.push(format!("  {} values were taken out by redaction", answer.redacted.len()));
    }
    lines.join("\n")
}

fn replay(path: &Path, other: Option<&str>, shared: &Shared) -> Result<Outcome, Problem> {
    let policy = other.map(policy).transpose()?;
    let what_if = policy.is_some();
    let answer = engine()?.replay_bundle(ReplayBundleRequest { bundle: json(path)?, policy }, &[])?;
    if shared.json {
        print_json(&answer)?;
    } else {
        let intact = if answer.intact { "as somebody sealed it" } else { "NOT as it was sealed; see `kyc bundle verify`" };
        let same = match (answer.same, answer.differences.len()) {
            (true, _) => "the same report, bit for bit".to_owned(),
            (false, n) => format!("another report, in {n} places: {}", answer.differences.join(" ")),
        };
        print(&format!("bundle: {intact}\nreplay: {same}\n\n{}", report::judged(&answer.report, &shared.style())));
    }
    Ok(match (what_if, answer.same && answer.intact) {
        (true, _) => answer.report.decision.verdict.into(),
        (false, true) => Outcome::Good,
        (false, false) => Outcome::Bad,
    })
}

fn redact(path: &Path, remove: &[String], personal: bool, out: &Path) -> Result<Outcome, Problem> {
    let bundle = serde_json::from_value(json(path)?)
        .map_err(|_| Problem::caller(format!("{} is no whole bundle; see `kyc bundle verify`", path.display())))?;
    let request = RedactBundleRequest { bundle, remove: remove.to_vec(), personal };
    let bundle = engine()?.redact_bundle(request, &[])?.bundle;
    write(out, &bundle)?;
    let left = bundle.salts.len();
    print(&format!("{} of {} values are left in {}", left, bundle.leaves.len(), out.display()));
    Ok(Outcome::Good)
}
