//! Reading at a list of places.

use super::element::Interpolated;
use super::job::Places;
use super::options::InterpolationOptions;
use super::places::{CHUNK, Positions};
use nd_core::{Array, ArrayLike};

/// Places as an array: all first coordinates, then all second ones.
struct Listed<'a> {
    coordinates: &'a [f64],
    axes: usize,
    size: usize,
}

impl Positions for Listed<'_> {
    fn fill(&self, start: usize, len: usize, places: &mut Vec<[f64; CHUNK]>) {
        places.resize(self.axes, [0.0; CHUNK]);
        for (axis, places) in places.iter_mut().enumerate() {
            let from = &self.coordinates[axis * self.size + start..][..len];
            places[..len].copy_from_slice(from);
        }
    }
}

/// The values of an array at given places between its samples: cubic splines, and zero outside.
///
/// The first axis of `coordinates` holds the coordinates of a place along the axes of `a`:
/// `(n, m), (2, …) -> (…)`, `(n), (1, …) -> (…)`. A place that is NaN gives the constant outside,
/// and NaN for modes that have none.
///
/// # Panics
/// If `coordinates` has not as many rows as `a` has axes, or `a` is empty and the result would
/// not be.
///
/// # SciPy
/// `scipy.ndimage.map_coordinates(a, coordinates)`, within rounding.
///
/// # Examples
/// ```
/// use nd_image::map_coordinates;
///
/// let a = [[0.0f64, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]];
/// let values = map_coordinates(a, [[1.0, 2.0, 9.0], [1.0, 0.0, 0.0]]);
/// assert!((values[[0]] - 4.0).abs() < 1e-14);
/// assert!((values[[1]] - 6.0).abs() < 1e-14);
/// assert_eq!(values[[2]], 0.0);
/// ```
/// ```should_panic
/// nd_image::map_coordinates([1.0, 2.0], [[0.5], [0.5]]); // two coordinates, one axis
/// ```
#[track_caller]
pub fn map_coordinates<A, C>(a: A, coordinates: C) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    C: ArrayLike<Elem = f64>,
{
    map_coordinates_with(a, coordinates, &InterpolationOptions::default())
}

/// [`map_coordinates`] with splines of another order and another outside.
///
/// # Panics
/// As [`map_coordinates`], and if the order is above 5.
///
/// # SciPy
/// `scipy.ndimage.map_coordinates(a, coordinates, order=..., mode=..., cval=..., prefilter=...)`.
///
/// # Examples
/// ```
/// use nd_image::{InterpolationOptions, Mode, map_coordinates_with};
///
/// let options = InterpolationOptions::default().order(1).mode(Mode::Nearest);
/// let values = map_coordinates_with([10u8, 20, 30], [[-4.0, 0.5, 1.26]], &options);
/// assert_eq!(values.as_slice().unwrap(), [10, 15, 23]);
/// ```
#[track_caller]
pub fn map_coordinates_with<A, C>(
    a: A,
    coordinates: C,
    options: &InterpolationOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    C: ArrayLike<Elem = f64>,
{
    let (a, coordinates) = (a.view(), coordinates.view());
    let rows = coordinates.shape().first().copied();
    assert!(
        rows == Some(a.ndim()),
        "map_coordinates: coordinates {:?} for shape {:?}, the first axis must be {}",
        coordinates.shape(),
        a.shape(),
        a.ndim()
    );
    let shape = &coordinates.shape()[1..];
    let copy = coordinates.to_array();
    let places = Listed {
        coordinates: copy.as_slice().expect("copies are C-ordered"),
        axes: a.ndim(),
        size: shape.iter().product(),
    };
    let places = Places::Scattered(&places);
    Interpolated::sampled(a, &options.job("map_coordinates", a.shape(), shape, places))
}
