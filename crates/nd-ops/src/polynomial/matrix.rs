//! Matrices of polynomials: their values, and companions, whose eigenvalues are roots.

use super::algebra::trimmed;
use super::coefficient::Coefficient;
use super::kind::Kind;

/// The values of the polynomials up to `degree`, a row for each place.
pub(crate) fn vander<C: Coefficient>(kind: Kind, x: &[C], degree: usize) -> Vec<C> {
    let steps = kind.steps(degree);
    let mut out = Vec::with_capacity(x.len() * (degree + 1));
    for &x in x {
        let (mut before, mut value) = (C::default(), C::of(1.0));
        out.push(value);
        for step in &steps {
            let by = x.scaled(step.a).plus(C::of(step.b));
            let next = value.times(by).minus(before.scaled(step.c));
            (before, value) = (value, next);
            out.push(value);
        }
    }
    out
}

/// The matrix in C order whose eigenvalues are the roots of a series of at least two coefficients; symmetric but for its
/// last column, where polynomials are orthogonal.
pub(crate) fn companion<C: Coefficient>(kind: Kind, c: &[C]) -> Vec<C> {
    let c = trimmed(c);
    let n = c.len() - 1;
    let mut m = vec![C::default(); n * n];
    // The norm of each polynomial over that of the last.
    let mut scale = vec![1.0; n];
    for k in (1..n).rev() {
        let growth = if kind == Kind::Power { 1.0 } else { kind.growth(k) };
        scale[k - 1] = scale[k] / growth.sqrt();
    }
    for k in 0..n {
        let step = kind.step(k);
        m[k * n + k] = C::of(-step.b / step.a);
        if k > 0 {
            let before = kind.step(k - 1);
            let beside = (step.c / step.a / before.a).sqrt() * before.a.signum();
            let (below, above) = if kind == Kind::Power { (1.0, 0.0) } else { (beside, beside) };
            m[k * n + k - 1] = C::of(below);
            m[(k - 1) * n + k] = C::of(above);
        }
    }
    let by = 1.0 / kind.step(n - 1).a;
    for k in 0..n {
        let share = c[k].divided(c[n]).scaled(scale[k] * by);
        m[k * n + n - 1] = m[k * n + n - 1].minus(share);
    }
    m
}
