//! Values of polynomials, and the powers that they are made of.

use super::coefficients;
use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{
    Array, ArrayLike, BlockMapper, Complex, Number, Operand, ShapeError, View, map_blocks,
};

/// Horner's scheme, a block at a time.
struct Horner<'a, T>(&'a [T]);

impl<T: Number> BlockMapper<T, 1> for Horner<'_, T> {
    type Out = T;

    #[inline(always)]
    fn block<I: Isa>(&self, _: I, [x]: [&[T]; 1], out: &mut [T]) {
        out.fill(T::default());
        for &c in self.0 {
            out.iter_mut().zip(x).for_each(|(y, &x)| *y = y.times(x).plus(c));
        }
    }
}

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn polyval_of(p: &[Self], x: View<'_, Self>) -> Array<Self> {
            map_blocks([x], &Horner(p))
        }
    };
}

/// Numbers that polynomials are evaluated with: all of nd's, and those of your own that are [`Number`]s, for which an
/// empty `impl Evaluated for Mine {}` is enough.
///
/// # Examples
/// ```
/// fn doubled<T: nd_ops::Evaluated>(p: &[T], x: T) -> T {
///     let y = nd_ops::polyval(p, nd_core::View::from_ref(&x))[[]];
///     y.plus(y)
/// }
/// assert_eq!(doubled(&[1, 0], 21), 42);
/// ```
pub trait Evaluated: Number {
    kernels!(#[doc(hidden)]);
}

macro_rules! evaluated {
    ($($T:ty)*) => {$(
        impl Evaluated for $T {
            kernels!();
        }
    )*};
}
evaluated!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>);
impl Evaluated for i128 {}
impl Evaluated for u128 {}

/// The value of a polynomial at `x`, for each element.
///
/// `p: (n,)`, the highest power first; `x`: an array of any shape, or a number → that shape. Without coefficients it
/// is 0. Integers wrap; by Horner's scheme, so an infinite `x` may give NaN.
///
/// # Panics
/// If `p` has not one axis.
///
/// # NumPy
/// `np.polyval(p, x)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polyval(&[3, 0, 1], &array![5, 0]), array![76, 1]);
/// assert_eq!(nd_ops::polyval(&[1.0, 2.0], 0.5)[[]], 2.5);
/// ```
/// ```should_panic
/// nd_ops::polyval(&[[1.0]], 0.0);
/// ```
#[track_caller]
pub fn polyval<A: ArrayLike<Elem: Evaluated>>(p: A, x: impl Operand<A::Elem>) -> Array<A::Elem> {
    let p = coefficients("polyval", p);
    <A::Elem as Evaluated>::polyval_of(&p, x.operand())
}

/// The matrix of powers of `x`, from the highest to 0.
///
/// `x: (m,)` → `(m, columns)`: column `j` holds `x` to the power of `columns - 1 - j`. Integers wrap.
///
/// # Panics
/// If `x` has not one axis, or the size overflows.
///
/// # NumPy
/// `np.vander(x, columns)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::vander(&[1, 2, 3], 3), array![[1, 1, 1], [4, 2, 1], [9, 3, 1]]);
/// assert_eq!(nd_ops::vander(&[1, 2], 0).shape(), [2, 0]);
/// ```
/// ```should_panic
/// nd_ops::vander(&[[1]], 3);
/// ```
#[track_caller]
pub fn vander<A: ArrayLike<Elem: Number>>(x: A, columns: usize) -> Array<A::Elem> {
    powers("vander", x, columns, true)
}

/// The matrix of powers of `x`, from 0 to the highest.
///
/// `x: (m,)` → `(m, columns)`: column `j` holds `x` to the power of `j`. Integers wrap.
///
/// # Panics
/// If `x` has not one axis, or the size overflows.
///
/// # NumPy
/// `np.vander(x, columns, increasing=True)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::vander_increasing(&[2, 3], 4), array![[1, 2, 4, 8], [1, 3, 9, 27]]);
/// ```
/// ```should_panic
/// nd_ops::vander_increasing(&[[1]], 3);
/// ```
#[track_caller]
pub fn vander_increasing<A: ArrayLike<Elem: Number>>(x: A, columns: usize) -> Array<A::Elem> {
    powers("vander_increasing", x, columns, false)
}

#[track_caller]
fn powers<A>(op: &'static str, x: A, columns: usize, falling: bool) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Number>,
{
    let x = coefficients(op, x);
    let size = x.len().checked_mul(columns).and_then(|n| n.checked_mul(size_of::<A::Elem>()));
    if size.is_none_or(|bytes| bytes > isize::MAX as usize) {
        panic!("{}", ShapeError::Overflow { op, shape: [x.len(), columns].into() });
    }
    let mut all = Vec::with_capacity(x.len() * columns);
    for &x in &x {
        let start = all.len();
        let mut power: A::Elem = num_traits::One::one();
        for k in 0..columns {
            power = if k == 0 { power } else { power.times(x) };
            all.push(power);
        }
        if falling {
            all[start..].reverse();
        }
    }
    Array::from_shape_vec([x.len(), columns], all)
}
