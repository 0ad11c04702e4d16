//! `trim_zeros`: the box around what is not zero.

use crate::axes::normalize_axes;
use crate::element::Element;
use crate::error::ok;
use crate::join::narrowed;
use crate::view::View;
use crate::zip::zip;

/// From which ends [`View::trim_zeros`] takes zeros.
///
/// # NumPy
/// The argument `trim`: `"f"`, `"b"` and `"fb"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trim {
    /// From the beginning.
    Front,
    /// From the end.
    Back,
    /// From both.
    #[default]
    Both,
}

impl<'a, T: Element + Default + PartialEq> View<'a, T> {
    /// The part within which all elements lie that are not zero: of a vector, without zeros at its ends.
    ///
    /// Any shape → no longer on any axis. NaN is not zero, -0.0 is. Where all are zero nothing is left: every
    /// axis has length 0.
    ///
    /// # NumPy
    /// `np.trim_zeros(a, trim)`, a view there, too.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Trim, array};
    ///
    /// let a = array![0, 0, 1, 0, 2, 0];
    /// assert_eq!(a.trim_zeros(Trim::Both), array![1, 0, 2]);
    /// assert_eq!(a.trim_zeros(Trim::Front), array![1, 0, 2, 0]);
    /// assert_eq!(array![[0, 0], [0, 3], [0, 0]].trim_zeros(Trim::Both), array![[3]]);
    /// assert_eq!(array![[0.0, -0.0]].trim_zeros(Trim::Both).shape(), [0, 0]);
    /// ```
    pub fn trim_zeros(self, trim: Trim) -> View<'a, T> {
        (0..self.ndim()).fold(self, |view, axis| view.trimmed(trim, axis))
    }

    /// As [`trim_zeros`](Self::trim_zeros), along some of the axes.
    ///
    /// # Panics
    /// If there is no such axis, or one is named twice.
    ///
    /// # NumPy
    /// `np.trim_zeros(a, trim, axis=axes)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Trim, array};
    ///
    /// let a = array![[0, 0], [0, 3], [0, 0]];
    /// assert_eq!(a.trim_zeros_axes(Trim::Both, &[-1]), array![[0], [3], [0]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].trim_zeros_axes(nd_core::Trim::Both, &[1]);
    /// ```
    #[track_caller]
    pub fn trim_zeros_axes(self, trim: Trim, axes: &[isize]) -> View<'a, T> {
        let axes = ok(normalize_axes("trim_zeros", axes, self.ndim()));
        axes.iter().fold(self, |view, &axis| view.trimmed(trim, axis))
    }

    fn trimmed(self, trim: Trim, axis: usize) -> View<'a, T> {
        let zero = T::default();
        let len = self.shape()[axis];
        let holds =
            |&at: &usize| zip((narrowed(self, axis, at, at + 1),)).any(move |(x,)| x != zero);
        let Some(first) = (0..len).find(holds) else { return narrowed(self, axis, 0, 0) };
        let last = (first..len).rfind(holds).unwrap_or(first);
        match trim {
            Trim::Front => narrowed(self, axis, first, len),
            Trim::Back => narrowed(self, axis, 0, last + 1),
            Trim::Both => narrowed(self, axis, first, last + 1),
        }
    }
}
