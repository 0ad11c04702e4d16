//! `sign`.

use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Number, View, zip};

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn sign_of(a: View<'_, Self>) -> Array<Self> {
            zip((&a,)).map(|(x,)| x.sign())
        }
    };
}

/// Numbers with a sign, or a direction.
///
/// # Examples
/// ```
/// use nd_ops::Signed;
///
/// assert_eq!(Signed::sign(-3), -1);
/// assert_eq!(Signed::sign(-0.0), 0.0);
/// ```
pub trait Signed: Number {
    /// -1, 0 or 1, or the number of length 1 in the direction of a complex one; NaN for NaN.
    fn sign(self) -> Self;

    kernels!(#[doc(hidden)]);
}

macro_rules! signed {
    ($($T:ty)*, $x:ident $sign:expr) => {$(
        impl Signed for $T {
            #[inline(always)]
            fn sign(self) -> $T {
                let $x = self;
                $sign
            }
            kernels!();
        }
    )*};
}
signed!(i8 i16 i32 i64 isize, x Self::from(x > 0) - Self::from(x < 0));
signed!(u8 u16 u32 u64 usize, x Self::from(x > 0));
signed!(f32 f64, x if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else if x == 0.0 { 0.0 } else { x });
signed!(f16 bf16, x Self::from_f32(x.to_f32().sign()));
signed!(Complex<f32> Complex<f64>, z direction(z));

/// `z / |z|`. With one infinite part: the direction of that; with two there is none.
#[inline(always)]
fn direction<T: num_traits::Float>(z: Complex<T>) -> Complex<T> {
    let (x, y) = (z.re.abs(), z.im.abs());
    let most = x.max(y);
    if x == T::zero() && y == T::zero() {
        return Complex::new(x, y);
    }
    if most.is_infinite() {
        return if x == y {
            Complex::new(T::nan(), T::nan())
        } else if x == most {
            Complex::new(z.re.signum(), T::zero())
        } else {
            Complex::new(T::zero(), z.im.signum())
        };
    }
    // The smallest numbers have too few digits to be divided by their length, the largest none.
    let z = if most < T::min_positive_value() {
        z.unscale(T::min_positive_value())
    } else if most > T::max_value() / (T::one() + T::one()) {
        z.unscale((T::one() + T::one()).powi(2))
    } else {
        z
    };
    z.unscale(z.re.hypot(z.im))
}

/// -1, 0 or 1, for each element; the number of length 1 in the same direction for a complex one.
///
/// NaN for NaN, and for complex numbers of which both parts are infinite; with one infinite part the
/// direction of that one.
///
/// # NumPy
/// `np.sign(a)`; where the length overflows or is a subnormal number NumPy's complex signs do not
/// have length 1.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::sign(&array![-3.5, 0.0]), array![-1.0, 0.0]);
/// assert_eq!(nd_ops::sign(&array![Complex::new(3.0, -4.0)]), array![Complex::new(0.6, -0.8)]);
/// ```
pub fn sign<A: ArrayLike<Elem: Signed>>(a: A) -> Array<A::Elem> {
    <A::Elem as Signed>::sign_of(a.view())
}
