//! Issuers: the identification numbers that AAMVA assigned, and the states and provinces behind them.

/// Who issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issuer {
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// The two letters of the postal service, which are also the second part of the ISO 3166-2 code.
    pub jurisdiction: &'static str,
}

impl Issuer {
    /// ISO 3166-2, such as `US-VA`.
    pub fn subdivision(&self) -> String {
        let country = match self.country {
            "CAN" => "CA",
            "MEX" => "MX",
            _ => "US",
        };
        format!("{country}-{}", self.jurisdiction)
    }
}

/// AAMVA's list of issuer identification numbers. `636xxx` were assigned in one run, `6044xx` afterwards.
const UNITED_STATES: &[(&str, &str)] = &[
    ("636000", "VA"),
    ("636001", "NY"),
    ("636002", "MA"),
    ("636003", "MD"),
    ("636004", "NC"),
    ("636005", "SC"),
    ("636006", "CT"),
    ("636007", "LA"),
    ("636008", "MT"),
    ("636009", "NM"),
    ("636010", "FL"),
    ("636011", "DE"),
    ("636014", "CA"),
    ("636015", "TX"),
    ("636018", "IA"),
    ("636019", "GU"),
    ("636020", "CO"),
    ("636021", "AR"),
    ("636022", "KS"),
    ("636023", "OH"),
    ("636024", "VT"),
    ("636025", "PA"),
    ("636026", "AZ"),
    ("636029", "OR"),
    ("636030", "MO"),
    ("636031", "WI"),
    ("636032", "MI"),
    ("636033", "AL"),
    ("636034", "ND"),
    ("636035", "IL"),
    ("636036", "NJ"),
    ("636037", "IN"),
    ("636038", "MN"),
    ("636039", "NH"),
    ("636040", "UT"),
    ("636041", "ME"),
    ("636042", "SD"),
    ("636043", "DC"),
    ("636045", "WA"),
    ("636046", "KY"),
    ("636047", "HI"),
    ("636049", "NV"),
    ("636050", "ID"),
    ("636051", "MS"),
    ("636052", "RI"),
    ("636053", "TN"),
    ("636054", "NE"),
    ("636055", "GA"),
    ("636058", "OK"),
    ("636059", "AK"),
    ("636060", "WY"),
    ("636061", "WV"),
    ("636062", "VI"),
    ("604427", "AS"),
    ("604430", "MP"),
    ("604431", "PR"),
];

const CANADA: &[(&str, &str)] = &[
    ("636012", "ON"),
    ("636013", "NS"),
    ("636016", "NL"),
    ("636017", "NB"),
    ("636028", "BC"),
    ("636044", "SK"),
    ("636048", "MB"),
    ("604426", "PE"),
    ("604428", "QC"),
    ("604429", "YT"),
    ("604432", "AB"),
    ("604433", "NU"),
    ("604434", "NT"),
];

const MEXICO: &[(&str, &str)] = &[("636056", "COA"), ("636057", "HID")];

const COUNTRIES: [(&str, &[(&str, &str)]); 3] = [("USA", UNITED_STATES), ("CAN", CANADA), ("MEX", MEXICO)];

/// The issuer with that identification number.
pub fn issuer(number: &str) -> Option<Issuer> {
    find(|(other, _)| other == number)
}

/// The issuer of that state or province, by its two letters.
pub(super) fn of_jurisdiction(letters: &str) -> Option<Issuer> {
    find(|(_, other)| other == letters)
}

fn find(wanted: impl Fn((&str, &str)) -> bool) -> Option<Issuer> {
    COUNTRIES.iter().find_map(|(country, list)| {
        let (_, jurisdiction) = list.iter().find(|(number, letters)| wanted((number, letters)))?;
        Some(Issuer { country, jurisdiction })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_and_no_jurisdiction_stands_twice() {
        let mut all: Vec<_> = COUNTRIES.iter().flat_map(|(_, list)| list.iter()).collect();
        // 50 states, the capital, 5 territories; 13 provinces and territories; 2 states of Mexico.
        assert_eq!(all.len(), 56 + 13 + 2);
        all.sort();
        assert!(all.windows(2).all(|pair| pair[0].0 != pair[1].0));
        all.sort_by_key(|(_, letters)| *letters);
        assert!(all.windows(2).all(|pair| pair[0].1 != pair[1].1));
        assert_eq!(issuer("636017").map(|i| i.subdivision()).as_deref(), Some("CA-NB"));
    }
}
