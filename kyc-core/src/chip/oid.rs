//! Content bytes of object identifiers.

/// 1.2.840.113549.1.7.2, RFC 5652 §5.1.
pub(super) const SIGNED_DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
/// 1.2.840.113549.1.9.3, RFC 5652 §11.1.
pub(super) const CONTENT_TYPE: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
/// 1.2.840.113549.1.9.4, RFC 5652 §11.2.
pub(super) const MESSAGE_DIGEST: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04";
/// 1.2.840.113549.1.9.5, RFC 5652 §11.3.
pub(super) const SIGNING_TIME: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05";
/// 2.23.136.1.1.1, ICAO 9303-10 §4.6.2.
pub(super) const LDS_SECURITY_OBJECT: &[u8] = b"\x67\x81\x08\x01\x01\x01";
/// 2.23.136.1.1.2, ICAO 9303-12 §9.
pub(super) const CSCA_MASTER_LIST: &[u8] = b"\x67\x81\x08\x01\x01\x02";
/// 1.2.840.113549.1.1: PKCS #1; one more byte names the algorithm.
pub(super) const PKCS1: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01";
/// 1.2.840.113549.1.1.8.
pub(super) const MGF1: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08";
/// 1.2.840.10045.2.1, RFC 5480.
pub(super) const EC_PUBLIC_KEY: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
/// 1.2.840.10045.1.1, RFC 3279.
pub(super) const PRIME_FIELD: &[u8] = b"\x2a\x86\x48\xce\x3d\x01\x01";
/// 1.2.840.10045.4.1.
pub(super) const ECDSA_SHA1: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x01";
/// 1.2.840.10045.4.3: one more byte names the hash.
pub(super) const ECDSA_SHA2: &[u8] = b"\x2a\x86\x48\xce\x3d\x04\x03";
/// 0.4.0.127.0.7.1.1.4.1: BSI TR-03111 plain signatures; one more byte names the hash.
pub(super) const ECDSA_PLAIN: &[u8] = b"\x04\x00\x7f\x00\x07\x01\x01\x04\x01";
/// 1.3.14.3.2.26.
pub(super) const SHA1: &[u8] = b"\x2b\x0e\x03\x02\x1a";
/// 2.16.840.1.101.3.4.2: one more byte names the hash.
pub(super) const SHA2: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02";
/// 2.5.29.14.
pub(super) const SUBJECT_KEY_IDENTIFIER: &[u8] = b"\x55\x1d\x0e";
/// 2.5.29.15.
pub(super) const KEY_USAGE: &[u8] = b"\x55\x1d\x0f";
/// 2.5.29.19.
pub(super) const BASIC_CONSTRAINTS: &[u8] = b"\x55\x1d\x13";
/// 2.23.136.1.1.5, ICAO 9303-11 §9.2.4.
pub(super) const ACTIVE_AUTHENTICATION: &[u8] = b"\x67\x81\x08\x01\x01\x05";
/// 0.4.0.127.0.7.2.2.1.1, ICAO 9303-11 §9.2.6.
pub(super) const PUBLIC_KEY_DH: &[u8] = b"\x04\x00\x7f\x00\x07\x02\x02\x01\x01";
/// 0.4.0.127.0.7.2.2.1.2, ICAO 9303-11 §9.2.6.
pub(super) const PUBLIC_KEY_ECDH: &[u8] = b"\x04\x00\x7f\x00\x07\x02\x02\x01\x02";
/// 0.4.0.127.0.7.2.2.3.2, ICAO 9303-11 §9.2.5; one more byte names the cipher.
pub(super) const CHIP_AUTHENTICATION_ECDH: &[u8] = b"\x04\x00\x7f\x00\x07\x02\x02\x03\x02";
