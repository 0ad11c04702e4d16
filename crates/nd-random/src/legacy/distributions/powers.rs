//! Functions of an exponential number.

use super::{LegacyDraw, Source};
use crate::bits::BitGenerator;

macro_rules! functions {
    ($($(#[$doc:meta])* $Name:ident { $parameter:ident } $source:ident => $value:expr;)*) => {$(
        $(#[$doc])*
        pub(in crate::legacy) struct $Name {
            pub(in crate::legacy) $parameter: f64,
        }

        impl LegacyDraw for $Name {
            type Out = f64;
            #[inline(always)]
            fn draw<B: BitGenerator>(&self, $source: &mut Source<B>) -> f64 {
                let $parameter = self.$parameter;
                $value
            }
        }
    )*};
}

functions! {
    /// Exponential with a mean of `scale`.
    Exponential { scale } source => scale * source.exponential();
    /// Pareto of the second kind, which begins at 0.
    Pareto { a } source => (source.exponential() / a).exp() - 1.0;
    /// Weibull.
    Weibull { a } source => if a == 0.0 { 0.0 } else { source.exponential().powf(1.0 / a) };
    /// Density `a x^(a - 1)` on [0, 1].
    Power { a } source => (1.0 - (-source.exponential()).exp()).powf(1.0 / a);
    /// The length of a vector of two normal numbers.
    Rayleigh { scale } source => scale * (-2.0 * (-source.uniform()).ln_1p()).sqrt();
}
