//! Africa.

use super::Proof::{CheckDigit, Form};
use super::Scheme;
use super::rules::{all_same, day, luhn, pair};

macro_rules! scheme {
    ($id:literal, $country:literal, $forms:literal, $proof:ident, $example:literal, $rule:expr) => {
        Scheme { id: $id, country: $country, forms: $forms, proof: $proof, example: $example, rule: $rule }
    };
}

pub(super) const SCHEMES: &[Scheme] = &[
    scheme!("eg-nid", "EGY", "29999999999999|39999999999999", Form, "29001011234567", |n| day(pair(n, 3), pair(n, 5))),
    scheme!("ng-nin", "NGA", "99999999999", Form, "12345678901", |n| !all_same(n)),
    scheme!("za-id", "ZAF", "9999999999999", CheckDigit, "7503305044089", |n| day(pair(n, 2), pair(n, 4)) && luhn(n)),
];
