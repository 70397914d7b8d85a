//! What type of document it is: by its machine-readable zone, else by printed words and their layout, else unknown. Never a
//! guess: words that contradict each other name nothing. The words are the catalogue's.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::phrases::Phrases;
use super::{labels, template};
use crate::catalog::documents::{self, DocumentSpec, Subdivision};
use crate::wire::{ClassifiedBy, DocumentClass, DocumentType, MrzFormat, Unit};

/// Document codes of two letters that name residence permits: the EU's uniform format and the United Kingdom (`IR`), the
/// United States (`C1`, `C2`), and the codes `AR` and `RP`, `TS` in use for permits.
const PERMIT_CODES: &[&str] = &["IR", "AR", "RP", "C1", "C2", "TS"];
/// Lines in reading order between a title and its issuer, at most: further down stand birthplaces and nationalities.
const NEAR: usize = 4;
/// What words are worth beside a checked zone or barcode: a title alone, and a title with its issuer. They rank, no more;
/// nobody measured them as probabilities.
const BY_TITLE: f64 = 0.6;
const BY_TITLE_AND_ISSUER: f64 = 0.8;
/// Numbered fields in a column stand for a licence where its title was not read.
const BY_LAYOUT: f64 = 0.5;

type Spec = &'static DocumentSpec;

static TITLES: LazyLock<Phrases<Spec>> = LazyLock::new(|| {
    let titles =
        |spec: Spec| spec.print.iter().flat_map(move |print| print.titles.iter().map(move |title| (title.as_str(), spec)));
    Phrases::new(documents::all().iter().flat_map(titles))
});

static ISSUERS: LazyLock<Phrases<(Spec, Option<&'static Subdivision>)>> = LazyLock::new(|| {
    let issuers = |spec: Spec| {
        let whole = spec.print.iter().flat_map(|print| &print.issuers).map(move |issuer| (issuer.as_str(), (spec, None)));
        let parts = spec.subdivisions.iter();
        whole.chain(parts.flat_map(move |part| part.words.iter().map(move |word| (word.as_str(), (spec, Some(part))))))
    };
    Phrases::new(documents::all().iter().flat_map(issuers))
});

/// What the zone says of the document's type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ZoneType<'z> {
    /// Document code (ICAO 9303-3 §4, -4 §4.2.2, -5 §4.2.2, -7 §4.2.2).
    pub(crate) code: &'z str,
    /// Issuing state.
    pub(crate) country: Option<&'z str>,
    /// Format.
    pub(crate) format: MrzFormat,
    /// How sure both are.
    pub(crate) confidence: Unit,
}

/// By machine-readable zone. What the print says tells permits from identity cards where the code does not, and editions
/// that have the same zone.
pub(crate) fn by_mrz(zone: ZoneType<'_>, lines: &[(&str, Unit)]) -> DocumentClass {
    let code = zone.code.trim_end_matches('<');
    let title = lines.iter().find_map(|(line, _)| title(line));
    let kind = match code.chars().next() {
        _ if matches!(zone.format, MrzFormat::FrenchLicence | MrzFormat::SwissLicence) => DocumentType::DriverLicense,
        _ if PERMIT_CODES.contains(&code) => DocumentType::ResidencePermit,
        Some('P') => DocumentType::Passport,
        Some('V') => DocumentType::Visa,
        Some('I' | 'A' | 'C') if title == Some(DocumentType::ResidencePermit) => DocumentType::ResidencePermit,
        Some('I' | 'A' | 'C') => DocumentType::IdCard,
        Some('D') if title == Some(DocumentType::DriverLicense) => DocumentType::DriverLicense,
        Some(_) => DocumentType::Other,
        None => DocumentType::Unknown,
    };
    let mut class = unknown(ClassifiedBy::Mrz);
    (class.kind, class.confidence) = (kind, zone.confidence);
    class.country = zone.country.map(str::to_owned);
    let fits = |spec: &Spec| spec.kind == kind && spec.mrz.as_ref().is_some_and(|mrz| mrz.fits(zone.format, code));
    let of_country = |country: Option<&str>| -> Vec<Spec> {
        documents::all().iter().filter(|spec| spec.country.as_deref() == country).filter(fits).collect()
    };
    let mut specs = if zone.country.is_some() { of_country(zone.country) } else { Vec::new() };
    if specs.is_empty() {
        specs = of_country(None);
    }
    if let [only] = specs.as_slice() {
        class.version.clone_from(&only.version);
        class.catalogue = Some(only.id.to_owned());
    }
    class
}

/// By printed words: the title gives the kind, the issuer near it the state. Then by numbered fields.
pub(crate) fn by_text(lines: &[(&str, Unit)]) -> DocumentClass {
    let mut best: Option<(DocumentType, Unit)> = None;
    for (line, confidence) in lines {
        let Some(kind) = title(line) else { continue };
        if best.is_some_and(|(other, _)| other != kind) {
            return unknown(ClassifiedBy::Nothing);
        }
        best = Some((kind, best.map_or(*confidence, |(_, sure)| sure.max(*confidence))));
    }
    let Some((kind, confidence)) = best else { return by_layout(lines) };
    let mut class = unknown(ClassifiedBy::Text);
    (class.kind, class.confidence) = (kind, worth(confidence, BY_TITLE));
    let issued = issued(lines, |spec, line| spec.kind == kind && titled(spec, lines, line));
    if issued.name(&mut class) {
        class.confidence = worth(confidence.min(issued.confidence), BY_TITLE_AND_ISSUER);
    }
    class
}

fn by_layout(lines: &[(&str, Unit)]) -> DocumentClass {
    if !template::is_numbered(lines.iter().map(|(line, _)| *line)) {
        return unknown(ClassifiedBy::Nothing);
    }
    let mut class = unknown(ClassifiedBy::Text);
    (class.kind, class.confidence) = (DocumentType::DriverLicense, worth(Unit::ONE, BY_LAYOUT));
    issued(lines, |spec, _| spec.print.as_ref().is_some_and(|print| print.numbered_fields)).name(&mut class);
    class
}

/// Who issued the document, by types that fit.
#[derive(Default)]
struct Issued {
    specs: Vec<Spec>,
    parts: BTreeSet<&'static str>,
    confidence: Unit,
}

fn issued(lines: &[(&str, Unit)], fits: impl Fn(Spec, usize) -> bool) -> Issued {
    let mut issued = Issued::default();
    for (n, (line, confidence)) in lines.iter().enumerate() {
        let line = labels::words(line);
        for hit in ISSUERS.whole(&line.split(' ').collect::<Vec<_>>()) {
            let (spec, part) = hit.value;
            if fits(spec, n) {
                if !issued.specs.iter().any(|known| known.id == spec.id) {
                    issued.specs.push(spec);
                }
                issued.parts.extend(part.map(|part| part.code.as_str()));
                issued.confidence = issued.confidence.max(*confidence);
            }
        }
    }
    issued
}

impl Issued {
    /// Puts state, part and type into a class where they are one; `false` where they are not.
    fn name(&self, class: &mut DocumentClass) -> bool {
        let [first, others @ ..] = self.specs.as_slice() else { return false };
        if others.iter().any(|other| other.country != first.country) {
            return false;
        }
        class.country.clone_from(&first.country);
        if let (true, Some(part)) = (self.parts.len() == 1, self.parts.first()) {
            class.subdivision = Some((*part).to_owned());
        }
        if others.is_empty() {
            class.version.clone_from(&first.version);
            class.catalogue = Some(first.id.to_owned());
        }
        true
    }
}

/// Whether a title of the type stands near a line.
fn titled(spec: Spec, lines: &[(&str, Unit)], line: usize) -> bool {
    let near = lines.iter().enumerate().filter(|(n, _)| n.abs_diff(line) <= NEAR);
    near.into_iter().any(|(_, (text, _))| {
        let words = labels::words(text);
        TITLES.whole(&words.split(' ').collect::<Vec<_>>()).iter().any(|hit| hit.value.id == spec.id)
    })
}

/// The kind that a printed line names; the longest title counts.
pub(crate) fn title(line: &str) -> Option<DocumentType> {
    let words = labels::words(line);
    let words: Vec<&str> = words.split(' ').collect();
    let hits = TITLES.whole(&words);
    let title = hits.iter().max_by_key(|hit| hit.length)?;
    // "Passport No" is a label, which visas and permits carry too; the authority in a title is none.
    let is_label = labels::spans(&words).any(|(start, end)| start < title.start || title.end < end);
    (!is_label).then_some(title.value.kind)
}

fn worth(confidence: Unit, share: f64) -> Unit {
    Unit::from_f64(share * confidence.to_f64())
}

fn unknown(by: ClassifiedBy) -> DocumentClass {
    DocumentClass {
        kind: DocumentType::Unknown,
        country: None,
        subdivision: None,
        version: None,
        catalogue: None,
        confidence: Unit::ZERO,
        by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[&str]) -> DocumentClass {
        by_text(&lines.iter().map(|line| (*line, Unit::ONE)).collect::<Vec<_>>())
    }

    fn zone<'z>(code: &'z str, country: &'z str, format: MrzFormat) -> ZoneType<'z> {
        ZoneType { code, country: Some(country), format, confidence: Unit::ONE }
    }

    #[test]
    fn a_012_codes_and_titles_give_the_kind_and_nothing_gives_unknown() {
        let by = |code, lines: &[(&str, Unit)]| by_mrz(zone(code, "UTO", MrzFormat::Td1), lines).kind;
        assert_eq!(by("P<", &[]), DocumentType::Passport);
        assert_eq!(by("PD", &[]), DocumentType::Passport);
        assert_eq!(by("VN", &[]), DocumentType::Visa);
        assert_eq!(by("I<", &[]), DocumentType::IdCard);
        assert_eq!(by("ID", &[("TITRE DE SÉJOUR", Unit::ONE)]), DocumentType::ResidencePermit);
        assert_eq!(by("IR", &[]), DocumentType::ResidencePermit);
        assert_eq!(by("C1", &[]), DocumentType::ResidencePermit);
        assert_eq!(by("X<", &[]), DocumentType::Other);
        assert_eq!(text(&["Führerschein"]).kind, DocumentType::DriverLicense);
        assert_eq!(text(&["PASSEPORT / PASSPORT"]).kind, DocumentType::Passport);
        assert_eq!(text(&["Passport No", "hello"]).kind, DocumentType::Unknown);
        assert_eq!(text(&["PASSPORT", "DRIVING LICENCE"]).kind, DocumentType::Unknown);
        assert_eq!(text(&[]).by, ClassifiedBy::Nothing);
    }

    #[test]
    fn f_050_state_part_edition_and_type_are_named_where_they_are_one() {
        let named = |class: DocumentClass| (class.country, class.subdivision, class.version, class.catalogue);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            named(by_mrz(zone("ID", "FRA", MrzFormat::FrenchId), &[])),
            (some("FRA"), None, some("1988"), some("fra-id-1988"))
        );
        assert_eq!(named(by_mrz(zone("ID", "FRA", MrzFormat::Td1), &[])), (some("FRA"), None, some("2021"), some("fra-id-2021")));
        assert_eq!(named(by_mrz(zone("D1", "FRA", MrzFormat::FrenchLicence), &[])).3, some("fra-driving-licence"));
        assert_eq!(named(by_mrz(zone("FA", "CHE", MrzFormat::SwissLicence), &[])).3, some("che-driving-licence"));
        assert_eq!(named(by_mrz(zone("P", "CIV", MrzFormat::Td3), &[])).3, some("civ-passport"));
        assert_eq!(named(by_mrz(zone("P", "UTO", MrzFormat::Td3), &[])).3, some("any-passport"));
        let licence = text(&["MAHARASHTRA STATE", "MOTOR DRIVING LICENCE", "Name: A B"]);
        assert_eq!(named(licence), (some("IND"), some("IN-MH"), None, some("ind-driving-licence")));
        assert_eq!(named(text(&["CALIFORNIA USA", "DRIVER LICENSE"])).1, some("US-CA"));
        assert_eq!(named(text(&["RÉPUBLIQUE DE CÔTE D'IVOIRE", "CARTE NATIONALE D'IDENTITÉ"])).3, some("civ-id"));
        assert_eq!(named(text(&["DRIVING LICENCE", "4a. 19.01.2013 4c. DVLA"])).3, some("gbr-driving-licence"));
        // Two editions with the same words: the state, but not the edition.
        let card = text(&["BUNDESREPUBLIK DEUTSCHLAND", "PERSONALAUSWEIS"]);
        assert_eq!(named(card), (some("DEU"), None, None, None));
    }

    #[test]
    fn f_052_what_words_do_not_settle_stays_open() {
        // A birthplace further down is no issuer, nor are two states one.
        let lines = ["IDENTITY CARD", "a", "b", "c", "d", "e", "PORTUGAL"];
        assert_eq!(text(&lines).country, None);
        assert_eq!(text(&["IDENTITY CARD", "REPUBLIC OF BULGARIA", "REPUBLIC OF CYPRUS"]).country, None);
        assert_eq!(text(&["REPUBLIC OF BULGARIA"]).kind, DocumentType::Unknown);
        assert!(text(&["IDENTITY CARD"]).confidence < Unit::from_f64(0.7));
    }

    #[test]
    fn a_012_a_column_of_numbered_fields_is_a_licence() {
        let class = text(&["1. MORGAN", "2. SARAH", "3. 11.03.1976", "4a. 19.01.2013", "5. MORGA753116SM9IJ", "DVLA"]);
        assert_eq!((class.kind, class.country.as_deref()), (DocumentType::DriverLicense, Some("GBR")));
    }

    #[test]
    fn f_051_a_title_has_one_kind() {
        for spec in documents::all() {
            for title in spec.print.iter().flat_map(|print| &print.titles) {
                assert_eq!(super::title(title), Some(spec.kind), "{} {title}", spec.id);
            }
        }
    }
}
