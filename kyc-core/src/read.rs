//! Reading: text lines, machine-readable zones, document class and fields.
//!
//! [`side`] reads one picture, [`document`] joins the sides. Geometry in the evidence is in pixels of the picture as given,
//! also when its content is rotated.

mod alphabet;
mod classify;
mod contrast;
mod ctc;
mod dates;
pub mod detect;
mod direction;
mod fields;
mod labels;
mod lines;
mod look;
mod mrz_decode;
mod mrz_known;
mod mrz_line;
mod mrz_lines;
mod mrz_repair;
mod mrz_search;
mod mrz_zone;
mod ocrb;
mod phrases;
mod print;
mod recognise;
mod template;
#[cfg(feature = "tesseract")]
pub mod tesseract;
pub mod text_reader;
mod view;

pub use mrz_line::{MrzLineRead, mrz_line};

use chrono::NaiveDate;

pub use self::alphabet::is_latin;
use self::classify::ZoneType;
use self::look::Look;
use self::mrz_search::{Found, Search};
use self::ocrb::OcrB;
pub use self::print::printed;
use self::recognise::{ReadsZones, Recogniser};
use crate::catalog::documents;
use crate::error::Result;
use crate::image::{Image, quality};
use crate::locate::corners::Outline;
use crate::locate::orientation::{self, upright_corners};
use crate::locate::{corners, document as outlines, shape};
use crate::model::Loaded;
use crate::wire::{
    DocumentClass, DocumentEvidence, Field, FieldName, MrzEvidence, NotSeen, PictureQuality, Point, Quad, Seen, SideEvidence,
    Unit,
};

/// Fewer lines of text make no document: the barest backs of cards have a title and a number, faces and tables none.
const LEAST_LINES: usize = 2;

/// The models that reading needs.
#[derive(Clone)]
pub struct ReadModels {
    /// Quarter turns of a whole document.
    pub orientation: Loaded,
    /// Where documents are, where there is a network for it.
    pub document_corners: Option<Loaded>,
    /// Text regions.
    pub text_detector: Loaded,
    /// The recogniser of machine-readable zones, where there is one of their own.
    pub mrz_recogniser: Option<Loaded>,
    /// The accurate recogniser: machine-readable zones that the other does not settle.
    pub text_recogniser: Loaded,
    /// The fast recogniser: visual lines.
    pub text_recogniser_fast: Loaded,
    /// Whether a line stands on its head.
    pub text_direction: Loaded,
    /// Reads the print instead of the fast recogniser, where one is configured.
    pub printed: Option<text_reader::BoundReader>,
}

/// How much to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// The machine-readable zone only; the evidence holds no text, no outline from edges and no measures but sizes.
    MrzOnly,
    /// Every line of text, the outline and the measures.
    Everything,
}

/// A machine-readable zone as read.
#[derive(Debug, Clone, PartialEq)]
pub struct MrzRead {
    /// The zone.
    pub evidence: MrzEvidence,
    /// Its fields, each with one reading.
    pub fields: Vec<Field>,
}

/// One side as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// How it lies in its picture and what it says.
    pub evidence: SideEvidence,
    /// Its machine-readable zone.
    pub mrz: Option<MrzRead>,
    /// Why there is none: nothing like it was found, or something like it could not be read.
    pub mrz_missing: NotSeen,
    /// Quarter turns clockwise to apply to the picture to make it upright.
    pub upright_quarters: u8,
    /// Where lines of text were seen, zone and all.
    regions: Vec<Quad>,
    today: NaiveDate,
    reader: String,
}

/// Reads one picture of a document, whichever way up it is.
///
/// # Errors
/// Only deployment's: [`crate::error::Code::InferenceFailed`], [`crate::error::Code::ModelContract`]. A picture without a
/// document gives a side that says so.
pub fn side(image: &Image, blob: u32, today: NaiveDate, models: &ReadModels, effort: Effort) -> Result<Side> {
    let fast = Recogniser::new(&models.text_recogniser_fast)?;
    let accurate = Recogniser::new(&models.text_recogniser)?;
    let ocrb = models.mrz_recogniser.as_ref().map(OcrB::new);
    let readers = mrz_search::readers(ocrb.as_ref().map(|reader| reader as &dyn ReadsZones), &accurate);
    let search = Search { source: image, blob, today, models, fast: &fast, readers: &readers };

    let documents = match &models.document_corners {
        Some(model) => corners::documents(image, model)?,
        None => Vec::new(),
    };
    let quarters = orientation::orientation(image, &models.orientation)?.upright_quarters();
    let quick = if effort == Effort::MrzOnly { Look::at_the_foot(&search, &documents, quarters)? } else { None };
    let Look { quarters, regions, lines, found } = match quick {
        Some(look) => look,
        None => Look::all_over(&search, quarters, effort)?,
    };

    let upright = upright_corners(image.width(), image.height(), quarters);
    let text = lines::in_reading_order(&lines, shape::direction(&upright));
    let outline = outline(image, &found, &regions, &upright, effort, &documents)?;
    let evidence = SideEvidence {
        blob,
        rotation: u16::from((4 - quarters) % 4) * 90,
        quality: measures(image, &outline, &upright, effort)?,
        outline,
        text: if effort == Effort::MrzOnly { Vec::new() } else { text },
    };
    let mrz_missing = if found.zone.is_some() { NotSeen::Unreadable } else { NotSeen::NotFound };
    let regions = regions.iter().map(|region| region.quad).collect();
    Ok(Side { evidence, mrz: found.read, mrz_missing, upright_quarters: quarters, regions, today, reader: fast.id().to_owned() })
}

/// By the corner network, else by edges, around the zone; where neither sees anything, led on from the zone.
fn outline(
    image: &Image,
    found: &Found,
    regions: &[detect::Region],
    upright: &Quad,
    effort: Effort,
    documents: &[Outline],
) -> Result<Seen<Quad>> {
    let zone = found.read.as_ref().and_then(|read| {
        let lines: Vec<_> = read.evidence.lines.iter().filter_map(|line| line.region).flat_map(|quad| quad.0).collect();
        let axis = shape::direction(&read.evidence.lines.first()?.region?);
        Some((shape::bounding_rectangle(&lines, axis), axis, read.evidence.format))
    });
    let edges = match effort {
        Effort::Everything => {
            let inside = zone.map_or_else(Vec::new, |(quad, ..)| quad.0.to_vec());
            match around(documents, &inside, regions) {
                Some(quad) => Seen::Seen(quad),
                None => outlines::outline(image, &inside)?,
            }
        }
        Effort::MrzOnly => Seen::not(NotSeen::NotFound),
    };
    Ok(match (edges, zone) {
        (Seen::Seen(quad), zone) => {
            Seen::Seen(outlines::read_as(&quad, zone.map_or(shape::direction(upright), |(_, axis, _)| axis)))
        }
        (_, Some((quad, _, format))) => Seen::Seen(outlines::from_mrz(&quad, format)),
        (none, None) => none,
    })
}

/// The document that the corner network sees around these points, its sides cutting a zone by a fiftieth of its width at most;
/// of several, the one with the most text. What has no text is no document, whatever the network takes it for.
fn around(documents: &[Outline], inside: &[Point], regions: &[detect::Region]) -> Option<Quad> {
    let holds = |quad: &Quad| inside.iter().all(|p| outlines::contains(quad, *p, 0.02 * quad.reading_width()));
    let lines = |quad: &Quad| regions.iter().filter(|region| outlines::contains(quad, shape::center(&region.quad), 0.0)).count();
    let seen = documents.iter().map(|outline| outline.quad).filter(holds);
    // The first of equals is the largest.
    let most = seen.map(|quad| (lines(&quad), quad)).reduce(|best, other| if other.0 > best.0 { other } else { best });
    most.filter(|(lines, _)| *lines >= LEAST_LINES).map(|(_, quad)| quad)
}

fn measures(image: &Image, outline: &Seen<Quad>, upright: &Quad, effort: Effort) -> Result<PictureQuality> {
    let document_width = outline.seen().map_or(upright.reading_width(), Quad::reading_width);
    if effort == Effort::MrzOnly {
        return Ok(PictureQuality { document_width, ..PictureQuality::default() });
    }
    let (luma, width) = quality::measured_luma(image)?;
    Ok(PictureQuality {
        sharpness: quality::laplacian_variance(&luma, width),
        brightness: quality::brightness(&luma),
        glare: quality::glare(&luma),
        document_width,
    })
}

/// Joins the sides: one zone, one class, every field with all its readings.
pub fn document(sides: Vec<Side>) -> Seen<DocumentEvidence> {
    if sides.is_empty() {
        return Seen::not(NotSeen::NotProvided);
    }
    let class = class_of(&sides);
    Seen::Seen(joined(sides, class))
}

/// The zone that was read best.
fn best_zone(sides: &[Side]) -> Option<&MrzRead> {
    sides.iter().filter(|side| side.mrz.is_some()).max_by_key(|side| mrz_decode::rank(&side.mrz))?.mrz.as_ref()
}

/// What the document is, by its zone and its words.
fn class_of(sides: &[Side]) -> DocumentClass {
    let texts = sides.iter().flat_map(|side| &side.evidence.text);
    let texts: Vec<_> = texts.map(|line| (line.text.expose().as_str(), line.confidence)).collect();
    let Some(read) = best_zone(sides) else { return classify::by_text(&texts) };
    let first = |name| read.fields.iter().find(|field: &&Field| field.name == name)?.readings.first();
    let value = |name| first(name).map(|reading| reading.value.expose().clone());
    // Kind and country hang on code and issuing state, not on every other character.
    let sure = [FieldName::DocumentCode, FieldName::IssuingState]
        .map(|name| first(name).map_or(Unit::ZERO, |reading| reading.confidence));
    let sure = sure[0].min(sure[1]);
    let confidence = if read.evidence.check_digits_valid { sure } else { half(sure) };
    let code = value(FieldName::DocumentCode).unwrap_or_default();
    let country = value(FieldName::IssuingState);
    let format = read.evidence.format;
    classify::by_mrz(ZoneType { code: &code, country: country.as_deref(), format, confidence }, &texts)
}

fn joined(sides: Vec<Side>, class: DocumentClass) -> DocumentEvidence {
    let mrz = best_zone(&sides).cloned();
    let missing =
        if sides.iter().any(|side| side.mrz_missing == NotSeen::Unreadable) { NotSeen::Unreadable } else { NotSeen::NotFound };
    let zone_fields = mrz.as_ref().map_or_else(Vec::new, |read| read.fields.clone());
    let spec = class.catalogue.as_deref().and_then(documents::of);
    let mut fields = zone_fields.clone();
    for side in &sides {
        let print: Vec<_> = side.evidence.text.iter().filter(|line| outside_the_zone(side, &line.region)).cloned().collect();
        let blob = side.evidence.blob;
        fields = fields::merged(fields, fields::visual(&print, blob, &side.reader, &zone_fields, side.today, spec));
    }
    DocumentEvidence {
        sides: sides.into_iter().map(|side| side.evidence).collect(),
        class,
        mrz: mrz.map_or(Seen::not(missing), |read| Seen::Seen(read.evidence)),
        barcodes: Vec::new(),
        fields,
        print: Vec::new(),
    }
}

fn half(unit: Unit) -> Unit {
    Unit::from_micros(unit.micros() / 2)
}

/// Whether the centre of a line lies on no line of the zone.
fn outside_the_zone(side: &Side, line: &Quad) -> bool {
    let zone = side.mrz.iter().flat_map(|read| read.evidence.lines.iter().filter_map(|line| line.region));
    zone.into_iter().all(|part| !outlines::contains(&part, shape::center(line), 0.0))
}
