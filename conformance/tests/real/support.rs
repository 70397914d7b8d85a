//! One engine and one cast for all tests of this tier.

use std::sync::OnceLock;

use chrono::NaiveDate;
use image::RgbImage;
use kyc_core::model::Manifest;
use kyc_core::ops::{DocumentBlobs, VerifyRequest, VerifyResponse};
use kyc_core::wire::{Finding, Outcome};
use kyc_core::{Config, Engine};
use kyc_models::{Options, PackageClients, Silent, default_cache_dir, platform, prepare};
use kyc_synth::demo::{Cast, DemoCase, Portrait, Scenario, case_sized, known_face};

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a real day")
}

pub(crate) fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let cache = default_cache_dir().expect("a cache folder");
        let options = Options { cache: cache.clone(), platform: platform(), include_demo: true, keep_downloads: false };
        let manifest = Manifest::builtin().expect("the manifest");
        prepare(manifest, &options, &mut PackageClients::default(), &mut Silent).unwrap_or_else(|e| panic!("{e}"));
        Engine::new(Config::prepared(cache)).expect("an engine")
    })
}

/// The demo's three portraits: the holder, the holder again, somebody else.
pub(crate) fn portraits() -> &'static [(String, RgbImage); 3] {
    static PORTRAITS: OnceLock<[(String, RgbImage); 3]> = OnceLock::new();
    PORTRAITS.get_or_init(|| {
        engine();
        let cache = default_cache_dir().expect("a cache folder");
        ["demo-portrait-a", "demo-portrait-a-again", "demo-portrait-b"].map(|id| {
            let file = Manifest::builtin().expect("the manifest").file(id).expect("a demo picture");
            let bytes = std::fs::read(cache.join(file.cache_name())).expect("it is prepared");
            (file.output.clone(), image::load_from_memory(&bytes).expect("a picture").into_rgb8())
        })
    })
}

pub(crate) fn cast() -> Cast<'static> {
    let [a, b, c] = portraits();
    let portrait = |(name, picture): &'static (String, RgbImage)| Portrait { picture, face: known_face(name) };
    Cast { holder: portrait(a), holder_again: portrait(b), stranger: portrait(c) }
}

/// A story with a document photo of two megapixels: quick, and enough to read.
pub(crate) fn played(story: Scenario) -> DemoCase {
    case_sized(story, &cast(), 7, today(), (1600, 1200)).expect("a case")
}

pub(crate) fn verify(document: &[u8], selfie: &[u8]) -> VerifyResponse {
    let request = VerifyRequest { selfie: Some(1), ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today()) };
    engine().verify(request, &[document, selfie]).expect("pictures are never a caller's mistake")
}

pub(crate) fn outcome(answer: &VerifyResponse, check: &str) -> Outcome {
    let found: Option<&Finding> = answer.report.findings.iter().find(|finding| finding.check == check);
    found.unwrap_or_else(|| panic!("there is no check {check}")).outcome
}
