//! Pictures read where a function says.

use super::resize_spline::clip;
use crate::interpolation::{Boundary, Intensity, InterpolationOptions, geometric_transform_with};
use nd_core::{Array, ArrayLike, View};

/// How [`warp_with`] reads, and how large its result is.
///
/// # Examples
/// ```
/// use nd_image::{Boundary, WarpOptions};
/// let options = WarpOptions::default();
/// assert_eq!((options.order, options.mode), (1, Boundary::GridConstant(0.0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WarpOptions {
    /// The height and width of the result; those of the picture by default.
    pub shape: Option<[usize; 2]>,
    /// The order of the splines, 0 to 5; 1 by default.
    pub order: usize,
    /// What lies beyond the edges; by default zeros, interpolated to.
    pub mode: Boundary,
    /// Whether values are kept within the range of those of the picture, which splines of the
    /// orders 2 to 5 leave; true by default.
    pub clip: bool,
}

impl Default for WarpOptions {
    fn default() -> WarpOptions {
        WarpOptions { shape: None, order: 1, mode: Boundary::GridConstant(0.0), clip: true }
    }
}

impl WarpOptions {
    /// Sets the height and the width of the result.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{WarpOptions, warp_with};
    /// let options = WarpOptions::default().shape([2, 5]);
    /// assert_eq!(warp_with([[1u8; 3]; 3], |p| p, &options).shape(), [2, 5]);
    /// ```
    #[must_use]
    pub fn shape(self, shape: [usize; 2]) -> WarpOptions {
        WarpOptions { shape: Some(shape), ..self }
    }

    /// Sets the order of the splines, at most 5.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::WarpOptions::default().order(3).order, 3);
    /// ```
    #[must_use]
    pub fn order(self, order: usize) -> WarpOptions {
        WarpOptions { order, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Boundary, Mode, WarpOptions};
    /// assert_eq!(WarpOptions::default().mode(Mode::Mirror).mode, Boundary::Mirror);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> WarpOptions {
        WarpOptions { mode: mode.into(), ..self }
    }

    /// Sets whether values are kept within the range of those of the picture.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_image::WarpOptions::default().clip(false).clip);
    /// ```
    #[must_use]
    pub fn clip(self, clip: bool) -> WarpOptions {
        WarpOptions { clip, ..self }
    }
}

/// A picture `(h, w)` or `(h, w, c)` of which each pixel is read where `mapping` says: linear
/// interpolation, and zeros outside.
///
/// `mapping` gets the place `(x, y)` of a pixel of the result, column and row, and gives the place
/// in the picture; it is the inverse of what happens to the picture. It is called from several
/// threads, and compiled into the loop. The type and the range of values stay.
///
/// # Panics
/// If the picture has not 2 or 3 axes, or is empty and the result is not.
///
/// # scikit-image
/// `skimage.transform.warp(a, mapping, preserve_range=True)`. Its order 3 of matrices is another kernel
/// than that of functions; here splines are meant.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{EuclideanTransform, warp};
///
/// let right = EuclideanTransform::new(0.0, [0.5, 0.0]);
/// let back = right.inverse();
/// assert_eq!(warp([[2.0, 4.0, 6.0]], |p| back.map(p)), array![[1.0, 3.0, 5.0]]);
/// ```
/// ```should_panic
/// nd_image::warp([1.0, 2.0], |p| p);
/// ```
#[track_caller]
pub fn warp<A, F>(a: A, mapping: F) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
    F: Fn([f64; 2]) -> [f64; 2] + Sync,
{
    warp_with(a, mapping, &WarpOptions::default())
}

/// [`warp`] to another size, with other splines or another outside.
///
/// # Panics
/// As [`warp`], and if the order is above 5.
///
/// # scikit-image
/// `skimage.transform.warp(a, mapping, output_shape=..., order=..., mode=..., cval=..., clip=...)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{Mode, WarpOptions, warp_with};
///
/// let turned = |[x, y]: [f64; 2]| [y, x];
/// let options = WarpOptions::default().order(0).mode(Mode::Nearest).shape([3, 2]);
/// let a = array![[1u8, 2, 3], [4, 5, 6]];
/// assert_eq!(warp_with(&a, turned, &options), array![[1u8, 4], [2, 5], [3, 6]]);
/// ```
#[track_caller]
pub fn warp_with<A, F>(a: A, mapping: F, options: &WarpOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
    F: Fn([f64; 2]) -> [f64; 2] + Sync,
{
    let a = a.view();
    let picture = matches!(a.ndim(), 2 | 3);
    assert!(picture, "warp: shape {:?} is neither (h, w) nor (h, w, c)", a.shape());
    let shape = options.shape.unwrap_or([a.shape()[0], a.shape()[1]]);
    let WarpOptions { order, mode, clip: clipped, .. } = *options;
    let reading = InterpolationOptions::default().order(order).mode(mode);
    let place = |i: &[usize], place: &mut [f64]| {
        [place[1], place[0]] = mapping([i[1] as f64, i[0] as f64]);
    };
    let plane = |a: View<'_, A::Elem>| {
        if order < 2 || !clipped {
            return geometric_transform_with(a, shape, place, &reading);
        }
        let a = Intensity::doubles(a);
        let mut out = geometric_transform_with(&a, shape, place, &reading);
        clip(&a, &mut out, mode);
        Intensity::settled(out)
    };
    if a.ndim() == 2 {
        return plane(a);
    }
    let channels = a.shape()[2];
    let planes: Vec<_> = a.permute_dims(&[2, 0, 1]).outer_iter().map(plane).collect();
    let all = planes.iter().flat_map(|plane| plane.iter().copied()).collect();
    let [height, width] = shape;
    Array::from_shape_vec([channels, height, width], all).view().permute_dims(&[1, 2, 0]).to_array()
}
