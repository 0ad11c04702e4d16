//! [`Selection`]: a slice of a stored array, as the region to read and what to make of it then.

use nd_core::{MAX_NDIM, Shape, ShapeError, Slice, SliceItem};

use crate::blocks::Region;

/// A slice, resolved against a shape.
pub(crate) struct Selection {
    /// The elements, with steps forwards, one axis for each of the stored array.
    pub(crate) region: Region,
    /// For each axis of the region, the slice that turns it round if the step was negative.
    pub(crate) flips: Vec<SliceItem>,
    /// The result's shape: without the axes that were indexed, with the new ones.
    pub(crate) shape: Shape,
}

impl Selection {
    /// # Errors
    /// As [`View::try_slice`](nd_core::View::try_slice).
    pub(crate) fn new(items: &[SliceItem], shape: &[usize]) -> Result<Self, ShapeError> {
        let taken = items.iter().filter(|item| takes_axis(item)).count();
        if items.iter().filter(|item| matches!(item, SliceItem::Ellipsis)).count() > 1 {
            return Err(ShapeError::TwoEllipses);
        }
        if taken > shape.len() {
            return Err(ShapeError::IndexCount { op: "slice", given: taken, shape: shape.into() });
        }
        let mut axes =
            Axes { shape, region: [[0, 0, 1]; MAX_NDIM], flips: Vec::new(), result: Vec::new() };
        let unnamed = shape.len() - taken;
        for item in items {
            match *item {
                SliceItem::Index(index) => axes.index(index)?,
                SliceItem::Range(slice) => axes.range(slice)?,
                SliceItem::NewAxis => axes.result.push(1),
                SliceItem::Ellipsis => axes.rest(unnamed)?,
            }
        }
        if !items.contains(&SliceItem::Ellipsis) {
            axes.rest(unnamed)?;
        }
        axes.finish()
    }

    /// Whether some axis is read backwards.
    pub(crate) fn is_flipped(&self) -> bool {
        self.flips.iter().any(|item| *item != SliceItem::Range(Slice::ALL))
    }

    /// The region's shape: the result's with the indexed axes and without the new ones.
    pub(crate) fn region_shape(&self) -> Shape {
        Shape::from(self.region.shape())
    }
}

/// The axes resolved so far.
struct Axes<'a> {
    shape: &'a [usize],
    /// Start, count and step of each.
    region: [[usize; 3]; MAX_NDIM],
    flips: Vec<SliceItem>,
    result: Vec<usize>,
}

impl Axes<'_> {
    fn index(&mut self, index: isize) -> Result<(), ShapeError> {
        let axis = self.flips.len();
        let len = self.shape[axis];
        let position = if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
        match position.and_then(|position| usize::try_from(position).ok()).filter(|&p| p < len) {
            Some(position) => {
                self.region[axis] = [position, 1, 1];
                self.flips.push(SliceItem::Range(Slice::ALL));
                Ok(())
            }
            None => Err(ShapeError::Index { op: "slice", index, axis, len }),
        }
    }

    fn range(&mut self, slice: Slice) -> Result<(), ShapeError> {
        let axis = self.flips.len();
        let (start, count) = slice.resolve(self.shape[axis], axis)?;
        let step = slice.step.unsigned_abs();
        let backwards = slice.step < 0;
        let span = count.saturating_sub(1) * step.min(self.shape[axis].max(1));
        // With one element the step is never taken.
        let step = if count > 1 { step } else { 1 };
        self.region[axis] =
            [if backwards { start.saturating_sub(span) } else { start }, count, step];
        let turned = if backwards { Slice::ALL.step_by(-1) } else { Slice::ALL };
        self.flips.push(SliceItem::Range(turned));
        self.result.push(count);
        Ok(())
    }

    fn rest(&mut self, count: usize) -> Result<(), ShapeError> {
        (0..count).try_for_each(|_| self.range(Slice::ALL))
    }

    fn finish(self) -> Result<Selection, ShapeError> {
        let ndim = self.shape.len();
        let part = |which: usize| -> Shape {
            let values: Vec<usize> = self.region[..ndim].iter().map(|axis| axis[which]).collect();
            Shape::from(values)
        };
        let region = Region::new(part(0), part(1)).with_step(part(2));
        Ok(Selection { region, flips: self.flips, shape: Shape::try_new(&self.result)? })
    }
}

fn takes_axis(item: &SliceItem) -> bool {
    matches!(item, SliceItem::Index(_) | SliceItem::Range(_))
}

#[cfg(test)]
mod tests {
    use nd_core::{Array, Ellipsis, NewAxis, s};

    use super::*;

    /// What reading the region and turning it gives, from an array in memory.
    fn read(a: &Array<i32>, items: &[SliceItem]) -> Result<Array<i32>, ShapeError> {
        let selection = Selection::new(items, a.shape())?;
        let region = &selection.region;
        let forwards: Vec<SliceItem> = (0..a.ndim())
            .map(|axis| {
                let (start, stop) = (region.start()[axis] as isize, region.stop(axis) as isize);
                let step = region.step()[axis] as isize;
                SliceItem::Range(Slice { start: Some(start), stop: Some(stop), step })
            })
            .collect();
        let dense = a.slice(&forwards).to_array();
        assert_eq!(dense.shape(), region.shape());
        Ok(dense.slice(&selection.flips).to_array().into_reshaped(selection.shape))
    }

    #[test]
    #[allow(clippy::reversed_empty_ranges, reason = "what users may write")]
    fn a_selection_reads_what_a_slice_of_the_array_in_memory_shows() {
        let a = Array::from_shape_vec([4, 5, 6], (0..120).collect());
        let slices: Vec<Vec<SliceItem>> = vec![
            s![].to_vec(),
            s![1].to_vec(),
            s![-1, .., 2].to_vec(),
            s![..;-1, 1..;2, ..;-3].to_vec(),
            s![-1..0;-2, 3..1, ..].to_vec(),
            s![NewAxis, 2, Ellipsis, NewAxis, 5].to_vec(),
            s![Ellipsis, 0].to_vec(),
            s![10.., .., ..].to_vec(),
            s![..;isize::MAX, ..;isize::MIN, 1].to_vec(),
            s![3..2;-1, ..=2, 4..=-1].to_vec(),
        ];
        for items in slices {
            assert_eq!(read(&a, &items).unwrap(), a.slice(&items), "{items:?}");
        }
        for items in [
            s![4].to_vec(),
            s![0, 0, 0, 0].to_vec(),
            s![..;0].to_vec(),
            s![Ellipsis, Ellipsis].to_vec(),
        ] {
            assert_eq!(
                read(&a, &items).unwrap_err(),
                a.try_slice(&items).unwrap_err(),
                "{items:?}"
            );
        }
    }
}
