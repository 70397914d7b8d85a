//! `kyc judge`.

use std::path::Path;

use kyc_core::ops::JudgeRequest;
use kyc_core::wire::Evidence;
use kyc_core::{Config, Engine};
use serde_json::Value;

use super::print_json;
use super::verify::policy;
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::{files, report};

pub(super) fn run(path: &Path, policy_name: &str, shared: &Shared) -> Result<Outcome, Problem> {
    // What serde says could quote the case; line and column are enough.
    let wrong = |e: serde_json::Error| {
        Problem::caller(format!("{} holds no evidence (line {}, column {})", path.display(), e.line(), e.column()))
    };
    let mut json: Value = serde_json::from_str(&files::text(path)?).map_err(wrong)?;
    // The response of `verify` or `perceive` carries evidence inside.
    let inner = json.get_mut("evidence").map(Value::take);
    let evidence: Evidence = serde_json::from_value(inner.unwrap_or(json)).map_err(wrong)?;
    let request = JudgeRequest {
        evidence,
        policy: policy(policy_name)?,
        today: shared.day(),
        language: Some(shared.language.clone()),
        attempts: None,
    };
    let answer = Engine::new(Config::default())?.judge(request, &[])?;
    if shared.json {
        print_json(&answer)?;
    } else {
        print(&report::judged(&answer.report, &shared.style()));
    }
    Ok(answer.report.decision.verdict.into())
}
