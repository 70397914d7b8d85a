//! What became of a document's print, script by script.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Outcome;

/// Scripts in which documents are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, also as Persian, Urdu and Pashto write it.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Thai.
    Thai,
    /// Devanagari: Hindi, Marathi, Nepali.
    Devanagari,
    /// Bengali.
    Bengali,
    /// Tamil.
    Tamil,
    /// Sinhala.
    Sinhala,
    /// Georgian.
    Georgian,
    /// Armenian.
    Armenian,
    /// Chinese characters.
    Han,
    /// Japanese: kana with Chinese characters.
    Japanese,
    /// Korean.
    Hangul,
    /// Khmer.
    Khmer,
    /// Lao.
    Lao,
    /// Burmese.
    Myanmar,
    /// Ethiopic: Amharic, Tigrinya.
    Ethiopic,
    /// Thaana: Dhivehi.
    Thaana,
    /// Tibetan, which also writes Dzongkha.
    Tibetan,
}

impl Script {
    /// The script of a letter, by its block of Unicode; `None` for digits, marks and other scripts. Chinese characters are
    /// [`Script::Han`], also in Japanese.
    pub const fn of(c: char) -> Option<Self> {
        Some(match c {
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{531}'..='\u{587}' => Self::Armenian,
            '\u{5d0}'..='\u{5ea}' => Self::Hebrew,
            '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6fa}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Self::Arabic,
            '\u{780}'..='\u{7bf}' => Self::Thaana,
            '\u{904}'..='\u{963}' => Self::Devanagari,
            '\u{981}'..='\u{9e3}' => Self::Bengali,
            '\u{b82}'..='\u{bd7}' => Self::Tamil,
            '\u{d82}'..='\u{df3}' => Self::Sinhala,
            '\u{e01}'..='\u{e4e}' => Self::Thai,
            '\u{e81}'..='\u{ecd}' | '\u{edc}'..='\u{edf}' => Self::Lao,
            '\u{f40}'..='\u{fbc}' => Self::Tibetan,
            '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' => Self::Myanmar,
            '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Self::Georgian,
            '\u{1200}'..='\u{135a}' => Self::Ethiopic,
            '\u{1780}'..='\u{17d3}' => Self::Khmer,
            '\u{3041}'..='\u{30ff}' => Self::Japanese,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Self::Han,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            _ => return None,
        })
    }

    /// Whether text in `self` may hold letters that [`Script::of`] calls `letter`.
    pub fn has(self, letter: Self) -> bool {
        self == letter || (self == Self::Japanese && letter == Self::Han)
    }
}

/// Why print in a script was read or not. Each reason has one [`Outcome`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrintReason {
    /// Lines in this script were read.
    Read,
    /// The configured reader of text cannot read this script.
    NoReader,
    /// The reader was asked and found no line in this script.
    NotFound,
    /// Most lines could not be read with confidence: a script that no reader knows, or a poor picture.
    Unsure,
    /// The host's reader did not answer in time.
    TimedOut,
    /// The reader failed.
    Failed,
    /// The reader's answer breaks its contract: too much text, or places that are no places. What was sound of it was kept.
    BadAnswer,
}

impl PrintReason {
    /// The outcome that the reason stands for. What was not read is never a pass.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Read => Outcome::Pass,
            _ => Outcome::NotRun,
        }
    }
}

/// What became of the print in one script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintRead {
    /// The script; absent where nothing says which one it is.
    pub script: Option<Script>,
    /// How it came out.
    pub outcome: Outcome,
    /// Why.
    pub reason: PrintReason,
    /// Name of the reader of text.
    pub reader: String,
}

impl PrintRead {
    /// What `reader` made of `script`.
    pub fn new(script: Option<Script>, reason: PrintReason, reader: &str) -> Self {
        Self { script, outcome: reason.outcome(), reason, reader: reader.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_their_script_and_digits_none() {
        for (text, script) in [
            ("Zürich", Script::Latin),
            ("Иванов", Script::Cyrillic),
            ("Παπαδόπουλος", Script::Greek),
            ("محمد", Script::Arabic),
            ("ישראל", Script::Hebrew),
            ("ประเทศไทย", Script::Thai),
            ("भारत", Script::Devanagari),
            ("中国", Script::Han),
            ("대한민국", Script::Hangul),
        ] {
            assert!(text.chars().all(|c| Script::of(c) == Some(script)), "{script:?}");
        }
        assert_eq!("01.02.2030 <".chars().find_map(Script::of), None);
        assert!(Script::Japanese.has(Script::Han) && !Script::Han.has(Script::Japanese));
    }
}
