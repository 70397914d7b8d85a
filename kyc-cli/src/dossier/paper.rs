//! Pages: a cursor that goes down, turns over, and lays out the blocks of a dossier.

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::{Content, Name, Rect, Str};

use super::Paper;
use super::model::{Bar, Block, Picture, Row, Tone, is_sentence, shares};
use super::tags::{DOCUMENT, Tag, Tags, begin_decoration};
use super::type_face::{Faces, Weight};

/// Points (1/72 inch). 15 mm of margin, which every printer can leave.
const MARGIN: f32 = 42.5;
const BODY: f32 = 9.0;
const LEADING: f32 = 12.5;
/// Highest a picture may become.
const PICTURE: f32 = 270.0;
/// Room between the text of a row and its line.
const ROW_GAP: f32 = 3.5;
/// Rows of a table that is not parted between pages.
const SHORT_TABLE: usize = 10;
/// Height of a heading with its line.
const HEADING: f32 = 3.0 * LEADING;

type Rgb = [f32; 3];
const INK: Rgb = [0.12, 0.14, 0.19];
const SOFT: Rgb = [0.32, 0.35, 0.42];
const LINE: Rgb = [0.84, 0.85, 0.89];
const TRACK: Rgb = [0.9, 0.92, 0.94];
const BAR: Rgb = [0.14, 0.35, 0.56];

fn colour(tone: Tone) -> Rgb {
    match tone {
        Tone::Plain => INK,
        Tone::Good => [0.06, 0.4, 0.21],
        Tone::Warn => [0.5, 0.26, 0.0],
        Tone::Bad => [0.61, 0.08, 0.16],
    }
}

/// How a line is set.
#[derive(Clone, Copy)]
struct Style {
    weight: Weight,
    size: f32,
    rgb: Rgb,
}

impl Style {
    fn body(rgb: Rgb) -> Self {
        Self { weight: Weight::Regular, size: BODY, rgb }
    }
}

/// One page with the pictures it shows, by their place in [`Pages::pictures`].
pub(super) struct Page {
    pub(super) content: Content,
    pub(super) pictures: Vec<usize>,
}

/// The pages so far.
pub(super) struct Pages<'d> {
    pub(super) size: (f32, f32),
    pub(super) faces: Faces,
    pub(super) done: Vec<Page>,
    pub(super) pictures: Vec<&'d Picture>,
    pub(super) tags: Tags,
    /// The element that what comes next belongs to.
    section: Tag,
    /// Language of the sentences of reasons.
    language: String,
    current: Page,
    /// Height of the cursor above the lower edge.
    y: f32,
}

impl<'d> Pages<'d> {
    pub(super) fn new(paper: Paper, faces: Faces, language: &str) -> Self {
        let size = match paper {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        let current = Page { content: Content::new(), pictures: Vec::new() };
        Self {
            size,
            faces,
            done: Vec::new(),
            pictures: Vec::new(),
            tags: Tags::new(),
            section: DOCUMENT,
            language: language.to_owned(),
            current,
            y: size.1 - MARGIN,
        }
    }

    fn width(&self) -> f32 {
        self.size.0 - 2.0 * MARGIN
    }

    /// Turns over when less than `height` is left.
    fn need(&mut self, height: f32) {
        if self.y - height < MARGIN + LEADING {
            let page = std::mem::replace(&mut self.current, Page { content: Content::new(), pictures: Vec::new() });
            self.done.push(page);
            self.y = self.size.1 - MARGIN;
        }
    }

    /// Writes a line as a part of `tag`; without one it is decoration.
    fn write(&mut self, tag: Option<Tag>, x: f32, style: Style, text: &str) {
        let glyphs = self.faces.glyphs(style.weight, text);
        let content = &mut self.current.content;
        match tag {
            Some(tag) => self.tags.begin(content, self.done.len(), tag),
            None => begin_decoration(content),
        }
        write(content, (x, self.y), style, &glyphs);
        content.end_marked_content();
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, [r, g, b]: Rgb) {
        let content = &mut self.current.content;
        begin_decoration(content);
        content.set_fill_rgb(r, g, b).rect(x, y, width, height).fill_nonzero().end_marked_content();
    }

    /// Text over the whole width, as one element.
    fn paragraph(&mut self, role: StructRole, style: Style, text: &str) {
        let tag = self.tags.add(self.section, role);
        let text = self.faces.writable(text);
        for line in self.faces.wrap(style.weight, style.size, &text, self.width()) {
            let leading = style.size * 1.4;
            self.need(leading);
            self.y -= leading;
            self.write(Some(tag), MARGIN, style, &line);
        }
    }

    pub(super) fn title(&mut self, (tone, verdict): (Tone, &str), summary: &str) {
        self.paragraph(StructRole::P, Style::body(SOFT), "Identity verification");
        self.paragraph(StructRole::H1, Style { weight: Weight::Bold, size: 22.0, rgb: colour(tone) }, verdict);
        self.y -= 3.0;
        self.paragraph(StructRole::P, Style::body(SOFT), summary);
    }

    /// Begins a section with its heading, and says on which page and how high above its lower edge.
    pub(super) fn heading(&mut self, title: &str, first: Option<&Block>) -> (usize, f32) {
        // A heading stays with what comes below it.
        let below = match first {
            Some(Block::Picture(picture)) => self.height_of(picture) + 3.0 * LEADING,
            Some(Block::Table { rows, .. }) if rows.len() <= SHORT_TABLE => (LEADING + ROW_GAP) * (rows.len() + 1) as f32,
            _ => 3.0 * LEADING,
        };
        self.need(HEADING + below);
        let place = (self.done.len(), self.y);
        self.y -= LEADING;
        self.section = self.tags.add(DOCUMENT, StructRole::Sect);
        self.paragraph(StructRole::H2, Style { weight: Weight::Bold, size: 12.5, rgb: INK }, title);
        self.y -= 4.0;
        self.fill(MARGIN, self.y, self.width(), 0.6, LINE);
        self.y -= 3.0;
        place
    }

    pub(super) fn block(&mut self, block: &'d Block) {
        match block {
            Block::Text(text) => self.paragraph(StructRole::P, Style::body(INK), text),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Bars(bars) => bars.iter().for_each(|bar| self.bar(bar)),
            Block::Picture(picture) => self.picture(picture),
        }
    }

    fn table(&mut self, head: &[&str], rows: &[Row]) {
        let shares = shares(head);
        let heads: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
        // A short table stays whole.
        if rows.len() <= SHORT_TABLE {
            self.need((LEADING + ROW_GAP) * (rows.len() + 1) as f32);
        }
        let table = self.tags.add(self.section, StructRole::Table);
        let line = self.tags.add(table, StructRole::TR);
        let tags: Vec<Tag> = head.iter().map(|_| self.tags.add_head(line, TableHeaderScope::Column)).collect();
        self.heads(&heads, shares, Some(&tags));
        let last_told = head.iter().position(|name| *name == "Outcome" || *name == "Source");
        for row in rows {
            let line = self.tags.add(table, StructRole::TR);
            let tags: Vec<Tag> =
                head.iter().enumerate().map(|(at, name)| self.cell(line, at, is_sentence(name, at, row))).collect();
            self.row(&row.cells, Some(&heads), shares, Some(&tags), &|at| match at {
                0 => Style { weight: Weight::Bold, ..Style::body(INK) },
                at if Some(at) == last_told => Style { weight: Weight::Bold, ..Style::body(colour(row.tone)) },
                _ => Style::body(INK),
            });
        }
    }

    /// The first cell of a row is its head. Sentences may be in another language than the rest.
    fn cell(&mut self, line: Tag, at: usize, is_sentence: bool) -> Tag {
        let tag = match at {
            0 => self.tags.add_head(line, TableHeaderScope::Row),
            _ => self.tags.add(line, StructRole::TD),
        };
        if is_sentence && self.language != "en" {
            self.tags.in_language(tag, &self.language);
        }
        tag
    }

    fn heads(&mut self, heads: &[String], shares: &[f32], tags: Option<&[Tag]>) {
        self.row(heads, None, shares, tags, &|_| Style::body(SOFT));
    }

    /// Cells side by side, line by line, so that a row may go on overleaf. The head is written again where a row begins a
    /// page; there it is decoration, for it was told before.
    fn row(
        &mut self,
        cells: &[String],
        head: Option<&[String]>,
        shares: &[f32],
        tags: Option<&[Tag]>,
        style: &dyn Fn(usize) -> Style,
    ) {
        let gap = 8.0;
        let columns: Vec<Vec<String>> = cells
            .iter()
            .zip(shares)
            .enumerate()
            .map(|(at, (cell, share))| {
                let text = self.faces.writable(cell);
                self.faces.wrap(style(at).weight, BODY, &text, self.width() * share - gap)
            })
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        // Short rows stay whole.
        let page = self.done.len();
        self.need(LEADING * height.min(6) as f32);
        if let Some(head) = head.filter(|_| self.done.len() > page) {
            self.heads(head, shares, None);
        }
        for line in 0..height {
            self.need(LEADING);
            self.y -= LEADING;
            let mut x = MARGIN;
            for (at, (column, share)) in columns.iter().zip(shares).enumerate() {
                if let Some(text) = column.get(line) {
                    self.write(tags.and_then(|tags| tags.get(at).copied()), x, style(at), text);
                }
                x += self.width() * share;
            }
        }
        self.y -= ROW_GAP;
        self.fill(MARGIN, self.y, self.width(), 0.4, LINE);
    }

    fn bar(&mut self, bar: &Bar) {
        self.need(LEADING + 2.0);
        self.y -= LEADING + 1.0;
        let (label, value) = (self.faces.writable(&bar.label), self.faces.writable(&bar.value));
        // What a bar shows its words say too.
        let tag = self.tags.add(self.section, StructRole::P);
        self.write(Some(tag), MARGIN, Style { weight: Weight::Bold, ..Style::body(INK) }, &label);
        self.write(Some(tag), MARGIN + 120.0, Style::body(INK), &value);
        let (x, room) = (MARGIN + 260.0, self.width() - 260.0);
        let (from, to) = (bar.from.clamp(0.0, 1.0), bar.to.clamp(0.0, 1.0));
        self.fill(x, self.y, room, 6.0, TRACK);
        // What is next to nothing is still to be seen.
        let width = (room * (to - from)).max(1.0);
        self.fill((x + room * from).min(x + room - width), self.y, width, 6.0, BAR);
    }

    /// Points for one pixel of a picture.
    fn scale_of(&self, picture: &Picture) -> f32 {
        (self.width() / picture.width.max(1) as f32).min(PICTURE / picture.height.max(1) as f32)
    }

    fn height_of(&self, picture: &Picture) -> f32 {
        picture.height.max(1) as f32 * self.scale_of(picture)
    }

    fn picture(&mut self, picture: &'d Picture) {
        let (width, height) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = self.scale_of(picture);
        self.need(height * scale + 3.0 * LEADING);
        self.y -= height * scale + 6.0;
        let at = self.pictures.len();
        self.pictures.push(picture);
        self.current.pictures.push(at);
        let place = Rect::new(MARGIN, self.y, MARGIN + width * scale, self.y + height * scale);
        let tag = self.tags.add_picture(self.section, &picture.alt, place);
        let content = &mut self.current.content;
        self.tags.begin(content, self.done.len(), tag);
        content.save_state().transform([width * scale, 0.0, 0.0, height * scale, MARGIN, self.y]);
        content.x_object(Name(format!("P{at}").as_bytes())).restore_state().end_marked_content();
        self.paragraph(StructRole::P, Style::body(SOFT), &picture.caption);
    }

    /// What the font could not write, then the foot of every page.
    pub(super) fn finish(mut self) -> Self {
        if !self.faces.missing.is_empty() {
            let count = self.faces.missing.len();
            self.y -= LEADING;
            let note = format!(
                "The font of this PDF lacks {count} letters of this case; they are written as code points, <U+…>. The HTML form shows them as they are."
            );
            self.paragraph(StructRole::P, Style { weight: Weight::Bold, ..Style::body(colour(Tone::Warn)) }, &note);
        }
        let last = std::mem::replace(&mut self.current, Page { content: Content::new(), pictures: Vec::new() });
        self.done.push(last);
        let all = self.done.len();
        for (at, page) in self.done.iter_mut().enumerate() {
            let glyphs = self.faces.glyphs(Weight::Regular, &format!("Page {} of {all}", at + 1));
            begin_decoration(&mut page.content);
            write(&mut page.content, (MARGIN, MARGIN - LEADING), Style { size: 8.0, ..Style::body(SOFT) }, &glyphs);
            page.content.end_marked_content();
        }
        self
    }
}

fn write(content: &mut Content, (x, y): (f32, f32), style: Style, glyphs: &[u8]) {
    let [r, g, b] = style.rgb;
    content.begin_text().set_font(Name(style.weight.resource()), style.size).set_fill_rgb(r, g, b);
    content.next_line(x, y).show(Str(glyphs)).end_text();
}
