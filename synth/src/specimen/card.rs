//! The identity card (9303-5): ID-1, portrait and data in front, machine-readable zone on the back.

use kyc_core::wire::FieldName;

use super::sheet::{NAVY, Sheet};
use super::{Rendered, STATE, Specimen, background, portrait, printed_date};
use crate::Error;
use crate::draw::{Ink, stroke};
use crate::fonts::Face;

/// Nominal size of the card in millimetres (ISO/IEC 7810 ID-1).
pub(super) const SIZE_MM: (f32, f32) = (85.6, 53.98);
/// Left edge of the first character of the machine-readable zone (9303-5: 4.0 ± 1.0 mm).
const MRZ_LEFT_MM: f32 = 4.0;
/// Distance of its three lines: six to the inch.
const MRZ_LINE_MM: f32 = 4.23;

pub(super) fn front(specimen: &Specimen<'_>) -> Result<Rendered, Error> {
    use FieldName::*;
    let mut sheet = Sheet::new(specimen, SIZE_MM.0, SIZE_MM.1)?;
    background::ground(&mut sheet, specimen.seed);
    background::rosette(&mut sheet, (58.0, 30.0), 17.0, 7, Ink::tint([150, 120, 160], 0.30));
    sheet.specimen_behind(55.0, 32.0, 11.5, -24.0);

    background::emblem(&mut sheet, (7.2, 6.0), 3.7);
    sheet.heading(12.6, 5.4, 2.6, Face::Sans, "REPUBLIC OF UTOPIA / RÉPUBLIQUE D'UTOPIE");
    sheet.heading(12.6, 9.2, 3.6, Face::SansBold, "IDENTITY CARD / CARTE D'IDENTITÉ");
    let rule = [sheet.point(4.0, 11.0), sheet.point(79.0, 11.0)];
    stroke(&mut sheet.image, &rule, 0.18 * sheet.scale, Ink::solid(NAVY));

    portrait::print(&mut sheet, specimen, (4.0, 13.0, 25.2, 32.4))?;
    let holder = &specimen.holder;
    let (left, right) = (32.5, 58.0);
    let row = |n: f32| 14.8 + 6.5 * n;
    sheet.field(left, row(0.0), "Surname / Nom", Surname, &holder.surname.to_uppercase());
    sheet.field(left, row(1.0), "Given names / Prénoms", GivenNames, &holder.given_names.to_uppercase());
    sheet.field(left, row(2.0), "Nationality / Nationalité", Nationality, STATE);
    sheet.field(right, row(2.0), "Sex / Sexe", Sex, &holder.sex.to_string());
    sheet.field(left, row(3.0), "Birth / Naissance", BirthDate, &printed_date(specimen.printed_birth_date()));
    sheet.field(right, row(3.0), "Expiry / Expiration", ExpiryDate, &printed_date(specimen.expiry_date));
    sheet.field(left, row(4.0), "Card No. / N° de carte", DocumentNumber, &specimen.document_number.to_uppercase());

    let sign = sheet.rect(58.0, 43.6, 20.0, 5.6);
    background::signature(&mut sheet.image, sign, specimen.seed);
    sheet.specimen_upright(82.4, 27.0, 4.4);
    Ok(sheet.finish())
}

pub(super) fn back(specimen: &Specimen<'_>) -> Result<Rendered, Error> {
    use FieldName::*;
    let mut sheet = Sheet::new(specimen, SIZE_MM.0, SIZE_MM.1)?;
    background::ground(&mut sheet, specimen.seed);
    background::rosette(&mut sheet, (66.0, 15.0), 12.0, 7, Ink::tint([150, 120, 160], 0.34));
    sheet.specimen_behind(40.0, 16.0, 11.0, -12.0);
    let (left, right) = (4.0, 44.0);
    sheet.field(left, 6.0, "Place of birth / Lieu de naissance", BirthPlace, &specimen.holder.birth_place.to_uppercase());
    sheet.field(left, 13.2, "Date of issue / Date de délivrance", IssueDate, &printed_date(specimen.issue_date));
    sheet.field(right, 13.2, "Authority / Autorité", Authority, "AMAUROT");
    sheet.heading(
        left,
        25.6,
        1.8,
        Face::Sans,
        "A specimen of a fictional state. Not a document. / Spécimen d'un État fictif. Sans valeur.",
    );
    sheet.specimen_upright(82.4, 15.5, 3.4);
    sheet.mrz(MRZ_LEFT_MM, MRZ_LINE_MM);
    Ok(sheet.finish())
}
