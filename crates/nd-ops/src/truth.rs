//! `any`, `all` and `count_nonzero`.

use crate::over::{Over, over_axes};
use half::{bf16, f16};
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Complex, Element, Reducer, View, reduce, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn found_of(a: View<'_, Self>, wanted: bool) -> bool {
            zip((&a,)).any(move |(x,)| x.is_true() == wanted)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn found_axis_of(
            op: &'static str,
            a: View<'_, Self>,
            over: &Over,
            wanted: bool,
        ) -> Array<bool> {
            let axes = over.axes_only(op, a.ndim());
            over_axes(a, over, &axes, &Found(wanted), move |found| found == wanted)
        }
        $($hidden)*
        #[inline(never)]
        fn count_of(a: View<'_, Self>) -> usize {
            reduce(a, &Count)
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn count_axis_of(a: View<'_, Self>, over: &Over) -> Array<usize> {
            let axes = over.axes_only("count_nonzero", a.ndim());
            over_axes(a, over, &axes, &Count, |count| count)
        }
    };
}

/// Elements that are true or false: anything that is not zero is true, NaN included.
///
/// # Examples
/// ```
/// use nd_ops::Truth;
///
/// assert!(f64::NAN.is_true());
/// assert!(!(-0.0).is_true());
/// ```
pub trait Truth: Element {
    /// Whether the value is not zero.
    fn is_true(self) -> bool;

    #[doc(hidden)]
    #[inline(never)]
    fn truths_of(a: View<'_, Self>) -> Array<bool> {
        zip((&a,)).map(|(x,)| x.is_true())
    }

    kernels!(#[doc(hidden)]);
}

macro_rules! truth {
    ($zero:expr; $($T:ty)*) => {$(
        impl Truth for $T {
            #[inline(always)]
            fn is_true(self) -> bool {
                self != $zero
            }
            #[inline(never)]
            fn truths_of(a: View<'_, Self>) -> Array<bool> {
                a.cast()
            }
            kernels!();
        }
    )*};
}
truth!(0; i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
truth!(0.0; f32 f64);
truth!(f16::ZERO; f16);
truth!(bf16::ZERO; bf16);
truth!(Complex::new(0.0, 0.0); Complex<f32> Complex<f64>);
truth!(false; bool);

struct Count;

impl<T: Truth> Reducer<T> for Count {
    type Acc = usize;

    #[inline(always)]
    fn identity(&self) -> usize {
        0
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> usize {
        // A run is short enough for 32 bits, of which twice as many fit in a vector.
        run.iter().map(|x| u32::from(x.is_true())).sum::<u32>() as usize
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [usize], row: &[T]) {
        for (acc, x) in acc.iter_mut().zip(row) {
            *acc += usize::from(x.is_true());
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: usize, later: usize) -> usize {
        earlier + later
    }
}

/// Whether some element's truth is the one looked for.
struct Found(bool);

impl<T: Truth> Reducer<T> for Found {
    type Acc = bool;

    #[inline(always)]
    fn identity(&self) -> bool {
        false
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> bool {
        let wanted = self.0;
        run.iter().fold(false, |found, x| found | (x.is_true() == wanted))
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [bool], row: &[T]) {
        let wanted = self.0;
        for (acc, x) in acc.iter_mut().zip(row) {
            *acc |= x.is_true() == wanted;
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: bool, later: bool) -> bool {
        earlier | later
    }
}

/// Whether some element is true; `false` if there is none. Stops soon after the first.
///
/// # NumPy
/// `np.any(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert!(nd_ops::any(&array![0, 0, 3]));
/// assert!(!nd_ops::any(&Array::<bool>::zeros([0])));
/// ```
pub fn any<A: ArrayLike<Elem: Truth>>(a: A) -> bool {
    <A::Elem as Truth>::found_of(a.view(), true)
}

/// Whether every element is true; `true` if there is none. Stops soon after the first that
/// is not.
///
/// # NumPy
/// `np.all(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert!(!nd_ops::all(&array![1, 0, 3]));
/// assert!(nd_ops::all(&Array::<bool>::zeros([0])));
/// ```
pub fn all<A: ArrayLike<Elem: Truth>>(a: A) -> bool {
    !<A::Elem as Truth>::found_of(a.view(), false)
}

/// How many elements are not zero.
///
/// # NumPy
/// `np.count_nonzero(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::count_nonzero(&array![1.0, 0.0, f64::NAN]), 2);
/// ```
pub fn count_nonzero<A: ArrayLike<Elem: Truth>>(a: A) -> usize {
    <A::Elem as Truth>::count_of(a.view())
}

/// Whether some element is true, over some axes; see [`any`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.any(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::any_axis(&array![[0, 1], [0, 0]], 1), array![true, false]);
/// ```
/// ```should_panic
/// nd_ops::any_axis(&nd_core::array![true], 1);
/// ```
#[track_caller]
pub fn any_axis<A: ArrayLike<Elem: Truth>>(a: A, axes: impl Into<Over>) -> Array<bool> {
    <A::Elem as Truth>::found_axis_of("any", a.view(), &axes.into(), true)
}

/// Whether every element is true, over some axes; see [`all`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.all(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::all_axis(&array![[0, 1], [2, 3]], 1), array![false, true]);
/// ```
/// ```should_panic
/// nd_ops::all_axis(&nd_core::array![true], 1);
/// ```
#[track_caller]
pub fn all_axis<A: ArrayLike<Elem: Truth>>(a: A, axes: impl Into<Over>) -> Array<bool> {
    <A::Elem as Truth>::found_axis_of("all", a.view(), &axes.into(), false)
}

/// How many elements are not zero, over some axes.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.count_nonzero(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::count_nonzero_axis(&array![[0, 1], [2, 3]], 1), array![1, 2]);
/// ```
/// ```should_panic
/// nd_ops::count_nonzero_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn count_nonzero_axis<A: ArrayLike<Elem: Truth>>(a: A, axes: impl Into<Over>) -> Array<usize> {
    <A::Elem as Truth>::count_axis_of(a.view(), &axes.into())
}
