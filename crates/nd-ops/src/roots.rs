//! `sqrt`.

use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Number, View, zip};

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn sqrt_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.root())
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
    Complex<f32>, |z| z.sqrt();
    Complex<f64>, |z| z.sqrt();
}

/// The square root, for each element.
///
/// NaN below zero; -0 stays -0. The principal root of a complex number. Integers are converted
/// by the caller, as for every function whose results are fractions: `sqrt(&a.cast::<f64>())`.
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
/// ```
pub fn sqrt<A: ArrayLike<Elem: Root>>(a: A) -> Array<A::Elem> {
    <A::Elem as Root>::sqrt_of(a.view())
}
