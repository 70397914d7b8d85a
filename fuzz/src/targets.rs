//! What is fuzzed, and what each promises.

use std::sync::OnceLock;

use chrono::NaiveDate;
use kyc_core::chip::{AgreementRecord, ChipFiles, DataGroup};
use kyc_core::judge::judge;
use kyc_core::policy::{Policy, builtin};
use kyc_core::watchlist::{Index, ListFormat, ListKind, Query};
use kyc_core::wire::{ChipLeniency, ChipReason, Evidence, Provenance, Unit};
use kyc_core::{Code, Config, Engine, aamva, bundle, check, chip, mrz, names};
use serde_json::{Value, json};

use crate::Target;
use crate::corpus;
use crate::mutate::Form;

/// Every target, cheapest first.
pub const TARGETS: &[Target] = &[
    Target { name: "mrz", form: Form::Text, run: zone, corpus: corpus::zones },
    Target { name: "names", form: Form::Text, run: name, corpus: corpus::names },
    Target { name: "aamva", form: Form::Text, run: licence, corpus: corpus::licences },
    Target { name: "sod", form: Form::Der, run: security_object, corpus: corpus::security_objects },
    Target { name: "lds", form: Form::Der, run: data_group, corpus: corpus::data_groups },
    Target { name: "revocation", form: Form::Der, run: revocation_list, corpus: corpus::revocation_lists },
    Target { name: "response", form: Form::Der, run: response, corpus: corpus::responses },
    Target { name: "barcode", form: Form::Text, run: payload, corpus: corpus::licences },
    Target { name: "policy", form: Form::Text, run: policy, corpus: corpus::policies },
    Target { name: "policy_json", form: Form::Json, run: policy_json, corpus: corpus::policies_json },
    Target { name: "watchlist", form: Form::Text, run: watchlist, corpus: corpus::watchlists },
    Target { name: "index", form: Form::Bytes, run: index, corpus: || vec![corpus::index().to_vec()] },
    Target { name: "evidence", form: Form::Json, run: evidence, corpus: corpus::evidence },
    Target { name: "bundle", form: Form::Json, run: sealed, corpus: corpus::bundles },
];

/// The day that everything is judged for.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default()
}

/// An engine that only judges.
pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    #[allow(clippy::expect_used)]
    ENGINE.get_or_init(|| Engine::new(Config::default()).expect("an engine without models"))
}

fn text(data: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// A zone that parses has dates and fields, and says of every digit whether it holds.
fn zone(data: &[u8]) {
    let text = text(data);
    let read = mrz::read_text(&text).unwrap_or_default();
    let read: Vec<&str> = read.iter().map(String::as_str).collect();
    // The lines as a reader gives them, and as they came.
    let raw: Vec<&str> = text.lines().collect();
    for lines in [read, raw] {
        if let Ok(zone) = mrz::parse(&lines) {
            let evidence = mrz::to_wire::evidence(&zone);
            assert_eq!(evidence.check_digits_valid, zone.is_valid());
            let placed =
                mrz::to_wire::fields(&zone, today(), |_| (Provenance { blob: None, region: None, model: None }, Unit::ONE));
            assert!(placed.iter().all(|field| !field.readings.is_empty()));
        }
    }
}

/// A name stays within its bounds, and is as like another as that is to it to a hair.
fn name(data: &[u8]) {
    let text = text(data);
    let (one, other) = text.split_once('\n').unwrap_or((&text, "Anna Maria Eriksson"));
    let (one, other) = (names::Name::new(one), names::Name::new(other));
    assert!(one.words.len() <= names::MAX_WORDS && one.compact.bytes().all(|b| b.is_ascii_alphanumeric()));
    let score = names::compare(&one, &other, names::NameKind::Person).score;
    assert!((0.0..=1.0).contains(&score), "{score}");
    let same = names::compare(&one, &one, names::NameKind::Organisation).score;
    assert!(one.words.is_empty() || same > 0.999, "{same}");
    for script in [one.compact.as_str(), &text] {
        let _ = (names::script(script), names::romanise(script));
    }
    assert!((0.0..=1.0).contains(&names::jaro_winkler(&one.compact, &other.compact)));
}

/// A payload has no more elements than it may, and its licence can be written down.
fn licence(data: &[u8]) {
    let text = text(data);
    if let Some(payload) = aamva::parse(&text) {
        assert!(payload.elements.len() <= aamva::MOST_ELEMENTS);
        let _ = payload.licence();
        let fields = aamva::fields(&payload, &Provenance { blob: None, region: None, model: None });
        assert!(fields.iter().all(|field| !field.readings.is_empty()));
        assert!(serde_json::to_string(&aamva::evidence(&payload)).is_ok());
    }
}

const ALL: &[ChipLeniency] =
    &[ChipLeniency::RawEcdsaSignature, ChipLeniency::SignerIdentifier, ChipLeniency::FileTag, ChipLeniency::SignatureHash];

/// No security object made here is signed by anybody the host trusts.
fn security_object(data: &[u8]) {
    for allowed in [&[][..], ALL] {
        let files = ChipFiles { allowed, ..ChipFiles::of(data, today()) };
        let seen = chip::verify(files);
        assert!(serde_json::to_string(&seen).is_ok());
    }
}

/// The first byte says which file it is: 0 is EF.COM, 1 to 16 are data groups.
fn data_group(data: &[u8]) {
    let Some((first, file)) = data.split_first() else { return };
    let number = u32::from(*first % 17);
    let groups = [DataGroup { number, blob: 0, bytes: file }];
    let (com, groups) = if number == 0 { (Some(file), &[][..]) } else { (None, &groups[..]) };
    let files = ChipFiles { com, groups, ..ChipFiles::of(&[], today()) };
    assert!(serde_json::to_string(&chip::verify(files)).is_ok());
}

/// A list counts only as its issuer signed it.
fn revocation_list(data: &[u8]) {
    let (anchor, [sod, ..]) = corpus::chip("ec_p256");
    let lists = [data];
    let trust = [anchor.as_slice()];
    let seen = chip::verify(ChipFiles { trust: &trust, revocation: &lists, ..ChipFiles::of(&sod, today()) });
    let counted = seen.passive_authentication.revocation.reason != ChipReason::NoUsableRevocationList;
    assert!(!counted || corpus::revocation_lists().iter().any(|list| list == data));
}

/// A chip's answer counts only as the chip gave it; a status word behind it is no part of it.
fn response(data: &[u8]) {
    let (_, [sod, dg14, private_key, given]) = corpus::chip("ca_aes128");
    let groups = [DataGroup { number: 14, blob: 0, bytes: &dg14 }];
    let record = AgreementRecord { private_key: &private_key, key: None, response: data, counter: 2 };
    let seen = chip::verify(ChipFiles { groups: &groups, agreement: Some(record), ..ChipFiles::of(&sod, today()) });
    let counted = seen.chip_authentication.reason == ChipReason::Verified;
    assert!(!counted || data.starts_with(&given[..given.len() - 2]));
}

/// Calls the door; a defect behind it would be [`Code::Internal`].
fn call(op: &str, request: &Value) -> Option<Value> {
    match engine().call(op, &request.to_string(), &[]) {
        Ok(response) => serde_json::from_str(&response).ok(),
        Err(error) => {
            assert_ne!(error.code(), Code::Internal, "{error}");
            None
        }
    }
}

/// Any payload through the door.
fn payload(data: &[u8]) {
    call("read_barcode", &json!({"text": text(data)}));
}

/// A policy that makes sense is the same after JSON, with the same hash.
fn sensible(policy: &Policy) {
    if policy.validate(&check::names()).is_err() {
        return;
    }
    let again = serde_json::to_vec(policy).ok().and_then(|json| serde_json::from_slice::<Policy>(&json).ok());
    assert_eq!(again.as_ref().map(Policy::sha256), Some(policy.sha256()));
    if let Ok(report) = judge(&Evidence::empty(), policy, today(), "en") {
        // Of nothing, nothing is accepted.
        assert_ne!(report.decision.verdict, kyc_core::wire::Verdict::Accepted);
    }
}

fn policy(data: &[u8]) {
    if let Ok(policy) = Policy::from_toml(&text(data)) {
        sensible(&policy);
    }
}

fn policy_json(data: &[u8]) {
    if let Ok(policy) = serde_json::from_slice::<Policy>(data) {
        sensible(&policy);
    }
}

/// A list in any form, by guess and by name, and a search of what came of it.
fn watchlist(data: &[u8]) {
    let forms = [ListFormat::OfacPrimary, ListFormat::UnXml, ListFormat::Table];
    for format in ListFormat::guess(data).into_iter().chain(forms) {
        if let Ok(index) = Index::builder().list("fuzz", ListKind::Sanctions, format, data).and_then(|builder| builder.build()) {
            let found = index.screen(&Query { name: "Jane Roe", birth_date: Some("1971-02-03"), ..Query::default() });
            assert!(found.hits.iter().all(|hit| hit.list == "fuzz"));
        }
    }
}

/// The bytes of an index, with their hash made right, so that what lies below it is read too.
fn index(data: &[u8]) {
    assert!(Index::open(data.to_vec()).is_err() || data == corpus::index());
    let mut mended = data.to_vec();
    corpus::mend(&mut mended);
    if let Ok(index) = Index::open(mended) {
        for (name, number) in [("Jane Roe", None), ("J. Row", Some("X1234567")), ("Acme Trading Ltd", None)] {
            let query = Query { name, birth_date: Some("1971-02-03"), nationality: Some("Utopia"), document_number: number };
            assert!(index.screen(&query).hits.len() <= 64);
        }
    }
}

/// A report's points sum to its score, no rule softens, and it reads back as it was written.
fn evidence(data: &[u8]) {
    static POLICIES: OnceLock<Vec<Policy>> = OnceLock::new();
    let policies = POLICIES
        .get_or_init(|| ["api-v1", "flow", "didit", "nist-800-63a-4"].iter().filter_map(|name| builtin(name).ok()).collect());
    let Ok(evidence) = serde_json::from_slice::<Evidence>(data) else { return };
    for policy in policies {
        let Ok(report) = judge(&evidence, policy, today(), "en") else { return };
        let sum: u32 = report.score.contributions.iter().map(|part| part.points.micros()).sum();
        assert_eq!(sum, report.score.value.micros());
        assert!(report.decision.verdict >= report.decision.by_score);
        let text = serde_json::to_string(&report).unwrap_or_default();
        assert_eq!(serde_json::from_str(&text).ok().as_ref(), Some(&report));
    }
}

/// Nothing that was changed verifies as it was, and no operation on bundles breaks.
fn sealed(data: &[u8]) {
    let Ok(given) = serde_json::from_slice::<Value>(data) else { return };
    if let Ok(found) = bundle::verify(&given, &[]) {
        let whole = found.changes.is_empty() && found.signature == bundle::SignatureState::Valid;
        // What a valid signature covers is what one of the corpus sealed: nobody here has the key.
        assert!(!whole || corpus::is_sealed(&given, &found.redacted), "a changed bundle verifies");
    }
    call("replay_bundle", &json!({"bundle": given}));
    call("redact_bundle", &json!({"bundle": given, "personal": true}));
}
