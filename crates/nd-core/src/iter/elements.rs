//! One element after the other, in C order.

use crate::array::Array;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::walk::{Offsets, offsets};

/// Offsets of all elements in C order: a run along the last axis at a time.
struct Runs {
    /// Offsets of the first element of each run.
    starts: Offsets,
    /// The next element of the current run, how many are left in it, and their distance.
    next: isize,
    left_in_run: usize,
    step: isize,
    run: usize,
    left: usize,
}

impl Runs {
    fn new(layout: &Layout) -> Runs {
        let mut outer = *layout;
        // A C-contiguous array is one run, whatever its rank.
        let (run, step) = if outer.is_c_contiguous() {
            let size = outer.size();
            outer = Layout::c_order(());
            (size, 1)
        } else {
            let last = outer.ndim() - 1;
            let (n, step) = (outer.shape[last], outer.strides[last]);
            outer.remove_axis(last);
            (n, step)
        };
        let starts = offsets(&outer);
        Runs { starts, next: 0, left_in_run: 0, step, run, left: layout.size() }
    }

    #[inline]
    fn next(&mut self) -> Option<isize> {
        if self.left_in_run == 0 {
            if self.left == 0 {
                return None;
            }
            self.next = self.starts.next()?;
            self.left_in_run = self.run;
        }
        let current = self.next;
        self.left_in_run -= 1;
        self.left -= 1;
        // Beyond the last element of a run this is nobody's offset, and not used.
        self.next = current.wrapping_add(self.step);
        Some(current)
    }
}

/// Shared references to all elements in C order; see [`View::iter`].
pub struct Iter<'a, T> {
    runs: Runs,
    view: View<'a, T>,
}

/// Mutable references to all elements in C order; see [`Array::iter_mut`].
pub struct IterMut<'a, T> {
    runs: Runs,
    view: ViewMut<'a, T>,
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    #[inline]
    fn next(&mut self) -> Option<&'a T> {
        self.runs.next().map(|offset| self.view.at_offset(offset))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.runs.left, Some(self.runs.left))
    }
}
impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> Iterator for IterMut<'a, T> {
    type Item = &'a mut T;

    #[inline]
    fn next(&mut self) -> Option<&'a mut T> {
        // Each index comes once.
        self.runs.next().map(|offset| self.view.element_apart(offset))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.runs.left, Some(self.runs.left))
    }
}
impl<T> ExactSizeIterator for IterMut<'_, T> {}

/// Elements with their index; see [`View::indexed_iter`].
pub struct IndexedIter<'a, T> {
    offsets: Offsets,
    elements: Iter<'a, T>,
}

/// Mutable elements with their index; see [`Array::indexed_iter_mut`].
pub struct IndexedIterMut<'a, T> {
    offsets: Offsets,
    elements: IterMut<'a, T>,
}

impl<'a, T> Iterator for IndexedIter<'a, T> {
    type Item = (Shape, &'a T);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let index = *self.offsets.index();
        self.offsets.next();
        Some((index, self.elements.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.elements.size_hint()
    }
}
impl<T> ExactSizeIterator for IndexedIter<'_, T> {}

impl<'a, T> Iterator for IndexedIterMut<'a, T> {
    type Item = (Shape, &'a mut T);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let index = *self.offsets.index();
        self.offsets.next();
        Some((index, self.elements.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.elements.size_hint()
    }
}
impl<T> ExactSizeIterator for IndexedIterMut<'_, T> {}

impl<'a, T> View<'a, T> {
    /// All elements in C order, whatever the order in memory.
    ///
    /// # NumPy
    /// `a.flat`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![[1, 2], [3, 4]];
    /// assert_eq!(a.t().iter().copied().collect::<Vec<_>>(), [1, 3, 2, 4]);
    /// ```
    pub fn iter(self) -> Iter<'a, T> {
        Iter { runs: Runs::new(self.layout()), view: self }
    }

    /// All elements with their index, in C order.
    ///
    /// # NumPy
    /// `np.ndenumerate(a)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![[1, 2], [3, 4]];
    /// let (index, value) = a.indexed_iter().last().unwrap();
    /// assert_eq!((index.as_slice(), *value), (&[1, 1][..], 4));
    /// ```
    pub fn indexed_iter(self) -> IndexedIter<'a, T> {
        IndexedIter { offsets: offsets(self.layout()), elements: self.iter() }
    }
}

impl<'a, T> ViewMut<'a, T> {
    fn into_iter_mut(self) -> IterMut<'a, T> {
        IterMut { runs: Runs::new(self.layout()), view: self }
    }
}

macro_rules! iterate_mut {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T> $Type {
            /// All elements in C order, to write to.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![1, 2];
            /// a.iter_mut().for_each(|x| *x *= 10);
            /// assert_eq!(a, nd_core::array![10, 20]);
            /// ```
            pub fn iter_mut(&mut self) -> IterMut<'_, T> {
                self.$view_mut().into_iter_mut()
            }

            /// All elements with their index, in C order, to write to.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::Array::<usize>::zeros([2, 2]);
            /// for (index, x) in a.indexed_iter_mut() {
            ///     *x = index[0] + 10 * index[1];
            /// }
            /// assert_eq!(a, nd_core::array![[0, 10], [1, 11]]);
            /// ```
            pub fn indexed_iter_mut(&mut self) -> IndexedIterMut<'_, T> {
                let offsets = offsets(self.layout());
                IndexedIterMut { offsets, elements: self.iter_mut() }
            }
        }
    )*};
}
iterate_mut! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}

impl<'a, T> IntoIterator for View<'a, T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a Array<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut Array<T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> {
        self.iter_mut()
    }
}

impl<'a, T> IntoIterator for ViewMut<'a, T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> {
        self.into_iter_mut()
    }
}
