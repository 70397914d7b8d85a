//! Evidence: what was seen, never what it means. The seam between the two halves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActiveEvidence, BlocklistEvidence, Capture, ChipEvidence, DeviceSignals, DocumentEvidence, FaceEvidence, FaceMatchEvidence,
    Field, ForensicsEvidence, LivenessEvidence, ProfileEvidence, ProviderAnswer, Quad, RiskSignals, ScreeningEvidence,
};

/// Schema name of [`Evidence`]; judgement refuses any other.
pub const EVIDENCE_SCHEMA: &str = "kyc.evidence/1";

/// Something that was looked for: found, or not found for a stated reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Seen{T}")]
pub enum Seen<T> {
    /// It was seen.
    Seen(T),
    /// It was not.
    NotSeen {
        /// Why.
        reason: NotSeen,
    },
}

impl<T> Seen<T> {
    /// Not seen, for `reason`.
    pub const fn not(reason: NotSeen) -> Self {
        Seen::NotSeen { reason }
    }

    /// The value if it was seen.
    pub fn seen(&self) -> Option<&T> {
        match self {
            Seen::Seen(value) => Some(value),
            Seen::NotSeen { .. } => None,
        }
    }

    /// The reason if it was not.
    pub fn reason(&self) -> Option<NotSeen> {
        match self {
            Seen::Seen(_) => None,
            Seen::NotSeen { reason } => Some(*reason),
        }
    }

    /// A borrowed view.
    pub fn as_ref(&self) -> Seen<&T> {
        match self {
            Seen::Seen(value) => Seen::Seen(value),
            Seen::NotSeen { reason } => Seen::NotSeen { reason: *reason },
        }
    }

    /// Changes the value if it was seen.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Seen<U> {
        match self {
            Seen::Seen(value) => Seen::Seen(f(value)),
            Seen::NotSeen { reason } => Seen::NotSeen { reason },
        }
    }
}

/// Why something was not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotSeen {
    /// The caller did not hand in what it would be seen on.
    NotProvided,
    /// The picture could not be decoded; [`Capture::picture`] says why.
    NoPicture,
    /// It was looked for and is not there.
    NotFound,
    /// No face in the picture.
    NoFace,
    /// More than one face where exactly one is wanted.
    SeveralFaces,
    /// The face is there but too small, too turned or too covered to be measured.
    FaceUnusable,
    /// Something like it is there but cannot be read with confidence.
    Unreadable,
    /// It needs something else that was not seen.
    Blocked,
    /// No configured model or backend can look for it.
    NotSupported,
    /// The caller or the policy asked not to look.
    Skipped,
}

/// Where something was seen and by what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Index of the blob in the request; absent when it was handed in as text.
    pub blob: Option<u32>,
    /// Where in the picture.
    pub region: Option<Quad>,
    /// Manifest id of the model that saw it; absent when no model was used.
    pub model: Option<String>,
}

/// A model that took part, by manifest id and the hash of its weights.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelUse {
    /// Manifest id.
    pub id: String,
    /// Lower-case hex SHA-256 of the weights that ran.
    pub sha256: String,
}

/// Everything that was seen in one case. Storable; judging it again gives the same report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Always [`EVIDENCE_SCHEMA`].
    pub schema: String,
    /// The pictures as handed in, in blob order.
    pub captures: Vec<Capture>,
    /// The document, both sides merged.
    pub document: Seen<DocumentEvidence>,
    /// The portrait printed on the document.
    pub portrait: Seen<FaceEvidence>,
    /// The face on the live photo.
    pub selfie: Seen<FaceEvidence>,
    /// Whether the live photo shows a live person.
    pub liveness: Seen<LivenessEvidence>,
    /// The live face compared with the portrait (or the stored photo).
    pub face_match: Seen<FaceMatchEvidence>,
    /// What the applicant declared (KYA).
    pub profile: Seen<ProfileEvidence>,
    /// Risk signals that the host supplied (F-150).
    #[serde(default = "nobody_asked::<RiskSignals>", skip_serializing_if = "was_not_provided")]
    pub signals: Seen<RiskSignals>,
    /// What watchlists say (F-142): of an engine with lists, or supplied by the host.
    #[serde(default = "nobody_asked::<ScreeningEvidence>", skip_serializing_if = "was_not_provided")]
    pub screening: Seen<ScreeningEvidence>,
    /// What data providers answered, asked by the host (F-140); at most 64.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<ProviderAnswer>,
    /// What of the case the host has barred before.
    #[serde(default = "nobody_asked::<BlocklistEvidence>", skip_serializing_if = "was_not_provided")]
    pub blocklist: Seen<BlocklistEvidence>,
    /// What the capture code of the live photo claims of its device and camera (F-010 to F-015).
    #[serde(default = "nobody_asked::<DeviceSignals>", skip_serializing_if = "was_not_provided")]
    pub device: Seen<DeviceSignals>,
    /// Signs of tampering and recapture in the pictures of the document (F-080, F-090).
    #[serde(default = "nobody_asked::<ForensicsEvidence>", skip_serializing_if = "was_not_provided")]
    pub forensics: Seen<ForensicsEvidence>,
    /// The document's contactless chip, read and authenticated (ICAO 9303-11).
    #[serde(default = "nobody_asked::<ChipEvidence>", skip_serializing_if = "was_not_provided")]
    pub chip: Seen<ChipEvidence>,
    /// The live face compared with the chip's portrait.
    #[serde(default = "nobody_asked::<FaceMatchEvidence>", skip_serializing_if = "was_not_provided")]
    pub chip_match: Seen<FaceMatchEvidence>,
    /// What was seen of a person who was asked to move (F-112).
    #[serde(default = "nobody_asked::<ActiveEvidence>", skip_serializing_if = "was_not_provided")]
    pub active_liveness: Seen<ActiveEvidence>,
    /// The models that took part, sorted by id.
    pub models: Vec<ModelUse>,
}

// Evidence from before there were signals or screening has none, and evidence without them is written as it was then.
fn nobody_asked<T>() -> Seen<T> {
    Seen::not(NotSeen::NotProvided)
}

fn was_not_provided<T>(seen: &Seen<T>) -> bool {
    seen.reason() == Some(NotSeen::NotProvided)
}

impl Evidence {
    /// Every field with all its readings: those on the document, then the chip's.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = self.document.seen().map_or_else(Vec::new, |document| document.fields.clone());
        for of_chip in self.chip.seen().iter().flat_map(|chip| &chip.fields) {
            match fields.iter_mut().find(|field| field.name == of_chip.name) {
                Some(field) => field.readings.extend(of_chip.readings.iter().cloned()),
                None => fields.push(of_chip.clone()),
            }
        }
        fields
    }

    /// Evidence in which nothing was handed in and nothing seen.
    pub fn empty() -> Self {
        Self {
            schema: EVIDENCE_SCHEMA.to_owned(),
            captures: Vec::new(),
            document: Seen::not(NotSeen::NotProvided),
            portrait: Seen::not(NotSeen::NotProvided),
            selfie: Seen::not(NotSeen::NotProvided),
            liveness: Seen::not(NotSeen::NotProvided),
            face_match: Seen::not(NotSeen::NotProvided),
            profile: Seen::not(NotSeen::NotProvided),
            signals: nobody_asked(),
            screening: nobody_asked(),
            providers: Vec::new(),
            blocklist: nobody_asked(),
            device: nobody_asked(),
            forensics: nobody_asked(),
            chip: nobody_asked(),
            chip_match: nobody_asked(),
            active_liveness: nobody_asked(),
            models: Vec::new(),
        }
    }
}
