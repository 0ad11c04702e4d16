//! Uniform numbers and bytes, on all threads where the bit generator can skip.

use super::continuous::certain;
use super::{Between, Generator};
use crate::bits::BitGenerator;
use crate::compiled::{Continuous, Narrow};
use crate::error::RandomError;
use crate::size::{Size, Target};
use nd_core::{Operand, Shape, View};

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
        if const { S::SINGLE } {
            return S::single(self.bits.next_f64());
        }
        certain(size.through(|to| self.bits.continuous(Continuous::Random, &[], to)))
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
        if const { S::SINGLE } {
            return S::single(self.bits.next_f32());
        }
        certain(size.through(|to| self.bits.narrow(Narrow::Random, &[], to)))
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
        let p = [low.operand(), high.operand()];
        size.through(|to| self.bits.continuous(Continuous::Uniform, &p, to))
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
        let words = Target::New(Shape::from(n.div_ceil(4).max(1)));
        let any = Between::inclusive(View::from_ref(&0), View::from_ref(&u32::MAX));
        let words = certain(self.bits.integers_u32(any, words)).array();
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.truncate(n);
        bytes
    }
}
