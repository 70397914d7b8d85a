//! The versions of a picture that are tried, cheapest first.

use super::plane::Plane;
use super::{Effort, Found, library, skew};
use crate::image::Image;

/// Longer side of the first version. A licence that fills it has 3 pixels a module, which the decoder wants.
const FIRST: u32 = 1600;
/// Longer side of the largest version: what a 12-megapixel photo has of detail.
const LARGEST: u32 = 3200;
/// Turns below this many degrees change nothing.
const LEAST_TURN: f64 = 0.4;
/// Growing factors, in tenths; small pictures only. Bars of few pixels gain from one and lose from the other, by their
/// width.
const GROWN: [u32; 2] = [15, 20];

/// Tries one version after the other until one shows something.
pub(super) fn run(image: &Image, effort: Effort) -> Vec<Found> {
    let whole = Plane::of(image);
    let first = if whole.longest() > FIRST { whole.scaled(FIRST) } else { Some(whole.clone()) };
    let Some(first) = first else { return Vec::new() };
    let found = both(&first);
    if !found.is_empty() {
        return found;
    }
    let turn = skew::upright(&first).filter(|turn| turn.abs() >= LEAST_TURN);
    let upright = turn.map(|turn| first.turned(turn));
    if let Some(found) = upright.as_ref().and_then(library::pdf417) {
        return vec![found];
    }
    if effort == Effort::Quick {
        return Vec::new();
    }
    for plane in [Some(&first), upright.as_ref()].into_iter().flatten() {
        let found = both(&plane.smoothed());
        if !found.is_empty() {
            return found;
        }
    }
    let grown = |plane: &Plane| -> Option<Found> {
        let sizes = GROWN.iter().map(|tenths| plane.longest() * tenths / 10).filter(|longest| *longest <= LARGEST);
        sizes.filter_map(|longest| plane.scaled(longest)).find_map(|plane| {
            library::pdf417(&plane).or_else(|| library::pdf417(&plane.smoothed())).or_else(|| library::others(&plane))
        })
    };
    if whole.longest() <= FIRST {
        return [upright.as_ref(), Some(&first)].into_iter().flatten().find_map(grown).into_iter().collect();
    }
    large(&whole, turn)
}

/// A large picture: at full detail, whole and in quarters that overlap by half.
fn large(whole: &Plane, turn: Option<f64>) -> Vec<Found> {
    let detailed = if whole.longest() > LARGEST { whole.scaled(LARGEST) } else { Some(whole.clone()) };
    let Some(detailed) = detailed.map(|plane| turn.map_or(plane.clone(), |turn| plane.turned(turn))) else {
        return Vec::new();
    };
    let found = both(&detailed);
    if !found.is_empty() {
        return found;
    }
    let (width, height) = (detailed.width / 2, detailed.height / 2);
    let parts = [0, 1, 2].into_iter().flat_map(|row| [0, 1, 2].map(|column| (column * width / 2, row * height / 2)));
    for (x, y) in parts {
        let part = detailed.part(x, y, width, height);
        let found = both(&part);
        if !found.is_empty() {
            return found;
        }
    }
    library::pdf417(&detailed.smoothed()).into_iter().collect()
}

fn both(plane: &Plane) -> Vec<Found> {
    library::pdf417(plane).into_iter().chain(library::others(plane)).collect()
}
