//! `validate_fields`: fields in, findings out; for hosts that read documents themselves.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{date_schema, iso_date};
use super::{Operation, PolicyChoice};
use crate::check;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::sensitive::Sensitive;
use crate::wire::{
    ClassifiedBy, DocumentClass, DocumentEvidence, DocumentType, Evidence, Field, FieldName, FieldOrigin, FieldReading, Finding,
    NotSeen, ProfileEvidence, Provenance, Seen, Unit,
};

/// Validates fields.
#[derive(Debug)]
pub struct ValidateFields;

/// Most fields of one request; no document has more.
const MOST_FIELDS: usize = 200;

/// The checks that look at fields alone.
const CHECKS: &[&str] = &[
    "document.accepted",
    "document.expiry",
    "document.dates",
    "document.validity",
    "fields.required",
    "fields.consistent",
    "fields.national_number",
    "profile.name",
    "profile.birth_date",
];

/// A field as one source gave it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldInput {
    /// Which field.
    pub name: FieldName,
    /// Who gave it.
    pub origin: FieldOrigin,
    /// Its value: dates as `YYYY-MM-DD` (unknown parts `XX`), states as ISO 3166 or ICAO alpha-3 codes.
    pub value: Sensitive<String>,
}

/// What to validate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateFieldsRequest {
    /// The fields, the best source of each first; at most 200.
    pub fields: Vec<FieldInput>,
    /// Kind of document. Default `unknown`.
    #[serde(default)]
    pub kind: Option<DocumentType>,
    /// Issuing state, alpha-3, where no field says it.
    #[serde(default)]
    pub country: Option<String>,
    /// What is expected of the holder: name and date of birth are compared (D-065, D-066).
    #[serde(default)]
    pub expected: Option<ProfileEvidence>,
    /// The policy whose limits apply. Default `api-v1`.
    #[serde(default)]
    pub policy: PolicyChoice,
    /// The day to judge for. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidateFieldsResponse {
    /// Every check that looks at fields alone, in the order of a report.
    pub findings: Vec<Finding>,
}

impl Operation for ValidateFields {
    const NAME: &'static str = "validate_fields";
    const NEEDS_MODELS: bool = false;
    type Request = ValidateFieldsRequest;
    type Response = ValidateFieldsResponse;

    fn run(_: &Engine, request: ValidateFieldsRequest, _: &[&[u8]]) -> Result<ValidateFieldsResponse> {
        let ValidateFieldsRequest { fields, kind, country, expected, policy, today } = request;
        if fields.len() > MOST_FIELDS {
            return Err(Error::new(Code::InvalidRequest, format!("more than {MOST_FIELDS} fields")));
        }
        let policy = policy.resolve()?;
        policy.validate(&check::names())?;
        let state = fields.iter().find(|field| field.name == FieldName::IssuingState).map(|f| f.value.expose().clone());
        let class = DocumentClass {
            kind: kind.unwrap_or(DocumentType::Unknown),
            country: country.or(state),
            subdivision: None,
            version: None,
            catalogue: None,
            confidence: Unit::ONE,
            by: ClassifiedBy::Nothing,
        };
        let document = DocumentEvidence {
            sides: Vec::new(),
            class,
            mrz: Seen::not(NotSeen::NotProvided),
            barcodes: Vec::new(),
            fields: merged(fields),
            print: Vec::new(),
        };
        let mut evidence = Evidence::empty();
        evidence.document = Seen::Seen(document);
        if let Some(expected) = expected {
            evidence.profile = Seen::Seen(expected);
        }
        let mut findings = check::run_all(&evidence, &policy, today);
        findings.retain(|finding| CHECKS.contains(&finding.check.as_str()));
        Ok(ValidateFieldsResponse { findings })
    }
}

/// One field for each name, with its readings in the order given.
fn merged(inputs: Vec<FieldInput>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for FieldInput { name, origin, value } in inputs {
        let provenance = Provenance { blob: None, region: None, model: None };
        let reading = FieldReading { origin, raw: value.clone(), value, confidence: Unit::ONE, provenance, assumed: None };
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.readings.push(reading),
            None => fields.push(Field { name, readings: vec![reading] }),
        }
    }
    fields
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::wire::Outcome;

    fn validate(rest: &str) -> Vec<(String, Outcome)> {
        let engine = Engine::new(Config::default()).unwrap();
        let request = format!("{{\"today\": \"2026-11-21\", {rest}}}");
        let answer = engine.call("validate_fields", &request, &[]).unwrap();
        let answer: ValidateFieldsResponse = serde_json::from_str(&answer).unwrap();
        answer.findings.into_iter().map(|finding| (finding.check, finding.outcome)).collect()
    }

    fn outcome(rest: &str, check: &str) -> Option<Outcome> {
        validate(rest).into_iter().find(|(name, _)| name == check).map(|(_, outcome)| outcome)
    }

    #[test]
    fn national_numbers_by_issuing_state() {
        let number = |country: &str, value: &str| {
            let field = format!(r#"{{"name": "personal_number", "origin": "visual", "value": "{value}"}}"#);
            outcome(&format!(r#""country": "{country}", "fields": [{field}]"#), "fields.national_number")
        };
        assert_eq!(number("ESP", "54362315K"), Some(Outcome::Pass));
        assert_eq!(number("ESP", "54362315A"), Some(Outcome::Warn));
        // Another form, or a state without a scheme: nothing is said.
        assert_eq!(number("ESP", "ZE184226B"), None);
        assert_eq!(number("UTO", "54362315A"), None);
    }

    #[test]
    fn d_065_d_066_expected_details_are_compared_leniently() {
        let with = |expected: &str, check: &str| {
            let fields = r#""fields": [{"name": "surname", "origin": "mrz", "value": "GARCIA"},
                {"name": "given_names", "origin": "mrz", "value": "JOSE"},
                {"name": "birth_date", "origin": "mrz", "value": "1990-03-15"}]"#;
            outcome(&format!(r#"{fields}, "expected": {expected}"#), check)
        };
        assert_eq!(with(r#"{"full_name": "José García"}"#, "profile.name"), Some(Outcome::Pass));
        assert_eq!(with(r#"{"full_name": "Garcia Jose"}"#, "profile.name"), Some(Outcome::Pass));
        assert_eq!(with(r#"{"full_name": "Mary Garcia"}"#, "profile.name"), Some(Outcome::Warn));
        assert_eq!(with(r#"{"birth_date": "1990-03-15"}"#, "profile.birth_date"), Some(Outcome::Pass));
        assert_eq!(with(r#"{"birth_date": "1990-03-16"}"#, "profile.birth_date"), Some(Outcome::Fail));
        assert_eq!(with(r#"{"birth_date": "15/03/1990"}"#, "profile.birth_date"), Some(Outcome::Fail));
    }

    #[test]
    fn age_and_validity_at_their_limits() {
        let policy = |limits: &str| {
            let mut policy = serde_json::to_value(crate::policy::builtin("api-v1").unwrap()).unwrap();
            let limits: serde_json::Map<_, _> = serde_json::from_str(limits).unwrap();
            policy["document"].as_object_mut().unwrap().extend(limits);
            policy
        };
        let young = policy(r#"{"min_age": 18}"#);
        let born = |date: &str| {
            let field = format!(r#"{{"name": "birth_date", "origin": "mrz", "value": "{date}"}}"#);
            outcome(&format!(r#""policy": {young}, "fields": [{field}]"#), "document.validity")
        };
        assert_eq!(born("2008-11-21"), Some(Outcome::Pass));
        assert_eq!(born("2008-11-22"), Some(Outcome::Fail));
        assert_eq!(born("2008-XX-XX"), Some(Outcome::Pass));
        let long = policy(r#"{"max_validity_years": 10}"#);
        let expires = |date: &str| {
            let field = format!(
                r#"{{"name": "issue_date", "origin": "mrz", "value": "2020-01-01"}},
                {{"name": "expiry_date", "origin": "mrz", "value": "{date}"}}"#
            );
            outcome(&format!(r#""policy": {long}, "fields": [{field}]"#), "document.validity")
        };
        assert_eq!((expires("2030-12-31"), expires("2031-01-01")), (Some(Outcome::Pass), Some(Outcome::Fail)));
    }

    #[test]
    fn sources_are_compared_in_pairs_and_the_door_is_bounded() {
        let fields = r#""fields": [{"name": "surname", "origin": "mrz", "value": "ERIKSSON"},
            {"name": "surname", "origin": "chip", "value": "SVENSSON"}]"#;
        assert_eq!(outcome(fields, "fields.consistent"), Some(Outcome::Fail));
        let engine = Engine::new(Config::default()).unwrap();
        let field = r#"{"name": "surname", "origin": "mrz", "value": "A"}"#;
        let many = format!(r#"{{"today": "2026-11-21", "fields": [{}]}}"#, vec![field; 201].join(","));
        assert_eq!(engine.call("validate_fields", &many, &[]).unwrap_err().code(), Code::InvalidRequest);
    }
}
