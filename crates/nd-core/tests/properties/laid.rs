//! One shape in many layouts: any order of axes in memory, steps, gaps, reversals, stretching.

use nd_core::{Array, Element, Slice, SliceItem, View, ViewMut};
use proptest::prelude::*;

/// How a view of some shape lies in a larger array.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    /// Axis `k` of the view is axis `order[k]` of the array.
    order: Vec<isize>,
    /// The array's shape.
    whole: Vec<usize>,
    /// By axis of the view: the part that is seen, then its direction.
    parts: Vec<SliceItem>,
    turns: Vec<SliceItem>,
}

/// What is drawn for one axis.
#[derive(Clone, Debug)]
pub(crate) struct Draw {
    step: usize,
    before: usize,
    after: usize,
    backwards: bool,
    pub(crate) stretched: bool,
    key: u32,
}

/// Draws for up to `n` axes: plain ones half of the time, so that merging has work.
pub(crate) fn draws(n: usize) -> impl Strategy<Value = Vec<Draw>> {
    let plain = Just((1, 0, 0, false, false));
    let wild = (1usize..4, 0usize..3, 0usize..3, any::<bool>(), prop::bool::weighted(0.2));
    let axis =
        (prop_oneof![plain, wild], any::<u32>(), any::<bool>()).prop_map(|(d, key, sorted)| {
            let key = if sorted { 0 } else { key };
            Draw { step: d.0, before: d.1, after: d.2, backwards: d.3, stretched: d.4, key }
        });
    prop::collection::vec(axis, n)
}

impl Laid {
    /// Lays out a view of exactly `shape`.
    pub(crate) fn new(shape: &[usize], draws: &[Draw]) -> Laid {
        let ndim = shape.len();
        let mut by_key: Vec<usize> = (0..ndim).collect();
        by_key.sort_by_key(|&axis| draws[axis].key);
        // `by_key[m]` is the view's axis that lies at place `m` in memory.
        let mut laid = Laid {
            order: vec![0; ndim],
            whole: vec![0; ndim],
            parts: Vec::new(),
            turns: Vec::new(),
        };
        for (m, &axis) in by_key.iter().enumerate() {
            let d = &draws[axis];
            let covered = if shape[axis] == 0 { 0 } else { (shape[axis] - 1) * d.step + 1 };
            laid.order[axis] = m as isize;
            laid.whole[m] = d.before + covered + d.after;
        }
        for (axis, d) in draws[..ndim].iter().enumerate() {
            let covered = if shape[axis] == 0 { 0 } else { (shape[axis] - 1) * d.step + 1 };
            let (start, stop) = (d.before as isize, (d.before + covered) as isize);
            let part = Slice { start: Some(start), stop: Some(stop), step: d.step as isize };
            let turn = Slice { step: if d.backwards { -1 } else { 1 }, ..Slice::ALL };
            laid.parts.push(part.into());
            laid.turns.push(turn.into());
        }
        laid
    }

    /// As [`new`](Self::new), with the axes drawn as stretched of length 1.
    pub(crate) fn unstretched(shape: &[usize], draws: &[Draw]) -> Laid {
        let lengths = shape.iter().zip(draws).map(|(&n, d)| if d.stretched { 1 } else { n });
        Laid::new(&lengths.collect::<Vec<_>>(), draws)
    }

    /// The array that the view will be of, filled by position.
    pub(crate) fn array<T: Element>(&self, mut f: impl FnMut(usize) -> T) -> Array<T> {
        let size = self.whole.iter().product();
        Array::from_shape_vec(self.whole.clone(), (0..size).map(&mut f).collect())
    }

    pub(crate) fn view<'a, T>(&self, array: &'a Array<T>) -> View<'a, T> {
        array.permute_dims(&self.order).slice(&self.parts).slice(&self.turns)
    }

    pub(crate) fn view_mut<'a, T>(&self, array: &'a mut Array<T>) -> ViewMut<'a, T> {
        let permuted = array.view_mut().try_into_permuted(&self.order).unwrap();
        permuted.try_into_sliced(&self.parts).unwrap().try_into_sliced(&self.turns).unwrap()
    }
}

/// Small shapes, including 0-d, empty axes and axes of length 1.
pub(crate) fn shapes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(prop_oneof![4 => 1usize..6, 1 => Just(0usize), 1 => 6usize..40], 0..4)
}
