//! The n-dimensional array of nd: ownership, shape, strides, slicing, walking, operators.

mod alloc;
mod any;
mod array;
mod array_like;
mod assign;
mod axes;
mod buffer;
mod cast;
mod compare;
mod constructors;
mod cow;
mod create;
mod diagonals;
mod divide;
mod dtype;
mod edit;
mod element;
pub mod engine;
mod error;
mod forward;
mod grid;
pub mod huge;
mod index;
mod iter;
mod join;
mod kernels;
mod layout;
mod like;
mod literal;
mod manipulate;
mod matrix;
mod multi_index;
mod nested;
mod operators;
mod parts;
mod print;
mod promote;
mod range;
mod rank;
mod raw;
mod room;
mod select;
#[cfg(feature = "serde")]
mod serialize;
mod shape;
pub mod simd;
mod slice;
mod slots;
mod spaced;
mod stacks;
mod team;
pub mod threads;
pub mod time;
mod trim;
mod view;
mod view_mut;
mod walk;
mod zip;

pub use alloc::{cache_limit, cached_bytes, memory_limit, set_cache_limit};
pub use any::{AnyArray, AnyView, Arithmetic, Open};
pub use array::Array;
pub use array_like::{ArrayLike, Operand};
pub use axes::{Axes, normalize_axes};
pub use buffer::ZeroBits;
#[doc(hidden)]
pub use buffer::{Filled, Slots};
pub use cast::CastTo;
pub use compare::{equal, greater, greater_equal, less, less_equal, not_equal};
pub use constructors::{
    arange, eye, eye_of, full, geomspace, identity, indices, linspace, logspace, ones, tri, zeros,
};
pub use cow::CowArray;
pub use diagonals::{
    diag_indices, diag_indices_from, diagflat, tril_indices, tril_indices_from, triu_indices,
    triu_indices_from,
};
pub use divide::DivideError;
#[doc(hidden)]
pub use divide::check_quotients;
pub use dtype::{DType, DTypeError, FloatInfo, IntInfo, Kind, Typed};
pub use element::{Bits, Element, Integer, Number};
#[doc(hidden)]
pub use engine::blocks::{BlockMapper, map_blocks, map_blocks_into};
#[doc(hidden)]
pub use engine::bodies::Mapper;
#[doc(hidden)]
pub use engine::reduce::{reduce, reduce_axes};
#[doc(hidden)]
pub use engine::reducer::{Reducer, keep_axes};
pub use error::ShapeError;
pub use grid::{Indexing, meshgrid, meshgrid_with, open_meshgrid};
/// The 16-bit floats, NumPy's `float16` and `ml_dtypes.bfloat16`.
pub use half::{bf16, f16};
pub use index::{ArrayIndex, Fixed, FixedMut};
pub use iter::{
    AxisIter, AxisIterMut, ExactChunksMut, IndexedIter, IndexedIterMut, Iter, IterMut, Lanes,
    LanesMut, Windows,
};
pub use join::{concat, stack, try_concat, try_stack};
pub use layout::Layout;
pub use like::{full_like, ones_like, uninit_like, zeros_like};
#[doc(hidden)]
pub use literal::depth;
pub use manipulate::NewShape;
pub use matrix::{Triangle, diag, tril, triu};
pub use multi_index::{
    IndexMode, ravel_multi_index, ravel_multi_index_with, try_ravel_multi_index,
    try_ravel_multi_index_with, try_unravel_index, unravel_index,
};
/// Complex numbers: `Complex<f32>` is NumPy's `complex64`, `Complex<f64>` its `complex128`.
pub use num_complex::Complex;
#[doc(hidden)]
pub use operators::arithmetic_into;
pub use print::{
    FloatFormatOptions, FloatMode, FloatTrim, FormatFloat, PrintElement, PrintOptions, PrintSign,
    PrintStyle, format_float_positional, format_float_positional_with, format_float_scientific,
    format_float_scientific_with,
};
pub use promote::{Casting, can_cast, promote_types, result_type};
pub use range::{RangeError, Ranged};
pub use rank::{broadcast_arrays, try_broadcast_arrays};
#[doc(hidden)]
pub use raw::Counted;
pub use select::{IndexElement, IndexItem, Picks};
pub use shape::{MAX_NDIM, PerAxis, Shape, Strides, broadcast_shapes, normalize_axis};
pub use slice::{Ellipsis, NewAxis, Slice, SliceItem};
pub use spaced::{Endpoint, Inexact};
pub use stacks::{
    block, column_stack, dstack, hstack, try_block, try_column_stack, try_dstack, try_hstack,
    try_vstack, vstack,
};
pub use time::{Datetime64, Timedelta64};
pub use trim::Trim;
pub use view::View;
pub use view_mut::ViewMut;
pub use zip::{First, FirstMut, Items, Operands, Zip, zip};
