//! Printed labels of fields, in the languages that most documents carry beside their own.

use crate::wire::FieldName;

/// Labels, folded to ASCII capitals; where one contains another, the longer stands first.
const LABELS: &[(FieldName, &[&str])] = &[
    (
        FieldName::DocumentNumber,
        &[
            "PASSPORT NO",
            "PASSPORT NUMBER",
            "DOCUMENT NO",
            "DOCUMENT NUMBER",
            "CARD NO",
            "CARD NUMBER",
            "PASSEPORT NO",
            "NO DU PASSEPORT",
            "NO DE PASSEPORT",
            "NUMERO DU DOCUMENT",
            "PASAPORTE NO",
            "NUMERO DE DOCUMENTO",
            "REISEPASS NR",
            "PASS NR",
            "PASSNUMMER",
            "AUSWEISNUMMER",
            "DOKUMENTENNUMMER",
        ],
    ),
    (
        FieldName::BirthDate,
        &[
            "DATE OF BIRTH",
            "BIRTH DATE",
            "DATE DE NAISSANCE",
            "FECHA DE NACIMIENTO",
            "GEBURTSDATUM",
            "GEBURTSTAG",
            "DATA DI NASCITA",
            "DATA DE NASCIMENTO",
        ],
    ),
    (
        FieldName::ExpiryDate,
        &[
            "DATE OF EXPIRY",
            "DATE OF EXPIRATION",
            "EXPIRY DATE",
            "EXPIRATION DATE",
            "EXPIRES ON",
            "VALID UNTIL",
            "DATE D EXPIRATION",
            "FECHA DE CADUCIDAD",
            "FECHA DE VENCIMIENTO",
            "FECHA DE EXPIRACION",
            "GULTIG BIS",
            "GUELTIG BIS",
            "DATA DI SCADENZA",
            "DATA DE VALIDADE",
        ],
    ),
    (
        FieldName::IssueDate,
        &[
            "DATE OF ISSUE",
            "ISSUE DATE",
            "DATE DE DELIVRANCE",
            "FECHA DE EXPEDICION",
            "FECHA DE EMISION",
            "AUSSTELLUNGSDATUM",
            "DATA DI RILASCIO",
        ],
    ),
    (
        FieldName::GivenNames,
        &[
            "GIVEN NAMES",
            "GIVEN NAME",
            "FIRST NAMES",
            "FIRST NAME",
            "FORENAMES",
            "PRENOMS",
            "PRENOM",
            "NOMBRES",
            "NOMBRE",
            "VORNAMEN",
            "VORNAME",
        ],
    ),
    (
        FieldName::Surname,
        &["SURNAME", "FAMILY NAME", "LAST NAME", "NOM DE FAMILLE", "APELLIDOS", "APELLIDO", "NACHNAME", "FAMILIENNAME"],
    ),
    (FieldName::Sex, &["SEX", "SEXE", "SEXO", "GESCHLECHT", "GENDER"]),
    (FieldName::Nationality, &["NATIONALITY", "NATIONALITE", "NACIONALIDAD", "STAATSANGEHORIGKEIT", "NATIONALITAT"]),
];

/// Single words of labels that stand in for no name: second halves of bilingual labels.
pub(crate) const WORDS: &[&str] = &[
    "NAME",
    "NAMES",
    "NOM",
    "NOMS",
    "PRENOM",
    "PRENOMS",
    "SURNAME",
    "GIVEN",
    "VORNAMEN",
    "APELLIDOS",
    "NOMBRES",
    "NOMBRE",
    "SEX",
    "SEXE",
];

/// Capitals without diacritics, so that `Gültig bis` and `GULTIG BIS` compare equal.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_uppercase) {
        match c {
            'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => folded.push('A'),
            'Æ' => folded.push_str("AE"),
            'Ç' | 'Ć' | 'Č' | 'Ĉ' | 'Ċ' => folded.push('C'),
            'Ď' | 'Đ' | 'Ð' => folded.push('D'),
            'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => folded.push('E'),
            'Ğ' | 'Ģ' | 'Ĝ' | 'Ġ' => folded.push('G'),
            'Ì'..='Ï' | 'Ī' | 'Į' | 'İ' | 'Ĩ' => folded.push('I'),
            'Ķ' => folded.push('K'),
            'Ł' | 'Ľ' | 'Ļ' | 'Ĺ' => folded.push('L'),
            'Ñ' | 'Ń' | 'Ň' | 'Ņ' => folded.push('N'),
            'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' | 'Ŏ' => folded.push('O'),
            'Œ' => folded.push_str("OE"),
            'Ŕ' | 'Ř' => folded.push('R'),
            'Ś' | 'Š' | 'Ş' | 'Ș' => folded.push('S'),
            'Ť' | 'Ţ' | 'Ț' => folded.push('T'),
            'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' | 'Ų' | 'Ŭ' => folded.push('U'),
            'Ý' | 'Ÿ' => folded.push('Y'),
            'Ź' | 'Ż' | 'Ž' => folded.push('Z'),
            'º' | '°' => folded.push('O'),
            _ => folded.push(c),
        }
    }
    folded
}

/// Folded words, separated by single spaces; everything that is neither letter nor digit separates.
pub(crate) fn words(text: &str) -> String {
    let folded = fold(text).replace('№', " NO ");
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The label in a line, with the text that follows it in the same line (folded words).
pub(crate) fn find(line: &str) -> Option<(FieldName, String)> {
    let line = format!(" {} ", words(line));
    for (name, labels) in LABELS {
        for label in *labels {
            if let Some(at) = line.find(&format!(" {label} ")) {
                return Some((*name, line[at + label.len() + 1..].trim().to_owned()));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_as_whole_words_in_any_case() {
        assert_eq!(find("Date de naissance/Date of birth (4)"), Some((FieldName::BirthDate, "4".to_owned())));
        assert_eq!(find("Passport N° L898902C3"), Some((FieldName::DocumentNumber, "L898902C3".to_owned())));
        assert_eq!(find("Gültig bis 01.02.2030"), Some((FieldName::ExpiryDate, "01 02 2030".to_owned())));
        assert_eq!(find("MIDDLESEX"), None);
        assert_eq!(find(""), None);
    }
}
