//! Limits for forensics (F-080, F-090).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::{ForensicMeasure, Unit};

/// From these scores on a sign is worth a person's look. Each starts **at** its value; every default is 0.5, the operating
/// point of the measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ForensicsPolicy {
    /// Parts of different history.
    pub tampering: Unit,
    /// A part that stands there twice.
    pub copy_move: Unit,
    /// Seams.
    pub splicing: Unit,
    /// Characters that differ from their line.
    pub font: Unit,
    /// A second compression.
    pub compression: Unit,
    /// Editing programs.
    pub metadata: Unit,
    /// A screen.
    pub screen: Unit,
    /// A photocopy.
    pub photocopy: Unit,
    /// A print.
    pub print: Unit,
    /// A digital file.
    pub digital: Unit,
    /// A hologram that is missing.
    pub hologram: Unit,
    /// Microprint that is missing.
    pub microprint: Unit,
}

impl Default for ForensicsPolicy {
    fn default() -> Self {
        let at = Unit::from_micros(500_000);
        Self {
            tampering: at,
            copy_move: at,
            splicing: at,
            font: at,
            compression: at,
            metadata: at,
            screen: at,
            photocopy: at,
            print: at,
            digital: at,
            hologram: at,
            microprint: at,
        }
    }
}

impl ForensicsPolicy {
    /// The limit of a measure.
    pub fn of(&self, measure: ForensicMeasure) -> Unit {
        match measure {
            ForensicMeasure::Tampering => self.tampering,
            ForensicMeasure::CopyMove => self.copy_move,
            ForensicMeasure::Splicing => self.splicing,
            ForensicMeasure::Font => self.font,
            ForensicMeasure::Compression => self.compression,
            ForensicMeasure::Metadata => self.metadata,
            ForensicMeasure::Screen => self.screen,
            ForensicMeasure::Photocopy => self.photocopy,
            ForensicMeasure::Print => self.print,
            ForensicMeasure::Digital => self.digital,
            ForensicMeasure::Hologram => self.hologram,
            ForensicMeasure::Microprint => self.microprint,
        }
    }

    /// Policies that do not name these limits are written, and hashed, without them.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
