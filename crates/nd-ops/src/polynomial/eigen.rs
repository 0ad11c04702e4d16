//! Eigenvalues of matrices that are 0 below the diagonal next to the main one (Hessenberg's form).

use nd_core::Complex;

/// Steps that are tried for one eigenvalue.
const TRIES: usize = 90;

/// A square matrix by rows.
struct Square<T> {
    n: usize,
    a: Vec<T>,
}

impl<T> std::ops::Index<(usize, usize)> for Square<T> {
    type Output = T;
    fn index(&self, (i, j): (usize, usize)) -> &T {
        &self.a[i * self.n + j]
    }
}

impl<T> std::ops::IndexMut<(usize, usize)> for Square<T> {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        &mut self.a[i * self.n + j]
    }
}

/// Scales rows and columns by powers of 2 until their norms are alike, which makes small roots as exact as large ones
/// (Parlett and Reinsch 1969).
fn balance<T: Copy>(m: &mut Square<T>, size: fn(T) -> f64, scaled: fn(T, f64) -> T) {
    let n = m.n;
    for _ in 0..100 {
        let mut done = true;
        for i in 0..n {
            let others = || (0..n).filter(|&j| j != i);
            let column: f64 = others().map(|j| size(m[(j, i)])).sum();
            let row: f64 = others().map(|j| size(m[(i, j)])).sum();
            if !(column > 0.0 && row > 0.0 && column.is_finite() && row.is_finite()) {
                continue;
            }
            let (mut c, mut f) = (column, 1.0);
            while c < row / 2.0 {
                (c, f) = (c * 4.0, f * 2.0);
            }
            while c > row * 2.0 {
                (c, f) = (c / 4.0, f / 2.0);
            }
            if f != 1.0 && (c + row) / f < 0.95 * (column + row) {
                done = false;
                for j in 0..n {
                    m[(i, j)] = scaled(m[(i, j)], 1.0 / f);
                }
                for j in 0..n {
                    m[(j, i)] = scaled(m[(j, i)], f);
                }
            }
        }
        if done {
            return;
        }
    }
}

/// The eigenvalues of a real matrix, by Francis' double steps (Wilkinson and Reinsch, "Linear Algebra", 1971, II/14).
pub(crate) fn real(a: Vec<f64>, n: usize) -> Option<Vec<Complex<f64>>> {
    let mut m = Square { n, a };
    if !m.a.iter().all(|x| x.is_finite()) {
        return None;
    }
    balance(&mut m, f64::abs, |x, by| x * by);
    let norm: f64 = m.a.iter().map(|x| x.abs()).sum();
    let mut found = Vec::with_capacity(n);
    // The part still to be done ends before `end`; `shift` was taken off its diagonal.
    let (mut end, mut shift, mut tries) = (n, 0.0, 0);
    while end > 0 {
        let last = end - 1;
        let start = split(&m, last, norm);
        if start > 0 {
            m[(start, start - 1)] = 0.0;
        }
        let x = m[(last, last)];
        if start == last {
            found.push(Complex::new(x + shift, 0.0));
            (end, tries) = (last, 0);
            continue;
        }
        let (y, w) = (m[(last - 1, last - 1)], m[(last, last - 1)] * m[(last - 1, last)]);
        if start + 1 == last {
            found.extend(pair(x, y, w).map(|z| z + shift));
            (end, tries) = (last - 1, 0);
            continue;
        }
        tries += 1;
        if tries > TRIES {
            return None;
        }
        let mut around = [x, y, w];
        if tries % 10 == 0 {
            // A step with another shift breaks a circle.
            shift += x;
            (0..=last).for_each(|i| m[(i, i)] -= x);
            let s = m[(last, last - 1)].abs() + m[(last - 1, last - 2)].abs();
            around = [0.75 * s, 0.75 * s, -0.4375 * s * s];
        }
        double_step(&mut m, start, last, around);
    }
    Some(found)
}

/// Where the last block that does not fall apart begins.
fn split(m: &Square<f64>, last: usize, norm: f64) -> usize {
    let mut start = last;
    while start > 0 {
        let beside = m[(start - 1, start - 1)].abs() + m[(start, start)].abs();
        let beside = if beside == 0.0 { norm } else { beside };
        if m[(start, start - 1)].abs() <= f64::EPSILON * beside {
            break;
        }
        start -= 1;
    }
    start
}

/// The eigenvalues of two rows, given the diagonal from below and the product of the others.
fn pair(x: f64, y: f64, w: f64) -> [Complex<f64>; 2] {
    let p = 0.5 * (y - x);
    let q = p * p + w;
    let z = q.abs().sqrt();
    if q < 0.0 {
        return [Complex::new(x + p, z), Complex::new(x + p, -z)];
    }
    let z = p + z.copysign(p);
    let other = if z == 0.0 { x } else { x - w / z };
    [Complex::new(x + z, 0.0), Complex::new(other, 0.0)]
}

fn double_step(m: &mut Square<f64>, start: usize, last: usize, [x, y, w]: [f64; 3]) {
    let (mut p, mut q, mut r);
    let mut from = last - 2;
    loop {
        let z = m[(from, from)];
        let (low, high) = (x - z, y - z);
        p = (low * high - w) / m[(from + 1, from)] + m[(from, from + 1)];
        q = m[(from + 1, from + 1)] - z - low - high;
        r = m[(from + 2, from + 1)];
        let s = p.abs() + q.abs() + r.abs();
        (p, q, r) = (p / s, q / s, r / s);
        if from == start {
            break;
        }
        let small = m[(from, from - 1)].abs() * (q.abs() + r.abs());
        let beside = m[(from - 1, from - 1)].abs() + z.abs() + m[(from + 1, from + 1)].abs();
        if small <= f64::EPSILON * p.abs() * beside {
            break;
        }
        from -= 1;
    }
    for i in from + 2..=last {
        m[(i, i - 2)] = 0.0;
        if i > from + 2 {
            m[(i, i - 3)] = 0.0;
        }
    }
    for k in from..last {
        let three = k + 1 < last;
        let mut size = 0.0;
        if k > from {
            p = m[(k, k - 1)];
            q = m[(k + 1, k - 1)];
            r = if three { m[(k + 2, k - 1)] } else { 0.0 };
            size = p.abs() + q.abs() + r.abs();
            if size == 0.0 {
                continue;
            }
            (p, q, r) = (p / size, q / size, r / size);
        }
        let s = (p * p + q * q + r * r).sqrt().copysign(p);
        if s == 0.0 {
            continue;
        }
        if k > from {
            m[(k, k - 1)] = -s * size;
        } else if start != from {
            m[(k, k - 1)] = -m[(k, k - 1)];
        }
        p += s;
        let (x, y, z) = (p / s, q / s, r / s);
        (q, r) = (q / p, r / p);
        reflect(m, [start, k, last], three, [x, y, z], [q, r]);
    }
}

/// One reflection of rows and columns `k` to `k + 2`, within the block.
fn reflect(
    m: &mut Square<f64>,
    [start, k, last]: [usize; 3],
    three: bool,
    [x, y, z]: [f64; 3],
    [q, r]: [f64; 2],
) {
    for j in k..=last {
        let mut p = m[(k, j)] + q * m[(k + 1, j)];
        if three {
            p += r * m[(k + 2, j)];
            m[(k + 2, j)] -= p * z;
        }
        m[(k + 1, j)] -= p * y;
        m[(k, j)] -= p * x;
    }
    for i in start..=last.min(k + 3) {
        let mut p = x * m[(i, k)] + y * m[(i, k + 1)];
        if three {
            p += z * m[(i, k + 2)];
            m[(i, k + 2)] -= p * r;
        }
        m[(i, k + 1)] -= p * q;
        m[(i, k)] -= p;
    }
}

/// The eigenvalues of a complex matrix, by steps of rotations with Wilkinson's shift.
pub(crate) fn complex(a: Vec<Complex<f64>>, n: usize) -> Option<Vec<Complex<f64>>> {
    let mut m = Square { n, a };
    if !m.a.iter().all(|z| z.is_finite()) {
        return None;
    }
    let size = |z: Complex<f64>| z.re.abs() + z.im.abs();
    balance(&mut m, size, |z, by| z * by);
    let (mut end, mut tries) = (n, 0);
    while end > 1 {
        let last = end - 1;
        let mut start = last;
        while start > 0 {
            let beside = size(m[(start - 1, start - 1)]) + size(m[(start, start)]);
            if size(m[(start, start - 1)]) <= f64::EPSILON * beside {
                m[(start, start - 1)] = Complex::new(0.0, 0.0);
                break;
            }
            start -= 1;
        }
        if start == last {
            (end, tries) = (last, 0);
            continue;
        }
        tries += 1;
        if tries > TRIES {
            return None;
        }
        let shift = if tries % 10 == 0 {
            Complex::new(size(m[(last, last - 1)]), 0.0) + m[(last, last)]
        } else {
            nearest_eigenvalue(&m, last)
        };
        rotations(&mut m, start, last, shift);
    }
    Some((0..n).map(|i| m[(i, i)]).collect())
}

/// The eigenvalue of the last two rows that is nearest to the last element.
fn nearest_eigenvalue(m: &Square<Complex<f64>>, last: usize) -> Complex<f64> {
    let (a, d) = (m[(last - 1, last - 1)], m[(last, last)]);
    let half = (a - d) * 0.5;
    let product = m[(last - 1, last)] * m[(last, last - 1)];
    let root = (half * half + product).sqrt();
    let plus = if (half + root).norm() < (half - root).norm() { half - root } else { half + root };
    if plus.norm() == 0.0 { d } else { d - product / plus }
}

/// One step: the matrix less the shift becomes triangular by rotations of rows, which columns undergo, too.
fn rotations(m: &mut Square<Complex<f64>>, start: usize, last: usize, shift: Complex<f64>) {
    (start..=last).for_each(|i| m[(i, i)] -= shift);
    let mut turns = Vec::with_capacity(last - start);
    for k in start..last {
        let (a, b) = (m[(k, k)], m[(k + 1, k)]);
        let r = a.norm().hypot(b.norm());
        let (c, s) = if r == 0.0 {
            (Complex::new(1.0, 0.0), Complex::new(0.0, 0.0))
        } else {
            (a / r, b / r)
        };
        for j in k..=last {
            let (x, y) = (m[(k, j)], m[(k + 1, j)]);
            m[(k, j)] = c.conj() * x + s.conj() * y;
            m[(k + 1, j)] = c * y - s * x;
        }
        turns.push((c, s));
    }
    for (k, (c, s)) in (start..last).zip(turns) {
        for i in start..=(k + 1).min(last) {
            let (x, y) = (m[(i, k)], m[(i, k + 1)]);
            m[(i, k)] = x * c + y * s;
            m[(i, k + 1)] = y * c.conj() - x * s.conj();
        }
    }
    (start..=last).for_each(|i| m[(i, i)] += shift);
}

/// The eigenvalues of a symmetric matrix of three diagonals, by implicit QL steps; ascending.
pub(crate) fn symmetric(mut diagonal: Vec<f64>, mut beside: Vec<f64>) -> Option<Vec<f64>> {
    let n = diagonal.len();
    beside.push(0.0);
    for l in 0..n {
        let mut tries = 0;
        loop {
            let small = |m: &usize| {
                let around = diagonal[*m].abs() + diagonal[*m + 1].abs();
                beside[*m].abs() <= f64::EPSILON * around
            };
            let m = (l..n - 1).find(small).unwrap_or(n - 1);
            if m == l {
                break;
            }
            tries += 1;
            if tries > TRIES {
                return None;
            }
            let g = (diagonal[l + 1] - diagonal[l]) / (2.0 * beside[l]);
            let r = g.hypot(1.0);
            let mut g = diagonal[m] - diagonal[l] + beside[l] / (g + r.copysign(g));
            let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
            let mut whole = true;
            for i in (l..m).rev() {
                let (f, b) = (s * beside[i], c * beside[i]);
                let r = f.hypot(g);
                beside[i + 1] = r;
                if r == 0.0 {
                    diagonal[i + 1] -= p;
                    beside[m] = 0.0;
                    whole = false;
                    break;
                }
                (s, c) = (f / r, g / r);
                g = diagonal[i + 1] - p;
                let r = (diagonal[i] - g) * s + 2.0 * c * b;
                p = s * r;
                diagonal[i + 1] = g + p;
                g = c * r - b;
            }
            if whole {
                diagonal[l] -= p;
                beside[l] = g;
                beside[m] = 0.0;
            }
        }
    }
    diagonal.sort_by(f64::total_cmp);
    Some(diagonal)
}
