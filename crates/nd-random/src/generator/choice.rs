//! Random samples of a population.

use super::continuous::certain;
use super::shuffle::counted;
use super::{Between, Generator};
use crate::bits::BitGenerator;
use crate::compiled::Continuous;
use crate::error::RandomError;
use crate::interval::{bounded, mask};
use crate::size::Target;
use nd_core::{Array, ArrayLike, Element, Shape, View, normalize_axis};

/// How a sample is taken: with replacement, from a uniform population, unless set otherwise.
///
/// # Examples
/// ```
/// use nd_random::{ChoiceOptions, default_rng};
///
/// let mut rng = default_rng(0);
/// let lotto = rng.choice_with(49, 6, &ChoiceOptions::default().replace(false))?;
/// assert_eq!(lotto.shape(), [6]);
/// let biased = ChoiceOptions::default().weights(&[0.8, 0.1, 0.1]);
/// let drawn = rng.choice_with(3, 1000, &biased)?;
/// assert!(drawn.iter().filter(|&&i| i == 0).count() > 700);
/// # Ok::<(), nd_random::RandomError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChoiceOptions<'p> {
    /// Whether a member may come up again; true by default.
    pub replace: bool,
    /// Without replacement: whether members come in random order, not in whatever order is
    /// fastest; true by default.
    pub shuffle: bool,
    /// The probability of each member; all alike by default.
    pub weights: Option<&'p [f64]>,
    /// The axis along which members lie, for [`Generator::choice_of_with`]; 0 by default.
    pub axis: isize,
}

impl Default for ChoiceOptions<'_> {
    fn default() -> Self {
        ChoiceOptions { replace: true, shuffle: true, weights: None, axis: 0 }
    }
}

impl<'p> ChoiceOptions<'p> {
    /// Sets whether a member may come up again.
    ///
    /// # NumPy
    /// `replace`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let once = ChoiceOptions::default().replace(false);
    /// let drawn = default_rng(1).choice_with(5, 5, &once)?;
    /// assert_eq!(drawn, nd_core::array![3, 1, 2, 4, 0]);
    /// assert!(default_rng(1).choice_with(5, 6, &once).is_err()); // there are only five
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[must_use]
    pub fn replace(self, replace: bool) -> ChoiceOptions<'p> {
        ChoiceOptions { replace, ..self }
    }

    /// Sets whether members come in random order.
    ///
    /// # NumPy
    /// `shuffle`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let fast = ChoiceOptions::default().replace(false).shuffle(false);
    /// let drawn = default_rng(1).choice_with(5, 5, &fast)?;
    /// assert_eq!(drawn, nd_core::array![0, 1, 2, 3, 4]); // all five, in no random order
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[must_use]
    pub fn shuffle(self, shuffle: bool) -> ChoiceOptions<'p> {
        ChoiceOptions { shuffle, ..self }
    }

    /// Sets the probability of each member.
    ///
    /// # NumPy
    /// `p`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let always_one = ChoiceOptions::default().weights(&[0.0, 1.0, 0.0]);
    /// assert_eq!(default_rng(1).choice_with(3, 4, &always_one)?, nd_core::array![1, 1, 1, 1]);
    /// let not_one = ChoiceOptions::default().weights(&[0.5, 0.4]);
    /// assert!(default_rng(1).choice_with(2, 4, &not_one).is_err()); // they add up to 0.9
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[must_use]
    pub fn weights(self, weights: &'p [f64]) -> ChoiceOptions<'p> {
        ChoiceOptions { weights: Some(weights), ..self }
    }

    /// Sets the axis along which members lie.
    ///
    /// # NumPy
    /// `axis`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let columns = ChoiceOptions::default().axis(1);
    /// let drawn = default_rng(1).choice_of_with(&array![[1, 2], [3, 4]], 3, &columns)?;
    /// assert_eq!(drawn, array![[1, 2, 2], [3, 4, 4]]);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[must_use]
    pub fn axis(self, axis: isize) -> ChoiceOptions<'p> {
        ChoiceOptions { axis, ..self }
    }
}

impl<B: BitGenerator> Generator<B> {
    /// A sample of the integers from 0 to below `population`, with replacement.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if the population is empty and the sample is not.
    ///
    /// # NumPy
    /// `rng.choice(population, size)`.
    ///
    /// # Examples
    /// ```
    /// let sample = nd_random::default_rng(0).choice(100, [2, 3])?;
    /// assert_eq!(sample.shape(), [2, 3]);
    /// assert!(nd_random::default_rng(0).choice(0, 1).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice(
        &mut self,
        population: usize,
        size: impl Into<Shape>,
    ) -> Result<Array<i64>, RandomError> {
        self.choice_with(population, size, &ChoiceOptions::default())
    }

    /// [`choice`](Self::choice) without replacement, or with weights.
    ///
    /// Without replacement by R. Floyd's algorithm (Communications of the ACM 30, 1987) for
    /// small samples of large populations, else by a partial shuffle.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if the population is empty or, without replacement, smaller
    /// than the sample; if there is not one weight for each member, or they are negative or do not
    /// sum to 1; or if, without replacement, fewer have a weight above 0 than are drawn.
    ///
    /// # NumPy
    /// `rng.choice(population, size, replace, p, shuffle=shuffle)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let once = ChoiceOptions::default().replace(false);
    /// let mut order = default_rng(0).choice_with(5, 5, &once)?.into_vec();
    /// order.sort();
    /// assert_eq!(order, [0, 1, 2, 3, 4]);
    /// assert!(default_rng(0).choice_with(5, 6, &once).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice_with(
        &mut self,
        population: usize,
        size: impl Into<Shape>,
        options: &ChoiceOptions<'_>,
    ) -> Result<Array<i64>, RandomError> {
        self.bits.choose(population, size.into(), options)
    }

    /// A sample of the rows of `a` (of its elements, if it is 1-d), with replacement.
    ///
    /// `a: (n, …)`, `size: (s…)` → `(s…, …)`.
    ///
    /// # Errors
    /// As [`choice`](Self::choice), and [`RandomError::Shape`] if `a` is 0-d.
    ///
    /// # NumPy
    /// `rng.choice(a, size)`.
    ///
    /// # Examples
    /// ```
    /// let rows = nd_core::array![[1, 10], [2, 20], [3, 30]];
    /// let chosen = nd_random::default_rng(0).choice_of(&rows, 5)?;
    /// assert!((0..5).all(|i| chosen[[i, 1]] == 10 * chosen[[i, 0]]));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice_of<A: ArrayLike<Elem: Element>>(
        &mut self,
        a: A,
        size: impl Into<Shape>,
    ) -> Result<Array<A::Elem>, RandomError> {
        self.choice_of_with(a, size, &ChoiceOptions::default())
    }

    /// [`choice_of`](Self::choice_of) without replacement, with weights, or of what lies along
    /// another axis.
    ///
    /// `a: (…, n, …)`, `size: (s…)` → `(…, s…, …)`.
    ///
    /// # Errors
    /// As [`choice_with`](Self::choice_with), and [`RandomError::Shape`] if there is no such axis.
    ///
    /// # NumPy
    /// `rng.choice(a, size, replace, p, axis, shuffle)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{ChoiceOptions, default_rng};
    ///
    /// let rows = nd_core::array![[1, 2, 3], [10, 20, 30]];
    /// let columns = ChoiceOptions::default().axis(1).replace(false);
    /// let chosen = default_rng(0).choice_of_with(&rows, 3, &columns)?;
    /// assert!((0..3).all(|j| chosen[[1, j]] == 10 * chosen[[0, j]]));
    /// assert!(default_rng(0).choice_of_with(&rows, 3, &columns.axis(2)).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice_of_with<A: ArrayLike<Elem: Element>>(
        &mut self,
        a: A,
        size: impl Into<Shape>,
        options: &ChoiceOptions<'_>,
    ) -> Result<Array<A::Elem>, RandomError> {
        let (a, size) = (a.view(), size.into());
        let axis = normalize_axis("choice", options.axis, a.ndim())?;
        let chosen = self.choice_with(a.shape()[axis], size, options)?;
        let taken = a.take(&chosen.into_vec()[..], axis as isize);
        let (before, after) = (&a.shape()[..axis], &a.shape()[axis + 1..]);
        let shape = [before, &size, after].concat();
        let shape = Shape::try_new(&shape)?;
        Ok(Array::try_from_shape_vec(shape, taken.into_vec())?)
    }
}

/// So many numbers in [0, 1).
fn random<B: BitGenerator>(bits: &mut B, count: usize) -> Array<f64> {
    certain(bits.continuous(Continuous::Random, &[], Target::New(Shape::from(count)))).array()
}

/// [`Generator::choice_with`].
pub(crate) fn choose<B: BitGenerator>(
    bits: &mut B,
    population: usize,
    shape: Shape,
    how: &ChoiceOptions<'_>,
) -> Result<Array<i64>, RandomError> {
    let count = shape.size();
    let refuse = |parameter, value: usize, domain| {
        Err(RandomError::parameter("choice", parameter, value, domain))
    };
    if population == 0 && count > 0 {
        return refuse("population", 0, "at least one member");
    }
    if let Some(p) = how.weights {
        check_weights(p, population)?;
    }
    if !how.replace && count > population {
        return refuse("size", count, "at most the population, without replacement,");
    }
    let chosen = match (how.replace, how.weights) {
        (true, None) => {
            let end = population.max(1) as i64;
            let any = Between::exclusive(View::from_ref(&0), View::from_ref(&end));
            return Ok(bits.integers_i64(any, Target::New(shape))?.array());
        }
        (true, Some(p)) => {
            let cumulative = cumulative(p);
            random(bits, count).iter().map(|&x| place(&cumulative, x)).collect()
        }
        (false, Some(p)) => weighted_once(bits, p, count)?,
        (false, None) => once(bits, population, count, how.shuffle),
    };
    Ok(Array::from_shape_vec(shape, chosen))
}

/// Different members, with weights: whoever comes up again is drawn anew.
fn weighted_once<B: BitGenerator>(
    bits: &mut B,
    p: &[f64],
    count: usize,
) -> Result<Vec<i64>, RandomError> {
    let possible = p.iter().filter(|&&p| p > 0.0).count();
    if possible < count {
        let domain = "at most the number of weights above 0";
        return Err(RandomError::parameter("choice", "size", count, domain));
    }
    let mut left = p.to_vec();
    let mut found: Vec<i64> = Vec::with_capacity(count);
    let mut taken = vec![false; p.len()];
    while found.len() < count {
        let draws = random(bits, count - found.len());
        let cumulative = cumulative(&left);
        for &x in draws.iter() {
            let member = place(&cumulative, x);
            if !std::mem::replace(&mut taken[member as usize], true) {
                found.push(member);
                left[member as usize] = 0.0;
            }
        }
    }
    Ok(found)
}

/// Different members.
fn once<B: BitGenerator>(bits: &mut B, population: usize, count: usize, shuffle: bool) -> Vec<i64> {
    let cutoff = if shuffle { 50 } else { 20 };
    if population > 10_000 && count > population / cutoff {
        let mut all = counted(population);
        let mut all = all.view_mut();
        let all = all.as_slice_mut().expect("a new array is contiguous");
        shuffle_tail(bits, all, (population - count).max(1));
        return all[population - count..].to_vec();
    }
    let mut chosen = floyd(bits, population, count);
    if shuffle {
        shuffle_tail(bits, &mut chosen, 1);
    }
    chosen
}

/// As a shuffle from position `first` on, with unbiased multiplication.
fn shuffle_tail<B: BitGenerator>(bits: &mut B, order: &mut [i64], first: usize) {
    for i in (first..order.len()).rev() {
        order.swap(i, bounded(bits, i as u64) as usize);
    }
}

/// Floyd's algorithm: draw `j` replaces a member that was drawn before.
fn floyd<B: BitGenerator>(bits: &mut B, population: usize, count: usize) -> Vec<i64> {
    let mut drawn = Drawn::new(count);
    let members = population - count..population;
    let next = |j: usize| {
        let member = bounded(bits, j as u64);
        if drawn.insert(member) {
            return member as i64;
        }
        drawn.insert(j as u64);
        j as i64
    };
    members.map(next).collect()
}
/// A set of integers, in a table with open addressing.
struct Drawn {
    slots: Vec<u64>,
    mask: u64,
}

const FREE: u64 = u64::MAX;

impl Drawn {
    fn new(count: usize) -> Drawn {
        let mask = mask((1.2 * count as f64) as u64);
        Drawn { slots: vec![FREE; mask as usize + 1], mask }
    }

    /// Adds `member`; `false` if it was there.
    fn insert(&mut self, member: u64) -> bool {
        let mut slot = member & self.mask;
        loop {
            match self.slots[slot as usize] {
                FREE => {
                    self.slots[slot as usize] = member;
                    return true;
                }
                found if found == member => return false,
                _ => slot = (slot + 1) & self.mask,
            }
        }
    }
}

fn check_weights(p: &[f64], population: usize) -> Result<(), RandomError> {
    let refuse =
        |value: String, domain| Err(RandomError::parameter("choice", "weights", value, domain));
    if p.len() != population {
        return refuse(format!("{} of them", p.len()), "one for each member");
    }
    if let Some(p) = p.iter().find(|p| !(**p >= 0.0)) {
        return refuse(p.to_string(), "a value of at least 0");
    }
    let sum = kahan_sum(p);
    if (sum - 1.0).abs() > f64::EPSILON.sqrt() {
        return refuse(format!("a sum of {sum}"), "a sum of 1");
    }
    Ok(())
}

/// Compensated summation, as NumPy sums probabilities.
pub(crate) fn kahan_sum(all: &[f64]) -> f64 {
    let Some((&first, rest)) = all.split_first() else { return 0.0 };
    let (mut sum, mut lost) = (first, 0.0);
    for &x in rest {
        let y = x - lost;
        let t = sum + y;
        lost = (t - sum) - y;
        sum = t;
    }
    sum
}

/// Cumulative probabilities, the last of them 1.
fn cumulative(p: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut all: Vec<f64> = p
        .iter()
        .map(|p| {
            sum += p;
            sum
        })
        .collect();
    let total = all.last().copied().unwrap_or(1.0);
    all.iter_mut().for_each(|x| *x /= total);
    all
}

/// The member in whose part of [0, 1) `x` lies.
fn place(cumulative: &[f64], x: f64) -> i64 {
    cumulative.partition_point(|&edge| edge <= x) as i64
}
