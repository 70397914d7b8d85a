#![allow(clippy::unwrap_used)]

use super::*;
use image::Rgb;

fn picture() -> RgbImage {
    RgbImage::from_fn(200, 260, |x, y| Rgb([x as u8, y as u8, 120]))
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn specimen(portrait: &RgbImage, kind: Kind, tamper: Tamper) -> Specimen<'_> {
    Specimen {
        kind,
        holder: Holder {
            surname: "Eriksson".into(),
            given_names: "Anna Maria".into(),
            birth_date: date(1974, 8, 12),
            sex: 'F',
            birth_place: "Zenith".into(),
        },
        document_number: "L898902C3".into(),
        issue_date: date(2020, 4, 16),
        expiry_date: date(2030, 4, 15),
        portrait,
        face: None,
        tamper,
        dpi: 150.0,
        seed: 5,
    }
}

fn every_region(truth: &Truth) -> Vec<Quad> {
    let places = [truth.mrz_region, truth.portrait_region].into_iter().flatten();
    let text = truth.text.iter().map(|t| t.region);
    places.chain(truth.mrz_line_regions.iter().copied()).chain(text).collect()
}

#[test]
fn the_same_seed_gives_the_same_page_and_another_seed_another() {
    let portrait = picture();
    let one = specimen(&portrait, Kind::Passport, Tamper::None);
    let two = Specimen { seed: 6, ..one.clone() };
    assert_eq!(one.front().unwrap(), one.front().unwrap());
    assert_ne!(one.front().unwrap().image, two.front().unwrap().image);
}

#[test]
fn sizes_are_those_of_the_standard() {
    let portrait = picture();
    let page = Specimen { dpi: 300.0, ..specimen(&portrait, Kind::Passport, Tamper::None) }.front().unwrap();
    assert_eq!(page.image.dimensions(), (1476, 1039));
    let line = page.truth.mrz_line_regions[1];
    // 44 characters at 2.54 mm, less the room beside the first and the last letter.
    let width_mm = line.reading_width() / 300.0 * 25.4;
    assert!((109.0..111.8).contains(&width_mm), "{width_mm}");
    let height_mm = line.reading_height() / 300.0 * 25.4;
    assert!((2.3..3.2).contains(&height_mm), "{height_mm}");
}

#[test]
fn everything_lies_on_the_page_and_nothing_but_the_lines_in_the_machine_readable_zone() {
    let portrait = picture();
    for kind in [Kind::Passport, Kind::IdCard] {
        let s = specimen(&portrait, kind, Tamper::None);
        for side in [Some(s.front().unwrap()), s.back().unwrap()].into_iter().flatten() {
            let (w, h) = (side.image.width() as f32, side.image.height() as f32);
            for b in every_region(&side.truth).iter().map(Quad::bounds) {
                assert!(b.x >= 0.0 && b.y >= 0.0 && b.x + b.width <= w && b.y + b.height <= h, "{b:?}");
            }
            let Some(zone) = side.truth.mrz_region else { continue };
            assert!(side.truth.text.iter().all(|t| t.region.bounds().y + t.region.bounds().height < zone.bounds().y));
        }
    }
}

#[test]
fn no_two_texts_overlap() {
    let portrait = picture();
    for kind in [Kind::Passport, Kind::IdCard] {
        let s = specimen(&portrait, kind, Tamper::None);
        for side in [Some(s.front().unwrap()), s.back().unwrap()].into_iter().flatten() {
            let boxes: Vec<Rect> = side.truth.text.iter().map(|t| t.region.bounds()).collect();
            for (i, a) in boxes.iter().enumerate() {
                for (j, b) in boxes.iter().enumerate().skip(i + 1) {
                    let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                    assert!(apart, "{} / {}", side.truth.text[i].text, side.truth.text[j].text);
                }
            }
        }
    }
}

#[test]
fn the_lines_are_the_standards_own_example() {
    let portrait = picture();
    let page = specimen(&portrait, Kind::Passport, Tamper::None);
    let page = Specimen { expiry_date: date(2012, 4, 15), ..page }.front().unwrap();
    // 9303-4 appendix A, without its personal number.
    assert_eq!(page.truth.mrz_lines[0], "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
    assert_eq!(&page.truth.mrz_lines[1][..28], "L898902C36UTO7408122F1204159");
    assert_eq!(page.truth.mrz_lines[1].len(), 44);
}

#[test]
fn a_forged_date_of_birth_changes_what_it_says_and_nothing_else() {
    let portrait = picture();
    let page = |tamper| specimen(&portrait, Kind::Passport, tamper).front().unwrap().truth;
    let (good, mrz_only, both) =
        (page(Tamper::None), page(Tamper::BirthDate { visual_too: false }), page(Tamper::BirthDate { visual_too: true }));
    assert_eq!(&mrz_only.mrz_lines[1][13..20], "7808122");
    assert_eq!(mrz_only.mrz_lines[1].replace("780812", "740812"), good.mrz_lines[1]);
    assert_eq!(mrz_only.mrz_lines, both.mrz_lines);
    let printed = |t: &Truth| t.fields.iter().find(|(n, _)| *n == FieldName::BirthDate).unwrap().1.clone();
    assert_eq!(
        (printed(&good).as_str(), printed(&mrz_only).as_str(), printed(&both).as_str()),
        ("1974-08-12", "1974-08-12", "1978-08-12")
    );
}

#[test]
fn a_card_carries_its_zone_on_the_back() {
    let portrait = picture();
    let card = specimen(&portrait, Kind::IdCard, Tamper::None);
    let (front, back) = (card.front().unwrap().truth, card.back().unwrap().unwrap().truth);
    assert!(front.mrz_region.is_none() && front.portrait_region.is_some());
    assert!(back.mrz_region.is_some() && back.portrait_region.is_none());
    assert_eq!(back.mrz_lines.iter().map(String::len).collect::<Vec<_>>(), [30, 30, 30]);
}

#[test]
fn data_that_fits_no_zone_is_an_error() {
    let portrait = picture();
    let long = Specimen { document_number: "L898902C36".into(), ..specimen(&portrait, Kind::Passport, Tamper::None) };
    assert!(matches!(long.front(), Err(Error::Mrz)));
}

#[test]
fn a_card_has_the_check_digits_of_the_standards_example() {
    let portrait = picture();
    let card = Specimen {
        document_number: "D23145890".into(),
        expiry_date: date(2012, 4, 15),
        ..specimen(&portrait, Kind::IdCard, Tamper::None)
    };
    // 9303-5 appendix B.
    let lines = card.front().unwrap().truth.mrz_lines;
    assert_eq!(lines[0], "I<UTOD231458907<<<<<<<<<<<<<<<");
    assert_eq!(lines[1], "7408122F1204159UTO<<<<<<<<<<<6");
    assert_eq!(lines[2], "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
}

#[test]
fn a_portrait_that_cannot_be_cut_out_is_an_error() {
    let (portrait, empty) = (picture(), RgbImage::new(0, 0));
    let outside = Rect { x: 900.0, y: 10.0, width: 50.0, height: 50.0 };
    let off = Specimen { face: Some(outside), ..specimen(&portrait, Kind::Passport, Tamper::None) };
    assert!(matches!(off.front(), Err(Error::Portrait)));
    assert!(matches!(specimen(&empty, Kind::IdCard, Tamper::None).front(), Err(Error::Portrait)));
}
