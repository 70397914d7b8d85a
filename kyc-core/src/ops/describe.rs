//! `describe`: what this engine is and can do.

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::*;
use crate::catalog::{documents, messages, policies};
use crate::check;
use crate::engine::{ENGINE_VERSION, Engine};
use crate::error::{Code, Result};
use crate::model::{File, Task};
use crate::wire::{DateOrder, DocumentType, EVIDENCE_SCHEMA, MrzFormat, REPORT_SCHEMA};

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
    /// The catalogue: types of document that are recognised, and by what. Any other is `unknown` or `other`, never a guess
    /// (F-052).
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

/// A type of document that is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentInfo {
    /// Its id, which evidence names it by.
    pub id: String,
    /// Its name in English.
    pub name: String,
    /// Its kind.
    pub kind: DocumentType,
    /// Issuing state as ISO 3166-1 alpha-3; absent for any state.
    pub country: Option<String>,
    /// Edition; absent where editions are not told apart.
    pub version: Option<String>,
    /// Whether it names the day it expires.
    pub expires: bool,
    /// States or provinces that are told apart, as ISO 3166-2.
    pub subdivisions: Vec<String>,
    /// By these machine-readable zones: kind, state, edition and fields.
    pub mrz: Vec<MrzFormat>,
    /// By its printed title, and by its issuer near it where the type has a state; labelled fields.
    pub printed_title: bool,
    /// By the numbers of its fields: kind, and the fields.
    pub numbered_fields: bool,
    /// Its number is found by its form, without a label.
    pub number_form: bool,
    /// By the barcode of the AAMVA standard: kind, state, part and fields.
    pub barcode: bool,
    /// The order by which an ambiguous printed date is read; absent where it is not known.
    pub dates: Option<DateOrder>,
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
            documents: documents::all().iter().map(DocumentInfo::from).collect(),
            error_codes: Code::ALL
                .iter()
                .map(|code| ErrorCodeInfo { number: code.number(), name: code.name().to_owned() })
                .collect(),
            definitions: schemas.take_definitions(true),
        })
    }
}

impl From<&documents::DocumentSpec> for DocumentInfo {
    fn from(spec: &documents::DocumentSpec) -> Self {
        Self {
            id: spec.id.to_owned(),
            name: spec.name.clone(),
            kind: spec.kind,
            country: spec.country.clone(),
            version: spec.version.clone(),
            expires: spec.expires,
            subdivisions: spec.subdivisions.iter().map(|part| part.code.clone()).collect(),
            mrz: spec.mrz.as_ref().map_or_else(Vec::new, |mrz| mrz.formats.clone()),
            printed_title: spec.print.is_some(),
            numbered_fields: spec.print.as_ref().is_some_and(|print| print.numbered_fields),
            number_form: spec.number.is_some(),
            barcode: spec.aamva,
            dates: spec.dates,
        }
    }
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
            Task::DocumentCorners => "document_corners",
            Task::MrzRecognition => "mrz_recognition",
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
