//! `check_profile`: what the applicant declared, with the host's answers (KYA, A-022, F-140).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{date_schema, iso_date, picture};
use super::{Operation, PolicyChoice};
use crate::catalog::countries;
use crate::check;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::profile::{email, history, phone};
use crate::sensitive::Sensitive;
use crate::wire::{
    ClassifiedBy, DocumentClass, DocumentEvidence, DocumentType, Evidence, Field, FieldName, FieldOrigin, FieldReading, Finding,
    History, NotSeen, PhonePlan, ProfileEvidence, Provenance, ProviderAnswer, RiskSignals, Seen, Unit,
};

/// Checks a declared profile.
#[derive(Debug)]
pub struct CheckProfile;

/// Longest list of disposable domains, in bytes. The public ones are below a tenth of it.
const LONGEST_LIST: usize = 16 << 20;

/// What to check. What the host has no answer for is left out, and the check that needs it did not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckProfileRequest {
    /// What was declared, and the host's answers on it: MX records, country of the IP address and of the device.
    pub profile: ProfileEvidence,
    /// Surname on the document, to be compared with the declared name.
    #[serde(default)]
    pub surname: Option<Sensitive<String>>,
    /// Given names on the document.
    #[serde(default)]
    pub given_names: Option<Sensitive<String>>,
    /// Date of birth on the document, `YYYY-MM-DD`.
    #[serde(default)]
    pub birth_date: Option<Sensitive<String>>,
    /// Issuing state of the document, alpha-3.
    #[serde(default)]
    pub document_country: Option<String>,
    /// Index of a blob with domains of disposable e-mail addresses: text, a domain a line.
    #[serde(default)]
    pub disposable_domains: Option<u32>,
    /// What data providers answered; at most 64.
    #[serde(default)]
    pub providers: Vec<ProviderAnswer>,
    /// Earlier attempts that the host remembers; asks for `signals`.
    #[serde(default)]
    pub history: Option<History>,
    /// The policy whose rules say what must run. Default `api-v1`.
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
pub struct CheckProfileResponse {
    /// Every check on the profile and on providers, in the order of a report.
    pub findings: Vec<Finding>,
    /// The profile with what its phone number's plan and the list of domains say; hand it to `verify` or `judge`.
    pub profile: ProfileEvidence,
    /// The phone number in E.164, when a plan assigns it.
    pub phone_e164: Option<Sensitive<String>>,
    /// Velocity and geo consistency as `history` gives them, for a case's risk signals; absent without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<RiskSignals>,
}

impl Operation for CheckProfile {
    const NAME: &'static str = "check_profile";
    const NEEDS_MODELS: bool = false;
    type Request = CheckProfileRequest;
    type Response = CheckProfileResponse;

    fn run(_: &Engine, request: CheckProfileRequest, blobs: &[&[u8]]) -> Result<CheckProfileResponse> {
        let policy = request.policy.clone().resolve()?;
        policy.validate(&check::names())?;
        let wrong = |why: &str| Error::new(Code::InvalidRequest, why);
        if !ProviderAnswer::are_valid(&request.providers) {
            return Err(wrong("providers: more than 64, or one whose name is not 1 to 64 letters, digits, `-` and `_`"));
        }
        let mut profile = request.profile.clone();
        let dialled_in = profile.country.as_deref().and_then(countries::alpha2);
        let read = profile.phone.as_ref().map(|number| phone::read(number.expose(), dialled_in));
        profile.phone_plan = read.as_ref().map(|read| PhonePlan {
            kind: read.as_ref().map(|phone| phone.kind),
            country: read.as_ref().and_then(|phone| countries::normalise(phone.region.as_deref()?)).map(str::to_owned),
        });
        if let Some(index) = request.disposable_domains {
            let list = picture(blobs, index)?.bytes;
            if list.len() > LONGEST_LIST {
                return Err(Error::new(Code::TooManyBytes, "the list of disposable domains is longer than 16 MiB"));
            }
            let list = String::from_utf8_lossy(list);
            let domains: BTreeSet<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            profile.email_disposable = profile.email.as_ref().map(|address| email::is_disposable(address.expose(), &domains));
        }
        let mut evidence = Evidence::empty();
        evidence.document = document(&request);
        evidence.profile = Seen::Seen(profile.clone());
        evidence.providers = request.providers;
        let mut findings = check::run_all(&evidence, &policy, request.today);
        findings.retain(|finding| finding.check.starts_with("profile.") || finding.check.starts_with("provider."));
        let phone_e164 = read.flatten().map(|phone| phone.e164.into());
        let signals = history::complete(None, request.history.as_ref())?;
        Ok(CheckProfileResponse { findings, profile, phone_e164, signals })
    }
}

/// A document of which only those fields are known; not provided without any.
fn document(request: &CheckProfileRequest) -> Seen<DocumentEvidence> {
    let given = [
        (FieldName::Surname, &request.surname),
        (FieldName::GivenNames, &request.given_names),
        (FieldName::BirthDate, &request.birth_date),
    ];
    let fields: Vec<Field> = given.into_iter().filter_map(|(name, value)| Some(field(name, value.as_ref()?))).collect();
    if fields.is_empty() && request.document_country.is_none() {
        return Seen::not(NotSeen::NotProvided);
    }
    let class = DocumentClass {
        kind: DocumentType::Unknown,
        country: request.document_country.clone(),
        subdivision: None,
        version: None,
        catalogue: None,
        confidence: Unit::ONE,
        by: ClassifiedBy::Nothing,
    };
    let mrz = Seen::not(NotSeen::NotProvided);
    Seen::Seen(DocumentEvidence { sides: Vec::new(), class, mrz, barcodes: Vec::new(), fields, print: Vec::new() })
}

fn field(name: FieldName, value: &Sensitive<String>) -> Field {
    let provenance = Provenance { blob: None, region: None, model: None };
    let origin = FieldOrigin::Visual;
    let reading =
        FieldReading { origin, raw: value.clone(), value: value.clone(), confidence: Unit::ONE, provenance, assumed: None };
    Field { name, readings: vec![reading] }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::wire::{Outcome, PhoneKind};

    fn answer(rest: &str, blobs: &[&[u8]]) -> Result<CheckProfileResponse> {
        let engine = Engine::new(Config::default())?;
        let request = format!("{{\"today\": \"2026-11-21\", {rest}}}");
        Ok(serde_json::from_str(&engine.call("check_profile", &request, blobs)?).unwrap())
    }

    fn outcome(rest: &str, check: &str) -> Option<Outcome> {
        let findings = answer(rest, &[b"mailinator.com\n10mail.org\n"]).unwrap().findings;
        findings.into_iter().find(|finding| finding.check == check).map(|finding| finding.outcome)
    }

    #[test]
    fn a_022_email_syntax_domain_and_mx() {
        let email = |address: &str, mx: &str, check: &str| {
            let profile = format!(r#""profile": {{"email": "{address}"{mx}}}, "disposable_domains": 0"#);
            outcome(&profile, check)
        };
        assert_eq!(email("anna@example.com", r#", "email_has_mx": true"#, "profile.email"), Some(Outcome::Pass));
        assert_eq!(email("anna@example.com", "", "profile.email"), Some(Outcome::NotRun));
        assert_eq!(email("anna@example", "", "profile.email"), Some(Outcome::Fail));
        assert_eq!(email("anna@example.com", "", "profile.email_domain"), Some(Outcome::Pass));
        assert_eq!(email("anna@Mailinator.com", "", "profile.email_domain"), Some(Outcome::Warn));
        assert_eq!(email("anna@x.mailinator.com", "", "profile.email_domain"), Some(Outcome::Warn));
        assert_eq!(email("anna@notmailinator.com", "", "profile.email_domain"), Some(Outcome::Pass));
    }

    #[test]
    fn a_022_phone_by_its_plan() {
        let phone = |number: &str| {
            let rest = format!(r#""profile": {{"phone": "{number}", "country": "FRA"}}"#);
            (outcome(&rest, "profile.phone_plan"), answer(&rest, &[]).unwrap())
        };
        let (mobile, told) = phone("+33612345678");
        assert_eq!(mobile, Some(Outcome::Pass));
        let plan = told.profile.phone_plan.unwrap();
        assert_eq!((plan.kind, plan.country.as_deref()), (Some(PhoneKind::Mobile), Some("FRA")));
        assert_eq!(phone("06 12 34 56 78").1.phone_e164, Some("+33612345678".into()));
        assert_eq!(phone("+445612345678").0, Some(Outcome::Warn));
        assert_eq!(phone("+33000000000").0, Some(Outcome::Fail));
    }

    #[test]
    fn a_022_places_and_name() {
        let places = |device: &str, ip: &str| {
            let profile = format!(r#"{{"country": "FRA", "device_country": "{device}", "ip_country": "{ip}"}}"#);
            outcome(&format!(r#""profile": {profile}, "document_country": "FRA""#), "profile.places")
        };
        assert_eq!((places("FRA", "FRA"), places("FRA", "DEU")), (Some(Outcome::Pass), Some(Outcome::Warn)));
        let alone = outcome(r#""profile": {"device_country": "FRA"}"#, "profile.places");
        assert_eq!(alone, Some(Outcome::NotRun));
        let name = r#""profile": {"full_name": "José García"}, "surname": "GARCIA", "given_names": "JOSE""#;
        assert_eq!(outcome(name, "profile.name"), Some(Outcome::Pass));
    }

    #[test]
    fn f_140_one_provider_that_times_out_does_not_block_the_others() {
        let rest = r#""profile": {}, "providers": [
            {"kind": "government_database", "provider": "aadhaar", "outcome": "timed_out", "waited_ms": 3000},
            {"kind": "credit_bureau", "provider": "bureau-1", "outcome": "confirmed"},
            {"kind": "credit_bureau", "provider": "bureau-2", "outcome": "failed"},
            {"kind": "phone", "provider": "otp", "outcome": "confirmed"},
            {"kind": "bank", "provider": "penny_drop", "outcome": "contradicted"}]"#;
        assert_eq!(outcome(rest, "provider.government_database"), Some(Outcome::NotRun));
        assert_eq!(outcome(rest, "provider.credit_bureau"), Some(Outcome::NotRun));
        assert_eq!(outcome(rest, "provider.phone"), Some(Outcome::Pass));
        assert_eq!(outcome(rest, "provider.bank"), Some(Outcome::Fail));
        assert_eq!(outcome(rest, "provider.sanctions"), None);
        let named = |name: &str| {
            format!(r#""profile": {{}}, "providers": [{{"kind": "bank", "provider": "{name}", "outcome": "failed"}}]"#)
        };
        for name in ["", "Jane Roe", &"x".repeat(65)] {
            assert_eq!(answer(&named(name), &[]).unwrap_err().code(), Code::InvalidRequest);
        }
    }

    #[test]
    fn hostile_profiles_end_in_findings() {
        for text in ["", "\u{202e}\u{200b}", "😀😀😀😀😀😀😀😀😀😀", "+++++++", "0000000000000000000000000000000000000000"]
        {
            let rest =
                format!(r#""profile": {{"phone": "{text}", "email": "{text}", "full_name": "{text}", "country": "{text}"}}"#);
            assert_eq!(outcome(&rest, "profile.phone_plan"), Some(Outcome::Fail), "{text}");
            assert_eq!(outcome(&rest, "profile.email"), Some(Outcome::Fail), "{text}");
        }
        let missing = r#""profile": {"email": "a@b.ci"}, "disposable_domains": 3"#;
        assert_eq!(answer(missing, &[]).unwrap_err().code(), Code::BlobMissing);
    }
}
