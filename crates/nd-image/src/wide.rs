//! Integers that are filtered as `f64`: one instance of the machinery serves them all.

use crate::lanes;
use crate::pixel::Pixel;
use crate::rounding::Rounding;
use nd_core::{Array, View};

/// What makes of sums, after each axis, what the element type can hold.
pub(crate) type Settle<T> = Option<fn(&mut [T])>;

type Work<'a> = dyn Fn(View<'_, f64>, Settle<f64>) -> Array<f64> + 'a;

/// Work on `f64`, done for an array of integers.
pub(crate) fn through<T: Pixel<Acc = f64>>(
    a: View<'_, T>,
    rounding: Rounding,
    work: &Work<'_>,
) -> Array<T> {
    let wide = a.map(|x| x.widen());
    match rounding {
        Rounding::Truncate => {
            work(wide.view(), Some(lanes::settle::<T>)).view().map(|x| T::narrow(x))
        }
        Rounding::Nearest => work(wide.view(), None).view().map(|x| T::nearest(x)),
    }
}
