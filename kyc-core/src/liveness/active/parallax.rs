//! How much of a movement only a solid head can make.

/// Points below which nothing is said.
const FEWEST: usize = 8;

/// The parallax between two views of the same points, in eye distances of the second view.
///
/// The picture of a flat thing moves, from one view to another, by an affine map (seen from some distance). A head does not:
/// near points move more than far ones. Parallax is the root mean square of the movement that no affine map of the picture
/// explains but one with the points' depth does. `None` for too few points or points without spread.
pub(super) fn parallax(before: &[[f32; 3]], after: &[[f32; 3]], eye_distance: f32) -> Option<f32> {
    if before.len() != after.len() || before.len() < FEWEST || eye_distance.is_nan() || eye_distance <= 0.0 {
        return None;
    }
    let n = before.len() as f64;
    // Centred, so that the numbers stay small beside their differences.
    let mean = |axis: usize| before.iter().map(|p| f64::from(p[axis])).sum::<f64>() / n;
    let [mx, my, mz] = [mean(0), mean(1), mean(2)];
    let rows: Vec<[f64; 4]> =
        before.iter().map(|p| [1.0, f64::from(p[0]) - mx, f64::from(p[1]) - my, f64::from(p[2]) - mz]).collect();
    let left_over =
        |columns: usize| -> Option<f64> { (0..2).map(|axis| residual(&rows, columns, |i| f64::from(after[i][axis]))).sum() };
    let explained = (left_over(3)? - left_over(4)?).max(0.0);
    let value = ((explained / n).sqrt() / f64::from(eye_distance)) as f32;
    value.is_finite().then_some(value)
}

/// Sum of squares that the first `columns` of `rows` leave of `target` in the least squares sense.
fn residual(rows: &[[f64; 4]], columns: usize, target: impl Fn(usize) -> f64) -> Option<f64> {
    // Normal equations with the target as the last column, then elimination with pivoting.
    let mut m = [[0.0f64; 5]; 4];
    for (i, row) in rows.iter().enumerate() {
        for r in 0..columns {
            for c in 0..columns {
                m[r][c] += row[r] * row[c];
            }
            m[r][4] += row[r] * target(i);
        }
    }
    for k in 0..columns {
        let pivot = (k..columns).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs()))?;
        m.swap(k, pivot);
        if m[k][k].abs() < 1e-9 {
            return None;
        }
        let row = m[k];
        for (r, other) in m.iter_mut().enumerate().take(columns) {
            if r != k {
                let factor = other[k] / row[k];
                other.iter_mut().zip(row).for_each(|(value, from)| *value -= factor * from);
            }
        }
    }
    let fitted = |row: &[f64; 4]| (0..columns).map(|k| m[k][4] / m[k][k] * row[k]).sum::<f64>();
    Some(rows.iter().enumerate().map(|(i, row)| (target(i) - fitted(row)).powi(2)).sum())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A grid of points, 100 pixels wide; `depth` pixels between its rim and its middle.
    fn points(depth: f32) -> Vec<[f32; 3]> {
        let grid = (0..25).map(|i| ((i % 5) as f32 * 25.0 - 50.0, (i / 5) as f32 * 25.0 - 50.0));
        grid.map(|(x, y)| [x, y, depth * (x * x + y * y) / 5000.0]).collect()
    }

    fn turned(points: &[[f32; 3]], degrees: f32) -> Vec<[f32; 3]> {
        let (s, c) = degrees.to_radians().sin_cos();
        points.iter().map(|p| [p[0] * c - p[2] * s + 7.0, p[1] - 3.0, p[0] * s + p[2] * c]).collect()
    }

    #[test]
    fn f_129_a_flat_picture_has_no_parallax_however_it_is_turned_and_a_head_has() {
        let (flat, head) = (points(0.0), points(60.0));
        for degrees in [-50.0, -20.0, 20.0, 50.0] {
            // The depths that a face model imagines on a flat picture are those of a head; its picture moves as a plane.
            let seen: Vec<_> = flat.iter().zip(&head).map(|(f, h)| [f[0], f[1], h[2]]).collect();
            assert!(parallax(&seen, &turned(&flat, degrees), 60.0).unwrap() < 1e-3);
            assert!(parallax(&head, &turned(&head, degrees), 60.0).unwrap() > 0.08);
        }
        assert!(parallax(&head, &turned(&head, 40.0), 60.0) > parallax(&head, &turned(&head, 20.0), 60.0));
    }

    #[test]
    fn too_little_to_say_is_none() {
        let head = points(60.0);
        assert_eq!(parallax(&head[..5], &head[..5], 60.0), None);
        assert_eq!(parallax(&head, &head[1..], 60.0), None);
        assert_eq!(parallax(&head, &head, 0.0), None);
        assert_eq!(parallax(&[[1.0; 3]; 20], &[[1.0; 3]; 20], 60.0), None);
    }
}
