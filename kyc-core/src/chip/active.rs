//! Active authentication (ICAO 9303-11 §6.1): the chip signed the host's challenge with a key that never leaves it, so it is
//! no copy.

use super::algorithm::Scheme;
use super::certificate::PublicKey;
use super::der::{SEQUENCE, only};
use super::{Files, infos};
use crate::wire::ChipReason;

/// Bytes of a challenge (§6.1.2).
const CHALLENGE: usize = 8;

/// What the host sent and what the chip answered.
#[derive(Debug, Clone, Copy)]
pub struct SignedChallenge<'a> {
    /// The challenge, 8 bytes that the host drew at random.
    pub challenge: &'a [u8],
    /// The chip's signature, the data of its response.
    pub response: &'a [u8],
}

/// Checks the signature with the key of DG15.
pub(super) fn authenticate(files: &Files<'_>, exchange: Option<SignedChallenge<'_>>) -> ChipReason {
    let Some(exchange) = exchange else { return ChipReason::NotSupplied };
    check(files, exchange).err().unwrap_or(ChipReason::Verified)
}

fn check(files: &Files<'_>, exchange: SignedChallenge<'_>) -> Result<(), ChipReason> {
    // A key that its issuer did not sign proves nothing.
    let dg15 = files.authentic(15)?;
    if exchange.challenge.len() != CHALLENGE {
        return Err(ChipReason::ChallengeLength);
    }
    match PublicKey::read(only(only(dg15, 0x6f)?.value, SEQUENCE)?)? {
        PublicKey::Rsa(key) => key.verify_recovery(exchange.challenge, exchange.response),
        PublicKey::Ec(key) => {
            // §6.1.2.3: DG14 names the hash where the key is an elliptic one.
            let infos = infos::read(files.authentic(14)?)?;
            let name = infos::active_authentication(&infos)?.ok_or(ChipReason::NotListed)?;
            let hash = Scheme::plain_hash(name).ok_or(ChipReason::AlgorithmNotSupported)?;
            key.verify(&hash.of(exchange.challenge), exchange.response, true, false).map(|_| ())
        }
    }
}
