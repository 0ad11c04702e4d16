//! [`zip`]: one fused pass over several arrays.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::cow::CowArray;
use crate::engine::bodies::{Any, Apply, Fold, Map, Mapper, Visit};
use crate::engine::lanes::{Lane, Lanes, LanesItems, Read, Write};
use crate::engine::plan::{MAX_OPERANDS, Plan};
use crate::engine::run::{Block, Body, CHEAP, Parallel, run};
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::shape::{Shape, Strides};
use crate::simd::{Isa, Kernel};
use crate::view::View;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::sync::atomic::AtomicBool;

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
    Zip { operands, parallel: CHEAP }
}

/// Arrays to be walked together; see [`zip`].
#[must_use = "nothing is computed until a method such as `map` is called"]
pub struct Zip<O> {
    operands: O,
    parallel: Parallel,
}

mod sealed {
    use super::*;

    /// An array that is read or written by a walk.
    pub trait Walked {
        type Lane: Lane;
        const WRITES: bool;
        fn layout(&self) -> &Layout;
        fn lane(self) -> Self::Lane;
    }

    /// A tuple of one to six of them.
    pub trait Tuple {
        type Lanes: Lanes;
        const COUNT: usize;
        fn layouts(&self) -> [Option<&Layout>; 6];
        fn writes() -> [bool; 6];
        fn lanes(self) -> Self::Lanes;
    }
}
use sealed::{Tuple, Walked};

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

    /// Uses threads from `elements` elements on, instead of the default for cheap closures
    /// (about a quarter million): worth lowering when the closure costs microseconds.
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
    #[track_caller]
    #[inline]
    pub fn map_with<R, F>(self, f: F) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let (layout, flat) = ok(result("zip", self.operands.layouts(), O::writes(), O::COUNT));
        self.fill(f, layout, flat)
    }

    /// As [`map`](Self::map), always in C order.
    #[track_caller]
    pub(crate) fn map_c<R, F>(self, f: F) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let (shape, flat) = ok(common("zip", self.operands.layouts(), O::writes(), O::COUNT));
        self.fill(f, Layout::c_order(shape), flat == Some(Order::C))
    }

    /// A new array with `layout`, which is contiguous; `flat` if the operands are too, in
    /// the same order.
    #[track_caller]
    #[inline(always)]
    fn fill<R, F>(self, f: F, layout: Layout, flat: bool) -> Array<R>
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let buffer = Buffer::<MaybeUninit<R>>::uninit(ok(fits::<R>(&layout.shape)));
        let out = buffer.start().as_ptr();
        // SAFETY: `layout` is contiguous over exactly the fresh buffer.
        unsafe { self.write(f, out, &layout.shape, &layout, flat) };
        // SAFETY: the walk wrote every element once.
        Array::from_buffer(unsafe { buffer.assume_init() }, layout)
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
    #[track_caller]
    #[inline]
    pub fn map_into_with<R, F>(self, f: F, mut out: ViewMut<'_, R>)
    where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let (shape, flat) = ok(common("zip", self.operands.layouts(), O::writes(), O::COUNT));
        let layout = *out.layout();
        if layout.shape != shape {
            let shapes: &[&[usize]] = &[&layout.shape, &shape];
            if crate::broadcast_shapes(shapes) != Ok(layout.shape) {
                mismatch("zip: map_into (output first)", &layout.shape, &shape);
            }
            // An operand that is written has `shape`: stretched to more, it would hand out
            // the same element several times, to several threads.
            if O::writes().contains(&true) {
                mismatch(STRETCHED, &shape, &layout.shape);
            }
        }
        let same = match flat {
            Some(Order::C) => layout.shape == shape && layout.is_c_contiguous(),
            Some(Order::F) => layout.shape == shape && layout.is_f_contiguous(),
            None => false,
        };
        let shape = layout.shape;
        // SAFETY: `out` is a mutable view with this layout; its elements are overwritten.
        unsafe { self.write(f, out.as_mut_ptr().cast(), &shape, &layout, same) }
    }

    /// # Safety
    /// `out` with `layout` reaches distinct elements that may be written; if `flat`, the
    /// output and all operands are contiguous in the same order.
    #[inline]
    unsafe fn write<R, F>(
        self,
        f: F,
        out: *mut MaybeUninit<R>,
        shape: &Shape,
        layout: &Layout,
        flat: bool,
    ) where
        R: Copy + Send,
        F: for<'x> Mapper<Items<'x, O>, Out = R>,
    {
        let plan =
            if flat { None } else { Some(plan(shape, Some(layout), self.operands.layouts())) };
        let parallel = self.parallel;
        let body = Map { lanes: self.operands.lanes(), f, out };
        // SAFETY: the plan is for the output and the lanes, or all are contiguous.
        unsafe { walk(&body, shape, plan.as_ref(), parallel) }
    }

    /// The walk of the operands alone, without an output.
    #[track_caller]
    #[inline]
    fn over<B: Body>(self, body: impl FnOnce(O::Lanes) -> B) -> B::Part {
        let (shape, flat) = ok(common("zip", self.operands.layouts(), O::writes(), O::COUNT));
        let plan =
            if flat.is_some() { None } else { Some(plan(&shape, None, self.operands.layouts())) };
        let parallel = self.parallel;
        let body = body(self.operands.lanes());
        // SAFETY: the plan is for the lanes, or all of them are contiguous.
        unsafe { walk(&body, &shape, plan.as_ref(), parallel) }
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
        self.over(|lanes| Visit { lanes, f });
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
    #[track_caller]
    #[inline]
    pub fn apply_with<F>(self, f: F)
    where
        F: for<'x> Mapper<Items<'x, O>, Out = First<O>>,
        O: FirstMut,
    {
        self.over(|lanes| Apply { lanes, f });
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
        self.over(|lanes| Fold { lanes, identity, f: fold, merge })
            .expect("a part is missing only while a panic is under way")
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
        let found = AtomicBool::new(false);
        let flag = &found;
        self.over(|lanes| Any { lanes, f, found: flag });
        found.into_inner()
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

#[cold]
#[track_caller]
fn mismatch(op: &str, left: &[usize], right: &[usize]) -> ! {
    ShapeError::Mismatch { op: op.into(), left: left.into(), right: right.into() }.panic()
}

const STRETCHED: &str = "zip: an array that is written cannot be stretched";

/// The order in which all operands are contiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    C,
    F,
}

/// The operands' common shape, and the order in which all of them fill it without gaps.
#[inline(always)]
pub(crate) fn common(
    op: &'static str,
    layouts: [Option<&Layout>; 6],
    writes: [bool; 6],
    count: usize,
) -> Result<(Shape, Option<Order>), ShapeError> {
    let given = &layouts[..count];
    match alike(given) {
        Some(first) => Ok((first.shape, order(given))),
        None => stretched_shape(op, given, writes).map(|shape| (shape, None)),
    }
}

/// The layout of a new result, contiguous, and whether all operands fill it in its order.
///
/// Small arrays notice every copy of a layout, so this one is made once, from the first.
#[inline(always)]
fn result(
    op: &'static str,
    layouts: [Option<&Layout>; 6],
    writes: [bool; 6],
    count: usize,
) -> Result<(Layout, bool), ShapeError> {
    let given = &layouts[..count];
    let Some(first) = alike(given) else {
        return stretched_shape(op, given, writes).map(|shape| (Layout::c_order(shape), false));
    };
    Ok(match order(given) {
        Some(Order::C) => (first.gapless(), true),
        Some(Order::F) => (Layout::f_order(first.shape), true),
        None => (first.gapless(), false),
    })
}

/// The first layout, if all have its shape.
#[inline(always)]
fn alike<'a>(given: &[Option<&'a Layout>]) -> Option<&'a Layout> {
    let first = given[0].expect("a tuple has at least one operand");
    given.iter().flatten().all(|l| l.shape == first.shape).then_some(first)
}

/// The order in which all layouts are contiguous.
#[inline(always)]
fn order(given: &[Option<&Layout>]) -> Option<Order> {
    if given.iter().flatten().all(|l| l.is_c_contiguous()) {
        Some(Order::C)
    } else if given.iter().flatten().all(|l| l.is_f_contiguous()) {
        Some(Order::F)
    } else {
        None
    }
}

#[inline(never)]
fn stretched_shape(
    op: &'static str,
    layouts: &[Option<&Layout>],
    writes: [bool; 6],
) -> Result<Shape, ShapeError> {
    let given: Vec<&Layout> = layouts.iter().flatten().copied().collect();
    let shape = Layout::broadcast(op, &given)?;
    for (layout, _) in given.iter().zip(writes).filter(|(_, writes)| *writes) {
        if layout.shape != shape {
            return Err(ShapeError::Mismatch {
                op: STRETCHED.into(),
                left: layout.shape.as_slice().into(),
                right: shape.as_slice().into(),
            });
        }
    }
    Ok(shape)
}

pub(crate) fn fits<T>(shape: &Shape) -> Result<usize, ShapeError> {
    shape.size_for(size_of::<T>(), "zip")
}

/// The walk of an output, if there is one, and of operands stretched to `shape`.
#[inline(never)]
pub(crate) fn plan(shape: &Shape, out: Option<&Layout>, layouts: [Option<&Layout>; 6]) -> Plan {
    let mut strides = [Strides::empty(); MAX_OPERANDS];
    let operands = out.into_iter().chain(layouts.into_iter().flatten());
    let mut count = 0;
    for (strides, layout) in strides.iter_mut().zip(operands) {
        *strides = layout.stretched(shape);
        count += 1;
    }
    Plan::new(shape, &strides[..count])
}

/// Runs a body over what `plan` reaches, or without one over contiguous operands.
///
/// # Safety
/// As for [`run`]; without a plan every operand is contiguous over `shape`, all in the same
/// order.
#[inline(always)]
pub(crate) unsafe fn walk<B: Body>(
    body: &B,
    shape: &Shape,
    plan: Option<&Plan>,
    parallel: Parallel,
) -> B::Part {
    /// Few contiguous elements: one block, without a plan.
    struct Small<'a, B>(&'a B, usize);
    impl<B: Body> Kernel for Small<'_, B> {
        type Output = B::Part;
        #[inline(always)]
        fn run<I: Isa>(self, isa: I) -> B::Part {
            let mut part = self.0.empty();
            let (zero, one) = ([0; MAX_OPERANDS], [1; MAX_OPERANDS]);
            let block = Block { start: zero, row: zero, step: one, rows: 1, len: self.1 };
            // SAFETY: `walk`'s caller says that this many elements are contiguous.
            unsafe { self.0.block(isa, &mut part, &block) };
            part
        }
    }

    let size: usize = shape.iter().product();
    if size == 0 {
        return body.empty();
    }
    match plan {
        None if size <= 1 << 14 => B::dispatch(Small(body, size)),
        // SAFETY: a flat plan over operands that are contiguous.
        None => unsafe { run(&Plan::flat(size), body, parallel) },
        // SAFETY: passed on.
        Some(plan) => unsafe { run(plan, body, parallel) },
    }
}

macro_rules! read_operand {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<T: Copy + Send + Sync, $($gen)*> Walked for $Type {
            type Lane = Read<T>;
            const WRITES: bool = false;
            #[inline(always)]
            fn layout(&self) -> &Layout {
                (*self).layout()
            }
            #[inline(always)]
            fn lane(self) -> Read<T> {
                Read(self.as_ptr())
            }
        }
    )*};
}
read_operand! {
    [] &Array<T>;
    [] &ViewMut<'_, T>;
    [] &CowArray<'_, T>;
}

impl<T: Copy + Send + Sync> Walked for View<'_, T> {
    type Lane = Read<T>;
    const WRITES: bool = false;
    #[inline(always)]
    fn layout(&self) -> &Layout {
        View::layout(self)
    }
    #[inline(always)]
    fn lane(self) -> Read<T> {
        Read(self.as_ptr())
    }
}

impl<T: Copy + Send + Sync> Walked for &View<'_, T> {
    type Lane = Read<T>;
    const WRITES: bool = false;
    #[inline(always)]
    fn layout(&self) -> &Layout {
        View::layout(self)
    }
    #[inline(always)]
    fn lane(self) -> Read<T> {
        Read(self.as_ptr())
    }
}

impl<'a, T: Copy + Send + Sync> Walked for &'a mut Array<T> {
    type Lane = Write<'a, T>;
    const WRITES: bool = true;
    #[inline(always)]
    fn layout(&self) -> &Layout {
        Array::layout(self)
    }
    #[inline(always)]
    fn lane(self) -> Write<'a, T> {
        Write(self.view_mut().as_mut_ptr(), PhantomData)
    }
}

impl<'a, T: Copy + Send + Sync> Walked for &'a mut ViewMut<'_, T> {
    type Lane = Write<'a, T>;
    const WRITES: bool = true;
    #[inline(always)]
    fn layout(&self) -> &Layout {
        ViewMut::layout(self)
    }
    #[inline(always)]
    fn lane(self) -> Write<'a, T> {
        Write(self.as_mut_ptr(), PhantomData)
    }
}

impl<'a, T: Copy + Send + Sync> Walked for ViewMut<'a, T> {
    type Lane = Write<'a, T>;
    const WRITES: bool = true;
    #[inline(always)]
    fn layout(&self) -> &Layout {
        ViewMut::layout(self)
    }
    #[inline(always)]
    fn lane(mut self) -> Write<'a, T> {
        Write(self.as_mut_ptr(), PhantomData)
    }
}

/// A mutable array, for [`FirstMut`].
pub trait WalkedMut: Walked {}
impl<T: Copy + Send + Sync> WalkedMut for &mut Array<T> {}
impl<T: Copy + Send + Sync> WalkedMut for &mut ViewMut<'_, T> {}
impl<T: Copy + Send + Sync> WalkedMut for ViewMut<'_, T> {}

macro_rules! tuple {
    ($count:literal: $($O:ident $k:tt),*) => {
        impl<$($O: Walked),*> Tuple for ($($O,)*) {
            type Lanes = ($($O::Lane,)*);
            const COUNT: usize = $count;
            #[inline(always)]
            fn layouts(&self) -> [Option<&Layout>; 6] {
                let mut all = [None; 6];
                $(all[$k] = Some(self.$k.layout());)*
                all
            }
            #[inline(always)]
            fn writes() -> [bool; 6] {
                let mut all = [false; 6];
                $(all[$k] = $O::WRITES;)*
                all
            }
            #[inline(always)]
            fn lanes(self) -> Self::Lanes {
                ($(self.$k.lane(),)*)
            }
        }
    };
}
tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);

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
