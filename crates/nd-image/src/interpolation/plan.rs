//! [`InterpolationPlan`]: an array to be read between its samples, of which parts can be made.

use super::affine_transform::{AffineOptions, Linear, Map};
use super::boundary::Boundary;
use super::element::Intensity;
use super::job::{Job, Places, There};
use super::options::{InterpolationOptions, check_order};
use super::prefilter::{self, Line};
use super::rotate::{RotateOptions, over_planes, plane, turn};
use super::zoom::{self, ZoomOptions};
use crate::axiswise::Axiswise;
use nd_core::{Array, ArrayLike, Shape, View};
use std::fmt;
use std::ops::Range;

/// What does a job on a part of an array.
type Work<'w, S, T> = dyn Fn(View<'_, S>, &Job<'_>, &There) -> Array<T> + 'w;

/// Where an array is read.
enum How {
    /// At the crossings of places along its axes.
    Crossings(Vec<Vec<f64>>),
    /// At a linear function of the index.
    Linear(Map),
    /// Each plane of two axes so.
    Planes(Map, [usize; 2]),
}

/// A [`zoom`](crate::zoom), [`shift`](crate::shift), [`affine_transform`](crate::affine_transform) or
/// [`rotate`](crate::rotate) of an array that is there in parts: which samples a part of the result is made of, and the
/// part.
///
/// Orders from 2 on read the coefficients of splines, which are made before, of whole lanes along one axis after the
/// other.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
/// use nd_image::{InterpolationPlan, ZoomOptions, zoom_with};
///
/// let a = Array::from_fn([60], |at| (at[0] * at[0] % 7) as f64);
/// let linear = ZoomOptions::default().order(1);
/// let plan = InterpolationPlan::zoom(&[60], [100], &linear);
/// let needs = plan.needs(&[30..40])[0].clone();
/// let there = a.slice(s![needs.start as isize..needs.end as isize]);
/// assert_eq!(plan.part(there, &[30..40]), zoom_with(&a, [100], &linear).slice(s![30..40]));
/// ```
pub struct InterpolationPlan {
    /// All that makes it another plan.
    said: String,
    from: Vec<usize>,
    shape: Vec<usize>,
    reading: InterpolationOptions,
    how: How,
    same: Vec<bool>,
    lines: Vec<Line>,
}

impl InterpolationPlan {
    #[track_caller]
    fn new(
        (op, given): (&str, String),
        from: &[usize],
        shape: Vec<usize>,
        mut reading: InterpolationOptions,
        how: How,
    ) -> InterpolationPlan {
        let said = format!("{op} {given} {from:?} {shape:?} {reading:?}");
        let places = match &how {
            How::Crossings(places) => &places[..],
            _ => &[],
        };
        // Checks the order and the shape.
        let job = reading.job(op, from, &shape, Places::Crossings(places));
        let same = match &how {
            How::Crossings(_) => job.same(from),
            // Axes that are no plane's are not read between samples.
            How::Planes(_, axes) => (0..from.len()).map(|axis| !axes.contains(&axis)).collect(),
            How::Linear(_) => vec![false; from.len()],
        };
        if same.iter().all(|&same| same) {
            reading.order = 0;
        }
        let order = if reading.prefilter && reading.order > 1 { reading.order } else { 0 };
        let line = |&same: &bool| prefilter::line(order, reading.mode, same);
        let lines = same.iter().map(line).collect();
        InterpolationPlan { said, from: from.to_vec(), shape, reading, how, same, lines }
    }

    /// The plan of a [`zoom_with`](crate::zoom_with).
    ///
    /// # Panics
    /// As [`zoom_with`](crate::zoom_with).
    ///
    /// # Examples
    /// ```
    /// let plan = nd_image::InterpolationPlan::zoom(&[10, 10], [19, 5], &Default::default());
    /// assert_eq!(plan.shape(), [19, 5]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn zoom(
        from: &[usize],
        shape: impl Into<Shape>,
        options: &ZoomOptions,
    ) -> InterpolationPlan {
        let shape = shape.into().to_vec();
        assert!(
            shape.len() == from.len(),
            "zoom: shape {shape:?} for an array of shape {from:?}, as many axes are needed"
        );
        let ZoomOptions { alignment, order, mode, prefilter } = *options;
        let lengths = from.iter().zip(&shape);
        let places = lengths.map(|(&n, &m)| zoom::places(n, m, alignment)).collect();
        let reading = InterpolationOptions { order, mode, prefilter };
        Self::new(("zoom", format!("{alignment:?}")), from, shape, reading, How::Crossings(places))
    }

    /// The plan of a [`shift_with`](crate::shift_with).
    ///
    /// # Panics
    /// As [`shift_with`](crate::shift_with).
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationOptions, InterpolationPlan};
    ///
    /// let linear = InterpolationOptions::default().order(1);
    /// let plan = InterpolationPlan::shift(&[100], 2.5, &linear);
    /// assert!(plan.needs(&[50..60])[0].len() < 20);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn shift(
        from: &[usize],
        by: impl Into<Axiswise<f64>>,
        options: &InterpolationOptions,
    ) -> InterpolationPlan {
        let by = by.into().expand("shift", "by", from.len());
        let places = from.iter().zip(&by);
        let places = places.map(|(&n, by)| (0..n).map(|i| i as f64 - by).collect()).collect();
        Self::new(
            ("shift", format!("{by:?}")),
            from,
            from.to_vec(),
            *options,
            How::Crossings(places),
        )
    }

    /// The plan of an [`affine_transform_with`](crate::affine_transform_with).
    ///
    /// # Panics
    /// As [`affine_transform_with`](crate::affine_transform_with).
    ///
    /// # Examples
    /// ```
    /// use nd_image::{AffineOptions, InterpolationPlan};
    ///
    /// let turn = [[0.0, 1.0], [1.0, 0.0]];
    /// let plan = InterpolationPlan::affine_transform(&[50, 50], turn, &AffineOptions::default());
    /// assert_eq!(plan.shape(), [50, 50]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn affine_transform(
        from: &[usize],
        matrix: impl ArrayLike<Elem = f64>,
        options: &AffineOptions,
    ) -> InterpolationPlan {
        let shape = options.shape.map_or_else(|| from.to_vec(), |shape| shape.to_vec());
        let map = Map::new(matrix.view(), &options.offset, from.len(), &shape);
        let AffineOptions { order, mode, prefilter, .. } = *options;
        let reading = InterpolationOptions { order, mode, prefilter };
        Self::mapped("affine_transform", from, shape, reading, map)
    }

    #[track_caller]
    fn mapped(
        op: &str,
        from: &[usize],
        shape: Vec<usize>,
        reading: InterpolationOptions,
        map: Map,
    ) -> InterpolationPlan {
        let said = format!("{:?} {:?}", map.matrix, map.offset);
        let how = match map.is_diagonal(shape.len()) && !shape.contains(&0) {
            true => How::Crossings(map.places(&shape)),
            false => How::Linear(map),
        };
        Self::new((op, said), from, shape, reading, how)
    }

    /// The plan of a [`rotate_with`](crate::rotate_with).
    ///
    /// # Panics
    /// As [`rotate_with`](crate::rotate_with).
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationPlan, RotateOptions};
    ///
    /// let plan = InterpolationPlan::rotate(&[40, 30], 90.0, &RotateOptions::default());
    /// assert_eq!(plan.shape(), [30, 40]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rotate(from: &[usize], degrees: f64, options: &RotateOptions) -> InterpolationPlan {
        let RotateOptions { order, mode, prefilter, .. } = *options;
        let mut reading = InterpolationOptions { order, mode, prefilter };
        check_order("rotate", order);
        let axes = plane(options.axes, from.len());
        let sides = axes.map(|axis| from[axis]);
        assert!(!sides.contains(&0), "rotate: shape {from:?} has an empty plane");
        let (map, to) = turn(sides, degrees, options.reshape);
        if prefilter && map.matrix.iter().chain(&map.offset).all(|x| x.fract() == 0.0) {
            // All places are samples.
            reading.order = 0;
        }
        if from.len() == 2 {
            return Self::mapped("rotate", from, to.to_vec(), reading, map);
        }
        let mut shape = from.to_vec();
        axes.iter().zip(to).for_each(|(&axis, n)| shape[axis] = n);
        let said = format!("{degrees} {axes:?}");
        Self::new(("rotate", said), from, shape, reading, How::Planes(map, axes))
    }

    /// The shape of the result.
    ///
    /// # Examples
    /// ```
    /// let plan = nd_image::InterpolationPlan::shift(&[7], 1.0, &Default::default());
    /// assert_eq!(plan.shape(), [7]);
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The axes along which lanes have to become coefficients of splines before anything is read; none below order 2.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationPlan, ZoomOptions};
    ///
    /// let axes = |order| {
    ///     let options = ZoomOptions::default().order(order);
    ///     InterpolationPlan::zoom(&[7, 8], [14, 8], &options).spline_axes()
    /// };
    /// assert_eq!((axes(1), axes(3)), (vec![], vec![0])); // axis 1 stays as it is
    /// ```
    #[must_use]
    pub fn spline_axes(&self) -> Vec<usize> {
        (0..self.lines.len()).filter(|&axis| !self.lines[axis].poles.is_empty()).collect()
    }

    /// How long lanes of coefficients along an axis are: some modes need more than there are samples.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationPlan, Mode, ZoomOptions};
    ///
    /// let near = ZoomOptions::default().mode(Mode::Nearest);
    /// assert_eq!(InterpolationPlan::zoom(&[7], [14], &near).spline_len(0), 31);
    /// ```
    #[must_use]
    pub fn spline_len(&self, axis: usize) -> usize {
        self.from[axis] + 2 * self.lines[axis].padding
    }

    /// Lanes along the first axis of an array, those along `axis` of the one that is read, as coefficients, which become
    /// the last: `(n, …) -> (…, n)`.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationPlan, ZoomOptions, zoom};
    ///
    /// let a = [1.0, 5.0, 2.0];
    /// let plan = InterpolationPlan::zoom(&[3], [5], &ZoomOptions::default());
    /// let splines = plan.spline_lanes(0, a);
    /// assert_eq!(plan.part_of_splines::<f64>(splines, &[0..5]), zoom(a, [5]));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn spline_lanes<A: ArrayLike<Elem: Intensity>>(&self, axis: usize, a: A) -> Array<f64> {
        Intensity::spline_lanes(a.view(), &self.lines[axis])
    }

    /// The samples, or coefficients where there are any, that a part of the result is made of: places along each axis
    /// of what is read.
    ///
    /// # Panics
    /// If the part is not one of the result.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationOptions, InterpolationPlan};
    ///
    /// let near = InterpolationOptions::default().order(0);
    /// let plan = InterpolationPlan::shift(&[100], 10.0, &near);
    /// assert!(plan.needs(&[50..51])[0].contains(&40));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn needs(&self, part: &[Range<usize>]) -> Vec<Range<usize>> {
        self.check(part);
        let spans: Vec<Option<[f64; 2]>> = match &self.how {
            How::Crossings(places) => {
                places.iter().zip(part).map(|(x, part)| Some(span(&x[part.clone()]))).collect()
            }
            How::Linear(map) => map.spans(part).into_iter().map(Some).collect(),
            How::Planes(map, axes) => {
                let sides = axes.map(|axis| part[axis].clone());
                let mut spans = vec![None; part.len()];
                let both = map.spans(&sides);
                axes.iter().zip(both).for_each(|(&axis, span)| spans[axis] = Some(span));
                spans
            }
        };
        let axis = |(axis, span): (usize, Option<[f64; 2]>)| match span {
            Some(span) if !self.same[axis] => {
                let padding = self.lines[axis].padding;
                let span = span.map(|x| x + padding as f64);
                reads(self.reading.mode, self.reading.order, self.spline_len(axis), span)
            }
            _ => part[axis].clone(),
        };
        spans.into_iter().enumerate().map(axis).collect()
    }

    /// A part of the result, of the samples that it [needs](Self::needs), with the bits that it has in the whole.
    ///
    /// # Panics
    /// If the array is not what is needed, or coefficients are.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationOptions, InterpolationPlan};
    ///
    /// let plan = InterpolationPlan::shift(&[3], 1.0, &InterpolationOptions::default().order(1));
    /// assert_eq!(plan.part([4.0, 5.0, 6.0], &[0..3]).into_vec(), [0.0, 4.0, 5.0]);
    /// ```
    #[track_caller]
    pub fn part<A: ArrayLike<Elem: Intensity>>(
        &self,
        a: A,
        part: &[Range<usize>],
    ) -> Array<A::Elem> {
        assert!(self.spline_axes().is_empty(), "interpolation: samples instead of coefficients");
        self.read(a.view(), part, &Intensity::sampled_part)
    }

    /// A part of the result, of the coefficients of splines that it [needs](Self::needs).
    ///
    /// # Panics
    /// If the array is not what is needed, or samples are.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{InterpolationOptions, InterpolationPlan, shift};
    ///
    /// let plan = InterpolationPlan::shift(&[3], 0.5, &InterpolationOptions::default());
    /// let splines = plan.spline_lanes(0, [4.0, 5.0, 9.0]);
    /// let part = plan.part_of_splines::<f64>(splines, &[0..3]);
    /// assert_eq!(part, shift([4.0, 5.0, 9.0], 0.5));
    /// ```
    #[track_caller]
    pub fn part_of_splines<T: Intensity>(
        &self,
        coefficients: impl ArrayLike<Elem = f64>,
        part: &[Range<usize>],
    ) -> Array<T> {
        assert!(!self.spline_axes().is_empty(), "interpolation: coefficients instead of samples");
        self.read(coefficients.view(), part, &T::read_part)
    }

    #[track_caller]
    fn check(&self, part: &[Range<usize>]) {
        let inside =
            part.iter().zip(&self.shape).all(|(part, &n)| part.start < part.end && part.end <= n);
        assert!(
            inside && part.len() == self.shape.len(),
            "interpolation: part {part:?} of a result of shape {:?}",
            self.shape
        );
    }

    #[track_caller]
    fn read<S: nd_core::Element, T: Intensity>(
        &self,
        a: View<'_, S>,
        part: &[Range<usize>],
        work: &Work<'_, S, T>,
    ) -> Array<T> {
        let needs = self.needs(part);
        let given = a.shape();
        let fits =
            given.len() == needs.len() && given.iter().zip(&needs).all(|(&n, r)| n == r.len());
        assert!(fits, "interpolation: a part of shape {given:?}, made of {needs:?}");
        let shape: Vec<usize> = part.iter().map(Range::len).collect();
        let first: Vec<usize> = part.iter().map(|part| part.start).collect();
        match &self.how {
            How::Crossings(places) => {
                let places = places.iter().zip(part).map(|(x, part)| x[part.clone()].to_vec());
                let places: Vec<Vec<f64>> = places.collect();
                let axes: Vec<usize> = (0..needs.len()).collect();
                let job = self.job(&shape, Places::Crossings(&places));
                work(a, &job, &self.there(&needs, &axes))
            }
            How::Linear(map) => {
                let linear = map.linear(&shape, &first);
                let axes: Vec<usize> = (0..needs.len()).collect();
                work(a, &self.job(&shape, Places::Scattered(&linear)), &self.there(&needs, &axes))
            }
            How::Planes(map, axes) => {
                let (sides, first) = (axes.map(|axis| shape[axis]), axes.map(|axis| first[axis]));
                let linear = map.linear(&sides, &first);
                let there = self.there(&needs, axes);
                let job = self.job(&sides, Places::Scattered(&linear));
                over_planes(a, *axes, |plane| work(plane, &job, &there), sides)
            }
        }
    }

    fn job<'a>(&self, shape: &'a [usize], places: Places<'a>) -> Job<'a> {
        let InterpolationOptions { order, mode, prefilter } = self.reading;
        Job { shape, order, boundary: mode, prefilter, places }
    }

    /// What is there, of some axes.
    fn there(&self, needs: &[Range<usize>], axes: &[usize]) -> There {
        let each = |value: &dyn Fn(usize) -> usize| axes.iter().map(|&axis| value(axis)).collect();
        There {
            lens: each(&|axis| self.spline_len(axis)),
            shape: each(&|axis| needs[axis].len()),
            start: each(&|axis| needs[axis].start),
            padding: each(&|axis| self.lines[axis].padding),
            same: axes.iter().map(|&axis| self.same[axis]).collect(),
        }
    }
}

impl fmt::Debug for InterpolationPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InterpolationPlan({})", self.said)
    }
}

impl Map {
    fn linear<'a>(&'a self, shape: &'a [usize], first: &'a [usize]) -> Linear<'a> {
        Linear { matrix: &self.matrix, offset: &self.offset, shape, first }
    }

    /// The least and the greatest place along each axis for a part of the result, in the order of sums in which places
    /// are found: sums of numbers none of which is less are not less.
    fn spans(&self, part: &[Range<usize>]) -> Vec<[f64; 2]> {
        let rows = self.matrix.chunks(part.len()).zip(&self.offset);
        let end = |row: &[f64], offset: f64, high: bool| {
            let index = |(part, &m): (&Range<usize>, &f64)| {
                (if (m > 0.0) == high { part.end - 1 } else { part.start }) as f64 * m
            };
            part.iter().zip(row).map(index).fold(0.0, |sum, x| sum + x) + offset
        };
        rows.map(|(row, &offset)| [false, true].map(|high| end(row, offset, high))).collect()
    }
}

/// The least and the greatest of some places; NaN if one is.
fn span(places: &[f64]) -> [f64; 2] {
    let ends = [places[0], places[places.len() - 1]];
    places.iter().fold(ends, |[low, high], &x| {
        if x.is_nan() {
            [x; 2]
        } else {
            [if x < low { x } else { low }, if x > high { x } else { high }]
        }
    })
}

/// The samples of an axis of `n` that places between two are read of; at least one.
fn reads(boundary: Boundary, order: usize, n: usize, [low, high]: [f64; 2]) -> Range<usize> {
    let last = (n - 1) as f64;
    // Taps, and what those that lie outside are turned back to.
    let beside = (order + 2) as f64;
    let inside = low >= 0.0 && high <= last;
    let (low, high) = match boundary {
        _ if low.is_nan() || high.is_nan() => return 0..n,
        _ if inside => (low, high),
        Boundary::Constant(_) | Boundary::GridConstant(_) | Boundary::Nearest => {
            (low.clamp(0.0, last), high.clamp(0.0, last))
        }
        // What is turned over once lies as far inside as it lay outside.
        Boundary::Mirror | Boundary::Reflect if low > -last && high < 2.0 * last => {
            let turned_low = if high > last { 2.0 * last - high } else { last };
            let turned_high = if low < 0.0 { -low } else { 0.0 };
            (low.max(0.0).min(turned_low), high.min(last).max(turned_high))
        }
        _ => return 0..n,
    };
    // The spline of a wrapped axis has taps at its other end.
    let at_ends = low < beside || high > last - beside;
    if matches!(boundary, Boundary::Wrap) && order > 0 && at_ends {
        return 0..n;
    }
    let start = (low - beside).max(0.0) as usize;
    let end = ((high + beside).ceil() as usize + 1).min(n);
    start.min(n - 1)..end
}
