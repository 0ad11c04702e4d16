//! The parts of complex numbers, and what is real.

use crate::sorting::Sortable;
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, CastTo, Complex, Number, View, zip};

/// The bodies that are the same for every type; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn angle_of(a: View<'_, Self>) -> Array<Self::Angle> {
            zip((&a,)).parallel_from(1 << 15).map(|(z,)| z.turned_by())
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn sort_complex_of(a: View<'_, Self>) -> Array<Self::Complex> {
            let complex = zip((&a,)).map(|(z,)| z.cast_to());
            crate::sort_axis(&complex, -1)
        }
    };
}

/// Numbers with a real and an imaginary part, which is 0 for real ones.
///
/// # Examples
/// ```
/// use nd_core::Complex;
/// use nd_ops::Parts;
///
/// assert_eq!(Complex::new(1.0, 2.0).imaginary(), 2.0);
/// assert_eq!(Parts::imaginary(3u8), 0);
/// ```
pub trait Parts: Number + CastTo<Self::Complex> {
    /// The type of the parts.
    type Part: Number;
    /// The type of angles.
    type Angle: Number;
    /// The complex numbers that hold these.
    type Complex: Sortable + Number;
    /// What the imaginary part is smaller than if it is nothing but rounding.
    const EPSILON: f64;

    /// The real part.
    fn real(self) -> Self::Part;
    /// The imaginary part.
    fn imaginary(self) -> Self::Part;
    /// With the sign of the imaginary part turned round.
    fn conjugated(self) -> Self;
    /// The angle with the positive real axis, in `-π..=π`.
    fn turned_by(self) -> Self::Angle;
    /// The size of the imaginary part.
    fn beside_real(self) -> f64;

    #[doc(hidden)]
    fn real_of(a: View<'_, Self>) -> Array<Self::Part>;
    #[doc(hidden)]
    fn imag_of(a: View<'_, Self>) -> Array<Self::Part>;
    #[doc(hidden)]
    fn conj_of(a: View<'_, Self>) -> Array<Self>;
    #[doc(hidden)]
    fn isreal_of(a: View<'_, Self>, wanted: bool) -> Array<bool>;
    #[doc(hidden)]
    fn nearly_real_of(a: View<'_, Self>, limit: f64) -> bool;

    kernels!(#[doc(hidden)]);
}

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Parts for Complex<$T> {
            type Part = $T;
            type Angle = $T;
            type Complex = Complex<$T>;
            const EPSILON: f64 = <$T>::EPSILON as f64;

            #[inline(always)]
            fn real(self) -> $T { self.re }
            #[inline(always)]
            fn imaginary(self) -> $T { self.im }
            #[inline(always)]
            fn conjugated(self) -> Self { Complex::new(self.re, -self.im) }
            #[inline(always)]
            fn turned_by(self) -> $T { self.im.atan2(self.re) }
            #[inline(always)]
            fn beside_real(self) -> f64 { f64::from(self.im.abs()) }

            #[inline(never)]
            fn real_of(a: View<'_, Self>) -> Array<$T> { zip((&a,)).map(|(z,)| z.re) }
            #[inline(never)]
            fn imag_of(a: View<'_, Self>) -> Array<$T> { zip((&a,)).map(|(z,)| z.im) }
            #[inline(never)]
            fn conj_of(a: View<'_, Self>) -> Array<Self> { zip((&a,)).map(|(z,)| z.conjugated()) }
            #[inline(never)]
            fn isreal_of(a: View<'_, Self>, wanted: bool) -> Array<bool> {
                zip((&a,)).map(|(z,)| (z.im == 0.0) == wanted)
            }
            #[inline(never)]
            fn nearly_real_of(a: View<'_, Self>, limit: f64) -> bool {
                zip((&a,)).all(|(z,)| z.beside_real() < limit)
            }
            kernels!();
        }
    )*};
}
complex!(f32 f64);

macro_rules! real {
    ($($T:ty, $Angle:ty, $Complex:ty, $angle:expr;)*) => {$(
        impl Parts for $T {
            type Part = $T;
            type Angle = $Angle;
            type Complex = $Complex;
            const EPSILON: f64 = 0.0;

            #[inline(always)]
            fn real(self) -> $T { self }
            #[inline(always)]
            fn imaginary(self) -> $T { <$T>::default() }
            #[inline(always)]
            fn conjugated(self) -> $T { self }
            #[inline(always)]
            fn turned_by(self) -> $Angle {
                let angle: fn($T) -> $Angle = $angle;
                angle(self)
            }
            #[inline(always)]
            fn beside_real(self) -> f64 { 0.0 }

            fn real_of(a: View<'_, Self>) -> Array<$T> { a.to_array() }
            fn imag_of(a: View<'_, Self>) -> Array<$T> { Array::zeros(a.shape()) }
            fn conj_of(a: View<'_, Self>) -> Array<$T> { a.to_array() }
            fn isreal_of(a: View<'_, Self>, wanted: bool) -> Array<bool> {
                Array::full(a.shape(), wanted)
            }
            fn nearly_real_of(_: View<'_, Self>, _: f64) -> bool { true }
            kernels!();
        }
    )*};
}
real! {
    i8, f64, Complex<f32>, |x| whole(x < 0);
    i16, f64, Complex<f32>, |x| whole(x < 0);
    i32, f64, Complex<f64>, |x| whole(x < 0);
    i64, f64, Complex<f64>, |x| whole(x < 0);
    isize, f64, Complex<f64>, |x| whole(x < 0);
    u8, f64, Complex<f32>, |_| 0.0;
    u16, f64, Complex<f32>, |_| 0.0;
    u32, f64, Complex<f64>, |_| 0.0;
    u64, f64, Complex<f64>, |_| 0.0;
    usize, f64, Complex<f64>, |_| 0.0;
    f16, f16, Complex<f64>, |x| f16::from_f32(0f32.atan2(x.to_f32()));
    bf16, bf16, Complex<f64>, |x| bf16::from_f32(0f32.atan2(x.to_f32()));
    f32, f32, Complex<f64>, |x| 0f32.atan2(x);
    f64, f64, Complex<f64>, |x| 0f64.atan2(x);
}

/// The angle of a whole number.
#[inline(always)]
fn whole(negative: bool) -> f64 {
    if negative { std::f64::consts::PI } else { 0.0 }
}

/// The real part, for each element.
///
/// # NumPy
/// `np.real(a)`, which is a view into the complex array; this is a copy.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::real(&array![Complex::new(1.0, 2.0)]), array![1.0]);
/// assert_eq!(nd_ops::real(&array![3]), array![3]);
/// ```
pub fn real<A: ArrayLike<Elem: Parts>>(a: A) -> Array<<A::Elem as Parts>::Part> {
    <A::Elem as Parts>::real_of(a.view())
}

/// The imaginary part, for each element; 0 for real ones.
///
/// # NumPy
/// `np.imag(a)`, which is a view into the complex array; this is a copy.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::imag(&array![Complex::new(1.0, 2.0)]), array![2.0]);
/// assert_eq!(nd_ops::imag(&array![3.5]), array![0.0]);
/// ```
pub fn imag<A: ArrayLike<Elem: Parts>>(a: A) -> Array<<A::Elem as Parts>::Part> {
    <A::Elem as Parts>::imag_of(a.view())
}

/// The complex conjugate, for each element: the sign of its imaginary part is turned round, also of 0
/// and of NaN.
///
/// # NumPy
/// `np.conj(a)`, `np.conjugate(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::conj(&array![Complex::new(1.0, 2.0)]), array![Complex::new(1.0, -2.0)]);
/// assert_eq!(nd_ops::conj(&array![3.5]), array![3.5]);
/// ```
pub fn conj<A: ArrayLike<Elem: Parts>>(a: A) -> Array<A::Elem> {
    <A::Elem as Parts>::conj_of(a.view())
}

/// The angle with the positive real axis, for each element, in `-π..=π`; signs of zeros count.
///
/// `f64` for integers. NaN where a part is.
///
/// # NumPy
/// `np.angle(a)`; for `deg=True` multiply with `180 / π`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use std::f64::consts::PI;
///
/// let z = array![Complex::new(0.0, 2.0), Complex::new(-1.0, -0.0)];
/// assert_eq!(nd_ops::angle(&z), array![PI / 2.0, -PI]);
/// assert_eq!(nd_ops::angle(&array![2, -2]), array![0.0, PI]);
/// ```
pub fn angle<A: ArrayLike<Elem: Parts>>(a: A) -> Array<<A::Elem as Parts>::Angle> {
    <A::Elem as Parts>::angle_of(a.view())
}

/// Whether its imaginary part is 0, for each element; not where that is NaN.
///
/// # NumPy
/// `np.isreal(a)`. (`np.isrealobj` asks for the type.)
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// let z = array![Complex::new(1.0, 0.0), Complex::new(1.0, 2.0)];
/// assert_eq!(nd_ops::isreal(&z), array![true, false]);
/// ```
pub fn isreal<A: ArrayLike<Elem: Parts>>(a: A) -> Array<bool> {
    <A::Elem as Parts>::isreal_of(a.view(), true)
}

/// Whether its imaginary part is not 0, for each element; also where that is NaN.
///
/// # NumPy
/// `np.iscomplex(a)`. (`np.iscomplexobj` asks for the type.)
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// let z = array![Complex::new(1.0, 0.0), Complex::new(1.0, 2.0)];
/// assert_eq!(nd_ops::iscomplex(&z), array![false, true]);
/// assert_eq!(nd_ops::iscomplex(&array![1]), array![false]);
/// ```
pub fn iscomplex<A: ArrayLike<Elem: Parts>>(a: A) -> Array<bool> {
    <A::Elem as Parts>::isreal_of(a.view(), false)
}

/// How small imaginary parts are that come from rounding; see [`real_if_close_with`].
///
/// # Examples
/// ```
/// let exact = nd_ops::RealIfCloseOptions::default().tol(0.0);
/// assert_eq!(exact.tol, 0.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RealIfCloseOptions {
    /// Above 1: in units of the type's precision; else the size itself. Default 100.
    pub tol: f64,
}

impl Default for RealIfCloseOptions {
    fn default() -> Self {
        RealIfCloseOptions { tol: 100.0 }
    }
}

impl RealIfCloseOptions {
    /// What imaginary parts have to be smaller than: above 1 in units of the type's precision.
    ///
    /// # NumPy
    /// `tol`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Complex, array};
    /// use nd_ops::{RealIfCloseOptions, real_if_close_with};
    ///
    /// let z = array![Complex::new(1.0, 1e-9)];
    /// let real = |tol| real_if_close_with(&z, &RealIfCloseOptions::default().tol(tol));
    /// assert_eq!(real(1e-8), Some(array![1.0])); // a size
    /// assert_eq!(real(1e8), Some(array![1.0])); // above 1: so many roundings of 1, 2.2e-8
    /// assert_eq!(real(1e6), None);
    /// ```
    #[must_use]
    pub fn tol(mut self, tol: f64) -> Self {
        self.tol = tol;
        self
    }
}

/// The real parts, if all imaginary parts are smaller than a hundred roundings of 1; `None` if not.
///
/// Real arrays, and those without elements, are always close.
///
/// # NumPy
/// `np.real_if_close(a)`, which returns `a` itself where this is `None`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::real_if_close(&array![Complex::new(1.0, 1e-15)]), Some(array![1.0]));
/// assert_eq!(nd_ops::real_if_close(&array![Complex::new(1.0, 1e-9)]), None);
/// ```
pub fn real_if_close<A: ArrayLike<Elem: Parts>>(a: A) -> Option<Array<<A::Elem as Parts>::Part>> {
    real_if_close_with(a, &RealIfCloseOptions::default())
}

/// As [`real_if_close`], with another limit.
///
/// # NumPy
/// `np.real_if_close(a, tol)`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
/// use nd_ops::{RealIfCloseOptions, real_if_close_with};
///
/// let z = array![Complex::new(1.0, 1e-9)];
/// assert_eq!(real_if_close_with(&z, &RealIfCloseOptions::default().tol(1e-6)), Some(array![1.0]));
/// ```
pub fn real_if_close_with<A: ArrayLike<Elem: Parts>>(
    a: A,
    options: &RealIfCloseOptions,
) -> Option<Array<<A::Elem as Parts>::Part>> {
    let epsilon = <A::Elem as Parts>::EPSILON;
    let limit = if options.tol > 1.0 { options.tol * epsilon } else { options.tol };
    let close = <A::Elem as Parts>::nearly_real_of(a.view(), limit);
    close.then(|| <A::Elem as Parts>::real_of(a.view()))
}

/// The elements as complex numbers, sorted along the last axis: by their real parts, then by their
/// imaginary parts; NaN last.
///
/// `Complex<f32>` of integers of 8 and 16 bits, `Complex<f64>` of other real numbers.
///
/// # Panics
/// If there is no axis.
///
/// # NumPy
/// `np.sort_complex(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// let sorted = nd_ops::sort_complex(&array![2.0, 1.0]);
/// assert_eq!(sorted, array![Complex::new(1.0, 0.0), Complex::new(2.0, 0.0)]);
/// ```
#[track_caller]
pub fn sort_complex<A: ArrayLike<Elem: Parts>>(a: A) -> Array<<A::Elem as Parts>::Complex> {
    <A::Elem as Parts>::sort_complex_of(a.view())
}
