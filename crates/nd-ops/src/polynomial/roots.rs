//! Roots of series: eigenvalues of companion matrices.

use super::PolynomialError;
use super::algebra::trimmed;
use super::coefficient::{Coefficient, Task};
use super::kind::Kind;
use nd_core::Complex;

/// The roots in order of their real, then of their imaginary parts.
pub(crate) fn roots<C: Coefficient>(
    kind: Kind,
    c: &[C],
) -> Result<Vec<Complex<f64>>, PolynomialError> {
    let (op, c) = ("roots", trimmed(c));
    if !c.iter().all(|c| c.magnitude().is_finite()) {
        return Err(PolynomialError::NotFinite { op });
    }
    if c.len() < 2 {
        return Ok(Vec::new());
    }
    let n = c.len() - 1;
    let (m, _) = C::computed(kind, Task::Companion(c));
    if !m.iter().all(|c| c.magnitude().is_finite()) {
        return Err(PolynomialError::NotFinite { op });
    }
    // Seen from the last element: its full column becomes the first row, and roots have smaller errors so.
    let turned = (0..n * n).map(|k| m[(n - 1 - k % n) * n + n - 1 - k / n]).collect();
    let mut found = C::eigenvalues(turned, n).ok_or(PolynomialError::NoConvergence { op })?;
    // Without negative zeros, which would come before others.
    found.iter_mut().for_each(|z| *z = Complex::new(z.re + 0.0, z.im + 0.0));
    found.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
    Ok(found)
}
