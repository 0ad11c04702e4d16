//! What a bit generator draws, in terms of no caller's types: compiled once for [`Pcg64`], from which
//! nearly every program draws, and for the other generators where they are used.
//!
//! The methods that people call turn their arguments into views and a [`Target`], which costs a few
//! instructions, and call hidden methods of the bit generator. Those are the functions here; by
//! default they are compiled in the crate that calls them.
//!
//! [`Pcg64`]: crate::Pcg64

use crate::bits::{BitGenerator, f32_of, f64_of};
use crate::distributions::{
    Beta, Binomial, ChiSquare, Exponential, F, Gamma, Geometric, Gumbel, Hypergeometric, Laplace,
    LogNormal, LogSeries, Logistic, NegativeBinomial, NoncentralChiSquare, NoncentralF, Normal,
    Pareto, Poisson, Power, Rayleigh, StandardGamma, StandardGammaF32, StudentT, Triangular,
    Uniform, VonMises, Wald, Weibull, Zipf,
};
use crate::error::RandomError;
use crate::parameters::{Domain, POISSON_MEAN_MAX, Parameter, Parameters, draw};
use crate::size::{Made, Target, fill};
use crate::stream::{fill_u32, fill_u64};
use crate::ziggurat;
use nd_core::{ArrayLike, View, zip};

/// The numbers that were drawn, or why none were.
pub(crate) type Drawing<T> = Result<Made<T>, RandomError>;

/// A distribution of `f64`; its parameters come in the order of the method's.
#[derive(Clone, Copy)]
pub enum Continuous {
    Random,
    Uniform,
    StandardNormal,
    StandardExponential,
    StandardExponentialInverse,
    StandardCauchy,
    StandardGamma,
    StandardT,
    Normal,
    LogNormal,
    Exponential,
    Rayleigh,
    Laplace,
    Gumbel,
    Logistic,
    Pareto,
    Weibull,
    Power,
    Wald,
    VonMises,
    Triangular,
    Gamma,
    Beta,
    ChiSquare,
    NoncentralChiSquare,
    F,
    NoncentralF,
}

/// A distribution of `f32`.
#[derive(Clone, Copy)]
pub enum Narrow {
    Random,
    StandardNormal,
    StandardExponential,
    StandardExponentialInverse,
    StandardGamma,
}

/// A distribution of counts; parameters that are counts come apart from those that are not.
#[derive(Clone, Copy)]
pub enum Discrete {
    Binomial,
    Poisson,
    Geometric,
    LogSeries,
    Zipf,
    NegativeBinomial,
    Hypergeometric,
}

/// Draws from what is made of parameters, each named and held to its domain.
macro_rules! drawn {
    ($bits:ident, $to:ident, $method:literal,
     $($value:ident: $name:literal from $views:ident[$k:literal] in $domain:ident),+
     => $make:expr) => {{
        let parameters = ($(Parameter::new($name, $views[$k], Domain::$domain),)+);
        draw($bits, $method, $to, parameters, |($($value,)+)| $make)
    }};
}

pub(crate) fn continuous<B: BitGenerator>(
    bits: &mut B,
    which: Continuous,
    p: &[View<'_, f64>],
    to: Target<'_, f64>,
) -> Drawing<f64> {
    match which {
        Continuous::Random => Ok(fill_u64(bits, to, B::next_f64, f64_of)),
        Continuous::Uniform => uniform(bits, p[0], p[1], to),
        Continuous::StandardNormal => Ok(fill(to, bits, ziggurat::normal)),
        Continuous::StandardExponential => Ok(fill(to, bits, ziggurat::exponential)),
        Continuous::StandardExponentialInverse => {
            Ok(fill(to, bits, |bits| -(-bits.next_f64()).ln_1p()))
        }
        Continuous::StandardCauchy => Ok(fill(to, bits, |bits| {
            let above = ziggurat::normal(bits);
            above / ziggurat::normal(bits)
        })),
        Continuous::Normal => {
            drawn!(bits, to, "normal", location: "loc" from p[0] in Any, scale: "scale" from p[1] in NonNegative => Normal { location, scale })
        }
        Continuous::LogNormal => {
            drawn!(bits, to, "lognormal", location: "mean" from p[0] in Any, scale: "sigma" from p[1] in NonNegative => LogNormal { location, scale })
        }
        Continuous::Exponential => {
            drawn!(bits, to, "exponential", scale: "scale" from p[0] in NonNegative => Exponential { scale })
        }
        Continuous::Rayleigh => {
            drawn!(bits, to, "rayleigh", scale: "scale" from p[0] in NonNegative => Rayleigh { scale })
        }
        Continuous::Laplace => {
            drawn!(bits, to, "laplace", location: "loc" from p[0] in Any, scale: "scale" from p[1] in NonNegative => Laplace { location, scale })
        }
        Continuous::Gumbel => {
            drawn!(bits, to, "gumbel", location: "loc" from p[0] in Any, scale: "scale" from p[1] in NonNegative => Gumbel { location, scale })
        }
        Continuous::Logistic => {
            drawn!(bits, to, "logistic", location: "loc" from p[0] in Any, scale: "scale" from p[1] in NonNegative => Logistic { location, scale })
        }
        Continuous::Pareto => {
            drawn!(bits, to, "pareto", a: "a" from p[0] in Positive => Pareto { a })
        }
        Continuous::Weibull => {
            drawn!(bits, to, "weibull", a: "a" from p[0] in NonNegative => Weibull { a })
        }
        Continuous::Power => drawn!(bits, to, "power", a: "a" from p[0] in Positive => Power { a }),
        Continuous::Wald => {
            drawn!(bits, to, "wald", mean: "mean" from p[0] in Positive, scale: "scale" from p[1] in Positive => Wald { mean, scale })
        }
        Continuous::VonMises => {
            drawn!(bits, to, "vonmises", mu: "mu" from p[0] in Any, kappa: "kappa" from p[1] in NonNegative => VonMises::new(mu, kappa))
        }
        Continuous::Triangular => triangular(bits, [p[0], p[1], p[2]], to),
        _ => of_gammas(bits, which, p, to),
    }
}

/// The gamma family.
fn of_gammas<B: BitGenerator>(
    bits: &mut B,
    which: Continuous,
    p: &[View<'_, f64>],
    to: Target<'_, f64>,
) -> Drawing<f64> {
    match which {
        Continuous::StandardGamma => {
            drawn!(bits, to, "standard_gamma", shape: "shape" from p[0] in NonNegative => StandardGamma::new(shape))
        }
        Continuous::Gamma => {
            drawn!(bits, to, "gamma", shape: "shape" from p[0] in NonNegative, scale: "scale" from p[1] in NonNegative => Gamma::new(shape, scale))
        }
        Continuous::Beta => {
            drawn!(bits, to, "beta", a: "a" from p[0] in Positive, b: "b" from p[1] in Positive => Beta::new(a, b))
        }
        Continuous::ChiSquare => {
            drawn!(bits, to, "chisquare", df: "df" from p[0] in Positive => ChiSquare::new(df))
        }
        Continuous::NoncentralChiSquare => {
            drawn!(bits, to, "noncentral_chisquare", df: "df" from p[0] in Positive, nonc: "nonc" from p[1] in NonNegative => NoncentralChiSquare::new(df, nonc))
        }
        Continuous::F => {
            drawn!(bits, to, "f", dfnum: "dfnum" from p[0] in Positive, dfden: "dfden" from p[1] in Positive => F::new(dfnum, dfden))
        }
        Continuous::NoncentralF => {
            drawn!(bits, to, "noncentral_f", dfnum: "dfnum" from p[0] in Positive, dfden: "dfden" from p[1] in Positive, nonc: "nonc" from p[2] in NonNegative => NoncentralF::new(dfnum, dfden, nonc))
        }
        _ => drawn!(bits, to, "standard_t", df: "df" from p[0] in Positive => StudentT::new(df)),
    }
}

fn uniform<B: BitGenerator>(
    bits: &mut B,
    low: View<'_, f64>,
    high: View<'_, f64>,
    to: Target<'_, f64>,
) -> Drawing<f64> {
    if low.ndim() == 0 && high.ndim() == 0 {
        let (low, range) = (low[[]], high[[]] - low[[]]);
        check_range(range)?;
        let serial = |bits: &mut B| low + range * bits.next_f64();
        return Ok(fill_u64(bits, to, serial, |x| low + range * f64_of(x)));
    }
    nd_core::broadcast_shapes(&[low.shape(), high.shape()])?;
    let range = zip((&high, &low)).map(|(high, low)| high - low);
    range.iter().try_for_each(|&range| check_range(range))?;
    let parameters = (
        Parameter::new("low", low, Domain::Any),
        Parameter::new("high - low", ArrayLike::view(&range), Domain::NonNegative),
    );
    draw(bits, "uniform", to, parameters, |(low, range)| Uniform { low, range })
}

fn check_range(range: f64) -> Result<(), RandomError> {
    // Also -0.0 is refused, as by NumPy: it means that the bounds are the wrong way round.
    if range.is_finite() && range.is_sign_positive() {
        return Ok(());
    }
    let domain = "a finite value of at least 0";
    Err(RandomError::parameter("uniform", "high - low", range, domain))
}

fn triangular<B: BitGenerator>(
    bits: &mut B,
    [left, mode, right]: [View<'_, f64>; 3],
    to: Target<'_, f64>,
) -> Drawing<f64> {
    let parameters = (
        Parameter::new("left", left, Domain::Any),
        Parameter::new("mode", mode, Domain::Any),
        Parameter::new("right", right, Domain::Any),
    );
    for (left, mode, right) in parameters.walk(parameters.shape()?)? {
        let wrong = |parameter, value, domain| {
            Err(RandomError::parameter("triangular", parameter, value, domain))
        };
        if left > mode {
            return wrong("left", left, "a value of at most mode");
        }
        if mode > right {
            return wrong("mode", mode, "a value of at most right");
        }
        if left == right {
            return wrong("left", left, "a value below right");
        }
    }
    let make = |(left, mode, right)| Triangular::new(left, mode, right);
    draw(bits, "triangular", to, parameters, make)
}

pub(crate) fn narrow<B: BitGenerator>(
    bits: &mut B,
    which: Narrow,
    p: &[View<'_, f32>],
    to: Target<'_, f32>,
) -> Drawing<f32> {
    match which {
        Narrow::Random => Ok(fill_u32(bits, to, 32, f32_of)),
        Narrow::StandardNormal => Ok(fill(to, bits, ziggurat::normal_f32)),
        Narrow::StandardExponential => Ok(fill(to, bits, ziggurat::exponential_f32)),
        // In double precision, as NumPy's C does.
        Narrow::StandardExponentialInverse => {
            Ok(fill(to, bits, |bits| -f64::from(-bits.next_f32()).ln_1p() as f32))
        }
        Narrow::StandardGamma => {
            drawn!(bits, to, "standard_gamma_f32", shape: "shape" from p[0] in NonNegative => StandardGammaF32 { shape })
        }
    }
}

pub(crate) fn discrete<B: BitGenerator>(
    bits: &mut B,
    which: Discrete,
    n: &[View<'_, i64>],
    p: &[View<'_, f64>],
    to: Target<'_, i64>,
) -> Drawing<i64> {
    match which {
        Discrete::Binomial => {
            drawn!(bits, to, "binomial", n: "n" from n[0] in NonNegative, p: "p" from p[0] in Probability => Binomial::new(n, p))
        }
        Discrete::Poisson => {
            drawn!(bits, to, "poisson", lam: "lam" from p[0] in PoissonMean => Poisson::new(lam))
        }
        Discrete::Geometric => {
            drawn!(bits, to, "geometric", p: "p" from p[0] in PositiveProbability => Geometric::new(p))
        }
        Discrete::LogSeries => {
            drawn!(bits, to, "logseries", p: "p" from p[0] in ProbabilityBelowOne => LogSeries::new(p))
        }
        Discrete::Zipf => drawn!(bits, to, "zipf", a: "a" from p[0] in AboveOne => Zipf::new(a)),
        Discrete::NegativeBinomial => negative_binomial(bits, p[0], p[1], to),
        Discrete::Hypergeometric => hypergeometric(bits, [n[0], n[1], n[2]], to),
    }
}

fn negative_binomial<B: BitGenerator>(
    bits: &mut B,
    n: View<'_, f64>,
    p: View<'_, f64>,
    to: Target<'_, i64>,
) -> Drawing<i64> {
    let parameters = (
        Parameter::new("n", n, Domain::PositiveNumber),
        Parameter::new("p", p, Domain::PositiveProbability),
    );
    parameters.check("negative_binomial")?;
    for (n, p) in parameters.walk(parameters.shape()?)? {
        let mean = (1.0 - p) / p * (n + 10.0 * n.sqrt());
        if mean > POISSON_MEAN_MAX {
            let domain = "a value for which numbers fit i64";
            return Err(RandomError::parameter("negative_binomial", "n", n, domain));
        }
    }
    draw(bits, "negative_binomial", to, parameters, |(n, p)| NegativeBinomial::new(n, p))
}

/// NumPy's bound on the members of which a hypergeometric sample is taken.
const HYPERGEOMETRIC_MAX: i64 = 1_000_000_000;

fn hypergeometric<B: BitGenerator>(
    bits: &mut B,
    [ngood, nbad, nsample]: [View<'_, i64>; 3],
    to: Target<'_, i64>,
) -> Drawing<i64> {
    let parameters = (
        Parameter::new("ngood", ngood, Domain::NonNegative),
        Parameter::new("nbad", nbad, Domain::NonNegative),
        Parameter::new("nsample", nsample, Domain::NonNegative),
    );
    parameters.check("hypergeometric")?;
    for (good, bad, sample) in parameters.walk(parameters.shape()?)? {
        let wrong = |parameter, value: i64, domain| {
            Err(RandomError::parameter("hypergeometric", parameter, value, domain))
        };
        if good >= HYPERGEOMETRIC_MAX {
            return wrong("ngood", good, "a value below 1e9");
        }
        if bad >= HYPERGEOMETRIC_MAX {
            return wrong("nbad", bad, "a value below 1e9");
        }
        if sample > good + bad {
            return wrong("nsample", sample, "a value of at most ngood + nbad");
        }
    }
    let make = |(good, bad, sample)| Hypergeometric::new(good, bad, sample);
    draw(bits, "hypergeometric", to, parameters, make)
}

/// The hidden methods of a bit generator: what `how` says of them decides where they are compiled.
macro_rules! drawing_methods {
    ($(#[$how:meta])*; $($(#[$each:meta])* $integers:ident $T:ty;)*) => {
        #[doc(hidden)]
        $(#[$how])*
        fn continuous(&mut self, which: Continuous, p: &[View<'_, f64>], to: Target<'_, f64>) -> Drawing<f64>
        where
            Self: Sized,
        {
            compiled::continuous(self, which, p, to)
        }

        #[doc(hidden)]
        $(#[$how])*
        fn narrow(&mut self, which: Narrow, p: &[View<'_, f32>], to: Target<'_, f32>) -> Drawing<f32>
        where
            Self: Sized,
        {
            compiled::narrow(self, which, p, to)
        }

        #[doc(hidden)]
        $(#[$how])*
        fn discrete(&mut self, which: Discrete, n: &[View<'_, i64>], p: &[View<'_, f64>], to: Target<'_, i64>) -> Drawing<i64>
        where
            Self: Sized,
        {
            compiled::discrete(self, which, n, p, to)
        }

        #[doc(hidden)]
        $(#[$how])*
        fn choose(&mut self, population: usize, size: Shape, how: &ChoiceOptions<'_>) -> Result<Array<i64>, RandomError>
        where
            Self: Sized,
        {
            generator::choose(self, population, size, how)
        }

        $(
            #[doc(hidden)]
            $(#[$each])*
            fn $integers(&mut self, bounds: Between<'_, $T>, to: Target<'_, $T>) -> Drawing<$T>
            where
                Self: Sized,
            {
                generator::between(self, bounds, to)
            }
        )*
    };
}
pub(crate) use drawing_methods;

/// Calls a macro with an attribute and the integer types, the attribute before each of them again.
macro_rules! with_integers {
    ($macro:ident $(#[$how:meta])*) => {
        $macro! {
            $(#[$how])*;
            $(#[$how])* integers_bool bool;
            $(#[$how])* integers_i8 i8;
            $(#[$how])* integers_i16 i16;
            $(#[$how])* integers_i32 i32;
            $(#[$how])* integers_i64 i64;
            $(#[$how])* integers_isize isize;
            $(#[$how])* integers_u8 u8;
            $(#[$how])* integers_u16 u16;
            $(#[$how])* integers_u32 u32;
            $(#[$how])* integers_u64 u64;
            $(#[$how])* integers_usize usize;
        }
    };
}
pub(crate) use with_integers;
