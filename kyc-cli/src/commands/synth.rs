//! `kyc synth`: generated pictures of documents with their ground truth.

use kyc_synth::forge::{Forgery, Sample, sample};
use serde_json::{Map, Value, json};

use crate::args::{Shared, SynthArguments};
use crate::files;
use crate::outcome::{Outcome, Problem, print};

pub(super) fn run(arguments: &SynthArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let out = &arguments.out;
    std::fs::create_dir_all(out).map_err(|e| Problem::caller(format!("{} cannot be made: {e}", out.display())))?;
    let kinds: &[Forgery] = if arguments.kind.is_empty() { &Forgery::ALL } else { &arguments.kind };
    let mut entries = Vec::new();
    for &kind in kinds {
        for seed in (arguments.seed..).take(arguments.count) {
            let made = sample(kind, seed).map_err(Problem::internal)?;
            let name = format!("{}_{seed}.jpg", kind.name());
            files::write(&out.join(&name), &made.jpeg)?;
            entries.push(entry(&name, seed, &made));
        }
    }
    let manifest = serde_json::to_string_pretty(&entries).map_err(Problem::internal)?;
    files::write(&out.join("manifest.json"), manifest.as_bytes())?;
    let told = if shared.json { manifest } else { format!("{} pictures and manifest.json in {}", entries.len(), out.display()) };
    print(&told);
    Ok(Outcome::Good)
}

/// One picture's truth, laid out as the other lists of labelled files are.
fn entry(file: &str, seed: u64, made: &Sample) -> Value {
    let word = |field: &kyc_core::wire::FieldName| json!(field).as_str().unwrap_or_default().to_owned();
    let fields: Map<String, Value> = made.fields.iter().map(|(field, value)| (word(field), json!(value))).collect();
    json!({
        "file": file,
        "label": {
            "kind": made.kind.name(), "honest": made.kind.is_honest(), "seed": seed, "corners": made.corners,
            "changed": made.changed, "printed_mrz_lines": made.mrz_lines, "fields": fields,
        },
    })
}

/// A kind by its name.
pub(crate) fn kind(name: &str) -> Result<Forgery, String> {
    let names = || Forgery::ALL.map(Forgery::name).join(", ");
    Forgery::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| format!("there are: {}", names()))
}
