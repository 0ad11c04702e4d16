//! More entries than 2³¹, where other libraries' indices end: with `ND_SPARSE_LARGE` set, in 11 GB; else the same with
//! few rows.

use nd_core::{ArrayLike, s};
use nd_sparse::Csr;

/// Without one of its columns each row is full.
const COLUMNS: usize = 54_000;

fn missing(row: usize) -> usize {
    row * 13 % COLUMNS
}

fn value(row: usize, column: usize) -> u8 {
    if column == missing(row) { 0 } else { ((row + column) % 250 + 1) as u8 }
}

fn matrix(rows: usize) -> Csr<u8> {
    let entries = rows * (COLUMNS - 1);
    let (mut indices, mut values) = (Vec::with_capacity(entries), Vec::with_capacity(entries));
    for row in 0..rows {
        let columns = (0..COLUMNS).filter(|&column| column != missing(row));
        indices.extend(columns.clone().map(|column| column as u32));
        values.extend(columns.map(|column| value(row, column)));
    }
    let starts = (0..=rows).map(|row| row * (COLUMNS - 1)).collect();
    Csr::from_parts([rows, COLUMNS], starts, indices, values).unwrap()
}

/// What is added up over the other axis, for each row or column.
fn totals(len: usize, others: usize, element: impl Fn(usize, usize) -> u64) -> Vec<u64> {
    (0..len).map(|at| (0..others).map(|other| element(at, other)).sum()).collect()
}

fn same<T: PartialEq + nd_core::Element>(made: impl ArrayLike<Elem = T>, expected: &[T]) -> bool {
    made.view().iter().eq(expected)
}

#[test]
fn entries_beyond_two_to_the_31() {
    let large = std::env::var_os("ND_SPARSE_LARGE").is_some();
    let rows = if large { 40_000 } else { 40 };
    let a = matrix(rows);
    assert_eq!(large, a.nnz() > 1 << 31);

    let element = |row: usize, column: usize| u64::from(value(row, column));
    let of_rows = totals(rows, COLUMNS, element);
    let of_columns = totals(COLUMNS, rows, |column, row| element(row, column));
    assert!(same(a.sum_axis(1), &of_rows), "sums of rows");
    assert!(same(a.sum_axis(0), &of_columns), "sums of columns");
    assert_eq!(a.sum(), of_rows.iter().sum::<u64>());
    assert_eq!((a.max(), a.min(), a.count_nonzero()), (250, 0, a.nnz()));

    // Products wrap, as elements do.
    let x: Vec<u8> = (0..COLUMNS).map(|column| (column % 7) as u8).collect();
    let by_rows: Vec<u8> =
        totals(rows, COLUMNS, |row, column| element(row, column) * u64::from(x[column]))
            .iter()
            .map(|&sum| sum as u8)
            .collect();
    assert!(same(a.matvec(&x), &by_rows), "a product with a vector");
    let y: Vec<u8> = (0..rows).map(|row| (row % 5) as u8).collect();
    let by_columns: Vec<u8> =
        totals(COLUMNS, rows, |column, row| element(row, column) * u64::from(y[row]))
            .iter()
            .map(|&sum| sum as u8)
            .collect();
    assert!(same(a.t().matvec(&y), &by_columns), "a product of the transpose");

    // The last rows lie behind the 2³¹st entry.
    let end = a.slice(s![-3.., ..;9]);
    for (row, column, found) in end.to_csc().iter() {
        assert_eq!(found, value(rows - 3 + row, column * 9), "{row}, {column}");
    }
    assert_eq!(
        end.nnz(),
        (0..3)
            .flat_map(|row| (0..COLUMNS).step_by(9).map(move |column| (row, column)))
            .filter(|&(row, column)| value(rows - 3 + row, column) > 0)
            .count()
    );
    assert_eq!(a.get(rows - 1, COLUMNS - 1), value(rows - 1, COLUMNS - 1));
    assert_eq!(a.get(rows - 1, missing(rows - 1)), 0);
    let picked = a.take(&[-1, 0], 0);
    assert_eq!(picked.get(0, 17), value(rows - 1, 17));
    let corner = a.filter(|row, column, _| row + 5 >= rows && column < 4).to_csc().to_coo();
    for (index, found) in corner.iter() {
        assert_eq!(found, value(index[0], index[1]));
    }
    assert_eq!(
        corner.nnz(),
        20 - (0..20).filter(|at| value(rows - 5 + at / 4, at % 4) == 0).count()
    );
}
