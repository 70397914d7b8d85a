//! Dates as printed on documents.

use chrono::{Datelike, NaiveDate};

use crate::wire::DateOrder;

/// Month names by their beginnings, folded to ASCII capitals: English, French, Spanish, German, Italian, Portuguese, Dutch,
/// Polish and others share most of them.
const MONTHS: [&[&str]; 12] = [
    &["JAN", "ENE", "GEN", "STY"],
    &["FEB", "FEV", "LUT"],
    &["MAR", "MRZ", "MAER", "MRT", "MAA"],
    &["APR", "AVR", "ABR", "KWI"],
    &["MAY", "MAI", "MAJ", "MAG", "MEI"],
    &["JUN", "JUIN", "GIU", "CZE"],
    &["JUL", "JUIL", "LUG", "LIP"],
    &["AUG", "AOU", "AGO", "SIE"],
    &["SEP", "SET", "WRZ"],
    &["OCT", "OKT", "OTT", "OUT", "PAZ"],
    &["NOV", "LIS"],
    &["DEC", "DEZ", "DIC", "DES", "GRU"],
];

/// The date that `text` stands for, and the order that was assumed for it. Day and month that could be swapped are read by
/// `order`; without one they are no date, and neither are two dates: taking one would be a guess.
pub(crate) fn read(text: &str, today: NaiveDate, order: Option<DateOrder>) -> Option<(NaiveDate, Option<DateOrder>)> {
    match parse(text, today).as_slice() {
        [date] => Some((*date, None)),
        [day_first, month_first] if swapped(*day_first, *month_first) => match order? {
            DateOrder::DayFirst => Some((*day_first, order)),
            DateOrder::MonthFirst => Some((*month_first, order)),
            DateOrder::YearFirst => None,
        },
        _ => None,
    }
}

fn swapped(a: NaiveDate, b: NaiveDate) -> bool {
    a.year() == b.year() && a.day() == b.month() && a.month() == b.day()
}

/// Every date that `text` may stand for: more than one where day and month could be swapped, the day-first reading first.
/// Two-digit years are taken in the hundred years that end twenty years after `today`.
pub(crate) fn parse(text: &str, today: NaiveDate) -> Vec<NaiveDate> {
    let mut parts: Vec<String> = Vec::new();
    for c in super::labels::fold(text).chars() {
        let joins = parts.last().and_then(|part| part.chars().last()).is_some_and(|last| {
            (last.is_ascii_digit() && c.is_ascii_digit()) || (last.is_ascii_alphabetic() && c.is_ascii_alphabetic())
        });
        match parts.last_mut() {
            Some(part) if joins => part.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    parts.retain(|part| part.chars().all(|c| c.is_ascii_alphanumeric()));
    let mut found = Vec::new();
    // A bilingual month ("AUG/AOÛT") is one month.
    parts.dedup_by(|b, a| month(a).is_some() && month(a) == month(b));
    for window in parts.windows(3) {
        let [a, b, c] = window else { continue };
        let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
        let candidates = match (number(a), month(b), number(b), number(c)) {
            (Some(day), Some(month), _, Some(_)) => vec![(full_year(c, today), month, day)],
            (Some(_), _, Some(month), Some(day)) if a.len() == 4 => vec![(full_year(a, today), month, day)],
            (Some(day), _, Some(month), Some(_)) if c.len() == 4 || (c.len() == 2 && a.len() == 2 && b.len() == 2) => {
                let year = full_year(c, today);
                vec![(year, month, day), (year, day, month)]
            }
            _ => match (month(a), number(b), number(c)) {
                (Some(month), Some(day), Some(_)) if c.len() == 4 => vec![(full_year(c, today), month, day)],
                _ => Vec::new(),
            },
        };
        found.extend(candidates.into_iter().filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year?, month, day)));
    }
    found.dedup();
    found
}

fn month(part: &str) -> Option<u32> {
    if part.len() < 3 || !part.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    MONTHS.iter().position(|names| names.iter().any(|name| part.starts_with(name))).map(|index| index as u32 + 1)
}

fn full_year(part: &str, today: NaiveDate) -> Option<i32> {
    let year: i32 = part.parse().ok()?;
    match part.len() {
        4 if (1900..2100).contains(&year) => Some(year),
        2 => {
            let century = today.year() / 100 * 100;
            let year = century + year;
            Some(if year > today.year() + 20 { year - 100 } else { year })
        }
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_014_f_062_printed_dates_become_iso_dates() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let first = |text: &str| parse(text, today).first().map(ToString::to_string).unwrap_or_default();
        for text in [
            "12 AUG 1974",
            "12 AUG/AOÛT 74",
            "12.08.1974",
            "1974-08-12",
            "Date of birth 12 août 1974",
            "12/08/1974",
            "12 08 1974",
        ] {
            assert_eq!(first(text), "1974-08-12", "{text}");
        }
        assert_eq!(first("AUG 12, 1974"), "1974-08-12");
        assert_eq!(first("15.04.32"), "2032-04-15");
        assert_eq!(parse("04/05/2030", today).len(), 2);
        let by = |text, order| read(text, today, order).map(|(date, assumed)| (date.to_string(), assumed));
        for (order, date) in [(DateOrder::DayFirst, "1990-04-03"), (DateOrder::MonthFirst, "1990-03-04")] {
            assert_eq!(by("03/04/1990", Some(order)), Some((date.to_owned(), Some(order))));
        }
        assert_eq!(by("03/04/1990", None), None);
        assert_eq!(by("15/03/1990", Some(DateOrder::MonthFirst)), Some(("1990-03-15".to_owned(), None)));
        assert_eq!(by("05/05/1990", None), Some(("1990-05-05".to_owned(), None)));
        assert_eq!(by("15/03/1990 16/03/2020", Some(DateOrder::DayFirst)), None);
        for text in ["", "12", "99.99.2020", "L898902C3", "2020", "31.02.2020", "12345678", "1 2 3"] {
            assert!(parse(text, today).is_empty(), "{text}");
        }
    }
}
