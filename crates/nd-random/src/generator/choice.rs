//! Random samples of a population.

use super::Generator;
use super::shuffle::counted;
use crate::bits::BitGenerator;
use crate::error::RandomError;
use crate::interval::{bounded, mask};
use nd_core::{Array, ArrayLike, Element, Shape, normalize_axis};

/// How a sample is taken: with replacement, from a uniform population, unless set otherwise.
///
/// # Examples
/// ```
/// use nd_random::{Choice, default_rng};
///
/// let mut rng = default_rng(0);
/// let lotto = rng.choice(49, 6, Choice::without_replacement())?;
/// assert_eq!(lotto.shape(), [6]);
/// let biased = rng.choice(3, 1000, Choice::weighted(&[0.8, 0.1, 0.1]))?;
/// assert!(biased.iter().filter(|&&i| i == 0).count() > 700);
/// # Ok::<(), nd_random::RandomError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Choice<'p> {
    replace: bool,
    shuffle: bool,
    p: Option<&'p [f64]>,
    axis: isize,
}

impl Default for Choice<'_> {
    fn default() -> Self {
        Choice { replace: true, shuffle: true, p: None, axis: 0 }
    }
}

impl<'p> Choice<'p> {
    /// Each member at most once.
    pub fn without_replacement() -> Choice<'p> {
        Choice { replace: false, ..Choice::default() }
    }

    /// Member `i` with probability `p[i]`.
    pub fn weighted(p: &'p [f64]) -> Choice<'p> {
        Choice::default().with_weights(p)
    }

    /// Member `i` with probability `p[i]`.
    #[must_use]
    pub fn with_weights(mut self, p: &'p [f64]) -> Choice<'p> {
        self.p = Some(p);
        self
    }

    /// Without replacement: in whatever order comes up first, which is faster.
    #[must_use]
    pub fn unshuffled(mut self) -> Choice<'p> {
        self.shuffle = false;
        self
    }

    /// Members lie along this axis.
    #[must_use]
    pub fn along(mut self, axis: isize) -> Choice<'p> {
        self.axis = axis;
        self
    }
}

impl<B: BitGenerator> Generator<B> {
    /// A sample of the integers from 0 to below `population`.
    ///
    /// Without replacement by R. Floyd's algorithm (Communications of the ACM 30, 1987) for
    /// small samples of large populations, else by a partial shuffle.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if the population is empty or, without replacement, smaller
    /// than the sample; if there are not as many weights as members; if weights are negative
    /// or NaN or do not add up to 1.
    ///
    /// # NumPy
    /// `rng.choice(population, size, replace, p, shuffle=shuffle)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{Choice, default_rng};
    ///
    /// let sample = default_rng(0).choice(100, [2, 3], Choice::default())?;
    /// assert_eq!(sample.shape(), [2, 3]);
    /// assert!(default_rng(0).choice(5, 6, Choice::without_replacement()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice(
        &mut self,
        population: usize,
        size: impl Into<Shape>,
        how: Choice<'_>,
    ) -> Result<Array<i64>, RandomError> {
        let shape = size.into();
        let count = shape.size();
        let refuse = |parameter, value: usize, domain| {
            Err(RandomError::parameter("choice", parameter, value, domain))
        };
        if population == 0 && count > 0 {
            return refuse("population", 0, "at least one member");
        }
        if let Some(p) = how.p {
            check_weights(p, population)?;
        }
        if !how.replace && count > population {
            return refuse("size", count, "at most the population, without replacement,");
        }
        let chosen = match (how.replace, how.p) {
            (true, None) => return self.integers(0, population.max(1) as i64, shape),
            (true, Some(p)) => {
                let cumulative = cumulative(p);
                self.random(count).iter().map(|&x| place(&cumulative, x)).collect()
            }
            (false, Some(p)) => self.weighted_once(p, count)?,
            (false, None) => self.once(population, count, how.shuffle),
        };
        Ok(Array::from_shape_vec(shape, chosen))
    }

    /// A sample of the rows of `a`, or of what lies along [`Choice::along`].
    ///
    /// `a: (…, n, …)`, `size: (s…)` → `(…, s…, …)`.
    ///
    /// # Errors
    /// As [`choice`](Self::choice), and [`RandomError::Shape`] if there is no such axis.
    ///
    /// # NumPy
    /// `rng.choice(a, size, replace, p, axis, shuffle)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_random::{Choice, default_rng};
    ///
    /// let rows = array![[1, 10], [2, 20], [3, 30]];
    /// let chosen = default_rng(0).choice_of(&rows, 5, Choice::default())?;
    /// assert!((0..5).all(|i| chosen[[i, 1]] == 10 * chosen[[i, 0]]));
    /// assert!(default_rng(0).choice_of(&rows, 5, Choice::default().along(2)).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn choice_of<A: ArrayLike<Elem: Element>>(
        &mut self,
        a: A,
        size: impl Into<Shape>,
        how: Choice<'_>,
    ) -> Result<Array<A::Elem>, RandomError> {
        let (a, size) = (a.view(), size.into());
        let axis = normalize_axis("choice", how.axis, a.ndim())?;
        let chosen = self.choice(a.shape()[axis], size, how)?;
        let taken = a.take(&chosen.into_vec()[..], axis as isize);
        let (before, after) = (&a.shape()[..axis], &a.shape()[axis + 1..]);
        let shape = [before, &size, after].concat();
        let shape = Shape::try_new(&shape)?;
        Ok(Array::try_from_shape_vec(shape, taken.into_vec())?)
    }

    /// Different members, with weights: whoever comes up again is drawn anew.
    fn weighted_once(&mut self, p: &[f64], count: usize) -> Result<Vec<i64>, RandomError> {
        let possible = p.iter().filter(|&&p| p > 0.0).count();
        if possible < count {
            let domain = "at most the number of weights above 0";
            return Err(RandomError::parameter("choice", "size", count, domain));
        }
        let mut left = p.to_vec();
        let mut found: Vec<i64> = Vec::with_capacity(count);
        let mut taken = vec![false; p.len()];
        while found.len() < count {
            let draws = self.random(count - found.len());
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
    fn once(&mut self, population: usize, count: usize, shuffle: bool) -> Vec<i64> {
        let cutoff = if shuffle { 50 } else { 20 };
        if population > 10_000 && count > population / cutoff {
            let mut all = counted(population);
            let mut all = all.view_mut();
            let all = all.as_slice_mut().expect("a new array is contiguous");
            self.shuffle_tail(all, (population - count).max(1));
            return all[population - count..].to_vec();
        }
        let mut chosen = self.floyd(population, count);
        if shuffle {
            self.shuffle_tail(&mut chosen, 1);
        }
        chosen
    }

    /// As a shuffle from position `first` on, with unbiased multiplication.
    fn shuffle_tail(&mut self, order: &mut [i64], first: usize) {
        for i in (first..order.len()).rev() {
            order.swap(i, bounded(&mut self.bits, i as u64) as usize);
        }
    }

    /// Floyd's algorithm: draw `j` replaces a member that was drawn before.
    fn floyd(&mut self, population: usize, count: usize) -> Vec<i64> {
        let mut drawn = Drawn::new(count);
        let members = population - count..population;
        let next = |j: usize| {
            let member = bounded(&mut self.bits, j as u64);
            if drawn.insert(member) {
                return member as i64;
            }
            drawn.insert(j as u64);
            j as i64
        };
        members.map(next).collect()
    }
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
