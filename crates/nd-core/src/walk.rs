//! Walking offsets in C order: the plain, safe odometer behind iterators.

use crate::layout::Layout;
use crate::shape::Shape;

/// The offsets of all elements in C order.
#[derive(Clone, Debug)]
pub(crate) struct Offsets {
    layout: Layout,
    index: Shape,
    next: isize,
    left: usize,
}

/// The offsets of a layout's elements in C order, relative to the first one.
pub(crate) fn offsets(layout: &Layout) -> Offsets {
    let index = Shape::filled(layout.ndim(), 0);
    Offsets { layout: *layout, index, next: 0, left: layout.size() }
}

impl Offsets {
    /// The index whose offset comes next.
    pub(crate) fn index(&self) -> &Shape {
        &self.index
    }
}

impl Iterator for Offsets {
    type Item = isize;

    #[inline]
    fn next(&mut self) -> Option<isize> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let offset = self.next;
        for axis in (0..self.layout.ndim()).rev() {
            self.index[axis] += 1;
            self.next += self.layout.strides[axis];
            if self.index[axis] < self.layout.shape[axis] {
                break;
            }
            self.next -= self.layout.strides[axis] * self.layout.shape[axis] as isize;
            self.index[axis] = 0;
        }
        Some(offset)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Offsets {}
