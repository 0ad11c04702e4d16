//! Other element types, and choices.

use super::{ChunkedOperand, lift3};
use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use nd_core::{CastTo, DType, Typed};
use nd_io::Region;
use std::sync::Arc;

/// The same numbers as another element type.
struct Cast;

impl Pull for Cast {
    fn name(&self) -> String {
        "cast".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, *region)]
    }

    fn compute(
        &self,
        node: &Node,
        _: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        Ok(Block::Owned(inputs[0].view().cast(node.dtype)))
    }
}

pub(crate) fn cast(from: &Arc<Node>, dtype: DType) -> Arc<Node> {
    if from.dtype == dtype {
        return Arc::clone(from);
    }
    Node::new(Cast, vec![Arc::clone(from)], from.shape, dtype)
}

impl<T: Typed> Chunked<T> {
    /// The elements as another type, as [`View::cast`](nd_core::View::cast) makes it.
    ///
    /// # NumPy
    /// `a.astype(dtype)`; floats outside an integer's range saturate.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.5, -2.5]).cast::<i32>().compute()?, array![1, -2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn cast<U: Typed>(&self) -> Chunked<U>
    where
        T: CastTo<U>,
    {
        Chunked::of(cast(&self.node, U::DTYPE))
    }
}

impl AnyChunked {
    /// The elements as another type, as [`View::cast`](nd_core::View::cast) makes it.
    ///
    /// # NumPy
    /// `a.astype(dtype)`; floats outside an integer's range saturate.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    /// use nd_ooc::{AnyChunked, Chunked};
    ///
    /// let x = AnyChunked::from(AnyArray::from(array![1u8, 2]));
    /// let halves: Chunked<f64> = x.cast(DType::F64).try_into()?;
    /// assert_eq!((halves / 2.0).compute()?, array![0.5, 1.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn cast(&self, dtype: DType) -> AnyChunked {
        AnyChunked { node: cast(&self.node, dtype) }
    }
}

impl Chunked<bool> {
    /// Elements of `a` where this one is true, of `b` elsewhere.
    ///
    /// Any shapes that broadcast.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # NumPy
    /// `np.where(condition, a, b)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![-1.0, 2.0]);
    /// assert_eq!(x.greater(0.0).where_(&x, 0.0).compute()?, array![0.0, 2.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn where_<T: Typed>(
        &self,
        a: impl ChunkedOperand<T>,
        b: impl ChunkedOperand<T>,
    ) -> Chunked<T> {
        let (a, b) = (a.into_chunked(), b.into_chunked());
        lift3("where_", (self, &a, &b), |condition, a, b| {
            nd_ops::where_(condition, a.view(), b.view())
        })
    }
}
