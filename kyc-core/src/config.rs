//! Configuration of an engine: a plain value. Nothing is read from the environment or guessed from cargo features.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kyc_mapped::Mapped;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::image::DecodeLimits;
pub use crate::liveness::{ColourOrder, PadModel};
use crate::model::Store;
use crate::perceive::Blocklists;
use crate::read::text_reader::TextReader;
use crate::runtime::Runtime;
use crate::sensitive::Sensitive;
use crate::watchlist::{Index, ListFormat, ListKind};
use crate::wire::Script;

/// What executes models.
#[derive(Clone, Default)]
pub enum RuntimeChoice {
    /// Nothing: judgement, MRZ text and descriptions work; everything that needs a model answers `not_available`.
    #[default]
    None,
    /// ONNX Runtime as the manifest pins it for this platform, from the folder of prepared models; its hash is checked.
    Prepared,
    /// ONNX Runtime from this shared library, whatever its hash.
    Ort(PathBuf),
    /// A runtime of the host's own.
    Custom(Arc<dyn Runtime>),
}

/// What reads printed text. Machine-readable zones and the type of document are the engine's own recogniser's in any case.
#[derive(Clone, Default)]
pub enum Ocr {
    /// The engine's own recogniser, which reads Latin script.
    #[default]
    PpOcr,
    /// Tesseract with the data files in this folder; [`TESSDATA`] is Debian's. Needs the cargo feature `tesseract`.
    Tesseract(PathBuf),
    /// A reader of the host's own, such as a remote service.
    Host(Arc<dyn TextReader>),
}

/// Where Debian's packages `tesseract-ocr-*` put their data.
pub const TESSDATA: &str = "/usr/share/tesseract-ocr/5/tessdata";

/// Which model does what, where the manifest offers a choice: manifest ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Providers {
    /// Finds documents in a picture; without one, here or in the manifest, they are found by their edges alone.
    pub document_corners: Option<String>,
    /// Reads machine-readable zones first; without one, here or in the manifest, [`Self::text_recogniser`] reads them alone.
    pub mrz_recogniser: Option<String>,
    /// Reads printed text.
    pub text_recogniser: String,
    /// Reads where speed matters more.
    pub text_recogniser_fast: String,
    /// Compares faces beside the first embedder, which is always the manifest's; both scores are fused. Default: none.
    pub second_embedder: Option<String>,
}

impl Default for Providers {
    fn default() -> Self {
        Self {
            document_corners: Some("document-corners".to_owned()),
            mrz_recogniser: Some("mrz-recognition-ocrb".to_owned()),
            text_recogniser: "text-recognition-small".to_owned(),
            text_recogniser_fast: "text-recognition-tiny".to_owned(),
            second_embedder: None,
        }
    }
}

/// Configuration of an engine.
#[derive(Clone)]
pub struct Config {
    /// What executes models.
    pub runtime: RuntimeChoice,
    /// Where prepared models come from.
    pub models: Store,
    /// Text of another model manifest than the built-in one.
    pub manifest: Option<String>,
    /// Which model does what.
    pub providers: Providers,
    /// A second PAD network of the host's own, beside the manifest's.
    pub second_pad: Option<PadModel>,
    /// What reads printed text.
    pub ocr: Ocr,
    /// Scripts to expect on documents that do not tell where they are from, for readers other than the engine's own.
    pub ocr_scripts: Vec<Script>,
    /// How long such a reader may take for one picture. Default 20 seconds.
    pub ocr_patience: Duration,
    /// Bounds for each picture.
    pub limits: DecodeLimits,
    /// Threads of the engine's pool, 1 to 64. Default 2.
    pub threads: usize,
    /// Watchlists: `screen_name` searches them, and `verify` and `perceive` search them for every case. Without them
    /// `screen_name` answers `not_available` and evidence says `not_provided`.
    pub watchlists: Option<Arc<Index>>,
    /// Document numbers, devices and faces that the host has barred; `verify` and `perceive` look every case up.
    pub blocklists: Option<Arc<Blocklists>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            runtime: RuntimeChoice::None,
            models: Store::Memory(BTreeMap::new()),
            manifest: None,
            providers: Providers::default(),
            second_pad: None,
            ocr: Ocr::default(),
            ocr_scripts: Vec::new(),
            ocr_patience: Duration::from_secs(20),
            limits: DecodeLimits::default(),
            threads: 2,
            watchlists: None,
            blocklists: None,
        }
    }
}

impl Config {
    /// Models and runtime from the folder that `kyc models prepare` filled.
    pub fn prepared(models_dir: impl Into<PathBuf>) -> Self {
        Self { runtime: RuntimeChoice::Prepared, models: Store::Folder(models_dir.into()), ..Self::default() }
    }

    /// The form that bindings take: [`ConfigJson`]. `{}` is an engine that only judges.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`].
    pub fn from_json(text: &str) -> Result<Self> {
        // serde would also take the members as an array, by position.
        if text.trim_start().starts_with('[') {
            let why = "the engine's configuration is invalid: it is not a JSON object";
            return Err(Error::new(Code::InvalidConfig, why));
        }
        let form: ConfigJson = serde_json::from_str(text).map_err(|e| {
            let why = crate::error::json_problem(&e);
            Error::new(Code::InvalidConfig, format!("the engine's configuration is invalid: {why}"))
        })?;
        let mut config = match form.models_dir {
            Some(folder) => Self::prepared(folder),
            None if form.runtime_library.is_some() => {
                return Err(Error::new(Code::InvalidConfig, "`runtime_library` needs `models_dir`"));
            }
            None => Self::default(),
        };
        if let Some(library) = form.runtime_library {
            config.runtime = RuntimeChoice::Ort(library);
        }
        config.manifest = form.manifest;
        config.providers.second_embedder = form.second_embedder;
        config.second_pad = form.second_pad;
        config.ocr = match (form.ocr, form.tessdata) {
            (OcrName::Tesseract, folder) => Ocr::Tesseract(folder.unwrap_or_else(|| PathBuf::from(TESSDATA))),
            (_, Some(_)) => return Err(Error::new(Code::InvalidConfig, "`tessdata` is for the reader `tesseract`")),
            (OcrName::Ppocr, None) => Ocr::PpOcr,
            (OcrName::Host, None) => {
                return Err(Error::new(Code::InvalidConfig, "a host's own reader of text is handed in as a value, in Rust"));
            }
        };
        config.ocr_scripts = form.ocr_scripts;
        config.ocr_patience = form.ocr_patience_ms.map_or(config.ocr_patience, Duration::from_millis);
        config.threads = form.threads.unwrap_or(config.threads);
        config.limits.bytes = form.max_picture_bytes.unwrap_or(config.limits.bytes);
        config.limits.pixels = form.max_picture_pixels.unwrap_or(config.limits.pixels);
        config.watchlists = watchlists(&form.watchlists, form.watchlist_index.as_deref())?;
        config.blocklists = form.blocklists.as_ref().map(|lists| Arc::new(blocklists(lists)));
        Ok(config)
    }
}

/// One index of all lists; OFAC's alternate names last, for they join entries of a list that was read before.
fn watchlists(lists: &[WatchlistFile], index: Option<&Path>) -> Result<Option<Arc<Index>>> {
    let wrong = |why: &str| Error::new(Code::InvalidConfig, why);
    match index {
        Some(_) if !lists.is_empty() => return Err(wrong("one of `watchlists` and `watchlist_index` is enough")),
        Some(path) => {
            let failed = |e: std::io::Error| wrong(&format!("`watchlist_index` cannot be read: {}", e.kind()));
            return Index::open(Mapped::open(path).map_err(failed)?).map(|index| Some(Arc::new(index)));
        }
        None if lists.is_empty() => return Ok(None),
        None => {}
    }
    let wrong = |at: usize, why: &str| Error::new(Code::InvalidConfig, format!("watchlists: list {at} {why}"));
    let mut read = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        let bytes = std::fs::read(&list.path).map_err(|e| wrong(at, &format!("cannot be read: {}", e.kind())))?;
        let format = ListFormat::guess(&bytes).ok_or_else(|| wrong(at, "is of no known form"))?;
        read.push((format, list, bytes));
    }
    read.sort_by_key(|(format, ..)| *format == ListFormat::OfacAlternate);
    let mut builder = Index::builder();
    for (format, list, bytes) in read {
        builder = builder.list(&list.list, list.kind, format, &bytes)?;
    }
    Ok(Some(Arc::new(builder.build()?)))
}

fn blocklists(lists: &BlocklistsJson) -> Blocklists {
    let mut barred = Blocklists::default();
    if let Some(documents) = &lists.documents {
        let all = documents.iter().map(|document| (document.country.as_deref(), document.number.expose().as_str()));
        barred = barred.documents(all);
    }
    if let Some(devices) = &lists.devices {
        barred = barred.devices(devices.iter().map(|device| device.expose().as_str()));
    }
    barred
}

/// A file of a watchlist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchlistFile {
    /// Where it is. Its form is found out: OFAC's and the UN's own, or any text with a header row.
    pub path: PathBuf,
    /// The name that hits carry, e.g. `ofac-sdn`. OFAC's primary and alternate files share one.
    pub list: String,
    /// What being listed means.
    pub kind: ListKind,
}

/// What the host has barred. Faces are passed in Rust only: their templates are made by the engine's own model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlocklistsJson {
    /// Numbers of documents; absent when the host keeps no such list.
    pub documents: Option<Vec<BarredDocument>>,
    /// Devices, as `device_id` of a request names them; absent when the host keeps no such list.
    pub devices: Option<Vec<Sensitive<String>>>,
}

/// A barred document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarredDocument {
    /// Issuing state, alpha-3; absent when the number is barred whoever issued it.
    #[serde(default)]
    pub country: Option<String>,
    /// Its number, however it is written.
    pub number: Sensitive<String>,
}

/// What reads printed text, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OcrName {
    /// The engine's own recogniser.
    #[default]
    Ppocr,
    /// Tesseract, where it is compiled in.
    Tesseract,
    /// One that a Rust host passes in [`Config::ocr`]; refused in this form, which cannot hold it.
    Host,
}

/// A [`Config`] as bindings pass it, in JSON.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigJson {
    /// The folder that `kyc models prepare` filled. Without it the engine only judges.
    pub models_dir: Option<PathBuf>,
    /// ONNX Runtime's shared library, instead of the prepared one.
    pub runtime_library: Option<PathBuf>,
    /// Text of another model manifest than the built-in one.
    pub manifest: Option<String>,
    /// Manifest id of an embedder that compares faces beside the first one, e.g. `face-embedding-dlib`; it must be prepared
    /// (`kyc models prepare --with`). Default: none.
    pub second_embedder: Option<String>,
    /// A PAD network of the host's own beside the prepared one. Default: none.
    pub second_pad: Option<PadModel>,
    /// What reads printed text. Default `ppocr`.
    pub ocr: OcrName,
    /// The folder of Tesseract's data files. Default: Debian's.
    pub tessdata: Option<PathBuf>,
    /// Scripts to expect on documents that do not tell where they are from, for readers other than `ppocr`.
    pub ocr_scripts: Vec<Script>,
    /// Milliseconds that such a reader may take for one picture. Default 20,000.
    pub ocr_patience_ms: Option<u64>,
    /// Threads of the engine's pool, 1 to 64. Default 2.
    pub threads: Option<usize>,
    /// Longest picture file, in bytes. Default 10 MiB.
    pub max_picture_bytes: Option<usize>,
    /// Most pixels of a picture. Default 50 million.
    pub max_picture_pixels: Option<u64>,
    /// Watchlists to search; without any, `screen_name` answers `not_available`.
    pub watchlists: Vec<WatchlistFile>,
    /// The same, built before: a file that `kyc screen index` wrote. One of the two. It is mapped into memory and searched as
    /// it lies: replace it by renaming a new one over it, never by writing into it.
    pub watchlist_index: Option<PathBuf>,
    /// What the host has barred.
    pub blocklists: Option<BlocklistsJson>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_form_has_a_judge_only_and_a_prepared_engine() {
        let judge_only = Config::from_json("{}").expect("nothing is required");
        assert!(matches!(judge_only.runtime, RuntimeChoice::None));
        let prepared = Config::from_json(r#"{"models_dir": "models", "threads": 4}"#).expect("a valid configuration");
        assert!(matches!((prepared.runtime, prepared.threads), (RuntimeChoice::Prepared, 4)));
    }

    #[test]
    fn lists_come_with_the_json_form() {
        let folder = std::env::temp_dir().join(format!("kyc-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let (primary, alternate) = (folder.join("sdn.csv"), folder.join("alt.csv"));
        std::fs::write(&primary, "7,\"ROE, Jane\",\"individual\",a,b,c,d,e,f,g,h,-0- \n").expect("a file");
        std::fs::write(&alternate, "7,1,\"aka\",\"ROW, Jane\",-0- \n").expect("a file");
        // Alternates first: order is not the host's business.
        let lists = [&alternate, &primary].map(|path| serde_json::json!({"path": path, "list": "ofac", "kind": "sanctions"}));
        let form = serde_json::json!({"watchlists": lists, "blocklists": {"documents": [{"number": "X1"}], "devices": ["d"]}});
        let config = Config::from_json(&form.to_string()).expect("a valid configuration");
        let index = config.watchlists.expect("an index");
        let query = crate::watchlist::Query { name: "Jane Row", ..Default::default() };
        assert_eq!((index.len(), index.screen(&query).hits.len()), (1, 1));
        assert!(config.blocklists.is_some());
        std::fs::write(&alternate, index.bytes()).expect("a file");
        let stored = serde_json::json!({"watchlist_index": alternate}).to_string();
        let again = Config::from_json(&stored).expect("a valid configuration").watchlists.expect("an index");
        assert_eq!(again.bytes(), index.bytes());
        // Mapped: to replace the file does not touch what was opened. Cut, changed and missing files are the host's mistake.
        let replaced = folder.join("replaced");
        for broken in [&index.bytes()[..index.bytes().len() / 2], &[], &[index.bytes(), b"x"].concat()] {
            std::fs::write(&replaced, broken).expect("a file");
            std::fs::rename(&replaced, &alternate).expect("a file");
            let error = Config::from_json(&stored).map(|_| ()).expect_err("it is broken");
            assert_eq!(error.code(), Code::InvalidConfig);
        }
        assert_eq!(again.screen(&query).hits.len(), 1);
        std::fs::remove_file(&alternate).expect("a file");
        assert_eq!(Config::from_json(&stored).map(|_| ()).expect_err("it is gone").code(), Code::InvalidConfig);
        std::fs::write(&alternate, "7,1,\"aka\",\"ROW, Jane\",-0- \n").expect("a file");
        let both = serde_json::json!({"watchlist_index": alternate, "watchlists": lists});
        assert!(Config::from_json(&both.to_string()).is_err());
        let missing = serde_json::json!({"watchlists": [{"path": folder.join("secret"), "list": "x", "kind": "pep"}]});
        let error = Config::from_json(&missing.to_string()).map(|_| ()).expect_err("it is not there");
        assert!(error.code() == Code::InvalidConfig && !error.message().contains("secret"), "{error}");
        std::fs::write(&primary, "nothing").expect("a file");
        let unknown = serde_json::json!({"watchlists": [{"path": primary, "list": "x", "kind": "pep"}]});
        assert_eq!(Config::from_json(&unknown.to_string()).map(|_| ()).expect_err("no list").code(), Code::InvalidConfig);
        std::fs::remove_dir_all(&folder).expect("ours");
    }

    #[test]
    fn a_wrong_configuration_is_named_without_its_values() {
        for wrong in [
            r#"{"runtime_library": "x.so"}"#,
            r#"{"ocr": "host"}"#,
            r#"{"ocr": "secret"}"#,
            r#"{"tessdata": "secret"}"#,
            r#"{"threads": "secret"}"#,
            r#"{"secret": 1}"#,
            "secret",
            "[]",
            r#" ["secret"]"#,
        ] {
            let error = Config::from_json(wrong).map(|_| ()).expect_err("it is wrong");
            assert_eq!(error.code(), Code::InvalidConfig);
            assert!(!error.message().contains("secret"), "{error}");
        }
    }
}
