//! Finding and reading the machine-readable zone: a bounded number of looks, each only when the one before was not enough.

use chrono::NaiveDate;

use super::detect::Region;
use super::lines::{self, Line};
use super::mrz_decode;
use super::mrz_lines::{self, Cut};
use super::mrz_zone::{self, Candidate, Zone};
use super::recognise::{ReadsZones, Recogniser};
use super::view::View;
use super::{MrzRead, ReadModels};
use crate::error::Result;
use crate::image::Image;
use crate::locate::shape;

/// Zones that are read in one look, the most likely first.
const MOST_ZONES: usize = 3;
/// Cuts that are tried on a zone by the recogniser of all Latin text, the one that most often reads best first.
const CUTS: [Cut; 3] = [
    Cut { refined: false, height: 1.8, stretch: 1.0 },
    Cut { refined: true, height: 1.8, stretch: 1.0 },
    Cut { refined: true, height: 2.0, stretch: 1.25 },
];
/// The same for the recogniser of OCR-B.
const OCRB_CUTS: [Cut; 2] =
    [Cut { refined: true, height: 1.85, stretch: 1.0 }, Cut { refined: false, height: 1.8, stretch: 1.1 }];
/// Fragments of lines down to this aspect take part in the search.
const LEAST_ASPECT: f32 = 1.0;
/// Longer side of the second looks, in pixels.
const CLOSER: u32 = 1280;

/// What the search has so far.
#[derive(Default)]
pub(crate) struct Found {
    /// The best reading.
    pub(crate) read: Option<MrzRead>,
    /// The likeliest zone, read or not.
    pub(crate) zone: Option<Zone>,
    /// Two different cuts read the same text: what is wrong with its check digits is wrong in print.
    pub(crate) confirmed: bool,
}

impl Found {
    /// Whether there is nothing left to gain.
    pub(crate) fn is_settled(&self) -> bool {
        self.confirmed || self.read.as_ref().is_some_and(|read| read.evidence.check_digits_valid)
    }

    /// Keeps the better of two.
    pub(crate) fn improve(&mut self, other: Found) {
        let lines = |found: &Found| {
            found.read.as_ref().map(|read| read.evidence.lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>())
        };
        let confirmed = self.read.is_some() && lines(self) == lines(&other);
        if mrz_decode::rank(&other.read) > mrz_decode::rank(&self.read) {
            *self = other;
        } else if self.zone.is_none() {
            self.zone = other.zone;
        }
        self.confirmed |= confirmed;
    }
}

/// A recogniser with the cuts that suit it.
pub(crate) struct ZoneReader<'r> {
    pub(crate) recogniser: &'r dyn ReadsZones,
    pub(crate) cuts: &'static [Cut],
}

/// The readers in the order in which they are asked: the fast one first, the other where check digits stay wrong.
pub(crate) fn readers<'r>(ocrb: Option<&'r dyn ReadsZones>, general: &'r dyn ReadsZones) -> Vec<ZoneReader<'r>> {
    let ocrb = ocrb.map(|recogniser| ZoneReader { recogniser, cuts: &OCRB_CUTS });
    ocrb.into_iter().chain([ZoneReader { recogniser: general, cuts: &CUTS }]).collect()
}

/// What every look needs.
pub(crate) struct Search<'s> {
    pub(crate) source: &'s Image,
    pub(crate) blob: u32,
    pub(crate) today: NaiveDate,
    pub(crate) models: &'s ReadModels,
    pub(crate) fast: &'s Recogniser<'s>,
    pub(crate) readers: &'s [ZoneReader<'s>],
}

impl Search<'_> {
    /// Looks among lines that were read already.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`], like all looks.
    pub(crate) fn among(&self, lines: &[Line]) -> Result<Found> {
        let candidates: Vec<Candidate> =
            lines.iter().map(|line| Candidate { quad: line.quad, text: line.reading.text() }).collect();
        let mut found = Found::default();
        for zone in mrz_zone::zones(&candidates).into_iter().take(MOST_ZONES) {
            for reader in self.readers {
                if found.is_settled() {
                    break;
                }
                self.with(reader, &zone, &mut found)?;
            }
            if found.read.is_some() {
                break;
            }
        }
        Ok(found)
    }

    /// Reads a zone with one recogniser, cut after cut, until nothing is left to gain.
    fn with(&self, reader: &ZoneReader<'_>, zone: &Zone, found: &mut Found) -> Result<()> {
        for cut in reader.cuts {
            let Some(steps) = mrz_lines::steps(self.source, zone, *cut, reader.recogniser)? else { break };
            let read = mrz_decode::decode(&[steps], self.blob, reader.recogniser.id(), self.today);
            // What is no zone at all under one cut is none under the others.
            let hopeless = read.is_none();
            found.improve(Found { read, zone: Some(zone.clone()), confirmed: false });
            if found.is_settled() || hopeless {
                break;
            }
        }
        Ok(())
    }

    /// Looks once more at the surroundings of a zone that did not read well: upright along its own lines and larger.
    pub(crate) fn closer(&self, zone: &Zone) -> Result<Found> {
        let Some(hull) = zone.hull() else { return Ok(Found::default()) };
        let around = shape::grown(&hull, 0.08 * hull.reading_width(), 0.5 * hull.reading_height());
        match View::part(self.source, &around, CLOSER) {
            Some(view) => self.among(&self.fragments(&view.detect(&self.models.text_detector)?)?),
            None => Ok(Found::default()),
        }
    }

    /// Looks at the whole picture again, larger and with its contrast stretched.
    pub(crate) fn harder(&self, quarters: u8) -> Result<Found> {
        let view = View::whole(self.source, quarters, CLOSER, CLOSER + CLOSER / 2)?.with_stretched_contrast();
        self.among(&self.fragments(&view.detect(&self.models.text_detector)?)?)
    }

    /// Looks at the picture upside down.
    pub(crate) fn turned_over(&self, regions: &[Region]) -> Result<(Found, Vec<Line>)> {
        let lines = self.fragments(&lines::turned_over(regions))?;
        Ok((self.among(&lines)?, lines))
    }

    fn fragments(&self, regions: &[Region]) -> Result<Vec<Line>> {
        lines::read(self.source, regions, LEAST_ASPECT, self.fast)
    }
}
