//! `sqrt`.

use crate::complex::{self, part_of};
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Number, View, ViewMut, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn sqrt_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.root())
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn sqrt_into_of(a: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a,)).named("sqrt_into").map_into(|(x,)| x.root(), out)
        }
    };
}

/// Numbers with a square root of their own type.
///
/// # Examples
/// ```
/// use nd_ops::Root;
///
/// assert_eq!(Root::root(9.0), 3.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no square roots of its own type",
    note = "convert integers first: `a.cast::<f64>()`"
)]
pub trait Root: Number {
    /// The principal square root; NaN below zero.
    fn root(self) -> Self;

    kernels!(#[doc(hidden)]);
}

macro_rules! root {
    ($($T:ty, $root:expr;)*) => {$(
        impl Root for $T {
            #[inline(always)]
            fn root(self) -> $T {
                let root: fn($T) -> $T = $root;
                root(self)
            }
            kernels!();
        }
    )*};
}
root! {
    f32, f32::sqrt;
    f64, f64::sqrt;
    f16, |x| f16::from_f32(x.to_f32().sqrt());
    bf16, |x| bf16::from_f32(x.to_f32().sqrt());
    Complex<f32>, |z| part_of(z, complex::sqrt);
    Complex<f64>, |z| part_of(z, complex::sqrt);
}

/// The square root, for each element.
///
/// NaN below zero; -0 stays -0. The principal root of a complex number, whose imaginary part has the
/// sign of the number's, with the special values of C99's Annex G. Integers are
/// converted by the caller, as for every function whose results are fractions: `sqrt(&a.cast::<f64>())`.
///
/// # NumPy
/// `np.sqrt(a)`, which converts integers to `f64` (to `f16` or `f32` if they have 8 or 16 bits).
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::sqrt(&array![4.0, 2.25]), array![2.0, 1.5]);
/// assert!(nd_ops::sqrt(&array![-1f64])[[0]].is_nan());
/// let z = array![nd_core::Complex::new(-4.0, 0.0)];
/// assert_eq!(nd_ops::sqrt(&z), array![nd_core::Complex::new(0.0, 2.0)]);
/// ```
pub fn sqrt<A: ArrayLike<Elem: Root>>(a: A) -> Array<A::Elem> {
    <A::Elem as Root>::sqrt_of(a.view())
}

/// [`sqrt`] into an array that exists.
///
/// # Panics
/// If the shapes differ and that of `a` cannot be stretched.
///
/// # NumPy
/// `np.sqrt(a, out=out)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let mut out = array![0.0];
/// nd_ops::sqrt_into(&array![9.0], out.view_mut());
/// assert_eq!(out, array![3.0]);
/// ```
#[track_caller]
pub fn sqrt_into<A: ArrayLike<Elem: Root>>(a: A, out: ViewMut<'_, A::Elem>) {
    <A::Elem as Root>::sqrt_into_of(a.view(), out)
}
