//! Sums of products of one sequence with another that slides along it: `convolve` and `correlate`.

mod lanes;
mod slide;

use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Complex, Number, ShapeError};

/// Which places of the shorter sequence a result has.
///
/// # NumPy
/// `mode`: `"full"`, `"same"` and `"valid"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConvolveMode {
    /// All in which the sequences meet: `n + m - 1`.
    Full,
    /// As many as the longer sequence has elements, from the middle: `max(n, m)`.
    Same,
    /// Those in which the shorter one lies within the longer: `max(n, m) - min(n, m) + 1`.
    Valid,
}

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn slid_of(long: &[Self], short: &[Self], start: usize, len: usize) -> Vec<Self> {
            slide::slid(long, short, start, len)
        }
    };
}

/// Numbers that sequences to be convolved hold: all of nd's, and those of your own that are [`Number`]s, for which an
/// empty `impl Signal for Mine {}` is enough.
///
/// # Examples
/// ```
/// use nd_ops::{ConvolveMode, Signal, convolve};
///
/// fn twice_smoothed<T: Signal>(a: &[T], window: &[T]) -> nd_core::Array<T> {
///     let once = convolve(a, window, ConvolveMode::Same);
///     convolve(&once, window, ConvolveMode::Same)
/// }
/// assert_eq!(twice_smoothed(&[0, 0, 1, 0, 0], &[1, 2, 1])[[2]], 6);
/// ```
pub trait Signal: Number {
    /// Whether long sums of products are taken of many places at once.
    #[doc(hidden)]
    const LANES: bool = false;
    /// The complex conjugate.
    #[doc(hidden)]
    #[inline(always)]
    fn conjugated(self) -> Self {
        self
    }
    /// `sum + x · y`.
    #[doc(hidden)]
    #[inline(always)]
    fn plus_product<I: Isa>(isa: I, x: Self, y: Self, sum: Self) -> Self {
        let _ = isa;
        sum.plus(x.times(y))
    }

    kernels!(#[doc(hidden)]);
}

macro_rules! integers {
    ($($T:ty)*) => {$(
        impl Signal for $T {
            kernels!();
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
impl Signal for i128 {}
impl Signal for u128 {}

macro_rules! floats {
    ($($T:ty)*) => {$(
        impl Signal for $T {
            const LANES: bool = true;
            #[inline(always)]
            fn plus_product<I: Isa>(isa: I, x: Self, y: Self, sum: Self) -> Self {
                isa.mul_add(x, y, sum)
            }
            kernels!();
        }
    )*};
}
floats!(f32 f64);

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Signal for Complex<$T> {
            #[inline(always)]
            fn conjugated(self) -> Self {
                self.conj()
            }
            #[inline(always)]
            fn plus_product<I: Isa>(isa: I, x: Self, y: Self, sum: Self) -> Self {
                let part = |a: $T, b, c, d, sum| isa.mul_add(a, b, isa.mul_add(c, d, sum));
                Complex::new(part(x.re, y.re, -x.im, y.im, sum.re), part(x.re, y.im, x.im, y.re, sum.im))
            }
            kernels!();
        }
    )*};
}
complex!(f32 f64);

/// Sums of 16-bit floats are taken in single precision and rounded once, as NumPy does it.
macro_rules! half_floats {
    ($($T:ty)*) => {$(
        impl Signal for $T {
            #[inline(never)]
            fn slid_of(long: &[Self], short: &[Self], start: usize, len: usize) -> Vec<Self> {
                let wide = |all: &[$T]| all.iter().map(|x| x.to_f32()).collect::<Vec<f32>>();
                let sums = f32::slid_of(&wide(long), &wide(short), start, len);
                sums.into_iter().map(<$T>::from_f32).collect()
            }
        }
    )*};
}
half_floats!(f16 bf16);

/// The sum of products of `a` with `v` reversed, for each place of `v` along `a`.
///
/// `a: (n,)`, `v: (m,)` → as many places as `mode` says; element `k` of all (`Full`) is the sum over `j` of
/// `a[k - j] · v[j]`. Coefficients of polynomials convolve to those of the product. Integers wrap; 16-bit floats are
/// added in single precision; NaN and infinities reach the places whose sums they are in. Every product is
/// calculated, without a Fourier transform: for sequences both longer than some thousand elements one is faster.
///
/// # Panics
/// If `a` or `v` has not one axis, or is empty.
///
/// # NumPy
/// `np.convolve(a, v, mode)`, whose mode is `"full"` by default.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{ConvolveMode, convolve};
///
/// let (a, v) = ([1, 2, 3], [0, 1, 5]);
/// assert_eq!(convolve(&a, &v, ConvolveMode::Full), array![0, 1, 7, 13, 15]);
/// assert_eq!(convolve(&a, &v, ConvolveMode::Same), array![1, 7, 13]);
/// assert_eq!(convolve(&a, &v, ConvolveMode::Valid), array![7]);
/// ```
/// ```should_panic
/// nd_ops::convolve(&[1, 2], &[0; 0], nd_ops::ConvolveMode::Full);
/// ```
#[track_caller]
pub fn convolve<A, B>(a: A, v: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Signal>,
    B: ArrayLike<Elem = A::Elem>,
{
    try_convolve(a, v, mode).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`convolve`], for sequences that come from users.
///
/// # Errors
/// [`ShapeError::Rank`] for another number of axes than one, [`ShapeError::Empty`].
///
/// # Examples
/// ```
/// use nd_ops::{ConvolveMode, try_convolve};
///
/// let error = try_convolve(&[1, 2], &[0; 0], ConvolveMode::Full).unwrap_err();
/// assert_eq!(error.to_string(), "convolve: v is empty");
/// ```
pub fn try_convolve<A, B>(a: A, v: B, mode: ConvolveMode) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Signal>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, v) = (sequence("convolve", "a", a)?, sequence("convolve", "v", v)?);
    let (long, mut short) = if a.len() < v.len() { (v, a) } else { (a, v) };
    short.reverse();
    Ok(Array::from_vec(placed(&long, &short, mode)))
}

/// The sum of products of `a` with the conjugate of `v`, for each place of `v` along `a`.
///
/// `a: (n,)`, `v: (m,)` → as many places as `mode` says; the sums over `j` of `a[j + k] · conj(v[j])`, of which the
/// first (of all, `Full`) is that for `k = 1 - m`. Numbers as in [`convolve`].
///
/// # Panics
/// If `a` or `v` has not one axis, or is empty.
///
/// # NumPy
/// `np.correlate(a, v, mode)`, whose mode is `"valid"` by default.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{ConvolveMode, correlate};
///
/// let (a, v) = ([1, 2, 3], [0, 1, 5]);
/// assert_eq!(correlate(&a, &v, ConvolveMode::Valid), array![17]);
/// assert_eq!(correlate(&a, &v, ConvolveMode::Full), array![5, 11, 17, 3, 0]);
/// ```
/// ```should_panic
/// nd_ops::correlate(&[[1, 2]], &[1], nd_ops::ConvolveMode::Full);
/// ```
#[track_caller]
pub fn correlate<A, B>(a: A, v: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Signal>,
    B: ArrayLike<Elem = A::Elem>,
{
    try_correlate(a, v, mode).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`correlate`], for sequences that come from users.
///
/// # Errors
/// [`ShapeError::Rank`] for another number of axes than one, [`ShapeError::Empty`].
///
/// # Examples
/// ```
/// use nd_ops::{ConvolveMode, try_correlate};
///
/// let error = try_correlate(&[[1, 2]], &[1], ConvolveMode::Full).unwrap_err();
/// assert_eq!(error.to_string(), "correlate: shape [1, 2] has 2 axes, and one axis are needed");
/// ```
pub fn try_correlate<A, B>(a: A, v: B, mode: ConvolveMode) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: Signal>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, mut v) = (sequence("correlate", "a", a)?, sequence("correlate", "v", v)?);
    v.iter_mut().for_each(|x| *x = x.conjugated());
    if a.len() >= v.len() {
        return Ok(Array::from_vec(placed(&a, &v, mode)));
    }
    // The longer one stays in its place, so the places come in the other order.
    let mut all = placed(&v, &a, mode);
    all.reverse();
    Ok(Array::from_vec(all))
}

fn sequence<A: ArrayLike<Elem: Signal>>(
    op: &'static str,
    what: &'static str,
    a: A,
) -> Result<Vec<A::Elem>, ShapeError> {
    let a = a.view();
    match a.shape() {
        [0] => Err(ShapeError::Empty { op, what }),
        [_] => Ok(a.to_array().into_vec()),
        shape => Err(ShapeError::Rank { op, expected: "one axis", shape: shape.into() }),
    }
}

fn placed<T: Signal>(long: &[T], short: &[T], mode: ConvolveMode) -> Vec<T> {
    let (n, m) = (long.len(), short.len());
    let (start, len) = match mode {
        ConvolveMode::Full => (0, n + m - 1),
        ConvolveMode::Same => ((m - 1) / 2, n),
        ConvolveMode::Valid => (m - 1, n - m + 1),
    };
    T::slid_of(long, short, start, len)
}
