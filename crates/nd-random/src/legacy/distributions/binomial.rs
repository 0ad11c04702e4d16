//! The binomial distribution.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;
use crate::distributions::{Btpe, Inversion, integer};

/// Binomial, by the methods that [`Binomial`](crate::distributions::Binomial) names.
pub(in crate::legacy) struct Binomial {
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
    pub(in crate::legacy) fn new(n: i64, p: f64) -> Binomial {
        let mut all = Binomial::by_size(n, p);
        if let Method::Inversion(method) = &mut all.method {
            method.none = (n as f64 * method.q.ln()).exp();
        }
        all
    }

    /// As multinomial numbers are drawn: nothing is drawn where nothing can come up, and the
    /// inversion is the one of [`Generator`](crate::Generator). Rounding may have moved `p`
    /// out of [0, 1], or to NaN: what comes of it is NumPy's too.
    pub(in crate::legacy) fn of_part(n: i64, p: f64) -> Binomial {
        if n == 0 || p == 0.0 {
            return Binomial { n, flipped: false, method: Method::None };
        }
        Binomial::by_size(n, p)
    }

    fn by_size(n: i64, p: f64) -> Binomial {
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

impl LegacyDraw for Binomial {
    type Out = i64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> i64 {
        let count = match &self.method {
            Method::None => return 0,
            Method::Inversion(method) => method.draw(&mut source.bits),
            Method::Btpe(method) => btpe(method, source),
        };
        if self.flipped { self.n.wrapping_sub(count) } else { count }
    }
}

fn btpe<B: BitGenerator>(constants: &Btpe, source: &mut Source<B>) -> i64 {
    let Btpe { n, m, p1, p2, p3, p4, xm, xl, xr, c, left, right, .. } = *constants;
    loop {
        let u = source.uniform() * p4;
        let mut v = source.uniform();
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
        if accepts(constants, y, v) {
            return y;
        }
    }
}

/// Whether `v` lies below the histogram at `y`.
fn accepts(constants: &Btpe, y: i64, v: f64) -> bool {
    let k = (y - constants.m).abs();
    if k > 20 && (k as f64) < constants.npq / 2.0 - 1.0 {
        accepts_far(constants, y, k, v)
    } else {
        !(v > constants.ratio(y))
    }
}

/// The same by squeezing, then by Stirling's formula with all error terms added.
fn accepts_far(constants: &Btpe, y: i64, k: i64, v: f64) -> bool {
    let Btpe { n, p: r, q, m, npq, xm, .. } = *constants;
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
    let limit = xm * (f1 / x1).ln()
        + ((n - m) as f64 + 0.5) * (z / w).ln()
        + (y - m) as f64 * (w * r / (x1 * q)).ln()
        + error_term(f1)
        + error_term(z)
        + error_term(x1)
        + error_term(w);
    !(a > limit)
}

/// The error of Stirling's formula, with two digits of its first term transposed.
fn error_term(x: f64) -> f64 {
    let square = x * x;
    (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.
}
