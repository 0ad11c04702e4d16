//! From a level to the next coarser one: who belongs together, and how values go there and back.

use crate::compressed::{Compressed, Csr};
use crate::linalg::scalar::Scalar;
use crate::linalg::split::Split;
use crate::packed::Packed;

/// An unknown without an aggregate.
const ALONE: u32 = u32::MAX;

/// The entries that couple strongly, and the weak ones on the diagonal: `|a_ij|² > θ²·|a_ii·a_jj|`.
pub(super) fn filtered<T: Scalar>(a: &Split<T>, diagonal: &[T], theta: f64) -> Packed<T, u32> {
    let strong = |row: usize, column: usize, value: T| {
        let bound = theta * theta * diagonal[row].magnitude() * diagonal[column].magnitude();
        value.square() > bound && !value.is_zero()
    };
    let view = a.view();
    let mut made =
        Packed { starts: vec![0], indices: Vec::new(), values: Vec::new(), across: a.n() };
    for row in 0..a.n() {
        let (indices, values) = view.lane(row);
        let mut lumped = T::ZERO;
        let mut place = None;
        for (&index, &value) in indices.iter().zip(values) {
            if index as usize == row {
                place = Some(made.indices.len());
            } else if !strong(row, index as usize, value) {
                lumped += value;
                continue;
            }
            made.indices.push(index);
            made.values.push(value);
        }
        if let Some(place) = place {
            // A diagonal that weak entries cancel is worse than weak entries that are lost.
            let sum = made.values[place] + lumped;
            if sum.magnitude() > 0.1 * made.values[place].magnitude() {
                made.values[place] = sum;
            }
        }
        made.starts.push(made.indices.len());
    }
    made
}

/// Aggregates of neighbours, as P. Vaněk, J. Mandel and M. Brezina (1996) form them: the aggregate of each unknown,
/// and how many there are. Unknowns that couple to nothing have none.
fn aggregates<T>(strong: &Packed<T, u32>) -> (Vec<u32>, usize) {
    let n = strong.starts.len() - 1;
    let neighbours = |row: usize| {
        let lane = &strong.indices[strong.starts[row]..strong.starts[row + 1]];
        lane.iter().map(|&index| index as usize).filter(move |&column| column != row)
    };
    let (mut of, mut count) = (vec![ALONE; n], 0u32);
    for row in 0..n {
        let free = of[row] == ALONE && neighbours(row).all(|column| of[column] == ALONE);
        if free && neighbours(row).next().is_some() {
            of[row] = count;
            neighbours(row).for_each(|column| of[column] = count);
            count += 1;
        }
    }
    // What is left joins a neighbour's aggregate of the first round.
    let first = of.clone();
    for (row, aggregate) in of.iter_mut().enumerate() {
        if *aggregate == ALONE
            && let Some(column) = neighbours(row).find(|&column| first[column] != ALONE)
        {
            *aggregate = first[column];
        }
    }
    for row in 0..n {
        if of[row] == ALONE && neighbours(row).next().is_some() {
            of[row] = count;
            for column in neighbours(row) {
                if of[column] == ALONE {
                    of[column] = count;
                }
            }
            count += 1;
        }
    }
    (of, count as usize)
}

/// Constants on aggregates, of length 1: `(n, aggregates)`.
fn tentative<T: Scalar>(of: &[u32], count: usize) -> Csr<T> {
    let mut sizes = vec![0usize; count];
    of.iter().filter(|&&a| a != ALONE).for_each(|&a| sizes[a as usize] += 1);
    let mut made =
        Packed { starts: vec![0], indices: Vec::new(), values: Vec::new(), across: count };
    for &aggregate in of {
        if aggregate != ALONE {
            made.indices.push(aggregate);
            made.values.push(T::from_f64(1.0 / (sizes[aggregate as usize] as f64).sqrt()));
        }
        made.starts.push(made.indices.len());
    }
    Compressed::from_packed(made)
}

/// How values come back from the next coarser level, `(n, coarse)`; none if there is no such level.
pub(super) fn prolongation<T: Scalar>(
    strong: Packed<T, u32>,
    inverse: &[T],
    radius: f64,
) -> Option<Csr<T>> {
    let (of, count) = aggregates(&strong);
    if count == 0 || count * 10 > of.len() * 9 {
        return None;
    }
    let constants = tentative::<T>(&of, count);
    let strong: Csr<T> = Compressed::from_packed(strong);
    let mut smoothing = strong.matmul(&constants).into_packed();
    let omega = T::from_f64(4.0 / (3.0 * radius));
    for (row, ends) in smoothing.starts.windows(2).enumerate() {
        let factor = omega * inverse[row];
        smoothing.values[ends[0]..ends[1]].iter_mut().for_each(|value| *value *= factor);
    }
    let smoothing: Csr<T> = Compressed::from_packed(smoothing);
    Some(constants.subtract(&smoothing))
}

/// How values go to the next coarser level: the adjoint.
pub(super) fn restriction<T: Scalar>(prolongation: &Csr<T>) -> Csr<T> {
    let mut made = prolongation.t().to_csr();
    made.values_mut().iter_mut().for_each(|value| *value = value.conjugate());
    made
}
