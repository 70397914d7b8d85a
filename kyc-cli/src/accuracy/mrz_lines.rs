//! Lone lines, cut out: `mrz_lines/manifest.json`, a list of `{"file", "label": {"text", "length"}}`. Measures recogniser and
//! decoder apart from the search for the zone.

use kyc_core::image::Image;
use kyc_core::model::{Loaded, Manifest, Store};
use kyc_core::read;
use kyc_core::runtime::{Load, ort::Ort};

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "mrz_lines", title: "Lone lines of zones", needs: "mrz_lines/manifest.json", measure };

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let (ocrb, general) = recognisers(source)?;
    let (mut n, mut exact, mut known) = (0, 0, 0);
    for entry in source.list("mrz_lines/manifest.json")? {
        let (Some(file), Some(text)) = (entry["file"].as_str(), entry["label"]["text"].as_str()) else {
            return Err(Problem::caller("an entry of mrz_lines has no file or no text"));
        };
        n += 1;
        let bytes = files::picture(&source.data.join(file))?;
        // Any format that the image library reads: line collections come as TIFF, which the engine itself refuses.
        let Ok(picture) = image::load_from_memory(&bytes) else { continue };
        let picture = picture.into_rgb8();
        let picture = Image::new(picture.width(), picture.height(), picture.into_raw());
        let is_exact = |length: Option<usize>| -> Result<usize, Problem> {
            let read = read::mrz_line(&picture, length, ocrb.as_ref(), &general)?;
            Ok(usize::from(read.is_some_and(|read| read.text.expose() == text)))
        };
        exact += is_exact(None)?;
        known += is_exact(Some(text.len()))?;
    }
    let mut measured = Measured::default();
    measured.figure("n", n);
    measured.count("exact", "every character right, format unknown", Rate::of(exact, n));
    measured.count("exact_length_known", "every character right, length known", Rate::of(known, n));
    Ok(measured)
}

/// The recognisers that the engine reads zones with.
fn recognisers(source: &Source<'_>) -> Result<(Option<Loaded>, Loaded), Problem> {
    let shared = source.shared;
    let cache = shared.cache()?;
    shared.ensure_models(&cache, false)?;
    let manifest = Manifest::builtin()?;
    let missing = |what: &str| Problem::internal(format!("the manifest has no {what}"));
    let prepared = manifest.runtime(&kyc_models::platform()).map(|library| cache.join(library.cache_name()));
    let library = shared.runtime_library.clone().or(prepared).ok_or_else(|| missing("runtime for this platform"))?;
    let (store, runtime, how) = (Store::Folder(cache), Ort::open(&library)?, Load { threads: shared.threads, copies: 1 });
    let load = |id: &String| -> Result<Loaded, Problem> {
        let file = manifest.file(id).ok_or_else(|| missing("recogniser"))?;
        Ok(store.load(file, &runtime, how)?)
    };
    let providers = kyc_core::Config::default().providers;
    Ok((providers.mrz_recogniser.as_ref().map(load).transpose()?, load(&providers.text_recogniser)?))
}
