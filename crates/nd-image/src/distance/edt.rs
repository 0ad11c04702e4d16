//! The exact Euclidean distance transform.

use super::lines::{Lane, Out, Pass, Source};
use super::pieces::edt_is_whole;
use super::plane;
use crate::axiswise::Axiswise;
use crate::canvas::canvas;
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike};

/// How far apart pixels are.
///
/// # Examples
/// ```
/// let options = nd_image::EdtOptions::default().sampling([2.0, 1.0]);
/// assert_eq!(options.sampling, [2.0, 1.0].into());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EdtOptions {
    /// The distance of neighbours along all axes, or along each. 1 by default.
    pub sampling: Axiswise<f64>,
}

impl Default for EdtOptions {
    fn default() -> Self {
        EdtOptions { sampling: Axiswise::All(1.0) }
    }
}

impl EdtOptions {
    /// Sets the distance of neighbours.
    ///
    /// # SciPy
    /// `sampling`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{EdtOptions, distance_transform_edt_with};
    ///
    /// let wide = EdtOptions::default().sampling(2.5);
    /// assert_eq!(distance_transform_edt_with([0, 1, 1], &wide).into_vec(), [0.0, 2.5, 5.0]);
    /// ```
    #[must_use]
    pub fn sampling(self, sampling: impl Into<Axiswise<f64>>) -> EdtOptions {
        EdtOptions { sampling: sampling.into() }
    }
}

/// The distance of each pixel to the nearest that is zero: `(…) -> (…)` of `f64`.
///
/// Distances are from centre to centre, exact, and 0 for what is zero itself. Infinite everywhere if
/// nothing is zero. Arrays of any rank; an empty one gives an empty one.
///
/// One pass along each axis, of lower envelopes of parabolas (Felzenszwalb and Huttenlocher, 2012) or
/// of short steps where they suffice.
///
/// # Panics
/// If an axis has 2³² elements or more.
///
/// # SciPy
/// `scipy.ndimage.distance_transform_edt(a)`: the same bits, except that without a zero SciPy measures
/// to a place outside of the array.
///
/// # Examples
/// ```
/// let d = nd_image::distance_transform_edt([[0, 1, 1], [1, 1, 1]]);
/// assert_eq!(d.into_vec(), [0.0, 1.0, 2.0, 1.0, 2f64.sqrt(), 5f64.sqrt()]);
/// assert_eq!(nd_image::distance_transform_edt([true; 2]).into_vec(), [f64::INFINITY; 2]);
/// ```
#[track_caller]
pub fn distance_transform_edt<A>(a: A) -> Array<f64>
where
    A: ArrayLike<Elem: Ordinal>,
{
    distance_transform_edt_with(a, &EdtOptions::default())
}

/// [`distance_transform_edt`] of pixels that are not squares of side 1.
///
/// # Panics
/// As [`distance_transform_edt`]; also if there is another number of distances than of axes, or one is
/// negative or not finite.
///
/// # SciPy
/// `scipy.ndimage.distance_transform_edt(a, sampling)`; within two units in the last place.
///
/// # Examples
/// ```
/// use nd_image::{EdtOptions, distance_transform_edt_with};
///
/// let tall = EdtOptions::default().sampling([3.0, 1.0]);
/// let d = distance_transform_edt_with([[0, 1], [1, 1]], &tall);
/// assert_eq!(d.into_vec(), [0.0, 1.0, 3.0, 10f64.sqrt()]);
/// ```
/// ```should_panic
/// use nd_image::{EdtOptions, distance_transform_edt_with};
/// distance_transform_edt_with([0, 1], &EdtOptions::default().sampling(-1.0));
/// ```
#[track_caller]
pub fn distance_transform_edt_with<A>(a: A, options: &EdtOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Ordinal>,
{
    transform("distance_transform_edt", Ordinal::set(a.view()), options, false).0
}

/// [`distance_transform_edt`], and where the nearest zero is: `(…) -> (…), (ndim, …)`.
///
/// There are no indices if nothing is zero. Of several that are equally near it is the one with the
/// smallest index along the last axis, then along the one before, and so on.
///
/// # Panics
/// As [`distance_transform_edt`].
///
/// # SciPy
/// `scipy.ndimage.distance_transform_edt(a, return_indices=True)`, of `u32`.
///
/// # Examples
/// ```
/// let (distances, indices) = nd_image::distance_transform_edt_indices([1, 0, 1, 1, 0]);
/// assert_eq!(distances.into_vec(), [1.0, 0.0, 1.0, 1.0, 0.0]);
/// assert_eq!(indices.unwrap().into_vec(), [1, 1, 1, 4, 4]);
/// assert!(nd_image::distance_transform_edt_indices([1]).1.is_none());
/// ```
#[track_caller]
pub fn distance_transform_edt_indices<A>(a: A) -> (Array<f64>, Option<Array<u32>>)
where
    A: ArrayLike<Elem: Ordinal>,
{
    distance_transform_edt_indices_with(a, &EdtOptions::default())
}

/// [`distance_transform_edt_indices`] of pixels that are not squares of side 1.
///
/// # Panics
/// As [`distance_transform_edt_with`].
///
/// # SciPy
/// `scipy.ndimage.distance_transform_edt(a, sampling, return_indices=True)`; where two are equally near
/// but for rounding, it can be the other one.
///
/// # Examples
/// ```
/// use nd_image::{EdtOptions, distance_transform_edt_indices_with};
///
/// let wide = EdtOptions::default().sampling([1.0, 5.0]);
/// let a = [[1, 0], [1, 1], [0, 1]];
/// let indices = distance_transform_edt_indices_with(a, &wide).1.unwrap();
/// assert_eq!(indices.into_vec(), [2, 0, 2, 0, 2, 0, 0, 1, 0, 1, 0, 1]);
/// ```
#[track_caller]
pub fn distance_transform_edt_indices_with<A>(
    a: A,
    options: &EdtOptions,
) -> (Array<f64>, Option<Array<u32>>)
where
    A: ArrayLike<Elem: Ordinal>,
{
    transform("distance_transform_edt", Ordinal::set(a.view()), options, true)
}

/// Distances of ones to zeros, and indices if asked for.
#[track_caller]
pub(crate) fn transform(
    op: &str,
    set: Array<u8>,
    options: &EdtOptions,
    indexed: bool,
) -> (Array<f64>, Option<Array<u32>>) {
    let shape = set.shape().to_vec();
    let sampling = options.sampling.expand(op, "sampling", shape.len());
    for &s in &sampling {
        assert!(s >= 0.0 && s.is_finite(), "{op}: a sampling of {s}, must be finite, not negative");
    }
    for (axis, &n) in shape.iter().enumerate() {
        assert!(n < u32::MAX as usize, "{op}: axis {axis} of length {n}, must be below 2³²");
    }
    let background = set.iter().any(|&x| x == 0);
    if !background || shape.is_empty() {
        let out = Array::full(&shape[..], if background { 0.0 } else { f64::INFINITY });
        let indices = || Array::zeros(&[&[shape.len()][..], &shape].concat()[..]);
        return (out, (background && indexed).then(indices));
    }
    let whole = edt_is_whole(&shape, &sampling);
    let source = set.as_slice().expect("fresh arrays are contiguous");
    if let ([n, m], true, false) = (&shape[..], whole, indexed)
        && let Some(out) = plane::distances(source, [*n, *m])
    {
        return (out, None);
    }
    let mut out = canvas::<f64>(&shape[..]);
    let distances = out.as_slice_mut().expect("fresh arrays are contiguous");
    let indices = if whole {
        passes::<u32>(source, &shape, &sampling, indexed, distances)
    } else {
        passes::<f64>(source, &shape, &sampling, indexed, distances)
    };
    let indices = indexed.then(|| {
        let all = [&[shape.len()][..], &shape].concat();
        Array::from_shape_vec(&all[..], indices.concat())
    });
    (out, indices)
}

/// One pass after another; the indices along each axis, if asked for.
fn passes<D: Lane>(
    set: &[u8],
    shape: &[usize],
    sampling: &[f64],
    indexed: bool,
    out: &mut [f64],
) -> Vec<Vec<u32>> {
    let (mut squared, mut indices) = (Array::<D>::zeros([0]), Vec::new());
    for (axis, (&n, &step)) in shape.iter().zip(sampling).enumerate() {
        let source = if axis == 0 {
            Source::Set(set)
        } else {
            Source::Squared(squared.as_slice().expect("made in C order"))
        };
        let m = set.len() / n;
        let pass = Pass { n, m, step, source, indices: &indices, indexed };
        if axis + 1 == shape.len() {
            return pass.run(Out::Rooted(out));
        }
        let mut next = canvas::<D>(set.len());
        let to = next.as_slice_mut().expect("fresh arrays are contiguous");
        if indexed || axis > 0 || !D::first(set, n, m, to) {
            indices = pass.run(Out::Squared(to));
        }
        squared = next;
    }
    indices
}
