//! The hypergeometric distribution.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;
use crate::distributions::{integer, log_gamma};

/// Good ones in a sample: drawn one by one for samples of at most ten, else by the ratio of
/// uniforms; see [`Hypergeometric`](crate::distributions::Hypergeometric).
pub(in crate::legacy) struct Hypergeometric {
    good: i64,
    bad: i64,
    sample: i64,
    hrua: Option<Hrua>,
}

impl Hypergeometric {
    /// For `good + bad` that fit, and are not less than `sample`.
    pub(in crate::legacy) fn new(good: i64, bad: i64, sample: i64) -> Hypergeometric {
        let hrua = (sample > 10).then(|| Hrua::new(good, bad, sample));
        Hypergeometric { good, bad, sample, hrua }
    }

    fn one_by_one<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        let Hypergeometric { good, bad, sample, .. } = *self;
        let rest = bad + good - sample;
        let fewer = good.min(bad) as f64;
        let (mut y, mut k) = (fewer, sample);
        while y > 0.0 {
            let u = source.uniform();
            y -= integer((u + y / (rest + k) as f64).floor()) as f64;
            k -= 1;
            if k == 0 {
                break;
            }
        }
        let drawn = integer(fewer - y);
        if good > bad { sample - drawn } else { drawn }
    }
}

impl LegacyDraw for Hypergeometric {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        let Some(hrua) = &self.hrua else { return self.one_by_one(source) };
        let mut k = hrua.draw(source);
        if self.good > self.bad {
            k = hrua.drawn - k;
        }
        if hrua.drawn < self.sample { self.good - k } else { k }
    }
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

impl Hrua {
    fn new(good: i64, bad: i64, sample: i64) -> Hrua {
        /// `2 √(2/e)` and `3 - 2 √(3/e)`.
        const D1: f64 = 1.7155277699214135;
        const D2: f64 = 0.8989161620588988;
        let size = good + bad;
        let drawn = sample.min(size - sample);
        let (fewer, more) = (good.min(bad), good.max(bad));
        let p = fewer as f64 / size as f64;
        let a = drawn as f64 * p + 0.5;
        let variance = (size - drawn) as f64 * sample as f64 * p * (1.0 - p) / (size - 1) as f64;
        let c = (variance + 0.5).sqrt();
        let next = size.wrapping_add(2) as f64;
        let mode = ((drawn + 1) as f64 * (fewer + 1) as f64 / next).floor();
        let b = (drawn.min(fewer) as f64 + 1.0).min((a + 16.0 * c).floor());
        let mut hrua = Hrua { fewer, more, drawn, a, b, g: 0.0, h: D1 * c + D2 };
        hrua.g = hrua.log_weight(integer(mode));
        hrua
    }

    /// The logarithm of the weight of `k`, up to a constant and a sign.
    fn log_weight(&self, k: i64) -> f64 {
        let ln = |n: i64| log_gamma(n.wrapping_add(1) as f64);
        let rest = (self.more - self.drawn).wrapping_add(k);
        ln(k) + ln(self.fewer - k) + ln(self.drawn - k) + ln(rest)
    }

    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        loop {
            let u = source.uniform();
            let v = source.uniform();
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
