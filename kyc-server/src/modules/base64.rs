//! Pictures inside JSON.

use std::borrow::Cow;

use base64ct::{Base64, Base64Unpadded, Encoding};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::refusal::Refused;

/// A file as base64 (RFC 4648, section 4: the standard alphabet, in one line), with its padding or without. Borrowed from the body
/// where the JSON has no escapes in it, so that the file itself is the only copy; the limit of the body bounds its length.
#[derive(Deserialize)]
pub(crate) struct Picture64<'b>(#[serde(borrow)] Cow<'b, str>);

impl Picture64<'_> {
    /// The file; `member` is the request's name for it.
    pub(super) fn decode(&self, member: &str) -> Result<Vec<u8>, Refused> {
        let text = &*self.0;
        let decoded = if text.ends_with('=') { Base64::decode_vec(text) } else { Base64Unpadded::decode_vec(text) };
        decoded.map_err(|_| super::invalid(&format!("`{member}` is not base64 of the standard alphabet in one line")))
    }
}

impl JsonSchema for Picture64<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Picture64".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "contentEncoding": "base64", "contentMediaType": "application/octet-stream"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        Picture64(text.into()).decode("image").ok()
    }

    #[test]
    fn padding_may_be_left_out_but_not_be_wrong() {
        for (text, bytes) in [("", &b""[..]), ("/w==", b"\xff"), ("/w", b"\xff"), ("+/8=", b"\xfb\xff"), ("AAEC", b"\0\x01\x02")]
        {
            assert_eq!(decoded(text).as_deref(), Some(bytes), "{text}");
        }
        // Too much padding, too little, bits that nothing stands for, a lone letter, other alphabets, lines, an address.
        for text in
            ["=", "====", "/w=", "/w===", "/x==", "/x", "A", "_-8=", "AA EC", "AAEC\n", "AAEC\r\nAAEC", "data:;base64,AAEC"]
        {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
