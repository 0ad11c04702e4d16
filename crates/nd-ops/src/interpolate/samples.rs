//! Points to interpolate: coordinates, and the values of all lanes side by side.

use super::InterpolateError;
use nd_core::{Array, CowArray, ShapeError, View, normalize_axis};

/// `n` points of `width` lanes.
pub(crate) struct Samples<'a> {
    x: CowArray<'a, f64>,
    y: CowArray<'a, f64>,
    /// How the lanes lie.
    pub(crate) lanes: LaneShape,
}

/// The shape of values less the axis that is interpolated along, and where that axis was.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LaneShape {
    /// The lengths of the other axes.
    pub(crate) rest: Vec<usize>,
    /// How many of them come before the axis.
    pub(crate) axis: usize,
}

impl<'a> Samples<'a> {
    /// The points, of which at least `least` are needed.
    pub(crate) fn new(
        op: &'static str,
        x: View<'a, f64>,
        y: View<'a, f64>,
        axis: isize,
        least: usize,
    ) -> Result<Samples<'a>, InterpolateError> {
        if x.ndim() != 1 {
            let shape = x.shape().into();
            return Err(ShapeError::Rank { op, expected: "one", shape }.into());
        }
        let (y, lanes, n) = lanes_of(op, y, axis)?;
        if x.size() != n {
            let (left, right) = ([x.size()].into(), [n].into());
            return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
        }
        if n < least {
            return Err(InterpolateError::TooFew { op, given: n, least });
        }
        Ok(Samples { x: x.ravel(), y, lanes })
    }

    /// The coordinates.
    pub(crate) fn x(&self) -> &[f64] {
        self.x.view().as_slice().expect("ravel is contiguous")
    }

    /// The values: those of point `i` are `y()[i * width..][..width]`.
    pub(crate) fn y(&self) -> &[f64] {
        self.y.view().as_slice().expect("ravel is contiguous")
    }

    /// That coordinates increase, and coordinates and values are finite.
    pub(crate) fn check(&self, op: &'static str) -> Result<(), InterpolateError> {
        let x = self.x();
        let rises = increasing(op, "x", x);
        // Between finite ends that increase all are finite.
        let ends = [x.first(), x.last()].into_iter().flatten().all(|x| x.is_finite());
        if !ends || (rises.is_err() && !finite(x)) {
            return Err(InterpolateError::NotFinite { op, what: "x" });
        }
        rises?;
        if !finite(self.y()) {
            return Err(InterpolateError::NotFinite { op, what: "y" });
        }
        Ok(())
    }
}

/// Whether all are finite: in stretches, whose comparisons need no branch.
fn finite(a: &[f64]) -> bool {
    a.chunks(1024).all(|a| a.iter().fold(true, |finite, x| finite & x.is_finite()))
}

/// That each coordinate is larger than the one before.
pub(crate) fn increasing(
    op: &'static str,
    what: &'static str,
    x: &[f64],
) -> Result<(), InterpolateError> {
    if x.len() == 1 && x[0].is_nan() {
        return Err(InterpolateError::NotIncreasing { op, what, at: 0 });
    }
    // Without a branch for each pair.
    let fits = |x: &[f64]| x.windows(2).fold(true, |fits, pair| fits & (pair[0] < pair[1]));
    if fits(x) {
        return Ok(());
    }
    let at = x
        .windows(2)
        .position(|pair| pair[0].partial_cmp(&pair[1]) != Some(std::cmp::Ordering::Less));
    Err(InterpolateError::NotIncreasing { op, what, at: at.unwrap_or(0) })
}

/// The values with the axis first, the shape of the lanes, and the length of the axis.
pub(crate) fn lanes_of<'a>(
    op: &'static str,
    y: View<'a, f64>,
    axis: isize,
) -> Result<(CowArray<'a, f64>, LaneShape, usize), InterpolateError> {
    let axis = normalize_axis(op, axis, y.ndim())?;
    let mut rest = y.shape().to_vec();
    let n = rest.remove(axis);
    Ok((y.moveaxis(axis as isize, 0).ravel(), LaneShape { rest, axis }, n))
}

impl LaneShape {
    /// How many lanes there are.
    pub(crate) fn width(&self) -> usize {
        self.rest.iter().product()
    }

    /// Zeros for the values at coordinates of shape `x`.
    pub(crate) fn room(&self, op: &'static str, x: &[usize]) -> Result<Vec<f64>, ShapeError> {
        let ndim = x.len() + self.rest.len();
        if ndim > nd_core::MAX_NDIM {
            return Err(ShapeError::TooManyAxes { op, ndim });
        }
        let lengths = x.iter().chain(&self.rest);
        if lengths.clone().any(|&n| n == 0) {
            return Ok(Vec::new());
        }
        match lengths.clone().try_fold(1usize, |size, &n| size.checked_mul(n)) {
            Some(size) if size <= isize::MAX as usize / 8 => Ok(vec![0.0; size]),
            _ => Err(ShapeError::Overflow { op, shape: lengths.copied().collect() }),
        }
    }

    /// Values at coordinates of shape `x`, lane beside lane, with the axes of `x` where the axis was.
    pub(crate) fn placed(&self, x: &[usize], values: Vec<f64>) -> Array<f64> {
        self.placed_behind(&[], x, values)
    }

    /// As [`placed`](Self::placed), with other axes before all.
    pub(crate) fn placed_behind(
        &self,
        first: &[usize],
        x: &[usize],
        values: Vec<f64>,
    ) -> Array<f64> {
        let shape: Vec<usize> = first.iter().chain(x).chain(&self.rest).copied().collect();
        let (nf, nx, ndim) = (first.len(), x.len(), shape.len());
        let before = nf + nx + self.axis;
        let axes = (0..nf).chain(nf + nx..before).chain(nf..nf + nx).chain(before..ndim);
        let axes: Vec<isize> = axes.map(|axis| axis as isize).collect();
        Array::from_shape_vec(shape, values).into_permuted(&axes)
    }
}
