//! Whether two spellings of a name can be one name.
//!
//! Documents spell names in the Latin letters of the machine-readable zone (ICAO 9303-3 §6), people with accents, in
//! either order and often without their middle names.

/// How a declared name fits the document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coherence {
    /// The whole surname and at least one given name agree.
    Full,
    /// Only the surname, only a given name, or a part of the surname agrees.
    Partial,
    /// Nothing agrees.
    None,
    /// The declared name is not in Latin letters: it cannot be compared.
    OtherScript,
}

/// Compares a declared full name, in any order, with the document's surname and given names.
pub fn coherence(declared: &str, surname: &str, given_names: &str) -> Coherence {
    let declared = words(declared);
    if !declared.iter().any(|word| word.bytes().any(|b| b.is_ascii_uppercase())) {
        return Coherence::OtherScript;
    }
    let (surname, given) = (words(surname), words(given_names));
    let agrees = |word: &String| declared.contains(word);
    let whole_surname = !surname.is_empty() && surname.iter().all(agrees);
    let some_given = given.iter().any(agrees);
    match (whole_surname, some_given) {
        (true, true) => Coherence::Full,
        // A document may show a single name only.
        (true, false) if given.is_empty() => Coherence::Full,
        (true, false) | (false, true) => Coherence::Partial,
        (false, false) if surname.iter().any(agrees) => Coherence::Partial,
        (false, false) => Coherence::None,
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
    let upper: String = text.chars().flat_map(char::to_uppercase).map(base_letter).collect();
    upper
        // An apostrophe is left out of the machine-readable zone (O'NEIL is ONEIL); other marks part words.
        .replace(['\'', '’', '\u{0300}', '\u{0301}', '\u{0302}', '\u{0303}', '\u{0308}', '\u{0327}'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.replace("AE", "A").replace("OE", "O").replace("UE", "U").replace("AA", "A").replace("SS", "S"))
        .collect()
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
        assert_eq!(coherence("Анна Эрикссон", "ERIKSSON", "ANNA"), Coherence::OtherScript);
        assert_eq!(coherence("", "ERIKSSON", "ANNA"), Coherence::OtherScript);
    }

    #[test]
    fn cut_names_are_the_same_part() {
        assert!(same_part("PAPANDROPOULOUS", "PAPANDROPOULOUSIS") && same_part("De la Cruz", "DELACRUZ"));
        assert!(!same_part("KONE", "KOUAME") && !same_part("", "KONE"));
    }
}
