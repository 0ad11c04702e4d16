//! [`zip`]: one fused pass over several arrays.

use crate::array::Array;
use crate::engine::bodies::{self, Mapper};
use crate::engine::course::{CHEAP, Parallel};
use crate::engine::lanes::{Lanes, LanesItems, Tuple, Walked, WalkedMut};
use crate::error::ok;
use crate::view_mut::ViewMut;

/// Walks one to six arrays together, broadcasting them to one shape.
///
/// Nothing happens until one of [`Zip`]'s methods is called; that makes one pass, without
/// temporaries, with the best vector instructions the CPU has, on all threads if the arrays
/// are large. The closure receives a tuple: elements of `&a` by value, of `&mut a` as
/// `&mut T`. Element types may differ.
///
/// # Panics
/// The methods panic if the shapes do not broadcast together, or if an array that is written
/// would have to be stretched.
///
/// # NumPy
/// A chain of ufuncs, or `numexpr.evaluate`, without the temporaries.
///
/// # Examples
/// ```
/// use nd_core::{array, zip};
///
/// let a = array![1.0, 2.0, 3.0];
/// let b = array![[10.0], [20.0]];
/// let c = zip((&a, &b)).map(|(a, b)| a * a + b);
/// assert_eq!(c, array![[11.0, 14.0, 19.0], [21.0, 24.0, 29.0]]);
///
/// let mut sum = array![0.0, 0.0, 0.0];
/// zip((&mut sum, &a)).for_each(|(sum, a)| *sum += a);
/// assert_eq!(sum, a);
/// ```
/// ```should_panic
/// # use nd_core::{array, zip};
/// // zip: shapes [3] and [2] do not broadcast together
/// zip((&array![1, 2, 3], &array![1, 2])).map(|(a, b)| a + b);
/// ```
pub fn zip<O: Operands>(operands: O) -> Zip<O> {
    Zip { op: "zip", operands, parallel: CHEAP }
}

/// Arrays to be walked together; see [`zip`].
#[must_use = "nothing is computed until a method such as `map` is called"]
pub struct Zip<O> {
    /// What is said to have gone wrong.
    op: &'static str,
    operands: O,
    parallel: Parallel,
}

/// What [`zip`] takes: a tuple of one to six arrays, each as `&a`, `&mut a`, a view, or a
/// mutable view.
pub trait Operands: Tuple {}
impl<O: Tuple> Operands for O {}

/// A tuple whose first array is mutable.
pub trait FirstMut: Tuple {}

/// What the closures of a [`Zip`] receive in one call, which `'x` stands for: they cannot keep
/// a reference to an element.
///
/// # Examples
/// ```compile_fail
/// use std::sync::Mutex;
///
/// let mut a = nd_core::array![1, 2];
/// let kept = Mutex::new(Vec::new());
/// nd_core::zip((&mut a,)).for_each(|(x,)| kept.lock().unwrap().push(x));
/// ```
/// ```compile_fail
/// let mut a = nd_core::array![1, 2];
/// let kept: nd_core::Array<&i32> = nd_core::zip((&mut a,)).map(|(x,)| &*x);
/// ```
pub type Items<'x, O> = <<O as Tuple>::Lanes as LanesItems<'x>>::Items;
/// The element type of the first array of a [`Zip`].
pub type First<O> = <<O as Tuple>::Lanes as Lanes>::First;

impl<O: Operands> Zip<O> {
    /// Stays on the calling thread.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let a = array![1, 2];
    /// assert_eq!(zip((&a,)).sequential().map(|(a,)| a + 1), array![2, 3]);
    /// ```
    pub fn sequential(mut self) -> Self {
        self.parallel = Parallel::Never;
        self
    }

    /// Says `op` in messages, for functions that are one walk and not known as `zip`.
    #[doc(hidden)]
    pub fn named(mut self, op: &'static str) -> Self {
        self.op = op;
        self
    }

    /// Uses threads from `elements` elements on, instead of the default for cheap closures
    /// (131,072): worth lowering when the closure costs many nanoseconds. A thread takes 32,768 elements
    /// at a time, so fewer stay on one; for few elements that take long there is
    /// [`threads::collect`](crate::threads::collect).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let seeds = array![1u64, 2, 3];
    /// let slow = |(n,): (u64,)| (0..n * 1000).sum::<u64>();
    /// assert_eq!(zip((&seeds,)).parallel_from(50_000).map(slow), array![499500, 1999000, 4498500]);
    /// ```
    pub fn parallel_from(mut self, elements: usize) -> Self {
        self.parallel = Parallel::From(elements);
        self
    }

    /// A new array of what `f` returns for each element.
    ///
    /// The result is in C order, or in Fortran order if all operands are.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let a = array![1u8, 2, 3];
    /// let b = array![0.5, 0.25, 0.125];
    /// assert_eq!(zip((&a, &b)).map(|(a, b)| f64::from(a) * b), array![0.5, 0.5, 0.375]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn map<R, F>(self, f: F) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Fn(Items<'x, O>) -> R + Sync,
    {
        self.map_with(f)
    }

    /// As [`map`](Self::map), with a [`Mapper`]: a function that knows the instruction set.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # Examples
    /// ```
    /// use nd_core::engine::{Mapper, simd::Isa};
    /// use nd_core::{array, zip};
    ///
    /// struct Line;
    /// impl Mapper<(f64, f64)> for Line {
    ///     type Out = f64;
    ///     fn call<I: Isa>(&self, isa: I, (x, y): (f64, f64)) -> f64 {
    ///         isa.mul_add(2.0, x, y) // one instruction where the processor has it
    ///     }
    /// }
    /// assert_eq!(zip((&array![1.0, 2.0], &array![0.5])).map_with(Line), array![2.5, 4.5]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn map_with<R, F>(self, f: F) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::map(op, &operands.laned(), false, f, parallel))
    }

    /// As [`map`](Self::map), always in C order.
    #[track_caller]
    pub(crate) fn map_c<R, F>(self, f: F) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::map(op, &operands.laned(), true, f, parallel))
    }

    /// As [`map`](Self::map), into an array that exists.
    ///
    /// # Panics
    /// If the shapes do not broadcast together to the shape of `out`, or a mutable operand
    /// would be stretched.
    ///
    /// # NumPy
    /// `ufunc(…, out=out)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let a = array![1, 2];
    /// let mut out = array![0, 0];
    /// zip((&a,)).map_into(|(a,)| a * 10, out.view_mut());
    /// assert_eq!(out, array![10, 20]);
    /// ```
    /// ```should_panic
    /// # use nd_core::{array, zip};
    /// zip((&array![1, 2],)).map_into(|(a,)| a, array![0].view_mut());
    /// ```
    #[track_caller]
    #[inline]
    pub fn map_into<R, F>(self, f: F, out: ViewMut<'_, R>)
    where
        R: Copy + Send,
        F: for<'x> Fn(Items<'x, O>) -> R + Sync,
    {
        self.map_into_with(f, out)
    }

    /// As [`map_into`](Self::map_into), with a [`Mapper`].
    ///
    /// # Panics
    /// If the shapes do not broadcast together to the shape of `out`.
    ///
    /// # NumPy
    /// `ufunc(…, out=out)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::engine::{Mapper, simd::Isa};
    /// use nd_core::{array, s, zip};
    ///
    /// struct Halved;
    /// impl Mapper<(f32,)> for Halved {
    ///     type Out = f32;
    ///     fn call<I: Isa>(&self, _: I, (x,): (f32,)) -> f32 {
    ///         0.5 * x
    ///     }
    /// }
    /// let mut out = array![[0.0, 9.0], [0.0, 9.0]];
    /// zip((&array![1.0, 3.0],)).map_into_with(Halved, out.slice_mut(s![.., 0]));
    /// assert_eq!(out, array![[0.5, 9.0], [1.5, 9.0]]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn map_into_with<R, F>(self, f: F, out: ViewMut<'_, R>)
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let Zip { op, mut operands, parallel } = self;
        let op = if op == "zip" { "zip: map_into" } else { op };
        ok(bodies::map_into(op, &operands.laned(), out, f, parallel));
    }

    /// Calls `f` for each element; arrays given as `&mut` are written through.
    ///
    /// The order of the calls is unspecified, and they come from several threads.
    ///
    /// # Panics
    /// If the shapes do not broadcast together, or a mutable operand would be stretched.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let (mut low, mut high) = (array![3, 1], array![2, 5]);
    /// zip((&mut low, &mut high)).for_each(|(low, high)| {
    ///     if low > high {
    ///         std::mem::swap(low, high);
    ///     }
    /// });
    /// assert_eq!((low, high), (array![2, 1], array![3, 5]));
    /// ```
    /// ```should_panic
    /// # use nd_core::{array, zip};
    /// // an array that is written cannot be stretched
    /// zip((&mut array![1], &array![1, 2])).for_each(|(a, b)| *a += b);
    /// ```
    #[track_caller]
    pub fn for_each<F>(self, f: F)
    where
        F: for<'x> Fn(Items<'x, O>) + Sync,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::for_each(op, &operands.laned(), f, parallel));
    }

    /// Overwrites the first array, given as `&mut`, with what `f` returns.
    ///
    /// # Panics
    /// As [`for_each`](Self::for_each).
    ///
    /// # NumPy
    /// `ufunc(a, …, out=a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let mut a = array![1.0, 4.0];
    /// zip((&mut a, &array![2.0, 3.0])).apply(|(a, b)| *a * b + 1.0);
    /// assert_eq!(a, array![3.0, 13.0]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn apply<F>(self, f: F)
    where
        F: for<'x> Fn(Items<'x, O>) -> First<O> + Sync,
        O: FirstMut,
        First<O>: Send,
    {
        self.apply_with(f)
    }

    /// As [`apply`](Self::apply), with a [`Mapper`].
    ///
    /// # Panics
    /// As [`for_each`](Self::for_each).
    ///
    /// # NumPy
    /// `ufunc(a, …, out=a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::engine::{Mapper, simd::Isa};
    /// use nd_core::{array, zip};
    ///
    /// struct Add;
    /// impl<'a> Mapper<(&'a mut f64, f64)> for Add {
    ///     type Out = f64;
    ///     fn call<I: Isa>(&self, _: I, (sum, x): (&'a mut f64, f64)) -> f64 {
    ///         *sum + x
    ///     }
    /// }
    /// let mut sums = array![1.0, 2.0];
    /// zip((&mut sums, &array![0.5])).apply_with(Add);
    /// assert_eq!(sums, array![1.5, 2.5]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn apply_with<F>(self, f: F)
    where
        F: for<'x> Mapper<Items<'x, O>, Out = First<O>>,
        O: FirstMut,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::apply(op, &operands.laned(), f, parallel));
    }

    /// Folds all elements: `fold` takes one into a partial result that began as
    /// `identity()`, `merge` joins the partial results of neighbouring parts.
    ///
    /// The parts depend on the shapes alone, so the result does not depend on the number of
    /// threads. Elements come in the order of the first array in memory.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let (a, b) = (array![1, 2, 3], array![4, 5, 6]);
    /// let dot = zip((&a, &b)).fold(|| 0, |sum, (a, b)| sum + a * b, |x, y| x + y);
    /// assert_eq!(dot, 32);
    /// ```
    #[track_caller]
    pub fn fold<A: Send, F>(
        self,
        identity: impl Fn() -> A + Sync,
        fold: F,
        merge: impl Fn(A, A) -> A + Sync,
    ) -> A
    where
        F: for<'x> Fn(A, Items<'x, O>) -> A + Sync,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::fold(op, &operands.laned(), &identity, fold, &merge, parallel))
    }

    /// Whether `f` holds for some element; stops soon after one is found. `false` if there
    /// is none.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// assert!(zip((&array![1, 2], &array![2, 1])).any(|(a, b)| a > b));
    /// ```
    #[track_caller]
    pub fn any<F>(self, f: F) -> bool
    where
        F: for<'x> Fn(Items<'x, O>) -> bool + Sync,
    {
        let Zip { op, mut operands, parallel } = self;
        ok(bodies::any(op, &operands.laned(), f, parallel))
    }

    /// Whether `f` holds for every element; stops soon after one is found for which it does
    /// not. `true` if there is none.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, zip};
    ///
    /// let (a, b) = (array![1.0, 2.0], array![1.0, 2.0 + 1e-9]);
    /// assert!(zip((&a, &b)).all(|(a, b)| f64::abs(a - b) < 1e-6));
    /// ```
    #[track_caller]
    pub fn all<F>(self, f: F) -> bool
    where
        F: for<'x> Fn(Items<'x, O>) -> bool + Sync,
    {
        !self.any(move |items| !f(items))
    }
}

macro_rules! first_mut {
    ($($($O:ident)*;)*) => {$(
        impl<A: WalkedMut, $($O: Walked),*> FirstMut for (A, $($O,)*) {}
    )*};
}
first_mut! {
    ;
    B;
    B C;
    B C D;
    B C D E;
    B C D E F;
}
