//! CMS signed data (RFC 5652 §5) as EF.SOD and master lists use it.

use chrono::NaiveDateTime;

use super::algorithm::{Hash, Scheme};
use super::certificate::time;
use super::der::{CONTEXT_0, CONTEXT_1, Element, INTEGER, OCTETS, OID, Reader, SEQUENCE, SET, small};
use super::oid;
use crate::wire::ChipReason;

/// More certificates in one EF.SOD would only cost time; the standard has one.
const MOST_CERTIFICATES: usize = 16;

/// Signed data with one signer.
#[derive(Debug)]
pub(super) struct SignedData<'a> {
    /// The signed object.
    pub(super) content: &'a [u8],
    /// Certificates as they are encoded.
    pub(super) certificates: Vec<&'a [u8]>,
    pub(super) signer: Signer<'a>,
}

/// Who signed, and what exactly.
#[derive(Debug)]
pub(super) struct Signer<'a> {
    pub(super) identifier: SignerIdentifier<'a>,
    /// Whether the version is the one that RFC 5652 §5.3 prescribes for this way of naming.
    pub(super) version_fits: bool,
    pub(super) digest: Hash,
    /// `None`: the content itself is signed.
    attributes: Option<Element<'a>>,
    pub(super) scheme: Scheme,
    pub(super) signature: &'a [u8],
}

/// How a signer is named.
#[derive(Debug)]
pub(super) enum SignerIdentifier<'a> {
    /// Issuer as it is encoded, and serial number.
    IssuerAndSerial(&'a [u8], &'a [u8]),
    /// Subject key identifier.
    Key(&'a [u8]),
}

/// The content of a `ContentInfo` with signed data, which must be of this type. Certificates only; see [`read`].
fn open<'a>(bytes: &'a [u8], kind: &[u8]) -> Result<(&'a [u8], Reader<'a>), ChipReason> {
    let mut outer = Reader(bytes);
    let mut info = outer.expect(SEQUENCE)?.inside();
    if !outer.is_empty() {
        return Err(ChipReason::TrailingBytes);
    }
    if info.expect(OID)?.value != oid::SIGNED_DATA {
        return Err(ChipReason::ContentType);
    }
    let mut wrapped = info.expect(CONTEXT_0)?.inside();
    let mut data = wrapped.expect(SEQUENCE)?.inside();
    wrapped.end()?;
    info.end()?;
    // RFC 5652 §5.1: 3 where the content is no plain data; ICAO 9303-10 §4.6.2 says so as well.
    if small(data.expect(INTEGER)?)? != 3 {
        return Err(ChipReason::Version);
    }
    data.expect(SET)?;
    let mut content = data.expect(SEQUENCE)?.inside();
    if content.expect(OID)?.value != kind {
        return Err(ChipReason::ContentType);
    }
    let object = content.expect(CONTEXT_0)?.inside().expect(OCTETS)?.value;
    content.end()?;
    Ok((object, data))
}

/// The object inside signed data, without a look at who signed it.
pub(super) fn content<'a>(bytes: &'a [u8], kind: &[u8]) -> Result<&'a [u8], ChipReason> {
    open(bytes, kind).map(|(object, _)| object)
}

/// Reads signed data of this content type with exactly one signer.
pub(super) fn read<'a>(bytes: &'a [u8], kind: &[u8]) -> Result<SignedData<'a>, ChipReason> {
    let (object, mut data) = open(bytes, kind)?;
    let mut certificates = Vec::new();
    if let Some(set) = data.optional(CONTEXT_0)? {
        let mut set = set.inside();
        while !set.is_empty() {
            certificates.push(set.next()?.whole);
            if certificates.len() > MOST_CERTIFICATES {
                return Err(ChipReason::Malformed);
            }
        }
    }
    data.optional(CONTEXT_1)?;
    let mut signers = data.expect(SET)?.inside();
    data.end()?;
    let signer = signer(signers.expect(SEQUENCE)?)?;
    signers.end()?;
    Ok(SignedData { content: object, certificates, signer })
}

fn signer(info: Element<'_>) -> Result<Signer<'_>, ChipReason> {
    let mut inside = info.inside();
    let version = small(inside.expect(INTEGER)?)?;
    let name = inside.next()?;
    let identifier = match name.tag {
        SEQUENCE => {
            let mut pair = name.inside();
            SignerIdentifier::IssuerAndSerial(pair.expect(SEQUENCE)?.whole, pair.expect(INTEGER)?.value)
        }
        0x80 => SignerIdentifier::Key(name.value),
        _ => return Err(ChipReason::Malformed),
    };
    let version_fits = version == if name.tag == SEQUENCE { 1 } else { 3 };
    let digest = Hash::read(inside.expect(SEQUENCE)?)?;
    let attributes = inside.optional(CONTEXT_0)?;
    let scheme = Scheme::read(inside.expect(SEQUENCE)?, Some(digest))?;
    let signature = inside.expect(OCTETS)?.value;
    inside.optional(CONTEXT_1)?;
    inside.end()?;
    Ok(Signer { identifier, version_fits, digest, attributes, scheme, signature })
}

/// The one value of a signed attribute. RFC 5652 §11: there must be exactly one.
fn attribute<'a>(attributes: Element<'a>, kind: &[u8]) -> Result<Option<Element<'a>>, ChipReason> {
    let mut list = attributes.inside();
    let mut found = None;
    while !list.is_empty() {
        let mut inside = list.expect(SEQUENCE)?.inside();
        let name = inside.expect(OID)?.value;
        let mut values = inside.expect(SET)?.inside();
        if name == kind {
            let value = values.next()?;
            values.end()?;
            if found.replace(value).is_some() {
                return Err(ChipReason::Malformed);
            }
        }
    }
    Ok(found)
}

impl SignedData<'_> {
    /// The bytes that the signature covers, after the content's hash and type were compared with the signed ones.
    pub(super) fn signed_bytes(&self, kind: &[u8]) -> Result<Vec<u8>, ChipReason> {
        let Some(attributes) = self.signer.attributes else {
            // RFC 5652 §5.3: without attributes only plain data may be signed.
            return Err(ChipReason::Malformed);
        };
        let digest = attribute(attributes, oid::MESSAGE_DIGEST)?.ok_or(ChipReason::Malformed)?;
        if digest.tag != OCTETS || digest.value != self.signer.digest.of(self.content) {
            return Err(ChipReason::MessageDigest);
        }
        let content = attribute(attributes, oid::CONTENT_TYPE)?.ok_or(ChipReason::Malformed)?;
        if content.tag != OID || content.value != kind {
            return Err(ChipReason::ContentType);
        }
        // RFC 5652 §5.4: signed as a SET, whatever the tag in the message.
        let mut bytes = attributes.whole.to_vec();
        bytes[0] = SET as u8;
        Ok(bytes)
    }

    /// The signing time, where the signer gave one.
    pub(super) fn signing_time(&self) -> Result<Option<NaiveDateTime>, ChipReason> {
        let Some(attributes) = self.signer.attributes else { return Ok(None) };
        Ok(attribute(attributes, oid::SIGNING_TIME)?.map(time).transpose()?)
    }
}
