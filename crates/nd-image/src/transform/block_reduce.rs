//! Blocks of an array, each reduced to one element.

use crate::axiswise::Axiswise;
use crate::blocks::for_each_block;
use crate::interpolation::Intensity;
use nd_core::{Array, ArrayLike, Element};

/// Where blocks lie in an array in C order.
struct Blocks<'a> {
    shape: &'a [usize],
    size: Vec<usize>,
    /// How many along each axis.
    counts: Vec<usize>,
}

impl<'a> Blocks<'a> {
    #[track_caller]
    fn new(op: &str, shape: &'a [usize], size: &Axiswise<usize>) -> Blocks<'a> {
        let size = size.expand(op, "size", shape.len());
        assert!(!size.contains(&0), "{op}: blocks of size {size:?}, at least 1 is needed");
        let counts = shape.iter().zip(&size).map(|(&n, &size)| n.div_ceil(size)).collect();
        Blocks { shape, size, counts }
    }

    /// Calls `run` with the start and the length of each run of a block's elements.
    fn runs(&self, mut block: usize, run: &mut dyn FnMut(usize, usize)) {
        let mut ranges = vec![0..1; self.shape.len()];
        for axis in (0..ranges.len()).rev() {
            let start = block % self.counts[axis] * self.size[axis];
            ranges[axis] = start..(start.saturating_add(self.size[axis])).min(self.shape[axis]);
            block /= self.counts[axis];
        }
        self.descend(&ranges, 0, 0, run);
    }

    fn descend(
        &self,
        ranges: &[std::ops::Range<usize>],
        axis: usize,
        at: usize,
        run: &mut dyn FnMut(usize, usize),
    ) {
        match &ranges[axis..] {
            [] => run(at, 1),
            [last] => run(at * self.shape[axis] + last.start, last.len()),
            [first, ..] => {
                for i in first.clone() {
                    self.descend(ranges, axis + 1, at * self.shape[axis] + i, run);
                }
            }
        }
    }
}

/// Each block of an array reduced to one element: `(h, w) -> (⌈h/p⌉, ⌈w/q⌉)` for blocks `(p, q)`, in
/// any rank.
///
/// `reducer` gets the elements of a block in C order, from several threads. Blocks at the end of
/// an axis have what is left, at least one element. One size is for all axes. An empty array gives
/// an empty array.
///
/// # Panics
/// If there are several sizes and not one for each axis, or one is 0.
///
/// # scikit-image
/// `skimage.measure.block_reduce(a, size, func)`, which fills the blocks at the end up with zeros.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_image::block_reduce;
///
/// let a = array![[1, 2, 3], [4, 5, -6]];
/// let largest = block_reduce(&a, 2, |block: &[i32]| *block.iter().max().unwrap());
/// assert_eq!(largest, array![[5, 3]]);
/// ```
/// ```should_panic
/// nd_image::block_reduce([1, 2], 0, |block: &[i32]| block[0]);
/// ```
#[track_caller]
pub fn block_reduce<A, U, F>(a: A, size: impl Into<Axiswise<usize>>, reducer: F) -> Array<U>
where
    A: ArrayLike<Elem: Element>,
    U: Send + Default + Clone,
    F: Fn(&[A::Elem]) -> U + Sync,
{
    let a = a.view();
    let blocks = Blocks::new("block_reduce", a.shape(), &size.into());
    let copy = a.to_array();
    let samples = copy.as_slice().expect("copies are C-ordered");
    let mut out = vec![U::default(); blocks.counts.iter().product()];
    for_each_block(&mut out, 1 << 10, samples.len(), &|i, out| {
        let mut block = Vec::new();
        for (k, out) in out.iter_mut().enumerate() {
            block.clear();
            blocks.runs((i << 10) + k, &mut |start, len| {
                block.extend_from_slice(&samples[start..start + len]);
            });
            *out = reducer(&block);
        }
    });
    Array::from_shape_vec(&blocks.counts[..], out)
}

/// The mean of each block of an array, in `f64`: see [`block_reduce`].
///
/// A NaN makes its block NaN.
///
/// # Panics
/// As [`block_reduce`].
///
/// # scikit-image
/// `skimage.transform.downscale_local_mean(a, size)`, which fills the blocks at the end up with zeros;
/// here they are the mean of what they have.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_image::downscale_local_mean;
///
/// assert_eq!(downscale_local_mean([[1u8, 2, 7], [3, 4, 8]], 2), array![[2.5, 7.5]]);
/// assert_eq!(downscale_local_mean(Array::<f64>::ones([3, 3]), 2), Array::<f64>::ones([2, 2]));
/// ```
#[track_caller]
pub fn downscale_local_mean<A>(a: A, size: impl Into<Axiswise<usize>>) -> Array<f64>
where
    A: ArrayLike<Elem: Intensity>,
{
    let a = a.view();
    let blocks = Blocks::new("downscale_local_mean", a.shape(), &size.into());
    means(&Intensity::doubles(a), &blocks)
}

fn means(a: &Array<f64>, blocks: &Blocks<'_>) -> Array<f64> {
    let samples = a.as_slice().expect("fresh arrays are contiguous");
    let mut out = vec![0.0; blocks.counts.iter().product()];
    for_each_block(&mut out, 1 << 10, samples.len(), &|i, out| {
        for (k, out) in out.iter_mut().enumerate() {
            let (mut sum, mut count) = (0.0, 0);
            blocks.runs((i << 10) + k, &mut |start, len| {
                sum += samples[start..start + len].iter().sum::<f64>();
                count += len;
            });
            *out = sum / count as f64;
        }
    });
    Array::from_shape_vec(&blocks.counts[..], out)
}
