//! [`Averaged`]: the types of means and variances; and how variances are formed.

use crate::gradient::{self, Spacing};
use crate::groups;
use crate::over::{Over, over_axes};
use crate::rolling::{self, Windows};
use crate::sums::AddedIn;
use crate::sums::pairwise::eight;
use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, Complex, Element, Number, Reducer, View, ViewMut, reduce, zip};
use num_traits::{Float, One, Zero};
use std::marker::PhantomData;

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn variance_of(a: View<'_, Self>, ddof: usize) -> Self::Real {
            reduce(a, &Spread::<Self>::NEW).variance(ddof)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn variance_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
            finish: fn(Self::Real) -> Self::Spread,
        ) -> Array<Self::Spread> {
            let axes = over.axes(op, a.ndim());
            let ddof = over.ddof();
            over_axes(a, over, &axes, &Spread::<Self>::NEW, |m| finish(m.variance(ddof)))
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_mean_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Self::Mean> {
            let sums = <Self as AddedIn<Self::Work>>::grouped_sum_of(a, codes, groups, axis);
            groups::means::<Self>(&sums, groups::sizes(codes, groups), axis)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_moments_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
        ) -> Array<Moments<Self>> {
            groups::fold(a, codes, groups, axis, &Spread::<Self>::NEW)
        }
        $($hidden)*
        #[inline(never)]
        fn grouped_variance_of(
            a: View<'_, Self>,
            codes: &[usize],
            groups: usize,
            axis: usize,
            ddof: usize,
            root: bool,
        ) -> Array<Self::Spread> {
            Self::grouped_moments_of(a, codes, groups, axis).map(|moments| {
                let variance = moments.variance(ddof);
                Self::spread(if root { variance.sqrt() } else { variance })
            })
        }
        $($hidden)*
        #[inline(never)]
        fn rolling_mean_of(a: View<'_, Self>, windows: &Windows) -> Array<Self::Mean> {
            let sums = <Self as AddedIn<Self::Work>>::rolling_sum_of("rolling_mean", a, windows);
            groups::means::<Self>(&sums, windows.counts(a.shape()[windows.axis]), windows.axis)
        }
        $($hidden)*
        #[inline(never)]
        fn rolling_variance_of(
            a: View<'_, Self>,
            windows: &Windows,
            ddof: usize,
            root: bool,
        ) -> Array<Self::Spread> {
            let finish = |moments: Moments<Self>, _| {
                let variance = moments.variance(ddof);
                Self::spread(if root { variance.sqrt() } else { variance })
            };
            let missing = finish(Moments::none(), 0);
            rolling::roll(a, windows, &Spread::<Self>::NEW, finish, missing)
        }
        $($hidden)*
        #[inline(never)]
        fn gradient_of(
            a: View<'_, Self>,
            axis: usize,
            spacing: &Spacing,
            second: bool,
        ) -> Array<Self::Mean> {
            gradient::slopes(a, axis, spacing, second)
        }
        /// As `grouped_sum_into_of`, with moments.
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn grouped_moments_into_of(
            acc: ViewMut<'_, Moments<Self>>,
            block: View<'_, Self>,
            codes: &[usize],
            axis: usize,
        ) {
            let groups = acc.view().shape()[axis];
            let later = Self::grouped_moments_of(block, codes, groups, axis);
            groups::merge_into::<Self, _>(acc, &later, &Spread::<Self>::NEW);
        }
    };
}

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
/// assert_eq!(<u8 as Averaged>::mean(10.0, 4), 2.5f64);
/// // Between neighbours that are the same number as f64s:
/// assert_eq!(Averaged::distance(i64::MAX, i64::MAX - 3), 3.0);
/// ```
pub trait Averaged: AddedIn<<Self as Averaged>::Work> + Default {
    /// What sums are kept in.
    type Work: Number;
    /// The type of squared distances from the mean.
    type Real: Number + Float;
    /// The type of a mean.
    type Mean: Element;
    /// The type of a variance.
    type Spread: Element;

    /// `self - origin`: exact where the type allows, so that what is measured near an
    /// element keeps its digits however far from zero both are.
    #[inline(always)]
    fn distance(self, origin: Self) -> Self::Work {
        self.widen().minus(origin.widen())
    }
    /// `work * factor`.
    fn scale(work: Self::Work, factor: Self::Real) -> Self::Work;
    /// `work / count`.
    fn share(work: Self::Work, count: Self::Real) -> Self::Work;
    /// The squared magnitude.
    fn square(work: Self::Work) -> Self::Real;
    /// `sum / count`.
    fn mean(sum: Self::Work, count: usize) -> Self::Mean;
    /// A variance as a result.
    fn spread(variance: Self::Real) -> Self::Spread;
    /// A number of elements as a real number.
    fn count(n: usize) -> Self::Real;
    /// Each sum as a mean.
    #[inline]
    fn means(sums: Array<Self::Work>, count: usize) -> Array<Self::Mean> {
        zip((&sums,)).map(move |(sum,)| Self::mean(sum, count))
    }

    kernels!(#[doc(hidden)]);
}

/// The difference of two 64-bit integers as a float, rounded once: both halves' differences
/// are exact.
macro_rules! halved {
    ($x:expr, $y:expr, $High:ty) => {{
        let high = f64::from(($x >> 32) as $High) - f64::from(($y >> 32) as $High);
        let low = f64::from($x as u32) - f64::from($y as u32);
        high * 4_294_967_296.0 + low
    }};
}

macro_rules! averaged_real {
    ($($T:ty, $Work:ty, $Out:ty, $narrow:expr, $narrow_all:expr $(, $distance:expr)?;)*) => {$(
        impl Averaged for $T {
            type Work = $Work;
            type Real = $Work;
            type Mean = $Out;
            type Spread = $Out;
            $(
                #[inline(always)]
                fn distance(self, origin: Self) -> $Work {
                    let distance: fn($T, $T) -> $Work = $distance;
                    distance(self, origin)
                }
            )?
            #[inline(always)]
            fn scale(work: $Work, factor: $Work) -> $Work {
                work * factor
            }
            #[inline(always)]
            fn share(work: $Work, count: $Work) -> $Work {
                work / count
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
            #[inline(never)]
            fn means(sums: Array<$Work>, count: usize) -> Array<$Out> {
                let narrow_all: fn(Array<$Work>) -> Array<$Out> = $narrow_all;
                narrow_all(sums / count as $Work)
            }
            kernels!();
        }
    )*};
}
averaged_real! {
    bool, f64, f64, |x| x, |a| a;
    i8, f64, f64, |x| x, |a| a;
    i16, f64, f64, |x| x, |a| a;
    i32, f64, f64, |x| x, |a| a;
    i64, f64, f64, |x| x, |a| a, |x, y| halved!(x, y, i32);
    isize, f64, f64, |x| x, |a| a, |x, y| (x as i64).distance(y as i64);
    u8, f64, f64, |x| x, |a| a;
    u16, f64, f64, |x| x, |a| a;
    u32, f64, f64, |x| x, |a| a;
    u64, f64, f64, |x| x, |a| a, |x, y| halved!(x, y, u32);
    usize, f64, f64, |x| x, |a| a, |x, y| (x as u64).distance(y as u64);
    f16, f32, f16, f16::from_f32, |a| a.cast::<f16>();
    bf16, f32, bf16, bf16::from_f32, |a| a.cast::<bf16>();
    f32, f32, f32, |x| x, |a| a;
    f64, f64, f64, |x| x, |a| a;
}

macro_rules! averaged_complex {
    ($($R:ty)*) => {$(
        impl Averaged for Complex<$R> {
            type Work = Complex<$R>;
            type Real = $R;
            type Mean = Complex<$R>;
            type Spread = $R;
            #[inline(always)]
            fn scale(work: Complex<$R>, factor: $R) -> Complex<$R> {
                work * factor
            }
            #[inline(always)]
            fn share(work: Complex<$R>, count: $R) -> Complex<$R> {
                work / count
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
            #[inline(never)]
            fn means(sums: Array<Complex<$R>>, count: usize) -> Array<Complex<$R>> {
                zip((&sums,)).map(move |(sum,)| Self::mean(sum, count))
            }
            kernels!();
        }
    )*};
}
averaged_complex!(f32 f64);

/// Count, mean, and sum of squared distances from it.
///
/// The mean is kept as an element and the distance from it: a mean far from zero, rounded to
/// its type, would be wrong by more than the elements differ. Equal elements are all at
/// distance 0, so that nothing is left of them, exactly.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Moments<T: Averaged> {
    count: usize,
    origin: T,
    mean: T::Work,
    squares: T::Real,
}

impl<T: Averaged> Moments<T> {
    /// Those of no element.
    pub fn none() -> Moments<T> {
        Spread::<T>::NEW.identity()
    }

    /// The variance with divisor `count - ddof`: NaN if there are no elements, as NumPy's.
    pub fn variance(&self, ddof: usize) -> T::Real {
        if self.count <= ddof {
            // NumPy divides by a count clipped to zero: 0/0 is NaN, anything else infinite.
            return self.squares / T::Real::zero();
        }
        // An infinite element has no distance from the infinite mean: NaN, whatever the
        // updates along the way made of it.
        let undefined = T::square(self.mean.minus(self.mean));
        self.squares / T::count(self.count - ddof) + undefined
    }
}

/// One pass over memory: each leaf is averaged and then measured against its own mean while
/// it is in the cache; leaves are merged as Chan, Golub and LeVeque do ("Updating formulae
/// and a pairwise algorithm for computing sample variances", 1979).
struct Spread<T>(PhantomData<fn() -> T>);

impl<T> Spread<T> {
    const NEW: Spread<T> = Spread(PhantomData);
}

impl<T: Averaged> Reducer<T> for Spread<T> {
    type Acc = Moments<T>;
    const LEAF: usize = 1024;

    #[inline(always)]
    fn identity(&self) -> Moments<T> {
        let (mean, squares) = (T::Work::zero(), T::Real::zero());
        Moments { count: 0, origin: T::default(), mean, squares }
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
        if a.count == 0 || b.count == 0 {
            return if a.count == 0 { b } else { a };
        }
        let count = a.count + b.count;
        let share = T::count(b.count) / T::count(count);
        let distance = b.origin.distance(a.origin).plus(b.mean.minus(a.mean));
        let between = T::square(distance) * T::count(a.count) * share;
        Moments {
            count,
            origin: a.origin,
            mean: a.mean.plus(T::scale(distance, share)),
            squares: a.squares + b.squares + between,
        }
    }
}
