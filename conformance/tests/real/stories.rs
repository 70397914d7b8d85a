//! The five stories of the demo, and what a good case says.

use kyc_core::wire::{EndUserCode, FieldName, FieldOrigin, Outcome, Verdict};
use kyc_synth::demo::Scenario;

use super::support::{outcome, played, verify};

fn ends(story: Scenario, verdict: Verdict, failing: &str, passing: &[&str]) {
    let case = played(story);
    let answer = verify(&case.document_jpeg, &case.selfie_jpeg);
    assert_eq!(answer.report.decision.verdict, verdict, "{:?}", answer.report.reasons);
    assert_eq!(outcome(&answer, failing), Outcome::Fail);
    for check in passing {
        assert_eq!(outcome(&answer, check), Outcome::Pass, "{check}");
    }
}

#[test]
fn a_001_a_good_passport_and_its_holder_are_accepted() {
    let case = played(Scenario::Genuine);
    let answer = verify(&case.document_jpeg, &case.selfie_jpeg);
    assert_eq!(answer.report.decision.verdict, Verdict::Accepted, "{:?}", answer.report.reasons);
    assert_eq!(answer.report.end_user.code, EndUserCode::Verified);
    let document = answer.evidence.document.seen().expect("a document");
    let mrz = document.mrz.seen().expect("a zone");
    let lines: Vec<&str> = mrz.lines.iter().map(|line| line.text.expose().as_str()).collect();
    assert_eq!(lines, case.truth.mrz_lines);
    // the printed number and dates are read beside the zone, and agree.
    for name in [FieldName::DocumentNumber, FieldName::BirthDate, FieldName::ExpiryDate] {
        let field = document.fields.iter().find(|field| field.name == name).expect("the field");
        let values: Vec<&str> = field.readings.iter().map(|reading| reading.value.expose().as_str()).collect();
        assert!(field.readings.iter().any(|reading| reading.origin == FieldOrigin::Visual), "{name:?} was not read in print");
        assert!(values.windows(2).all(|pair| pair[0] == pair[1]), "{name:?} differs");
    }
}

#[test]
fn a_019_somebody_else_is_rejected_for_the_face() {
    ends(Scenario::Impostor, Verdict::Rejected, "face.match", &["liveness.passive", "mrz.check_digits", "document.expiry"]);
}

#[test]
fn f_171_an_expired_passport_is_rejected_and_the_holder_told_to_use_another() {
    ends(Scenario::Expired, Verdict::Rejected, "document.expiry", &["liveness.passive", "mrz.check_digits", "face.match"]);
    let case = played(Scenario::Expired);
    let answer = verify(&case.document_jpeg, &case.selfie_jpeg);
    assert_eq!(answer.report.end_user.text, "Your document has expired. Please use a valid ID.");
}

#[test]
fn a_034_an_altered_date_fails_its_check_digit_and_is_never_accepted() {
    ends(Scenario::TamperedMrz, Verdict::Review, "mrz.check_digits", &["liveness.passive", "face.match", "document.expiry"]);
}

#[test]
fn x_06_a_print_before_the_camera_is_rejected_whatever_the_score() {
    ends(Scenario::PrintAttack, Verdict::Rejected, "liveness.passive", &["mrz.check_digits", "document.expiry"]);
    let case = played(Scenario::PrintAttack);
    let answer = verify(&case.document_jpeg, &case.selfie_jpeg);
    assert!(answer.report.decision.rules.iter().any(|rule| rule.id == "spoof"), "the rule is named");
    // the holder of the print learns nothing.
    for word in ["deepfake", "tamper", "spoof", "screen", "mask", "blocklist", "sanction", "score", "threshold"] {
        assert!(!answer.report.end_user.text.to_lowercase().contains(word));
    }
}

#[test]
fn the_same_evidence_gives_the_same_report() {
    let case = played(Scenario::Genuine);
    let (first, second) = (verify(&case.document_jpeg, &case.selfie_jpeg), verify(&case.document_jpeg, &case.selfie_jpeg));
    assert_eq!(first.evidence, second.evidence);
    assert_eq!(first.report, second.report);
}
