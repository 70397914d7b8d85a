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

fn genuine(specimen: &Specimen<'_>) -> Option<Vec<String>> {
    let h = &specimen.holder;
    let sex = if h.sex == 'X' { '<' } else { h.sex };
    let cd = |s: &str| -> char {
        let v: u32 = s
            .chars()
            .zip([7, 3, 1].into_iter().cycle())
            .map(|(c, w)| w * if c == '<' { 0 } else { c.to_digit(36).unwrap_or(0) })
            .sum();
        char::from_digit(v % 10, 10).unwrap_or('0')
    };
    let names = format!("{}<<{}", h.surname, h.given_names).to_uppercase().replace(' ', "<");
    let pad = |s: String, n: usize| -> String { s.chars().chain(std::iter::repeat('<')).take(n).collect() };
    let no = pad(specimen.document_number.to_uppercase(), 9);
    let (b, e) = (six(h.birth_date), six(specimen.expiry_date));
    let (nc, bc, ec) = (cd(&no), cd(&b), cd(&e));
    Some(match specimen.kind {
        Kind::Passport => {
            let mut l2 = format!("{no}{nc}{STATE}{b}{bc}{sex}{e}{ec}<<<<<<<<<<<<<<<");
            let c = cd(&format!("{}{}{}", &l2[0..10], &l2[13..20], &l2[21..43]));
            l2.push(c);
            vec![pad(format!("P<{STATE}{names}"), 44), l2]
        }
        Kind::IdCard => {
            let l1 = pad(format!("I<{STATE}{no}{nc}"), 30);
            let l2 = pad(format!("{b}{bc}{sex}{e}{ec}{STATE}"), 29);
            let c = cd(&format!("{}{}{}{}", &l1[5..30], &l2[0..7], &l2[8..15], &l2[18..29]));
            vec![l1, format!("{l2}{c}"), pad(names, 30)]
        }
    })
}
