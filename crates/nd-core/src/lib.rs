//! The n-dimensional array of nd: ownership, shape, strides, slicing, walking, operators.

mod alloc;
mod array;
mod array_like;
mod assign;
mod axes;
mod buffer;
mod compare;
mod cow;
mod create;
mod element;
mod engine;
mod error;
mod fixed;
mod forward;
mod index;
mod iter;
mod join;
mod layout;
mod literal;
mod manipulate;
mod operators;
mod par;
mod print;
mod raw;
mod select;
mod shape;
pub mod simd;
mod slice;
mod view;
mod view_mut;
mod walk;
mod zip;

pub use alloc::{cache_limit, set_cache_limit};
pub use array::Array;
pub use array_like::{ArrayLike, Operand};
pub use axes::{Axes, normalize_axes};
pub use compare::{equal, greater, greater_equal, less, less_equal, not_equal};
pub use cow::CowArray;
pub use element::{Bits, Element, Integer, Number, ZeroBits};
pub use engine::blocks::{BlockMapper, map_blocks, map_blocks_into};
pub use engine::bodies::Mapper;
pub use engine::reduce::{Reducer, keep_axes, reduce, reduce_axes};
pub use error::ShapeError;
pub use fixed::{Fixed, FixedMut};
pub use iter::{
    AxisIter, AxisIterMut, ExactChunksMut, IndexedIter, IndexedIterMut, Iter, IterMut, Lanes,
    LanesMut, Windows,
};
pub use join::{concat, stack, try_concat, try_stack};
pub use layout::Layout;
#[doc(hidden)]
pub use literal::depth;
pub use manipulate::NewShape;
pub use print::{PrintElement, PrintStyle};
pub use select::{IndexElement, IndexItem, Picks};
pub use shape::{MAX_NDIM, PerAxis, Shape, Strides, broadcast_shapes, normalize_axis};
pub use slice::{Ellipsis, NewAxis, Slice, SliceItem};
pub use view::View;
pub use view_mut::ViewMut;
pub use zip::{First, FirstMut, Items, Operands, Zip, zip};
