//! Derivatives and integrals of piecewise polynomials.

use super::{Extrapolate, PPoly};
use nd_core::Array;

impl PPoly {
    /// The derivative of order `order`: polynomials between the same breakpoints.
    ///
    /// # SciPy
    /// `p.derivative(order)`; negative orders are [`antiderivative`](Self::antiderivative)s.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let p = nd_ops::interpolate::PPoly::new(&[[1.0], [0.0], [5.0]], &[0.0, 2.0])?; // x² + 5
    /// assert_eq!(p.derivative(1).coefficients(), array![[2.0], [0.0]]);
    /// assert_eq!(p.derivative(3).coefficients(), array![[0.0]]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn derivative(&self, order: usize) -> PPoly {
        let (width, k) = (self.width(), self.k.saturating_sub(order).max(1));
        let mut c = Vec::with_capacity(self.pieces() * k * width);
        // What taking the derivative `order` times multiplies each power with; 0 of what is gone.
        let factor = |p: usize| -> f64 {
            let power = self.k - 1 - p;
            // A power is gone after as many steps.
            (0..order.min(self.k)).map(|taken| power.saturating_sub(taken) as f64).product()
        };
        let factors: Vec<f64> = (0..k).map(factor).collect();
        for i in 0..self.pieces() {
            for (row, &factor) in self.piece(i).chunks(width.max(1)).zip(&factors) {
                c.extend(row.iter().map(|&c| if factor == 0.0 { 0.0 } else { c * factor }));
            }
        }
        PPoly::of(self.x.clone(), c, k, self.lanes.clone(), self.extrapolate)
    }

    /// An integral of order `order`: continuous, and 0 at the first breakpoint.
    ///
    /// Of periodic polynomials it is not periodic: NaN beyond the breakpoints.
    ///
    /// # SciPy
    /// `p.antiderivative(order)`.
    ///
    /// # Examples
    /// ```
    /// let steps = nd_ops::interpolate::PPoly::new(&[[1.0, 3.0]], &[0.0, 1.0, 2.0])?;
    /// let area = steps.antiderivative(1);
    /// assert_eq!(area.eval(&[0.0, 1.0, 2.0]), nd_core::array![0.0, 1.0, 4.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn antiderivative(&self, order: usize) -> PPoly {
        let mut of = self.clone();
        for _ in 0..order {
            of = of.integral();
        }
        of
    }

    fn integral(&self) -> PPoly {
        let (width, k) = (self.width(), self.k + 1);
        let mut c = Vec::with_capacity(self.pieces() * k * width);
        let mut reached = vec![0.0; width];
        for i in 0..self.pieces() {
            let start = c.len();
            for (p, row) in self.piece(i).chunks(width.max(1)).enumerate() {
                c.extend(row.iter().map(|c| c / (self.k - p) as f64));
            }
            c.extend(&reached);
            let s = self.x[i + 1] - self.x[i];
            let mut rows = c[start..].chunks(width.max(1));
            reached = rows.next().unwrap_or(&[]).to_vec();
            for row in rows {
                reached.iter_mut().zip(row).for_each(|(y, c)| *y = *y * s + c);
            }
        }
        let extrapolate = match self.extrapolate {
            Extrapolate::Periodic => Extrapolate::Nan,
            other => other,
        };
        PPoly::of(self.x.clone(), c, k, self.lanes.clone(), extrapolate)
    }

    /// The integral from `a` to `b`, of each lane.
    ///
    /// Negative if `b` is smaller; NaN beyond the breakpoints if values are; over as many periods as there are.
    ///
    /// # SciPy
    /// `p.integrate(a, b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Extrapolate, PPoly};
    ///
    /// let steps = PPoly::new(&[[1.0, 3.0]], &[0.0, 1.0, 2.0])?;
    /// assert_eq!(steps.integrate(0.5, 1.5)[[]], 2.0);
    /// assert_eq!(steps.integrate(3.0, 1.0)[[]], -6.0);
    /// assert_eq!(steps.extrapolate(Extrapolate::Periodic).integrate(0.5, 5.0)[[]], 8.5);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn integrate(&self, a: f64, b: f64) -> Array<f64> {
        let (low, high, sign) = if b < a { (b, a, -1.0) } else { (a, b, 1.0) };
        let mut sums = vec![0.0; self.width()];
        let (first, last) = (self.x[0], self.x[self.x.len() - 1]);
        if self.extrapolate == Extrapolate::Periodic {
            let period = last - first;
            let whole = ((high - low) / period).floor();
            let rest = (high - low) - whole * period;
            if whole > 0.0 {
                self.add_area(first, last, &mut sums);
                sums.iter_mut().for_each(|sum| *sum *= whole);
            }
            let from = first + nd_core::Number::remainder(low - first, period);
            self.add_area(from, (from + rest).min(last), &mut sums);
            if from + rest > last {
                self.add_area(first, from + rest - period, &mut sums);
            }
        } else if self.extrapolate == Extrapolate::Nan && !(first <= low && high <= last) {
            sums.fill(f64::NAN);
        } else {
            self.add_area(low, high, &mut sums);
        }
        sums.iter_mut().for_each(|sum| *sum *= sign);
        Array::from_shape_vec(self.lanes.rest.as_slice(), sums)
    }

    /// Adds the integral from `low` to `high`, which is not smaller, piece by piece.
    fn add_area(&self, low: f64, high: f64, sums: &mut [f64]) {
        if low.is_nan() || high.is_nan() {
            return sums.fill(f64::NAN);
        }
        let inner = &self.x[1..self.x.len() - 1];
        let from = inner.partition_point(|&x| x <= low);
        let to = inner.partition_point(|&x| x < high).max(from);
        for i in from..=to {
            let start = if i == from { low } else { self.x[i] } - self.x[i];
            let end = if i == to { high } else { self.x[i + 1] } - self.x[i];
            let width = self.width();
            for (l, sum) in sums.iter_mut().enumerate() {
                let at = |s: f64| {
                    let c = (0..self.k).map(|p| self.piece(i)[p * width + l] / (self.k - p) as f64);
                    c.fold(0.0, |y, c| (y + c) * s)
                };
                *sum += at(end) - at(start);
            }
        }
    }
}
