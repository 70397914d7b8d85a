//! `plan_capture`: how a document of the chosen type is captured (F-020): which sides, and where the guide lies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::catalog::documents;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::locate::frame::millimetres;
use crate::wire::{DocumentSize, DocumentType, MrzFormat, Rect, Role};

/// Share of the frame's width, and at most of its height, that the guide takes: the middle of what F-030 allows.
const GUIDE: f32 = 0.7;
/// So many frames in a row that say `capture` are a steady hand: at 15 frames a second a fifth of a second.
const STEADY_FRAMES: u32 = 3;
/// Largest side of a frame, as the engine's decoder has it.
const LONGEST_SIDE: u32 = 16_384;

/// Plans the capture of a document.
#[derive(Debug)]
pub struct PlanCapture;

/// What the person has chosen, and the camera's frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCaptureRequest {
    /// The type of document that the person has chosen.
    pub document: DocumentType,
    /// Its issuing state, ISO 3166-1 alpha-3; it settles the size of cards.
    #[serde(default)]
    pub country: Option<String>,
    /// Width of the frames, in pixels.
    pub width: u32,
    /// Their height.
    pub height: u32,
}

/// The plan: `assess_frame` is asked with `size` for every frame, until it says `capture` for `steady_frames` in a row; then the
/// picture is taken, side after side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanCaptureResponse {
    /// The sides to take, in order.
    pub sides: Vec<Role>,
    /// The size to assess frames for.
    pub size: DocumentSize,
    /// The guide to draw over the frames, in their pixels.
    pub guide: Rect,
    /// Frames in a row that must say `capture`.
    pub steady_frames: u32,
}

impl Operation for PlanCapture {
    const NAME: &'static str = "plan_capture";
    const NEEDS_MODELS: bool = false;
    type Request = PlanCaptureRequest;
    type Response = PlanCaptureResponse;

    fn run(_: &Engine, request: PlanCaptureRequest, _: &[&[u8]]) -> Result<PlanCaptureResponse> {
        let (width, height) = (request.width, request.height);
        if !(1..=LONGEST_SIDE).contains(&width) || !(1..=LONGEST_SIDE).contains(&height) {
            return Err(Error::new(Code::InvalidRequest, "`width` and `height` are 1 to 16384 pixels"));
        }
        let size = size(request.document, request.country.as_deref());
        Ok(PlanCaptureResponse {
            sides: sides(request.document),
            size,
            guide: guide(size, width, height),
            steady_frames: STEADY_FRAMES,
        })
    }
}

/// Passports and visas have one page that matters; cards have two sides.
fn sides(document: DocumentType) -> Vec<Role> {
    match document {
        DocumentType::Passport | DocumentType::Visa => vec![Role::DocumentFront],
        _ => vec![Role::DocumentFront, Role::DocumentBack],
    }
}

/// The size, by the catalogue: cards of the size ID-2 are those whose only zone has two lines of 36.
fn size(document: DocumentType, country: Option<&str>) -> DocumentSize {
    if matches!(document, DocumentType::Passport | DocumentType::Visa) {
        return DocumentSize::Id3;
    }
    let mut formats = documents::all()
        .iter()
        .filter(|spec| spec.kind == document && country.is_some() && spec.country.as_deref() == country)
        .flat_map(|spec| spec.mrz.iter().flat_map(|mrz| &mrz.formats))
        .peekable();
    let has_some = formats.peek().is_some();
    let is_wide = has_some && formats.all(|format| matches!(format, MrzFormat::Td2));
    if is_wide { DocumentSize::Id2 } else { DocumentSize::Id1 }
}

/// In the middle of the frame, upright.
fn guide(size: DocumentSize, width: u32, height: u32) -> Rect {
    let (wide, high) = millimetres(size);
    let (frame_width, frame_height) = (width as f32, height as f32);
    let across = (GUIDE * frame_width).min(0.9 * frame_height * wide / high);
    let down = across * high / wide;
    Rect { x: (frame_width - across) / 2.0, y: (frame_height - down) / 2.0, width: across, height: down }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::image::Image;
    use crate::ops::{AssessFrameRequest, FrameLimits};
    use crate::wire::{CaptureGuidance, PixelFormat};

    fn plan(document: DocumentType, country: Option<&str>, width: u32, height: u32) -> PlanCaptureResponse {
        let request = PlanCaptureRequest { document, country: country.map(str::to_owned), width, height };
        Engine::new(Config::default()).unwrap().plan_capture(request, &[]).unwrap()
    }

    #[test]
    fn f_020_a_card_has_two_sides_and_a_page_one() {
        let card = plan(DocumentType::IdCard, None, 1920, 1080);
        assert_eq!(card.sides, [Role::DocumentFront, Role::DocumentBack]);
        let page = plan(DocumentType::Passport, Some("CIV"), 1920, 1080);
        assert_eq!((page.sides.as_slice(), page.size), ([Role::DocumentFront].as_slice(), DocumentSize::Id3));
        assert_eq!(plan(DocumentType::DriverLicense, Some("GBR"), 1920, 1080).size, DocumentSize::Id1);
        let wrong = PlanCaptureRequest { document: DocumentType::Visa, country: None, width: 0, height: 9 };
        let error = Engine::new(Config::default()).unwrap().plan_capture(wrong, &[]).unwrap_err();
        assert_eq!(error.code(), Code::InvalidRequest);
    }

    /// A document that fills the guide is captured by itself.
    #[test]
    fn f_020_a_document_in_the_guide_is_captured() {
        for (kind, width, height) in [(DocumentType::IdCard, 1920, 1080), (DocumentType::Passport, 3840, 2160)] {
            let plan = plan(kind, None, width, height);
            let guide = plan.guide;
            assert!(
                guide.x > 0.0 && guide.y > 0.0 && guide.x + guide.width < width as f32 && guide.y + guide.height < height as f32
            );
            let pixel = |x: u32, y: u32| {
                let (fx, fy) = (x as f32 - guide.x, y as f32 - guide.y);
                let inside = (0.0..guide.width).contains(&fx) && (0.0..guide.height).contains(&fy);
                let ink = (60.0..guide.width - 60.0).contains(&fx) && (60.0..guide.height - 60.0).contains(&fy);
                let cell = width / 160;
                match (inside, ink && (x / cell + y / cell).is_multiple_of(2)) {
                    (false, _) => 20,
                    (true, false) => 180,
                    (true, true) => 144,
                }
            };
            let data = (0..height).flat_map(|y| (0..width).flat_map(move |x| [pixel(x, y); 3])).collect();
            let frame = Image::new(width, height, data);
            let request = AssessFrameRequest {
                image: 0,
                width,
                height,
                stride: 3 * width,
                format: PixelFormat::Rgb,
                document: plan.size,
                limits: FrameLimits::default(),
            };
            let answer = Engine::new(Config::default()).unwrap().assess_frame(request, &[frame.data()]).unwrap();
            assert_eq!(answer.guidance, CaptureGuidance::Capture, "{kind:?} {answer:?}");
        }
    }
}
