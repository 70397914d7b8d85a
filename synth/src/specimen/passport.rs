//! The passport data page (9303-4): ID-3, zones I to V above the machine-readable zone.

use kyc_core::wire::FieldName;

use super::sheet::{NAVY, Sheet};
use super::{Rendered, STATE, Specimen, background, portrait, printed_date};
use crate::Error;
use crate::draw::{Ink, stroke};
use crate::fonts::Face;

/// Nominal size of the page in millimetres (9303-4 §2.1).
pub(super) const SIZE_MM: (f32, f32) = (125.0, 88.0);
/// Left edge of the first character of the machine-readable zone (9303-4: 6.0 ± 1.0 mm).
const MRZ_LEFT_MM: f32 = 6.0;
/// Distance of the two lines: four to the inch.
const MRZ_LINE_MM: f32 = 6.35;

pub(super) fn data_page(specimen: &Specimen<'_>) -> Result<Rendered, Error> {
    let mut sheet = Sheet::new(specimen, SIZE_MM.0, SIZE_MM.1)?;
    background::ground(&mut sheet, specimen.seed);
    background::rosette(&mut sheet, (86.0, 37.0), 24.0, 7, Ink::tint([150, 120, 160], 0.30));
    background::rosette(&mut sheet, (86.0, 37.0), 13.0, 5, Ink::tint([96, 140, 170], 0.34));
    sheet.specimen_behind(81.0, 39.0, 16.0, -24.0);

    background::emblem(&mut sheet, (10.6, 6.6), 4.4);
    sheet.heading(17.2, 5.8, 3.0, Face::Sans, "REPUBLIC OF UTOPIA / RÉPUBLIQUE D'UTOPIE");
    sheet.heading(17.2, 10.4, 4.6, Face::SansBold, "PASSPORT / PASSEPORT");
    let rule = [sheet.point(6.0, 12.2), sheet.point(117.5, 12.2)];
    stroke(&mut sheet.image, &rule, 0.18 * sheet.scale, Ink::solid(NAVY));

    portrait::print(&mut sheet, specimen, (6.0, 14.6, 35.0, 45.0))?;
    visual_zone(&mut sheet, specimen);

    let sign = sheet.rect(86.0, 57.4, 29.0, 6.0);
    background::signature(&mut sheet.image, sign, specimen.seed);
    sheet.specimen_upright(121.3, 33.5, 5.4);
    sheet.mrz(MRZ_LEFT_MM, MRZ_LINE_MM);
    Ok(sheet.finish())
}

fn visual_zone(sheet: &mut Sheet, specimen: &Specimen<'_>) {
    use FieldName::*;
    let holder = &specimen.holder;
    let (left, right) = (45.0, 84.0);
    let row = |n: f32| 16.6 + 7.15 * n;
    sheet.field(left, row(0.0), "Type / Type", DocumentCode, "P");
    sheet.field(59.0, row(0.0), "Code / Code", IssuingState, STATE);
    sheet.field(right, row(0.0), "Passport No. / N° du passeport", DocumentNumber, &specimen.document_number.to_uppercase());
    sheet.field(left, row(1.0), "Surname / Nom", Surname, &holder.surname.to_uppercase());
    sheet.field(left, row(2.0), "Given names / Prénoms", GivenNames, &holder.given_names.to_uppercase());
    sheet.field(left, row(3.0), "Nationality / Nationalité", Nationality, "UTOPIAN");
    sheet.field(left, row(4.0), "Date of birth / Date de naissance", BirthDate, &printed_date(specimen.printed_birth_date()));
    sheet.field(right, row(3.0), "Sex / Sexe", Sex, &holder.sex.to_string());
    sheet.field(right, row(4.0), "Place of birth / Lieu de naissance", BirthPlace, &holder.birth_place.to_uppercase());
    sheet.field(left, row(5.0), "Date of issue / Date de délivrance", IssueDate, &printed_date(specimen.issue_date));
    sheet.field(right, row(5.0), "Authority / Autorité", Authority, "PASSPORT OFFICE");
    sheet.field(left, row(6.0), "Date of expiry / Date d'expiration", ExpiryDate, &printed_date(specimen.expiry_date));
}
