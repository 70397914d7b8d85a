//! A payload in the words of the wire.

use super::{Payload, Value};
use crate::sensitive::Sensitive;
use crate::wire::{AamvaElement, AamvaEvidence, Field, FieldName, FieldOrigin, FieldReading, Provenance, Unit};

/// Evidence for a payload.
pub fn evidence(payload: &Payload) -> AamvaEvidence {
    let issuer = payload.issuer();
    let named = match payload.value(&["DCG"]) {
        Some(Value::Country(code)) => Some(*code),
        _ => None,
    };
    let element = |e: &super::Element| AamvaElement {
        subfile: e.subfile.clone(),
        id: e.id.clone(),
        name: e.name.to_owned(),
        kind: e.kind,
        value: e.value.normal().into(),
        raw: e.raw.clone(),
    };
    AamvaEvidence {
        version: payload.header.version,
        kind: payload.kind(),
        issuer: payload.header.issuer.clone(),
        country: named.or(issuer.map(|issuer| issuer.country)).map(str::to_owned),
        subdivision: issuer.map(|issuer| issuer.subdivision()),
        elements: payload.elements.iter().map(element).collect(),
        problems: payload.problems.clone(),
    }
}

/// The fields of a payload that documents of every kind have. Error correction makes a barcode sure or unread, so the
/// confidence is 1.
pub fn fields(payload: &Payload, provenance: &Provenance) -> Vec<Field> {
    let licence = payload.licence();
    let mut out = Vec::new();
    let mut add = |name: FieldName, value: Option<String>| {
        let Some(value) = value else { return };
        let raw = Sensitive::new(value.clone());
        let (origin, provenance) = (FieldOrigin::Barcode, provenance.clone());
        let reading = FieldReading { origin, value: value.into(), raw, confidence: Unit::ONE, provenance, assumed: None };
        out.push(Field { name, readings: vec![reading] });
    };
    let plain = |text: &Option<Sensitive<String>>| text.as_ref().map(|text| text.expose().clone());
    let joined = |parts: &[&Option<Sensitive<String>>], with: &str| {
        let parts: Vec<&str> = parts.iter().filter_map(|part| Some(part.as_ref()?.expose().as_str())).collect();
        (!parts.is_empty()).then(|| parts.join(with))
    };
    let country = evidence(payload).country;
    add(FieldName::IssuingState, country);
    add(FieldName::DocumentNumber, plain(&licence.document_number));
    add(FieldName::Surname, plain(&licence.family_name).map(|name| name.to_uppercase()));
    let given = joined(&[&licence.first_name, &licence.middle_name], " ");
    add(FieldName::GivenNames, given.map(|names| names.to_uppercase()));
    add(FieldName::BirthDate, licence.birth_date.map(|date| date.to_string()));
    add(FieldName::Sex, licence.sex.map(|sex| sex.letter().to_owned()));
    add(FieldName::ExpiryDate, licence.expiry_date.map(|date| date.to_string()));
    add(FieldName::IssueDate, licence.issue_date.map(|date| date.to_string()));
    let place = joined(&[&licence.jurisdiction, &licence.postal_code], " ");
    let address = joined(&[&licence.street, &licence.street_2, &licence.city, &place.map(Sensitive::new)], ", ");
    add(FieldName::Address, address);
    out
}
