//! An engine on a runtime of the host's own: here one that counts how often each model runs around ONNX Runtime; an accelerator's
//! would load the weights itself. `cargo run --release -p kyc-examples --bin custom_runtime -- passport.jpg selfie.jpg 2026-11-21`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kyc_core::config::{Config, RuntimeChoice};
use kyc_core::engine::Engine;
use kyc_core::model::{Manifest, Store};
use kyc_core::ops::{DocumentBlobs, VerifyRequest};
use kyc_core::runtime::ort::Ort;
use kyc_core::runtime::{Load, Port, Runtime, Session, Tensor, TensorView};

struct Counting {
    inner: Ort,
    runs: Arc<AtomicUsize>,
}

struct CountingSession {
    inner: Arc<dyn Session>,
    runs: Arc<AtomicUsize>,
}

impl Runtime for Counting {
    fn describe(&self) -> String {
        format!("counting, {}", self.inner.describe())
    }
    fn load(&self, weights: &[u8], how: Load) -> kyc_core::Result<Arc<dyn Session>> {
        Ok(Arc::new(CountingSession { inner: self.inner.load(weights, how)?, runs: Arc::clone(&self.runs) }))
    }
}

impl Session for CountingSession {
    fn inputs(&self) -> &[Port] {
        self.inner.inputs()
    }
    fn outputs(&self) -> &[Port] {
        self.inner.outputs()
    }
    fn metadata(&self, key: &str) -> Option<String> {
        self.inner.metadata(key)
    }
    fn run_with(&self, inputs: Vec<Tensor>, read: &mut dyn FnMut(&[TensorView<'_>])) -> kyc_core::Result<()> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        self.inner.run_with(inputs, read)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, selfie, today] = arguments.as_slice() else {
        return Err("usage: custom_runtime DOCUMENT SELFIE YYYY-MM-DD".into());
    };
    let models = kyc_models::default_cache_dir().ok_or("no cache folder for models")?;
    let library = Manifest::builtin()?.runtime(&kyc_models::platform()).ok_or("no runtime for this platform")?;
    let runs = Arc::new(AtomicUsize::new(0));
    let runtime = Counting { inner: Ort::open(&models.join(library.cache_name()))?, runs: Arc::clone(&runs) };
    let engine = Engine::new(Config {
        runtime: RuntimeChoice::Custom(Arc::new(runtime)),
        models: Store::Folder(models),
        ..Config::default()
    })?;

    let (document, selfie) = (std::fs::read(document)?, std::fs::read(selfie)?);
    let request = VerifyRequest { selfie: Some(1), ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today.parse()?) };
    let answer = engine.verify(request, &[&document, &selfie])?;
    println!("{:?} after {} runs of models", answer.report.decision.verdict, runs.load(Ordering::Relaxed));
    Ok(())
}
