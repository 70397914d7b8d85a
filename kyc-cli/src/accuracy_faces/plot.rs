//! Curves as SVG: a plot has two axes, each linear or logarithmic, and a line a curve.

use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;
const MARGIN: f64 = 60.0;
/// Height of a line of the legend.
const LINE: f64 = 18.0;
/// Told apart also without colour vision (Okabe and Ito).
const COLOURS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"];

/// An axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) label: &'static str,
    scale: Scale,
}

#[derive(Debug, Clone, Copy)]
enum Scale {
    /// From 0 to 1.
    Share,
    /// Powers of ten from this one to 1; a value below the lowest is drawn on it.
    Decades(i32),
}

impl Axis {
    /// 0 to 1.
    pub(super) fn share(label: &'static str) -> Self {
        Self { label, scale: Scale::Share }
    }

    /// 10 to the power of `lowest` to 1.
    pub(super) fn decades(label: &'static str, lowest: i32) -> Self {
        Self { label, scale: Scale::Decades(lowest) }
    }

    /// Where between the ends of the axis, 0 to 1.
    fn place(self, value: f64) -> f64 {
        match self.scale {
            Scale::Share => value.clamp(0.0, 1.0),
            Scale::Decades(lowest) => {
                let lowest = f64::from(lowest);
                (value.max(1e-300).log10().clamp(lowest, 0.0) - lowest) / -lowest
            }
        }
    }

    fn marks(self) -> Vec<(f64, String)> {
        match self.scale {
            Scale::Share => (0..=5).map(|fifth| f64::from(fifth) / 5.0).map(|at| (at, format!("{at:.1}"))).collect(),
            Scale::Decades(lowest) => (lowest..=0).map(|decade| (10f64.powi(decade), format!("1e{decade}"))).collect(),
        }
    }
}

/// A named line of places.
pub(super) type Curve = (String, Vec<[f64; 2]>);

/// A plot; `diagonal` draws where both axes have the same value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) diagonal: bool,
}

impl Plot {
    /// The SVG, the names of the curves beneath. Curves without places are left out; those beyond the colours are dashed.
    pub(super) fn svg(self, curves: &[Curve]) -> String {
        let drawn: Vec<&Curve> = curves.iter().filter(|(_, places)| !places.is_empty()).collect();
        let height = HEIGHT + LINE * drawn.len() as f64;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"white\"/>\n"
        );
        self.grid(&mut svg);
        for (index, (name, places)) in drawn.into_iter().enumerate() {
            let colour = COLOURS[index % COLOURS.len()];
            let dash = if index < COLOURS.len() { "" } else { " stroke-dasharray=\"6 4\"" };
            let path: Vec<String> = places.iter().map(|&[x, y]| format!("{:.1},{:.1}", self.left(x), self.top(y))).collect();
            let legend = HEIGHT + LINE * index as f64;
            // Writing to a string cannot fail.
            let _ = writeln!(
                svg,
                "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash} points=\"{}\"/>",
                path.join(" ")
            );
            // Few places are shown as such: between them nothing was measured.
            if places.len() <= 12 {
                for &[x, y] in places {
                    let _ =
                        writeln!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>", self.left(x), self.top(y));
                }
            }
            let _ = writeln!(
                svg,
                "<path d=\"M{MARGIN} {legend}h24\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/><text x=\"{}\" y=\"{}\">{}</text>",
                MARGIN + 32.0,
                legend + 4.0,
                escape(name)
            );
        }
        svg.push_str("</svg>\n");
        svg
    }

    fn grid(self, svg: &mut String) {
        let (bottom, right) = (HEIGHT - MARGIN, WIDTH - MARGIN);
        for (value, mark) in self.x.marks() {
            let at = self.left(value);
            let _ = writeln!(
                svg,
                "<path d=\"M{at:.1} {MARGIN}V{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{mark}</text>",
                bottom + 16.0
            );
        }
        for (value, mark) in self.y.marks() {
            let at = self.top(value);
            let _ = writeln!(
                svg,
                "<path d=\"M{MARGIN} {at:.1}H{right}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{at:.1}\" text-anchor=\"end\">{mark}</text>",
                MARGIN - 6.0
            );
        }
        if self.diagonal {
            let ends = [self.left(0.0), self.top(0.0), self.left(1.0), self.top(1.0)].map(|place| format!("{place:.1}"));
            let [x, y, to_x, to_y] = ends;
            let _ = writeln!(svg, "<path d=\"M{x} {y}L{to_x} {to_y}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>");
        }
        let (middle, label) = (WIDTH / 2.0, self.x.label);
        let _ = writeln!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", HEIGHT - 22.0);
        let (middle, label) = (HEIGHT / 2.0, self.y.label);
        let _ = writeln!(svg, "<text transform=\"translate(16 {middle}) rotate(-90)\" text-anchor=\"middle\">{label}</text>");
    }

    fn left(self, value: f64) -> f64 {
        self.x.place(value) * (WIDTH - 2.0 * MARGIN) + MARGIN
    }

    fn top(self, value: f64) -> f64 {
        HEIGHT - MARGIN - self.y.place(value) * (HEIGHT - 2.0 * MARGIN)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_lies_inside_the_axes_and_names_are_escaped() {
        let plot = Plot { x: Axis::decades("x", -6), y: Axis::decades("y", -3), diagonal: false };
        let svg = plot.svg(&[("none".to_owned(), vec![]), ("a<b".to_owned(), vec![[0.0, 1.0], [1.0, 0.0]])]);
        assert!(svg.contains("points=\"60.0,60.0 580.0,360.0\"") && svg.contains("a&lt;b") && !svg.contains("none<"), "{svg}");
    }

    #[test]
    fn curves_beyond_the_colours_are_dashed_and_all_are_named() {
        let curves: Vec<Curve> = (0..9).map(|index| (format!("curve {index}"), vec![[0.0, 1.0]])).collect();
        let svg = Plot { x: Axis::share("x"), y: Axis::share("y"), diagonal: false }.svg(&curves);
        assert!((0..9).all(|index| svg.contains(&format!(">curve {index}</text>"))) && svg.contains("viewBox=\"0 0 640 582\""));
        assert_eq!(svg.matches("dasharray").count(), 2);
    }

    #[test]
    fn shares_go_from_corner_to_corner() {
        let plot = Plot { x: Axis::share("x"), y: Axis::share("y"), diagonal: true };
        let svg = plot.svg(&[]);
        assert!(svg.contains("M60.0 360.0L580.0 60.0") && !svg.contains("polyline"), "{svg}");
    }
}
