//! Certificate revocation lists (RFC 5280 §5, ICAO 9303-12 §7.1.4).

use chrono::{NaiveDate, NaiveDateTime};

use super::algorithm::Scheme;
use super::certificate::{Certificate, bits, envelope, time};
use super::der::{CONTEXT_0, Element, GENERALIZED_TIME, INTEGER, Malformed, OID, Reader, SEQUENCE, UTC_TIME};
use super::trust::pem;
use crate::wire::ChipReason;

/// Key usage `cRLSign` (RFC 5280 §4.2.1.3).
const LIST_SIGN: u8 = 0x02;
/// Lists that are looked at. A host hands in one or a few.
const MOST_LISTS: usize = 64;

/// A list, borrowed from its bytes.
struct List<'a> {
    signed: &'a [u8],
    algorithm: Element<'a>,
    signature: &'a [u8],
    issuer: &'a [u8],
    this_update: NaiveDateTime,
    next_update: Option<NaiveDateTime>,
    entries: Option<Reader<'a>>,
}

/// The signer's certificate against the lists. One that is listed is revoked even where the list has been followed by another;
/// that it is not listed counts only in a current list.
pub(super) fn check(signer: &Certificate<'_>, anchors: &[Certificate<'_>], lists: &[&[u8]], today: NaiveDate) -> ChipReason {
    let mut is_current = false;
    for blob in lists.iter().take(MOST_LISTS) {
        let decoded = pem(blob, "X509 CRL").unwrap_or_default();
        let whole = std::iter::once(*blob).chain(decoded.iter().map(Vec::as_slice));
        for list in whole.filter_map(|der| List::read(der).ok()) {
            if list.issuer != signer.issuer || list.this_update.date() > today || !list.is_signed_by_one_of(anchors) {
                continue;
            }
            match list.holds(signer.serial) {
                Ok(true) => return ChipReason::Revoked,
                // A list that cannot be read to its end may have the certificate in the rest.
                Err(Malformed) => {}
                Ok(false) => is_current |= list.next_update.is_none_or(|next| next.date() >= today),
            }
        }
    }
    if is_current { ChipReason::Verified } else { ChipReason::NoUsableRevocationList }
}

impl<'a> List<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let [body, algorithm, signature] = envelope(bytes)?;
        let signature = bits(signature)?;
        let mut inside = body.inside();
        inside.optional(INTEGER)?;
        if inside.expect(SEQUENCE)?.whole != algorithm.whole {
            return Err(Malformed);
        }
        let issuer = inside.expect(SEQUENCE)?.whole;
        let this_update = time(inside.next()?)?;
        let mut next_update = None;
        for tag in [UTC_TIME, GENERALIZED_TIME] {
            next_update = inside.optional(tag)?.map(time).transpose()?.or(next_update);
        }
        let entries = inside.optional(SEQUENCE)?.map(|element| element.inside());
        if let Some(extensions) = inside.optional(CONTEXT_0)? {
            no_critical(extensions.inside().expect(SEQUENCE)?.inside())?;
        }
        inside.end()?;
        Ok(Self { signed: body.whole, algorithm, signature, issuer, this_update, next_update, entries })
    }

    fn is_signed_by_one_of(&self, anchors: &[Certificate<'_>]) -> bool {
        let of_name = anchors.iter().filter(|anchor| anchor.subject == self.issuer && anchor.key_usage & LIST_SIGN != 0);
        let Ok(scheme) = Scheme::read(self.algorithm, None) else { return false };
        let verifies = |anchor: &Certificate<'_>| {
            anchor.key().and_then(|key| key.verify(scheme, self.signed, self.signature, false)).is_ok()
        };
        of_name.take(super::passive::MOST_CANDIDATES).any(verifies)
    }

    /// Whether a serial number is listed.
    fn holds(&self, serial: &[u8]) -> Result<bool, Malformed> {
        let Some(mut entries) = self.entries else { return Ok(false) };
        let mut is_listed = false;
        while !entries.is_empty() {
            let mut entry = entries.expect(SEQUENCE)?.inside();
            is_listed |= entry.expect(INTEGER)?.value == serial;
            time(entry.next()?)?;
            if let Some(extensions) = entry.optional(SEQUENCE)? {
                no_critical(extensions.inside())?;
            }
        }
        Ok(is_listed)
    }
}

/// RFC 5280 §5.2: a list with a critical extension that is not understood must not be relied upon. None is understood here:
/// those there are make a list a partial one, or one of another issuer's certificates.
fn no_critical(mut extensions: Reader<'_>) -> Result<(), Malformed> {
    while !extensions.is_empty() {
        let mut extension = extensions.expect(SEQUENCE)?.inside();
        extension.expect(OID)?;
        if extension.optional(0x01)?.is_some_and(|critical| critical.value != [0]) {
            return Err(Malformed);
        }
    }
    Ok(())
}
