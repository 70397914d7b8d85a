//! The print of a document, by the reader that is configured for it, and what could not be read.

use rayon::prelude::*;

use super::fields::SURE;
use super::text_reader::{Answer, BoundReader, Page};
use super::{Side, class_of, joined, lines, outside_the_zone};
use crate::catalog::{documents, scripts};
use crate::image::Image;
use crate::locate::shape;
use crate::sensitive::Sensitive;
use crate::wire::{
    DocumentClass, DocumentEvidence, DocumentType, Field, FieldName, FieldOrigin, NotSeen, Point, PrintRead, PrintReason, Script,
    Seen, TextLine, Unit,
};

/// Lines below this mean probability are doubtful. The engine's own recogniser reads Latin print in focus mostly above 0.92; what
/// it makes of other scripts, forced into Latin letters, is mostly between 0.4 and 0.9 (measured on lines of six scripts that
/// Pango drew; Greek capitals are the exception).
const DOUBTFUL: Unit = Unit::from_micros(900_000);
/// Letters in lines below this are no sign of their script.
const SEEN_FROM: Unit = Unit::from_micros(500_000);
/// So many doubtful lines are no accident.
const MANY: usize = 4;
/// Fields whose value is words.
const WORDS: &[FieldName] = &[
    FieldName::Surname,
    FieldName::GivenNames,
    FieldName::BirthPlace,
    FieldName::Authority,
    FieldName::Address,
    FieldName::Nationality,
];

/// Joins the sides as [`super::document`] does, with their print as `reader` reads it; without one, as `own` read it already.
pub fn printed(
    mut sides: Vec<Side>,
    pictures: &[(u32, Image)],
    reader: Option<&BoundReader>,
    own: &str,
) -> Seen<DocumentEvidence> {
    if sides.is_empty() {
        return Seen::not(NotSeen::NotProvided);
    }
    let mut class = class_of(&sides);
    let wanted = scripts_of(&class);
    let print = match reader {
        None => unread(&mut sides, &class, &wanted, own),
        Some(reader) => {
            let print = read(&mut sides, pictures, reader, &wanted, &class);
            if class.kind == DocumentType::Unknown {
                class = class_of(&sides);
            }
            print
        }
    };
    let mut document = joined(sides, class);
    document.print = print;
    if document.print.iter().any(|print| print.reason == PrintReason::NoReader && looks_latin(print.script)) {
        leave_out_words(&mut document.fields);
    }
    Seen::Seen(document)
}

/// Scripts besides Latin that documents of a class are printed in.
fn scripts_of(class: &DocumentClass) -> Vec<Script> {
    let spec = class.catalogue.as_deref().and_then(documents::of);
    match spec.map(|spec| spec.scripts.as_slice()) {
        Some(own) if !own.is_empty() => own.to_vec(),
        _ => class.country.as_deref().map(scripts::of_country).unwrap_or_default(),
    }
}

/// What the engine's own recogniser, which reads Latin only, had to leave. Letters of another script that were taken for Latin
/// ones are no reading, so doubtful lines are left out.
fn unread(sides: &mut [Side], class: &DocumentClass, wanted: &[Script], own: &str) -> Vec<PrintRead> {
    let keep_from = |sides: &mut [Side], least| {
        sides.iter_mut().for_each(|side| side.evidence.text.retain(|line| line.confidence >= least));
    };
    if !wanted.is_empty() {
        // Latin stands beside the other script, in whatever light the picture was taken.
        keep_from(sides, SURE);
        return wanted.iter().map(|script| PrintRead::new(Some(*script), PrintReason::NoReader, own)).collect();
    }
    let lines = || sides.iter().flat_map(|side| &side.evidence.text);
    let (all, doubtful) = (lines().count(), lines().filter(|line| line.confidence < DOUBTFUL).count());
    if class.country.is_some() || doubtful < MANY || 2 * doubtful <= all {
        return Vec::new();
    }
    keep_from(sides, DOUBTFUL);
    vec![PrintRead::new(None, PrintReason::Unsure, own)]
}

/// Has `reader` read every side's print; its lines take the place of the engine's own.
fn read(
    sides: &mut [Side],
    pictures: &[(u32, Image)],
    reader: &BoundReader,
    wanted: &[Script],
    class: &DocumentClass,
) -> Vec<PrintRead> {
    // A document that does not say where it is from may be in any script that the deployment expects.
    let asked = if class.country.is_none() { reader.expected() } else { wanted };
    let known: Vec<Script> = asked.iter().copied().filter(|script| reader.reads(*script)).collect();
    let answers: Vec<Result<Answer, PrintReason>> =
        sides.par_iter().map(|side| reader.ask(page(side, pictures, known.clone()).ok_or(PrintReason::Failed)?)).collect();
    let mut problem = None;
    let mut seen: Vec<Script> = Vec::new();
    for (side, answer) in sides.iter_mut().zip(answers) {
        let (found, why) = match answer {
            Ok(Answer { lines, is_whole }) => (lines, (!is_whole).then_some(PrintReason::BadAnswer)),
            Err(why) => (Vec::new(), Some(why)),
        };
        problem = problem.or(why);
        let text: Vec<TextLine> = found
            .into_iter()
            .map(|line| TextLine {
                text: Sensitive::new(line.text),
                confidence: Unit::from_f32(line.confidence),
                region: line.region,
            })
            .collect();
        let sure = text.iter().filter(|line| line.confidence >= SEEN_FROM);
        seen.extend(sure.flat_map(|line| line.text.expose().chars().filter_map(Script::of)));
        seen.sort_unstable();
        seen.dedup();
        // The longest line leads the way: which way up the page lies is not sure where its script is unknown.
        let longest = text.iter().max_by(|a, b| a.region.reading_width().total_cmp(&b.region.reading_width()));
        let axis = longest.map_or(Point::new(1.0, 0.0), |line| shape::direction(&line.region));
        side.evidence.text = lines::ordered(text, axis);
        side.reader = reader.name().to_owned();
    }
    let was_seen = |script: &Script| seen.iter().any(|letter| script.has(*letter));
    let reason = |script: &Script| match problem {
        _ if !reader.reads(*script) => PrintReason::NoReader,
        Some(why) => why,
        None if was_seen(script) => PrintReason::Read,
        None => PrintReason::NotFound,
    };
    // A page may hold no Latin where it holds another script, and a script that was merely possible need not be there.
    let others = asked.iter().filter(|script| class.country.is_some() || was_seen(script));
    let latin = [Script::Latin].iter().filter(|latin| problem.is_some() || was_seen(latin) || seen.is_empty());
    latin.chain(others).map(|script| PrintRead::new(Some(*script), reason(script), reader.name())).collect()
}

/// The page that a reader gets: the zone's lines are the engine's own business.
fn page(side: &Side, pictures: &[(u32, Image)], scripts: Vec<Script>) -> Option<Page> {
    let image = pictures.iter().find(|(blob, _)| *blob == side.evidence.blob)?.1.clone();
    let regions = side.regions.iter().filter(|region| outside_the_zone(side, region)).copied().collect();
    Some(Page { image, regions, upright_quarters: side.upright_quarters, scripts })
}

/// Whether letters of the script can be taken for Latin ones with confidence: РОСА is no ROSA.
fn looks_latin(script: Option<Script>) -> bool {
    matches!(script, Some(Script::Cyrillic | Script::Greek))
}

/// Leaves out printed words that the machine-readable zone or the barcode does not say as well: they may be in the other
/// alphabet.
fn leave_out_words(fields: &mut Vec<Field>) {
    for field in fields.iter_mut().filter(|field| WORDS.contains(&field.name)) {
        let sure: Vec<_> = field.readings.iter().filter(|r| r.origin != FieldOrigin::Visual).map(|r| r.value.clone()).collect();
        field.readings.retain(|reading| reading.origin != FieldOrigin::Visual || sure.contains(&reading.value));
    }
    fields.retain(|field| !field.readings.is_empty());
}
