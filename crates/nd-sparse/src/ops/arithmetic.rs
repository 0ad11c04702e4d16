//! Sums, products and extremes of two matrices; functions of entries.

use super::broadcast::{Lanes, oriented, shape_of, side_by_side, stretched};
use crate::compressed::{Compressed, CompressedView};
use crate::element::{Combination, SparseElement};
use crate::error::ok;
use crate::index::Index;
use crate::kernels::merge;
use crate::orientation::Orientation;
use crate::packed::PackedRef;
use nd_core::{Element, Number, ShapeError, huge, threads};
use nd_ops::Ordered;

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    fn combination<P: Orientation>(
        &self,
        op: &'static str,
        b: CompressedView<'_, T, I, P>,
        how: Combination,
    ) -> Result<Self, ShapeError> {
        let (a, b) = side_by_side::<T, I, O, P>(op, self.view(), b)?;
        Ok(Self::from_packed(T::combination(a.view(), b.view(), how)))
    }

    /// As `&a + &b`; see [`try_add`](Self::try_add).
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(2);
    /// assert_eq!(a.add(a.t()).values(), [2, 2]);
    /// ```
    #[track_caller]
    pub fn add<'b, P: Orientation>(&self, b: impl Into<CompressedView<'b, T, I, P>>) -> Self {
        ok(self.try_add(b))
    }

    /// As [`add`](Self::add), for shapes that come from users.
    ///
    /// Shapes broadcast: a row stands for each row, a column for each column, so that the result may have many
    /// more entries than the operands. Entries that come out as zero are not stored. It is compressed as `a` is.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # SciPy
    /// `a + b`, which does not broadcast.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[1, 0], [0, 2]]);
    /// let row = Csr::<i32>::from_dense([[-1, 0]]);
    /// let sum = a.try_add(&row)?;
    /// assert_eq!((sum.to_dense(), sum.nnz()), (nd_core::array![[0, 0], [-1, 2]], 2));
    /// assert!(a.try_add(&Csr::<i32>::zeros([3, 3])).is_err());
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn try_add<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Self, ShapeError> {
        self.combination("add", b.into(), Combination::Add)
    }

    /// As `&a - &b`; see [`try_subtract`](Self::try_subtract).
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::eye(2);
    /// assert_eq!(a.subtract(a.t()).nnz(), 0);
    /// ```
    #[track_caller]
    pub fn subtract<'b, P: Orientation>(&self, b: impl Into<CompressedView<'b, T, I, P>>) -> Self
    where
        T: Number,
    {
        ok(self.try_subtract(b))
    }

    /// As [`subtract`](Self::subtract), for shapes that come from users; see [`try_add`](Self::try_add).
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[1, 0], [0, 2]]);
    /// assert_eq!(a.try_subtract(&a)?.nnz(), 0);
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn try_subtract<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Self, ShapeError>
    where
        T: Number,
    {
        self.combination("subtract", b.into(), Combination::Subtract)
    }

    /// As `&a * &b`, element by element; see [`try_multiply`](Self::try_multiply).
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i32>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.multiply(a.t()).values(), [1, 6, 6, 16]);
    /// ```
    #[track_caller]
    pub fn multiply<'b, P: Orientation>(&self, b: impl Into<CompressedView<'b, T, I, P>>) -> Self {
        ok(self.try_multiply(b))
    }

    /// As [`multiply`](Self::multiply), for shapes that come from users.
    ///
    /// Products that are zero are not stored. Of two matrices of one shape, NaN or infinity times what the other
    /// does not store is NaN; where shapes broadcast, products are made where both have an entry only.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # SciPy
    /// `a * b` of sparse arrays, `a.multiply(b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[1, 2], [0, 3]]);
    /// let column = Csr::<i32>::from_dense([[0], [10]]);
    /// assert_eq!(a.try_multiply(&column)?.to_dense(), nd_core::array![[0, 0], [0, 30]]);
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn try_multiply<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Self, ShapeError> {
        let b = b.into();
        if self.shape() == b.shape() {
            return self.combination("multiply", b, Combination::Multiply);
        }
        let shape = O::lanes_of(shape_of("multiply", self.shape(), b.shape())?);
        let (a, b) = (Lanes::Borrowed(self.packed()), oriented::<T, I, O, P>(b));
        // One entry for a whole lane: it is put beside the entries that there are, not everywhere.
        let same_lanes = a.view().lanes() == b.view().lanes();
        let (a, b) = match (a.view().across == shape[1], b.view().across == shape[1]) {
            (true, false) if same_lanes => beside_entries(a, b),
            (false, true) if same_lanes => {
                let (b, a) = beside_entries(b, a);
                (a, b)
            }
            _ => (stretched(a, shape[1]), stretched(b, shape[1])),
        };
        Ok(Self::from_packed(T::intersection(a.view(), b.view())))
    }

    /// The larger of the elements at each place, NaN if either is; what is not stored is zero. Shapes broadcast.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # SciPy
    /// `a.maximum(b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[-1, 2]]);
    /// let b = Csr::<i32>::from_dense([[0, 3]]);
    /// assert_eq!(a.maximum(&b).to_dense(), nd_core::array![[0, 3]]);
    /// ```
    #[track_caller]
    pub fn maximum<'b, P: Orientation>(&self, b: impl Into<CompressedView<'b, T, I, P>>) -> Self
    where
        T: Ordered,
    {
        ok(self.try_maximum(b))
    }

    /// As [`maximum`](Self::maximum), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// assert!(Csr::<i32>::zeros([2, 2]).try_maximum(&Csr::zeros([3, 3])).is_err());
    /// ```
    pub fn try_maximum<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Self, ShapeError>
    where
        T: Ordered,
    {
        self.combination("maximum", b.into(), Combination::Larger)
    }

    /// The smaller of the elements at each place, NaN if either is; what is not stored is zero. Shapes broadcast.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    ///
    /// # SciPy
    /// `a.minimum(b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<i32>::from_dense([[-1, 2]]);
    /// let b = Csr::<i32>::from_dense([[0, 3]]);
    /// assert_eq!(a.minimum(&b).to_dense(), nd_core::array![[-1, 2]]);
    /// ```
    #[track_caller]
    pub fn minimum<'b, P: Orientation>(&self, b: impl Into<CompressedView<'b, T, I, P>>) -> Self
    where
        T: Ordered,
    {
        ok(self.try_minimum(b))
    }

    /// As [`minimum`](Self::minimum), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Broadcast`].
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// assert!(Csr::<i32>::zeros([2, 2]).try_minimum(&Csr::zeros([3, 3])).is_err());
    /// ```
    pub fn try_minimum<'b, P: Orientation>(
        &self,
        b: impl Into<CompressedView<'b, T, I, P>>,
    ) -> Result<Self, ShapeError>
    where
        T: Ordered,
    {
        self.combination("minimum", b.into(), Combination::Smaller)
    }

    /// The entries to a whole power of at least 1, by multiplication; integers wrap. What is not stored stays
    /// so, which is why there are no other powers: those of zero are not zero.
    ///
    /// # Panics
    /// If the exponent is 0.
    ///
    /// # SciPy
    /// `a.power(n)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<i8>::from_dense([[0, 100, 3]]);
    /// assert_eq!(a.pow(2).values(), [16, 9]);
    /// ```
    #[track_caller]
    pub fn pow(&self, exponent: u32) -> Self {
        assert!(exponent > 0, "pow: an exponent of 0 makes every element 1, stored or not");
        self.map_stored(|value| {
            let (mut power, mut square, mut left) = (T::ONE, value, exponent);
            loop {
                if left & 1 == 1 {
                    power = power.multiplied(square);
                }
                left >>= 1;
                if left == 0 {
                    return power;
                }
                square = square.multiplied(square);
            }
        })
    }
}

impl<T: Element, I: Index, O: Orientation> Compressed<T, I, O> {
    /// A function of each entry; the pattern stays, and what is not stored is not asked.
    ///
    /// # SciPy
    /// `a._with_data(f(a.data))`; `a.sin()`, `a.sqrt()` and the like.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<f64>::from_dense([[0.0, 4.0]]);
    /// assert_eq!(a.map_stored(f64::sqrt).values(), [2.0]);
    /// assert_eq!(a.map_stored(|x| x > 3.0).values(), [true]);
    /// ```
    pub fn map_stored<U: Element + Default>(
        &self,
        f: impl Fn(T) -> U + Sync,
    ) -> Compressed<U, I, O> {
        let (from, mut values) = (self.values(), huge::advised(vec![U::default(); self.nnz()]));
        threads::chunks(&mut values, 1 << 14, &|start, values| {
            for (to, &value) in values.iter_mut().zip(&from[start..]) {
                *to = f(value);
            }
        });
        Compressed::from_packed(self.packed().with_values(values))
    }

    /// A function of the elements of two matrices wherever either has an entry; all results are stored.
    ///
    /// Where one has no entry, `f` is given that element type's default: 0 or `false`.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let a = Csr::<f64>::from_dense([[3.0, 0.0, 1.0]]);
    /// let b = Csr::<f64>::from_dense([[4.0, 0.0, 0.0]]);
    /// assert_eq!(a.combine(&b, f64::hypot).values(), [5.0, 1.0]);
    /// ```
    #[track_caller]
    pub fn combine<U: Element + Default, V: Element + Default>(
        &self,
        b: &Compressed<U, I, O>,
        f: impl Fn(T, U) -> V + Sync,
    ) -> Compressed<V, I, O>
    where
        T: Default,
    {
        if self.shape() != b.shape() {
            let (left, right) = (self.shape().into(), b.shape().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "combine".into(), left, right }));
        }
        let zeros = (T::default(), U::default());
        Compressed::from_packed(merge::union(self.packed(), b.packed(), zeros, &f, &|_| true))
    }
}

/// Lanes, and the one entry of each lane of `single` beside each of their entries; lanes without one go.
fn beside_entries<'a, T: SparseElement<I>, I: Index>(
    lanes: Lanes<'_, T, I>,
    single: Lanes<'_, T, I>,
) -> (Lanes<'a, T, I>, Lanes<'a, T, I>) {
    let single: PackedRef<'_, T, I> = single.view();
    let entry = |lane: usize| single.lane(lane).1.first().copied();
    let kept = T::filtered(lanes.view(), &|lane, _, _| entry(lane).is_some());
    let mut factors = Vec::with_capacity(kept.indices.len());
    for lane in 0..single.lanes() {
        factors.resize(kept.starts[lane + 1], entry(lane).unwrap_or(T::ZERO));
    }
    let factors = kept.view().with_values(factors);
    (Lanes::Owned(kept), Lanes::Owned(factors))
}
