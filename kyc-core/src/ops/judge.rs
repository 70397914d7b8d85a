//! `judge`: evidence to a report. Exact, instant, without pictures or models.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{DEFAULT_LANGUAGE, date_schema, iso_date};
use super::{Operation, PolicyChoice};
use crate::engine::Engine;
use crate::error::Result;
use crate::judge::judge;
use crate::wire::{Evidence, Report};

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
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeResponse {
    /// What the evidence means.
    pub report: Report,
}

impl Operation for Judge {
    const NAME: &'static str = "judge";
    const NEEDS_MODELS: bool = false;
    type Request = JudgeRequest;
    type Response = JudgeResponse;

    fn run(_: &Engine, request: JudgeRequest, _: &[&[u8]]) -> Result<JudgeResponse> {
        let JudgeRequest { evidence, policy, today, language } = request;
        let report = judge(&evidence, &policy.resolve()?, today, language.as_deref().unwrap_or(DEFAULT_LANGUAGE))?;
        Ok(JudgeResponse { report })
    }
}
