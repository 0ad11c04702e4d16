//! Times that are missing.

use nd_core::time::Unit;
use nd_core::{Array, ArrayLike, Datetime64, Element, Timedelta64, View, zip};

/// Elements that may be "not a time". Closed.
///
/// # Examples
/// ```
/// use nd_core::{Timedelta64, time::Day};
///
/// fn any<T: nd_ops::time::MaybeTime>(times: &[T]) -> bool {
///     nd_ops::any(nd_ops::time::is_nat(times))
/// }
/// assert!(any(&[Timedelta64::<Day>::NAT]));
/// ```
pub trait MaybeTime: Element {
    /// Whether it is a point in time, and not a span.
    #[doc(hidden)]
    const IS_DATE: bool;
    #[doc(hidden)]
    fn of_counts(counts: Array<i64>) -> Array<Self>;
    #[doc(hidden)]
    fn counts_of(times: View<'_, Self>) -> View<'_, i64>;
}

macro_rules! times {
    ($($Name:ident $date:literal)*) => {$(
        impl<U: Unit> MaybeTime for $Name<U> {
            const IS_DATE: bool = $date;
            fn of_counts(counts: Array<i64>) -> Array<Self> {
                Array::from_counts(counts)
            }
            fn counts_of(times: View<'_, Self>) -> View<'_, i64> {
                times.counts()
            }
        }
    )*};
}
times!(Datetime64 true Timedelta64 false);

/// Which dates or spans are missing.
///
/// `times`: any shape → `bool` of the same shape.
///
/// # NumPy
/// `np.isnat(times)`.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Day};
///
/// let days = Datetime64::<Day>::parse_all(array!["2000-01-01", "NaT"])?;
/// assert_eq!(nd_ops::time::is_nat(&days), array![false, true]);
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
pub fn is_nat<A: ArrayLike<Elem: MaybeTime>>(times: A) -> Array<bool> {
    zip((&A::Elem::counts_of(times.view()),)).map(|(count,)| count == super::NAT)
}
