//! Turning an array in a plane of two axes.

use super::affine_transform::Map;
use super::boundary::Boundary;
use super::element::Interpolated;
use super::options::{InterpolationOptions, setters};
use nd_core::{Array, ArrayLike, Element, View, normalize_axis};

/// In which plane [`rotate_with`] turns, and how it reads between samples.
///
/// # Examples
/// ```
/// use nd_image::RotateOptions;
/// let options = RotateOptions::default();
/// assert_eq!((options.axes, options.reshape), ([1, 0], true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RotateOptions {
    /// The plane; the first two axes by default. Their order does not matter.
    pub axes: [isize; 2],
    /// Whether the shape grows so that everything is in it; true by default.
    pub reshape: bool,
    /// The order of the splines, 0 to 5; 3 by default.
    pub order: usize,
    /// What lies beyond the edges; zero by default.
    pub mode: Boundary,
    /// Whether the array holds samples and not coefficients; true by default.
    pub prefilter: bool,
}

impl Default for RotateOptions {
    fn default() -> RotateOptions {
        let InterpolationOptions { order, mode, prefilter } = InterpolationOptions::default();
        RotateOptions { axes: [1, 0], reshape: true, order, mode, prefilter }
    }
}

impl RotateOptions {
    setters!(RotateOptions);

    /// Sets the plane; negative axes count from the end.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{RotateOptions, rotate_with};
    ///
    /// let a = Array::<f32>::zeros([2, 3, 4]);
    /// let options = RotateOptions::default().axes([1, 2]);
    /// assert_eq!(rotate_with(&a, 90.0, &options).shape(), [2, 4, 3]);
    /// ```
    #[must_use]
    pub fn axes(self, axes: [isize; 2]) -> RotateOptions {
        RotateOptions { axes, ..self }
    }

    /// Sets whether the shape grows so that everything is in it.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{RotateOptions, rotate_with};
    ///
    /// let a = Array::<f32>::zeros([4, 4]);
    /// let options = RotateOptions::default();
    /// assert_eq!(rotate_with(&a, 45.0, &options).shape(), [6, 6]);
    /// assert_eq!(rotate_with(&a, 45.0, &options.reshape(false)).shape(), [4, 4]);
    /// ```
    #[must_use]
    pub fn reshape(self, reshape: bool) -> RotateOptions {
        RotateOptions { reshape, ..self }
    }
}

/// Turns an array by an angle in degrees in the plane of its first two axes, counterclockwise as
/// pictures are shown (rows downwards): cubic splines, and zero outside.
///
/// The shape grows so that all samples are in it. Quarter turns move the samples as they are. An
/// angle that is not finite leaves nothing but the outside in the shape there was.
///
/// # Panics
/// If there are fewer than two axes, or one of the two is empty.
///
/// # SciPy
/// `scipy.ndimage.rotate(a, degrees)`, within rounding.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::rotate;
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(rotate(&a, 90.0), array![[3, 6], [2, 5], [1, 4]]);
/// assert_eq!(rotate(&a, 45.0).shape(), [4, 4]);
/// ```
/// ```should_panic
/// nd_image::rotate([1.0, 2.0], 90.0);
/// ```
#[track_caller]
pub fn rotate<A>(a: A, degrees: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    rotate_with(a, degrees, &RotateOptions::default())
}

/// [`rotate`] in another plane, without growing, or with splines of another order.
///
/// # Panics
/// As [`rotate`], and if the order is above 5, or the plane is not of two axes that there are.
///
/// # SciPy
/// `scipy.ndimage.rotate(a, degrees, axes, reshape, order=..., mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{Mode, RotateOptions, rotate_with};
///
/// let options = RotateOptions::default().order(1).mode(Mode::Nearest).reshape(false);
/// let turned = rotate_with([[0.0, 0.0], [4.0, 4.0]], 180.0, &options);
/// assert_eq!(turned, array![[4.0, 4.0], [0.0, 0.0]]);
/// ```
#[track_caller]
pub fn rotate_with<A>(a: A, degrees: f64, options: &RotateOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
{
    let a = a.view();
    let RotateOptions { order, mode, prefilter, .. } = *options;
    let mut reading = InterpolationOptions { order, mode, prefilter };
    super::options::check_order("rotate", order);
    let [first, second] = plane(options.axes, a.ndim());
    let from = [a.shape()[first], a.shape()[second]];
    assert!(!from.contains(&0), "rotate: shape {:?} has an empty plane", a.shape());
    let (map, to) = turn(from, degrees, options.reshape);
    if prefilter && map.matrix.iter().chain(&map.offset).all(|x| x.fract() == 0.0) {
        // All places are samples.
        reading.order = 0;
    }
    if a.ndim() == 2 {
        return map.apply(a, &to, &reading);
    }
    over_planes(a, [first, second], |plane| map.apply(plane, &to, &reading), to)
}

/// The two axes, in order.
#[track_caller]
pub(super) fn plane(axes: [isize; 2], ndim: usize) -> [usize; 2] {
    assert!(ndim >= 2, "rotate: an array of {ndim} axes, at least 2 are needed");
    let axis =
        |axis| normalize_axis("rotate", axis, ndim).unwrap_or_else(|error| panic!("{error}"));
    let [first, second] = axes.map(axis);
    assert!(first != second, "rotate: axes {axes:?} are no plane");
    [first.min(second), first.max(second)]
}

/// The map of a turn about the middle, and the shape of its result.
pub(super) fn turn(from: [usize; 2], degrees: f64, reshape: bool) -> (Map, [usize; 2]) {
    let (s, c) = sin_cos(degrees);
    let [h, w] = from.map(|n| n as f64);
    let to = if reshape && degrees.is_finite() {
        // The corners of a rectangle span the sum of its sides' shadows.
        let extent = |y: f64, x: f64| (y.abs() + x.abs() + 0.5) as usize;
        [extent(c * h, s * w), extent(s * h, c * w)]
    } else {
        from
    };
    let middle = |n: usize| (n as f64 - 1.0) / 2.0;
    let [y, x] = to.map(middle);
    let offset = vec![middle(from[0]) - (c * y + s * x), middle(from[1]) - (c * x - s * y)];
    (Map { matrix: vec![c, s, -s, c], offset }, to)
}

/// Sine and cosine of degrees, exact at quarter turns and at whole sixths.
fn sin_cos(degrees: f64) -> (f64, f64) {
    let turned = degrees.rem_euclid(360.0);
    let (s, c) = match turned.rem_euclid(90.0) {
        0.0 => (0.0, 1.0),
        rest if rest == 30.0 => (0.5, rest.to_radians().cos()),
        rest if rest == 60.0 => (rest.to_radians().sin(), 0.5),
        rest => rest.to_radians().sin_cos(),
    };
    match (turned / 90.0).floor() {
        1.0 => (c, -s),
        2.0 => (-s, -c),
        3.0 => (-c, s),
        _ => (s, c),
    }
}

/// Does something to each plane of two axes.
pub(super) fn over_planes<S: Element, T: Element>(
    a: View<'_, S>,
    [first, second]: [usize; 2],
    work: impl Fn(View<'_, S>) -> Array<T>,
    to: [usize; 2],
) -> Array<T> {
    let others = (0..a.ndim()).filter(|axis| ![first, second].contains(axis));
    let order: Vec<isize> = others.chain([first, second]).map(|axis| axis as isize).collect();
    let planes = a.permute_dims(&order).to_array();
    let mut shape = planes.shape().to_vec();
    let n = shape.len();
    let from = [shape[n - 2], shape[n - 1]];
    shape[n - 2..].copy_from_slice(&to);
    let mut out = Vec::with_capacity(shape.iter().product());
    for plane in planes.as_slice().expect("copies are C-ordered").chunks(from[0] * from[1]) {
        let plane = Array::from_shape_vec(from, plane.to_vec());
        out.extend_from_slice(work(plane.view()).as_slice().expect("fresh arrays are contiguous"));
    }
    let mut back = vec![0; n];
    order.iter().enumerate().for_each(|(i, &axis)| back[axis as usize] = i as isize);
    Array::from_shape_vec(&shape[..], out).view().permute_dims(&back).to_array()
}
