//! [`ShapeError`]: what can be wrong with shapes, axes and indices.

use crate::shape::Shape;

/// Shapes, axes or indices that do not fit the operation.
///
/// The panicking methods panic with this error's message; their `try_` twins return it.
///
/// # Examples
/// ```
/// use nd_core::{Array, ShapeError};
///
/// let error = Array::try_from_shape_vec([2, 3], vec![1, 2]).unwrap_err();
/// assert_eq!(error.to_string(), "from_shape_vec: 2 elements do not fill shape [2, 3] of 6");
/// assert!(matches!(error, ShapeError::Size { .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// The number of elements given is not the number the shape asks for.
    #[error("{op}: {given} elements do not fill shape {shape:?} of {}", count(shape))]
    Size {
        /// The operation.
        op: &'static str,
        /// How many elements there are.
        given: usize,
        /// The shape they were to fill.
        shape: Box<[usize]>,
    },
    /// Nested vectors whose lengths differ.
    #[error("array from nested vectors: {first} elements at {first_at:?}, {other} at {other_at:?}")]
    Ragged {
        /// The length of the first vector of its depth.
        first: usize,
        /// The index of that vector.
        first_at: Box<[usize]>,
        /// The length that differs.
        other: usize,
        /// The index of the vector that has it.
        other_at: Box<[usize]>,
    },
    /// The shapes cannot be broadcast together.
    #[error("{op}: shapes {} do not broadcast together", list(shapes))]
    Broadcast {
        /// The operation.
        op: &'static str,
        /// Every operand's shape, in order.
        shapes: Box<[Box<[usize]>]>,
    },
    /// An array of `from` cannot be seen as one of `to`.
    #[error("broadcast_to: shape {from:?} does not broadcast to {to:?}")]
    BroadcastTo {
        /// The shape there is.
        from: Box<[usize]>,
        /// The shape that was asked for.
        to: Box<[usize]>,
    },
    /// Two shapes had to be equal (or equal but for one axis) and are not.
    #[error("{op}: shapes {left:?} and {right:?} differ")]
    Mismatch {
        /// The operation, with its axis where it has one.
        op: Box<str>,
        /// The first shape.
        left: Box<[usize]>,
        /// The second shape.
        right: Box<[usize]>,
    },
    /// Two lengths that are multiplied and added together had to be equal and are not.
    #[error("{op}: shapes {left:?} and {right:?} do not fit: {} and {} should be equal", lengths[0], lengths[1])]
    Inner {
        /// The operation.
        op: &'static str,
        /// The first shape.
        left: Box<[usize]>,
        /// The second shape.
        right: Box<[usize]>,
        /// The two lengths.
        lengths: [usize; 2],
    },
    /// Another number of axes than the operation takes.
    #[error("{op}: shape {shape:?} has {} axes, and {expected} are needed", shape.len())]
    Rank {
        /// The operation.
        op: &'static str,
        /// How many it takes, in words.
        expected: &'static str,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// An axis that had to have a certain length has another.
    #[error("{op}: axis {axis} of shape {shape:?} has length {}, not {expected}", shape[*axis])]
    Length {
        /// The operation.
        op: &'static str,
        /// The axis.
        axis: usize,
        /// The length it had to have.
        expected: usize,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// An operation that needs elements got none.
    #[error("{op}: {what} is empty")]
    Empty {
        /// The operation.
        op: &'static str,
        /// What has no elements.
        what: &'static str,
    },
    /// An operation on several arrays got none.
    #[error("{op}: at least one array is needed")]
    NoArrays {
        /// The operation.
        op: &'static str,
    },
    /// The axis does not exist.
    #[error("{op}: axis {axis} is out of bounds for {ndim} dimensions")]
    Axis {
        /// The operation.
        op: &'static str,
        /// The axis given; negative ones count from the end.
        axis: isize,
        /// How many axes there are.
        ndim: usize,
    },
    /// An axis was named twice.
    #[error("{op}: axis {axis} is named twice in {axes:?}")]
    RepeatedAxis {
        /// The operation.
        op: &'static str,
        /// The repeated axis.
        axis: isize,
        /// All axes given.
        axes: Box<[isize]>,
    },
    /// The list of axes is not a permutation of all axes.
    #[error("{op}: {axes:?} does not order the {ndim} axes of shape {shape:?}")]
    Permutation {
        /// The operation.
        op: &'static str,
        /// The axes given.
        axes: Box<[isize]>,
        /// How many axes there are.
        ndim: usize,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// An axis that had to have length one does not.
    #[error("squeeze: axis {axis} of shape {shape:?} has length {}, not 1", shape[*axis])]
    NotUnit {
        /// The axis.
        axis: usize,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// The element count differs, or the `-1` axis cannot be found.
    #[error("reshape: shape {from:?} of {} elements cannot become {to:?}", count(from))]
    Reshape {
        /// The shape there is.
        from: Box<[usize]>,
        /// The shape asked for; -1 stands for the axis to be found.
        to: Box<[isize]>,
    },
    /// Fewer axes than the operation needs.
    #[error("{op}: at least {least} axes are needed, and shape {shape:?} has {}", shape.len())]
    TooFewAxes {
        /// The operation.
        op: &'static str,
        /// How many it needs.
        least: usize,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// The last two axes had to have the same length and have not.
    #[error("{op}: the matrices of shape {shape:?} are not square")]
    NotSquare {
        /// The operation.
        op: &'static str,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// More axes than [`MAX_NDIM`](crate::MAX_NDIM).
    #[error("{op}: {ndim} axes are more than the {} that an array may have", crate::MAX_NDIM)]
    TooManyAxes {
        /// The operation.
        op: &'static str,
        /// How many axes were asked for.
        ndim: usize,
    },
    /// The product of the (non-zero) lengths does not fit the address space.
    #[error("{op}: shape {shape:?} has too many elements for this machine's address space")]
    Overflow {
        /// The operation.
        op: &'static str,
        /// The shape.
        shape: Box<[usize]>,
    },
    /// An index lies outside its axis.
    #[error("{op}: index {index} is out of bounds for axis {axis} with length {len}")]
    Index {
        /// The operation.
        op: &'static str,
        /// The index given.
        index: isize,
        /// The axis it was for.
        axis: usize,
        /// The axis's length.
        len: usize,
    },
    /// An index or slice has the wrong number of axes.
    #[error("{op}: {given} axes given for an array of shape {shape:?}")]
    IndexCount {
        /// The operation.
        op: &'static str,
        /// How many the caller gave.
        given: usize,
        /// The array's shape.
        shape: Box<[usize]>,
    },
    /// A slice has step 0.
    #[error("slice: the step of axis {axis} is 0")]
    ZeroStep {
        /// The axis.
        axis: usize,
    },
    /// A slice names [`Ellipsis`](crate::Ellipsis) more than once.
    #[error("slice: only one Ellipsis can stand in a slice")]
    TwoEllipses,
    /// The strides do not describe memory that the buffer has, or let two indices of a
    /// mutable view meet in one element.
    #[error("{op}: shape {shape:?} with strides {strides:?} {why}")]
    Strides {
        /// The operation.
        op: &'static str,
        /// The shape.
        shape: Box<[usize]>,
        /// The strides, in elements.
        strides: Box<[isize]>,
        /// What is wrong with them.
        why: &'static str,
    },
    /// The memory could not be had.
    #[error("{op}: {bytes} bytes could not be allocated")]
    Memory {
        /// The operation.
        op: &'static str,
        /// How many bytes were asked for.
        bytes: usize,
    },
}

impl ShapeError {
    /// Panics with this error's message; kept out of line so that callers stay small.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn panic(self) -> ! {
        panic!("{self}")
    }

    #[cold]
    pub(crate) fn broadcast(op: &'static str, shapes: &[&[usize]]) -> ShapeError {
        ShapeError::Broadcast { op, shapes: shapes.iter().map(|&s| s.into()).collect() }
    }
}

/// Unwraps a result or panics with the error's message at the caller's place.
#[inline(always)]
#[track_caller]
pub(crate) fn ok<T>(result: Result<T, ShapeError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => error.panic(),
    }
}

fn count(shape: &[usize]) -> String {
    match Shape::try_new(shape).ok().and_then(|s| s.checked_size()) {
        Some(size) => size.to_string(),
        None => "too many".into(),
    }
}

fn list(shapes: &[Box<[usize]>]) -> String {
    let shown: Vec<String> = shapes.iter().map(|s| format!("{s:?}")).collect();
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}
