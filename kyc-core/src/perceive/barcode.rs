//! Barcodes, and what they add to a document.

use crate::aamva;
use crate::barcode::{self, Effort};
use crate::catalog::documents;
use crate::image::Image;
use crate::sensitive::Sensitive;
use crate::wire::{
    AamvaEvidence, BarcodeEvidence, ClassifiedBy, DocumentClass, DocumentEvidence, Field, FieldOrigin, NotSeen, Provenance, Seen,
    Unit,
};

/// What the barcodes of one picture say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Barcodes {
    /// Each barcode.
    pub evidence: Vec<BarcodeEvidence>,
    /// The fields of the first that is an AAMVA payload.
    pub fields: Vec<Field>,
}

/// Reads the barcodes of a picture.
pub fn read(image: &Image, blob: u32, effort: Effort) -> Barcodes {
    let mut out = Barcodes::default();
    for found in barcode::read(image, effort) {
        let place = Provenance { blob: Some(blob), region: Some(found.region), model: None };
        out.add(
            &place,
            BarcodeEvidence {
                blob: Some(blob),
                symbology: Some(found.symbology),
                region: Some(found.region),
                text: found.text,
                aamva: Seen::not(NotSeen::NotFound),
            },
        );
    }
    out
}

/// Takes a payload that was read elsewhere.
pub fn of_text(text: Sensitive<String>) -> Barcodes {
    let mut out = Barcodes::default();
    let aamva = Seen::not(NotSeen::NotFound);
    let evidence = BarcodeEvidence { blob: None, symbology: None, region: None, text, aamva };
    out.add(&Provenance { blob: None, region: None, model: None }, evidence);
    out
}

impl Barcodes {
    fn add(&mut self, place: &Provenance, mut evidence: BarcodeEvidence) {
        if let Some(payload) = aamva::parse(evidence.text.expose()) {
            evidence.aamva = Seen::Seen(aamva::evidence(&payload));
            if self.fields.is_empty() {
                self.fields = aamva::fields(&payload, place);
            }
        }
        self.evidence.push(evidence);
    }

    /// Adds them to a document: as evidence, as readings before those of print, and as its class where it has no
    /// machine-readable zone.
    pub fn join(self, document: &mut DocumentEvidence) {
        let licence = self.evidence.iter().find_map(|barcode| barcode.aamva.seen());
        if let (Some(licence), None) = (licence, document.mrz.seen()) {
            document.class = class(licence);
        }
        for field in self.fields {
            let Some(known) = document.fields.iter_mut().find(|known| known.name == field.name) else {
                document.fields.push(field);
                continue;
            };
            let after_zone = known.readings.iter().take_while(|reading| reading.origin == FieldOrigin::Mrz).count();
            known.readings.splice(after_zone..after_zone, field.readings);
        }
        document.barcodes.extend(self.evidence);
    }
}

fn class(licence: &AamvaEvidence) -> DocumentClass {
    // Error correction makes a barcode sure or unread.
    let fits = |spec: &&documents::DocumentSpec| spec.aamva && spec.kind == licence.kind && spec.country == licence.country;
    DocumentClass {
        kind: licence.kind,
        country: licence.country.clone(),
        subdivision: licence.subdivision.clone(),
        version: (licence.version > 0).then(|| format!("AAMVA {}", licence.version)),
        catalogue: documents::all().iter().find(fits).map(|spec| spec.id.to_owned()),
        confidence: Unit::ONE,
        by: ClassifiedBy::Barcode,
    }
}
