//! `read_mrz`: a machine-readable zone, from a picture or from text.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::{date_schema, iso_date, picture};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::mrz::{self, to_wire};
use crate::perceive::document::read;
use crate::perceive::{Blob, Trace};
use crate::read::Effort;
use crate::sensitive::Sensitive;
use crate::wire::{Capture, Field, MrzEvidence, MrzSummary, NotSeen, Provenance, Role, Seen, Unit};

/// Reads a machine-readable zone (ICAO 9303, and the French card of before 2021).
#[derive(Debug)]
pub struct ReadMrz;

/// Exactly one of `image` and `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMrzRequest {
    /// Index of the blob with a picture of the zone.
    #[serde(default)]
    pub image: Option<u32>,
    /// The lines themselves, separated by line breaks.
    #[serde(default)]
    pub text: Option<Sensitive<String>>,
    /// Two-digit years are read by this day. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
}

impl ReadMrzRequest {
    /// A picture.
    pub fn image(blob: u32, today: NaiveDate) -> Self {
        Self { image: Some(blob), text: None, today }
    }

    /// Text; lines are separated by line breaks.
    pub fn text(lines: impl Into<Sensitive<String>>, today: NaiveDate) -> Self {
        Self { image: None, text: Some(lines.into()), today }
    }
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMrzResponse {
    /// The picture as handed in; absent when text was.
    pub capture: Option<Capture>,
    /// The zone.
    pub mrz: Seen<MrzEvidence>,
    /// Its fields; empty when no zone was seen.
    pub fields: Vec<Field>,
    /// The same in one flat object; absent when no zone was seen.
    pub summary: Option<MrzSummary>,
}

impl ReadMrzResponse {
    fn of(capture: Option<Capture>, mrz: Seen<MrzEvidence>, fields: Vec<Field>) -> Self {
        let summary = mrz.seen().map(|zone| MrzSummary::of(&fields, zone.check_digits_valid));
        Self { capture, mrz, fields, summary }
    }
}

impl Operation for ReadMrz {
    const NAME: &'static str = "read_mrz";
    const NEEDS_MODELS: bool = false;
    type Request = ReadMrzRequest;
    type Response = ReadMrzResponse;

    fn run(engine: &Engine, request: ReadMrzRequest, blobs: &[&[u8]]) -> Result<ReadMrzResponse> {
        let ReadMrzRequest { image, text, today } = request;
        match (image, text) {
            (Some(image), None) => from_picture(engine, picture(blobs, image)?, today),
            (None, Some(text)) => Ok(from_text(text.expose(), today)),
            _ => Err(Error::new(Code::InvalidRequest, "exactly one of `image` and `text` is needed")),
        }
    }
}

fn from_picture(engine: &Engine, picture: Blob<'_>, today: NaiveDate) -> Result<ReadMrzResponse> {
    let sides = [(Role::DocumentFront, picture)];
    let mut trace = Trace::default();
    let (captures, document) = engine.look(|models| read(&sides, today, Effort::MrzOnly, engine.limits(), models, &mut trace))?;
    let (mrz, fields) = match document {
        Seen::Seen(document) => (document.mrz, document.fields),
        Seen::NotSeen { reason } => (Seen::not(reason), Vec::new()),
    };
    Ok(ReadMrzResponse::of(captures.into_iter().next(), mrz, fields))
}

fn from_text(text: &str, today: NaiveDate) -> ReadMrzResponse {
    let lines = mrz::read_text(text).unwrap_or_default();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    // Text that is no zone is the applicant's doing, as an unreadable picture is.
    let Ok(zone) = mrz::parse(&lines) else {
        return ReadMrzResponse::of(None, Seen::not(NotSeen::Unreadable), Vec::new());
    };
    let typed = |_| (Provenance { blob: None, region: None, model: None }, Unit::ONE);
    let fields = to_wire::fields(&zone, today, typed);
    ReadMrzResponse::of(None, Seen::Seen(to_wire::evidence(&zone)), fields)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> serde_json::Value {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let answer = Engine::new(Config::default()).unwrap().read_mrz(ReadMrzRequest::text(text, today), &[]).unwrap();
        serde_json::to_value(answer).unwrap()
    }

    #[test]
    fn f_070_the_flat_result_has_every_key() {
        let right = read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10");
        let expected = serde_json::json!({
            "type": "P", "country": "UTO", "surname": "ERIKSSON", "given_names": "ANNA MARIA", "passport_number": "L898902C3",
            "nationality": "UTO", "dob": "1974-08-12", "sex": "F", "expiry": "2012-04-15", "check_digits_valid": true
        });
        assert_eq!(right["summary"], expected);
        // The specification's own example, whose check digits are wrong (F-071): all the fields, and `false`.
        let wrong = read("P<INDKUMAR<<RAJ<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nL1234567<8IND9003155M2912315<<<<<<<<<<<<<<<4");
        assert_eq!(wrong["summary"]["check_digits_valid"], false);
        assert_eq!((&wrong["summary"]["passport_number"], &wrong["summary"]["dob"]), (&"L1234567".into(), &"1990-03-15".into()));
        assert!(read("no zone")["summary"].is_null());
    }
}
