//! Arithmetic as functions: for results that go into arrays that exist, and what the
//! operators do not do.

use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, BlockMapper, Complex, Number, Operand, View, ViewMut};
use nd_core::{map_blocks, zip};

/// The bodies: once in [`Numeric`], for the types of others, and once in its implementation
/// for each type of the list, which is where they are compiled.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn add_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a, &b)).map_into(|(a, b)| a.plus(b), out)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn subtract_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a, &b)).map_into(|(a, b)| a.minus(b), out)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn multiply_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a, &b)).map_into(|(a, b)| a.times(b), out)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn divide_into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            zip((&a, &b)).map_into(|(a, b)| a.divided(b), out)
        }
        $($hidden)*
        #[inline(never)]
        fn powi_of(a: View<'_, Self>, exponent: u32) -> Array<Self> {
            map_blocks([a], &Powi(exponent))
        }
    };
}

/// Numbers that the functions of arithmetic take: all of nd's, and those of your own that are
/// [`Number`]s, for which an empty `impl Numeric for Mine {}` is enough.
///
/// # Examples
/// ```
/// use nd_ops::Numeric;
///
/// fn cube<T: Numeric>(a: &nd_core::Array<T>) -> nd_core::Array<T> {
///     nd_ops::powi(a, 3)
/// }
/// assert_eq!(cube(&nd_core::array![2i128]), nd_core::array![8]);
/// ```
pub trait Numeric: Number {
    kernels!(#[doc(hidden)]);
}

macro_rules! numeric {
    ($($T:ty)*) => {$(
        impl Numeric for $T {
            kernels!();
        }
    )*};
}
numeric!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>);
impl Numeric for i128 {}
impl Numeric for u128 {}

macro_rules! arithmetic {
    ($($name:ident $into:ident $into_of:ident $op:tt, $zero:literal, $a:literal $b:literal $c:literal;)*) => {$(
        #[doc = concat!("`a ", stringify!($op), " b`, element by element.")]
        ///
        /// `a`, `b`: any shapes that broadcast. Integers wrap.
        ///
        /// # Panics
        #[doc = concat!("If the shapes do not broadcast together", $zero, ".")]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $a, "], ", $b, "), array![", $c, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $name<A: ArrayLike<Elem: Numeric>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
            a.view() $op b.operand()
        }

        #[doc = concat!("[`", stringify!($name), "`] into an array that exists.")]
        ///
        /// # Panics
        #[doc = concat!("If the shapes do not broadcast together to that of `out`", $zero, ".")]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b, out=out)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("let mut out = array![", $c, "];")]
        /// out.fill(Default::default());
        #[doc = concat!("nd_ops::", stringify!($into), "(&array![", $a, "], ", $b, ", out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $c, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $into<A: ArrayLike<Elem: Numeric>>(
            a: A,
            b: impl Operand<A::Elem>,
            out: ViewMut<'_, A::Elem>,
        ) {
            <A::Elem as Numeric>::$into_of(a.view(), b.operand(), out)
        }
    )*};
}
arithmetic! {
    add add_into add_into_of +, "", "1, 2" "10" "11, 12";
    subtract subtract_into subtract_into_of -, "", "1, 2" "1" "0, 1";
    multiply multiply_into multiply_into_of *, "", "1, 2" "10" "10, 20";
    divide divide_into divide_into_of /,
        ", or an integer is divided by 0 (integers truncate; NumPy's `divide` makes floats)",
        "1.0, 2.0" "4.0" "0.25, 0.5";
}

/// Each element multiplied with itself; integers wrap.
///
/// # NumPy
/// `np.square(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::square(&array![3, -4]), array![9, 16]);
/// ```
pub fn square<A: ArrayLike<Elem: Numeric>>(a: A) -> Array<A::Elem> {
    a.view() * a.view()
}

/// 1 divided by each element; for integers 0, 1 or -1.
///
/// # Panics
/// If an integer element is 0.
///
/// # NumPy
/// `np.reciprocal(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::reciprocal(&array![4.0, 0.0]), array![0.25, f64::INFINITY]);
/// ```
/// ```should_panic
/// nd_ops::reciprocal(&nd_core::array![0]);
/// ```
#[track_caller]
pub fn reciprocal<A: ArrayLike<Elem: Numeric>>(a: A) -> Array<A::Elem> {
    View::from_ref(&<A::Elem as num_traits::One>::one()) / a.view()
}

/// Each element multiplied with itself `exponent` times; 1 for exponent 0. Integers wrap.
///
/// # NumPy
/// `a ** n` for a whole `n` that is not negative.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::powi(&array![2, -3], 3), array![8, -27]);
/// assert_eq!(nd_ops::powi(&array![16u8], 2), array![0]); // wraps
/// ```
pub fn powi<A: ArrayLike<Elem: Numeric>>(a: A, exponent: u32) -> Array<A::Elem> {
    <A::Elem as Numeric>::powi_of(a.view(), exponent)
}

/// Powers by squaring, a block at a time: the bits of the exponent are looked at once a
/// block, so that what is left to do for each element are products.
struct Powi(u32);

impl<T: Number> BlockMapper<T, 1> for Powi {
    type Out = T;

    #[inline(always)]
    fn block<I: Isa>(&self, _: I, [x]: [&[T]; 1], out: &mut [T]) {
        let mut bases = [T::default(); 512]; // the most that a block has
        let bases = &mut bases[..x.len()];
        bases.copy_from_slice(x);
        out.fill(T::one());
        let mut exponent = self.0;
        while exponent > 0 {
            if exponent & 1 == 1 {
                out.iter_mut().zip(&*bases).for_each(|(power, &base)| *power = power.times(base));
            }
            exponent >>= 1;
            if exponent > 0 {
                bases.iter_mut().for_each(|base| *base = base.times(*base));
            }
        }
    }
}
