//! Element by element: what several products share.

use crate::matrices::output::elements;
use crate::products::Arithmetic;
use nd_core::{Array, View, zip};

/// `a · b`, of shapes that broadcast.
#[inline(never)]
pub(crate) fn times<T: Arithmetic>(a: View<'_, T>, b: View<'_, T>) -> Array<T> {
    zip((&a, &b)).map(|(a, b)| a.times(b))
}

/// The conjugates.
pub(super) fn conjugates<T: Arithmetic>(x: View<'_, T>) -> Array<T> {
    let mut copy = x.to_array();
    elements(&mut copy).iter_mut().for_each(|x| *x = x.conjugate());
    copy
}
