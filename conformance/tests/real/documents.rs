//! What reading a photographed document promises: any quarter turn, every stage, one failing part.

use kyc_core::image::encode::jpeg;
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::ops::{
    DocumentBlobs, MatchFacesRequest, PerceiveRequest, PerceiveResponse, ReadDocumentRequest, ReadDocumentResponse,
};
use kyc_core::perceive::Stage;
use kyc_core::wire::{DocumentEvidence, FieldOrigin, NotSeen, Outcome, Seen};
use kyc_synth::demo::Scenario;

use super::support::{engine, outcome, played, today, verify};

fn read(picture: &[u8]) -> ReadDocumentResponse {
    let request = ReadDocumentRequest { document: DocumentBlobs { front: 0, back: None }, today: today() };
    engine().read_document(request, &[picture]).expect("a picture")
}

fn zone(document: &DocumentEvidence) -> Vec<&str> {
    document.mrz.seen().expect("a zone").lines.iter().map(|line| line.text.expose().as_str()).collect()
}

fn pixels(file: &[u8]) -> Image {
    decode(file, &DecodeLimits::default()).expect("a picture").0
}

fn perceive(document: &[u8], selfie: &[u8]) -> PerceiveResponse {
    let request = serde_json::json!({"document": {"front": 0}, "selfie": 1, "today": today().to_string()});
    let request: PerceiveRequest = serde_json::from_value(request).expect("a request");
    engine().perceive(request, &[document, selfie]).expect("pictures are never a caller's mistake")
}

/// The page lies askew on a table: it is found, turned upright, brought to one size and read, whichever way up it was taken.
#[test]
fn f_040_a_photographed_page_is_rectified_and_read_at_every_quarter_turn() {
    let case = played(Scenario::Genuine);
    let picture = pixels(&case.document_jpeg);
    for quarters in 0..4 {
        let answer = read(&jpeg(&picture.rotated(quarters)).expect("a file"));
        let document = answer.document.seen().expect("a document");
        assert_eq!(zone(document), case.truth.mrz_lines, "{quarters}");
        assert_eq!(document.sides[0].rotation, u16::from(quarters) * 90);
        let outline = document.sides[0].outline.seen().expect("an outline");
        let aspect = outline.reading_width() / outline.reading_height();
        assert!((aspect / (125.0 / 88.0) - 1.0).abs() < 0.15, "{quarters} {aspect}");
    }
}

/// Detected regions, recognised text in reading order, values mapped from lines, structured fields.
#[test]
fn f_060_every_stage_of_reading_shows_in_the_result() {
    let case = played(Scenario::Genuine);
    let answer = read(&case.document_jpeg);
    let document = answer.document.seen().expect("a document");
    let lines = &document.sides[0].text;
    assert!(lines.len() > 10 && lines.iter().all(|line| !line.text.expose().is_empty()));
    // Layout: from top to bottom, a row at a time.
    let tops: Vec<f32> = lines.iter().map(|line| line.region.bounds().y).collect();
    let high = lines.iter().map(|line| line.region.reading_height()).fold(0.0, f32::max);
    assert!(tops.windows(2).all(|pair| pair[1] > pair[0] - 2.0 * high), "{tops:?}");
    // Mapping: every printed value is a line's, and dates came out as ISO dates.
    let printed: Vec<_> = document
        .fields
        .iter()
        .flat_map(|field| field.readings.iter().map(move |reading| (field.name, reading)))
        .filter(|(_, reading)| reading.origin == FieldOrigin::Visual)
        .collect();
    assert!(printed.len() >= 4);
    for (name, reading) in printed {
        assert!(lines.iter().any(|line| Some(line.region) == reading.provenance.region), "{name:?}");
        assert!(reading.provenance.model.is_some());
    }
}

/// What does not need another part's result runs beside it, and what one part cannot do costs no other part.
#[test]
fn f_041_parts_run_side_by_side_and_one_that_finds_nothing_loses_no_other() {
    let case = played(Scenario::Genuine);
    let answer = perceive(&case.document_jpeg, &case.selfie_jpeg);
    let sum: u64 = answer.timings.iter().map(|timing| timing.duration_us).sum();
    let wall = answer.timings.iter().map(|timing| timing.start_us + timing.duration_us).max().expect("stages");
    assert!(wall < sum, "{wall} {sum}");
    // Nothing to read and nobody's portrait: forensics and the selfie have seen theirs all the same.
    let blank = jpeg(&Image::filled(1200, 850, [205, 210, 200])).expect("a file");
    let seen = perceive(&blank, &case.selfie_jpeg).evidence;
    let document = seen.document.seen().expect("a side without content is a side");
    assert_eq!((document.mrz.reason(), seen.portrait.reason()), (Some(NotSeen::NotFound), Some(NotSeen::NoFace)));
    assert!(seen.forensics.seen().is_some() && seen.selfie.seen().is_some() && seen.liveness.seen().is_some());
}

#[test]
fn f_120_faces_are_found_counted_and_measured_before_liveness_and_match() {
    let case = played(Scenario::Genuine);
    let answer = verify(&case.document_jpeg, &case.selfie_jpeg);
    let start = |stage| answer.timings.iter().find(|timing| timing.stage == stage).map(|timing| timing.start_us);
    let order = [Stage::DecodeSelfie, Stage::Selfie, Stage::Liveness, Stage::FaceMatch, Stage::Judge].map(start);
    assert!(order.iter().all(Option::is_some) && order.windows(2).all(|pair| pair[0] <= pair[1]), "{order:?}");
    // Nothing that comes later is done where no face was found: a document page is no selfie.
    let blank = jpeg(&Image::filled(800, 600, [128; 3])).expect("a file");
    let seen = perceive(&case.document_jpeg, &blank).evidence;
    assert_eq!(seen.selfie.reason(), Some(NotSeen::NoFace));
    assert!(seen.liveness.seen().is_none() && seen.face_match.reason() == Some(NotSeen::Blocked));
}

#[test]
fn f_125_the_portrait_of_the_document_is_found_in_it_and_compared() {
    let case = played(Scenario::Genuine);
    let seen = perceive(&case.document_jpeg, &case.selfie_jpeg).evidence;
    let portrait = seen.portrait.seen().expect("a portrait");
    let document = seen.document.seen().expect("a document");
    let outline = document.sides[0].outline.seen().expect("an outline").bounds();
    let face = &portrait.bounds;
    let (x, y) = (face.x + face.width / 2.0, face.y + face.height / 2.0);
    assert!(x > outline.x && x < outline.x + outline.width && y > outline.y && y < outline.y + outline.height);
    assert!(seen.face_match.seen().is_some());
}

/// What fails takes nothing else with it: a page that cannot be read still has its portrait, and the selfie its liveness.
#[test]
fn f_192_a_damaged_document_loses_nothing_else_and_asks_for_another_picture() {
    let case = played(Scenario::Genuine);
    let mut picture = pixels(&case.document_jpeg);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let read = read(&case.document_jpeg);
    let zone: Vec<_> = {
        let document = read.document.seen().expect("a document");
        document.mrz.seen().expect("a zone").lines.iter().filter_map(|line| line.region).map(|quad| quad.bounds()).collect()
    };
    // The zone is scratched away.
    let mut data = picture.data().to_vec();
    for bounds in zone {
        let (top, bottom) = ((bounds.y - 10.0).max(0.0) as usize, ((bounds.y + bounds.height + 10.0) as usize).min(height));
        for y in top..bottom {
            for x in 0..width {
                data[3 * (y * width + x)..][..3].fill(90 + ((x * 7 + y * 13) % 60) as u8);
            }
        }
    }
    picture = Image::new(width as u32, height as u32, data);
    let answer = verify(&jpeg(&picture).expect("a file"), &case.selfie_jpeg);
    assert!(answer.evidence.document.seen().expect("still a document").mrz.seen().is_none());
    assert!(answer.evidence.portrait.seen().is_some() && answer.evidence.liveness.seen().is_some());
    assert_eq!(outcome(&answer, "mrz.present"), Outcome::Fail);
    assert!(answer.report.end_user.retry || answer.report.decision.verdict == kyc_core::wire::Verdict::Review);
}

#[test]
fn f_193_poor_light_is_measured_and_told() {
    let case = played(Scenario::Genuine);
    let picture = pixels(&case.document_jpeg);
    let dark = Image::new(picture.width(), picture.height(), picture.data().iter().map(|value| value / 4).collect());
    let answer = verify(&jpeg(&dark).expect("a file"), &case.selfie_jpeg);
    assert_eq!(outcome(&answer, "picture.document_quality"), Outcome::Fail);
    let codes: Vec<&str> = answer.report.reasons.iter().map(|reason| reason.reason.code.as_str()).collect();
    assert!(codes.contains(&"picture.document_quality.dark"), "{codes:?}");
}

#[test]
fn a_018_a_live_photo_is_compared_with_the_document_or_with_a_stored_photo() {
    let case = played(Scenario::Genuine);
    let compared = |other: &[u8]| {
        let answer = engine().match_faces(MatchFacesRequest::new(0, 1), &[&case.selfie_jpeg, other]).expect("two pictures");
        match answer.comparison {
            Seen::Seen(comparison) => comparison.is_match,
            Seen::NotSeen { reason } => panic!("{reason:?}"),
        }
    };
    assert!(compared(&case.document_jpeg), "the document's portrait");
    assert!(compared(&case.selfie_jpeg), "a stored photo of the same person");
    let stranger = played(Scenario::Impostor);
    assert!(!compared(&stranger.selfie_jpeg), "somebody else");
}
