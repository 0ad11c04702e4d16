//! Smooth surfaces through pictures, and their slopes.

use nd_core::Array;

/// A surface of parabolas that goes through the pixels of a picture `(h, w)` of 3 pixels or more, and whose slopes have no
/// jumps: a tensor product of splines of degree 2 with knots between pixels, but for the first and the last pair
/// (P. Dierckx: Curve and Surface Fitting with Splines, 1993).
pub(super) struct Surface {
    shape: [usize; 2],
    factors: Vec<f64>,
}

impl Surface {
    pub(super) fn new(picture: &Array<f64>) -> Surface {
        let shape = [picture.shape()[0], picture.shape()[1]];
        let [h, w] = shape;
        let mut factors: Vec<f64> = picture.iter().copied().collect();
        let across = Line::new(w);
        factors.chunks_mut(w).for_each(|row| across.solve(row, 1));
        let down = Line::new(h);
        (0..w).for_each(|column| down.solve(&mut factors[column..], w));
        Surface { shape, factors }
    }

    /// How steep it is at a point, along both axes; outside the picture as at its edge.
    pub(super) fn slope(&self, point: [f64; 2]) -> [f64; 2] {
        let [(i, y), (j, x)] = [0, 1].map(|axis| basis(self.shape[axis], point[axis]));
        let mut slope = [0.0; 2];
        for (k, (value, steep)) in y.into_iter().enumerate() {
            let row = &self.factors[(i + k) * self.shape[1] + j..][..3];
            for ((across, turn), factor) in x.into_iter().zip(row) {
                slope[0] += factor * steep * across;
                slope[1] += factor * value * turn;
            }
        }
        slope
    }
}

/// The first of the three splines of `n` that are not 0 at `x`, and their values and slopes there.
fn basis(n: usize, x: f64) -> (usize, [(f64, f64); 3]) {
    let x = x.clamp(0.0, (n - 1) as f64);
    let knot = |k: usize| match k {
        0..=2 => 0.0,
        k if k >= n => (n - 1) as f64,
        k => k as f64 - 1.5,
    };
    let l = ((x + 0.5) as usize + 1).clamp(2, n - 1);
    let (before, low, high, after) = (knot(l - 1), knot(l), knot(l + 1), knot(l + 2));
    let (left, right) = ((high - x) / (high - low), (x - low) / (high - low));
    let first = (left * (high - x) / (high - before), -2.0 * left / (high - before));
    let last = (right * (x - low) / (after - low), 2.0 * right / (after - low));
    let middle = (1.0 - first.0 - last.0, -first.1 - last.1);
    (l - 2, [first, middle, last])
}

/// The equations of the splines along a line, after elimination: each has its neighbours' only.
struct Line {
    /// What is taken of the row above, the diagonal, and what is right of it.
    rows: Vec<[f64; 3]>,
}

impl Line {
    fn new(n: usize) -> Line {
        let mut rows: Vec<[f64; 3]> = Vec::with_capacity(n);
        for i in 0..n {
            let (first, values) = basis(n, i as f64);
            let at =
                |k: usize| k.checked_sub(first).and_then(|k| values.get(k)).map_or(0.0, |v| v.0);
            let left = if i > 0 { at(i - 1) } else { 0.0 };
            let (factor, taken) = match rows.last() {
                Some(above) => (left / above[1], left / above[1] * above[2]),
                None => (0.0, 0.0),
            };
            rows.push([factor, at(i) - taken, at(i + 1)]);
        }
        Line { rows }
    }

    /// Replaces values, `step` apart, by the factors of the splines.
    fn solve(&self, values: &mut [f64], step: usize) {
        let n = self.rows.len();
        for i in 1..n {
            values[i * step] -= self.rows[i][0] * values[(i - 1) * step];
        }
        values[(n - 1) * step] /= self.rows[n - 1][1];
        for i in (0..n - 1).rev() {
            let right = self.rows[i][2] * values[(i + 1) * step];
            values[i * step] = (values[i * step] - right) / self.rows[i][1];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parabolas_are_what_they_are() {
        for shape in [[3, 3], [4, 3], [5, 9]] {
            let height = |y: f64, x: f64| 2.0 * y * y - y * x + 0.5 * x * x + 3.0 * y - x + 1.0;
            let surface =
                Surface::new(&Array::from_fn(shape, |i| height(i[0] as f64, i[1] as f64)));
            for [y, x] in [[0.0, 0.0], [0.3, 1.7], [1.5, 1.5], [2.0, 2.0]] {
                let [down, across] = surface.slope([y, x]);
                assert!((down - (4.0 * y - x + 3.0)).abs() < 1e-12, "{shape:?} {y} {x}");
                assert!((across - (x - y - 1.0)).abs() < 1e-12, "{shape:?} {y} {x}");
            }
            assert_eq!(surface.slope([-9.0, f64::INFINITY]), surface.slope([0.0, 1e9]));
        }
    }
}
