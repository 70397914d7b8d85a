//! What is seen of one side: which way up it stands, its lines and its machine-readable zone.
//!
//! [`Look::at_the_foot`] is a small look where documents have their zone, [`Look::all_over`] one at everything.

use super::detect::Region;
use super::lines::{self, Line};
use super::mrz_search::{Found, Search};
use super::view::{self, View};
use super::{Effort, ReadModels, direction};
use crate::error::Result;
use crate::image::Image;
use crate::locate::corners::Outline;
use crate::locate::orientation::{self, upright_corners};
use crate::locate::{document as outlines, shape};

/// Least length of the shorter side, and most of the longer one, that text is detected at. At 736 the small print of cards
/// is still found (PP-OCR's own setting); 1,280 keeps a 12-megapixel photo fast.
const DETECT_AT: (u32, u32) = (736, 1280);
/// Regions less long than this many heights hold no line of a zone.
const MRZ_ONLY_ASPECT: f32 = 1.0;
/// So many sure lines on their head overrule the orientation network.
const TURNED_OVER: usize = 3;

/// One side as seen.
pub(super) struct Look {
    /// Quarter turns clockwise to apply to the picture to make it upright.
    pub(super) quarters: u8,
    /// Where lines of text are.
    pub(super) regions: Vec<Region>,
    /// Those that were read.
    pub(super) lines: Vec<Line>,
    /// The machine-readable zone.
    pub(super) found: Found,
}

impl Look {
    /// The zone at the foot of a document, if it reads right there: most do, at a fraction of the cost of a look at everything.
    /// `quarters`: what makes the picture upright as a whole.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`], like all looks.
    pub(super) fn at_the_foot(search: &Search<'_>, documents: &[Outline], quarters: u8) -> Result<Option<Self>> {
        let axis = shape::direction(&upright_corners(search.source.width(), search.source.height(), quarters));
        for Outline { quad, .. } in documents {
            // The two networks that tell the foot from the head are seldom wrong together.
            let upright = outlines::read_as(quad, axis);
            for document in [Some(upright), Some(*quad).filter(|quad| *quad != upright)].into_iter().flatten() {
                let found = search.at_the_foot(&document)?;
                let zone = found.zone.as_ref().filter(|_| found.is_settled()).and_then(|zone| zone.hull());
                if let Some(zone) = zone {
                    let quarters = orientation::upright_along(shape::direction(&zone));
                    return Ok(Some(Self { quarters, regions: Vec::new(), lines: Vec::new(), found }));
                }
            }
        }
        Ok(None)
    }

    /// All text, and the zone among it. `quarters` is a guess, which the text may overrule.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`].
    pub(super) fn all_over(search: &Search<'_>, quarters: u8, effort: Effort) -> Result<Self> {
        let (image, models) = (search.source, search.models);
        let (mut quarters, mut regions) = upright(image, quarters, models)?;
        // A zone among the longest lines that reads right needs no other line.
        let (mut lines, mut found) = (Vec::new(), Found::default());
        if effort == Effort::MrzOnly {
            found = search.among(&lines::read(image, &lines::along_the_longest(&regions), MRZ_ONLY_ASPECT, search.fast)?)?;
        }
        if !found.is_settled() {
            let aspect = if effort == Effort::MrzOnly { MRZ_ONLY_ASPECT } else { 0.0 };
            lines = lines::read(image, &regions, aspect, search.fast)?;
            found = search.among(&lines)?;
        }
        if let (false, Some(zone)) = (found.is_settled(), found.zone.clone()) {
            found.improve(search.closer(&zone)?);
        }
        if found.read.is_none() {
            found.improve(search.harder(quarters)?);
        }
        if found.read.is_none() {
            let (other, turned) = search.turned_over(&regions)?;
            if other.read.is_some() {
                (found, lines) = (other, turned);
                regions = lines::turned_over(&regions);
                quarters = (quarters + 2) % 4;
            }
        }
        Ok(Self { quarters, regions, lines, found })
    }
}

/// Quarter turns by the text itself, and its regions as it reads after them.
fn upright(image: &Image, mut quarters: u8, models: &ReadModels) -> Result<(u8, Vec<Region>)> {
    let regions = |quarters| View::whole(image, quarters, DETECT_AT.0, DETECT_AT.1)?.detect(&models.text_detector);
    let mut found = regions(quarters)?;
    if !view::text_is_level(&found, &upright_corners(image.width(), image.height(), quarters)) {
        quarters = (quarters + 1) % 4;
        found = regions(quarters)?;
    }
    let (standing, turned) = direction::vote(image, &found, &models.text_direction)?;
    if turned >= TURNED_OVER && turned > standing {
        return Ok(((quarters + 2) % 4, lines::turned_over(&found)));
    }
    Ok((quarters, found))
}
