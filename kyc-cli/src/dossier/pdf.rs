//! A dossier as tagged PDF: text that can be selected, searched and read aloud, fonts inside the file.

use kyc_core::wire::Report;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TabOrder, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::Paper;
use super::model::{Dossier, Picture};
use super::paper::Pages;
use super::type_face::{Faces, Weight};
use crate::outcome::Problem;

/// Characters of the `Identity-H` encoding: glyph ids.
const SYSTEM: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Numbers of the file's objects, in the order they are asked for.
struct Refs(i32);

impl Refs {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Whether the font has the letters of the report's sentences. A name without them is told in code points; a whole page of
/// code points would be no report.
pub(super) fn has_letters_for(report: &Report) -> Result<(), Problem> {
    let mut faces = Faces::new()?;
    for text in report.reasons.iter().map(|told| &told.text).chain([&report.end_user.text]) {
        faces.writable(text);
    }
    if faces.missing.is_empty() {
        return Ok(());
    }
    Err(Problem::caller(
        "the PDF's font lacks the letters of this language; write --html, or choose --language en, fr, es, de or pt",
    ))
}

pub(super) fn write(dossier: &Dossier, paper: Paper) -> Result<Vec<u8>, Problem> {
    let mut pages = Pages::new(paper, Faces::new()?, &dossier.language);
    pages.title(dossier.verdict, &dossier.summary);
    let mut marks = Vec::new();
    for section in &dossier.sections {
        let (page, top) = pages.heading(section.title, section.blocks.first());
        marks.push(Mark { title: section.title, page, top });
        section.blocks.iter().for_each(|block| pages.block(block));
    }
    Ok(assemble(pages.finish(), dossier.verdict.1, &marks))
}

/// Where a section begins, for the reader's list of contents.
struct Mark {
    title: &'static str,
    page: usize,
    /// Points above the lower edge.
    top: f32,
}

fn assemble(pages: Pages<'_>, verdict: &str, marks: &[Mark]) -> Vec<u8> {
    let (mut pdf, mut refs) = (Pdf::new(), Refs(0));
    let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
    let fonts: Vec<(Weight, Ref)> =
        Weight::ALL.into_iter().map(|weight| (weight, font(&mut pdf, &mut refs, &pages.faces, weight))).collect();
    let pictures: Vec<Ref> = pages.pictures.iter().map(|shown| picture(&mut pdf, &mut refs, shown)).collect();
    let mut kids = Vec::new();
    for (at, sheet) in pages.done.into_iter().enumerate() {
        let (id, content) = (refs.next(), refs.next());
        kids.push(id);
        pdf.stream(content, &sheet.content.finish());
        let mut page = pdf.page(id);
        page.parent(tree).contents(content).media_box(Rect::new(0.0, 0.0, pages.size.0, pages.size.1));
        page.struct_parents(at as i32).tab_order(TabOrder::StructureOrder);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (weight, font) in &fonts {
            named.pair(Name(weight.resource()), *font);
        }
        named.finish();
        let mut named = resources.x_objects();
        for at in sheet.pictures {
            if let Some(picture) = pictures.get(at) {
                named.pair(Name(format!("P{at}").as_bytes()), *picture);
            }
        }
        named.finish();
        resources.finish();
        page.finish();
    }
    let contents = contents(&mut pdf, &mut refs, marks, &kids);
    let structure = pages.tags.write(&mut pdf, &mut || refs.next(), &kids);
    pdf.pages(tree).count(kids.len() as i32).kids(kids);
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("en")).outlines(contents);
    root.pair(Name(b"StructTreeRoot"), structure);
    root.mark_info().marked(true);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(&format!("Identity verification: {verdict}"))).producer(TextStr("kyc"));
    pdf.finish()
}

/// The outline: one line a section, in order.
fn contents(pdf: &mut Pdf, refs: &mut Refs, marks: &[Mark], pages: &[Ref]) -> Ref {
    let id = refs.next();
    let items: Vec<Ref> = marks.iter().map(|_| refs.next()).collect();
    for (at, (mark, item)) in marks.iter().zip(&items).enumerate() {
        let mut line = pdf.outline_item(*item);
        line.title(TextStr(mark.title)).parent(id);
        if let Some(next) = items.get(at + 1) {
            line.next(*next);
        }
        if let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)) {
            line.prev(*before);
        }
        if let Some(page) = pages.get(mark.page) {
            line.dest().page(*page).xyz(0.0, mark.top, None);
        }
    }
    let mut outline = pdf.outline(id);
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        outline.first(*first).last(*last).count(items.len() as i32);
    }
    outline.finish();
    id
}

/// A whole font: descriptor, widths, file, and the way back from glyphs to letters that makes text selectable.
fn font(pdf: &mut Pdf, refs: &mut Refs, faces: &Faces, weight: Weight) -> Ref {
    let (id, cid, descriptor, file, to_unicode) = (refs.next(), refs.next(), refs.next(), refs.next(), refs.next());
    let face = faces.face(weight);
    let name = Name(weight.post_script_name());
    // Glyph space is a thousandth of an em.
    let scaled = |units: i16| f32::from(units) * 1000.0 / f32::from(face.units_per_em());
    pdf.type0_font(id).base_font(name).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(to_unicode);
    let mut descendant = pdf.cid_font(cid);
    descendant.subtype(CidFontType::Type2).base_font(name).system_info(SYSTEM).font_descriptor(descriptor).default_width(0.0);
    descendant.cid_to_gid_map_predefined(Name(b"Identity"));
    let advance = |glyph| face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0);
    descendant.widths().consecutive(
        0,
        (0..face.number_of_glyphs()).map(|glyph| f32::from(advance(glyph)) * 1000.0 / f32::from(face.units_per_em())),
    );
    descendant.finish();
    let bounds = face.global_bounding_box();
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(scaled(bounds.x_min), scaled(bounds.y_min), scaled(bounds.x_max), scaled(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(scaled(face.ascender()))
        .descent(scaled(face.descender()))
        .cap_height(scaled(face.capital_height().unwrap_or(face.ascender())))
        // Of no use to an embedded font, but the standard wants one.
        .stem_v(80.0)
        .font_file2(file);
    pdf.stream(file, weight.bytes()).pair(Name(b"Length1"), weight.bytes().len() as i32);
    let mut map = UnicodeCmap::new(Name(b"Letters"), SYSTEM);
    let letters = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables.into_iter()).filter(|table| table.is_unicode());
    for table in letters {
        table.codepoints(|code| {
            if let (Some(letter), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) {
                map.pair(glyph.0, letter);
            }
        });
    }
    pdf.cmap(to_unicode, &map.finish());
    id
}

fn picture(pdf: &mut Pdf, refs: &mut Refs, picture: &Picture) -> Ref {
    let id = refs.next();
    let mut image = pdf.image_xobject(id, &picture.jpeg);
    image.filter(Filter::DctDecode);
    image.width(picture.width as i32).height(picture.height as i32).bits_per_component(8);
    image.color_space().device_rgb();
    image.finish();
    id
}
