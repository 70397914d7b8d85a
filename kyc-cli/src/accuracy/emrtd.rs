//! Files of contactless chips: `emrtd/manifest.json`, a list of `{"file", "label": {"kind", …}}`. What is right depends on the
//! kind:
//!
//! - `EF.SOD`: it lists the data groups of `dg_hashes`; its signature is verified where the label says that it is valid, its
//!   certificate leads to `dsc_chains_to`, the data groups of `matching_dg_files` and `dg1_file` have their hashes. Where it
//!   departs from the standard (`signature_encoding` raw, no tag of EF.SOD around it, `signature_algorithm`
//!   over another hash than `digest`), it is refused until the caller allows
//!   that.
//! - `EF.SOD mutated`: refused, whatever the caller allows.
//! - `DG1`, `DG14`, `DG15`: read, and DG1 says what the label's `mrz` says. Refused where the file does not begin with the
//!   group's tag (ICAO 9303-10 table 34), or where the `mrz` is as long as no zone of ICAO 9303.
//! - certificates: read as one trust anchor.

use chrono::NaiveDate;
use kyc_core::ops::{ChipBlobs, DataGroupBlob, ReadMrzRequest, VerifyChipRequest};
use kyc_core::wire::{ChipEvidence, ChipLeniency, ChipReason, Field, Outcome};
use kyc_core::{Config, Engine};
use serde_json::Value;

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "emrtd", title: "Files of contactless chips", needs: "emrtd/manifest.json", measure };

/// Every departure from the standard that a caller can allow.
const ALL: [ChipLeniency; 4] =
    [ChipLeniency::RawEcdsaSignature, ChipLeniency::SignerIdentifier, ChipLeniency::FileTag, ChipLeniency::SignatureHash];

/// The tag of EF.SOD, and those of the groups that the labels know (ICAO 9303-10 table 34).
const SOD_TAG: u8 = 0x77;
const GROUP_TAGS: [(u32, u8); 3] = [(1, 0x61), (14, 0x6e), (15, 0x6f)];
/// Characters of TD3 and MRV-A, of TD2 and MRV-B, of TD1.
const ZONES: [usize; 3] = [88, 72, 90];

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let reader = Reader { engine: Engine::new(Config::default())?, source };
    let [mut objects, mut mutated, mut groups, mut certificates] = [Rate::default(); 4];
    let mut other = 0;
    for entry in source.list(SECTION.needs)? {
        let (Some(file), label) = (entry["file"].as_str(), &entry["label"]) else {
            return Err(Problem::caller(format!("an entry of {} names no file", SECTION.needs)));
        };
        let kind = label["kind"].as_str().unwrap_or_default();
        let bytes = reader.file(file)?;
        let (rate, right) = if kind.starts_with("EF.SOD mutated") {
            (&mut mutated, reader.look(&bytes, &[], None, &ALL)?.passive_authentication.overall.outcome == Outcome::Fail)
        } else if kind.starts_with("EF.SOD") {
            (&mut objects, reader.security_object(&bytes, label)?)
        } else if let Some(number) = group_number(kind) {
            (&mut groups, reader.data_group(number, &bytes, label)?)
        } else if kind.to_ascii_lowercase().contains("certificate") {
            let chip = reader.look(&[], &[], Some(&bytes), &[])?;
            (&mut certificates, (chip.trust_anchors, chip.trust_unreadable) == (1, 0))
        } else {
            other += 1;
            continue;
        };
        rate.n += 1;
        rate.k += usize::from(right);
    }
    let parts = [
        ("security_objects", "security objects verified as labelled", objects),
        ("mutated", "mutated security objects refused", mutated),
        ("data_groups", "data groups read, or refused, as labelled", groups),
        ("certificates", "certificates read", certificates),
    ];
    let all = parts.iter().fold(Rate::default(), |sum, (.., rate)| Rate::of(sum.k + rate.k, sum.n + rate.n));
    let mut measured = Measured::default();
    measured.figure("n", all.n);
    measured.count("right", "files answered right", all);
    for (key, label, rate) in parts {
        measured.figure(key, rate.json());
        measured.rows.push((label.to_owned(), rate));
    }
    if other > 0 {
        measured.notes.push(format!("{other} files are of another kind and were left out."));
    }
    Ok(measured)
}

struct Reader<'a> {
    engine: Engine,
    source: &'a Source<'a>,
}

impl Reader<'_> {
    fn file(&self, name: &str) -> Result<Vec<u8>, Problem> {
        files::chip(&self.source.data.join(name))
    }

    fn day(&self) -> NaiveDate {
        self.source.shared.day()
    }

    fn look(
        &self,
        sod: &[u8],
        groups: &[(u32, Vec<u8>)],
        trust: Option<&[u8]>,
        allow: &[ChipLeniency],
    ) -> Result<ChipEvidence, Problem> {
        let mut blobs = vec![sod];
        blobs.extend(groups.iter().map(|(_, bytes)| bytes.as_slice()));
        let anchor = blobs.len() as u32;
        blobs.extend(trust);
        let numbered = groups.iter().zip(1..);
        let chip = ChipBlobs {
            com: None,
            sod: 0,
            data_groups: numbered.map(|((number, _), blob)| DataGroupBlob { number: *number, blob }).collect(),
            trust: trust.map(|_| anchor).into_iter().collect(),
            revocation_lists: Vec::new(),
            active_authentication: None,
            chip_authentication: None,
            allow: allow.to_vec(),
        };
        let request = VerifyChipRequest { chip, today: self.day() };
        Ok(self.engine.verify_chip(request, &blobs)?.chip)
    }

    fn security_object(&self, sod: &[u8], label: &Value) -> Result<bool, Problem> {
        let mut groups = Vec::new();
        for (kind, file) in label["matching_dg_files"].as_object().into_iter().flatten() {
            if let (Some(number), Some(file)) = (group_number(kind), file.as_str()) {
                groups.push((number, self.file(file)?));
            }
        }
        if let Some(file) = label["dg1_file"].as_str() {
            groups.push((1, self.file(file)?));
        }
        let anchor = label["dsc_chains_to"].as_str().map(|file| self.file(file)).transpose()?;
        // Only what the label says is odd is allowed to be so.
        let raw = label["signature_encoding"].as_str().is_some_and(|text| text.contains("raw"));
        let untagged = sod.first() != Some(&SOD_TAG);
        let other_hash = names_another_hash(label);
        let odd = [raw, label["signer_identifier"].is_string(), untagged, other_hash];
        let allowed: Vec<_> = ALL.into_iter().zip(odd).filter(|(_, odd)| *odd).map(|(one, _)| one).collect();
        let chip = self.look(sod, &groups, anchor.as_deref(), &allowed)?;
        let mut right = holds(&chip, label);
        right &= anchor.is_none() || chip.passive_authentication.chain.reason == ChipReason::Verified;
        if raw || untagged || other_hash {
            let strict = self.look(sod, &groups, anchor.as_deref(), &[])?.passive_authentication;
            right &= strict.overall.outcome == Outcome::Fail;
        }
        Ok(right)
    }

    fn data_group(&self, number: u32, bytes: &[u8], label: &Value) -> Result<bool, Problem> {
        let chip = self.look(&[], &[(number, bytes.to_vec())], None, &[])?;
        let contents = || chip.data_groups.iter().map(|group| group.content);
        let is_read = contents().all(|content| content.reason == ChipReason::Verified);
        let zone = label["mrz"].as_str();
        let has_tag = GROUP_TAGS.iter().any(|(known, tag)| *known == number && bytes.first() == Some(tag));
        if !has_tag || zone.is_some_and(|zone| !ZONES.contains(&zone.len())) {
            return Ok(contents().all(|content| content.outcome == Outcome::Fail));
        }
        let Some(zone) = zone else { return Ok(is_read) };
        let wanted = self.engine.read_mrz(ReadMrzRequest::text(zone, self.day()), &[])?.fields;
        Ok(is_read && !wanted.is_empty() && values(&wanted) == values(&chip.fields))
    }
}

fn holds(chip: &ChipEvidence, label: &Value) -> bool {
    let listed =
        label["dg_hashes"].as_object().map_or_else(Vec::new, |all| all.keys().filter_map(|key| group_number(key)).collect());
    let is_listed = listed.len() == chip.listed.len() && listed.iter().all(|number| chip.listed.contains(number));
    let valid = label["signature_valid"].as_bool().or(label["openssl_signature_ok"].as_bool());
    let verified = chip.passive_authentication.signature.reason == ChipReason::Verified;
    is_listed
        && valid.is_none_or(|valid| valid == verified)
        && chip.data_groups.iter().all(|g| g.hash.reason == ChipReason::Verified)
}

/// `sha256_ecdsa` beside the digest `sha512`.
fn names_another_hash(label: &Value) -> bool {
    let (Some(scheme), Some(digest)) = (label["signature_algorithm"].as_str(), label["digest"].as_str()) else { return false };
    scheme.split('_').next().is_some_and(|hash| hash.starts_with("sha") && hash != digest)
}

/// `DG14` is 14.
fn group_number(kind: &str) -> Option<u32> {
    kind.strip_prefix("DG")?.parse().ok()
}

fn values(fields: &[Field]) -> Vec<(kyc_core::wire::FieldName, &str)> {
    fields.iter().flat_map(|field| field.readings.iter().map(|reading| (field.name, reading.value.expose().as_str()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_groups_are_told_by_their_number() {
        assert_eq!(group_number("DG14"), Some(14));
        assert_eq!(group_number("EF.SOD"), None);
        assert_eq!(group_number("DG"), None);
    }
}
