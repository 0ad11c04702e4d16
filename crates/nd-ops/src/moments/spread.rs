//! Reducers to [`Moments`]: of all elements, and of those that are not NaN.

use super::{Averaged, Moments};
use crate::sums::is_nan;
use crate::sums::pairwise::eight;
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use num_traits::{One, Zero};
use std::marker::PhantomData;

/// One pass over memory: each leaf is averaged and then measured against its own mean while
/// it is in the cache; leaves are [merged](Moments::merge).
pub(super) struct Spread<T>(PhantomData<fn() -> T>);

impl<T> Spread<T> {
    pub(super) const NEW: Spread<T> = Spread(PhantomData);
}

impl<T: Averaged> Reducer<T> for Spread<T> {
    type Acc = Moments<T>;
    const LEAF: usize = 1024;

    #[inline(always)]
    fn identity(&self) -> Moments<T> {
        Moments::default()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> Moments<T> {
        let origin = run[0];
        let mean = T::share(eight(run, |x: T| x.distance(origin)), T::count(run.len()));
        let squares = eight(run, |x: T| T::square(x.distance(origin).minus(mean)));
        Moments { count: run.len(), origin, mean, squares }
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Moments<T>], row: &[T]) {
        // The count, and so its reciprocal, is the same for all columns.
        let Some(first) = acc.first() else { return };
        let count = first.count + 1;
        if count == 1 {
            for (acc, &x) in acc.iter_mut().zip(row) {
                // The square is 0, or NaN for an infinite element.
                let squares = T::square(x.distance(x));
                *acc = Moments { count, origin: x, mean: T::Work::zero(), squares };
            }
            return;
        }
        // Welford's update.
        let share = T::Real::one() / T::count(count);
        let rest = T::count(count - 1) * share;
        for (acc, &x) in acc.iter_mut().zip(row) {
            let distance = x.distance(acc.origin).minus(acc.mean);
            acc.count = count;
            acc.mean = acc.mean.plus(T::scale(distance, share));
            acc.squares = acc.squares + T::square(distance) * rest;
        }
    }

    #[inline(always)]
    fn merge(&self, a: Moments<T>, b: Moments<T>) -> Moments<T> {
        Moments::merge(a, b)
    }
}

/// [`Spread`] of the elements that are not NaN.
pub(super) struct NumberSpread<T>(PhantomData<fn() -> T>);

impl<T> NumberSpread<T> {
    pub(super) const NEW: NumberSpread<T> = NumberSpread(PhantomData);
}

impl<T: Averaged> Reducer<T> for NumberSpread<T> {
    type Acc = Moments<T>;
    const LEAF: usize = 1024;

    #[inline(always)]
    fn identity(&self) -> Moments<T> {
        Moments::default()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, isa: I, run: &[T]) -> Moments<T> {
        let count = run.iter().map(|&x| usize::from(!is_nan(x))).sum();
        if count == run.len() {
            return Spread::NEW.run(isa, run);
        }
        let Some(&origin) = run.iter().find(|&&x| !is_nan(x)) else { return self.identity() };
        let zero = T::Work::zero();
        let distance = |x: T| if is_nan(x) { zero } else { x.distance(origin) };
        let mean = T::share(eight(run, distance), T::count(count));
        let square = |x: T| {
            let square = T::square(x.distance(origin).minus(mean));
            if is_nan(x) { T::Real::zero() } else { square }
        };
        Moments { count, origin, mean, squares: eight(run, square) }
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Moments<T>], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            if is_nan(x) {
                continue;
            }
            if acc.count == 0 {
                acc.origin = x;
            }
            // Welford's update, which begins with a distance of 0, or NaN from an infinity.
            let count = acc.count + 1;
            let share = T::Real::one() / T::count(count);
            let distance = x.distance(acc.origin).minus(acc.mean);
            let rest = T::count(acc.count) * share;
            acc.count = count;
            acc.mean = acc.mean.plus(T::scale(distance, share));
            acc.squares = acc.squares + T::square(distance) * rest;
        }
    }

    #[inline(always)]
    fn merge(&self, a: Moments<T>, b: Moments<T>) -> Moments<T> {
        Moments::merge(a, b)
    }
}
