//! What kind of document it is: by its machine-readable zone, else by printed words, else unknown. Never a guess.

use super::labels;
use crate::wire::{ClassifiedBy, DocumentClass, DocumentType, Unit};

/// Printed titles, folded to ASCII capitals. Order decides where two occur: the more specific first.
const TITLES: &[(DocumentType, &[&str])] = &[
    (
        DocumentType::ResidencePermit,
        &[
            "RESIDENCE PERMIT",
            "RESIDENCE CARD",
            "PERMANENT RESIDENT",
            "TITRE DE SEJOUR",
            "PERMISO DE RESIDENCIA",
            "AUFENTHALTSTITEL",
            "CARTE DE SEJOUR",
        ],
    ),
    (
        DocumentType::DriverLicense,
        &[
            "DRIVING LICENCE",
            "DRIVER LICENSE",
            "DRIVERS LICENSE",
            "DRIVER S LICENSE",
            "DRIVER LICENCE",
            "PERMIS DE CONDUIRE",
            "PERMISO DE CONDUCCION",
            "LICENCIA DE CONDUCIR",
            "FUHRERSCHEIN",
            "PATENTE DI GUIDA",
            "PRAWO JAZDY",
            "RIJBEWIJS",
        ],
    ),
    (
        DocumentType::IdCard,
        &[
            "IDENTITY CARD",
            "CARTE NATIONALE D IDENTITE",
            "CARTE D IDENTITE",
            "DOCUMENTO NACIONAL DE IDENTIDAD",
            "PERSONALAUSWEIS",
            "CARTA D IDENTITA",
            "CEDULA DE IDENTIDAD",
            "IDENTIFICATION CARD",
        ],
    ),
    (DocumentType::Visa, &["VISA"]),
    (
        DocumentType::Passport,
        &["PASSPORT", "PASSEPORT", "PASAPORTE", "REISEPASS", "PASSAPORTO", "PASSAPORTE", "PASPOORT", "PASZPORT"],
    ),
];

/// Document codes of two letters that name residence permits: the EU's uniform format and the United Kingdom (`IR`), the
/// United States (`C1`, `C2`), and the codes `AR` and `RP`, `TS` in use for permits.
const PERMIT_CODES: &[&str] = &["IR", "AR", "RP", "C1", "C2", "TS"];

/// By document code and issuing state of the machine-readable zone (ICAO 9303-3 §4, -4 §4.2.2, -5 §4.2.2, -7 §4.2.2).
/// `title` is what the print says, which tells permits from identity cards where the code does not.
pub(crate) fn by_mrz(code: &str, country: Option<&str>, confidence: Unit, title: Option<DocumentType>) -> DocumentClass {
    let code = code.trim_end_matches('<');
    let kind = match code.chars().next() {
        _ if PERMIT_CODES.contains(&code) => DocumentType::ResidencePermit,
        Some('P') => DocumentType::Passport,
        Some('V') => DocumentType::Visa,
        Some('I' | 'A' | 'C') if title == Some(DocumentType::ResidencePermit) => DocumentType::ResidencePermit,
        Some('I' | 'A' | 'C') => DocumentType::IdCard,
        Some('D') if title == Some(DocumentType::DriverLicense) => DocumentType::DriverLicense,
        Some(_) => DocumentType::Other,
        None => DocumentType::Unknown,
    };
    DocumentClass { kind, country: country.map(str::to_owned), confidence, by: ClassifiedBy::Mrz }
}

/// By printed words. One title alone decides, with middling confidence; titles that contradict each other do not.
pub(crate) fn by_text<'t>(lines: impl Iterator<Item = (&'t str, Unit)>) -> DocumentClass {
    let mut best: Option<(DocumentType, Unit)> = None;
    let mut several = false;
    for (text, confidence) in lines {
        if let Some(kind) = title(text) {
            several |= best.is_some_and(|(other, _)| other != kind);
            if best.is_none_or(|(_, sure)| confidence > sure) {
                best = Some((kind, confidence));
            }
        }
    }
    match best {
        Some((kind, confidence)) if !several => {
            // Words say less than a checked MRZ: at most 0.6.
            let confidence = Unit::from_f64(0.6 * confidence.to_f64());
            DocumentClass { kind, country: None, confidence, by: ClassifiedBy::Text }
        }
        _ => DocumentClass { kind: DocumentType::Unknown, country: None, confidence: Unit::ZERO, by: ClassifiedBy::Nothing },
    }
}

/// The kind that a printed line names.
pub(crate) fn title(line: &str) -> Option<DocumentType> {
    let words = format!(" {} ", labels::words(line));
    // "Passport No" is a label, which visas and permits carry too.
    if labels::find(line).is_some() {
        return None;
    }
    TITLES.iter().find(|(_, titles)| titles.iter().any(|title| words.contains(&format!(" {title} ")))).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_012_codes_and_titles_give_the_kind_and_nothing_gives_unknown() {
        let by = |code, title| by_mrz(code, Some("UTO"), Unit::ONE, title).kind;
        assert_eq!(by("P<", None), DocumentType::Passport);
        assert_eq!(by("PD", None), DocumentType::Passport);
        assert_eq!(by("VN", None), DocumentType::Visa);
        assert_eq!(by("I<", None), DocumentType::IdCard);
        assert_eq!(by("ID", Some(DocumentType::ResidencePermit)), DocumentType::ResidencePermit);
        assert_eq!(by("IR", None), DocumentType::ResidencePermit);
        assert_eq!(by("C1", None), DocumentType::ResidencePermit);
        assert_eq!(by("X<", None), DocumentType::Other);
        let text = |lines: &[&str]| by_text(lines.iter().map(|line| (*line, Unit::ONE)));
        assert_eq!(text(&["Führerschein"]).kind, DocumentType::DriverLicense);
        assert_eq!(text(&["PASSEPORT / PASSPORT"]).kind, DocumentType::Passport);
        assert_eq!(text(&["Passport No", "hello"]).kind, DocumentType::Unknown);
        assert_eq!(text(&["PASSPORT", "DRIVING LICENCE"]).kind, DocumentType::Unknown);
        assert_eq!(text(&[]).by, ClassifiedBy::Nothing);
    }
}
