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
    verify(ChipFiles { groups, trust, allowed, ..ChipFiles::of(sod, day("2026-11-21")) })
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

/// Made-up chips that `tests/data/chip.py` had signed by OpenSSL.
mod made_up {
    use serde_json::Value;

    use super::*;

    struct Chip {
        sod: Vec<u8>,
        groups: Vec<(u32, Vec<u8>)>,
        told: Value,
    }

    fn bytes(hex: &Value) -> Vec<u8> {
        let digits = hex.as_str().unwrap().as_bytes();
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    fn file() -> Value {
        serde_json::from_str(include_str!("../../tests/data/chip.json")).unwrap()
    }

    fn chip(name: &str) -> Chip {
        let told = file()["chips"][name].clone();
        let groups = told["groups"].as_object().unwrap().iter().map(|(n, hex)| (n.parse().unwrap(), bytes(hex))).collect();
        Chip { sod: bytes(&told["sod"]), groups, told }
    }

    impl Chip {
        fn ask<'a>(&'a self, active: Option<SignedChallenge<'a>>, agreement: Option<AgreementRecord<'a>>) -> ChipEvidence {
            let groups: Vec<_> =
                self.groups.iter().map(|(number, bytes)| DataGroup { number: *number, blob: *number, bytes }).collect();
            let anchor = bytes(&file()["anchor"]);
            let trust = [anchor.as_slice()];
            let alone = ChipFiles::of(&self.sod, day("2026-11-21"));
            verify(ChipFiles { groups: &groups, trust: &trust, active, agreement, ..alone })
        }

        fn active(&self, change: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>)) -> ChipReason {
            let (mut challenge, mut response) = (bytes(&self.told["challenge"]), bytes(&self.told["response"]));
            change(&mut challenge, &mut response);
            let exchange = SignedChallenge { challenge: &challenge, response: &response };
            self.ask(Some(exchange), None).active_authentication.reason
        }

        fn agreed(&self, change: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>, &mut u64)) -> ChipReason {
            let (mut key, mut response, mut counter) = (bytes(&self.told["private_key"]), bytes(&self.told["response"]), 2);
            change(&mut key, &mut response, &mut counter);
            let record = AgreementRecord { private_key: &key, key: None, response: &response, counter };
            self.ask(None, Some(record)).chip_authentication.reason
        }
    }

    const ACTIVE: [&str; 5] = ["rsa_1024_sha1", "rsa_2048_sha256", "rsa_1536_sha512", "ec_p256", "ec_brainpool384"];
    const AGREED: [&str; 4] = ["ca_aes128", "ca_aes192", "ca_aes256", "ca_3des"];

    #[test]
    fn f_100_active_authentication_of_every_kind_and_of_no_other_challenge() {
        for name in ACTIVE {
            let chip = chip(name);
            let passive = chip.ask(None, None);
            assert_eq!(passive.passive_authentication.overall.reason, ChipReason::Verified, "{name}");
            assert_eq!(passive.active_authentication.reason, ChipReason::NotSupplied);
            assert_eq!(chip.active(|_, _| {}), ChipReason::Verified, "{name}");
            assert_eq!(chip.active(|challenge, _| challenge[7] ^= 1), ChipReason::SignatureWrong, "{name}");
            assert_eq!(chip.active(|_, response| response[9] ^= 1), ChipReason::SignatureWrong, "{name}");
            assert_eq!(chip.active(|_, response| response.truncate(response.len() - 1)), ChipReason::SignatureWrong, "{name}");
            assert_eq!(chip.active(|_, response| response.clear()), ChipReason::SignatureWrong, "{name}");
            assert_eq!(chip.active(|challenge, _| challenge.push(0)), ChipReason::ChallengeLength, "{name}");
        }
    }

    #[test]
    fn f_100_chip_authentication_with_every_cipher_and_with_no_other_record() {
        for name in AGREED {
            let chip = chip(name);
            assert_eq!(chip.agreed(|_, _, _| {}), ChipReason::Verified, "{name}");
            assert_eq!(chip.agreed(|key, _, _| key[20] ^= 1), ChipReason::ChecksumWrong, "{name}");
            assert_eq!(chip.agreed(|_, response, _| response[5] ^= 1), ChipReason::ChecksumWrong, "{name}");
            assert_eq!(chip.agreed(|_, _, counter| *counter = 4), ChipReason::ChecksumWrong, "{name}");
            assert_eq!(chip.agreed(|key, _, _| key.fill(0)), ChipReason::KeyUnusable, "{name}");
            assert_eq!(chip.agreed(|key, _, _| key.fill(0xff)), ChipReason::KeyUnusable, "{name}");
            assert_eq!(chip.agreed(|_, response, _| response.truncate(3)), ChipReason::Malformed, "{name}");
        }
    }

    #[test]
    fn f_100_keys_that_the_security_object_does_not_vouch_for_prove_nothing() {
        let (genuine, other) = (chip("rsa_1024_sha1"), chip("rsa_2048_sha256"));
        // DG15 of another chip: its signature is right, but not this document's.
        let swapped = Chip { sod: genuine.sod, ..chip("rsa_2048_sha256") };
        assert_eq!(swapped.active(|_, _| {}), ChipReason::EarlierStep);
        let mut forged = other;
        let last = forged.sod.len() - 1;
        forged.sod[last] ^= 1;
        assert_eq!(forged.active(|_, _| {}), ChipReason::EarlierStep);
        let mut without = chip("ec_p256");
        without.groups.retain(|(number, _)| *number != 14);
        assert_eq!(without.active(|_, _| {}), ChipReason::NotSupplied);
        let mut without = chip("ca_aes128");
        without.groups.retain(|(number, _)| *number != 14);
        assert_eq!(without.agreed(|_, _, _| {}), ChipReason::NotSupplied);
    }

    #[test]
    fn f_100_revocation_lists_are_the_issuers_current_and_whole() {
        let (file, chip) = (file(), chip("ec_p256"));
        let anchor = bytes(&file["anchor"]);
        let with = |names: &[&str]| {
            let lists: Vec<Vec<u8>> = names.iter().map(|name| bytes(&file["revocation"][*name])).collect();
            let lists: Vec<&[u8]> = lists.iter().map(Vec::as_slice).collect();
            revocation(&chip, &anchor, &lists)
        };
        let none = ChipReason::NoUsableRevocationList;
        for (names, reason) in [
            (&[][..], none),
            (&["clean"], ChipReason::Verified),
            (&["revoked"], ChipReason::Revoked),
            (&["clean", "expired_revoked"], ChipReason::Revoked),
            (&["expired"], none),
            (&["future"], none),
            (&["forged"], none),
            (&["partial"], none),
        ] {
            let steps = with(names);
            let overall = if reason == ChipReason::Revoked { reason } else { ChipReason::Verified };
            assert_eq!((steps.revocation.reason, steps.overall.reason), (reason, overall), "{names:?}");
        }
        let text = file["revocation_pem"].as_str().unwrap().as_bytes();
        assert_eq!(revocation(&chip, &anchor, &[text, b"no list"]).revocation.reason, ChipReason::Verified);
    }

    fn revocation(chip: &Chip, anchor: &[u8], lists: &[&[u8]]) -> crate::wire::PassiveAuthentication {
        let groups = [DataGroup { number: 1, blob: 0, bytes: &chip.groups.iter().find(|(n, _)| *n == 1).unwrap().1 }];
        let alone = ChipFiles::of(&chip.sod, day("2026-11-21"));
        verify(ChipFiles { groups: &groups, trust: &[anchor], revocation: lists, ..alone }).passive_authentication
    }

    /// Every byte of every file of the exchange changed: no panic, and no pass but for what is not covered.
    #[test]
    fn mutated_exchanges_are_bounded_and_typed() {
        for name in ["rsa_1024_sha1", "ec_p256"] {
            let whole = chip(name);
            for at in 0..whole.groups.last().unwrap().1.len() {
                let mut changed = chip(name);
                changed.groups.last_mut().unwrap().1[at] ^= 1 << (at % 8);
                assert_eq!(changed.active(|_, _| {}), ChipReason::EarlierStep, "{name} {at}");
            }
        }
        let chip = chip("ca_aes128");
        for at in 0..bytes(&chip.told["response"]).len() - 2 {
            assert_ne!(chip.agreed(|_, response, _| response[at] ^= 1 << (at % 8)), ChipReason::Verified, "{at}");
            assert_ne!(chip.agreed(|_, response, _| response.truncate(at)), ChipReason::Verified, "{at}");
        }
        let list = bytes(&file()["revocation"]["clean"]);
        let anchor = bytes(&file()["anchor"]);
        for at in (0..list.len()).step_by(3) {
            let mut changed = list.clone();
            changed[at] ^= 1 << (at % 8);
            let reason = revocation(&chip, &anchor, &[&changed, &list[..at]]).revocation.reason;
            assert_eq!(reason, ChipReason::NoUsableRevocationList, "{at}");
        }
    }
}
