//! Parts of a Markdown page that a command writes, between markers that name the part and the command.

/// Puts `text` where the page has the part `name`, else at its end. The rest of the page is kept.
pub(crate) fn put(page: &str, name: &str, command: &str, text: &str) -> String {
    let begin = format!("<!-- {name}: written by `{command}` -->");
    let end = format!("<!-- /{name} -->");
    let part = format!("{begin}\n{text}{end}\n");
    match page.find(&begin).zip(page.find(&end)).filter(|(from, to)| from < to) {
        Some((from, to)) => {
            let rest = page.get(to + end.len()..).unwrap_or("").trim_start_matches('\n');
            format!("{}{part}{}{rest}", page.get(..from).unwrap_or(""), if rest.is_empty() { "" } else { "\n" })
        }
        None if page.is_empty() => part,
        None => format!("{}\n\n{part}", page.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_part_is_replaced_and_the_rest_is_kept() {
        let with = |text: &str| put("# Accuracy\n\nWords.\n", "a", "kyc a", text);
        assert_eq!(with("old\n"), "# Accuracy\n\nWords.\n\n<!-- a: written by `kyc a` -->\nold\n<!-- /a -->\n");
        let two = put(&with("old\n"), "b", "kyc b", "other\n");
        assert_eq!(put(&two, "a", "kyc a", "new\n"), two.replace("old", "new"));
        assert_eq!(put("", "a", "kyc a", "x\n"), "<!-- a: written by `kyc a` -->\nx\n<!-- /a -->\n");
        // Markers in the wrong order are no part.
        let odd = "<!-- /a -->\n<!-- a: written by `kyc a` -->";
        assert!(put(odd, "a", "kyc a", "x\n").starts_with(odd));
    }
}
