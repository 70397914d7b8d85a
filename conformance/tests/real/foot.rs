//! The first look for a machine-readable zone, at the foot of its document: it settles what it can, and nothing else is asked.

use std::sync::Arc;

use kyc_core::config::RuntimeChoice;
use kyc_core::image::encode::jpeg;
use kyc_core::image::{DecodeLimits, decode};
use kyc_core::model::Manifest;
use kyc_core::ops::{DocumentBlobs, ReadDocumentRequest, ReadMrzRequest};
use kyc_core::runtime::ort::Ort;
use kyc_core::runtime::{Load, Port, Runtime, Session, Tensor, TensorView};
use kyc_core::{Code, Config, Engine, Error, Result};
use kyc_models::{default_cache_dir, platform};
use kyc_synth::demo::Scenario;

use super::support::{engine, played, today};

/// A session that fails when it is run.
struct Untouched(Arc<dyn Session>);

impl Session for Untouched {
    fn inputs(&self) -> &[Port] {
        self.0.inputs()
    }
    fn outputs(&self) -> &[Port] {
        self.0.outputs()
    }
    fn metadata(&self, key: &str) -> Option<String> {
        self.0.metadata(key)
    }
    fn run_with(&self, _: Vec<Tensor>, _: &mut dyn FnMut(&[TensorView<'_>])) -> Result<()> {
        Err(Error::new(Code::InferenceFailed, "this model was not to be asked"))
    }
}

/// ONNX Runtime, of which one model must not be run.
struct Without {
    runtime: Ort,
    weights: Vec<u8>,
}

impl Runtime for Without {
    fn describe(&self) -> String {
        self.runtime.describe()
    }
    fn load(&self, weights: &[u8], how: Load) -> Result<Arc<dyn Session>> {
        let session = self.runtime.load(weights, how)?;
        Ok(if weights == self.weights { Arc::new(Untouched(session)) } else { session })
    }
}

/// An engine that cannot tell which lines stand on their head, which every look at a whole picture asks.
fn without_looks_at_the_whole() -> Engine {
    // The shared engine has prepared the models.
    let _ = engine();
    let cache = default_cache_dir().expect("a cache folder");
    let manifest = Manifest::builtin().expect("the manifest");
    let library = manifest.runtime(&platform()).expect("a library for this machine");
    let direction = manifest.file("text-direction").expect("the model");
    let weights = std::fs::read(cache.join(direction.cache_name())).expect("it is prepared");
    let runtime = Without { runtime: Ort::open(&cache.join(library.cache_name())).expect("a runtime"), weights };
    let config = Config::prepared(cache);
    Engine::new(Config { runtime: RuntimeChoice::Custom(Arc::new(runtime)), ..config }).expect("an engine")
}

#[test]
fn a_013_a_zone_at_the_foot_is_read_without_a_look_at_the_rest_whichever_way_up() {
    let engine = without_looks_at_the_whole();
    let case = played(Scenario::Genuine);
    let (picture, _) = decode(&case.document_jpeg, &DecodeLimits::default()).expect("a picture");
    for quarters in 0..4 {
        let file = jpeg(&picture.rotated(quarters)).expect("a file");
        let answer = engine.read_mrz(ReadMrzRequest::image(0, today()), &[&file]).expect("no look at the rest");
        let zone = answer.mrz.seen().expect("a zone");
        let lines: Vec<&str> = zone.lines.iter().map(|line| line.text.expose().as_str()).collect();
        assert_eq!(lines, case.truth.mrz_lines, "{quarters}");
    }
    let request = ReadDocumentRequest { document: DocumentBlobs { front: 0, back: None }, today: today() };
    let whole = engine.read_document(request, &[&case.document_jpeg]);
    assert_eq!(whole.expect_err("it looks at everything").code(), Code::InferenceFailed);
}
