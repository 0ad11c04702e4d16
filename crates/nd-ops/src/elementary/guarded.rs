//! Blocks whose rare elements are computed apart.
//!
//! A vectorised loop pays for a special case at every element. Here it leaves out those that
//! are rare and notes whether it met one; only then are the rare elements of the block done
//! again.

use nd_core::simd::Isa;

/// A function in two versions: one for common arguments, one that is right everywhere.
#[doc(hidden)]
pub trait Guarded<T> {
    /// The function of common arguments; some number for others.
    fn common<I: Isa>(isa: I, x: T) -> T;
    /// Whether `x` is common.
    fn is_common<I: Isa>(x: T) -> bool;
    /// Corrects the elements of `out` whose arguments are not common.
    fn repair<I: Isa>(isa: I, x: &[T], out: &mut [T]);
}

/// [`Guarded`] for every float type.
#[doc(hidden)]
pub trait AnyGuarded: Guarded<f32> + Guarded<f64> {}

impl<F: Guarded<f32> + Guarded<f64>> AnyGuarded for F {}

/// The common loop, and what it left over.
#[inline(always)]
pub(super) fn guarded_block<F: Guarded<T>, T: Copy, I: Isa>(isa: I, x: &[T], out: &mut [T]) {
    let mut all_common = true;
    for (out, &x) in out.iter_mut().zip(x) {
        *out = F::common(isa, x);
        all_common &= F::is_common::<I>(x);
    }
    if !all_common {
        F::repair(isa, x, out);
    }
}
