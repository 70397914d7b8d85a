//! Lines of coloured text that never grow wider than the terminal.

use crate::style::{Ink, Style, break_at, cells, clean};

/// Indent of what stands under a heading.
pub(super) const INDENT: &str = "  ";
/// Narrower terminals get lines of this many cells: the columns need that much.
const NARROWEST: usize = 60;
/// A space that does not break a line; written as an ordinary one.
pub(super) const HARD: char = '\u{a0}';

/// A piece of text of one meaning.
pub(super) type Span = (Ink, String);

/// A span.
pub(super) fn span(ink: Ink, text: impl Into<String>) -> Span {
    (ink, text.into())
}

/// `text` on one line whatever its length allows: its spaces do not break.
pub(super) fn hard(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// `parts` with dots between them; a line breaks only after a dot.
pub(super) fn dotted(parts: &[String]) -> String {
    parts.iter().map(|part| hard(part)).collect::<Vec<_>>().join("\u{a0}· ")
}

/// The report as far as it is written.
pub(super) struct Page<'a> {
    style: &'a Style,
    out: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a Style) -> Self {
        Self { style, out: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Cells in a line.
    pub(super) fn width(&self) -> usize {
        self.style.width.max(NARROWEST)
    }

    /// An empty line (but none at the top) and a heading.
    pub(super) fn section(&mut self, title: &str, aside: &str) {
        self.gap();
        self.entry(&[], &[span(Ink::Bold, title), span(Ink::Dim, format!("{HARD}{HARD}{aside}"))]);
    }

    /// An empty line, but none at the top.
    pub(super) fn gap(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// A dim label of a column's width, then text that wraps beside it.
    pub(super) fn labelled(&mut self, label: &str, body: &[Span]) {
        self.entry(&[span(Ink::Dim, format!("{INDENT}{}", crate::style::pad(label, 16)))], body);
    }

    /// `left` and, at the right edge, `right`; below one another where there is no room.
    pub(super) fn ends(&mut self, left: &[Span], right: &str) {
        let gap = self.width().saturating_sub(wide(left) + cells(right));
        if gap < 2 {
            self.entry(&[], left);
            self.entry(&[], &[span(Ink::Dim, right)]);
        } else {
            let mut lead = left.to_vec();
            lead.extend([span(Ink::Plain, " ".repeat(gap)), span(Ink::Dim, right)]);
            self.entry(&lead, &[]);
        }
    }

    /// `lead` as it stands, then `body`, wrapped at spaces and hung under its own start. Words longer than a line are broken.
    pub(super) fn entry(&mut self, lead: &[Span], body: &[Span]) {
        let hang = wide(lead).min(self.width() - 1);
        let room = self.width() - hang;
        let mut lines: Vec<Vec<Span>> = vec![lead.to_vec()];
        let mut used = 0;
        for (ink, word, space) in words(body) {
            let mut word = word.as_str();
            let before = usize::from(space && used > 0);
            if used > 0 && used + before + cells(word) > room {
                lines.push(vec![span(Ink::Plain, " ".repeat(hang))]);
                used = 0;
            } else if before > 0 {
                put(&mut lines, span(ink, " "));
                used += 1;
            }
            while used == 0 && cells(word) > room {
                let (head, rest) = break_at(word, room);
                if rest.is_empty() {
                    break;
                }
                put(&mut lines, span(ink, head));
                lines.push(vec![span(Ink::Plain, " ".repeat(hang))]);
                word = rest;
            }
            used += cells(word);
            put(&mut lines, span(ink, word));
        }
        for line in lines {
            self.line(&line);
        }
    }

    fn line(&mut self, spans: &[Span]) {
        let mut spans = spans.to_vec();
        // No spaces at the end of a line.
        while let Some((_, text)) = spans.last_mut() {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                break;
            }
            spans.pop();
        }
        for (ink, text) in &spans {
            self.out.push_str(&self.style.paint(*ink, &clean(text).replace(HARD, " ")));
        }
        self.out.push('\n');
    }
}

fn wide(spans: &[Span]) -> usize {
    spans.iter().map(|(_, text)| cells(&clean(text))).sum()
}

/// The words of `body`, each with whether a space stands before it.
fn words(body: &[Span]) -> Vec<(Ink, String, bool)> {
    let mut words = Vec::new();
    let mut space = false;
    for (ink, text) in body {
        for (n, word) in clean(text).split(' ').enumerate() {
            space |= n > 0;
            if !word.is_empty() {
                words.push((*ink, word.to_owned(), space));
                space = false;
            }
        }
    }
    words
}

/// Adds to the last line, to its last span where the meaning is the same.
fn put(lines: &mut [Vec<Span>], (ink, text): Span) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((last, so_far)) if *last == ink => so_far.push_str(&text),
        _ => line.push((ink, text)),
    }
}
