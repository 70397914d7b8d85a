//! Finding and reading the machine-readable zone: a bounded number of looks, each only when the one before was not enough.

use chrono::NaiveDate;

use super::detect::Region;
use super::lines::{self, Line};
use super::mrz_decode::{self, Cutting};
use super::mrz_lines::{self, Cut};
use super::mrz_zone::{self, Candidate, Zone};
use super::recognise::{self, ReadsZones, Recogniser};
use super::view::View;
use super::{MrzRead, ReadModels};
use crate::error::Result;
use crate::image::Image;
use crate::locate::shape;
use crate::wire::{Point, Quad, Unit};

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
/// A character is doubtful below this probability. Names came out wrong at 0.50 and less, right from 0.58 on (six angles of the
/// 51 pictures of the development data).
const DOUBTFUL: Unit = Unit::from_micros(550_000);
/// Longer side of the second looks, in pixels.
const CLOSER: u32 = 1280;
/// Share of a document's height, from its foot, that holds its zone: 9303-5 keeps 23.2 of a card's 54 mm for it.
const FOOT: f32 = 0.45;
/// How far around it is looked too, in widths and in heights of the foot: outlines cut up to this much off (mean overlap with
/// corners set by hand 0.95).
const AROUND: (f32, f32) = (0.03, 0.05);
/// Longer side of the look at the foot, in pixels: characters of 44 columns are some 13 apart.
const FOOT_AT: u32 = 640;
/// Least width of a zone there, in widths of the document: a zone takes 0.89 of a card's and of a passport's.
const AS_WIDE: f32 = 0.6;

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

    /// Whether a character of a zone with right check digits could be another.
    fn is_doubtful(&self) -> bool {
        let valid = self.read.as_ref().filter(|read| read.evidence.check_digits_valid);
        valid.is_some_and(|read| read.evidence.lines.iter().flat_map(|line| &line.probabilities).any(|p| *p < DOUBTFUL))
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
        self.zones(&mrz_zone::zones(&candidates), self.readers)
    }

    /// The first of `zones` that any of the readers takes for one.
    fn zones(&self, zones: &[Zone], readers: &[ZoneReader<'_>]) -> Result<Found> {
        let mut found = Found::default();
        for zone in zones.iter().take(MOST_ZONES) {
            for reader in readers {
                if found.is_settled() {
                    break;
                }
                self.with(reader, zone, &mut found)?;
            }
            if found.read.is_some() {
                break;
            }
        }
        Ok(found)
    }

    /// Reads a zone with one recogniser, cut after cut, until nothing is left to gain. Where a character stays doubtful the cuts
    /// are heard together: names have no check digit to tell.
    fn with(&self, reader: &ZoneReader<'_>, zone: &Zone, found: &mut Found) -> Result<()> {
        let decode = |cuts: &[Cutting]| mrz_decode::decode(cuts, self.blob, reader.recogniser.id(), self.today);
        let mut heard = Vec::new();
        for cut in reader.cuts {
            let Some(steps) = mrz_lines::steps(self.source, zone, *cut, reader.recogniser)? else { break };
            heard.push(steps);
            let read = decode(&heard[heard.len() - 1..]);
            // What is no zone at all under one cut is none under the others.
            let hopeless = read.is_none();
            found.improve(Found { read, zone: Some(zone.clone()), confirmed: false });
            if hopeless || (found.is_settled() && !found.is_doubtful()) {
                break;
            }
        }
        if found.is_doubtful() && heard.len() > 1 {
            let together = decode(&heard).filter(|read| read.evidence.check_digits_valid);
            found.read = together.or(found.read.take());
        }
        Ok(())
    }

    /// Looks at the foot of a document for lines as wide as a zone's. Where two or three are, they are taken for one before any
    /// other line is read. The first reader, the fast one, is the only one asked.
    pub(crate) fn at_the_foot(&self, document: &Quad) -> Result<Found> {
        let (Some(first), Some(view)) = (self.readers.first(), View::part(self.source, &foot(document), FOOT_AT)) else {
            return Ok(Found::default());
        };
        let wide = |quad: &Quad| quad.reading_width() >= AS_WIDE * document.reading_width();
        let zones_among = |candidates: &[Candidate]| {
            let mut zones = mrz_zone::zones(candidates);
            zones.retain(|zone| zone.lines.iter().all(wide));
            self.zones(&zones, &self.readers[..1])
        };
        let regions = lines::along_the_longest(&view.detect(&self.models.text_detector)?);
        let unread: Vec<_> =
            regions.iter().filter(|region| wide(&region.quad)).map(|region| Candidate::unread(region.quad)).collect();
        if matches!(unread.len(), 2 | 3) {
            let found = zones_among(&unread)?;
            if found.is_settled() {
                return Ok(found);
            }
        }
        let mut candidates = Vec::new();
        for Region { quad, .. } in regions {
            if let Some(line) = recognise::cut_at(self.source, &quad, first.recogniser.height(), 1.0) {
                candidates.push(Candidate { quad, text: recognise::quick_text(&first.recogniser.mrz(&line)?) });
            }
        }
        zones_among(&candidates)
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

/// The foot of a document, and a little of what is around it.
fn foot(document: &Quad) -> Quad {
    let [tl, tr, br, bl] = document.0;
    let up = |from: Point, to: Point| Point::new(from.x + (to.x - from.x) * FOOT, from.y + (to.y - from.y) * FOOT);
    let foot = Quad([up(bl, tl), up(br, tr), br, bl]);
    shape::grown(&foot, AROUND.0 * foot.reading_width(), AROUND.1 * foot.reading_height())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_is_below_whichever_way_the_document_stands() {
        let card = [(100.0, 100.0), (900.0, 100.0), (900.0, 600.0), (100.0, 600.0)].map(|(x, y)| Point::new(x, y));
        let over = [card[2], card[3], card[0], card[1]];
        let (below, above) = (foot(&Quad(card)).bounds(), foot(&Quad(over)).bounds());
        // 225 of 500 high, grown by a twentieth of that.
        assert!((below.y - 363.75).abs() < 0.1 && (below.y + below.height - 611.25).abs() < 0.1, "{below:?}");
        assert!((above.y - 88.75).abs() < 0.1 && (above.height - below.height).abs() < 0.1, "{above:?}");
    }
}
