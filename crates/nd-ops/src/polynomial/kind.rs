//! The six bases, as the numbers of their recurrences.

/// A basis of polynomials.
///
/// All of them begin with 1, and each polynomial is made from the two before:
/// `p(k + 1) = (a·x + b)·p(k) - c·p(k - 1)`. That is all that most functions need to know.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::{Basis, Kind, LaguerreBasis};
///
/// assert_eq!(LaguerreBasis::KIND, Kind::Laguerre);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Powers.
    Power,
    /// Chebyshev polynomials of the first kind, T.
    Chebyshev,
    /// Legendre polynomials, P.
    Legendre,
    /// Laguerre polynomials, L.
    Laguerre,
    /// Hermite polynomials, the physicists' H.
    Hermite,
    /// Hermite polynomials, the probabilists' He.
    HermiteE,
}

/// The numbers of one step of a recurrence.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) c: f64,
}

impl Kind {
    /// The step from polynomial `k` to the next.
    #[inline]
    pub(crate) fn step(self, k: usize) -> Step {
        let n = k as f64;
        match self {
            Kind::Power => Step { a: 1.0, b: 0.0, c: 0.0 },
            Kind::Chebyshev if k == 0 => Step { a: 1.0, b: 0.0, c: 0.0 },
            Kind::Chebyshev => Step { a: 2.0, b: 0.0, c: 1.0 },
            Kind::Legendre => Step { a: (2.0 * n + 1.0) / (n + 1.0), b: 0.0, c: n / (n + 1.0) },
            Kind::Laguerre => {
                let b = (2.0 * n + 1.0) / (n + 1.0);
                Step { a: -1.0 / (n + 1.0), b, c: n / (n + 1.0) }
            }
            Kind::Hermite => Step { a: 2.0, b: 0.0, c: 2.0 * n },
            Kind::HermiteE => Step { a: 1.0, b: 0.0, c: n },
        }
    }

    /// The steps of the first `n` polynomials.
    pub(crate) fn steps(self, n: usize) -> Vec<Step> {
        (0..n).map(|k| self.step(k)).collect()
    }

    /// The coefficients of `x`.
    pub(crate) fn x(self) -> [f64; 2] {
        let step = self.step(0);
        [-step.b / step.a, 1.0 / step.a]
    }

    /// The square of the norm of polynomial `k` over that of the one before.
    pub(crate) fn growth(self, k: usize) -> f64 {
        self.step(k).c * self.step(k - 1).a / self.step(k).a
    }

    /// The integral of the weight function.
    pub(crate) fn mass(self) -> f64 {
        use std::f64::consts::PI;
        match self {
            Kind::Chebyshev => PI,
            Kind::Power | Kind::Legendre => 2.0,
            Kind::Laguerre => 1.0,
            Kind::Hermite => PI.sqrt(),
            Kind::HermiteE => (2.0 * PI).sqrt(),
        }
    }

    /// The weight function.
    pub(crate) fn weight(self, x: f64) -> f64 {
        match self {
            Kind::Power | Kind::Legendre => 1.0,
            Kind::Chebyshev => 1.0 / ((1.0 + x).sqrt() * (1.0 - x).sqrt()),
            Kind::Laguerre => (-x).exp(),
            Kind::Hermite => (-x * x).exp(),
            Kind::HermiteE => (-0.5 * x * x).exp(),
        }
    }
}
