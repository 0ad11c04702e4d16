//! [`einsum`]: sums of products, said by a string.

mod contract;
mod error;
mod operands;
mod path;
mod spec;
mod sum;

pub use error::EinsumError;
pub use operands::EinsumOperands;
pub use path::EinsumPath;

use crate::products::{Arithmetic, ProductElement};
use crate::tensors::TensorProducts;
use contract::Tensor;
use nd_core::{Array, CowArray, View};
use spec::{Axes, Spec};

/// Sums of products, said by labels for the axes.
///
/// `"ij,jk->ik"` is `Σⱼ aᵢⱼ · bⱼₖ`: every label that the output does not have is summed over.
///
/// - A label that an operand has twice is its diagonal: `"ii->i"`.
/// - `...` stands for any number of axes, broadcast among the operands: `"...ij,...jk->...ik"`.
/// - Without an arrow the output is `...` and the labels that are there once, in the order of
///   the alphabet: `"ij,jk"`, `"ba"` is a transpose.
/// - An axis of length 1 stretches along its label, in an operand that has the label once.
/// - Labels are letters of any alphabet, upper and lower case apart; spaces mean nothing.
///
/// Operands: a tuple of one to six arrays, or an array, slice or vector of views. From three
/// on they meet pair by pair in the order that [`einsum_path`] finds; pairs are products of
/// matrices, copied only where axes cannot be joined in place. Values as for
/// [`matmul`](crate::matmul): nothing is conjugated, integers wrap, sums of nothing are 0. The
/// result is in C order or in another that needed no copy.
///
/// # Panics
/// If the specification is none, or does not fit the operands: see [`EinsumError`].
///
/// # NumPy
/// `np.einsum(spec, *operands, optimize="optimal")`. NumPy's default multiplies all operands
/// at once, and has views where this has copies (`"ij->ji"`, `"ii->i"`: see
/// [`View::permute_dims`], [`View::diagonal`]).
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::einsum;
///
/// let a = array![[1, 2], [3, 4]];
/// let x = array![1, 10];
/// assert_eq!(einsum("ij,j->i", (&a, &x)), array![21, 43]);
/// assert_eq!(einsum("ii", (&a,))[[]], 5); // the trace
/// assert_eq!(einsum("i,j,k->", (&x, &x, &x))[[]], 1331);
/// assert_eq!(einsum("...j->...", [a.view()]), array![3, 7]);
/// ```
/// ```should_panic
/// // einsum: 'j' is 2 long in one place and 3 in another
/// nd_linalg::einsum("ij,jk", ([[1, 2]], [[1], [2], [3]]));
/// ```
#[track_caller]
pub fn einsum<O: EinsumOperands>(spec: &str, operands: O) -> Array<O::Elem> {
    match try_einsum(spec, operands) {
        Ok(array) => array,
        Err(error) => panic(error),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn panic(error: EinsumError) -> ! {
    panic!("{error}")
}

/// As [`einsum`], for specifications or shapes that come from users.
///
/// # Errors
/// Every case of [`EinsumError`].
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_einsum("ij,jk", ([[1, 2]], [[1], [2], [3]])).is_err());
/// ```
pub fn try_einsum<O: EinsumOperands>(
    spec: &str,
    operands: O,
) -> Result<Array<O::Elem>, EinsumError> {
    O::Elem::einsum(spec, &operands.views())
}

/// The body of [`einsum`].
pub(crate) fn of_views<E: ProductElement>(
    spec: &str,
    views: &[View<'_, E>],
) -> Result<Array<E>, EinsumError> {
    let works: Vec<CowArray<'_, _>> = views.iter().map(|&view| E::work(view)).collect();
    let views: Vec<View<'_, _>> = works.iter().map(CowArray::view).collect();
    evaluated(spec, &views).map(E::done)
}

/// In which order [`einsum`] contracts the operands, and what it costs.
///
/// Of up to six operands the order with the fewest operations; of more, pair by pair the one
/// whose product is the smallest beside what it replaces. A multiplication counts as one
/// operation, an addition as another. Nothing is calculated.
///
/// # Panics
/// As [`einsum`].
///
/// # NumPy
/// `np.einsum_path(spec, *operands, optimize="optimal")`, "greedy" from seven operands on.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_linalg::einsum_path;
///
/// let (a, b) = (Array::<f64>::zeros([10, 2]), Array::zeros([2, 300]));
/// let path = einsum_path("ij,jk,kl->il", (&a, &b, b.t()));
/// assert_eq!(path.contractions, [[1, 2], [0, 1]]);
/// assert!(path.flops < path.naive_flops);
/// assert!(path.to_string().contains("Complete contraction:  ij,jk,kl->il"));
/// ```
/// ```should_panic
/// nd_linalg::einsum_path("ij->", ([1, 2],)); // two labels for one axis
/// ```
#[track_caller]
pub fn einsum_path<O: EinsumOperands>(spec: &str, operands: O) -> EinsumPath {
    match try_einsum_path(spec, operands) {
        Ok(path) => path,
        Err(error) => panic(error),
    }
}

/// As [`einsum_path`], for specifications or shapes that come from users.
///
/// # Errors
/// Every case of [`EinsumError`].
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_einsum_path("ij->", ([1, 2],)).is_err());
/// ```
pub fn try_einsum_path<O: EinsumOperands>(
    spec: &str,
    operands: O,
) -> Result<EinsumPath, EinsumError> {
    let views = operands.views();
    EinsumPath::new(&Spec::parse(spec)?.fit(&Axes::shapes(&views))?)
}

/// What a specification calls the axes of its operands: for sums of products over other kinds of arrays.
///
/// Labels are numbers from 0. An axis of length 1 whose label is longer stretches.
///
/// # Examples
/// ```
/// use nd_linalg::EinsumLabels;
///
/// let labels = EinsumLabels::new("ij,jk->ik", &[&[2, 3], &[3, 4]])?;
/// assert_eq!(labels.operands, [[0, 1], [1, 2]]);
/// assert_eq!((labels.output, labels.lengths), (vec![0, 2], vec![2, 3, 4]));
/// # Ok::<(), nd_linalg::EinsumError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EinsumLabels {
    /// The labels of each operand's axes.
    pub operands: Vec<Vec<usize>>,
    /// Those of the output's axes.
    pub output: Vec<usize>,
    /// How long each label is.
    pub lengths: Vec<usize>,
    /// The operands that meet in each step, as [`EinsumPath::contractions`].
    pub contractions: Vec<Vec<usize>>,
}

impl EinsumLabels {
    /// Fits a specification to operands of these shapes.
    ///
    /// # Errors
    /// Every case of [`EinsumError`] but [`Shape`](EinsumError::Shape).
    ///
    /// # Examples
    /// ```
    /// assert!(nd_linalg::EinsumLabels::new("ij->k", &[&[2, 3]]).is_err());
    /// ```
    pub fn new(spec: &str, shapes: &[&[usize]]) -> Result<EinsumLabels, EinsumError> {
        let axes = Spec::parse(spec)?.fit(shapes)?;
        let contractions = path::contractions(&axes)?;
        let Axes { operands, output, lengths, .. } = axes;
        Ok(EinsumLabels { operands, output, lengths, contractions })
    }
}

/// Pair by pair in the best order.
fn evaluated<T: Arithmetic>(spec: &str, views: &[View<'_, T>]) -> Result<Array<T>, EinsumError> {
    let axes = Spec::parse(spec)?.fit(&Axes::shapes(views))?;
    let operands = views.iter().zip(&axes.operands);
    let mut left: Vec<Tensor<'_, T>> = Vec::with_capacity(views.len());
    left.extend(operands.map(|(&view, labels)| Tensor::new(view, labels)));
    for places in path::contractions(&axes)? {
        let [i, j] = places[..] else { continue };
        let second = left.remove(j);
        let first = left.remove(i);
        let needed = |label| axes.output.contains(&label) || left.iter().any(|t| t.has(label));
        let product = first.times(second, needed, &axes.output)?;
        left.push(product);
    }
    left.pop().expect("at least one operand").into_output(&axes)
}
