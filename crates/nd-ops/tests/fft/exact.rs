//! Transforms by their definition, in twice the digits of `f64`.
#![allow(dead_code)] // each test file has its own copy, and uses a part of it

use nd_core::Complex;

/// A sum of two numbers, of which the second is what rounding took off the first.
///
/// T. J. Dekker, "A floating-point technique for extending the available precision", 1971.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twice {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

pub(crate) const PI: Twice = Twice { high: std::f64::consts::PI, low: 1.224_646_799_147_353_2e-16 };

impl Twice {
    pub(crate) fn new(x: f64) -> Twice {
        Twice { high: x, low: 0.0 }
    }

    fn sum(a: f64, b: f64) -> Twice {
        let high = a + b;
        let moved = high - a;
        Twice { high, low: (a - (high - moved)) + (b - moved) }
    }

    fn quick(a: f64, b: f64) -> Twice {
        let high = a + b;
        Twice { high, low: b - (high - a) }
    }

    pub(crate) fn plus(self, other: Twice) -> Twice {
        let s = Twice::sum(self.high, other.high);
        Twice::quick(s.high, s.low + (self.low + other.low))
    }

    pub(crate) fn minus(self, other: Twice) -> Twice {
        self.plus(Twice { high: -other.high, low: -other.low })
    }

    pub(crate) fn times(self, other: Twice) -> Twice {
        let high = self.high * other.high;
        let low = self.high.mul_add(other.high, -high);
        Twice::quick(high, low + (self.high * other.low + self.low * other.high))
    }

    pub(crate) fn over(self, by: f64) -> Twice {
        let first = self.high / by;
        let rest = self.minus(Twice::new(first).times(Twice::new(by)));
        Twice::quick(first, rest.high / by)
    }

    pub(crate) fn value(self) -> f64 {
        self.high + self.low
    }
}

/// Cosine and sine of an angle up to an eighth of a turn, by their series.
fn cos_sin(angle: Twice) -> (Twice, Twice) {
    let square = angle.times(angle);
    let (mut cos, mut sin) = (Twice::new(1.0), angle);
    let (mut term_cos, mut term_sin) =
        (Twice::new(-1.0), Twice { high: -angle.high, low: -angle.low });
    for k in 1..=16 {
        let k = f64::from(k);
        term_cos = term_cos.times(square).over((2.0 * k - 1.0) * (2.0 * k));
        term_sin = term_sin.times(square).over((2.0 * k) * (2.0 * k + 1.0));
        let even = k % 2.0 == 0.0;
        cos = if even { cos.minus(term_cos) } else { cos.plus(term_cos) };
        sin = if even { sin.minus(term_sin) } else { sin.plus(term_sin) };
    }
    (cos, sin)
}

/// Cosine and sine of `k / n` turns.
pub(crate) fn turn(k: usize, n: usize) -> (Twice, Twice) {
    let k = k % n;
    let negated = |x: Twice| Twice { high: -x.high, low: -x.low };
    if 2 * k > n {
        let (c, s) = turn(n - k, n);
        return (c, negated(s));
    }
    if 4 * k > n {
        // Half a turn less.
        let (c, s) = small(n as i64 - 2 * k as i64, 2 * n as i64);
        return (negated(c), s);
    }
    small(2 * k as i64, 2 * n as i64)
}

/// Of at most a quarter of a turn.
fn small(k: i64, n: i64) -> (Twice, Twice) {
    if 8 * k > n {
        let (c, s) = small(n - 4 * k, 4 * n);
        return (s, c);
    }
    cos_sin(PI.times(Twice::new(2.0 * k as f64)).over(n as f64))
}

/// All roots of unity of an order, each from the one before: twice the digits have some to spare.
pub(crate) fn turns(n: usize) -> Vec<(Twice, Twice)> {
    let (cos, sin) = turn(1, n);
    let next = |&(c, s): &(Twice, Twice)| {
        Some((c.times(cos).minus(s.times(sin)), s.times(cos).plus(c.times(sin))))
    };
    std::iter::successors(Some((Twice::new(1.0), Twice::new(0.0))), next).take(n).collect()
}

/// Element `k` of the transform.
pub(crate) fn bin(a: &[Complex<f64>], turns: &[(Twice, Twice)], k: usize) -> Complex<f64> {
    let n = a.len();
    let (mut re, mut im) = (Twice::new(0.0), Twice::new(0.0));
    for (j, x) in a.iter().enumerate() {
        let (c, s) = turns[(j as u128 * k as u128 % n as u128) as usize];
        let (x, y) = (Twice::new(x.re), Twice::new(x.im));
        re = re.plus(x.times(c)).plus(y.times(s));
        im = im.plus(y.times(c)).minus(x.times(s));
    }
    Complex::new(re.value(), im.value())
}

/// Numbers between -1 and 1 that look random.
pub(crate) fn noise(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..n)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        })
        .collect()
}

pub(crate) fn complex_noise(n: usize, seed: u64) -> Vec<Complex<f64>> {
    let parts = noise(2 * n, seed);
    parts.chunks_exact(2).map(|x| Complex::new(x[0], x[1])).collect()
}
