//! The data of a specimen: machine-readable lines and the fields the visual zone shows.

use chrono::NaiveDate;
use kyc_core::wire::{DocumentType, FieldName, MrzFormat};

use super::{Kind, STATE, Specimen, Tamper, forged, iso};
use crate::Error;

pub(super) fn document(specimen: &Specimen<'_>) -> DocumentType {
    match specimen.kind {
        Kind::Passport => DocumentType::Passport,
        Kind::IdCard => DocumentType::IdCard,
    }
}

pub(super) fn format(specimen: &Specimen<'_>) -> MrzFormat {
    match specimen.kind {
        Kind::Passport => MrzFormat::Td3,
        Kind::IdCard => MrzFormat::Td1,
    }
}

/// The lines with right check digits, and then the forgery, if one is asked for.
pub(super) fn lines(specimen: &Specimen<'_>) -> Result<Vec<String>, Error> {
    let mut lines = genuine(specimen).ok_or(Error::Mrz)?;
    if let Tamper::BirthDate { .. } = specimen.tamper {
        // 9303-4: TD3 line 2, positions 14 to 19. 9303-5: TD1 line 2, positions 1 to 6.
        let start = match specimen.kind {
            Kind::Passport => 13,
            Kind::IdCard => 0,
        };
        let line = lines.get_mut(1).ok_or(Error::Mrz)?;
        line.replace_range(start..start + 6, &six(forged(specimen.holder.birth_date)));
    }
    Ok(lines)
}

/// The printed fields as the engine normalises them.
pub(super) fn fields(specimen: &Specimen<'_>) -> Vec<(FieldName, String)> {
    let holder = &specimen.holder;
    vec![
        (FieldName::IssuingState, STATE.to_owned()),
        (FieldName::DocumentNumber, specimen.document_number.to_uppercase()),
        (FieldName::Surname, holder.surname.to_uppercase()),
        (FieldName::GivenNames, holder.given_names.to_uppercase()),
        (FieldName::Nationality, STATE.to_owned()),
        (FieldName::BirthDate, iso(specimen.printed_birth_date())),
        (FieldName::Sex, holder.sex.to_string()),
        (FieldName::BirthPlace, holder.birth_place.to_uppercase()),
        (FieldName::IssueDate, iso(specimen.issue_date)),
        (FieldName::ExpiryDate, iso(specimen.expiry_date)),
    ]
}

/// `YYMMDD`.
fn six(date: NaiveDate) -> String {
    date.format("%y%m%d").to_string()
}

/// The lines as an honest issuer prints them; `None` when the data does not fit them.
fn genuine(specimen: &Specimen<'_>) -> Option<Vec<String>> {
    let holder = &specimen.holder;
    let number = field(&specimen.document_number, 9)?;
    let names = format!("{}<<{}", letters(&holder.surname)?, letters(&holder.given_names)?);
    let sex = if holder.sex == 'X' { '<' } else { holder.sex };
    let number = checked(&number);
    let (birth, expiry) = (checked(&six(holder.birth_date)), checked(&six(specimen.expiry_date)));
    Some(match specimen.kind {
        Kind::Passport => {
            let optional = "<".repeat(15);
            let composite = check_digit(&format!("{number}{birth}{expiry}{optional}"));
            vec![filled(&format!("P<{STATE}{names}"), 44), format!("{number}{STATE}{birth}{sex}{expiry}{optional}{composite}")]
        }
        Kind::IdCard => {
            let (first, second) = ("<".repeat(15), "<".repeat(11));
            let composite = check_digit(&format!("{number}{first}{birth}{expiry}{second}"));
            vec![
                format!("I<{STATE}{number}{first}"),
                format!("{birth}{sex}{expiry}{STATE}{second}{composite}"),
                filled(&names, 30),
            ]
        }
    })
}

/// Capital letters with `<` between words. Only ASCII names: a specimen's holder can be given one.
fn letters(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphabetic() || c.is_whitespace();
    name.chars().all(plain).then(|| name.split_whitespace().collect::<Vec<_>>().join("<").to_uppercase())
}

/// Letters and digits, filled up to `length`.
fn field(text: &str, length: usize) -> Option<String> {
    let fits = text.len() <= length && text.chars().all(|c| c.is_ascii_alphanumeric());
    fits.then(|| filled(&text.to_uppercase(), length))
}

/// Filled up with `<`, or cut off (9303-3 §4.6 lets names be cut), to `length`.
fn filled(text: &str, length: usize) -> String {
    text.chars().chain(std::iter::repeat('<')).take(length).collect()
}

/// A field with its check digit behind it.
fn checked(field: &str) -> String {
    format!("{field}{}", check_digit(field))
}

/// Weights 7, 3, 1 over digits, letters as 10 to 35 and `<` as 0, modulo 10 (9303-3 §4.9).
fn check_digit(text: &str) -> u32 {
    text.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| weight * c.to_digit(36).unwrap_or(0)).sum::<u32>() % 10
}
