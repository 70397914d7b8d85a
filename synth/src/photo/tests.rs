#![allow(clippy::unwrap_used)]

use super::*;
use image::Rgb;

fn thing() -> RgbImage {
    RgbImage::from_fn(300, 200, |x, _| if x < 150 { Rgb([250, 40, 40]) } else { Rgb([40, 40, 250]) })
}

fn shot(seed: u64) -> Shot {
    Shot { width: 800, height: 600, ..Shot::document(seed) }
}

#[test]
fn the_same_seed_gives_the_same_file_and_another_seed_another() {
    let file = |seed| jpeg(&shoot(&thing(), &shot(seed)).image, 90).unwrap();
    assert_eq!(file(1), file(1));
    assert_ne!(file(1), file(2));
}

#[test]
fn at_every_angle_the_corners_lie_in_the_photograph_and_the_colours_where_the_map_says() {
    for (i, rotation) in [0.0, 33.0, 90.0, 180.0, 271.0].into_iter().enumerate() {
        let shot = Shot { rotation, tilt: (25.0, -20.0), noise: 0.0, off_centre: 1.0, ..shot(i as u64) };
        let photo = shoot(&thing(), &shot);
        let b = photo.corners.bounds();
        assert!(b.x >= -0.5 && b.y >= -0.5 && b.x + b.width <= 800.5 && b.y + b.height <= 600.5, "{b:?}");
        let colour = |x: f32, y: f32| {
            let p = photo.to_photo.point(Point::new(x, y));
            photo.image.get_pixel(p.x as u32, p.y as u32).0
        };
        let (red, blue) = (colour(60.0, 100.0), colour(240.0, 100.0));
        assert!(red[0] > red[2] + 80 && blue[2] > blue[0] + 80, "{rotation}: {red:?} {blue:?}");
    }
}

#[test]
fn degenerate_requests_still_give_a_picture() {
    let shot = Shot { width: 0, height: 0, fill: 0.0, tilt: (900.0, -900.0), blur: 0.0, ..shot(1) };
    assert_eq!(shoot(&RgbImage::new(1, 1), &shot).image.dimensions(), (64, 64));
}
