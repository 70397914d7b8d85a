//! Tesseract, through leptess: the scripts that the engine's own recogniser does not know.
//!
//! Lines are those of the engine's own detector, cut level and read one by one: Tesseract's own layout analysis is made for
//! scanned pages, not for photographs. Handles are kept and used again, because opening one reads megabytes of data.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use leptess::{LepTess, Variable};

use super::text_reader::{Page, ReaderProblem, TextFound, TextReader};
use crate::error::{Code, Error, Result};
use crate::image::{Image, warp};
use crate::wire::{Quad, Script};

/// Height of a line as Tesseract gets it, in pixels; its networks are trained on lines of 36 to 48, margins left out.
const HEIGHT: u32 = 56;
/// Longest line: bounds memory and time.
const MOST_WIDTH: u32 = 3000;
/// Margin of plain background around a line; without one, characters at its ends are lost.
const MARGIN: u32 = 10;
/// Most languages of one script that are opened together: each is another pass over every line.
const MOST_LANGUAGES: usize = 3;
/// Pages below this mean confidence may stand on their head.
const UPSIDE_DOWN_BELOW: f32 = 0.6;
/// `tessedit_pageseg_mode`: one line.
const ONE_LINE: &str = "7";

/// Data files of each script by name, the first three that are there: languages, and where there is none of them the
/// script's own, which is larger.
const DATA: &[(Script, &[&str], &str)] = &[
    (Script::Latin, &["eng", "fra", "deu"], "Latin"),
    (Script::Cyrillic, &["rus", "ukr", "bul", "srp", "bel", "mkd", "kaz", "kir", "mon", "tgk"], "Cyrillic"),
    (Script::Greek, &["ell"], "Greek"),
    (Script::Arabic, &["ara", "fas", "urd", "pus"], "Arabic"),
    (Script::Hebrew, &["heb"], "Hebrew"),
    (Script::Thai, &["tha"], "Thai"),
    (Script::Devanagari, &["hin", "mar", "nep"], "Devanagari"),
    (Script::Bengali, &["ben"], "Bengali"),
    (Script::Tamil, &["tam"], "Tamil"),
    (Script::Sinhala, &["sin"], "Sinhala"),
    (Script::Georgian, &["kat"], "Georgian"),
    (Script::Armenian, &["hye"], "Armenian"),
    (Script::Han, &["chi_sim", "chi_tra"], "HanS"),
    (Script::Japanese, &["jpn"], "Japanese"),
    (Script::Hangul, &["kor"], "Hangul"),
    (Script::Khmer, &["khm"], "Khmer"),
    (Script::Lao, &["lao"], "Lao"),
    (Script::Myanmar, &["mya"], "Myanmar"),
    (Script::Ethiopic, &["amh", "tir"], "Ethiopic"),
    (Script::Thaana, &["div"], "Thaana"),
    (Script::Tibetan, &["dzo", "bod"], "Tibetan"),
];

/// Tesseract with the data files of a folder.
pub struct Tesseract {
    folder: String,
    languages: BTreeMap<Script, String>,
    /// Handles that nobody uses, by their languages.
    idle: Mutex<BTreeMap<String, Vec<LepTess>>>,
}

impl Tesseract {
    /// With the `.traineddata` files in `folder`, such as Debian's `tesseract-ocr-*` packages install.
    ///
    /// # Errors
    /// [`Code::ModelMissing`] when there is none for Latin, and [`Code::ModelCorrupt`] when they do not open.
    pub fn open(folder: &Path) -> Result<Self> {
        let missing = |why: &str| Error::new(Code::ModelMissing, format!("Tesseract's data: {why}"));
        let text =
            folder.to_str().filter(|text| !text.contains('\0')).ok_or_else(|| missing("the folder's name is not UTF-8"))?;
        let is_there = |name: &str| folder.join(format!("{name}.traineddata")).is_file();
        let mut languages = BTreeMap::new();
        for (script, names, whole) in DATA {
            let found: Vec<&str> = names.iter().copied().filter(|name| is_there(name)).take(MOST_LANGUAGES).collect();
            let own = [(*whole).to_owned(), format!("script/{whole}")].into_iter().find(|name| is_there(name));
            let name = if found.is_empty() { own } else { Some(found.join("+")) };
            languages.extend(name.map(|name| (*script, name)));
        }
        if !languages.contains_key(&Script::Latin) {
            return Err(missing("no eng.traineddata in the folder of `tessdata`; install tesseract-ocr-eng"));
        }
        let opened = Self { folder: text.to_owned(), languages, idle: Mutex::default() };
        // What is wrong with the data shows at start, and the first page finds a handle.
        let latin = opened.languages_of(&[]);
        let handle = opened.handle(&latin).ok_or_else(|| Error::new(Code::ModelCorrupt, "Tesseract does not open its data"))?;
        opened.put_back(latin, handle);
        Ok(opened)
    }

    /// Tesseract's name for these scripts and Latin together.
    fn languages_of(&self, scripts: &[Script]) -> String {
        let wanted = scripts.iter().filter(|script| **script != Script::Latin).chain([&Script::Latin]);
        wanted.filter_map(|script| self.languages.get(script)).map(String::as_str).collect::<Vec<_>>().join("+")
    }

    fn handle(&self, languages: &str) -> Option<LepTess> {
        let kept = self.idle.lock().ok()?.get_mut(languages).and_then(Vec::pop);
        kept.or_else(|| {
            let mut handle = LepTess::new(Some(&self.folder), languages).ok()?;
            handle.set_variable(Variable::TesseditPagesegMode, ONE_LINE).ok()?;
            Some(handle)
        })
    }

    fn put_back(&self, languages: String, handle: LepTess) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.entry(languages).or_default().push(handle);
        }
    }
}

impl TextReader for Tesseract {
    fn name(&self) -> &str {
        "tesseract"
    }

    fn scripts(&self) -> Vec<Script> {
        self.languages.keys().copied().collect()
    }

    fn read(&self, page: &Page) -> Result<Vec<TextFound>, ReaderProblem> {
        let languages = self.languages_of(&page.scripts);
        let mut handle = self.handle(&languages).ok_or(ReaderProblem::Failed)?;
        let upright = lines(&mut handle, &page.image, &page.regions);
        // Which way up lines of an unknown script stand is not sure: what reads badly is tried the other way up.
        let found = if confidence(&upright) < UPSIDE_DOWN_BELOW {
            let over: Vec<Quad> = page.regions.iter().map(|Quad([a, b, c, d])| Quad([*c, *d, *a, *b])).collect();
            let over = lines(&mut handle, &page.image, &over);
            if confidence(&over) > confidence(&upright) { over } else { upright }
        } else {
            upright
        };
        self.put_back(languages, handle);
        Ok(found)
    }
}

fn lines(handle: &mut LepTess, image: &Image, regions: &[Quad]) -> Vec<TextFound> {
    regions.iter().filter_map(|region| line(handle, image, region)).collect()
}

/// Mean over the lines; 0 without any.
fn confidence(lines: &[TextFound]) -> f32 {
    lines.iter().map(|line| line.confidence).sum::<f32>() / lines.len().max(1) as f32
}

/// `None` for a line that says nothing.
fn line(handle: &mut LepTess, image: &Image, region: &Quad) -> Option<TextFound> {
    let aspect = region.reading_width() / region.reading_height().max(1.0);
    let width = ((aspect * HEIGHT as f32) as u32).clamp(HEIGHT / 2, MOST_WIDTH);
    let cut = warp::rectified(image, region, width, HEIGHT)?;
    handle.set_image_from_mem(&grey_map(&cut.luma(), width as usize)).ok()?;
    // Without a resolution Tesseract guesses one and says so on the standard error.
    handle.set_source_resolution(300);
    let text = handle.get_utf8_text().ok()?;
    let confidence = (handle.mean_text_conf().clamp(0, 100) as f32) / 100.0;
    (!text.trim().is_empty()).then_some(TextFound { text, confidence, region: *region })
}

/// A portable grey map (`P5`), the form that Leptonica reads with the least work, with a margin of the line's background.
fn grey_map(luma: &[u8], width: usize) -> Vec<u8> {
    let (margin, height) = (MARGIN as usize, luma.len() / width.max(1));
    let mut sorted = luma.to_vec();
    sorted.sort_unstable();
    // There is more paper than ink in a line, so its median is paper.
    let paper = sorted.get(sorted.len() / 2).copied().unwrap_or(255);
    let (wide, high) = (width + 2 * margin, height + 2 * margin);
    let mut map = format!("P5\n{wide} {high}\n255\n").into_bytes();
    let start = map.len();
    map.resize(start + wide * high, paper);
    for (y, row) in luma.chunks_exact(width.max(1)).enumerate() {
        let at = start + (y + margin) * wide + margin;
        map[at..at + width].copy_from_slice(row);
    }
    map
}
