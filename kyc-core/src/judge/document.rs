//! What judgement says of the document in a few values (A-017, F-101).

use crate::score::{Inputs, VALIDITY};
use crate::wire::{DocumentResult, Evidence, Finding, ForensicMeasure, Outcome, Unit};

/// What tampering leaves, and what a recaptured document shows.
const TAMPERING: [ForensicMeasure; 6] = [
    ForensicMeasure::Tampering,
    ForensicMeasure::CopyMove,
    ForensicMeasure::Splicing,
    ForensicMeasure::Font,
    ForensicMeasure::Compression,
    ForensicMeasure::Metadata,
];
const RECAPTURE: [ForensicMeasure; 4] =
    [ForensicMeasure::Screen, ForensicMeasure::Photocopy, ForensicMeasure::Print, ForensicMeasure::Digital];
/// The security features that pictures and chips can show (F-100).
const SECURITY: [&str; 4] = ["mrz.check_digits", "fields.consistent", "chip.authentic", "chip.original"];

/// None where no document was seen.
pub(super) fn result(evidence: &Evidence, findings: &[Finding], inputs: &Inputs) -> Option<DocumentResult> {
    let document = evidence.document.seen()?;
    let outcome = |name: &str| findings.iter().find(|finding| finding.check == name).map(|finding| finding.outcome);
    let holds = |name: &&str| matches!(outcome(name), Some(Outcome::Pass | Outcome::Warn | Outcome::NotApplicable));
    let ran: Vec<Outcome> = SECURITY.iter().filter_map(|name| outcome(name)).filter(ran).collect();
    let passed = ran.iter().filter(|outcome| **outcome == Outcome::Pass).count();
    Some(DocumentResult {
        kind: document.class.kind,
        country: document.class.country.clone(),
        valid: VALIDITY.iter().all(holds),
        confidence: inputs.document,
        authenticity: clean(evidence, &TAMPERING),
        liveness: clean(evidence, &RECAPTURE),
        security: (!ran.is_empty()).then(|| Unit::from_micros((passed * 1_000_000 / ran.len()) as u32)),
    })
}

fn ran(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Pass | Outcome::Warn | Outcome::Fail)
}

/// What the strongest sign leaves of one; none where nothing could be measured.
fn clean(evidence: &Evidence, measures: &[ForensicMeasure]) -> Option<Unit> {
    let sides = &evidence.forensics.seen()?.sides;
    let readings = sides.iter().flat_map(|side| &side.measures).filter(|reading| measures.contains(&reading.measure));
    let strongest = readings.filter_map(|reading| Some(reading.result.seen()?.score)).max()?;
    Some(Unit::from_micros(Unit::ONE.micros() - strongest.micros()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::check::sample::*;
    use crate::judge::judge;
    use crate::policy::builtin;
    use crate::wire::{DocumentType, ForensicReading, ForensicScore, ForensicsEvidence, NotSeen, Rect, Seen, SideForensics};

    fn told(evidence: &Evidence) -> Option<DocumentResult> {
        judge(evidence, &builtin("api-v1").unwrap(), today(), "en").unwrap().document
    }

    fn signs(of: &[(ForensicMeasure, Option<u32>)]) -> SideForensics {
        let seen = |micros| ForensicScore { score: Unit::from_micros(micros), map: Vec::new(), signs: Vec::new() };
        let result = |micros: Option<u32>| micros.map_or(Seen::not(NotSeen::Unreadable), |micros| Seen::Seen(seen(micros)));
        let reading = |(measure, micros): &(_, Option<u32>)| ForensicReading { measure: *measure, result: result(*micros) };
        SideForensics { blob: 0, area: Rect::default(), measures: of.iter().map(reading).collect() }
    }

    #[test]
    fn a_017_a_document_is_valid_when_every_check_that_voids_it_ran_and_holds() {
        let good = told(&with(|_| ())).unwrap();
        assert_eq!((good.kind, good.country.as_deref()), (DocumentType::Passport, Some("UTO")));
        // The class is sure to 0.9, and every check passes.
        assert_eq!((good.valid, good.confidence), (true, Unit::from_micros(900_000)));
        let forged = told(&with_mrz(|mrz| mrz.check_digits[0].valid = false)).unwrap();
        assert_eq!((forged.valid, forged.confidence), (false, Unit::ZERO));
        // Its check digits were not told: nothing shows that they hold.
        assert!(!told(&with_mrz(|mrz| mrz.check_digits.clear())).unwrap().valid);
        assert_eq!(told(&Evidence::empty()), None);
    }

    #[test]
    fn f_101_authenticity_liveness_and_security_come_with_the_document_or_are_absent() {
        let bare = told(&with(|_| ())).unwrap();
        assert_eq!((bare.authenticity, bare.liveness), (None, None));
        assert_eq!(bare.security, Some(Unit::ONE));
        let half = told(&with_mrz(|mrz| mrz.check_digits[0].valid = false)).unwrap();
        assert!(half.security < Some(Unit::ONE));
        let measured = with(|evidence| {
            let front = signs(&[(ForensicMeasure::Font, Some(100_000)), (ForensicMeasure::Screen, None)]);
            let back = signs(&[(ForensicMeasure::Splicing, Some(300_000)), (ForensicMeasure::Hologram, Some(900_000))]);
            evidence.forensics = Seen::Seen(ForensicsEvidence { sides: vec![front, back] });
        });
        let measured = told(&measured).unwrap();
        assert_eq!((measured.authenticity, measured.liveness), (Some(Unit::from_micros(700_000)), None));
    }
}
