//! Each check at its boundaries.

use super::sample::*;
use super::*;
use crate::policy::builtin;
use crate::wire::*;

fn finding(evidence: &Evidence, check: &str) -> Finding {
    let row = rows().find(|row| row.name == check).unwrap();
    (row.run)(evidence, &builtin("api-v1").unwrap(), today())
}

fn outcome(evidence: &Evidence, check: &str) -> Outcome {
    finding(evidence, check).outcome
}

fn codes(evidence: &Evidence, check: &str) -> Vec<String> {
    finding(evidence, check).reasons.into_iter().map(|reason| reason.code).collect()
}

use Outcome::{Fail, NotApplicable, NotRun, Pass, Warn};

#[test]
fn a_068_names_are_unique_and_every_check_passes_or_does_not_apply_to_a_perfect_case() {
    let mut names = names();
    for row in rows() {
        let found = finding(&perfect(), row.name);
        assert_eq!(found.check, row.name);
        assert!(matches!(found.outcome, Pass | NotApplicable), "{found:?}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rows().count());
}

#[test]
fn document_expiry_counts_the_last_day_in() {
    let expiring = |date: &str| outcome(&with_document(|d| set_field(d, FieldName::ExpiryDate, date)), "document.expiry");
    assert_eq!(expiring("2026-11-20"), Fail);
    assert_eq!(expiring("2026-11-21"), Pass);
    assert_eq!(expiring("2026-10-XX"), Fail);
    assert_eq!(expiring("2026-11-XX"), Warn);
    assert_eq!(expiring("2026-12-XX"), Pass);
    assert_eq!(expiring("2026-XX-XX"), Warn);
    assert_eq!(expiring("XXXX-XX-XX"), NotRun);
    assert_eq!(expiring("XXXX-04-15"), NotRun);
    assert_eq!(expiring(""), NotRun);
    assert_eq!(expiring("2027-02-30"), Fail);
}

#[test]
fn a_015_dates_are_possible_and_in_order() {
    let dates = |birth: &str, issue: &str, expiry: &str| {
        let evidence = with_document(|d| {
            for (name, value) in [(FieldName::BirthDate, birth), (FieldName::IssueDate, issue), (FieldName::ExpiryDate, expiry)] {
                set_field(d, name, value);
            }
        });
        (outcome(&evidence, "document.dates"), codes(&evidence, "document.dates"))
    };
    let only = |outcome, code: &str| (outcome, vec![code.to_owned()]);
    assert_eq!(dates("1974-08-12", "2021-04-16", "2031-04-15"), (Pass, vec![]));
    assert_eq!(dates("1974-XX-XX", "", ""), (Pass, vec![]));
    assert_eq!(dates("2021-XX-XX", "2021-04-16", "2031-04-15"), (Pass, vec![]));
    assert_eq!(dates("", "2021-04-16", "2031-04-15"), only(NotRun, "document.dates.missing"));
    assert_eq!(dates("1974-13-12", "", "2031-04-15"), only(Fail, "document.dates.impossible"));
    assert_eq!(dates("2026-11-21", "", "2031-04-15"), (Pass, vec![]));
    assert_eq!(dates("2026-11-22", "", "2031-04-15"), only(Fail, "document.dates.in_future"));
    assert_eq!(dates("1974-08-12", "2026-11-22", "2031-04-15"), only(Fail, "document.dates.in_future"));
    assert_eq!(dates("1974-08-12", "2031-04-15", "2031-04-15").0, Fail);
    assert_eq!(dates("2000-01-01", "", "2000-01-01"), only(Fail, "document.dates.order"));
}

#[test]
fn mrz_check_digits_name_each_failing_digit() {
    let names = ["document_number", "birth_date", "expiry_date", "optional_data", "composite"];
    for (i, name) in names.iter().enumerate() {
        let evidence = with_mrz(|mrz| mrz.check_digits[i].valid = false);
        assert_eq!(outcome(&evidence, "mrz.check_digits"), Fail);
        assert_eq!(codes(&evidence, "mrz.check_digits"), [format!("mrz.check_digit.{name}")]);
    }
    assert_eq!(outcome(&with_mrz(|mrz| mrz.check_digits.clear()), "mrz.check_digits"), NotRun);
}

#[test]
fn mrz_absent_by_kind_of_document() {
    let absent = |kind| {
        let evidence = with_document(|d| {
            d.class.kind = kind;
            d.mrz = Seen::not(NotSeen::NotFound);
        });
        (outcome(&evidence, "mrz.present"), outcome(&evidence, "mrz.check_digits"), outcome(&evidence, "mrz.codes"))
    };
    assert_eq!(absent(DocumentType::Passport), (Fail, NotRun, NotRun));
    assert_eq!(absent(DocumentType::IdCard), (Warn, NotRun, NotRun));
    assert_eq!(absent(DocumentType::Unknown), (Warn, NotRun, NotRun));
    assert_eq!(absent(DocumentType::DriverLicense), (NotApplicable, NotApplicable, NotApplicable));
    let unreadable = with_document(|d| d.mrz = Seen::not(NotSeen::Unreadable));
    assert_eq!((outcome(&unreadable, "mrz.present"), outcome(&unreadable, "mrz.corrections")), (Fail, NotRun));
}

#[test]
fn mrz_corrections_at_their_limits() {
    let corrected = |count: usize, because| {
        let read_probability = Unit::from_micros(600_000);
        let correction = MrzCorrection { line: 1, column: 0, read: "O".into(), used: "0".into(), because, read_probability };
        outcome(&with_mrz(|mrz| mrz.corrections = vec![correction; count]), "mrz.corrections")
    };
    assert_eq!(corrected(4, CorrectionReason::Position), Pass);
    assert_eq!(corrected(5, CorrectionReason::Position), Warn);
    assert_eq!(corrected(9, CorrectionReason::Length), Pass);
    let confident = |micros| outcome(&with_mrz(|mrz| mrz.confidence = Unit::from_micros(micros)), "mrz.corrections");
    assert_eq!((confident(299_999), confident(300_000)), (Warn, Pass));
}

#[test]
fn mrz_codes_must_exist() {
    let coded = |code: &str| outcome(&with_document(|d| set_field(d, FieldName::Nationality, code)), "mrz.codes");
    assert_eq!(coded("QQQ"), Fail);
    assert_eq!(coded("FRA"), Pass);
}

#[test]
fn document_accepted_by_kind_and_state() {
    let unknown = with_document(|d| d.class.kind = DocumentType::Unknown);
    assert_eq!(codes(&unknown, "document.accepted"), ["document.accepted.type_unknown"]);
    assert_eq!(outcome(&unknown, "document.accepted"), Warn);
    let stateless = with_document(|d| d.class.country = None);
    assert_eq!(outcome(&stateless, "document.accepted"), Warn);
    let mut policy = builtin("api-v1").unwrap();
    policy.document.accepted_countries = vec!["UTO".to_owned()];
    policy.document.accepted_types = vec![DocumentType::Passport];
    assert_eq!(document_accepted::ROW.name, "document.accepted");
    assert_eq!((document_accepted::ROW.run)(&perfect(), &policy, today()).outcome, Pass);
    policy.document.accepted_types = vec![DocumentType::IdCard];
    assert_eq!((document_accepted::ROW.run)(&perfect(), &policy, today()).outcome, Fail);
}

#[test]
fn fields_of_two_sources_agree() {
    let visual = |name: FieldName, value: &str| {
        let evidence = with_document(|d| {
            let field = d.fields.iter_mut().find(|field| field.name == name).unwrap();
            field.readings.push(reading(FieldOrigin::Visual, value, value));
        });
        outcome(&evidence, "fields.consistent")
    };
    assert_eq!(outcome(&perfect(), "fields.consistent"), NotApplicable);
    assert_eq!(visual(FieldName::DocumentNumber, "L898 902-c3"), Pass);
    assert_eq!(visual(FieldName::DocumentNumber, "L898902C4"), Fail);
    assert_eq!(visual(FieldName::GivenNames, "ANNA MARIA LOUISE"), Pass);
    assert_eq!(visual(FieldName::Surname, "ÉRIKSSON"), Pass);
    assert_eq!(visual(FieldName::Surname, "SVENSSON"), Fail);
    assert_eq!(visual(FieldName::BirthDate, "1974-08-XX"), Pass);
    assert_eq!(visual(FieldName::BirthDate, "1974-09-XX"), Fail);
    assert_eq!(visual(FieldName::Nationality, "UTOPIAN"), NotApplicable);
    assert_eq!(visual(FieldName::Nationality, "FRA"), Fail);
}

#[test]
fn a_reading_without_confidence_contradicts_nothing() {
    let at = |micros| {
        let evidence = with_document(|d| {
            let mut doubtful = reading(FieldOrigin::Visual, "SVENSSON", "SVENSSON");
            doubtful.confidence = Unit::from_micros(micros);
            d.fields[2].readings.push(doubtful);
        });
        outcome(&evidence, "fields.consistent")
    };
    assert_eq!((at(799_999), at(800_000)), (NotApplicable, Fail));
}

#[test]
fn f_022_f_023_f_028_picture_limits() {
    let quality =
        |change: fn(&mut PictureQuality)| codes(&with_document(|d| change(&mut d.sides[0].quality)), "picture.document_quality");
    let none: [&str; 0] = [];
    assert_eq!(quality(|q| q.sharpness = 100.0), ["picture.document_quality.sharpness"]);
    assert_eq!(quality(|q| q.sharpness = 100.000_01), none);
    assert_eq!(quality(|q| q.sharpness = f32::NAN), ["picture.document_quality.sharpness"]);
    assert_eq!(quality(|q| q.glare = Unit::from_micros(50_000)), ["picture.document_quality.glare"]);
    assert_eq!(quality(|q| q.glare = Unit::from_micros(49_999)), none);
    assert_eq!(quality(|q| q.brightness = 79.999), ["picture.document_quality.dark"]);
    assert_eq!(quality(|q| q.brightness = 80.0), none);
    assert_eq!(quality(|q| q.brightness = 200.0), none);
    assert_eq!(quality(|q| q.brightness = 200.001), ["picture.document_quality.bright"]);
    assert_eq!(quality(|q| q.brightness = f32::NAN), ["picture.document_quality.dark"]);
}

#[test]
fn selfie_limits() {
    let quality = |change: fn(&mut FaceQuality)| codes(&with_selfie_quality(change), "selfie.quality");
    let none: [&str; 0] = [];
    assert_eq!(quality(|q| q.yaw = -35.0), none);
    assert_eq!(quality(|q| q.yaw = -35.001), ["selfie.quality.yaw"]);
    assert_eq!(quality(|q| q.pitch = 30.001), ["selfie.quality.pitch"]);
    assert_eq!(quality(|q| q.roll = f32::NAN), ["selfie.quality.roll"]);
    assert_eq!(quality(|q| q.eye_distance = 39.999), ["selfie.quality.small"]);
    assert_eq!(quality(|q| q.eye_distance = 40.0), none);
    assert_eq!(quality(|q| q.presence = Unit::from_micros(499_999)), ["selfie.quality.covered"]);
    assert_eq!(quality(|q| q.presence = Unit::from_micros(500_000)), none);
    assert_eq!(quality(|q| q.eyes_closed = Unit::from_micros(700_000)), none);
    assert_eq!(quality(|q| q.eyes_closed = Unit::from_micros(700_001)), ["selfie.quality.eyes_closed"]);
}

#[test]
fn f_121_faces_on_the_live_photo() {
    let lost = |why| {
        let evidence = with(|e| e.selfie = Seen::not(why));
        (outcome(&evidence, "selfie.one_face"), outcome(&evidence, "selfie.quality"))
    };
    assert_eq!(lost(NotSeen::NoFace), (Fail, NotRun));
    assert_eq!(lost(NotSeen::SeveralFaces), (Fail, NotRun));
    assert_eq!(lost(NotSeen::FaceUnusable), (NotRun, Fail));
    assert_eq!(lost(NotSeen::NotProvided), (NotRun, NotRun));
    assert_eq!(lost(NotSeen::NotSupported), (NotRun, NotRun));
}

#[test]
fn f_130_liveness_at_its_threshold() {
    let live = |micros, attack| {
        let evidence = with(|e| set_liveness(e, micros, attack));
        (outcome(&evidence, "liveness.passive"), codes(&evidence, "liveness.passive"))
    };
    assert_eq!(live(500_000, SpoofType::Screen), (Pass, vec!["liveness.passive.live".to_owned()]));
    assert_eq!(live(499_900, SpoofType::None), (Fail, vec!["liveness.passive.below_threshold".to_owned()]));
    assert_eq!(live(499_999, SpoofType::Screen), (Fail, vec![ATTACK.to_owned()]));
}

#[test]
fn f_126_f_127_f_128_bands_of_similarity() {
    let match_at = |micros| outcome(&with(|e| set_similarity(e, micros)), "face.match");
    assert_eq!((match_at(750_000), match_at(749_999)), (Pass, Warn));
    assert_eq!((match_at(500_000), match_at(499_999)), (Warn, Fail));

    // F-127's strong band starts at its value.
    let band = |micros| codes(&with(|e| set_similarity(e, micros)), "face.match");
    assert_eq!((band(800_000), band(799_999)), (vec!["face.match.strong".to_owned()], vec!["face.match.match".to_owned()]));

    // The flow's own boundary, 0.65, is a match; 0.60 is none, but a person decides.
    let mut flow = builtin("api-v1").unwrap();
    flow.face_match.threshold = Unit::from_micros(650_000);
    let at = |micros| (face_match::ROW.run)(&with(|e| set_similarity(e, micros)), &flow, today()).outcome;
    assert_eq!((at(650_000), at(649_999), at(600_000)), (Pass, Warn, Warn));
    // The built-in flow has all three: strong from 0.80, a match from 0.65, a person from 0.50, none below.
    let flow = builtin("flow").unwrap();
    let told = |micros| {
        let finding = (face_match::ROW.run)(&with(|e| set_similarity(e, micros)), &flow, today());
        (finding.outcome, finding.reasons[0].code.rsplit('.').next().unwrap().to_owned())
    };
    for (micros, outcome, band) in [
        (800_001, Pass, "strong"),
        (799_999, Pass, "match"),
        (650_000, Pass, "match"),
        (649_999, Warn, "moderate"),
        (500_000, Warn, "moderate"),
        (499_999, Fail, "mismatch"),
    ] {
        assert_eq!(told(micros), (outcome, band.to_owned()), "{micros}");
    }
}

#[test]
fn a_022_the_four_profile_checks() {
    let profile = |check: &str, change: fn(&mut ProfileEvidence)| {
        let evidence = with(|e| {
            if let Seen::Seen(profile) = &mut e.profile {
                change(profile);
            }
        });
        outcome(&evidence, check)
    };
    assert_eq!(profile("profile.email", |p| p.email_has_mx = Some(false)), Fail);
    assert_eq!(profile("profile.email", |p| p.email_has_mx = None), NotRun);
    assert_eq!(profile("profile.email", |p| p.email = Some("x".into())), Fail);
    assert_eq!(profile("profile.email", |p| p.email = None), NotApplicable);
    assert_eq!(profile("profile.phone", |p| p.phone = Some("0701020304".into())), Fail);
    assert_eq!(profile("profile.country", |p| p.ip_country = Some("FRA".to_owned())), Warn);
    assert_eq!(profile("profile.country", |p| p.ip_country = None), NotRun);
    assert_eq!(profile("profile.country", |p| p.country = Some("CI".to_owned())), Fail);
    assert_eq!(profile("profile.country", |p| p.country = Some("QQQ".to_owned())), Fail);
    assert_eq!(profile("profile.name", |p| p.full_name = Some("Paul Kouassi".into())), Fail);
    assert_eq!(profile("profile.name", |p| p.full_name = Some("Anna Kouassi".into())), Warn);
    assert_eq!(profile("profile.birth_date", |p| p.birth_date = Some("1975-08-12".into())), Fail);
    let none = with(|e| e.profile = Seen::not(NotSeen::NotProvided));
    assert!(
        ["profile.email", "profile.phone", "profile.country", "profile.name"]
            .iter()
            .all(|check| outcome(&none, check) == NotApplicable)
    );
}

#[test]
fn one_file_cannot_be_document_and_selfie() {
    assert_eq!(outcome(&with(|e| e.captures[1].sha256 = e.captures[0].sha256.clone()), "face.same_picture"), Fail);
    assert_eq!(outcome(&with(|e| drop(e.captures.remove(0))), "face.same_picture"), NotRun);
}
