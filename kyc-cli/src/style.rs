//! Colour and width of the terminal, and text measured in terminal cells.

use clap::builder::styling::{AnsiColor, Effects, Style as Ansi};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How to write for the terminal at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether to write escape codes for colour.
    pub color: bool,
    /// Cells in a line.
    pub width: usize,
}

/// What a piece of text means; each meaning has one colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Ordinary text.
    Plain,
    /// A heading or the value one looks for.
    Bold,
    /// It is well: green.
    Good,
    /// A person should look: amber.
    Warn,
    /// It is not well: red.
    Bad,
    /// A measure without a judgement: blue.
    Measure,
    /// Secondary.
    Dim,
}

impl Style {
    /// `text` in the colour of `ink`; unchanged where colours are off.
    pub(crate) fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.color || ink == Ink::Plain || text.is_empty() {
            return text.to_owned();
        }
        let ansi = match ink {
            Ink::Plain => Ansi::new(),
            Ink::Bold => Ansi::new().effects(Effects::BOLD),
            Ink::Good => AnsiColor::Green.on_default(),
            Ink::Warn => AnsiColor::Yellow.on_default(),
            Ink::Bad => AnsiColor::Red.on_default(),
            Ink::Measure => AnsiColor::Blue.on_default(),
            Ink::Dim => Ansi::new().effects(Effects::DIMMED),
        };
        format!("{ansi}{text}{ansi:#}")
    }
}

/// Cells `text` takes; combining characters take none, wide ones (CJK) two.
pub(crate) fn cells(text: &str) -> usize {
    text.width()
}

/// `text` with spaces up to `width` cells; longer text is left as it is.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(cells(text))))
}

/// `text` after spaces up to `width` cells; longer text is left as it is.
pub(crate) fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(cells(text))))
}

/// `text` without what could steer the terminal or turn the line around: what a document or a file says is untrusted.
pub(crate) fn clean(text: &str) -> String {
    let steers =
        |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// The longest start of `text` that takes at most `width` cells, at least one character, and the rest.
pub(crate) fn break_at(text: &str, width: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width && at > 0 {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// A bar of `width` cells, `part` of `whole` filled, rounded down so that only the whole looks whole.
pub(crate) fn bar(part: u64, whole: u64, width: usize) -> (String, String) {
    let filled = if whole == 0 { 0 } else { (u128::from(part.min(whole)) * width as u128 / u128::from(whole)) as usize };
    ("█".repeat(filled), "░".repeat(width - filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_codes_without_colour_and_balanced_ones_with_it() {
        let plain = Style { color: false, width: 80 };
        assert_eq!(plain.paint(Ink::Bad, "x"), "x");
        let coloured = Style { color: true, ..plain };
        assert_eq!(coloured.paint(Ink::Bad, "x"), "\u{1b}[31mx\u{1b}[0m");
        assert_eq!(coloured.paint(Ink::Plain, "x"), "x");
    }

    #[test]
    fn text_is_measured_in_cells() {
        assert_eq!(cells("山田"), 4);
        assert_eq!(cells("e\u{301}"), 1);
        assert_eq!(pad("山田", 6), "山田  ");
        assert_eq!(pad_left("7", 3), "  7");
        assert_eq!(break_at("山田太郎", 5), ("山田", "太郎"));
        assert_eq!(break_at("e\u{301}a", 1), ("e\u{301}", "a"));
        assert_eq!(break_at("山", 1), ("山", ""));
    }

    #[test]
    fn untrusted_text_cannot_steer_the_terminal() {
        assert_eq!(clean("A\u{1b}[2JB\u{202e}C\n"), "A\u{fffd}[2JB\u{fffd}C\u{fffd}");
    }

    #[test]
    fn a_bar_is_full_only_at_the_whole() {
        assert_eq!(bar(99, 100, 4), ("███".into(), "░".into()));
        assert_eq!(bar(100, 100, 4), ("████".into(), String::new()));
        assert_eq!(bar(0, 0, 2), (String::new(), "░░".into()));
    }
}
