//! The whole document is in the picture (A-016, F-029). Told where its outline touches the picture's edge; one that is shorter
//! there, in one direction, than documents of its size are is cut.

use chrono::NaiveDate;

use super::{Row, collect, seen};
use crate::policy::Policy;
use crate::wire::{
    Decoded, DocumentEvidence, DocumentType, Evidence, Finding, MrzFormat, NotSeen, Outcome, Quad, Reason, SideEvidence, Unit,
};

const NAME: &str = "document.whole";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["document.whole.cut"] };

/// A corner this near to the picture's edge, as a share of its width, may be where the picture cuts the document.
const EDGE: f32 = 0.01;

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let Some(document) = evidence.document.seen() else { return seen::not_asked(NAME, NotSeen::NotProvided, policy) };
    let at_edge: Vec<(u32, Unit)> = document.sides.iter().filter_map(|side| at_edge(side, document, evidence)).collect();
    if at_edge.is_empty() {
        return seen::not_declared(NAME);
    }
    let over = policy.picture.visible_over;
    let cut = at_edge.into_iter().filter(|(_, visible)| *visible <= over).map(|(blob, visible)| {
        let reason = Reason::new("document.whole.cut").with("blob", blob);
        (Outcome::Warn, reason.with("visible", visible).with("threshold", over))
    });
    collect(NAME, cut.collect())
}

/// A side whose outline touches the edge of its picture, and how much of it is visible.
fn at_edge(side: &SideEvidence, document: &DocumentEvidence, evidence: &Evidence) -> Option<(u32, Unit)> {
    let capture = evidence.captures.iter().find(|capture| capture.blob == side.blob)?;
    let Decoded::Picture(picture) = &capture.picture else { return None };
    let visible = visible(side.outline.seen()?, picture.width as f32, picture.height as f32, aspect(document)?)?;
    Some((side.blob, visible))
}

/// Width over height by the zone's format (ICAO 9303-4 to -6), or of licences, which are cards (ISO/IEC 18013-1).
fn aspect(document: &DocumentEvidence) -> Option<f32> {
    match document.mrz.seen().map(|zone| zone.format) {
        Some(MrzFormat::Td1 | MrzFormat::FrenchLicence | MrzFormat::SwissLicence) => Some(85.60 / 53.98),
        Some(MrzFormat::Td2 | MrzFormat::FrenchId) => Some(105.0 / 74.0),
        Some(MrzFormat::Td3) => Some(125.0 / 88.0),
        None if document.class.kind == DocumentType::DriverLicense => Some(85.60 / 53.98),
        _ => None,
    }
}

/// The visible share of a document that touches the edge or reaches over it; `None` for one that does not. Where the picture
/// ends, an outline may end too, short of the document's size, or be led on outside.
fn visible(outline: &Quad, width: f32, height: f32, aspect: f32) -> Option<Unit> {
    let margin = EDGE * width;
    let at_edge = |x: f32, y: f32| x < margin || y < margin || x > width - margin || y > height - margin;
    if !outline.0.iter().any(|p| at_edge(p.x, p.y)) {
        return None;
    }
    let (across, down) = (outline.reading_width(), outline.reading_height());
    let measured = across.max(down) / across.min(down).max(1.0);
    let inside = outline.share_within(width, height);
    Some(Unit::from_f32((measured / aspect).min(aspect / measured).min(inside)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::check::sample::*;
    use crate::policy::builtin;
    use crate::wire::{Rect, Seen};

    /// A data page 568 pixels high at the left edge of its picture, of which so many columns are there.
    fn page(width: f32) -> Finding {
        let outline = Rect { x: 0.0, y: 100.0, width, height: 568.0 };
        let evidence = with_document(|document| document.sides[0].outline = Seen::Seen(outline.into()));
        run(&evidence, &builtin("api-v1").unwrap(), NaiveDate::MIN)
    }

    #[test]
    fn a_016_a_page_that_the_picture_cuts_is_told_from_a_whole_one() {
        // 125 mm of 88 mm: 806.8 pixels are the whole page, 766.5 are 95 % of it.
        assert_eq!(page(806.8).outcome, Outcome::Pass);
        assert_eq!(page(767.5).outcome, Outcome::Pass);
        for width in [766.0, 650.0, 200.0] {
            let finding = page(width);
            assert_eq!((finding.outcome, finding.reasons[0].code.as_str()), (Outcome::Warn, "document.whole.cut"), "{width}");
        }
        // Away from the edge an odd outline is another thing.
        let inside =
            with_document(|d| d.sides[0].outline = Seen::Seen(Rect { x: 90.0, y: 90.0, width: 400.0, height: 568.0 }.into()));
        assert_eq!(run(&inside, &builtin("api-v1").unwrap(), NaiveDate::MIN).outcome, Outcome::NotApplicable);
        assert_eq!(page(f32::NAN).outcome, Outcome::Warn);
    }

    #[test]
    fn f_029_the_visible_share_that_is_enough_is_the_policys() {
        let outline = Rect { x: 0.0, y: 100.0, width: 650.0, height: 568.0 };
        let evidence = with_document(|document| document.sides[0].outline = Seen::Seen(outline.into()));
        let mut policy = builtin("api-v1").unwrap();
        policy.picture.visible_over = Unit::from_f32(0.8);
        assert_eq!(run(&evidence, &policy, NaiveDate::MIN).outcome, Outcome::Pass);
    }

    #[test]
    fn a_016_an_outline_led_on_outside_the_picture_counts_by_what_is_inside() {
        let page = |left: f32| {
            let outline = Rect { x: left, y: 100.0, width: 806.8, height: 568.0 };
            let evidence = with_document(|document| document.sides[0].outline = Seen::Seen(outline.into()));
            run(&evidence, &builtin("api-v1").unwrap(), NaiveDate::MIN)
        };
        assert_eq!(page(-20.0).outcome, Outcome::Pass);
        assert_eq!(page(-60.0).outcome, Outcome::Warn);
    }
}
