//! `convolve` and `correlate`, by the faster of both ways.

use super::{Convolved, check};
use crate::fft::next_fast_len;
use crate::{ConvolveMode, Signal};
use nd_core::{Array, ArrayLike, ShapeError};

/// How a convolution is calculated.
///
/// # SciPy
/// `method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConvolveMethod {
    /// Whichever seems faster.
    #[default]
    Auto,
    /// Sum by sum.
    Direct,
    /// By Fourier transforms; integers are rounded.
    Fft,
}

/// How a convolution is calculated.
///
/// # Examples
/// ```
/// use nd_ops::signal::{ConvolveMethod, ConvolveOptions};
///
/// assert_eq!(ConvolveOptions::default().method, ConvolveMethod::Auto);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConvolveOptions {
    /// By sums or by transforms.
    pub method: ConvolveMethod,
}

impl ConvolveOptions {
    /// By sums or by transforms.
    ///
    /// # SciPy
    /// `method`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::ConvolveMode;
    /// use nd_ops::signal::{ConvolveMethod, ConvolveOptions, convolve_with};
    ///
    /// let fft = ConvolveOptions::default().method(ConvolveMethod::Fft);
    /// assert_eq!(convolve_with(&[1, 2], &[3, 4], ConvolveMode::Full, &fft), array![3, 10, 8]);
    /// ```
    pub fn method(self, method: ConvolveMethod) -> Self {
        ConvolveOptions { method }
    }
}

/// The convolution of arrays: the sums of products of `a` with `b` backwards, for each place of `b` along `a`.
///
/// `a: (n, …)`, `b: (m, …)` → `(n + m - 1, …)` for all places ([`ConvolveMode::Full`]), the shape of `a`
/// ([`ConvolveMode::Same`], from the middle), or those in which one lies within the other ([`ConvolveMode::Valid`]).
/// Integers wrap. NaN and infinities reach the sums they are in, or, by transforms, all.
///
/// # Panics
/// If the arrays have different numbers of axes, one is empty, neither lies within the other where they have to, or the
/// result is too long.
///
/// # SciPy
/// `scipy.signal.convolve(a, b, mode)`. [`nd_ops::convolve`](crate::convolve) is NumPy's, whose mode `Same` gives the
/// longer length.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::convolve;
///
/// let found = convolve(&[[1, 2], [3, 4]], &[[1, 1]], ConvolveMode::Full);
/// assert_eq!(found, array![[1, 3, 2], [3, 7, 4]]);
/// assert_eq!(convolve(&[1, 2], &[1, 1, 1], ConvolveMode::Same), array![3, 3]);
/// ```
#[track_caller]
pub fn convolve<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    convolve_with(a, b, mode, &ConvolveOptions::default())
}

/// As [`convolve`], with a choice of how.
///
/// # Panics
/// As [`convolve`].
///
/// # SciPy
/// `scipy.signal.convolve(a, b, mode, method)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{ConvolveMethod, ConvolveOptions, convolve_with};
///
/// let direct = ConvolveOptions::default().method(ConvolveMethod::Direct);
/// assert_eq!(convolve_with(&[1.0, 2.0], &[0.5], ConvolveMode::Full, &direct), array![0.5, 1.0]);
/// ```
#[track_caller]
pub fn convolve_with<A, B>(
    a: A,
    b: B,
    mode: ConvolveMode,
    options: &ConvolveOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    convolved("convolve", a.view(), b.view(), mode, options)
}

#[track_caller]
fn convolved<T: Convolved>(
    op: &'static str,
    a: nd_core::View<'_, T>,
    b: nd_core::View<'_, T>,
    mode: ConvolveMode,
    options: &ConvolveOptions,
) -> Array<T> {
    check(op, a.shape(), b.shape(), mode);
    for (what, view) in [("the first array", a), ("the second array", b)] {
        if view.is_empty() {
            panic!("{}", ShapeError::Empty { op, what });
        }
    }
    let method = match options.method {
        ConvolveMethod::Auto => faster(a, b, mode),
        given => given,
    };
    match method {
        ConvolveMethod::Fft => {
            let axes: Vec<usize> = (0..a.ndim()).collect();
            T::narrowed(T::spectral_of(a, b, mode, &axes, false))
        }
        _ => T::direct_of(a, b, mode),
    }
}

/// The correlation of arrays: the sums of products of `a` with the conjugate of `b`, for each place of `b` along `a`.
///
/// Shapes and numbers as in [`convolve`]; [`correlation_lags`] says which places these are.
///
/// # Panics
/// As [`convolve`].
///
/// # SciPy
/// `scipy.signal.correlate(a, b, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::correlate;
///
/// assert_eq!(correlate(&[1, 2], &[1, 1, 3], ConvolveMode::Same), array![7, 3]);
/// ```
#[track_caller]
pub fn correlate<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    correlate_with(a, b, mode, &ConvolveOptions::default())
}

/// As [`correlate`], with a choice of how.
///
/// # Panics
/// As [`convolve`].
///
/// # SciPy
/// `scipy.signal.correlate(a, b, mode, method)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{ConvolveMethod, ConvolveOptions, correlate_with};
///
/// let direct = ConvolveOptions::default().method(ConvolveMethod::Direct);
/// let found = correlate_with(&[1.0, 2.0, 3.0], &[1.0, 1.0], ConvolveMode::Valid, &direct);
/// assert_eq!(found, array![3.0, 5.0]);
/// ```
#[track_caller]
pub fn correlate_with<A, B>(
    a: A,
    b: B,
    mode: ConvolveMode,
    options: &ConvolveOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    let backwards = b.view().flip_all().map(|x| x.conjugated());
    convolved("correlate", a.view(), backwards.view(), mode, options)
}

/// By how much the second sequence is moved for each element of their [correlation](correlate), of `n` and `m` elements.
///
/// → as many as the correlation has.
///
/// # Panics
/// If a length is 0.
///
/// # SciPy
/// `scipy.signal.correlation_lags(n, m, mode)`, which in the mode `'same'` is one place off what `correlate` gives where `n`
/// is odd and `m` even.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::correlation_lags;
///
/// assert_eq!(correlation_lags(3, 2, ConvolveMode::Full), array![-1, 0, 1, 2]);
/// assert_eq!(correlation_lags(3, 2, ConvolveMode::Valid), array![0, 1]);
/// ```
#[track_caller]
pub fn correlation_lags(n: usize, m: usize, mode: ConvolveMode) -> Array<i64> {
    assert!(n > 0 && m > 0, "correlation_lags: lengths {n} and {m}, which cannot be 0");
    let (start, len) = super::places(mode, &[n], &[m])[0];
    let first = start as i64 - (m as i64 - 1);
    Array::from_vec((0..len as i64).map(|k| first + k).collect::<Vec<_>>())
}

/// Which way of [`convolve`] seems faster for these arrays; integers whose sums transforms might round wrongly are added.
///
/// # Panics
/// If the arrays have different numbers of axes, or neither lies within the other where they have to.
///
/// # SciPy
/// `scipy.signal.choose_conv_method(a, b, mode)`, whose estimates are others.
///
/// # Examples
/// ```
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{ConvolveMethod, choose_conv_method};
///
/// let long = vec![0.0; 100_000];
/// assert_eq!(choose_conv_method(&long, &[1.0, 2.0], ConvolveMode::Full), ConvolveMethod::Direct);
/// assert_eq!(choose_conv_method(&long, &long, ConvolveMode::Full), ConvolveMethod::Fft);
/// ```
#[track_caller]
pub fn choose_conv_method<A, B>(a: A, b: B, mode: ConvolveMode) -> ConvolveMethod
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (a.view(), b.view());
    check("choose_conv_method", a.shape(), b.shape(), mode);
    faster(a, b, mode)
}

fn faster<T: Convolved>(
    a: nd_core::View<'_, T>,
    b: nd_core::View<'_, T>,
    mode: ConvolveMode,
) -> ConvolveMethod {
    let (n, m) = (a.size() as f64, b.size() as f64);
    let small = n.min(m);
    if a.ndim() == 0 || small <= 1.0 {
        return ConvolveMethod::Direct;
    }
    let lengths = || a.shape().iter().zip(b.shape());
    let padded: f64 = lengths().map(|(&n, &m)| next_fast_len(n + m - 1, true) as f64).product();
    let places: f64 =
        super::places(mode, a.shape(), b.shape()).iter().map(|&(_, len)| len as f64).product();
    // Of several dimensions all places are calculated, in as many passes as the smaller array has rows.
    let full: f64 = lengths().map(|(&n, &m)| (n + m - 1) as f64).product();
    let smaller = if n < m { a } else { b };
    let last = smaller.shape()[a.ndim() - 1] as f64;
    // In nanoseconds, about.
    let direct = match a.ndim() {
        1 => 0.06 * places * small,
        _ => full * (small / last) * (1.5 + 0.06 * last),
    };
    let transforms = padded * (f64::log2(padded) + 6.0);
    let exact = !T::WHOLE || T::largest_of(a) * T::largest_of(b) * small < (1u64 << 48) as f64;
    if exact && direct > transforms { ConvolveMethod::Fft } else { ConvolveMethod::Direct }
}
