//! Other chunks of the same array.

use crate::block::Block;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::per_axis;
use nd_core::{Shape, ShapeError};
use nd_io::Region;
use std::ops::RangeFull;
use std::sync::Arc;

/// How long chunks are to be along an axis.
///
/// # Examples
/// ```
/// use nd_ooc::Extent;
///
/// let x = nd_ooc::full([1000, 4097], 0.0).rechunk([Extent::Balanced(300), Extent::Whole]);
/// assert_eq!(x.chunks(), [334, 4097]); // 334, 334, 332 instead of 300, 300, 300, 100
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// So many elements, the last chunk fewer.
    Len(usize),
    /// About so many: as equal as can be, with no short one at the end.
    Balanced(usize),
    /// All of the axis.
    Whole,
    /// As it is.
    Keep,
    /// As long as makes chunks of about 128 MiB, the same along all such axes, in multiples of what there is; no last
    /// chunk is under half.
    Auto,
}

impl From<usize> for Extent {
    fn from(len: usize) -> Extent {
        Extent::Len(len)
    }
}

impl From<RangeFull> for Extent {
    fn from(_: RangeFull) -> Extent {
        Extent::Whole
    }
}

/// Extents of chunks along all axes: one for each, or the same for all.
///
/// # Examples
/// ```
/// use nd_ooc::{Chunking, Extent};
///
/// let x = nd_ooc::full([100, 200], 0u8);
/// assert_eq!(x.rechunk([10, 20]).chunks(), [10, 20]);
/// assert_eq!(x.rechunk([Extent::Keep, 50.into()]).chunks(), [100, 50]);
/// assert_eq!(x.rechunk(64).chunks(), [64, 64]);
/// # let _: Chunking = 64.into();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunking(Given);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Everywhere(Extent),
    PerAxis(Vec<Extent>),
}

impl<E: Into<Extent>> From<E> for Chunking {
    fn from(extent: E) -> Chunking {
        Chunking(Given::Everywhere(extent.into()))
    }
}

impl<E: Into<Extent>, const N: usize> From<[E; N]> for Chunking {
    fn from(extents: [E; N]) -> Chunking {
        Chunking(Given::PerAxis(extents.map(Into::into).into()))
    }
}

impl<E: Into<Extent> + Clone> From<&[E]> for Chunking {
    fn from(extents: &[E]) -> Chunking {
        Chunking(Given::PerAxis(extents.iter().cloned().map(Into::into).collect()))
    }
}

/// Bytes of a chunk whose extents are not told.
const BYTES: usize = 128 << 20;

impl Chunking {
    /// The extents for a node.
    fn resolve(&self, node: &Node) -> Result<Shape, ShapeError> {
        let (shape, ndim) = (&node.shape, node.shape.ndim());
        let extents = match &self.0 {
            Given::Everywhere(extent) => vec![*extent; ndim],
            Given::PerAxis(extents) if extents.len() == ndim => extents.clone(),
            Given::PerAxis(extents) => {
                let (given, shape) = (extents.len(), shape[..].into());
                return Err(ShapeError::IndexCount { op: "rechunk", given, shape });
            }
        };
        let mut chunks = per_axis(ndim, |axis| match extents[axis] {
            Extent::Len(len) => len,
            Extent::Balanced(0) => 0,
            Extent::Balanced(len) => balanced(shape[axis], len),
            Extent::Whole => shape[axis],
            Extent::Keep | Extent::Auto => node.chunks[axis],
        });
        if let Some(axis) = (0..ndim).find(|&axis| chunks[axis] == 0 && shape[axis] > 0) {
            let (expected, shape) = (0, shape[..].into());
            return Err(ShapeError::Length {
                op: "rechunk (chunks of no element)",
                axis,
                expected,
                shape,
            });
        }
        let open: Vec<usize> = (0..ndim).filter(|&axis| extents[axis] == Extent::Auto).collect();
        automatic(node, &mut chunks, open);
        Ok(chunks)
    }
}

/// Fills in the extents of some axes.
fn automatic(node: &Node, chunks: &mut Shape, mut open: Vec<usize>) {
    let shape = &node.shape;
    loop {
        let others = (0..shape.ndim()).filter(|axis| !open.contains(axis));
        let fixed = others.fold(1, |fixed: usize, axis| fixed.saturating_mul(chunks[axis].max(1)));
        let room = BYTES / node.dtype.itemsize() / fixed.max(1);
        let len = root(room, open.len() as u32).max(1);
        // Short axes leave more room to the others.
        let short: Vec<usize> = open.iter().copied().filter(|&axis| shape[axis] <= len).collect();
        short.iter().for_each(|&axis| chunks[axis] = shape[axis].max(1));
        if short.is_empty() {
            for axis in open {
                let before = node.chunks[axis];
                let len = if before < len { len / before * before } else { len };
                chunks[axis] = balanced_end(shape[axis], len);
            }
            return;
        }
        open.retain(|axis| !short.contains(axis));
    }
}

/// The largest whole number whose power is not larger.
fn root(of: usize, power: u32) -> usize {
    if power == 0 {
        return of;
    }
    let mut root = (of as f64).powf(1.0 / f64::from(power)).round() as usize;
    while root.checked_pow(power).is_none_or(|all| all > of) {
        root -= 1;
    }
    root
}

/// About so many elements a chunk, so that all chunks are as equal as can be.
fn balanced(n: usize, len: usize) -> usize {
    let len = len.clamp(1, n.max(1));
    let count = n.div_ceil(len).max(1);
    let last = n - (count - 1) * len;
    let count = if 2 * last <= len && count > 1 { count - 1 } else { count };
    n.div_ceil(count).max(1)
}

/// The extent, or the largest below it with which no last chunk is under half.
fn balanced_end(n: usize, len: usize) -> usize {
    let last = n % len;
    if last > 0 && 2 * last < len { n.div_ceil(n.div_ceil(len)) } else { len }
}

/// The array as it is, in other chunks.
struct Rechunked;

impl Pull for Rechunked {
    fn name(&self) -> String {
        "rechunk".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, *region)]
    }

    fn compute(
        &self,
        _: &Node,
        _: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        Ok(inputs.remove(0))
    }

    fn lends(&self) -> bool {
        true
    }
}

both! {
    /// The same array in other chunks: those in which results are stored, and blocks handed to functions of blocks.
    ///
    /// # Panics
    /// If there is not one extent for each axis, or one of no element.
    ///
    /// # NumPy
    /// `dask.array.rechunk(a, chunks)`; nothing is copied for it.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::full([1000, 1000], 1.0);
    /// assert_eq!(x.rechunk([100, 250]).chunks(), [100, 250]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn rechunk(&self, chunks: impl Into<Chunking>) -> Self {
        self.try_rechunk(chunks).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`rechunk`](Self::rechunk), for chunks that come from elsewhere.
    ///
    /// # Errors
    /// If there is not one extent for each axis, or one of no element.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::full([1000, 1000], 1.0).try_rechunk([100]).is_err());
    /// ```
    pub fn try_rechunk(&self, chunks: impl Into<Chunking>) -> Result<Self, ShapeError> {
        let (node, chunks) = (&self.node, chunks.into().resolve(&self.node)?);
        let inputs = vec![Arc::clone(node)];
        Ok(Self::of(Node::chunked(Rechunked, inputs, node.shape, node.dtype, chunks)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnyChunked, full};

    #[test]
    fn extents_are_those_of_dask_or_better() {
        let chunks = |array: AnyChunked, by: Chunking| array.rechunk(by).chunks().to_vec();
        let square = AnyChunked::from(full([10_000, 10_000], 0.0));
        assert_eq!(chunks(square, Extent::Auto.into()), [3334, 3334]);
        let line = AnyChunked::from(full([4097, 4097], 0.0));
        assert_eq!(chunks(line, Extent::Auto.into()), [2049, 2049]);
        let cube = AnyChunked::from(full([2000, 2000, 2000], 0u8));
        assert_eq!(chunks(cube, Extent::Auto.into()), [512, 512, 512]);
        let before = AnyChunked::from(full([10_000, 10_000], 0.0)).rechunk(1000);
        assert_eq!(chunks(before, Extent::Auto.into()), [4000, 4000]);
        assert_eq!((balanced(10, 4), balanced(1000, 300)), (5, 334));
    }
}
