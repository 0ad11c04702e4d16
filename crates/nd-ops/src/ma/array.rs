//! [`MaskedArray`]: elements, some of which are not there.

use super::{Maskable, MaskedLike, MaskedView};
use nd_core::{Array, ArrayLike, Element, Operand, Shape, ShapeError};

/// An array of which some elements are masked: not there, whatever is stored at their places.
///
/// `data`, and a mask of the same shape that is true where an element is masked, or no mask. What is stored beneath
/// the mask counts nowhere: not in results, not in `==`, not in what is printed. A fill value, of which nothing is
/// calculated, says what [`filled`](MaskedView::filled) puts there.
///
/// Two are equal with `==` if their shapes are, the same elements are masked and the others are equal; whether a mask
/// without a masked element is kept, and the fill value, make no difference. Element by element is
/// [`ma::equal`](super::equal).
///
/// # NumPy
/// `np.ma.MaskedArray`. It owns its mask, where NumPy's share masks with each other or do not, and
/// is neither hard nor soft: [`assign`](Self::assign) unmasks, [`assign_unmasked`](Self::assign_unmasked) does not.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1.0, 2.0], [3.0, 4.0]], [[false, true], [false, false]]);
/// assert_eq!(a.to_string(), "[[1.0 --]\n [3.0 4.0]]");
/// assert_eq!(ma::sum(&a), Some(8.0));
/// assert_eq!(ma::mean_axis(&a, 0).to_string(), "[2. 4.]");
/// assert_eq!((&a / 0.0).count(), 0); // no quotient, no element
/// ```
#[derive(Clone)]
pub struct MaskedArray<T> {
    pub(super) data: Array<T>,
    pub(super) mask: Option<Array<bool>>,
    pub(super) fill: Option<T>,
}

impl<T> MaskedArray<T> {
    /// Its shape.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([2, 3]).shape(), [2, 3]);
    /// ```
    pub fn shape(&self) -> &[usize] {
        self.data.shape()
    }

    /// Elements and a mask, or none, without a copy.
    ///
    /// # Panics
    /// If the shapes differ.
    ///
    /// # NumPy
    /// `np.ma.array(data, mask=mask, copy=False)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::from_parts(array![1, 2], Some(array![false, true]));
    /// assert_eq!(a.to_string(), "[1 --]");
    /// ```
    /// ```should_panic
    /// use nd_core::array;
    ///
    /// nd_ops::ma::MaskedArray::from_parts(array![1, 2], Some(array![true]));
    /// ```
    #[track_caller]
    pub fn from_parts(data: Array<T>, mask: Option<Array<bool>>) -> MaskedArray<T> {
        if let Some(mask) = mask.as_ref().filter(|mask| mask.shape() != data.shape()) {
            panic!("from_parts: a mask of shape {:?} for {:?}", mask.shape(), data.shape());
        }
        MaskedArray { data, mask, fill: None }
    }

    /// The elements and the mask, if one is kept, as they are stored.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let (data, mask) = MaskedArray::new([1, 2], [false, true]).into_parts();
    /// assert_eq!((data, mask), (array![1, 2], Some(array![false, true])));
    /// ```
    pub fn into_parts(self) -> (Array<T>, Option<Array<bool>>) {
        (self.data, self.mask)
    }
}

impl<T: Copy> MaskedArray<T> {
    /// All of it, to read.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.view().count(), 1);
    /// ```
    pub fn view(&self) -> MaskedView<'_, T> {
        MaskedView::of(self.data.view(), self.mask.as_ref().map(Array::view), self.fill)
    }

    pub(super) fn of(data: Array<T>, mask: Option<Array<bool>>, fill: Option<T>) -> Self {
        MaskedArray { data, mask, fill }
    }
}

impl<T: Element> MaskedArray<T> {
    /// The elements of `data`, those masked where `mask` is true: an array of its shape, or one value for all.
    ///
    /// # Panics
    /// If the mask does not broadcast to the shape of `data`.
    ///
    /// # NumPy
    /// `np.ma.array(data, mask=mask)`, which takes a mask of the same *number* of elements in any shape, too, and shares
    /// the mask of a masked `data`, so that masking an element of one masks it in the other.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// assert_eq!(MaskedArray::new([1, 2, 3], [false, true, false]).to_string(), "[1 -- 3]");
    /// assert_eq!(MaskedArray::new([1, 2], true).to_string(), "[-- --]");
    /// ```
    /// ```should_panic
    /// nd_ops::ma::MaskedArray::new([1, 2, 3], [false, true]);
    /// ```
    #[track_caller]
    pub fn new(data: impl ArrayLike<Elem = T>, mask: impl Operand<bool>) -> MaskedArray<T> {
        Self::try_new(data, mask).unwrap_or_else(|error| panic!("masked array: mask: {error}"))
    }

    /// As [`new`](Self::new), for masks whose shapes come from users.
    ///
    /// # Errors
    /// [`ShapeError::BroadcastTo`].
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// assert!(MaskedArray::try_new([1, 2, 3], [false, true]).is_err());
    /// ```
    pub fn try_new(
        data: impl ArrayLike<Elem = T>,
        mask: impl Operand<bool>,
    ) -> Result<MaskedArray<T>, ShapeError> {
        let data = data.view();
        let mask = mask.operand().try_broadcast_to(data.shape())?;
        Ok(MaskedArray::of(data.to_array(), Some(mask.to_array()), None))
    }

    /// The elements that are there, and a masked one for each `None`, whose place holds `T::default()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::from_options(&array![Some(1), None]);
    /// assert_eq!(a, MaskedArray::new([1, 2], [false, true]));
    /// ```
    pub fn from_options(elements: impl ArrayLike<Elem = Option<T>>) -> MaskedArray<T>
    where
        T: Default,
    {
        let elements = elements.view();
        let mask = elements.map(|x| x.is_none());
        MaskedArray::of(elements.map(Option::unwrap_or_default), Some(mask), None)
    }

    /// With another fill value.
    ///
    /// # NumPy
    /// `np.ma.array(a, fill_value=value)`. The type says that the value fits: NumPy keeps 999999 as the fill value of
    /// int8, and fills with what is left of it.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1, 2], [false, true]).with_fill_value(-1);
    /// assert_eq!(a.filled(), nd_core::array![1, -1]);
    /// ```
    #[must_use]
    pub fn with_fill_value(self, value: T) -> MaskedArray<T> {
        MaskedArray { fill: Some(value), ..self }
    }

    /// Changes the fill value; `None` for that of the type.
    ///
    /// # NumPy
    /// `a.fill_value = value`, `np.ma.set_fill_value(a, value)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let mut a = MaskedArray::new([1, 2], [false, true]);
    /// a.set_fill_value(7);
    /// assert_eq!(a.fill_value(), 7);
    /// a.set_fill_value(None);
    /// assert_eq!(a.fill_value(), 999_999);
    /// ```
    pub fn set_fill_value(&mut self, value: impl Into<Option<T>>) {
        self.fill = value.into();
    }

    /// Drops a mask that masks nothing.
    ///
    /// Makes what comes next a little faster and changes no result.
    ///
    /// # NumPy
    /// `a.shrink_mask()`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let mut a = MaskedArray::new([1, 2], [false, false]);
    /// a.shrink_mask();
    /// assert_eq!(a.mask(), None);
    /// ```
    pub fn shrink_mask(&mut self) {
        self.mask = self.mask.take().and_then(kept);
    }

    /// Converts the elements; see [`View::cast`](nd_core::View::cast).
    ///
    /// # NumPy
    /// `a.astype(dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::ma::MaskedArray;
    ///
    /// let a = MaskedArray::new([1.5, 2.5], [false, true]);
    /// assert_eq!(a.cast::<i32>(), MaskedArray::new([1, 0], [false, true]));
    /// ```
    pub fn cast<U: Element>(&self) -> MaskedArray<U>
    where
        T: nd_core::CastTo<U>,
    {
        MaskedArray::of(self.data.cast(), self.mask.clone(), None)
    }
}

impl<T: Element> From<Array<T>> for MaskedArray<T> {
    /// The array, nothing of it masked; no copy.
    fn from(data: Array<T>) -> MaskedArray<T> {
        MaskedArray::of(data, None, None)
    }
}

impl<T: Element, A: MaskedLike<Elem = T>> PartialEq<A> for MaskedArray<T>
where
    T: PartialEq,
{
    fn eq(&self, other: &A) -> bool {
        self.view() == other.masked()
    }
}

impl<T: Element + PartialEq> PartialEq for MaskedView<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(x, y): (Option<T>, Option<T>)| x == y;
        self.shape() == other.shape() && self.iter().zip(other.iter()).all(same)
    }
}

/// Every element masked, above `T::default()`.
///
/// # Panics
/// If there are too many elements for the memory.
///
/// # NumPy
/// `np.ma.masked_all(shape)`, whose elements hold whatever the memory did.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::masked_all::<i32>([3]).to_string(), "[-- -- --]");
/// ```
#[track_caller]
pub fn masked_all<T: Maskable>(shape: impl Into<Shape>) -> MaskedArray<T> {
    let shape = shape.into();
    MaskedArray::of(Array::full(shape, T::default()), Some(Array::full(shape, true)), None)
}

/// As many elements as `a` has, every one masked.
///
/// # NumPy
/// `np.ma.masked_all_like(a)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::ma::masked_all_like([[1.0, 2.0]]).shape(), [1, 2]);
/// ```
pub fn masked_all_like<A: MaskedLike<Elem: Maskable>>(a: A) -> MaskedArray<A::Elem> {
    masked_all(a.masked().shape())
}

/// The floats of `a`, every NaN masked; infinities stay.
///
/// # NumPy
/// `np.ma.array(a, mask=np.isnan(a))`; `np.ma.masked_invalid` masks infinities too.
///
/// # Examples
/// ```
/// let a = nd_ops::ma::from_nan([1.0, f64::NAN, f64::INFINITY]);
/// assert_eq!(a.to_string(), "[1.0 -- inf]");
/// ```
pub fn from_nan<A: ArrayLike<Elem: crate::Classified>>(a: A) -> MaskedArray<A::Elem> {
    let a = a.view();
    MaskedArray::of(a.to_array(), Some(crate::isnan(a)), None)
}

/// The floats of `a`, NaN where it is masked.
///
/// # Panics
/// If the elements are of a type of yours that has no NaN.
///
/// # NumPy
/// `a.filled(np.nan)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{from_nan, to_nan};
///
/// let there_and_back = to_nan(&from_nan([1.0, f64::NAN]));
/// assert!(there_and_back[[0]] == 1.0 && there_and_back[[1]].is_nan());
/// ```
#[track_caller]
pub fn to_nan<A: MaskedLike<Elem: Maskable + nd_core::Inexact>>(a: A) -> Array<A::Elem> {
    let nan = <A::Elem as nd_core::Number>::not_a_number().expect("floats have NaN");
    a.masked().filled_with(nan)
}

/// The fill value that two arrays share, if they do.
///
/// # NumPy
/// `np.ma.common_fill_value(a, b)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{MaskedArray, common_fill_value};
///
/// let a = MaskedArray::new([1], [true]).with_fill_value(3);
/// assert_eq!(common_fill_value(&a, &a), Some(3));
/// assert_eq!(common_fill_value(&a, [1]), None);
/// ```
pub fn common_fill_value<A>(a: A, b: impl MaskedLike<Elem = A::Elem>) -> Option<A::Elem>
where
    A: MaskedLike<Elem: Maskable + PartialEq>,
{
    let (a, b) = (a.masked().fill_value(), b.masked().fill_value());
    (a == b).then_some(a)
}

/// A mask that masks something, or none.
pub(super) fn kept(mask: Array<bool>) -> Option<Array<bool>> {
    crate::any(&mask).then_some(mask)
}
