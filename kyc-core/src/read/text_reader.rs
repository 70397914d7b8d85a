//! Readers of printed text other than the engine's own: Tesseract, and whatever the host connects. Each is asked on a thread
//! of its own and for a limited time, and its answer is checked before anything is made of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::error::{Code, Error, Result};
use crate::image::Image;
use crate::wire::{PrintReason, Quad, Script};

/// Longest name of a reader.
const LONGEST_NAME: usize = 40;
/// Most lines taken from one page; the engine's own detector finds no more.
pub const MOST_LINES: usize = 300;
/// Most characters of a line. Lines of documents have fewer than 100.
pub const MOST_CHARACTERS: usize = 400;
/// A line may lie this far outside of its picture, as a share of the picture's longer side: regions are grown a little.
const OUTSIDE: f32 = 0.1;
/// Most questions of one engine that its reader has not answered yet. Those that it never answers keep a thread each.
const MOST_WAITING: usize = 8;

/// A page to read.
pub struct Page {
    /// The picture as it was handed in, RGB.
    pub image: Image,
    /// Where the engine's detector saw lines of text: corners in picture pixels, in the order in which the text reads, so
    /// that the first side of each leads along the line. A reader may take them or look for itself.
    pub regions: Vec<Quad>,
    /// Quarter turns clockwise that make the picture upright.
    pub upright_quarters: u8,
    /// Scripts to expect besides Latin, of those that the reader says it reads; empty where the document is printed in none.
    pub scripts: Vec<Script>,
}

/// A line as a reader read it. It has no `Debug`, which would show personal data.
#[derive(Clone, PartialEq)]
pub struct TextFound {
    /// What it says.
    pub text: String,
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
    /// Its corners in picture pixels, in the order in which the text reads.
    pub region: Quad,
}

/// Why a reader has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReaderProblem {
    /// It took too long.
    TimedOut,
    /// Anything else.
    Failed,
}

/// Reads printed text. Machine-readable zones are read by the engine itself, whatever reads the print.
///
/// Calls come from many threads at once. What a reader does wrong (panics, never answers, answers nonsense) is reported in
/// the evidence and never harms the call it was asked in.
pub trait TextReader: Send + Sync {
    /// Its name in evidence: letters, digits, `.`, `_` and `-`, at most 40.
    fn name(&self) -> &str;
    /// Scripts that it reads. Latin should be one of them.
    fn scripts(&self) -> Vec<Script>;
    /// Reads a page.
    ///
    /// # Errors
    /// Where it has no answer.
    fn read(&self, page: &Page) -> Result<Vec<TextFound>, ReaderProblem>;
}

/// A reader within its bounds.
#[derive(Clone)]
pub struct BoundReader {
    reader: Arc<dyn TextReader>,
    name: String,
    scripts: Vec<Script>,
    /// Scripts to expect of documents that do not say where they are from.
    expected: Vec<Script>,
    patience: Duration,
    waiting: Arc<AtomicUsize>,
}

/// A sound answer, and whether all of it was.
pub(crate) struct Answer {
    pub(crate) lines: Vec<TextFound>,
    pub(crate) is_whole: bool,
}

impl BoundReader {
    /// `expected`: scripts of documents that do not tell their own; `patience`: how long one page may take.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] when the reader's name is none, or it cannot even say its name and its scripts.
    pub fn new(reader: Arc<dyn TextReader>, expected: Vec<Script>, patience: Duration) -> Result<Self> {
        let wrong = |why| Error::new(Code::InvalidConfig, why);
        let introduced = catch_unwind(AssertUnwindSafe(|| (reader.name().to_owned(), reader.scripts())));
        let (name, scripts) = introduced.map_err(|_| wrong("the reader of text panicked when it was asked for its name"))?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(is_name) {
            return Err(wrong("the name of a reader of text has 1 to 40 letters, digits, dots, dashes and underscores"));
        }
        Ok(Self { reader, name, scripts, expected, patience, waiting: Arc::default() })
    }

    /// Its name in evidence.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn reads(&self, script: Script) -> bool {
        self.scripts.contains(&script)
    }

    pub(crate) fn expected(&self) -> &[Script] {
        &self.expected
    }

    /// Asks the reader. A reader that does not answer in time is left alone with its thread.
    ///
    /// # Errors
    /// Why there is no answer.
    pub(crate) fn ask(&self, page: Page) -> Result<Answer, PrintReason> {
        let (width, height) = (page.image.width() as f32, page.image.height() as f32);
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(PrintReason::TimedOut);
        }
        let (sender, receiver) = mpsc::sync_channel(1);
        let (reader, waiting) = (Arc::clone(&self.reader), Arc::clone(&self.waiting));
        let asked = std::thread::Builder::new().name("kyc-reader".to_owned()).spawn(move || {
            let answer = catch_unwind(AssertUnwindSafe(|| reader.read(&page)));
            waiting.fetch_sub(1, Ordering::AcqRel);
            // Nobody listens any more when it was too late.
            let _ = sender.send(answer.unwrap_or(Err(ReaderProblem::Failed)));
        });
        if asked.is_err() {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(PrintReason::Failed);
        }
        match receiver.recv_timeout(self.patience) {
            Ok(Ok(lines)) => Ok(checked(lines, width, height)),
            Ok(Err(ReaderProblem::TimedOut)) | Err(mpsc::RecvTimeoutError::Timeout) => Err(PrintReason::TimedOut),
            Ok(Err(ReaderProblem::Failed)) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(PrintReason::Failed),
        }
    }
}

/// Keeps lines that are lines.
fn checked(lines: Vec<TextFound>, width: f32, height: f32) -> Answer {
    let margin = OUTSIDE * width.max(height);
    let inside = |at: f32, side: f32| at.is_finite() && at >= -margin && at <= side + margin;
    let mut is_whole = lines.len() <= MOST_LINES;
    let mut kept = Vec::new();
    for line in lines.into_iter().take(MOST_LINES) {
        let has_place = line.region.0.iter().all(|p| inside(p.x, width) && inside(p.y, height));
        let is_short = line.text.len() <= 4 * MOST_CHARACTERS && line.text.chars().count() <= MOST_CHARACTERS;
        if !(has_place && is_short && (0.0..=1.0).contains(&line.confidence)) {
            is_whole = false;
            continue;
        }
        let text = readable(&line.text);
        if !text.is_empty() {
            kept.push(TextFound { text, ..line });
        }
    }
    Answer { lines: kept, is_whole }
}

/// Text without control characters and without the marks that turn its direction round; single spaces.
fn readable(text: &str) -> String {
    let is_turn = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let plain: String = text.chars().filter(|c| !is_turn(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::{Point, Rect};

    /// A reader of the host's own that does what a test wants.
    struct Host<F>(&'static str, F);

    impl<F: Fn(&Page) -> Result<Vec<TextFound>, ReaderProblem> + Send + Sync> TextReader for Host<F> {
        fn name(&self) -> &str {
            if self.0 == "panics" { panic!("Jane Roe") } else { self.0 }
        }
        fn scripts(&self) -> Vec<Script> {
            vec![Script::Latin, Script::Greek]
        }
        fn read(&self, page: &Page) -> Result<Vec<TextFound>, ReaderProblem> {
            (self.1)(page)
        }
    }

    type Found = Result<Vec<TextFound>, ReaderProblem>;

    fn bound(read: impl Fn(&Page) -> Found + Send + Sync + 'static) -> BoundReader {
        BoundReader::new(Arc::new(Host("host-ocr", read)), Vec::new(), Duration::from_millis(200)).unwrap()
    }

    fn page() -> Page {
        Page { image: Image::filled(100, 50, [9; 3]), regions: Vec::new(), upright_quarters: 0, scripts: Vec::new() }
    }

    fn line(text: &str) -> TextFound {
        let region = Quad::from(Rect { x: 5.0, y: 5.0, width: 60.0, height: 12.0 });
        TextFound { text: text.to_owned(), confidence: 0.9, region }
    }

    fn texts(answer: &Answer) -> Vec<&str> {
        answer.lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_sound_answer_is_taken_and_stripped_of_control_characters() {
        let reader = bound(|_| Ok(vec![line(" Ab\tc\u{202e} d\n"), line("\u{0}"), line("Παπαδόπουλος")]));
        let answer = reader.ask(page()).unwrap();
        assert_eq!((texts(&answer), answer.is_whole), (vec!["Ab c d", "Παπαδόπουλος"], true));
    }

    #[test]
    fn a_hostile_answer_keeps_its_sound_lines_only_and_is_told() {
        let at = |x: f32| Quad([Point::new(x, 1.0), Point::new(9.0, 1.0), Point::new(9.0, 9.0), Point::new(1.0, 9.0)]);
        let bad = [
            TextFound { region: at(f32::NAN), ..line("a") },
            TextFound { region: at(f32::INFINITY), ..line("a") },
            TextFound { region: at(1e30), ..line("a") },
            TextFound { confidence: f32::NAN, ..line("a") },
            TextFound { confidence: 1.5, ..line("a") },
            line(&"a".repeat(10_000_000)),
            line(&"म".repeat(401)),
        ];
        for bad in bad {
            let answer = bound(move |_| Ok(vec![line("good"), bad.clone()])).ask(page()).unwrap();
            assert_eq!((texts(&answer), answer.is_whole), (vec!["good"], false));
        }
        let answer = bound(|_| Ok(vec![line("x"); 100_000])).ask(page()).unwrap();
        assert_eq!((answer.lines.len(), answer.is_whole), (MOST_LINES, false));
    }

    #[test]
    fn panics_failures_and_silence_are_reasons() {
        let reason = |reader: &BoundReader| reader.ask(page()).map(|_| ()).unwrap_err();
        assert_eq!(reason(&bound(|_| panic!("Jane Roe"))), PrintReason::Failed);
        assert_eq!(reason(&bound(|_| Err(ReaderProblem::Failed))), PrintReason::Failed);
        assert_eq!(reason(&bound(|_| Err(ReaderProblem::TimedOut))), PrintReason::TimedOut);
        // One that never answers is asked a few times, then no more: threads are not piled up.
        let (asked, forever) = (Arc::new(AtomicUsize::new(0)), mpsc::channel::<()>());
        let (counter, ears) = (Arc::clone(&asked), std::sync::Mutex::new(forever.1));
        let silent = Host("host-ocr", move |_: &Page| {
            counter.fetch_add(1, Ordering::AcqRel);
            let _ = ears.lock().map(|ears| ears.recv());
            Err(ReaderProblem::Failed)
        });
        let reader = BoundReader::new(Arc::new(silent), Vec::new(), Duration::from_millis(5)).unwrap();
        for _ in 0..3 * MOST_WAITING {
            assert_eq!(reason(&reader), PrintReason::TimedOut);
        }
        assert!(asked.load(Ordering::Acquire) <= MOST_WAITING);
    }

    #[test]
    fn a_reader_without_a_name_is_a_wrong_configuration() {
        for name in ["", "two words", "panics", "a-name-that-is-much-longer-than-any-reader-needs"] {
            let reader = Arc::new(Host(name, |_: &Page| Ok(Vec::new())));
            let error = BoundReader::new(reader, Vec::new(), Duration::from_secs(1)).map(|_| ()).unwrap_err();
            assert!(error.code() == Code::InvalidConfig && !error.message().contains("Jane"));
        }
    }
}
