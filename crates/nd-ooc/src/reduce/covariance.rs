//! `cov` and `corrcoef`.

use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output, Stage};
use nd_core::{AnyArray, Array, Axes, DType, Shape, Typed};
use nd_io::Region;
use nd_ops::{Binned, CovOptions};
use std::marker::PhantomData;
use std::sync::Arc;

/// Elements of a cell.
const CELL: usize = 1 << 16;

/// Products of the distances from the means, of so many observations.
struct Products {
    count: f64,
    means: Vec<f64>,
    /// `(variables, variables)`.
    sums: Vec<f64>,
}

/// Covariances of variables, all of which are in each cell.
struct Covariances<T> {
    name: &'static str,
    options: CovOptions,
    /// Along which axis the variables lie, if there is more than one axis.
    variables: Option<usize>,
    count: usize,
    /// Whether they are divided by the standard deviations.
    relative: bool,
    axes: Axes,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Binned> Folding for Covariances<T> {
    type State = Products;

    fn name(&self) -> String {
        self.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        let lengths = [self.count; 2];
        let extra = Shape::from(if self.count == 1 { &lengths[..0] } else { &lengths[..] });
        vec![Output { extra, dtype: DType::F64 }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        let variables = self.variables?;
        let mut extents = Shape::from(shape);
        extents[1 - variables] = (CELL / self.count.max(1)).max(8);
        Some(Cells::of_extents(shape, &self.axes, &extents))
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Products> {
        let x = T::f64s_of(inputs[0].typed::<T>());
        let x = match self.variables {
            None => x.view().expand_dims(0),
            Some(0) => x.view(),
            Some(_) => x.view().permute_dims(&[1, 0]),
        };
        let count = x.shape()[1] as f64;
        let sums = nd_ops::cov_with(x, &CovOptions::default().ddof(0)) * count;
        let means = nd_ops::mean_axis(x, 1).into_vec();
        Ok(Products { count, means, sums: sums.into_vec() })
    }

    fn merge(&self, earlier: &mut Products, later: Products) {
        let count = earlier.count + later.count;
        let share = later.count / count;
        let apart: Vec<f64> = later.means.iter().zip(&earlier.means).map(|(b, a)| b - a).collect();
        for (i, row) in earlier.sums.chunks_exact_mut(self.count).enumerate() {
            let others = &later.sums[i * self.count..];
            let scale = apart[i] * earlier.count * share;
            for ((sum, other), apart) in row.iter_mut().zip(others).zip(&apart) {
                *sum += other + scale * apart;
            }
        }
        earlier.means.iter_mut().zip(&apart).for_each(|(mean, apart)| *mean += apart * share);
        earlier.count = count;
    }

    fn finish(&self, state: Option<Products>, _: &Region) -> Result<Vec<AnyArray>> {
        let none =
            || Products { count: 0.0, means: Vec::new(), sums: vec![0.0; self.count * self.count] };
        let Products { count, sums, .. } = state.unwrap_or_else(none);
        // As NumPy, which divides by 0 where there are too few.
        let divisor = (count - self.options.ddof as f64).max(0.0);
        let mut all = Array::from_vec(sums) / divisor;
        if self.relative {
            all = correlations(&all, self.count);
        }
        Ok(vec![all.into_reshaped(self.outputs()[0].extra).into()])
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(self.count * (self.count + 1)).saturating_mul(size_of::<f64>())
    }

    fn scratch(&self, cell: &Region) -> usize {
        // The elements as f64, and their distances from the means.
        cell.size().saturating_mul(2 * size_of::<f64>())
    }

    fn identity(&self) -> String {
        format!("{} {:?} {:?} {}", self.name, self.options, self.variables, T::DTYPE)
    }
}

/// Covariances divided by the standard deviations, as functions in memory do it.
fn correlations(all: &Array<f64>, count: usize) -> Array<f64> {
    if count == 1 {
        // 1, or NaN of what is 0, infinite or NaN.
        return all.map(|variance| variance / variance.abs());
    }
    let deviations: Vec<f64> = (0..count).map(|i| all[[i * count + i]].sqrt()).collect();
    Array::from_fn([count * count], |at| {
        let (i, j) = (at[0] / count, at[0] % count);
        (all[[at[0]]] / deviations[i] / deviations[j]).clamp(-1.0, 1.0)
    })
}

impl<T: Typed + Binned> Chunked<T> {
    #[track_caller]
    fn covariances(
        &self,
        name: &'static str,
        options: &CovOptions,
        relative: bool,
    ) -> Chunked<f64> {
        let variables = match self.ndim() {
            1 => None,
            2 => Some(usize::from(!options.rowvar)),
            _ => panic!("{name}: shape {:?} has neither one axis nor two", self.shape()),
        };
        let count = variables.map_or(1, |axis| self.shape()[axis]);
        let all: Vec<usize> = (0..self.ndim()).collect();
        let (options, axes) = (*options, Axes::from(&all[..]));
        let fold =
            Covariances::<T> { name, options, variables, count, relative, axes, of: PhantomData };
        let inputs = vec![Arc::clone(&self.node)];
        Chunked::of(Stage::nodes(fold, inputs, Vec::new(), self.node.shape).remove(0))
    }

    /// The covariances of the rows, each being a variable: `(n, m)` → `(n, n)`, or without axes for one variable or
    /// `(m,)`. Computed in `f64` in one pass that holds a matrix of all variables.
    ///
    /// # Panics
    /// If there are neither one axis nor two.
    ///
    /// # NumPy
    /// `np.cov(a)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]);
    /// assert_eq!(x.cov().compute()?, array![[1.0, -1.0], [-1.0, 1.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn cov(&self) -> Chunked<f64> {
        self.cov_with(&CovOptions::default())
    }

    /// As [`cov`](Self::cov), with the variables in columns or another number taken off the count.
    ///
    /// # Panics
    /// As [`cov`](Self::cov).
    ///
    /// # NumPy
    /// `np.cov(a, rowvar=…, ddof=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0.0, 4.0], [2.0, 0.0]]);
    /// let options = nd_ops::CovOptions::default().rowvar(false).ddof(0);
    /// assert_eq!(x.cov_with(&options).compute()?, array![[1.0, -2.0], [-2.0, 4.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn cov_with(&self, options: &CovOptions) -> Chunked<f64> {
        self.covariances("cov", options, false)
    }

    /// The correlations of the rows, each being a variable: from -1 to 1. Shapes as for [`cov`](Self::cov).
    ///
    /// # Panics
    /// If there are neither one axis nor two.
    ///
    /// # NumPy
    /// `np.corrcoef(a)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0.0, 1.0, 2.0], [4.0, 2.0, 0.0]]);
    /// assert_eq!(x.corrcoef().compute()?, array![[1.0, -1.0], [-1.0, 1.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn corrcoef(&self) -> Chunked<f64> {
        self.corrcoef_with(&CovOptions::default())
    }

    /// As [`corrcoef`](Self::corrcoef), with the variables in columns.
    ///
    /// # Panics
    /// As [`corrcoef`](Self::corrcoef).
    ///
    /// # NumPy
    /// `np.corrcoef(a, rowvar=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]]);
    /// let options = nd_ops::CovOptions::default().rowvar(false);
    /// assert_eq!(x.corrcoef_with(&options).compute()?, array![[1.0, -1.0], [-1.0, 1.0]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn corrcoef_with(&self, options: &CovOptions) -> Chunked<f64> {
        self.covariances("corrcoef", options, true)
    }
}
