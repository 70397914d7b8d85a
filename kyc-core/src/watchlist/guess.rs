//! Which of the known forms a list's bytes have.

use super::load::{ListFormat, has_names};
use super::table::rows;

/// Bytes at the beginning that are looked at.
const LOOKED_AT: usize = 1 << 16;
/// Columns of OFAC's `SDN.CSV`.
const PRIMARY_COLUMNS: usize = 12;
/// Columns of OFAC's `ALT.CSV`.
const ALTERNATE_COLUMNS: usize = 5;

impl ListFormat {
    /// The form that `bytes` seem to have; none when it is no form that is known. For files of people's choice: a host
    /// that knows what it fetched should name the form.
    pub fn guess(bytes: &[u8]) -> Option<Self> {
        let head = String::from_utf8_lossy(bytes.get(..LOOKED_AT).unwrap_or(bytes));
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with('<') {
            return ["<CONSOLIDATED_LIST", "<INDIVIDUAL>", "<ENTITY>"]
                .iter()
                .any(|tag| head.contains(tag))
                .then_some(Self::UnXml);
        }
        let first = rows(head.lines().next().unwrap_or_default(), ',').into_iter().next().unwrap_or_default();
        let numbered = first.first().is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
        match first.len() {
            PRIMARY_COLUMNS if numbered => Some(Self::OfacPrimary),
            ALTERNATE_COLUMNS if numbered => Some(Self::OfacAlternate),
            _ => has_names(head).then_some(Self::Table),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_142_forms_are_told_apart() {
        let primary = "7,\"ROE, Jane\",\"individual\",a,b,c,d,e,f,g,h,i\n";
        assert_eq!(ListFormat::guess(primary.as_bytes()), Some(ListFormat::OfacPrimary));
        assert_eq!(ListFormat::guess(b"7,1,\"aka\",\"ROW, Jane\",-0- \n"), Some(ListFormat::OfacAlternate));
        assert_eq!(ListFormat::guess(b"<?xml version='1.0'?><CONSOLIDATED_LIST>"), Some(ListFormat::UnXml));
        assert_eq!(ListFormat::guess("\u{feff}id;name\n1;Jane\n".as_bytes()), Some(ListFormat::Table));
        assert_eq!(ListFormat::guess(b"Last Updated,1\nName 6,Name 1\n"), Some(ListFormat::Table));
        for other in [&b"7,remarks\n"[..], b"<html>", b"", b"\xff\xfe\x00", b"a,b,c\n"] {
            assert_eq!(ListFormat::guess(other), None);
        }
    }
}
