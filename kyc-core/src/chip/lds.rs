//! Data groups of the logical data structure (ICAO 9303-10 §4.7): EF.COM, DG1, DG2, DG11, DG12, DG14, DG15.

use chrono::NaiveDate;

use super::certificate::PublicKey;
use super::der::{INTEGER, Malformed, Reader, SEQUENCE, only, small};
use super::infos;
use super::sod::version_text;
use crate::mrz::{self, to_wire};
use crate::sensitive::Sensitive;
use crate::wire::{ChipPortrait, ChipPortraitFormat, ChipReason, Field, FieldName, FieldOrigin, FieldReading, Provenance, Unit};

type Result<T> = std::result::Result<T, Malformed>;

/// Tags of DG1 to DG16, in order (9303-10 table 34).
const TAGS: [u32; 16] = [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70];

/// EF.COM: version of the structure, and the data groups that it announces.
pub(super) fn com(bytes: &[u8]) -> Result<(Option<String>, Vec<u32>)> {
    let mut inside = only(bytes, 0x60)?.inside();
    let version = version_text(inside.expect(0x5f01)?.value);
    inside.expect(0x5f36)?;
    let tags = inside.expect(0x5c)?.value;
    let group = |tag: &u8| TAGS.iter().position(|known| *known == u32::from(*tag)).map(|at| at as u32 + 1);
    Ok((version, tags.iter().filter_map(group).collect()))
}

/// What a data group held.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) fields: Vec<Field>,
    pub(super) portrait: Option<ChipPortrait>,
}

/// Reads one data group. Groups that this engine does not read answer [`ChipReason::NotSupplied`].
pub(super) fn group(number: u32, blob: u32, bytes: &[u8], today: NaiveDate, content: &mut Content) -> ChipReason {
    let mut read = || -> std::result::Result<(), ChipReason> {
        let tag = TAGS.get((number as usize).wrapping_sub(1)).ok_or(ChipReason::Malformed)?;
        let inside = only(bytes, *tag)?.inside();
        match number {
            1 => content.fields.extend(dg1(inside, blob, today)?),
            2 => content.portrait = Some(portrait(bytes, inside, blob)?),
            11 | 12 => content.fields.extend(details(inside, blob)?),
            14 => infos::read(bytes).map(|_| ())?,
            15 => PublicKey::read(only(inside.0, SEQUENCE)?).map(|_| ())?,
            _ => return Err(ChipReason::NotSupplied),
        }
        Ok(())
    };
    read().err().unwrap_or(ChipReason::Verified)
}

fn provenance(blob: u32) -> Provenance {
    Provenance { blob: Some(blob), region: None, model: None }
}

/// DG1: the machine-readable zone, lines joined.
fn dg1(mut inside: Reader<'_>, blob: u32, today: NaiveDate) -> Result<Vec<Field>> {
    let text = std::str::from_utf8(inside.expect(0x5f1f)?.value).map_err(|_| Malformed)?;
    inside.end()?;
    let lines = mrz::read_text(text).map_err(|_| Malformed)?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let zone = mrz::parse(&lines).map_err(|_| Malformed)?;
    let mut fields = to_wire::fields(&zone, today, |_| (provenance(blob), Unit::ONE));
    for reading in fields.iter_mut().flat_map(|field| &mut field.readings) {
        reading.origin = FieldOrigin::Chip;
    }
    Ok(fields)
}

/// DG2: the first face of the first biometric template (ISO/IEC 19785 around ISO/IEC 19794-5:2005).
fn portrait(bytes: &[u8], mut inside: Reader<'_>, blob: u32) -> Result<ChipPortrait> {
    let mut templates = inside.expect(0x7f61)?.inside();
    if small(templates.expect(INTEGER)?)? == 0 {
        return Err(Malformed);
    }
    let mut template = templates.expect(0x7f60)?.inside();
    template.expect(0xa1)?;
    let data = template.next()?;
    if data.tag != 0x5f2e && data.tag != 0x7f2e {
        return Err(Malformed);
    }
    // Facial record header: "FAC\0", version, length, number of faces; 14 bytes. Then per face 20 bytes, of which
    // the first four are the length and the next two count feature points of 8 bytes; 12 bytes about the image.
    let record = data.value;
    if !record.starts_with(b"FAC\0") {
        return Err(Malformed);
    }
    let face = record.get(14..).ok_or(Malformed)?;
    let length = face.first_chunk().map(|octets: &[u8; 4]| u32::from_be_bytes(*octets) as usize).ok_or(Malformed)?;
    let points = face.get(4..6).map(|octets| usize::from(u16::from_be_bytes([octets[0], octets[1]]))).ok_or(Malformed)?;
    let image = face.get(20 + 8 * points + 12..length).ok_or(Malformed)?;
    let format = match image {
        [0xff, 0xd8, 0xff, ..] => ChipPortraitFormat::Jpeg,
        [0, 0, 0, 12, b'j', b'P', ..] | [0xff, 0x4f, 0xff, 0x51, ..] => ChipPortraitFormat::Jpeg2000,
        _ => return Err(Malformed),
    };
    // The image is a slice of `bytes`, so the addresses tell its place.
    let offset = (image.as_ptr() as usize).checked_sub(bytes.as_ptr() as usize).ok_or(Malformed)?;
    let place = |number: usize| u32::try_from(number).map_err(|_| Malformed);
    Ok(ChipPortrait { blob, offset: place(offset)?, length: place(image.len())?, format })
}

/// DG11 (additional personal details) and DG12 (additional document details): a list of tags, then the elements.
fn details(mut inside: Reader<'_>, blob: u32) -> Result<Vec<Field>> {
    inside.expect(0x5c)?;
    let mut fields = Vec::new();
    let mut add = |name: FieldName, raw: &str, value: String| {
        if !value.is_empty() && fields.iter().all(|field: &Field| field.name != name) {
            let origin = FieldOrigin::Chip;
            let (value, raw) = (Sensitive::from(value), Sensitive::from(raw));
            let reading = FieldReading { origin, value, raw, confidence: Unit::ONE, provenance: provenance(blob), assumed: None };
            fields.push(Field { name, readings: vec![reading] });
        }
    };
    while !inside.is_empty() {
        let element = inside.next()?;
        if element.tag == 0x5f2b || element.tag == 0x5f26 {
            let name = if element.tag == 0x5f2b { FieldName::BirthDate } else { FieldName::IssueDate };
            let raw = digits(element.value)?;
            let day = NaiveDate::parse_from_str(&raw, "%Y%m%d").map(|day| day.to_string());
            add(name, &raw, day.unwrap_or_default());
            continue;
        }
        let text = || std::str::from_utf8(element.value).map_err(|_| Malformed);
        let name = match element.tag {
            0x5f0e => {
                let raw = text()?;
                let (surname, given) = raw.split_once("<<").unwrap_or((raw, ""));
                add(FieldName::Surname, surname, words(surname));
                add(FieldName::GivenNames, given, words(given));
                continue;
            }
            0x5f10 => FieldName::PersonalNumber,
            0x5f11 => FieldName::BirthPlace,
            0x5f42 => FieldName::Address,
            0x5f19 => FieldName::Authority,
            _ => continue,
        };
        let raw = text()?;
        add(name, raw, words(raw));
    }
    Ok(fields)
}

fn words(raw: &str) -> String {
    raw.split(['<', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_uppercase()
}

/// A date `YYYYMMDD`: eight characters, or four octets of binary-coded decimals in older chips.
fn digits(bytes: &[u8]) -> Result<String> {
    let text = match bytes.len() {
        8 => bytes.iter().map(|b| char::from(*b)).collect(),
        4 => bytes.iter().map(|b| format!("{b:02x}")).collect::<String>(),
        _ => return Err(Malformed),
    };
    if text.bytes().all(|b| b.is_ascii_digit()) { Ok(text) } else { Err(Malformed) }
}
