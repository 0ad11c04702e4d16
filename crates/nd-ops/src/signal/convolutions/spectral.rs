//! Convolutions by products of spectra.

use super::{Convolved, check, cropped, places};
use crate::ConvolveMode;
use crate::fft::next_fast_len;
use crate::signal::fourier::Whole;
use nd_core::{
    Array, ArrayLike, Complex, Number, Slice, SliceItem, View, broadcast_shapes, normalize_axes,
    zip,
};

/// Along which axes arrays are convolved.
///
/// # Examples
/// ```
/// use nd_ops::signal::FftConvolveOptions;
///
/// assert!(FftConvolveOptions::default().axes.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FftConvolveOptions {
    /// The axes; all unless given. Along others arrays are broadcast together.
    pub axes: Option<Vec<isize>>,
}

impl FftConvolveOptions {
    /// Along which axes.
    ///
    /// # SciPy
    /// `axes`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ConvolveMode;
    /// use nd_ops::signal::{FftConvolveOptions, fftconvolve_with};
    ///
    /// let rows = FftConvolveOptions::default().axes(&[1]);
    /// let found = fftconvolve_with(&[[1.0f64, 2.0], [3.0, 4.0]], &[[1.0, 1.0]], ConvolveMode::Full, &rows);
    /// assert_eq!(nd_ops::round(&found), nd_core::array![[1.0, 3.0, 2.0], [3.0, 7.0, 4.0]]);
    /// ```
    pub fn axes(self, axes: &[isize]) -> Self {
        FftConvolveOptions { axes: Some(axes.to_vec()) }
    }
}

/// The convolution of arrays, by Fourier transforms.
///
/// `a: (n, …)`, `b: (m, …)` → as many places as `mode` says, as in [`convolve`](super::convolve()): `(n + m - 1, …)` for
/// all. Rounding errors are those of the largest elements, everywhere, and NaN and infinities make everything NaN. An
/// empty array gives an empty one. Integers give `f64`.
///
/// # Panics
/// If the arrays have different numbers of axes, neither lies within the other where they have to
/// ([`ConvolveMode::Valid`]), or the result is too long.
///
/// # SciPy
/// `scipy.signal.fftconvolve(a, b, mode)`.
///
/// # Examples
/// ```
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::fftconvolve;
///
/// let found = fftconvolve(&[1.0f64, 2.0, 3.0], &[0.0, 1.0, 5.0], ConvolveMode::Full);
/// assert_eq!(nd_ops::round(&found), nd_core::array![0.0, 1.0, 7.0, 13.0, 15.0]);
/// ```
#[track_caller]
pub fn fftconvolve<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<<A::Elem as Convolved>::Float>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    fftconvolve_with(a, b, mode, &FftConvolveOptions::default())
}

/// As [`fftconvolve`], along some axes.
///
/// # Panics
/// As [`fftconvolve`], and if an axis does not exist or is named twice, or shapes do not broadcast along the others.
///
/// # SciPy
/// `scipy.signal.fftconvolve(a, b, mode, axes)`.
///
/// # Examples
/// ```
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{FftConvolveOptions, fftconvolve_with};
///
/// let columns = FftConvolveOptions::default().axes(&[0]);
/// let found = fftconvolve_with(&[[1.0f64], [2.0]], &[[1.0, 2.0]], ConvolveMode::Full, &columns);
/// assert_eq!(nd_ops::round(&found), nd_core::array![[1.0, 2.0], [2.0, 4.0]]);
/// ```
#[track_caller]
pub fn fftconvolve_with<A, B>(
    a: A,
    b: B,
    mode: ConvolveMode,
    options: &FftConvolveOptions,
) -> Array<<A::Elem as Convolved>::Float>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    transformed("fftconvolve", a, b, mode, options, false)
}

/// As [`fftconvolve`], of blocks of the longer array that are added where they overlap: for arrays of very different
/// lengths.
///
/// # Panics
/// As [`fftconvolve`].
///
/// # SciPy
/// `scipy.signal.oaconvolve(a, b, mode)`, which cuts along all axes; here along the one where lengths differ most.
///
/// # Examples
/// ```
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::oaconvolve;
///
/// let found = oaconvolve(&[1.0f64; 100], &[1.0, 1.0], ConvolveMode::Same);
/// assert_eq!(nd_ops::round(&found)[[50]], 2.0);
/// ```
#[track_caller]
pub fn oaconvolve<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<<A::Elem as Convolved>::Float>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    transformed("oaconvolve", a, b, mode, &FftConvolveOptions::default(), true)
}

#[track_caller]
fn transformed<A, B>(
    op: &'static str,
    a: A,
    b: B,
    mode: ConvolveMode,
    options: &FftConvolveOptions,
    blocks: bool,
) -> Array<<A::Elem as Convolved>::Float>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    let ndim = a.ndim();
    let axes: Vec<usize> = match &options.axes {
        None => (0..ndim).collect(),
        Some(axes) => {
            normalize_axes(op, axes, ndim).unwrap_or_else(|error| panic!("{error}")).to_vec()
        }
    };
    if ndim != b.ndim() {
        panic!("{op}: shapes {:?} and {:?} have different numbers of axes", a.shape(), b.shape());
    }
    let along = |shape: &[usize]| axes.iter().map(|&axis| shape[axis]).collect::<Vec<_>>();
    check(op, &along(a.shape()), &along(b.shape()), mode);
    let beside = |shape: &[usize]| -> Vec<usize> {
        (0..ndim).map(|axis| if axes.contains(&axis) { 1 } else { shape[axis] }).collect()
    };
    if broadcast_shapes(&[&beside(a.shape()), &beside(b.shape())]).is_err() {
        panic!(
            "{op}: shapes {:?} and {:?} do not broadcast beside axes {axes:?}",
            a.shape(),
            b.shape()
        );
    }
    A::Elem::spectral_of(a, b, mode, &axes, blocks)
}

/// The body: shapes fit.
pub(super) fn convolved<T: Whole + Number>(
    a: View<'_, T>,
    b: View<'_, T>,
    mode: ConvolveMode,
    axes: &[usize],
    blocks: bool,
) -> Array<T> {
    if a.is_empty() || b.is_empty() {
        return Array::zeros(empty_shape(a.shape(), b.shape()).as_slice());
    }
    if axes.is_empty() {
        return zip((&a, &b)).map(|(x, y)| x.times(y));
    }
    let full = match blocks.then(|| cut(a, b)).flatten() {
        Some((axis, len)) => in_blocks(a, b, axis, len),
        None => product(a, &spectrum_for(b, a.shape(), axes), b.shape(), axes),
    };
    let along = places(mode, a.shape(), b.shape());
    let whole = |axis: usize| (0, full.shape()[axis]);
    let places: Vec<_> = (0..full.ndim())
        .map(|axis| if axes.contains(&axis) { along[axis] } else { whole(axis) })
        .collect();
    cropped(full.view(), &places).to_array()
}

/// A shape without elements.
fn empty_shape(a: &[usize], b: &[usize]) -> Vec<usize> {
    let mut shape: Vec<usize> = a.iter().zip(b).map(|(&n, &m)| n.max(m)).collect();
    if let Some(first) = shape.first_mut() {
        *first = 0;
    }
    shape
}

/// Lengths that transforms are fast for.
fn lengths(a: &[usize], b: &[usize], axes: &[usize]) -> Vec<usize> {
    axes.iter().map(|&axis| next_fast_len(a[axis] + b[axis] - 1, true)).collect()
}

fn spectrum_for<T: Whole>(b: View<'_, T>, a: &[usize], axes: &[usize]) -> Array<Complex<f64>> {
    T::spectrum(b, &lengths(a, b.shape(), axes), axes)
}

/// The full convolution with an array of a shape that is given by its spectrum.
fn product<T: Whole>(
    a: View<'_, T>,
    spectrum: &Array<Complex<f64>>,
    b: &[usize],
    axes: &[usize],
) -> Array<T> {
    let s = lengths(a.shape(), b, axes);
    let both = T::spectrum(a, &s, axes) * spectrum;
    let full = T::of_spectrum(both, &s, axes);
    let places: Vec<_> = (0..full.ndim())
        .map(|axis| {
            if axes.contains(&axis) {
                (0, a.shape()[axis] + b[axis] - 1)
            } else {
                (0, full.shape()[axis])
            }
        })
        .collect();
    cropped(full.view(), &places).to_array()
}

/// The axis to cut along, and how long blocks are; none where one block is best.
fn cut<T>(a: View<'_, T>, b: View<'_, T>) -> Option<(usize, usize)> {
    let ratio = |&axis: &usize| {
        let (n, m) = (a.shape()[axis], b.shape()[axis]);
        n.max(m) / n.min(m)
    };
    let axis = (0..a.ndim()).max_by_key(ratio)?;
    let short = a.shape()[axis].min(b.shape()[axis]);
    let len = next_fast_len((8 * short).max(1024), true) - short + 1;
    (a.shape()[axis].max(b.shape()[axis]) > 2 * len).then_some((axis, len))
}

fn in_blocks<T: Whole + Number>(
    a: View<'_, T>,
    b: View<'_, T>,
    axis: usize,
    len: usize,
) -> Array<T> {
    let (a, b) = if a.shape()[axis] < b.shape()[axis] { (b, a) } else { (a, b) };
    let axes: Vec<usize> = (0..a.ndim()).collect();
    let shape: Vec<usize> = a.shape().iter().zip(b.shape()).map(|(n, m)| n + m - 1).collect();
    let mut out = Array::<T>::zeros(shape.as_slice());
    let slab = |start: usize, stop: usize| {
        let mut items = vec![SliceItem::Range(Slice::ALL); axis];
        let at = |k: usize| Some(k as isize);
        items.push(SliceItem::Range(Slice { start: at(start), stop: at(stop), step: 1 }));
        items
    };
    let mut block_shape = a.shape().to_vec();
    block_shape[axis] = len;
    let spectrum = spectrum_for(b, &block_shape, &axes);
    let n = a.shape()[axis];
    for start in (0..n).step_by(len) {
        let stop = (start + len).min(n);
        let block = a.slice(slab(start, stop));
        let part = if stop - start == len {
            product(block, &spectrum, b.shape(), &axes)
        } else {
            product(block, &spectrum_for(b, block.shape(), &axes), b.shape(), &axes)
        };
        let mut to = out.slice_mut(slab(start, start + part.shape()[axis]));
        zip((&mut to, &part)).for_each(|(to, x)| *to = to.plus(x));
    }
    out
}
