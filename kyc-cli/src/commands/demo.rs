//! `kyc demo`: specimens made on the spot, judged by the real pipeline.

use std::path::Path;

use image::RgbImage;
use kyc_core::Engine;
use kyc_core::model::Manifest;
use kyc_core::ops::{DocumentBlobs, VerifyRequest, VerifyResponse};
use kyc_core::wire::{Outcome as CheckOutcome, Verdict};
use kyc_synth::demo::{Cast, DemoCase, Portrait, Scenario, case, known_face};

use super::{print_json, verify};
use crate::args::{DemoArguments, Shared};
use crate::outcome::{Outcome, Problem, print};
use crate::style::Ink;
use crate::{files, report};

pub(super) fn run(arguments: &DemoArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let cache = shared.cache()?;
    shared.ensure_models(&cache, true)?;
    let engine = shared.engine()?;
    let pictures = portraits(&cache)?;
    let cast = Cast { holder: pictures[0].portrait(), holder_again: pictures[1].portrait(), stranger: pictures[2].portrait() };
    let stories: &[Scenario] = match arguments {
        DemoArguments { all: true, .. } => &Scenario::ALL,
        DemoArguments { impostor: true, .. } => &[Scenario::Impostor],
        DemoArguments { expired: true, .. } => &[Scenario::Expired],
        DemoArguments { tampered_mrz: true, .. } => &[Scenario::TamperedMrz],
        DemoArguments { print_attack: true, .. } => &[Scenario::PrintAttack],
        _ => &[Scenario::Genuine],
    };
    let mut as_expected = true;
    let mut answers = Vec::new();
    for &story in stories {
        let played = case(story, &cast, arguments.seed, shared.day()).map_err(Problem::internal)?;
        let answer = decide(&engine, &played, shared)?;
        let folder = if arguments.all { arguments.out.join(story.name()) } else { arguments.out.clone() };
        keep(&folder, &played, &answer)?;
        let right = expected(story, &answer);
        as_expected &= right;
        if shared.json {
            answers.push(answer);
        } else {
            show(story, &played, &answer, right, &folder, arguments.all, shared);
        }
    }
    match answers.as_slice() {
        [] => {}
        [one] => print_json(one)?,
        all => print_json(&all)?,
    }
    Ok(if as_expected { Outcome::Good } else { Outcome::Bad })
}

struct Person {
    name: String,
    picture: RgbImage,
}

impl Person {
    fn portrait(&self) -> Portrait<'_> {
        Portrait { picture: &self.picture, face: known_face(&self.name) }
    }
}

/// The demo's pictures: the holder, the holder again, somebody else.
fn portraits(cache: &Path) -> Result<[Person; 3], Problem> {
    let load = |id: &str| {
        let missing = || Problem { exit: Outcome::Deployment, text: format!("{id} is not prepared; run `kyc models prepare`") };
        let file = Manifest::builtin()?.file(id).ok_or_else(missing)?;
        let bytes = std::fs::read(cache.join(file.cache_name())).map_err(|_| missing())?;
        let picture = image::load_from_memory(&bytes).map_err(Problem::internal)?.into_rgb8();
        Ok::<_, Problem>(Person { name: file.output.clone(), picture })
    };
    Ok([load("demo-portrait-a")?, load("demo-portrait-a-again")?, load("demo-portrait-b")?])
}

fn decide(engine: &Engine, played: &DemoCase, shared: &Shared) -> Result<VerifyResponse, Problem> {
    let request = VerifyRequest {
        selfie: Some(1),
        language: Some(shared.language.clone()),
        ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, shared.day())
    };
    Ok(engine.verify(request, &[&played.document_jpeg, &played.selfie_jpeg])?)
}

fn keep(folder: &Path, played: &DemoCase, answer: &VerifyResponse) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|e| Problem::caller(format!("{} cannot be made: {e}", folder.display())))?;
    files::write(&folder.join("document.jpg"), &played.document_jpeg)?;
    files::write(&folder.join("selfie.jpg"), &played.selfie_jpeg)?;
    verify::draw(answer, &[&played.document_jpeg, &played.selfie_jpeg], &folder.join("annotated.png"))
}

/// Whether the decision is the story's, for the story's reason.
fn expected(story: Scenario, answer: &VerifyResponse) -> bool {
    let verdict = answer.report.decision.verdict;
    let failed = |check: &str| answer.report.findings.iter().any(|f| f.check == check && f.outcome == CheckOutcome::Fail);
    match story {
        Scenario::Genuine => verdict == Verdict::Accepted,
        Scenario::Impostor => verdict == Verdict::Rejected && failed("face.match") && !failed("liveness.passive"),
        Scenario::Expired => verdict == Verdict::Rejected && failed("document.expiry") && !failed("face.match"),
        Scenario::TamperedMrz => verdict != Verdict::Accepted && failed("mrz.check_digits") && !failed("face.match"),
        Scenario::PrintAttack => verdict == Verdict::Rejected && failed("liveness.passive"),
    }
}

fn show(story: Scenario, played: &DemoCase, answer: &VerifyResponse, right: bool, folder: &Path, brief: bool, shared: &Shared) {
    let style = shared.style();
    let mark = if right { style.paint(Ink::Good, "as expected") } else { style.paint(Ink::Bad, "NOT as expected") };
    if brief {
        let why = answer.report.reasons.first().map_or("", |reason| reason.text.as_str());
        let verdict = format!("{:?}", answer.report.decision.verdict);
        print(&format!("{:13} {verdict:9} {:6.2}  {mark}  {why}", story.name(), answer.report.score.value));
        return;
    }
    print(&report::verify(&answer.evidence, &answer.report, &answer.timings, &style));
    print(&format!("\nExpected  {} — {mark}", played.expected));
    print(&format!("Pictures  {}", folder.join("annotated.png").display()));
}
