//! Detection error tradeoff curves as SVG: FNMR over FMR, both axes logarithmic.

use std::fmt::Write;

use super::figures::Point;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;
const MARGIN: f64 = 60.0;
/// Decades of the axes: a rate below the lowest is drawn on it.
const FMR: (f64, f64) = (-6.0, 0.0);
const FNMR: (f64, f64) = (-3.0, 0.0);
/// Told apart also without colour vision (Okabe and Ito).
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/// The plot. Curves without points are left out of it.
pub(super) fn det(curves: &[(String, Vec<Point>)]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    grid(&mut svg);
    for ((name, points), (index, colour)) in curves.iter().zip(COLOURS.iter().enumerate()) {
        let places = points.iter().filter_map(|point| Some((x(point.fmr.share()?), y(point.fnmr.share()?))));
        let path: Vec<String> = places.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let legend = MARGIN + 16.0 * (index as f64 + 1.0);
        // Writing to a string cannot fail.
        let _ = writeln!(svg, "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>", path.join(" "));
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{legend}\" text-anchor=\"end\" fill=\"{colour}\">{}</text>",
            WIDTH - MARGIN - 8.0,
            escape(name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn grid(svg: &mut String) {
    let (bottom, right) = (HEIGHT - MARGIN, WIDTH - MARGIN);
    for decade in FMR.0 as i32..=FMR.1 as i32 {
        let at = x(10f64.powi(decade));
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} {MARGIN}V{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">1e{decade}</text>",
            bottom + 16.0
        );
    }
    for decade in FNMR.0 as i32..=FNMR.1 as i32 {
        let at = y(10f64.powi(decade));
        let _ = writeln!(
            svg,
            "<path d=\"M{MARGIN} {at:.1}H{right}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{at:.1}\" text-anchor=\"end\">1e{decade}</text>",
            MARGIN - 6.0
        );
    }
    let _ =
        writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">FMR, false match rate</text>", WIDTH / 2.0, HEIGHT - 16.0);
    let _ = writeln!(
        svg,
        "<text transform=\"translate(16 {}) rotate(-90)\" text-anchor=\"middle\">FNMR, false non-match rate</text>",
        HEIGHT / 2.0
    );
}

fn x(rate: f64) -> f64 {
    place(rate, FMR) * (WIDTH - 2.0 * MARGIN) + MARGIN
}

fn y(rate: f64) -> f64 {
    HEIGHT - MARGIN - place(rate, FNMR) * (HEIGHT - 2.0 * MARGIN)
}

/// Where between the ends of the axis, 0 to 1.
fn place(rate: f64, (low, high): (f64, f64)) -> f64 {
    (rate.max(1e-300).log10().clamp(low, high) - low) / (high - low)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::super::figures::Rate;
    use super::*;

    #[test]
    fn a_curve_lies_inside_the_axes_and_names_are_escaped() {
        let point = |k: usize, n: usize| Point { threshold: 0.0, fmr: Rate::of(k, 10), fnmr: Rate::of(n, 10) };
        let svg = det(&[("a<b".to_owned(), vec![point(0, 10), point(10, 0)])]);
        assert!(svg.contains("points=\"60.0,60.0 580.0,360.0\"") && svg.contains("a&lt;b"), "{svg}");
    }
}
