//! `map_overlap`.

use super::boundary::Boundaries;
use super::halo::{Halo, viewing};
use crate::chunked::Chunked;
use crate::node::Node;
use nd_core::{Array, ShapeError, Typed, View};
use nd_ops::Sides;
use std::marker::PhantomData;
use std::sync::Arc;

impl<T: Typed> Chunked<T> {
    /// What a function makes of blocks with their neighbours: `depth` elements on each side of each axis, and beyond
    /// the ends of the array what the `boundary` says.
    ///
    /// `f` is given a block with its neighbours and returns either as many elements, of which those that belong to
    /// neighbours are cut off, or those without the neighbours. It must make of an element the same whichever
    /// block it is in; then the result does not depend on blocks, which are chosen by the run. `depth` may
    /// be larger than chunks and than the array; blocks grow with it, so that little is computed twice.
    ///
    /// With [`Boundary::None`](crate::Boundary::None) blocks at the ends have fewer neighbours; an end that is in sight is so
    /// with at least `depth + 1` elements, if there are so many.
    ///
    /// # Panics
    /// If `depth` or `boundary` are given for another number of axes. If `f` panics, or returns an array of another
    /// shape, the run is an error: [`Panicked`](crate::ErrorKind::Panicked), [`BlockShape`](crate::ErrorKind::BlockShape).
    ///
    /// # NumPy
    /// Dask's `x.map_overlap(f, depth, boundary)`. There nothing is the default boundary, chunks smaller than the
    /// depth are merged behind one's back, and an axis shorter than it is an error.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, View};
    /// use nd_ooc::{Boundary, Chunked};
    ///
    /// let x = Chunked::from(Array::from_fn([1000], |at| (at[0] * at[0]) as f64));
    /// let curvature = x.map_overlap(1, Boundary::Nearest, |block: View<'_, f64>| {
    ///     nd_ops::diff(block, 2, 0)
    /// });
    /// assert_eq!(curvature.slice(nd_core::s![1..-1]).mean().value()?, 2.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn map_overlap<U: Typed>(
        &self,
        depth: impl Into<Sides<usize>>,
        boundary: impl Into<Boundaries<T>>,
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        self.try_map_overlap(depth, boundary, f).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`map_overlap`](Self::map_overlap), for depths that come from users.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`] if depths are given for another number of axes.
    ///
    /// # Panics
    /// If boundaries are.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::Boundary;
    ///
    /// let x = nd_ooc::full([10, 10], 1.0);
    /// assert!(x.try_map_overlap([(1, 1)], Boundary::Wrap, |block| block.to_array()).is_err());
    /// ```
    #[track_caller]
    pub fn try_map_overlap<U: Typed>(
        &self,
        depth: impl Into<Sides<usize>>,
        boundary: impl Into<Boundaries<T>>,
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Result<Chunked<U>, ShapeError> {
        let depth = depth.into().resolve("map_overlap", self.shape())?;
        let boundaries = boundary.into().each("map_overlap", self.ndim());
        let said = std::any::type_name_of_val(&f).to_owned();
        let name = "map_overlap".to_owned();
        let (f, of) = (viewing(f), PhantomData);
        let op = Halo::<T, U, _> { name, said, depth, boundaries, works: 1, f, of };
        Ok(Chunked::of(Node::new(op, vec![Arc::clone(&self.node)], self.node.shape, U::DTYPE)))
    }
}
