//! Pages: a cursor that goes down, turns over, and lays out the blocks of a dossier.

use pdf_writer::{Content, Name, Str};

use super::Paper;
use super::model::{Bar, Block, Picture, Row, Tone, shares};
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
    current: Page,
    /// Height of the cursor above the lower edge.
    y: f32,
}

impl<'d> Pages<'d> {
    pub(super) fn new(paper: Paper, faces: Faces) -> Self {
        let size = match paper {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        let current = Page { content: Content::new(), pictures: Vec::new() };
        Self { size, faces, done: Vec::new(), pictures: Vec::new(), current, y: size.1 - MARGIN }
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

    fn write(&mut self, x: f32, y: f32, weight: Weight, size: f32, rgb: Rgb, text: &str) {
        let glyphs = self.faces.glyphs(weight, text);
        write(&mut self.current.content, (x, y), weight, size, rgb, &glyphs);
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, [r, g, b]: Rgb) {
        self.current.content.set_fill_rgb(r, g, b).rect(x, y, width, height).fill_nonzero();
    }

    /// Text over the whole width.
    fn paragraph(&mut self, text: &str, weight: Weight, size: f32, rgb: Rgb) {
        let text = self.faces.writable(text);
        for line in self.faces.wrap(weight, size, &text, self.width()) {
            let leading = size * 1.4;
            self.need(leading);
            self.y -= leading;
            self.write(MARGIN, self.y, weight, size, rgb, &line);
        }
    }

    pub(super) fn title(&mut self, (tone, verdict): (Tone, &str), summary: &str) {
        self.paragraph("Identity verification", Weight::Regular, BODY, SOFT);
        self.paragraph(verdict, Weight::Bold, 22.0, colour(tone));
        self.y -= 3.0;
        self.paragraph(summary, Weight::Regular, BODY, SOFT);
    }

    /// Writes a heading, and says on which page and how high above its lower edge.
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
        self.paragraph(title, Weight::Bold, 12.5, INK);
        self.y -= 4.0;
        self.fill(MARGIN, self.y, self.width(), 0.6, LINE);
        self.y -= 3.0;
        place
    }

    pub(super) fn block(&mut self, block: &'d Block) {
        match block {
            Block::Text(text) => self.paragraph(text, Weight::Regular, BODY, INK),
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
        self.heads(&heads, shares);
        for row in rows {
            let last_told = head.iter().position(|name| *name == "Outcome" || *name == "Source");
            self.row(&row.cells, Some(&heads), shares, &|at| match at {
                0 => (Weight::Bold, INK),
                at if Some(at) == last_told => (Weight::Bold, colour(row.tone)),
                _ => (Weight::Regular, INK),
            });
        }
    }

    fn heads(&mut self, heads: &[String], shares: &[f32]) {
        self.row(heads, None, shares, &|_| (Weight::Regular, SOFT));
    }

    /// Cells side by side, line by line, so that a row may go on overleaf. The head is written again where a row begins a
    /// page.
    fn row(&mut self, cells: &[String], head: Option<&[String]>, shares: &[f32], style: &dyn Fn(usize) -> (Weight, Rgb)) {
        let gap = 8.0;
        let columns: Vec<Vec<String>> = cells
            .iter()
            .zip(shares)
            .enumerate()
            .map(|(at, (cell, share))| {
                let text = self.faces.writable(cell);
                self.faces.wrap(style(at).0, BODY, &text, self.width() * share - gap)
            })
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        // Short rows stay whole.
        let page = self.done.len();
        self.need(LEADING * height.min(6) as f32);
        if let Some(head) = head.filter(|_| self.done.len() > page) {
            self.heads(head, shares);
        }
        for line in 0..height {
            self.need(LEADING);
            self.y -= LEADING;
            let mut x = MARGIN;
            for (at, (column, share)) in columns.iter().zip(shares).enumerate() {
                if let Some(text) = column.get(line) {
                    let (weight, rgb) = style(at);
                    self.write(x, self.y, weight, BODY, rgb, text);
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
        self.write(MARGIN, self.y, Weight::Bold, BODY, INK, &label);
        self.write(MARGIN + 120.0, self.y, Weight::Regular, BODY, INK, &value);
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
        let content = &mut self.current.content;
        content.save_state().transform([width * scale, 0.0, 0.0, height * scale, MARGIN, self.y]);
        content.x_object(Name(format!("P{at}").as_bytes())).restore_state();
        self.paragraph(&picture.caption, Weight::Regular, BODY, SOFT);
    }

    /// What the font could not write, then the foot of every page.
    pub(super) fn finish(mut self) -> Self {
        if !self.faces.missing.is_empty() {
            let count = self.faces.missing.len();
            self.y -= LEADING;
            let note = format!(
                "The font of this PDF lacks {count} letters of this case; they are written as code points, <U+…>. The HTML form shows them as they are."
            );
            self.paragraph(&note, Weight::Bold, BODY, colour(Tone::Warn));
        }
        let Self { size, faces, mut done, pictures, current, y } = self;
        done.push(current);
        let all = done.len();
        for (at, page) in done.iter_mut().enumerate() {
            let glyphs = faces.glyphs(Weight::Regular, &format!("Page {} of {all}", at + 1));
            write(&mut page.content, (MARGIN, MARGIN - LEADING), Weight::Regular, 8.0, SOFT, &glyphs);
        }
        let current = Page { content: Content::new(), pictures: Vec::new() };
        Self { size, faces, done, pictures, current, y }
    }
}

fn write(content: &mut Content, (x, y): (f32, f32), weight: Weight, size: f32, [r, g, b]: Rgb, glyphs: &[u8]) {
    content.begin_text().set_font(Name(weight.resource()), size).set_fill_rgb(r, g, b);
    content.next_line(x, y).show(Str(glyphs)).end_text();
}
