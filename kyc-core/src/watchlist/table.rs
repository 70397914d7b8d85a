//! Delimited text (RFC 4180, with any delimiter), tolerant: a quote that never closes ends with the file.

/// Rows of fields. Bytes that are not UTF-8 are replaced.
pub(super) fn rows(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '"' if quoted && signs.peek() == Some(&'"') => {
                field.push('"');
                signs.next();
            }
            '"' if quoted => quoted = false,
            '"' if field.trim().is_empty() => {
                field.clear();
                quoted = true;
            }
            '\r' if !quoted => {}
            c if c == delimiter && !quoted => row.push(std::mem::take(&mut field).trim().to_owned()),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field).trim().to_owned());
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field.trim().to_owned());
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_delimiters_and_an_open_quote() {
        assert_eq!(rows("a,\"b, \"\"c\"\"\",d\r\n1, 2\n", ','), [vec!["a", "b, \"c\"", "d"], vec!["1", "2"]]);
        assert_eq!(rows("a;\"b\nc", ';'), [vec!["a", "b\nc"]]);
        assert!(rows("", ',').is_empty());
    }
}
