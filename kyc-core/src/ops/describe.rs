//! `describe`: what this engine is and can do.

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::*;
use crate::catalog::{messages, policies};
use crate::check;
use crate::engine::{ENGINE_VERSION, Engine};
use crate::error::{Code, Result};
use crate::model::{File, Task};
use crate::wire::{DocumentType, EVIDENCE_SCHEMA, MrzFormat, REPORT_SCHEMA};

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
    /// Names of the built-in policies.
    pub policies: Vec<String>,
    /// Languages that reports can be written in.
    pub languages: Vec<String>,
    /// Names of the checks, in the order of a report's findings.
    pub checks: Vec<String>,
    /// Documents that are recognised, and by what. Any other is `unknown` or `other`, never a guess (F-052).
    pub documents: Vec<DocumentInfo>,
    /// Every error code.
    pub error_codes: Vec<ErrorCodeInfo>,
    /// JSON Schemas by name; `operations` refers to them as `#/$defs/<name>`.
    #[serde(rename = "$defs")]
    pub definitions: serde_json::Map<String, serde_json::Value>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationInfo {
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub summary: String,
    /// Whether this engine can run it; without models some answer `not_available`.
    pub available: bool,
    /// Reference to the JSON Schema of the request.
    pub request: serde_json::Value,
    /// Reference to the JSON Schema of the response.
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

/// A kind of document that is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentInfo {
    /// The kind.
    pub kind: DocumentType,
    /// By these machine-readable zones, of every issuing state: kind, state and fields.
    pub mrz: Vec<MrzFormat>,
    /// By its printed title, in the languages of `read::classify`: the kind but not the state, and labelled fields.
    pub printed_title: bool,
    /// By the barcode of the AAMVA standard, of the United States and Canada: kind, state and fields.
    pub barcode: bool,
}

impl Operation for Describe {
    const NAME: &'static str = "describe";
    const NEEDS_MODELS: bool = false;
    type Request = DescribeRequest;
    type Response = DescribeResponse;

    fn run(engine: &Engine, _: DescribeRequest, _: &[&[u8]]) -> Result<DescribeResponse> {
        let mut schemas = SchemaGenerator::default();
        let operations = operations(engine.runtime().is_some(), &mut schemas);
        Ok(DescribeResponse {
            engine_version: ENGINE_VERSION.to_owned(),
            evidence_schema: EVIDENCE_SCHEMA.to_owned(),
            report_schema: REPORT_SCHEMA.to_owned(),
            runtime: engine.runtime().map(str::to_owned),
            operations,
            models: engine.manifest().files.iter().filter_map(|file| ModelInfo::of(file, engine)).collect(),
            policies: policies::names().map(str::to_owned).collect(),
            languages: messages::languages().map(str::to_owned).collect(),
            checks: check::names().into_iter().map(str::to_owned).collect(),
            documents: documents(),
            error_codes: Code::ALL
                .iter()
                .map(|code| ErrorCodeInfo { number: code.number(), name: code.name().to_owned() })
                .collect(),
            definitions: schemas.take_definitions(true),
        })
    }
}

/// What `read::classify` and `aamva` tell apart. Chips are not read.
fn documents() -> Vec<DocumentInfo> {
    use MrzFormat::{FrenchId, MrvA, MrvB, Td1, Td2, Td3};
    let row = |kind, mrz: &[MrzFormat]| {
        let barcode = matches!(kind, DocumentType::DriverLicense | DocumentType::IdCard);
        DocumentInfo { kind, mrz: mrz.to_vec(), printed_title: true, barcode }
    };
    vec![
        row(DocumentType::Passport, &[Td3]),
        row(DocumentType::IdCard, &[Td1, Td2, FrenchId]),
        row(DocumentType::ResidencePermit, &[Td1, Td2]),
        row(DocumentType::Visa, &[MrvA, MrvB]),
        row(DocumentType::DriverLicense, &[]),
    ]
}

fn operations(sees: bool, schemas: &mut SchemaGenerator) -> Vec<OperationInfo> {
    macro_rules! rows {
        ($($name:ident: $operation:ident => $summary:literal,)*) => {
            vec![$(OperationInfo {
                name: $operation::NAME.to_owned(),
                summary: $summary.to_owned(),
                available: sees || !$operation::NEEDS_MODELS,
                request: schemas.subschema_for::<<$operation as Operation>::Request>().to_value(),
                response: schemas.subschema_for::<<$operation as Operation>::Response>().to_value(),
            }),*]
        };
    }
    crate::for_each_op!(rows)
}

impl ModelInfo {
    /// `None` for files that are no models.
    fn of(file: &File, engine: &Engine) -> Option<Self> {
        let task = match file.task {
            Task::Runtime | Task::DemoAsset => return None,
            Task::FaceDetection => "face_detection",
            Task::FaceMesh => "face_mesh",
            Task::FaceBlendshapes => "face_blendshapes",
            Task::FaceEmbedding => "face_embedding",
            Task::FacePad => "face_pad",
            Task::TextDetection => "text_detection",
            Task::TextRecognition => "text_recognition",
            Task::TextDirection => "text_direction",
            Task::DocumentOrientation => "document_orientation",
        };
        Some(Self {
            id: file.id.clone(),
            task: task.to_owned(),
            sha256: file.sha256.clone(),
            licence: file.licence.clone(),
            provenance: file.provenance.clone(),
            note: file.note.clone(),
            loaded: engine.has_loaded(&file.id),
        })
    }
}
