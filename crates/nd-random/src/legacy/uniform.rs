//! Uniform numbers and bytes.

use super::RandomState;
use super::source::{Unchanged, draw};
use crate::bits::BitGenerator;
use crate::distributions::Uniform;
use crate::error::RandomError;
use crate::parameters::{Domain, Parameter};
use crate::size::Size;
use nd_core::{ArrayLike, Operand, broadcast_shapes, zip};

impl<B: BitGenerator> RandomState<B> {
    /// Uniform on [0, 1): multiples of 2⁻⁵³.
    ///
    /// # NumPy
    /// `np.random.rand(2, 3)`: the lengths are a [`Size`] here.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.rand(3), array![0.3745401188473625, 0.9507143064099162, 0.7319939418114051]);
    /// assert_eq!(random.rand([2, 3]).shape(), [2, 3]);
    /// ```
    #[inline]
    pub fn rand<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.source.fill(size, |source| source.uniform())
    }

    /// As [`rand`](Self::rand).
    ///
    /// # NumPy
    /// `np.random.random(size)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_random::legacy::RandomState::new(1).random(()), 0.417022004702574);
    /// ```
    #[inline]
    pub fn random<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.rand(size)
    }

    /// As [`rand`](Self::rand).
    ///
    /// # NumPy
    /// `np.random.random_sample(size)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_random::legacy::RandomState::new(1).random_sample([2, 3])[[0, 0]], 0.417022004702574);
    /// ```
    #[inline]
    pub fn random_sample<S: Size<f64>>(&mut self, size: S) -> S::Out {
        self.rand(size)
    }

    /// Uniform on [`low`, `high`); `high` may lie below `low`.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if `high - low` is not finite, [`RandomError::Shape`] if the
    /// bounds do not broadcast to the size.
    ///
    /// # NumPy
    /// `np.random.uniform(low, high, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.uniform(-1.0, 1.0, 2)?, array![-0.250919762305275, 0.9014286128198323]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn uniform<S: Size<f64>>(
        &mut self,
        low: impl Operand<f64>,
        high: impl Operand<f64>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (low, high) = (low.operand(), high.operand());
        broadcast_shapes(&[low.shape(), high.shape()])?;
        let range = zip((&high, &low)).map(|(high, low)| high - low);
        if let Some(range) = range.iter().find(|range| !range.is_finite()) {
            return Err(RandomError::parameter("uniform", "high - low", range, "a finite value"));
        }
        let parameters = (
            Parameter::new("low", low, Domain::Any),
            Parameter::new("high - low", ArrayLike::view(&range), Domain::Any),
        );
        draw(&mut self.source, "uniform", size, parameters, |(low, range)| {
            Unchanged(Uniform { low, range })
        })
    }

    /// Integers from 0 to 2⁶³ - 1.
    ///
    /// # NumPy
    /// `np.random.RandomState().tomaxint(size)`, where a C `long` has 64 bits.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_random::legacy::RandomState::new(1).tomaxint(()), 3_846_349_041_279_680_629);
    /// ```
    #[inline]
    pub fn tomaxint<S: Size<i64>>(&mut self, size: S) -> S::Out {
        self.source.fill(size, |source| (source.bits.next_u64() >> 1) as i64)
    }

    /// `n` random bytes.
    ///
    /// # NumPy
    /// `np.random.bytes(n)`.
    ///
    /// # Examples
    /// ```
    /// let mut random = nd_random::legacy::RandomState::new(1234567890);
    /// assert_eq!(random.bytes(10), *b"\x82Ui\x9e\xff\x97+Wf\xa5");
    /// ```
    pub fn bytes(&mut self, n: usize) -> Vec<u8> {
        // For no bytes a word is drawn too, as by NumPy.
        let words = n.div_ceil(4).max(1);
        let mut bytes: Vec<u8> =
            (0..words).flat_map(|_| self.source.bits.next_u32().to_le_bytes()).collect();
        bytes.truncate(n);
        bytes
    }
}
