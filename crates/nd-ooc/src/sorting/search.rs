//! `isin` and `searchsorted`: elements that are looked up among others.

use super::lanes::places_of;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::elementwise::lift1;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use nd_core::{AnyArray, ArrayLike, Typed};
use nd_io::Region;
use nd_ops::Sortable;
use std::marker::PhantomData;
use std::sync::Arc;

/// Where the elements of the first input belong among all of the second.
struct Searched<T> {
    right: bool,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Sortable> Pull for Searched<T> {
    fn name(&self) -> String {
        (if self.right { "searchsorted right" } else { "searchsorted" }).into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let sorted = node.inputs[1].shape;
        let mut needs = vec![Need::new(0, *region)];
        if !sorted.contains(&0) {
            needs.push(Need::new(1, Region::all(sorted)));
        }
        needs
    }

    fn compute(
        &self,
        _: &Node,
        _: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let nothing = nd_core::Array::<T>::zeros([0]);
        let sorted = inputs.get(1).map_or(nothing.view(), Block::typed::<T>);
        Ok(places_of(T::searchsorted_of(sorted, inputs[0].typed::<T>(), self.right)).into())
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        region.size() * (size_of::<T>() + size_of::<usize>())
    }
}

impl<T: Typed + Sortable> Chunked<T> {
    /// Whether each element is among those of `test`, an array in memory.
    ///
    /// `test` of any shape. NaN is among nothing; -0.0 is 0.0.
    ///
    /// # NumPy
    /// `np.isin(a, test)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1, 2], [3, 4]]);
    /// assert_eq!(x.isin(&array![4, 1, 9]).compute()?, array![[true, false], [false, true]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn isin(&self, test: impl ArrayLike<Elem = T>) -> Chunked<bool> {
        let (test, members) = (test.view(), T::members_of(test.view()));
        let said = format!("{:016x}", Digest::of_array(AnyArray::from(test.to_array()).view()));
        lift1("isin", said, self, move |a| T::isin_of(a.view(), &members))
    }

    /// Where each of `values` belongs among the elements, which are in order: how many of them are smaller.
    ///
    /// `self: (n,)` and `values` of any shape → that shape. NaN are larger than all and equal to each other. All elements of
    /// `self` are in memory while a part of the result is made; values are not.
    ///
    /// # Panics
    /// If `self` has not one axis.
    ///
    /// # NumPy
    /// `np.searchsorted(a, values)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (sorted, values) = (Chunked::from(array![1, 3, 3, 5]), Chunked::from(array![3, 0, 6]));
    /// assert_eq!(sorted.searchsorted(&values).compute()?, array![1, 0, 4]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn searchsorted(&self, values: &Chunked<T>) -> Chunked<i64> {
        self.searched(values, false)
    }

    /// As [`searchsorted`](Self::searchsorted), behind equal elements: how many are not larger.
    ///
    /// # Panics
    /// If `self` has not one axis.
    ///
    /// # NumPy
    /// `np.searchsorted(a, values, side="right")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (sorted, values) = (Chunked::from(array![1, 3, 3, 5]), Chunked::from(array![3, 0, 6]));
    /// assert_eq!(sorted.searchsorted_right(&values).compute()?, array![3, 0, 4]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn searchsorted_right(&self, values: &Chunked<T>) -> Chunked<i64> {
        self.searched(values, true)
    }

    #[track_caller]
    fn searched(&self, values: &Chunked<T>, right: bool) -> Chunked<i64> {
        let shape = self.shape();
        assert!(shape.len() == 1, "searchsorted: shape {shape:?} of what is sorted, not one axis");
        let op = Searched::<T> { right, of: PhantomData };
        let inputs = vec![Arc::clone(&values.node), Arc::clone(&self.node)];
        let (shape, chunks) = (values.node.shape, values.node.chunks);
        Chunked::of(Node::chunked(op, inputs, shape, i64::DTYPE, chunks))
    }
}
