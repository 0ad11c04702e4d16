//! Equality up to rounding, and of whole arrays.

use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Element, Operand, View, broadcast_shapes, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn isclose_of(a: View<'_, Self>, b: View<'_, Self>, options: CloseOptions) -> Array<bool> {
            zip((&a, &b)).named("isclose").map(move |(x, y)| x.is_close(y, options))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn allclose_of(a: View<'_, Self>, b: View<'_, Self>, options: CloseOptions) -> bool {
            zip((&a, &b)).named("allclose").all(move |(x, y)| x.is_close(y, options))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn all_same_of(a: View<'_, Self>, b: View<'_, Self>, equal_nan: bool) -> bool {
            zip((&a, &b)).named("array_equal").all(move |(x, y)| x.is_same(y, equal_nan))
        }
    };
}

/// How far apart elements may be; see [`isclose_with`].
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CloseOptions, allclose_with};
///
/// let percent = CloseOptions::default().rtol(0.01).atol(0.0);
/// assert!(allclose_with(&array![100.5], 100.0, &percent));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CloseOptions {
    /// How much of the second element's magnitude they may be apart. Default 1e-5.
    pub rtol: f64,
    /// What they may be apart besides. Default 1e-8.
    pub atol: f64,
    /// Whether NaN are close to each other. Default `false`.
    pub equal_nan: bool,
}

impl Default for CloseOptions {
    fn default() -> Self {
        CloseOptions { rtol: 1e-5, atol: 1e-8, equal_nan: false }
    }
}

impl CloseOptions {
    /// How much of the second element's magnitude they may be apart.
    ///
    /// # NumPy
    /// `rtol`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{CloseOptions, isclose_with};
    ///
    /// // Of the second: 1 % of 100 and of 110.
    /// let percent = CloseOptions::default().rtol(0.01).atol(0.0);
    /// assert_eq!(isclose_with(&array![101.0, 108.9], array![100.0, 110.0], &percent), array![true, true]);
    /// assert_eq!(isclose_with(&array![100.0, 110.0], array![98.9, 111.0], &percent), array![false, true]);
    /// ```
    #[must_use]
    pub fn rtol(mut self, rtol: f64) -> Self {
        self.rtol = rtol;
        self
    }
    /// What they may be apart besides.
    ///
    /// # NumPy
    /// `atol`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{CloseOptions, allclose_with};
    ///
    /// let exact = CloseOptions::default().rtol(0.0);
    /// assert!(!allclose_with(&[1e-3], 0.0, &exact));
    /// assert!(allclose_with(&[1e-3], 0.0, &exact.atol(0.01)));
    /// ```
    #[must_use]
    pub fn atol(mut self, atol: f64) -> Self {
        self.atol = atol;
        self
    }
    /// Whether NaN are close to each other.
    ///
    /// # NumPy
    /// `equal_nan`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{CloseOptions, isclose, isclose_with};
    ///
    /// let a = array![f64::NAN, 1.0];
    /// assert_eq!(isclose(&a, &a), array![false, true]);
    /// assert_eq!(isclose_with(&a, &a, &CloseOptions::default().equal_nan(true)), array![true, true]);
    /// ```
    #[must_use]
    pub fn equal_nan(mut self, equal_nan: bool) -> Self {
        self.equal_nan = equal_nan;
        self
    }
}

/// Elements that may be close to each other: `bool`, numbers, complex numbers.
///
/// # Examples
/// ```
/// use nd_ops::{Close, CloseOptions};
///
/// assert!(1f64.is_close(1.0 + 1e-9, CloseOptions::default()));
/// assert!(!255u8.is_close(0, CloseOptions::default())); // differences do not wrap
/// ```
pub trait Close: Element + PartialEq {
    /// Whether they are equal, or `|self - other| <= atol + rtol |other|` and `other` is finite.
    fn is_close(self, other: Self, options: CloseOptions) -> bool;
    /// Whether they are equal, or both NaN where those are equal.
    fn is_same(self, other: Self, equal_nan: bool) -> bool;

    kernels!(#[doc(hidden)]);
}

macro_rules! floats {
    ($($T:ty, $Wide:ty, $wide:expr;)*) => {$(
        impl Close for $T {
            #[inline(always)]
            fn is_close(self, other: Self, options: CloseOptions) -> bool {
                let wide: fn($T) -> $Wide = $wide;
                let (x, y) = (wide(self), wide(other));
                let within = options.atol as $Wide + options.rtol as $Wide * y.abs();
                (((x - y).abs() <= within) & y.is_finite()) | self.is_same(other, options.equal_nan)
            }
            #[inline(always)]
            fn is_same(self, other: Self, equal_nan: bool) -> bool {
                (self == other) | (equal_nan & self.is_nan() & other.is_nan())
            }
            kernels!();
        }
    )*};
}
floats! {
    f16, f32, |x| x.to_f32();
    bf16, f32, |x| x.to_f32();
    f32, f32, |x| x;
    f64, f64, |x| x;
}

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Close for Complex<$T> {
            #[inline(always)]
            fn is_close(self, other: Self, options: CloseOptions) -> bool {
                let apart = self - other;
                let within = options.atol as $T + options.rtol as $T * other.re.hypot(other.im);
                ((apart.re.hypot(apart.im) <= within) & other.re.is_finite() & other.im.is_finite())
                    | self.is_same(other, options.equal_nan)
            }
            #[inline(always)]
            fn is_same(self, other: Self, equal_nan: bool) -> bool {
                (self == other) | (equal_nan & self.is_nan() & other.is_nan())
            }
            kernels!();
        }
    )*};
}
complex!(f32 f64);

macro_rules! whole {
    ($($T:ty)*, $x:ident $float:expr) => {$(
        impl Close for $T {
            #[inline(always)]
            fn is_close(self, other: Self, options: CloseOptions) -> bool {
                let float = |$x: $T| $float;
                let (x, y) = (float(self), float(other));
                ((x - y).abs() <= options.atol + options.rtol * y.abs()) | (self == other)
            }
            #[inline(always)]
            fn is_same(self, other: Self, _: bool) -> bool {
                self == other
            }
            kernels!();
        }
    )*};
}
whole!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize, x x as f64);
whole!(bool, x f64::from(u8::from(x)));

/// Whether the element of `a` is close to that of `b`, for each pair: equal, or no further apart than
/// 1e-8 and 1e-5 of the magnitude of the second.
///
/// `a`, `b`: any shapes that broadcast. Not symmetric. Infinities are close to themselves, NaN to
/// nothing; see [`isclose_with`].
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.isclose(a, b)`; integers as `f64`, as there; `f16` is calculated in `f32`, where NumPy's tolerance
/// underflows.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let close = nd_ops::isclose(&array![1.0, 1.0, f64::NAN], &array![1.0 + 1e-6, 1.1, f64::NAN]);
/// assert_eq!(close, array![true, false, false]);
/// ```
#[track_caller]
pub fn isclose<A: ArrayLike<Elem: Close>>(a: A, b: impl Operand<A::Elem>) -> Array<bool> {
    <A::Elem as Close>::isclose_of(a.view(), b.operand(), CloseOptions::default())
}

/// As [`isclose`], with other tolerances.
///
/// A NaN among them leaves equality; an infinite one makes everything close to what is finite.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.isclose(a, b, rtol, atol, equal_nan)`, which also warns of infinite and NaN tolerances.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CloseOptions, isclose_with};
///
/// let options = CloseOptions::default().atol(0.5).equal_nan(true);
/// assert_eq!(isclose_with(&array![1.0, f64::NAN], &array![1.4, f64::NAN], &options), array![true, true]);
/// ```
#[track_caller]
pub fn isclose_with<A: ArrayLike<Elem: Close>>(
    a: A,
    b: impl Operand<A::Elem>,
    options: &CloseOptions,
) -> Array<bool> {
    <A::Elem as Close>::isclose_of(a.view(), b.operand(), *options)
}

/// Whether all elements of `a` are close to those of `b`; see [`isclose`]. `true` if there are none.
///
/// `a`, `b`: any shapes that broadcast. Stops soon after the first that are not.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.allclose(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert!(nd_ops::allclose(&array![0.1 + 0.2, 0.3], 0.3));
/// ```
#[track_caller]
pub fn allclose<A: ArrayLike<Elem: Close>>(a: A, b: impl Operand<A::Elem>) -> bool {
    <A::Elem as Close>::allclose_of(a.view(), b.operand(), CloseOptions::default())
}

/// As [`allclose`], with other tolerances; see [`isclose_with`].
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.allclose(a, b, rtol, atol, equal_nan)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CloseOptions, allclose_with};
///
/// assert!(!allclose_with(&array![0.1 + 0.2], 0.3, &CloseOptions::default().rtol(0.0).atol(0.0)));
/// ```
#[track_caller]
pub fn allclose_with<A: ArrayLike<Elem: Close>>(
    a: A,
    b: impl Operand<A::Elem>,
    options: &CloseOptions,
) -> bool {
    <A::Elem as Close>::allclose_of(a.view(), b.operand(), *options)
}

/// What counts as equal; see [`array_equal_with`].
///
/// # Examples
/// ```
/// assert!(nd_ops::EqualOptions::default().equal_nan(true).equal_nan);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EqualOptions {
    /// Whether NaN are equal to each other. Default `false`.
    pub equal_nan: bool,
}

impl EqualOptions {
    /// Whether NaN are equal to each other.
    ///
    /// # NumPy
    /// `equal_nan`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{EqualOptions, array_equal_with};
    ///
    /// let a = [1.0, f64::NAN];
    /// assert!(!array_equal_with(&a, &a, &EqualOptions::default()));
    /// assert!(array_equal_with(&a, &a, &EqualOptions::default().equal_nan(true)));
    /// ```
    #[must_use]
    pub fn equal_nan(mut self, equal_nan: bool) -> Self {
        self.equal_nan = equal_nan;
        self
    }
}

/// Whether shapes and elements are the same; NaN are not.
///
/// # NumPy
/// `np.array_equal(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert!(nd_ops::array_equal(&array![1, 2], &array![1, 2]));
/// assert!(!nd_ops::array_equal(&array![1], &array![[1]]));
/// ```
pub fn array_equal<A: ArrayLike<Elem: Close>>(a: A, b: impl ArrayLike<Elem = A::Elem>) -> bool {
    array_equal_with(a, b, &EqualOptions::default())
}

/// As [`array_equal`]; NaN may be equal.
///
/// # NumPy
/// `np.array_equal(a, b, equal_nan=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{EqualOptions, array_equal_with};
///
/// let a = array![1.0, f64::NAN];
/// assert!(array_equal_with(&a, &a, &EqualOptions::default().equal_nan(true)));
/// assert!(!array_equal_with(&a, &a, &EqualOptions::default()));
/// ```
pub fn array_equal_with<A: ArrayLike<Elem: Close>>(
    a: A,
    b: impl ArrayLike<Elem = A::Elem>,
    options: &EqualOptions,
) -> bool {
    let (a, b) = (a.view(), b.view());
    a.shape() == b.shape() && <A::Elem as Close>::all_same_of(a, b, options.equal_nan)
}

/// Whether the shapes broadcast together and the elements are then the same; NaN are not.
///
/// # NumPy
/// `np.array_equiv(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert!(nd_ops::array_equiv(&array![1, 2], &array![[1, 2], [1, 2]]));
/// assert!(!nd_ops::array_equiv(&array![1, 2], &array![1, 2, 3]));
/// ```
pub fn array_equiv<A: ArrayLike<Elem: Close>>(a: A, b: impl Operand<A::Elem>) -> bool {
    let (a, b) = (a.view(), b.operand());
    broadcast_shapes(&[a.shape(), b.shape()]).is_ok()
        && <A::Elem as Close>::all_same_of(a, b, false)
}
