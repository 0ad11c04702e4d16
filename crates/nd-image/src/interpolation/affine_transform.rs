//! Reading at places that are a linear function of the index.

use super::boundary::Boundary;
use super::element::Interpolated;
use super::geometric_transform::index_of;
use super::job::Places;
use super::options::{InterpolationOptions, setters};
use super::places::{CHUNK, Positions};
use nd_core::{Array, ArrayLike, Shape, View};

/// Where [`affine_transform_with`] reads, and how.
///
/// # Examples
/// ```
/// use nd_image::AffineOptions;
/// assert_eq!(AffineOptions::default().shape, None);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AffineOptions {
    /// Added to the places; empty, the default, for nothing.
    pub offset: Vec<f64>,
    /// The shape of the result; by default that of the array.
    pub shape: Option<Shape>,
    /// The order of the splines, 0 to 5; 3 by default.
    pub order: usize,
    /// What lies beyond the edges; zero by default.
    pub mode: Boundary,
    /// Whether the array holds samples and not coefficients; true by default.
    pub prefilter: bool,
}

impl Default for AffineOptions {
    fn default() -> AffineOptions {
        let InterpolationOptions { order, mode, prefilter } = InterpolationOptions::default();
        AffineOptions { offset: Vec::new(), shape: None, order, mode, prefilter }
    }
}

impl AffineOptions {
    setters!(AffineOptions);

    /// Sets what is added to the places, a number for each axis of the array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_image::{AffineOptions, affine_transform_with};
    ///
    /// let options = AffineOptions::default().order(1).offset([1.0]);
    /// let every_second = affine_transform_with([0.0, 1.0, 2.0, 3.0, 4.0], [2.0], &options);
    /// assert_eq!(every_second, array![1.0, 3.0, 0.0, 0.0, 0.0]);
    /// ```
    #[must_use]
    pub fn offset(self, offset: impl Into<Vec<f64>>) -> AffineOptions {
        AffineOptions { offset: offset.into(), ..self }
    }

    /// Sets the shape of the result.
    ///
    /// # SciPy
    /// `output_shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{AffineOptions, affine_transform_with};
    ///
    /// let options = AffineOptions::default().shape([2]);
    /// assert_eq!(affine_transform_with([0.0; 9], [3.0], &options).shape(), [2]);
    /// ```
    #[must_use]
    pub fn shape(self, shape: impl Into<Shape>) -> AffineOptions {
        AffineOptions { shape: Some(shape.into()), ..self }
    }
}

/// `place = matrix · index + offset`.
pub(super) struct Linear<'a> {
    /// A row for each axis of the array.
    pub(super) matrix: &'a [f64],
    pub(super) offset: &'a [f64],
    /// The shape of what is made, and the index of its first element.
    pub(super) shape: &'a [usize],
    pub(super) first: &'a [usize],
}

/// 0, 1, 2, … as floats.
const RAMP: [f64; CHUNK] = {
    let mut ramp = [0.0; CHUNK];
    let mut k = 0;
    while k < CHUNK {
        ramp[k] = k as f64;
        k += 1;
    }
    ramp
};

impl Positions for Linear<'_> {
    fn fill(&self, start: usize, len: usize, places: &mut Vec<[f64; CHUNK]>) {
        places.resize(self.offset.len(), [0.0; CHUNK]);
        let (&width, leading) = self.shape.split_last().expect("checked before");
        let mut done = 0;
        while done < len {
            let (row, column) = ((start + done) / width, (start + done) % width);
            let run = done..(done + width - column).min(len);
            let mut index = index_of(row, leading);
            index.iter_mut().zip(self.first).for_each(|(i, first)| *i += first);
            let column = column + self.first[leading.len()];
            let rows = self.matrix.chunks(self.shape.len());
            for ((row, &offset), places) in rows.zip(self.offset).zip(&mut *places) {
                // In SciPy's order: whether a place is just outside hangs on the last bit.
                let base = index.iter().zip(row).fold(0.0, |sum, (&i, m)| sum + i as f64 * m);
                let (slope, column) = (row[leading.len()], column as f64);
                for (x, k) in places[run.clone()].iter_mut().zip(&RAMP) {
                    *x = base + (column + k) * slope + offset;
                }
            }
            done = run.end;
        }
    }
}

/// An array read at `matrix · index + offset`: cubic splines, and zero outside.
///
/// For an array of `n` axes `matrix` may be `(n, n)`, `(n, m)` with a shape of `m` axes given,
/// `(n)` for a diagonal one, and `(n, n + 1)` or `(n + 1, n + 1)` with the offset in the last
/// column. Places that are NaN are outside.
///
/// # Panics
/// If the matrix or the offset has not one of these shapes, a last row of `n + 1` numbers is not
/// `0 … 0 1`, or `a` has no axes or is empty and the result is not.
///
/// # SciPy
/// `scipy.ndimage.affine_transform(a, matrix)`, within rounding.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::affine_transform;
///
/// let a = array![[1u8, 2], [3, 4]];
/// assert_eq!(affine_transform(&a, [[0.0, 1.0], [1.0, 0.0]]), array![[1u8, 3], [2, 4]]);
/// assert_eq!(affine_transform(&a, [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]), array![[3u8, 4], [0, 0]]);
/// ```
/// ```should_panic
/// nd_image::affine_transform([[1.0, 2.0]], [[1.0, 0.0]]);
/// ```
#[track_caller]
pub fn affine_transform<A, M>(a: A, matrix: M) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    M: ArrayLike<Elem = f64>,
{
    affine_transform_with(a, matrix, &AffineOptions::default())
}

/// [`affine_transform`] with an offset, another shape, order or outside.
///
/// # Panics
/// As [`affine_transform`], and if the order is above 5.
///
/// # SciPy
/// `scipy.ndimage.affine_transform(a, matrix, offset, output_shape, order=..., mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::{AffineOptions, Mode, affine_transform_with};
///
/// let options = AffineOptions::default().order(1).mode(Mode::Nearest).offset([0.5, 0.0]);
/// let a = affine_transform_with([[0.0, 1.0], [2.0, 3.0]], [1.0, 1.0], &options);
/// assert_eq!(a, array![[1.0, 2.0], [2.0, 3.0]]);
/// ```
#[track_caller]
pub fn affine_transform_with<A, M>(a: A, matrix: M, options: &AffineOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    M: ArrayLike<Elem = f64>,
{
    let a = a.view();
    let shape = options.shape.unwrap_or_else(|| Shape::from(a.shape()));
    let map = Map::new(matrix.view(), &options.offset, a.ndim(), shape.as_slice());
    let AffineOptions { order, mode, prefilter, .. } = *options;
    let reading = InterpolationOptions { order, mode, prefilter };
    map.apply(a, shape.as_slice(), &reading)
}

/// A linear function in numbers.
pub(super) struct Map {
    /// A row for each axis of the array, of as many numbers as the result has axes.
    pub(super) matrix: Vec<f64>,
    pub(super) offset: Vec<f64>,
}

impl Map {
    #[track_caller]
    pub(super) fn new(matrix: View<'_, f64>, offset: &[f64], n: usize, shape: &[usize]) -> Map {
        let given = matrix.shape().to_vec();
        let fits = match given[..] {
            [rows] => rows == n && shape.len() == n,
            [rows, columns] => {
                let homogeneous = columns == n + 1 && (rows == n || rows == n + 1);
                (homogeneous && shape.len() == n) || (rows == n && columns == shape.len())
            }
            _ => false,
        };
        assert!(
            fits && n > 0 && !shape.is_empty(),
            "affine_transform: a matrix of shape {given:?} takes no index of {} axes to {n}",
            shape.len()
        );
        let at = |row: usize, column: usize| match given[..] {
            [_] => {
                if row == column {
                    matrix[[row]]
                } else {
                    0.0
                }
            }
            _ => matrix[[row, column]],
        };
        let homogeneous = given.len() == 2 && given[1] == n + 1 && shape.len() == n;
        let last = |column: usize| at(n, column) == f64::from(u8::from(column == n));
        assert!(
            given[0] == n || (0..=n).all(last),
            "affine_transform: the last row of a homogeneous matrix must be 0 … 0 1"
        );
        assert!(
            offset.is_empty() || offset.len() == n,
            "affine_transform: {} values of offset for {n} axes",
            offset.len()
        );
        let own = |row: usize| if homogeneous { at(row, n) } else { 0.0 };
        let matrix = (0..n).flat_map(|row| (0..shape.len()).map(move |column| (row, column)));
        Map {
            matrix: matrix.map(|(row, column)| at(row, column)).collect(),
            offset: (0..n).map(|row| own(row) + offset.get(row).copied().unwrap_or(0.0)).collect(),
        }
    }

    #[track_caller]
    pub(super) fn apply<T: Interpolated>(
        &self,
        a: View<'_, T>,
        shape: &[usize],
        reading: &InterpolationOptions,
    ) -> Array<T> {
        let columns = shape.len();
        let first = vec![0; columns];
        let linear = Linear { matrix: &self.matrix, offset: &self.offset, shape, first: &first };
        let diagonal = !shape.contains(&0) && self.is_diagonal(columns);
        // Also checks the shape, before anything is made of it.
        let job = reading.job("affine_transform", a.shape(), shape, Places::Scattered(&linear));
        if !diagonal {
            return Interpolated::sampled(a, &job);
        }
        let places = self.places(shape);
        let job = reading.job("affine_transform", a.shape(), shape, Places::Crossings(&places));
        Interpolated::sampled(a, &job)
    }

    /// Whether each axis of the array is read along one of the result.
    pub(super) fn is_diagonal(&self, columns: usize) -> bool {
        let off_diagonal = |(k, &m): (usize, &f64)| k / columns != k % columns && m != 0.0;
        columns == self.offset.len() && !self.matrix.iter().enumerate().any(off_diagonal)
    }

    /// The places along each axis, of a map that is diagonal.
    pub(super) fn places(&self, shape: &[usize]) -> Vec<Vec<f64>> {
        let columns = shape.len();
        let axis = |row: usize| {
            let place = |i: usize| i as f64 * self.matrix[row * columns + row] + self.offset[row];
            (0..shape[row]).map(place).collect()
        };
        (0..columns).map(axis).collect()
    }
}
