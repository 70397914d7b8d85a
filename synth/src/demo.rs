//! Whole cases for demonstrations: a document photo, a selfie, and what should come of them.

use chrono::{Days, Months, NaiveDate};
use image::RgbImage;
use kyc_core::wire::Rect;

use crate::Error;
use crate::attack::{print_attack, selfie_photo};
use crate::photo::{Shot, jpeg, shoot};
use crate::specimen::{Holder, Kind, Specimen, Tamper, Truth};

/// A story to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scenario {
    /// A good passport and its holder.
    Genuine,
    /// A good passport and somebody else.
    Impostor,
    /// The holder with a passport that ran out a month ago.
    Expired,
    /// The holder with a passport whose date of birth was altered in the machine-readable zone.
    TamperedMrz,
    /// A good passport and a paper print of its holder.
    PrintAttack,
}

impl Scenario {
    /// All of them, in the order they are told.
    pub const ALL: [Scenario; 5] =
        [Scenario::Genuine, Scenario::Impostor, Scenario::Expired, Scenario::TamperedMrz, Scenario::PrintAttack];

    /// Its name in file names and on command lines.
    pub const fn name(self) -> &'static str {
        match self {
            Scenario::Genuine => "genuine",
            Scenario::Impostor => "impostor",
            Scenario::Expired => "expired",
            Scenario::TamperedMrz => "tampered_mrz",
            Scenario::PrintAttack => "print_attack",
        }
    }

    /// What should come of it, in a sentence.
    pub const fn expected(self) -> &'static str {
        match self {
            Scenario::Genuine => "accepted: the document is in order and the selfie shows its holder",
            Scenario::Impostor => "rejected: the selfie shows another person",
            Scenario::Expired => "not accepted: the document has expired",
            Scenario::TamperedMrz => "not accepted: the check digit over the date of birth is wrong",
            Scenario::PrintAttack => "rejected: the selfie is a photograph of a print",
        }
    }
}

/// A picture of a person and the box of the face in it.
#[derive(Debug, Clone, Copy)]
pub struct Portrait<'a> {
    /// The picture.
    pub picture: &'a RgbImage,
    /// The face, forehead to chin, in pixels; `None` takes the middle of the picture.
    pub face: Option<Rect>,
}

/// Who plays.
#[derive(Debug, Clone, Copy)]
pub struct Cast<'a> {
    /// The picture the document is issued with.
    pub holder: Portrait<'a>,
    /// Another picture of the same person, taken at another time.
    pub holder_again: Portrait<'a>,
    /// Somebody else.
    pub stranger: Portrait<'a>,
}

/// Face boxes of the demo portraits (manifest entries of the same names), as the face detector finds them, in pixels.
pub fn known_face(file_name: &str) -> Option<Rect> {
    let (x, y, width, height) = match file_name {
        "obama.jpg" => (370.0, 91.0, 240.0, 329.0),
        "obama2.jpg" => (201.0, 229.0, 276.0, 404.0),
        "biden.jpg" => (427.0, 175.0, 288.0, 402.0),
        _ => return None,
    };
    Some(Rect { x, y, width, height })
}

/// A case, ready to be handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoCase {
    /// Photograph of the passport's data page.
    pub document_jpeg: Vec<u8>,
    /// The selfie.
    pub selfie_jpeg: Vec<u8>,
    /// What is printed on the page, and where in the photograph.
    pub truth: Truth,
    /// [`Scenario::expected`].
    pub expected: &'static str,
}

/// Plays `scenario` as of `today`, with a 12-megapixel photograph of the document.
pub fn case(scenario: Scenario, cast: &Cast<'_>, seed: u64, today: NaiveDate) -> Result<DemoCase, Error> {
    case_sized(scenario, cast, seed, today, (4000, 3000))
}

/// [`case`] with a photograph of the document of another size, in pixels.
pub fn case_sized(
    scenario: Scenario,
    cast: &Cast<'_>,
    seed: u64,
    today: NaiveDate,
    (width, height): (u32, u32),
) -> Result<DemoCase, Error> {
    let page = passport(scenario, cast, seed, today).front()?;
    let shot = Shot { width, height, corner_radius: page.corner_radius(), ..Shot::document(seed) };
    let photo = shoot(&page.image, &shot);
    let again = cast.holder_again;
    let selfie = match scenario {
        Scenario::Impostor => selfie_photo(cast.stranger.picture, cast.stranger.face, seed)?,
        Scenario::PrintAttack => print_attack(again.picture, again.face, seed)?,
        _ => selfie_photo(again.picture, again.face, seed)?,
    };
    Ok(DemoCase {
        document_jpeg: jpeg(&photo.image, shot.quality)?,
        selfie_jpeg: jpeg(&selfie.image, 92)?,
        truth: page.truth.through(&photo.to_photo),
        expected: scenario.expected(),
    })
}

/// The passport of the story. Its holder is invented, whoever lends the face: Thomas More's traveller to Utopia.
pub fn passport<'a>(scenario: Scenario, cast: &Cast<'a>, seed: u64, today: NaiveDate) -> Specimen<'a> {
    let expiry_date = match scenario {
        Scenario::Expired => today.checked_sub_months(Months::new(1)),
        _ => today.checked_add_months(Months::new(57)),
    }
    .unwrap_or(today);
    // Ten years of validity, counted from the day after issue.
    let issue_date = expiry_date.checked_sub_months(Months::new(120)).and_then(|d| d.checked_add_days(Days::new(1)));
    let tamper = match scenario {
        Scenario::TamperedMrz => Tamper::BirthDate { visual_too: false },
        _ => Tamper::None,
    };
    Specimen {
        kind: Kind::Passport,
        holder: Holder {
            surname: "Hythloday".to_owned(),
            given_names: "Raphael".to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1966, 12, 16).unwrap_or(today),
            sex: 'M',
            birth_place: "Amaurot".to_owned(),
        },
        document_number: "UT1516207".to_owned(),
        issue_date: issue_date.unwrap_or(today),
        expiry_date,
        portrait: cast.holder.picture,
        face: cast.holder.face,
        tamper,
        dpi: 400.0,
        seed,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use image::Rgb;
    use kyc_core::wire::FieldName;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn cast<'a>(a: &'a RgbImage, b: &'a RgbImage) -> Cast<'a> {
        let portrait = |picture| Portrait { picture, face: None };
        Cast { holder: portrait(a), holder_again: portrait(a), stranger: portrait(b) }
    }

    #[test]
    fn each_story_differs_from_the_genuine_one_where_it_says() {
        let (a, b) = (RgbImage::from_pixel(90, 120, Rgb([180, 140, 120])), RgbImage::from_pixel(90, 120, Rgb([90; 3])));
        let play = |s| case_sized(s, &cast(&a, &b), 4, today(), (640, 480)).unwrap();
        let genuine = play(Scenario::Genuine);
        assert_eq!(genuine, play(Scenario::Genuine));

        let impostor = play(Scenario::Impostor);
        assert_eq!(impostor.document_jpeg, genuine.document_jpeg);
        assert_ne!(impostor.selfie_jpeg, genuine.selfie_jpeg);

        let print = play(Scenario::PrintAttack);
        assert_eq!(print.document_jpeg, genuine.document_jpeg);
        assert_ne!(print.selfie_jpeg, genuine.selfie_jpeg);

        let tampered = play(Scenario::TamperedMrz);
        assert_eq!(tampered.selfie_jpeg, genuine.selfie_jpeg);
        assert_eq!(tampered.truth.fields, genuine.truth.fields);
        assert_ne!(tampered.truth.mrz_lines, genuine.truth.mrz_lines);
    }

    #[test]
    fn only_the_expired_passport_has_expired() {
        let a = RgbImage::from_pixel(90, 120, Rgb([180, 140, 120]));
        for scenario in Scenario::ALL {
            let passport = passport(scenario, &cast(&a, &a), 4, today());
            assert_eq!(passport.expiry_date < today(), scenario == Scenario::Expired);
            assert!(passport.issue_date < today() && passport.issue_date < passport.expiry_date);
        }
    }

    #[test]
    fn truth_lies_in_the_photograph_and_says_what_is_printed() {
        let a = RgbImage::from_pixel(90, 120, Rgb([180, 140, 120]));
        let truth = case(Scenario::Genuine, &cast(&a, &a), 9, today()).unwrap().truth;
        for b in [truth.corners, truth.mrz_region.unwrap(), truth.portrait_region.unwrap()].map(|q| q.bounds()) {
            assert!(b.x >= 0.0 && b.y >= 0.0 && b.x + b.width <= 4000.0 && b.y + b.height <= 3000.0);
        }
        assert!(truth.fields.contains(&(FieldName::Surname, "HYTHLODAY".to_owned())));
    }
}
