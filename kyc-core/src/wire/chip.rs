//! What a contactless chip says, and whether its issuer signed it (ICAO 9303-10, 9303-11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, Outcome, Seen};

/// Why a chip check came out as it did. Each reason has one [`Outcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChipReason {
    /// Everything holds.
    Verified,
    /// Not the structure that ICAO 9303-10 prescribes.
    Malformed,
    /// An object of another content type where EF.SOD's are due.
    ContentType,
    /// A version that ICAO 9303-10 does not allow.
    Version,
    /// Bytes after the end of the object.
    TrailingBytes,
    /// A data group's bytes do not have the signed hash.
    HashMismatch,
    /// A data group was handed in that the security object does not list.
    NotListed,
    /// The signed attributes hold another hash than the security object has.
    MessageDigest,
    /// The signature is not one by this key over these bytes.
    SignatureWrong,
    /// The signature is right in sense but not in the encoding that the standard prescribes.
    SignatureEncoding,
    /// The security object names a signer whose certificate it does not hold.
    SignerNotFound,
    /// No trust anchor has the name of the certificate's issuer.
    IssuerNotFound,
    /// The trust anchor is no certificate authority.
    NotAnAuthority,
    /// The key is too short, too long, not on its curve, or otherwise unusable.
    KeyUnusable,
    /// A certificate was not valid at the time of signing.
    OutsideValidity,
    /// The certificate is on its issuer's revocation list.
    Revoked,
    /// No list handed in is one of the certificate's issuer, signed by it and current.
    NoUsableRevocationList,
    /// A challenge of another length than the standard prescribes.
    ChallengeLength,
    /// The checksum of the chip's response is not one by the agreed key.
    ChecksumWrong,
    /// An algorithm that this engine does not verify.
    AlgorithmNotSupported,
    /// A curve that this engine does not know, or explicit parameters that are no known curve's.
    CurveNotSupported,
    /// The caller handed in nothing to check.
    NotSupplied,
    /// The caller handed in no trust anchor.
    NoTrustAnchors,
    /// An earlier step that this one needs did not pass.
    EarlierStep,
}

impl ChipReason {
    /// The outcome that the reason stands for. What could not be verified is never a pass.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Verified => Outcome::Pass,
            Self::NoUsableRevocationList
            | Self::AlgorithmNotSupported
            | Self::CurveNotSupported
            | Self::NotSupplied
            | Self::NoTrustAnchors
            | Self::EarlierStep => Outcome::NotRun,
            _ => Outcome::Fail,
        }
    }
}

/// One check of a chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipCheck {
    /// How it came out.
    pub outcome: Outcome,
    /// Why.
    pub reason: ChipReason,
}

impl From<ChipReason> for ChipCheck {
    fn from(reason: ChipReason) -> Self {
        Self { outcome: reason.outcome(), reason }
    }
}

/// A departure from the standard that a caller may allow. None is allowed by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChipLeniency {
    /// ECDSA signatures as plain `r‖s` where the algorithm prescribes DER (RFC 5480).
    RawEcdsaSignature,
    /// A signer identifier that names no certificate, where the security object holds exactly one; or one whose
    /// version is not the one for its kind (RFC 5652 §5.3).
    SignerIdentifier,
    /// A security object without the tag of EF.SOD (0x77) around it.
    FileTag,
    /// An ECDSA signature over the hash that the signer's digest algorithm names, where the signature algorithm names a
    /// shorter one (RFC 5754 §3.2 has them agree).
    SignatureHash,
}

/// A data group that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipDataGroup {
    /// 1 to 16.
    pub number: u32,
    /// Whether its bytes have the signed hash.
    pub hash: ChipCheck,
    /// Whether its content could be read; `not_run` with `not_supplied` for groups that this engine does not read.
    pub content: ChipCheck,
}

/// Passive authentication step by step (ICAO 9303-11 §5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassiveAuthentication {
    /// EF.SOD's structure.
    pub structure: ChipCheck,
    /// The document signer's signature over the hashes.
    pub signature: ChipCheck,
    /// The document signer's certificate, signed by a trust anchor.
    pub chain: ChipCheck,
    /// Both certificates' validity at the time of signing; without a signing time, at `today`.
    pub validity: ChipCheck,
    /// The document signer's certificate against revocation lists. `not_run` does not stop `overall`.
    pub revocation: ChipCheck,
    /// Every data group handed in against its hash.
    pub hashes: ChipCheck,
    /// The first of the steps that did not pass, or `verified`.
    pub overall: ChipCheck,
    /// Leniencies without which a step would have failed.
    pub leniencies_used: Vec<ChipLeniency>,
}

/// Encoding of the chip's portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChipPortraitFormat {
    /// JPEG: other operations take these bytes as a picture.
    Jpeg,
    /// JPEG 2000: found, but this engine does not decode it.
    Jpeg2000,
}

/// Where the portrait lies in DG2's blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipPortrait {
    /// Index of DG2's blob.
    pub blob: u32,
    /// First byte.
    pub offset: u32,
    /// Bytes.
    pub length: u32,
    /// Encoding, by the picture's own first bytes.
    pub format: ChipPortraitFormat,
}

/// What a chip says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChipEvidence {
    /// Version of the logical data structure, such as `0107`: from the signed object (LDS 1.8), else from EF.COM.
    pub lds_version: Option<String>,
    /// Data groups that EF.COM announces, in its order.
    pub announced: Vec<u32>,
    /// Data groups that the security object lists.
    pub listed: Vec<u32>,
    /// Data groups that were handed in, in the order of the request.
    pub data_groups: Vec<ChipDataGroup>,
    /// Whether the issuer signed what the chip says.
    pub passive_authentication: PassiveAuthentication,
    /// Active authentication: the chip signed the host's challenge with the key of DG15 (ICAO 9303-11 §6.1). Worth no more than
    /// `passive_authentication` says, which vouches for the key.
    #[serde(default = "not_supplied")]
    pub active_authentication: ChipCheck,
    /// Chip authentication: the chip agreed on keys with the static key of DG14 (ICAO 9303-11 §6.2), as the host recorded it.
    /// Worth no more than `passive_authentication` says.
    #[serde(default = "not_supplied")]
    pub chip_authentication: ChipCheck,
    /// Fields of DG1, DG11 and DG12. Worth no more than `passive_authentication` says.
    pub fields: Vec<Field>,
    /// Portrait of DG2.
    pub portrait: Seen<ChipPortrait>,
    /// Trust anchors that could be read.
    pub trust_anchors: u32,
    /// Blobs handed in as trust that hold no certificate or master list.
    pub trust_unreadable: u32,
}

// Evidence from before the two were checked has neither.
fn not_supplied() -> ChipCheck {
    ChipReason::NotSupplied.into()
}
