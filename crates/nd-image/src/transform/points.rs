//! Pairs of points, and what is common to all that is estimated from them.

use nd_core::{ArrayLike, View};
use std::fmt;

/// Points that do not determine a transform, or a transform without an inverse.
///
/// # Examples
/// ```
/// use nd_image::AffineTransform;
///
/// let line = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
/// let error = AffineTransform::estimate(line, line).unwrap_err();
/// let told = "AffineTransform::estimate: the points do not determine a transform";
/// assert_eq!(error.to_string(), told);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DegenerateError {
    /// The function that found out.
    pub op: &'static str,
    /// What is wrong.
    pub what: &'static str,
}

impl fmt::Display for DegenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.op, self.what)
    }
}

impl std::error::Error for DegenerateError {}

/// The error of points that determine nothing.
pub(super) fn undetermined(op: &'static str) -> DegenerateError {
    DegenerateError { op, what: "the points do not determine a transform" }
}

/// Points before and after, moved to their means, and the means.
pub(super) struct Pairs {
    pub(super) from: Vec<[f64; 2]>,
    pub(super) to: Vec<[f64; 2]>,
    pub(super) means: [[f64; 2]; 2],
}

impl Pairs {
    #[track_caller]
    pub(super) fn new(
        op: &'static str,
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<Pairs, DegenerateError> {
        let (from, to) = (from.view(), to.view());
        assert!(
            from.shape() == to.shape() && from.ndim() == 2 && from.shape()[1] == 2,
            "{op}: points of shapes {:?} and {:?}, both must be (n, 2)",
            from.shape(),
            to.shape()
        );
        let (from, to) = (points(from), points(to));
        if from.is_empty() || from.iter().chain(&to).flatten().any(|x| !x.is_finite()) {
            return Err(undetermined(op));
        }
        let means = [mean(&from), mean(&to)];
        let centred = |points: Vec<[f64; 2]>, [x, y]: [f64; 2]| {
            points.into_iter().map(|p| [p[0] - x, p[1] - y]).collect()
        };
        Ok(Pairs { from: centred(from, means[0]), to: centred(to, means[1]), means })
    }
}

fn points(a: View<'_, f64>) -> Vec<[f64; 2]> {
    (0..a.shape()[0]).map(|i| [a[[i, 0]], a[[i, 1]]]).collect()
}

fn mean(points: &[[f64; 2]]) -> [f64; 2] {
    let n = points.len() as f64;
    [0, 1].map(|k| points.iter().map(|p| p[k]).sum::<f64>() / n)
}
