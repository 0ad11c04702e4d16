//! `diff`.

use super::axes::resolved;
use super::join::joined;
use super::parts::thinned;
use super::stretch::stretch;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, per_axis, with_axis};
use nd_core::{Number, Typed};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// Differences of neighbours, so many times over.
struct Differences<T> {
    n: usize,
    axis: usize,
    of: PhantomData<fn() -> T>,
}

/// What is joined to an array before its differences are taken; for [`Chunked::diff_with`].
#[derive(Clone)]
#[non_exhaustive]
pub struct DiffOptions<T> {
    /// What stands before the first element.
    pub prepend: Option<Chunked<T>>,
    /// What stands behind the last one.
    pub append: Option<Chunked<T>>,
}

impl<T> Default for DiffOptions<T> {
    /// Nothing is joined.
    fn default() -> Self {
        DiffOptions { prepend: None, append: None }
    }
}

impl<T> DiffOptions<T> {
    /// Sets what stands before the first element: an array, or one without axes, which stands for one element.
    #[must_use]
    pub fn prepend(self, before: &Chunked<T>) -> Self {
        DiffOptions { prepend: Some(before.clone()), ..self }
    }

    /// Sets what stands behind the last element, as [`prepend`](Self::prepend).
    #[must_use]
    pub fn append(self, behind: &Chunked<T>) -> Self {
        DiffOptions { append: Some(behind.clone()), ..self }
    }
}

impl<T: Typed + Number> Pull for Differences<T> {
    fn name(&self) -> String {
        format!("diff {} axis {}", self.n, self.axis)
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let whole = dense(region);
        let (start, len) = (whole.start()[self.axis], whole.shape()[self.axis]);
        vec![Need::new(0, with_axis(region, self.axis, (start, len + self.n, 1)))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let made = nd_ops::diff(inputs[0].typed::<T>(), self.n, self.axis as isize);
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let mut items = thinned(&Region::all(region.shape()));
        items[self.axis] = thinned(region)[self.axis];
        Ok(made.slice(items).to_array().into())
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let once = node.nbytes(&self.needs(node, region)[0].region);
        if self.n > 1 { 2 * once } else { once }
    }
}

impl<T: Typed + Number> Chunked<T> {
    /// The differences of neighbours along `axis`, `n` times over; the elements for `n` 0.
    ///
    /// `(…, len, …)` → `(…, len - n, …)`, of length 0 if there are not more elements than `n`. Integers wrap.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.diff(a, n, axis)`. Of `bool`, whose differences are whether neighbours differ, it is `not_equal` of two
    /// slices.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1, 4, 9, 16]).diff(1, 0).compute()?, array![3, 5, 7]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn diff(&self, n: usize, axis: isize) -> Chunked<T> {
        let axis = resolved("diff", axis, self.ndim());
        if n == 0 {
            return self.clone();
        }
        let len = self.shape()[axis].saturating_sub(n);
        let shape = per_axis(self.ndim(), |at| if at == axis { len } else { self.node.shape[at] });
        let op = Differences::<T> { n, axis, of: PhantomData };
        let chunks = self.node.chunks;
        Chunked::of(Node::chunked(op, vec![Arc::clone(&self.node)], shape, T::DTYPE, chunks))
    }

    /// As [`diff`](Self::diff), of elements that have others before or after them: arrays that are joined along the
    /// axis, or arrays without axes, which stand for one element.
    ///
    /// # Panics
    /// If there is no such axis, or what is joined differs in shape on another axis.
    ///
    /// # NumPy
    /// `np.diff(a, n, axis, prepend, append)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::{Chunked, DiffOptions, full};
    ///
    /// let x = Chunked::from(array![3, 5, 4]);
    /// let from_zero = DiffOptions::default().prepend(&full((), 0));
    /// assert_eq!(x.diff_with(1, 0, &from_zero).compute()?, array![3, 2, -1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn diff_with(&self, n: usize, axis: isize, options: &DiffOptions<T>) -> Chunked<T> {
        let axis = resolved("diff", axis, self.ndim());
        if n == 0 {
            return self.clone();
        }
        let single = per_axis(self.ndim(), |at| if at == axis { 1 } else { self.node.shape[at] });
        let stretched = |array: &Chunked<T>| match array.ndim() {
            0 => stretch(&array.node, single),
            _ => Arc::clone(&array.node),
        };
        let own = Some(Arc::clone(&self.node));
        let [before, behind] = [&options.prepend, &options.append];
        let all = [before.as_ref().map(stretched), own, behind.as_ref().map(stretched)];
        let all = joined(all.into_iter().flatten().collect(), axis);
        Chunked::<T>::of(all.unwrap_or_else(|error| panic!("{error}"))).diff(n, axis as isize)
    }
}
