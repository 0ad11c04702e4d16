//! Arrays of one shape, element by element; functions of entries.

use super::Coo;
use super::keys::{Numbered, coords};
use crate::element::{Combination, OrderedElement, SparseElement};
use crate::error::ok;
use crate::index::Index;
use crate::packed::Packed;
use nd_core::{CastTo, Element, Number, ShapeError, View};

/// Operations of two arrays.
macro_rules! operations {
    ($Bound:ident $($Number:ident)?: $($name:ident $how:ident $what:literal $scipy:literal $result:literal;)*) => {
        impl<T: $Bound<I> $(+ $Number)?, I: Index> Coo<T, I> {$(
            #[doc = concat!($what, " of two arrays of one shape, element by element; what is not stored counts as zero.")]
            ///
            /// The result has each place once, in C order, and no zeros. Integers wrap.
            ///
            /// # Panics
            /// If the shapes differ, or have more places than `usize` can count.
            ///
            /// # SciPy
            #[doc = concat!("`", $scipy, "`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_sparse::Coo;
            ///
            /// let a = Coo::<i32>::from_dense([[3, 0, 2]]);
            /// let b = Coo::<i32>::from_dense([[4, -1, 0]]);
            #[doc = concat!("assert_eq!(a.", stringify!($name), "(&b).to_dense(), nd_core::array![", $result, "]);")]
            /// ```
            #[track_caller]
            pub fn $name(&self, b: &Self) -> Self {
                self.combined(stringify!($name), b, Combination::$how)
            }
        )*}
    };
}
operations! { SparseElement:
    add Add "The sum" "a + b" "[7, -1, 2]";
    multiply Multiply "The product" "a.multiply(b)" "[12, 0, 0]";
}
operations! { SparseElement Number:
    subtract Subtract "The difference" "a - b" "[-1, 1, 2]";
}
operations! { OrderedElement:
    maximum Larger "The larger" "a.maximum(b)" "[4, 0, 2]";
    minimum Smaller "The smaller" "a.minimum(b)" "[3, -1, 0]";
}

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    #[track_caller]
    fn combined(&self, op: &'static str, b: &Self, how: Combination) -> Self {
        if self.shape != b.shape {
            let (left, right) = (self.shape().into(), b.shape().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: op.into(), left, right }));
        }
        let (left, right) = (self.places(), b.places());
        let numbers = Numbered::new([&left[..], &right].concat());
        ok(crate::error::SparseError::check_axes::<I>(op, &[numbers.len()]));
        // One row, whose columns are the places where either has an entry.
        let row = |places: &[usize], values: &[T]| -> Packed<T, I> {
            let across: Vec<I> = places.iter().filter_map(|&place| numbers.number(place)).collect();
            let lanes = vec![I::from_position(0); across.len()];
            T::assembled(&[&lanes, &across], values, [1, numbers.len()])
        };
        let (left, right) = (row(&left, &self.values), row(&right, &b.values));
        let (left, right) = (left.view(), right.view());
        let made = match how {
            Combination::Multiply => T::intersection(left, right),
            how => T::combination(left, right, how),
        };
        let places: Vec<usize> =
            made.indices.iter().map(|number| numbers.keys[number.position()]).collect();
        Coo { shape: self.shape, coords: coords(&places, &self.shape), values: made.values }
    }

    /// The same without zeros: entries at one place are added first.
    ///
    /// # Panics
    /// If the shape has more places than `usize` can count.
    ///
    /// # SciPy
    /// `a.eliminate_zeros()`, which changes `a`, and looks at each entry by itself.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::from_triplets([1, 2], [(0, 1, 5), (0, 1, -5)])?;
    /// assert_eq!(a.prune().nnz(), 0);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn prune(&self) -> Self {
        let mut a = self.sum_duplicates();
        let keep: Vec<bool> = a.values.iter().map(|value| !value.is_zero()).collect();
        let kept = |at: &mut usize| {
            *at += 1;
            keep[*at - 1]
        };
        for list in &mut a.coords {
            let mut at = 0;
            list.retain(|_| kept(&mut at));
        }
        let mut at = 0;
        a.values.retain(|_| kept(&mut at));
        a
    }

    /// How many elements are not zero; entries at one place are added first. NaN is not zero, -0.0 is.
    ///
    /// # Panics
    /// If the shape has more places than `usize` can count.
    ///
    /// # SciPy
    /// `a.count_nonzero()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::from_triplets([1, 2], [(0, 1, 5), (0, 1, -5), (0, 0, 1)])?;
    /// assert_eq!((a.nnz(), a.count_nonzero()), (3, 1));
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn count_nonzero(&self) -> usize {
        self.sum_duplicates().values.iter().filter(|value| !value.is_zero()).count()
    }

    /// The entries as another type, as [`View::cast`] converts them; zeros that arise stay.
    ///
    /// # SciPy
    /// `a.astype(dtype)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<f64>::from_dense([[0.5, 2.7]]);
    /// assert_eq!(a.cast::<i32>().values(), [0, 2]);
    /// ```
    pub fn cast<U: SparseElement<I>>(&self) -> Coo<U, I>
    where
        T: CastTo<U>,
    {
        let values = View::from_slice(&self.values).cast::<U>().into_vec();
        Coo { shape: self.shape, coords: self.coords.clone(), values }
    }
}

impl<T: Element, I: Index> Coo<T, I> {
    /// A function of each entry; where several stand at one place, of each by itself.
    ///
    /// # SciPy
    /// `a._with_data(f(a.data))`; `a.sin()`, `a.power(2)`, `a * 2` and the like.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<f64>::from_dense([[0.0, 4.0]]);
    /// assert_eq!(a.map_stored(f64::sqrt).values(), [2.0]);
    /// ```
    pub fn map_stored<U: Element>(&self, f: impl Fn(T) -> U) -> Coo<U, I> {
        let values = self.values.iter().map(|&value| f(value)).collect();
        Coo { shape: self.shape, coords: self.coords.clone(), values }
    }
}
