//! Matchings between rows and columns.

use crate::compressed::Csr;
use crate::index::Index;

/// For each row of a matrix a column that no other row has, for as many rows as can be: an entry is a possible
/// pair, whatever its value. (J. E. Hopcroft and R. M. Karp, "An n^{5/2} algorithm for maximum matchings in
/// bipartite graphs", 1973.)
///
/// # SciPy
/// `maximum_bipartite_matching(a, perm_type="column")`, with `None` for -1; which of several matchings of the same
/// size comes out may differ.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::columns_of_rows};
///
/// let a = Csr::<bool>::from_dense([[true, true], [true, false], [true, false]]);
/// let columns = columns_of_rows(&a);
/// assert_eq!(columns.iter().flatten().count(), 2);
/// assert_eq!(columns[0], Some(1));
/// ```
pub fn columns_of_rows<T, I: Index>(a: &Csr<T, I>) -> Vec<Option<usize>> {
    Matching::of(a).column_of
}

/// For each column of a matrix a row that no other column has: as [`columns_of_rows`], from the other side, with the
/// same pairs.
///
/// # SciPy
/// `maximum_bipartite_matching(a, perm_type="row")`, with `None` for -1.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::rows_of_columns};
///
/// let a = Csr::<bool>::from_dense([[true, true, false], [true, false, false]]);
/// assert_eq!(rows_of_columns(&a), [Some(1), Some(0), None]);
/// ```
pub fn rows_of_columns<T, I: Index>(a: &Csr<T, I>) -> Vec<Option<usize>> {
    Matching::of(a).row_of
}

/// The largest number of entries of which no two stand in one row or column: what the rank is if the values are
/// in no special relation.
///
/// # SciPy
/// `structural_rank(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, graph::structural_rank};
///
/// assert_eq!(structural_rank(&Csr::<f64>::from_dense([[1.0, 2.0], [2.0, 4.0]])), 2);
/// assert_eq!(structural_rank(&Csr::<f64>::from_dense([[1.0, 0.0], [2.0, 0.0]])), 1);
/// ```
pub fn structural_rank<T, I: Index>(a: &Csr<T, I>) -> usize {
    columns_of_rows(a).iter().flatten().count()
}

/// Not reached.
const FAR: usize = usize::MAX;

struct Matching {
    column_of: Vec<Option<usize>>,
    row_of: Vec<Option<usize>>,
    /// How many pairs lie between a row and a free one.
    level: Vec<usize>,
}

impl Matching {
    fn of<T, I: Index>(a: &Csr<T, I>) -> Matching {
        let [rows, columns] = a.shape();
        let mut matching = Matching {
            column_of: vec![None; rows],
            row_of: vec![None; columns],
            level: vec![FAR; rows],
        };
        while matching.levels(a) {
            let mut next: Vec<usize> = a.starts()[..rows].to_vec();
            for row in 0..rows {
                if matching.column_of[row].is_none() {
                    matching.augment(a, row, &mut next);
                }
            }
        }
        matching
    }

    /// Searches from all free rows at once; whether a free column is reached.
    fn levels<T, I: Index>(&mut self, a: &Csr<T, I>) -> bool {
        let mut queue: Vec<usize> = Vec::new();
        for row in 0..self.column_of.len() {
            let free = self.column_of[row].is_none();
            self.level[row] = if free { 0 } else { FAR };
            queue.extend(free.then_some(row));
        }
        let (mut at, mut reached) = (0, false);
        while at < queue.len() {
            let row = queue[at];
            at += 1;
            for column in a.row(row).indices() {
                match self.row_of[column.position()] {
                    None => reached = true,
                    Some(next) if self.level[next] == FAR => {
                        self.level[next] = self.level[row] + 1;
                        queue.push(next);
                    }
                    Some(_) => {}
                }
            }
        }
        reached
    }

    /// Follows the levels from a free row to a free column, and turns the pairs on the way round.
    fn augment<T, I: Index>(&mut self, a: &Csr<T, I>, start: usize, next: &mut [usize]) {
        let mut path = vec![start];
        while let Some(&row) = path.last() {
            if next[row] == a.starts()[row + 1] {
                // Nothing leads on from here: this row is no use in this round.
                path.pop();
                if let Some(&before) = path.last() {
                    next[before] += 1;
                }
                continue;
            }
            let column = a.indices()[next[row]].position();
            match self.row_of[column] {
                None => {
                    for &row in &path {
                        let column = a.indices()[next[row]].position();
                        self.column_of[row] = Some(column);
                        self.row_of[column] = Some(row);
                        next[row] += 1;
                    }
                    return;
                }
                Some(other) if self.level[other] == self.level[row] + 1 => path.push(other),
                Some(_) => next[row] += 1,
            }
        }
    }
}
