//! Roots of polynomials: all at once, by the iteration of Ehrlich and Aberth.
//!
//! O. Aberth, "Iteration methods for finding all zeros of a polynomial simultaneously" (1973), from the starting
//! points of D. Bini, "Numerical computation of polynomial zeros by means of Aberth's method" (1996).

use nd_core::Complex;
use std::f64::consts::TAU;

type C = Complex<f64>;

/// The roots of a polynomial with real coefficients, the highest power first; complex ones come in exact pairs, the one
/// with the positive imaginary part first.
pub(crate) fn real_roots(coefficients: &[f64]) -> Vec<C> {
    let Some(first) = coefficients.iter().position(|&c| c != 0.0) else { return vec![] };
    let last = coefficients.iter().rposition(|&c| c != 0.0).unwrap_or(first);
    let zeros = coefficients.len() - 1 - last;
    let mut found = match coefficients[first..=last] {
        [_] => vec![],
        [a, b] => vec![C::new(-b / a, 0.0)],
        [a, b, c] => quadratic(a, b, c),
        ref all => paired(aberth(all)),
    };
    found.extend(std::iter::repeat_n(C::default(), zeros));
    found
}

/// The roots of `a·x² + b·x + c`, without cancellation.
fn quadratic(a: f64, b: f64, c: f64) -> Vec<C> {
    let (half, c) = (-0.5 * b / a, c / a);
    let inner = half.mul_add(half, -c);
    if inner < 0.0 {
        let im = (-inner).sqrt();
        return vec![C::new(half, im), C::new(half, -im)];
    }
    let large = half + inner.sqrt().copysign(half);
    let small = if large == 0.0 { 0.0 } else { c / large };
    vec![C::new(large, 0.0), C::new(small, 0.0)]
}

/// Where to start: on circles whose radii the sizes of the coefficients tell.
fn starts(coefficients: &[f64]) -> Vec<C> {
    let n = coefficients.len() - 1;
    // Powers upwards; the upper convex hull of the logarithms has a slope for each radius.
    let sizes: Vec<f64> = coefficients.iter().rev().map(|c| c.abs().ln()).collect();
    let mut hull: Vec<usize> = vec![];
    for k in (0..=n).filter(|&k| sizes[k].is_finite()) {
        while let [.., i, j] = hull[..] {
            let slope = |from: usize, to: usize| (sizes[to] - sizes[from]) / (to - from) as f64;
            if slope(i, j) > slope(i, k) {
                break;
            }
            hull.pop();
        }
        hull.push(k);
    }
    let mut points = Vec::with_capacity(n);
    for pair in hull.windows(2) {
        let count = pair[1] - pair[0];
        let radius = ((sizes[pair[0]] - sizes[pair[1]]) / count as f64).exp();
        for k in 0..count {
            let angle = TAU * (k as f64 / count as f64 + pair[0] as f64 / n as f64) + 0.7;
            points.push(C::from_polar(radius, angle));
        }
    }
    points
}

/// The value, the derivative, and a bound of the error of the value, by Horner's rule.
fn horner(coefficients: impl Iterator<Item = f64>, x: C) -> (C, C, f64) {
    let (mut value, mut slope, mut size) = (C::default(), C::default(), 0.0);
    let distance = x.norm();
    for c in coefficients {
        slope = slope * x + value;
        value = value * x + c;
        size = size * distance + c.abs();
    }
    (value, slope, 4.0 * f64::EPSILON * size)
}

/// The step of Newton from `x`; none where the value is as small as it can be calculated.
fn newton(coefficients: &[f64], x: C) -> Option<C> {
    let n = (coefficients.len() - 1) as f64;
    if x.norm() <= 1.0 {
        let (value, slope, least) = horner(coefficients.iter().copied(), x);
        return (value.norm() > least).then(|| value / slope);
    }
    // Far out the polynomial backwards, at 1 / x, does not overflow.
    let y = x.inv();
    let (value, slope, least) = horner(coefficients.iter().rev().copied(), y);
    (value.norm() > least).then(|| x / (n - y * slope / value))
}

fn aberth(coefficients: &[f64]) -> Vec<C> {
    let mut points = starts(coefficients);
    let mut done = vec![false; points.len()];
    for _ in 0..500 {
        for k in 0..points.len() {
            if done[k] {
                continue;
            }
            let x = points[k];
            let Some(step) = newton(coefficients, x) else {
                done[k] = true;
                continue;
            };
            let others = points.iter().enumerate().filter(|&(j, _)| j != k);
            let push: C = others.map(|(_, &y)| (x - y).inv()).filter(|z| z.is_finite()).sum();
            let step = step / (1.0 - step * push);
            if step.is_finite() {
                points[k] = x - step;
            }
            done[k] = !step.is_finite() || step.norm() <= 1e-16 * x.norm();
        }
        if done.iter().all(|&done| done) {
            break;
        }
    }
    points
}

/// The same roots, complex ones in exact pairs and the others exactly real, as those of real coefficients are.
pub(super) fn paired(mut points: Vec<C>) -> Vec<C> {
    points.sort_by(|x, y| y.im.abs().total_cmp(&x.im.abs()));
    let (mut pairs, mut reals) = (vec![], vec![]);
    while !points.is_empty() {
        let x = points.remove(0);
        let distance = |y: &C| (*y - x.conj()).norm();
        let nearest = (0..points.len())
            .min_by(|&i, &j| distance(&points[i]).total_cmp(&distance(&points[j])));
        match nearest {
            Some(k) if distance(&points[k]) < 2.0 * x.im.abs() => {
                let y = points.remove(k);
                let middle = (x + y.conj()) / 2.0;
                let above = C::new(middle.re, middle.im.abs());
                pairs.extend([above, above.conj()]);
            }
            _ => reals.push(C::new(x.re, 0.0)),
        }
    }
    pairs.extend(reals);
    pairs
}

/// The coefficients of the polynomial with these roots, the highest power first.
pub(crate) fn from_roots(roots: &[C]) -> Vec<C> {
    let mut all = vec![C::new(1.0, 0.0)];
    for &root in roots {
        all.push(C::default());
        for k in (1..all.len()).rev() {
            let before = all[k - 1];
            all[k] -= root * before;
        }
    }
    all
}
