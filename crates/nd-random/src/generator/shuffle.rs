//! Shuffles and permutations.

use super::Generator;
use crate::bits::BitGenerator;
use crate::interval::masked;
use nd_core::{Array, ArrayLike, Element, ShapeError, ViewMut, normalize_axis};

/// Shuffles positions `first..n` into those below, with `swap`: Fisher and Yates, from the
/// end.
#[inline(always)]
pub(crate) fn shuffle<B: BitGenerator>(
    bits: &mut B,
    n: usize,
    first: usize,
    mut swap: impl FnMut(usize, usize),
) {
    for i in (first..n).rev() {
        swap(i, masked(bits, i as u64) as usize);
    }
}

/// `0..n`.
pub(crate) fn counted(n: usize) -> Array<i64> {
    let mut next = 0..;
    // Not a `Vec`: large arrays come in huge pages, whose first touch costs a third.
    Array::from_slots(n, |slots| slots.fill_with(|| next.next().unwrap_or(0)))
}

/// `0..n` in random order.
fn shuffled<B: BitGenerator>(bits: &mut B, n: usize) -> Array<i64> {
    let mut order = counted(n);
    if let Some(order) = order.view_mut().as_slice_mut() {
        shuffle(bits, n, 1, |i, j| order.swap(i, j));
    }
    order
}

impl<B: BitGenerator> Generator<B> {
    /// Brings the rows of `a` (its elements, if it is 1-d) into random order, in place.
    ///
    /// # Panics
    /// If `a` is 0-d.
    ///
    /// # NumPy
    /// `rng.shuffle(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let mut cards = Array::from_vec((0..52).collect());
    /// nd_random::default_rng(1).shuffle(cards.view_mut());
    /// assert_ne!(cards[[0]], 0);
    /// ```
    /// ```should_panic
    /// nd_random::default_rng(1).shuffle(nd_core::Array::scalar(1).view_mut());
    /// ```
    #[track_caller]
    pub fn shuffle<T: Element>(&mut self, a: ViewMut<'_, T>) {
        self.shuffle_axis(a, 0);
    }

    /// As [`shuffle`](Self::shuffle), along any axis.
    ///
    /// # Panics
    /// If `a` has no such axis.
    ///
    /// # NumPy
    /// `rng.shuffle(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut a = array![[1, 2, 3], [10, 20, 30]];
    /// nd_random::default_rng(1).shuffle_axis(a.view_mut(), 1);
    /// assert!((0..3).all(|j| a[[1, j]] == 10 * a[[0, j]])); // columns stay together
    /// ```
    #[track_caller]
    pub fn shuffle_axis<T: Element>(&mut self, mut a: ViewMut<'_, T>, axis: isize) {
        let axis = axis_of("shuffle", axis, a.ndim());
        let n = a.shape()[axis];
        if a.size() == 0 {
            return;
        }
        if a.ndim() == 1 {
            match a.as_slice_mut() {
                Some(elements) => shuffle(&mut self.bits, n, 1, |i, j| elements.swap(i, j)),
                None => shuffle(&mut self.bits, n, 1, |i, j| {
                    let (x, y) = (a[[i]], a[[j]]);
                    (a[[i]], a[[j]]) = (y, x);
                }),
            }
            return;
        }
        let order = shuffled(&mut self.bits, n);
        let moved = a.view().take(&order, axis as isize);
        a.assign(&moved);
    }

    /// The integers from 0 to below `n` in random order.
    ///
    /// # NumPy
    /// `rng.permutation(n)`.
    ///
    /// # Examples
    /// ```
    /// let order = nd_random::default_rng(1).permutation(10);
    /// assert_eq!(order.iter().sum::<i64>(), 45);
    /// ```
    pub fn permutation(&mut self, n: usize) -> Array<i64> {
        shuffled(&mut self.bits, n)
    }

    /// A copy of `a` with its rows (or what lies along `axis`) in random order.
    ///
    /// # Panics
    /// If `a` has no such axis.
    ///
    /// # NumPy
    /// `rng.permutation(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let rows = nd_random::default_rng(1).permutation_of(&array![[1, 2], [3, 4], [5, 6]], 0);
    /// assert_eq!(rows.shape(), [3, 2]);
    /// ```
    /// ```should_panic
    /// nd_random::default_rng(1).permutation_of(&nd_core::array![1, 2], 1);
    /// ```
    #[track_caller]
    pub fn permutation_of<A: ArrayLike<Elem: Element>>(
        &mut self,
        a: A,
        axis: isize,
    ) -> Array<A::Elem> {
        let a = a.view();
        let axis = axis_of("permutation", axis, a.ndim());
        let order = shuffled(&mut self.bits, a.shape()[axis]);
        a.take(&order, axis as isize)
    }

    /// A copy of `a` with all its elements in random order.
    ///
    /// # NumPy
    /// `rng.permuted(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = nd_random::default_rng(1).permuted(&array![[1, 2], [3, 4]]);
    /// assert_eq!(a.iter().sum::<i32>(), 10);
    /// ```
    pub fn permuted<A: ArrayLike<Elem: Element>>(&mut self, a: A) -> Array<A::Elem> {
        let a = a.view();
        let fortran = in_fortran_order(a.strides());
        let mut out = if fortran { a.t().to_array() } else { a.to_array() };
        if let Some(elements) = out.view_mut().as_slice_mut() {
            shuffle(&mut self.bits, elements.len(), 1, |i, j| elements.swap(i, j));
        }
        if fortran { out.t().to_array() } else { out }
    }

    /// A copy of `a` with the elements of each lane along `axis` in a random order of its own.
    ///
    /// # Panics
    /// If `a` has no such axis.
    ///
    /// # NumPy
    /// `rng.permuted(a, axis=axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = nd_random::default_rng(1).permuted_axis(&array![[1, 2, 3], [4, 5, 6]], 1);
    /// assert!(a.iter().take(3).all(|&x| x < 4)); // elements stay in their row
    /// ```
    #[track_caller]
    pub fn permuted_axis<A: ArrayLike<Elem: Element>>(
        &mut self,
        a: A,
        axis: isize,
    ) -> Array<A::Elem> {
        let mut out = a.view().to_array();
        let axis = axis_of("permuted", axis, out.ndim());
        for mut lane in out.lanes_mut(axis as isize) {
            shuffle(&mut self.bits, lane.size(), 0, |i, j| {
                let (x, y) = (lane[[i]], lane[[j]]);
                (lane[[i]], lane[[j]]) = (y, x);
            });
        }
        out
    }
}

/// Whether a copy that keeps the order of the strides would be in Fortran order, and not in C
/// order: it decides in which order NumPy shuffles all elements.
fn in_fortran_order(strides: &[isize]) -> bool {
    let rising = |pair: &[isize]| pair[0].unsigned_abs() <= pair[1].unsigned_abs();
    let falling = |pair: &[isize]| pair[0].unsigned_abs() >= pair[1].unsigned_abs();
    strides.windows(2).all(rising) && !strides.windows(2).all(falling)
}

#[track_caller]
fn axis_of(op: &'static str, axis: isize, ndim: usize) -> usize {
    match normalize_axis(op, axis, ndim) {
        Ok(axis) => axis,
        Err(error) => refuse(error),
    }
}

#[cold]
#[track_caller]
fn refuse(error: ShapeError) -> ! {
    panic!("{error}")
}
