//! [`RegularGridInterpolator`]: values between those of a grid of any rank.

use super::error::shaped;
use super::samples::LaneShape;
use super::search::{BLOCK, places};
use super::{InterpolateError, wide};
use crate::Binned;
use nd_core::{Array, ArrayLike, ShapeError, View, threads};

/// What [`RegularGridInterpolator`] has between the points of a grid.
///
/// # SciPy
/// `method`: `"linear"` and `"nearest"`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::interpolate::GridMethod::default(), nd_ops::interpolate::GridMethod::Linear);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum GridMethod {
    /// Lines along each axis in turn: the mean of the corners of the cell, each weighed by how near it is.
    #[default]
    Linear,
    /// The nearest point; in the middle the first one.
    Nearest,
}

/// What [`RegularGridInterpolator`] has outside of the grid.
///
/// # SciPy
/// `bounds_error` and `fill_value`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{GridOptions, GridOutside, interpn_with};
///
/// let options = GridOptions::default().outside(GridOutside::Extrapolate);
/// let y = interpn_with(&[[0.0, 1.0]], &[10.0, 20.0], &[[1.5], [-1.0]], &options)?;
/// assert_eq!(y, nd_core::array![25.0, 0.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum GridOutside {
    /// [`InterpolateError::Outside`].
    #[default]
    Error,
    /// This value.
    Fill(f64),
    /// The lines of the outermost cells go on; the nearest point.
    Extrapolate,
}

/// How a grid is interpolated.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{GridMethod, GridOptions, GridOutside};
///
/// let options = GridOptions::default();
/// assert_eq!((options.method, options.outside), (GridMethod::Linear, GridOutside::Error));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GridOptions {
    /// What is between points.
    pub method: GridMethod,
    /// What is outside of the grid.
    pub outside: GridOutside,
}

impl GridOptions {
    /// What is between points.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{GridMethod, GridOptions};
    ///
    /// assert_eq!(GridOptions::default().method(GridMethod::Nearest).method, GridMethod::Nearest);
    /// ```
    #[must_use]
    pub fn method(self, method: GridMethod) -> GridOptions {
        GridOptions { method, ..self }
    }

    /// What is outside of the grid.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{GridOptions, GridOutside};
    ///
    /// let zero = GridOutside::Fill(0.0);
    /// assert_eq!(GridOptions::default().outside(zero).outside, zero);
    /// ```
    #[must_use]
    pub fn outside(self, outside: GridOutside) -> GridOptions {
        GridOptions { outside, ..self }
    }
}

/// Values between those of a grid whose lines may be unequally far from each other.
///
/// NaN for NaN. A NaN among the values reaches as far as the cells that it is a corner of, and no other point of the grid.
///
/// # SciPy
/// `scipy.interpolate.RegularGridInterpolator`, which makes NaN at points beside a NaN, too, and an error of a NaN
/// coordinate unless it may be outside.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::RegularGridInterpolator;
///
/// let values = array![[0.0, 1.0, 2.0], [10.0, 11.0, 12.0]];
/// let grid = RegularGridInterpolator::new(&[array![0.0, 1.0], array![0.0, 1.0, 3.0]], &values)?;
/// assert_eq!(grid.eval(&[[0.5, 0.5], [1.0, 2.0]])?, array![5.5, 11.5]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RegularGridInterpolator {
    /// The coordinates of each axis, ascending.
    axes: Vec<Vec<f64>>,
    /// In C order, of all lanes.
    values: Vec<f64>,
    lanes: LaneShape,
    options: GridOptions,
}

const OP: &str = "RegularGridInterpolator";

impl RegularGridInterpolator {
    /// Lines between the points of a grid, and an error outside of it.
    ///
    /// `points`: the coordinates of each of the first `d` axes, strictly increasing or decreasing; `values: (n0, …, nd, …)`: what
    /// more axes it has are lanes. Computed in `f64`.
    ///
    /// # Panics
    /// If there are no coordinates, coordinates have not one axis or no element, there are more of them than axes, or lengths differ.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`] if coordinates neither increase nor decrease.
    ///
    /// # SciPy
    /// `RegularGridInterpolator(points, values)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::RegularGridInterpolator;
    ///
    /// let falling = RegularGridInterpolator::new(&[[3.0, 1.0]], &[0.0, 8.0])?;
    /// assert_eq!(falling.eval(&[[1.5]])?, nd_core::array![6.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new<P: ArrayLike<Elem: Binned>>(
        points: &[P],
        values: impl ArrayLike<Elem: Binned>,
    ) -> Result<RegularGridInterpolator, InterpolateError> {
        shaped(Self::try_new(points, values))
    }

    /// As [`new`](Self::new), with other values between points, or outside.
    ///
    /// # Panics
    /// As [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// # SciPy
    /// `RegularGridInterpolator(points, values, method, bounds_error, fill_value)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{GridMethod, GridOptions, RegularGridInterpolator};
    ///
    /// let options = GridOptions::default().method(GridMethod::Nearest);
    /// let steps = RegularGridInterpolator::new_with(&[[0.0, 1.0]], &[5.0, 6.0], &options)?;
    /// assert_eq!(steps.eval(&[[0.5], [0.75]])?, nd_core::array![5.0, 6.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new_with<P: ArrayLike<Elem: Binned>>(
        points: &[P],
        values: impl ArrayLike<Elem: Binned>,
        options: &GridOptions,
    ) -> Result<RegularGridInterpolator, InterpolateError> {
        shaped(Self::try_new_with(points, values, options))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::RegularGridInterpolator;
    ///
    /// let grid = RegularGridInterpolator::try_new(&[[0.0, 1.0]], &[5.0, 6.0])?;
    /// assert_eq!(grid.eval(&[[0.5]])?, nd_core::array![5.5]);
    /// assert!(RegularGridInterpolator::try_new(&[[0.0, 1.0]], &[5.0]).is_err());
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn try_new<P: ArrayLike<Elem: Binned>>(
        points: &[P],
        values: impl ArrayLike<Elem: Binned>,
    ) -> Result<RegularGridInterpolator, InterpolateError> {
        Self::try_new_with(points, values, &GridOptions::default())
    }

    /// As [`new_with`](Self::new_with), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{GridOptions, RegularGridInterpolator};
    ///
    /// let grid = RegularGridInterpolator::try_new_with(&[[0.0, 1.0]], &[5.0], &GridOptions::default());
    /// let error = "RegularGridInterpolator: axis 0 of the values: shapes [2] and [1] differ";
    /// assert_eq!(grid.unwrap_err().to_string(), error);
    /// ```
    pub fn try_new_with<P: ArrayLike<Elem: Binned>>(
        points: &[P],
        values: impl ArrayLike<Elem: Binned>,
        options: &GridOptions,
    ) -> Result<RegularGridInterpolator, InterpolateError> {
        let points = points.iter().map(|axis| wide(axis.view()).into_array()).collect();
        made(points, wide(values.view()).view(), options)
    }

    /// The values at points of the space of the grid.
    ///
    /// `at: (…, d)`, the coordinates of a point on the last axis → `(…,)` and the axes of lanes.
    ///
    /// # Panics
    /// If the last axis of `at` has not as many elements as the grid has axes, or the result would have more axes than
    /// arrays have, or overflow memory.
    ///
    /// # Errors
    /// [`InterpolateError::Outside`] if a point is outside of the grid, and nothing else was said of those.
    ///
    /// # SciPy
    /// `grid(at)`, which makes one axis of a single point; here it has none.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::RegularGridInterpolator;
    ///
    /// let grid = RegularGridInterpolator::new(&[[0.0, 1.0], [0.0, 1.0]], &[[0.0, 1.0], [2.0, 3.0]])?;
    /// assert_eq!(grid.eval(&[0.5, 0.5])?[[]], 1.5);
    /// let error = grid.eval(&[0.5, 1.5]).unwrap_err();
    /// assert_eq!(error.to_string(), "RegularGridInterpolator: 1.5 is outside of the points of axis 1");
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl ArrayLike<Elem: Binned>) -> Result<Array<f64>, InterpolateError> {
        shaped(self.values_at(wide(at.view()).view()))
    }

    /// As [`eval`](Self::eval), for shapes that come from users.
    ///
    /// # Errors
    /// As [`eval`](Self::eval), and [`InterpolateError::Shape`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::RegularGridInterpolator;
    ///
    /// let grid = RegularGridInterpolator::new(&[[0.0, 1.0]], &[0.0, 1.0])?;
    /// assert!(grid.try_eval(&[[0.5, 0.5]]).is_err());
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn try_eval(
        &self,
        at: impl ArrayLike<Elem: Binned>,
    ) -> Result<Array<f64>, InterpolateError> {
        self.values_at(wide(at.view()).view())
    }

    fn values_at(&self, at: View<'_, f64>) -> Result<Array<f64>, InterpolateError> {
        let (d, width) = (self.axes.len(), self.lanes.width());
        let shape = match at.shape().split_last() {
            Some((&last, shape)) if last == d => shape,
            Some((_, _)) => {
                let axis = at.ndim() - 1;
                let shape = at.shape().into();
                return Err(ShapeError::Length { op: OP, axis, expected: d, shape }.into());
            }
            None => {
                return Err(ShapeError::TooFewAxes { op: OP, least: 1, shape: [].into() }.into());
            }
        };
        let flat = at.ravel();
        let flat = flat.view().as_slice().expect("ravel is contiguous");
        if self.options.outside == GridOutside::Error {
            for point in flat.chunks(d) {
                for (axis, (&x, points)) in point.iter().zip(&self.axes).enumerate() {
                    if x < points[0] || x > points[points.len() - 1] {
                        return Err(InterpolateError::Outside { op: OP, axis, x });
                    }
                }
            }
        }
        let mut out = self.lanes.room(OP, shape)?;
        if !out.is_empty() {
            let each = (4096 / width).max(1);
            threads::chunks(&mut out, each * width, &|start, out| {
                let points = &flat[start / width * d..][..out.len() / width * d];
                let parts = points.chunks(BLOCK * d).zip(out.chunks_mut(BLOCK * width));
                parts.for_each(|(points, out)| self.block(points, out));
            });
        }
        Ok(self.lanes.placed(shape, out))
    }

    /// The values at up to [`BLOCK`] points.
    fn block(&self, points: &[f64], out: &mut [f64]) {
        let (d, width) = (self.axes.len(), self.lanes.width());
        let count = points.len() / d;
        // Axis by axis: the cell, and how far in it a point lies.
        let (mut cells, mut shares) = (vec![0; count * d], vec![0.0; count * d]);
        let (mut column, mut found) = ([0.0; BLOCK], [0; BLOCK]);
        for (axis, points_of) in self.axes.iter().enumerate() {
            let (column, found) = (&mut column[..count], &mut found[..count]);
            column.iter_mut().zip(points.chunks(d)).for_each(|(x, point)| *x = point[axis]);
            let cells_of = &points_of[..points_of.len().max(2) - 1];
            places(cells_of, column, found);
            for (k, (&x, &i)) in column.iter().zip(&*found).enumerate() {
                cells[k * d + axis] = i;
                shares[k * d + axis] = match points_of.get(i + 1) {
                    Some(next) => (x - points_of[i]) / (next - points_of[i]),
                    None => 0.0,
                };
            }
        }
        for (k, out) in out.chunks_mut(width).enumerate() {
            let (point, range) = (&points[k * d..][..d], k * d..(k + 1) * d);
            let outside =
                |(&x, points): (&f64, &Vec<f64>)| x < points[0] || x > points[points.len() - 1];
            if point.iter().any(|x| x.is_nan()) {
                out.fill(f64::NAN);
            } else if let GridOutside::Fill(fill) = self.options.outside
                && point.iter().zip(&self.axes).any(outside)
            {
                out.fill(fill);
            } else if self.options.method == GridMethod::Nearest {
                out.copy_from_slice(self.nearest(&cells[range.clone()], &shares[range], width));
            } else {
                self.mean(&cells[range.clone()], &shares[range], out);
            }
        }
    }

    fn nearest(&self, cells: &[usize], shares: &[f64], width: usize) -> &[f64] {
        let mut place = 0;
        for ((points, &i), &share) in self.axes.iter().zip(cells).zip(shares) {
            place = place * points.len() + i + usize::from(share > 0.5);
        }
        &self.values[place * width..][..width]
    }

    /// The mean of the corners of a cell.
    fn mean(&self, cells: &[usize], shares: &[f64], out: &mut [f64]) {
        let (d, width) = (self.axes.len(), out.len());
        out.fill(0.0);
        for corner in 0..1usize << d {
            let (mut place, mut weight) = (0, 1.0);
            for axis in 0..d {
                let second = corner >> (d - 1 - axis) & 1;
                weight *= if second == 1 { shares[axis] } else { 1.0 - shares[axis] };
                place = place * self.axes[axis].len() + cells[axis] + second;
            }
            // A corner without weight may be NaN, or not there.
            if weight != 0.0 {
                let values = &self.values[place * width..][..width];
                out.iter_mut().zip(values).for_each(|(out, value)| *out += value * weight);
            }
        }
    }
}

fn made(
    points: Vec<Array<f64>>,
    values: View<'_, f64>,
    options: &GridOptions,
) -> Result<RegularGridInterpolator, InterpolateError> {
    let d = points.len();
    if d == 0 {
        return Err(ShapeError::NoArrays { op: OP }.into());
    }
    if d > values.ndim() {
        let shape = values.shape().into();
        return Err(ShapeError::TooFewAxes { op: OP, least: d, shape }.into());
    }
    let (mut axes, mut values) = (Vec::with_capacity(d), values);
    for (axis, points) in points.into_iter().enumerate() {
        if points.ndim() != 1 {
            let shape = points.shape().into();
            return Err(ShapeError::Rank { op: OP, expected: "one", shape }.into());
        }
        if points.is_empty() {
            return Err(InterpolateError::TooFew { op: OP, given: 0, least: 1 });
        }
        let (given, wanted) = (points.size(), values.shape()[axis]);
        if given != wanted {
            let op = format!("{OP}: axis {axis} of the values").into();
            let (left, right) = ([given].into(), [wanted].into());
            return Err(ShapeError::Mismatch { op, left, right }.into());
        }
        let mut points = points.into_vec();
        if points.len() > 1 && points[1] < points[0] {
            points.reverse();
            values = values.flip(axis as isize);
        }
        super::samples::increasing(OP, "points", &points)?;
        axes.push(points);
    }
    let lanes = LaneShape { rest: values.shape()[d..].to_vec(), axis: 0 };
    let values = values.to_array().into_vec();
    Ok(RegularGridInterpolator { axes, values, lanes, options: *options })
}

/// Values between those of a grid, in one call; see [`RegularGridInterpolator`].
///
/// `points`: the coordinates of each of the first `d` axes of `values`; `at: (…, d)` → `(…,)` and what more axes `values` has.
///
/// # Panics
/// As [`RegularGridInterpolator::new`] and [`RegularGridInterpolator::eval`].
///
/// # Errors
/// As [`RegularGridInterpolator::new`] and [`RegularGridInterpolator::eval`].
///
/// # SciPy
/// `scipy.interpolate.interpn(points, values, at)`.
///
/// # Examples
/// ```
/// let y = nd_ops::interpolate::interpn(&[[0.0, 2.0]], &[1.0, 5.0], &[[0.5], [2.0]])?;
/// assert_eq!(y, nd_core::array![2.0, 5.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn interpn<P: ArrayLike<Elem: Binned>>(
    points: &[P],
    values: impl ArrayLike<Elem: Binned>,
    at: impl ArrayLike<Elem: Binned>,
) -> Result<Array<f64>, InterpolateError> {
    interpn_with(points, values, at, &GridOptions::default())
}

/// As [`interpn`], with other values between points, or outside.
///
/// # Panics
/// As [`interpn`].
///
/// # Errors
/// As [`interpn`].
///
/// # SciPy
/// `scipy.interpolate.interpn(points, values, at, method, bounds_error, fill_value)`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{GridOptions, GridOutside, interpn_with};
///
/// let options = GridOptions::default().outside(GridOutside::Fill(-1.0));
/// let y = interpn_with(&[[0.0, 2.0]], &[1.0, 5.0], &[[3.0]], &options)?;
/// assert_eq!(y, nd_core::array![-1.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn interpn_with<P: ArrayLike<Elem: Binned>>(
    points: &[P],
    values: impl ArrayLike<Elem: Binned>,
    at: impl ArrayLike<Elem: Binned>,
    options: &GridOptions,
) -> Result<Array<f64>, InterpolateError> {
    let grid = shaped(RegularGridInterpolator::try_new_with(points, values, options))?;
    shaped(grid.try_eval(at))
}
