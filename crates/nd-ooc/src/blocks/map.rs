//! `map_blocks` of one array.

use super::info::BlockInfo;
use super::several::{Grid, Mapped};
use crate::chunked::Chunked;
use crate::regions::per_axis;
use nd_core::{Array, Typed, View};
use std::sync::Arc;

impl<T: Typed> Chunked<T> {
    /// What a function makes of each chunk, whole; it is told which it is.
    ///
    /// Chunks are those of [`chunks`](Self::chunks). The function may be called several times for one, in any order and on
    /// any thread, and must make the same of it each time.
    ///
    /// # Panics
    /// Not here. If `f` panics, or returns an array of another shape than the block's, the run is an error:
    /// [`Panicked`](crate::ErrorKind::Panicked), [`BlockShape`](crate::ErrorKind::BlockShape).
    ///
    /// # NumPy
    /// Dask's `x.map_blocks(f, dtype=…)` with `block_info`; it is not called to try it out, and what it
    /// returns is checked.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, array};
    /// use nd_ooc::{BlockInfo, Chunked};
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [3.0, 4.0]]);
    /// let y = x.map_blocks(|block: View<'_, f64>, _: &BlockInfo| block.map(|v| v as i32));
    /// assert_eq!(y.compute()?, array![[1, 2], [3, 4]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn map_blocks<U: Typed>(
        &self,
        f: impl Fn(View<'_, T>, &BlockInfo) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        let grid = Grid::new(self.node.shape, self.node.chunks);
        let inputs = vec![Arc::clone(&self.node)];
        Chunked::of(Mapped::<(T, U), _>::node("map_blocks", grid, inputs, f))
    }

    /// As [`map_blocks`](Self::map_blocks), of functions that change the shape: `extent` says how long along an axis the
    /// result is of a chunk of so many elements.
    ///
    /// # Panics
    /// If a shorter chunk at the end of an axis becomes longer than the others.
    ///
    /// # NumPy
    /// Dask's `x.map_blocks(f, chunks=…)`, of which the lengths are believed.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{View, s};
    /// use nd_ooc::BlockInfo;
    ///
    /// let x = nd_ooc::arange(0i64, 7, 1);
    /// let halves = x.map_blocks_to(
    ///     |_axis, len| len.div_ceil(2),
    ///     |block: View<'_, i64>, _: &BlockInfo| block.slice(s![..;2]).to_array(),
    /// );
    /// assert_eq!(halves.compute()?.into_vec(), [0, 2, 4, 6]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn map_blocks_to<U: Typed>(
        &self,
        extent: impl Fn(usize, usize) -> usize,
        f: impl Fn(View<'_, T>, &BlockInfo) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        let (shape, chunks) = (self.node.shape, self.node.chunks);
        let result = per_axis(shape.ndim(), |axis| extent(axis, chunks[axis]));
        let last = per_axis(shape.ndim(), |axis| match shape[axis] % chunks[axis].max(1) {
            0 => result[axis],
            rest => extent(axis, rest),
        });
        for axis in 0..shape.ndim() {
            let (most, last) = (result[axis], last[axis]);
            assert!(
                last <= most,
                "map_blocks: chunks of axis {axis} become {most} long, the last one {last}"
            );
        }
        let grid = Grid { shape, chunks, result, last };
        let inputs = vec![Arc::clone(&self.node)];
        Chunked::of(Mapped::<(T, U), _>::node("map_blocks", grid, inputs, f))
    }
}
