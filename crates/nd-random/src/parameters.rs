//! Parameters of draws: checked once, then broadcast to the size.

use crate::bits::BitGenerator;
use crate::distributions::Draw;
use crate::error::RandomError;
use crate::size::sealed::Fill;
use crate::size::{Made, Target};
use nd_core::{Iter, Shape, ShapeError, View, broadcast_shapes};
use std::fmt::Display;

/// The values that a parameter may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Any, NaN included.
    Any,
    /// No sign bit, or NaN.
    NonNegative,
    /// Above 0, or NaN.
    Positive,
    /// Above 0.
    PositiveNumber,
    /// 0 to 1.
    Probability,
    /// Above 0, up to 1.
    PositiveProbability,
    /// 0 to below 1.
    ProbabilityBelowOne,
    /// Above 1.
    AboveOne,
    /// 0 to the largest mean whose numbers fit `i64` for certain.
    PoissonMean,
}

/// Ten standard deviations below the largest `i64`.
pub(crate) const POISSON_MEAN_MAX: f64 = 9.223372006484771e18;

impl Domain {
    fn contains(self, x: f64) -> bool {
        match self {
            Domain::Any => true,
            Domain::NonNegative => x.is_nan() || x.is_sign_positive(),
            Domain::Positive => !(x <= 0.0),
            Domain::PositiveNumber => x > 0.0,
            Domain::Probability => (0.0..=1.0).contains(&x),
            Domain::PositiveProbability => x > 0.0 && x <= 1.0,
            Domain::ProbabilityBelowOne => (0.0..1.0).contains(&x),
            Domain::AboveOne => x > 1.0,
            Domain::PoissonMean => (0.0..=POISSON_MEAN_MAX).contains(&x),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Domain::Any => "any value",
            Domain::NonNegative => "a value of at least 0",
            Domain::Positive | Domain::PositiveNumber => "a value above 0",
            Domain::Probability => "a value from 0 to 1",
            Domain::PositiveProbability => "a value above 0, up to 1,",
            Domain::ProbabilityBelowOne => "a value from 0 to below 1",
            Domain::AboveOne => "a value above 1",
            Domain::PoissonMean => "a value from 0 to 9.2e18",
        }
    }
}

/// What parameters are made of: `f32`, `f64` and `i64`.
pub(crate) trait Value: Copy + Display {
    fn as_f64(self) -> f64;
}
impl Value for f32 {
    #[inline(always)]
    fn as_f64(self) -> f64 {
        self.into()
    }
}
impl Value for f64 {
    #[inline(always)]
    fn as_f64(self) -> f64 {
        self
    }
}
impl Value for i64 {
    #[inline(always)]
    fn as_f64(self) -> f64 {
        self as f64
    }
}

/// One parameter.
#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a, T> {
    name: &'static str,
    values: View<'a, T>,
    domain: Domain,
}

impl<'a, T: Value> Parameter<'a, T> {
    pub(crate) fn new(name: &'static str, values: View<'a, T>, domain: Domain) -> Self {
        Parameter { name, values, domain }
    }

    fn check(&self, method: &'static str) -> Result<(), RandomError> {
        let outside = |x: &&T| !self.domain.contains(x.as_f64());
        match self.values.iter().find(outside) {
            None => Ok(()),
            Some(x) => Err(RandomError::parameter(method, self.name, x, self.domain.words())),
        }
    }
}

/// One to three parameters.
pub(crate) trait Parameters<'a> {
    /// The value of each.
    type Values;
    /// Their values, one set for each element of a size.
    type Walk: Iterator<Item = Self::Values>;
    fn check(&self, method: &'static str) -> Result<(), RandomError>;
    /// The shape that they broadcast to.
    fn shape(&self) -> Result<Shape, ShapeError>;
    /// The values, if each has but one.
    fn single(&self) -> Option<Self::Values>;
    fn walk(&self, shape: Shape) -> Result<Self::Walk, ShapeError>;
}

/// The values of parameters together.
pub(crate) struct Together<I>(I);

macro_rules! parameters {
    ($($T:ident $k:tt),*) => {
        impl<'a, $($T: Value),*> Iterator for Together<($(Iter<'a, $T>,)*)> {
            type Item = ($($T,)*);
            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                Some(($(*self.0.$k.next()?,)*))
            }
        }
        impl<'a, $($T: Value),*> Parameters<'a> for ($(Parameter<'a, $T>,)*) {
            type Values = ($($T,)*);
            type Walk = Together<($(Iter<'a, $T>,)*)>;
            fn check(&self, method: &'static str) -> Result<(), RandomError> {
                $(self.$k.check(method)?;)*
                Ok(())
            }
            fn shape(&self) -> Result<Shape, ShapeError> {
                broadcast_shapes(&[$(self.$k.values.shape(),)*])
            }
            fn single(&self) -> Option<Self::Values> {
                Some(($({
                    let values = self.$k.values;
                    if values.size() != 1 {
                        return None;
                    }
                    *values.iter().next()?
                },)*))
            }
            fn walk(&self, shape: Shape) -> Result<Self::Walk, ShapeError> {
                Ok(Together(($(self.$k.values.try_broadcast_to(shape)?.iter(),)*)))
            }
        }
    };
}
parameters!(A 0);
parameters!(A 0, B 1);
parameters!(A 0, B 1, C 2);

/// Draws for every element of a size from the distribution that `make` makes of the
/// parameters there.
pub(crate) fn draw<'a, P, D, B>(
    bits: &mut B,
    method: &'static str,
    to: Target<'_, D::Out>,
    parameters: P,
    make: impl Fn(P::Values) -> D,
) -> Result<Made<D::Out>, RandomError>
where
    P: Parameters<'a>,
    D: Draw,
    B: BitGenerator,
{
    parameters.check(method)?;
    let shape = match to.shape() {
        Some(shape) => shape,
        None => parameters.shape()?,
    };
    let mut walk = parameters.walk(shape)?;
    if let Some(values) = parameters.single() {
        let distribution = make(values).repeated();
        return Ok(to.draw(shape, bits, move |bits| distribution.draw(bits)));
    }
    let mut next = || walk.next().expect("one set of values for each element of the size");
    Ok(to.draw(shape, bits, |bits| make(next()).draw(bits)))
}
