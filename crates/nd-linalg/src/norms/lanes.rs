//! Norms of vectors: of all elements, or of the lanes along some axes.

use crate::field::{Field, Real};
use crate::matrices::dense;
use crate::matrices::exponents::{largest, number};
use crate::norms::kinds::VectorNorm;
use nd_core::simd::Isa;
use nd_core::{Array, Axes, Reducer, View, reduce, reduce_axes};
use num_traits::{Float, One, Zero};

/// A reduction of values of elements, in eight interleaved parts.
struct Folded<R, V, M> {
    value: V,
    start: R,
    merge: M,
}

impl<T, V, M> Reducer<T> for Folded<T::R, V, M>
where
    T: Field,
    V: Fn(T) -> T::R + Sync,
    M: Fn(T::R, T::R) -> T::R + Sync,
{
    type Acc = T::R;
    const LEAF: usize = 128;

    #[inline(always)]
    fn identity(&self) -> T::R {
        self.start
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T::R {
        let mut parts = [self.start; 8];
        let (blocks, rest) = run.as_chunks::<8>();
        for block in blocks {
            for (part, &x) in parts.iter_mut().zip(block) {
                *part = (self.merge)(*part, (self.value)(x));
            }
        }
        let all = parts.into_iter().fold(self.start, &self.merge);
        rest.iter().fold(all, |all, &x| (self.merge)(all, (self.value)(x)))
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T::R], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = (self.merge)(*acc, (self.value)(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: T::R, later: T::R) -> T::R {
        (self.merge)(earlier, later)
    }
}

#[inline(always)]
fn add<R: Real>(x: R, y: R) -> R {
    x + y
}

/// The larger, NaN if either is.
#[inline(always)]
pub(crate) fn larger<R: Real>(x: R, y: R) -> R {
    if (y > x) | Float::is_nan(y) { y } else { x }
}

/// The smaller, NaN if either is.
#[inline(always)]
pub(crate) fn smaller<R: Real>(x: R, y: R) -> R {
    if (y < x) | Float::is_nan(y) { y } else { x }
}

#[inline(always)]
fn square<T: Field>(x: T) -> T::R {
    let (re, im) = (x.re(), x.im());
    if T::IS_COMPLEX { re * re + im * im } else { re * re }
}

/// What runs a reducer: over everything, or over axes.
trait Run<T: Field> {
    type Out;
    fn run(
        &self,
        reducer: &impl Reducer<T, Acc = T::R>,
        finish: fn(T::R, f64) -> T::R,
        p: f64,
    ) -> Self::Out;
}

impl<T: Field> Run<T> for View<'_, T> {
    type Out = T::R;
    fn run(
        &self,
        reducer: &impl Reducer<T, Acc = T::R>,
        finish: fn(T::R, f64) -> T::R,
        p: f64,
    ) -> T::R {
        finish(reduce(*self, reducer), p)
    }
}

impl<T: Field> Run<T> for (View<'_, T>, &Axes) {
    type Out = Array<T::R>;
    fn run(
        &self,
        reducer: &impl Reducer<T, Acc = T::R>,
        finish: fn(T::R, f64) -> T::R,
        p: f64,
    ) -> Array<T::R> {
        reduce_axes(self.0, self.1, reducer, move |acc| finish(acc, p))
    }
}

/// The norm as its formula says, which may overflow on the way.
fn plain<T: Field, L: Run<T>>(lanes: &L, norm: VectorNorm) -> L::Out {
    let (zero, inf) = (T::R::zero(), T::R::infinity());
    let abs = |x: T| x.abs();
    let same = |acc: T::R, _: f64| acc;
    match norm {
        VectorNorm::Two => {
            let sum = Folded { value: square::<T>, start: zero, merge: add::<T::R> };
            lanes.run(&sum, |sum, _| Float::sqrt(sum), 2.0)
        }
        VectorNorm::One => {
            lanes.run(&Folded { value: abs, start: zero, merge: add::<T::R> }, same, 1.0)
        }
        VectorNorm::Inf => {
            lanes.run(&Folded { value: abs, start: zero, merge: larger::<T::R> }, same, 0.0)
        }
        VectorNorm::NegInf => {
            lanes.run(&Folded { value: abs, start: inf, merge: smaller::<T::R> }, same, 0.0)
        }
        VectorNorm::Zero => {
            let one = |x: T| if x.is_zero() { T::R::zero() } else { T::R::one() };
            lanes.run(&Folded { value: one, start: zero, merge: add::<T::R> }, same, 0.0)
        }
        VectorNorm::P(p) => {
            let power = number::<T::R>(p);
            let value = move |x: T| Float::powf(x.abs(), power);
            let sum = Folded { value, start: zero, merge: add::<T::R> };
            lanes.run(&sum, |sum, p| Float::powf(sum, number::<T::R>(1.0 / p)), p)
        }
    }
}

/// Whether a result may be one of powers that overflowed or vanished.
fn suspect<R: Real>(result: R, norm: VectorNorm) -> bool {
    match norm {
        // Squares below the normal numbers have lost digits.
        VectorNorm::Two => {
            let limit = Float::sqrt(R::min_positive_value() / R::epsilon());
            result < limit || Float::is_infinite(result)
        }
        VectorNorm::P(_) => result.is_zero() || Float::is_infinite(result),
        _ => false,
    }
}

/// The norm of one lane whose largest element is made 1 first.
fn scaled<T: Field>(lane: View<'_, T>, norm: VectorNorm) -> Option<T::R> {
    let most = largest(lane);
    if most.is_zero() || !Float::is_finite(most) {
        return None;
    }
    let part = lane.iter().map(|&x| dense::shortened(x, most)).collect::<Vec<_>>();
    Some(most * plain(&View::from_slice(&part), norm))
}

/// The norm of all elements.
pub(crate) fn whole<T: Field>(a: View<'_, T>, norm: VectorNorm) -> T::R {
    let result = plain(&a, norm);
    if suspect(result, norm) { scaled(a, norm).unwrap_or(result) } else { result }
}

/// The norms along `axes`, which are gone in the result.
pub(crate) fn along<T: Field>(a: View<'_, T>, axes: &Axes, norm: VectorNorm) -> Array<T::R> {
    let mut results = plain(&(a, axes), norm);
    if !results.iter().any(|&result| suspect(result, norm)) {
        return results;
    }
    // Rare: lane by lane, with the reduced axes moved to the end.
    let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
    let order: Vec<isize> = kept.chain(axes.iter().copied()).map(|axis| axis as isize).collect();
    let lanes = a.permute_dims(&order);
    let places: Vec<(Vec<usize>, T::R)> =
        results.view().indexed_iter().map(|(at, &result)| (at.to_vec(), result)).collect();
    for (at, result) in places {
        if suspect(result, norm) {
            let lane = at.iter().fold(lanes, |lane, &i| lane.slice([i.into()]));
            let better = scaled(lane, norm).unwrap_or(result);
            if let Some(place) = results.get_mut(&at) {
                *place = better;
            }
        }
    }
    results
}
