//! Attributes, views and casts: what does not depend on the element type, once for
//! [`AnyView`] and forwarded by [`AnyArray`].

use super::{AnyArray, AnyView};
use crate::dtype::DType;
use crate::error::ShapeError;
use crate::manipulate::NewShape;
use crate::shape::Shape;
use crate::slice::SliceItem;
use crate::with_dtype;
use std::fmt;

impl AnyArray {
    /// A view of all elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// assert_eq!(AnyArray::from(array![1, 2]).view().ndim(), 1);
    /// ```
    #[inline]
    pub fn view(&self) -> AnyView<'_> {
        with_dtype!(self, |a| AnyView::from(a.view()))
    }

    /// Zeros of an element type.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.zeros(shape, dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, Array, DType};
    ///
    /// let any = AnyArray::zeros(DType::I16, [2, 3]);
    /// assert_eq!(any, AnyArray::from(Array::<i16>::zeros([2, 3])));
    /// ```
    #[track_caller]
    pub fn zeros(dtype: DType, shape: impl Into<Shape>) -> AnyArray {
        let shape = shape.into();
        with_dtype!(dtype, T => AnyArray::from(crate::Array::<T>::zeros(shape)))
    }

    /// The lengths of the axes.
    ///
    /// # NumPy
    /// `a.shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType};
    ///
    /// assert_eq!(AnyArray::zeros(DType::F32, [2, 0, 3]).shape(), [2, 0, 3]);
    /// assert!(AnyArray::zeros(DType::F32, ()).shape().is_empty()); // 0-d
    /// ```
    pub fn shape(&self) -> &[usize] {
        with_dtype!(self, |a| a.shape())
    }

    /// The same elements, in C order, as another shape; free if they lie in that order, one
    /// copy otherwise.
    ///
    /// # Panics
    /// As [`View::reshape`](crate::View::reshape).
    ///
    /// # NumPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let any = AnyArray::from(array![1, 2, 3, 4]);
    /// assert_eq!(any.into_reshaped([2, -1]).shape(), [2, 2]);
    /// ```
    #[track_caller]
    pub fn into_reshaped(self, shape: impl Into<NewShape>) -> AnyArray {
        let shape = shape.into();
        with_dtype!(self, |a| AnyArray::from(a.into_reshaped(shape)))
    }

    /// As [`cast`](AnyView::cast), by value: free if `dtype` is the one that there is.
    ///
    /// # NumPy
    /// `a.astype(dtype, copy=False)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    ///
    /// let any = AnyArray::from(array![1.5, 2.5]).into_cast(DType::U8);
    /// assert_eq!(any, AnyArray::from(array![1u8, 2]));
    /// ```
    pub fn into_cast(self, dtype: DType) -> AnyArray {
        if self.dtype() == dtype { self } else { self.cast(dtype) }
    }
}

impl AnyView<'_> {
    /// The lengths of the axes.
    ///
    /// # NumPy
    /// `a.shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyView, array};
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(AnyView::from(a.t()).shape(), [3, 2]);
    /// ```
    pub fn shape(&self) -> &[usize] {
        with_dtype!(self, |a| a.shape())
    }
}

/// Methods that do not depend on the element type, by what they return: on the view, and
/// forwarded by the owner.
macro_rules! read {
    ($(
        $(#[$attr:meta])*
        fn $name:ident($($arg:ident: $Arg:ty),*) -> $returns:tt $([$Ret:ty])?;
    )*) => {$(
        read!(@method $returns $([$Ret])? $name ($($arg: $Arg),*) {
            #[doc = concat!("[`View::", stringify!($name), "`](crate::View::",
                stringify!($name), ") of the array inside.")]
            $(#[$attr])*
            #[track_caller]
        });
    )*};
    (@method attribute [$Ret:ty] $name:ident () {$(#[$attr:meta])*}) => {
        impl AnyView<'_> {
            $(#[$attr])*
            pub fn $name(self) -> $Ret {
                with_dtype!(self, |a| a.$name())
            }
        }
        impl AnyArray {
            $(#[$attr])*
            pub fn $name(&self) -> $Ret {
                self.view().$name()
            }
        }
    };
    (@method view $name:ident ($($arg:ident: $Arg:ty),*) {$(#[$attr:meta])*}) => {
        impl<'a> AnyView<'a> {
            $(#[$attr])*
            pub fn $name(self, $($arg: $Arg),*) -> AnyView<'a> {
                with_dtype!(self, |a| AnyView::from(a.$name($($arg),*)))
            }
        }
        impl AnyArray {
            $(#[$attr])*
            pub fn $name(&self, $($arg: $Arg),*) -> AnyView<'_> {
                self.view().$name($($arg),*)
            }
        }
    };
    (@method try_view $name:ident ($($arg:ident: $Arg:ty),*) {$(#[$attr:meta])*}) => {
        impl<'a> AnyView<'a> {
            $(#[$attr])*
            pub fn $name(self, $($arg: $Arg),*) -> Result<AnyView<'a>, ShapeError> {
                with_dtype!(self, |a| Ok(AnyView::from(a.$name($($arg),*)?)))
            }
        }
        impl AnyArray {
            $(#[$attr])*
            pub fn $name(&self, $($arg: $Arg),*) -> Result<AnyView<'_>, ShapeError> {
                self.view().$name($($arg),*)
            }
        }
    };
}
read! {
    fn ndim() -> attribute [usize];
    fn size() -> attribute [usize];
    fn is_empty() -> attribute [bool];
    fn itemsize() -> attribute [usize];
    fn nbytes() -> attribute [usize];
    fn is_c_contiguous() -> attribute [bool];
    fn is_f_contiguous() -> attribute [bool];
    /// # Panics
    /// As [`View::slice`](crate::View::slice).
    fn slice(items: impl AsRef<[SliceItem]>) -> view;
    /// # Errors
    /// As [`View::try_slice`](crate::View::try_slice).
    fn try_slice(items: impl AsRef<[SliceItem]>) -> try_view;
    fn t() -> view;
    fn transpose() -> view;
    /// # Panics
    /// As [`View::permute_dims`](crate::View::permute_dims).
    fn permute_dims(axes: &[isize]) -> view;
    /// # Errors
    /// As [`View::try_permute_dims`](crate::View::try_permute_dims).
    fn try_permute_dims(axes: &[isize]) -> try_view;
    /// # Panics
    /// As [`View::swapaxes`](crate::View::swapaxes).
    fn swapaxes(first: isize, second: isize) -> view;
    /// # Panics
    /// As [`View::moveaxis`](crate::View::moveaxis).
    fn moveaxis(source: isize, destination: isize) -> view;
    fn squeeze() -> view;
    /// # Panics
    /// As [`View::squeeze_axes`](crate::View::squeeze_axes).
    fn squeeze_axes(axes: &[isize]) -> view;
    /// # Panics
    /// As [`View::expand_dims`](crate::View::expand_dims).
    fn expand_dims(axis: isize) -> view;
    /// # Panics
    /// As [`View::flip`](crate::View::flip).
    fn flip(axis: isize) -> view;
    /// # Panics
    /// As [`View::broadcast_to`](crate::View::broadcast_to).
    fn broadcast_to(shape: impl Into<Shape>) -> view;
    /// # Errors
    /// As [`View::try_broadcast_to`](crate::View::try_broadcast_to).
    fn try_broadcast_to(shape: impl Into<Shape>) -> try_view;
    /// # Panics
    /// As [`View::reshape_view`](crate::View::reshape_view).
    fn reshape_view(shape: impl Into<NewShape>) -> view;
    /// # Errors
    /// As [`View::try_reshape_view`](crate::View::try_reshape_view).
    fn try_reshape_view(shape: impl Into<NewShape>) -> try_view;
}

impl AnyView<'_> {
    /// A copy of the elements, in C order.
    ///
    /// # NumPy
    /// `a.copy()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, AnyView, array};
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(AnyView::from(&a).t().to_array(), AnyArray::from(array![[1, 3], [2, 4]]));
    /// ```
    pub fn to_array(self) -> AnyArray {
        with_dtype!(self, |a| AnyArray::from(a.to_array()))
    }

    /// The same elements, in C order, as another shape: always a copy.
    ///
    /// Without one where possible: [`try_reshape_view`](Self::try_reshape_view),
    /// [`AnyArray::into_reshaped`].
    ///
    /// # Panics
    /// As [`View::reshape`](crate::View::reshape).
    ///
    /// # NumPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, AnyView, array};
    ///
    /// let a = array![1, 2, 3, 4];
    /// assert_eq!(AnyView::from(&a).reshape([-1, 2]), AnyArray::from(array![[1, 2], [3, 4]]));
    /// ```
    #[track_caller]
    pub fn reshape(self, shape: impl Into<NewShape>) -> AnyArray {
        self.to_array().into_reshaped(shape)
    }

    /// The same numbers as another element type, by the rules of
    /// [`View::cast`](crate::View::cast).
    ///
    /// # NumPy
    /// `a.astype(dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, AnyView, DType, array};
    ///
    /// let a = array![0.5, 2.5];
    /// assert_eq!(AnyView::from(&a).cast(DType::I32), AnyArray::from(array![0i32, 2]));
    /// ```
    pub fn cast(self, dtype: DType) -> AnyArray {
        with_dtype!(self, |a| with_dtype!(dtype, U => AnyArray::from(a.cast::<U>())))
    }
}

/// A view as it is, or cast: an operand of the dtype that a calculation needs.
pub(super) enum Promoted<'a> {
    View(AnyView<'a>),
    Array(AnyArray),
}

impl Promoted<'_> {
    pub(super) fn view(&self) -> AnyView<'_> {
        match self {
            Promoted::View(view) => *view,
            Promoted::Array(array) => array.view(),
        }
    }
}

impl<'a> AnyView<'a> {
    pub(super) fn promoted(self, dtype: DType) -> Promoted<'a> {
        if self.dtype() == dtype { Promoted::View(self) } else { Promoted::Array(self.cast(dtype)) }
    }
}

impl AnyArray {
    /// As [`AnyView::reshape`].
    ///
    /// # Panics
    /// As [`View::reshape`](crate::View::reshape).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// let a = AnyArray::from(array![1u8, 2, 3, 4]);
    /// assert_eq!(a.reshape([2, -1]), AnyArray::from(array![[1u8, 2], [3, 4]]));
    /// ```
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<NewShape>) -> AnyArray {
        self.view().reshape(shape)
    }

    /// As [`AnyView::cast`]: always a copy; [`into_cast`](Self::into_cast) saves it where
    /// nothing is to be done.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    ///
    /// let a = AnyArray::from(array![1u8, 0]);
    /// assert_eq!(a.cast(DType::Bool), AnyArray::from(array![true, false]));
    /// ```
    pub fn cast(&self, dtype: DType) -> AnyArray {
        self.view().cast(dtype)
    }
}

impl fmt::Debug for AnyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_dtype!(self, |a| fmt::Debug::fmt(a, f))?;
        write!(f, " dtype={}", self.dtype())
    }
}

impl fmt::Debug for AnyArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

/// Equal if the element types, the shapes and all elements are.
impl PartialEq for AnyView<'_> {
    fn eq(&self, other: &AnyView<'_>) -> bool {
        let other = *other;
        self.dtype() == other.dtype()
            && with_dtype!(*self, |a: T| crate::View::<T>::try_from(other).is_ok_and(|b| a == b))
    }
}

impl PartialEq for AnyArray {
    /// Whether both have the same element type and shape, and all elements are equal.
    ///
    /// # NumPy
    /// `a.dtype == b.dtype and np.array_equal(a, b)`.
    fn eq(&self, other: &AnyArray) -> bool {
        self.view() == other.view()
    }
}
