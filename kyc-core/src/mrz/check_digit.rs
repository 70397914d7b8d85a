//! Check digits (ICAO 9303-3 §4.9): weights 7, 3, 1; digits count as themselves, A–Z as 10–35, `<` as 0; modulo 10.

/// Value of a character, or `None` when it has no place in a machine-readable zone.
pub const fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some((byte - b'0') as u32),
        b'A'..=b'Z' => Some((byte - b'A') as u32 + 10),
        b'<' => Some(0),
        _ => None,
    }
}

// Values modulo 10 are all that matters; a table keeps the sum free of branches.
const VALUES: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut byte = 0;
    while byte < 256 {
        if let Some(v) = value(byte as u8) {
            table[byte] = (v % 10) as u8;
        }
        byte += 1;
    }
    table
};

/// The check digit of several pieces taken as one, as an ASCII digit. Characters outside the alphabet count as 0; the
/// parser refuses them beforehand.
pub fn over(pieces: &[&[u8]]) -> u8 {
    const WEIGHTS: [u32; 3] = [7, 3, 1];
    let mut sum = 0;
    let mut at = 0;
    for piece in pieces {
        for &byte in *piece {
            sum += u32::from(VALUES[byte as usize]) * WEIGHTS[at];
            at = if at == 2 { 0 } else { at + 1 };
        }
    }
    b'0' + (sum % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_9303_3_hold() {
        // 9303-3 appendix A: date 520727 → 3; document number AB2134<<< → 5.
        assert_eq!(over(&[b"520727"]), b'3');
        assert_eq!(over(&[b"AB2134<<<"]), b'5');
        assert_eq!(over(&[b"AB21", b"34<<<"]), b'5');
    }
}
