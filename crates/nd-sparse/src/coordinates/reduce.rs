//! Sums, means and extremes of arrays with any number of axes.
//!
//! Sums are in the type of sums, so that entries at one place do not wrap before they count.

use super::Coo;
use super::keys::keys;
use crate::element::{OrderedElement, SparseElement};
use crate::error::ok;
use crate::index::Index;
use crate::kernels::extremes::Which;
use crate::packed::Packed;
use nd_core::{Array, Axes, DType, Element, Number, Shape, ShapeError};
use nd_ops::Over;
use num_traits::Zero;
use std::borrow::Cow;

/// What stays and what goes of the axes of an array that is reduced.
struct Reduced {
    axes: Axes,
    kept: Vec<usize>,
    gone: Vec<usize>,
    /// How many results there are, and of how many elements each.
    results: usize,
    elements: usize,
}

impl Reduced {
    #[track_caller]
    fn new(op: &'static str, shape: &[usize], over: &Over) -> Self {
        let axes = ok(over.resolve(op, shape.len()));
        assert!(over.ddof() == 0.0, "{op}: ddof has a meaning for variances only");
        let (gone, kept): (Vec<usize>, Vec<usize>) =
            (0..shape.len()).partition(|axis| axes.contains(axis));
        let count = |list: &[usize]| {
            let lengths: Vec<usize> = list.iter().map(|&axis| shape[axis]).collect();
            let size = ok(Shape::try_new(&lengths)).checked_size();
            let overflow = || ShapeError::Overflow { op, shape: lengths.into() };
            ok(size.ok_or_else(overflow))
        };
        let (results, elements) = (count(&kept), count(&gone));
        Reduced { axes, kept, gone, results, elements }
    }

    #[track_caller]
    fn restored<U: Element>(&self, results: Vec<U>, shape: &[usize], over: &Over) -> Array<U> {
        let kept: Vec<usize> = self.kept.iter().map(|&axis| shape[axis]).collect();
        over.restore(Array::from_shape_vec(kept, results), shape, &self.axes)
    }
}

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// Truth values at one place are one truth value; numbers are added by whoever sums them.
    fn countable(&self) -> Cow<'_, Self> {
        if T::DTYPE == DType::Bool {
            Cow::Owned(self.sum_duplicates())
        } else {
            Cow::Borrowed(self)
        }
    }

    /// All elements added up.
    ///
    /// # SciPy
    /// `a.sum()`, where entries at one place are added in the element type first, and wrap.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i8>::from_triplets([1, 1], [(0, 0, 100), (0, 0, 100)])?;
    /// assert_eq!(a.sum(), 200);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn sum(&self) -> T::Sum {
        let sum = |sum: T::Wide, value: &T| sum.plus(value.widened());
        T::narrowed(self.countable().values.iter().fold(T::Wide::zero(), sum))
    }

    /// Sums along axes, which go away.
    ///
    /// # Panics
    /// If there is no such axis, or the result does not fit the address space.
    ///
    /// # SciPy
    /// `a.sum(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[[1, 0], [2, 3]]]);
    /// assert_eq!(a.sum_axis(1), nd_core::array![[3, 3]]);
    /// assert_eq!(a.sum_axis([0, -1]), nd_core::array![1, 5]);
    /// ```
    #[track_caller]
    pub fn sum_axis(&self, axes: impl Into<Over>) -> Array<T::Sum> {
        let wide = self.added_up("sum_axis", axes.into(), T::Wide::zero(), |sum, value| {
            sum.plus(value.widened())
        });
        let (sums, reduced, over) = wide;
        reduced.restored(sums.into_iter().map(T::narrowed).collect(), &self.shape, &over)
    }

    /// The mean of all elements; NaN of none.
    ///
    /// # Panics
    /// If there are more elements than `usize` can count.
    ///
    /// # SciPy
    /// `a.mean()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[[1, 0], [2, 3]]]);
    /// assert_eq!(a.mean(), 1.5);
    /// ```
    #[track_caller]
    pub fn mean(&self) -> T::Mean {
        let count = Reduced::new("mean", &self.shape, &Over::from(..)).elements;
        let sum = |sum: T::Float, value: &T| sum.plus(value.floated());
        T::mean(self.countable().values.iter().fold(T::Float::zero(), sum), count)
    }

    /// Means along axes, which go away; NaN of no elements.
    ///
    /// # Panics
    /// As [`sum_axis`](Self::sum_axis).
    ///
    /// # SciPy
    /// `a.mean(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[[1, 0], [2, 3]]]);
    /// assert_eq!(a.mean_axis([0, 2]), nd_core::array![0.5, 2.5]);
    /// ```
    #[track_caller]
    pub fn mean_axis(&self, axes: impl Into<Over>) -> Array<T::Mean> {
        let float = self.added_up("mean_axis", axes.into(), T::Float::zero(), |sum, value| {
            sum.plus(value.floated())
        });
        let (sums, reduced, over) = float;
        let means = sums.into_iter().map(|sum| T::mean(sum, reduced.elements)).collect();
        reduced.restored(means, &self.shape, &over)
    }

    /// How many elements are not zero along axes, which go away; entries at one place are added first.
    ///
    /// # Panics
    /// As [`sum_axis`](Self::sum_axis).
    ///
    /// # SciPy
    /// `a.count_nonzero(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[[1, 0], [2, 3]]]);
    /// assert_eq!(a.count_nonzero_axis([0, 2]), nd_core::array![1, 2]);
    /// ```
    #[track_caller]
    pub fn count_nonzero_axis(&self, axes: impl Into<Over>) -> Array<usize> {
        let (counts, reduced, over) =
            self.sum_duplicates().added_up("count_nonzero_axis", axes.into(), 0, |count, value| {
                count + usize::from(!value.is_zero())
            });
        reduced.restored(counts, &self.shape, &over)
    }

    /// The entries added up by the axes that stay, in their order.
    #[track_caller]
    fn added_up<W: Copy>(
        &self,
        op: &'static str,
        over: Over,
        zero: W,
        add: impl Fn(W, T) -> W,
    ) -> (Vec<W>, Reduced, Over) {
        let reduced = Reduced::new(op, &self.shape, &over);
        let a = self.countable();
        let mut sums = vec![zero; reduced.results];
        for (place, &value) in ok(keys(op, &a, &reduced.kept)).into_iter().zip(&a.values) {
            sums[place] = add(sums[place], value);
        }
        (sums, reduced, over)
    }
}

const MAX: Which = Which { largest: true, skip_nan: false };
const MIN: Which = Which { largest: false, skip_nan: false };
const NANMAX: Which = Which { largest: true, skip_nan: true };
const NANMIN: Which = Which { largest: false, skip_nan: true };

/// An extreme of everything and along axes.
macro_rules! extremes {
    ($($name:ident $along:ident $which:ident $what:literal $values:literal $of_all:literal $of_axes:literal;)*) => {
        impl<T: OrderedElement<I>, I: Index> Coo<T, I> {$(
            #[doc = concat!("The ", $what)]
            /// What is not stored counts as zero; entries at one place are added first.
            ///
            /// # Panics
            /// If there are no elements, or more than `usize` can count.
            ///
            /// # SciPy
            #[doc = concat!("`a.", stringify!($name), "()`.")]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("let a = nd_sparse::Coo::<f64>::from_dense(", $values, ");")]
            #[doc = $of_all]
            /// ```
            #[track_caller]
            pub fn $name(&self) -> T {
                let lanes = self.lanes(stringify!($name), &Over::from(..)).1;
                match T::extreme_total_wide(lanes.view(), $which) {
                    Some(extreme) => extreme,
                    None => panic!("{}: no elements in shape {:?}", stringify!($name), self.shape()),
                }
            }

            #[doc = concat!("Along axes, dense: the ", $what)]
            /// What is not stored counts as zero; entries at one place are added first.
            ///
            /// # Panics
            /// If there is no such axis, there are results of no elements, or the results do not fit the address
            /// space.
            ///
            /// # SciPy
            #[doc = concat!("`a.", stringify!($name), "(axis)`, which is sparse.")]
            ///
            /// # Examples
            /// ```
            #[doc = concat!("let a = nd_sparse::Coo::<f64>::from_dense(", $values, ");")]
            #[doc = $of_axes]
            /// ```
            #[track_caller]
            pub fn $along(&self, axes: impl Into<Over>) -> Array<T> {
                let over = axes.into();
                let (reduced, lanes) = self.lanes(stringify!($along), &over);
                reduced.restored(T::extreme_lanes_wide(lanes.view(), $which), &self.shape, &over)
            }
        )*}
    };
}

extremes! {
    max max_axis MAX "largest element; NaN if there is one." "[[[-1.0, 0.0], [-3.0, -2.0]]]"
        "assert_eq!(a.max(), 0.0);" "assert_eq!(a.max_axis([0, 2]), nd_core::array![0.0, -2.0]);";
    min min_axis MIN "smallest element; NaN if there is one." "[[[1.0, 0.0], [3.0, 2.0]]]"
        "assert_eq!(a.min(), 0.0);" "assert_eq!(a.min_axis([0, 2]), nd_core::array![0.0, 2.0]);";
    nanmax nanmax_axis NANMAX "largest element that is not NaN; NaN if there is no other." "[[[1.0, f64::NAN]]]"
        "assert_eq!(a.nanmax(), 1.0);" "assert_eq!(a.nanmax_axis([0, 2]), nd_core::array![1.0]);";
    nanmin nanmin_axis NANMIN "smallest element that is not NaN; NaN if there is no other." "[[[1.0, f64::NAN]]]"
        "assert_eq!(a.nanmin(), 1.0);" "assert_eq!(a.nanmin_axis([0, 2]), nd_core::array![1.0]);";
}

impl<T: OrderedElement<I>, I: Index> Coo<T, I> {
    /// The array as a matrix: a row for each result, and across it the places on the axes that go away.
    #[track_caller]
    fn lanes(&self, op: &'static str, over: &Over) -> (Reduced, Packed<T, usize>) {
        let reduced = Reduced::new(op, &self.shape, over);
        if reduced.elements == 0 && reduced.results > 0 {
            panic!("{op}: no elements along the axes of shape {:?}", self.shape());
        }
        let order = [&reduced.kept[..], &reduced.gone].concat();
        let order: Vec<isize> = order.into_iter().map(|axis| axis as isize).collect();
        // In C order of these axes, each place once.
        let a = self.permute_dims(&order).sum_duplicates();
        let (kept, gone): (Vec<usize>, Vec<usize>) =
            (0..self.ndim()).partition(|&axis| axis < reduced.kept.len());
        let mut starts = vec![0; reduced.results + 1];
        for lane in ok(keys(op, &a, &kept)) {
            starts[lane + 1] += 1;
        }
        for lane in 0..reduced.results {
            starts[lane + 1] += starts[lane];
        }
        let indices = ok(keys(op, &a, &gone));
        let across = reduced.elements;
        (reduced, Packed { starts, indices, values: a.values, across })
    }

    #[track_caller]
    fn place(&self, op: &'static str, which: Which) -> Vec<usize> {
        let (_, lanes) = self.lanes(op, &Over::from(..));
        let place = T::place_lanes_wide(lanes.view(), which)[0];
        let coords = super::keys::coords::<usize>(&[place], &self.shape);
        coords.into_iter().map(|list| list[0]).collect()
    }

    /// The index of the largest element: the first in C order, a NaN if there is one. What is not stored counts as
    /// zero; entries at one place are added first.
    ///
    /// # Panics
    /// If there are no elements, or more than `usize` can count.
    ///
    /// # SciPy
    /// `np.unravel_index(a.argmax(), a.shape)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::from_dense([[[-1, -2], [0, -3]]]);
    /// assert_eq!(a.argmax(), [0, 1, 0]);
    /// ```
    #[track_caller]
    pub fn argmax(&self) -> Vec<usize> {
        self.place("argmax", MAX)
    }

    /// The index of the smallest element: the first in C order, a NaN if there is one. What is not stored counts as
    /// zero; entries at one place are added first.
    ///
    /// # Panics
    /// If there are no elements, or more than `usize` can count.
    ///
    /// # SciPy
    /// `np.unravel_index(a.argmin(), a.shape)`, which passes NaN over.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::from_dense([[[1, 2], [0, 3]]]);
    /// assert_eq!(a.argmin(), [0, 1, 0]);
    /// ```
    #[track_caller]
    pub fn argmin(&self) -> Vec<usize> {
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
    /// let a = nd_sparse::Coo::<i32>::from_dense([[[-1, 0], [3, 5]]]);
    /// assert_eq!(a.argmax_axis(2), nd_core::array![[1, 1]]);
    /// ```
    #[track_caller]
    pub fn argmax_axis(&self, axis: isize) -> Array<usize> {
        self.places_along("argmax_axis", axis, MAX)
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
    /// let a = nd_sparse::Coo::<i32>::from_dense([[[-1, 0], [3, 5]]]);
    /// assert_eq!(a.argmin_axis(1), nd_core::array![[0, 0]]);
    /// ```
    #[track_caller]
    pub fn argmin_axis(&self, axis: isize) -> Array<usize> {
        self.places_along("argmin_axis", axis, MIN)
    }

    #[track_caller]
    fn places_along(&self, op: &'static str, axis: isize, which: Which) -> Array<usize> {
        let over = Over::from(axis);
        let (reduced, lanes) = self.lanes(op, &over);
        reduced.restored(T::place_lanes_wide(lanes.view(), which), &self.shape, &over)
    }
}
