//! The binomial distribution.

use super::{Draw, integer};
use crate::bits::BitGenerator;

/// Binomial: by inversion where fewer than 30 successes are expected, else by the method
/// BTPE of V. Kachitvichyanukul and B. W. Schmeiser, "Binomial Random Variate Generation",
/// Communications of the ACM 31 (1988).
pub(crate) struct Binomial {
    n: i64,
    /// Whether failures are counted, because they are the rarer.
    flipped: bool,
    method: Method,
}

enum Method {
    /// No trial or no success.
    None,
    Inversion(Inversion),
    Btpe(Btpe),
}

impl Binomial {
    pub(crate) fn new(n: i64, p: f64) -> Binomial {
        if n == 0 || p == 0.0 {
            return Binomial { n, flipped: false, method: Method::None };
        }
        let flipped = !(p <= 0.5);
        let rarer = if flipped { 1.0 - p } else { p };
        let method = if rarer * n as f64 <= 30.0 {
            Method::Inversion(Inversion::new(n, rarer))
        } else {
            Method::Btpe(Btpe::new(n, rarer))
        };
        Binomial { n, flipped, method }
    }
}

impl Draw for Binomial {
    type Out = i64;

    fn repeated(mut self) -> Binomial {
        if let Method::Inversion(inversion) = &mut self.method {
            inversion.tabulate();
        }
        self
    }

    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let count = match &self.method {
            Method::None => return 0,
            Method::Inversion(method) => method.draw(bits),
            Method::Btpe(method) => method.draw(bits, corrected),
        };
        if self.flipped { self.n - count } else { count }
    }
}

/// Adds up probabilities until they exceed a uniform number.
pub(crate) struct Inversion {
    pub(crate) n: i64,
    pub(crate) p: f64,
    pub(crate) q: f64,
    /// The probability of no success.
    pub(crate) none: f64,
    /// More than this does not come up but by rounding.
    pub(crate) bound: i64,
    /// The probabilities of 0 to `bound` successes, where many numbers are drawn.
    table: Vec<f64>,
}

impl Inversion {
    pub(crate) fn new(n: i64, p: f64) -> Inversion {
        let (count, q) = (n as f64, 1.0 - p);
        let mean = count * p;
        let bound = integer(count.min(mean + 10.0 * (mean * q + 1.0).sqrt()));
        let none = (count * (-p).ln_1p()).exp();
        Inversion { n, p, q, none, bound, table: Vec::new() }
    }

    /// The probability of `x` successes, from that of one fewer.
    #[inline(always)]
    fn next(&self, x: i64, px: f64) -> f64 {
        ((self.n - x + 1) as f64 * self.p * px) / (x as f64 * self.q)
    }

    /// Computes all probabilities beforehand: each draw then only subtracts.
    fn tabulate(&mut self) {
        let mut px = self.none;
        self.table = vec![px];
        for x in 1..=self.bound {
            px = self.next(x, px);
            self.table.push(px);
        }
    }

    #[inline(always)]
    fn draw_from_table<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        loop {
            let mut u = bits.next_f64();
            for (x, &px) in self.table.iter().enumerate() {
                if !(u > px) {
                    return x as i64;
                }
                u -= px;
            }
        }
    }

    #[inline(always)]
    pub(crate) fn draw<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        if !self.table.is_empty() {
            return self.draw_from_table(bits);
        }
        let Inversion { none, bound, .. } = *self;
        let (mut x, mut px) = (0i64, none);
        let mut u = bits.next_f64();
        while u > px {
            x += 1;
            if x > bound {
                (x, px) = (0, none);
                u = bits.next_f64();
            } else {
                u -= px;
                px = self.next(x, px);
            }
        }
        x
    }
}

/// Triangle, parallelogram and two exponential tails over the histogram.
pub(crate) struct Btpe {
    pub(crate) n: i64,
    pub(crate) p: f64,
    pub(crate) q: f64,
    /// The mode.
    pub(crate) m: i64,
    pub(crate) npq: f64,
    pub(crate) p1: f64,
    pub(crate) p2: f64,
    pub(crate) p3: f64,
    pub(crate) p4: f64,
    pub(crate) xm: f64,
    pub(crate) xl: f64,
    pub(crate) xr: f64,
    pub(crate) c: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
}

impl Btpe {
    pub(crate) fn new(n: i64, p: f64) -> Btpe {
        let count = n as f64;
        let r = p.min(1.0 - p);
        let q = 1.0 - r;
        let fm = count * r + r;
        let m = integer(fm.floor());
        let p1 = (2.195 * (count * r * q).sqrt() - 4.6 * q).floor() + 0.5;
        let xm = m as f64 + 0.5;
        let (xl, xr) = (xm - p1, xm + p1);
        let c = 0.134 + 20.5 / (15.3 + m as f64);
        let rate = |a: f64| a * (1.0 + a / 2.0);
        let left = rate((fm - xl) / (fm - xl * r));
        let right = rate((xr - fm) / (xr * q));
        let p2 = p1 * (1.0 + 2.0 * c);
        let p3 = p2 + c / left;
        let p4 = p3 + c / right;
        Btpe { n, p: r, q, m, npq: count * r * q, p1, p2, p3, p4, xm, xl, xr, c, left, right }
    }

    /// A number; `limit` adds the errors of Stirling's formula, at four places, to the rest
    /// of the logarithm that decides in the tails.
    #[inline(always)]
    pub(crate) fn draw<B: BitGenerator>(
        &self,
        bits: &mut B,
        limit: impl Fn(f64, [f64; 4]) -> f64 + Copy,
    ) -> i64 {
        let Btpe { n, m, p1, p2, p3, p4, xm, xl, xr, c, left, right, .. } = *self;
        loop {
            let u = bits.next_f64() * p4;
            let mut v = bits.next_f64();
            if !(u > p1) {
                return integer((xm - p1 * v + u).floor());
            }
            let y;
            if u <= p2 {
                let x = xl + (u - p1) / c;
                v = v * c + 1.0 - (m as f64 - x + 0.5).abs() / p1;
                if v > 1.0 {
                    continue;
                }
                y = integer(x.floor());
            } else if u <= p3 {
                y = integer((xl + v.ln() / left).floor());
                if y < 0 || v == 0.0 {
                    continue;
                }
                v = v * (u - p2) * left;
            } else {
                y = integer((xr - v.ln() / right).floor());
                if y > n || v == 0.0 {
                    continue;
                }
                v = v * (u - p3) * right;
            }
            if self.accepts(y, v, limit) {
                return y;
            }
        }
    }

    /// Whether `v` lies below the histogram at `y`.
    fn accepts(&self, y: i64, v: f64, limit: impl Fn(f64, [f64; 4]) -> f64) -> bool {
        let k = (y - self.m).abs();
        if k > 20 && (k as f64) < self.npq / 2.0 - 1.0 {
            self.accepts_far(y, k, v, limit)
        } else {
            !(v > self.ratio(y))
        }
    }

    /// The probability of `y` over that of the mode, by recurrence.
    pub(crate) fn ratio(&self, y: i64) -> f64 {
        let s = self.p / self.q;
        let a = s * self.n.saturating_add(1) as f64;
        let mut ratio = 1.0;
        for i in self.m + 1..=y {
            ratio *= a / i as f64 - s;
        }
        for i in y + 1..=self.m {
            ratio /= a / i as f64 - s;
        }
        ratio
    }

    /// The same by squeezing, then by Stirling's formula.
    fn accepts_far(&self, y: i64, k: i64, v: f64, limit: impl Fn(f64, [f64; 4]) -> f64) -> bool {
        let Btpe { n, p: r, q, m, npq, xm, .. } = *self;
        let distance = k as f64;
        let rho = (distance / npq)
            * ((distance * (distance / 3.0 + 0.625) + 0.16666666666666666) / npq + 0.5);
        let t = k.wrapping_neg().wrapping_mul(k) as f64 / (2.0 * npq);
        let a = v.ln();
        if a < t - rho {
            return true;
        }
        if a > t + rho {
            return false;
        }
        let x1 = y as f64 + 1.0;
        let f1 = m as f64 + 1.0;
        let z = n as f64 + 1.0 - m as f64;
        let w = n as f64 - y as f64 + 1.0;
        let rest = xm * (f1 / x1).ln()
            + ((n - m) as f64 + 0.5) * (z / w).ln()
            + (y - m) as f64 * (w * r / (x1 * q)).ln();
        !(a > limit(rest, [f1, z, x1, w]))
    }
}

/// `rest` and the errors of Stirling's formula. The last two are subtracted: the paper adds
/// them by mistake.
fn corrected(rest: f64, [f1, z, x1, w]: [f64; 4]) -> f64 {
    rest + stirling(f1) + stirling(z) - stirling(x1) - stirling(w)
}

/// The error of Stirling's formula.
fn stirling(x: f64) -> f64 {
    let square = x * x;
    (13860. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.
}
