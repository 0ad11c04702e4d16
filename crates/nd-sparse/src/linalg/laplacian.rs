//! [`LaplacianNd`]: second differences on a grid.

use super::operator::LinearOperator;
use crate::compressed::Csr;
use crate::coordinates::Coo;
use crate::error::SparseError;
use nd_core::{Shape, threads};
use std::f64::consts::PI;

/// What is beyond the ends of a grid.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::Boundary;
///
/// assert_eq!(Boundary::default(), Boundary::Neumann);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Boundary {
    /// Zero.
    Dirichlet,
    /// The same as at the end: nothing flows out.
    #[default]
    Neumann,
    /// The other end.
    Periodic,
}

/// The Laplacian on a grid of points at distance 1, in C order: for each point and axis the neighbours less twice the
/// point. An operator that stores nothing; [`to_csr`](Self::to_csr) is its matrix. Negative semidefinite; symmetric.
///
/// # SciPy
/// `scipy.sparse.linalg.LaplacianNd(shape, boundary_conditions=…)`, whose matrix of an axis of length 1 does not agree
/// with its eigenvalue.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::{Boundary, LaplacianNd, LinearOperator};
///
/// let line = LaplacianNd::new([3], Boundary::Dirichlet)?;
/// let mut y = [0.0; 3];
/// line.apply(&[1.0, 2.0, 4.0], &mut y);
/// assert_eq!(y, [0.0, 1.0, -6.0]);
/// # Ok::<(), nd_sparse::SparseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct LaplacianNd {
    shape: Shape,
    boundary: Boundary,
}

/// Points that a thread does at a time.
const PART: usize = 1 << 14;

impl LaplacianNd {
    /// The Laplacian on a grid of a shape.
    ///
    /// # Errors
    /// [`SparseError::AxisTooLong`] if there are more points than indices of 32 bits count.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Boundary, LaplacianNd};
    ///
    /// assert!(LaplacianNd::new([1 << 20, 1 << 20], Boundary::Neumann).is_err());
    /// ```
    pub fn new(shape: impl Into<Shape>, boundary: Boundary) -> Result<Self, SparseError> {
        let shape: Shape = shape.into();
        let points = shape.iter().fold(1usize, |product, &len| product.saturating_mul(len));
        SparseError::check_axes::<u32>("LaplacianNd", &[points, points])?;
        Ok(LaplacianNd { shape, boundary })
    }

    /// The lengths of the grid's axes.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Boundary, LaplacianNd};
    ///
    /// assert_eq!(LaplacianNd::new([4, 5], Boundary::Periodic)?.grid(), [4, 5]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn grid(&self) -> &[usize] {
        &self.shape
    }

    fn points(&self) -> usize {
        self.shape.iter().product()
    }

    /// The points beside one, an axis after the other; none where the boundary is zero, itself where nothing flows.
    fn neighbours(&self, point: usize, mut each: impl FnMut(Option<usize>)) {
        let mut stride = 1;
        for &len in self.shape.iter().rev() {
            let at = point / stride % len;
            let beyond = |other: usize| match self.boundary {
                Boundary::Dirichlet => None,
                Boundary::Neumann => Some(point),
                Boundary::Periodic => Some(other),
            };
            let span = (len - 1) * stride;
            each(if at > 0 { Some(point - stride) } else { beyond(point + span) });
            each(if at + 1 < len { Some(point + stride) } else { beyond(point - at * stride) });
            stride *= len;
        }
    }

    /// Its matrix `(n, n)`, of as many rows as there are points.
    ///
    /// # SciPy
    /// `laplacian.tosparse()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_sparse::linalg::{Boundary, LaplacianNd};
    ///
    /// let line = LaplacianNd::new([3], Boundary::Neumann)?.to_csr();
    /// assert_eq!(line.to_dense(), array![[-1.0, 1.0, 0.0], [1.0, -2.0, 1.0], [0.0, 1.0, -1.0]]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn to_csr(&self) -> Csr<f64> {
        let n = self.points();
        let mut entries: Coo<f64> = Coo::new([n, n]);
        for point in 0..n {
            let mut own = 0.0;
            self.neighbours(point, |other| match other {
                Some(other) if other == point => {}
                other => {
                    own -= 1.0;
                    other.into_iter().for_each(|other| entries.push([point, other], 1.0));
                }
            });
            entries.push([point, point], own);
        }
        entries.to_csr()
    }

    /// All its eigenvalues, ascending, by their formula.
    ///
    /// # SciPy
    /// `laplacian.eigenvalues()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::{Boundary, LaplacianNd};
    ///
    /// let values = LaplacianNd::new([2, 2], Boundary::Neumann)?.eigenvalues();
    /// let expected = [-4.0, -2.0, -2.0, 0.0];
    /// assert!(values.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-14));
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn eigenvalues(&self) -> Vec<f64> {
        let mut all = vec![0.0];
        for &len in self.shape.iter() {
            let n = len as f64;
            let angle = |j: usize| match self.boundary {
                Boundary::Dirichlet => (j + 1) as f64 / (2.0 * (n + 1.0)),
                Boundary::Neumann => j as f64 / (2.0 * n),
                Boundary::Periodic => j.div_ceil(2) as f64 / n,
            };
            let of_axis: Vec<f64> =
                (0..len).map(|j| -4.0 * (PI * angle(j)).sin().powi(2)).collect();
            all = all.iter().flat_map(|sum| of_axis.iter().map(move |value| sum + value)).collect();
        }
        all.sort_by(f64::total_cmp);
        all
    }
}

impl LinearOperator for LaplacianNd {
    type Elem = f64;
    fn shape(&self) -> [usize; 2] {
        [self.points(); 2]
    }
    fn apply(&self, x: &[f64], y: &mut [f64]) {
        threads::chunks(y, PART, &|start, y| {
            for (point, y) in y.iter_mut().enumerate() {
                let point = start + point;
                let mut sum = 0.0;
                self.neighbours(point, |other| {
                    sum += other.map_or(0.0, |other| x[other]) - x[point];
                });
                *y = sum;
            }
        });
    }
    fn has_adjoint(&self) -> bool {
        true
    }
    fn apply_adjoint(&self, x: &[f64], y: &mut [f64]) {
        self.apply(x, y);
    }
}
