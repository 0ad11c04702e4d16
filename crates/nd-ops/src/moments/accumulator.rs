//! [`Moments`]: what of some elements is enough for their mean and their variance.

use super::Averaged;
use crate::sums::AddedIn;
use nd_core::{Element, Number};
use num_traits::{Float, NumCast, Zero};

/// Count, mean, and sum of squared distances from it: what is known of a part of the elements,
/// to be [merged](Self::merge) with what is known of other parts.
///
/// The mean is kept as an element and the distance from it: a mean far from zero, rounded to
/// its type, would be wrong by more than the elements differ. Equal elements are all at
/// distance 0, so that nothing is left of them, exactly.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Moments<T: Averaged> {
    pub(super) count: usize,
    pub(super) origin: T,
    pub(super) mean: T::Work,
    pub(super) squares: T::Real,
}

impl<T: Averaged> Element for Moments<T> {}

impl<T: Averaged> Default for Moments<T> {
    /// Those of no element.
    #[inline(always)]
    fn default() -> Moments<T> {
        let (mean, squares) = (T::Work::zero(), T::Real::zero());
        Moments { count: 0, origin: T::default(), mean, squares }
    }
}

#[doc(hidden)]
impl<T: Averaged> Moments<T> {
    /// All that they are made of: count, an element, the mean's distance from it, the sum of squares.
    pub fn parts(&self) -> (usize, T, T::Work, T::Real) {
        (self.count, self.origin, self.mean, self.squares)
    }

    /// Those that have these [parts](Self::parts).
    pub fn from_parts((count, origin, mean, squares): (usize, T, T::Work, T::Real)) -> Moments<T> {
        Moments { count, origin, mean, squares }
    }

    /// How many elements they are of.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The mean; NaN if there are no elements, and where one is infinite. (A mean that is to
    /// be infinite then is that of a sum.)
    pub fn mean(&self) -> T::Mean {
        if self.count == 0 {
            return T::mean(T::Work::zero(), 0);
        }
        T::mean(self.origin.widen().plus(self.mean), 1)
    }

    /// The variance with divisor `count - ddof`: NaN if there are no elements, as NumPy's.
    pub fn variance(&self, ddof: f64) -> T::Real {
        let divisor = self.count as f64 - ddof;
        if divisor <= 0.0 {
            // NumPy divides by a count clipped to zero: 0/0 is NaN, anything else infinite.
            return self.squares / T::Real::zero();
        }
        // An infinite element has no distance from the infinite mean: NaN, whatever the
        // updates along the way made of it.
        let undefined = T::square(self.mean.minus(self.mean));
        let divisor = <T::Real as NumCast>::from(divisor).expect("a float");
        self.squares / divisor + undefined
    }

    /// As [`variance`](Self::variance), but NaN wherever there are not more than `ddof`
    /// elements: as NumPy has it where NaN may be left out.
    pub fn variance_of_enough(&self, ddof: f64) -> T::Real {
        let few = self.count as f64 <= ddof && !<T as AddedIn<T::Work>>::NEVER_NAN;
        if few { T::Real::nan() } else { self.variance(ddof) }
    }

    /// [`variance`](Self::variance) as a result.
    pub fn var(self, ddof: f64) -> T::Spread {
        T::spread(self.variance(ddof))
    }

    /// The standard deviation as a result.
    pub fn std(self, ddof: f64) -> T::Spread {
        T::spread(self.variance(ddof).sqrt())
    }

    /// [`variance_of_enough`](Self::variance_of_enough) as a result.
    pub fn nanvar(self, ddof: f64) -> T::Spread {
        T::spread(self.variance_of_enough(ddof))
    }

    /// The root of [`variance_of_enough`](Self::variance_of_enough) as a result.
    pub fn nanstd(self, ddof: f64) -> T::Spread {
        T::spread(self.variance_of_enough(ddof).sqrt())
    }

    /// Those of both parts together, as Chan, Golub and LeVeque merge them ("Updating formulae
    /// and a pairwise algorithm for computing sample variances", 1979).
    #[inline(always)]
    pub fn merge(a: Moments<T>, b: Moments<T>) -> Moments<T> {
        if a.count == 0 || b.count == 0 {
            return if a.count == 0 { b } else { a };
        }
        let count = a.count + b.count;
        let share = T::count(b.count) / T::count(count);
        let distance = b.origin.distance(a.origin).plus(b.mean.minus(a.mean));
        let between = T::square(distance) * T::count(a.count) * share;
        Moments {
            count,
            origin: a.origin,
            mean: a.mean.plus(T::scale(distance, share)),
            squares: a.squares + b.squares + between,
        }
    }
}
