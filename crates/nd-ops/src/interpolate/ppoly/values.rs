//! Values of piecewise polynomials.

use super::super::search::{BLOCK, places};
use super::{Extrapolate, PPoly};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Number, Operand, ShapeError, View, threads};

/// Results that one thread makes at a time.
const TASK: usize = 1 << 14;

impl PPoly {
    /// The values at `at`.
    ///
    /// `at`: an array of any shape, or a number → its axes in the place of the axis that values were interpolated
    /// along (the first, if there are lanes only). At a breakpoint the polynomial behind it counts, at the last one
    /// that before it. NaN for NaN. Evaluated by Horner's scheme, on several threads.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p(at)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::interpolate::CubicSpline;
    ///
    /// let spline = CubicSpline::new(&[0.0, 1.0, 2.0], &[[0.0, 1.0, 4.0], [0.0, 2.0, 8.0]], 1)?;
    /// assert_eq!(spline.eval(&[3.0, 0.5]), array![[9.0, 0.25], [18.0, 0.5]]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl Operand<f64>) -> Array<f64> {
        self.values(at.operand()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The values of the derivative of order `order`; 0 are the values themselves.
    ///
    /// Shapes as in [`eval`](Self::eval).
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p(at, order)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::CubicSpline;
    ///
    /// let parabola = CubicSpline::new(&[0.0, 1.0, 2.0], &[0.0, 1.0, 4.0], 0)?;
    /// assert_eq!(parabola.eval_derivative(3.0, 1)[[]], 6.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval_derivative(&self, at: impl Operand<f64>, order: usize) -> Array<f64> {
        let values = match order {
            0 => self.values(at.operand()),
            _ => self.derivative(order).values(at.operand()),
        };
        values.unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`eval`](Self::eval), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::TooManyAxes`] and [`ShapeError::Overflow`].
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::interpolate::PPoly::new(&[[1.0], [0.0]], &[0.0, 2.0])?;
    /// assert_eq!(p.try_eval(0.5).unwrap()[[]], 0.5);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn try_eval(&self, at: impl Operand<f64>) -> Result<Array<f64>, ShapeError> {
        self.values(at.operand())
    }

    /// The body of [`eval`](Self::eval).
    pub(crate) fn values(&self, at: View<'_, f64>) -> Result<Array<f64>, ShapeError> {
        let (flat, width) = (at.ravel(), self.width());
        let flat = flat.view().as_slice().expect("ravel is contiguous");
        let mut out = self.lanes.room("eval", at.shape())?;
        if !out.is_empty() {
            let each = (TASK / width).clamp(1, TASK);
            threads::chunks(&mut out, each * width, &|start, out| {
                let at = &flat[start / width..][..out.len() / width];
                dispatch(Values { of: self, at, out });
            });
        }
        Ok(self.lanes.placed(at.shape(), out))
    }
}

struct Values<'a> {
    of: &'a PPoly,
    at: &'a [f64],
    out: &'a mut [f64],
}

impl Kernel for Values<'_> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let (of, width) = (self.of, self.of.width());
        let mut folded = [0.0; BLOCK];
        let mut found = [0; BLOCK];
        for (at, out) in self.at.chunks(BLOCK).zip(self.out.chunks_mut(BLOCK * width)) {
            let folded = &mut folded[..at.len()];
            folded.copy_from_slice(at);
            let found = &mut found[..at.len()];
            let (first, last) = (of.x[0], of.x[of.x.len() - 1]);
            match of.extrapolate {
                Extrapolate::On => {}
                Extrapolate::Nan => folded.iter_mut().for_each(|x| {
                    *x = if *x < first || *x > last { f64::NAN } else { *x };
                }),
                Extrapolate::Periodic => folded.iter_mut().for_each(|x| {
                    *x = first + Number::remainder(*x - first, last - first);
                }),
            }
            places(&of.x[..of.x.len() - 1], folded, found);
            match (width, of.k) {
                (1, 4) => lines::<4>(of, folded, found, out),
                (1, 3) => lines::<3>(of, folded, found, out),
                (1, 2) => lines::<2>(of, folded, found, out),
                _ => lanes(of, folded, found, out),
            }
        }
    }
}

/// One lane, of polynomials of `K` coefficients.
#[inline(always)]
fn lines<const K: usize>(of: &PPoly, at: &[f64], found: &[usize], out: &mut [f64]) {
    let (c, _) = of.c.as_chunks::<K>();
    for ((out, &at), &i) in out.iter_mut().zip(at).zip(found) {
        let (c, s) = (&c[i], at - of.x[i]);
        let mut y = c[0];
        for &c in &c[1..] {
            y = y * s + c;
        }
        *out = y;
    }
}

/// Any number of lanes side by side.
#[inline(always)]
fn lanes(of: &PPoly, at: &[f64], found: &[usize], out: &mut [f64]) {
    let width = of.width();
    for ((out, &at), &i) in out.chunks_mut(width).zip(at).zip(found) {
        let (mut rows, s) = (of.piece(i).chunks(width), at - of.x[i]);
        out.copy_from_slice(rows.next().expect("there is a coefficient"));
        for c in rows {
            out.iter_mut().zip(c).for_each(|(y, &c)| *y = *y * s + c);
        }
        if at.is_nan() {
            out.fill(f64::NAN); // also of a constant
        }
    }
}
