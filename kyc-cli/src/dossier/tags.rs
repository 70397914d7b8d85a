//! The structure of a PDF: what is a heading, a paragraph, a cell or a picture, in the order of reading (ISO 32000-1, 14.7
//! and 14.8), so that it can be read aloud and flow again on a small screen.

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, TextStr};

/// An element of the structure, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(usize);

/// The whole document.
pub(super) const DOCUMENT: Tag = Tag(0);

/// What of an element is not its role or its place.
#[derive(Default)]
struct Told {
    /// Of a heading of a table.
    scope: Option<TableHeaderScope>,
    /// Words for a picture, and where it lies.
    picture: Option<(String, Rect)>,
    /// Language, where it is not that of the document.
    language: Option<String>,
}

enum Kid {
    Tag(Tag),
    /// A stretch of a page's content.
    Marked {
        page: usize,
        id: i32,
    },
}

struct Node {
    role: StructRole,
    parent: Option<Tag>,
    kids: Vec<Kid>,
    told: Told,
}

/// All elements, and which of them each marked stretch of each page is of.
pub(super) struct Tags {
    nodes: Vec<Node>,
    marked: Vec<Vec<Tag>>,
}

impl Tags {
    pub(super) fn new() -> Self {
        let document = Node { role: StructRole::Document, parent: None, kids: Vec::new(), told: Told::default() };
        Self { nodes: vec![document], marked: Vec::new() }
    }

    pub(super) fn add(&mut self, parent: Tag, role: StructRole) -> Tag {
        let tag = Tag(self.nodes.len());
        self.nodes.push(Node { role, parent: Some(parent), kids: Vec::new(), told: Told::default() });
        if let Some(above) = self.nodes.get_mut(parent.0) {
            above.kids.push(Kid::Tag(tag));
        }
        tag
    }

    /// The head of a row or a column.
    pub(super) fn add_head(&mut self, parent: Tag, scope: TableHeaderScope) -> Tag {
        let tag = self.add(parent, StructRole::TH);
        self.tell(tag, |told| told.scope = Some(scope));
        tag
    }

    /// A picture at `place` of its page.
    pub(super) fn add_picture(&mut self, parent: Tag, alternative: &str, place: Rect) -> Tag {
        let tag = self.add(parent, StructRole::Figure);
        self.tell(tag, |told| told.picture = Some((alternative.to_owned(), place)));
        tag
    }

    /// Says that an element is in another language than the document.
    pub(super) fn in_language(&mut self, tag: Tag, language: &str) {
        self.tell(tag, |told| told.language = Some(language.to_owned()));
    }

    fn tell(&mut self, tag: Tag, tell: impl FnOnce(&mut Told)) {
        if let Some(node) = self.nodes.get_mut(tag.0) {
            tell(&mut node.told);
        }
    }

    /// Begins a stretch of a page's content, which [`Content::end_marked_content`] ends.
    pub(super) fn begin(&mut self, content: &mut Content, page: usize, tag: Tag) {
        if self.marked.len() <= page {
            self.marked.resize_with(page + 1, Vec::new);
        }
        let (Some(marked), Some(node)) = (self.marked.get_mut(page), self.nodes.get_mut(tag.0)) else { return };
        let id = marked.len() as i32;
        marked.push(tag);
        node.kids.push(Kid::Marked { page, id });
        content.begin_marked_content_with_properties(node.role.to_name()).properties().identify(id);
    }

    /// Writes the tree, and the way back from each page's stretches to it. Says where its root is.
    pub(super) fn write(&self, pdf: &mut Pdf, next: &mut dyn FnMut() -> Ref, pages: &[Ref]) -> Ref {
        let root = next();
        let refs: Vec<Ref> = self.nodes.iter().map(|_| next()).collect();
        let of = |tag: Tag| refs.get(tag.0).copied().unwrap_or(root);
        for (node, id) in self.nodes.iter().zip(&refs) {
            let mut element = pdf.struct_element(*id);
            element.kind(node.role).parent(node.parent.map_or(root, of));
            if let Some(scope) = node.told.scope {
                element.attributes().push().table().scope(scope);
            }
            if let Some((alternative, place)) = &node.told.picture {
                element.alt(TextStr(alternative));
                element.attributes().push().layout().bbox(*place);
            }
            if let Some(language) = &node.told.language {
                element.lang(TextStr(language));
            }
            let mut kids = element.children();
            for kid in &node.kids {
                match kid {
                    Kid::Tag(tag) => {
                        kids.struct_element(of(*tag));
                    }
                    Kid::Marked { page, id } => {
                        let mut marked = kids.marked_content_ref();
                        marked.marked_content_id(*id);
                        if let Some(page) = pages.get(*page) {
                            marked.page(*page);
                        }
                    }
                }
            }
        }
        let lists: Vec<Ref> = self
            .marked
            .iter()
            .map(|marked| {
                let id = next();
                pdf.indirect(id).array().items(marked.iter().map(|tag| of(*tag)));
                id
            })
            .collect();
        let mut tree = pdf.indirect(root).start::<pdf_writer::writers::StructTreeRoot<'_>>();
        tree.child(of(DOCUMENT));
        let mut back = tree.parent_tree();
        let mut entries = back.nums();
        for (page, list) in lists.iter().enumerate() {
            entries.insert(page as i32, *list);
        }
        entries.finish();
        back.finish();
        tree.parent_tree_next_key(lists.len() as i32);
        tree.finish();
        root
    }
}

/// Begins what is only to be seen: lines, bars, numbers of pages.
pub(super) fn begin_decoration(content: &mut Content) {
    content.begin_marked_content(Name(b"Artifact"));
}
