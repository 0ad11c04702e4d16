//! Chi-square numbers and their ratios.

use super::{LegacyDraw, Source, StandardGamma};
use crate::bits::BitGenerator;
use crate::distributions::{Draw, Poisson};

/// The sum of the squares of normal numbers.
#[derive(Clone, Copy)]
pub(in crate::legacy) struct ChiSquare(StandardGamma);

impl ChiSquare {
    pub(in crate::legacy) fn new(df: f64) -> ChiSquare {
        ChiSquare(StandardGamma::new(df / 2.0))
    }
}

impl LegacyDraw for ChiSquare {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        2.0 * self.0.draw(source)
    }
}

/// Fisher's: the ratio of two chi-square numbers over their degrees of freedom.
pub(in crate::legacy) struct F {
    numerator: ChiSquare,
    denominator: ChiSquare,
    dfnum: f64,
    dfden: f64,
}

impl F {
    pub(in crate::legacy) fn new(dfnum: f64, dfden: f64) -> F {
        F { numerator: ChiSquare::new(dfnum), denominator: ChiSquare::new(dfden), dfnum, dfden }
    }
}

impl LegacyDraw for F {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let above = self.numerator.draw(source) * self.dfden;
        above / (self.denominator.draw(source) * self.dfnum)
    }
}

/// Chi-square of normal numbers whose means are not 0.
#[derive(Clone, Copy)]
pub(in crate::legacy) struct NoncentralChiSquare {
    pub(in crate::legacy) df: f64,
    pub(in crate::legacy) nonc: f64,
}

impl LegacyDraw for NoncentralChiSquare {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let NoncentralChiSquare { df, nonc } = *self;
        if nonc == 0.0 {
            return ChiSquare::new(df).draw(source);
        }
        if 1.0 < df {
            let rest = ChiSquare::new(df - 1.0).draw(source);
            let n = source.normal() + nonc.sqrt();
            return rest + n * n;
        }
        let i = Poisson::new(nonc / 2.0).draw(&mut source.bits);
        let out = ChiSquare::new(df + 2i64.wrapping_mul(i) as f64).draw(source);
        // NaN draws as much as a number does.
        if nonc.is_nan() { f64::NAN } else { out }
    }
}

/// As [`F`], with a noncentral numerator.
pub(in crate::legacy) struct NoncentralF {
    numerator: NoncentralChiSquare,
    denominator: ChiSquare,
    dfnum: f64,
    dfden: f64,
}

impl NoncentralF {
    pub(in crate::legacy) fn new(dfnum: f64, dfden: f64, nonc: f64) -> NoncentralF {
        let numerator = NoncentralChiSquare { df: dfnum, nonc };
        NoncentralF { numerator, denominator: ChiSquare::new(dfden), dfnum, dfden }
    }
}

impl LegacyDraw for NoncentralF {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> f64 {
        let above = self.numerator.draw(source) * self.dfden;
        above / (self.denominator.draw(source) * self.dfnum)
    }
}
