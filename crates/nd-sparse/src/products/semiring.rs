//! [`Semiring`]: what takes the place of `+` and `×` in a product.

use crate::element::Entry;
use nd_core::Element;
use std::marker::PhantomData;

/// What a product multiplies and adds with.
///
/// Matrix products ask for no more than this: a graph's distances are products over minimum and plus, what can
/// be reached is one over or and and. Products over a semiring of yours run at the speed of `+` and `×`; they
/// are compiled in your crate. `add` has to be associative; where it is not commutative, terms are added by
/// ascending index.
///
/// # SciPy
/// None. GraphBLAS calls it a semiring too.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, Semiring};
///
/// /// Shortest paths: along a path lengths are added, of two paths the shorter one counts.
/// struct MinPlus;
///
/// impl Semiring for MinPlus {
///     type Left = f64;
///     type Right = f64;
///     type Out = f64;
///     fn multiply(&self, left: f64, right: f64) -> f64 {
///         left + right
///     }
///     fn add(&self, sum: f64, term: f64) -> f64 {
///         sum.min(term)
///     }
/// }
///
/// let roads = Csr::<f64>::from_dense([[0.0, 2.0, 7.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]);
/// let two_steps = roads.matmul_over(&roads, &MinPlus);
/// assert_eq!(two_steps.get(0, 2), 5.0);
/// ```
pub trait Semiring: Sync {
    /// The elements of the left factor.
    type Left: Element;
    /// The elements of the right factor.
    type Right: Element;
    /// The elements of the product.
    type Out: Element + Default;

    /// One term.
    fn multiply(&self, left: Self::Left, right: Self::Right) -> Self::Out;

    /// A sum and one more term.
    fn add(&self, sum: Self::Out, term: Self::Out) -> Self::Out;

    /// Whether a sum is stored; all are, unless you say otherwise.
    #[inline(always)]
    fn keep(&self, sum: Self::Out) -> bool {
        let _ = sum;
        true
    }
}

/// The usual product; or and and for `bool`. Sums that are zero are not stored.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, PlusTimes};
///
/// let a = Csr::<i32>::from_dense([[1, 1], [0, 1]]);
/// assert!(a.matmul_over(&a, &PlusTimes::default()) == a.matmul(&a));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PlusTimes<T>(PhantomData<fn() -> T>);

impl<T> Default for PlusTimes<T> {
    fn default() -> Self {
        PlusTimes(PhantomData)
    }
}

impl<T: Entry> Semiring for PlusTimes<T> {
    type Left = T;
    type Right = T;
    type Out = T;

    #[inline(always)]
    fn multiply(&self, left: T, right: T) -> T {
        left.multiplied(right)
    }

    #[inline(always)]
    fn add(&self, sum: T, term: T) -> T {
        sum.added(term)
    }

    #[inline(always)]
    fn keep(&self, sum: T) -> bool {
        !sum.is_zero()
    }
}
