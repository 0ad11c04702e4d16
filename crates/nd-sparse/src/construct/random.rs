//! Random matrices, the same as SciPy's for the same seed.

use crate::compressed::Compressed;
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::ShapeError;
use nd_random::{BitGenerator, ChoiceOptions, Generator, RandomError};

impl<I: Index, O: Orientation> Compressed<f64, I, O>
where
    f64: SparseElement<I>,
{
    /// A matrix with entries at random places, each place once, with values uniform in `[0, 1)`.
    ///
    /// # Errors
    /// [`RandomError::Shape`] if the matrix has more elements than can be counted or an axis is too long for the
    /// indices; [`RandomError::Parameter`] if `density` is not within 0 and 1.
    ///
    /// # SciPy
    /// `random_array(shape, density=density, rng=rng)`: the same entries for the same generator.
    ///
    /// # Examples
    /// ```
    /// use nd_random::default_rng;
    /// use nd_sparse::Csr;
    ///
    /// let a: Csr<f64> = Csr::random([100, 50], 0.1, &mut default_rng(7))?;
    /// assert_eq!(a.nnz(), 500);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn random<B: BitGenerator>(
        shape: [usize; 2],
        density: f64,
        rng: &mut Generator<B>,
    ) -> Result<Self, RandomError> {
        let overflow = || ShapeError::Overflow { op: "random", shape: shape.into() };
        SparseError::check_axes::<I>("random", &shape).map_err(|_| overflow())?;
        let elements = shape[0].checked_mul(shape[1]).ok_or_else(overflow)?;
        // A density that is none draws none, or more than there are, which the generator refuses.
        let wanted = (density * elements as f64).round_ties_even();
        let count = if (0.0..=1.0).contains(&density) { wanted as usize } else { usize::MAX };
        if count == usize::MAX {
            // The same refusal as for more of a population than it has.
            rng.choice_with(0, 1, &ChoiceOptions::default())?;
        }
        let once = ChoiceOptions::default().replace(false);
        let places = rng.choice_with(elements, count, &once)?;
        // Places are counted column by column, as SciPy counts them.
        let rows =
            places.iter().map(|&place| I::from_position(place as usize % shape[0])).collect();
        let columns =
            places.iter().map(|&place| I::from_position(place as usize / shape[0])).collect();
        let values = rng.random(count).into_vec();
        match Coo::from_coords(shape, vec![rows, columns], values) {
            Ok(coo) => Ok(coo.to_csr().into_oriented()),
            Err(_) => Err(overflow().into()),
        }
    }
}
