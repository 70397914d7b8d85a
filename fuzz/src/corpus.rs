//! Valid inputs to begin from: specimens of the standards, and the conformance vectors.

use std::path::Path;
use std::sync::OnceLock;

use kyc_core::watchlist::{Index, ListFormat, ListKind};
use kyc_core::wire::Evidence;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::targets::engine;

fn owned<const N: usize>(all: [&str; N]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The specimens of ICAO 9303 parts 4 to 7, and the French card's.
pub(crate) fn zones() -> Vec<Vec<u8>> {
    owned([
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
        "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6",
        "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
    ])
}

pub(crate) fn names() -> Vec<Vec<u8>> {
    owned([
        "Anna Maria Eriksson\nERIKSSON, ANNA",
        "محمد حسن\nMohammed Hassan",
        "Дмитрий Медведев\nDmitry Medvedev",
        "J.-C. Juncker\nJean-Claude Juncker",
        "Ivаn Реtrоv\nIvan Petrov",
        "Société Générale S.A.\nSOCIETE GENERALE SA",
        "山田 太郎\nYamada Tarō",
        "Ig0r Sech1n\nIgor Sechin",
        "Αλέξανδρος Παπαδόπουλος\nAlexandros Papadopoulos",
    ])
}

/// Cards of the AAMVA standard, of a magnetic stripe, and payloads that are none.
pub(crate) fn licences() -> Vec<Vec<u8>> {
    owned([
        "@\n\x1e\rANSI 636000100102DL00410072ZV01130008DLDAQT1\nDCSROE\nDACJANE\nDADNONE\nDBB06061986\nDBC2\nDAU068 in\nDAW150\n\
         DCGUSA\rZVZVA01\r",
        "@\n\x1e\rANSI 636000030002DL00410080ZC01210012DLDAQ123\nDCSDOE\nDCTJOHN M\nDBD20100101\nDBB19700131\nDBA20300131\nDBC1\n\
         DAU183 cm\nDAYBRO\nDAG1 MAIN ST\nDAIANYTOWN\nDAJVA\nDAK232690000  \rZCZCAN\r",
        "%CAANYTOWN^DOE$JOHN^1 MAIN ST^?;636014101234567=991219700131=?#! 902690000  C               1183180BROBRO?",
        "https://example.org/?q=1",
        "M1ROE/JANE            E123456 UTOUTP 0123 123Y001A0001 100",
    ])
}

/// The made-up chips of the engine's own tests.
fn chips() -> &'static Value {
    static FILE: OnceLock<Value> = OnceLock::new();
    let text = include_str!("../../kyc-core/tests/data/chip.json");
    FILE.get_or_init(|| serde_json::from_str(text).unwrap_or_default())
}

fn hex(text: &Value) -> Vec<u8> {
    let digits = text.as_str().unwrap_or_default().as_bytes();
    let value = |digit: &u8| char::from(*digit).to_digit(16).unwrap_or_default() as u8;
    digits.chunks_exact(2).map(|pair| value(&pair[0]) << 4 | value(&pair[1])).collect()
}

/// The authority's certificate, and of one of its chips: EF.SOD, DG14, and the host's key and the chip's answer, each empty
/// where there is none.
pub(crate) fn chip(name: &str) -> (Vec<u8>, [Vec<u8>; 4]) {
    let chip = &chips()["chips"][name];
    let parts = [&chip["sod"], &chip["groups"]["14"], &chip["private_key"], &chip["response"]].map(hex);
    (hex(&chips()["anchor"]), parts)
}

pub(crate) fn revocation_lists() -> Vec<Vec<u8>> {
    chips()["revocation"].as_object().into_iter().flatten().map(|(_, list)| hex(list)).collect()
}

pub(crate) fn responses() -> Vec<Vec<u8>> {
    vec![chip("ca_aes128").1[3].clone()]
}

/// A tag, a length and a value.
fn element(tag: &[u8], value: &[u8]) -> Vec<u8> {
    let length = value.len();
    let mut out = tag.to_vec();
    match length {
        0..0x80 => out.push(length as u8),
        0x80..0x100 => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(value);
    out
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(&[0x30], &parts.concat())
}

/// A security object in form, which nobody signed (RFC 5652, ICAO 9303-10 D), with and without the file's tag.
pub(crate) fn security_objects() -> Vec<Vec<u8>> {
    let sha256 = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
    let signed_data = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
    let lds = [0x06, 0x06, 0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
    let with_rsa = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
    let algorithm = sequence(&[&sha256]);
    let hash = |number: u8| sequence(&[&[2, 1, number], &element(&[4], &[number; 32])]);
    let hashes = sequence(&[&hash(1), &hash(2), &hash(14)]);
    let version = sequence(&[&element(&[0x13], b"0107"), &element(&[0x13], b"040000")]);
    let content = sequence(&[&[2, 1, 0], &algorithm, &hashes, &version]);
    let inside = sequence(&[&lds, &element(&[0xa0], &element(&[4], &content))]);
    let name = sequence(&[&element(&[0x31], &sequence(&[&[6, 3, 0x55, 4, 6], &element(&[0x13], b"UT")]))]);
    let key = element(&[3], &[&[0][..], &sequence(&[&element(&[2], &[0x7f; 64]), &[2, 3, 1, 0, 1]])].concat());
    let rsa = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let times = sequence(&[&element(&[0x17], b"200101000000Z"), &element(&[0x17], b"300101000000Z")]);
    let public_key = sequence(&[&sequence(&[&rsa, &[5, 0]]), &key]);
    let signature_algorithm = sequence(&[&with_rsa, &[5, 0]]);
    let to_sign = sequence(&[&[0xa0, 3, 2, 1, 2], &[2, 1, 7], &signature_algorithm, &name, &times, &name, &public_key]);
    let certificate = sequence(&[&to_sign, &signature_algorithm, &element(&[3], &[0; 65])]);
    let signer_id = sequence(&[&name, &[2, 1, 7]]);
    let signer = sequence(&[&[2, 1, 1], &signer_id, &algorithm, &signature_algorithm, &element(&[4], &[7; 64])]);
    let body = sequence(&[
        &[2, 1, 3],
        &element(&[0x31], &algorithm),
        &inside,
        &element(&[0xa0], &certificate),
        &element(&[0x31], &signer),
    ]);
    let object = sequence(&[&signed_data, &element(&[0xa0], &body)]);
    vec![element(&[0x77], &object), object]
}

/// EF.COM and data groups 1, 2, 11, 12 and 15 in form (ICAO 9303-10), after the number of the file.
pub(crate) fn data_groups() -> Vec<Vec<u8>> {
    let numbered = |number: u8, file: Vec<u8>| [vec![number], file].concat();
    let zone: Vec<u8> = zones().swap_remove(0).into_iter().filter(|byte| *byte != b'\n').collect();
    let com = [element(&[0x5f, 1], b"0107"), element(&[0x5f, 0x36], b"040000"), element(&[0x5c], &[0x61, 0x75, 0x6b])].concat();
    let picture = [b"FAC\x00010\x00".as_slice(), &[0, 0, 0, 46, 0, 1, 0, 0, 0, 32], &[0; 18], &[0xff, 0xd8, 0xff, 0xd9]].concat();
    let template = [element(&[0xa1], &element(&[0x80], &[1, 1])), element(&[0x5f, 0x2e], &picture)].concat();
    let faces = element(&[0x7f, 0x61], &[vec![2, 1, 1], element(&[0x7f, 0x60], &template)].concat());
    let person = [
        element(&[0x5c], &[0x5f, 0x0e, 0x5f, 0x2b, 0x5f, 0x11]),
        element(&[0x5f, 0x0e], "ERIKSSON<<ANNA<MARIA".as_bytes()),
        element(&[0x5f, 0x2b], b"19740812"),
        element(&[0x5f, 0x11], b"ZENITH<UTOPIA"),
    ];
    let paper =
        [element(&[0x5c], &[0x5f, 0x19, 0x5f, 0x26]), element(&[0x5f, 0x19], b"UTOPIA"), element(&[0x5f, 0x26], b"20020415")];
    vec![
        numbered(0, element(&[0x60], &com)),
        numbered(1, element(&[0x61], &element(&[0x5f, 0x1f], &zone))),
        numbered(2, element(&[0x75], &faces)),
        numbered(11, element(&[0x6b], &person.concat())),
        numbered(12, element(&[0x6c], &paper.concat())),
        numbered(15, element(&[0x6f], &sequence(&[&sequence(&[&[6, 1, 42]]), &[3, 2, 0, 1]]))),
    ]
}

/// The built-in policies as they stand in the catalogue.
pub(crate) fn policies() -> Vec<Vec<u8>> {
    let names = kyc_core::catalog::policies::names();
    names.filter_map(kyc_core::catalog::policies::source).map(|text| text.as_bytes().to_vec()).collect()
}

pub(crate) fn policies_json() -> Vec<Vec<u8>> {
    let names = kyc_core::catalog::policies::names();
    names.filter_map(|name| serde_json::to_vec(&kyc_core::policy::builtin(name).ok()?).ok()).collect()
}

pub(crate) fn watchlists() -> Vec<Vec<u8>> {
    owned([
        "id,type,name,aliases,birth_date,nationality,document\n1,person,Jane Roe,Jane Row;J. Roe,1971-02-03,Utopia,X1234567\n",
        "7,\"ROE, Jane\",\"individual\",a,b,c,d,e,f,g,h,\"DOB 03 Feb 1971; nationality Utopia; Passport A1 (Utopia); a.k.a. 'JR'.\"\n",
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>QDi.1</REFERENCE_NUMBER><FIRST_NAME>JANE</FIRST_NAME>\
         <SECOND_NAME>ROE</SECOND_NAME><INDIVIDUAL_DATE_OF_BIRTH><DATE>1971-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>\
         <NATIONALITY><VALUE>Utopia</VALUE></NATIONALITY></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>",
        "Last Updated,1\nName 6,Name 1,DOB\nROE,Jane,03/02/1971\n",
        "id;name;schema\n1;\"Jane; Roe\";Person\n",
    ])
}

/// An index of one small list.
pub(crate) fn index() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let list = b"id,type,name,aliases,birth_date,nationality,document\n1,person,Jane Roe,Jane Row;J. Roe,1971-02-03,Utopia,X1234567\n\
                     2,company,Acme Trading Ltd,,,,\n";
        let built = Index::builder().list("fuzz", ListKind::Sanctions, ListFormat::Table, list);
        built.and_then(|builder| builder.build()).map(|index| index.bytes().to_vec()).unwrap_or_default()
    })
}

/// Writes the hash that the bytes after it have.
pub(crate) fn mend(index: &mut [u8]) {
    const HASH: std::ops::Range<usize> = 24..56;
    if index.len() >= HASH.end {
        let hash = Sha256::digest(&index[HASH.end..]);
        index[HASH].copy_from_slice(&hash);
    }
}

/// Evidence of every vector of judgement; empty evidence where they are not at hand.
pub(crate) fn evidence() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/vectors/judge");
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = |path| -> Option<Vec<u8>> {
        let vector: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        serde_json::to_vec(vector.pointer("/request/evidence")?).ok()
    };
    let mut all: Vec<Vec<u8>> = files.into_iter().filter_map(read).collect();
    all.extend(serde_json::to_vec(&Evidence::empty()));
    all
}

/// A key for sealing the corpus; nobody trusts it.
const KEY: &str = "2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";

fn sealed() -> &'static [Value] {
    static SEALED: OnceLock<Vec<Value>> = OnceLock::new();
    SEALED.get_or_init(|| {
        let seal = |evidence: Vec<u8>| -> Option<Value> {
            let evidence: Value = serde_json::from_slice(&evidence).ok()?;
            let request = json!({"evidence": evidence, "today": "2026-11-21", "key": KEY, "case": "case-1"});
            let response = engine().call("seal_bundle", &request.to_string(), &[]).ok()?;
            serde_json::from_str::<Value>(&response).ok()?.get("bundle").cloned()
        };
        // A few are enough: what differs between cases is the evidence, which has a target of its own.
        evidence().into_iter().rev().step_by(12).filter_map(seal).collect()
    })
}

pub(crate) fn bundles() -> Vec<Vec<u8>> {
    sealed().iter().filter_map(|bundle| serde_json::to_vec(bundle).ok()).collect()
}

/// Whether every scalar of `bundle` that was not redacted is one that the corpus sealed under the same statement.
pub(crate) fn is_sealed(bundle: &Value, redacted: &[String]) -> bool {
    let Some(original) = sealed().iter().find(|sealed| sealed["statement"] == bundle["statement"]) else { return false };
    let same = |pointer: &String| redacted.contains(pointer) || bundle.pointer(pointer) == original.pointer(pointer);
    original["leaves"].as_object().is_some_and(|leaves| leaves.keys().all(same))
}
