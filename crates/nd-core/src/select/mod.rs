//! Advanced indexing: picking elements by integer arrays and boolean masks. Always a copy.
//!
//! In reading order:
//! 1. [`element`]: which element types may index, and counting from the end.
//! 2. [`take`](mod@take): one index array along one axis, the common case.
//! 3. [`mask`]: boolean masks, and where they are true.
//! 4. [`spec`]: [`ix!`](crate::ix), a whole index expression as a value.
//! 5. [`gather`]: NumPy's rules for such an expression, reading and writing.
//! 6. [`along`]: one index for each lane, `take_along_axis`.
//! 7. [`place`]: values in turn where a mask is true.

mod along;
mod element;
mod gather;
mod mask;
mod place;
mod spec;
mod take;

pub use element::{IndexElement, Picks};
pub use spec::IndexItem;

use crate::element::Element;
use crate::view::View;
use std::borrow::Cow;

/// The elements in C order as one slice: borrowed where they lie so, copied otherwise.
fn in_order<T: Element>(view: View<'_, T>) -> Cow<'_, [T]> {
    match view.as_slice() {
        Some(slice) => Cow::Borrowed(slice),
        None => Cow::Owned(view.iter().copied().collect()),
    }
}
