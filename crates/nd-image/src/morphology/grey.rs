//! Erosion, dilation and what is made of them, of greys.

use super::element::Steps;
use super::flat::{Flat, maximum};
use super::heights::highest;
use crate::axiswise::Axiswise;
use crate::mode::Mode;
use crate::ordinal::{Order, Ordinal};
use nd_core::{Array, ArrayLike, View};

/// What of the surroundings of a pixel grey morphology looks at.
///
/// Made by `into()` from a length or lengths (a box), an array of `bool` (a footprint) or of `f64`
/// (heights).
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{StructuringElement, disk, grey_dilation};
///
/// let a = [0.0, 0.0, 5.0, 0.0];
/// assert_eq!(grey_dilation(a, 3).into_vec(), [0.0, 5.0, 5.0, 5.0]);
/// assert_eq!(grey_dilation(a, StructuringElement::Heights(Array::from_vec(vec![-1.0, 0.0])))
///     .into_vec(), [0.0, 4.0, 5.0, 0.0]);
/// assert!(matches!(disk(1).into(), StructuringElement::Footprint(_)));
/// ```
#[derive(Clone, Debug)]
pub enum StructuringElement {
    /// A box of this length along all axes, or along each.
    Size(Axiswise<usize>),
    /// The pixels that are set, around the middle at `n / 2`.
    Footprint(Array<bool>),
    /// What is added to each pixel before the greatest is taken, or subtracted before the smallest is;
    /// those at `-inf` are not looked at.
    Heights(Array<f64>),
}

impl From<usize> for StructuringElement {
    fn from(size: usize) -> StructuringElement {
        StructuringElement::Size(size.into())
    }
}

impl<const N: usize> From<[usize; N]> for StructuringElement {
    fn from(size: [usize; N]) -> StructuringElement {
        StructuringElement::Size(size.into())
    }
}

impl From<Vec<usize>> for StructuringElement {
    fn from(size: Vec<usize>) -> StructuringElement {
        StructuringElement::Size(size.into())
    }
}

impl From<Array<bool>> for StructuringElement {
    fn from(footprint: Array<bool>) -> StructuringElement {
        StructuringElement::Footprint(footprint)
    }
}

impl From<&Array<bool>> for StructuringElement {
    fn from(footprint: &Array<bool>) -> StructuringElement {
        StructuringElement::Footprint(footprint.clone())
    }
}

impl From<Array<f64>> for StructuringElement {
    fn from(heights: Array<f64>) -> StructuringElement {
        StructuringElement::Heights(heights)
    }
}

impl From<&Array<f64>> for StructuringElement {
    fn from(heights: &Array<f64>) -> StructuringElement {
        StructuringElement::Heights(heights.clone())
    }
}

/// What lies beyond the edges for grey morphology, and where the middle of the window is.
///
/// # Examples
/// ```
/// use nd_image::{GreyOptions, Mode};
///
/// assert_eq!(GreyOptions::default().mode, Mode::Reflect);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GreyOptions {
    /// What lies beyond the edges; [`Mode::Reflect`] by default.
    pub mode: Mode,
    /// By how much the middle of the window is moved along all axes, or along each. 0 by default.
    pub origin: Axiswise<isize>,
}

impl GreyOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # SciPy
    /// `mode` and `cval`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, grey_erosion_with};
    ///
    /// let zeros = GreyOptions::default().mode(Mode::Constant(0.0));
    /// assert_eq!(grey_erosion_with([4, 5, 6], 3, &zeros).into_vec(), [0, 4, 0]);
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> GreyOptions {
        GreyOptions { mode, ..self }
    }

    /// Sets by how much the middle of the window is moved.
    ///
    /// # SciPy
    /// `origin`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, grey_erosion_with};
    ///
    /// let back = GreyOptions::default().origin(1);
    /// assert_eq!(grey_erosion_with([4, 5, 6, 7], 3, &back).into_vec(), [4, 4, 4, 5]);
    /// ```
    #[must_use]
    pub fn origin(self, origin: impl Into<Axiswise<isize>>) -> GreyOptions {
        GreyOptions { origin: origin.into(), ..self }
    }
}

/// A window, checked against an array.
pub enum Tool {
    Flat(Flat),
    Heights { steps: Vec<Vec<isize>>, heights: Vec<f64> },
}

impl Tool {
    #[track_caller]
    pub(crate) fn new(
        op: &str,
        window: &StructuringElement,
        origin: &Axiswise<isize>,
        ndim: usize,
    ) -> Tool {
        match window {
            StructuringElement::Size(size) => {
                let size = size.expand(op, "size", ndim);
                let origin = origin.expand(op, "origin", ndim);
                Tool::Flat(Flat::sized(op, &size, &origin))
            }
            StructuringElement::Footprint(set) => {
                Tool::Flat(Flat::Steps(Steps::new(op, set.view(), origin, ndim)))
            }
            StructuringElement::Heights(heights) => {
                let seen = |h: f64| h > f64::NEG_INFINITY || h.is_nan();
                let footprint: Vec<bool> = heights.iter().map(|&h| seen(h)).collect();
                let footprint = Array::from_shape_vec(heights.shape(), footprint);
                let steps = Steps::new(op, footprint.view(), origin, ndim).each(ndim);
                let heights = heights.iter().copied().filter(|&h| seen(h)).collect();
                Tool::Heights { steps, heights }
            }
        }
    }
}

/// The operations that all others are made of, and those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GreyKind {
    Erosion,
    Dilation,
    Opening,
    Closing,
    Gradient,
    Laplace,
    White,
    Black,
}

/// One of the operations; compiled once a type.
pub(crate) fn greyed<T: Ordinal>(
    a: View<'_, T>,
    kind: GreyKind,
    tool: &Tool,
    mode: Mode,
) -> Array<T> {
    let eroded = |a: View<'_, T>| basic(a, Order::Falling, tool, mode);
    let dilated = |a: View<'_, T>| basic(a, Order::Rising, tool, mode);
    match kind {
        GreyKind::Erosion => eroded(a),
        GreyKind::Dilation => dilated(a),
        GreyKind::Opening => dilated(eroded(a).view()),
        GreyKind::Closing => eroded(dilated(a).view()),
        GreyKind::Gradient => combined(&[(1.0, dilated(a).view()), (-1.0, eroded(a).view())]),
        GreyKind::Laplace => {
            combined(&[(1.0, dilated(a).view()), (1.0, eroded(a).view()), (-2.0, a)])
        }
        GreyKind::White => combined(&[(1.0, a), (-1.0, dilated(eroded(a).view()).view())]),
        GreyKind::Black => combined(&[(1.0, eroded(dilated(a).view()).view()), (-1.0, a)]),
    }
}

/// A dilation, for rising order, or an erosion.
fn basic<T: Ordinal>(a: View<'_, T>, order: Order, tool: &Tool, mode: Mode) -> Array<T> {
    match tool {
        Tool::Flat(flat) => {
            let outside = T::saturated(mode.outside());
            let (outside, flat) = match order {
                Order::Rising => (outside.rising(), &flat.reflected()),
                Order::Falling => (outside.falling(), flat),
            };
            let keys = T::keys(a, order);
            T::elements(maximum(keys, flat, mode, outside).view(), order)
        }
        Tool::Heights { steps, heights } => {
            // An erosion is the dilation of what is negated, by the same heights the other way round.
            let sign = if order == Order::Rising { 1.0 } else { -1.0 };
            let mut floats = T::floats(a);
            floats.iter_mut().for_each(|x| *x *= sign);
            let back = |s: &isize| if order == Order::Rising { -s } else { *s };
            let steps: Vec<Vec<isize>> =
                steps.iter().map(|s| s.iter().map(back).collect()).collect();
            let outside = sign * T::saturated(mode.outside()).float();
            let mut out = highest(&floats, &steps, heights, mode, outside);
            out.iter_mut().for_each(|x| *x *= sign);
            T::from_floats(out.view())
        }
    }
}

/// A sum of arrays of one shape, each times a number.
fn combined<T: Ordinal>(terms: &[(f64, View<'_, T>)]) -> Array<T> {
    let mut sum = Array::<f64>::zeros(terms[0].1.shape());
    for &(factor, term) in terms {
        let floats = T::floats(term);
        sum.iter_mut().zip(floats.iter()).for_each(|(sum, x)| *sum += factor * x);
    }
    T::from_floats(sum.view())
}

/// Writes an operation on greys and its twin with options.
macro_rules! grey {
    ($plain:ident, $with:ident, $kind:ident, $(#[$doc:meta])*; $(#[$with_doc:meta])*) => {
        $(#[$doc])*
        ///
        /// # Panics
        /// If the window has another number of axes than the array, or a length of 0.
        #[track_caller]
        pub fn $plain<A>(a: A, window: impl Into<StructuringElement>) -> Array<A::Elem>
        where
            A: ArrayLike<Elem: Ordinal>,
        {
            $with(a, window, &GreyOptions::default())
        }

        $(#[$with_doc])*
        ///
        /// # Panics
        /// If the window has another number of axes than the array, or a length of 0; if the origin
        /// moves the middle off the window or has another length than there are axes.
        #[track_caller]
        pub fn $with<A>(a: A, window: impl Into<StructuringElement>, options: &GreyOptions) -> Array<A::Elem>
        where
            A: ArrayLike<Elem: Ordinal>,
        {
            let a = a.view();
            let op = stringify!($plain);
            let tool = Tool::new(op, &window.into(), &options.origin, a.ndim());
            Ordinal::greyed(a, GreyKind::$kind, &tool, options.mode)
        }
    };
}

grey! { grey_erosion, grey_erosion_with, Erosion,
    /// The smallest element of the window around each: `(…) -> (…)`.
    ///
    /// Beyond the edges the array is reflected. NaN in the window gives NaN. With heights, integers
    /// saturate. Boxes take a time that grows with the logarithm of their lengths, footprints with the
    /// number of their rows, heights with their number. An empty array gives an empty one.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_erosion(a, size)`, `footprint=` or `structure=`; with a structure SciPy wraps
    /// integers around, and takes or leaves NaN by its place. `skimage.morphology.erosion(a, footprint)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::grey_erosion([3, 1, 4, 1, 5], 3).into_vec(), [1, 1, 1, 1, 1]);
    /// assert_eq!(nd_image::grey_erosion([0u8, 9], nd_image::StructuringElement::Heights(nd_core::Array::from_vec(vec![1.0])))
    ///     .into_vec(), [0, 8]);
    /// ```
    ;
    /// [`grey_erosion`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_erosion(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, grey_erosion_with};
    ///
    /// let wrap = GreyOptions::default().mode(Mode::Wrap);
    /// assert_eq!(grey_erosion_with([3, 1, 4, 0], 3, &wrap).into_vec(), [0, 1, 0, 0]);
    /// ```
}
grey! { grey_dilation, grey_dilation_with, Dilation,
    /// The greatest element of the window, turned about its middle, around each: `(…) -> (…)`.
    ///
    /// Each element puts the window around itself. See [`grey_erosion`] for edges, NaN and heights.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_dilation(a, size)`, `footprint=` or `structure=`;
    /// `skimage.morphology.dilation(a, footprint)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::grey_dilation([0, 0, 7, 0, 0], 2).into_vec(), [0, 7, 7, 0, 0]);
    /// ```
    ;
    /// [`grey_dilation`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_dilation(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, grey_dilation_with};
    ///
    /// let nine = GreyOptions::default().mode(Mode::Constant(9.0));
    /// assert_eq!(grey_dilation_with([1, 2, 3], 3, &nine).into_vec(), [9, 3, 9]);
    /// ```
}
grey! { grey_opening, grey_opening_with, Opening,
    /// A [`grey_erosion`], then a [`grey_dilation`]: bright spots smaller than the window go.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_opening`; `skimage.morphology.opening`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::grey_opening([1, 9, 1, 5, 5, 5], 3).into_vec(), [1, 1, 1, 5, 5, 5]);
    /// ```
    ;
    /// [`grey_opening`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_opening(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, grey_opening_with};
    ///
    /// let zeros = GreyOptions::default().mode(Mode::Constant(0.0));
    /// assert_eq!(grey_opening_with([5, 5, 5, 5], 3, &zeros).into_vec(), [5, 5, 5, 5]);
    /// ```
}
grey! { grey_closing, grey_closing_with, Closing,
    /// A [`grey_dilation`], then a [`grey_erosion`]: dark spots smaller than the window go.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_closing`; `skimage.morphology.closing`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::grey_closing([9, 1, 9, 5, 5, 5], 3).into_vec(), [9, 9, 9, 5, 5, 5]);
    /// ```
    ;
    /// [`grey_closing`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.grey_closing(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, grey_closing_with};
    ///
    /// let nearest = GreyOptions::default().mode(Mode::Nearest);
    /// assert_eq!(grey_closing_with([5, 1, 5, 5], 3, &nearest).into_vec(), [5, 5, 5, 5]);
    /// ```
}
grey! { morphological_gradient, morphological_gradient_with, Gradient,
    /// The [`grey_dilation`] less the [`grey_erosion`]: how steep the picture is.
    ///
    /// Calculated in `f64`; integers saturate, and are rounded from 2⁵³ on.
    ///
    /// # SciPy
    /// `scipy.ndimage.morphological_gradient`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::morphological_gradient([1, 1, 4, 4], 3).into_vec(), [0, 3, 3, 0]);
    /// ```
    ;
    /// [`morphological_gradient`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.morphological_gradient(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, morphological_gradient_with};
    ///
    /// let wrap = GreyOptions::default().mode(Mode::Wrap);
    /// assert_eq!(morphological_gradient_with([1, 1, 4], 3, &wrap).into_vec(), [3, 3, 3]);
    /// ```
}
grey! { morphological_laplace, morphological_laplace_with, Laplace,
    /// The [`grey_dilation`] and the [`grey_erosion`], less twice the picture.
    ///
    /// Calculated in `f64`; integers saturate, and are rounded from 2⁵³ on.
    ///
    /// # SciPy
    /// `scipy.ndimage.morphological_laplace`, which wraps integers around.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::morphological_laplace([1, 1, 4, 4], 3).into_vec(), [0, 3, -3, 0]);
    /// assert_eq!(nd_image::morphological_laplace([1u8, 1, 4, 4], 3).into_vec(), [0, 3, 0, 0]);
    /// ```
    ;
    /// [`morphological_laplace`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.morphological_laplace(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, morphological_laplace_with};
    ///
    /// let zeros = GreyOptions::default().mode(Mode::Constant(0.0));
    /// assert_eq!(morphological_laplace_with([2, 2, 2], 3, &zeros).into_vec(), [-2, 0, -2]);
    /// ```
}
grey! { white_tophat, white_tophat_with, White,
    /// The picture less its [`grey_opening`]: bright spots smaller than the window.
    ///
    /// Calculated in `f64`; integers saturate, and are rounded from 2⁵³ on.
    ///
    /// # SciPy
    /// `scipy.ndimage.white_tophat`; `skimage.morphology.white_tophat`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::white_tophat([1, 9, 1, 5, 5, 5], 3).into_vec(), [0, 8, 0, 0, 0, 0]);
    /// ```
    ;
    /// [`white_tophat`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.white_tophat(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, white_tophat_with};
    ///
    /// let nearest = GreyOptions::default().mode(Mode::Nearest);
    /// assert_eq!(white_tophat_with([1, 9, 1], 3, &nearest).into_vec(), [0, 8, 0]);
    /// ```
}
grey! { black_tophat, black_tophat_with, Black,
    /// The [`grey_closing`] of a picture less the picture: dark spots smaller than the window.
    ///
    /// Calculated in `f64`; integers saturate, and are rounded from 2⁵³ on.
    ///
    /// # SciPy
    /// `scipy.ndimage.black_tophat`; `skimage.morphology.black_tophat`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::black_tophat([9, 1, 9, 5, 5, 5], 3).into_vec(), [0, 8, 0, 0, 0, 0]);
    /// ```
    ;
    /// [`black_tophat`] with other edges, or the window's middle elsewhere.
    ///
    /// # SciPy
    /// `scipy.ndimage.black_tophat(a, size, footprint, structure, mode=..., cval=..., origin=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GreyOptions, Mode, black_tophat_with};
    ///
    /// let nearest = GreyOptions::default().mode(Mode::Nearest);
    /// assert_eq!(black_tophat_with([9, 1, 9], 3, &nearest).into_vec(), [0, 8, 0]);
    /// ```
}
