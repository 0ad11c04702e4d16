//! Other shapes and selections of masked arrays, and what joins them.

use super::{Maskable, MaskedArray, MaskedLike, MaskedView};
use nd_core::{
    Array, ArrayLike, Element, IndexElement, IndexItem, NewShape, Shape, ShapeError, View,
};

macro_rules! copied {
    ($(
        $(#[$attribute:meta])*
        fn $name:ident $([$($generic:tt)*])? ($places:ident: $Places:ty $(, $axis:ident: isize)?);
    )*) => {
        impl<T: Maskable> MaskedView<'_, T> {$(
            $(#[$attribute])*
            #[track_caller]
            pub fn $name $(<$($generic)*>)? (
                self,
                $places: $Places
                $(, $axis: isize)?
            ) -> MaskedArray<T> {
                let data = self.data.$name(&$places $(, $axis)?);
                let mask = self.mask.map(|mask| mask.$name(&$places $(, $axis)?));
                MaskedArray::of(data, mask, self.fill)
            }
        )*}

        impl<T: Maskable> MaskedArray<T> {$(
            $(#[$attribute])*
            #[track_caller]
            pub fn $name $(<$($generic)*>)? (
                &self,
                $places: $Places
                $(, $axis: isize)?
            ) -> MaskedArray<T> {
                self.view().$name($places $(, $axis)?)
            }
        )*}
    };
}
copied! {
    /// The elements at places of an axis; see [`View::take`](nd_core::View::take).
    ///
    /// # Panics
    /// If there is no such axis or place.
    ///
    /// # NumPy
    /// `a.take(indices, axis)`; indices that are masked, which give masked elements there, are filled first.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert_eq!(a.take([2, 1, -1], 0).to_string(), "[3 -- 3]");
    /// ```
    fn take[I: IndexElement](indices: impl ArrayLike<Elem = I>, axis: isize);
    /// The elements at places of the array in C order; see [`View::take_flat`](nd_core::View::take_flat).
    ///
    /// # Panics
    /// If there is no such place.
    ///
    /// # NumPy
    /// `a.take(indices)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.take_flat([3, 1]).to_string(), "[4 --]");
    /// ```
    fn take_flat[I: IndexElement](indices: impl ArrayLike<Elem = I>);
    /// Of each lane the elements at its own places; see [`View::take_along_axis`](nd_core::View::take_along_axis).
    ///
    /// # Panics
    /// As [`View::take_along_axis`](nd_core::View::take_along_axis).
    ///
    /// # NumPy
    /// `np.take_along_axis(a, indices, axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.take_along_axis([[1], [0]], 1).to_string(), "[[--]\n [3]]");
    /// ```
    fn take_along_axis[I: IndexElement](indices: impl ArrayLike<Elem = I>, axis: isize);
    /// The elements where `condition` is true, in C order; see [`View::select`](nd_core::View::select).
    ///
    /// # Panics
    /// If the shapes do not fit.
    ///
    /// # NumPy
    /// `a[condition]`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert_eq!(a.select([true, true, false]).to_string(), "[1 --]");
    /// ```
    fn select(condition: impl ArrayLike<Elem = bool>);
    /// The places of an axis where `condition` is true; see [`View::compress`](nd_core::View::compress).
    ///
    /// # Panics
    /// As [`View::compress`](nd_core::View::compress).
    ///
    /// # NumPy
    /// `a.compress(condition, axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert_eq!(a.compress([true, true, false], 0).to_string(), "[1 --]");
    /// ```
    fn compress(condition: impl ArrayLike<Elem = bool>, axis: isize);
}

impl<T: Maskable> MaskedView<'_, T> {
    /// The same elements in C order in another shape; one length may be -1.
    ///
    /// # Panics
    /// If the number of elements differs.
    ///
    /// # NumPy
    /// `a.reshape(shape)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3, 4], [false, true, false, false]);
    /// assert_eq!(a.reshape([2, -1]).to_string(), "[[1 --]\n [3 4]]");
    /// ```
    #[track_caller]
    pub fn reshape(self, shape: impl Into<NewShape>) -> MaskedArray<T> {
        self.try_reshape(shape).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`reshape`](Self::reshape), for shapes that come from users.
    ///
    /// # Errors
    /// As [`View::try_reshape`](nd_core::View::try_reshape).
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::ma::MaskedArray::new([1, 2], true).view().try_reshape([3]).is_err());
    /// ```
    pub fn try_reshape(self, shape: impl Into<NewShape>) -> Result<MaskedArray<T>, ShapeError> {
        let data = self.data.try_reshape(shape)?.into_array();
        let mask = self.mask.map(|mask| mask.reshape(Shape::from(data.shape())).into_array());
        Ok(MaskedArray::of(data, mask, self.fill))
    }

    /// All elements in C order, in one axis.
    ///
    /// # NumPy
    /// `a.ravel()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.ravel().to_string(), "[1 -- 3 4]");
    /// ```
    pub fn ravel(self) -> MaskedArray<T> {
        let mask = self.mask.map(View::flatten);
        MaskedArray::of(self.data.flatten(), mask, self.fill)
    }

    /// Each element several times, along an axis.
    ///
    /// # Panics
    /// If there is no such axis, or there are too many elements for the memory.
    ///
    /// # NumPy
    /// `a.repeat(times, axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.repeat(2, 0).to_string(), "[1 1 -- --]");
    /// ```
    #[track_caller]
    pub fn repeat(self, times: usize, axis: isize) -> MaskedArray<T> {
        let mask = self.mask.map(|mask| mask.repeat(times, axis));
        MaskedArray::of(self.data.repeat(times, axis), mask, self.fill)
    }

    /// As many elements as `shape` has, those of the array in C order again and again.
    ///
    /// # Panics
    /// If there are none to repeat, or too many for the memory.
    ///
    /// # NumPy
    /// `np.ma.resize(a, shape)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.resize([3]).to_string(), "[1 -- 1]");
    /// ```
    #[track_caller]
    pub fn resize(self, shape: impl Into<Shape>) -> MaskedArray<T> {
        let shape = shape.into();
        let mask = self.mask.map(|mask| mask.resize(shape));
        MaskedArray::of(self.data.resize(shape), mask, self.fill)
    }

    /// What indices, masks and slices pick; see [`View::index`](nd_core::View::index).
    ///
    /// # Panics
    /// As [`View::index`](nd_core::View::index).
    ///
    /// # NumPy
    /// `a[[0, 2], 1:]` and so on.
    ///
    /// # Examples
    /// ```
    /// use nd_core::ix;
    ///
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert_eq!(a.index(ix![[2, 1]]).to_string(), "[3 --]");
    /// ```
    #[track_caller]
    pub fn index(self, items: impl AsRef<[IndexItem]>) -> MaskedArray<T> {
        let mask = self.mask.map(|mask| mask.index(&items));
        MaskedArray::of(self.data.index(&items), mask, self.fill)
    }
}

macro_rules! forwarded {
    ($(fn $name:ident($($arg:ident: $Arg:ty),*), $call:literal, $result:literal;)*) => {
        impl<T: Maskable> MaskedArray<T> {$(
            #[doc = concat!("[`MaskedView::", stringify!($name), "`] of all elements.")]
            ///
            /// # Panics
            /// As there.
            ///
            /// # Examples
            /// ```
            /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
            #[doc = concat!("assert_eq!(a.", stringify!($name), $call, ".to_string(), \"", $result, "\");")]
            /// ```
            #[track_caller]
            pub fn $name(&self $(, $arg: $Arg)*) -> MaskedArray<T> {
                self.view().$name($($arg),*)
            }
        )*}
    };
}
forwarded! {
    fn reshape(shape: impl Into<NewShape>), "([2, -1])", "[[1]\\n [--]]";
    fn ravel(), "()", "[1 --]";
    fn repeat(times: usize, axis: isize), "(2, 0)", "[1 1 -- --]";
    fn resize(shape: impl Into<Shape>), "([5])", "[1 -- 1 -- 1]";
    fn index(items: impl AsRef<[IndexItem]>), "(nd_core::ix![[1, 0]])", "[-- 1]";
}

/// Data and masks of several arrays, joined in the same way.
fn together<A: MaskedLike<Elem: Element>, E>(
    arrays: &[A],
    data: impl FnOnce(&[View<'_, A::Elem>]) -> Result<Array<A::Elem>, E>,
    mask: impl FnOnce(&[View<'_, bool>]) -> Result<Array<bool>, E>,
) -> Result<MaskedArray<A::Elem>, E> {
    let views: Vec<_> = arrays.iter().map(A::masked).collect();
    let elements: Vec<_> = views.iter().map(|view| view.data).collect();
    let data = data(&elements)?;
    let fill = views.iter().find_map(|view| view.fill);
    if views.iter().all(|view| view.mask.is_none()) {
        return Ok(MaskedArray::of(data, None, fill));
    }
    let shown = View::from_ref(&false);
    let masks: Vec<_> = views
        .iter()
        .map(|view| view.mask.unwrap_or_else(|| shown.broadcast_to(view.data.shape())))
        .collect();
    Ok(MaskedArray::of(data, Some(mask(&masks)?), fill))
}

macro_rules! joins {
    ($($name:ident $try_name:ident ($($arg:ident: $Arg:ty),*), $said:literal, $numpy:literal, $given:literal, $result:literal;)*) => {$(
        #[doc = concat!($said, " See [`nd_core::", stringify!($name), "`].")]
        ///
        /// # Panics
        /// If there is no array, or their shapes do not fit.
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "`; the function of the same name in `np` loses the masks.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([1, 2], [false, true]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&[&a, &a]", $given, ").to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Element>>(
            arrays: &[A]
            $(, $arg: $Arg)*
        ) -> MaskedArray<A::Elem> {
            $try_name(arrays $(, $arg)*).unwrap_or_else(|error| panic!("{error}"))
        }

        #[doc = concat!("As [`", stringify!($name), "()`], for arrays whose shapes come from users.")]
        ///
        /// # Errors
        #[doc = concat!("As [`nd_core::", stringify!($try_name), "`].")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let none: [MaskedArray<f64>; 0] = [];
        #[doc = concat!("assert!(ma::", stringify!($try_name), "(&none", $given, ").is_err());")]
        /// ```
        pub fn $try_name<A: MaskedLike<Elem: Element>>(
            arrays: &[A]
            $(, $arg: $Arg)*
        ) -> Result<MaskedArray<A::Elem>, ShapeError> {
            together(
                arrays,
                |data| nd_core::$try_name(data $(, $arg)*),
                |masks| nd_core::$try_name(masks $(, $arg)*),
            )
        }
    )*};
}
joins! {
    concat try_concat(axis: isize), "Arrays one behind the other along an axis.", "np.ma.concatenate(arrays, axis)", ", 0", "[1 -- 1 --]";
    stack try_stack(axis: isize), "Arrays along a new axis.", "np.ma.stack(arrays, axis)", ", 0", "[[1 --]\\n [1 --]]";
    vstack try_vstack(), "Arrays one below the other.", "np.ma.vstack(arrays)", "", "[[1 --]\\n [1 --]]";
    hstack try_hstack(), "Arrays one beside the other.", "np.ma.hstack(arrays)", "", "[1 -- 1 --]";
    dstack try_dstack(), "Arrays one behind the other along the third axis.", "np.ma.dstack(arrays)", "", "[[[1 1]\\n  [-- --]]]";
    column_stack try_column_stack(), "Arrays as columns.", "np.ma.column_stack(arrays)", "", "[[1 1]\\n [-- --]]";
}

/// The elements of `a` and then those of `b`, in C order.
///
/// # NumPy
/// `np.ma.append(a, b)`; along an axis it is [`concat()`].
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1], true);
/// assert_eq!(ma::append(&a, [[2, 3]]).to_string(), "[-- 2 3]");
/// ```
pub fn append<A: MaskedLike<Elem: Maskable>>(
    a: A,
    b: impl MaskedLike<Elem = A::Elem>,
) -> MaskedArray<A::Elem> {
    concat(&[a.masked().ravel(), b.masked().ravel()], 0)
}

/// A matrix with `a` on a diagonal and zeros that are not masked, or the diagonal of a matrix; see [`nd_core::diag`].
///
/// # Panics
/// If `a` has no axis, or more than two.
///
/// # NumPy
/// `np.ma.diag(a, k)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2], [false, true]);
/// assert_eq!(ma::diag(&a, 0).to_string(), "[[1 0]\n [0 --]]");
/// ```
#[track_caller]
pub fn diag<A: MaskedLike<Elem: Maskable + nd_core::ZeroBits>>(
    a: A,
    k: isize,
) -> MaskedArray<A::Elem> {
    let a = a.masked();
    let mask = a.mask.map(|mask| nd_core::diag(mask, k));
    MaskedArray::of(nd_core::diag(a.data, k), mask, a.fill)
}

/// The places of the elements that are neither masked nor 0, one array for each axis.
///
/// # NumPy
/// `a.nonzero()`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 0, 3], [false, false, true]);
/// assert_eq!(ma::nonzero(&a), [array![0]]);
/// ```
pub fn nonzero<A: MaskedLike<Elem: Maskable + PartialEq>>(a: A) -> Vec<Array<usize>> {
    a.masked().filled_with(A::Elem::default()).nonzero()
}
