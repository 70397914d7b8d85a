//! Text as people paste it: any case, spaces, one line or several.

use super::parse::MrzProblem;

/// Cuts text into the lines of a machine-readable zone: white space around and inside lines is dropped, letters become
/// upper case, and one long line of 72, 88 or 90 characters is cut at its format's length. A French driving licence has one
/// line of 30.
///
/// # Errors
/// [`MrzProblem::Shape`] when that gives no zone's number of lines. Content is checked by [`super::parse`].
pub fn read_text(text: &str) -> Result<Vec<String>, MrzProblem> {
    // Nobody pastes more; a hostile megabyte is not copied.
    if text.len() > 1024 {
        return Err(MrzProblem::Shape);
    }
    let clean = |line: &str| line.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect::<String>();
    let lines: Vec<String> = text.lines().map(clean).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [one] if one.is_ascii() => {
            let length = match one.len() {
                30 => 30,
                72 => 36,
                88 => 44,
                90 => 30,
                _ => return Err(MrzProblem::Shape),
            };
            Ok(one.as_bytes().chunks(length).map(|part| String::from_utf8_lossy(part).into_owned()).collect())
        }
        [_, _] | [_, _, _] => Ok(lines),
        _ => Err(MrzProblem::Shape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_text_becomes_lines() {
        let joined = format!("{}{}", "P<UTO".to_owned() + &"<".repeat(39), "1".repeat(44));
        let lines = read_text(&joined).expect("88 characters are two lines of TD3");
        assert_eq!(lines.iter().map(String::len).collect::<Vec<_>>(), [44, 44]);
        assert_eq!(read_text(" p<uto \n\n ab c \n").as_deref(), Ok(&["P<UTO".to_owned(), "ABC".to_owned()][..]));
        assert_eq!(read_text(&"x".repeat(5000)), Err(MrzProblem::Shape));
        assert_eq!(read_text("é".repeat(44).as_str()), Err(MrzProblem::Shape));
    }
}
