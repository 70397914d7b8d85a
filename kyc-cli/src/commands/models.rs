//! `kyc models`.

use kyc_core::model::{Manifest, Task};
use kyc_models::verify::state;
use kyc_models::{Bars, Options, PackageClients, State, prepare, states};
use serde_json::json;

use super::print_json;
use crate::args::{ModelsCommand, Shared};
use crate::outcome::{Outcome, Problem, print};
use crate::setup::all_ready;
use crate::style::Ink;

pub(super) fn run(command: &ModelsCommand, shared: &Shared) -> Result<Outcome, Problem> {
    match command {
        ModelsCommand::Prepare { keep_downloads, with } => fetch(*keep_downloads, with, shared),
        ModelsCommand::List | ModelsCommand::Verify => show(command, shared),
    }
}

fn fetch(keep_downloads: bool, with: &[String], shared: &Shared) -> Result<Outcome, Problem> {
    let cache = shared.cache()?;
    let wanted = Manifest::builtin()?.with(with)?;
    if shared.offline {
        let asked = with.iter().all(|id| wanted.file(id).is_some_and(|file| state(&cache, file) == State::Ready));
        return if all_ready(&cache)? && asked {
            Ok(Outcome::Good)
        } else {
            Err(Problem { exit: Outcome::Deployment, text: "models are missing and --offline forbids fetching them".to_owned() })
        };
    }
    let options = Options { cache, platform: kyc_models::platform(), include_demo: true, keep_downloads };
    let done = prepare(&wanted, &options, &mut PackageClients::default(), &mut Bars::default())?;
    if shared.json {
        print_json(&json!({"present": done.present, "made": done.made}))?;
    } else {
        print(&format!("{} files ready in {} ({} made now)", done.present + done.made, options.cache.display(), done.made));
    }
    Ok(Outcome::Good)
}

/// `list` and `verify` show the same states; `verify` also answers by its exit code.
fn show(command: &ModelsCommand, shared: &Shared) -> Result<Outcome, Problem> {
    let manifest = Manifest::builtin()?;
    let cache = shared.cache()?;
    let files = states(manifest, &cache, &kyc_models::platform());
    let name = |state: State| match state {
        State::Ready => "ready",
        State::Missing => "missing",
        State::Corrupt => "corrupt",
        State::Optional => "optional",
    };
    let ready = files.iter().all(|file| file.state.is_good());
    if shared.json {
        let rows: Vec<_> = files
            .iter()
            .map(|f| json!({"id": f.file.id, "state": name(f.state), "sha256": f.file.sha256, "licence": f.file.licence, "provenance": f.file.provenance}))
            .collect();
        print_json(&rows)?;
    } else {
        let style = shared.style();
        let mut text = format!("Models in {}\n\n", cache.display());
        for f in &files {
            let state = format!("{:8}", name(f.state));
            let state = match f.state {
                State::Ready => style.paint(Ink::Good, &state),
                State::Optional => state,
                State::Missing | State::Corrupt => style.paint(Ink::Bad, &state),
            };
            let flag = if f.file.provenance == "documented" { "" } else { "  training data undisclosed" };
            let licence = if f.file.task == Task::DemoAsset { "public domain" } else { &f.file.licence };
            let sha: String = f.file.sha256.chars().take(12).collect();
            text += &format!("{state} {:28} {:>6.1} MB  {sha}  {licence}{flag}\n", f.file.id, f.file.bytes as f64 / 1e6);
        }
        print(&text);
    }
    let failed = matches!(command, ModelsCommand::Verify) && !ready;
    Ok(if failed { Outcome::Deployment } else { Outcome::Good })
}
