//! `assess_frame`: what a live camera frame still needs before a document's picture is taken.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::engine::Engine;
use crate::error::Result;
use crate::image::raw::from_raw;
use crate::locate::frame;
use crate::policy::Measure;
use crate::wire::{CaptureGuidance, DocumentSize, FrameMeasures, NotSeen, PictureProblem, PixelFormat, RawFrame, Seen, Unit};

/// Assesses one frame.
#[derive(Debug)]
pub struct AssessFrame;

/// The frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessFrameRequest {
    /// Index of the blob with the raw pixels.
    pub image: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes from one row to the next.
    pub stride: u32,
    /// How pixels lie in a row.
    pub format: PixelFormat,
    /// The size of the document the person has chosen (F-020).
    pub document: DocumentSize,
    /// Limits; the specification's when absent.
    #[serde(default)]
    pub limits: FrameLimits,
}

/// Limits of a frame that can be captured; each field says on which side its value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrameLimits {
    /// F-022: sharpness is over this. Default 100.
    pub sharpness_over: Measure,
    /// F-023: glare is under this. Default 0.05.
    pub glare_under: Unit,
    /// F-025: the angle is under this. Default 15 degrees.
    pub angle_under: Measure,
    /// F-026: pixels per inch are over this. Default 300.
    pub dpi_over: Measure,
    /// F-028: brightness is at least this. Default 80.
    pub brightness_min: Measure,
    /// F-028: brightness is at most this. Default 200.
    pub brightness_max: Measure,
    /// F-029: the visible share is over this. Default 0.95.
    pub visible_over: Unit,
    /// F-030: the share of the frame's width is at least this. Default 0.5.
    pub width_min: Measure,
    /// F-030: the share of the frame's width is at most this. Default 0.9.
    pub width_max: Measure,
}

impl Default for FrameLimits {
    fn default() -> Self {
        Self {
            sharpness_over: Measure::from_millionths(100_000_000),
            glare_under: Unit::from_micros(50_000),
            angle_under: Measure::from_millionths(15_000_000),
            dpi_over: Measure::from_millionths(300_000_000),
            brightness_min: Measure::from_millionths(80_000_000),
            brightness_max: Measure::from_millionths(200_000_000),
            visible_over: Unit::from_micros(950_000),
            width_min: Measure::from_millionths(500_000),
            width_max: Measure::from_millionths(900_000),
        }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessFrameResponse {
    /// What to tell the person: the first thing in the way.
    pub guidance: CaptureGuidance,
    /// Everything in the way, in that order; empty when the picture can be taken.
    pub problems: Vec<CaptureGuidance>,
    /// The measures, or why there are none.
    pub measures: Seen<FrameMeasures>,
    /// What is wrong with the raw frame itself.
    pub frame: Option<PictureProblem>,
}

impl FrameLimits {
    /// Everything in the way, in the order in which a person can do something about it. A measure that is no number passes
    /// nothing.
    pub fn problems(&self, seen: &FrameMeasures) -> Vec<CaptureGuidance> {
        let of = Measure::from_f32;
        let within = |value: f32, low: Measure, high: Measure| of(value).is_some_and(|v| v >= low && v <= high);
        let over = |value: f32, limit: Measure| of(value).is_some_and(|v| v > limit);
        let wide_enough = of(seen.width_share).is_some_and(|v| v >= self.width_min) && over(seen.dpi, self.dpi_over);
        let too_wide = over(seen.width_share, self.width_max);
        let checks = [
            (seen.visible > self.visible_over, CaptureGuidance::MoveIntoFrame),
            (!too_wide, CaptureGuidance::MoveAway),
            // Who is told to move away is not told to move closer for the sake of resolution.
            (wide_enough || too_wide, CaptureGuidance::MoveCloser),
            (of(seen.angle).is_some_and(|v| v < self.angle_under), CaptureGuidance::Align),
            (within(seen.brightness, self.brightness_min, self.brightness_max), CaptureGuidance::ImproveLighting),
            (seen.glare < self.glare_under, CaptureGuidance::ReduceGlare),
            (over(seen.sharpness, self.sharpness_over), CaptureGuidance::HoldSteady),
        ];
        checks.into_iter().filter(|(good, _)| !good).map(|(_, guidance)| guidance).collect()
    }
}

impl Operation for AssessFrame {
    const NAME: &'static str = "assess_frame";
    const NEEDS_MODELS: bool = false;
    type Request = AssessFrameRequest;
    type Response = AssessFrameResponse;

    fn run(engine: &Engine, request: AssessFrameRequest, blobs: &[&[u8]]) -> Result<AssessFrameResponse> {
        let AssessFrameRequest { image, width, height, stride, format, document, limits } = request;
        let bytes = picture(blobs, image)?.bytes;
        let (measures, problem) = match from_raw(bytes, RawFrame { width, height, stride, format }, engine.limits()) {
            Ok(pixels) => (frame::measure(&pixels, document)?, None),
            Err(problem) => (Seen::not(NotSeen::NoPicture), Some(problem)),
        };
        let problems = measures.seen().map_or(vec![CaptureGuidance::MoveIntoFrame], |seen| limits.problems(seen));
        let guidance = problems.first().copied().unwrap_or(CaptureGuidance::Capture);
        Ok(AssessFrameResponse { guidance, problems, measures, frame: problem })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::image::Image;
    use crate::wire::Quad;

    const GOOD: FrameMeasures = FrameMeasures {
        outline: Quad([crate::wire::Point::new(0.0, 0.0); 4]),
        angle: 3.0,
        width_share: 0.7,
        dpi: 400.0,
        visible: Unit::ONE,
        sharpness: 400.0,
        glare: Unit::ZERO,
        brightness: 130.0,
    };

    fn said(seen: FrameMeasures) -> Vec<CaptureGuidance> {
        FrameLimits::default().problems(&seen)
    }

    #[test]
    fn f_022_sharpness_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::HoldSteady;
        assert!(said(GOOD).is_empty());
        for (value, problem) in [(100.0, Some(HoldSteady)), (99.99, Some(HoldSteady)), (100.01, None)] {
            assert_eq!(said(FrameMeasures { sharpness: value, ..GOOD }).first().copied(), problem, "F-022 {value}");
        }
        assert_eq!(said(FrameMeasures { sharpness: f32::NAN, ..GOOD }), [HoldSteady]);
    }

    #[test]
    fn f_023_glare_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::ReduceGlare;
        for (value, problem) in [(50_000, Some(ReduceGlare)), (50_001, Some(ReduceGlare)), (49_999, None)] {
            let glare = Unit::from_micros(value);
            assert_eq!(said(FrameMeasures { glare, ..GOOD }).first().copied(), problem, "F-023 {value}");
        }
    }

    #[test]
    fn f_025_angle_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::Align;
        for (value, problem) in [(15.0, Some(Align)), (15.01, Some(Align)), (14.99, None)] {
            assert_eq!(said(FrameMeasures { angle: value, ..GOOD }).first().copied(), problem, "F-025 {value}");
        }
    }

    #[test]
    fn f_026_resolution_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::MoveCloser;
        for (value, problem) in [(300.0, Some(MoveCloser)), (299.9, Some(MoveCloser)), (300.1, None)] {
            assert_eq!(said(FrameMeasures { dpi: value, ..GOOD }).first().copied(), problem, "F-026 {value}");
        }
    }

    #[test]
    fn f_028_lighting_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::ImproveLighting;
        for (value, problem) in [(80.0, None), (79.99, Some(ImproveLighting)), (200.0, None), (200.1, Some(ImproveLighting))] {
            assert_eq!(said(FrameMeasures { brightness: value, ..GOOD }).first().copied(), problem, "F-028 {value}");
        }
    }

    #[test]
    fn f_029_visible_share_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::MoveIntoFrame;
        for (value, problem) in [(950_000, Some(MoveIntoFrame)), (949_999, Some(MoveIntoFrame)), (950_001, None)] {
            let visible = Unit::from_micros(value);
            assert_eq!(said(FrameMeasures { visible, ..GOOD }).first().copied(), problem, "F-029 {value}");
        }
    }

    #[test]
    fn f_030_distance_is_pinned_at_under_and_over_its_limit() {
        use CaptureGuidance::{MoveAway, MoveCloser};
        for (value, problem) in [(0.5, None), (0.499, Some(MoveCloser)), (0.9, None), (0.901, Some(MoveAway))] {
            assert_eq!(said(FrameMeasures { width_share: value, ..GOOD }).first().copied(), problem, "F-030 {value}");
        }
    }

    /// A card on a dark table, `width` pixels wide, its print a checkerboard of `cell` pixels.
    fn frame(width: u32, light: u8, cell: u32) -> Image {
        let height = (f64::from(width) * 53.98 / 85.6) as u32;
        let (left, top) = ((1920 - width) / 2, (1080 - height) / 2);
        let pixel = |x: u32, y: u32| {
            let inside = (left..left + width).contains(&x) && (top..top + height).contains(&y);
            let ink = x > left + 40 && x < left + width - 40 && y > top + 60 && y < top + height - 60;
            match (inside, ink && (x / cell + y / cell).is_multiple_of(2)) {
                (false, _) => 20,
                (true, false) => light,
                (true, true) => light - light / 5,
            }
        };
        Image::new(1920, 1080, (0..1080).flat_map(|y| (0..1920).flat_map(move |x| [pixel(x, y); 3])).collect())
    }

    fn assessed(picture: &Image) -> AssessFrameResponse {
        let request = AssessFrameRequest {
            image: 0,
            width: picture.width(),
            height: picture.height(),
            stride: 3 * picture.width(),
            format: PixelFormat::Rgb,
            document: DocumentSize::Id1,
            limits: FrameLimits::default(),
        };
        Engine::new(Config::default()).unwrap().assess_frame(request, &[picture.data()]).unwrap()
    }

    #[test]
    fn f_021_generated_frames_get_the_guidance_they_need() {
        let good = assessed(&frame(1300, 180, 12));
        assert_eq!((good.guidance, good.problems.as_slice()), (CaptureGuidance::Capture, [].as_slice()), "{:?}", good.measures);
        // F-027: half of a 1920 pixel frame is 285 DPI of a card. (The outline found is about one percent too wide.)
        assert_eq!(assessed(&frame(962, 180, 12)).guidance, CaptureGuidance::MoveCloser, "F-026");
        assert_eq!(assessed(&frame(1300, 70, 12)).guidance, CaptureGuidance::ImproveLighting);
        assert!(assessed(&frame(1300, 255, 12)).problems.contains(&CaptureGuidance::ReduceGlare));
        assert_eq!(assessed(&frame(1300, 180, 4000)).guidance, CaptureGuidance::HoldSteady);
        assert_eq!(assessed(&Image::filled(1280, 720, [90; 3])).guidance, CaptureGuidance::MoveIntoFrame);
    }

    #[test]
    fn a_frame_that_is_none_is_a_problem_and_no_error() {
        let request = AssessFrameRequest {
            image: 0,
            width: 1280,
            height: 720,
            stride: 1280,
            format: PixelFormat::Nv21,
            document: DocumentSize::Id3,
            limits: FrameLimits::default(),
        };
        let answer = Engine::new(Config::default()).unwrap().assess_frame(request, &[b"short"]).unwrap();
        assert_eq!((answer.frame, answer.guidance), (Some(PictureProblem::Corrupt), CaptureGuidance::MoveIntoFrame));
    }
}
