//! ECDSA verification over any known prime curve (FIPS 186-4 §6.4, BSI TR-03111 §4.2.1.2). Only public values are
//! handled, so nothing need be constant in time; one implementation serves NIST and brainpool curves of every size.

use num_bigint::BigUint;

use super::curves::Curve;
use super::der::{INTEGER, SEQUENCE, only};
use crate::wire::ChipReason;

/// A public key: a point that was checked to lie on its curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EcKey {
    group: Group,
    point: Point,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    p: BigUint,
    a: BigUint,
    n: BigUint,
    generator: Point,
}

/// Jacobian coordinates; `z` = 0 is the point at infinity.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Point {
    x: BigUint,
    y: BigUint,
    z: BigUint,
}

pub(super) fn number(hex: &str) -> BigUint {
    // The table's strings are hexadecimal; its test says so.
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_default()
}

impl EcKey {
    /// From an uncompressed point (SEC 1 §2.3.4).
    pub(super) fn new(curve: &Curve, encoded: &[u8]) -> Result<Self, ChipReason> {
        let one = BigUint::from(1_u8);
        let (p, a, n) = (number(curve.p), number(curve.a), number(curve.n));
        let size = p.bits().div_ceil(8) as usize;
        let coordinates = match encoded.split_first() {
            Some((4, rest)) if rest.len() == 2 * size => rest,
            Some((2 | 3, _)) => return Err(ChipReason::AlgorithmNotSupported),
            _ => return Err(ChipReason::KeyUnusable),
        };
        let (x, y) = coordinates.split_at(size);
        let (x, y) = (BigUint::from_bytes_be(x), BigUint::from_bytes_be(y));
        let right = (&x * &x * &x + &a * &x + number(curve.b)) % &p;
        if x >= p || y >= p || &y * &y % &p != right {
            return Err(ChipReason::KeyUnusable);
        }
        let generator = Point { x: number(curve.gx), y: number(curve.gy), z: one.clone() };
        Ok(Self { group: Group { p, a, n, generator }, point: Point { x, y, z: one } })
    }

    /// Verifies a signature over a hash. `lenient` also takes `r‖s` for DER and then answers `true`: it was needed.
    pub(super) fn verify(&self, hash: &[u8], signature: &[u8], plain: bool, lenient: bool) -> Result<bool, ChipReason> {
        if plain {
            let (r, s) = self.halves(signature).ok_or(ChipReason::SignatureWrong)?;
            return self.verify_pair(hash, &r, &s).map(|()| false);
        }
        if let Some((r, s)) = sequence(signature) {
            return self.verify_pair(hash, &r, &s).map(|()| false);
        }
        // Not DER. A right signature in the wrong encoding has a reason of its own.
        let (r, s) = self.halves(signature).ok_or(ChipReason::SignatureWrong)?;
        self.verify_pair(hash, &r, &s)?;
        if lenient { Ok(true) } else { Err(ChipReason::SignatureEncoding) }
    }

    /// The shared secret of a Diffie-Hellman agreement with this key: the x-coordinate, as long as the field (BSI TR-03111
    /// §4.3.1). `private` is the other side's key, big-endian.
    pub(super) fn agree(&self, private: &[u8]) -> Result<Vec<u8>, ChipReason> {
        let group = &self.group;
        let private = BigUint::from_bytes_be(private);
        if private == BigUint::default() || private >= group.n {
            return Err(ChipReason::KeyUnusable);
        }
        let shared = group.combine(&BigUint::default(), &private, &self.point);
        let inverse = shared.z.modinv(&group.p).ok_or(ChipReason::KeyUnusable)?;
        let x = (&shared.x * &inverse % &group.p * &inverse % &group.p).to_bytes_be();
        let size = group.p.bits().div_ceil(8) as usize;
        Ok([vec![0; size.saturating_sub(x.len())], x].concat())
    }

    fn halves(&self, signature: &[u8]) -> Option<(BigUint, BigUint)> {
        let size = self.group.n.bits().div_ceil(8) as usize;
        let (r, s) = (signature.len() == 2 * size).then(|| signature.split_at(size))?;
        Some((BigUint::from_bytes_be(r), BigUint::from_bytes_be(s)))
    }

    fn verify_pair(&self, hash: &[u8], r: &BigUint, s: &BigUint) -> Result<(), ChipReason> {
        let wrong = ChipReason::SignatureWrong;
        let group = &self.group;
        let zero = BigUint::default();
        if *r == zero || *s == zero || r >= &group.n || s >= &group.n {
            return Err(wrong);
        }
        // The leftmost bits of the hash, as many as the order has.
        let excess = (hash.len() as u64 * 8).saturating_sub(group.n.bits());
        let digest = BigUint::from_bytes_be(hash) >> excess;
        let inverse = s.modinv(&group.n).ok_or(wrong)?;
        let sum = group.combine(&(digest * &inverse % &group.n), &(r * &inverse % &group.n), &self.point);
        let inverse = sum.z.modinv(&group.p).ok_or(wrong)?;
        let x = &sum.x * &inverse % &group.p * &inverse % &group.p;
        if x % &group.n == *r { Ok(()) } else { Err(wrong) }
    }
}

fn sequence(signature: &[u8]) -> Option<(BigUint, BigUint)> {
    let mut inside = only(signature, SEQUENCE).ok()?.inside();
    let mut next = || inside.expect(INTEGER).ok().map(|e| BigUint::from_bytes_be(e.value));
    let pair = (next()?, next()?);
    inside.is_empty().then_some(pair)
}

impl Group {
    /// `u·G + v·Q`, both scalars in one pass.
    fn combine(&self, u: &BigUint, v: &BigUint, q: &Point) -> Point {
        let both = self.add(&self.generator, q);
        let mut sum = Point { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: BigUint::default() };
        for bit in (0..u.bits().max(v.bits())).rev() {
            sum = self.double(&sum);
            match (u.bit(bit), v.bit(bit)) {
                (true, true) => sum = self.add(&sum, &both),
                (true, false) => sum = self.add(&sum, &self.generator),
                (false, true) => sum = self.add(&sum, q),
                (false, false) => {}
            }
        }
        sum
    }

    fn minus(&self, a: &BigUint, b: &BigUint) -> BigUint {
        // Both are below p.
        (a + &self.p - b) % &self.p
    }

    fn double(&self, point: &Point) -> Point {
        let p = &self.p;
        let yy = &point.y * &point.y % p;
        let s = (&point.x * &yy * 4_u8) % p;
        let zz = &point.z * &point.z % p;
        let m = (&point.x * &point.x * 3_u8 + &self.a * (&zz * &zz % p)) % p;
        let x = self.minus(&(&m * &m % p), &(&s * 2_u8 % p));
        let y = self.minus(&(&m * self.minus(&s, &x) % p), &(&yy * &yy * 8_u8 % p));
        let z = &point.y * &point.z * 2_u8 % p;
        Point { x, y, z }
    }

    fn add(&self, one: &Point, two: &Point) -> Point {
        let zero = BigUint::default();
        if one.z == zero {
            return two.clone();
        }
        if two.z == zero {
            return one.clone();
        }
        let p = &self.p;
        let (zz1, zz2) = (&one.z * &one.z % p, &two.z * &two.z % p);
        let (u1, u2) = (&one.x * &zz2 % p, &two.x * &zz1 % p);
        let (s1, s2) = (&one.y * &zz2 % p * &two.z % p, &two.y * &zz1 % p * &one.z % p);
        let (h, r) = (self.minus(&u2, &u1), self.minus(&s2, &s1));
        if h == zero {
            if r == zero {
                return self.double(one);
            }
            return Point { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: zero };
        }
        let hh = &h * &h % p;
        let hhh = &hh * &h % p;
        let v = &u1 * &hh % p;
        let x = self.minus(&(&r * &r % p), &((&hhh + &v * 2_u8) % p));
        let y = self.minus(&(&r * self.minus(&v, &x) % p), &(&s1 * &hhh % p));
        let z = &one.z * &two.z % p * &h % p;
        Point { x, y, z }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::curves::CURVES;
    use super::*;

    #[test]
    fn every_curve_holds_its_generator_and_its_order() {
        for curve in CURVES {
            let size = number(curve.p).bits().div_ceil(8) as usize;
            let pad = |hex: &str| {
                let bytes = number(hex).to_bytes_be();
                [vec![0; size - bytes.len()], bytes].concat()
            };
            let key = EcKey::new(curve, &[vec![4], pad(curve.gx), pad(curve.gy)].concat()).unwrap();
            let infinity = key.group.combine(&key.group.n, &BigUint::default(), &key.point);
            assert_eq!(infinity.z, BigUint::default(), "{}", curve.name);
        }
    }
}
