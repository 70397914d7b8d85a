//! `verify_chip`: the files of a contactless chip, read and authenticated.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::{date_schema, iso_date, picture};
use crate::chip::{self, AgreementRecord, ChipFiles, DataGroup, SignedChallenge};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::wire::{ChipEvidence, ChipLeniency};

/// Longest file of a chip that is read, in bytes; DG2 of real chips holds some tens of thousands.
const LONGEST_FILE: usize = 4 << 20;
/// Longest trust blob in bytes; a master list of all countries has about one million.
const LONGEST_TRUST: usize = 64 << 20;

/// Reads and passively authenticates a chip (ICAO 9303-10, 9303-11).
#[derive(Debug)]
pub struct VerifyChip;

/// A data group and its blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataGroupBlob {
    /// 1 to 16.
    pub number: u32,
    /// Index of the blob with the file, from its tag to its end.
    pub blob: u32,
}

/// The exchange of active authentication (ICAO 9303-11 §6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveAuthentication {
    /// Index of the blob with the challenge: the 8 bytes that the host drew at random and sent.
    pub challenge: u32,
    /// Index of the blob with the chip's signature: the data of its response.
    pub response: u32,
}

/// The host's record of chip authentication (ICAO 9303-11 §6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipAuthentication {
    /// Index of the blob with the host's ephemeral private key: a number, big-endian. It has served its purpose.
    pub private_key: u32,
    /// Identifier of the chip's key that was used; needed where DG14 has several.
    #[serde(default)]
    pub key: Option<u32>,
    /// Index of the blob with the first response after the agreement, as the chip protected it.
    pub response: u32,
    /// The send sequence counter of that response. Default 2, for the answer to the first command.
    #[serde(default = "second")]
    pub counter: u64,
}

fn second() -> u64 {
    2
}

/// The files of a chip and what to hold them against, by blob index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipBlobs {
    /// EF.COM.
    #[serde(default)]
    pub com: Option<u32>,
    /// EF.SOD.
    pub sod: u32,
    /// Data groups, each at most once.
    #[serde(default)]
    pub data_groups: Vec<DataGroupBlob>,
    /// Certificates of country signing authorities (DER or PEM) and master lists. The host vouches for them.
    #[serde(default)]
    pub trust: Vec<u32>,
    /// Revocation lists of the authorities (DER or PEM).
    #[serde(default)]
    pub revocation_lists: Vec<u32>,
    /// Proof that the chip is no copy: it signed a challenge.
    #[serde(default)]
    pub active_authentication: Option<ActiveAuthentication>,
    /// The same by key agreement.
    #[serde(default)]
    pub chip_authentication: Option<ChipAuthentication>,
    /// Departures from the standard to allow. Default none.
    #[serde(default)]
    pub allow: Vec<ChipLeniency>,
}

/// A chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyChipRequest {
    /// Its files.
    pub chip: ChipBlobs,
    /// The day to judge for. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyChipResponse {
    /// The chip.
    pub chip: ChipEvidence,
}

impl Operation for VerifyChip {
    const NAME: &'static str = "verify_chip";
    const NEEDS_MODELS: bool = false;
    type Request = VerifyChipRequest;
    type Response = VerifyChipResponse;

    fn run(_: &Engine, request: VerifyChipRequest, blobs: &[&[u8]]) -> Result<VerifyChipResponse> {
        Ok(VerifyChipResponse { chip: request.chip.verify(blobs, request.today)? })
    }
}

impl ChipBlobs {
    /// Reads and authenticates.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`], [`Code::BlobMissing`], [`Code::TooManyBytes`]: of the request, never of what the files hold.
    pub(super) fn verify(&self, blobs: &[&[u8]], today: NaiveDate) -> Result<ChipEvidence> {
        let numbers = self.data_groups.iter().map(|group| group.number);
        let mut seen = [false; 17];
        for number in numbers {
            let known = (1..=16).contains(&number);
            if !known || std::mem::replace(&mut seen[number as usize % 17], true) {
                return Err(Error::new(Code::InvalidRequest, "data groups are numbered 1 to 16, each at most once"));
            }
        }
        let file = |index, limit| -> Result<&[u8]> {
            let bytes = picture(blobs, index)?.bytes;
            let fits = bytes.len() <= limit;
            fits.then_some(bytes).ok_or_else(|| Error::new(Code::TooManyBytes, format!("blob {index} is over {limit} bytes")))
        };
        let com = self.com.map(|index| file(index, LONGEST_FILE)).transpose()?;
        let sod = file(self.sod, LONGEST_FILE)?;
        let group = |g: &DataGroupBlob| Ok(DataGroup { number: g.number, blob: g.blob, bytes: file(g.blob, LONGEST_FILE)? });
        let groups: Vec<_> = self.data_groups.iter().map(group).collect::<Result<_>>()?;
        let trust: Vec<_> = self.trust.iter().map(|index| file(*index, LONGEST_TRUST)).collect::<Result<_>>()?;
        let revocation: Vec<_> = self.revocation_lists.iter().map(|index| file(*index, LONGEST_TRUST)).collect::<Result<_>>()?;
        let active = self.active_authentication.map(|exchange| {
            let (challenge, response) = (file(exchange.challenge, LONGEST_FILE)?, file(exchange.response, LONGEST_FILE)?);
            Result::Ok(SignedChallenge { challenge, response })
        });
        let agreement = self.chip_authentication.map(|record| {
            let (private_key, response) = (file(record.private_key, LONGEST_FILE)?, file(record.response, LONGEST_FILE)?);
            Result::Ok(AgreementRecord { private_key, key: record.key, response, counter: record.counter })
        });
        let files = ChipFiles {
            com,
            sod,
            groups: &groups,
            trust: &trust,
            revocation: &revocation,
            active: active.transpose()?,
            agreement: agreement.transpose()?,
            allowed: &self.allow,
            today,
        };
        Ok(chip::verify(files))
    }
}
