#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]
use std::path::{Path, PathBuf};

use super::*;

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/emrtd");
    let there = folder.is_dir();
    if !there {
        eprintln!("skipped: no shared emrtd data");
    }
    there.then_some(folder)
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const ALL: &[ChipLeniency] =
    &[ChipLeniency::RawEcdsaSignature, ChipLeniency::SignerIdentifier, ChipLeniency::FileTag, ChipLeniency::SignatureHash];

fn look(sod: &[u8], groups: &[DataGroup<'_>], trust: &[&[u8]], allowed: &[ChipLeniency]) -> ChipEvidence {
    verify(ChipFiles { com: None, sod, groups, trust, allowed, today: day("2026-11-21") })
}

#[test]
fn real_authorities_are_read_and_signed_by_one_of_their_name() {
    let Some(folder) = data() else { return };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder.join("csca_de_masterlist")).unwrap() {
        files.push(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let blobs: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let (ders, unreadable) = trust::anchors(&blobs);
    let all: Vec<_> = ders.iter().map(|der| Certificate::read(der).unwrap()).collect();
    let mut open = std::collections::BTreeMap::<String, usize>::new();
    let mut signed = 0;
    for certificate in &all {
        let issuers = all.iter().filter(|other| other.subject == certificate.issuer);
        let tried: Vec<_> = issuers.map(|issuer| issuer.key().and_then(|key| certificate.verify(&key))).collect();
        if tried.contains(&Ok(())) {
            signed += 1;
        } else {
            *open.entry(format!("{tried:?}")).or_default() += 1;
        }
    }
    eprintln!("{signed} of {} {open:?}", all.len());
    assert_eq!((all.len(), unreadable, signed), (423, 0, 414));
}

#[test]
fn security_objects_of_the_data_are_answered_rightly() {
    let Some(folder) = data() else { return };
    let bsi = look(&read(&folder, "bsi/EF_SOD.bin"), &[], &[], &[]);
    assert_eq!(bsi.listed, [1, 2, 3, 14, 4]);
    assert_eq!(bsi.passive_authentication.signature.reason, ChipReason::Verified);
    // Without trust anchors and data groups nothing is authenticated.
    assert_eq!(bsi.passive_authentication.chain.reason, ChipReason::NoTrustAnchors);
    assert_eq!(bsi.passive_authentication.overall.outcome, Outcome::NotRun);

    for (name, reason) in [
        ("sod_04", ChipReason::ContentType),
        ("sod_07", ChipReason::Version),
        ("sod_09", ChipReason::ContentType),
        ("sod_11", ChipReason::Version),
        ("sod_12", ChipReason::TrailingBytes),
    ] {
        let steps = look(&read(&folder, &format!("pymrtd/{name}.bin")), &[], &[], ALL).passive_authentication;
        assert_eq!((steps.structure.reason, steps.overall.outcome), (reason, Outcome::Fail), "{name}");
    }
}

#[test]
fn raw_signatures_pass_only_where_the_caller_allows_them() {
    let Some(folder) = data() else { return };
    let anchor = read(&folder, "us_synth/us-csca-ecdsa-p256-sha256.pem");
    let (dg1, sod) = (read(&folder, "us_synth/john-doe-dg1.bin"), read(&folder, "us_synth/john-doe-us-passport-tbs-700.sod"));
    let groups = [DataGroup { number: 1, blob: 0, bytes: &dg1 }];
    let strict = look(&sod, &groups, &[&anchor], &[]).passive_authentication;
    assert_eq!(strict.overall.outcome, Outcome::Fail);
    let chip = look(&sod, &groups, &[&anchor], ALL);
    assert_eq!(chip.passive_authentication.signature.reason, ChipReason::Verified);
    assert_eq!(chip.passive_authentication.hashes.reason, ChipReason::Verified);
    assert!(chip.passive_authentication.leniencies_used.contains(&ChipLeniency::RawEcdsaSignature));
    let dg1 = read(&folder, "pymrtd/dg1_03.bin");
    let chip = look(&sod, &[DataGroup { number: 1, blob: 0, bytes: &dg1 }], &[&anchor], ALL);
    let number = chip.fields.iter().find(|field| field.name == crate::wire::FieldName::DocumentNumber).unwrap();
    assert_eq!(number.readings[0].value.expose(), "L898902C3");

    let mut forged = read(&folder, "us_synth/john-doe-dg1.bin");
    *forged.last_mut().unwrap() ^= 1;
    let groups = [DataGroup { number: 1, blob: 0, bytes: &forged }];
    let chip = look(&sod, &groups, &[&anchor], ALL).passive_authentication;
    assert_eq!((chip.hashes.reason, chip.overall.outcome), (ChipReason::HashMismatch, Outcome::Fail));
}

#[test]
fn a_signature_over_another_hash_than_its_algorithm_names_passes_only_where_allowed() {
    let Some(folder) = data() else { return };
    // Digest algorithm SHA-512, signature algorithm ecdsa-with-SHA256; SHA-512 was signed.
    let sod = read(&folder, "zkr/johnny-silverhand-ecdsa-p521-sha512.sod");
    let anchor = read(&folder, "zkr/zkr-csca-ecdsa-p256-sha256.pem");
    let without: Vec<_> = ALL.iter().copied().filter(|one| *one != ChipLeniency::SignatureHash).collect();
    let strict = look(&sod, &[], &[&anchor], &without).passive_authentication;
    assert_eq!(strict.signature.reason, ChipReason::SignatureWrong);
    let steps = look(&sod, &[], &[&anchor], ALL).passive_authentication;
    assert_eq!(steps.signature.reason, ChipReason::Verified);
    assert!(steps.leniencies_used.contains(&ChipLeniency::SignatureHash));
}

#[test]
fn data_groups_are_read_or_refused() {
    let Some(folder) = data() else { return };
    let sod = read(&folder, "pymrtd/sod_01.bin");
    let dg14 = read(&folder, "pymrtd/dg14_01.bin");
    let chip = look(&sod, &[DataGroup { number: 14, blob: 0, bytes: &dg14 }], &[], &[]);
    assert_eq!(chip.data_groups[0].hash.reason, ChipReason::Verified);
    for (number, name) in [(1, "dg1_01"), (1, "dg1_03"), (14, "dg14_01"), (15, "dg15_01")] {
        let bytes = read(&folder, &format!("pymrtd/{name}.bin"));
        let chip = look(&sod, &[DataGroup { number, blob: 0, bytes: &bytes }], &[], &[]);
        assert_eq!(chip.data_groups[0].content.reason, ChipReason::Verified, "{name}");
    }
}

/// Every byte of EF.SOD changed, and every length of it: no panic, and what is signed never changes unnoticed.
#[test]
fn mutated_security_objects_are_bounded_and_typed() {
    let Some(folder) = data() else { return };
    let whole = read(&folder, "pymrtd/sod_01.bin");
    let listed = look(&whole, &[], &[], &[]).listed;
    for at in 0..whole.len() {
        assert_eq!(look(&whole[..at], &[], &[], &[]).passive_authentication.overall.outcome, Outcome::Fail);
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        let chip = look(&changed, &[], &[], ALL);
        let passed = chip.passive_authentication.signature.outcome == Outcome::Pass;
        assert!(!passed || chip.listed == listed, "byte {at}");
        assert_ne!(chip.passive_authentication.overall.outcome, Outcome::Pass);
    }
}
