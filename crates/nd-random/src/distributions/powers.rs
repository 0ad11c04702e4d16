//! Powers and exponentials of an exponential number.

use super::Draw;
use crate::bits::BitGenerator;
use crate::ziggurat;

/// The exponent of each.
macro_rules! exponent {
    ($($Name:ident)*) => {$(
        pub(crate) struct $Name {
            pub(crate) a: f64,
        }
    )*};
}
exponent!(Pareto Weibull Power);

impl Draw for Pareto {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        (ziggurat::exponential(bits) / self.a).exp_m1()
    }
}

impl Draw for Weibull {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        if self.a == 0.0 {
            return 0.0;
        }
        ziggurat::exponential(bits).powf(1.0 / self.a)
    }
}

impl Draw for Power {
    type Out = f64;
    fn draw<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        (-(-ziggurat::exponential(bits)).exp_m1()).powf(1.0 / self.a)
    }
}
