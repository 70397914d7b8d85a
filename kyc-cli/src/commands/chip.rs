//! `kyc chip`: a folder with a chip's files.

use std::path::{Path, PathBuf};

use kyc_core::ops::{ActiveAuthentication, ChipBlobs, DataGroupBlob, VerifyChipRequest, VerifyChipResponse};
use kyc_core::wire::{self, ChipCheck, ChipLeniency};
use kyc_core::{Config, Engine};

use super::print_json;
use crate::args::{Leniency, Shared};
use crate::files;
use crate::outcome::{Outcome, Problem, print};

pub(super) fn run(folder: &Path, trust: &[PathBuf], allow: &[Leniency], shared: &Shared) -> Result<Outcome, Problem> {
    let allow = allow.iter().map(|leniency| match leniency {
        Leniency::RawEcdsaSignature => ChipLeniency::RawEcdsaSignature,
        Leniency::SignerIdentifier => ChipLeniency::SignerIdentifier,
        Leniency::FileTag => ChipLeniency::FileTag,
        Leniency::SignatureHash => ChipLeniency::SignatureHash,
    });
    let mut blobs = Vec::new();
    let chip = ChipBlobs { allow: allow.collect(), ..read(folder, trust, &mut blobs)? };
    let blobs: Vec<&[u8]> = blobs.iter().map(Vec::as_slice).collect();
    let answer = Engine::new(Config::default())?.verify_chip(VerifyChipRequest { chip, today: shared.day() }, &blobs)?;
    let overall = answer.chip.passive_authentication.overall;
    if shared.json {
        print_json(&answer)?;
    } else {
        show(&answer)?;
    }
    Ok(match overall.outcome {
        wire::Outcome::Pass => Outcome::Good,
        wire::Outcome::Fail => Outcome::Bad,
        _ => Outcome::Review,
    })
}

/// The files of a chip in a folder, added to `blobs`, and what to hold them against.
pub(super) fn read(folder: &Path, trust: &[PathBuf], blobs: &mut Vec<Vec<u8>>) -> Result<ChipBlobs, Problem> {
    let mut take = |path: &Path| -> Result<u32, Problem> {
        blobs.push(files::chip(path)?);
        Ok(blobs.len() as u32 - 1)
    };
    let find = |names: &[String]| listed(folder).map(|all| all.into_iter().find(|path| names.contains(&stem(path))));
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let none = || Problem::caller(format!("{} holds no EF_SOD", folder.display()));
    let sod = take(&find(&names(&["EF_SOD", "SOD"]))?.ok_or_else(none)?)?;
    let com = find(&names(&["EF_COM", "COM"]))?.map(|path| take(&path)).transpose()?;
    let mut data_groups = Vec::new();
    for number in 1..=16 {
        if let Some(path) = find(&[format!("DG{number}"), format!("EF_DG{number}")])? {
            data_groups.push(DataGroupBlob { number, blob: take(&path)? });
        }
    }
    // The exchange of active authentication, where the host kept it beside the files.
    let (challenge, response) = (find(&names(&["AA_CHALLENGE"]))?, find(&names(&["AA_RESPONSE"]))?);
    let active_authentication = match (challenge, response) {
        (Some(challenge), Some(response)) => {
            Some(ActiveAuthentication { challenge: take(&challenge)?, response: take(&response)? })
        }
        _ => None,
    };
    let (mut anchors, mut revocation_lists) = (Vec::new(), Vec::new());
    for path in trust {
        let all = if path.is_dir() { listed(path)? } else { vec![path.clone()] };
        for path in all {
            let is_list = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("crl"));
            if is_list { revocation_lists.push(take(&path)?) } else { anchors.push(take(&path)?) }
        }
    }
    Ok(ChipBlobs {
        com,
        sod,
        data_groups,
        trust: anchors,
        revocation_lists,
        active_authentication,
        chip_authentication: None,
        allow: Vec::new(),
    })
}

/// The files of a folder, by name.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let failed = |e: std::io::Error| Problem::caller(format!("{} cannot be read: {e}", folder.display()));
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// A file's name without its ending, upper case, `.` for `_`: `ef.com.bin` and `EF_COM` are the same file.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    let name = name.strip_suffix(".BIN").or(name.strip_suffix(".DER")).unwrap_or(&name);
    name.replace('.', "_")
}

fn show(answer: &VerifyChipResponse) -> Result<(), Problem> {
    let chip = &answer.chip;
    let row = |name: &str, check: &ChipCheck| -> Result<(), Problem> {
        let word = |value: serde_json::Result<serde_json::Value>| -> Result<String, Problem> {
            Ok(value.map_err(Problem::internal)?.as_str().unwrap_or_default().replace('_', " "))
        };
        let (outcome, reason) = (word(serde_json::to_value(check.outcome))?, word(serde_json::to_value(check.reason))?);
        print(&format!("{name:<24} {outcome:<8} {reason}"));
        Ok(())
    };
    let steps = &chip.passive_authentication;
    row("passive authentication", &steps.overall)?;
    row("  structure", &steps.structure)?;
    row("  signature", &steps.signature)?;
    row("  chain", &steps.chain)?;
    row("  validity", &steps.validity)?;
    row("  revocation", &steps.revocation)?;
    row("  hashes", &steps.hashes)?;
    row("active authentication", &chip.active_authentication)?;
    for group in &chip.data_groups {
        row(&format!("DG{} hash", group.number), &group.hash)?;
        row(&format!("DG{} content", group.number), &group.content)?;
    }
    print(&format!("trust anchors            {} read, {} unreadable", chip.trust_anchors, chip.trust_unreadable));
    Ok(())
}
