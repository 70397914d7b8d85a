//! The engine: built once from a config, immutable, shared among threads, synchronous.

mod load;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::config::Config;
use crate::error::{Code, Error, Result, json_problem};
use crate::image::DecodeLimits;
use crate::model::Manifest;
use crate::ops::*;
use crate::perceive::{Blocklists, Models, Stage, Step, Trace};
use crate::watchlist::Index;
use crate::wire::{Evidence, NotSeen, ScreeningEvidence, Seen};

use load::Seeing;

/// Version of the engine; every crate and package of one release carries the same.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything this crate does, behind one value.
///
/// `Engine` is `Send + Sync`: build one, share it, call it from as many threads as you like. A call uses at most
/// [`Config::threads`] threads of the engine's own pool.
pub struct Engine {
    limits: DecodeLimits,
    manifest: Cow<'static, Manifest>,
    seeing: Option<Seeing>,
    watchlists: Option<Arc<Index>>,
    blocklists: Option<Arc<Blocklists>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine(kyc-core {ENGINE_VERSION})")
    }
}

impl Engine {
    /// Builds an engine.
    ///
    /// # Errors
    /// Those of the 3xxx band: a missing or wrong model, runtime or configuration.
    pub fn new(config: Config) -> Result<Self> {
        let manifest = match &config.manifest {
            Some(text) => Cow::Owned(Manifest::parse(text)?),
            None => Cow::Borrowed(Manifest::builtin()?),
        };
        let seeing = load::load(&config, &manifest)?;
        Ok(Self { limits: config.limits, manifest, seeing, watchlists: config.watchlists, blocklists: config.blocklists })
    }

    /// Bounds for each picture.
    pub(crate) fn limits(&self) -> &DecodeLimits {
        &self.limits
    }

    /// The manifest that names its models.
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The watchlists it was configured with.
    pub(crate) fn watchlists(&self) -> Option<&Index> {
        self.watchlists.as_deref()
    }

    /// What the host has barred.
    pub(crate) fn blocklists(&self) -> Option<&Blocklists> {
        self.blocklists.as_deref()
    }

    /// What its watchlists say of a case; `not_provided` without lists.
    pub(crate) fn screened(&self, evidence: &Evidence, skip: &[Step], trace: &mut Trace) -> Seen<ScreeningEvidence> {
        match self.watchlists() {
            None => Seen::not(NotSeen::NotProvided),
            Some(_) if skip.contains(&Step::Screening) => Seen::not(NotSeen::Skipped),
            Some(index) => trace.stage(Stage::Screening, || index.screen_case(evidence)),
        }
    }

    /// The runtime that executes its models; `None` for an engine that only judges.
    pub(crate) fn runtime(&self) -> Option<&str> {
        self.seeing.as_ref().map(|seeing| seeing.runtime.as_str())
    }

    /// Whether the model of that manifest id is loaded.
    pub(crate) fn has_loaded(&self, id: &str) -> bool {
        self.seeing.as_ref().is_some_and(|seeing| seeing.models.all().iter().any(|model| model.id == id))
    }

    /// Runs `look` with the models, on the engine's own threads.
    ///
    /// # Errors
    /// [`Code::NotAvailable`] when the engine only judges.
    pub(crate) fn look<T: Send>(&self, look: impl FnOnce(&Models) -> Result<T> + Send) -> Result<T> {
        let seeing = self.seeing.as_ref().ok_or_else(|| {
            Error::new(Code::NotAvailable, "this engine was configured without models; it judges and reads MRZ text only")
        })?;
        seeing.pool.install(|| look(&seeing.models))
    }

    /// Runs an operation. A panic inside it becomes [`Code::Internal`].
    ///
    /// # Errors
    /// A caller's or a deployment's mistake; see [`Operation::run`].
    pub fn run<O: Operation>(&self, request: O::Request, blobs: &[&[u8]]) -> Result<O::Response> {
        guarded(|| O::run(self, request, blobs))
    }

    /// Runs an operation by name: JSON in, JSON out. Pictures are passed as `blobs` and named by index in the request.
    ///
    /// # Errors
    /// [`Code::UnknownOperation`], [`Code::InvalidRequest`] and those of [`Engine::run`].
    pub fn call(&self, op: &str, request: &str, blobs: &[&[u8]]) -> Result<String> {
        macro_rules! dispatch {
            ($($name:ident: $operation:ident => $summary:literal,)*) => {
                $(if op == $operation::NAME {
                    return guarded(|| self.call_as::<$operation>(request, blobs));
                })*
            };
        }
        crate::for_each_op!(dispatch);
        Err(Error::new(Code::UnknownOperation, "no operation has that name; `describe` lists them"))
    }

    fn call_as<O: Operation>(&self, request: &str, blobs: &[&[u8]]) -> Result<String> {
        let response = O::run(self, parse::<O::Request>(request, O::NAME)?, blobs)?;
        serde_json::to_string(&response).map_err(|_| Error::new(Code::Internal, "a response cannot be written as JSON"))
    }
}

macro_rules! conveniences {
    ($($name:ident: $operation:ident => $summary:literal,)*) => {
        impl Engine {
            $(
                #[doc = $summary]
                ///
                /// # Errors
                /// Those of [`Engine::run`].
                pub fn $name(
                    &self,
                    request: <$operation as Operation>::Request,
                    blobs: &[&[u8]],
                ) -> Result<<$operation as Operation>::Response> {
                    self.run::<$operation>(request, blobs)
                }
            )*
        }
    };
}
crate::for_each_op!(conveniences);

fn parse<T: DeserializeOwned>(request: &str, op: &str) -> Result<T> {
    // serde would also take the fields as an array, by position: a request must not change its meaning with their order.
    if request.trim_start().starts_with('[') {
        return Err(Error::new(Code::InvalidRequest, format!("the request of {op} is invalid: it is not a JSON object")));
    }
    serde_json::from_str(request).map_err(|e| {
        let why = json_problem(&e);
        Error::new(Code::InvalidRequest, format!("the request of {op} is invalid: {why}"))
    })
}

/// The one panic guard. What the panic said stays inside: it could hold personal data.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // An engine is immutable, so a broken call leaves nothing behind that a later one could see.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::new(Code::Internal, "the engine panicked; this is a defect of the engine")))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Explodes;

    impl Operation for Explodes {
        const NAME: &'static str = "explodes";
        type Request = ();
        type Response = ();
        fn run(_: &Engine, (): (), _: &[&[u8]]) -> Result<()> {
            panic!("Jane Roe")
        }
    }

    #[test]
    fn a_panic_becomes_an_error_without_its_words_and_the_engine_lives_on() {
        let engine = Engine::new(Config::default()).expect("an engine that only judges");
        for _ in 0..2 {
            let error = engine.run::<Explodes>((), &[]).expect_err("it panics");
            assert_eq!(error.code(), Code::Internal);
            assert!(!error.message().contains("Jane"));
        }
        assert!(engine.describe(DescribeRequest {}, &[]).is_ok());
    }
}
