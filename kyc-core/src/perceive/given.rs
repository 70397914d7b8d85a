//! What comes into a case beside its pictures, already seen: what the applicant declared, the chip, frames of a moving person.

use super::capture::capture;
use super::{Blob, Models, Stage, Trace};
use crate::error::Result;
use crate::face::{self, Embedding, Face, Purpose};
use crate::image::DecodeLimits;
use crate::wire::{ActiveEvidence, ChipEvidence, Evidence, FaceMatchEvidence, NotSeen, ProfileEvidence, Role, Seen};

/// What is put beside the pictures.
#[derive(Default)]
pub struct Given<'b> {
    /// What the applicant declared.
    pub profile: Option<ProfileEvidence>,
    /// The chip.
    pub chip: Option<Chip<'b>>,
    /// A sequence of frames.
    pub active: Option<Active>,
}

/// A chip that was read.
pub struct Chip<'b> {
    /// What it says.
    pub evidence: ChipEvidence,
    /// Its portrait's file.
    pub portrait: Seen<Blob<'b>>,
}

/// A sequence of frames that was looked at.
pub struct Active {
    /// What was seen; who it is, is still open.
    pub evidence: ActiveEvidence,
    /// Who the frames show.
    pub person: Option<Embedding>,
}

impl Given<'_> {
    /// Puts it into the evidence, its faces compared with the live photo's.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`].
    pub fn put(
        self,
        evidence: &mut Evidence,
        live: Option<&Face>,
        limits: &DecodeLimits,
        models: &Models,
        trace: &mut Trace,
    ) -> Result<()> {
        // Why there is no live face to compare with.
        let nobody = evidence.selfie.reason().unwrap_or(NotSeen::Blocked);
        evidence.profile = self.profile.map_or(Seen::not(NotSeen::NotProvided), Seen::Seen);
        if let Some(chip) = self.chip {
            evidence.chip_match = match (live, chip.portrait) {
                (_, Seen::NotSeen { reason }) => Seen::not(reason),
                (None, _) => Seen::not(nobody),
                (Some(live), Seen::Seen(file)) => trace.stage(Stage::FaceMatch, || with_portrait(live, file, limits, models))?,
            };
            evidence.chip = Seen::Seen(chip.evidence);
        }
        if let Some(active) = self.active {
            let same_person = match (live, active.person) {
                (_, None) => Seen::not(NotSeen::NotFound),
                (None, _) => Seen::not(nobody),
                // By the first embedder alone: frames are followed without the second.
                (Some(live), Some(person)) => Seen::Seen(face::compare(&live.embedding, &person, &models.face.embedder)),
            };
            evidence.active_liveness = Seen::Seen(ActiveEvidence { same_person, ..active.evidence });
        }
        Ok(())
    }
}

/// The live face against the picture of a chip.
fn with_portrait(live: &Face, file: Blob<'_>, limits: &DecodeLimits, models: &Models) -> Result<Seen<FaceMatchEvidence>> {
    let (_, pixels) = capture(file, Role::Reference, limits);
    let Some(pixels) = pixels else { return Ok(Seen::not(NotSeen::NoPicture)) };
    let seen = face::observe(&pixels, file.index, Purpose::Portrait, &models.face)?;
    Ok(match seen.face {
        Some(portrait) => Seen::Seen(face::compare_faces(live, &portrait, &models.face)),
        None => Seen::not(seen.evidence.reason().unwrap_or(NotSeen::Unreadable)),
    })
}
