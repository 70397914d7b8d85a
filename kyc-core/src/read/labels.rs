//! Printed labels of fields: the catalogue's, sought in lines as they were read.

use std::sync::LazyLock;

use super::phrases::Phrases;
use crate::catalog::labels;
use crate::wire::FieldName;

static LABELS: LazyLock<Phrases<FieldName>> = LazyLock::new(|| Phrases::new(labels::all().map(|(name, label)| (label, name))));

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

/// First word, and the word after the last, of every label in a line of folded words.
pub(crate) fn spans(words: &[&str]) -> impl Iterator<Item = (usize, usize)> {
    LABELS.whole(words).into_iter().map(|hit| (hit.start, hit.end))
}

/// The label in a line, with the text that follows it in the same line (folded words). Of several, the longest; behind it,
/// other names of the same field belong to the label.
pub(crate) fn find(line: &str) -> Option<(FieldName, String)> {
    let line = words(line);
    let words: Vec<&str> = line.split(' ').collect();
    let hits = LABELS.whole(&words);
    let label = hits.iter().rev().max_by_key(|hit| hit.length)?;
    let end = hits.iter().filter(|hit| hit.value == label.value).map(|hit| hit.end).max()?;
    Some((label.value, words.get(end..)?.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_as_whole_words_in_any_case() {
        assert_eq!(find("Date de naissance/Date of birth (4)"), Some((FieldName::BirthDate, "4".to_owned())));
        assert_eq!(find("Passport N° L898902C3"), Some((FieldName::DocumentNumber, "L898902C3".to_owned())));
        assert_eq!(find("Gültig bis 01.02.2030"), Some((FieldName::ExpiryDate, "01 02 2030".to_owned())));
        assert_eq!(find("Nom de famille / Surname: MARTIN"), Some((FieldName::Surname, "MARTIN".to_owned())));
        assert_eq!(find("Data urodzenia"), Some((FieldName::BirthDate, String::new())));
        assert_eq!(find("Syntymäaika"), Some((FieldName::BirthDate, String::new())));
        assert_eq!(find("MIDDLESEX"), None);
        assert_eq!(find(""), None);
    }
}
