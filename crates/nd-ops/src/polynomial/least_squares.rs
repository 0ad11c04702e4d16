//! Least squares by an orthogonal factor and the singular values of the triangle that it leaves.

/// What minimises the distance, and how sure it is.
pub(crate) struct Solution {
    /// A column for each right side.
    pub(crate) x: Vec<Vec<f64>>,
    /// Sums of squares of what is left; none where columns depend on each other, or there are no more rows.
    pub(crate) residuals: Vec<f64>,
    pub(crate) rank: usize,
    /// Descending.
    pub(crate) singular_values: Vec<f64>,
}

/// Solves for columns `a` and right sides `b` of `m` elements each; singular values up to `rcond` times the largest count
/// as 0.
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<Vec<f64>>, m: usize, rcond: f64) -> Solution {
    let n = a.len();
    let p = m.min(n);
    triangle(&mut a, &mut b, p);
    let mut columns: Vec<Vec<f64>> = a.iter().map(|column| column[..p].to_vec()).collect();
    let turns = orthogonal(&mut columns);
    let norms: Vec<f64> = columns.iter().map(|column| norm(column)).collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| norms[j].total_cmp(&norms[i]));
    order.truncate(p);
    let singular_values: Vec<f64> = order.iter().map(|&i| norms[i]).collect();
    let least = rcond * singular_values.first().copied().unwrap_or(0.0);
    order.retain(|&i| norms[i] > least);
    let solution = |b: &Vec<f64>| {
        let mut x = vec![0.0; n];
        for &i in &order {
            let share = dot(&columns[i], &b[..p]) / norms[i] / norms[i];
            x.iter_mut().zip(&turns[i]).for_each(|(x, turn)| *x += share * turn);
        }
        x
    };
    let full = order.len() == n && m > n;
    let rest = |b: &Vec<f64>| b[n..].iter().map(|x| x * x).sum();
    Solution {
        x: b.iter().map(solution).collect(),
        residuals: if full { b.iter().map(rest).collect() } else { Vec::new() },
        rank: order.len(),
        singular_values,
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Whatever its size, which squares might overflow.
fn norm(a: &[f64]) -> f64 {
    let most = a.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    if most == 0.0 || !most.is_finite() {
        return most;
    }
    most * a.iter().map(|x| (x / most) * (x / most)).sum::<f64>().sqrt()
}

/// Householder's reflections: `a` becomes an upper triangle of `p` rows, and `b` undergoes the same.
fn triangle(a: &mut [Vec<f64>], b: &mut [Vec<f64>], p: usize) {
    for j in 0..p {
        let (done, rest) = a.split_at_mut(j + 1);
        let column = &mut done[j];
        let size = norm(&column[j..]);
        if size == 0.0 {
            continue;
        }
        let head = -size.copysign(column[j]);
        let mut mirror: Vec<f64> = column[j..].iter().map(|x| x / size).collect();
        mirror[0] -= head / size;
        let by = 2.0 / dot(&mirror, &mirror);
        column[j..].fill(0.0);
        column[j] = head;
        for other in rest.iter_mut().chain(b.iter_mut()) {
            let share = by * dot(&mirror, &other[j..]);
            other[j..].iter_mut().zip(&mirror).for_each(|(x, m)| *x -= share * m);
        }
    }
}

/// Rotates columns until all are orthogonal (Hestenes 1958), and returns the rows of what they were multiplied with.
fn orthogonal(columns: &mut [Vec<f64>]) -> Vec<Vec<f64>> {
    let n = columns.len();
    let mut turns: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..60 {
        let mut done = true;
        for i in 0..n {
            for j in i + 1..n {
                let (alpha, beta) = (dot(&columns[i], &columns[i]), dot(&columns[j], &columns[j]));
                let gamma = dot(&columns[i], &columns[j]);
                if gamma == 0.0 || gamma.abs() <= f64::EPSILON * (alpha * beta).sqrt() {
                    continue;
                }
                done = false;
                let zeta = (beta - alpha) / (2.0 * gamma);
                let t = 1f64.copysign(zeta) / (zeta.abs() + zeta.hypot(1.0));
                let c = 1.0 / t.hypot(1.0);
                for all in [&mut *columns, &mut turns[..]] {
                    let (low, high) = all.split_at_mut(j);
                    for (x, y) in low[i].iter_mut().zip(&mut high[0]) {
                        (*x, *y) = (c * *x - c * t * *y, c * t * *x + c * *y);
                    }
                }
            }
        }
        if done {
            break;
        }
    }
    turns
}
