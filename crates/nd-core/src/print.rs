//! Printing as NumPy prints.

use crate::array::Array;
use crate::cow::CowArray;
use crate::view::View;
use crate::view_mut::ViewMut;
use std::fmt;

impl<T: fmt::Debug> fmt::Debug for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} shape={:?}", self.iter().collect::<Vec<_>>(), self.shape())
    }
}

macro_rules! forward_print {
    ($($Type:ty)*) => {$(
        impl<T: fmt::Debug> fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.view(), f)
            }
        }
    )*};
}
forward_print!(Array<T> ViewMut<'_, T> CowArray<'_, T>);
