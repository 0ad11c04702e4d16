//! Erosions and dilations by balls, of any radius in the same time.

use super::edt::{EdtOptions, transform};
use crate::ordinal::Ordinal;
use nd_core::{Array, ArrayLike, Integer};

/// Writes an operation by balls.
macro_rules! isotropic {
    ($name:ident, $work:expr, $(#[$doc:meta])*) => {
        $(#[$doc])*
        #[track_caller]
        pub fn $name<A>(a: A, radius: f64) -> Array<bool>
        where
            A: ArrayLike<Elem: Ordinal>,
        {
            let work: fn(Array<u8>, f64) -> Array<u8> = $work;
            Ordinal::elements(work(Ordinal::set(a.view()), radius).view(), crate::ordinal::Order::Rising)
        }
    };
}

/// Ones that are further from every zero than `radius`.
fn eroded(set: Array<u8>, radius: f64) -> Array<u8> {
    let (distances, _) = transform("isotropic", set, &EdtOptions::default(), false);
    let kept = distances.iter().map(|&d| u8::from(d > radius)).collect();
    Array::from_shape_vec(distances.shape(), kept)
}

/// Everything that is no further from a one than `radius`.
fn dilated(mut set: Array<u8>, radius: f64) -> Array<u8> {
    set.iter_mut().for_each(|x| *x ^= 1);
    let mut out = eroded(set, radius);
    out.iter_mut().for_each(|x| *x ^= 1);
    out
}

isotropic! { isotropic_erosion, eroded,
    /// Keeps the set pixels that are further than `radius` from every unset one: `(…) -> (…)`.
    ///
    /// An erosion by a ball, in a time that does not depend on its radius. The edge erodes nothing. With a
    /// radius of NaN nothing is left.
    ///
    /// # scikit-image
    /// `skimage.morphology.isotropic_erosion(a, radius)`; that takes an array without unset pixels for
    /// one with some outside.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::isotropic_erosion([0, 1, 1, 1, 0], 1.0);
    /// assert_eq!(b.into_vec(), [false, false, true, false, false]);
    /// ```
}
isotropic! { isotropic_dilation, dilated,
    /// Sets the pixels that are no further than `radius` from a set one: `(…) -> (…)`.
    ///
    /// # scikit-image
    /// `skimage.morphology.isotropic_dilation(a, radius)`.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::isotropic_dilation([0, 0, 1, 0, 0], 1.5);
    /// assert_eq!(b.into_vec(), [false, true, true, true, false]);
    /// ```
}
isotropic! { isotropic_opening, |set, radius| dilated(eroded(set, radius), radius),
    /// An [`isotropic_erosion`], then an [`isotropic_dilation`].
    ///
    /// # scikit-image
    /// `skimage.morphology.isotropic_opening(a, radius)`.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::isotropic_opening([0, 1, 0, 1, 1, 1, 0], 1.0);
    /// assert_eq!(b.into_vec(), [false, false, false, true, true, true, false]);
    /// ```
}
isotropic! { isotropic_closing, |set, radius| eroded(dilated(set, radius), radius),
    /// An [`isotropic_dilation`], then an [`isotropic_erosion`].
    ///
    /// # scikit-image
    /// `skimage.morphology.isotropic_closing(a, radius)`.
    ///
    /// # Examples
    /// ```
    /// let b = nd_image::isotropic_closing([1, 0, 1, 0, 0, 0, 0], 1.0);
    /// assert_eq!(b.into_vec(), [true, true, true, false, false, false, false]);
    /// ```
}

/// Lets labels grow into the background by up to `distance`, without running into each other.
///
/// Each background pixel takes the label of the nearest pixel that has one; of several, as
/// [`distance_transform_edt_indices`](crate::distance_transform_edt_indices) has it.
///
/// # Panics
/// If an axis has 2³² elements or more.
///
/// # scikit-image
/// `skimage.segmentation.expand_labels(labels, distance)`.
///
/// # Examples
/// ```
/// let grown = nd_image::expand_labels([0, 3, 0, 0, 0, 7u32], 1.0);
/// assert_eq!(grown.into_vec(), [3, 3, 3, 0, 7, 7]);
/// ```
#[track_caller]
pub fn expand_labels<A>(labels: A, distance: f64) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ordinal + Integer>,
{
    let labels = labels.view();
    let mut out = labels.to_array();
    if let Some(sources) = nearest(Ordinal::set(labels), distance) {
        let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
        // Sources are labels, which stay, so that they can be read while others are written.
        for place in 0..sources.len() {
            elements[place] = elements[sources[place]];
        }
    }
    out
}

/// For each pixel the nearest one that is set, or itself if that is too far; `None` if none is set.
#[track_caller]
fn nearest(mut set: Array<u8>, distance: f64) -> Option<Vec<usize>> {
    set.iter_mut().for_each(|x| *x ^= 1);
    let (distances, indices) = transform("expand_labels", set, &EdtOptions::default(), true);
    let (indices, shape) = (indices?, distances.shape());
    let indices = indices.as_slice().expect("fresh arrays are contiguous");
    let size = distances.size();
    let source = |(place, &d): (usize, &f64)| {
        let along = shape.iter().enumerate();
        let there = along.fold(0, |at, (k, n)| at * n + indices[k * size + place] as usize);
        if d <= distance { there } else { place }
    };
    Some(distances.iter().enumerate().map(source).collect())
}
