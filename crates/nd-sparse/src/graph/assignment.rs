//! Pairs of rows and columns of least total weight.

use super::queue::Queue;
use super::{GraphError, finite_edges};
use crate::compressed::Csr;
use crate::element::SparseElement;
use crate::index::Index;
use crate::ops::Lanes;
use crate::packed::PackedRef;

/// Pairs of rows and columns of which no two have a row or a column in common.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::min_weight_full_bipartite_matching};
///
/// let costs = Csr::<f64>::from_dense([[4.0, 1.0, 3.0], [2.0, 1.0, 5.0]]);
/// let pairs = min_weight_full_bipartite_matching(&costs)?;
/// assert_eq!((pairs.rows, pairs.columns, pairs.weight), (vec![0, 1], vec![1, 0], 3.0));
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Assignment {
    /// The rows, ascending.
    pub rows: Vec<usize>,
    /// The column of each of these rows.
    pub columns: Vec<usize>,
    /// The sum of the weights of the pairs.
    pub weight: f64,
}

/// The pairs of least total weight among those that leave out no row, or no column if there are fewer columns than
/// rows: `(m, n)` → `min(m, n)` pairs. An entry is a possible pair, also where it is zero or negative; infinite
/// entries are none. Of several answers always the same one.
///
/// By shortest augmenting paths over reduced weights. (R. Jonker and A. Volgenant, "A shortest augmenting path algorithm
/// for dense and sparse linear assignment problems", 1987.) Weights that are whole numbers give the least sum exactly;
/// others within rounding.
///
/// # Errors
/// [`GraphError::Nan`]; [`GraphError::Unmatched`] if there is no such matching.
///
/// # SciPy
/// `min_weight_full_bipartite_matching(a)`, which drops zeros.
///
/// # Examples
/// ```
/// use nd_sparse::{Coo, graph::min_weight_full_bipartite_matching};
///
/// let entries = [(0, 0, 0.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.5)];
/// let costs = Coo::<f64>::from_triplets([2, 2], entries).unwrap().to_csr();
/// assert_eq!(min_weight_full_bipartite_matching(&costs)?.columns, [0, 1]);
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
pub fn min_weight_full_bipartite_matching<I: Index>(
    weights: &Csr<f64, I>,
) -> Result<Assignment, GraphError>
where
    f64: SparseElement<I>,
{
    assigned("min_weight_full_bipartite_matching", weights)
}

/// The pairs of greatest total weight: as [`min_weight_full_bipartite_matching`] of the negative weights.
///
/// # Errors
/// [`GraphError::Nan`]; [`GraphError::Unmatched`] if there is no such matching.
///
/// # SciPy
/// `min_weight_full_bipartite_matching(a, maximize=True)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::max_weight_full_bipartite_matching};
///
/// let gains = Csr::<f64>::from_dense([[4.0, 1.0, 3.0], [2.0, 1.0, 5.0]]);
/// assert_eq!(max_weight_full_bipartite_matching(&gains)?.weight, 9.0);
/// # Ok::<(), nd_sparse::graph::GraphError>(())
/// ```
pub fn max_weight_full_bipartite_matching<I: Index>(
    weights: &Csr<f64, I>,
) -> Result<Assignment, GraphError>
where
    f64: SparseElement<I>,
{
    let negative = weights.map_stored(|weight| -weight);
    let found = assigned("max_weight_full_bipartite_matching", &negative)?;
    Ok(Assignment { weight: -found.weight, ..found })
}

fn assigned<I: Index>(op: &'static str, weights: &Csr<f64, I>) -> Result<Assignment, GraphError>
where
    f64: SparseElement<I>,
{
    let (edges, _) = finite_edges(weights)?;
    let edges = edges.view();
    let [rows, columns] = weights.shape();
    let pairs: Vec<(usize, usize)> = if rows <= columns {
        let found = Search::solved(small(edges).view());
        found
            .map_err(|at| GraphError::Unmatched { op, line: "row", at })?
            .into_iter()
            .enumerate()
            .collect()
    } else {
        let back = <f64 as SparseElement<I>>::transposed(small(edges).view());
        let found = Search::solved(back.view());
        let rows = found.map_err(|at| GraphError::Unmatched { op, line: "column", at })?;
        let mut pairs: Vec<(usize, usize)> = rows.into_iter().zip(0..).collect();
        pairs.sort_unstable();
        pairs
    };
    let weight = pairs.iter().fold(0.0, |sum, &(row, column)| sum + weights.get(row, column));
    let (rows, columns) = pairs.into_iter().unzip();
    Ok(Assignment { rows, columns, weight })
}

/// Weights of which some sums are finite, too: those that are next to the largest numbers are scaled down.
fn small<I: Index>(edges: PackedRef<'_, f64, I>) -> Lanes<'_, f64, I> {
    const LARGE: f64 = f64::MAX / (1u64 << 40) as f64;
    if edges.values.iter().all(|weight| weight.abs() <= LARGE) {
        return Lanes::Borrowed(edges);
    }
    let scaled = edges.values.iter().map(|weight| weight / (1u64 << 60) as f64).collect();
    Lanes::Owned(edges.with_values(scaled))
}

const NONE: usize = usize::MAX;

/// Rows that each get a column, one after the other.
struct Search<'a, I> {
    weights: PackedRef<'a, f64, I>,
    column_of: Vec<usize>,
    row_of: Vec<usize>,
    /// What is taken off the weights of each row and of each column. What is left is never negative, and zero for
    /// the pairs.
    of_rows: Vec<f64>,
    of_columns: Vec<f64>,
    /// How much a path from the row at hand to each column weighs by what is left, and the row before the column.
    distances: Vec<f64>,
    before: Vec<usize>,
    touched: Vec<usize>,
    queue: Queue<I>,
}

impl<'a, I: Index> Search<'a, I> {
    /// The column of each row; or the first row that can have none.
    fn solved(weights: PackedRef<'a, f64, I>) -> Result<Vec<usize>, usize> {
        let mut search = Search::new(weights);
        for row in 0..weights.lanes() {
            if search.column_of[row] == NONE {
                let end = search.extend(row).ok_or(row)?;
                search.exchange(row, end);
            }
        }
        Ok(search.column_of)
    }

    /// Every row gets the column of its least weight, if that is free.
    fn new(weights: PackedRef<'a, f64, I>) -> Search<'a, I> {
        let (rows, columns) = (weights.lanes(), weights.across);
        let mut search = Search {
            weights,
            column_of: vec![NONE; rows],
            row_of: vec![NONE; columns],
            of_rows: vec![0.0; rows],
            of_columns: vec![0.0; columns],
            distances: vec![f64::INFINITY; columns],
            before: vec![NONE; columns],
            touched: Vec::new(),
            queue: Queue::new(),
        };
        for row in 0..rows {
            let (indices, values) = weights.lane(row);
            let least = indices.iter().zip(values).min_by(|a, b| a.1.total_cmp(b.1));
            let Some((column, &least)) = least else { continue };
            search.of_rows[row] = least;
            if search.row_of[column.position()] == NONE {
                search.row_of[column.position()] = row;
                search.column_of[row] = column.position();
            }
        }
        search
    }

    /// Searches for the nearest free column; what is taken off changes so that the path there weighs nothing.
    fn extend(&mut self, start: usize) -> Option<usize> {
        self.queue.clear();
        self.touched.drain(..).for_each(|column| self.distances[column] = f64::INFINITY);
        self.scan(start, 0.0);
        let mut passed: Vec<usize> = Vec::new();
        let (end, length) = loop {
            let distances = &self.distances;
            let (distance, column) =
                self.queue.pop(|d, at: I| d > distances[at.position()], |_| ())?;
            let column = column.position();
            if distance > self.distances[column] {
                continue;
            }
            if self.row_of[column] == NONE {
                break (column, distance);
            }
            passed.push(column);
            self.scan(self.row_of[column], distance);
        };
        self.of_rows[start] += length;
        for column in passed {
            let shift = length - self.distances[column];
            self.of_columns[column] -= shift;
            self.of_rows[self.row_of[column]] += shift;
        }
        Some(end)
    }

    /// The columns that a row leads to, which is as far as `distance`.
    fn scan(&mut self, row: usize, distance: f64) {
        let (indices, values) = self.weights.lane(row);
        for (&column, &weight) in indices.iter().zip(values) {
            let at = column.position();
            // Never negative, but for rounding.
            let left = (weight - self.of_rows[row] - self.of_columns[at]).max(0.0);
            let through = distance + left;
            if through < self.distances[at] {
                if self.distances[at] == f64::INFINITY {
                    self.touched.push(at);
                }
                self.distances[at] = through;
                self.before[at] = row;
                self.queue.push(through, column);
            }
        }
    }

    /// Every row of the path to a free column gets the next column on it.
    fn exchange(&mut self, start: usize, mut column: usize) {
        loop {
            let row = self.before[column];
            self.row_of[column] = row;
            std::mem::swap(&mut self.column_of[row], &mut column);
            if row == start {
                return;
            }
        }
    }
}
