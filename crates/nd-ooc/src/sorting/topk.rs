//! `topk` and `argtopk`: the largest elements, or the smallest.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output};
use crate::reduce::folded;
use crate::wire::{Wire, get_array, get_number, put_number, put_view};
use nd_core::{AnyArray, Array, Axes, Element, Shape, Typed, View, normalize_axis, zip};
use nd_io::Region;
use nd_ops::Sortable;
use std::marker::PhantomData;

/// The best elements of each lane of a cell, best first, and where they are if that is wanted.
struct Best<T> {
    values: Array<T>,
    places: Option<Array<i64>>,
}

/// Keeps the `k` largest elements, or the `-k` smallest, along an axis.
struct TopK<T> {
    k: isize,
    /// How many there are.
    len: usize,
    axes: Axes,
    places: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: Sortable> TopK<T> {
    /// The best of some lanes; of equal ones those that come first.
    fn best(&self, values: View<'_, T>, places: Option<View<'_, i64>>) -> Best<T> {
        let axis = self.axes[0];
        let Some(places) = places else {
            return Best { values: T::topk_of(values, self.k, axis), places: None };
        };
        let order = T::argtopk_of(values, self.k, axis);
        let places = places.take_along_axis(&order, axis as isize);
        Best { values: values.take_along_axis(&order, axis as isize), places: Some(places) }
    }
}

/// Lanes along an axis behind the other axes.
fn behind<T: Element>(a: &Array<T>, axis: usize) -> Array<T> {
    let mut order: Vec<isize> = (0..a.ndim() as isize).filter(|&at| at != axis as isize).collect();
    order.push(axis as isize);
    a.view().permute_dims(&order).to_array()
}

impl<T: Typed + Sortable> Folding for TopK<T> {
    type State = Best<T>;

    fn name(&self) -> String {
        format!("{} {}", if self.places { "argtopk" } else { "topk" }, self.k)
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        let dtype = if self.places { i64::DTYPE } else { T::DTYPE };
        vec![Output { extra: Shape::from([self.len]), dtype }]
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Best<T>> {
        let (axis, view) = (self.axes[0], inputs[0].typed::<T>());
        if !self.places {
            return Ok(self.best(view, None));
        }
        let order = T::argtopk_of(view, self.k, axis);
        let start = cell.region.start()[axis] as i64;
        let places = zip((&order,)).map(|(at,)| at as i64 + start);
        Ok(Best { values: view.take_along_axis(&order, axis as isize), places: Some(places) })
    }

    fn merge(&self, earlier: &mut Best<T>, later: Best<T>) {
        let axis = self.axes[0] as isize;
        let values = nd_core::concat(&[earlier.values.view(), later.values.view()], axis);
        let places = earlier.places.as_ref().zip(later.places.as_ref());
        let places = places.map(|(a, b)| nd_core::concat(&[a.view(), b.view()], axis));
        *earlier = self.best(values.view(), places.as_ref().map(Array::view));
    }

    fn finish(&self, state: Option<Best<T>>, tile: &Region) -> Result<Vec<AnyArray>> {
        let axis = self.axes[0];
        let shape = [tile.shape(), &[self.len]].concat();
        Ok(vec![match state {
            Some(Best { places: Some(places), .. }) => behind(&places, axis).into(),
            Some(Best { values, .. }) => behind(&values, axis).into(),
            None if self.places => Array::<i64>::zeros(&shape[..]).into(),
            None => Array::<T>::zeros(&shape[..]).into(),
        }])
    }

    fn wire(&self) -> Wire<Best<T>> {
        let put = |best: &Best<T>, out: &mut Vec<u8>| {
            put_view(best.values.view(), out);
            put_number(u64::from(best.places.is_some()), out);
            best.places.iter().for_each(|places| put_view(places.view(), out));
        };
        let get = |from: &mut &[u8]| {
            let values = get_array(from)?;
            let places = match get_number(from)? {
                0 => None,
                _ => Some(get_array(from)?),
            };
            Some(Best { values, places })
        };
        Wire { put, get }
    }

    fn state_bytes(&self, places: usize) -> usize {
        let each = size_of::<T>() + if self.places { size_of::<i64>() } else { 0 };
        places.saturating_mul(self.len).saturating_mul(each)
    }

    fn scratch(&self, cell: &Region) -> usize {
        // The lanes in a row, and words of them, with places where these are wanted; and what two partial results are
        // merged from.
        let words = if self.places { 48 } else { 2 * size_of::<T::Word>() };
        let lanes = cell.size() / cell.shape()[self.axes[0]].max(1);
        let merged = lanes.saturating_mul(2 * self.len);
        cell.size().max(merged).saturating_mul(size_of::<T>() + words)
    }

    fn identity(&self) -> String {
        format!("{} {:?} {} {}", Folding::name(self), self.axes, self.len, T::DTYPE)
    }
}

impl<T: Typed + Sortable> Chunked<T> {
    #[track_caller]
    fn best<U: Typed>(&self, name: &'static str, k: isize, axis: isize) -> Chunked<U> {
        let axis = normalize_axis(name, axis, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let len = k.unsigned_abs().min(self.shape()[axis]);
        let (axes, places) = (Axes::from([axis]), name == "argtopk");
        let fold = TopK::<T> { k, len, axes, places, of: PhantomData };
        let found = Chunked::of(folded(fold, &[&self.node]).remove(0));
        let last = self.ndim() as isize - 1;
        let mut order: Vec<isize> = (0..last).collect();
        order.insert(axis, last);
        found.permute_dims(&order)
    }

    /// The `k` largest elements of each lane along the last axis; see [`topk_axis`](Self::topk_axis).
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # NumPy
    /// Dask's `topk(a, k)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![3, 9, 1, 7]);
    /// assert_eq!(x.topk(2).compute()?, array![9, 7]);
    /// assert_eq!(x.topk(-2).compute()?, array![1, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn topk(&self, k: isize) -> Chunked<T> {
        self.topk_axis(k, -1)
    }

    /// The `k` largest elements of each lane along an axis, the largest first; of negative `k` the `-k` smallest, the
    /// smallest first.
    ///
    /// `(…, n, …)` → `(…, min(k, n), …)`. The same bits as [`nd_ops::topk_axis`], by one pass that keeps so many elements
    /// of each lane: NaN count as larger than all.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// Dask's `topk(a, k, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3, 9], [1, 7], [5, 8]]);
    /// assert_eq!(x.topk_axis(2, 0).compute()?, array![[5, 9], [3, 8]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn topk_axis(&self, k: isize, axis: isize) -> Chunked<T> {
        self.best("topk", k, axis)
    }

    /// The places of the `k` largest elements of each lane along the last axis; see
    /// [`argtopk_axis`](Self::argtopk_axis).
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # NumPy
    /// Dask's `argtopk(a, k)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![3, 9, 1, 9]);
    /// assert_eq!(x.argtopk(3).compute()?, array![1, 3, 0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn argtopk(&self, k: isize) -> Chunked<i64> {
        self.argtopk_axis(k, -1)
    }

    /// The places of the `k` largest elements of each lane along an axis, or of the `-k` smallest; of equal ones that come
    /// first.
    ///
    /// `(…, n, …)` → `(…, min(k, n), …)`. As [`nd_ops::argtopk_axis`], by one pass.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// Dask's `argtopk(a, k, axis)`, which does not say which of equal ones it takes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3, 9], [1, 7], [5, 8]]);
    /// assert_eq!(x.argtopk_axis(-1, 0).compute()?, array![[1, 1]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn argtopk_axis(&self, k: isize, axis: isize) -> Chunked<i64> {
        self.best("argtopk", k, axis)
    }
}
