//! Distributions of the crate `rand_distr`.

use super::Generator;
use crate::bits::BitGenerator;
use crate::size::Size;
use nd_core::Shape;
use rand_distr::Distribution;

impl<B: BitGenerator> Generator<B> {
    /// Draws from any distribution of [`rand_distr`], or one of your own.
    ///
    /// For distributions that NumPy lacks: those that it has are methods here, and draw the
    /// numbers that NumPy draws, which `rand_distr` does not.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{default_rng, rand_distr::SkewNormal};
    ///
    /// let mut rng = default_rng(0);
    /// let skewed = rng.sample(SkewNormal::new(0.0, 1.0, 5.0)?, [2000]);
    /// let right = skewed.iter().filter(|&&x| x > 0.0).count();
    /// assert!(right > 1800);
    /// let one: f64 = rng.sample(SkewNormal::new(0.0, 1.0, -5.0)?, ());
    /// assert!(one.is_finite());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sample<T, S>(&mut self, distribution: impl Distribution<T>, size: S) -> S::Out
    where
        T: Copy + Send,
        S: Size<T>,
    {
        let shape = size.shape().unwrap_or(Shape::from(()));
        size.fill(shape, || distribution.sample(self))
    }
}
