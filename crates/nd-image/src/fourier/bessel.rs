//! The Bessel function of the first kind and order 1.

use std::f64::consts::PI;

/// From where Hankel's expansion has terms down to the last bit.
const FAR: f64 = 25.0;

/// `2 J₁(x) / x`, which is 1 at 0; for `x ≥ 0`.
pub(super) fn jinc(x: f64) -> f64 {
    if x < 1e-8 {
        return 1.0;
    }
    2.0 / x * if x < FAR { near(x) } else { far(x) }
}

/// Miller's algorithm: the recurrence downwards from an order where the function is nothing, scaled by
/// `J₀ + 2 J₂ + 2 J₄ + … = 1` (Abramowitz and Stegun 9.12).
fn near(x: f64) -> f64 {
    let (mut above, mut here, mut sum, mut first) = (0.0, 1e-300, 0.0, 0.0);
    let mut order = 2 * ((x + 12.0 + 6.0 * x.sqrt()) / 2.0) as u32;
    while order > 0 {
        if order.is_multiple_of(2) {
            sum += 2.0 * here;
        } else if order == 1 {
            first = here;
        }
        (above, here) = (here, f64::from(2 * order) / x * here - above);
        order -= 1;
    }
    first / (sum + here)
}

/// Hankel's expansion (Abramowitz and Stegun 9.2.5).
fn far(x: f64) -> f64 {
    let (mut p, mut q, mut term) = (1.0, 0.0, 1.0);
    for k in 1..32 {
        let odd = f64::from(2 * k - 1);
        let next = term * (4.0 - odd * odd) / (f64::from(k) * 8.0 * x);
        if next.abs() >= f64::abs(term) || next.abs() < 1e-18 {
            break;
        }
        term = next;
        match k % 4 {
            0 => p += term,
            1 => q += term,
            2 => p -= term,
            _ => q -= term,
        }
    }
    let (sin, cos) = (x - 0.75 * PI).sin_cos();
    (2.0 / (PI * x)).sqrt() * (p * cos - q * sin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_tables() {
        // scipy.special.j1
        let table = [
            (1e-3, 0.000_499_999_937_500_002_6),
            (0.5, 0.242_268_457_674_873_9),
            (1.0, 0.440_050_585_744_933_55),
            (3.7, 0.053_833_987_745_461_79),
            (10.0, 0.043_472_746_168_861_41),
            (24.9, -0.134_855_699_531_408_8),
            (25.1, -0.114_634_784_134_422_46),
            (100.0, -0.077_145_352_014_112_3),
        ];
        for (x, wanted) in table {
            let value = jinc(x) * x / 2.0;
            assert!((value - wanted).abs() < 1e-15, "{x}: {value}");
        }
        assert!((near(FAR) - far(FAR)).abs() < 1e-15);
        assert_eq!(jinc(0.0), 1.0);
    }
}
