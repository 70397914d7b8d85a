//! `judge`: evidence to a report. Exact, instant, without pictures or models.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{DEFAULT_LANGUAGE, date_schema, iso_date};
use super::{Operation, PolicyChoice};
use crate::decide::next_step;
use crate::engine::Engine;
use crate::error::Result;
use crate::judge::judge;
use crate::policy::Policy;
use crate::wire::{Evidence, NextStep, Report};

/// Judges stored evidence, under any policy.
#[derive(Debug)]
pub struct Judge;

/// What to judge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeRequest {
    /// What `perceive` or `verify` saw.
    pub evidence: Evidence,
    /// The policy that judges: a name or a whole policy. Default `api-v1`.
    #[serde(default)]
    pub policy: PolicyChoice,
    /// The day to judge for. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
    /// Language of the report's sentences, ISO 639-1. Default `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// How many attempts the applicant has made, this one included; asks for `next_step`.
    #[serde(default)]
    pub attempts: Option<u32>,
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeResponse {
    /// What the evidence means.
    pub report: Report,
    /// What a refused applicant does next (F-185, F-186); absent when `attempts` was not given or there is nothing to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
}

impl Operation for Judge {
    const NAME: &'static str = "judge";
    const NEEDS_MODELS: bool = false;
    type Request = JudgeRequest;
    type Response = JudgeResponse;

    fn run(_: &Engine, request: JudgeRequest, _: &[&[u8]]) -> Result<JudgeResponse> {
        let JudgeRequest { evidence, policy, today, language, attempts } = request;
        let policy = policy.resolve()?;
        let report = judge(&evidence, &policy, today, language.as_deref().unwrap_or(DEFAULT_LANGUAGE))?;
        let next_step = next(&report, attempts, &policy);
        Ok(JudgeResponse { report, next_step })
    }
}

/// What the applicant does next; it hangs on more than the case, so no report holds it.
pub(super) fn next(report: &Report, attempts: Option<u32>, policy: &Policy) -> Option<NextStep> {
    next_step(report.decision.verdict, report.end_user.code, attempts?, policy)
}
