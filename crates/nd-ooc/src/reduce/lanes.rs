//! Lanes: what is asked of each, and the cells in which they are looked at.

use crate::cells::Cells;
use crate::regions::per_axis;
use nd_core::{Axes, View};
use nd_ops::{Place, Quantile, Wanted};

/// Bytes of a lane that is looked at as a whole, at most.
pub(super) const LANE: usize = 1 << 20;
/// Bytes of the lanes that are looked at together as a whole, at most.
const LANES: usize = 8 << 20;
/// Lanes whose digits are counted at the same time, where the last axis stays.
const COUNTED: usize = 32;
/// Elements of a cell.
const CELL: usize = 1 << 16;

/// What is asked of each lane.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) name: &'static str,
    /// Fractions; the median without any.
    pub(super) quantiles: Option<Vec<Quantile>>,
    /// Whether there is one result, not an axis of them.
    pub(super) one: bool,
    pub(super) skip_nan: bool,
}

impl Asked {
    /// How many results a lane has.
    pub(super) fn results(&self) -> usize {
        self.quantiles.as_ref().map_or(1, Vec::len)
    }

    /// How many order statistics a lane has: two for each result.
    pub(super) fn count(&self) -> usize {
        2 * self.results()
    }

    /// Numbers in a lane's row of results.
    pub(super) fn width(&self) -> usize {
        super::survey::HEAD + super::survey::EACH * self.count()
    }

    /// Between which elements a result lies.
    pub(super) fn place(&self, result: usize, numbers: u64) -> Place {
        match &self.quantiles {
            None => Place::middle(numbers as usize),
            Some(all) => all[result].place(numbers as usize),
        }
    }

    /// The ranks of all order statistics.
    pub(super) fn ranks(&self, numbers: u64) -> impl Iterator<Item = u64> {
        (0..self.results()).flat_map(move |result| {
            let place = self.place(result, numbers);
            [place.low as u64, place.high as u64]
        })
    }

    /// As functions in memory are asked.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        match &self.quantiles {
            None => Wanted::Median,
            Some(all) if self.one => Wanted::One(all[0]),
            Some(all) => Wanted::Several(all),
        }
    }
}

/// Gives the elements of each lane of a cell, as they come.
pub(super) fn in_lanes<T: nd_core::Element>(
    a: View<'_, T>,
    axes: &Axes,
    f: &mut dyn FnMut(usize, &[T]),
) {
    if axes.len() == a.ndim() {
        return match a.as_slice() {
            Some(all) => f(0, all),
            None => f(0, a.to_array().as_slice().expect("a copy is contiguous")),
        };
    }
    let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
    let reduced = (0..a.ndim()).filter(|axis| axes.contains(axis));
    let order: Vec<isize> = kept.chain(reduced).map(|axis| axis as isize).collect();
    let len: usize = axes.iter().map(|&axis| a.shape()[axis]).product();
    let elements = a.permute_dims(&order).to_array().into_vec();
    elements.chunks_exact(len).enumerate().for_each(|(lane, elements)| f(lane, elements));
}

/// The cells of long lanes, some of which are looked at piece by piece at the same time; those of all folds where there
/// is one lane.
pub(super) fn lane_cells(shape: &[usize], axes: &Axes) -> Option<Cells> {
    if axes.len() == shape.len() {
        return None;
    }
    let is_last = axes.contains(&(shape.len() - 1));
    Some(tiled(shape, axes, if is_last { 1 } else { COUNTED }, Some(CELL)))
}

/// The cells of short lanes, each with some as a whole.
pub(super) fn whole_cells(shape: &[usize], axes: &Axes, itemsize: usize) -> Cells {
    let lane: usize = axes.iter().map(|&axis| shape[axis].max(1)).product();
    tiled(shape, axes, LANES / (lane * itemsize), None)
}

/// Cells of so many lanes, and so many elements if lanes are cut.
fn tiled(shape: &[usize], axes: &Axes, lanes: usize, elements: Option<usize>) -> Cells {
    let mut extents = per_axis(shape.len(), |axis| shape[axis]);
    let mut room = lanes.max(1);
    for axis in (0..shape.len()).rev().filter(|axis| !axes.contains(axis)) {
        extents[axis] = room.min(shape[axis]).max(1);
        room = (room / extents[axis]).max(1);
    }
    if let Some(elements) = elements {
        let mut room = (elements / lanes.max(1)).max(1);
        for axis in (0..shape.len()).rev().filter(|axis| axes.contains(axis)) {
            extents[axis] = room.min(shape[axis]).max(1);
            room = (room / extents[axis]).max(1);
        }
    }
    Cells::of_extents(shape, axes, &extents)
}
