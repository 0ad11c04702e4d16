//! Maps that work on blocks of contiguous elements instead of one element at a time.

use crate::array::Array;
use crate::engine::bodies;
use crate::engine::course::COSTLY;
use crate::engine::lanes::LanedAll;
use crate::error::ok;
use crate::simd::Isa;
use crate::view::View;
use crate::view_mut::ViewMut;

/// A function of `N` inputs, told a block of elements at a time, so that it can treat rare
/// arguments apart without slowing the loop over common ones.
///
/// # Examples
/// ```
/// use nd_core::{BlockMapper, array, map_blocks, simd::Isa};
///
/// struct Double;
/// impl BlockMapper<f64, 1> for Double {
///     type Out = f64;
///     fn block<I: Isa>(&self, _: I, [x]: [&[f64]; 1], out: &mut [f64]) {
///         out.iter_mut().zip(x).for_each(|(out, x)| *out = 2.0 * x);
///     }
/// }
/// assert_eq!(map_blocks([array![1.0, 2.0].view()], &Double), array![2.0, 4.0]);
/// ```
pub trait BlockMapper<T, const N: usize>: Sync {
    /// What an element becomes.
    type Out: Copy + Send + Default;
    /// What messages call the function.
    fn name(&self) -> &'static str {
        "map"
    }
    /// Computes a block; all slices have the same length, at most 512.
    fn block<I: Isa>(&self, isa: I, inputs: [&[T]; N], out: &mut [Self::Out]);
}

/// A new array of what `f` makes of each element of one to six inputs, broadcast together.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # Examples
/// ```
/// use nd_core::engine::{BlockMapper, map_blocks, simd::Isa};
/// use nd_core::array;
///
/// struct Sum;
/// impl BlockMapper<f32, 2> for Sum {
///     type Out = f32;
///     fn block<I: Isa>(&self, _: I, [x, y]: [&[f32]; 2], out: &mut [f32]) {
///         out.iter_mut().zip(x.iter().zip(y)).for_each(|(out, (x, y))| *out = x + y);
///     }
/// }
/// let (row, column) = (array![1.0, 2.0], array![[10.0], [20.0]]);
/// let sums = map_blocks([row.view(), column.view()], &Sum); // stretched as by `+`
/// assert_eq!(sums, array![[11.0, 12.0], [21.0, 22.0]]);
/// ```
#[track_caller]
pub fn map_blocks<T, const N: usize, F>(inputs: [View<'_, T>; N], f: &F) -> Array<F::Out>
where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    ok(bodies::map_blocks(f.name(), &LanedAll::views(&inputs), f, COSTLY))
}

/// As [`map_blocks`], into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`.
///
/// # Examples
/// ```
/// use nd_core::engine::{BlockMapper, map_blocks_into, simd::Isa};
/// use nd_core::{array, s};
///
/// struct Negative;
/// impl BlockMapper<i32, 1> for Negative {
///     type Out = bool;
///     fn block<I: Isa>(&self, _: I, [x]: [&[i32]; 1], out: &mut [bool]) {
///         out.iter_mut().zip(x).for_each(|(out, x)| *out = *x < 0);
///     }
/// }
/// let mut out = array![[false, false], [true, true]];
/// map_blocks_into([array![-1, 2].view()], &Negative, out.slice_mut(s![.., 0]));
/// assert_eq!(out, array![[true, false], [false, true]]);
/// ```
#[track_caller]
pub fn map_blocks_into<T, const N: usize, F>(
    inputs: [View<'_, T>; N],
    f: &F,
    out: ViewMut<'_, F::Out>,
) where
    T: Copy + Send + Sync,
    F: BlockMapper<T, N>,
{
    ok(bodies::map_blocks_into(f.name(), &LanedAll::views(&inputs), out, f, COSTLY))
}
