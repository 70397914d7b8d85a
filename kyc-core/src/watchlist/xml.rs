//! The little of XML that the UN's consolidated list needs: elements with text, no attributes, no entities but the five
//! of XML 1.0. Everything else is passed over.

/// The inner text of each `<tag>…</tag>` in `text`. The tags asked for do not nest in themselves.
pub(super) fn elements<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(&open) {
        let inner = &rest[start + open.len()..];
        let Some(end) = inner.find(&close) else { break };
        found.push(&inner[..end]);
        rest = &inner[end + close.len()..];
    }
    found
}

/// The text of the first `<tag>`, with entities replaced; empty when there is none.
pub(super) fn first(text: &str, tag: &str) -> String {
    elements(text, tag).first().map(|inner| plain(inner)).unwrap_or_default()
}

/// Text with the five entities of XML replaced.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&").trim().to_owned()
}
