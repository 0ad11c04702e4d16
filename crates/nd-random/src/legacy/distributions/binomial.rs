//! The binomial distribution.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;
use crate::distributions::{Btpe, Inversion};

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
            Method::Btpe(method) => method.draw(&mut source.bits, uncorrected),
        };
        if self.flipped { self.n.wrapping_sub(count) } else { count }
    }
}

/// `rest` and the errors of Stirling's formula, all added.
fn uncorrected(rest: f64, [f1, z, x1, w]: [f64; 4]) -> f64 {
    rest + error_term(f1) + error_term(z) + error_term(x1) + error_term(w)
}

/// The error of Stirling's formula, with two digits of its first term transposed.
fn error_term(x: f64) -> f64 {
    let square = x * x;
    (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.
}
