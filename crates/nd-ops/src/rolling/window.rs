//! [`Window`]: how far windows reach.

use nd_core::ArrayLike;
use std::fmt;

/// How far a window reaches: a number of elements, a width along a coordinate, or all from the start.
///
/// Made from a number of elements, or by [`Window::width`] or [`Window::Expanding`].
///
/// # NumPy
/// pandas' `rolling(5)`, `rolling("5s")`, `expanding()`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{Window, rolling_nansum};
///
/// let a = [1.0, 2.0, 4.0, 8.0];
/// assert_eq!(rolling_nansum(&a, 2, 0), array![3.0, 6.0, 12.0]);
/// assert_eq!(rolling_nansum(&a, Window::width(&[0, 1, 5, 6], 3)?, 0), array![1.0, 3.0, 4.0, 12.0]);
/// assert_eq!(rolling_nansum(&a, Window::Expanding, 0), array![1.0, 3.0, 7.0, 15.0]);
/// # Ok::<(), nd_ops::WindowError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Window {
    /// So many elements.
    Elements(usize),
    /// All whose coordinate is less than a width before that of a position; see [`Window::width`].
    #[non_exhaustive]
    Width {
        /// The coordinate of each position, in rising or falling order.
        coordinate: Vec<i64>,
        /// How far a window reaches.
        width: i64,
    },
    /// All up to a position.
    Expanding,
}

/// Why there are no such windows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowError {
    /// A coordinate is neither in rising nor in falling order.
    Unsorted {
        /// The first position that is out of order.
        place: usize,
    },
}

impl fmt::Display for WindowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Unsorted { place } = self;
        write!(f, "rolling: the coordinate at {place} is out of order")
    }
}

impl std::error::Error for WindowError {}

impl Window {
    /// For each position the elements whose coordinate is less than `width` before its own, up to itself:
    /// `(t - width, t]`, and other ends with [`Closed`](crate::Closed). Of equal coordinates each position sees those
    /// up to itself. With [`Align::Centred`](crate::Align::Centred) half of the width lies on each side.
    ///
    /// # Panics
    /// If the width is below 1, or the coordinate is not 1-d.
    ///
    /// # Errors
    /// [`WindowError::Unsorted`] if the coordinate neither rises nor falls.
    ///
    /// # NumPy
    /// pandas' `rolling("5s")`, of a time index.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Closed, RollingOptions, Window, rolling_nansum_with};
    ///
    /// let sums = |closed| {
    ///     let window = Window::width(&[0, 1, 3, 4], 2).unwrap();
    ///     let options = RollingOptions::default().closed(closed);
    ///     rolling_nansum_with(&[1.0, 2.0, 3.0, 4.0], window, 0, &options).into_vec()
    /// };
    /// assert_eq!(sums(Closed::Right), [1.0, 3.0, 3.0, 7.0]);
    /// assert_eq!(sums(Closed::Both), [1.0, 3.0, 5.0, 7.0]);
    /// ```
    #[track_caller]
    pub fn width(
        coordinate: impl ArrayLike<Elem = i64>,
        width: i64,
    ) -> Result<Window, WindowError> {
        let coordinate = coordinate.view();
        assert!(width >= 1, "rolling: a width of {width}");
        assert!(coordinate.ndim() == 1, "rolling: a coordinate of {} axes", coordinate.ndim());
        let coordinate: Vec<i64> = coordinate.iter().copied().collect();
        let fall = coordinate.windows(2).position(|pair| pair[0] > pair[1]);
        let rise = coordinate.windows(2).position(|pair| pair[0] < pair[1]);
        match (fall, rise) {
            (Some(fall), Some(rise)) => Err(WindowError::Unsorted { place: fall.max(rise) + 1 }),
            _ => Ok(Window::Width { coordinate, width }),
        }
    }
}

impl From<usize> for Window {
    fn from(elements: usize) -> Window {
        Window::Elements(elements)
    }
}

impl From<i32> for Window {
    /// # Panics
    /// If it is negative.
    #[track_caller]
    fn from(elements: i32) -> Window {
        match usize::try_from(elements) {
            Ok(elements) => Window::Elements(elements),
            Err(_) => panic!("rolling: a window of {elements} elements"),
        }
    }
}
