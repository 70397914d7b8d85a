//! America.

use super::Proof::{CheckDigit, Form};
use super::Scheme;
use super::rules::{all_same, day, dot, last, luhn, mod_11, number, pair, value};

macro_rules! scheme {
    ($id:literal, $country:literal, $forms:literal, $proof:ident, $example:literal, $rule:expr) => {
        Scheme { id: $id, country: $country, forms: $forms, proof: $proof, example: $example, rule: $rule }
    };
}

pub(super) const SCHEMES: &[Scheme] = &[
    scheme!("ar-cuit", "ARG", "99999999999", CheckDigit, "20267565393", argentina),
    scheme!("br-cpf", "BRA", "99999999999", CheckDigit, "39053344705", cpf),
    scheme!("ca-sin", "CAN", "999999999", CheckDigit, "123456782", |n| n[0] != b'0' && n[0] != b'8' && luhn(n)),
    scheme!("cl-rut", "CHL", "9999999*|99999999*", CheckDigit, "76086428-5", rut),
    scheme!("do-cedula", "DOM", "99999999999", CheckDigit, "00113918205", luhn),
    scheme!("ec-cedula", "ECU", "9999999999", CheckDigit, "1714307103", ecuador),
    scheme!("mx-curp", "MEX", "AAAA999999AAAAAA*9", CheckDigit, "BOXW310820HNERXN09", curp),
    scheme!("us-ssn", "USA", "999999999", Form, "536904399", ssn),
    scheme!("uy-ci", "URY", "99999999", CheckDigit, "12345672", |n| dot(n, &[2, 9, 8, 7, 6, 3, 4, 1]).is_multiple_of(10)),
];

fn argentina(n: &[u8]) -> bool {
    const KINDS: [u32; 12] = [20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51, 55];
    KINDS.contains(&pair(n, 0)) && mod_11(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 9)
}

fn cpf(n: &[u8]) -> bool {
    let digit = |head: &[u8]| {
        let sum: u32 = head.iter().rev().zip(2..).map(|(b, w)| value(*b) * w).sum();
        (11 - sum % 11) % 11 % 10
    };
    !all_same(n) && digit(&n[..9]) == value(n[9]) && digit(&n[..10]) == value(n[10])
}

fn rut(n: &[u8]) -> bool {
    let Some((check, head)) = n.split_last() else { return false };
    let sum: u32 = head.iter().rev().zip([2, 3, 4, 5, 6, 7].iter().cycle()).map(|(b, w)| value(*b) * w).sum();
    b"0123456789K"[((11 - sum % 11) % 11) as usize] == *check
}

fn ecuador(n: &[u8]) -> bool {
    let province = pair(n, 0);
    ((1..=24).contains(&province) || province == 30) && n[2] <= b'6' && luhn(n)
}

fn curp(n: &[u8]) -> bool {
    // The alphabet has an Ñ between N and O, so letters from O on count one more.
    let letter = |b: u8| value(b) + u32::from(b > b'N');
    let sum: u32 = n[..17].iter().zip((2..=18).rev()).map(|(b, w)| letter(*b) * w).sum();
    day(pair(n, 6), pair(n, 8)) && matches!(n[10], b'H' | b'M' | b'X') && (10 - sum % 10) % 10 == last(n)
}

fn ssn(n: &[u8]) -> bool {
    let area = number(&n[..3]);
    area != 0 && area != 666 && area < 900 && number(&n[3..5]) != 0 && number(&n[5..]) != 0
}
