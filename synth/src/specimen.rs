//! Specimen travel documents of the fictional state UTOPIA, laid out as ICAO 9303 parts 3 to 5 ask.
//!
//! [`Specimen::front`] gives the side with the portrait, [`Specimen::back`] the other side of a card. Both come with the
//! [`Truth`]: what is printed, and where.

mod background;
mod card;
mod mrz;
mod passport;
mod portrait;
mod sheet;

use chrono::{Datelike, NaiveDate};
use image::RgbImage;
use kyc_core::wire::{DocumentType, FieldName, MrzFormat, Quad, Rect};

use crate::Error;
use crate::homography::Homography;

pub(crate) use portrait::head_and_shoulders;

/// The issuing state of every specimen: ICAO's code for the fictional Utopia (9303-3 part A of section 5).
pub const STATE: &str = "UTO";

/// The person on the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Surname, in any case.
    pub surname: String,
    /// Given names, separated by spaces.
    pub given_names: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// `M`, `F` or `X`.
    pub sex: char,
    /// Place of birth.
    pub birth_place: String,
}

/// What is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Passport data page: ID-3, 125 × 88 mm, two lines of 44.
    Passport,
    /// Identity card: ID-1, 85.6 × 53.98 mm, three lines of 30 on the back.
    IdCard,
}

/// A forgery to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tamper {
    /// None.
    #[default]
    None,
    /// The year of birth in the machine-readable zone is altered and the check digits are left as they were.
    BirthDate {
        /// Whether the printed date of birth is altered the same way.
        visual_too: bool,
    },
}

/// Everything a specimen is made from.
#[derive(Debug, Clone)]
pub struct Specimen<'a> {
    /// Passport or card.
    pub kind: Kind,
    /// The person.
    pub holder: Holder,
    /// Up to nine letters and digits.
    pub document_number: String,
    /// Date of issue.
    pub issue_date: NaiveDate,
    /// Date of expiry; one before the day of judging gives an expired document.
    pub expiry_date: NaiveDate,
    /// A picture of the holder.
    pub portrait: &'a RgbImage,
    /// The face in it (forehead to chin, in pixels), around which head and shoulders are cut out. Without it the middle
    /// of the picture is used.
    pub face: Option<Rect>,
    /// A forgery.
    pub tamper: Tamper,
    /// Dots per inch, 100 to 1200; others are held to that.
    pub dpi: f32,
    /// Seed of the background pattern and the signature.
    pub seed: u64,
}

/// A printed line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedText {
    /// The field it is the value of; `None` for headings and labels.
    pub field: Option<FieldName>,
    /// What it says.
    pub text: String,
    /// Where its ink lies.
    pub region: Quad,
}

/// What is printed on a side, and where, in pixels of the picture it comes with.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Kind of document.
    pub document: DocumentType,
    /// Format of its machine-readable zone.
    pub mrz_format: MrzFormat,
    /// The lines of its machine-readable zone, as printed (forged if forged), whichever side they stand on.
    pub mrz_lines: Vec<String>,
    /// The printed fields, as the engine normalises them: ISO dates, names in upper case.
    pub fields: Vec<(FieldName, String)>,
    /// Outline of the document.
    pub corners: Quad,
    /// The printed block of the machine-readable zone, when it stands on this side.
    pub mrz_region: Option<Quad>,
    /// Each of its lines.
    pub mrz_line_regions: Vec<Quad>,
    /// The portrait, when it stands on this side.
    pub portrait_region: Option<Quad>,
    /// Printed text outside the machine-readable zone.
    pub text: Vec<PrintedText>,
}

impl Truth {
    /// The same truth seen through a perspective map.
    #[must_use]
    pub fn through(mut self, h: &Homography) -> Self {
        let places = [&mut self.mrz_region, &mut self.portrait_region].into_iter().flatten();
        let text = self.text.iter_mut().map(|t| &mut t.region);
        for quad in places.chain(self.mrz_line_regions.iter_mut()).chain(text).chain([&mut self.corners]) {
            *quad = h.quad(quad);
        }
        self
    }
}

/// A flat side of a specimen.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The picture; the document fills it.
    pub image: RgbImage,
    /// What is on it, and where.
    pub truth: Truth,
}

impl Rendered {
    /// Radius of the document's rounded corners as a share of its width: 3.18 mm (ISO/IEC 7810 on cards, and passports'
    /// pages are cut alike).
    pub fn corner_radius(&self) -> f32 {
        let width_mm = match self.truth.document {
            DocumentType::Passport => passport::SIZE_MM.0,
            _ => card::SIZE_MM.0,
        };
        3.18 / width_mm
    }
}

impl Specimen<'_> {
    /// The side with the portrait.
    pub fn front(&self) -> Result<Rendered, Error> {
        match self.kind {
            Kind::Passport => passport::data_page(self),
            Kind::IdCard => card::front(self),
        }
    }

    /// The other side; a passport's data page has none.
    pub fn back(&self) -> Result<Option<Rendered>, Error> {
        match self.kind {
            Kind::Passport => Ok(None),
            Kind::IdCard => card::back(self).map(Some),
        }
    }

    /// The date of birth as the visual zone shows it.
    fn printed_birth_date(&self) -> NaiveDate {
        match self.tamper {
            Tamper::BirthDate { visual_too: true } => forged(self.holder.birth_date),
            _ => self.holder.birth_date,
        }
    }
}

/// The forged date of birth: another last digit of the year, so that the date stays a date and its check digit fails
/// (that digit weighs 3 in a sum modulo 10, so no change of it cancels out).
fn forged(date: NaiveDate) -> NaiveDate {
    let year = date.year();
    let digit = (year + 4).rem_euclid(10);
    let year = year - year.rem_euclid(10) + digit;
    // 29 February does not exist in every year; the 28th does.
    date.with_year(year).or_else(|| date.with_day(28).and_then(|d| d.with_year(year))).unwrap_or(date)
}

/// `04 AUG 1961`, the form 9303-3 §3 gives dates in the visual zone.
fn printed_date(date: NaiveDate) -> String {
    date.format("%d %b %Y").to_string().to_uppercase()
}

/// `YYYY-MM-DD`.
fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests;
