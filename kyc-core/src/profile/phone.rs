//! Phone numbers: the international form of ITU-T E.164, and what a number's plan says of it.

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use phonenumber::{Mode, PhoneNumber, country};
use regex::RegexBuilder;

use crate::wire::PhoneKind;

/// Most digits, country code included (E.164 §6.1).
const MAX_DIGITS: usize = 15;
/// Fewest digits. E.164 names none; the shortest national plans in use give seven with the country code.
const MIN_DIGITS: usize = 7;
/// Characters of a number as people write it that are looked at; longer text is no number.
const MAX_WRITTEN: usize = 40;

/// A number that its country's plan assigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// `+` and digits only.
    pub e164: String,
    /// Whose plan it is of, ISO 3166-1 alpha-2; none for numbers of no country (`+800`, `+883`).
    pub region: Option<String>,
    /// What the plan gives such numbers for.
    pub kind: PhoneKind,
}

/// Whether `number` is `+`, a digit that is not 0, and digits only: no spaces, no brackets.
pub fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// Reads a number as people write it. One in national form needs the `region` (ISO 3166-1 alpha-2) it is dialled in.
///
/// None when it is no number, or none that a plan assigns. The plans are those of Google's libphonenumber, in the version
/// that the `phonenumber` crate carries.
pub fn read(number: &str, region: Option<&str>) -> Option<Phone> {
    let number = number.trim();
    let dialled = |c: char| c.is_ascii_digit() || " +-./()".contains(c);
    if number.is_empty() || number.len() > MAX_WRITTEN || !number.chars().all(dialled) {
        return None;
    }
    let dialled_in: Option<country::Id> = region.and_then(|region| region.parse().ok());
    let read = phonenumber::parse(dialled_in, number).ok()?;
    let (region, kind) = plan(&read)?;
    let e164 = read.format().mode(Mode::E164).to_string();
    is_e164(&e164).then_some(Phone { e164, region, kind })
}

/// Whose plan a number is of, and what that gives it for. The crate's own answers look at the number without its leading
/// zeros, which Italy and others dial, and at its beginning only; a plan means all of it.
fn plan(number: &PhoneNumber) -> Option<(Option<String>, PhoneKind)> {
    let code = number.country().code();
    let national = number.national().to_string();
    let regions = DATABASE.region(&code)?;
    if regions == ["001"] {
        let plans = DATABASE.by_code(&code)?;
        return Some((None, kind(plans.first()?, &national)?));
    }
    let several = regions.len() > 1;
    for region in regions {
        let Some(plan) = DATABASE.by_id(region) else { continue };
        let led = plan.leading_digits().and_then(|digits| digits.find(&national));
        let is_of_it = match plan.leading_digits() {
            _ if !several => true,
            Some(_) => led.is_some_and(|found| found.start() == 0),
            None => kind(plan, &national).is_some(),
        };
        if is_of_it {
            return Some((Some(region.to_owned()), kind(plan, &national)?));
        }
    }
    None
}

/// What a plan gives a number for; none when it assigns no such number.
fn kind(plan: &Metadata, national: &str) -> Option<PhoneKind> {
    let all = plan.descriptors();
    if !covers(all.general(), national) {
        return None;
    }
    let covers = |of: Option<&Descriptor>| of.is_some_and(|of| covers(of, national));
    let special = [
        (all.premium_rate(), PhoneKind::PremiumRate),
        (all.toll_free(), PhoneKind::TollFree),
        (all.shared_cost(), PhoneKind::SharedCost),
        (all.voip(), PhoneKind::Voip),
        (all.personal_number(), PhoneKind::PersonalNumber),
        (all.pager(), PhoneKind::Pager),
        (all.uan(), PhoneKind::Company),
        (all.voicemail(), PhoneKind::Voicemail),
    ];
    if let Some((_, kind)) = special.into_iter().find(|(of, _)| covers(*of)) {
        return Some(kind);
    }
    match (covers(all.fixed_line()), covers(all.mobile())) {
        (true, true) => Some(PhoneKind::FixedLineOrMobile),
        (true, false) => Some(PhoneKind::FixedLine),
        (false, true) => Some(PhoneKind::Mobile),
        (false, false) => None,
    }
}

/// Whether a pattern is that of the whole number.
fn covers(of: &Descriptor, national: &str) -> bool {
    // The first is quick and cached; it also takes numbers that only begin so. Patterns are written over several lines.
    let whole = || RegexBuilder::new(&format!("^(?:{})$", of.national_number().as_str())).ignore_whitespace(true).build().ok();
    of.is_match(national) && whole().is_some_and(|whole| whole.is_match(national))
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

    #[test]
    fn a_022_numbers_by_their_plan() {
        let phone = |number, region| read(number, region).map(|p| (p.e164, p.region.unwrap_or_default(), p.kind));
        let is = |e164: &str, region: &str, kind| Some((e164.to_owned(), region.to_owned(), kind));
        assert_eq!(phone("+33 6 12 34 56 78", None), is("+33612345678", "FR", PhoneKind::Mobile));
        assert_eq!(phone("06 12 34 56 78", Some("FR")), is("+33612345678", "FR", PhoneKind::Mobile));
        assert_eq!(phone("+44 56 1234 5678", None), is("+445612345678", "GB", PhoneKind::Voip));
        assert_eq!(phone("+225 07 01 02 03 04", None), is("+2250701020304", "CI", PhoneKind::Mobile));
        for bad in ["", "06 12 34 56 78", "+33 0", "+999 123 456 789", "call me", "+33 6 12 34 56 78 ext. 9"] {
            assert_eq!(phone(bad, None), None, "{bad}");
        }
    }

    #[test]
    fn hostile_numbers_are_refused_and_nothing_breaks() {
        for bad in ["+", "++", "00", "+00", "(", "+1", "+1((((((((((((((((", "0000000000000000000000", "+33------------", "1/2/3"]
        {
            for region in [None, Some("FR"), Some("ZZ"), Some("")] {
                assert_eq!(read(bad, region), None, "{bad}");
            }
        }
        assert_eq!(read(&"9".repeat(5_000_000), None), None);
    }
}
