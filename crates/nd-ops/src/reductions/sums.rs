//! `sum` and `prod`.

use crate::over::Over;
use crate::reductions::over_axes;
use crate::reductions::summable::Summable;
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, Number, Reducer, reduce};
use num_traits::{One, Zero};
use std::hint::black_box;

/// Pairwise summation with NumPy's tree: leaves of at most 128 elements, each added up in
/// eight interleaved sums, so that the result has the same bits as `np.sum`'s.
pub(super) struct Sum;

impl<T: Summable> Reducer<T> for Sum {
    type Acc = T::Work;
    const LEAF: usize = 128;
    const PAIRED: bool = true;

    #[inline(always)]
    fn identity(&self) -> T::Work {
        T::Work::zero()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T::Work {
        eight(run, |x| x.widen())
    }

    #[inline(always)]
    fn pair<I: Isa>(&self, _: I, left: &[T], right: &[T]) -> T::Work {
        let (left, right) = eight_twice(left, right, |x| x.widen());
        left.plus(right)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T::Work], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(x.widen());
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: T::Work, later: T::Work) -> T::Work {
        earlier.plus(later)
    }
}

/// Adds up `value(x)` in eight interleaved sums, then the rest one by one.
///
/// Starts from zero, not from the first element: a sum of negative zeros is positive zero,
/// as NumPy's.
#[inline(always)]
pub(super) fn eight<T: Copy, W: Number>(run: &[T], value: impl Fn(T) -> W) -> W {
    let (blocks, rest) = run.as_chunks::<8>();
    let Some((first, blocks)) = blocks.split_first() else {
        return rest.iter().fold(W::zero(), |sum, &x| sum.plus(value(x)));
    };
    let mut sums = first.map(&value);
    blocks.iter().for_each(|block| add_block(&mut sums, block, &value));
    rest.iter().fold(total(sums), |sum, &x| sum.plus(value(x)))
}

/// [`eight`] of two runs at once: an addition takes several cycles to finish, and the eight
/// sums of one run alone leave the adders waiting.
#[inline(always)]
fn eight_twice<T: Copy, W: Number>(a: &[T], b: &[T], value: impl Fn(T) -> W) -> (W, W) {
    let ((a_blocks, a_rest), (b_blocks, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let (Some((a_first, a_blocks)), Some((b_first, b_blocks))) =
        (a_blocks.split_first(), b_blocks.split_first())
    else {
        return (eight(a, &value), eight(b, &value));
    };
    let (mut a_sums, mut b_sums) = (a_first.map(&value), b_first.map(&value));
    for (a_block, b_block) in a_blocks.iter().zip(b_blocks) {
        add_block(&mut a_sums, a_block, &value);
        add_block(&mut b_sums, b_block, &value);
    }
    let both = a_blocks.len().min(b_blocks.len());
    a_blocks[both..].iter().for_each(|block| add_block(&mut a_sums, block, &value));
    b_blocks[both..].iter().for_each(|block| add_block(&mut b_sums, block, &value));
    let a_sum = a_rest.iter().fold(total(a_sums), |sum, &x| sum.plus(value(x)));
    let b_sum = b_rest.iter().fold(total(b_sums), |sum, &x| sum.plus(value(x)));
    (a_sum, b_sum)
}

#[inline(always)]
fn add_block<T: Copy, W: Number>(sums: &mut [W; 8], block: &[T; 8], value: impl Fn(T) -> W) {
    for (sum, &x) in sums.iter_mut().zip(block) {
        *sum = sum.plus(value(x));
    }
}

/// Eight sums together, in the order in which NumPy adds them.
#[inline(always)]
fn total<W: Number>(sums: [W; 8]) -> W {
    // Hidden: the compiler would arrange the sums for this last step, at the price of
    // shuffling every block of the loop before it.
    let [a, b, c, d, e, f, g, h] = black_box(sums);
    let left = a.plus(b).plus(c.plus(d));
    left.plus(e.plus(f).plus(g.plus(h)))
}

struct Product;

impl<T: Summable> Reducer<T> for Product {
    type Acc = T::Work;

    #[inline(always)]
    fn identity(&self) -> T::Work {
        T::Work::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T::Work {
        let mut lanes = [T::Work::one(); 8];
        let (blocks, rest) = run.as_chunks::<8>();
        for block in blocks {
            for (lane, &x) in lanes.iter_mut().zip(block) {
                *lane = lane.times(x.widen());
            }
        }
        let start = lanes.into_iter().fold(T::Work::one(), |p, x| p.times(x));
        rest.iter().fold(start, |p, &x| p.times(x.widen()))
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T::Work], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(x.widen());
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: T::Work, later: T::Work) -> T::Work {
        earlier.times(later)
    }
}

/// The sum of all elements; 0 if there are none.
///
/// Floats are added pairwise (error grows with the logarithm of the count), with the same
/// bits as NumPy for contiguous 1-d arrays, on any number of threads. Integers are added as
/// `i64` or `u64` and wrap; see [`Summable`]. NaN and infinities propagate.
///
/// # NumPy
/// `np.sum(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::sum(&array![[1.5, 2.0], [3.0, 4.0]]), 10.5);
/// assert_eq!(nd_ops::sum(&array![200u8, 100]), 300u64);
/// assert_eq!(nd_ops::sum(&Array::<f64>::zeros([0])), 0.0);
/// ```
pub fn sum<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    // Plus zero: NumPy adds the pairwise sum to a zero, which turns -0 into 0.
    let zero = <A::Elem as Summable>::Work::zero();
    <A::Elem as Summable>::narrow(zero.plus(reduce(a.view(), &Sum)))
}

/// The sum over some axes; see [`sum`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.sum(a, axis)`. Where NumPy adds rows one after the other, nd does so in blocks of
/// 128 rows that are then merged: the error is no larger, the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{keepdims, sum_axis};
///
/// let a = array![[1i64, 2], [3, 4]];
/// assert_eq!(sum_axis(&a, 0), array![4, 6]);
/// assert_eq!(sum_axis(&a, keepdims(-1)), array![[3], [7]]);
/// ```
/// ```should_panic
/// nd_ops::sum_axis(&nd_core::array![1, 2], 1); // axis 1 is out of bounds
/// ```
#[track_caller]
pub fn sum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    let zero = <A::Elem as Summable>::Work::zero();
    let finish = |sum| <A::Elem as Summable>::narrow(zero.plus(sum));
    over_axes("sum", a.view(), axes.into(), &Sum, finish)
}

/// The product of all elements; 1 if there are none. Types as for [`sum`].
///
/// # NumPy
/// `np.prod(a)`; floats are multiplied in another order, so the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::prod(&array![2i32, 3, 4]), 24i64);
/// assert_eq!(nd_ops::prod(&Array::<f64>::zeros([0])), 1.0);
/// ```
pub fn prod<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    <A::Elem as Summable>::narrow(reduce(a.view(), &Product))
}

/// The product over some axes; see [`prod`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.prod(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::prod_axis(&array![[1i64, 2], [3, 4]], 0), array![3, 8]);
/// ```
/// ```should_panic
/// nd_ops::prod_axis(&nd_core::array![1, 2], 1);
/// ```
#[track_caller]
pub fn prod_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    over_axes("prod", a.view(), axes.into(), &Product, <A::Elem as Summable>::narrow)
}
