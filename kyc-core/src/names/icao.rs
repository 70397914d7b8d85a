//! Romanisation as documents do it: the letters that a name in another script has in the machine-readable zone.
//!
//! Cyrillic after ICAO Doc 9303-3 §6 B, Greek after ELOT 743 (ISO 843), which Greek passports use. Arabic names have no one
//! spelling in Latin letters (§6 C transliterates signs, documents write sounds): they are compared by sound.

/// Scripts whose names can be compared with Latin ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin letters, perhaps accented.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, Persian, Urdu.
    Arabic,
}

/// The script of a name's first letter; none without a letter, or for a script that is not compared.
pub fn script(name: &str) -> Option<Script> {
    let first = name.chars().find(|c| c.is_alphabetic())?;
    match first {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        // Full-width letters, as East Asian keyboards write them.
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Some(Script::Latin),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => Some(Script::Arabic),
        _ => None,
    }
}

/// Cyrillic and Greek letters to the Latin ones of the machine-readable zone, upper case; everything else as it is.
pub fn romanise(name: &str) -> String {
    let upper: Vec<char> = name.chars().take(super::MAX_CHARS).flat_map(char::to_uppercase).map(unaccented).collect();
    let mut out = String::with_capacity(upper.len());
    let mut at = 0;
    while let Some(&letter) = upper.get(at) {
        let next = upper.get(at + 1).copied();
        let word_begins = at == 0 || upper.get(at - 1).is_none_or(|before| !before.is_alphabetic());
        if let Some(pair) = next.and_then(|next| greek_pair(letter, next, upper.get(at + 2).copied(), word_begins)) {
            out.push_str(pair);
            at += 2;
            continue;
        }
        match cyrillic(letter).or(greek(letter)) {
            Some(latin) => out.push_str(latin),
            None => out.push(letter),
        }
        at += 1;
    }
    out
}

fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'А' | 'Ә' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' | 'Ґ' | 'Ѓ' | 'Ғ' => "G",
        'Д' | 'Ђ' => "D",
        'Е' | 'Ё' | 'Э' => "E",
        'Є' | 'Ъ' => "IE",
        'Ж' => "ZH",
        'З' => "Z",
        'И' | 'І' | 'Й' | 'Ї' => "I",
        'Ј' => "J",
        'К' | 'Ќ' | 'Қ' => "K",
        'Л' => "L",
        'Љ' => "LJ",
        'М' => "M",
        'Н' | 'Ң' => "N",
        'Њ' => "NJ",
        'О' | 'Ө' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'Ћ' => "C",
        'У' | 'Ў' | 'Ү' | 'Ұ' => "U",
        'Ф' => "F",
        'Х' => "KH",
        'Һ' => "H",
        'Ц' => "TS",
        'Ч' => "CH",
        'Ш' => "SH",
        'Щ' => "SHCH",
        'Ы' => "Y",
        'Ь' => "",
        'Ю' => "IU",
        'Я' => "IA",
        'Ѕ' | 'Џ' => "DZ",
        _ => return None,
    })
}

fn greek(letter: char) -> Option<&'static str> {
    Some(match letter {
        'Α' => "A",
        'Β' => "V",
        'Γ' => "G",
        'Δ' => "D",
        'Ε' => "E",
        'Ζ' => "Z",
        'Η' | 'Ι' => "I",
        'Θ' => "TH",
        'Κ' => "K",
        'Λ' => "L",
        'Μ' => "M",
        'Ν' => "N",
        'Ξ' => "X",
        'Ο' | 'Ω' => "O",
        'Π' => "P",
        'Ρ' => "R",
        'Σ' => "S",
        'Τ' => "T",
        'Υ' => "Y",
        'Φ' => "F",
        'Χ' => "CH",
        'Ψ' => "PS",
        _ => return None,
    })
}

/// Two Greek letters that are one sound. `ΑΥ`, `ΕΥ` and `ΗΥ` end in V before a vowel or a voiced consonant, else in F.
fn greek_pair(letter: char, next: char, after: Option<char>, word_begins: bool) -> Option<&'static str> {
    let voiced = after.is_some_and(|after| "ΑΕΗΙΟΥΩΒΓΔΖΛΜΝΡ".contains(after));
    Some(match (letter, next) {
        ('Ο', 'Υ') => "OU",
        ('Α', 'Υ') => {
            if voiced {
                "AV"
            } else {
                "AF"
            }
        }
        ('Ε', 'Υ') => {
            if voiced {
                "EV"
            } else {
                "EF"
            }
        }
        ('Η', 'Υ') => {
            if voiced {
                "IV"
            } else {
                "IF"
            }
        }
        ('Γ', 'Γ') => "NG",
        ('Γ', 'Ξ') => "NX",
        ('Γ', 'Χ') => "NCH",
        ('Μ', 'Π') if word_begins => "B",
        _ => return None,
    })
}

/// Greek letters without accents and breathings. A dieresis parts two vowels, which romanise alike apart.
fn unaccented(letter: char) -> char {
    match letter {
        'Ά' | 'ά' => 'Α',
        'Έ' | 'έ' => 'Ε',
        'Ή' | 'ή' => 'Η',
        'Ί' | 'ί' | 'Ϊ' | 'ΐ' => 'Ι',
        'Ό' | 'ό' => 'Ο',
        'Ύ' | 'ύ' | 'Ϋ' | 'ΰ' => 'Υ',
        'Ώ' | 'ώ' => 'Ω',
        'ς' => 'Σ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_and_greek_as_passports_have_them() {
        for (name, zone) in [
            ("Щербаков Юрий", "SHCHERBAKOV IURII"),
            ("Цветаева Марина", "TSVETAEVA MARINA"),
            ("Хрущёв Никита", "KHRUSHCHEV NIKITA"),
            ("Παπαδόπουλος Γεώργιος", "PAPADOPOULOS GEORGIOS"),
            ("Ευαγγελία Μπακογιάννη", "EVANGELIA BAKOGIANNI"),
            ("Αυγουστίνος", "AVGOUSTINOS"),
            ("Eriksson", "ERIKSSON"),
        ] {
            assert_eq!(romanise(name), zone, "{name}");
        }
        assert!(romanise(&"Щ".repeat(5_000_000)).len() <= 4 * super::super::MAX_CHARS);
    }

    #[test]
    fn scripts_by_their_first_letter() {
        let scripts = ["Élodie", "Ａｎｎａ", "Юрий", "Άννα", "محمد", "山田", "7"].map(script);
        use Script::{Arabic, Cyrillic, Greek, Latin};
        assert_eq!(scripts, [Some(Latin), Some(Latin), Some(Cyrillic), Some(Greek), Some(Arabic), None, None]);
    }
}
