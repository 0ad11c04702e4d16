//! `bincount`: how often each whole number occurs.

use super::bins::{merge, values};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage, Walk};
use crate::node::Node;
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Number, Shape, Typed};
use nd_io::Region;
use nd_ops::{Counted, Ordered};
use std::marker::PhantomData;
use std::sync::Arc;

/// Counts, or sums of weights, of whole numbers below `length`.
struct Occurrences<T, C> {
    length: usize,
    axes: Axes,
    walk: Walk,
    of: PhantomData<fn(T) -> C>,
    weight: fn(f64) -> C,
}

impl<T: Typed + Counted, C: Typed + Number> Folding for Occurrences<T, C> {
    type State = Vec<C>;

    fn name(&self) -> String {
        "bincount".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from([self.length]), dtype: C::DTYPE }]
    }

    fn walk(&self) -> Walk {
        self.walk
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Vec<C>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.unwrap_or_default())
    }

    fn absorb(&self, state: &mut Option<Vec<C>>, inputs: &[Block], _: &Cell<'_>) -> Result<()> {
        let counts = state.get_or_insert_with(|| vec![C::zero(); self.length]);
        let places = T::places_of(inputs[0].typed::<T>()).map_err(values)?;
        match inputs.get(1) {
            None => {
                places.into_iter().for_each(|place| counts[place] = counts[place].plus(C::one()))
            }
            Some(weights) => {
                for (place, &weight) in places.into_iter().zip(weights.typed::<f64>().iter()) {
                    counts[place] = counts[place].plus((self.weight)(weight));
                }
            }
        }
        Ok(())
    }

    fn merge(&self, earlier: &mut Vec<C>, later: Vec<C>) {
        merge(earlier, later);
    }

    fn finish(&self, state: Option<Vec<C>>, _: &Region) -> Result<Vec<AnyArray>> {
        let counts = state.unwrap_or_else(|| vec![C::zero(); self.length]);
        Ok(vec![Array::from_vec(counts).into()])
    }

    fn wire(&self) -> Wire<Vec<C>> {
        Wire::list()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.length).saturating_mul(size_of::<C>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        cell.size().saturating_mul(size_of::<usize>())
    }

    fn identity(&self) -> String {
        format!("bincount {} {} {}", self.length, T::DTYPE, C::DTYPE)
    }
}

impl<T: Typed + Counted + Ordered> Chunked<T> {
    fn occurrences<C: Typed + Number>(
        &self,
        weights: Option<&Arc<Node>>,
        least: usize,
        weight: fn(f64) -> C,
    ) -> Result<Chunked<C>> {
        let length = match self.size() {
            0 => least,
            _ => {
                let (min, max) = crate::run::compute((&self.min(), &self.max()))?;
                T::places_of(min.view()).map_err(values)?;
                let most = T::places_of(max.view()).map_err(values)?[0];
                most.saturating_add(1).max(least)
            }
        };
        let all: Vec<usize> = (0..self.ndim()).collect();
        let walk = if weights.is_some() { Walk::Tree } else { Walk::Pool };
        let axes = Axes::from(&all[..]);
        let fold = Occurrences::<T, C> { length, axes, walk, of: PhantomData, weight };
        let inputs = [&self.node].into_iter().chain(weights).cloned().collect();
        Ok(Chunked::of(Stage::nodes(fold, inputs, Vec::new(), self.node.shape).remove(0)))
    }

    /// How often each whole number occurs, up to the largest, or at least `least` of them.
    ///
    /// The largest number says how long the result is: a pass that finds it is run at once.
    ///
    /// # Errors
    /// [`ErrorKind::Values`](crate::ErrorKind::Values) if there is a negative number; and what can go wrong in a run.
    ///
    /// # NumPy
    /// `np.bincount(a, minlength=least)`, for any number of axes.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1, 1, 3]).bincount(0)?.compute()?, array![0, 2, 0, 1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn bincount(&self, least: usize) -> Result<Chunked<i64>> {
        self.occurrences(None, least, |_| 1)
    }

    /// As [`bincount`](Self::bincount), with the sums of the weights of each number.
    ///
    /// # Panics
    /// If the weights have another shape.
    ///
    /// # Errors
    /// As [`bincount`](Self::bincount).
    ///
    /// # NumPy
    /// `np.bincount(a, weights, least)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let (x, weights) = (Chunked::from(array![1, 1, 2]), Chunked::from(array![0.5, 2.0, 4.0]));
    /// assert_eq!(x.bincount_weighted(&weights, 0)?.compute()?, array![0.0, 2.5, 4.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn bincount_weighted(&self, weights: &Chunked<f64>, least: usize) -> Result<Chunked<f64>> {
        let (shape, given) = (self.shape(), weights.shape());
        assert!(
            shape == given,
            "bincount: weights of shape {given:?} for elements of shape {shape:?}"
        );
        self.occurrences(Some(&weights.node), least, |weight| weight)
    }
}
