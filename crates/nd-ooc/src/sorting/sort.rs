//! `sort`, `argsort` and what they give too: `partition` and `argpartition`.

use super::lanes::{self, Made};
use super::runs::Place;
use super::{merged, runs};
use crate::arrange::stack;
use crate::chunked::{AnyChunked, Chunked};
use crate::error::{Result, on_file};
use crate::run::{RunOptions, Scratch};
use nd_core::{SliceItem, Typed, normalize_axis};
use nd_ops::Sortable;
use std::sync::Arc;

/// Lanes whose sorting takes this part of the budget at most are sorted whole.
const WHOLE: usize = 4;

/// Whether lanes so long are sorted whole.
fn is_whole<T: Sortable>(n: usize, made: Made, options: &RunOptions) -> bool {
    let each = 3 * size_of::<T>() + made.bytes::<T>() + size_of::<i64>();
    n.saturating_mul(each) <= options.bytes() / WHOLE
}

/// A folder for runs.
fn scratch(options: &RunOptions) -> Result<Arc<Place>> {
    if let Some(session) = crate::engine::here()? {
        let shared = session.beside_next("runs");
        std::fs::create_dir_all(&shared).map_err(on_file("create", &shared))?;
        return Ok(Arc::new(Place::Shared(shared)));
    }
    let place = options.scratch.clone().unwrap_or_else(std::env::temp_dir);
    Ok(Arc::new(Place::Own(Scratch::new(&place)?)))
}

impl<T: Typed> Chunked<T> {
    /// The elements in the order of their keys, from that of the smallest key on: those of equal keys stay as they
    /// stand, and those of NaN come last.
    ///
    /// `(n,)`, `(n,)` → `(n,)`: `self.take_chunked(&keys.argsort()?, 0)`, which reads one element here and another there.
    /// This moves the elements along with the keys as these are sorted, in runs as
    /// [`sort_axis`](Self::sort_axis) says, and reads both only once. To sort by several keys, make one number of
    /// them, or sort by the last key first.
    ///
    /// # Panics
    /// If either has not one axis, or they are not of one length.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `a[np.argsort(keys, kind="stable")]`; pandas' `sort_values`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (day, price) = (Chunked::from(array![3, 1, 2]), Chunked::from(array![30.0, 10.0, 20.0]));
    /// assert_eq!(price.sort_by(&day)?.compute()?, array![10.0, 20.0, 30.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn sort_by<K: Typed + Sortable>(&self, keys: &Chunked<K>) -> Result<Chunked<T>> {
        self.sort_by_with(keys, &RunOptions::default())
    }

    /// As [`sort_by`](Self::sort_by), within the budget that is told.
    ///
    /// # Panics
    /// As [`sort_by`](Self::sort_by).
    ///
    /// # Errors
    /// As [`sort_by`](Self::sort_by).
    #[track_caller]
    pub fn sort_by_with<K: Typed + Sortable>(
        &self,
        keys: &Chunked<K>,
        options: &RunOptions,
    ) -> Result<Chunked<T>> {
        let (shape, by) = (self.shape(), keys.shape());
        assert!(
            shape.len() == 1 && shape == by,
            "sort_by: elements of shape {shape:?} and keys of shape {by:?} are not one axis of one length"
        );
        let options = &options.for_itself()?;
        if is_whole::<K>(keys.size(), Made::Places, options) {
            return Ok(self.take_chunked(&keys.argsort_axis_with(0, options)?, 0));
        }
        let (carried, scratch) = (AnyChunked::from(self), scratch(options)?);
        let runs = runs::runs(keys, Made::Places, Some(&carried), (&scratch, 0), options)?;
        Ok(Chunked::of(merged::node::<K>(runs, Made::Places, &keys.node)))
    }
}

impl<T: Typed + Sortable> Chunked<T> {
    /// The lanes along an axis sorted, or their places.
    #[track_caller]
    fn ordered<U: Typed>(
        &self,
        axis: isize,
        made: Made,
        options: &RunOptions,
    ) -> Result<Chunked<U>> {
        let name = made.name();
        let axis = normalize_axis(name, axis, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let (n, options) = (self.shape()[axis], &options.for_itself()?);
        if is_whole::<T>(n, made, options) || self.shape().contains(&0) {
            return Ok(Chunked::of(lanes::node::<T>(&self.node, axis, made)));
        }
        let scratch = scratch(options)?;
        let one = |lane: &Chunked<T>, number: usize| -> Result<Chunked<U>> {
            let runs = runs::runs(lane, made, None, (&scratch, number), options)?;
            Ok(Chunked::of(merged::node::<T>(runs, made, &lane.node)))
        };
        if self.ndim() == 1 {
            return one(self, 0);
        }
        let last = self.ndim() as isize - 1;
        let mut order: Vec<isize> = (0..=last).filter(|&at| at != axis as isize).collect();
        order.push(axis as isize);
        let turned = self.permute_dims(&order);
        let rows = turned.reshape([self.size() / n, n]);
        let row = |at: usize| one(&rows.slice([SliceItem::Index(at as isize)]), at);
        let rows: Vec<Chunked<U>> = (0..rows.shape()[0]).map(row).collect::<Result<_>>()?;
        let mut back: Vec<isize> = (0..last).collect();
        back.insert(axis, last);
        Ok(stack(&rows[..], 0).reshape(turned.shape()).permute_dims(&back))
    }

    /// The lanes along the last axis, each sorted; see [`sort_axis`](Self::sort_axis).
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.sort(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![2.0, f64::NAN, 1.0]);
    /// let sorted = x.sort()?.compute()?;
    /// assert!(sorted[[0]] == 1.0 && sorted[[2]].is_nan());
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn sort(&self) -> Result<Chunked<T>> {
        self.sort_axis(-1)
    }

    /// The lanes along an axis, each sorted from the smallest element on; NaN come last.
    ///
    /// The same bits as [`nd_ops::sort_axis`]. Lanes whose sorting takes a quarter of the budget at most are sorted
    /// when they are wanted. Longer ones are sorted in runs when this is called, in one pass that stores as many bytes
    /// as the array has in the folder for [scratch](RunOptions::scratch), where they stay until the last array made of
    /// them is gone (those of several processes in the folder that they share, until the program ends); what is wanted
    /// of the result is merged from them. A budget that is small for the size of the array makes many runs: a gigabyte
    /// sorts 100 gigabytes well, and 16 megabytes one.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the pass that stores runs.
    ///
    /// # NumPy
    /// `np.sort(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3, 1], [2, 5]]);
    /// assert_eq!(x.sort_axis(0)?.compute()?, array![[2, 1], [3, 5]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn sort_axis(&self, axis: isize) -> Result<Chunked<T>> {
        self.sort_axis_with(axis, &RunOptions::default())
    }

    /// As [`sort_axis`](Self::sort_axis), within the budget that is told.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    #[track_caller]
    pub fn sort_axis_with(&self, axis: isize, options: &RunOptions) -> Result<Chunked<T>> {
        self.ordered(axis, Made::Sorted, options)
    }

    /// The places that bring each lane along the last axis in order; see [`argsort_axis`](Self::argsort_axis).
    ///
    /// # Panics
    /// If there is no axis.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.argsort(a, kind="stable")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![30, 10, 20]);
    /// assert_eq!(x.argsort()?.compute()?, array![1, 2, 0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn argsort(&self) -> Result<Chunked<i64>> {
        self.argsort_axis(-1)
    }

    /// The places of the elements of each lane along an axis, from that of the smallest element on; NaN come last.
    ///
    /// Stable, as [`nd_ops::argsort_axis`] is: elements that are equal stay in order. Made as
    /// [`sort_axis`](Self::sort_axis) says, of the elements and eight bytes more for each.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.argsort(a, axis, kind="stable")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3, 1], [2, 1]]);
    /// assert_eq!(x.argsort_axis(0)?.compute()?, array![[1, 0], [0, 1]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn argsort_axis(&self, axis: isize) -> Result<Chunked<i64>> {
        self.argsort_axis_with(axis, &RunOptions::default())
    }

    /// As [`argsort_axis`](Self::argsort_axis), within the budget that is told.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    #[track_caller]
    pub fn argsort_axis_with(&self, axis: isize, options: &RunOptions) -> Result<Chunked<i64>> {
        self.ordered(axis, Made::Places, options)
    }

    /// The lanes along the last axis in an order in which the element `kth` is where sorting puts it; see
    /// [`partition_axis`](Self::partition_axis).
    ///
    /// # Panics
    /// If there is no axis, or `kth` lies outside it.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.partition(a, kth)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![5, 1, 4, 2, 3]);
    /// assert_eq!(x.partition(2)?.slice(s![2]).value()?, 3);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn partition(&self, kth: isize) -> Result<Chunked<T>> {
        self.partition_axis(kth, -1)
    }

    /// The lanes along an axis in an order in which the element `kth` is where sorting puts it, those before it are not
    /// larger and those after it not smaller.
    ///
    /// The others are in order too: it is what [`sort_axis`](Self::sort_axis) gives, of lanes that are read as a whole
    /// for a place in them anyway. One order statistic alone is [`quantile_axis`](Self::quantile_axis), which stores
    /// nothing.
    ///
    /// # Panics
    /// If there is no such axis, or `kth` lies outside it.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.partition(a, kth, axis)` of one `kth`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[5, 1], [4, 9], [6, 2]]);
    /// assert_eq!(x.partition_axis(1, 0)?.slice(s![1, ..]).compute()?, array![5, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn partition_axis(&self, kth: isize, axis: isize) -> Result<Chunked<T>> {
        self.refuse_outside("partition", kth, axis);
        self.sort_axis(axis)
    }

    /// The places that partition each lane along the last axis; see [`argpartition_axis`](Self::argpartition_axis).
    ///
    /// # Panics
    /// If there is no axis, or `kth` lies outside it.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.argpartition(a, kth)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![5, 1, 4, 2, 3]);
    /// assert_eq!(x.argpartition(2)?.slice(s![2]).value()?, 4);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn argpartition(&self, kth: isize) -> Result<Chunked<i64>> {
        self.argpartition_axis(kth, -1)
    }

    /// The places of the elements in an order that [partitions](Self::partition_axis) each lane along an axis: what
    /// [`argsort_axis`](Self::argsort_axis) gives.
    ///
    /// # Panics
    /// If there is no such axis, or `kth` lies outside it.
    ///
    /// # Errors
    /// As [`sort_axis`](Self::sort_axis).
    ///
    /// # NumPy
    /// `np.argpartition(a, kth, axis)` of one `kth`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, s};
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[5, 1], [4, 9], [6, 2]]);
    /// assert_eq!(x.argpartition_axis(1, 0)?.slice(s![1, ..]).compute()?, array![0, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn argpartition_axis(&self, kth: isize, axis: isize) -> Result<Chunked<i64>> {
        self.refuse_outside("argpartition", kth, axis);
        self.argsort_axis(axis)
    }

    /// Refuses a place outside an axis.
    #[track_caller]
    fn refuse_outside(&self, op: &'static str, kth: isize, axis: isize) {
        let axis = normalize_axis(op, axis, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let n = self.shape()[axis];
        let at = if kth < 0 { kth.wrapping_add_unsigned(n) } else { kth };
        assert!(
            usize::try_from(at).is_ok_and(|at| at < n),
            "{op}: place {kth} is out of bounds for axis {axis} with length {n}"
        );
    }
}
