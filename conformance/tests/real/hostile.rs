//! Pictures that a case should not consist of: a finding or a refusal each, never an acceptance, never a panic.

use image::{DynamicImage, ImageFormat, RgbImage, imageops};
use kyc_core::ops::{DocumentBlobs, VerifyRequest};
use kyc_core::wire::{NotSeen, Outcome, Verdict};
use kyc_synth::demo::{Scenario, passport};
use kyc_synth::photo::{Shot, jpeg, shoot};
use kyc_synth::specimen::{Kind, Specimen};

use super::support::{cast, engine, outcome, played, portraits, today, verify};

fn png(picture: RgbImage) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, ImageFormat::Png).expect("encoding a picture");
    out.into_inner()
}

fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1u32;
    png(RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, a, b, c] = state.to_le_bytes();
        image::Rgb([a, b, c])
    }))
}

#[test]
fn pictures_that_are_none_are_findings_on_either_side() {
    let good = played(Scenario::Genuine);
    let (document, selfie) = (good.document_jpeg.as_slice(), good.selfie_jpeg.as_slice());
    let one_pixel = png(RgbImage::new(1, 1));
    let bad: [(&str, &[u8]); 5] = [
        ("empty", b""),
        ("text renamed .jpg", b"Dear Sir or Madam, please find attached my passport."),
        ("truncated", &document[..document.len() / 3]),
        ("header only", &document[..200]),
        ("one pixel", &one_pixel),
    ];
    for (name, bytes) in bad {
        let as_document = verify(bytes, selfie);
        assert_ne!(as_document.report.decision.verdict, Verdict::Accepted, "{name} as document");
        assert_ne!(outcome(&as_document, "document.present"), Outcome::Pass, "{name} as document");
        let as_selfie = verify(document, bytes);
        assert_ne!(as_selfie.report.decision.verdict, Verdict::Accepted, "{name} as selfie");
        assert_ne!(outcome(&as_selfie, "picture.selfie"), Outcome::Pass, "{name} as selfie");
    }
}

#[test]
fn f_121_no_face_and_several_faces_are_told_apart() {
    let good = played(Scenario::Genuine);
    let nobody = verify(&good.document_jpeg, &noise(640, 480));
    assert_ne!(nobody.report.decision.verdict, Verdict::Accepted);
    assert_eq!(nobody.evidence.selfie.reason(), Some(NotSeen::NoFace));

    // Five heads of one size beside each other.
    let mut crowd = RgbImage::from_pixel(2000, 600, image::Rgb([90, 110, 130]));
    for (index, (_, picture)) in portraits().iter().chain(portraits().iter().take(2)).enumerate() {
        let head = imageops::resize(picture, 380, 380 * picture.height() / picture.width(), imageops::FilterType::Triangle);
        imageops::replace(&mut crowd, &head, index as i64 * 400, 20);
    }
    let five = verify(&good.document_jpeg, &jpeg(&crowd, 92).expect("a picture"));
    assert_ne!(five.report.decision.verdict, Verdict::Accepted);
    assert_eq!(outcome(&five, "selfie.one_face"), Outcome::Fail);
    let seen = five.evidence.selfie.seen().expect("the largest face is described");
    assert_eq!(seen.faces, 5);
}

#[test]
fn pictures_in_the_wrong_place_are_not_accepted() {
    let good = played(Scenario::Genuine);
    let (document, selfie) = (good.document_jpeg.as_slice(), good.selfie_jpeg.as_slice());
    for (name, a, b) in [("document twice", document, document), ("selfie twice", selfie, selfie), ("swapped", selfie, document)]
    {
        let answer = verify(a, b);
        assert_ne!(answer.report.decision.verdict, Verdict::Accepted, "{name}");
    }
    assert_eq!(outcome(&verify(document, document), "face.same_picture"), Outcome::Fail);
    // A wall is no document.
    let wall = verify(&noise(1600, 1200), selfie);
    assert_ne!(wall.report.decision.verdict, Verdict::Accepted);
    assert_ne!(outcome(&wall, "mrz.present"), Outcome::Pass);
}

#[test]
fn a_card_with_its_sides_swapped_is_read_all_the_same() {
    let cast = cast();
    let card = Specimen { kind: Kind::IdCard, ..passport(Scenario::Genuine, &cast, 7, today()) };
    let side = |rendered: &RgbImage| {
        let shot = Shot { width: 1600, height: 1200, ..Shot::document(3) };
        jpeg(&shoot(rendered, &shot).image, 92).expect("a picture")
    };
    let front = side(&card.front().expect("a front").image);
    let back = side(&card.back().expect("it renders").expect("a card has a back").image);
    let selfie = played(Scenario::Genuine).selfie_jpeg;
    let check = |first: &[u8], second: &[u8]| {
        let document = DocumentBlobs { front: 0, back: Some(1) };
        let request = VerifyRequest { selfie: Some(2), ..VerifyRequest::new(document, today()) };
        let answer = engine().verify(request, &[first, second, &selfie]).expect("good pictures");
        assert_eq!(outcome(&answer, "mrz.check_digits"), Outcome::Pass);
        assert_eq!(outcome(&answer, "portrait.present"), Outcome::Pass);
        assert_eq!(outcome(&answer, "face.match"), Outcome::Pass);
        answer.report.decision.verdict
    };
    assert_eq!(check(&front, &back), Verdict::Accepted);
    assert_eq!(check(&back, &front), Verdict::Accepted);
}

/// Mutated pictures of a case that must not pass: whatever decodes, somebody else stays somebody else.
#[test]
#[ignore = "slow tier; `cargo xtask test` runs it"]
fn mutated_pictures_through_the_whole_engine_are_never_accepted() {
    let case = played(Scenario::Impostor);
    let mut state = 20_261_121u64;
    let mut random = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    };
    for round in 0..200 {
        let (mut document, mut selfie) = (case.document_jpeg.clone(), case.selfie_jpeg.clone());
        let target = if round % 2 == 0 { &mut document } else { &mut selfie };
        for _ in 0..=random(6) {
            let at = random(target.len());
            match random(3) {
                0 => target[at] ^= 1 << random(8),
                1 => target.truncate(at.max(1000)),
                _ => target[at % 600] = random(256) as u8,
            }
        }
        assert_ne!(verify(&document, &selfie).report.decision.verdict, Verdict::Accepted, "round {round}");
    }
}
