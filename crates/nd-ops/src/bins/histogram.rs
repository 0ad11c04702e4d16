//! `histogram`.

use super::steps::Steps;
use super::{BinError, Binned, Bins, Edges};
use nd_core::{Array, ArrayLike, Element, Number, View, threads};
use num_traits::ToPrimitive;

/// Elements that one thread counts at a time; more where there are many bins to be added up.
const TASK: usize = 1 << 17;

/// How many elements, or how much weight, each bin has, and the edges of the bins.
///
/// # Examples
/// ```
/// let histogram = nd_ops::histogram([1, 2, 2, 5], 2).unwrap();
/// assert_eq!(histogram.counts, nd_core::array![3, 1]);
/// assert_eq!(histogram.edges, nd_core::array![1.0, 3.0, 5.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Histogram<C> {
    /// One for each bin.
    pub counts: Array<C>,
    /// One more than bins.
    pub edges: Array<f64>,
}

impl<C: Element + ToPrimitive> Histogram<C> {
    /// The counts as a density: divided by the width of the bin and by what all bins have, so
    /// that the integral over the bins is 1. NaN if nothing was counted.
    ///
    /// # NumPy
    /// `np.histogram(a, bins, density=True)[0]`.
    ///
    /// # Examples
    /// ```
    /// let histogram = nd_ops::histogram([0.0, 1.0, 1.5, 4.0], [0.0, 1.0, 5.0]).unwrap();
    /// assert_eq!(histogram.density(), nd_core::array![0.25, 0.1875]);
    /// ```
    pub fn density(&self) -> Array<f64> {
        let counts: Vec<f64> =
            self.counts.iter().map(|count| count.to_f64().unwrap_or(f64::NAN)).collect();
        let edges: Vec<f64> = self.edges.iter().copied().collect();
        density(counts, &edges)
    }
}

fn density(mut counts: Vec<f64>, edges: &[f64]) -> Array<f64> {
    let total = crate::sum(&counts);
    for (count, pair) in counts.iter_mut().zip(edges.windows(2)) {
        *count = *count / (pair[1] - pair[0]) / total;
    }
    Array::from_vec(counts)
}

/// How many of all elements lie in each bin.
///
/// `a`: any shape. Elements outside of the bins, and NaN between given edges, are not counted.
/// Elements are compared with the edges as `f64`s.
///
/// # Errors
/// If no bins are asked for, the range or an element that it is found from is not finite, the
/// range ends before it begins, there are more bins than numbers in the range, or given edges
/// do not increase.
///
/// # NumPy
/// `np.histogram(a, bins, range)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{Bins, histogram};
///
/// let a = array![[0.1, 0.5], [0.6, 1.0]];
/// assert_eq!(histogram(&a, Bins::from(2).range(0.0, 1.0)).unwrap().counts, array![1, 3]);
/// assert_eq!(histogram(&a, [0.0, 0.5, 0.6]).unwrap().counts, array![1, 2]);
/// assert!(histogram(&a, 0).is_err());
/// ```
pub fn histogram<A: ArrayLike<Elem: Binned>>(
    a: A,
    bins: impl Into<Bins>,
) -> Result<Histogram<usize>, BinError> {
    let edges = Edges::of(a.view(), &bins.into())?;
    let counts = <A::Elem as Binned>::bin_counts_of(a.view(), &edges);
    Ok(Histogram { counts: Array::from_vec(counts), edges: Array::from_vec(edges.edges) })
}

/// The weight of the elements in each bin; see [`histogram`].
///
/// # Panics
/// If `a` and `weights` have different shapes.
///
/// # Errors
/// As [`histogram`].
///
/// # NumPy
/// `np.histogram(a, bins, range, weights=weights)`; added up in another order, so the last bits
/// may differ. NumPy refuses rules for bins here.
///
/// # Examples
/// ```
/// let histogram = nd_ops::histogram_weighted([1, 2, 2, 5], 2, [0.5, 1.0, 2.0, 4.0]).unwrap();
/// assert_eq!(histogram.counts, nd_core::array![3.5, 4.0]);
/// ```
/// ```should_panic
/// let _ = nd_ops::histogram_weighted([1, 2, 2, 5], 2, [0.5]);
/// ```
#[track_caller]
pub fn histogram_weighted<A: ArrayLike<Elem: Binned>>(
    a: A,
    bins: impl Into<Bins>,
    weights: impl ArrayLike<Elem = f64>,
) -> Result<Histogram<f64>, BinError> {
    let (view, weights) = (a.view(), weights.view());
    if view.shape() != weights.shape() {
        panic!(
            "histogram: weights of shape {:?} for elements of shape {:?}",
            weights.shape(),
            view.shape()
        );
    }
    let edges = Edges::of(view, &bins.into())?;
    let counts = <A::Elem as Binned>::bin_weights_of(view, weights, &edges);
    Ok(Histogram { counts: Array::from_vec(counts), edges: Array::from_vec(edges.edges) })
}

/// The elements of each bin.
pub(super) fn counts<T: Binned>(a: View<'_, T>, edges: &Edges) -> Vec<usize> {
    let flat = a.ravel();
    let flat = flat.as_slice().expect("a raveled array is contiguous");
    let steps = Steps::of(edges);
    in_parts(flat.len(), edges.bins(), &|start, end, counts| {
        let numbers = flat[start..end].iter().map(|&x| x.widen());
        match &steps {
            Some(steps) => steps.count(numbers, counts),
            None => numbers.filter_map(|x| edges.find(x)).for_each(|bin| counts[bin] += 1),
        }
    })
}

/// The weight of the elements of each bin.
pub(super) fn weights<T: Binned>(
    a: View<'_, T>,
    weights: View<'_, f64>,
    edges: &Edges,
) -> Vec<f64> {
    let (a, weights) = (a.ravel(), weights.ravel());
    let flat = a.as_slice().expect("a raveled array is contiguous");
    let weights = weights.as_slice().expect("a raveled array is contiguous");
    in_parts(flat.len(), edges.bins(), &|start, end, sums| {
        for (&x, &weight) in flat[start..end].iter().zip(&weights[start..end]) {
            if let Some(bin) = edges.find(x.widen()) {
                sums[bin] += weight;
            }
        }
    })
}

/// The sums of what `add` makes of parts of `0..len`, which are the same on any number of threads.
pub(super) fn in_parts<C: Number>(
    len: usize,
    bins: usize,
    add: &(dyn Fn(usize, usize, &mut [C]) + Sync),
) -> Vec<C> {
    let part = TASK.max(4 * bins);
    let of_part = |task: usize| {
        let mut counts = vec![C::zero(); bins];
        add(task * part, len.min((task + 1) * part), &mut counts);
        counts
    };
    let merge = |mut a: Vec<C>, b: Vec<C>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a = a.plus(b));
        a
    };
    threads::tree(len.div_ceil(part), &of_part, &merge).unwrap_or_else(|| vec![C::zero(); bins])
}
