//! Pictures in six scripts, drawn by Pango with the Noto fonts, read by Tesseract through the engine. `cargo xtask ocr`
//! installs what this needs and runs it.
//!
//! Needs prepared models (`kyc models prepare`) in the user's cache; says so and stops where they are absent.
#![cfg(feature = "tesseract")]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyc_core::config::{Config, Ocr, TESSDATA};
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::ops::{ReadDocumentRequest, ReadDocumentResponse};
use kyc_core::read::tesseract::Tesseract;
use kyc_core::wire::{Outcome, PrintReason, Script};
use kyc_core::{Code, Engine};

/// Script, font, and lines of a made-up card: words that such cards print, and invented names.
const CARDS: &[(Script, &str, &[&str])] = &[
    (Script::Cyrillic, "Noto Sans", &["УДОСТОВЕРЕНИЕ ЛИЧНОСТИ", "Фамилия Иванова", "Место рождения Москва", "SURNAME IVANOVA"]),
    (Script::Greek, "Noto Sans", &["ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ", "Επώνυμο Παπαδόπουλος", "Τόπος γέννησης Αθήνα", "SURNAME PAPADOPOULOS"]),
    (Script::Arabic, "Noto Naskh Arabic", &["بطاقة الهوية الوطنية", "تاريخ الميلاد", "مكان الولادة القاهرة", "IDENTITY CARD"]),
    (Script::Hebrew, "Noto Sans Hebrew", &["תעודת זהות", "שם המשפחה לוי", "מקום הלידה ירושלים", "IDENTITY CARD"]),
    (Script::Thai, "Noto Sans Thai", &["บัตรประจำตัวประชาชน", "นามสกุล ใจดี", "เกิดวันที่", "IDENTITY CARD"]),
    (Script::Devanagari, "Noto Sans Devanagari", &["भारत सरकार", "जन्म तिथि", "निर्वाचन आयोग", "GOVERNMENT CARD"]),
];

fn models() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("HOME")?).join(".cache/kyc/models");
    if !folder.is_dir() {
        eprintln!("not run: no prepared models in the user's cache");
        return None;
    }
    Some(folder)
}

fn drawn(script: Script, font: &str, lines: &[&str]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (text, picture) = (folder.join(format!("{script:?}.txt")), folder.join(format!("{script:?}.png")));
    std::fs::write(&text, lines.join("\n\n")).unwrap();
    let done = Command::new("pango-view")
        .args(["--no-display", "--dpi=150", "--margin=60", &format!("--font={font} 20")])
        .arg(format!("--output={}", picture.display()))
        .arg(&text)
        .status();
    let drew = done.is_ok_and(|status| status.success());
    assert!(drew, "pango-view did not draw: install pango1.0-tools and fonts-noto-core, or run `cargo xtask ocr`");
    std::fs::read(&picture).unwrap()
}

fn engine(models: &Path, ocr: Ocr, scripts: Vec<Script>) -> Engine {
    Engine::new(Config { ocr, ocr_scripts: scripts, ..Config::prepared(models) }).unwrap()
}

fn read(engine: &Engine, picture: &[u8]) -> ReadDocumentResponse {
    let request = serde_json::json!({"document": {"front": 0}, "today": "2026-11-21"});
    let request: ReadDocumentRequest = serde_json::from_value(request).unwrap();
    engine.read_document(request, &[picture]).unwrap()
}

/// Lines as they were read, in order.
fn texts(response: &ReadDocumentResponse) -> Vec<String> {
    let sides = &response.document.seen().unwrap().sides;
    sides.iter().flat_map(|side| &side.text).map(|line| line.text.expose().clone()).collect()
}

/// The same picture a quarter turn further, as an uncompressed one.
fn turned(picture: &[u8]) -> Vec<u8> {
    let image: Image = decode(picture, &DecodeLimits::default()).unwrap().0.rotated(1);
    let buffer = image::RgbImage::from_raw(image.width(), image.height(), image.data().to_vec()).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    buffer.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn six_scripts_are_read_and_the_reader_is_named() {
    let Some(models) = models() else { return };
    let mut wrong = BTreeMap::new();
    let mut count = 0;
    for (script, font, lines) in CARDS {
        let picture = drawn(*script, font, lines);
        let engine = engine(&models, Ocr::Tesseract(TESSDATA.into()), vec![*script]);
        for picture in [picture.clone(), turned(&picture)] {
            let response = read(&engine, &picture);
            let (read, print) = (texts(&response), &response.document.seen().unwrap().print);
            let row = print.iter().find(|row| row.script == Some(*script)).unwrap_or_else(|| panic!("{script:?} {read:?}"));
            assert_eq!((row.outcome, row.reason, row.reader.as_str()), (Outcome::Pass, PrintReason::Read, "tesseract"));
            // Thai SARA AM comes as one character or as its two parts.
            let plain = |text: &str| text.split_whitespace().collect::<String>().replace("\u{e4d}\u{e32}", "\u{e33}");
            let all: Vec<String> = read.iter().map(|text| plain(text)).collect();
            for line in *lines {
                count += 1;
                if !all.contains(&plain(line)) {
                    wrong.entry(*script).or_insert_with(Vec::new).push(((*line).to_owned(), read.clone()));
                }
            }
        }
    }
    let missed: usize = wrong.values().map(Vec::len).sum();
    eprintln!("{} of {count} lines are exact; others: {wrong:#?}", count - missed);
    // One line in eight may differ by a character: the data files are Debian's, and they change.
    assert!(8 * missed <= count, "{missed} of {count} lines differ");
}

#[test]
fn without_tesseract_the_same_pictures_are_not_guessed_at() {
    let Some(models) = models() else { return };
    let engine = engine(&models, Ocr::PpOcr, Vec::new());
    for (script, font, lines) in CARDS {
        // Only lines in the script, so that nothing on the page says what it is.
        let own: Vec<&str> = lines.iter().copied().filter(|line| !line.is_ascii()).collect();
        let response = read(&engine, &drawn(*script, font, &[own.as_slice(), own.as_slice()].concat()));
        let document = response.document.seen().unwrap();
        eprintln!("{script:?}: {:?} {:?}", texts(&response), document.print);
        assert!(document.fields.is_empty(), "{script:?}");
        // Greek capitals look too much like Latin ones to be told apart where nothing says that the card is Greek.
        if *script != Script::Greek {
            assert!(texts(&response).is_empty(), "{script:?}");
            let print: Vec<_> = document.print.iter().map(|row| (row.script, row.reason)).collect();
            assert_eq!(print, [(None, PrintReason::Unsure)], "{script:?}");
        }
    }
}

#[test]
fn a_folder_without_data_is_a_deployments_mistake() {
    let error = Tesseract::open(Path::new("/nowhere")).map(|_| ()).unwrap_err();
    assert_eq!(error.code(), Code::ModelMissing);
}
