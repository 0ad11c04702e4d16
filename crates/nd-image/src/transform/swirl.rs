//! Pictures twisted around a centre.

use super::warp::{WarpOptions, warp_with};
use crate::interpolation::{Boundary, Intensity};
use nd_core::{Array, ArrayLike};
use std::f64::consts::LN_2;

/// How far and how strongly [`swirl_with`] twists.
///
/// # Examples
/// ```
/// let options = nd_image::SwirlOptions::default();
/// assert_eq!((options.strength, options.radius, options.rotation), (1.0, 100.0, 0.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SwirlOptions {
    /// The column and the row of the centre; half the width and height by default.
    pub center: Option<[f64; 2]>,
    /// The angle in radians that the centre is twisted by; 1 by default.
    pub strength: f64,
    /// How far the twist reaches, in pixels: at that distance a thousandth of it is left, about; 100
    /// by default.
    pub radius: f64,
    /// An angle in radians that everything is turned by; 0 by default.
    pub rotation: f64,
    /// The order of the splines, 0 to 5; 1 by default.
    pub order: usize,
    /// What lies beyond the edges; [`Boundary::Mirror`] by default.
    pub mode: Boundary,
}

impl Default for SwirlOptions {
    fn default() -> SwirlOptions {
        SwirlOptions {
            center: None,
            strength: 1.0,
            radius: 100.0,
            rotation: 0.0,
            order: 1,
            mode: Boundary::Mirror,
        }
    }
}

impl SwirlOptions {
    /// Sets the column and the row of the centre.
    ///
    /// # Examples
    /// ```
    /// let options = nd_image::SwirlOptions::default().center([3.0, 4.0]);
    /// assert_eq!(options.center, Some([3.0, 4.0]));
    /// ```
    #[must_use]
    pub fn center(self, center: [f64; 2]) -> SwirlOptions {
        SwirlOptions { center: Some(center), ..self }
    }

    /// Sets the angle in radians that the centre is twisted by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SwirlOptions::default().strength(10.0).strength, 10.0);
    /// ```
    #[must_use]
    pub fn strength(self, strength: f64) -> SwirlOptions {
        SwirlOptions { strength, ..self }
    }

    /// Sets how far the twist reaches.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SwirlOptions::default().radius(20.0).radius, 20.0);
    /// ```
    #[must_use]
    pub fn radius(self, radius: f64) -> SwirlOptions {
        SwirlOptions { radius, ..self }
    }

    /// Sets an angle in radians that everything is turned by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SwirlOptions::default().rotation(0.5).rotation, 0.5);
    /// ```
    #[must_use]
    pub fn rotation(self, rotation: f64) -> SwirlOptions {
        SwirlOptions { rotation, ..self }
    }

    /// Sets the order of the splines, at most 5.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SwirlOptions::default().order(3).order, 3);
    /// ```
    #[must_use]
    pub fn order(self, order: usize) -> SwirlOptions {
        SwirlOptions { order, ..self }
    }

    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Boundary, Mode, SwirlOptions};
    /// assert_eq!(SwirlOptions::default().mode(Mode::Nearest).mode, Boundary::Nearest);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Boundary>) -> SwirlOptions {
        SwirlOptions { mode: mode.into(), ..self }
    }
}

/// A picture `(h, w)` or `(h, w, c)` twisted around its middle.
///
/// # Panics
/// If the picture has not 2 or 3 axes.
///
/// # scikit-image
/// `skimage.transform.swirl(a, preserve_range=True)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{SwirlOptions, swirl, swirl_with};
///
/// let board = Array::from_fn([40, 40], |i| (i[0] / 10 + i[1] / 10) as f64 % 2.0);
/// assert_ne!(swirl(&board), board);
/// let still = swirl_with(&board, &SwirlOptions::default().strength(0.0));
/// assert!(still.iter().zip(board.iter()).all(|(a, b)| (a - b).abs() < 1e-12));
/// ```
#[track_caller]
pub fn swirl<A>(a: A) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    swirl_with(a, &SwirlOptions::default())
}

/// [`swirl`] around another centre, as far and as strongly as options say.
///
/// # Panics
/// As [`swirl`], and if the order is above 5.
///
/// # scikit-image
/// `skimage.transform.swirl(a, center, strength, radius, rotation, order=..., mode=...)`.
///
/// # Examples
/// ```
/// use nd_image::{SwirlOptions, swirl_with};
/// let options = SwirlOptions::default().strength(2.0).radius(10.0);
/// assert_eq!(swirl_with([[7u8; 9]; 9], &options)[[3, 3]], 7);
/// ```
#[track_caller]
pub fn swirl_with<A>(a: A, options: &SwirlOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Intensity>,
{
    let a = a.view();
    assert!(matches!(a.ndim(), 2 | 3), "swirl: shape {:?} is no picture", a.shape());
    let SwirlOptions { strength, radius, rotation, order, mode, .. } = *options;
    let middle = [a.shape()[1] as f64 / 2.0, a.shape()[0] as f64 / 2.0];
    let [x0, y0] = options.center.unwrap_or(middle);
    let decay = radius / 5.0 * LN_2;
    let place = move |[x, y]: [f64; 2]| {
        let (dx, dy) = (x - x0, y - y0);
        let distance = (dx * dx + dy * dy).sqrt();
        let angle = rotation + strength * (-distance / decay).exp() + dy.atan2(dx);
        [x0 + distance * angle.cos(), y0 + distance * angle.sin()]
    };
    warp_with(a, place, &WarpOptions::default().order(order).mode(mode))
}
