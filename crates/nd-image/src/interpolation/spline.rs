//! B-splines of the orders 0 to 5: their values between knots, and the poles of the filter
//! that turns samples into coefficients.
//!
//! M. Unser, A. Aldroubi, M. Eden: B-spline signal processing, IEEE Trans. Signal Processing 41
//! (1993) 821-848.

/// The polynomials of the B-splines of each order that reach a place, in its distance behind the knot:
/// for each power, from the constant on, a coefficient for each spline.
const LINEAR: [f64; 4] = [1., 0., -1., 1.];
const QUADRATIC: [f64; 9] =
    [1. / 8., 3. / 4., 1. / 8., -1. / 2., 0., 1. / 2., 1. / 2., -1., 1. / 2.];
#[rustfmt::skip]
const CUBIC: [f64; 16] = [
    1. / 6., 2. / 3., 1. / 6., 0.,
    -1. / 2., 0., 1. / 2., 0.,
    1. / 2., -1., 1. / 2., 0.,
    -1. / 6., 1. / 2., -1. / 2., 1. / 6.,
];
#[rustfmt::skip]
const QUARTIC: [f64; 25] = [
    1. / 384., 19. / 96., 115. / 192., 19. / 96., 1. / 384.,
    -1. / 48., -11. / 24., 0., 11. / 24., 1. / 48.,
    1. / 16., 1. / 4., -5. / 8., 1. / 4., 1. / 16.,
    -1. / 12., 1. / 6., 0., -1. / 6., 1. / 12.,
    1. / 24., -1. / 6., 1. / 4., -1. / 6., 1. / 24.,
];
#[rustfmt::skip]
const QUINTIC: [f64; 36] = [
    1. / 120., 13. / 60., 11. / 20., 13. / 60., 1. / 120., 0.,
    -1. / 24., -5. / 12., 0., 5. / 12., 1. / 24., 0.,
    1. / 12., 1. / 6., -1. / 2., 1. / 6., 1. / 12., 0.,
    -1. / 12., 1. / 6., 0., -1. / 6., 1. / 12., 0.,
    1. / 24., -1. / 6., 1. / 4., -1. / 6., 1. / 24., 0.,
    -1. / 120., 1. / 24., -1. / 12., 1. / 12., -1. / 24., 1. / 120.,
];

/// The values of the `W` B-splines of order `W - 1` that reach a place `x` behind the knot that
/// it is measured from: that before it for odd orders, the nearest for even ones. They sum to one.
///
/// All at once, so that they are lanes of a vector.
#[inline(always)]
pub(crate) fn weights<const W: usize>(x: f64) -> [f64; W] {
    let table: &[f64] = match W {
        2 => &LINEAR,
        3 => &QUADRATIC,
        4 => &CUBIC,
        5 => &QUARTIC,
        6 => &QUINTIC,
        _ => unreachable!("orders are checked where options are taken"),
    };
    let mut w = [0.0; W];
    for power in (0..W).rev() {
        for k in 0..W {
            w[k] = w[k] * x + table[power * W + k];
        }
    }
    w
}

/// The knot from which a place is measured, for splines of `W` taps.
#[inline(always)]
pub(crate) fn knot<const W: usize>(x: f64) -> f64 {
    if W.is_multiple_of(2) { x.floor() } else { (x + 0.5).floor() }
}

/// Taps before the knot.
#[inline(always)]
pub(crate) const fn before<const W: usize>() -> usize {
    (W - 1) / 2
}

/// The poles, inside the unit circle, of the filter that makes coefficients of an order; none
/// for orders whose coefficients are the samples.
pub(crate) fn poles(order: usize) -> Vec<f64> {
    let root = f64::sqrt;
    match order {
        2 => vec![root(8.0) - 3.0],
        3 => vec![root(3.0) - 2.0],
        // The closed forms of these cancel; the digits are those of exact arithmetic.
        4 => vec![-0.361_341_225_900_220_18, -0.013_725_429_297_339_121],
        5 => vec![-0.430_575_347_099_973_8, -0.043_096_288_203_264_65],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The B-spline of an order, by the recursion of its definition.
    fn basis(order: usize, x: f64) -> f64 {
        if order == 0 {
            return f64::from(u8::from((-0.5..0.5).contains(&x)));
        }
        let (n, half) = (order as f64, (order as f64 + 1.0) / 2.0);
        let (left, right) = (basis(order - 1, x + 0.5), basis(order - 1, x - 0.5));
        ((half + x) * left + (half - x) * right) / n
    }

    fn check<const W: usize>() {
        for step in 0..40 {
            let x = 2.0 + f64::from(step) / 40.0;
            let knot = knot::<W>(x);
            let ours: [f64; W] = weights(x - knot);
            for (k, weight) in ours.iter().enumerate() {
                let centre = knot - before::<W>() as f64 + k as f64;
                let by_definition = basis(W - 1, x - centre);
                assert!((weight - by_definition).abs() < 1e-15, "order {}, {x}, {k}", W - 1);
            }
            assert!((ours.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn weights_are_b_splines() {
        check::<2>();
        check::<3>();
        check::<4>();
        check::<5>();
        check::<6>();
    }
}
