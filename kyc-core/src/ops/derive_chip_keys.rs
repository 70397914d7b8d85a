//! `derive_chip_keys`: what a host's SDK needs to open a chip (ICAO 9303-11 §4.3, §4.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::chip::access::{PaceCipher, bac_keys, bac_seed, mrz_information, pace_key, pace_password};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::mrz;
use crate::sensitive::Sensitive;
use crate::wire::{NotSeen, Seen};

/// Digits of a card access number (9303-11 §4.4.2: six; later cards have up to eight).
const ACCESS_NUMBER: std::ops::RangeInclusive<usize> = 6..=8;

/// Derives the keys.
#[derive(Debug)]
pub struct DeriveChipKeys;

/// Exactly one of `mrz` and `card_access_number`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeriveChipKeysRequest {
    /// The lines of the machine-readable zone, separated by line breaks.
    #[serde(default)]
    pub mrz: Option<Sensitive<String>>,
    /// The number printed on the document's front, 6 to 8 digits.
    #[serde(default)]
    pub card_access_number: Option<Sensitive<String>>,
    /// The cipher that EF.CardAccess names for PACE. Default `aes128`.
    #[serde(default = "usual")]
    pub cipher: PaceCipher,
}

fn usual() -> PaceCipher {
    PaceCipher::Aes128
}

/// The keys, or why there are none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeriveChipKeysResponse {
    /// The keys: `unreadable` where the text is no zone or has no date of expiry, or the number is no access number.
    pub keys: Seen<ChipKeys>,
}

/// Keys as lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipKeys {
    /// K_Enc of basic access control: two-key triple DES, 16 bytes. Absent for an access number.
    pub bac_encryption: Option<Sensitive<String>>,
    /// K_MAC of basic access control, 16 bytes.
    pub bac_authentication: Option<Sensitive<String>>,
    /// K_π of PACE: 16, 24 or 32 bytes by the cipher.
    pub pace: Sensitive<String>,
}

impl Operation for DeriveChipKeys {
    const NAME: &'static str = "derive_chip_keys";
    const NEEDS_MODELS: bool = false;
    type Request = DeriveChipKeysRequest;
    type Response = DeriveChipKeysResponse;

    fn run(_: &Engine, request: DeriveChipKeysRequest, _: &[&[u8]]) -> Result<DeriveChipKeysResponse> {
        let cipher = request.cipher;
        let keys = match (request.mrz, request.card_access_number) {
            (Some(zone), None) => of_zone(zone.expose(), cipher),
            (None, Some(number)) => of_number(number.expose(), cipher),
            _ => return Err(Error::new(Code::InvalidRequest, "exactly one of `mrz` and `card_access_number` is needed")),
        };
        Ok(DeriveChipKeysResponse { keys: keys.map_or(Seen::not(NotSeen::Unreadable), Seen::Seen) })
    }
}

fn of_zone(text: &str, cipher: PaceCipher) -> Option<ChipKeys> {
    let lines = mrz::read_text(text).ok()?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let information = mrz_information(&mrz::parse(&lines).ok()?)?;
    let bac = bac_keys(&bac_seed(&information));
    Some(ChipKeys {
        bac_encryption: Some(hex(&bac.encryption)),
        bac_authentication: Some(hex(&bac.authentication)),
        pace: hex(&pace_key(pace_password(&information).expose(), cipher)),
    })
}

fn of_number(number: &str, cipher: PaceCipher) -> Option<ChipKeys> {
    let is_one = ACCESS_NUMBER.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let pace = is_one.then(|| hex(&pace_key(number.as_bytes(), cipher)))?;
    Some(ChipKeys { bac_encryption: None, bac_authentication: None, pace })
}

fn hex(key: &Sensitive<Vec<u8>>) -> Sensitive<String> {
    Sensitive::new(key.expose().iter().map(|byte| format!("{byte:02x}")).collect())
}
