//! Receiver operating characteristic as SVG: true over false match rate, both axes linear.

use std::fmt::Write;

const SIZE: f64 = 420.0;
const MARGIN: f64 = 50.0;
/// Told apart also without colour vision (Okabe and Ito).
const COLOURS: [&str; 3] = ["#0072b2", "#d55e00", "#009e73"];

/// The plot of up to three curves of (false, true) match rates.
pub(super) fn roc(curves: &[(&str, Vec<(f64, f64)>)]) -> String {
    let side = SIZE - 2.0 * MARGIN;
    let at = |(x, y): (f64, f64)| (MARGIN + x * side, SIZE - MARGIN - y * side);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIZE} {SIZE}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{SIZE}\" height=\"{SIZE}\" fill=\"white\"/>\n"
    );
    // Writing to a string cannot fail.
    for tenth in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (x, y) = at((tenth, tenth));
        let _ = writeln!(
            svg,
            "<path d=\"M{x} {MARGIN}v{side}M{MARGIN} {y}h{side}\" stroke=\"#ddd\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{tenth}</text><text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{tenth}</text>",
            SIZE - MARGIN + 16.0,
            MARGIN - 6.0
        );
    }
    for ((name, points), (index, colour)) in curves.iter().zip(COLOURS.iter().enumerate()) {
        let path: Vec<String> = points.iter().map(|point| at(*point)).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>",
            path.join(" "),
            SIZE - MARGIN - 8.0,
            SIZE - MARGIN - 8.0 - 16.0 * index as f64
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{0}\" y=\"{1}\" text-anchor=\"middle\">false match rate</text>\
         <text transform=\"translate(14 {0}) rotate(-90)\" text-anchor=\"middle\">true match rate</text>\n</svg>",
        SIZE / 2.0,
        SIZE - 14.0
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::roc;

    #[test]
    fn a_curve_goes_from_corner_to_corner() {
        let svg = roc(&[("ours", vec![(0.0, 0.0), (1.0, 1.0)])]);
        assert!(svg.contains("points=\"50.0,370.0 370.0,50.0\"") && svg.contains(">ours<"), "{svg}");
    }
}
