//! What is handed in beside the pictures: a chip, frames of a moving person.

use image::RgbImage;
use kyc_core::ops::{
    ActiveFrame, CheckActiveLivenessRequest, ChipBlobs, DataGroupBlob, DocumentBlobs, VerifyRequest, VerifyResponse,
};
use kyc_core::wire::{Action, FieldName, FieldOrigin, Outcome, Verdict};
use kyc_synth::demo::{DemoCase, Scenario};
use kyc_synth::photo::jpeg;

use super::support::{engine, outcome, played, portraits, today};

/// A tag and its value in DER: the length in as few octets as it takes.
fn tlv(tag: &[u8], value: &[u8]) -> Vec<u8> {
    let octets: Vec<u8> = value.len().to_be_bytes().into_iter().skip_while(|octet| *octet == 0).collect();
    let length = if value.len() < 128 { vec![value.len() as u8] } else { [&[0x80 | octets.len() as u8], &octets[..]].concat() };
    [tag, &length, value].concat()
}

/// DG1: the zone (ICAO 9303-10 §4.7.1).
fn zone(lines: &[String]) -> Vec<u8> {
    tlv(&[0x61], &tlv(&[0x5f, 0x1f], lines.concat().as_bytes()))
}

/// DG2: a portrait in one facial record (ICAO 9303-10 §4.7.2, ISO/IEC 19794-5).
fn portrait(picture: &RgbImage) -> Vec<u8> {
    let file = jpeg(picture, 90).expect("a file");
    let face = [&(32 + file.len() as u32).to_be_bytes()[..], &[0; 28], &file].concat();
    let record = [b"FAC\x00010\x00", &(14 + face.len() as u32).to_be_bytes()[..], &[0, 1], &face].concat();
    let template = tlv(&[0x7f, 0x60], &[tlv(&[0xa1], &[]), tlv(&[0x5f, 0x2e], &record)].concat());
    tlv(&[0x75], &tlv(&[0x7f, 0x61], &[tlv(&[2], &[1]), template].concat()))
}

/// The case with a chip whose security object is none: what it says is read, and nobody vouches for it.
fn with_chip(case: &DemoCase, lines: &[String], holder: &RgbImage) -> VerifyResponse {
    let group = |number| DataGroupBlob { number, blob: number + 2 };
    let chip = ChipBlobs {
        com: None,
        sod: 2,
        data_groups: vec![group(1), group(2)],
        trust: Vec::new(),
        revocation_lists: Vec::new(),
        active_authentication: None,
        chip_authentication: None,
        allow: Vec::new(),
    };
    let document = DocumentBlobs { front: 0, back: None };
    let request = VerifyRequest { selfie: Some(1), chip: Some(chip), ..VerifyRequest::new(document, today()) };
    let (zone, portrait) = (zone(lines), portrait(holder));
    let blobs: [&[u8]; 5] = [&case.document_jpeg, &case.selfie_jpeg, b"no security object", &zone, &portrait];
    engine().verify(request, &blobs).expect("files are never a caller's mistake")
}

#[test]
fn a_chip_that_nobody_signed_is_read_compared_and_never_accepted() {
    let case = played(Scenario::Genuine);
    let answer = with_chip(&case, &case.truth.mrz_lines, &portraits()[0].1);
    assert_eq!(outcome(&answer, "chip.authentic"), Outcome::Fail);
    assert_eq!(outcome(&answer, "chip.original"), Outcome::NotRun);
    assert_eq!(outcome(&answer, "chip.portrait"), Outcome::Pass);
    assert_eq!(outcome(&answer, "fields.consistent"), Outcome::Pass);
    assert_eq!(answer.report.decision.verdict, Verdict::Review, "{:?}", answer.report.reasons);
    let number = answer.evidence.fields().into_iter().find(|field| field.name == FieldName::DocumentNumber).expect("it is read");
    assert!(number.readings.iter().any(|reading| reading.origin == FieldOrigin::Chip));
}

#[test]
fn a_chip_of_another_person_and_document_is_told() {
    let case = played(Scenario::Genuine);
    let other = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let answer = with_chip(&case, &other.map(str::to_owned), &portraits()[2].1);
    assert_eq!(outcome(&answer, "chip.portrait"), Outcome::Fail);
    assert_eq!(outcome(&answer, "fields.consistent"), Outcome::Fail);
    assert_eq!(answer.report.decision.verdict, Verdict::Rejected);
}

/// The genuine case with these pictures as frames, one every 100 ms, under a challenge.
fn with_frames(frames: &[&[u8]]) -> VerifyResponse {
    let case = played(Scenario::Genuine);
    let frame = |at: usize| ActiveFrame { image: 2 + at as u32, time_ms: 100 * at as u64, raw: None };
    let active = CheckActiveLivenessRequest {
        actions: vec![Action::TurnLeft, Action::Blink],
        frames: (0..frames.len()).map(frame).collect(),
        mirrored: false,
        device: None,
    };
    let document = DocumentBlobs { front: 0, back: None };
    let request = VerifyRequest { selfie: Some(1), active: Some(active), ..VerifyRequest::new(document, today()) };
    let pictures = [case.document_jpeg.as_slice(), case.selfie_jpeg.as_slice()];
    engine().verify(request, &[&pictures, frames].concat()).expect("frames are never a caller's mistake")
}

#[test]
fn f_112_frames_of_a_person_who_does_not_move_reject_the_case() {
    let case = played(Scenario::Genuine);
    let answer = with_frames(&[case.selfie_jpeg.as_slice(); 40]);
    assert_eq!(outcome(&answer, "liveness.active"), Outcome::Fail);
    assert_eq!(answer.report.decision.verdict, Verdict::Rejected);
    let active = answer.evidence.active_liveness.seen().expect("it was looked at");
    let codes: Vec<&str> = active.verdict.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert!(codes.contains(&"liveness.active.frozen") && codes.contains(&"liveness.active.action_not_seen"), "{codes:?}");
    assert!(active.same_person.seen().is_some_and(|same| same.similarity.to_f64() > 0.9), "{:?}", active.same_person);
}

#[test]
fn frames_of_another_person_than_the_live_photo_are_told() {
    let stranger = jpeg(&portraits()[2].1, 90).expect("a file");
    let answer = with_frames(&[stranger.as_slice(); 40]);
    let reasons: Vec<&str> = answer.report.reasons.iter().map(|told| told.reason.code.as_str()).collect();
    assert!(reasons.contains(&"liveness.active.other_person"), "{reasons:?}");
}
