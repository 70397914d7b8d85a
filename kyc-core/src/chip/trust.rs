//! Trust anchors: certificates of country signing authorities, from DER, PEM or a master list (ICAO 9303-12 §9).

use super::certificate::Certificate;
use super::der::{INTEGER, SEQUENCE, SET, only, small};
use super::{oid, signed};
use crate::wire::ChipReason;

/// A master list of all countries has some hundreds.
const MOST_ANCHORS: usize = 10_000;

/// Every certificate in the blobs, and how many blobs hold none. The host vouches for what it hands in: a master list's
/// own signature is not verified.
pub(super) fn anchors(blobs: &[&[u8]]) -> (Vec<Vec<u8>>, u32) {
    let (mut found, mut unreadable) = (Vec::new(), 0);
    for blob in blobs {
        match certificates(blob) {
            Some(some) => found.extend(some),
            None => unreadable += 1,
        }
        found.truncate(MOST_ANCHORS);
    }
    (found, unreadable)
}

fn certificates(blob: &[u8]) -> Option<Vec<Vec<u8>>> {
    if Certificate::read(blob).is_ok() {
        return Some(vec![blob.to_vec()]);
    }
    if let Ok(list) = master_list(blob) {
        return Some(list);
    }
    let all: Vec<_> = pem(blob, "CERTIFICATE")?.into_iter().filter(|der| Certificate::read(der).is_ok()).collect();
    (!all.is_empty()).then_some(all)
}

fn master_list(blob: &[u8]) -> Result<Vec<Vec<u8>>, ChipReason> {
    let mut list = only(signed::content(blob, oid::CSCA_MASTER_LIST)?, SEQUENCE)?.inside();
    small(list.expect(INTEGER)?)?;
    let mut set = list.expect(SET)?.inside();
    let mut found = Vec::new();
    while !set.is_empty() && found.len() < MOST_ANCHORS {
        let whole = set.next()?.whole;
        // A certificate that cannot be read is one that nothing can chain to.
        if Certificate::read(whole).is_ok() {
            found.push(whole.to_vec());
        }
    }
    Ok(found)
}

/// The objects with this label in a PEM file (RFC 7468).
pub(super) fn pem(blob: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(blob).ok()?;
    let begin = format!("-----BEGIN {label}-----");
    let parts = text.split(begin.as_str()).skip(1);
    parts.map(|part| part.split_once("-----END").and_then(|(body, _)| base64(body))).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}
