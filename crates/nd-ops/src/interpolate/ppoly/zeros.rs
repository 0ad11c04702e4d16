//! Where piecewise polynomials have a given value.

use super::{Extrapolate, PPoly};

impl PPoly {
    /// Where each lane is 0; see [`solve`](Self::solve).
    ///
    /// # SciPy
    /// `p.roots()`.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::interpolate::PPoly::new(&[[1.0], [0.0], [-4.0]], &[-3.0, 3.0])?; // (x + 3)² - 4
    /// assert_eq!(p.roots(), [[-5.0, -1.0]]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn roots(&self) -> Vec<Vec<f64>> {
        self.solve(0.0)
    }

    /// Where each lane has the value `y`: one ascending list for each lane, in C order.
    ///
    /// Beyond the breakpoints too, unless values are NaN there (or periodic: one period is looked at). A jump over the
    /// value counts as a place. A piece that has the value everywhere gives its beginning, and NaN. Places are found
    /// between extremes, which are found in the same way, by Newton's method that falls back on halving; where an extreme
    /// only touches the value, rounding decides whether it is found.
    ///
    /// # SciPy
    /// `p.solve(y)`, by eigenvalues there.
    ///
    /// # Examples
    /// ```
    /// let steps = nd_ops::interpolate::PPoly::new(&[[1.0, 3.0]], &[0.0, 1.0, 2.0])?;
    /// assert_eq!(steps.solve(2.0), [[1.0]]); // it jumps
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn solve(&self, y: f64) -> Vec<Vec<f64>> {
        (0..self.width()).map(|lane| self.lane_places(lane, y)).collect()
    }

    fn lane_places(&self, lane: usize, y: f64) -> Vec<f64> {
        let (pieces, width) = (self.pieces(), self.width());
        let on = self.extrapolate == Extrapolate::On;
        let mut found: Vec<f64> = Vec::new();
        let mut before: Option<f64> = None;
        for i in 0..pieces {
            let (start, end) = (self.x[i], self.x[i + 1]);
            if start == end {
                continue;
            }
            let mut c: Vec<f64> = (0..self.k).map(|p| self.piece(i)[p * width + lane]).collect();
            c[self.k - 1] -= y;
            if before.is_some_and(|before| before * c[self.k - 1] < 0.0) {
                found.push(start);
            }
            before = Some(value(&c, end - start));
            if c.iter().all(|&c| c == 0.0) {
                found.extend([start, f64::NAN]);
                continue;
            }
            let low = if i == 0 && on { f64::NEG_INFINITY } else { 0.0 };
            let high = if i == pieces - 1 && on { f64::INFINITY } else { end - start };
            for s in places_between(&c, low, high) {
                let at = if s == end - start { end } else { start + s };
                // A place at a breakpoint belongs to both of its sides.
                if found.last() != Some(&at) {
                    found.push(at);
                }
            }
        }
        found
    }
}

/// The polynomial, whose coefficients begin with the highest power, at `s`.
fn value(c: &[f64], s: f64) -> f64 {
    c.iter().fold(0.0, |y, c| y * s + c)
}

/// How large rounding errors of the value may be.
fn doubt(c: &[f64], s: f64) -> f64 {
    4.0 * f64::EPSILON * c.iter().fold(0.0, |y, c| y * s.abs() + c.abs())
}

/// Where a polynomial that is not 0 everywhere is 0 between `low` and `high`, both included: ascending.
fn places_between(c: &[f64], low: f64, high: f64) -> Vec<f64> {
    let c = &c[c.iter().take_while(|&&c| c == 0.0).count()..];
    if c.len() < 2 || c.iter().any(|c| !c.is_finite()) {
        return Vec::new();
    }
    if c.len() == 2 {
        let s = -c[1] / c[0];
        return if low <= s && s <= high { vec![s] } else { Vec::new() };
    }
    // No root is farther from 0 (Cauchy).
    let bound = 1.0 + c[1..].iter().fold(0.0, |most: f64, x| most.max((x / c[0]).abs()));
    let (low, high) = (low.max(-bound), high.min(bound));
    if !(low <= high && bound.is_finite()) {
        return Vec::new();
    }
    let degree = c.len() - 1;
    let slope: Vec<f64> =
        c[..degree].iter().enumerate().map(|(p, c)| c * (degree - p) as f64).collect();
    let mut ends = vec![low];
    ends.extend(places_between(&slope, low, high));
    ends.push(high);
    let mut found: Vec<f64> = Vec::new();
    for pair in ends.windows(2) {
        let (a, b) = (value(c, pair[0]), value(c, pair[1]));
        let place = if a == 0.0 {
            Some(pair[0])
        } else if b == 0.0 {
            Some(pair[1])
        } else if (a < 0.0) != (b < 0.0) {
            Some(crossing(c, &slope, pair[0], pair[1]))
        } else {
            // An extreme that comes as near to 0 as rounding tells.
            let touches = pair[1] < high && b.abs() <= doubt(c, pair[1]);
            touches.then_some(pair[1])
        };
        if let Some(place) = place
            && found.last().is_none_or(|&last| last < place)
        {
            found.push(place);
        }
    }
    if ends.len() > 2 && value(c, high) == 0.0 && found.last().is_none_or(|&last| last < high) {
        found.push(high);
    }
    found
}

/// The one place between `low` and `high` where the sign changes.
fn crossing(c: &[f64], slope: &[f64], mut low: f64, mut high: f64) -> f64 {
    let rises = value(c, low) < 0.0;
    let mut s = 0.5 * low + 0.5 * high;
    // Newton's steps double the digits; halving alone needs as many steps as there are bits.
    for _ in 0..200 {
        let y = value(c, s);
        if y == 0.0 {
            return s;
        }
        if (y < 0.0) == rises {
            low = s;
        } else {
            high = s;
        }
        let newton = s - y / value(slope, s);
        let next = if low < newton && newton < high { newton } else { 0.5 * low + 0.5 * high };
        if (next - s).abs() <= f64::EPSILON * s.abs() * 0.5 || next <= low || next >= high {
            return next.clamp(low, high);
        }
        s = next;
    }
    s
}
