//! One alphabet for every name: `A` to `Z`, `0` to `9` and blanks.

use any_ascii::any_ascii_char;

/// Characters of a name that are looked at. The longest names on public lists are below 300.
pub const MAX_CHARS: usize = 512;

/// Brings a name to upper-case ASCII letters, digits and single blanks.
///
/// Other scripts are romanised sign by sign; accents, zero-width and direction signs are left out; letters of another
/// script that stand inside a Latin word are taken for the Latin letters they look like.
pub fn fold(name: &str) -> String {
    let visible: String = name.chars().take(MAX_CHARS).filter(|c| !is_invisible(*c)).collect();
    let mut folded = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        let signs: Vec<char> = word.chars().map(|c| if latin { look_alike(c) } else { c }).collect();
        for (at, &sign) in signs.iter().enumerate() {
            match sign {
                '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | '"' => {}
                // `S.A.` and `J.P.` are one word each; `Dr.Smith` is two.
                '.' if !dot_parts(&signs, at) => {}
                '&' => folded.push_str(" AND "),
                c if c.is_ascii_alphanumeric() => folded.push(c.to_ascii_uppercase()),
                c if c.is_ascii() => folded.push(' '),
                // Alef is a vowel; waw and yeh are vowels inside a word: `محمود` is Mahmud.
                'أ' | 'إ' | 'آ' | 'ا' => folded.push('A'),
                'و' if at > 0 => folded.push('U'),
                'ي' | 'ی' | 'ى' if at > 0 => folded.push('I'),
                c => {
                    for romanised in any_ascii_char(c).chars() {
                        match romanised {
                            '\'' | '`' => {}
                            r if r.is_ascii_alphanumeric() => folded.push(r.to_ascii_uppercase()),
                            _ => folded.push(' '),
                        }
                    }
                }
            }
        }
        folded.push(' ');
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// Whether the dot at `at` parts two words: it follows a word of two letters or more and a letter follows it.
fn dot_parts(signs: &[char], at: usize) -> bool {
    let before = signs[..at].iter().rev().take_while(|c| c.is_alphanumeric()).count();
    before > 1 && signs.get(at + 1).is_some_and(|c| c.is_alphanumeric())
}

/// Control, format and combining signs (Unicode general categories Cc, Cf and the common Mn blocks).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{0300}'..='\u{036f}'
        | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}')
        || (c.is_control() && !c.is_whitespace())
}

/// Cyrillic and Greek letters drawn like Latin ones (Unicode UTS #39, confusables).
fn look_alike(c: char) -> char {
    match c {
        'а' | 'А' | 'Α' | 'α' => 'A',
        'В' | 'в' | 'Β' => 'B',
        'с' | 'С' => 'C',
        'е' | 'Е' | 'Ε' => 'E',
        'Н' | 'н' | 'Η' => 'H',
        'і' | 'І' | 'Ι' | 'ι' => 'I',
        'ј' | 'Ј' => 'J',
        'К' | 'к' | 'Κ' | 'κ' => 'K',
        'М' | 'м' | 'Μ' => 'M',
        'Ν' => 'N',
        'о' | 'О' | 'Ο' | 'ο' => 'O',
        'р' | 'Р' | 'Ρ' | 'ρ' => 'P',
        'ѕ' | 'Ѕ' => 'S',
        'Т' | 'т' | 'Τ' => 'T',
        'х' | 'Х' | 'Χ' => 'X',
        'у' | 'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_140_names_come_to_one_alphabet() {
        assert_eq!(fold("  Crédit  Agricole S.A. "), "CREDIT AGRICOLE SA");
        assert_eq!(fold("Дмитрий Медведев"), "DMITRIY MEDVEDEV");
        assert_eq!(fold("Al-Qa'ida"), "AL QAIDA");
        assert_eq!(fold("Dr.Smith J.P. AT&T"), "DR SMITH JP AT AND T");
    }

    #[test]
    fn hidden_signs_and_look_alikes_change_nothing() {
        assert_eq!(fold("Pu\u{200b}tin \u{202e}Vla\u{00ad}dimir"), "PUTIN VLADIMIR");
        // Cyrillic а, р and о inside Latin words.
        assert_eq!(fold("Ivаn Реtrоv"), "IVAN PETROV");
    }

    #[test]
    fn a_long_name_is_bounded() {
        assert!(fold(&"Ж".repeat(5_000_000)).len() <= 4 * MAX_CHARS);
        assert_eq!(fold("\u{200b}\u{202e}"), "");
    }
}
