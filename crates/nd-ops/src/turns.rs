//! `unwrap`: angles, or anything that goes round, without the jumps.

use crate::slab::{slab, slab_mut};
use crate::sums::running;
use nd_core::{Array, ArrayLike, Number, View, normalize_axis, zip};

/// What counts as a turn, and from which difference on.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{UnwrapOptions, unwrap_with};
///
/// let compass = UnwrapOptions::default().period(360);
/// assert_eq!(unwrap_with(&[350, 5, 20, 340], 0, &compass), array![350, 365, 380, 340]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnwrapOptions<T> {
    /// The length of a turn; 2π for floats unless it is given. Integers have to give it.
    pub period: Option<T>,
    /// Differences below this stay as they are, also those of more than half a period.
    pub discont: Option<f64>,
}

impl<T> Default for UnwrapOptions<T> {
    fn default() -> Self {
        UnwrapOptions { period: None, discont: None }
    }
}

impl<T> UnwrapOptions<T> {
    /// The length of a turn.
    ///
    /// # NumPy
    /// `period`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{UnwrapOptions, unwrap_with};
    ///
    /// let clock = UnwrapOptions::default().period(12);
    /// assert_eq!(unwrap_with(&[10, 11, 1, 3], 0, &clock), array![10, 11, 13, 15]);
    /// ```
    pub fn period(self, period: T) -> Self {
        UnwrapOptions { period: Some(period), ..self }
    }

    /// Differences below this stay as they are.
    ///
    /// # NumPy
    /// `discont`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{UnwrapOptions, unwrap_with};
    ///
    /// let a = array![0.0, 7.0, 0.0];
    /// let tens = UnwrapOptions::default().period(10.0);
    /// assert_eq!(unwrap_with(&a, 0, &tens), array![0.0, -3.0, 0.0]);
    /// assert_eq!(unwrap_with(&a, 0, &tens.discont(8.0)), a); // 7 is no jump then
    /// ```
    pub fn discont(self, discont: f64) -> Self {
        UnwrapOptions { discont: Some(discont), ..self }
    }
}

/// Numbers that may be angles: floats of 32 and 64 bits and the signed integers.
///
/// # Examples
/// ```
/// use nd_ops::Turning;
///
/// assert_eq!(Turning::turns(3i64, 4, 2.0), 1); // from 0 to 3 is one turn less 1
/// assert_eq!(Turning::turns(-5.0, 4.0, 2.0), -1.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no negative differences, or too few digits to be unwrapped",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Turning: Number {
    /// The type in which turns are counted: exact as far as they matter.
    type Count: Number;
    /// A full turn in radians, of types that have it.
    const FULL: Option<Self>;
    /// How many turns make a `difference` the smallest, but none below `discont`; NaN if it is not
    /// finite. Half a turn stays.
    fn turns(difference: Self, period: Self, discont: f64) -> Self::Count;
    /// `self` without so many turns.
    fn turned_back(self, turns: Self::Count, period: Self) -> Self;
    /// Half of a period.
    fn half(period: Self) -> f64;

    #[doc(hidden)]
    #[inline(never)]
    fn unwrap_of(a: View<'_, Self>, axis: usize, period: Self, discont: f64) -> Array<Self> {
        unwrapped(a, axis, period, discont)
    }
}

macro_rules! turning_floats {
    ($($T:ident)*) => {$(
        impl Turning for $T {
            type Count = f64;
            const FULL: Option<Self> = Some(std::$T::consts::TAU);
            #[inline(always)]
            fn turns(difference: Self, period: Self, discont: f64) -> f64 {
                turns_of_floats(f64::from(difference), f64::from(period), discont)
            }
            #[inline(always)]
            fn turned_back(self, turns: f64, period: Self) -> Self {
                (f64::from(self) - turns * f64::from(period)) as $T
            }
            #[inline(always)]
            fn half(period: Self) -> f64 {
                0.5 * f64::from(period)
            }
            #[inline(never)]
            fn unwrap_of(a: View<'_, Self>, axis: usize, period: Self, discont: f64) -> Array<Self> {
                unwrapped(a, axis, period, discont)
            }
        }
    )*};
}
turning_floats!(f32 f64);

/// The whole number of periods above half of one, of the magnitude.
#[inline(always)]
fn turns_of_floats(difference: f64, period: f64, discont: f64) -> f64 {
    let size = difference.abs();
    let turns = ((size - 0.5 * period) / period).ceil();
    let turns = if size < discont { 0.0 } else { turns };
    let turns = if turns > 0.0 { turns.copysign(difference) } else { 0.0 };
    if difference.is_finite() { turns } else { f64::NAN }
}

macro_rules! turning_integers {
    ($($T:ty)*) => {$(
        impl Turning for $T {
            type Count = i64;
            const FULL: Option<Self> = None;
            #[inline(always)]
            fn turns(difference: Self, period: Self, discont: f64) -> i64 {
                turns_of_integers(difference as i64, period as i64, discont)
            }
            #[inline(always)]
            fn turned_back(self, turns: i64, period: Self) -> Self {
                self.wrapping_sub((turns as $T).wrapping_mul(period))
            }
            #[inline(always)]
            fn half(period: Self) -> f64 {
                0.5 * period as f64
            }
            #[inline(never)]
            fn unwrap_of(a: View<'_, Self>, axis: usize, period: Self, discont: f64) -> Array<Self> {
                unwrapped(a, axis, period, discont)
            }
        }
    )*};
}
turning_integers!(i8 i16 i32 i64 isize);

#[inline(always)]
fn turns_of_integers(difference: i64, period: i64, discont: f64) -> i64 {
    if (difference as f64).abs() < discont {
        return 0;
    }
    let half = period / 2;
    let rest = difference.wrapping_add(half).remainder(period) - half;
    // Half a turn has two smallest differences; the one with the sign it had stays.
    let ambiguous = (period % 2 == 0) & (rest == -half) & (difference > 0);
    let rest = if ambiguous { half } else { rest };
    difference.wrapping_sub(rest) / period
}

/// The elements along `axis` without the turns between neighbours: to each is added what makes
/// its distance from the one before at most half a turn.
///
/// `a: (…, n, …)` → `(…, n, …)`, in radians. A difference of exactly half a turn stays. From an
/// infinity or NaN on everything is NaN.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.unwrap(a, axis=axis)`. Turns are counted, not added up, so that the last digits of long
/// arrays are better.
///
/// # Examples
/// ```
/// use std::f64::consts::TAU;
///
/// let angles = nd_ops::unwrap(&[0.0, 3.0, 6.0 - TAU, 3.0], 0);
/// assert!(nd_ops::max(nd_ops::abs(&angles - &nd_core::array![0.0, 3.0, 6.0, 3.0])) < 1e-14);
/// ```
/// ```should_panic
/// nd_ops::unwrap(&[0.0], 1);
/// ```
#[track_caller]
pub fn unwrap<A: ArrayLike<Elem: Turning>>(a: A, axis: isize) -> Array<A::Elem> {
    unwrap_with(a, axis, &UnwrapOptions::default())
}

/// As [`unwrap`], with another period, of integers too, or for larger jumps only.
///
/// Integers wrap.
///
/// # Panics
/// If there is no such axis, the period of integers is not given, or it is not above 0.
///
/// # NumPy
/// `np.unwrap(a, discont, axis, period=period)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{UnwrapOptions, unwrap_with};
///
/// let options = UnwrapOptions::default().period(4);
/// assert_eq!(unwrap_with(&[0, 3, 6], 0, &options), array![0, -1, -2]);
/// ```
#[track_caller]
pub fn unwrap_with<A: ArrayLike<Elem: Turning>>(
    a: A,
    axis: isize,
    options: &UnwrapOptions<A::Elem>,
) -> Array<A::Elem> {
    let a = a.view();
    let axis = normalize_axis("unwrap", axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let Some(period) = options.period.or(A::Elem::FULL) else {
        panic!("unwrap: integers need a period");
    };
    let half = A::Elem::half(period);
    assert!(half > 0.0, "unwrap: the period {period:?} is not above 0");
    A::Elem::unwrap_of(a, axis, period, options.discont.unwrap_or(half))
}

fn unwrapped<T: Turning>(a: View<'_, T>, axis: usize, period: T, discont: f64) -> Array<T> {
    let n = a.shape()[axis];
    let mut out = a.to_array();
    if n < 2 {
        return out;
    }
    let (before, after) = (slab(a, axis, 0..n - 1), slab(a, axis, 1..n));
    let turns = zip((&before, &after)).map(|(x, y)| T::turns(y.minus(x), period, discont));
    let turns = running::accumulate(turns, axis, |x, y| x.plus(y));
    zip((&mut slab_mut(out.view_mut(), axis, 1..n), &turns))
        .for_each(|(x, turns)| *x = x.turned_back(turns, period));
    out
}
