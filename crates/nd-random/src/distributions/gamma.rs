//! The gamma distribution and those that are made of it.

use super::{Draw, Poisson};
use crate::bits::BitGenerator;
use crate::ziggurat;

/// The gamma distribution with scale 1.
///
/// From shape 1 on: G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma
/// Variables", ACM Transactions on Mathematical Software 26 (2000). Below: J. H. Ahrens and
/// U. Dieter, "Computer Methods for Sampling from Gamma, Beta, Poisson and Binomial
/// Distributions", Computing 12 (1974), with an exponential number for the comparison.
#[derive(Clone, Copy)]
pub(crate) struct StandardGamma {
    shape: f64,
    b: f64,
    c: f64,
}

impl StandardGamma {
    #[inline(always)]
    pub(crate) fn new(shape: f64) -> StandardGamma {
        let b = shape - 1.0 / 3.0;
        StandardGamma { shape, b, c: 1.0 / (9.0 * b).sqrt() }
    }

    #[inline(always)]
    fn large<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let StandardGamma { b, c, .. } = *self;
        loop {
            let (mut x, mut v);
            loop {
                x = ziggurat::normal(bits);
                v = 1.0 + c * x;
                if !(v <= 0.0) {
                    break;
                }
            }
            v = v * v * v;
            let u = bits.next_f64();
            let near = u < 1.0 - 0.0331 * (x * x) * (x * x);
            if near || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
                return b * v;
            }
        }
    }

    fn small<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let shape = self.shape;
        loop {
            let u = bits.next_f64();
            let v = ziggurat::exponential(bits);
            if u <= 1.0 - shape {
                let x = u.powf(1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -((1.0 - u) / shape).ln();
                let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
}

impl Draw for StandardGamma {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        if self.shape == 1.0 {
            ziggurat::exponential(bits)
        } else if self.shape == 0.0 {
            0.0
        } else if self.shape < 1.0 {
            self.small(bits)
        } else {
            self.large(bits)
        }
    }
}

/// As [`StandardGamma`], in single precision.
#[derive(Clone, Copy)]
pub(crate) struct StandardGammaF32 {
    pub(crate) shape: f32,
}

impl Draw for StandardGammaF32 {
    type Out = f32;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f32 {
        let shape = self.shape;
        if shape == 1.0 {
            return ziggurat::exponential_f32(bits);
        }
        if shape == 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            return self.small(bits);
        }
        let b = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * b).sqrt();
        loop {
            let (mut x, mut v);
            loop {
                x = ziggurat::normal_f32(bits);
                v = 1.0 + c * x;
                if !(v <= 0.0) {
                    break;
                }
            }
            v = v * v * v;
            let u = bits.next_f32();
            let near = u < 1.0 - 0.0331 * (x * x) * (x * x);
            if near || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
                return b * v;
            }
        }
    }
}

impl StandardGammaF32 {
    fn small<B: BitGenerator>(&self, bits: &mut B) -> f32 {
        let shape = self.shape;
        loop {
            let u = bits.next_f32();
            let v = ziggurat::exponential_f32(bits);
            if u <= 1.0 - shape {
                let x = u.powf(1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -((1.0 - u) / shape).ln();
                let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
}

/// Gamma with any scale.
pub(crate) struct Gamma {
    standard: StandardGamma,
    scale: f64,
}

impl Gamma {
    pub(crate) fn new(shape: f64, scale: f64) -> Gamma {
        Gamma { standard: StandardGamma::new(shape), scale }
    }
}

impl Draw for Gamma {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.scale * self.standard.draw(bits)
    }
}

/// The sum of the squares of normal numbers.
#[derive(Clone, Copy)]
pub(crate) struct ChiSquare(StandardGamma);

impl ChiSquare {
    pub(crate) fn new(df: f64) -> ChiSquare {
        ChiSquare(StandardGamma::new(df / 2.0))
    }
}

impl Draw for ChiSquare {
    type Out = f64;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        2.0 * self.0.draw(bits)
    }
}

/// Fisher's: the ratio of two chi-square numbers over their degrees of freedom.
pub(crate) struct F {
    numerator: ChiSquare,
    denominator: ChiSquare,
    dfnum: f64,
    dfden: f64,
}

impl F {
    pub(crate) fn new(dfnum: f64, dfden: f64) -> F {
        F { numerator: ChiSquare::new(dfnum), denominator: ChiSquare::new(dfden), dfnum, dfden }
    }
}

impl Draw for F {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let above = self.numerator.draw(bits) * self.dfden;
        above / (self.denominator.draw(bits) * self.dfnum)
    }
}

/// Chi-square of normal numbers whose means are not 0.
#[derive(Clone, Copy)]
pub(crate) struct NoncentralChiSquare {
    df: f64,
    nonc: f64,
}

impl NoncentralChiSquare {
    pub(crate) fn new(df: f64, nonc: f64) -> NoncentralChiSquare {
        NoncentralChiSquare { df, nonc }
    }
}

impl Draw for NoncentralChiSquare {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let NoncentralChiSquare { df, nonc } = *self;
        if nonc.is_nan() {
            return f64::NAN;
        }
        if nonc == 0.0 {
            return ChiSquare::new(df).draw(bits);
        }
        if 1.0 < df {
            let rest = ChiSquare::new(df - 1.0).draw(bits);
            let n = ziggurat::normal(bits) + nonc.sqrt();
            return rest + n * n;
        }
        let i = Poisson::new(nonc / 2.0).draw(bits);
        ChiSquare::new(df + 2i64.wrapping_mul(i) as f64).draw(bits)
    }
}

/// As [`F`], with a noncentral numerator.
pub(crate) struct NoncentralF {
    numerator: NoncentralChiSquare,
    denominator: ChiSquare,
    dfnum: f64,
    dfden: f64,
}

impl NoncentralF {
    pub(crate) fn new(dfnum: f64, dfden: f64, nonc: f64) -> NoncentralF {
        let numerator = NoncentralChiSquare::new(dfnum, nonc);
        NoncentralF { numerator, denominator: ChiSquare::new(dfden), dfnum, dfden }
    }
}

impl Draw for NoncentralF {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let above = self.numerator.draw(bits) * self.dfden;
        above / (self.denominator.draw(bits) * self.dfnum)
    }
}

/// Student's t.
pub(crate) struct StudentT {
    df: f64,
    gamma: StandardGamma,
}

impl StudentT {
    pub(crate) fn new(df: f64) -> StudentT {
        StudentT { df, gamma: StandardGamma::new(df / 2.0) }
    }
}

impl Draw for StudentT {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let above = ziggurat::normal(bits);
        let below = self.gamma.draw(bits);
        (self.df / 2.0).sqrt() * above / below.sqrt()
    }
}
