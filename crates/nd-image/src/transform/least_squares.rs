//! The direction in which a few columns of numbers are closest to cancelling.

/// The unit vector `x` for which `|A x|` is least, `A` being of rows of `N` numbers, and the two least
/// such lengths: the last two singular values.
///
/// One-sided Jacobi rotations make the columns orthogonal (G. Golub, C. Van Loan: Matrix Computations,
/// 4th ed., 8.6.3): what is small stays accurate, unlike in the product `Aᵀ A`.
pub(super) fn least_vector<const N: usize>(mut a: Vec<[f64; N]>) -> ([f64; N], [f64; 2]) {
    let mut v: Vec<[f64; N]> =
        (0..N).map(|i| std::array::from_fn(|k| f64::from(u8::from(i == k)))).collect();
    for _ in 0..60 {
        let mut moved = false;
        for p in 0..N {
            for q in p + 1..N {
                moved |= orthogonalise(&mut a, &mut v, p, q);
            }
        }
        if !moved {
            break;
        }
    }
    let mut lengths: Vec<(f64, usize)> =
        (0..N).map(|k| (a.iter().map(|row| row[k] * row[k]).sum::<f64>().sqrt(), k)).collect();
    lengths.sort_by(|x, y| x.0.total_cmp(&y.0));
    let least = lengths[0].1;
    (std::array::from_fn(|i| v[i][least]), [lengths[0].0, lengths[1].0])
}

/// Turns two columns so that they are orthogonal; false if they are.
fn orthogonalise<const N: usize>(
    a: &mut [[f64; N]],
    v: &mut [[f64; N]],
    p: usize,
    q: usize,
) -> bool {
    let (mut pp, mut qq, mut pq) = (0.0, 0.0, 0.0);
    for row in &*a {
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
    for row in a.iter_mut().chain(v) {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_orthogonal_to_its_normal() {
        let a = vec![[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [1.0, 3.0, 1.0]];
        let (x, [least, next]) = least_vector(a.clone());
        assert!(least < 1e-15 && next > 0.5);
        for row in a {
            assert!(row.iter().zip(&x).map(|(a, x)| a * x).sum::<f64>().abs() < 1e-15);
        }
    }
}
