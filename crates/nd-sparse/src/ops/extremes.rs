//! The largest and the smallest element, and where it is, of everything and along axes.

use super::sums::{Along, along, restored};
use crate::compressed::Compressed;
use crate::element::OrderedElement;
use crate::index::Index;
use crate::kernels::extremes::Which;
use crate::orientation::Orientation;
use nd_core::Array;
use nd_ops::Over;

const MAX: Which = Which { largest: true, skip_nan: false };
const MIN: Which = Which { largest: false, skip_nan: false };
const NANMAX: Which = Which { largest: true, skip_nan: true };
const NANMIN: Which = Which { largest: false, skip_nan: true };

/// An extreme of everything and along axes.
macro_rules! extremes {
    ($($name:ident $along:ident $which:ident $what:literal $scipy:literal $values:literal $of_all:literal $of_axis:literal;)*) => {
        impl<T: OrderedElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {$(
            #[doc = concat!("The ", $what)]
            /// What is not stored counts as zero.
            ///
            /// # Panics
            /// If there are no elements.
            ///
            /// # SciPy
            #[doc = concat!("`a.", $scipy, "()`.")]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("let a = nd_sparse::Csr::<f64>::from_dense(", $values, ");")]
            #[doc = $of_all]
            /// ```
            #[track_caller]
            pub fn $name(&self) -> T {
                match T::extreme_total(self.packed(), $which) {
                    Some(extreme) => extreme,
                    None => panic!("{}: no elements in shape {:?}", stringify!($name), self.shape()),
                }
            }

            #[doc = concat!("Along axes, dense: the ", $what)]
            /// What is not stored counts as zero.
            ///
            /// # Panics
            /// If there is no such axis, or it has length 0 and there are results.
            ///
            /// # SciPy
            #[doc = concat!("`a.", $scipy, "(axis)`, which is sparse.")]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("let a = nd_sparse::Csr::<f64>::from_dense(", $values, ");")]
            #[doc = $of_axis]
            /// ```
            #[track_caller]
            pub fn $along(&self, axes: impl Into<Over>) -> Array<T> {
                self.extremes(stringify!($along), &axes.into(), $which)
            }
        )*}
    };
}

extremes! {
    max max_axis MAX "largest element; NaN if there is one." "max" "[[-1.0, 0.0], [-3.0, -2.0]]"
        "assert_eq!(a.max(), 0.0);" "assert_eq!(a.max_axis(1), nd_core::array![0.0, -2.0]);";
    min min_axis MIN "smallest element; NaN if there is one." "min" "[[1.0, 0.0], [3.0, 2.0]]"
        "assert_eq!(a.min(), 0.0);" "assert_eq!(a.min_axis(1), nd_core::array![0.0, 2.0]);";
    nanmax nanmax_axis NANMAX "largest element that is not NaN; NaN if there is no other." "nanmax" "[[1.0, f64::NAN]]"
        "assert_eq!(a.nanmax(), 1.0);" "assert_eq!(a.nanmax_axis(1), nd_core::array![1.0]);";
    nanmin nanmin_axis NANMIN "smallest element that is not NaN; NaN if there is no other." "nanmin" "[[1.0, f64::NAN]]"
        "assert_eq!(a.nanmin(), 1.0);" "assert_eq!(a.nanmin_axis(1), nd_core::array![1.0]);";
}

impl<T: OrderedElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    #[track_caller]
    fn extremes(&self, op: &'static str, over: &Over, which: Which) -> Array<T> {
        let (along, axes) = along::<O>(op, over);
        let a = self.packed();
        let (reduced, kept) = match along {
            Along::All => (a.lanes().min(a.across), 1),
            Along::Lanes => (a.across, a.lanes()),
            Along::Across => (a.lanes(), a.across),
        };
        if reduced == 0 && kept > 0 {
            panic!("{op}: no elements along the axes of shape {:?}", self.shape());
        }
        let extremes = match along {
            Along::All => T::extreme_total(a, which).into_iter().collect(),
            Along::Lanes => T::extreme_lanes(a, which),
            Along::Across => T::extreme_lanes(T::transposed(a).view(), which),
        };
        restored(extremes, self.shape(), &along, over, &axes)
    }

    #[track_caller]
    fn places(&self, op: &'static str, axis: isize, which: Which) -> Array<usize> {
        let (along, _) = along::<O>(op, &Over::from(axis));
        let a = self.packed();
        let (reduced, kept) = match along {
            Along::Lanes => (a.across, a.lanes()),
            _ => (a.lanes(), a.across),
        };
        if reduced == 0 && kept > 0 {
            panic!("{op}: no elements along the axis of shape {:?}", self.shape());
        }
        Array::from_vec(match along {
            Along::Lanes => T::place_lanes(a, which),
            _ => T::place_lanes(T::transposed(a).view(), which),
        })
    }

    /// Row and column of the first element, by rows, that is the extreme.
    #[track_caller]
    fn place(&self, op: &'static str, which: Which) -> [usize; 2] {
        let shape = self.shape();
        assert!(!shape.contains(&0), "{op}: no elements in shape {shape:?}");
        let made;
        let rows = if O::ROWS {
            self.packed()
        } else {
            made = T::transposed(self.packed());
            made.view()
        };
        let best = Array::from_vec(T::extreme_lanes(rows, which));
        let row = if which.largest { nd_ops::argmax(&best) } else { nd_ops::argmin(&best) };
        [row, T::place_lanes(rows, which)[row]]
    }

    /// Row and column of the largest element: the first by rows, a NaN if there is one. What is not stored counts
    /// as zero.
    ///
    /// # Panics
    /// If there are no elements.
    ///
    /// # SciPy
    /// `np.unravel_index(a.argmax(), a.shape)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[-1, -2], [0, -3]]);
    /// assert_eq!(a.argmax(), [1, 0]);
    /// ```
    #[track_caller]
    pub fn argmax(&self) -> [usize; 2] {
        self.place("argmax", MAX)
    }

    /// Row and column of the smallest element: the first by rows, a NaN if there is one. What is not stored
    /// counts as zero.
    ///
    /// # Panics
    /// If there are no elements.
    ///
    /// # SciPy
    /// `np.unravel_index(a.argmin(), a.shape)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// assert_eq!(a.argmin(), [1, 0]);
    /// ```
    #[track_caller]
    pub fn argmin(&self) -> [usize; 2] {
        self.place("argmin", MIN)
    }

    /// Where the largest element along an axis is first; a NaN if there is one.
    ///
    /// # Panics
    /// If there is no such axis, or it has length 0 and there are results.
    ///
    /// # SciPy
    /// `a.argmax(axis)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[-1.0, 0.0, -2.0], [3.0, f64::NAN, 0.0]]);
    /// assert_eq!(a.argmax_axis(1), nd_core::array![1, 1]);
    /// ```
    #[track_caller]
    pub fn argmax_axis(&self, axis: isize) -> Array<usize> {
        self.places("argmax_axis", axis, MAX)
    }

    /// Where the smallest element along an axis is first; a NaN if there is one.
    ///
    /// # Panics
    /// If there is no such axis, or it has length 0 and there are results.
    ///
    /// # SciPy
    /// `a.argmin(axis)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 0, -2], [3, 4, 5]]);
    /// assert_eq!(a.argmin_axis(1), nd_core::array![2, 0]);
    /// ```
    #[track_caller]
    pub fn argmin_axis(&self, axis: isize) -> Array<usize> {
        self.places("argmin_axis", axis, MIN)
    }
}
