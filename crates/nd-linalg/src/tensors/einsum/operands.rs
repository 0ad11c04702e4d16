//! [`EinsumOperands`]: one to six arrays of any kind, or a list of them.

use crate::products::ProductElement;
use nd_core::{ArrayLike, View};

/// What [`einsum`](crate::einsum) takes: a tuple of one to six array-likes with the same
/// elements, or an array, slice or vector of as many as there are.
///
/// # Examples
/// ```
/// use nd_core::{View, array};
/// use nd_linalg::einsum;
///
/// let a = array![[1.0, 2.0]];
/// einsum("ij,j", (&a, vec![1.0, 2.0])); // of two kinds
/// let list: Vec<View<'_, f64>> = vec![a.view(); 3]; // as many as there are
/// assert_eq!(einsum("ij,ij,ij->", &list[..])[[]], 9.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of einsum's operands",
    note = "operands are a tuple of one to six arrays of the same element type, `(&a, &b)`, or a \
            list of views, `[a.view(), b.view()]`"
)]
pub trait EinsumOperands {
    /// The elements of all of them.
    type Elem: ProductElement;

    /// All of them.
    fn views(&self) -> Vec<View<'_, Self::Elem>>;
}

macro_rules! tuples {
    ($(($($name:ident)*))*) => {$(
        impl<T: ProductElement, $($name: ArrayLike<Elem = T>),*> EinsumOperands for ($($name,)*) {
            type Elem = T;
            fn views(&self) -> Vec<View<'_, T>> {
                #[allow(non_snake_case)] // one name for a type and its value
                let ($($name,)*) = self;
                vec![$($name.view()),*]
            }
        }
    )*};
}
tuples!((A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F));

impl<A: ArrayLike<Elem: ProductElement>, const N: usize> EinsumOperands for [A; N] {
    type Elem = A::Elem;
    fn views(&self) -> Vec<View<'_, A::Elem>> {
        self.iter().map(A::view).collect()
    }
}

impl<A: ArrayLike<Elem: ProductElement>> EinsumOperands for &[A] {
    type Elem = A::Elem;
    fn views(&self) -> Vec<View<'_, A::Elem>> {
        self.iter().map(A::view).collect()
    }
}

impl<A: ArrayLike<Elem: ProductElement>> EinsumOperands for &Vec<A> {
    type Elem = A::Elem;
    fn views(&self) -> Vec<View<'_, A::Elem>> {
        self.iter().map(A::view).collect()
    }
}
