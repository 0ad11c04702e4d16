//! [`Part`]: what of an element is added up, or multiplied.

use super::AddedIn;
use nd_core::Number;

/// What of an element is added up, or multiplied.
pub(super) trait Part<T, W> {
    fn of(x: T) -> W;
}

/// The element, in a wider type.
pub(super) struct Widened;
/// The element as it is.
pub(super) struct Itself;
/// The element, or 0 for NaN.
pub(super) struct OrZero;
/// The element, or 1 for NaN.
pub(super) struct OrOne;

impl<T: AddedIn<W>, W: Number> Part<T, W> for Widened {
    #[inline(always)]
    fn of(x: T) -> W {
        x.widen()
    }
}

impl<W: Number> Part<W, W> for Itself {
    #[inline(always)]
    fn of(x: W) -> W {
        x
    }
}

impl<W: Number> Part<W, W> for OrZero {
    #[inline(always)]
    fn of(x: W) -> W {
        if is_nan(x) { W::zero() } else { x }
    }
}

impl<W: Number> Part<W, W> for OrOne {
    #[inline(always)]
    fn of(x: W) -> W {
        if is_nan(x) { W::one() } else { x }
    }
}

/// Whether a number is NaN, or a complex one that has a NaN: nothing else differs from itself.
#[inline(always)]
pub(super) fn is_nan<W: Number>(x: W) -> bool {
    let itself = x;
    x != itself
}
