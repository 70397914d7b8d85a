//! Whether lines of text stand on their head: a vote of the longest lines.

use super::detect::Region;
use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes, warp};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::{Point, Quad};

/// Input of the network (PP-OCR text direction): 48 high, 192 wide.
const INPUT: (u32, u32) = (192, 48);
/// Lines that are asked.
const VOTERS: usize = 5;
/// A line's answer counts from this probability on (PP-OCR's own threshold).
const SURE: f32 = 0.9;

/// Lines that are sure to stand upright, and lines that are sure to stand on their head.
///
/// # Errors
/// [`Code::InferenceFailed`].
pub(crate) fn vote(source: &Image, regions: &[Region], model: &Loaded) -> Result<(usize, usize)> {
    let mut quads: Vec<&Quad> = regions.iter().map(|region| &region.quad).collect();
    quads.retain(|quad| quad.reading_width() > 3.0 * quad.reading_height());
    quads.sort_by(|a, b| b.reading_width().total_cmp(&a.reading_width()));
    let (mut upright, mut turned) = (0, 0);
    for quad in quads.into_iter().take(VOTERS) {
        let Some(line) = warp::rectified(source, &beginning(quad), INPUT.0, INPUT.1) else { continue };
        let (width, height) = (INPUT.0 as usize, INPUT.1 as usize);
        let data = planes(&line, Order::Bgr, [127.5; 3], [1.0 / 127.5; 3], (width, height));
        let outputs = model.session.run(vec![Tensor::new([1, 3, height, width], data)])?;
        let scores = outputs.first().map(Tensor::data).filter(|scores| scores.len() == 2);
        let scores = scores.ok_or_else(|| Error::new(Code::InferenceFailed, format!("{} gave no two scores", model.id)))?;
        upright += usize::from(scores[0] >= SURE);
        turned += usize::from(scores[1] >= SURE);
    }
    Ok((upright, turned))
}

/// The part of a line that has the network's aspect: squeezing a long line would make its characters unreadable.
fn beginning(quad: &Quad) -> Quad {
    let share = (4.0 * quad.reading_height() / quad.reading_width().max(1e-6)).min(1.0);
    let [tl, tr, br, bl] = quad.0;
    let part = |from: Point, to: Point| Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
    Quad([tl, part(tl, tr), part(bl, br), bl])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::scripted::ScriptedSession;
    use crate::wire::Rect;

    #[test]
    fn only_sure_lines_vote_and_short_ones_are_not_asked() {
        let answers = [[0.95, 0.05], [0.3, 0.7], [0.05, 0.95]].map(|a| vec![Tensor::new([1, 2], a.to_vec())]);
        let session = Arc::new(ScriptedSession::new(Vec::new(), Vec::new(), answers.to_vec()));
        let model = Loaded { id: "cls".into(), sha256: String::new(), session: session.clone(), calibration: None };
        let region = |width| Region { quad: Quad::from(Rect { x: 0.0, y: 0.0, width, height: 10.0 }), score: 1.0 };
        let regions = [region(50.0), region(40.0), region(60.0), region(20.0)];
        assert_eq!(vote(&Image::filled(100, 40, [9; 3]), &regions, &model).unwrap(), (1, 1));
        assert_eq!(session.seen().len(), 3);
    }
}
