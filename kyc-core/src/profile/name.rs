//! Whether two spellings of a name can be one name.
//!
//! Documents spell names in the Latin letters of the machine-readable zone (ICAO 9303-3 §6), people with accents, in
//! either order and often without their middle names.

use crate::names::{self, Name, NameKind, Script, compare, script, word_similarity};

/// How a declared name fits the document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coherence {
    /// The whole surname and at least one given name agree.
    Full,
    /// Only the surname, only a given name, or a part of the surname agrees.
    Partial,
    /// Nothing agrees.
    None,
    /// The declared name is in no script that can be compared with the document's.
    OtherScript,
}

/// Compares a declared full name, in any order, with the document's surname and given names.
pub fn coherence(declared: &str, surname: &str, given_names: &str) -> Coherence {
    let Some(script) = script(declared) else { return Coherence::OtherScript };
    let of_document = [surname, given_names].into_iter().find_map(names::script);
    if of_document.is_none() && [surname, given_names].iter().any(|part| part.chars().any(char::is_alphabetic)) {
        return Coherence::OtherScript;
    }
    let declared = in_latin(declared, script);
    // A name in another script has one spelling in passports and perhaps another with people; either will do.
    let spellings = |part: &str| match names::script(part) {
        None | Some(Script::Latin) => vec![words(part)],
        Some(_) => vec![words(&latin_of(part)), words(&names::fold(part))],
    };
    let (surname, given) = (spellings(surname), spellings(given_names));
    // Between scripts there is no one spelling: what sounds alike agrees.
    let by_sound = of_document.is_some_and(|other| other != script);
    let agrees = |word: &String| declared.contains(word) || (by_sound && declared.iter().any(|own| alike(own, word)));
    let whole_surname = surname.iter().any(|words| !words.is_empty() && words.iter().all(agrees));
    let some_given = given.iter().flatten().any(agrees);
    match (whole_surname, some_given) {
        (true, true) => Coherence::Full,
        // A document may show a single name only.
        (true, false) if given.iter().all(Vec::is_empty) => Coherence::Full,
        (true, false) | (false, true) => Coherence::Partial,
        (false, false) if surname.iter().flatten().any(agrees) => Coherence::Partial,
        (false, false) => Coherence::None,
    }
}

/// Whether two readings of one name part in whatever scripts can be the same; none when one is in a script that is not
/// compared.
pub fn same_part_in_any_script(one: &str, other: &str) -> Option<bool> {
    let scripts = (script(one)?, script(other)?);
    if scripts == (Script::Latin, Script::Latin) {
        return Some(same_part(one, other));
    }
    // As passports spell it, and as people do.
    let spellings = |name: &str| [latin_of(name), names::fold(name)];
    let sounds = compare(&Name::new(one), &Name::new(other), NameKind::Person).score >= ALIKE;
    Some(sounds || spellings(one).iter().any(|one| spellings(other).iter().any(|other| same_part(one, other))))
}

/// From this similarity on two words of different scripts are one word.
const ALIKE: f32 = 0.85;

fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (Name::new(one), Name::new(other));
    one.words.first().zip(other.words.first()).is_some_and(|(one, other)| word_similarity(one, other) >= ALIKE)
}

/// Words of a name in Latin letters: as passports spell them, and as people do where those differ (`IURII`, `YURIY`).
fn in_latin(name: &str, script: Script) -> Vec<String> {
    let mut spellings = words(&latin_of(name));
    if script != Script::Latin {
        spellings.extend(words(&names::fold(name)));
    }
    spellings
}

fn latin_of(name: &str) -> String {
    match script(name) {
        Some(Script::Cyrillic | Script::Greek) => names::romanise(name),
        Some(Script::Arabic) => names::fold(name),
        _ => name.to_owned(),
    }
}

/// Whether two readings of one name part can be the same: equal after [`words`], or one cut off by the length of its
/// line (ICAO 9303-3 §4.6 truncates names).
pub fn same_part(one: &str, other: &str) -> bool {
    let (one, other) = (words(one).concat(), words(other).concat());
    !one.is_empty() && !other.is_empty() && (one.starts_with(&other) || other.starts_with(&one))
}

/// Words in upper case without accents, for comparison only.
///
/// Letters that ICAO 9303-3 §6 spells with two (`Ä` as `AE` or `A`, `ß` as `SS`) are reduced to one on both sides, so that
/// either spelling compares equal.
pub fn words(text: &str) -> Vec<String> {
    let visible = text.chars().filter(|&c| !names::is_invisible(c)).map(half_width);
    let upper: String = visible.flat_map(char::to_uppercase).map(base_letter).collect();
    upper
        // An apostrophe is left out of the machine-readable zone (O'NEIL is ONEIL); other marks part words.
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.replace("AE", "A").replace("OE", "O").replace("UE", "U").replace("AA", "A").replace("SS", "S"))
        .collect()
}

/// The ASCII letter or digit that a full-width one (U+FF10 to U+FF5A) stands for.
fn half_width(c: char) -> char {
    let ascii = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).filter(char::is_ascii_alphanumeric);
    ascii.unwrap_or(c)
}

fn base_letter(c: char) -> char {
    match c {
        'À'..='Æ' | 'Ā' | 'Ă' | 'Ą' | 'Ạ' | 'Ả' => 'A',
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => 'C',
        'Ð' | 'Ď' | 'Đ' => 'D',
        'È'..='Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ẽ' | 'Ẹ' | 'Ɛ' => 'E',
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => 'G',
        'Ĥ' | 'Ħ' => 'H',
        'Ì'..='Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => 'I',
        'Ĵ' => 'J',
        'Ķ' => 'K',
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' => 'L',
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' | 'Ŋ' => 'N',
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' | 'Œ' | 'Ọ' | 'Ɔ' => 'O',
        'Ŕ' | 'Ŗ' | 'Ř' => 'R',
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' => 'S',
        'Ţ' | 'Ť' | 'Ŧ' | 'Ț' => 'T',
        'Ù'..='Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' => 'U',
        'Ŵ' => 'W',
        'Ý' | 'Ŷ' | 'Ÿ' => 'Y',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_022_name_coherence() {
        assert_eq!(coherence("Anna Maria Eriksson", "ERIKSSON", "ANNA MARIA"), Coherence::Full);
        assert_eq!(coherence("ERIKSSON Anna", "ERIKSSON", "ANNA MARIA"), Coherence::Full);
        assert_eq!(coherence("Jürgen Müller", "MUELLER", "JUERGEN"), Coherence::Full);
        assert_eq!(coherence("Sœur N’Guessan-Koné", "NGUESSAN KONE", "SOEUR"), Coherence::Full);
        assert_eq!(coherence("Suharto", "SUHARTO", ""), Coherence::Full);
        assert_eq!(coherence("Anna Svensson", "ERIKSSON", "ANNA MARIA"), Coherence::Partial);
        assert_eq!(coherence("Awa Eriksson", "ERIKSSON LIND", "ANNA"), Coherence::Partial);
        assert_eq!(coherence("Paul Kouassi", "ERIKSSON", "ANNA MARIA"), Coherence::None);
        assert_eq!(coherence("山田太郎", "YAMADA", "TARO"), Coherence::OtherScript);
        assert_eq!(coherence("Taro Yamada", "山田", "太郎"), Coherence::OtherScript);
        assert_eq!(coherence("", "ERIKSSON", "ANNA"), Coherence::OtherScript);
    }

    #[test]
    fn a_022_name_coherence_between_scripts() {
        assert_eq!(coherence("Анна Эрикссон", "ERIKSSON", "ANNA"), Coherence::Full);
        assert_eq!(coherence("Юрий Щербаков", "SHCHERBAKOV", "IURII"), Coherence::Full);
        assert_eq!(coherence("Юрий Щербаков", "SHCHERBAKOV", "YURIY"), Coherence::Full);
        assert_eq!(coherence("Γεώργιος Παπαδόπουλος", "PAPADOPOULOS", "GEORGIOS"), Coherence::Full);
        assert_eq!(coherence("محمد حسن", "HASSAN", "MOHAMMED"), Coherence::Full);
        assert_eq!(coherence("Yuriy Shcherbakov", "Щербаков", "Юрий"), Coherence::Full);
        assert_eq!(coherence("Анна Иванова", "SHCHERBAKOV", "IURII"), Coherence::None);
        assert_eq!(same_part_in_any_script("Щербаков", "SHCHERBAKOV"), Some(true));
        assert_eq!(same_part_in_any_script("محمد", "MUHAMMAD"), Some(true));
        assert_eq!(same_part_in_any_script("Щербаков", "IVANOV"), Some(false));
        assert_eq!(same_part_in_any_script("山田", "YAMADA"), None);
    }

    #[test]
    fn cut_names_are_the_same_part() {
        assert!(same_part("PAPANDROPOULOUS", "PAPANDROPOULOUSIS") && same_part("De la Cruz", "DELACRUZ"));
        assert!(!same_part("KONE", "KOUAME") && !same_part("", "KONE"));
    }
}
