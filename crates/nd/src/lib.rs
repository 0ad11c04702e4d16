//! NumPy and the large-data stack around it, in Rust: the facade over the nd crates.
//!
//! This crate has no functions of its own: it gathers those of the layers under one name.
//! Depend on it for everything, or on the layers you need.
//!
//! | layer | what | in this crate |
//! |---|---|---|
//! | [`nd_core`] | the array, views, slicing, `zip`, operators, dtypes | the root |
//! | [`nd_ops`] | mathematics and reductions | the root |
//! | [`nd_linalg`] | products, factorisations, eigenvalues, einsum | [`linalg`]; products also in the root |
//! | [`nd_random`] | NumPy's random streams, bit for bit | [`random`] |
//! | `nd_sparse` | sparse matrices, products over semirings, graphs | `sparse`, with the feature of that name |
//! | [`nd_io`] | files of every kind, pictures too, and memory maps | the root, [`io`] |
//! | [`nd_image`] | pictures filtered, turned, labelled, measured, compared | [`image`] |
//! | [`nd_ooc`] | arrays larger than memory, under a budget | [`ooc`] |
//!
//! Linear algebra, random numbers, filters, arrays larger than memory, pictures, HDF5 and Zarr are features, all on by default:
//! [`guide::features`] says what each adds to the time of a build.
//!
//! # Five things to know
//! 1. [`Array<T>`](Array) owns, [`View`] and [`ViewMut`] borrow; all have a `shape`.
//! 2. [`s!`] slices, negative axes count from the end, shapes broadcast.
//! 3. Functions and operators take `&a`; [`zip`] fuses several into one pass.
//! 4. What shapes and types alone could tell panics, with a `try_` twin; what depends on
//!    values or the world is a `Result`.
//! 5. Data larger than memory: [`ooc::open`] in the place of [`load`], the same expressions, then `compute` or `save`:
//!    `guide::larger_than_memory`.
//!
//! # Examples
//! ```
//! use nd::prelude::*;
//!
//! let a = nd::arange(0.0, 6.0, 1.0).into_reshaped([2, 3]);
//! assert_eq!(&a * 2.0 + 1.0, array![[1.0, 3.0, 5.0], [7.0, 9.0, 11.0]]);
//! assert_eq!(nd::sum_axis(&a, 0), array![3.0, 5.0, 7.0]);
//! assert_eq!(a.slice(s![.., ..;-1]).mean(), 2.5);
//! ```
//!
//! Coming from NumPy: [`guide::numpy`], [`guide::parity`]. Which file format: [`guide::files`]; which solver:
//! [`guide::solvers`]. How it is built: [`guide::architecture`]; why there is no …: [`guide::faq`].
#![forbid(unsafe_code)]

mod error;

/// The machinery below the functions, for those who write their own: walks, reductions, threads,
/// instruction sets. It changes more often than the rest.
#[doc(inline)]
pub use nd_core::engine;
#[doc(inline)]
pub use nd_core::{
    AnyArray, AnyView, Arithmetic, Array, ArrayLike, Axes, AxisIter, AxisIterMut, Bits, CastTo,
    Casting, Complex, CowArray, DType, DTypeError, Datetime64, DivideError, Element, Ellipsis,
    Endpoint, ExactChunksMut, Filled, Fixed, FixedMut, FloatFormatOptions, FloatInfo, FloatMode,
    FloatTrim, FormatFloat, IndexElement, IndexItem, IndexMode, IndexedIter, IndexedIterMut,
    Indexing, Inexact, IntInfo, Integer, Iter, IterMut, Kind, Lanes, LanesMut, MAX_NDIM, NewAxis,
    NewShape, Number, Open, Operand, PerAxis, Picks, PrintElement, PrintOptions, PrintSign,
    PrintStyle, RangeError, Ranged, Shape, ShapeError, Slice, SliceItem, Slots, Strides,
    Timedelta64, Triangle, Trim, Typed, View, ViewMut, Windows, ZeroBits, Zip, arange, array, bf16,
    block, broadcast_arrays, broadcast_shapes, cache_limit, cached_bytes, can_cast, column_stack,
    concat, diag, diag_indices, diag_indices_from, diagflat, dstack, equal, eye, eye_of, f16,
    format_float_positional, format_float_positional_with, format_float_scientific,
    format_float_scientific_with, full, full_like, geomspace, greater, greater_equal, hstack,
    identity, indices, ix, less, less_equal, linspace, logspace, meshgrid, meshgrid_with,
    not_equal, ones, ones_like, open_meshgrid, promote_types, ravel_multi_index,
    ravel_multi_index_with, result_type, s, set_cache_limit, stack, tri, tril, tril_indices,
    tril_indices_from, triu, triu_indices, triu_indices_from, try_block, try_broadcast_arrays,
    try_column_stack, try_concat, try_dstack, try_hstack, try_ravel_multi_index,
    try_ravel_multi_index_with, try_stack, try_unravel_index, try_vstack, uninit_like,
    unravel_index, vstack, with_dtype, zeros, zeros_like, zip,
};
#[doc(inline)]
pub use nd_io::{MmapArray, MmapArrayMut, load, save};
#[cfg(feature = "linalg")]
#[doc(inline)]
pub use nd_linalg::{
    cross, dot, einsum, einsum_path, inner, kron, matmul, matrix_transpose, matvec, outer, polyfit,
    polyfit_with, roots, tensordot, trace, vdot, vecdot, vecmat,
};
#[doc(inline)]
pub use nd_ops::*;

pub use error::Error;

/// Linear algebra: everything of [`nd_linalg`].
#[cfg(feature = "linalg")]
pub mod linalg {
    #[doc(inline)]
    pub use nd_linalg::*;
}

/// Random numbers, NumPy's own: everything of [`nd_random`].
#[cfg(feature = "random")]
pub mod random {
    #[doc(inline)]
    pub use nd_random::*;
}

/// Sparse matrices and graphs: everything of [`nd_sparse`].
#[cfg(feature = "sparse")]
pub mod sparse {
    #[doc(inline)]
    pub use nd_sparse::*;
}

/// Bytes to arrays and back: everything of [`nd_io`].
pub mod io {
    #[doc(inline)]
    pub use nd_io::*;
}

/// Pictures as arrays, resized, filtered, turned to grey: everything of [`nd_image`]. Files of pictures are
/// [`load`]'s and [`save`]'s, and [`io`]'s.
#[cfg(feature = "image")]
pub mod image {
    #[doc(inline)]
    pub use nd_image::*;
}

/// Arrays larger than memory: chunked expressions, planned under a budget in bytes, streamed. Everything of [`nd_ooc`].
#[cfg(feature = "ooc")]
pub mod ooc {
    #[doc(inline)]
    pub use nd_ooc::*;
}

/// What most programs want in scope: the types, the macros, the methods.
pub mod prelude {
    pub use nd_core::{
        Array, ArrayLike, Ellipsis, NewAxis, Operand, Shape, View, ViewMut, array, s, zip,
    };
    #[cfg(feature = "linalg")]
    pub use nd_linalg::ArrayAlgebra;
    pub use nd_ops::{ArrayMath, ddof, keepdims};
}

/// Pages to read.
pub mod guide {
    #[doc = include_str!("../guide/numpy.md")]
    pub mod numpy {}

    #[doc = include_str!("../guide/files.md")]
    pub mod files {}

    // Where the pictures are is said twice, and the first one holds: rustdoc copies no files.
    #[doc = include_str!("../guide/pictures/time.txt")]
    #[doc = include_str!("../guide/time.md")]
    pub mod time {}

    #[cfg(all(feature = "interpolate", feature = "signal"))]
    #[doc = include_str!("../guide/pictures/signals.txt")]
    #[doc = include_str!("../guide/signals.md")]
    pub mod signals {}

    #[cfg(all(feature = "image", feature = "pictures"))]
    #[doc = include_str!("../guide/pictures/pictures.txt")]
    #[doc = include_str!("../guide/pictures.md")]
    pub mod pictures {}

    #[cfg(feature = "ooc")]
    #[doc = include_str!("../guide/larger_than_memory.md")]
    pub mod larger_than_memory {}

    #[cfg(feature = "sparse")]
    #[doc = include_str!("../guide/sparse.md")]
    pub mod sparse {}

    #[doc = include_str!("../guide/features.md")]
    pub mod features {}

    #[doc = include_str!("../guide/solvers.md")]
    pub mod solvers {}

    #[doc = include_str!("../guide/parity.md")]
    pub mod parity {}

    #[doc = include_str!("../guide/parity_array_api.md")]
    pub mod parity_array_api {}

    #[cfg(all(feature = "masked", feature = "polynomial"))]
    #[doc = include_str!("../guide/parity_numpy_more.md")]
    pub mod parity_numpy_more {}

    #[cfg(all(feature = "interpolate", feature = "signal"))]
    #[doc = include_str!("../guide/parity_scipy_more.md")]
    pub mod parity_scipy_more {}

    #[cfg(feature = "image")]
    #[doc = include_str!("../guide/parity_image.md")]
    pub mod parity_image {}

    #[cfg(feature = "sparse")]
    #[doc = include_str!("../guide/parity_scipy.md")]
    pub mod parity_scipy {}

    #[doc = include_str!("../../../ARCHITECTURE.md")]
    pub mod architecture {}

    #[doc = include_str!("../guide/faq.md")]
    pub mod faq {}
}

/// The README's programs are compiled, and the first is run, with the examples.
#[cfg(all(doctest, feature = "linalg", feature = "random"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
