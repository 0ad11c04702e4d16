//! [`MaskedLike`] and [`MaskedOperand`]: what functions over masked arrays take.

use super::{MaskedArray, MaskedView};
use nd_core::{Array, ArrayLike, CowArray, Element, Operand, View};

/// Anything that can be read as a masked array without copying: [`MaskedArray`], [`MaskedView`], whatever is
/// [`ArrayLike`] in nd-core (nothing of it is masked), and references to these.
///
/// The other way does not hold: a masked array is no `ArrayLike`, so that a function which knows nothing of masks
/// cannot be given one and lose the mask.
///
/// # NumPy
/// `np.concatenate`, `np.add.reduce` and others take a masked array and drop its mask.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray, MaskedLike};
///
/// fn known(a: impl MaskedLike<Elem = f64>) -> usize {
///     ma::count(a)
/// }
/// assert_eq!(known([1.0, 2.0]), 2);
/// assert_eq!(known(&MaskedArray::new([1.0, 2.0], [true, false])), 1);
/// ```
/// ```compile_fail
/// let a = nd_ops::ma::MaskedArray::new([1.0, 2.0], [true, false]);
/// nd_ops::sum(&a); // would count what is masked
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a masked array",
    label = "not a masked array, array, view, vector, slice or nested fixed-size array"
)]
pub trait MaskedLike {
    /// The type of the elements.
    type Elem;

    /// The elements and their mask.
    fn masked(&self) -> MaskedView<'_, Self::Elem>;
}

/// A masked array, an array or a single value: the other side of an operation.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2], [false, true]);
/// assert_eq!(ma::add(&a, 1), &a + [1, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a masked array, array or scalar of `{T}`",
    note = "element types must be equal: nothing is converted silently"
)]
pub trait MaskedOperand<T> {
    /// The operand as a view; 0-d for a scalar.
    fn masked_operand(&self) -> MaskedView<'_, T>;
}

impl<T: Element, A: ArrayLike<Elem = T> + ?Sized> MaskedLike for A {
    type Elem = T;
    fn masked(&self) -> MaskedView<'_, T> {
        MaskedView::of(self.view(), None, None)
    }
}

impl<T: Element> MaskedOperand<T> for T {
    fn masked_operand(&self) -> MaskedView<'_, T> {
        MaskedView::of(View::from_ref(self), None, None)
    }
}

macro_rules! operands {
    ($([$($generic:tt)*] $Type:ty;)*) => {$(
        impl<T: Element, $($generic)*> MaskedOperand<T> for $Type {
            fn masked_operand(&self) -> MaskedView<'_, T> {
                MaskedView::of(Operand::operand(self), None, None)
            }
        }
    )*};
}
operands! {
    [] Array<T>;
    [] &Array<T>;
    [] View<'_, T>;
    [] &View<'_, T>;
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

macro_rules! masked {
    ($([$($generic:tt)*] $Type:ty;)*) => {$(
        impl<$($generic)* T: Element> MaskedLike for $Type {
            type Elem = T;
            fn masked(&self) -> MaskedView<'_, T> {
                self.view()
            }
        }
        impl<$($generic)* T: Element> MaskedOperand<T> for $Type {
            fn masked_operand(&self) -> MaskedView<'_, T> {
                self.view()
            }
        }
    )*};
}
masked! {
    [] MaskedArray<T>;
    [] &MaskedArray<T>;
    ['a,] MaskedView<'a, T>;
    ['a,] &MaskedView<'a, T>;
}
