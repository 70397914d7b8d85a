//! Europe, with Türkiye.

use super::Proof::{CheckDigit, Form};
use super::Scheme;
use super::rules::{day, dot, last, luhn, mod_11, mod_11_10, number, pair, value};

macro_rules! scheme {
    ($id:literal, $country:literal, $forms:literal, $proof:ident, $example:literal, $rule:expr) => {
        Scheme { id: $id, country: $country, forms: $forms, proof: $proof, example: $example, rule: $rule }
    };
}

pub(super) const SCHEMES: &[Scheme] = &[
    scheme!("at-svnr", "AUT", "9999999999", CheckDigit, "1237010180", austria),
    scheme!("ba-jmbg", "BIH", "9999999999999", CheckDigit, "0101006100008", jmbg),
    scheme!("be-nrn", "BEL", "99999999999", CheckDigit, "85073003328", belgium),
    scheme!("bg-egn", "BGR", "9999999999", CheckDigit, "7523169263", bulgaria),
    scheme!("ch-ahv", "CHE", "7569999999999", CheckDigit, "7569217076985", ean),
    scheme!("cz-rc", "CZE", "9999999999", CheckDigit, "7103192745", rodne_cislo),
    scheme!("de-idnr", "DEU", "99999999999", CheckDigit, "36574261809", germany),
    scheme!("dk-cpr", "DNK", "9999999999", Form, "2110625629", |n| day(pair(n, 2), pair(n, 0))),
    scheme!("ee-ik", "EST", "99999999999", CheckDigit, "36805280109", baltic),
    scheme!("es-dni", "ESP", "99999999A", CheckDigit, "54362315K", |n| spain(number(&n[..8]), n)),
    scheme!("es-nie", "ESP", "X9999999A|Y9999999A|Z9999999A", CheckDigit, "X2482300W", nie),
    scheme!("fi-hetu", "FIN", "999999999*|999999A999*", CheckDigit, "131052-308T", finland),
    scheme!("fr-nir", "FRA", "999999999999999|999992A99999999|999992B99999999", CheckDigit, "295109912611193", france),
    scheme!("gb-nhs", "GBR", "9999999999", CheckDigit, "9434765870", |n| mod_11(n, &[10, 9, 8, 7, 6, 5, 4, 3, 2], 10)),
    scheme!("gb-nino", "GBR", "AA999999A", Form, "AB123456C", nino),
    scheme!("gr-amka", "GRC", "99999999999", CheckDigit, "01013099997", |n| day(pair(n, 2), pair(n, 0)) && luhn(n)),
    scheme!("hr-oib", "HRV", "99999999999", CheckDigit, "33392005961", mod_11_10),
    scheme!("ie-pps", "IRL", "9999999A|9999999AA", CheckDigit, "6433435F", ireland),
    scheme!("is-kt", "ISL", "9999999999", CheckDigit, "1201743399", iceland),
    scheme!("it-cf", "ITA", "AAAAAA99A99A999A", CheckDigit, "RCCMNL83S18D969H", italy),
    scheme!("lt-ak", "LTU", "99999999999", CheckDigit, "33309240064", baltic),
    scheme!("lv-pk", "LVA", "99999999999", CheckDigit, "16117519997", latvia),
    scheme!("md-idnp", "MDA", "9999999999999", CheckDigit, "1008600038413", moldova),
    scheme!("me-jmbg", "MNE", "9999999999999", CheckDigit, "0101006200002", jmbg),
    scheme!("mk-jmbg", "MKD", "9999999999999", CheckDigit, "0101006450009", jmbg),
    scheme!("nl-bsn", "NLD", "999999999", CheckDigit, "111222333", netherlands),
    scheme!("no-fnr", "NOR", "99999999999", CheckDigit, "15108695088", norway),
    scheme!("pl-pesel", "POL", "99999999999", CheckDigit, "44051401359", poland),
    scheme!("pt-cc", "PRT", "999999999**9", CheckDigit, "000000000ZZ4", portugal),
    scheme!("pt-nif", "PRT", "999999999", CheckDigit, "501964843", |n| mod_11(n, &[9, 8, 7, 6, 5, 4, 3, 2], 0)),
    scheme!("ro-cnp", "ROU", "9999999999999", CheckDigit, "1630615123457", romania),
    scheme!("rs-jmbg", "SRB", "9999999999999", CheckDigit, "0101006500006", jmbg),
    scheme!("ru-inn", "RUS", "999999999999", CheckDigit, "500100732259", russia_inn),
    scheme!("ru-snils", "RUS", "99999999999", CheckDigit, "11223344595", snils),
    scheme!("se-pnr", "SWE", "9999999999|999999999999", CheckDigit, "8803200016", sweden),
    scheme!("si-emso", "SVN", "9999999999999", CheckDigit, "0101006500006", jmbg),
    scheme!("sk-rc", "SVK", "9999999999", CheckDigit, "7103192745", rodne_cislo),
    scheme!("tr-tckn", "TUR", "99999999999", CheckDigit, "17291716060", turkiye),
    scheme!("ua-rnokpp", "UKR", "9999999999", CheckDigit, "1759013776", ukraine),
];

fn austria(n: &[u8]) -> bool {
    let sum = dot(n, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    n[0] != b'0' && value(n[3]) == sum % 11
}

/// The register's number of former Yugoslavia, kept by its successors.
fn jmbg(n: &[u8]) -> bool {
    day(pair(n, 2), pair(n, 0)) && mod_11(n, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 99)
}

fn belgium(n: &[u8]) -> bool {
    let check = number(&n[9..]);
    // Who was born from 2000 on has a 2 before the number.
    [0, 2_000_000_000].into_iter().any(|century| 97 - (century + number(&n[..9])) % 97 == check)
}

fn bulgaria(n: &[u8]) -> bool {
    // Months from 21 mean the 19th century, from 41 the 21st.
    day(pair(n, 2) % 20, pair(n, 4)) && dot(n, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == last(n)
}

/// EAN-13 (GS1).
fn ean(n: &[u8]) -> bool {
    dot(n, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

fn rodne_cislo(n: &[u8]) -> bool {
    // Months of women + 50; + 20 when the numbers of a day ran out.
    day(pair(n, 2) % 50 % 20, pair(n, 4)) && number(&n[..9]) % 11 % 10 == u64::from(last(n))
}

fn germany(n: &[u8]) -> bool {
    // Among the first ten, one digit stands twice or three times, the others at most once.
    let counts = (b'0'..=b'9').map(|d| n[..10].iter().filter(|b| **b == d).count());
    let repeated: Vec<usize> = counts.filter(|count| *count > 1).collect();
    n[0] != b'0' && matches!(repeated[..], [2] | [3]) && mod_11_10(n)
}

/// Estonia and Lithuania: a second row of weights where the first leaves ten.
fn baltic(n: &[u8]) -> bool {
    let first = dot(n, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let check = if first < 10 { first } else { dot(n, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 };
    day(pair(n, 3), pair(n, 5)) && check == last(n)
}

fn spain(number: u64, n: &[u8]) -> bool {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize] == n[n.len() - 1]
}

fn nie(n: &[u8]) -> bool {
    spain(u64::from(n[0] - b'X') * 10_000_000 + number(&n[1..8]), n)
}

fn finland(n: &[u8]) -> bool {
    // The century's sign may be a dash, which is left out, or a letter.
    let serial = &n[n.len() - 4..n.len() - 1];
    let remainder = (number(&n[..6]) * 1000 + number(serial)) % 31;
    day(pair(n, 2), pair(n, 0)) && b"0123456789ABCDEFHJKLMNPRSTUVWXY"[remainder as usize] == n[n.len() - 1]
}

fn france(n: &[u8]) -> bool {
    // Corsica's 2A and 2B count as 19 and 18.
    let mut digits = n.to_vec();
    match n[6] {
        b'A' => digits[5..7].copy_from_slice(b"19"),
        b'B' => digits[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    97 - number(&digits[..13]) % 97 == number(&digits[13..])
}

fn nino(n: &[u8]) -> bool {
    let never = |b: u8| b"DFIQUV".contains(&b);
    let prefix = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"].iter().any(|p| n[..2] == p[..]);
    !never(n[0]) && !never(n[1]) && n[1] != b'O' && !prefix && (b'A'..=b'D').contains(&n[8])
}

fn ireland(n: &[u8]) -> bool {
    let second = n.get(8).map_or(0, |b| if *b == b'W' { 0 } else { u32::from(b - b'A') + 1 });
    let sum = dot(n, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second;
    b"WABCDEFGHIJKLMNOPQRSTUV"[(sum % 23) as usize] == n[7]
}

fn iceland(n: &[u8]) -> bool {
    // The last digit is the century; the ninth is the check digit. Days of companies + 40.
    let century = matches!(n[9], b'0' | b'8' | b'9');
    century && day(pair(n, 2), pair(n, 0) % 40) && mod_11(&n[..9], &[3, 2, 7, 6, 5, 4, 3, 2], 99)
}

fn italy(n: &[u8]) -> bool {
    const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let letter = |b: u8| if b.is_ascii_digit() { usize::from(b - b'0') } else { usize::from(b - b'A') };
    let term = |(i, b): (usize, &u8)| if i % 2 == 0 { ODD[letter(*b)] } else { letter(*b) as u32 };
    let sum: u32 = n[..15].iter().enumerate().map(term).sum();
    b"ABCDEHLMPRST".contains(&n[8]) && u32::from(n[15] - b'A') == sum % 26
}

fn latvia(n: &[u8]) -> bool {
    // Numbers from 32 on, given since 2017, say nothing of the birth date and have no public check digit.
    if pair(n, 0) >= 32 {
        return true;
    }
    let sum = dot(n, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    day(pair(n, 2), pair(n, 0)) && (1 + sum) % 11 % 10 == last(n)
}

fn moldova(n: &[u8]) -> bool {
    dot(n, &[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == last(n)
}

fn netherlands(n: &[u8]) -> bool {
    let sum = dot(n, &[9, 8, 7, 6, 5, 4, 3, 2]);
    number(n) > 0 && sum % 11 == last(n)
}

fn norway(n: &[u8]) -> bool {
    // Days of D-numbers + 40, months of help and test numbers + 40 or + 80.
    let born = day(pair(n, 2) % 40, pair(n, 0) % 40);
    born && mod_11(&n[..10], &[3, 7, 6, 1, 8, 9, 4, 5, 2], 99) && mod_11(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 99)
}

fn poland(n: &[u8]) -> bool {
    // The century is in the month, in steps of 20.
    day(pair(n, 2) % 20, pair(n, 4)) && dot(n, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

/// Luhn's formula over letters too: what is over 9 when doubled loses 9, whatever it is.
fn portugal(n: &[u8]) -> bool {
    let doubled = |v: u32| if 2 * v > 9 { 2 * v - 9 } else { 2 * v };
    let term = |(i, b): (usize, &u8)| if i % 2 == 0 { value(*b) } else { doubled(value(*b)) };
    n.iter().rev().enumerate().map(term).sum::<u32>().is_multiple_of(10)
}

fn romania(n: &[u8]) -> bool {
    let remainder = dot(n, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    n[0] != b'0' && day(pair(n, 3), pair(n, 5)) && (if remainder == 10 { 1 } else { remainder }) == last(n)
}

fn russia_inn(n: &[u8]) -> bool {
    let eleventh = dot(&n[..10], &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    let twelfth = dot(&n[..11], &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    value(n[10]) == eleventh && value(n[11]) == twelfth
}

fn snils(n: &[u8]) -> bool {
    dot(n, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == pair(n, 9)
}

fn sweden(n: &[u8]) -> bool {
    let ten = &n[n.len() - 10..];
    // Days of coordination numbers + 60.
    day(pair(ten, 2), pair(ten, 4) % 60) && luhn(ten)
}

fn turkiye(n: &[u8]) -> bool {
    let odd: u32 = n[..9].iter().step_by(2).map(|b| value(*b)).sum();
    let even: u32 = n[1..8].iter().step_by(2).map(|b| value(*b)).sum();
    let sum: u32 = n[..10].iter().map(|b| value(*b)).sum();
    // 9·even is −even modulo 10.
    n[0] != b'0' && (odd * 7 + even * 9) % 10 == value(n[9]) && sum % 10 == value(n[10])
}

fn ukraine(n: &[u8]) -> bool {
    // 10 is −1 modulo 11.
    dot(n, &[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == last(n)
}
