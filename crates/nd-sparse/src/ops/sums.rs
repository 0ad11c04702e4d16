//! Sums, means and counts, of everything and along axes.

use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, Axes, Element};
use nd_ops::Over;

/// What is left of a matrix that is reduced.
pub(super) enum Along {
    /// One number.
    All,
    /// A number for each lane.
    Lanes,
    /// A number for each position across.
    Across,
}

/// Which axes go away, as lanes.
#[track_caller]
pub(super) fn along<O: Orientation>(op: &'static str, over: &Over) -> (Along, Axes) {
    let axes = ok(over.resolve(op, 2));
    assert!(over.ddof() == 0.0, "{op}: ddof has a meaning for variances only");
    let along = match axes[..] {
        [axis] if (axis == 1) == O::ROWS => Along::Lanes,
        [_] => Along::Across,
        _ => Along::All,
    };
    assert!(!axes.is_empty(), "{op}: at least one axis has to go");
    (along, axes)
}

/// A list of results with the axes that stay.
#[track_caller]
pub(super) fn restored<U: Element>(
    results: Vec<U>,
    shape: [usize; 2],
    along: &Along,
    over: &Over,
    axes: &Axes,
) -> Array<U> {
    let results = match along {
        Along::All => Array::from_shape_vec((), results),
        _ => Array::from_vec(results),
    };
    over.restore(results, &shape, axes)
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    /// All elements added up, in the type that [`Entry`](crate::Entry) lists; 0 of none.
    ///
    /// The same bits for rows and columns, and for any number of threads. Integers wrap at 64 bits.
    ///
    /// # SciPy
    /// `a.sum()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// assert_eq!(Csr::<i8>::from_dense([[100, 100, 100]]).sum(), 300);
    /// assert_eq!(Csr::<bool>::from_dense([[true, true]]).sum(), 2);
    /// ```
    pub fn sum(&self) -> T::Sum {
        T::narrowed(T::sum_total(self.packed(), O::ROWS, false))
    }

    /// All elements that are not NaN added up.
    ///
    /// # SciPy
    /// None; `np.nansum`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<f64>::from_dense([[f64::NAN, 2.0]]).nansum(), 2.0);
    /// ```
    pub fn nansum(&self) -> T::Sum {
        T::narrowed(T::sum_total(self.packed(), O::ROWS, true))
    }

    /// Sums along axes, dense: axis 0 adds up rows, 1 columns.
    ///
    /// `f32` is added up in `f64`, so that the result does not depend on the format.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `a.sum(axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::keepdims;
    ///
    /// let a = nd_sparse::Csr::<u8>::from_dense([[200, 0], [100, 1]]);
    /// assert_eq!(a.sum_axis(0), nd_core::array![300, 1]);
    /// assert_eq!(a.sum_axis(keepdims(-1)), nd_core::array![[200], [101]]);
    /// ```
    #[track_caller]
    pub fn sum_axis(&self, axes: impl Into<Over>) -> Array<T::Sum> {
        self.sums("sum_axis", &axes.into(), false)
    }

    /// Sums along axes of what is not NaN.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[f64::NAN, 1.0], [2.0, 0.0]]);
    /// assert_eq!(a.nansum_axis(0), nd_core::array![2.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn nansum_axis(&self, axes: impl Into<Over>) -> Array<T::Sum> {
        self.sums("nansum_axis", &axes.into(), true)
    }

    #[track_caller]
    fn sums(&self, op: &'static str, over: &Over, skip_nan: bool) -> Array<T::Sum> {
        let (along, axes) = along::<O>(op, over);
        let sums = match along {
            Along::All => vec![T::sum_total(self.packed(), O::ROWS, skip_nan)],
            Along::Lanes => T::sum_lanes(self.packed(), skip_nan),
            Along::Across => T::sum_across(self.packed(), skip_nan),
        };
        let sums = sums.into_iter().map(T::narrowed).collect();
        restored(sums, self.shape(), &along, over, &axes)
    }

    /// The mean of all elements, in the type that [`Entry`](crate::Entry) lists; NaN of none.
    ///
    /// # SciPy
    /// `a.mean()`, which divides by zero where there is none.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// assert_eq!(Csr::<i32>::from_dense([[1, 0, 0, 2]]).mean(), 0.75);
    /// assert!(Csr::<f64>::zeros([0, 3]).mean().is_nan());
    /// ```
    pub fn mean(&self) -> T::Mean {
        let sum = T::float_total(self.packed(), O::ROWS, false);
        T::mean(sum, self.shape().iter().product())
    }

    /// The mean of all elements that are not NaN; NaN of none.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Csr::<f64>::from_dense([[f64::NAN, 0.0, 3.0]]).nanmean(), 1.5);
    /// ```
    pub fn nanmean(&self) -> T::Mean {
        let sum = T::float_total(self.packed(), O::ROWS, true);
        let missing = self.values().iter().filter(|&&value| is_nan(value)).count();
        T::mean(sum, self.shape().iter().product::<usize>() - missing)
    }

    /// Means along axes, dense; NaN along an axis of length 0.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `a.mean(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f32>::from_dense([[1.0, 0.0], [2.0, 0.0]]);
    /// assert_eq!(a.mean_axis(0), nd_core::array![1.5f32, 0.0]);
    /// ```
    #[track_caller]
    pub fn mean_axis(&self, axes: impl Into<Over>) -> Array<T::Mean> {
        self.means("mean_axis", &axes.into(), false)
    }

    /// Means along axes of what is not NaN; NaN where there is no number.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[f64::NAN, 1.0], [2.0, 0.0]]);
    /// assert_eq!(a.nanmean_axis(0), nd_core::array![2.0, 0.5]);
    /// ```
    #[track_caller]
    pub fn nanmean_axis(&self, axes: impl Into<Over>) -> Array<T::Mean> {
        self.means("nanmean_axis", &axes.into(), true)
    }

    #[track_caller]
    fn means(&self, op: &'static str, over: &Over, skip_nan: bool) -> Array<T::Mean> {
        let (along, axes) = along::<O>(op, over);
        let [lanes, across] = O::lanes_of(self.shape());
        let (sums, count) = match along {
            Along::All => (vec![T::float_total(self.packed(), O::ROWS, skip_nan)], lanes * across),
            Along::Lanes => (T::float_lanes(self.packed(), skip_nan), across),
            Along::Across => (T::float_across(self.packed(), skip_nan), lanes),
        };
        let missing = if skip_nan { self.counted(&along, &is_nan) } else { vec![0; sums.len()] };
        let means = sums.into_iter().zip(missing);
        let means = means.map(|(sum, missing)| T::mean(sum, count - missing)).collect();
        restored(means, self.shape(), &along, over, &axes)
    }

    /// How many entries of each lane, or at each position, a test says yes to.
    fn counted(&self, along: &Along, test: &dyn Fn(T) -> bool) -> Vec<usize> {
        let a = self.packed();
        let len = match along {
            Along::All => 1,
            Along::Lanes => a.lanes(),
            Along::Across => a.across,
        };
        let mut counts = vec![0; len];
        for lane in 0..a.lanes() {
            let (indices, values) = a.lane(lane);
            for (index, _) in indices.iter().zip(values).filter(|(_, value)| test(**value)) {
                let place = match along {
                    Along::All => 0,
                    Along::Lanes => lane,
                    Along::Across => index.position(),
                };
                counts[place] += 1;
            }
        }
        counts
    }

    /// How many elements along axes are not zero, dense.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `a.count_nonzero(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[f64::NAN, 1.0], [2.0, 0.0]]);
    /// assert_eq!(a.count_nonzero_axis(1), nd_core::array![2, 1]);
    /// ```
    #[track_caller]
    pub fn count_nonzero_axis(&self, axes: impl Into<Over>) -> Array<usize> {
        let over = axes.into();
        let (along, axes) = along::<O>("count_nonzero_axis", &over);
        let counts = self.counted(&along, &|value| !value.is_zero());
        restored(counts, self.shape(), &along, &over, &axes)
    }

    /// How many entries are stored along axes, zeros among them, dense.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `a.getnnz(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[3.0, 1.0], [2.0, 0.0]]);
    /// assert_eq!((&a * 0.0).nnz_axis(0), nd_core::array![2, 1]);
    /// ```
    #[track_caller]
    pub fn nnz_axis(&self, axes: impl Into<Over>) -> Array<usize> {
        let over = axes.into();
        let (along, axes) = along::<O>("nnz_axis", &over);
        restored(self.counted(&along, &|_| true), self.shape(), &along, &over, &axes)
    }
}

/// Nothing else differs from itself.
fn is_nan<T: PartialEq + Copy>(value: T) -> bool {
    let itself = value;
    value != itself
}
