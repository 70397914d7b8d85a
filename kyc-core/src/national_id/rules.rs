//! Arithmetic that several states share. Every function takes the compact number: ASCII digits and capital letters.

/// Value of a character: 0 to 9, A is 10.
pub(super) fn value(b: u8) -> u32 {
    if b.is_ascii_digit() { u32::from(b - b'0') } else { u32::from(b.saturating_sub(b'A')) + 10 }
}

/// Value of the last character.
pub(super) fn last(n: &[u8]) -> u32 {
    n.last().map_or(0, |b| value(*b))
}

/// Sum of values times weights, over the shorter of both.
pub(super) fn dot(n: &[u8], weights: &[u32]) -> u32 {
    n.iter().zip(weights).map(|(b, w)| value(*b) * w).sum()
}

/// The digits as a number; at most 18 digits are given.
pub(super) fn number(n: &[u8]) -> u64 {
    n.iter().fold(0, |sum, b| sum * 10 + u64::from(value(*b)))
}

/// Two digits at `at`.
pub(super) fn pair(n: &[u8], at: usize) -> u32 {
    n.get(at..at + 2).map_or(0, |two| number(two) as u32)
}

/// Whether a day of that month can exist, in some year.
pub(super) fn day(month: u32, day: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether all characters are one.
pub(super) fn all_same(n: &[u8]) -> bool {
    n.iter().all(|b| Some(b) == n.first())
}

/// Luhn's formula (ISO/IEC 7812-1 annex B).
pub(super) fn luhn(n: &[u8]) -> bool {
    let doubled = |(i, b): (usize, &u8)| if i % 2 == 0 { value(*b) } else { value(*b) * 2 / 10 + value(*b) * 2 % 10 };
    n.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// Verhoeff's dihedral scheme.
pub(super) fn verhoeff(n: &[u8]) -> bool {
    const PERMUTE: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    // The dihedral group of order ten: rotations 0 to 4, reflections 5 to 9.
    let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let permuted = |(i, b): (usize, &u8)| (0..i % 8).fold(value(*b), |d, _| PERMUTE[d as usize % 10]);
    n.iter().rev().enumerate().map(permuted).fold(0, multiply) == 0
}

/// ISO 7064 MOD 11,10.
pub(super) fn mod_11_10(n: &[u8]) -> bool {
    let Some((_, head)) = n.split_last() else { return false };
    let product = head.iter().fold(10, |p, b| {
        let s = (p + value(*b)) % 10;
        (if s == 0 { 10 } else { s }) * 2 % 11
    });
    (product + last(n)) % 10 == 1
}

/// ISO 7064 MOD 11-2, `X` being ten.
pub(super) fn mod_11_2(n: &[u8]) -> bool {
    let term = |b: &u8| if *b == b'X' { 10 } else { value(*b) };
    n.iter().fold(0, |sum, b| (sum * 2 + term(b)) % 11) == 1
}

/// The weighted sum of the head, 11 less its remainder, is the last digit; 11 counts as 0 and 10 as `ten`.
pub(super) fn mod_11(n: &[u8], weights: &[u32], ten: u32) -> bool {
    let head = n.len().saturating_sub(1);
    let check = match 11 - dot(&n[..head], weights) % 11 {
        11 => 0,
        10 => ten,
        other => other,
    };
    check == last(n)
}
