//! Phone numbers in the international form of ITU-T E.164.

/// Most digits, country code included (E.164 §6.1).
const MAX_DIGITS: usize = 15;
/// Fewest digits. E.164 names none; the shortest national plans in use give seven with the country code.
const MIN_DIGITS: usize = 7;

/// Whether `number` is `+`, a digit that is not 0, and digits only: no spaces, no brackets.
pub fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_022_e164_format() {
        assert!(is_e164("+2250701020304") && is_e164("+33612345678") && is_e164("+6834000") && is_e164("+123456789012345"));
        for bad in [
            "",
            "+",
            "0612345678",
            "33612345678",
            "+0612345678",
            "+33 6 12 34 56 78",
            "+1234567890123456",
            "+123456",
            "+３３６１２３４５６７８",
        ] {
            assert!(!is_e164(bad), "{bad}");
        }
    }
}
