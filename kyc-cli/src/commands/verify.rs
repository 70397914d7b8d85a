//! `kyc verify`.

use std::path::Path;

use image::{ImageFormat, RgbImage};
use kyc_core::image::{DecodeLimits, decode};
use kyc_core::ops::{DocumentBlobs, PolicyChoice, VerifyRequest, VerifyResponse};
use kyc_core::watchlist::ListKind;
use kyc_core::wire::DeviceSignals;

use super::{chip, print_json};
use crate::annotate::annotate;
use crate::args::{Shared, VerifyArguments};
use crate::dossier::{self, Case};
use crate::outcome::{Outcome, Problem, print};
use crate::{files, lists, report};

/// Claims of capture code.
fn device(path: &Path) -> Result<DeviceSignals, Problem> {
    // A label can hold a name: what serde says could quote it.
    let wrong = |e: serde_json::Error| {
        Problem::caller(format!("{} holds no device signals (line {}, column {})", path.display(), e.line(), e.column()))
    };
    serde_json::from_str(&files::text(path)?).map_err(wrong)
}

pub(super) fn run(arguments: &VerifyArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let mut blobs = vec![files::picture(&arguments.document)?];
    let mut add = |path: &Option<std::path::PathBuf>| -> Result<Option<u32>, Problem> {
        let Some(path) = path else { return Ok(None) };
        blobs.push(files::picture(path)?);
        Ok(Some(blobs.len() as u32 - 1))
    };
    let (back, selfie) = (add(&arguments.back)?, add(&arguments.selfie)?);
    let chip = arguments.chip.as_ref().map(|folder| chip::read(folder, &arguments.trust, &mut blobs)).transpose()?;
    let request = VerifyRequest {
        selfie,
        chip,
        device: arguments.device.as_deref().map(device).transpose()?,
        policy: policy(&arguments.policy)?,
        language: Some(shared.language.clone()),
        ..VerifyRequest::new(DocumentBlobs { front: 0, back }, shared.day())
    };
    let blobs: Vec<&[u8]> = blobs.iter().map(Vec::as_slice).collect();
    let searched = [(ListKind::Sanctions, &arguments.list[..]), (ListKind::Pep, &arguments.pep[..])];
    let answer = shared.engine_searching(lists::search(&searched)?)?.verify(request, &blobs)?;
    if let Some(out) = &arguments.annotate {
        draw(&answer, &blobs, out)?;
    }
    let pictures = blobs.iter().enumerate().map(|(at, bytes)| (at as u32, *bytes)).collect();
    let case = Case {
        evidence: &answer.evidence,
        report: &answer.report,
        timings: &answer.timings,
        pictures,
        language: &shared.language,
    };
    dossier::write(&case, &arguments.dossier)?;
    if shared.json {
        print_json(&answer)?;
    } else {
        print(&report::verify(&answer.evidence, &answer.report, &answer.timings, &shared.style()));
    }
    Ok(answer.report.decision.verdict.into())
}

/// A policy by name, or from a TOML or JSON file.
pub(super) fn policy(name: &str) -> Result<PolicyChoice, Problem> {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("toml" | "json") => Ok(super::policy::load(name)?.into()),
        _ => Ok(PolicyChoice::from(name)),
    }
}

/// Draws the evidence and the verdict on the pictures.
pub(super) fn draw(answer: &VerifyResponse, blobs: &[&[u8]], out: &Path) -> Result<(), Problem> {
    let pictures: Vec<(u32, RgbImage)> = blobs
        .iter()
        .enumerate()
        .filter_map(|(index, bytes)| {
            let (image, _) = decode(bytes, &DecodeLimits::default()).ok()?;
            Some((index as u32, RgbImage::from_raw(image.width(), image.height(), image.data().to_vec())?))
        })
        .collect();
    let drawn = annotate(&answer.evidence, Some(&answer.report), &pictures);
    let failed = |e: image::ImageError| Problem::caller(format!("{} cannot be written: {e}", out.display()));
    drawn.save_with_format(out, ImageFormat::Png).map_err(failed)
}
