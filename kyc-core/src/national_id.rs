//! National numbers of persons: form and check digits, from the public definitions of the issuing states.
//!
//! A table of [`Scheme`]s by region; each row says the form, the rule and one number that is right (a published specimen or
//! one computed by the rule; no living person is meant). A number that satisfies its scheme may still belong to nobody.

mod africa;
mod america;
mod asia;
mod europe;
mod rules;

/// How much a scheme can say of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Its last characters follow from the others.
    CheckDigit,
    /// Only form, dates and ranges: the state publishes no check digit, or gave it up.
    Form,
}

/// A national number.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Stable name: ISO alpha-2 of the state and the number's own name, e.g. `es-dni`.
    pub id: &'static str,
    /// Issuing state, ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Forms parted by `|`: `9` a digit, `A` a letter, `*` either, anything else itself.
    pub forms: &'static str,
    /// Whether it has check digits.
    pub proof: Proof,
    /// A number that is right.
    pub example: &'static str,
    rule: fn(&[u8]) -> bool,
}

/// What a scheme says of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Form and rule hold.
    Right,
    /// The form holds, the rule (check digit, date, range) does not.
    Wrong,
    /// It has not this scheme's form.
    OtherForm,
}

/// Longest number that is looked at; longer text is [`Answer::OtherForm`].
const LONGEST: usize = 64;

/// Every scheme.
pub fn schemes() -> impl Iterator<Item = &'static Scheme> {
    [europe::SCHEMES, america::SCHEMES, asia::SCHEMES, africa::SCHEMES].into_iter().flatten()
}

/// The scheme of that name.
pub fn scheme(id: &str) -> Option<&'static Scheme> {
    schemes().find(|scheme| scheme.id == id)
}

impl Scheme {
    /// Judges a number as written: blanks, dots, dashes, slashes and brackets are left out, letters may be small.
    pub fn check(&self, number: &str) -> Answer {
        let Some(number) = compact(number) else { return Answer::OtherForm };
        if !self.forms.split('|').any(|form| has_form(form, &number)) {
            return Answer::OtherForm;
        }
        if (self.rule)(&number) { Answer::Right } else { Answer::Wrong }
    }
}

/// What the schemes of a state say of a number: the best answer of those whose form it has.
pub fn check(country: &str, number: &str) -> Answer {
    let answers = schemes().filter(|scheme| scheme.country == country).map(|scheme| scheme.check(number));
    answers.fold(Answer::OtherForm, |best, answer| match (best, answer) {
        (Answer::Right, _) | (_, Answer::Right) => Answer::Right,
        (Answer::Wrong, _) | (_, Answer::Wrong) => Answer::Wrong,
        _ => Answer::OtherForm,
    })
}

fn compact(number: &str) -> Option<Vec<u8>> {
    if number.len() > LONGEST {
        return None;
    }
    let kept = number.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '/' | '(' | ')' | '<'));
    kept.map(|c| c.is_ascii_alphanumeric().then(|| c.to_ascii_uppercase() as u8)).collect()
}

fn has_form(form: &str, number: &[u8]) -> bool {
    let fits = |(form, b): (u8, &u8)| match form {
        b'9' => b.is_ascii_digit(),
        b'A' => b.is_ascii_uppercase(),
        b'*' => true,
        literal => literal == *b,
    };
    form.len() == number.len() && form.bytes().zip(number).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_forty_schemes_have_check_digits_and_each_knows_its_example() {
        assert!(schemes().filter(|scheme| scheme.proof == Proof::CheckDigit).count() >= 40);
        for scheme in schemes() {
            assert_eq!(scheme.check(scheme.example), Answer::Right, "{}", scheme.id);
            assert_eq!(check(scheme.country, scheme.example), Answer::Right, "{}", scheme.id);
            assert_eq!(schemes().filter(|other| other.id == scheme.id).count(), 1, "{}", scheme.id);
        }
    }

    #[test]
    fn every_other_last_character_is_wrong() {
        // Iceland's last digit is the century; its check digit stands before it.
        let checked = |scheme: &&Scheme| scheme.proof == Proof::CheckDigit && scheme.id != "is-kt";
        for scheme in schemes().filter(checked) {
            let number = compact(scheme.example).unwrap_or_default();
            let (last, head) = number.split_last().map(|(last, head)| (*last, head.to_vec())).unwrap_or_default();
            let same_kind = |b: &u8| *b != last && b.is_ascii_digit() == last.is_ascii_digit() && b.is_ascii_alphanumeric();
            for other in (b'0'..=b'Z').filter(same_kind) {
                let mut changed = head.clone();
                changed.push(other);
                let text = String::from_utf8_lossy(&changed).into_owned();
                assert_ne!(scheme.check(&text), Answer::Right, "{} {text}", scheme.id);
            }
        }
    }

    #[test]
    fn what_is_no_number_has_another_form_and_nothing_panics() {
        for scheme in schemes() {
            for text in ["", "-", "0", "é", "12345678901234567890123456789", "\u{202e}123", &"9".repeat(100_000)] {
                assert_eq!(scheme.check(text), Answer::OtherForm, "{}", scheme.id);
            }
            // Every text of the right form is answered, whatever its digits.
            for fill in ['0', '5', '9', 'A', 'Z'] {
                for form in scheme.forms.split('|') {
                    let text: String = form
                        .chars()
                        .map(|f| match f {
                            '9' => {
                                if fill.is_ascii_digit() {
                                    fill
                                } else {
                                    '1'
                                }
                            }
                            'A' => {
                                if fill.is_ascii_digit() {
                                    'I'
                                } else {
                                    fill
                                }
                            }
                            '*' => fill,
                            literal => literal,
                        })
                        .collect();
                    assert_ne!(scheme.check(&text), Answer::OtherForm, "{} {text}", scheme.id);
                }
            }
        }
    }

    #[test]
    fn separators_and_small_letters_do_not_matter() {
        assert_eq!(check("ESP", "54362315-k"), Answer::Right);
        assert_eq!(check("HKG", "A123456(3)"), Answer::Right);
        assert_eq!(check("BRA", "390.533.447-05"), Answer::Right);
        assert_eq!(check("XXX", "390.533.447-05"), Answer::OtherForm);
    }
}
