//! Keys for reading a chip, from its machine-readable zone (ICAO 9303-11 §4.3 and §9.7). For host SDKs that talk to it.

use super::algorithm::Hash;
use crate::mrz::{Mrz, check_digit};
use crate::sensitive::Sensitive;

/// Keys of basic access control: two-key 3DES, parity adjusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BacKeys {
    /// For encryption.
    pub encryption: Sensitive<Vec<u8>>,
    /// For message authentication.
    pub authentication: Sensitive<Vec<u8>>,
}

/// Document number, birth date and expiry date, each with its check digit (9303-11 §4.3.2). `None` where the zone has no
/// expiry date.
pub fn mrz_information(mrz: &Mrz<'_>) -> Option<Sensitive<String>> {
    let (number, rest) = mrz.document_number();
    let number = format!("{number}{rest}");
    // Shorter numbers are filled up as they are printed.
    let number = format!("{number:<<9}");
    let (birth, expiry) = (mrz.raw(mrz.layout.birth), mrz.raw(mrz.layout.expiry?));
    let with_digit = |text: &str| format!("{text}{}", char::from(check_digit::over(&[text.as_bytes()])));
    Some([number.as_str(), birth, expiry].map(with_digit).concat().into())
}

/// Key seed of basic access control: 16 bytes (9303-11 §4.3.2).
pub fn bac_seed(information: &Sensitive<String>) -> Sensitive<Vec<u8>> {
    let mut hash = Hash::Sha1.of(information.expose().as_bytes());
    hash.truncate(16);
    Sensitive::new(hash)
}

/// Password of PACE with the machine-readable zone: 20 bytes (9303-11 §4.4.4.1).
pub fn pace_password(information: &Sensitive<String>) -> Sensitive<Vec<u8>> {
    Sensitive::new(Hash::Sha1.of(information.expose().as_bytes()))
}

/// 3DES keys of a seed (9303-11 §9.7.1 and §9.7.2).
pub fn bac_keys(seed: &Sensitive<Vec<u8>>) -> BacKeys {
    let key = |counter: u32| {
        let mut key = Hash::Sha1.of(&[seed.expose(), &counter.to_be_bytes()[..]].concat());
        key.truncate(16);
        for byte in &mut key {
            // DES keys have odd parity in the lowest bit.
            *byte = *byte & 0xfe | u8::from((*byte >> 1).count_ones() % 2 == 0);
        }
        Sensitive::new(key)
    };
    BacKeys { encryption: key(1), authentication: key(2) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::mrz;

    /// The worked example of ICAO 9303-11 appendix D.1 and D.2.
    #[test]
    fn keys_of_the_worked_example() {
        let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<14"];
        let information = mrz_information(&mrz::parse(&lines).unwrap()).unwrap();
        assert_eq!(information.expose(), "L898902C<369080619406236");
        let hex = |bytes: &Sensitive<Vec<u8>>| bytes.expose().iter().map(|b| format!("{b:02X}")).collect::<String>();
        let seed = bac_seed(&information);
        assert_eq!(hex(&seed), "239AB9CB282DAF66231DC5A4DF6BFBAE");
        assert_eq!(hex(&bac_keys(&seed).encryption), "AB94FDECF2674FDFB9B391F85D7F76F2");
        assert_eq!(hex(&bac_keys(&seed).authentication), "7962D9ECE03D1ACD4C76089DCE131543");
        assert_eq!(hex(&pace_password(&information))[..32], hex(&seed));
    }
}
