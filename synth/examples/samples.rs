//! Writes one of everything this crate renders.
//!
//! `cargo run -p kyc-synth --example samples -- <folder with obama.jpg, obama2.jpg, biden.jpg> <output folder>`

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;
use image::RgbImage;
use kyc_synth::attack::{print_attack, screen_attack};
use kyc_synth::demo::{Cast, Portrait, Scenario, case, known_face, passport};
use kyc_synth::photo::jpeg;
use kyc_synth::specimen::{Kind, Specimen};

const SEED: u64 = 2026;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (Some(portraits), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: samples <portraits folder> <output folder>".into());
    };
    let load = |name: &str| -> Result<RgbImage, image::ImageError> { Ok(image::open(portraits.join(name))?.to_rgb8()) };
    let (holder, again, stranger) = (load("obama.jpg")?, load("obama2.jpg")?, load("biden.jpg")?);
    let cast = Cast {
        holder: Portrait { picture: &holder, face: known_face("obama.jpg") },
        holder_again: Portrait { picture: &again, face: known_face("obama2.jpg") },
        stranger: Portrait { picture: &stranger, face: known_face("biden.jpg") },
    };
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).ok_or("date")?;
    flat(&out, &passport(Scenario::Genuine, &cast, SEED, today))?;
    for scenario in Scenario::ALL {
        let start = Instant::now();
        let demo = case(scenario, &cast, SEED, today)?;
        took(scenario.name(), start)?;
        std::fs::write(out.join(format!("{}_document.jpg", scenario.name())), &demo.document_jpeg)?;
        std::fs::write(out.join(format!("{}_selfie.jpg", scenario.name())), &demo.selfie_jpeg)?;
        std::fs::write(out.join(format!("{}_truth.txt", scenario.name())), format!("{:#?}", demo.truth))?;
    }
    for seed in 0..4 {
        let print = print_attack(&again, cast.holder_again.face, seed)?;
        let screen = screen_attack(&again, cast.holder_again.face, seed)?;
        std::fs::write(out.join(format!("print_{seed}.jpg")), jpeg(&print.image, 90)?)?;
        std::fs::write(out.join(format!("screen_{seed}.jpg")), jpeg(&screen.image, 90)?)?;
    }
    Ok(())
}

fn flat(out: &Path, passport: &Specimen<'_>) -> Result<(), Box<dyn Error>> {
    let passport = Specimen { dpi: 300.0, ..passport.clone() };
    passport.front()?.image.save(out.join("passport.png"))?;
    let card = Specimen { kind: Kind::IdCard, ..passport };
    card.front()?.image.save(out.join("card_front.png"))?;
    if let Some(back) = card.back()? {
        back.image.save(out.join("card_back.png"))?;
    }
    Ok(())
}

fn took(what: &str, start: Instant) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{what}: {} ms", start.elapsed().as_millis())
}
