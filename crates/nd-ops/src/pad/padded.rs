//! [`Padded`]: what padding calculates of the elements of a type.

use crate::each::{each, same_shape};
use crate::moments::Averaged;
use crate::order::Ordered;
use crate::over::keepdims;
use crate::slab::{slab, slab_mut};
use crate::sums::AddedIn;
use half::{bf16, f16};
use nd_core::{Array, CastTo, Complex, Number, View, ViewMut, ZeroBits, zip};
use std::cmp::Ordering;

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    (@median $region:expr, $axis:expr) => {
        medians($region, $axis)
    };
    // Of a wider type, whose elements have the same order and middles.
    (@median $region:expr, $axis:expr, $Wide:ty) => {
        <$Wide>::padding_median_of($region.cast().view(), $axis).cast()
    };
    ([$($hidden:tt)*] $($Wide:ty)?) => {
        $($hidden)*
        #[inline(never)]
        fn padding_mean_of(region: View<'_, Self>, axis: usize) -> Array<Self> {
            let sums = AddedIn::sum_axis_of("pad", region, &keepdims(axis));
            let means = Self::means(sums, region.shape()[axis]);
            each(means.view(), Self::from_mean)
        }
        $($hidden)*
        #[inline(never)]
        fn padding_median_of(region: View<'_, Self>, axis: usize) -> Array<Self> {
            kernels!(@median region, axis $(, $Wide)?)
        }
        $($hidden)*
        #[inline(never)]
        fn padding_ramp_of(target: ViewMut<'_, Self>, axis: usize, edge: View<'_, Self>, end: Self) {
            ramp(target, axis, edge, end);
        }
        $($hidden)*
        #[inline(never)]
        fn padding_mirror_of(
            mut target: ViewMut<'_, Self>,
            source: View<'_, Self>,
            edge: View<'_, Self>,
        ) {
            let shape = source.shape();
            let edge = edge.broadcast_to(shape);
            same_shape("pad", target.view().shape(), shape);
            for ((to, &x), &edge) in target.iter_mut().zip(source.iter()).zip(edge.iter()) {
                *to = edge.mirrored(x);
            }
        }
    };
}

/// Elements that arrays can be [padded](crate::pad()) with: all of nd's.
///
/// # Examples
/// ```
/// use nd_ops::Padded;
///
/// assert_eq!(10i32.mirrored(7), 13);
/// assert_eq!(i32::from_mean(2.5), 2); // halves to even
/// assert_eq!(f32::from_middle(1.0, 2.0), 1.5);
/// ```
pub trait Padded: Averaged + ZeroBits {
    /// `self` at the edge, less what `x` differs from it.
    fn mirrored(self, x: Self) -> Self;
    /// A mean as an element.
    fn from_mean(mean: Self::Mean) -> Self;
    /// The median, from the two elements in the middle.
    fn from_middle(low: Self, high: Self) -> Self;
    /// Position `k` of `n` on the way from `end` to `edge`; `flat` says that some way of the
    /// array is of no length, where NumPy divides before it multiplies.
    fn on_ramp(end: Self, edge: Self, k: usize, n: usize, flat: bool) -> Self;
    /// Whether the way from `end` to `edge` is of no length.
    fn is_flat(end: Self, edge: Self, n: usize) -> bool;
    /// The order of two elements, neither of which [has no order](Self::has_no_order).
    fn order(self, other: Self) -> Ordering;
    /// Whether the element is NaN.
    fn has_no_order(self) -> bool;
    /// The largest or the smallest along an axis, which stays; NaN if there is one.
    fn padding_extreme_of(region: View<'_, Self>, axis: usize, largest: bool) -> Array<Self>;

    kernels!([#[doc(hidden)]]);
}

fn medians<T: Padded>(region: View<'_, T>, axis: usize) -> Array<T> {
    let n = region.shape()[axis];
    let mut shape = region.shape().to_vec();
    shape[axis] = 1;
    let mut lanes = region.moveaxis(axis as isize, -1).to_array().into_vec();
    let medians: Vec<T> = lanes.chunks_exact_mut(n).map(median).collect();
    Array::from_shape_vec(shape, medians)
}

fn median<T: Padded>(lane: &mut [T]) -> T {
    if let Some(&nan) = lane.iter().find(|x| x.has_no_order()) {
        return nan;
    }
    let odd = lane.len() % 2 == 1;
    let (below, &mut high, _) = lane.select_nth_unstable_by(lane.len() / 2, |a, b| a.order(*b));
    let low = below.iter().copied().max_by(|a, b| a.order(*b)).filter(|_| !odd);
    T::from_middle(low.unwrap_or(high), high)
}

fn ramp<T: Padded>(target: ViewMut<'_, T>, axis: usize, edge: View<'_, T>, end: T) {
    let n = target.shape()[axis];
    let flat = edge.iter().any(|&edge| T::is_flat(end, edge, n));
    let mut target = target;
    for k in 0..n {
        let mut slab = slab_mut(target.reborrow(), axis, k..k + 1);
        for (to, &edge) in slab.iter_mut().zip(edge.iter()) {
            *to = T::on_ramp(end, edge, k, n, flat);
        }
    }
}

/// NumPy orders complex numbers by their real parts, then by their imaginary ones.
fn complex_extreme<T: Padded>(region: View<'_, T>, axis: usize, largest: bool) -> Array<T> {
    let wanted = if largest { Ordering::Greater } else { Ordering::Less };
    let mut best = slab(region, axis, 0..1).to_array();
    for k in 1..region.shape()[axis] {
        zip((&mut best, &slab(region, axis, k..k + 1))).for_each(|(best, x)| {
            if !best.has_no_order() && (x.has_no_order() || x.order(*best) == wanted) {
                *best = x;
            }
        });
    }
    best
}

#[inline(always)]
fn wide<T: Averaged>(x: T) -> T::Work {
    x.widen()
}

/// `k / n` of the way from `end` on, as `np.linspace` calculates it: in the type of the elements,
/// or in double precision for integers.
macro_rules! on_the_way {
    ($end:expr, $edge:expr, $k:expr, $n:expr, $flat:expr, $Real:ty) => {{
        let way = $edge - $end;
        let (k, n) = ($k as $Real, $n as $Real);
        (if $flat { way * (k / n) } else { (way / n) * k }) + $end
    }};
}

macro_rules! padded {
    ($($T:ty $(as $Wide:ty)?, $mirrored:expr, $round:expr, $floor:expr;)*) => {$(
        impl Padded for $T {
            #[inline(always)]
            fn mirrored(self, x: $T) -> $T {
                let mirrored: fn($T, $T) -> $T = $mirrored;
                mirrored(self, x)
            }
            #[inline(always)]
            fn from_mean(mean: Self::Mean) -> $T {
                let round: fn(<$T as Averaged>::Mean) -> <$T as Averaged>::Mean = $round;
                round(mean).cast_to()
            }
            #[inline(always)]
            fn from_middle(low: $T, high: $T) -> $T {
                Self::from_mean(<$T as Averaged>::mean(wide(low).plus(wide(high)), 2))
            }
            #[inline(always)]
            fn on_ramp(end: $T, edge: $T, k: usize, n: usize, flat: bool) -> $T {
                type Work = <$T as Averaged>::Work;
                let (end, edge) = (wide(end), wide(edge));
                let floor: fn(Work) -> Work = $floor;
                floor(on_the_way!(end, edge, k, n, flat, Work)).cast_to()
            }
            #[inline(always)]
            fn is_flat(end: $T, edge: $T, n: usize) -> bool {
                (wide(edge) - wide(end)) / n as <$T as Averaged>::Work == 0.0
            }
            #[inline(always)]
            fn order(self, other: $T) -> Ordering {
                self.partial_cmp(&other).unwrap_or(Ordering::Equal)
            }
            #[inline(always)]
            fn has_no_order(self) -> bool {
                self.is_unordered()
            }
            #[inline(never)]
            fn padding_extreme_of(region: View<'_, $T>, axis: usize, largest: bool) -> Array<$T> {
                let over = keepdims(axis);
                if largest { Self::max_axis_of(region, &over) } else { Self::min_axis_of(region, &over) }
            }
            kernels!([] $($Wide)?);
        }
    )*};
}

macro_rules! padded_integers {
    ($($T:ty $(as $Wide:ty)?),*) => {
        padded!($($T $(as $Wide)?, |edge, x| Number::minus(edge.plus(edge), x), f64::round_ties_even, f64::floor;)*);
    };
}
padded_integers!(i8 as i32, i16 as i32, i32, i64, isize as i64);
padded_integers!(u8 as i32, u16 as i32, u32 as i64, u64, usize as u64);

macro_rules! padded_floats {
    ($($T:ty $(as $Wide:ty)?),*) => {
        padded!($($T $(as $Wide)?, |edge, x| Number::minus(edge.plus(edge), x), |mean| mean, |x| x;)*);
    };
}
padded_floats!(f16 as f32, bf16 as f32, f32, f64);
padded!(bool, |edge, x| edge | x, |mean| mean, |x| x;);

macro_rules! padded_complex {
    ($($R:ty)*) => {$(
        impl Padded for Complex<$R> {
            #[inline(always)]
            fn mirrored(self, x: Self) -> Self {
                self.plus(self).minus(x)
            }
            #[inline(always)]
            fn from_mean(mean: Self) -> Self {
                mean
            }
            #[inline(always)]
            fn from_middle(low: Self, high: Self) -> Self {
                <Self as Averaged>::mean(low.plus(high), 2)
            }
            #[inline(always)]
            fn on_ramp(end: Self, edge: Self, k: usize, n: usize, flat: bool) -> Self {
                on_the_way!(end, edge, k, n, flat, $R)
            }
            #[inline(always)]
            fn is_flat(end: Self, edge: Self, _: usize) -> bool {
                end == edge
            }
            #[inline(always)]
            fn order(self, other: Self) -> Ordering {
                let parts = |z: Self| (z.re, z.im);
                parts(self).partial_cmp(&parts(other)).unwrap_or(Ordering::Equal)
            }
            #[inline(always)]
            fn has_no_order(self) -> bool {
                self.is_nan()
            }
            #[inline(never)]
            fn padding_extreme_of(region: View<'_, Self>, axis: usize, largest: bool) -> Array<Self> {
                complex_extreme(region, axis, largest)
            }
            kernels!([]);
        }
    )*};
}
padded_complex!(f32 f64);
