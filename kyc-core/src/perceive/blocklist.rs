//! The host's block lists: document numbers, devices and faces that it has barred before.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::face::{Embedding, FaceIndex};
use crate::sensitive::Sensitive;
use crate::wire::{BlocklistEvidence, Evidence, FieldName, NotSeen, Seen};

/// What a host has barred. Built once, then only looked at.
#[derive(Debug, Default)]
pub struct Blocklists {
    /// Issuing state (may be empty) and number, letters and digits only.
    documents: Option<BTreeSet<Sensitive<String>>>,
    devices: Option<BTreeSet<Sensitive<String>>>,
    faces: Option<(FaceIndex, f32)>,
}

impl Blocklists {
    /// Numbers of documents, each with its issuing state (alpha-3) where that is known; without one, of any state.
    #[must_use]
    pub fn documents<'a>(mut self, all: impl IntoIterator<Item = (Option<&'a str>, &'a str)>) -> Self {
        self.documents = Some(all.into_iter().map(|(state, number)| key(state.unwrap_or_default(), number)).collect());
        self
    }

    /// Devices, as the host names them in its requests.
    #[must_use]
    pub fn devices<'a>(mut self, all: impl IntoIterator<Item = &'a str>) -> Self {
        self.devices = Some(all.into_iter().map(Sensitive::from).collect());
        self
    }

    /// Faces, and the cosine from which two are one person's, −1 to 1.
    #[must_use]
    pub fn faces(mut self, index: FaceIndex, least: f32) -> Self {
        self.faces = Some((index, least));
        self
    }

    /// Looks up the case's document, its faces and its device.
    ///
    /// # Errors
    /// [`crate::error::Code::InvalidRequest`] when the barred faces are of another model than the engine's.
    pub(super) fn look(&self, evidence: &Evidence, faces: &[&Embedding], device: Option<&str>) -> Result<BlocklistEvidence> {
        let mut seen = BlocklistEvidence::default();
        if let Some(barred) = &self.documents {
            seen.document_number = match number(evidence) {
                Some((state, number)) => Seen::Seen(barred.contains(&key(state, number)) || barred.contains(&key("", number))),
                None => Seen::not(NotSeen::Blocked),
            };
        }
        if let Some((barred, least)) = &self.faces {
            let mut any = false;
            for face in faces {
                any |= !barred.search(face, *least, 1)?.is_empty();
            }
            seen.face = if faces.is_empty() { Seen::not(NotSeen::Blocked) } else { Seen::Seen(any) };
        }
        if let (Some(barred), Some(device)) = (&self.devices, device) {
            seen.device = Seen::Seen(barred.contains(&Sensitive::from(device)));
        }
        Ok(seen)
    }
}

fn key(state: &str, number: &str) -> Sensitive<String> {
    let number: String = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    format!("{state}:{number}").into()
}

/// The document's issuing state and number; none where no number was read.
fn number(evidence: &Evidence) -> Option<(&str, &str)> {
    let document = evidence.document.seen()?;
    let field = document.fields.iter().find(|field| field.name == FieldName::DocumentNumber)?;
    let number = field.readings.first()?.value.expose();
    (!number.is_empty()).then(|| (document.class.country.as_deref().unwrap_or_default(), number.as_str()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::{
        ClassifiedBy, DocumentClass, DocumentEvidence, DocumentType, Field, FieldOrigin, FieldReading, Provenance, Unit,
    };

    fn case(number: &str) -> Evidence {
        let provenance = Provenance { blob: None, region: None, model: None };
        let origin = FieldOrigin::Mrz;
        let reading =
            FieldReading { origin, value: number.into(), raw: number.into(), confidence: Unit::ONE, provenance, assumed: None };
        let class = DocumentClass {
            kind: DocumentType::Passport,
            country: Some("UTO".to_owned()),
            subdivision: None,
            version: None,
            catalogue: None,
            confidence: Unit::ONE,
            by: ClassifiedBy::Mrz,
        };
        let fields = vec![Field { name: FieldName::DocumentNumber, readings: vec![reading] }];
        let mrz = Seen::not(NotSeen::NotFound);
        let document = DocumentEvidence { sides: Vec::new(), class, mrz, barcodes: Vec::new(), fields, print: Vec::new() };
        Evidence { document: Seen::Seen(document), ..Evidence::empty() }
    }

    #[test]
    fn numbers_and_devices_are_found_however_they_are_written() {
        let lists = Blocklists::default().documents([(Some("UTO"), "l898 902-c3"), (None, "X1")]).devices(["device-9"]);
        let barred = |number: &str, device| {
            let seen = lists.look(&case(number), &[], device).unwrap();
            (seen.document_number.seen().copied(), seen.device.seen().copied())
        };
        assert_eq!(barred("L898902C3", None), (Some(true), None));
        assert_eq!(barred("X1", Some("device-9")), (Some(true), Some(true)));
        assert_eq!(barred("L898902C4", Some("device-8")), (Some(false), Some(false)));
        assert_eq!(lists.look(&Evidence::empty(), &[], None).unwrap().document_number.reason(), Some(NotSeen::Blocked));
        assert!(!format!("{lists:?}").contains("898902"));
    }

    #[test]
    fn a_barred_face_is_found_and_without_a_list_nothing_is_said() {
        let face = |values: [f32; 2]| Embedding::new("sample-embedder", values.to_vec()).unwrap();
        let mut index = FaceIndex::like(&face([1.0, 0.0]));
        index.add(1, &face([1.0, 0.0])).unwrap();
        let lists = Blocklists::default().faces(index, 0.5);
        let barred = |faces: &[&Embedding]| lists.look(&Evidence::empty(), faces, None).unwrap().face;
        assert_eq!(barred(&[&face([0.8, 0.6])]).seen(), Some(&true));
        assert_eq!(barred(&[&face([0.0, 1.0])]).seen(), Some(&false));
        assert_eq!(barred(&[]).reason(), Some(NotSeen::Blocked));
        assert_eq!(Blocklists::default().look(&case("X1"), &[], None).unwrap(), BlocklistEvidence::default());
    }
}
