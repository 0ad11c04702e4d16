//! Functions of the chunks of one to three arrays.

use super::info::BlockInfo;
use crate::block::Block;
use crate::cells::places;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis, stretched};
use nd_core::{Array, Shape, Typed, View, broadcast_shapes};
use nd_io::Region;
use std::marker::PhantomData;
use std::sync::Arc;

/// The chunks that a function is called with, and what becomes of them.
pub(super) struct Grid {
    /// The shape that is cut.
    pub(super) shape: Shape,
    pub(super) chunks: Shape,
    /// How long the result of a whole chunk is.
    pub(super) result: Shape,
    /// How long the result of the last one is.
    pub(super) last: Shape,
}

impl Grid {
    /// Chunks that become as large as they are.
    pub(super) fn new(shape: Shape, chunks: Shape) -> Grid {
        let last = per_axis(shape.ndim(), |axis| match shape[axis] % chunks[axis].max(1) {
            0 => chunks[axis],
            rest => rest,
        });
        Grid { shape, chunks, result: chunks, last }
    }

    fn counts(&self) -> Shape {
        per_axis(self.shape.ndim(), |axis| self.shape[axis].div_ceil(self.chunks[axis].max(1)))
    }

    /// The shape of all results together.
    fn all(&self) -> Shape {
        let counts = self.counts();
        per_axis(self.shape.ndim(), |axis| match counts[axis] {
            0 => 0,
            count => (count - 1) * self.result[axis] + self.last[axis],
        })
    }

    fn info(&self, index: &Shape) -> BlockInfo {
        let (ndim, counts) = (self.shape.ndim(), self.counts());
        let start = per_axis(ndim, |axis| index[axis] * self.chunks[axis]);
        let len = per_axis(ndim, |axis| self.chunks[axis].min(self.shape[axis] - start[axis]));
        let to = per_axis(ndim, |axis| index[axis] * self.result[axis]);
        let made = per_axis(ndim, |axis| match index[axis] + 1 == counts[axis] {
            true => self.last[axis],
            false => self.result[axis],
        });
        let (region, result) = (Region::new(start, len), Region::new(to, made));
        BlockInfo { region, result, index: *index, counts }
    }

    /// The chunks of which a region of the result is made.
    fn of(&self, region: &Region) -> impl Iterator<Item = BlockInfo> + '_ {
        let counts = self.counts();
        let each = |axis: usize| self.result[axis].max(1);
        let first = per_axis(region.ndim(), |axis| region.start()[axis] / each(axis));
        let count = per_axis(region.ndim(), |axis| {
            let last = ((region.stop(axis) - 1) / each(axis)).min(counts[axis] - 1);
            last + 1 - first[axis].min(last)
        });
        places(first, count).map(|index| self.info(&index))
    }
}

/// A function of whole chunks.
pub(super) struct Mapped<A, F> {
    name: &'static str,
    said: &'static str,
    grid: Grid,
    f: F,
    of: PhantomData<fn() -> A>,
}

impl<A, F> Mapped<A, F> {
    pub(super) fn node(name: &'static str, grid: Grid, inputs: Vec<Arc<Node>>, f: F) -> Arc<Node>
    where
        Mapped<A, F>: Pull + Result_ + 'static,
    {
        let (shape, chunks) = (grid.all(), grid.result);
        let said = std::any::type_name_of_val(&f);
        let op = Mapped::<A, F> { name, said, grid, f, of: PhantomData };
        Node::chunked(op, inputs, shape, <Mapped<A, F> as Result_>::DTYPE, chunks)
    }

    /// Puts what was made of chunks together to a region.
    fn assembled<U: Typed>(
        &self,
        node: &Node,
        region: &Region,
        mut make: impl FnMut(&BlockInfo) -> Array<U>,
    ) -> Result<Block> {
        let bare = dense(region);
        let mut whole = None;
        for at in self.grid.of(&bare) {
            let made = make(&at);
            if made.shape() != at.result.shape() {
                let (found, wanted) = (made.shape().to_vec(), at.result.shape().to_vec());
                return Err(ErrorKind::BlockShape { found, wanted }.into());
            }
            if crate::regions::holds(&at.result, region) {
                return Ok(match at.result == *region {
                    true => made.into(),
                    false => Block::from(made).part(inside(&at.result, region)),
                });
            }
            let whole = whole.get_or_insert_with(|| Array::<U>::zeros(bare.shape()));
            let Some((from, to)) = common(&at.result, &bare) else { continue };
            let part = made.slice(&inside(&at.result, &from)[..]);
            whole.slice_mut(&inside(&bare, &to)[..]).assign(part);
        }
        let whole = whole.expect("regions hold elements");
        debug_assert_eq!(node.shape.ndim(), region.ndim());
        if region.is_dense() {
            return Ok(whole.into());
        }
        Ok(Block::from(whole).part(inside(&bare, region)))
    }
}

/// What two regions without gaps have in common, twice.
fn common(a: &Region, b: &Region) -> Option<(Region, Region)> {
    let start = per_axis(a.ndim(), |axis| a.start()[axis].max(b.start()[axis]));
    let stop = per_axis(a.ndim(), |axis| a.stop(axis).min(b.stop(axis)));
    if (0..a.ndim()).any(|axis| stop[axis] <= start[axis]) {
        return None;
    }
    let both = Region::new(start, per_axis(a.ndim(), |axis| stop[axis] - start[axis]));
    Some((both, both))
}

/// The element type of a function's results.
pub(super) trait Result_ {
    const DTYPE: nd_core::DType;
}

macro_rules! mapped {
    ($(($($A:ident $a:ident),*) $U:ident;)*) => {$(
        impl<$($A: Typed,)* $U: Typed, Func> Result_ for Mapped<($($A,)* $U,), Func> {
            const DTYPE: nd_core::DType = $U::DTYPE;
        }

        impl<$($A: Typed,)* $U: Typed, Func> Pull for Mapped<($($A,)* $U,), Func>
        where
            Func: Fn($(View<'_, $A>,)* &BlockInfo) -> Array<$U> + Send + Sync,
        {
            fn name(&self) -> String {
                self.name.into()
            }

            fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
                let each = |at: BlockInfo| {
                    let need = move |(number, input): (usize, &Arc<Node>)| {
                        Need::new(number, stretched(&at.region, &input.shape))
                    };
                    node.inputs.iter().enumerate().map(need).collect::<Vec<_>>()
                };
                self.grid.of(&dense(region)).flat_map(each).collect()
            }

            fn compute(
                &self,
                node: &Node,
                region: &Region,
                inputs: &mut Vec<Block>,
                _: &mut Cx<'_>,
            ) -> Result<Block> {
                let mut inputs = inputs.iter();
                self.assembled(node, region, |at| {
                    $(let $a = inputs.next().expect("one block for each need");)*
                    (self.f)($($a.typed::<$A>(),)* at)
                })
            }

            fn scratch(&self, _: &Node, _: &Region) -> usize {
                self.grid.result.iter().product::<usize>() * size_of::<$U>()
            }

            fn pieces(&self) -> Option<Shape> {
                Some(self.grid.result)
            }

            fn identity(&self) -> String {
                let Grid { shape, chunks, .. } = &self.grid;
                format!("{} {} {shape:?} {chunks:?}", self.name, self.said)
            }
        }
    )*};
}
mapped! {
    (A a) U;
    (A a, B b) U;
    (A a, B b, C c) U;
}

/// Arrays whose chunks one function is to be called with: see [`ZipBlocks::map`].
///
/// # Examples
/// ```
/// use nd_core::{View, array};
/// use nd_ooc::{BlockInfo, Chunked, zip_blocks};
///
/// let x = Chunked::from(array![[1.0, 2.0], [3.0, 4.0]]);
/// let (row, scale) = (Chunked::from(array![10.0, 20.0]), Chunked::from(array![[2i32]]));
/// let y = zip_blocks((&x, &row, &scale)).map(
///     |x: View<'_, f64>, row: View<'_, f64>, scale: View<'_, i32>, _: &BlockInfo| {
///         (x + row) * f64::from(scale[[0, 0]])
///     },
/// );
/// assert_eq!(y.compute()?, array![[22.0, 44.0], [26.0, 48.0]]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn zip_blocks<O>(operands: O) -> ZipBlocks<O> {
    ZipBlocks { operands }
}

/// What [`zip_blocks`] returns.
///
/// # Examples
/// See [`zip_blocks`].
pub struct ZipBlocks<O> {
    operands: O,
}

macro_rules! zipped {
    ($($T:ident $x:ident),*) => {
        impl<$($T: Typed),*> ZipBlocks<($(&Chunked<$T>,)*)> {
            /// What a function makes of each chunk and the parts of the other arrays that belong to it.
            ///
            /// The arrays broadcast together; the chunks are those of the largest. An array that is stretched along an axis
            /// gives the same part to all chunks along it, with length 1.
            ///
            /// # Panics
            /// If the shapes do not broadcast together. As for [`map_blocks`](Chunked::map_blocks) when it is run.
            ///
            /// # NumPy
            /// Dask's `da.map_blocks(f, x, y)`, which wants as many chunks of both.
            ///
            /// # Examples
            /// See [`zip_blocks`].
            #[track_caller]
            pub fn map<U: Typed>(
                self,
                f: impl Fn($(View<'_, $T>,)* &BlockInfo) -> Array<U> + Send + Sync + 'static,
            ) -> Chunked<U> {
                let ($($x,)*) = self.operands;
                let inputs = vec![$(Arc::clone(&$x.node)),*];
                let grid = together(&inputs);
                Chunked::of(Mapped::<($($T,)* U,), _>::node("map_blocks", grid, inputs, f))
            }
        }
    };
}
zipped!(A a, B b);
zipped!(A a, B b, C c);

/// The chunks of the largest of several arrays, cut from the shape of all together.
#[track_caller]
fn together(inputs: &[Arc<Node>]) -> Grid {
    let shapes: Vec<&[usize]> = inputs.iter().map(|input| &input.shape[..]).collect();
    let Ok(shape) = broadcast_shapes(&shapes) else {
        panic!("map_blocks: shapes {shapes:?} do not broadcast together");
    };
    let largest = inputs
        .iter()
        .filter(|input| input.shape.ndim() == shape.ndim())
        .max_by_key(|input| input.shape.iter().product::<usize>())
        .expect("one has as many axes as all together");
    let chunks = per_axis(shape.ndim(), |axis| {
        let len =
            if largest.shape[axis] == shape[axis] { largest.chunks[axis] } else { shape[axis] };
        len.max(1)
    });
    Grid::new(shape, chunks)
}
