//! Passive authentication (ICAO 9303-11 §5.1): hashes, signature, chain, validity.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::certificate::{CERTIFICATE_SIGN, Certificate, DIGITAL_SIGNATURE};
use super::signed::SignerIdentifier;
use super::sod::SecurityObject;
use super::{oid, revocation};
use crate::wire::{ChipLeniency, ChipReason, Outcome, PassiveAuthentication};

/// Anchors of one name: keys that a country used one after the other. More would only cost time.
pub(super) const MOST_CANDIDATES: usize = 32;

/// Against what EF.SOD is held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Against<'a> {
    pub(super) anchors: &'a [Certificate<'a>],
    pub(super) today: NaiveDate,
    pub(super) allowed: &'a [ChipLeniency],
    /// Revocation lists.
    pub(super) lists: &'a [&'a [u8]],
}

/// Authenticates. `hashes` is the outcome over the data groups that were handed in.
pub(super) fn authenticate(
    sod: &Result<SecurityObject<'_>, ChipReason>,
    hashes: ChipReason,
    against: Against<'_>,
) -> PassiveAuthentication {
    let sod = match sod {
        Ok(sod) => sod,
        Err(reason) => return unread(*reason),
    };
    let mut used = Vec::new();
    if sod.untagged {
        used.push(ChipLeniency::FileTag);
    }
    let signer = find_signer(sod, against.allowed, &mut used);
    let signature = match &signer {
        Ok(signer) => signature(sod, signer, against.allowed, &mut used).err().unwrap_or(ChipReason::Verified),
        Err(reason) => *reason,
    };
    let found = signer.as_ref().map_err(|_| ChipReason::EarlierStep).and_then(|signer| issuer(signer, against.anchors));
    let (chain, validity) = match (&found, &signer) {
        (Ok(anchor), Ok(signer)) => (ChipReason::Verified, validity(sod, signer, anchor, against.today)),
        (Err(reason), _) => (*reason, ChipReason::EarlierStep),
        (_, Err(_)) => (ChipReason::EarlierStep, ChipReason::EarlierStep),
    };
    // Lists are signed by who signed the certificate: without a chain there is nothing to hold them against.
    let revocation = match (&found, &signer) {
        (Ok(_), Ok(signer)) => revocation::check(signer, against.anchors, against.lists, against.today),
        _ => ChipReason::NoUsableRevocationList,
    };
    let steps = [signature, chain, validity, hashes];
    finish(ChipReason::Verified, steps, revocation, used)
}

/// What is said where EF.SOD itself cannot be used.
fn unread(reason: ChipReason) -> PassiveAuthentication {
    finish(reason, [ChipReason::EarlierStep; 4], ChipReason::NoUsableRevocationList, Vec::new())
}

fn finish(
    structure: ChipReason,
    steps: [ChipReason; 4],
    revocation: ChipReason,
    used: Vec<ChipLeniency>,
) -> PassiveAuthentication {
    let [signature, chain, validity, hashes] = steps;
    let all = [structure, signature, hashes, chain, validity];
    // A failure says more than a step that could not run.
    let with = |outcome| all.into_iter().find(|reason| reason.outcome() == outcome);
    let revoked = Some(revocation).filter(|reason| reason.outcome() == Outcome::Fail);
    let overall = revoked.or(with(Outcome::Fail)).or(with(Outcome::NotRun)).unwrap_or(ChipReason::Verified);
    PassiveAuthentication {
        structure: structure.into(),
        signature: signature.into(),
        chain: chain.into(),
        validity: validity.into(),
        revocation: revocation.into(),
        hashes: hashes.into(),
        overall: overall.into(),
        leniencies_used: used,
    }
}

/// The document signer's certificate.
fn find_signer<'a>(
    sod: &SecurityObject<'a>,
    allowed: &[ChipLeniency],
    used: &mut Vec<ChipLeniency>,
) -> Result<Certificate<'a>, ChipReason> {
    let mut all = Vec::new();
    for bytes in &sod.signed.certificates {
        all.push(Certificate::read(bytes)?);
    }
    let named = all.iter().find(|certificate| match sod.signed.signer.identifier {
        SignerIdentifier::IssuerAndSerial(issuer, serial) => certificate.issuer == issuer && certificate.serial == serial,
        SignerIdentifier::Key(key) => certificate.key_identifier == Some(key),
    });
    if !sod.signed.signer.version_fits && !allowed.contains(&ChipLeniency::SignerIdentifier) {
        return Err(ChipReason::Version);
    }
    match (named, all.as_slice()) {
        (Some(named), _) if !sod.signed.signer.version_fits => {
            used.push(ChipLeniency::SignerIdentifier);
            Ok(named.clone())
        }
        (Some(named), _) => Ok(named.clone()),
        (None, [only]) if allowed.contains(&ChipLeniency::SignerIdentifier) => {
            used.push(ChipLeniency::SignerIdentifier);
            Ok(only.clone())
        }
        _ => Err(ChipReason::SignerNotFound),
    }
}

fn signature(
    sod: &SecurityObject<'_>,
    signer: &Certificate<'_>,
    allowed: &[ChipLeniency],
    used: &mut Vec<ChipLeniency>,
) -> Result<(), ChipReason> {
    let message = sod.signed.signed_bytes(oid::LDS_SECURITY_OBJECT)?;
    let raw = allowed.contains(&ChipLeniency::RawEcdsaSignature);
    let signed = &sod.signed.signer;
    if signer.key_usage & DIGITAL_SIGNATURE == 0 {
        return Err(ChipReason::KeyUnusable);
    }
    let key = signer.key()?;
    let mut verified = key.verify(signed.scheme, &message, signed.signature, raw);
    if verified == Err(ChipReason::SignatureWrong)
        && allowed.contains(&ChipLeniency::SignatureHash)
        && let Some(scheme) = signed.scheme.over_longer(signed.digest)
    {
        verified = key.verify(scheme, &message, signed.signature, raw);
        if verified.is_ok() {
            used.push(ChipLeniency::SignatureHash);
        }
    }
    if verified? {
        used.push(ChipLeniency::RawEcdsaSignature);
    }
    Ok(())
}

/// The trust anchor that signed this certificate. Names are compared as they are encoded.
fn issuer<'a>(signer: &Certificate<'_>, anchors: &'a [Certificate<'a>]) -> Result<&'a Certificate<'a>, ChipReason> {
    if anchors.is_empty() {
        return Err(ChipReason::NoTrustAnchors);
    }
    let mut why = ChipReason::IssuerNotFound;
    for anchor in anchors.iter().filter(|anchor| anchor.subject == signer.issuer).take(MOST_CANDIDATES) {
        let tried = if anchor.is_authority && anchor.key_usage & CERTIFICATE_SIGN != 0 {
            anchor.key().and_then(|key| signer.verify(&key))
        } else {
            Err(ChipReason::NotAnAuthority)
        };
        match tried {
            Ok(()) => return Ok(anchor),
            Err(reason) => why = reason,
        }
    }
    Err(why)
}

/// Both certificates at the time of signing. A signing time is the signer's own word, so it must not lie after today.
fn validity(sod: &SecurityObject<'_>, signer: &Certificate<'_>, anchor: &Certificate<'_>, today: NaiveDate) -> ChipReason {
    let now: NaiveDateTime = today.and_time(NaiveTime::MIN);
    let at = match sod.signed.signing_time() {
        Ok(time) => time.unwrap_or(now),
        Err(reason) => return reason,
    };
    let ok = at.date() <= today && signer.covers(at) && anchor.covers(at);
    if ok { ChipReason::Verified } else { ChipReason::OutsideValidity }
}
