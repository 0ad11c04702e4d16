//! Maps of the plane that keep angles, and those that keep distances.

use super::points::{DegenerateError, Pairs, undetermined};
use super::projective::ProjectiveTransform;
use nd_core::ArrayLike;

/// A map of the plane that keeps angles: scaled, turned by an angle in radians from `x` towards `y`,
/// then moved.
///
/// # scikit-image
/// `skimage.transform.SimilarityTransform(scale, rotation, translation)`.
///
/// # Examples
/// ```
/// use nd_image::SimilarityTransform;
/// let t = SimilarityTransform::new(2.0, 0.0, [1.0, 0.0]);
/// assert_eq!(t.map([1.0, 1.0]), [3.0, 2.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct SimilarityTransform {
    /// The factor of distances.
    pub scale: f64,
    /// The angle in radians.
    pub rotation: f64,
    /// What is added last, to `x` and `y`.
    pub translation: [f64; 2],
}

/// A map of the plane that keeps distances: turned by an angle in radians from `x` towards `y`, then
/// moved.
///
/// # scikit-image
/// `skimage.transform.EuclideanTransform(rotation=..., translation=...)`.
///
/// # Examples
/// ```
/// use nd_image::EuclideanTransform;
/// let t = EuclideanTransform::new(std::f64::consts::PI, [1.0, 0.0]);
/// assert!((t.map([1.0, 0.0])[0]).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct EuclideanTransform {
    /// The angle in radians.
    pub rotation: f64,
    /// What is added last, to `x` and `y`.
    pub translation: [f64; 2],
}

impl From<SimilarityTransform> for ProjectiveTransform {
    fn from(t: SimilarityTransform) -> ProjectiveTransform {
        let (s, c) = t.rotation.sin_cos();
        let (s, c, [x, y]) = (t.scale * s, t.scale * c, t.translation);
        ProjectiveTransform::new([[c, -s, x], [s, c, y], [0.0, 0.0, 1.0]])
    }
}

impl From<EuclideanTransform> for SimilarityTransform {
    fn from(t: EuclideanTransform) -> SimilarityTransform {
        SimilarityTransform { scale: 1.0, rotation: t.rotation, translation: t.translation }
    }
}

impl From<EuclideanTransform> for ProjectiveTransform {
    fn from(t: EuclideanTransform) -> ProjectiveTransform {
        SimilarityTransform::from(t).into()
    }
}

impl SimilarityTransform {
    /// The map of a scale, an angle in radians and a translation.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SimilarityTransform;
    /// assert_eq!(SimilarityTransform::new(3.0, 0.0, [0.0, 1.0]).map([1.0, 0.0]), [3.0, 1.0]);
    /// ```
    #[must_use]
    pub fn new(scale: f64, rotation: f64, translation: [f64; 2]) -> SimilarityTransform {
        SimilarityTransform { scale, rotation, translation }
    }

    /// Where a point `(x, y)` goes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SimilarityTransform;
    /// assert_eq!(SimilarityTransform::new(0.5, 0.0, [0.0, 0.0]).map([4.0, 2.0]), [2.0, 1.0]);
    /// ```
    #[must_use]
    pub fn map(&self, point: [f64; 2]) -> [f64; 2] {
        ProjectiveTransform::from(*self).map(point)
    }

    /// The map that takes points back.
    ///
    /// # Errors
    /// If the scale is 0 or not finite.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SimilarityTransform;
    /// let back = SimilarityTransform::new(2.0, 0.0, [2.0, 0.0]).inverse().unwrap();
    /// assert_eq!(back.map([6.0, 4.0]), [2.0, 2.0]);
    /// ```
    pub fn inverse(&self) -> Result<SimilarityTransform, DegenerateError> {
        if self.scale == 0.0 || !self.scale.is_finite() {
            let op = "SimilarityTransform::inverse";
            return Err(DegenerateError { op, what: "the scale has no inverse" });
        }
        let (scale, rotation) = (1.0 / self.scale, -self.rotation);
        let there = SimilarityTransform::new(scale, rotation, [0.0; 2]).map(self.translation);
        Ok(SimilarityTransform { scale, rotation, translation: there.map(|x| -x) })
    }

    /// The map that takes points `(n, 2)` as closely as possible, in the sum of squared distances, to
    /// others: two pairs or more (S. Umeyama, IEEE Trans. PAMI 13 (1991) 376-380).
    ///
    /// # Errors
    /// If the points do not determine a map: too few, all the same, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both.
    ///
    /// # scikit-image
    /// `skimage.transform.SimilarityTransform.from_estimate(from, to)`, within rounding.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SimilarityTransform;
    ///
    /// let t = SimilarityTransform::estimate([[0.0, 0.0], [1.0, 0.0]], [[1.0, 1.0], [1.0, 3.0]]).unwrap();
    /// assert!((t.scale - 2.0).abs() < 1e-15);
    /// assert!((t.rotation - std::f64::consts::FRAC_PI_2).abs() < 1e-15);
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<SimilarityTransform, DegenerateError> {
        let op = "SimilarityTransform::estimate";
        closest(op, &Pairs::new(op, from, to)?, true)
    }
}

impl EuclideanTransform {
    /// The map of an angle in radians and a translation.
    ///
    /// # Examples
    /// ```
    /// use nd_image::EuclideanTransform;
    /// assert_eq!(EuclideanTransform::new(0.0, [2.0, 1.0]).map([1.0, 1.0]), [3.0, 2.0]);
    /// ```
    #[must_use]
    pub fn new(rotation: f64, translation: [f64; 2]) -> EuclideanTransform {
        EuclideanTransform { rotation, translation }
    }

    /// Where a point `(x, y)` goes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::EuclideanTransform;
    /// assert_eq!(EuclideanTransform::new(0.0, [0.0, 0.0]).map([1.0, 2.0]), [1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn map(&self, point: [f64; 2]) -> [f64; 2] {
        SimilarityTransform::from(*self).map(point)
    }

    /// The map that takes points back.
    ///
    /// # Examples
    /// ```
    /// use nd_image::EuclideanTransform;
    /// assert_eq!(EuclideanTransform::new(0.0, [2.0, 1.0]).inverse().map([3.0, 2.0]), [1.0, 1.0]);
    /// ```
    #[must_use]
    pub fn inverse(&self) -> EuclideanTransform {
        let turned = EuclideanTransform::new(-self.rotation, [0.0; 2]).map(self.translation);
        EuclideanTransform { rotation: -self.rotation, translation: turned.map(|x| -x) }
    }

    /// The map that takes points `(n, 2)` as closely as possible, in the sum of squared distances, to
    /// others: two pairs or more.
    ///
    /// # Errors
    /// If the points do not determine a map: too few, all the same, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both.
    ///
    /// # scikit-image
    /// `skimage.transform.EuclideanTransform.from_estimate(from, to)`, within rounding.
    ///
    /// # Examples
    /// ```
    /// use nd_image::EuclideanTransform;
    ///
    /// let t = EuclideanTransform::estimate([[0.0, 0.0], [1.0, 0.0]], [[5.0, 1.0], [6.0, 1.0]]).unwrap();
    /// assert_eq!((t.rotation, t.translation), (0.0, [5.0, 1.0]));
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<EuclideanTransform, DegenerateError> {
        let op = "EuclideanTransform::estimate";
        let SimilarityTransform { rotation, translation, .. } =
            closest(op, &Pairs::new(op, from, to)?, false)?;
        Ok(EuclideanTransform { rotation, translation })
    }
}

/// In the plane the best rotation is the angle of the sum of `conj(from) · to`, seen as complex numbers.
fn closest(
    op: &'static str,
    pairs: &Pairs,
    scaled: bool,
) -> Result<SimilarityTransform, DegenerateError> {
    let (mut along, mut across, mut square) = (0.0, 0.0, 0.0);
    for ([x, y], [u, v]) in pairs.from.iter().zip(&pairs.to) {
        along += x * u + y * v;
        across += x * v - y * u;
        square += x * x + y * y;
    }
    let length = along.hypot(across);
    if length == 0.0 || !length.is_finite() || square == 0.0 {
        return Err(undetermined(op));
    }
    let scale = if scaled { length / square } else { 1.0 };
    let rotation = across.atan2(along);
    let there = SimilarityTransform::new(scale, rotation, [0.0; 2]).map(pairs.means[0]);
    let translation = [0, 1].map(|k| pairs.means[1][k] - there[k]);
    Ok(SimilarityTransform { scale, rotation, translation })
}
