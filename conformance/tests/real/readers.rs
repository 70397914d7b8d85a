//! Readers of print that a host connects: what they read, and what becomes of a case when they fail.

use std::sync::Arc;
use std::time::Duration;

use kyc_core::config::Ocr;
use kyc_core::image::Image;
use kyc_core::image::encode::jpeg;
use kyc_core::ops::{DocumentBlobs, ReadDocumentRequest, VerifyRequest};
use kyc_core::read::text_reader::{Page, ReaderProblem, TextFound, TextReader};
use kyc_core::wire::{DocumentEvidence, FieldName, Outcome, PrintReason, Quad, Rect, Script};
use kyc_core::{Code, Config, Engine};
use kyc_models::default_cache_dir;
use kyc_synth::demo::Scenario;

use super::support::{engine, played, today};

struct Host<F>(F);

impl<F: Fn(&Page) -> Result<Vec<TextFound>, ReaderProblem> + Send + Sync> TextReader for Host<F> {
    fn name(&self) -> &str {
        "host-ocr"
    }
    fn scripts(&self) -> Vec<Script> {
        vec![Script::Latin, Script::Cyrillic]
    }
    fn read(&self, page: &Page) -> Result<Vec<TextFound>, ReaderProblem> {
        (self.0)(page)
    }
}

fn with(read: impl Fn(&Page) -> Result<Vec<TextFound>, ReaderProblem> + Send + Sync + 'static) -> Engine {
    // The shared engine has prepared the models.
    let _ = engine();
    let config = Config::prepared(default_cache_dir().expect("a cache folder"));
    let ocr = Ocr::Host(Arc::new(Host(read)));
    let scripts = vec![Script::Cyrillic];
    Engine::new(Config { ocr, ocr_scripts: scripts, ocr_patience: Duration::from_secs(2), ..config }).expect("an engine")
}

fn lines(texts: &[&str]) -> Vec<TextFound> {
    let line = |(row, text): (usize, &&str)| TextFound {
        text: (*text).to_owned(),
        confidence: 0.95,
        region: Rect { x: 20.0, y: 20.0 + 40.0 * row as f32, width: 500.0, height: 30.0 }.into(),
    };
    texts.iter().enumerate().map(line).collect()
}

fn read(engine: &Engine, picture: &[u8]) -> DocumentEvidence {
    let request = ReadDocumentRequest { document: DocumentBlobs { front: 0, back: None }, today: today() };
    let answer = engine.read_document(request, &[picture]).expect("a picture");
    answer.document.seen().expect("a document").clone()
}

fn blank() -> Vec<u8> {
    jpeg(&Image::filled(800, 600, [200; 3])).expect("a file")
}

#[test]
fn f_060_a_hosts_reader_reads_what_the_engine_cannot_and_is_named() {
    let card = ["РЕПУБЛИКА БЪЛГАРИЯ", "REPUBLIC OF BULGARIA", "IDENTITY CARD", "Date of birth: 02.03.1980", "Иванова"];
    let document = read(&with(move |_| Ok(lines(&card))), &blank());
    let texts: Vec<&str> = document.sides[0].text.iter().map(|line| line.text.expose().as_str()).collect();
    assert_eq!(texts, card);
    assert_eq!(document.class.country.as_deref(), Some("BGR"));
    let reasons: Vec<_> = document.print.iter().map(|row| (row.script, row.reason, row.outcome)).collect();
    let read = |script| (Some(script), PrintReason::Read, Outcome::Pass);
    assert_eq!(reasons, [read(Script::Latin), read(Script::Cyrillic)]);
    let birth = document.fields.iter().find(|field| field.name == FieldName::BirthDate).expect("the date");
    assert_eq!(birth.readings[0].value.expose(), "1980-03-02");
    assert_eq!(birth.readings[0].provenance.model.as_deref(), Some("host-ocr"));
}

/// The zone is the engine's own business: a reader that fails, panics, hangs or lies costs the print only, and says so.
#[test]
fn f_060_a_reader_that_fails_costs_the_print_only_and_is_told() {
    let case = played(Scenario::Genuine);
    let nowhere = Quad([kyc_core::wire::Point::new(f32::NAN, 0.0); 4]);
    type Read = fn(&Page) -> Result<Vec<TextFound>, ReaderProblem>;
    let readers: [(Read, PrintReason); 4] = [
        (|_| Err(ReaderProblem::Failed), PrintReason::Failed),
        (|_| panic!("Jane Roe"), PrintReason::Failed),
        (
            |_| {
                std::thread::sleep(Duration::from_secs(5));
                Ok(Vec::new())
            },
            PrintReason::TimedOut,
        ),
        (|_| Ok(vec![TextFound { text: "A".repeat(1 << 20), ..lines(&["x"]).remove(0) }]), PrintReason::BadAnswer),
    ];
    for (reader, reason) in readers {
        let request = VerifyRequest { selfie: Some(1), ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today()) };
        let answer = with(reader).verify(request, &[&case.document_jpeg, &case.selfie_jpeg]).expect("a case");
        let document = answer.evidence.document.seen().expect("a document");
        let zone: Vec<&str> = document.mrz.seen().expect("a zone").lines.iter().map(|line| line.text.expose().as_str()).collect();
        assert_eq!(zone, case.truth.mrz_lines);
        assert_eq!(document.print.iter().map(|row| row.reason).collect::<Vec<_>>(), [reason]);
        let finding = answer.report.findings.iter().find(|finding| finding.check == "document.print").expect("it is told");
        assert_eq!(finding.outcome, Outcome::NotRun);
    }
    let hostile = with(move |_| Ok(vec![TextFound { region: nowhere, ..lines(&["x"]).remove(0) }]));
    assert!(read(&hostile, &blank()).sides[0].text.is_empty());
}

/// Print that has no reader is told where the state is known, and what could be Latin by its looks alone is not taken.
#[test]
fn f_060_without_a_reader_a_script_is_told_and_not_guessed() {
    let document = read(engine(), &played(Scenario::Genuine).document_jpeg);
    assert!(document.print.is_empty(), "UTOPIA prints in Latin");
    let unknown =
        Engine::new(Config { ocr: Ocr::Tesseract("/nowhere".into()), ..Config::prepared(default_cache_dir().unwrap()) });
    let code = unknown.map(|_| ()).expect_err("no data, or no backend").code();
    assert!(matches!(code, Code::RuntimeUnavailable | Code::ModelMissing), "{code:?}");
}
