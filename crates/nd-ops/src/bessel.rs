//! `i0`: the modified Bessel function of the first kind and order 0.

use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Number, View, zip};

/// Coefficients of a Chebyshev series for `exp(-x) · i0(x)` on [0, 8], the last one first; from S. L. Moshier's Cephes
/// library, as are the ones below.
const SMALL: [f64; 30] = [
    -4.4153416464793395e-18,
    3.3307945188222384e-17,
    -2.431279846547955e-16,
    1.715391285555133e-15,
    -1.1685332877993451e-14,
    7.676185498604936e-14,
    -4.856446783111929e-13,
    2.95505266312964e-12,
    -1.726826291441556e-11,
    9.675809035373237e-11,
    -5.189795601635263e-10,
    2.6598237246823866e-09,
    -1.300025009986248e-08,
    6.046995022541919e-08,
    -2.670793853940612e-07,
    1.1173875391201037e-06,
    -4.4167383584587505e-06,
    1.6448448070728896e-05,
    -5.754195010082104e-05,
    0.00018850288509584165,
    -0.0005763755745385824,
    0.0016394756169413357,
    -0.004324309995050576,
    0.010546460394594998,
    -0.02373741480589947,
    0.04930528423967071,
    -0.09490109704804764,
    0.17162090152220877,
    -0.3046826723431984,
    0.6767952744094761,
];

/// The same for `exp(-x) · sqrt(x) · i0(x)` from 8 on.
const LARGE: [f64; 25] = [
    -7.233180487874754e-18,
    -4.830504485944182e-18,
    4.46562142029676e-17,
    3.461222867697461e-17,
    -2.8276239805165836e-16,
    -3.425485619677219e-16,
    1.7725601330565263e-15,
    3.8116806693526224e-15,
    -9.554846698828307e-15,
    -4.150569347287222e-14,
    1.54008621752141e-14,
    3.8527783827421426e-13,
    7.180124451383666e-13,
    -1.7941785315068062e-12,
    -1.3215811840447713e-11,
    -3.1499165279632416e-11,
    1.1889147107846439e-11,
    4.94060238822497e-10,
    3.3962320257083865e-09,
    2.266668990498178e-08,
    2.0489185894690638e-07,
    2.8913705208347567e-06,
    6.889758346916825e-05,
    0.0033691164782556943,
    0.8044904110141088,
];

/// A Chebyshev series, by Clenshaw's recurrence.
fn series<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    let (mut b0, mut b1, mut b2) = (0.0, 0.0, 0.0);
    for c in coefficients {
        (b0, b1, b2) = (x * b0 - b1 + c, b0, b1);
    }
    0.5 * (b0 - b2)
}

/// `i0` of one number.
pub(crate) fn bessel_i0(x: f64) -> f64 {
    let x = x.abs();
    if x <= 8.0 {
        x.exp() * series(x / 2.0 - 2.0, &SMALL)
    } else if x == f64::INFINITY {
        x
    } else {
        // Half of the exponential twice, which overflows no earlier than the result.
        let half = (0.5 * x).exp();
        half * (series(32.0 / x - 2.0, &LARGE) / x.sqrt()) * half
    }
}

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn i0_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).parallel_from(1 << 10).map(|(x,)| x.bessel_i0())
        }
    };
}

/// Numbers that have a modified Bessel function: floats.
///
/// # Examples
/// ```
/// use nd_ops::Bessel;
///
/// assert_eq!(Bessel::bessel_i0(0.0_f32), 1.0);
/// ```
pub trait Bessel: Number {
    /// The modified Bessel function of the first kind and order 0.
    fn bessel_i0(self) -> Self;

    kernels!(#[doc(hidden)]);
}

macro_rules! bessel {
    ($($T:ty, $wide:expr, $narrow:expr;)*) => {$(
        impl Bessel for $T {
            #[inline(always)]
            fn bessel_i0(self) -> $T {
                let (wide, narrow): (fn($T) -> f64, fn(f64) -> $T) = ($wide, $narrow);
                narrow(bessel_i0(wide(self)))
            }
            kernels!();
        }
    )*};
}
bessel! {
    f64, |x| x, |x| x;
    f32, f64::from, |x| x as f32;
    f16, |x| x.to_f32().into(), |x| f16::from_f32(x as f32);
    bf16, |x| x.to_f32().into(), |x| bf16::from_f32(x as f32);
}

/// The modified Bessel function of the first kind and order 0, for each element.
///
/// Even, 1 at 0; NaN stays, and the function of an infinity is infinite. Calculated in double precision, by two
/// Chebyshev series with a relative error below 1e-15 (some parts in 10¹⁶ more where the exponential is large).
///
/// # NumPy
/// `np.i0(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let values = nd_ops::i0(&array![0.0_f64, 1.0, -1.0]);
/// assert_eq!(values[[0]], 1.0);
/// assert!((values[[1]] - 1.2660658777520084).abs() < 1e-15 && values[[1]] == values[[2]]);
/// ```
pub fn i0<A: ArrayLike<Elem: Bessel>>(a: A) -> Array<A::Elem> {
    <A::Elem as Bessel>::i0_of(a.view())
}
