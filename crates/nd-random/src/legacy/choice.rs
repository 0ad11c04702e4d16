//! Choices from a population.

use super::RandomState;
use crate::bits::BitGenerator;
use crate::error::RandomError;
use crate::generator::{ChoiceOptions, kahan_sum};
use crate::interval::masked;
use crate::size::Size;
use nd_core::{Array, ArrayLike, CowArray, Element, Shape, View, ViewMut};

/// What [`RandomState::choice`] chooses from: the integers below a `usize`, or the elements
/// of an array.
pub trait Population: sealed::Members {}
impl<P: sealed::Members> Population for P {}

pub(super) mod sealed {
    use nd_core::Array;

    pub trait Members {
        /// What is chosen.
        type Item: Copy + Send;
        /// How many there are; the length of the first axis of an array.
        fn count(&self) -> usize;
        /// How many axes; for integers one.
        fn axes(&self) -> usize;
        /// The member at an index below the count.
        fn member(&self, index: usize) -> Self::Item;
        /// All members, or rows, in another order.
        fn reordered(&self, order: &[usize]) -> Array<Self::Item>;
    }
}
use sealed::Members;

impl Members for usize {
    type Item = i64;
    fn count(&self) -> usize {
        *self
    }
    fn axes(&self) -> usize {
        1
    }
    fn member(&self, index: usize) -> i64 {
        index as i64
    }
    fn reordered(&self, order: &[usize]) -> Array<i64> {
        Array::from_vec(order.iter().map(|&index| index as i64).collect())
    }
}

macro_rules! arrays {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<T: Element, $($gen)*> Members for $Type {
            type Item = T;
            #[track_caller]
            fn count(&self) -> usize {
                let view = ArrayLike::view(self);
                *view.shape().first().expect("an array without axes has no members")
            }
            fn axes(&self) -> usize {
                ArrayLike::view(self).ndim()
            }
            fn member(&self, index: usize) -> T {
                ArrayLike::view(self)[[index]]
            }
            fn reordered(&self, order: &[usize]) -> Array<T> {
                ArrayLike::view(self).take(order, 0)
            }
        }
    )*};
}
arrays! {
    [] Array<T>;
    [] &Array<T>;
    [] View<'_, T>;
    [] &View<'_, T>;
    [] &ViewMut<'_, T>;
    [] &CowArray<'_, T>;
    [] &[T];
    [] Vec<T>;
    [] &Vec<T>;
    [const N: usize] [T; N];
    [const N: usize] &[T; N];
}

impl<B: BitGenerator> RandomState<B> {
    /// Members of a population, each as likely as any other, and again and again.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if there is none, or an array has several axes.
    ///
    /// # NumPy
    /// `np.random.choice(a, size)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.choice(10, 5)?, array![6, 3, 7, 4, 6]);
    /// assert_eq!(random.choice(['r', 'b'], ())?, 'b');
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice<P: Population, S: Size<P::Item>>(
        &mut self,
        from: P,
        size: S,
    ) -> Result<S::Out, RandomError> {
        self.choice_with(from, size, &ChoiceOptions::default())
    }

    /// [`choice`](Self::choice) without replacement, or with weights.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if there is no member, an array has several axes, the weights
    /// have another length, a value that is negative or NaN, or a sum other than 1; without
    /// replacement also if the size exceeds the population, or the weights above 0. What came
    /// after this stream was frozen is refused: `shuffle(false)`, and other axes than the first.
    ///
    /// # NumPy
    /// `np.random.choice(a, size, replace, p)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_random::ChoiceOptions;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// let once = ChoiceOptions::default().replace(false);
    /// assert_eq!(random.choice_with(10, 4, &once)?, array![8, 1, 5, 0]);
    /// let weighted = ChoiceOptions::default().weights(&[0.1, 0.2, 0.7]);
    /// assert_eq!(random.choice_with(['a', 'b', 'c'], 3, &weighted)?, array!['b', 'a', 'c']);
    /// assert!(random.choice_with(10, 4, &once.shuffle(false)).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice_with<P: Population, S: Size<P::Item>>(
        &mut self,
        from: P,
        size: S,
        options: &ChoiceOptions<'_>,
    ) -> Result<S::Out, RandomError> {
        let ChoiceOptions { replace, shuffle, weights: p, axis } = *options;
        if !shuffle {
            return Err(RandomError::parameter("choice", "shuffle", shuffle, "true"));
        }
        if axis != 0 {
            return Err(RandomError::parameter("choice", "axis", axis, "0"));
        }
        let shape = size.shape().unwrap_or(Shape::from(()));
        let wanted = shape.size();
        let wrong =
            |what, value: usize, domain| Err(RandomError::parameter("choice", what, value, domain));
        if from.axes() != 1 {
            return wrong("axes", from.axes(), "one axis");
        }
        let count = from.count();
        if count == 0 && wanted > 0 {
            return wrong("population", 0, "at least one member");
        }
        if let Some(p) = p {
            check_probabilities(p, count)?;
        }
        if !replace {
            let most = p.map_or(count, |p| p.iter().filter(|&&p| p > 0.0).count());
            if wanted > most {
                return wrong("size", wanted, "no more than can be chosen");
            }
        }
        let bits = &mut self.source.bits;
        Ok(match (replace, p) {
            (true, None) => size.fill(shape, || from.member(below(bits, count))),
            (true, Some(p)) => {
                let sums = running_shares(p);
                size.fill(shape, || from.member(position(&sums, bits.next_f64())))
            }
            (false, None) => {
                let mut order = self.shuffled(count).into_iter();
                size.fill(shape, || from.member(next(&mut order)))
            }
            (false, Some(p)) => {
                let mut chosen = distinct(bits, p.to_vec(), wanted).into_iter();
                size.fill(shape, || from.member(next(&mut chosen)))
            }
        })
    }
}

fn next(indices: &mut impl Iterator<Item = usize>) -> usize {
    indices.next().expect("as many indices as the size has elements")
}

fn below<B: BitGenerator>(bits: &mut B, count: usize) -> usize {
    masked(bits, count as u64 - 1) as usize
}

/// `wanted` different indices: rounds of draws, of which each index counts once; what was
/// found has probability 0 in the next round.
fn distinct<B: BitGenerator>(bits: &mut B, mut p: Vec<f64>, wanted: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::with_capacity(wanted);
    while found.len() < wanted {
        let draws: Vec<f64> = (found.len()..wanted).map(|_| bits.next_f64()).collect();
        for &index in &found {
            p[index] = 0.0;
        }
        let sums = running_shares(&p);
        let mut fresh = vec![true; p.len()];
        for x in draws {
            let index = position(&sums, x);
            if std::mem::take(&mut fresh[index]) {
                found.push(index);
            }
        }
    }
    found
}

/// The sums of the first one, two, … values, over the sum of all.
fn running_shares(p: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = Vec::with_capacity(p.len());
    for (k, &x) in p.iter().enumerate() {
        sum = if k == 0 { x } else { sum + x };
        sums.push(sum);
    }
    sums.iter().map(|x| x / sum).collect()
}

/// The first index whose sum exceeds `x`.
fn position(sums: &[f64], x: f64) -> usize {
    sums.partition_point(|&sum| sum <= x)
}

fn check_probabilities(p: &[f64], count: usize) -> Result<(), RandomError> {
    let wrong = |what, value, domain| Err(RandomError::parameter("choice", what, value, domain));
    if p.len() != count {
        return wrong("p.len()", p.len().to_string(), "one value for each member");
    }
    let sum = kahan_sum(p);
    if let Some(x) = p.iter().find(|&&x| x.is_nan() || x < 0.0) {
        return wrong("p", x.to_string(), "a value of at least 0");
    }
    // The root of the distance of 1 from the next number.
    let near = (sum - 1.0).abs() <= f64::EPSILON.sqrt();
    if !near {
        return wrong("the sum of p", sum.to_string(), "1");
    }
    Ok(())
}
