//! Shuffling and permutations.

use super::RandomState;
use super::choice::Population;
use crate::bits::BitGenerator;
use crate::interval::masked;
use nd_core::{Array, Element, ViewMut};

/// What [`RandomState::shuffle`] reorders: `&mut a` for arrays, vectors and slices, or a
/// mutable view.
pub trait Shuffle: sealed::Rows {}
impl<R: sealed::Rows> Shuffle for R {}

mod sealed {
    pub trait Rows {
        /// Reorders with what `below(i)` returns, which is at most `i`.
        fn shuffle(self, below: impl FnMut(usize) -> usize);
    }
}
use sealed::Rows;

impl<T> Rows for &mut [T] {
    fn shuffle(self, mut below: impl FnMut(usize) -> usize) {
        for i in (1..self.len()).rev() {
            self.swap(i, below(i));
        }
    }
}

impl<T> Rows for &mut Vec<T> {
    fn shuffle(self, below: impl FnMut(usize) -> usize) {
        self.as_mut_slice().shuffle(below);
    }
}

impl<T: Element> Rows for &mut Array<T> {
    fn shuffle(self, below: impl FnMut(usize) -> usize) {
        self.view_mut().shuffle(below);
    }
}

impl<T: Element> Rows for ViewMut<'_, T> {
    fn shuffle(mut self, below: impl FnMut(usize) -> usize) {
        assert!(self.ndim() > 0, "shuffle: an array without axes has no order");
        if self.size() == 0 {
            return;
        }
        if self.ndim() == 1
            && let Some(elements) = self.as_slice_mut()
        {
            return elements.shuffle(below);
        }
        let order = order(self.shape()[0], below);
        let reordered = self.view().take(&order, 0);
        self.assign(&reordered);
    }
}

/// The indices of `0..n`, shuffled.
pub(super) fn order(n: usize, below: impl FnMut(usize) -> usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.shuffle(below);
    order
}

impl<B: BitGenerator> RandomState<B> {
    /// Reorders along the first axis, in place.
    ///
    /// # Panics
    /// If the array has no axes.
    ///
    /// # NumPy
    /// `np.random.shuffle(a)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// let mut cards = vec!["ace", "two", "three", "four", "five"];
    /// random.shuffle(&mut cards);
    /// assert_eq!(cards, ["two", "five", "three", "ace", "four"]);
    /// ```
    #[track_caller]
    pub fn shuffle(&mut self, a: impl Shuffle) {
        let bits = &mut self.source.bits;
        a.shuffle(|i| masked(bits, i as u64) as usize);
    }

    /// The integers below `x` in a random order, or a copy of `x`, reordered along the first
    /// axis.
    ///
    /// # Panics
    /// If the array has no axes.
    ///
    /// # NumPy
    /// `np.random.permutation(x)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.permutation(5), nd_core::array![1, 4, 2, 0, 3]);
    /// assert_eq!(random.permutation(&nd_core::array![[1, 2], [3, 4]]).shape(), [2, 2]);
    /// ```
    #[track_caller]
    pub fn permutation<P: Population>(&mut self, x: P) -> Array<P::Item> {
        x.reordered(&self.shuffled(x.count()))
    }

    pub(super) fn shuffled(&mut self, n: usize) -> Vec<usize> {
        let bits = &mut self.source.bits;
        order(n, |i| masked(bits, i as u64) as usize)
    }
}
