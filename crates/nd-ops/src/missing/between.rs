//! [`interp_missing`]: what curves through the known values have in the gaps.

use super::gaps::{Area, Rows, known};
use crate::bins::wide;
use crate::interpolate::{
    Akima1DInterpolator, CubicSpline, Extrapolate, Interp1d, Interp1dOptions, InterpolateError,
    Kind, Outside, PPoly, PchipInterpolator, increasing,
};
use crate::{Binned, Floating};
use nd_core::{Array, ArrayLike, ShapeError, View, threads};

/// The curve of [`interp_missing`].
///
/// # pandas
/// `method`: `"linear"` (`"index"` with coordinates), `"nearest"`, `"cubic"`, `"cubicspline"`, `"pchip"`, `"akima"`; and steps.
///
/// # Examples
/// ```
/// use nd_ops::missing::{Method, interp_missing};
///
/// let squares = [0.0, 1.0, f64::NAN, 9.0, 16.0];
/// assert!((interp_missing(&squares, Method::Cubic, 0)?[[2]] - 4.0).abs() < 1e-14);
/// assert_eq!(interp_missing(&squares, Method::Previous, 0)?[[2]], 1.0);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Straight lines; beyond the known values the nearest of them.
    #[default]
    Linear,
    /// The nearest known value, in the middle the one before.
    Nearest,
    /// The known value before.
    Previous,
    /// The known value after.
    Next,
    /// The [`CubicSpline`](crate::interpolate::CubicSpline), missing beyond the known values.
    Cubic,
    /// The [`CubicSpline`](crate::interpolate::CubicSpline), which goes on.
    CubicSpline,
    /// The [`PchipInterpolator`](crate::interpolate::PchipInterpolator), which goes on.
    Pchip,
    /// The [`Akima1DInterpolator`](crate::interpolate::Akima1DInterpolator), missing beyond the known values.
    Akima,
}

/// From which side gaps are filled, where there is a limit; and which ends are.
///
/// # pandas
/// `limit_direction`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::missing::Direction::default(), nd_ops::missing::Direction::Forward);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// After known values.
    #[default]
    Forward,
    /// Before known values.
    Backward,
    /// Both.
    Both,
}

/// Which gaps [`interp_missing_with`] fills, and where elements are.
///
/// # Examples
/// ```
/// use nd_ops::missing::{Direction, InterpMissingOptions};
///
/// assert_eq!(InterpMissingOptions::default().direction, Direction::Forward);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct InterpMissingOptions {
    /// The coordinates of the elements; their positions, if there are none.
    pub coordinates: Option<Vec<f64>>,
    /// The most that are filled of each gap, from each side.
    pub limit: Option<usize>,
    /// From which side.
    pub direction: Direction,
    /// Which gaps.
    pub area: Area,
}

impl InterpMissingOptions {
    /// The coordinates of the elements, strictly increasing.
    ///
    /// # pandas
    /// The index; `method="linear"` does not look at it there.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{InterpMissingOptions, Method, interp_missing_with};
    ///
    /// let options = InterpMissingOptions::default().coordinates([0.0, 1.0, 4.0]);
    /// let a = interp_missing_with(&[0.0, f64::NAN, 8.0], Method::Linear, 0, &options)?;
    /// assert_eq!(a[[1]], 2.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn coordinates(self, coordinates: impl Into<Vec<f64>>) -> InterpMissingOptions {
        InterpMissingOptions { coordinates: Some(coordinates.into()), ..self }
    }

    /// The most that are filled of each gap, from each side.
    ///
    /// # pandas
    /// `limit`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{InterpMissingOptions, Method, interp_missing_with};
    ///
    /// let options = InterpMissingOptions::default().limit(1);
    /// let a = interp_missing_with(&[0.0, f64::NAN, f64::NAN, 3.0], Method::Linear, 0, &options)?;
    /// assert!(a[[1]] == 1.0 && a[[2]].is_nan());
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn limit(self, limit: usize) -> InterpMissingOptions {
        InterpMissingOptions { limit: Some(limit), ..self }
    }

    /// From which side gaps are filled.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{Direction, InterpMissingOptions, Method, interp_missing_with};
    ///
    /// let options = InterpMissingOptions::default().direction(Direction::Both);
    /// let a = interp_missing_with(&[f64::NAN, 1.0, f64::NAN], Method::Linear, 0, &options)?;
    /// assert_eq!(a, nd_core::array![1.0, 1.0, 1.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn direction(self, direction: Direction) -> InterpMissingOptions {
        InterpMissingOptions { direction, ..self }
    }

    /// Which gaps are filled.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::missing::{Area, InterpMissingOptions};
    ///
    /// assert_eq!(InterpMissingOptions::default().area(Area::Inside).area, Area::Inside);
    /// ```
    #[must_use]
    pub fn area(self, area: Area) -> InterpMissingOptions {
        InterpMissingOptions { area, ..self }
    }
}

/// The elements, with missing ones interpolated along `axis` between known ones.
///
/// `a: (…, n, …)` → the same shape; elements are equally far from each other. Computed in `f64`. What comes before the first
/// known value stays missing; so does a lane with too few known values for the curve (2 for cubic ones).
///
/// # Panics
/// If there is no such axis.
///
/// # Errors
/// [`InterpolateError::NotFinite`] if a cubic curve meets an infinity.
///
/// # pandas
/// `a.interpolate(method, axis=axis)`, where too few known values are an error.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::missing::{Method, interp_missing};
///
/// let a = [[0.0, f64::NAN, 4.0, f64::NAN]];
/// assert_eq!(interp_missing(&a, Method::Linear, 1)?, array![[0.0, 2.0, 4.0, 4.0]]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn interp_missing<A: ArrayLike<Elem: Floating + Binned>>(
    a: A,
    method: Method,
    axis: isize,
) -> Result<Array<A::Elem>, InterpolateError> {
    interp_missing_with(a, method, axis, &InterpMissingOptions::default())
}

/// As [`interp_missing`], in some gaps, or between elements at given coordinates.
///
/// # Panics
/// If there is no such axis, or coordinates are not one for each element.
///
/// # Errors
/// As [`interp_missing`], and [`InterpolateError::NotIncreasing`] for coordinates.
///
/// # pandas
/// `a.interpolate(method, axis=axis, limit=…, limit_direction=…, limit_area=…)`.
///
/// # Examples
/// ```
/// use nd_ops::missing::{Direction, InterpMissingOptions, Method, interp_missing_with};
///
/// let back = InterpMissingOptions::default().direction(Direction::Backward).limit(1);
/// let a = interp_missing_with(&[0.0, f64::NAN, f64::NAN, 3.0], Method::Linear, 0, &back)?;
/// assert!(a[[1]].is_nan() && a[[2]] == 2.0);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn interp_missing_with<A: ArrayLike<Elem: Floating + Binned>>(
    a: A,
    method: Method,
    axis: isize,
    options: &InterpMissingOptions,
) -> Result<Array<A::Elem>, InterpolateError> {
    let a = a.view();
    let filled = filled(wide(a).view(), method, axis, options)?;
    let elements = filled.into_iter().map(A::Elem::nearest).collect();
    Ok(Array::from_shape_vec(a.shape(), elements))
}

#[track_caller]
fn filled(
    a: View<'_, f64>,
    method: Method,
    axis: isize,
    options: &InterpMissingOptions,
) -> Result<Vec<f64>, InterpolateError> {
    let op = "interp_missing";
    let mut rows = Rows::new(op, a, axis);
    let (n, inner, block) = (rows.n, rows.inner, rows.block());
    let x = options.coordinates.clone().unwrap_or_else(|| (0..n).map(|i| i as f64).collect());
    if x.len() != n {
        let op = format!("{op}: coordinates").into();
        panic!("{}", ShapeError::Mismatch { op, left: [n].into(), right: [x.len()].into() });
    }
    increasing(op, "coordinates", &x)?;
    if block == 0 {
        return Ok(rows.elements);
    }
    // Lanes that lie side by side are taken out of the rows one by one.
    let blocks: Vec<&mut [f64]> = rows.elements.chunks_mut(block).collect();
    let results = threads::map(blocks, &|block: &mut [f64]| {
        let ends = known(block, inner);
        let mut lane = vec![0.0; n];
        for (j, &ends) in ends.iter().enumerate() {
            lane.iter_mut().zip(block[j..].iter().step_by(inner)).for_each(|(to, x)| *to = *x);
            let gaps = gaps(&lane, ends, options);
            if !gaps.is_empty() {
                let values = values(&x, &lane, &gaps, method)?;
                gaps.iter().zip(values).for_each(|(i, y)| block[i * inner + j] = y);
            }
        }
        Ok(())
    });
    results.into_iter().collect::<Result<(), InterpolateError>>()?;
    Ok(rows.elements)
}

/// The places of the missing values of a lane that are to be filled; none if no value is known.
fn gaps(lane: &[f64], ends: (usize, usize), options: &InterpMissingOptions) -> Vec<usize> {
    let n = lane.len();
    if ends.0 == usize::MAX {
        return Vec::new();
    }
    let limit = options.limit.unwrap_or(usize::MAX);
    // How far the known value behind each place is, where there is one.
    let mut after = vec![usize::MAX; n];
    let mut distance = usize::MAX;
    for (i, x) in lane.iter().enumerate().rev() {
        distance = if x.is_nan() { distance.saturating_add(1) } else { 0 };
        after[i] = distance;
    }
    distance = usize::MAX;
    let mut gaps = Vec::new();
    for (i, x) in lane.iter().enumerate() {
        distance = if x.is_nan() { distance.saturating_add(1) } else { 0 };
        let near = |distance: usize| distance < usize::MAX && distance <= limit;
        let wanted = match options.direction {
            Direction::Forward => near(distance),
            Direction::Backward => near(after[i]),
            Direction::Both => near(distance) || near(after[i]),
        };
        if x.is_nan() && wanted && options.area.covers(i, ends) {
            gaps.push(i);
        }
    }
    gaps
}

/// What the curve through the known values of a lane has at the places `gaps`.
fn values(
    x: &[f64],
    lane: &[f64],
    gaps: &[usize],
    method: Method,
) -> Result<Vec<f64>, InterpolateError> {
    let points = x.iter().zip(lane).filter(|(_, y)| !y.is_nan());
    let (x_known, y_known): (Vec<f64>, Vec<f64>) = points.unzip();
    let at: Vec<f64> = gaps.iter().map(|&i| x[i]).collect();
    let kind = match method {
        Method::Linear => Kind::Linear,
        Method::Nearest => Kind::Nearest,
        Method::Previous => Kind::Previous,
        Method::Next => Kind::Next,
        _ if x_known.len() < 2 => return Ok(vec![f64::NAN; gaps.len()]),
        _ => return Ok(cubic(&x_known, &y_known, method)?.eval(&at).into_vec()),
    };
    let outside = match method {
        Method::Linear => Outside::Fill(y_known[0], y_known[y_known.len() - 1]),
        _ => Outside::Fill(f64::NAN, f64::NAN),
    };
    let options = Interp1dOptions::default().kind(kind).outside(outside);
    Ok(Interp1d::new_with(&x_known, &y_known, 0, &options)?.eval(&at)?.into_vec())
}

fn cubic(x: &[f64], y: &[f64], method: Method) -> Result<PPoly, InterpolateError> {
    Ok(match method {
        Method::Pchip => PchipInterpolator::new(x, y, 0)?.into(),
        Method::Akima => Akima1DInterpolator::new(x, y, 0)?.into(),
        Method::Cubic => CubicSpline::new(x, y, 0)?.extrapolate(Extrapolate::Nan).into(),
        _ => CubicSpline::new(x, y, 0)?.into(),
    })
}
