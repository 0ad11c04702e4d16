//! Slices.

use crate::block::Block;
use crate::chunked::{AnyChunked, Chunked};
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::per_axis;
use nd_core::{Shape, ShapeError, Slice, SliceItem, Typed};
use nd_io::Region;
use std::sync::Arc;

/// What becomes of an axis of the input.
#[derive(Clone, Copy, Debug)]
enum Taken {
    /// One position; the axis goes away.
    At(usize),
    /// Every so-manieth from a start on.
    Up { start: usize, step: usize },
    /// The same, backwards.
    Down { start: usize, step: usize },
}

/// Rectangular parts, with steps of either sign.
struct Sliced {
    /// By the input's axes.
    taken: Vec<Taken>,
    /// For each axis of the input that stays, the result's.
    axes: Vec<usize>,
    /// The result's axes that are new.
    new: Vec<usize>,
}

impl Pull for Sliced {
    fn name(&self) -> String {
        "slice".into()
    }

    fn needs(&self, _: &Node, region: &Region) -> Vec<Need> {
        let mut kept = self.axes.iter();
        let along: Vec<(usize, usize, usize)> = self
            .taken
            .iter()
            .map(|&taken| {
                if let Taken::At(position) = taken {
                    return (position, 1, 1);
                }
                let axis = *kept.next().expect("an axis of the result for each that stays");
                let (at, len, by) =
                    (region.start()[axis], region.shape()[axis], region.step()[axis]);
                match taken {
                    Taken::Down { start, step } => {
                        (start - (at + (len - 1) * by) * step, len, by * step)
                    }
                    Taken::Up { start, step } => (start + at * step, len, by * step),
                    Taken::At(_) => unreachable!("returned above"),
                }
            })
            .collect();
        let pick =
            |f: fn(&(usize, usize, usize)) -> usize| per_axis(along.len(), |at| f(&along[at]));
        let region = Region::new(pick(|a| a.0), pick(|a| a.1)).with_step(pick(|a| a.2));
        vec![Need::new(0, region)]
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let turned = |taken: &Taken| matches!(taken, Taken::Down { .. });
        let block = inputs.remove(0);
        if let Block::Stretched(one, _) = &block
            && one.size() == 1
        {
            return Ok(Block::Stretched(Arc::clone(one), region.shape().into()));
        }
        if !self.taken.iter().any(turned) {
            return Ok(Block::Owned(block.into_array().into_reshaped(region.shape())));
        }
        let backwards = SliceItem::Range(Slice::ALL.step_by(-1));
        let forwards = SliceItem::Range(Slice::ALL);
        let items: Vec<SliceItem> = self
            .taken
            .iter()
            .map(|taken| if turned(taken) { backwards } else { forwards })
            .collect();
        let flipped = block.view().slice(items).to_array();
        Ok(Block::Owned(flipped.into_reshaped(region.shape())))
    }

    fn reuses(&self, _: &Node) -> Option<usize> {
        let turned = |taken: &Taken| matches!(taken, Taken::Down { .. });
        (!self.taken.iter().any(turned)).then_some(0)
    }

    /// What is skipped has to be made where it depends on its neighbours.
    fn weight(&self, node: &Node) -> usize {
        let skipped = self.taken.iter().map(|taken| match taken {
            Taken::At(_) => 1,
            Taken::Up { step, .. } | Taken::Down { step, .. } => *step,
        });
        skipped.fold(node.dtype.itemsize(), usize::saturating_mul)
    }

    fn identity(&self) -> String {
        format!("slice {:?} {:?} {:?}", self.taken, self.axes, self.new)
    }
}

/// A slice of a node.
fn sliced(node: &Arc<Node>, items: &[SliceItem]) -> Result<Arc<Node>, ShapeError> {
    let (ndim, shape) = (node.shape.ndim(), &node.shape);
    let named = items.iter().filter(|item| takes_axis(item)).count();
    let ellipses = items.iter().filter(|&item| *item == SliceItem::Ellipsis).count();
    if named > ndim || ellipses > 1 {
        // The message is that of a view.
        nd_core::View::from_ref(&0u8).broadcast_to(*shape).try_slice(items)?;
    }
    let mut items = items.to_vec();
    let all = vec![SliceItem::Range(Slice::ALL); ndim - named.min(ndim)];
    match items.iter().position(|item| *item == SliceItem::Ellipsis) {
        Some(at) => drop(items.splice(at..=at, all)),
        None => items.extend(all),
    }
    let (mut taken, mut axes, mut new, mut lengths, mut chunks) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for item in items {
        let axis = taken.len();
        match item {
            SliceItem::NewAxis => {
                new.push(lengths.len());
                lengths.push(1);
                chunks.push(1);
            }
            SliceItem::Index(position) => taken.push(Taken::At(index(position, shape, axis)?)),
            SliceItem::Range(slice) => {
                let (start, count) = slice.resolve(shape[axis], axis)?;
                let step = slice.step.unsigned_abs();
                axes.push(lengths.len());
                lengths.push(count);
                chunks.push((node.chunks[axis] / step).max(1));
                taken.push(match slice.step > 0 {
                    true => Taken::Up { start, step },
                    false => Taken::Down { start, step },
                });
            }
            SliceItem::Ellipsis => {}
        }
    }
    let op = Sliced { taken, axes, new };
    let (shape, chunks) = (Shape::try_new(&lengths)?, Shape::from(&chunks[..]));
    Ok(Node::chunked(op, vec![Arc::clone(node)], shape, node.dtype, chunks))
}

fn takes_axis(item: &SliceItem) -> bool {
    matches!(item, SliceItem::Index(_) | SliceItem::Range(_))
}

/// A position counted from the front.
fn index(position: isize, shape: &Shape, axis: usize) -> Result<usize, ShapeError> {
    let len = shape[axis] as isize;
    let from_front = if position < 0 { position + len } else { position };
    if (0..len).contains(&from_front) {
        return Ok(from_front as usize);
    }
    Err(ShapeError::Index { op: "slice", index: position, axis, len: shape[axis] })
}

macro_rules! slices {
    ($($Type:ty, [$($generic:tt)*], $wrap:expr;)*) => {$(
        impl $($generic)* $Type {
            /// A part of the array, as [`View::slice`](nd_core::View::slice) takes it: steps of either sign, positions
            /// from either end, new axes. No more than it is read.
            ///
            /// # Panics
            /// If the slice does not fit the shape.
            ///
            /// # NumPy
            /// `a[...]` with slices and integers.
            ///
            /// # Examples
            /// ```
            /// use nd_core::s;
            ///
            /// let x = nd_ooc::arange(0i32, 1_000_000, 1);
            /// assert_eq!(x.slice(s![-1..;-250_000]).compute()?.into_vec(), [999_999, 749_999, 499_999, 249_999]);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn slice(&self, items: impl AsRef<[SliceItem]>) -> Self {
                self.try_slice(items).unwrap_or_else(|error| panic!("{error}"))
            }

            /// As [`slice`](Self::slice), for slices that come from elsewhere.
            ///
            /// # Errors
            /// If the slice does not fit the shape.
            pub fn try_slice(&self, items: impl AsRef<[SliceItem]>) -> Result<Self, ShapeError> {
                let wrap = $wrap;
                Ok(wrap(sliced(&self.node, items.as_ref())?))
            }
        }
    )*};
}
slices! {
    Chunked<T>, [<T: Typed>], Chunked::of;
    AnyChunked, [], |node| AnyChunked { node };
}
