//! X.509 certificates as far as passive authentication needs them (RFC 5280, ICAO 9303-12 §7).

use chrono::{NaiveDate, NaiveDateTime};

use super::algorithm::Scheme;
use super::curves::{CURVES, Curve};
use super::der::{
    BIT_STRING, CONTEXT_0, CONTEXT_3, Element, GENERALIZED_TIME, INTEGER, Malformed, OCTETS, OID, Reader, SEQUENCE, UTC_TIME,
    only, small,
};
use super::ecdsa::{EcKey, number};
use super::oid;
use super::rsa::RsaKey;
use crate::wire::ChipReason;

impl From<Malformed> for ChipReason {
    fn from(_: Malformed) -> Self {
        ChipReason::Malformed
    }
}

/// A certificate, borrowed from its bytes.
#[derive(Debug, Clone)]
pub(super) struct Certificate<'a> {
    /// What the issuer signed.
    signed: &'a [u8],
    /// Serial number, content bytes.
    pub(super) serial: &'a [u8],
    /// Names as they are encoded.
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    /// First and last second of validity, UTC.
    pub(super) validity: (NaiveDateTime, NaiveDateTime),
    key: Element<'a>,
    algorithm: Element<'a>,
    signature: &'a [u8],
    pub(super) key_identifier: Option<&'a [u8]>,
    /// Whether basic constraints make it an authority.
    pub(super) is_authority: bool,
    /// Bits of key usage, the first octet; all set where the extension is missing.
    pub(super) key_usage: u8,
}

/// Key usage `digitalSignature` (RFC 5280 §4.2.1.3).
pub(super) const DIGITAL_SIGNATURE: u8 = 0x80;
/// Key usage `keyCertSign`.
pub(super) const CERTIFICATE_SIGN: u8 = 0x04;

impl<'a> Certificate<'a> {
    /// Reads a DER certificate.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let [body, algorithm, signature] = envelope(bytes)?;
        let signature = bits(signature)?;
        let mut inside = body.inside();
        inside.optional(CONTEXT_0)?;
        let serial = inside.expect(INTEGER)?.value;
        // RFC 5280 §4.1.1.2: the algorithm stands inside and outside and must be the same.
        if inside.expect(SEQUENCE)?.whole != algorithm.whole {
            return Err(Malformed);
        }
        let issuer = inside.expect(SEQUENCE)?.whole;
        let mut dates = inside.expect(SEQUENCE)?.inside();
        let validity = (time(dates.next()?)?, time(dates.next()?)?);
        let subject = inside.expect(SEQUENCE)?.whole;
        let key = inside.expect(SEQUENCE)?;
        let mut certificate = Self {
            signed: body.whole,
            serial,
            issuer,
            subject,
            validity,
            key,
            algorithm,
            signature,
            key_identifier: None,
            is_authority: false,
            key_usage: 0xff,
        };
        while !inside.is_empty() {
            let part = inside.next()?;
            if part.tag == CONTEXT_3 {
                certificate.extensions(part.inside().expect(SEQUENCE)?.inside())?;
            }
        }
        Ok(certificate)
    }

    fn extensions(&mut self, mut list: Reader<'a>) -> Result<(), Malformed> {
        while !list.is_empty() {
            let mut extension = list.expect(SEQUENCE)?.inside();
            let name = extension.expect(OID)?.value;
            let mut value = extension.next()?;
            if value.tag == 0x01 {
                value = extension.next()?;
            }
            let content = Reader(value.value);
            match name {
                oid::SUBJECT_KEY_IDENTIFIER => self.key_identifier = Some(only(content.0, OCTETS)?.value),
                oid::KEY_USAGE => self.key_usage = only(content.0, BIT_STRING)?.value.get(1).copied().unwrap_or(0),
                oid::BASIC_CONSTRAINTS => {
                    let flag = only(content.0, SEQUENCE)?.inside().optional(0x01)?;
                    self.is_authority = flag.is_some_and(|flag| flag.value == [0xff]);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The certificate's public key.
    pub(super) fn key(&self) -> Result<PublicKey, ChipReason> {
        PublicKey::read(self.key)
    }

    /// Whether `key` signed this certificate.
    pub(super) fn verify(&self, key: &PublicKey) -> Result<(), ChipReason> {
        let scheme = Scheme::read(self.algorithm, None)?;
        key.verify(scheme, self.signed, self.signature, false).map(|_| ())
    }

    /// Whether it is valid at that time.
    pub(super) fn covers(&self, time: NaiveDateTime) -> bool {
        (self.validity.0..=self.validity.1).contains(&time)
    }
}

/// A public key of a kind that is verified here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicKey {
    Rsa(RsaKey),
    Ec(EcKey),
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo`.
    pub(super) fn read(info: Element<'_>) -> Result<Self, ChipReason> {
        let mut inside = info.inside();
        let mut algorithm = inside.expect(SEQUENCE)?.inside();
        let name = algorithm.expect(OID)?.value;
        let key = bits(inside.expect(BIT_STRING)?)?;
        if name == oid::EC_PUBLIC_KEY {
            return EcKey::new(curve(algorithm.next()?)?, key).map(Self::Ec);
        }
        // rsaEncryption and RSASSA-PSS hold the same key.
        if !matches!(name.split_last(), Some((1 | 10, family)) if family == oid::PKCS1) {
            return Err(ChipReason::AlgorithmNotSupported);
        }
        let mut numbers = only(key, SEQUENCE)?.inside();
        let (modulus, exponent) = (numbers.expect(INTEGER)?, numbers.expect(INTEGER)?);
        RsaKey::new(modulus.value, exponent.value).map(Self::Rsa)
    }

    /// Verifies a signature; answers whether the leniency for raw ECDSA signatures was needed.
    pub(super) fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8], lenient: bool) -> Result<bool, ChipReason> {
        match (self, scheme) {
            (Self::Rsa(key), Scheme::Pkcs1(hash)) => key.verify_pkcs1(hash, message, signature).map(|()| false),
            (Self::Rsa(key), Scheme::Pss { hash, mask, salt }) => {
                key.verify_pss((hash, mask, salt), message, signature).map(|()| false)
            }
            (Self::Ec(key), Scheme::Ecdsa { hash, plain }) => key.verify(&hash.of(message), signature, plain, lenient),
            // The algorithm and the key contradict each other.
            _ => Err(ChipReason::SignatureWrong),
        }
    }
}

/// A curve by name, or by explicit parameters that are exactly those of a known one: parameters of the sender's own
/// choice would let him forge any signature (CVE-2020-0601).
fn curve(parameters: Element<'_>) -> Result<&'static Curve, ChipReason> {
    let known = |found: &dyn Fn(&Curve) -> bool| CURVES.iter().find(|c| found(c)).ok_or(ChipReason::CurveNotSupported);
    if parameters.tag == OID {
        return known(&|curve| curve.oid == parameters.value);
    }
    if parameters.tag != SEQUENCE {
        return Err(ChipReason::Malformed);
    }
    let mut inside = parameters.inside();
    small(inside.expect(INTEGER)?)?;
    let mut field = inside.expect(SEQUENCE)?.inside();
    if field.expect(OID)?.value != oid::PRIME_FIELD {
        return Err(ChipReason::CurveNotSupported);
    }
    let big = num_bigint::BigUint::from_bytes_be;
    let p = big(field.expect(INTEGER)?.value);
    let mut equation = inside.expect(SEQUENCE)?.inside();
    let (a, b) = (big(equation.expect(OCTETS)?.value), big(equation.expect(OCTETS)?.value));
    let generator = inside.expect(OCTETS)?.value;
    let n = big(inside.expect(INTEGER)?.value);
    let cofactor = inside.optional(INTEGER)?.map_or(Ok(1), small)?;
    known(&|curve| {
        let (gx, gy) = (number(curve.gx), number(curve.gy));
        let size = p.bits().div_ceil(8) as usize;
        let same_generator = match generator.split_first() {
            Some((4, rest)) if rest.len() == 2 * size => big(&rest[..size]) == gx && big(&rest[size..]) == gy,
            Some((sign @ (2 | 3), rest)) => big(rest) == gx && gy.bit(0) == (*sign == 3),
            _ => false,
        };
        let same_field = p == number(curve.p) && a == number(curve.a) && b == number(curve.b);
        same_field && n == number(curve.n) && cofactor == 1 && same_generator
    })
}

/// Body, algorithm and signature (a bit string) of what X.509 signs: a certificate or a revocation list (RFC 5280 §4.1.1, §5.1.1).
pub(super) fn envelope(bytes: &[u8]) -> Result<[Element<'_>; 3], Malformed> {
    let mut outer = only(bytes, SEQUENCE)?.inside();
    let parts = [outer.expect(SEQUENCE)?, outer.expect(SEQUENCE)?, outer.expect(BIT_STRING)?];
    outer.end()?;
    Ok(parts)
}

/// A bit string of whole octets.
pub(super) fn bits(element: Element<'_>) -> Result<&[u8], Malformed> {
    match element.value.split_first() {
        Some((0, octets)) => Ok(octets),
        _ => Err(Malformed),
    }
}

/// `YYMMDDhhmmssZ` (years 1950 to 2049) or `YYYYMMDDhhmmssZ`.
pub(super) fn time(element: Element<'_>) -> Result<NaiveDateTime, Malformed> {
    let text = std::str::from_utf8(element.value).map_err(|_| Malformed)?;
    let digits = text.strip_suffix('Z').filter(|d| d.bytes().all(|b| b.is_ascii_digit())).ok_or(Malformed)?;
    let whole = match (element.tag, digits.len()) {
        (UTC_TIME, 12) => format!("{}{digits}", if digits < "50" { "20" } else { "19" }),
        (GENERALIZED_TIME, 14) => digits.to_owned(),
        _ => return Err(Malformed),
    };
    let part = |range: std::ops::Range<usize>| whole[range].parse::<u32>().map_err(|_| Malformed);
    let year = i32::try_from(part(0..4)?).map_err(|_| Malformed)?;
    let day = NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?).ok_or(Malformed)?;
    day.and_hms_opt(part(8..10)?, part(10..12)?, part(12..14)?).ok_or(Malformed)
}
