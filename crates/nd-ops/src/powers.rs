//! `powi`.

use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, BlockMapper, Complex, Number, View, map_blocks};

/// The body: once in [`Power`], for the types of others, and once in its implementation for
/// each type of the list, which is where it is compiled, for good.
///
/// Traits of other files have theirs in such a macro too. It is written twice, and not called
/// once from a generic function, because a generic function would be compiled again in every
/// crate that calls it; `inline(never)`, because a small body would be inlined there, and what
/// it names compiled with it.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn powi_of(a: View<'_, Self>, exponent: u32) -> Array<Self> {
            map_blocks([a], &Powi(exponent))
        }
    };
}

/// Numbers with whole powers: all of nd's, and those of your own that are [`Number`]s, for
/// which an empty `impl Power for Mine {}` is enough.
///
/// # Examples
/// ```
/// use nd_ops::Power;
///
/// fn cube<T: Power>(a: &nd_core::Array<T>) -> nd_core::Array<T> {
///     nd_ops::powi(a, 3)
/// }
/// assert_eq!(cube(&nd_core::array![2i128]), nd_core::array![8]);
/// ```
pub trait Power: Number {
    kernels!(#[doc(hidden)]);
}

macro_rules! power {
    ($($T:ty)*) => {$(
        impl Power for $T {
            kernels!();
        }
    )*};
}
power!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64 Complex<f32> Complex<f64>);
impl Power for i128 {}
impl Power for u128 {}

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
pub fn powi<A: ArrayLike<Elem: Power>>(a: A, exponent: u32) -> Array<A::Elem> {
    <A::Elem as Power>::powi_of(a.view(), exponent)
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
