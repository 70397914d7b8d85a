//! Dates whose parts may be unknown.

use chrono::NaiveDate;

/// The first and the last day a normalised date can be: `1990-XX-XX` is the whole year. None when it is no date, or when
/// its year is not known.
pub(super) fn span(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let year: i32 = number(year)?.try_into().ok()?;
    match (month, day) {
        ("XX", "XX") => Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)),
        // A day without its month tells no more than the year.
        ("XX", day) if (1..=31).contains(&two_digits(day)?) => {
            Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
        }
        (month, "XX") => {
            let month = two_digits(month)?;
            let next =
                if month == 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, month + 1, 1) };
            Some((NaiveDate::from_ymd_opt(year, month, 1)?, next?.pred_opt()?))
        }
        (month, day) => {
            let date = NaiveDate::from_ymd_opt(year, two_digits(month)?, two_digits(day)?)?;
            Some((date, date))
        }
    }
}

/// Whether too little of the date is known to compare it, as opposed to a date that cannot be.
pub(super) fn is_unknown(text: &str) -> bool {
    text.is_empty() || text.starts_with("XXXX")
}

fn two_digits(text: &str) -> Option<u32> {
    if text.len() == 2 { number(text) } else { None }
}

fn number(text: &str) -> Option<u32> {
    // `parse` alone would take a sign.
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(date: &str) -> Option<(String, String)> {
        span(date).map(|(first, last)| (first.to_string(), last.to_string()))
    }

    #[test]
    fn unknown_parts_widen_the_span() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(text("1990-03-15"), pair("1990-03-15", "1990-03-15"));
        assert_eq!(text("1990-02-XX"), pair("1990-02-01", "1990-02-28"));
        assert_eq!(text("2028-12-XX"), pair("2028-12-01", "2028-12-31"));
        assert_eq!(text("1990-XX-XX"), pair("1990-01-01", "1990-12-31"));
        assert_eq!(text("1990-XX-15"), pair("1990-01-01", "1990-12-31"));
        for bad in [
            "",
            "1990",
            "1990-02-30",
            "1990-13-01",
            "+990-01-01",
            "90-01-01",
            "1990-1-1",
            "1990-01-01-01",
            "XXXX-XX-XX",
            "1990-XX-99",
        ] {
            assert_eq!(text(bad), None, "{bad}");
        }
    }
}
