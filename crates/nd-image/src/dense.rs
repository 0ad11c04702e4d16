//! Small dense systems: the solution of one, and the directions in which columns of numbers are longest and shortest.

/// The solution `x` of `A x = b` for a square `a` of `n` rows and right-hand sides of `m` columns, by elimination with the
/// largest pivot of a column; `None` if the matrix is singular to working precision or not finite.
pub(crate) fn solve(mut a: Vec<f64>, mut b: Vec<f64>, n: usize, m: usize) -> Option<Vec<f64>> {
    let largest = a.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    for k in 0..n {
        let pivot = (k..n).max_by(|&i, &j| a[i * n + k].abs().total_cmp(&a[j * n + k].abs()))?;
        let value = a[pivot * n + k];
        if !(value.abs() > 1e-15 * largest && value.is_finite()) {
            return None;
        }
        if pivot != k {
            (0..n).for_each(|c| a.swap(k * n + c, pivot * n + c));
            (0..m).for_each(|c| b.swap(k * m + c, pivot * m + c));
        }
        for i in k + 1..n {
            let factor = a[i * n + k] / value;
            if factor == 0.0 {
                continue;
            }
            let (above, below) = a.split_at_mut(i * n);
            let from = &above[k * n + k..][..n - k];
            below[k..n].iter_mut().zip(from).for_each(|(to, from)| *to -= factor * from);
            (0..m).for_each(|c| b[i * m + c] -= factor * b[k * m + c]);
        }
    }
    for k in (0..n).rev() {
        for c in 0..m {
            let known: f64 = (k + 1..n).map(|j| a[k * n + j] * b[j * m + c]).sum();
            b[k * m + c] = (b[k * m + c] - known) / a[k * n + k];
        }
    }
    b.iter().all(|x| x.is_finite()).then_some(b)
}

/// The directions `x` in which `|A x|` is least, next, …, greatest, with those lengths: singular values and right singular
/// vectors of rows of `n` numbers.
///
/// One-sided Jacobi rotations make the columns orthogonal (G. Golub, C. Van Loan: Matrix Computations,
/// 4th ed., 8.6.3): what is small stays accurate, unlike in the product `Aᵀ A`.
pub(crate) fn directions(mut a: Vec<f64>, n: usize) -> Vec<(f64, Vec<f64>)> {
    let mut v = vec![0.0; n * n];
    (0..n).for_each(|i| v[i * n + i] = 1.0);
    for _ in 0..60 {
        let mut moved = false;
        for p in 0..n {
            for q in p + 1..n {
                moved |= orthogonalise(&mut a, &mut v, n, [p, q]);
            }
        }
        if !moved {
            break;
        }
    }
    let length = |k: usize| a.chunks(n).map(|row| row[k] * row[k]).sum::<f64>().sqrt();
    let column = |k: usize| v.chunks(n).map(|row| row[k]).collect();
    let mut all: Vec<_> = (0..n).map(|k| (length(k), column(k))).collect();
    all.sort_by(|x, y| x.0.total_cmp(&y.0));
    all
}

/// Turns two columns so that they are orthogonal; false if they are.
fn orthogonalise(a: &mut [f64], v: &mut [f64], n: usize, [p, q]: [usize; 2]) -> bool {
    let (mut pp, mut qq, mut pq) = (0.0, 0.0, 0.0);
    for row in a.chunks(n) {
        pp += row[p] * row[p];
        qq += row[q] * row[q];
        pq += row[p] * row[q];
    }
    let small = pq.abs() <= 1e-16 * (pp * qq).sqrt();
    if small || !pq.is_finite() {
        return false;
    }
    let zeta = (qq - pp) / (2.0 * pq);
    let t = zeta.signum() / (zeta.abs() + zeta.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = c * t;
    for row in a.chunks_mut(n).chain(v.chunks_mut(n)) {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_orthogonal_to_its_normal() {
        let a = [1.0, 2.0, 0.0, 0.0, 1.0, 1.0, 1.0, 3.0, 1.0];
        let all = directions(a.to_vec(), 3);
        assert!(all[0].0 < 1e-15 && all[1].0 > 0.5);
        for row in a.chunks(3) {
            assert!(row.iter().zip(&all[0].1).map(|(a, x)| a * x).sum::<f64>().abs() < 1e-15);
        }
    }

    #[test]
    fn a_system_is_solved_and_a_singular_one_refused() {
        let a = vec![0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 3.0, 0.0, 1.0];
        let x = solve(a.clone(), vec![7.0, 3.0, 6.0], 3, 1).unwrap();
        let product = |row: &[f64]| row.iter().zip(&x).map(|(a, x)| a * x).sum::<f64>();
        for (row, b) in a.chunks(3).zip([7.0, 3.0, 6.0]) {
            assert!((product(row) - b).abs() < 1e-14);
        }
        assert_eq!(solve(vec![1.0, 2.0, 2.0, 4.0], vec![1.0, 1.0], 2, 1), None);
    }
}
