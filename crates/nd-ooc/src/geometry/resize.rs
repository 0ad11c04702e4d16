//! `resize`.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{dense, inside, per_axis};
use nd_core::{Shape, Typed};
use nd_image::{Filter, ResizePlan, Sample};
use nd_io::Region;
use std::ops::Range;
use std::sync::Arc;

/// Bytes that nd-image takes for columns of some rows, whatever the size.
const COLUMNS: usize = 1 << 18;
/// Bytes of a weight, at most.
const WEIGHT: usize = 8;

/// A picture in another size.
struct Resized<T: Sample> {
    plan: ResizePlan<T>,
    filter: Filter,
    from: [usize; 2],
    size: [usize; 2],
    /// Two, or three with channels.
    ndim: usize,
}

/// Rows and columns of a region without gaps.
fn part(region: &Region) -> [Range<usize>; 2] {
    [0, 1].map(|axis| region.start()[axis]..region.stop(axis))
}

impl<T: Typed + Sample> Resized<T> {
    /// How many samples become one along an axis, as a fraction.
    fn scale(&self, axis: usize) -> f64 {
        self.from[axis] as f64 / self.size[axis] as f64
    }

    fn needed(&self, region: &Region) -> Region {
        let whole = dense(region);
        let picture = self.plan.needs(part(&whole));
        let pick = |of: &[usize], axis: usize, value: fn(&Range<usize>) -> usize| match axis {
            0 | 1 => value(&picture[axis]),
            _ => of[axis],
        };
        let start = per_axis(whole.ndim(), |axis| pick(whole.start(), axis, |range| range.start));
        let shape = per_axis(whole.ndim(), |axis| pick(whole.shape(), axis, Range::len));
        Region::new(start, shape)
    }
}

impl<T: Typed + Sample> Pull for Resized<T> {
    fn name(&self) -> String {
        "resize".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        vec![Need::new(0, self.needed(region))]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let whole = dense(region);
        let made = self.plan.part(inputs[0].typed::<T>(), part(&whole));
        if region.is_dense() {
            return Ok(made.into());
        }
        Ok(Block::from(made).part(inside(&whole, region)))
    }

    fn scratch(&self, _: &Node, region: &Region) -> usize {
        let (whole, needed) = (dense(region), self.needed(region));
        // Rows without gaps, rows of their new length, and the result before some of it is taken.
        let narrow = needed.size() / needed.shape()[1] * whole.shape()[1];
        let elements = needed.size() + 2 * narrow + whole.size() - region.size();
        let weights = |axis: usize| (needed.shape()[axis] + 2 * whole.shape()[axis]) * 8 * WEIGHT;
        elements.saturating_mul(size_of::<T>()) + weights(0) + weights(1) + COLUMNS
    }

    fn reach(&self) -> Option<Shape> {
        let wide = match self.filter {
            Filter::Nearest | Filter::Box => 1.0,
            Filter::Bilinear | Filter::Hamming => 2.0,
            Filter::Bicubic => 4.0,
            _ => 6.0,
        };
        // Of much that becomes little, strips are cut by weight.
        if (0..2).any(|axis| self.scale(axis) > 2.0) {
            return None;
        }
        let far = |axis: usize| (wide / self.scale(axis).min(1.0)).ceil() as usize;
        Some(per_axis(self.ndim, |axis| if axis < 2 { far(axis) } else { 0 }))
    }

    fn weight(&self, node: &Node) -> usize {
        let samples = (self.scale(0) * self.scale(1)).ceil().max(1.0);
        (samples as usize).saturating_mul(node.dtype.itemsize())
    }

    fn identity(&self) -> String {
        format!("resize {:?} {:?} {:?} {}", self.from, self.size, self.filter, T::DTYPE)
    }
}

impl<T: Typed + Sample> Chunked<T> {
    /// The picture in another size, `[height, width]`; the bits of [`nd_image::resize`] of the whole.
    ///
    /// `(h, w)` or `(h, w, c)` → `(height, width)` or `(height, width, c)`. A part of the result is made of those samples
    /// that its filter reaches.
    ///
    /// # Panics
    /// As [`nd_image::resize`].
    ///
    /// # NumPy
    /// `PIL.Image.resize((width, height), filter)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// use nd_image::Filter;
    ///
    /// let a = nd_core::Array::from_fn([90, 60], |at| (at[0] * at[1] % 7) as u8);
    /// let half = nd_ooc::Chunked::from(a.clone()).resize([45, 30], Filter::Lanczos3);
    /// assert_eq!(half.compute()?, nd_image::resize(&a, [45, 30], Filter::Lanczos3));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn resize(&self, size: [usize; 2], filter: Filter) -> Chunked<T> {
        let shape = self.node.shape;
        assert!(
            matches!(shape.ndim(), 2 | 3),
            "resize: shape {:?} is neither (h, w) nor (h, w, c)",
            &shape[..]
        );
        let from = [shape[0], shape[1]];
        let plan = ResizePlan::new(from, size, filter);
        let made = per_axis(shape.ndim(), |axis| size.get(axis).map_or(shape[axis], |&len| len));
        let (inputs, chunks) = (vec![Arc::clone(&self.node)], self.node.chunks);
        let op = Resized::<T> { plan, filter, from, size, ndim: shape.ndim() };
        Chunked::of(Node::chunked(op, inputs, made, T::DTYPE, chunks))
    }
}
