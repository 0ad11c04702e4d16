//! Values written where a mask is true, which need not be as many.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::select::in_order;
use crate::view::View;
use crate::view_mut::ViewMut;

fn check(op: &str, shape: &[usize], mask: &[usize]) -> Result<(), ShapeError> {
    if shape == mask {
        return Ok(());
    }
    let (left, right) = (shape.into(), mask.into());
    Err(ShapeError::Mismatch { op: format!("{op} (array, then mask)").into(), left, right })
}

fn write<T: Element>(
    mut a: ViewMut<'_, T>,
    mask: View<'_, bool>,
    values: View<'_, T>,
    by_place: bool,
) {
    let values = in_order(values);
    let mut values = values.iter().cycle();
    for (element, &picked) in a.iter_mut().zip(mask.iter()) {
        let next = if by_place || picked { values.next() } else { None };
        if let (true, Some(&value)) = (picked, next) {
            *element = value;
        }
    }
}

macro_rules! place {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values`, one after the other, to the elements where `mask` is true, in C order; from the
            /// beginning again where they end. Values that are left over are not used.
            ///
            /// # Panics
            /// If `mask` has another shape, or it is true somewhere and there are no values.
            ///
            /// # NumPy
            /// `np.place(a, mask, values)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, greater};
            ///
            /// let mut a = array![[0, 1, 2], [3, 4, 5]];
            /// a.place(&greater(&a, 2), &[44, 55]);
            /// assert_eq!(a, array![[0, 1, 2], [44, 55, 44]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].place(&[true], &[7]);
            /// ```
            #[track_caller]
            pub fn place(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl ArrayLike<Elem = T>,
            ) {
                ok(self.try_place(mask, values));
            }

            /// As [`place`](Self::place), for masks and values that come from users.
            ///
            /// # Errors
            /// [`ShapeError::Mismatch`] for another shape of `mask`, [`ShapeError::Size`] if there are no values.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// assert!(array![1, 2].try_place(&[true], &[7]).is_err());
            /// let error = array![1, 2].try_place(&[true, true], &[0; 0]).unwrap_err();
            /// assert_eq!(error.to_string(), "place: 0 elements do not fill shape [2] of 2");
            /// ```
            pub fn try_place(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl ArrayLike<Elem = T>,
            ) -> Result<(), ShapeError> {
                let (mask, values) = (mask.view(), values.view());
                check("place", self.shape(), mask.shape())?;
                if values.is_empty() {
                    let count = mask.iter().filter(|&&picked| picked).count();
                    if count > 0 {
                        let shape = [count].into();
                        return Err(ShapeError::Size { op: "place", given: 0, shape });
                    }
                }
                write(self.$view_mut(), mask, values, false);
                Ok(())
            }

            /// Writes to each element where `mask` is true the value at its place: the `k`-th element in C order
            /// gets the `k`-th of `values`, which begin again where they end.
            ///
            /// Without values nothing is written. Where `mask` and `values` are to broadcast instead, it is
            /// [`assign_where`](Self::assign_where).
            ///
            /// # Panics
            /// If `mask` has another shape.
            ///
            /// # NumPy
            /// `np.putmask(a, mask, values)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, greater};
            ///
            /// let mut a = array![0, 1, 2, 3, 4];
            /// a.putmask(&greater(&a, 1), &[-33, -44]);
            /// assert_eq!(a, array![0, 1, -33, -44, -33]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].putmask(&[true], &[7]);
            /// ```
            #[track_caller]
            pub fn putmask(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl ArrayLike<Elem = T>,
            ) {
                ok(self.try_putmask(mask, values));
            }

            /// As [`putmask`](Self::putmask), for masks that come from users.
            ///
            /// # Errors
            /// [`ShapeError::Mismatch`].
            ///
            /// # Examples
            /// ```
            /// assert!(nd_core::array![1, 2].try_putmask(&[true], &[7]).is_err());
            /// ```
            pub fn try_putmask(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl ArrayLike<Elem = T>,
            ) -> Result<(), ShapeError> {
                let mask = mask.view();
                check("putmask", self.shape(), mask.shape())?;
                write(self.$view_mut(), mask, values.view(), true);
                Ok(())
            }
        }
    )*};
}
place! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
