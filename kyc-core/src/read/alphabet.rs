//! Which characters a recogniser may print: its dictionary, and masks that keep look-alikes of other scripts out.

use crate::error::{Code, Error, Result};
use crate::runtime::Session;

/// The MRZ alphabet (ICAO 9303-3 §4.3) in the order the MRZ decoder expects; index 0 of a step is the blank.
pub(crate) const MRZ_ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";

/// Classes of a recogniser with connectionist temporal classification: blank, then the dictionary, then space.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    /// Class and character, for every class that Latin text may use; the blank is not here.
    pub(crate) latin: Vec<(usize, char)>,
    /// Class of each character of [`MRZ_ALPHABET`].
    pub(crate) mrz: [usize; 37],
    /// Classes in all, blank and space included.
    pub(crate) classes: usize,
}

impl Alphabet {
    /// Reads the dictionary from the model's metadata key `character`, one character a line.
    ///
    /// # Errors
    /// [`Code::ModelContract`] when there is none or it lacks a character of the MRZ.
    pub(crate) fn of(id: &str, session: &dyn Session) -> Result<Self> {
        let text = session.metadata("character");
        let text = text.ok_or_else(|| Error::new(Code::ModelContract, format!("{id} carries no dictionary")))?;
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let mut latin = Vec::new();
        let mut count = 0;
        for (index, entry) in text.split('\n').enumerate() {
            count = index + 1;
            let mut characters = entry.chars();
            if let (Some(c), None) = (characters.next(), characters.next())
                && is_latin(c)
            {
                latin.push((index + 1, c));
            }
        }
        latin.push((count + 1, ' '));
        let mut mrz = [0; 37];
        for (slot, wanted) in mrz.iter_mut().zip(MRZ_ALPHABET.chars()) {
            let class = latin.iter().find(|(_, c)| *c == wanted).map(|(class, _)| *class);
            *slot = class.ok_or_else(|| Error::new(Code::ModelContract, format!("the dictionary of {id} lacks {wanted:?}")))?;
        }
        Ok(Self { latin, mrz, classes: count + 2 })
    }
}

/// Characters of text in Latin script. Without this mask a multilingual reader prints Greek Ρ for P. The manifest's step
/// `keep-latin` leaves a recogniser with these only.
pub fn is_latin(c: char) -> bool {
    matches!(c,
        '!'..='~'
        | '\u{c0}'..='\u{24f}' // Latin-1 letters, Latin Extended-A and -B
        | '\u{1e00}'..='\u{1eff}' // Latin Extended Additional: Vietnamese
        | '§' | '°' | 'º' | 'ª' | '·' | '«' | '»' | '’' | '‘' | '“' | '”' | '–' | '—' | '€' | '£' | '№')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::scripted::ScriptedSession;

    #[test]
    fn the_dictionary_gives_classes_after_the_blank_and_a_space_at_the_end() {
        let dictionary: String = MRZ_ALPHABET.chars().rev().chain("Ρé中".chars()).flat_map(|c| [c, '\n']).collect();
        let session = ScriptedSession::new(Vec::new(), Vec::new(), Vec::new()).with_metadata("character", &dictionary);
        let alphabet = Alphabet::of("rec", &session).unwrap();
        assert_eq!((alphabet.mrz[36], alphabet.mrz[0], alphabet.classes), (1, 37, 42));
        assert!(alphabet.latin.contains(&(39, 'é')) && alphabet.latin.contains(&(41, ' ')));
        assert!(!alphabet.latin.iter().any(|(_, c)| *c == 'Ρ' || *c == '中'));
    }

    #[test]
    fn a_model_without_a_dictionary_breaks_its_contract() {
        let session = ScriptedSession::new(Vec::new(), Vec::new(), Vec::new());
        assert_eq!(Alphabet::of("rec", &session).unwrap_err().code(), Code::ModelContract);
    }
}
