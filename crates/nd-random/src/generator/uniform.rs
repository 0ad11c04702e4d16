//! Uniform numbers and bytes, on all threads where the bit generator can skip.

use super::Generator;
use crate::bits::{BitGenerator, f32_of, f64_of};
use crate::distributions::Uniform;
use crate::error::RandomError;
use crate::parameters::{Domain, Parameter, draw};
use crate::size::Size;
use crate::stream::{fill_u32, fill_u64};
use nd_core::{ArrayLike, Operand, zip};

impl<B: BitGenerator> Generator<B> {
    /// Uniform on [0, 1): multiples of 2⁻⁵³.
    ///
    /// # NumPy
    /// `rng.random(size)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(12345);
    /// let x: f64 = rng.random(());
    /// assert_eq!(x, 0.22733602246716966);
    /// assert_eq!(rng.random([2, 3]).shape(), [2, 3]);
    /// ```
    #[inline]
    pub fn random<S: Size<f64>>(&mut self, size: S) -> S::Out {
        fill_u64(&mut self.bits, size, B::next_f64, f64_of)
    }

    /// Uniform on [0, 1), in single precision: multiples of 2⁻²⁴.
    ///
    /// # NumPy
    /// `rng.random(size, dtype=np.float32)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(12345);
    /// let x = rng.random_f32([1000]);
    /// assert!(x.iter().all(|x| (0.0..1.0).contains(x)));
    /// ```
    #[inline]
    pub fn random_f32<S: Size<f32>>(&mut self, size: S) -> S::Out {
        fill_u32(&mut self.bits, size, 32, f32_of)
    }

    /// Uniform on [`low`, `high`).
    ///
    /// Density 1 / (high - low). By rounding, `high` itself may come up. With `high` below
    /// `low` there is an error, as with a difference that is not finite.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if `high - low` is negative or not finite,
    /// [`RandomError::Shape`] if the bounds do not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.uniform(low, high, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{FromParameters, default_rng};
    ///
    /// let mut rng = default_rng(7);
    /// let x = rng.uniform(-1.0, 1.0, 4)?;
    /// assert!(x.iter().all(|x| (-1.0..1.0).contains(x)));
    /// assert_eq!(rng.uniform([0.0, 0.5], [[1.0], [9.0]], FromParameters)?.shape(), [2, 2]);
    /// assert!(rng.uniform(1.0, 0.0, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn uniform<S: Size<f64>>(
        &mut self,
        low: impl Operand<f64>,
        high: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (low, high) = (low.operand(), high.operand());
        if low.ndim() == 0 && high.ndim() == 0 {
            let (low, range) = (low[[]], high[[]] - low[[]]);
            check_range(range)?;
            let serial = |bits: &mut B| low + range * bits.next_f64();
            return Ok(fill_u64(&mut self.bits, size, serial, |x| low + range * f64_of(x)));
        }
        nd_core::broadcast_shapes(&[low.shape(), high.shape()])?;
        let range = zip((&high, &low)).map(|(high, low)| high - low);
        range.iter().try_for_each(|&range| check_range(range))?;
        let parameters = (
            Parameter::new("low", low, Domain::Any),
            Parameter::new("high - low", ArrayLike::view(&range), Domain::NonNegative),
        );
        draw(&mut self.bits, "uniform", size, parameters, |(low, range)| Uniform { low, range })
    }

    /// `n` random bytes.
    ///
    /// # NumPy
    /// `rng.bytes(n)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(0);
    /// assert_eq!(rng.bytes(5).len(), 5);
    /// ```
    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        // NumPy draws a word for no bytes, too.
        let words = n.div_ceil(4).max(1);
        let words = fill_u32(&mut self.bits, words, 32, u32::to_le_bytes);
        let mut bytes = words.into_vec().into_flattened();
        bytes.truncate(n);
        bytes
    }
}

fn check_range(range: f64) -> Result<(), RandomError> {
    // Also -0.0 is refused, as by NumPy: it means that the bounds are the wrong way round.
    if range.is_finite() && range.is_sign_positive() {
        return Ok(());
    }
    let domain = "a finite value of at least 0";
    Err(RandomError::parameter("uniform", "high - low", range, domain))
}
