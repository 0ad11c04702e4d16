//! Derivatives and integrals of series, of any number of columns side by side.

use super::coefficient::Coefficient;
use super::kind::Kind;

/// `to += from·by` of whole rows.
fn add<C: Coefficient>(rows: &mut [C], width: usize, to: usize, from: &[C], by: f64) {
    rows[to * width..][..width]
        .iter_mut()
        .zip(from)
        .for_each(|(sum, &c)| *sum = sum.plus(c.scaled(by)));
}

/// The derivative of order `order`; each time multiplied with `by`.
pub(crate) fn derivative<C: Coefficient>(
    kind: Kind,
    c: &[C],
    width: usize,
    order: usize,
    by: C,
) -> Vec<C> {
    let rows = c.len() / width.max(1);
    if order >= rows && order > 0 {
        return vec![C::default(); width];
    }
    let mut c = c.to_vec();
    for _ in 0..order {
        c.iter_mut().for_each(|c| *c = c.times(by));
        c = slopes(kind, c, width);
    }
    c
}

fn slopes<C: Coefficient>(kind: Kind, mut c: Vec<C>, width: usize) -> Vec<C> {
    let n = c.len() / width.max(1) - 1;
    let mut out = vec![C::default(); n * width];
    for j in (1..=n).rev() {
        let row = c[j * width..][..width].to_vec();
        let k = j as f64;
        // The derivative of polynomial j: a multiple of the one before, and of one further down, whose own derivative
        // is still to come.
        let (by, down) = match kind {
            Kind::Power | Kind::HermiteE => (k, None),
            Kind::Hermite => (2.0 * k, None),
            Kind::Chebyshev if j > 2 => (2.0 * k, Some((2, k / (k - 2.0)))),
            Kind::Chebyshev => (k * k, None),
            Kind::Legendre if j > 2 => (2.0 * k - 1.0, Some((2, 1.0))),
            Kind::Legendre => (2.0 * k - 1.0, None),
            Kind::Laguerre if j > 1 => (-1.0, Some((1, 1.0))),
            Kind::Laguerre => (-1.0, None),
        };
        add(&mut out, width, j - 1, &row, by);
        if let Some((below, by)) = down {
            add(&mut c, width, j - below, &row, by);
        }
    }
    out
}

/// The integral of order `order`; coefficients are multiplied with `by` each time, and the value at `from` is the next
/// of the constants.
pub(crate) fn integral<C: Coefficient>(
    kind: Kind,
    c: &[C],
    width: usize,
    order: usize,
    constants: &[C],
    from: C,
    by: C,
) -> Vec<C> {
    let mut c = c.to_vec();
    for k in 0..order {
        let constant = constants.get(k).copied().unwrap_or_default();
        c.iter_mut().for_each(|c| *c = c.times(by));
        if c.len() == width && c.iter().all(|c| c.is_zero()) {
            if k >= constants.len() {
                break; // 0 for ever
            }
            c.iter_mut().for_each(|c| *c = c.plus(constant));
            continue;
        }
        c = areas(kind, &c, width);
        for l in 0..width {
            let column: Vec<C> = c[l..].iter().step_by(width).copied().collect();
            let value = super::values::value(kind, &column, from);
            c[l] = c[l].plus(constant.minus(value));
        }
    }
    c
}

fn areas<C: Coefficient>(kind: Kind, c: &[C], width: usize) -> Vec<C> {
    let mut out = vec![C::default(); c.len() + width];
    for (j, row) in c.chunks(width.max(1)).enumerate() {
        let k = j as f64;
        // Multiples of polynomial j + 1, and of one further down.
        let (by, down) = match kind {
            Kind::Power | Kind::HermiteE => (1.0 / (k + 1.0), None),
            Kind::Hermite => (0.5 / (k + 1.0), None),
            Kind::Chebyshev if j == 0 => (1.0, None),
            Kind::Chebyshev if j == 1 => (0.25, None),
            Kind::Chebyshev => (0.5 / (k + 1.0), Some((j - 1, -0.5 / (k - 1.0)))),
            Kind::Legendre if j < 2 => (1.0 / (2.0 * k + 1.0), None),
            Kind::Legendre => (1.0 / (2.0 * k + 1.0), Some((j - 1, -1.0 / (2.0 * k + 1.0)))),
            Kind::Laguerre => (-1.0, Some((j, 1.0))),
        };
        add(&mut out, width, j + 1, row, by);
        if let Some((down, by)) = down {
            add(&mut out, width, down, row, by);
        }
    }
    out
}
