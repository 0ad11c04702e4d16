//! Constants and ranges as sources.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::digest::Digest;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use nd_core::{AnyArray, Array, Ranged, Shape, Typed};
use nd_io::Region;
use std::sync::Arc;

/// One element, again and again.
pub(crate) struct Constant {
    pub(crate) one: Arc<AnyArray>,
    pub(crate) said: String,
}

impl Pull for Constant {
    fn name(&self) -> String {
        format!("full({})", self.said)
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        Ok(Block::Stretched(Arc::clone(&self.one), region.shape().into()))
    }

    fn lends(&self) -> bool {
        true
    }

    fn identity(&self) -> String {
        format!("{} {:016x}", self.name(), Digest::of_array(self.one.view()))
    }
}

/// An array of one value; takes no memory, whatever its shape.
///
/// # NumPy
/// `np.full(shape, value)`.
///
/// # Examples
/// ```
/// let ones = nd_ooc::full([1 << 20, 1 << 20], 1u8); // a tebibyte
/// assert_eq!(ones.slice(nd_core::s![..1000, 0]).sum().value()?, 1000);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn full<T: Typed>(shape: impl Into<Shape>, value: T) -> Chunked<T> {
    let shape = shape.into();
    let one = AnyArray::from(Array::full(Shape::from(()), value));
    let said = format!("{}", one.view());
    let constant = Constant { one: Arc::new(one), said };
    Chunked::of(Node::new(constant, Vec::new(), shape, T::DTYPE))
}

/// Equally spaced numbers, of which no more are made than are needed at a time.
///
/// `start + i * step` for each `i`, as in memory; the length is NumPy's.
///
/// # Panics
/// As [`nd_core::arange`].
///
/// # NumPy
/// `np.arange(start, stop, step)`.
///
/// # Examples
/// ```
/// let n = nd_ooc::arange(0i64, 1_000_000_000, 1);
/// assert_eq!(n.slice(nd_core::s![-3..]).compute()?.into_vec(), [999_999_997, 999_999_998, 999_999_999]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[track_caller]
pub fn arange<T: Typed + Ranged>(start: T, stop: T, step: T) -> Chunked<T> {
    let len = T::range_len(start, stop, step).unwrap_or_else(|error| panic!("{error}"));
    let ends = AnyArray::from(Array::from_vec(vec![start, step]));
    let said = format!("{:016x}", Digest::of_array(ends.view()));
    super::function::from_regions("arange", said, [len], move |region: &Region| {
        let (from, apart) = (region.start()[0], region.step()[0]);
        let element = T::range_element(start, step);
        let value = |at: usize| element(from + at * apart);
        Array::from_shape_vec([region.size()], (0..region.size()).map(value).collect())
    })
}
