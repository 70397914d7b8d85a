//! Judgement: evidence, policy and a date give a report.
//!
//! Pure and total: no clock, no pixels, no models, no float comparison. The same input gives the same report, bit for bit.

mod document;

use chrono::NaiveDate;

use crate::catalog::messages;
use crate::error::{Code, Error, Result};
use crate::policy::Policy;
use crate::wire::{EVIDENCE_SCHEMA, Evidence, ProviderAnswer, REPORT_SCHEMA, Report, ScreeningOutcome};
use crate::{check, decide, explain, score};

/// Judges a case as of `today`, with sentences in `language` (a tag of [`messages::languages`]).
///
/// # Errors
/// [`Code::InvalidEvidence`] for another schema or a broken invariant, [`Code::InvalidPolicy`] for a policy that makes no
/// sense, [`Code::InvalidRequest`] for a language there are no sentences in.
pub fn judge(evidence: &Evidence, policy: &Policy, today: NaiveDate, language: &str) -> Result<Report> {
    validate(evidence)?;
    policy.validate(&check::names())?;
    let messages = messages::of(language).ok_or_else(|| {
        let known: Vec<_> = messages::languages().collect();
        Error::new(Code::InvalidRequest, format!("no messages in that language; there are: {}", known.join(", ")))
    })?;

    let reference = policy.reference();
    // An old portrait changes the policy for this case (F-191); the report names the policy as it was given.
    let policy = &*policy.for_case(evidence, today);
    let findings = check::run_all(evidence, policy, today);
    let inputs = score::inputs(evidence, &findings, policy);
    let score = score::score(policy, &inputs);
    let decision = decide::decide(&score, &findings, policy);
    let code = explain::end_user_code(&decision, &findings, policy);
    Ok(Report {
        schema: REPORT_SCHEMA.to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        policy: reference,
        today: today.format("%Y-%m-%d").to_string(),
        reasons: explain::tenant_reasons(&decision, &findings, messages),
        end_user: explain::end_user_message(code, messages),
        dialect: decide::in_dialect(&decision, &score, policy),
        document: document::result(evidence, &findings, &inputs),
        capture_trust: check::device::trust_of(evidence, &findings),
        decision,
        score,
        findings,
        models: evidence.models.clone(),
    })
}

/// What evidence promises by its types' documentation and the checks rely on.
fn validate(evidence: &Evidence) -> Result<()> {
    let ensure = |holds: bool, message: &str| {
        if holds { Ok(()) } else { Err(Error::new(Code::InvalidEvidence, format!("evidence: {message}"))) }
    };
    ensure(evidence.schema == EVIDENCE_SCHEMA, "its schema is not kyc.evidence/1")?;
    let is_hash = |hash: &str| hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    ensure(evidence.captures.iter().all(|c| is_hash(&c.sha256)), "a capture's sha256 is not 64 lower-case hex digits")?;
    ensure(ProviderAnswer::are_valid(&evidence.providers), "too many providers, or one with no plain name")?;
    if let Some(screening) = evidence.screening.seen().map(|seen| &seen.screening) {
        let worst = screening.hits.iter().map(|hit| hit.outcome).max().unwrap_or(ScreeningOutcome::Clear);
        ensure(screening.outcome == worst, "the outcome of screening is not the worst of its hits")?;
        ensure(screening.hits.iter().all(|hit| hit.outcome != ScreeningOutcome::Clear), "a hit of screening is clear")?;
    }
    for face in [evidence.portrait.seen(), evidence.selfie.seen()].into_iter().flatten() {
        ensure(face.faces > 0, "a face was seen among no faces")?;
    }
    let Some(document) = evidence.document.seen() else { return Ok(()) };
    ensure(document.fields.iter().all(|field| !field.readings.is_empty()), "a field has no readings")?;
    let Some(mrz) = document.mrz.seen() else { return Ok(()) };
    let all_right = mrz.check_digits.iter().all(|digit| digit.valid);
    // Of no digits at all, nothing is said either way.
    ensure(mrz.check_digits.is_empty() || mrz.check_digits_valid == all_right, "check_digits_valid contradicts check_digits")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod flow_tests;
#[cfg(test)]
mod given_cases;
#[cfg(test)]
mod host_cases;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod reason_cases;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod vectors;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod watchlist_tests;
