//! A bounded DER reader. It never recurses and never allocates, so that no nesting and no announced length can cost
//! more than the bytes that are there.

/// Bytes that are not the structure they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

type Result<T> = std::result::Result<T, Malformed>;

pub(super) const INTEGER: u32 = 0x02;
pub(super) const BIT_STRING: u32 = 0x03;
pub(super) const OCTETS: u32 = 0x04;
pub(super) const OID: u32 = 0x06;
pub(super) const UTC_TIME: u32 = 0x17;
pub(super) const GENERALIZED_TIME: u32 = 0x18;
pub(super) const SEQUENCE: u32 = 0x30;
pub(super) const SET: u32 = 0x31;
/// `[0]`, constructed.
pub(super) const CONTEXT_0: u32 = 0xa0;
/// `[1]`, constructed.
pub(super) const CONTEXT_1: u32 = 0xa1;
/// `[2]`, constructed.
pub(super) const CONTEXT_2: u32 = 0xa2;
/// `[3]`, constructed.
pub(super) const CONTEXT_3: u32 = 0xa3;

/// One element. `tag` holds the identifier octets, big-endian (`0x7f61` for a two-octet tag).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) tag: u32,
    pub(super) value: &'a [u8],
    /// Identifier, length and value: what a signature covers.
    pub(super) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// The elements inside.
    pub(super) fn inside(&self) -> Reader<'a> {
        Reader(self.value)
    }
}

/// Reads elements one after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element, of any tag. Lengths must be definite and, as DER has it, minimal.
    pub(super) fn next(&mut self) -> Result<Element<'a>> {
        let bytes = self.0;
        let first = *bytes.first().ok_or(Malformed)?;
        let mut tag = u32::from(first);
        let mut at = 1;
        if first & 0x1f == 0x1f {
            let second = *bytes.get(1).ok_or(Malformed)?;
            // LDS 1.8 uses tags of two octets at most.
            if second & 0x80 != 0 {
                return Err(Malformed);
            }
            tag = tag << 8 | u32::from(second);
            at = 2;
        }
        let short = *bytes.get(at).ok_or(Malformed)?;
        at += 1;
        let length = if short < 0x80 {
            usize::from(short)
        } else {
            let count = usize::from(short & 0x7f);
            let octets = bytes.get(at..at + count).ok_or(Malformed)?;
            at += count;
            let least = if count == 1 { 0x80 } else { 1 << (8 * count.clamp(1, 4) - 8) };
            let length = octets.iter().fold(0_usize, |sum, octet| sum << 8 | usize::from(*octet));
            if count == 0 || count > 4 || length < least {
                return Err(Malformed);
            }
            length
        };
        let end = at.checked_add(length).ok_or(Malformed)?;
        let value = bytes.get(at..end).ok_or(Malformed)?;
        self.0 = &bytes[end..];
        Ok(Element { tag, value, whole: &bytes[..end] })
    }

    /// The next element, which must have this tag.
    pub(super) fn expect(&mut self, tag: u32) -> Result<Element<'a>> {
        self.next().and_then(|element| if element.tag == tag { Ok(element) } else { Err(Malformed) })
    }

    /// The next element if it has this tag.
    pub(super) fn optional(&mut self, tag: u32) -> Result<Option<Element<'a>>> {
        let mut ahead = *self;
        if self.is_empty() || ahead.next()?.tag != tag {
            return Ok(None);
        }
        self.next().map(Some)
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

/// A whole input that is one element of this tag.
pub(super) fn only<'a>(bytes: &'a [u8], tag: u32) -> Result<Element<'a>> {
    let mut reader = Reader(bytes);
    let element = reader.expect(tag)?;
    reader.end()?;
    Ok(element)
}

/// A small non-negative integer.
pub(super) fn small(element: Element<'_>) -> Result<u32> {
    let ok = element.tag == INTEGER && matches!(element.value.len(), 1..=4) && element.value[0] & 0x80 == 0;
    if !ok {
        return Err(Malformed);
    }
    Ok(element.value.iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_definite_minimal_and_inside_the_input() {
        assert_eq!(only(&[0x04, 1, 7], OCTETS).map(|e| e.value), Ok(&[7_u8][..]));
        for bad in [
            &[0x04, 0x80, 0, 0][..],
            &[0x04, 0x81, 1, 7],
            &[0x04, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x04, 0x88, 1, 1, 1, 1, 1, 1, 1, 1],
            &[0x04, 2, 7],
            &[0x04, 1, 7, 0],
            &[0x7f],
            &[],
        ] {
            assert_eq!(only(bad, OCTETS), Err(Malformed), "{bad:02x?}");
        }
    }
}
