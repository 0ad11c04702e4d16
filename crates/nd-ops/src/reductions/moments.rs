//! `mean`, `var` and `std`.

use crate::over::Over;
use crate::reductions::over_axes;
use crate::reductions::sums::eight;
use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Element, Number, Reducer, View, reduce};
use num_complex::Complex;
use num_traits::{Float, Zero};

/// Elements that can be averaged, and the types NumPy averages them in.
///
/// | elements | computed in | mean | variance |
/// |---|---|---|---|
/// | `bool`, integers, `f64` | `f64` | `f64` | `f64` |
/// | `f32` | `f32` | `f32` | `f32` |
/// | `f16`, `bf16` | `f32` | the element type | the element type |
/// | complex | itself | itself | its real type |
///
/// # Examples
/// ```
/// use nd_ops::Averaged;
///
/// assert_eq!(Averaged::widen(3u8), 3.0f64);
/// ```
pub trait Averaged: Element {
    /// What sums are kept in.
    type Work: Number;
    /// The type of squared distances from the mean.
    type Real: Number + Float;
    /// The type of a mean.
    type Mean: Element;
    /// The type of a variance.
    type Spread: Element;
    /// An element as a summand.
    fn widen(self) -> Self::Work;
    /// `work * factor`.
    fn scale(work: Self::Work, factor: Self::Real) -> Self::Work;
    /// The squared magnitude.
    fn square(work: Self::Work) -> Self::Real;
    /// `sum / count`.
    fn mean(sum: Self::Work, count: usize) -> Self::Mean;
    /// A variance as a result.
    fn spread(variance: Self::Real) -> Self::Spread;
    /// A number of elements as a real number.
    fn count(n: usize) -> Self::Real;
}

macro_rules! averaged_real {
    ($($T:ty, $Work:ty, $Out:ty, $widen:expr, $narrow:expr;)*) => {$(
        impl Averaged for $T {
            type Work = $Work;
            type Real = $Work;
            type Mean = $Out;
            type Spread = $Out;
            #[inline(always)]
            fn widen(self) -> $Work {
                let widen: fn($T) -> $Work = $widen;
                widen(self)
            }
            #[inline(always)]
            fn scale(work: $Work, factor: $Work) -> $Work {
                work * factor
            }
            #[inline(always)]
            fn square(work: $Work) -> $Work {
                work * work
            }
            #[inline(always)]
            fn mean(sum: $Work, count: usize) -> $Out {
                Self::spread(sum / count as $Work)
            }
            #[inline(always)]
            fn spread(variance: $Work) -> $Out {
                let narrow: fn($Work) -> $Out = $narrow;
                narrow(variance)
            }
            #[inline(always)]
            fn count(n: usize) -> $Work {
                n as $Work
            }
        }
    )*};
}
averaged_real! {
    bool, f64, f64, |x| f64::from(u8::from(x)), |x| x;
    i8, f64, f64, f64::from, |x| x;
    i16, f64, f64, f64::from, |x| x;
    i32, f64, f64, f64::from, |x| x;
    i64, f64, f64, |x| x as f64, |x| x;
    isize, f64, f64, |x| x as f64, |x| x;
    u8, f64, f64, f64::from, |x| x;
    u16, f64, f64, f64::from, |x| x;
    u32, f64, f64, f64::from, |x| x;
    u64, f64, f64, |x| x as f64, |x| x;
    usize, f64, f64, |x| x as f64, |x| x;
    f16, f32, f16, f16::to_f32, f16::from_f32;
    bf16, f32, bf16, bf16::to_f32, bf16::from_f32;
    f32, f32, f32, |x| x, |x| x;
    f64, f64, f64, |x| x, |x| x;
}

macro_rules! averaged_complex {
    ($($R:ty)*) => {$(
        impl Averaged for Complex<$R> {
            type Work = Complex<$R>;
            type Real = $R;
            type Mean = Complex<$R>;
            type Spread = $R;
            #[inline(always)]
            fn widen(self) -> Complex<$R> {
                self
            }
            #[inline(always)]
            fn scale(work: Complex<$R>, factor: $R) -> Complex<$R> {
                work * factor
            }
            #[inline(always)]
            fn square(work: Complex<$R>) -> $R {
                work.norm_sqr()
            }
            #[inline(always)]
            fn mean(sum: Complex<$R>, count: usize) -> Complex<$R> {
                sum / count as $R
            }
            #[inline(always)]
            fn spread(variance: $R) -> $R {
                variance
            }
            #[inline(always)]
            fn count(n: usize) -> $R {
                n as $R
            }
        }
    )*};
}
averaged_complex!(f32 f64);

/// Pairwise summation of widened elements, in the same tree as [`sum`](crate::sum).
struct WideSum;

impl<T: Averaged> Reducer<T> for WideSum {
    type Acc = T::Work;
    const LEAF: usize = 128;

    #[inline(always)]
    fn identity(&self) -> T::Work {
        T::Work::zero()
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T::Work {
        eight(run, T::widen)
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T::Work], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(x.widen());
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: T::Work, later: T::Work) -> T::Work {
        earlier.plus(later)
    }
}

/// Count, mean, and sum of squared distances from it.
#[derive(Clone, Copy)]
struct Moments<T: Averaged> {
    count: usize,
    mean: T::Work,
    squares: T::Real,
}

/// One pass over memory: each leaf is averaged and then measured against its own mean while
/// it is in the cache; leaves are merged as Chan, Golub and LeVeque do ("Updating formulae
/// and a pairwise algorithm for computing sample variances", 1979).
struct Spread;

impl<T: Averaged> Reducer<T> for Spread {
    type Acc = Moments<T>;
    const LEAF: usize = 1024;

    #[inline(always)]
    fn identity(&self) -> Moments<T> {
        Moments { count: 0, mean: T::Work::zero(), squares: T::Real::zero() }
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> Moments<T> {
        let one = <T::Real as num_traits::One>::one();
        let mean = T::scale(eight(run, T::widen), one / T::count(run.len()));
        let squares = eight(run, |x: T| T::square(x.widen().minus(mean)));
        Moments { count: run.len(), mean, squares }
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Moments<T>], row: &[T]) {
        // Welford's update; the count, and so its reciprocal, is the same for all columns.
        let Some(first) = acc.first() else { return };
        let count = first.count + 1;
        let share = <T::Real as num_traits::One>::one() / T::count(count);
        let rest = T::count(first.count) * share;
        for (acc, &x) in acc.iter_mut().zip(row) {
            let distance = x.widen().minus(acc.mean);
            acc.count = count;
            acc.mean = acc.mean.plus(T::scale(distance, share));
            acc.squares = acc.squares + T::square(distance) * rest;
        }
    }

    #[inline(always)]
    fn merge(&self, a: Moments<T>, b: Moments<T>) -> Moments<T> {
        if a.count == 0 || b.count == 0 {
            return if a.count == 0 { b } else { a };
        }
        let count = a.count + b.count;
        let share = T::count(b.count) / T::count(count);
        let distance = b.mean.minus(a.mean);
        let between = T::square(distance) * T::count(a.count) * share;
        Moments {
            count,
            mean: a.mean.plus(T::scale(distance, share)),
            squares: a.squares + b.squares + between,
        }
    }
}

/// The variance from the moments: NaN if there are no elements, as NumPy's.
fn variance<T: Averaged>(moments: Moments<T>, ddof: usize) -> T::Real {
    if moments.count <= ddof {
        // NumPy divides by a count clipped to zero: 0/0 is NaN, anything else infinite.
        return moments.squares / T::Real::zero();
    }
    // An infinite element has no distance from the infinite mean: NaN, whatever the updates
    // along the way made of it.
    let undefined = T::square(moments.mean.minus(moments.mean));
    moments.squares / T::count(moments.count - ddof) + undefined
}

fn moments<T: Averaged>(a: View<'_, T>) -> Moments<T> {
    reduce(a, &Spread)
}

/// The mean of all elements; NaN if there are none.
///
/// Floats are summed pairwise and then divided, with the bits of `np.mean` for contiguous
/// 1-d `f32` and `f64` arrays. Types as in [`Averaged`].
///
/// # NumPy
/// `np.mean(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::mean(&array![1, 2, 4, 5]), 3.0);
/// assert!(nd_ops::mean(&Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn mean<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Mean {
    let view = a.view();
    <A::Elem as Averaged>::mean(reduce(view, &WideSum), view.size())
}

/// The means over some axes; see [`mean`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.mean(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::mean_axis(&array![[1, 2], [3, 4]], 0), array![2.0, 3.0]);
/// ```
/// ```should_panic
/// nd_ops::mean_axis(&nd_core::array![1, 2], 1);
/// ```
#[track_caller]
pub fn mean_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let (view, over) = (a.view(), axes.into());
    let (count, _) = super::counts("mean", view.shape(), over);
    let finish = |sum| <A::Elem as Averaged>::mean(sum, count);
    over_axes("mean", view, over, &WideSum, finish)
}

/// The variance of all elements (the mean squared distance from the mean); NaN if there are
/// none.
///
/// # NumPy
/// `np.var(a)`; computed in one pass and merged as Chan's method does, so the last bits may
/// differ.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::var(&array![1.0, 3.0]), 1.0);
/// assert!(nd_ops::var(&Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn var<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    var_ddof(a, 0)
}

/// The variance with divisor `count - ddof`: 1 for a sample's unbiased estimate.
///
/// NaN or infinite if `ddof` is not less than the count.
///
/// # NumPy
/// `np.var(a, ddof=ddof)`; `correction` in the Array API.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::var_ddof(&nd_core::array![1.0, 3.0], 1), 2.0);
/// assert!(nd_ops::var_ddof(&nd_core::array![1f64], 1).is_nan());
/// ```
pub fn var_ddof<A: ArrayLike<Elem: Averaged>>(a: A, ddof: usize) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::spread(variance::<A::Elem>(moments(a.view()), ddof))
}

/// The standard deviation of all elements; NaN if there are none.
///
/// # NumPy
/// `np.std(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::std(&nd_core::array![1.0, 5.0]), 2.0);
/// assert!(nd_ops::std(&nd_core::Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn std<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Spread {
    std_ddof(a, 0)
}

/// The standard deviation with divisor `count - ddof`; see [`var_ddof`].
///
/// # NumPy
/// `np.std(a, ddof=ddof)`.
///
/// # Examples
/// ```
/// let sample = nd_ops::std_ddof(&nd_core::array![1.0, 3.0], 1);
/// assert_eq!(sample, 2f64.sqrt());
/// assert!(nd_ops::std_ddof(&nd_core::array![1f64], 1).is_nan());
/// ```
pub fn std_ddof<A: ArrayLike<Elem: Averaged>>(a: A, ddof: usize) -> <A::Elem as Averaged>::Spread {
    <A::Elem as Averaged>::spread(variance::<A::Elem>(moments(a.view()), ddof).sqrt())
}

/// The variances over some axes; see [`var`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.var(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::var_axis(&array![[1.0, 2.0], [3.0, 6.0]], 0), array![1.0, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::var_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn var_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    var_axis_ddof(a, axes, 0)
}

/// The variances over some axes with divisor `count - ddof`; see [`var_ddof`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.var(a, axis, ddof=ddof)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::var_axis_ddof(&array![[1.0, 3.0]], 1, 1), array![2.0]);
/// ```
/// ```should_panic
/// nd_ops::var_axis_ddof(&nd_core::array![1.0], 1, 0);
/// ```
#[track_caller]
pub fn var_axis_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
    ddof: usize,
) -> Array<<A::Elem as Averaged>::Spread> {
    let finish = |m| <A::Elem as Averaged>::spread(variance::<A::Elem>(m, ddof));
    over_axes("var", a.view(), axes.into(), &Spread, finish)
}

/// The standard deviations over some axes; see [`std()`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.std(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::std_axis(&array![[1.0, 2.0], [3.0, 6.0]], 0), array![1.0, 2.0]);
/// ```
/// ```should_panic
/// nd_ops::std_axis(&nd_core::array![1.0], 1);
/// ```
#[track_caller]
pub fn std_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Spread> {
    std_axis_ddof(a, axes, 0)
}

/// The standard deviations over some axes with divisor `count - ddof`.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.std(a, axis, ddof=ddof)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, 3.0]];
/// assert_eq!(nd_ops::std_axis_ddof(&a, 1, 1), array![2f64.sqrt()]);
/// ```
/// ```should_panic
/// nd_ops::std_axis_ddof(&nd_core::array![1.0], 1, 0);
/// ```
#[track_caller]
pub fn std_axis_ddof<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
    ddof: usize,
) -> Array<<A::Elem as Averaged>::Spread> {
    let finish = |m| <A::Elem as Averaged>::spread(variance::<A::Elem>(m, ddof).sqrt());
    over_axes("std", a.view(), axes.into(), &Spread, finish)
}
