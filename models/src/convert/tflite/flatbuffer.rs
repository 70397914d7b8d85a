//! A bounds-checked reader of FlatBuffers: tables, vectors, scalars. Every offset of a damaged file is an error.

/// A table inside a buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn damaged() -> String {
    "the file is damaged".to_owned()
}

fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], String> {
    at.checked_add(N).and_then(|end| bytes.get(at..end)).and_then(|slice| slice.try_into().ok()).ok_or_else(damaged)
}

fn offset_at(bytes: &[u8], at: usize) -> Result<usize, String> {
    let offset = u32::from_le_bytes(bytes_at(bytes, at)?) as usize;
    at.checked_add(offset).ok_or_else(damaged)
}

impl<'a> Table<'a> {
    /// The root table of a file with this identifier.
    pub(super) fn root(bytes: &'a [u8], identifier: &[u8; 4]) -> Result<Self, String> {
        if bytes_at::<4>(bytes, 4)? != *identifier {
            return Err("the file is of another kind".to_owned());
        }
        Ok(Self { bytes, at: offset_at(bytes, 0)? })
    }

    /// Position of a field, or `None` when the table leaves it out.
    fn field(&self, index: usize) -> Result<Option<usize>, String> {
        let back = i64::from(i32::from_le_bytes(bytes_at(self.bytes, self.at)?));
        let vtable = usize::try_from(self.at as i64 - back).map_err(|_| damaged())?;
        let size = usize::from(u16::from_le_bytes(bytes_at(self.bytes, vtable)?));
        let slot = 4 + 2 * index;
        if slot + 2 > size {
            return Ok(None);
        }
        let offset = usize::from(u16::from_le_bytes(bytes_at(self.bytes, vtable + slot)?));
        Ok((offset != 0).then_some(self.at + offset))
    }

    pub(super) fn i8(&self, index: usize) -> Result<i8, String> {
        self.field(index)?.map_or(Ok(0), |at| bytes_at::<1>(self.bytes, at).map(i8::from_le_bytes))
    }

    pub(super) fn i32(&self, index: usize, default: i32) -> Result<i32, String> {
        self.field(index)?.map_or(Ok(default), |at| bytes_at(self.bytes, at).map(i32::from_le_bytes))
    }

    pub(super) fn table(&self, index: usize) -> Result<Option<Table<'a>>, String> {
        self.field(index)?.map(|at| Ok(Table { bytes: self.bytes, at: offset_at(self.bytes, at)? })).transpose()
    }

    /// Start and length of a vector whose elements have `size` bytes.
    fn vector(&self, index: usize, size: usize) -> Result<(usize, usize), String> {
        let Some(at) = self.field(index)? else { return Ok((0, 0)) };
        let start = offset_at(self.bytes, at)?;
        let length = u32::from_le_bytes(bytes_at(self.bytes, start)?) as usize;
        let fits =
            length.checked_mul(size).and_then(|bytes| bytes.checked_add(start + 4)).is_some_and(|end| end <= self.bytes.len());
        if fits { Ok((start + 4, length)) } else { Err(damaged()) }
    }

    pub(super) fn bytes(&self, index: usize) -> Result<&'a [u8], String> {
        let (start, length) = self.vector(index, 1)?;
        Ok(&self.bytes[start..start + length])
    }

    pub(super) fn text(&self, index: usize) -> Result<String, String> {
        String::from_utf8(self.bytes(index)?.to_vec()).map_err(|_| damaged())
    }

    pub(super) fn i32s(&self, index: usize) -> Result<Vec<i32>, String> {
        let (start, length) = self.vector(index, 4)?;
        (0..length).map(|i| bytes_at(self.bytes, start + 4 * i).map(i32::from_le_bytes)).collect()
    }

    pub(super) fn tables(&self, index: usize) -> Result<Vec<Table<'a>>, String> {
        let (start, length) = self.vector(index, 4)?;
        (0..length).map(|i| Ok(Table { bytes: self.bytes, at: offset_at(self.bytes, start + 4 * i)? })).collect()
    }
}
