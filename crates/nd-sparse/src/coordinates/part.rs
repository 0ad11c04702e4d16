//! Parts of an array with any number of axes: slices, single elements, other orders and lengths of axes.

use super::Coo;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use nd_core::{Shape, ShapeError, Slice, SliceItem, normalize_axis};

/// What is kept of one axis: the first position, how many there are and how far apart; and whether the axis stays.
#[derive(Clone, Copy)]
struct Kept {
    first: usize,
    count: usize,
    step: isize,
    stays: bool,
}

impl Kept {
    fn of(item: SliceItem, axis: usize, len: usize) -> Result<Kept, ShapeError> {
        match item {
            SliceItem::Index(index) => {
                let from_end =
                    if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
                let at = from_end.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
                let first = at.ok_or(ShapeError::Index { op: "slice", index, axis, len })?;
                Ok(Kept { first, count: 1, step: 1, stays: false })
            }
            SliceItem::Range(range) => {
                let (first, count) = range.resolve(len, axis)?;
                Ok(Kept { first, count, step: range.step, stays: true })
            }
            SliceItem::NewAxis | SliceItem::Ellipsis => {
                let (first, count) = Slice::ALL.resolve(len, axis)?;
                Ok(Kept { first, count, step: 1, stays: true })
            }
        }
    }

    /// Where a position is then; none if it is not kept.
    fn place(self, at: usize) -> Option<usize> {
        let step = self.step.unsigned_abs();
        let distance =
            if self.step > 0 { at.checked_sub(self.first) } else { self.first.checked_sub(at) };
        distance
            .filter(|distance| distance % step == 0)
            .map(|d| d / step)
            .filter(|&d| d < self.count)
    }
}

impl<T: Copy, I: Index> Coo<T, I> {
    /// Part of the array, by numbers, whose axes go away, ranges with steps, new axes and `...`: entries stay in their
    /// order.
    ///
    /// # Panics
    /// If the slice names more axes than there are, has two ellipses, a number is out of bounds, a step is 0, or there
    /// are then more than 16 axes. Ranges are clamped.
    ///
    /// # SciPy
    /// `a[1, :, ::-2]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
    /// assert_eq!(a.slice(s![1, .., ..;-1]).to_dense(), array![[6, 5], [8, 7]]);
    /// assert_eq!(a.slice(s![.., -1, 0]).to_dense(), array![3, 7]);
    /// ```
    #[track_caller]
    pub fn slice(&self, items: impl AsRef<[SliceItem]>) -> Self {
        ok(self.try_slice(items))
    }

    /// As [`slice`](Self::slice), for slices that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`], [`ShapeError::TwoEllipses`], [`ShapeError::Index`], [`ShapeError::ZeroStep`],
    /// [`ShapeError::TooManyAxes`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// assert!(nd_sparse::Coo::<i32>::new([2, 2]).try_slice(s![2]).is_err());
    /// ```
    pub fn try_slice(&self, items: impl AsRef<[SliceItem]>) -> Result<Self, ShapeError> {
        let items = items.as_ref();
        let takes = |item: &&SliceItem| !matches!(item, SliceItem::NewAxis | SliceItem::Ellipsis);
        let given = items.iter().filter(takes).count();
        if items.iter().filter(|item| **item == SliceItem::Ellipsis).count() > 1 {
            return Err(ShapeError::TwoEllipses);
        }
        let wrong = || ShapeError::IndexCount { op: "slice", given, shape: self.shape().into() };
        let unnamed = self.ndim().checked_sub(given).ok_or_else(wrong)?;
        let (mut kept, mut lengths) = (Vec::new(), Vec::new());
        // For each axis of the result the one that it was; none for a new one.
        let mut origins = Vec::new();
        let mut all = items.to_vec();
        if !all.contains(&SliceItem::Ellipsis) {
            all.push(SliceItem::Ellipsis);
        }
        for item in all {
            let times = if item == SliceItem::Ellipsis { unnamed } else { 1 };
            for _ in 0..times {
                let axis = kept.len();
                if item == SliceItem::NewAxis {
                    origins.push(None);
                    lengths.push(1);
                    continue;
                }
                let one = Kept::of(item, axis, self.shape[axis])?;
                kept.push(one);
                if one.stays {
                    origins.push(Some(axis));
                    lengths.push(one.count);
                }
            }
        }
        Ok(self.cut(&kept, &origins, Shape::try_new(&lengths)?))
    }

    /// The entries that are kept.
    fn cut(&self, kept: &[Kept], origins: &[Option<usize>], shape: Shape) -> Self {
        let mut coords: Vec<Vec<I>> = vec![Vec::new(); origins.len()];
        let mut values = Vec::new();
        let mut places = vec![0; kept.len()];
        'entries: for at in 0..self.nnz() {
            for (axis, kept) in kept.iter().enumerate() {
                match kept.place(self.coords[axis][at].position()) {
                    Some(place) => places[axis] = place,
                    None => continue 'entries,
                }
            }
            for (list, origin) in coords.iter_mut().zip(origins) {
                list.push(I::from_position(origin.map_or(0, |axis| places[axis])));
            }
            values.push(self.values[at]);
        }
        Coo { shape, coords, values }
    }

    /// A new axis of length 1 at a place, which may be behind the last one.
    ///
    /// # Panics
    /// If there is no such place, or there are 16 axes.
    ///
    /// # SciPy
    /// `scipy.sparse.expand_dims(a, axis=axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Coo::<u8>::new([2, 3]).expand_dims(1).shape(), [2, 1, 3]);
    /// ```
    #[track_caller]
    pub fn expand_dims(&self, axis: isize) -> Self {
        let axis = ok(normalize_axis("expand_dims", axis, self.ndim() + 1));
        let mut items = vec![SliceItem::Range(Slice::ALL); axis];
        items.push(SliceItem::NewAxis);
        self.slice(items)
    }

    /// The same with two axes in each other's place.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # SciPy
    /// `scipy.sparse.swapaxes(a, first, second)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::Coo::<u8>::new([2, 3, 4]).swapaxes(0, -1).shape(), [4, 3, 2]);
    /// ```
    #[track_caller]
    pub fn swapaxes(&self, first: isize, second: isize) -> Self {
        let first = ok(normalize_axis("swapaxes", first, self.ndim()));
        let second = ok(normalize_axis("swapaxes", second, self.ndim()));
        let mut swapped = self.clone();
        swapped.shape.swap(first, second);
        swapped.coords.swap(first, second);
        swapped
    }

    /// The same with other lengths of its axes: entries outside go.
    ///
    /// # Panics
    /// If the number of axes differs, or one is too long for the indices.
    ///
    /// # SciPy
    /// `a.resize(shape)`, which changes `a`, and takes two axes at most.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[1, 2], [3, 4]]);
    /// assert_eq!(a.resize([1, 3]).to_dense(), nd_core::array![[1, 2, 0]]);
    /// ```
    #[track_caller]
    pub fn resize(&self, shape: impl Into<Shape>) -> Self {
        let shape = shape.into();
        ok(SparseError::check_axes::<I>("resize", &shape));
        if shape.ndim() != self.ndim() {
            let (left, right) = (self.shape().into(), shape.as_slice().into());
            ok::<(), _>(Err(ShapeError::Mismatch { op: "resize".into(), left, right }));
        }
        let range = |&count: &usize| Kept { first: 0, count, step: 1, stays: true };
        let kept: Vec<Kept> = shape.iter().map(range).collect();
        let origins: Vec<Option<usize>> = (0..self.ndim()).map(Some).collect();
        self.cut(&kept, &origins, shape)
    }
}

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// The element at a place: what stands there, added up, in the time of going through all entries.
    ///
    /// # Panics
    /// If there is not an index for each axis, or one is out of bounds.
    ///
    /// # SciPy
    /// `a[i, j, k]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::from_triplets([2, 2], [(0, 1, 5), (0, 1, 2)])?;
    /// assert_eq!((a.get([0, 1]), a.get([1, 1])), (7, 0));
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn get(&self, index: impl AsRef<[usize]>) -> T {
        let index = index.as_ref();
        if index.len() != self.ndim() {
            let shape = self.shape().into();
            ok::<(), _>(Err(ShapeError::IndexCount { op: "get", given: index.len(), shape }));
        }
        for (axis, (&index, &len)) in index.iter().zip(self.shape.iter()).enumerate() {
            ok(crate::compressed::check_index("get", index, axis, len));
        }
        let here = |at: &usize| {
            self.coords.iter().zip(index).all(|(list, &index)| list[*at].position() == index)
        };
        let found = (0..self.nnz()).filter(here);
        found.fold(T::ZERO, |sum, at| sum.added(self.values[at]))
    }
}
