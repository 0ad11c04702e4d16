//! Times that are missing.

use nd_core::time::TimeElement;
use nd_core::{Array, ArrayLike, zip};

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
pub fn is_nat<A: ArrayLike<Elem: TimeElement>>(times: A) -> Array<bool> {
    zip((&times.view().counts(),)).map(|(count,)| count == super::NAT)
}
