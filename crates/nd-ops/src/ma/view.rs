//! [`MaskedView`]: elements and mask of a part of a masked array.

use super::{Maskable, MaskedArray};
use nd_core::{Array, Element, Iter, Shape, ShapeError, SliceItem, View};

/// A masked array that is borrowed: all of a [`MaskedArray`], or a slice of it.
///
/// # NumPy
/// `a[1:]` is a masked array that shares `a`'s elements, and its mask too if `a` has one at that time. To write into a
/// part, see [`MaskedArray::assign`].
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1_i64, 2], [3, 4]], [[false, true], [false, false]]);
/// assert_eq!(ma::sum(a.slice(s![.., 1])), Some(4));
/// ```
#[derive(Clone, Copy)]
pub struct MaskedView<'a, T> {
    pub(super) data: View<'a, T>,
    pub(super) mask: Option<View<'a, bool>>,
    pub(super) fill: Option<T>,
}

impl<'a, T: Copy> MaskedView<'a, T> {
    pub(super) fn of(data: View<'a, T>, mask: Option<View<'a, bool>>, fill: Option<T>) -> Self {
        MaskedView { data, mask, fill }
    }

    /// The same view; what takes a masked array takes a view of one.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.view().view(), a.view());
    /// ```
    pub fn view(&self) -> MaskedView<'_, T> {
        *self
    }

    /// Its shape.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([2, 3]).view().t().shape(), [3, 2]);
    /// ```
    pub fn shape(&self) -> &[usize] {
        self.data.shape()
    }

    /// The elements as they are stored, also beneath the mask.
    ///
    /// # NumPy
    /// `a.data`, `np.ma.getdata(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// assert_eq!(MaskedArray::new([1, 2], [false, true]).data(), nd_core::array![1, 2]);
    /// ```
    pub fn data(self) -> View<'a, T> {
        self.data
    }

    /// The mask, if one is kept: true where an element is masked.
    ///
    /// # NumPy
    /// `a.mask`, `np.ma.getmask(a)`; `None` is `np.ma.nomask`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// assert!(MaskedArray::new([1, 2], [false, true]).mask().is_some());
    /// assert_eq!(MaskedArray::from(nd_core::array![1, 2]).mask(), None);
    /// ```
    pub fn mask(self) -> Option<View<'a, bool>> {
        self.mask
    }

    /// The mask as an array, whether one is kept or not.
    ///
    /// # NumPy
    /// `np.ma.getmaskarray(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = nd_ops::ma::MaskedArray::from(array![1, 2]);
    /// assert_eq!(a.mask_array(), array![false, false]);
    /// ```
    pub fn mask_array(self) -> Array<bool> {
        match self.mask {
            Some(mask) => mask.to_array(),
            None => Array::full(self.data.shape(), false),
        }
    }

    /// Whether an element is masked.
    ///
    /// # NumPy
    /// `np.ma.is_masked(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// assert!(MaskedArray::new([1, 2], [false, true]).is_masked());
    /// assert!(!MaskedArray::new([1, 2], [false, false]).is_masked());
    /// ```
    pub fn is_masked(self) -> bool {
        self.mask.is_some_and(crate::any)
    }

    /// How many elements are not masked.
    ///
    /// # NumPy
    /// `a.count()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]).count(), 2);
    /// ```
    pub fn count(self) -> usize {
        self.data.size() - self.mask.map_or(0, crate::count_nonzero)
    }

    pub(super) fn relaid<U: Copy>(
        self,
        data: impl FnOnce(View<'a, T>) -> View<'a, U>,
        mask: impl FnOnce(View<'a, bool>) -> View<'a, bool>,
        fill: Option<U>,
    ) -> MaskedView<'a, U> {
        MaskedView { data: data(self.data), mask: self.mask.map(mask), fill }
    }
}

impl<'a, T: Element> MaskedView<'a, T> {
    /// An array that owns the same elements, mask and fill value.
    ///
    /// # NumPy
    /// `a.copy()`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.view().flip(0).to_owned().to_string(), "[-- 1]");
    /// ```
    #[allow(clippy::should_implement_trait)]
    pub fn to_owned(self) -> MaskedArray<T> {
        MaskedArray::of(self.data.to_array(), self.mask.map(View::to_array), self.fill)
    }

    /// The element at an index, `None` if it is masked.
    ///
    /// Indices below 0 count from the end.
    ///
    /// # Errors
    /// [`ShapeError::Index`] if there is no such element.
    ///
    /// # NumPy
    /// `a[i, j]`, which gives `masked` for `None`; and `float(a[i, j])` then is NaN.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.item(&[0]), Ok(Some(1)));
    /// assert_eq!(a.item(&[-1]), Ok(None));
    /// assert!(a.item(&[2]).is_err());
    /// ```
    pub fn item(self, index: &[isize]) -> Result<Option<T>, ShapeError> {
        let element = self.data.item(index)?;
        let masked = self.mask.map_or(Ok(false), |mask| mask.item(index))?;
        Ok((!masked).then_some(element))
    }

    /// The elements in C order, `None` for those that are masked.
    ///
    /// # NumPy
    /// `a.flat`, `a.tolist()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.iter().collect::<Vec<_>>(), [Some(1), None]);
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Option<T>> + 'a {
        let mut mask: Option<Iter<'a, bool>> = self.mask.map(View::iter);
        self.data.iter().map(move |&x| {
            let masked = mask.as_mut().is_some_and(|mask| mask.next() == Some(&true));
            (!masked).then_some(x)
        })
    }

    /// The elements, `None` where they are masked.
    ///
    /// # NumPy
    /// `a.tolist()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.to_options(), nd_core::array![Some(1), None]);
    /// ```
    pub fn to_options(self) -> Array<Option<T>> {
        Array::from_shape_vec(self.data.shape(), self.iter().collect())
    }

    /// The elements that are not masked, in C order.
    ///
    /// # NumPy
    /// `a.compressed()`, which is in the order of the memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.compressed(), array![1, 3, 4]);
    /// ```
    pub fn compressed(self) -> Array<T> {
        match self.mask {
            Some(mask) => self.data.select(!mask),
            None => self.data.flatten(),
        }
    }

    /// The elements, with the fill value where they are masked.
    ///
    /// # NumPy
    /// `a.filled()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1.0, 2.0], [false, true]);
    /// assert_eq!(a.filled(), nd_core::array![1.0, 1e20]);
    /// ```
    pub fn filled(self) -> Array<T>
    where
        T: Maskable,
    {
        self.filled_with(self.fill_value())
    }

    /// The elements, with `value` where they are masked.
    ///
    /// # NumPy
    /// `a.filled(value)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.filled_with(0), nd_core::array![1, 0]);
    /// ```
    pub fn filled_with(self, value: T) -> Array<T>
    where
        T: Maskable,
    {
        match self.mask {
            Some(mask) => T::filled_of(self.data, mask, value),
            None => self.data.to_array(),
        }
    }

    /// What [`filled`](Self::filled) puts where elements are masked: what was set, or that of the type, 1e20 of floats
    /// and 999999 of integers that reach so far.
    ///
    /// Results of the element type of their operand have its fill value, others that of their type.
    ///
    /// # NumPy
    /// `a.fill_value`; `np.ma.default_fill_value(dtype)`, which is 999999 and 1e20 also for types that end before.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1, 2], [false, true]).with_fill_value(7);
    /// assert_eq!((&a + 1).fill_value(), 7);
    /// assert_eq!(MaskedArray::new([1u8], [true]).fill_value(), 255);
    /// ```
    pub fn fill_value(self) -> T
    where
        T: Maskable,
    {
        self.fill.unwrap_or(T::FILL)
    }

    /// A part; see [`View::slice`](nd_core::View::slice).
    ///
    /// # Panics
    /// As [`View::slice`](nd_core::View::slice).
    ///
    /// # NumPy
    /// `a[1:, 0]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert_eq!(a.slice(s![1..]).to_string(), "[-- 3]");
    /// ```
    #[track_caller]
    pub fn slice(self, items: impl AsRef<[SliceItem]>) -> MaskedView<'a, T> {
        self.relaid(|data| data.slice(&items), |mask| mask.slice(&items), self.fill)
    }

    /// As [`slice`](Self::slice), for slices that come from users.
    ///
    /// # Errors
    /// As [`View::try_slice`](nd_core::View::try_slice).
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    ///
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
    /// assert!(a.try_slice(s![7]).is_err());
    /// ```
    pub fn try_slice(
        self,
        items: impl AsRef<[SliceItem]>,
    ) -> Result<MaskedView<'a, T>, ShapeError> {
        let data = self.data.try_slice(&items)?;
        Ok(MaskedView { data, ..self.relaid(|_| data, |mask| mask.slice(&items), self.fill) })
    }

    /// Stretched to a shape, without a copy.
    ///
    /// # Panics
    /// If it does not broadcast to that.
    ///
    /// # NumPy
    /// `np.broadcast_to(a, shape, subok=True)`; without `subok` the mask is lost.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.broadcast_to([2, 2]).to_string(), "[[1 --]\n [1 --]]");
    /// ```
    #[track_caller]
    pub fn broadcast_to(self, shape: impl Into<Shape>) -> MaskedView<'a, T> {
        self.try_broadcast_to(shape).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`broadcast_to`](Self::broadcast_to), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::BroadcastTo`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert!(a.try_broadcast_to([3]).is_err());
    /// ```
    pub fn try_broadcast_to(
        self,
        shape: impl Into<Shape>,
    ) -> Result<MaskedView<'a, T>, ShapeError> {
        let shape = shape.into();
        let data = self.data.try_broadcast_to(shape)?;
        Ok(self.relaid(|_| data, |mask| mask.broadcast_to(shape), self.fill))
    }
}

macro_rules! forwarded {
    ($(fn $name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty $(where $Bound:path)?, $call:literal, $result:literal;)*) => {
        impl<T: Element> MaskedArray<T> {$(
            #[doc = concat!("[`MaskedView::", stringify!($name), "`] of all elements.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true, false]);
            #[doc = concat!("assert_eq!(a.", stringify!($name), $call, ", ", $result, ");")]
            /// ```
            pub fn $name(&self $(, $arg: $Arg)*) -> $Ret $(where T: $Bound)? {
                self.view().$name($($arg),*)
            }
        )*}
    };
}
forwarded! {
    fn data() -> View<'_, T>, "()", "array![1, 2, 3]";
    fn mask() -> Option<View<'_, bool>>, "()", "Some(array![false, true, false].view())";
    fn mask_array() -> Array<bool>, "()", "array![false, true, false]";
    fn is_masked() -> bool, "()", "true";
    fn count() -> usize, "()", "2";
    fn iter() -> impl Iterator<Item = Option<T>> + '_, "().flatten().sum::<i32>()", "4";
    fn to_options() -> Array<Option<T>>, "()", "array![Some(1), None, Some(3)]";
    fn compressed() -> Array<T>, "()", "array![1, 3]";
    fn filled() -> Array<T> where Maskable, "()", "array![1, 999999, 3]";
    fn filled_with(value: T) -> Array<T> where Maskable, "(0)", "array![1, 0, 3]";
    fn fill_value() -> T where Maskable, "()", "999999";
}

impl<T: Element> MaskedArray<T> {
    /// [`MaskedView::item`] of all elements.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!((a.item(&[-1, 0]), a.item(&[0, 1])), (Ok(Some(3)), Ok(None)));
    /// assert!(a.item(&[2, 0]).is_err());
    /// ```
    pub fn item(&self, index: &[isize]) -> Result<Option<T>, ShapeError> {
        self.view().item(index)
    }

    /// [`MaskedView::slice`] of all elements.
    ///
    /// # Panics
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.slice(nd_core::s![.., 1]).to_string(), "[-- 4]");
    /// ```
    #[track_caller]
    pub fn slice(&self, items: impl AsRef<[SliceItem]>) -> MaskedView<'_, T> {
        self.view().slice(items)
    }

    /// [`MaskedView::try_slice`] of all elements.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.try_slice(nd_core::s![0])?.to_string(), "[1 --]");
    /// assert!(a.try_slice(nd_core::s![0, 2]).is_err());
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn try_slice(
        &self,
        items: impl AsRef<[SliceItem]>,
    ) -> Result<MaskedView<'_, T>, ShapeError> {
        self.view().try_slice(items)
    }

    /// [`MaskedView::broadcast_to`] of all elements.
    ///
    /// # Panics
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.broadcast_to([2, 2]).to_string(), "[[1 --]\n [1 --]]");
    /// ```
    #[track_caller]
    pub fn broadcast_to(&self, shape: impl Into<Shape>) -> MaskedView<'_, T> {
        self.view().broadcast_to(shape)
    }

    /// [`MaskedView::try_broadcast_to`] of all elements.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.try_broadcast_to([3, 2])?.shape(), [3, 2]);
    /// assert!(a.try_broadcast_to([3]).is_err());
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn try_broadcast_to(
        &self,
        shape: impl Into<Shape>,
    ) -> Result<MaskedView<'_, T>, ShapeError> {
        self.view().try_broadcast_to(shape)
    }
}
