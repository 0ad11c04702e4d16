//! What legacy distributions draw from: bits, and every second normal number.

use crate::bits::BitGenerator;
use crate::distributions::Draw;
use crate::error::RandomError;
use crate::parameters::Parameters;
use crate::size::Size;
use nd_core::Shape;

/// A bit generator with the normal number that was made but not yet handed out.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Source<B> {
    pub(super) bits: B,
    pub(super) gauss: Option<f64>,
}

impl<B: BitGenerator> Source<B> {
    /// Uniform on [0, 1).
    #[inline(always)]
    pub(super) fn uniform(&mut self) -> f64 {
        self.bits.next_f64()
    }

    /// A standard normal number, by G. Marsaglia's polar method: every second call makes two.
    #[inline(always)]
    pub(super) fn normal(&mut self) -> f64 {
        if let Some(kept) = self.gauss.take() {
            return kept;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.gauss = Some(factor * x);
                return factor * y;
            }
        }
    }

    /// A standard exponential number, by inversion.
    #[inline(always)]
    pub(super) fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }

    /// Fills `size`, for which no parameters are needed; without a shape it is one number.
    pub(super) fn fill<T, S: Size<T>>(
        &mut self,
        size: S,
        mut next: impl FnMut(&mut Self) -> T,
    ) -> S::Out {
        let shape = size.shape().unwrap_or(Shape::from(()));
        size.fill(shape, || next(self))
    }
}

/// A distribution with its parameters, as [`Draw`], which may need normal numbers.
pub(super) trait LegacyDraw {
    /// What it draws.
    type Out: Copy + Send;
    /// The next number.
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> Self::Out;
}

/// A distribution that is still what it was.
pub(super) struct Unchanged<D>(pub(super) D);

impl<D: Draw> LegacyDraw for Unchanged<D> {
    type Out = D::Out;
    #[inline(always)]
    fn draw<B: BitGenerator>(&self, source: &mut Source<B>) -> D::Out {
        self.0.draw(&mut source.bits)
    }
}

/// Draws for every element of `size` from the distribution that `make` makes of the
/// parameters there.
pub(super) fn draw<'a, P, D, S, B>(
    source: &mut Source<B>,
    method: &'static str,
    size: S,
    parameters: P,
    make: impl Fn(P::Values) -> D,
) -> Result<S::Out, RandomError>
where
    P: Parameters<'a>,
    D: LegacyDraw,
    S: Size<D::Out>,
    B: BitGenerator,
{
    parameters.check(method)?;
    let shape = match size.shape() {
        Some(shape) => shape,
        None => parameters.shape()?,
    };
    let mut walk = parameters.walk(shape)?;
    if let Some(values) = parameters.single() {
        let distribution = make(values);
        return Ok(size.fill(shape, || distribution.draw(source)));
    }
    let mut next = || walk.next().expect("one set of values for each element of the size");
    Ok(size.fill(shape, || make(next()).draw(source)))
}
