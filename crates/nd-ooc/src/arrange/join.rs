//! Several arrays as one.

use super::axes::expanded;
use super::parts::{Course, Parts};
use crate::chunked::{AnyChunked, Chunked};
use crate::elementwise::cast;
use crate::node::Node;
use nd_core::{DType, MAX_NDIM, ShapeError, Typed, normalize_axis, result_type};
use std::sync::Arc;

/// What can be joined to others of its kind: [`Chunked`], [`AnyChunked`], and references to them.
///
/// # Examples
/// ```
/// let (a, b) = (nd_ooc::arange(0, 2, 1), nd_ooc::arange(5, 7, 1));
/// assert_eq!(nd_ooc::concat(&[&a, &b], 0).compute()?, nd_core::array![0, 1, 5, 6]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub trait Joinable: Clone {
    /// What is made of several.
    type Joined: TryFrom<AnyChunked, Error: std::fmt::Debug>;

    /// The array, whatever its element type.
    fn to_any(&self) -> AnyChunked;
}

impl<T: Typed> Joinable for Chunked<T> {
    type Joined = Chunked<T>;

    fn to_any(&self) -> AnyChunked {
        AnyChunked::from(self)
    }
}

impl Joinable for AnyChunked {
    type Joined = AnyChunked;

    fn to_any(&self) -> AnyChunked {
        self.clone()
    }
}

impl<A: Joinable> Joinable for &A {
    type Joined = A::Joined;

    fn to_any(&self) -> AnyChunked {
        A::to_any(self)
    }
}

/// One array after the other along `axis`.
///
/// `(…, n, …)`, `(…, m, …)`, … → `(…, n + m + …, …)`. Arrays of unknown element types are cast to the type that holds
/// them all.
///
/// # Panics
/// If there is no array, no such axis, the arrays differ in shape on another axis, or no type holds all elements.
///
/// # NumPy
/// `np.concat(arrays, axis)`.
///
/// # Examples
/// ```
/// let (a, b) = (nd_ooc::full([2, 1], 1), nd_ooc::full([2, 2], 5));
/// assert_eq!(nd_ooc::concat(&[a, b], 1).compute()?, nd_core::array![[1, 5, 5], [1, 5, 5]]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
/// ```should_panic
/// nd_ooc::concat(&[nd_ooc::full([2, 1], 1), nd_ooc::full([3, 2], 5)], 1);
/// ```
#[track_caller]
pub fn concat<A: Joinable>(arrays: &[A], axis: isize) -> A::Joined {
    try_concat(arrays, axis).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`concat`](concat()), for arrays that come from elsewhere.
///
/// # Errors
/// If there is no array, no such axis, or the arrays differ in shape on another axis.
///
/// # Panics
/// If no type holds all elements.
///
/// # Examples
/// ```
/// assert!(nd_ooc::try_concat(&[nd_ooc::full([2], 1), nd_ooc::full([2], 5)], 1).is_err());
/// ```
#[track_caller]
pub fn try_concat<A: Joinable>(arrays: &[A], axis: isize) -> Result<A::Joined, ShapeError> {
    let nodes = alike("concat", arrays);
    let first = nodes.first().ok_or(ShapeError::NoArrays { op: "concat" })?;
    let axis = normalize_axis("concat", axis, first.shape.ndim())?;
    Ok(typed::<A>(joined(nodes, axis)?))
}

/// Arrays of one shape side by side, along a new axis.
///
/// `k` of `(n, m)` → `(k, n, m)` for axis 0. Arrays of unknown element types are cast to the type that holds them all.
///
/// # Panics
/// If there is no array, no such axis, the shapes differ, there would be more axes than an array may have, or no type
/// holds all elements.
///
/// # NumPy
/// `np.stack(arrays, axis)`.
///
/// # Examples
/// ```
/// let (a, b) = (nd_ooc::arange(0, 2, 1), nd_ooc::arange(5, 7, 1));
/// assert_eq!(nd_ooc::stack(&[&a, &b], 1).compute()?, nd_core::array![[0, 5], [1, 6]]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
/// ```should_panic
/// nd_ooc::stack(&[nd_ooc::full([2], 1), nd_ooc::full([3], 5)], 0);
/// ```
#[track_caller]
pub fn stack<A: Joinable>(arrays: &[A], axis: isize) -> A::Joined {
    try_stack(arrays, axis).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`stack`](stack()), for arrays that come from elsewhere.
///
/// # Errors
/// If there is no array, no such axis, the shapes differ, or there would be more axes than an array may have.
///
/// # Panics
/// If no type holds all elements.
///
/// # Examples
/// ```
/// assert!(nd_ooc::try_stack(&[nd_ooc::full([2], 1), nd_ooc::full([3], 5)], 0).is_err());
/// ```
#[track_caller]
pub fn try_stack<A: Joinable>(arrays: &[A], axis: isize) -> Result<A::Joined, ShapeError> {
    let nodes = alike("stack", arrays);
    let first = nodes.first().ok_or(ShapeError::NoArrays { op: "stack" })?;
    let axis = normalize_axis("stack", axis, first.shape.ndim() + 1)?;
    if first.shape.ndim() == MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op: "stack", ndim: MAX_NDIM + 1 });
    }
    if let Some(other) = nodes.iter().find(|node| node.shape != first.shape) {
        let (left, right) = (first.shape[..].into(), other.shape[..].into());
        return Err(ShapeError::Mismatch { op: "stack".into(), left, right });
    }
    let nodes = nodes.iter().map(|node| expanded(node, axis)).collect::<Result<_, _>>()?;
    Ok(typed::<A>(joined(nodes, axis)?))
}

fn typed<A: Joinable>(node: Arc<Node>) -> A::Joined {
    AnyChunked::of(node).try_into().expect("arrays of one type make one of that type")
}

/// The arrays, cast to one type.
#[track_caller]
fn alike<A: Joinable>(op: &str, arrays: &[A]) -> Vec<Arc<Node>> {
    let nodes: Vec<Arc<Node>> = arrays.iter().map(|array| array.to_any().node).collect();
    let Some(first) = nodes.first() else { return nodes };
    if nodes.iter().all(|node| node.dtype == first.dtype) {
        return nodes;
    }
    let dtypes: Vec<DType> = nodes.iter().map(|node| node.dtype).collect();
    let Some(dtype) = result_type(&dtypes) else {
        panic!("{op}: no element type holds all of {dtypes:?}")
    };
    nodes.iter().map(|node| cast(node, dtype)).collect()
}

/// Arrays of one type, joined along an axis that they have.
pub(super) fn joined(nodes: Vec<Arc<Node>>, axis: usize) -> Result<Arc<Node>, ShapeError> {
    let first = Arc::clone(&nodes[0]);
    let mut starts = vec![0usize];
    for node in &nodes {
        check(&first.shape, &node.shape, axis)?;
        let end = starts[starts.len() - 1].checked_add(node.shape[axis]);
        let overflow = || ShapeError::Overflow { op: "concat", shape: node.shape[..].into() };
        starts.push(end.ok_or_else(overflow)?);
    }
    if let [_] = nodes[..] {
        return Ok(first);
    }
    let len = starts[nodes.len()];
    Ok(Parts { name: "concat", axis, course: Course::Joined(starts) }.node(nodes, len))
}

/// Whether an array can be joined to the first one.
fn check(first: &[usize], other: &[usize], axis: usize) -> Result<(), ShapeError> {
    let same = |at: usize| at == axis || first[at] == other[at];
    if first.len() == other.len() && (0..first.len()).all(same) {
        return Ok(());
    }
    let op = format!("concat along axis {axis}").into();
    Err(ShapeError::Mismatch { op, left: first.into(), right: other.into() })
}
