//! Keys for reading a chip, from its machine-readable zone (ICAO 9303-11 §4.3 and §9.7). For host SDKs that talk to it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::algorithm::Hash;
use super::infos::Cipher;
use super::keys::{Purpose, derived};
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
    let (birth, expiry) = (mrz.raw(mrz.layout.birth?), mrz.raw(mrz.layout.expiry?));
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
    let key = |purpose| Sensitive::new(derived(seed.expose(), Cipher::TripleDes, purpose));
    BacKeys { encryption: key(Purpose::Encryption), authentication: key(Purpose::Authentication) }
}

/// Ciphers of PACE and of secure messaging after it (9303-11 §9.2.3); the chip names the one it uses in EF.CardAccess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaceCipher {
    /// Two-key triple DES.
    TripleDes,
    /// AES with keys of 128 bits.
    Aes128,
    /// AES with keys of 192 bits.
    Aes192,
    /// AES with keys of 256 bits.
    Aes256,
}

impl PaceCipher {
    const fn cipher(self) -> Cipher {
        match self {
            Self::TripleDes => Cipher::TripleDes,
            Self::Aes128 => Cipher::Aes128,
            Self::Aes192 => Cipher::Aes192,
            Self::Aes256 => Cipher::Aes256,
        }
    }
}

/// K_π, the key that encrypts the chip's nonce in PACE (9303-11 §9.7.3). `password` is [`pace_password`], or the characters of
/// a card access number as they are printed.
pub fn pace_key(password: &[u8], cipher: PaceCipher) -> Sensitive<Vec<u8>> {
    Sensitive::new(derived(password, cipher.cipher(), Purpose::Password))
}

/// Keys of secure messaging for a shared secret, of PACE or of chip authentication (9303-11 §9.7.1): encryption, then message
/// authentication.
pub fn session_keys(secret: &[u8], cipher: PaceCipher) -> (Sensitive<Vec<u8>>, Sensitive<Vec<u8>>) {
    let key = |purpose| Sensitive::new(derived(secret, cipher.cipher(), purpose));
    (key(Purpose::Encryption), key(Purpose::Authentication))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use num_bigint::BigUint;

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

    /// The worked example of ICAO 9303-11 appendix G.1: K_π of its zone, and the session keys of its shared secret. The card
    /// access number is that of BSI TR-03110's example.
    #[test]
    fn pace_keys_of_the_worked_example() {
        let information = Sensitive::from("T22000129364081251010318");
        let password = pace_password(&information);
        let hex = |bytes: &Sensitive<Vec<u8>>| bytes.expose().iter().map(|b| format!("{b:02X}")).collect::<String>();
        assert_eq!(hex(&password), "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD");
        assert_eq!(hex(&pace_key(password.expose(), PaceCipher::Aes128)), "89DED1B26624EC1E634C1989302849DD");
        assert_eq!(hex(&pace_key(b"123456", PaceCipher::Aes128)), "591468CDA83D65219CCCB8560233600F");
        let secret = BigUint::parse_bytes(b"28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925", 16).unwrap();
        let (encryption, authentication) = session_keys(&secret.to_bytes_be(), PaceCipher::Aes128);
        assert_eq!(hex(&encryption), "F5F0E35C0D7161EE6724EE513A0D9A7F");
        assert_eq!(hex(&authentication), "FE251C7858B356B24514B3BD5F4297D1");
        // The longer keys by another implementation: Python's hashlib.
        assert_eq!(hex(&pace_key(b"123456", PaceCipher::Aes192)), "8DF3278FB32026E66277357FCD6C826DBEB3DE32088B2531");
        assert_eq!(
            hex(&pace_key(b"123456", PaceCipher::Aes256)),
            "8DF3278FB32026E66277357FCD6C826DBEB3DE32088B2531757D753940185923"
        );
    }
}
