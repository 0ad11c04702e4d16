//! How arrays are read between their samples.

use super::boundary::Boundary;
use super::job::{Job, Places};

/// The setters that all options of interpolations have.
macro_rules! setters {
    ($Options:ident) => {
        /// Sets the order of the splines, at most 5: 0 takes the nearest sample, 1 is linear,
        /// 3 cubic.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_image::", stringify!($Options), ";")]
        #[doc = concat!("assert_eq!(", stringify!($Options), "::default().order(1).order, 1);")]
        /// ```
        #[must_use]
        pub fn order(self, order: usize) -> $Options {
            $Options { order, ..self }
        }

        /// Sets what lies beyond the edges.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_image::{Boundary, Mode, ", stringify!($Options), "};")]
        #[doc = concat!("let options = ", stringify!($Options), "::default().mode(Mode::Wrap);")]
        /// assert_eq!(options.mode, Boundary::Wrap);
        /// ```
        #[must_use]
        pub fn mode(self, mode: impl Into<Boundary>) -> $Options {
            $Options { mode: mode.into(), ..self }
        }

        /// Sets whether the array holds samples, and not the coefficients of a spline, as
        /// [`spline_filter`](crate::spline_filter()) gives them. Orders 0 and 1 have no such
        /// coefficients.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_image::", stringify!($Options), ";")]
        #[doc = concat!("assert!(!", stringify!($Options), "::default().prefilter(false).prefilter);")]
        /// ```
        #[must_use]
        pub fn prefilter(self, prefilter: bool) -> $Options {
            $Options { prefilter, ..self }
        }
    };
}
pub(super) use setters;

/// How [`map_coordinates_with`](crate::map_coordinates_with()),
/// [`geometric_transform_with`](crate::geometric_transform_with()) and
/// [`shift_with`](crate::shift_with()) read between samples.
///
/// # Examples
/// ```
/// use nd_image::{Boundary, InterpolationOptions};
///
/// let options = InterpolationOptions::default();
/// assert_eq!((options.order, options.mode), (3, Boundary::Constant(0.0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct InterpolationOptions {
    /// The order of the splines, 0 to 5; 3 by default.
    pub order: usize,
    /// What lies beyond the edges; zero by default.
    pub mode: Boundary,
    /// Whether the array holds samples and not coefficients; true by default.
    pub prefilter: bool,
}

impl Default for InterpolationOptions {
    fn default() -> InterpolationOptions {
        InterpolationOptions { order: 3, mode: Boundary::default(), prefilter: true }
    }
}

impl InterpolationOptions {
    setters!(InterpolationOptions);

    /// The job that these options make of places, for an array of `from`.
    #[track_caller]
    pub(crate) fn job<'a>(
        &self,
        op: &str,
        from: &[usize],
        shape: &'a [usize],
        places: Places<'a>,
    ) -> Job<'a> {
        let InterpolationOptions { order, mode, prefilter } = *self;
        check_order(op, order);
        let size = shape.iter().try_fold(1usize, |size, &n| size.checked_mul(n));
        let empty = shape.contains(&0);
        let size = size.filter(|&size| size < isize::MAX as usize / 16);
        assert!(empty || size.is_some(), "{op}: shape {shape:?} has more elements than memory");
        let possible = !from.contains(&0) || empty;
        assert!(possible, "{op}: shape {from:?} has nothing to make {shape:?} of");
        Job { shape, order, boundary: mode, prefilter, places }
    }
}

#[track_caller]
pub(crate) fn check_order(op: &str, order: usize) {
    assert!(order <= 5, "{op}: order {order}, splines have 0 to 5");
}
