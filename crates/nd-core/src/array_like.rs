//! [`ArrayLike`] and [`Operand`]: what functions take.

use crate::array::Array;
use crate::cow::CowArray;
use crate::element::Element;
use crate::view::View;
use crate::view_mut::ViewMut;

/// Anything that can be read as an n-dimensional array without copying.
///
/// [`Array`], [`View`], [`ViewMut`], vectors, slices, fixed-size arrays (`[[1, 2], [3, 4]]`
/// is 2-d up to four levels deep) and references to all of these.
///
/// # Examples
/// ```
/// use nd_core::{ArrayLike, array};
///
/// fn rank(a: impl ArrayLike) -> usize {
///     a.view().ndim()
/// }
/// assert_eq!(rank(array![[1, 2]]), 2);
/// assert_eq!(rank([1.5, 2.5]), 1);
/// assert_eq!(rank(&vec![1, 2, 3]), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as an array",
    label = "not an array, view, vector, slice or nested fixed-size array",
    note = "for a single number use `Array::scalar(x)`"
)]
pub trait ArrayLike {
    /// The type of the elements.
    type Elem;

    /// The elements, seen as an array.
    fn view(&self) -> View<'_, Self::Elem>;
}

impl<T> ArrayLike for Array<T> {
    type Elem = T;
    #[inline(always)]
    fn view(&self) -> View<'_, T> {
        Array::view(self)
    }
}

impl<T> ArrayLike for View<'_, T> {
    type Elem = T;
    #[inline(always)]
    fn view(&self) -> View<'_, T> {
        *self
    }
}

impl<T> ArrayLike for ViewMut<'_, T> {
    type Elem = T;
    #[inline(always)]
    fn view(&self) -> View<'_, T> {
        ViewMut::view(self)
    }
}

impl<T> ArrayLike for CowArray<'_, T> {
    type Elem = T;
    #[inline(always)]
    fn view(&self) -> View<'_, T> {
        CowArray::view(self)
    }
}

impl<T> ArrayLike for Vec<T> {
    type Elem = T;
    #[inline]
    fn view(&self) -> View<'_, T> {
        View::from_slice(self)
    }
}

impl<T> ArrayLike for [T] {
    type Elem = T;
    #[inline]
    fn view(&self) -> View<'_, T> {
        View::from_slice(self)
    }
}

impl<T: Element, const A: usize> ArrayLike for [T; A] {
    type Elem = T;
    #[inline]
    fn view(&self) -> View<'_, T> {
        View::from_slice(self)
    }
}

/// Nested fixed-size arrays are contiguous: flattened, they are a slice.
fn nested<T, const N: usize>(shape: [usize; N], flat: &[T]) -> View<'_, T> {
    View::try_from_shape_slice(shape, flat).expect("a nested array fills its shape")
}

impl<T: Element, const A: usize, const B: usize> ArrayLike for [[T; B]; A] {
    type Elem = T;
    fn view(&self) -> View<'_, T> {
        nested([A, B], self.as_flattened())
    }
}

impl<T: Element, const A: usize, const B: usize, const C: usize> ArrayLike for [[[T; C]; B]; A] {
    type Elem = T;
    fn view(&self) -> View<'_, T> {
        nested([A, B, C], self.as_flattened().as_flattened())
    }
}

impl<T: Element, const A: usize, const B: usize, const C: usize, const D: usize> ArrayLike
    for [[[[T; D]; C]; B]; A]
{
    type Elem = T;
    fn view(&self) -> View<'_, T> {
        nested([A, B, C, D], self.as_flattened().as_flattened().as_flattened())
    }
}

impl<A: ArrayLike + ?Sized> ArrayLike for &A {
    type Elem = A::Elem;
    #[inline(always)]
    fn view(&self) -> View<'_, A::Elem> {
        (**self).view()
    }
}

impl<A: ArrayLike + ?Sized> ArrayLike for &mut A {
    type Elem = A::Elem;
    #[inline(always)]
    fn view(&self) -> View<'_, A::Elem> {
        (**self).view()
    }
}

/// An array-like of `T`, or a single `T`: the other side of an operator.
///
/// The element type is a *parameter*, so that the literal in `&a_f32 * 2.0` becomes an
/// `f32`. Mixed element types are not converted: see [`cast`](View::cast).
///
/// # Examples
/// ```
/// use nd_core::{Operand, array};
///
/// fn rank<T>(x: impl Operand<T>) -> usize {
///     x.operand().ndim()
/// }
/// assert_eq!(rank::<f32>(2.0), 0);
/// assert_eq!(rank::<i32>(&array![[1, 2]]), 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array or scalar of `{T}`",
    label = "element types must be equal: nothing is converted silently",
    note = "a number is written as the element type is: `2.0` beside floats, `2` beside integers",
    note = "an array is converted first: `a.cast::<f64>()`"
)]
pub trait Operand<T> {
    /// The operand as a view; 0-d for a scalar.
    fn operand(&self) -> View<'_, T>;
}

impl<T: Element> Operand<T> for T {
    #[inline(always)]
    fn operand(&self) -> View<'_, T> {
        View::from_ref(self)
    }
}

/// One line for each type that is an operand because it is an array-like.
macro_rules! operands {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<T: Element, $($gen)*> Operand<T> for $Type {
            #[inline(always)]
            fn operand(&self) -> View<'_, T> {
                ArrayLike::view(self)
            }
        }
    )*};
}
operands! {
    [] Array<T>;
    [] &Array<T>;
    [] View<'_, T>;
    [] &View<'_, T>;
    [] ViewMut<'_, T>;
    [] &ViewMut<'_, T>;
    [] CowArray<'_, T>;
    [] &CowArray<'_, T>;
    [] Vec<T>;
    [] &Vec<T>;
    [] &[T];
    [const A: usize] [T; A];
    [const A: usize] &[T; A];
    [const A: usize, const B: usize] [[T; B]; A];
    [const A: usize, const B: usize] &[[T; B]; A];
}
