//! From arguments to an engine: models (prepared when missing), runtime, style, date.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Local, NaiveDate};
use kyc_core::image::DecodeLimits;
use kyc_core::model::Manifest;
use kyc_core::watchlist::Index;
use kyc_core::{Config, Engine, RuntimeChoice, config::PadModel};
use kyc_models::{Bars, Options, PackageClients, PrepareError, prepare, states};

use crate::args::{Shared, When};
use crate::files;
use crate::outcome::Problem;
use crate::style::Style;

impl Shared {
    /// The day to judge for. The engine has no clock; this program is its host and may look at one.
    pub(crate) fn day(&self) -> NaiveDate {
        self.today.unwrap_or_else(|| Local::now().date_naive())
    }

    /// The folder of prepared models.
    pub(crate) fn cache(&self) -> Result<PathBuf, Problem> {
        let folder = self.models_dir.clone().or_else(kyc_models::default_cache_dir);
        folder.ok_or_else(|| PrepareError::NoCache.into())
    }

    /// How text is printed.
    pub(crate) fn style(&self) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let color = match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|value| value.parse::<usize>().ok());
        Style { color, width: columns.unwrap_or(100).clamp(80, 120) }
    }

    /// An engine with its models, which are fetched first when they are missing.
    pub(crate) fn engine(&self) -> Result<Engine, Problem> {
        self.engine_within(DecodeLimits::default())
    }

    /// The same with watchlists.
    pub(crate) fn engine_searching(&self, watchlists: Option<Arc<Index>>) -> Result<Engine, Problem> {
        self.engine_of(Config { watchlists, ..Config::default() })
    }

    /// The same with other bounds for pictures.
    pub(crate) fn engine_within(&self, limits: DecodeLimits) -> Result<Engine, Problem> {
        self.engine_of(Config { limits, ..Config::default() })
    }

    fn engine_of(&self, bounds: Config) -> Result<Engine, Problem> {
        let cache = self.cache()?;
        self.ensure_models(&cache, false)?;
        let Config { limits, watchlists, .. } = bounds;
        let second_pad = self.second_pad()?;
        let mut config = Config { threads: self.threads, limits, watchlists, second_pad, ..Config::prepared(cache) };
        config.providers.second_embedder.clone_from(&self.second_embedder);
        if let Some(library) = &self.runtime_library {
            config.runtime = RuntimeChoice::Ort(library.clone());
        }
        Ok(Engine::new(config)?)
    }

    /// The host's own second PAD network, as its JSON file declares it; a relative path in it is relative to the file.
    pub(crate) fn second_pad(&self) -> Result<Option<PadModel>, Problem> {
        let Some(file) = &self.second_pad else { return Ok(None) };
        let mut pad: PadModel = serde_json::from_str(&files::text(file)?)
            .map_err(|e| Problem::caller(format!("{} declares no PAD network: {e}", file.display())))?;
        pad.path = file.parent().unwrap_or(Path::new("")).join(&pad.path);
        Ok(Some(pad))
    }

    /// Prepares what is missing, with a progress bar on standard error.
    pub(crate) fn ensure_models(&self, cache: &std::path::Path, include_demo: bool) -> Result<(), Problem> {
        let manifest = Manifest::builtin()?;
        let platform = kyc_models::platform();
        let wanted = kyc_models::verify::needed(manifest, &platform, include_demo);
        // Presence only: the engine hashes what it loads.
        if wanted.iter().all(|file| cache.join(file.cache_name()).exists()) || self.offline {
            return Ok(());
        }
        let _ = writeln!(std::io::stderr(), "Preparing models in {} (once; about 140 MB are fetched)", cache.display());
        let options = Options { cache: cache.to_owned(), platform, include_demo, keep_downloads: false };
        prepare(manifest, &options, &mut PackageClients::default(), &mut Bars::default())?;
        Ok(())
    }
}

/// Whether everything that this platform needs is ready.
pub(crate) fn all_ready(cache: &std::path::Path) -> Result<bool, Problem> {
    Ok(states(Manifest::builtin()?, cache, &kyc_models::platform()).iter().all(|file| file.state.is_good()))
}
