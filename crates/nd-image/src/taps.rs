//! One-dimensional kernels: their weights, symmetry and placement.

use crate::pixel::Real;

/// The symmetry of a kernel about its middle, which halves the multiplications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parity {
    Even,
    Odd,
    Neither,
}

/// A correlation kernel ready to run: `out[i] = Σ weights[k] · in[i + k - before]`.
#[derive(Clone, Debug)]
pub(crate) struct Taps<A> {
    pub(crate) weights: Vec<A>,
    pub(crate) parity: Parity,
    /// How many samples before position `i` the kernel starts; negative if it starts after.
    pub(crate) before: isize,
}

impl<A: Real> Taps<A> {
    /// The kernel of a correlation whose middle is moved by `origin`.
    pub(crate) fn new(weights: &[f64], origin: isize) -> Taps<A> {
        Taps {
            parity: parity(weights),
            before: (weights.len() / 2) as isize + origin,
            weights: weights.iter().map(|&w| A::from_f64(w)).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// How far the kernel reaches before and after a position.
    pub(crate) fn reach(&self) -> (usize, usize) {
        let after = self.len() as isize - 1 - self.before;
        (self.before.max(0) as usize, after.max(0) as usize)
    }
}

/// Symmetry to within f64's epsilon, absolute: the rule of SciPy's `NI_Correlate1D`, which
/// decides the order of additions and so the last bit.
fn parity(weights: &[f64]) -> Parity {
    let n = weights.len();
    let all = |test: fn(f64, f64) -> f64| {
        (1..=n / 2).all(|i| test(weights[n / 2 + i], weights[n / 2 - i]).abs() <= f64::EPSILON)
    };
    if n.is_multiple_of(2) {
        Parity::Neither
    } else if all(|a, b| a - b) {
        Parity::Even
    } else if all(|a, b| a + b) {
        Parity::Odd
    } else {
        Parity::Neither
    }
}

/// The Gaussian of width `sigma`, or its `order`-th derivative, sampled at
/// `-radius ..= radius`, in the order that a correlation wants.
///
/// The weights of order 0 sum to one. Derivatives are the Hermite-like polynomial that repeated
/// differentiation of `exp(-x²/2σ²)` gives, times those weights (`_gaussian_kernel1d` of
/// `scipy.ndimage`).
pub(crate) fn gaussian_weights(sigma: f64, order: usize, radius: usize) -> Vec<f64> {
    let variance = sigma * sigma;
    let at = |i: usize| i as f64 - radius as f64;
    let mut weights: Vec<f64> =
        (0..=2 * radius).map(|i| (-0.5 / variance * (at(i) * at(i))).exp()).collect();
    let total = pairwise_sum(&weights);
    weights.iter_mut().for_each(|w| *w /= total);
    if order == 0 {
        return weights;
    }
    let polynomial = derivative_polynomial(variance, order);
    for (i, w) in weights.iter_mut().enumerate() {
        let powers = std::iter::successors(Some(1.0), |power| Some(power * at(i)));
        *w *= polynomial.iter().zip(powers).fold(0.0, |sum, (c, power)| sum + c * power);
    }
    // SciPy's derivative kernels are written for a convolution.
    weights.reverse();
    weights
}

/// Coefficients, lowest first, of `q` in `dⁿ/dxⁿ exp(-x²/2v) = q(x) exp(-x²/2v)`:
/// each step is `q' - q·x/v`.
fn derivative_polynomial(variance: f64, order: usize) -> Vec<f64> {
    let mut q = vec![0.0; order + 1];
    q[0] = 1.0;
    for _ in 0..order {
        let previous = q.clone();
        for (k, c) in q.iter_mut().enumerate() {
            let differentiated = previous.get(k + 1).map_or(0.0, |p| p * (k + 1) as f64);
            let raised = if k == 0 { 0.0 } else { previous[k - 1] * (1.0 / -variance) };
            *c = differentiated + raised;
        }
    }
    q
}

/// The sum in the order of NumPy's contiguous `add.reduce`, so that normalised weights are
/// NumPy's to the last bit: for integer pictures a weight that differs by one unit in the last
/// place can move a sum across a whole number.
///
/// Eight running sums over blocks of at most 128, blocks joined in halves
/// (`pairwise_sum` in NumPy's `loops_utils.h.src`).
fn pairwise_sum(x: &[f64]) -> f64 {
    if x.len() < 8 {
        // NumPy starts from -0.0, which no sum of positive numbers can tell from zero.
        return x.iter().fold(0.0, |sum, v| sum + v);
    }
    if x.len() > 128 {
        let half = x.len() / 2;
        let (left, right) = x.split_at(half - half % 8);
        return pairwise_sum(left) + pairwise_sum(right);
    }
    let (blocks, rest) = x.as_chunks::<8>();
    let r = blocks[1..].iter().fold(blocks[0], |r, b| std::array::from_fn(|i| r[i] + b[i]));
    let joined = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    rest.iter().fold(joined, |sum, v| sum + v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaussian_sums_to_one_and_derivative_to_zero() {
        let g = gaussian_weights(2.0, 0, 8);
        assert!((g.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        assert_eq!(Taps::<f64>::new(&g, 0).parity, Parity::Even);
        let d = gaussian_weights(2.0, 1, 8);
        assert_eq!(Taps::<f64>::new(&d, 0).parity, Parity::Odd);
        let slope: f64 = d.iter().enumerate().map(|(i, w)| w * (i as f64 - 8.0)).sum();
        assert!((slope - 1.0).abs() < 5e-3, "{slope}");
    }

    #[test]
    fn placement() {
        let t = Taps::<f32>::new(&[1.0, 2.0], 0);
        assert_eq!((t.before, t.reach()), (1, (1, 0)));
        let t = Taps::<f32>::new(&[1.0, 2.0, 3.0], -1);
        assert_eq!((t.before, t.reach()), (0, (0, 2)));
    }
}
