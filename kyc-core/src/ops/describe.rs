//! `describe`: what this engine is and can do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::engine::Engine;
use crate::error::{Code, Result};
use crate::model::Task;
use crate::wire::{EVIDENCE_SCHEMA, REPORT_SCHEMA};

/// Describes the engine.
#[derive(Debug)]
pub struct Describe;

/// Nothing to ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DescribeRequest {}

/// The engine, described.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DescribeResponse {
    /// Version of the engine.
    pub engine_version: String,
    /// Schema name of the evidence it writes and judges.
    pub evidence_schema: String,
    /// Schema name of the reports it writes.
    pub report_schema: String,
    /// The runtime that executes models; absent when the engine only judges.
    pub runtime: Option<String>,
    /// The operations, in the table's order.
    pub operations: Vec<OperationInfo>,
    /// Every model of the manifest.
    pub models: Vec<ModelInfo>,
    /// Every error code.
    pub error_codes: Vec<ErrorCodeInfo>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationInfo {
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub summary: String,
    /// Whether this engine can run it on pictures; without models it answers `not_available`.
    pub available: bool,
    /// JSON Schema of the request.
    pub request: serde_json::Value,
    /// JSON Schema of the response.
    pub response: serde_json::Value,
}

/// One model of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelInfo {
    /// Manifest id; evidence and reports name models by it.
    pub id: String,
    /// What it is for.
    pub task: String,
    /// Lower-case hex SHA-256 of the weights.
    pub sha256: String,
    /// Licence of the weights.
    pub licence: String,
    /// `documented`, or `undisclosed` where the training data is not stated.
    pub provenance: String,
    /// Anything a user of the weights should know.
    pub note: Option<String>,
    /// Whether this engine has it loaded.
    pub loaded: bool,
}

/// One error code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCodeInfo {
    /// The stable number.
    pub number: u16,
    /// The stable name.
    pub name: String,
}

impl Operation for Describe {
    const NAME: &'static str = "describe";
    type Request = DescribeRequest;
    type Response = DescribeResponse;

    fn run(engine: &Engine, _: DescribeRequest, _: &[&[u8]]) -> Result<DescribeResponse> {
        let _ = (engine, Code::ALL, Task::FacePad, EVIDENCE_SCHEMA, REPORT_SCHEMA);
        Err(super::not_yet(Self::NAME))
    }
}
