//! The hypergeometric distribution.

use super::{Draw, integer, log_factorial};
use crate::bits::BitGenerator;
use crate::interval::masked;

/// Good ones in a sample: drawn one by one for small samples (or rests), else by the ratio of
/// uniforms HRUA of E. Stadlober, Journal of Computational and Applied Mathematics 31 (1990).
pub(crate) struct Hypergeometric {
    good: i64,
    bad: i64,
    sample: i64,
    hrua: Option<Hrua>,
}

/// The constants of the ratio of uniforms.
struct Hrua {
    fewer: i64,
    more: i64,
    drawn: i64,
    a: f64,
    b: f64,
    g: f64,
    h: f64,
}

impl Hypergeometric {
    pub(crate) fn new(good: i64, bad: i64, sample: i64) -> Hypergeometric {
        let large = sample >= 10 && sample <= good + bad - 10;
        let hrua = large.then(|| Hrua::new(good, bad, sample));
        Hypergeometric { good, bad, sample, hrua }
    }

    /// Counts the good among as many as are drawn, or among as many as are left.
    fn one_by_one<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let total = self.good + self.bad;
        let rest = self.sample > total / 2;
        let mut draws = if rest { total - self.sample } else { self.sample };
        let (mut left, mut good) = (total, self.good);
        while draws > 0 && good > 0 && left > good {
            left -= 1;
            if (masked(bits, left as u64) as i64) < good {
                good -= 1;
            }
            draws -= 1;
        }
        if left == good {
            good -= draws;
        }
        if rest { good } else { self.good - good }
    }
}

impl Hrua {
    fn new(good: i64, bad: i64, sample: i64) -> Hrua {
        /// `2 √(2/e)` and `3 - 2 √(3/e)`.
        const D1: f64 = 1.7155277699214135;
        const D2: f64 = 0.8989161620588988;
        let size = good + bad;
        let drawn = sample.min(size - sample);
        let (fewer, more) = (good.min(bad), good.max(bad));
        let (p, q) = (fewer as f64 / size as f64, more as f64 / size as f64);
        let a = drawn as f64 * p + 0.5;
        let variance = (size - drawn) as f64 * drawn as f64 * p * q / (size - 1) as f64;
        let c = (variance + 0.5).sqrt();
        let mode = ((drawn + 1) as f64 * (fewer + 1) as f64 / (size + 2) as f64).floor();
        let b = ((drawn.min(fewer) + 1) as f64).min((a + 16.0 * c).floor());
        let mut hrua = Hrua { fewer, more, drawn, a, b, g: 0.0, h: D1 * c + D2 };
        hrua.g = hrua.log_weight(integer(mode));
        hrua
    }

    /// The logarithm of the weight of `k`, up to a constant and a sign.
    fn log_weight(&self, k: i64) -> f64 {
        log_factorial(k)
            + log_factorial(self.fewer - k)
            + log_factorial(self.drawn - k)
            + log_factorial(self.more - self.drawn + k)
    }

    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        loop {
            let u = bits.next_f64();
            let v = bits.next_f64();
            let x = self.a + self.h * (v - 0.5) / u;
            if x < 0.0 || x >= self.b {
                continue;
            }
            let k = integer(x.floor());
            let t = self.g - self.log_weight(k);
            if u * (4.0 - u) - 3.0 <= t {
                return k;
            }
            if u * (u - t) >= 1.0 {
                continue;
            }
            if 2.0 * u.ln() <= t {
                return k;
            }
        }
    }
}

impl Draw for Hypergeometric {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let Some(hrua) = &self.hrua else { return self.one_by_one(bits) };
        let mut k = hrua.draw(bits);
        if self.good > self.bad {
            k = hrua.drawn - k;
        }
        if hrua.drawn < self.sample { self.good - k } else { k }
    }
}
