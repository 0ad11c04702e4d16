//! The same elements behind other axes.

use super::{MaskedArray, MaskedView};
use nd_core::Element;

macro_rules! relabelled {
    ($(
        $(#[$attribute:meta])*
        fn $name:ident($($arg:ident: $Arg:ty),*);
    )*) => {
        impl<'a, T: Element> MaskedView<'a, T> {$(
            $(#[$attribute])*
            #[track_caller]
            pub fn $name(self $(, $arg: $Arg)*) -> MaskedView<'a, T> {
                self.relaid(|data| data.$name($($arg),*), |mask| mask.$name($($arg),*), self.fill)
            }
        )*}

        impl<T: Element> MaskedArray<T> {$(
            $(#[$attribute])*
            #[track_caller]
            pub fn $name(&self $(, $arg: $Arg)*) -> MaskedView<'_, T> {
                self.view().$name($($arg),*)
            }
        )*}
    };
}
relabelled! {
    /// The axes in the opposite order.
    ///
    /// # NumPy
    /// `a.T`, `a.transpose()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// assert_eq!(a.t().to_string(), "[[1 3]\n [-- 4]]");
    /// ```
    fn t();
    /// The axes in another order; see [`View::permute_dims`](nd_core::View::permute_dims).
    ///
    /// # Panics
    /// If `axes` does not name each axis once.
    ///
    /// # NumPy
    /// `a.transpose(axes)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([2, 3, 4]).permute_dims(&[2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    fn permute_dims(axes: &[isize]);
    /// Two axes exchanged.
    ///
    /// # Panics
    /// If an axis does not exist.
    ///
    /// # NumPy
    /// `a.swapaxes(first, second)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([2, 3, 4]).swapaxes(0, -1).shape(), [4, 3, 2]);
    /// ```
    fn swapaxes(first: isize, second: isize);
    /// An axis at another place.
    ///
    /// # Panics
    /// If an axis does not exist.
    ///
    /// # NumPy
    /// `np.moveaxis(a, source, destination)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([2, 3, 4]).moveaxis(0, -1).shape(), [3, 4, 2]);
    /// ```
    fn moveaxis(source: isize, destination: isize);
    /// Without the axes of length 1.
    ///
    /// # NumPy
    /// `a.squeeze()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([1, 3]).squeeze().shape(), [3]);
    /// ```
    fn squeeze();
    /// With another axis of length 1.
    ///
    /// # Panics
    /// If there is no such place, or there would be too many axes.
    ///
    /// # NumPy
    /// `np.ma.expand_dims(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([3]).expand_dims(-1).shape(), [3, 1]);
    /// ```
    fn expand_dims(axis: isize);
    /// An axis backwards.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.flip(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2], [false, true]);
    /// assert_eq!(a.flip(0).to_string(), "[-- 1]");
    /// ```
    fn flip(axis: isize);
    /// A diagonal of the first two axes; see [`View::diagonal`](nd_core::View::diagonal).
    ///
    /// # Panics
    /// If there are fewer than two axes.
    ///
    /// # NumPy
    /// `a.diagonal(offset)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, true]]);
    /// assert_eq!(a.diagonal(0).to_string(), "[1 --]");
    /// ```
    fn diagonal(offset: isize);
    /// With at least one axis.
    ///
    /// # NumPy
    /// `np.ma.atleast_1d(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([]).atleast_1d().shape(), [1]);
    /// ```
    fn atleast_1d();
    /// With at least two axes.
    ///
    /// # NumPy
    /// `np.ma.atleast_2d(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([3]).atleast_2d().shape(), [1, 3]);
    /// ```
    fn atleast_2d();
    /// With at least three axes.
    ///
    /// # NumPy
    /// `np.ma.atleast_3d(a)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::ma::masked_all::<f64>([3]).atleast_3d().shape(), [1, 3, 1]);
    /// ```
    fn atleast_3d();
}

impl<'a, T: Element> MaskedView<'a, T> {
    /// Cut into equal parts along an axis.
    ///
    /// # Panics
    /// If there is no such axis, or it cannot be cut so.
    ///
    /// # NumPy
    /// `np.split(a, parts, axis)`; `np.ma.hsplit` is axis 1, or 0 of a vector.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([1, 2, 3, 4], [false, true, false, false]);
    /// assert_eq!(a.split(2, 0)[0].to_string(), "[1 --]");
    /// ```
    #[track_caller]
    pub fn split(self, parts: usize, axis: isize) -> Vec<MaskedView<'a, T>> {
        let data = self.data.split(parts, axis);
        let masks = self.mask.map(|mask| mask.split(parts, axis));
        let mask = |at: usize| masks.as_ref().map(|masks| masks[at]);
        (data.into_iter().enumerate())
            .map(|(at, data)| MaskedView::of(data, mask(at), self.fill))
            .collect()
    }
}

impl<T: Element> MaskedArray<T> {
    /// [`MaskedView::split`] of all elements.
    ///
    /// # Panics
    /// As there.
    ///
    /// # Examples
    /// ```
    /// let a = nd_ops::ma::MaskedArray::new([[1, 2], [3, 4]], [[false, true], [false, false]]);
    /// let columns = a.split(2, 1);
    /// assert_eq!(columns[1].to_string(), "[[--]\n [4]]");
    /// ```
    #[track_caller]
    pub fn split(&self, parts: usize, axis: isize) -> Vec<MaskedView<'_, T>> {
        self.view().split(parts, axis)
    }
}
