//! `var` and `std`, also of numbers only.

use super::merged::over;
use super::over::{folded, resolved, restored};
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::Result;
use crate::fold::{Cell, Folding, Output};
use crate::wire::Wire;
use nd_core::{AnyArray, Array, Axes, Shape, Typed};
use nd_io::Region;
use nd_ops::{Averaged, Moments, Over};
use std::marker::PhantomData;

/// Moments, and what becomes of them.
struct Spread<T: Averaged> {
    name: &'static str,
    axes: Axes,
    ddof: f64,
    /// Whether NaN is left out.
    numbers: bool,
    finish: fn(Moments<T>, f64) -> T::Spread,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed + Averaged<Work: Typed, Real: Typed, Spread: Typed>> Folding for Spread<T> {
    type State = Array<Moments<T>>;

    fn name(&self) -> String {
        self.name.into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        vec![Output { extra: Shape::from(()), dtype: T::Spread::DTYPE }]
    }

    fn partial(&self, inputs: &[Block], _: &Cell<'_>) -> Result<Array<Moments<T>>> {
        let view = inputs[0].typed::<T>();
        let over = over(&self.axes);
        Ok(match (self.axes.len() == view.ndim(), self.numbers) {
            (true, true) => Array::scalar(T::number_moments_of(view)),
            (true, false) => Array::scalar(T::moments_of(view)),
            (false, true) => T::number_moments_axis_of(self.name, view, &over),
            (false, false) => T::moments_axis_of(self.name, view, &over),
        })
    }

    fn merge(&self, earlier: &mut Array<Moments<T>>, later: Array<Moments<T>>) {
        T::merge_moments_of(earlier.view_mut(), later.view());
    }

    fn finish(&self, state: Option<Self::State>, tile: &Region) -> Result<Vec<AnyArray>> {
        let moments = state.unwrap_or_else(|| Array::full(tile.shape(), Moments::default()));
        Ok(vec![T::finish_variances_of(moments.view(), self.ddof, self.finish).into()])
    }

    fn wire(&self) -> Wire<Array<Moments<T>>> {
        Wire::moments()
    }

    fn state_bytes(&self, places: usize) -> usize {
        places.saturating_mul(size_of::<Moments<T>>())
    }

    fn identity(&self) -> String {
        format!("{} {:?} ddof {}", self.name, self.axes, self.ddof)
    }
}

impl<T: Typed + Averaged<Work: Typed, Real: Typed, Spread: Typed>> Chunked<T> {
    #[track_caller]
    fn spread(
        &self,
        name: &'static str,
        over: &Over,
        numbers: bool,
        finish: fn(Moments<T>, f64) -> T::Spread,
    ) -> Chunked<T::Spread> {
        let axes = resolved(name, over, self.ndim());
        let fold = Spread::<T> { name, axes, ddof: over.ddof(), numbers, finish, of: PhantomData };
        let node = folded(fold, &[&self.node]).remove(0);
        Chunked::of(restored(node, over, &axes))
    }

    /// The variance of all elements, as an array without axes; NaN if there are none.
    ///
    /// One pass: cells are measured from an element of their own and merged as Chan's method does, in a tree
    /// that depends on the shape alone.
    ///
    /// # NumPy
    /// `np.var(a)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0.0f64, 1001.0, 1.0);
    /// assert_eq!(x.var().value()?, 83_500.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn var(&self) -> Chunked<T::Spread> {
        self.var_axis(..)
    }

    /// The variances over some axes, divided by the count less the [`ddof`](nd_ops::ddof()) of the axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.var(a, axis, ddof=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 3.0], [2.0, 6.0]]);
    /// assert_eq!(x.var_axis(nd_ops::ddof(1, -1)).compute()?, array![2.0, 8.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn var_axis(&self, axes: impl Into<Over>) -> Chunked<T::Spread> {
        self.spread("var", &axes.into(), false, Moments::var)
    }

    /// The standard deviation of all elements; see [`var`](Self::var).
    ///
    /// # NumPy
    /// `np.std(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.0f64, 5.0]).std().value()?, 2.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn std(&self) -> Chunked<T::Spread> {
        self.std_axis(..)
    }

    /// The standard deviations over some axes, with the [`ddof`](nd_ops::ddof()) of the axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.std(a, axis, ddof=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 2.0], [3.0, 6.0]]);
    /// assert_eq!(x.std_axis(0).compute()?, array![1.0, 2.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn std_axis(&self, axes: impl Into<Over>) -> Chunked<T::Spread> {
        self.spread("std", &axes.into(), false, Moments::std)
    }

    /// The variance of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// # NumPy
    /// `np.nanvar(a)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.0, f64::NAN, 5.0]).nanvar().value()?, 4.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nanvar(&self) -> Chunked<T::Spread> {
        self.nanvar_axis(..)
    }

    /// As [`nanvar`](Self::nanvar), over some axes, with the [`ddof`](nd_ops::ddof()) of the axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nanvar(a, axis, ddof=…)`; NaN where there are no more numbers than `ddof`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [f64::NAN, 6.0]]);
    /// assert_eq!(x.nanvar_axis(1).compute()?, array![4.0, 0.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanvar_axis(&self, axes: impl Into<Over>) -> Chunked<T::Spread> {
        self.spread("nanvar", &axes.into(), true, Moments::nanvar)
    }

    /// The standard deviation of the elements that are not NaN, as an array without axes; NaN if there are none.
    ///
    /// # NumPy
    /// `np.nanstd(a)`, without its warning.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![1.0, f64::NAN, 5.0]).nanstd().value()?, 2.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn nanstd(&self) -> Chunked<T::Spread> {
        self.nanstd_axis(..)
    }

    /// As [`nanstd`](Self::nanstd), over some axes, with the [`ddof`](nd_ops::ddof()) of the axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice.
    ///
    /// # NumPy
    /// `np.nanstd(a, axis, ddof=…)`; NaN where there are no more numbers than `ddof`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[1.0, 5.0], [f64::NAN, 6.0]]);
    /// assert_eq!(x.nanstd_axis(1).compute()?, array![2.0, 0.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nanstd_axis(&self, axes: impl Into<Over>) -> Chunked<T::Spread> {
        self.spread("nanstd", &axes.into(), true, Moments::nanstd)
    }
}
