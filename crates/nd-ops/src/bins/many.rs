//! Histograms of points.

use super::histogram::in_parts;
use super::{BinError, Binned, Bins, Edges};
use nd_core::{Array, ArrayLike, Element, View};
use num_traits::ToPrimitive;

/// How many points, or how much weight, each bin has, and the edges along each axis.
///
/// # Examples
/// ```
/// let histogram = nd_ops::histogram2d([0.0, 1.0, 1.0], [0.0, 0.0, 1.0], [2, 2]).unwrap();
/// assert_eq!(histogram.counts, nd_core::array![[1, 0], [1, 1]]);
/// assert_eq!(histogram.edges[1], nd_core::array![0.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HistogramDd<C> {
    /// One for each bin; an axis for each coordinate.
    pub counts: Array<C>,
    /// Along each axis one more than bins.
    pub edges: Vec<Array<f64>>,
}

impl<C: Element + ToPrimitive> HistogramDd<C> {
    /// The counts as a density: divided by the volume of the bin and by what all bins have. NaN
    /// if nothing was counted.
    ///
    /// # NumPy
    /// `np.histogramdd(points, bins, density=True)[0]`.
    ///
    /// # Examples
    /// ```
    /// let histogram = nd_ops::histogram2d([0.0, 1.0], [0.0, 1.0], [1, 2]).unwrap();
    /// assert_eq!(histogram.density(), nd_core::array![[1.0, 1.0]]);
    /// ```
    pub fn density(&self) -> Array<f64> {
        let mut density = self.counts.map(|count| count.to_f64().unwrap_or(f64::NAN));
        let total = crate::sum(&density);
        for (axis, edges) in self.edges.iter().enumerate() {
            let edges: Vec<f64> = edges.iter().copied().collect();
            for (place, mut slab) in density.axis_iter_mut(axis as isize).enumerate() {
                slab /= edges[place + 1] - edges[place];
            }
        }
        density / total
    }
}

/// How many of the points `(x, y)` lie in each bin; see [`histogramdd`].
///
/// `x: (n,)`, `y: (n,)`, bins along x and along y → counts `(bins of x, bins of y)`.
///
/// # Panics
/// If the shapes differ or are not of one axis.
///
/// # Errors
/// As [`histogramdd`].
///
/// # NumPy
/// `np.histogram2d(x, y, bins, range)`, whose counts are floats.
///
/// # Examples
/// ```
/// let histogram = nd_ops::histogram2d([0, 1, 1], [5, 6, 9], [2, 2]).unwrap();
/// assert_eq!(histogram.counts, nd_core::array![[1, 0], [1, 1]]);
/// ```
/// ```should_panic
/// let _ = nd_ops::histogram2d([0, 1], [5, 6, 9], [2, 2]);
/// ```
#[track_caller]
pub fn histogram2d<A: ArrayLike<Elem: Binned>, B: Into<Bins>>(
    x: A,
    y: impl ArrayLike<Elem = A::Elem>,
    bins: [B; 2],
) -> Result<HistogramDd<usize>, BinError> {
    let (x, y) = (x.view(), y.view());
    if x.ndim() != 1 || x.shape() != y.shape() {
        panic!("histogram2d: shapes {:?} and {:?} are not those of points", x.shape(), y.shape());
    }
    let columns = [<A::Elem as Binned>::f64s_of(x), <A::Elem as Binned>::f64s_of(y)];
    counted(&columns, bins)
}

/// How many of the points lie in each bin.
///
/// `points: (n, d)`, bins along each of the `d` coordinates → counts of `d` axes. Points with a
/// coordinate outside of the bins, or that is NaN between given edges, are not counted.
///
/// # Panics
/// If `points` does not have two axes, `bins` not one item for each coordinate, or there are
/// more coordinates than an array may have axes.
///
/// # Errors
/// As [`histogram`](crate::histogram), for a coordinate.
///
/// # NumPy
/// `np.histogramdd(points, bins, range)`, whose counts are floats.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{Bins, histogramdd};
///
/// let points = array![[0.5, 1.0], [0.5, 9.0], [1.5, 1.5]];
/// let bins: [Bins; 2] = [[0.0, 1.0, 2.0].into(), Bins::from(1).range(0.0, 2.0)];
/// assert_eq!(histogramdd(&points, bins).unwrap().counts, array![[1], [1]]);
/// ```
/// ```should_panic
/// let _ = nd_ops::histogramdd([[1.0, 2.0]], [3]);
/// ```
#[track_caller]
pub fn histogramdd<A: ArrayLike<Elem: Binned>, B: Into<Bins>>(
    points: A,
    bins: impl IntoIterator<Item = B>,
) -> Result<HistogramDd<usize>, BinError> {
    counted(&columns(points.view()), bins)
}

/// The weight of the points in each bin; see [`histogramdd`].
///
/// `points: (n, d)`, `weights: (n,)`.
///
/// # Panics
/// As [`histogramdd`], and if there is not one weight for each point.
///
/// # Errors
/// As [`histogramdd`].
///
/// # NumPy
/// `np.histogramdd(points, bins, range, weights=weights)`.
///
/// # Examples
/// ```
/// let points = nd_core::array![[0.0, 0.0], [1.0, 1.0], [1.0, 0.9]];
/// let histogram = nd_ops::histogramdd_weighted(&points, [2, 1], [0.5, 1.0, 2.0]).unwrap();
/// assert_eq!(histogram.counts, nd_core::array![[0.5], [3.0]]);
/// ```
/// ```should_panic
/// let _ = nd_ops::histogramdd_weighted([[1.0, 2.0]], [3, 3], [1.0, 1.0]);
/// ```
#[track_caller]
pub fn histogramdd_weighted<A: ArrayLike<Elem: Binned>, B: Into<Bins>>(
    points: A,
    bins: impl IntoIterator<Item = B>,
    weights: impl ArrayLike<Elem = f64>,
) -> Result<HistogramDd<f64>, BinError> {
    let (columns, weights) = (columns(points.view()), weights.view());
    let n = points.view().shape()[0];
    if weights.shape() != [n] {
        panic!("histogramdd: weights of shape {:?} for {n} points", weights.shape());
    }
    let grid = Grid::of(&columns, bins)?;
    let weights: Vec<f64> = weights.iter().copied().collect();
    let sums = in_parts(n, grid.bins(), &|start, end, sums: &mut [f64]| {
        for (point, &weight) in (start..end).zip(&weights[start..end]) {
            if let Some(bin) = grid.find(point) {
                sums[bin] += weight;
            }
        }
    });
    Ok(grid.finish(sums))
}

/// The coordinates of points as `f64`s.
#[track_caller]
fn columns<T: Binned>(points: View<'_, T>) -> Vec<Array<f64>> {
    if points.ndim() != 2 {
        panic!("histogramdd: shape {:?} is not (points, coordinates)", points.shape());
    }
    points.axis_iter(1).map(|column| T::f64s_of(column)).collect()
}

#[track_caller]
fn counted<B: Into<Bins>>(
    columns: &[Array<f64>],
    bins: impl IntoIterator<Item = B>,
) -> Result<HistogramDd<usize>, BinError> {
    let grid = Grid::of(columns, bins)?;
    let n = columns.first().map_or(0, Array::size);
    let counts = in_parts(n, grid.bins(), &|start, end, counts: &mut [usize]| {
        for point in start..end {
            if let Some(bin) = grid.find(point) {
                counts[bin] += 1;
            }
        }
    });
    Ok(grid.finish(counts))
}

/// Points, and edges along each of their coordinates.
struct Grid<'a> {
    columns: Vec<&'a [f64]>,
    edges: Vec<Edges>,
}

impl Grid<'_> {
    #[track_caller]
    fn of<B: Into<Bins>>(
        columns: &[Array<f64>],
        bins: impl IntoIterator<Item = B>,
    ) -> Result<Grid<'_>, BinError> {
        let bins: Vec<Bins> = bins.into_iter().map(Into::into).collect();
        if bins.len() != columns.len() {
            panic!("histogramdd: bins along {} axes for {} coordinates", bins.len(), columns.len());
        }
        let edges = columns.iter().zip(&bins).map(|(column, bins)| Edges::of(column.view(), bins));
        let edges = edges.collect::<Result<Vec<Edges>, BinError>>()?;
        let columns = columns.iter().map(|column| column.as_slice().expect("a fresh column"));
        Ok(Grid { columns: columns.collect(), edges })
    }

    fn bins(&self) -> usize {
        self.edges.iter().map(Edges::bins).product()
    }

    /// The bin of a point, in C order.
    #[inline(always)]
    fn find(&self, point: usize) -> Option<usize> {
        let mut bin = 0;
        for (column, edges) in self.columns.iter().zip(&self.edges) {
            bin = bin * edges.bins() + edges.find(column[point])?;
        }
        Some(bin)
    }

    fn finish<C>(self, counts: Vec<C>) -> HistogramDd<C> {
        let shape: Vec<usize> = self.edges.iter().map(Edges::bins).collect();
        let edges = self.edges.into_iter().map(|edges| Array::from_vec(edges.edges)).collect();
        HistogramDd { counts: Array::from_shape_vec(shape.as_slice(), counts), edges }
    }
}
