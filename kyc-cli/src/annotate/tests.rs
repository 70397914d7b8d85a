#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use kyc_core::wire::*;
use kyc_synth::demo::{Cast, Portrait, Scenario, case_sized};

use super::*;

fn portrait() -> RgbImage {
    RgbImage::from_fn(300, 400, |x, y| Rgb([150 + (x / 8) as u8, 110 + (y / 10) as u8, 96]))
}

fn face(blob: u32, x: f32, y: f32, width: f32) -> FaceEvidence {
    let at = |fx: f32, fy: f32| Point::new(x + fx * width, y + fy * width * 1.35);
    FaceEvidence {
        blob,
        bounds: Rect { x, y, width, height: width * 1.35 },
        confidence: Unit::from_f64(0.946),
        landmarks: [at(0.3, 0.38), at(0.7, 0.38), at(0.5, 0.55), at(0.33, 0.72), at(0.67, 0.72)],
        faces: 1,
        quality: Seen::not(NotSeen::NotSupported),
    }
}

fn capture(blob: u32, role: Role, picture: &RgbImage) -> Capture {
    let (width, height) = picture.dimensions();
    let picture = Picture { format: FileFormat::Jpeg, width, height, exif_orientation: 1 };
    Capture { blob, role, bytes: 1, sha256: String::new(), picture: Decoded::Picture(picture) }
}

/// A demo case as perception would see it if it saw everything just so.
fn seen(portrait: &RgbImage, again: &RgbImage) -> (Evidence, Vec<(u32, RgbImage)>) {
    let person = |picture| Portrait { picture, face: None };
    let cast = Cast { holder: person(portrait), holder_again: person(again), stranger: person(again) };
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let demo = case_sized(Scenario::Genuine, &cast, 2026, today, (1600, 1200)).unwrap();
    let decode = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
    let pictures = vec![(0, decode(&demo.document_jpeg)), (1, decode(&demo.selfie_jpeg))];
    let truth = &demo.truth;
    let text =
        |t: &kyc_synth::specimen::PrintedText| TextLine { text: t.text.as_str().into(), confidence: Unit::ONE, region: t.region };
    let digit = |name| MrzCheckDigit { name, found: "1".into(), expected: "1".into(), valid: true };
    let mrz = MrzEvidence {
        blob: Some(0),
        format: MrzFormat::Td3,
        lines: std::iter::zip(&truth.mrz_lines, &truth.mrz_line_regions)
            .map(|(text, region)| MrzLine { text: text.as_str().into(), region: Some(*region), probabilities: Vec::new() })
            .collect(),
        check_digits: [MrzCheckName::DocumentNumber, MrzCheckName::BirthDate, MrzCheckName::ExpiryDate].map(digit).to_vec(),
        check_digits_valid: true,
        corrections: Vec::new(),
        confidence: Unit::from_f64(0.998),
    };
    let side = SideEvidence {
        blob: 0,
        rotation: 0,
        outline: Seen::Seen(truth.corners),
        text: truth.text.iter().map(text).collect(),
        quality: PictureQuality::default(),
    };
    let class = DocumentClass {
        kind: DocumentType::Passport,
        country: Some("UTO".into()),
        subdivision: None,
        version: None,
        catalogue: None,
        confidence: Unit::ONE,
        by: ClassifiedBy::Mrz,
    };
    let place = truth.portrait_region.unwrap().bounds();
    let mut evidence = Evidence::empty();
    evidence.captures = vec![capture(0, Role::DocumentFront, &pictures[0].1), capture(1, Role::Selfie, &pictures[1].1)];
    evidence.document = Seen::Seen(DocumentEvidence {
        sides: vec![side],
        class,
        mrz: Seen::Seen(mrz),
        barcodes: Vec::new(),
        fields: Vec::new(),
        print: Vec::new(),
    });
    evidence.portrait = Seen::Seen(face(0, place.x + 0.24 * place.width, place.y + 0.2 * place.height, 0.52 * place.width));
    evidence.selfie = Seen::Seen(face(1, 380.0, 600.0, 560.0));
    evidence.face_match =
        Seen::Seen(FaceMatchEvidence { similarity: Unit::from_f64(0.91), raw_cosine: 0.725, model: "m".into(), second: None });
    evidence.liveness =
        Seen::Seen(LivenessEvidence { score: Unit::from_f64(0.968), likely_attack: SpoofType::None, cues: Vec::new() });
    (evidence, pictures)
}

fn report(verdict: Verdict, points: f64, reasons: &[&str]) -> Report {
    let reason = |text: &&str| TenantReason {
        check: "liveness.spoof".into(),
        reason: Reason { code: "liveness.low".into(), values: BTreeMap::new() },
        text: (*text).to_owned(),
    };
    Report {
        schema: REPORT_SCHEMA.into(),
        engine_version: "0".into(),
        policy: PolicyRef { id: "p".into(), version: 1, sha256: String::new() },
        today: "2026-11-21".into(),
        dialect: None,
        document: None,
        capture_trust: CaptureTrust::Unknown,
        decision: Decision {
            verdict,
            by_score: Verdict::Accepted,
            compliance: false,
            rules: vec![RuleHit { id: "spoof".into(), check: "liveness.spoof".into(), at_most: Verdict::Rejected }],
        },
        score: Score { value: Points::from_f64(points), contributions: Vec::new() },
        findings: Vec::new(),
        reasons: reasons.iter().map(reason).collect(),
        end_user: EndUserMessage { code: EndUserCode::UnderReview, text: String::new(), retry: false },
        models: Vec::new(),
    }
}

#[test]
fn the_sheet_is_as_wide_as_promised_and_coloured_by_the_verdict() {
    let (evidence, pictures) = seen(&portrait(), &portrait());
    for (verdict, strong) in [(Verdict::Accepted, 1), (Verdict::Rejected, 0)] {
        let sheet = annotate(&evidence, Some(&report(verdict, 93.4, &[])), &pictures);
        assert_eq!(sheet.width(), WIDTH);
        let corner = sheet.get_pixel(4, 4).0;
        assert_eq!(corner.iter().enumerate().max_by_key(|(_, v)| **v).unwrap().0, strong);
    }
}

#[test]
fn what_was_located_is_drawn_and_nothing_else_changes_the_picture() {
    let (evidence, pictures) = seen(&portrait(), &portrait());
    let full = annotate(&evidence, None, &pictures);
    let mut blind = Evidence::empty();
    blind.captures = evidence.captures.clone();
    let bare = annotate(&blind, None, &pictures);
    assert!(bare.height() < full.height(), "no measures, no line for them");
    let differing = bare.enumerate_pixels().filter(|(x, y, p)| full.get_pixel(*x, *y) != *p).count();
    assert!((5_000..200_000).contains(&differing), "{differing}");
}

#[test]
fn odd_input_still_gives_a_sheet() {
    let (mut evidence, pictures) = seen(&portrait(), &portrait());
    assert_eq!(annotate(&evidence, None, &[]).width(), WIDTH);
    assert_eq!(annotate(&evidence, None, &[(7, RgbImage::new(0, 0)), (8, RgbImage::new(1, 4000))]).width(), WIDTH);
    // Geometry from a stored file may say anything.
    evidence.selfie = Seen::Seen(face(1, f32::NAN, -1e9, 1e9));
    evidence.portrait = Seen::Seen(face(0, 1e30, f32::INFINITY, -5.0));
    let long = "a reason that goes on and on ".repeat(20);
    let sheet = annotate(&evidence, Some(&report(Verdict::Review, 61.5, &[&long, "b", "c", "d"])), &pictures);
    assert_eq!(sheet.width(), WIDTH);
}
