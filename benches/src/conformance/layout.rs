//! Random strides: an array in memory and the chain of views that leads to what is used.

use super::random::Random;
use super::value::Value;
use nd::{Array, Slice, SliceItem, View};
use serde_json::{Value as Json, json};

/// One view of another.
#[derive(Clone, Debug)]
pub enum Step {
    /// `a[items]`.
    Slice(Vec<SliceItem>),
    /// `a.transpose(axes)`.
    Permute(Vec<isize>),
    /// `np.swapaxes(a, i, j)`.
    Swap(isize, isize),
    /// `np.flip(a, axis)`.
    Flip(isize),
    /// `np.expand_dims(a, axis)`.
    Expand(isize),
    /// `np.broadcast_to(a, shape)`.
    Broadcast(Vec<usize>),
}

impl Step {
    /// The view of `a` that the step means.
    pub fn apply<'a, T>(&self, a: View<'a, T>) -> View<'a, T> {
        match self {
            Step::Slice(items) => a.slice(items),
            Step::Permute(axes) => a.permute_dims(axes),
            Step::Swap(i, j) => a.swapaxes(*i, *j),
            Step::Flip(axis) => a.flip(*axis),
            Step::Expand(axis) => a.expand_dims(*axis),
            Step::Broadcast(shape) => a.broadcast_to(shape.as_slice()),
        }
    }

    /// As `py/conformance.py` reads it.
    pub fn json(&self) -> Json {
        match self {
            Step::Slice(items) => json!(["slice", items.iter().map(item).collect::<Vec<_>>()]),
            Step::Permute(axes) => json!(["permute", axes]),
            Step::Swap(i, j) => json!(["swap", [i, j]]),
            Step::Flip(axis) => json!(["flip", axis]),
            Step::Expand(axis) => json!(["expand", axis]),
            Step::Broadcast(shape) => json!(["broadcast", shape]),
        }
    }
}

fn item(item: &SliceItem) -> Json {
    match item {
        SliceItem::Index(i) => json!(i),
        SliceItem::Range(slice) => json!([slice.start, slice.stop, slice.step]),
        SliceItem::NewAxis => json!("newaxis"),
        SliceItem::Ellipsis => json!("ellipsis"),
    }
}

/// An array and the views that lead from it to what a case uses.
pub struct Laid<T> {
    /// What is in memory.
    pub base: Array<T>,
    /// Applied in order.
    pub steps: Vec<Step>,
}

impl<T: Value> Laid<T> {
    /// Random elements under random strides, seen with exactly `shape`.
    pub fn with_shape(random: &mut Random, shape: &[usize]) -> Self {
        Self::filled(random, shape, T::random)
    }

    /// As [`with_shape`](Self::with_shape), with elements from `element`.
    pub fn filled(
        random: &mut Random,
        shape: &[usize],
        mut element: impl FnMut(&mut Random) -> T,
    ) -> Self {
        if random.one_in(3) {
            let base = Array::from_fn(shape, |_| element(random));
            return Self { base, steps: Vec::new() };
        }
        let order = random.permutation(shape.len());
        if random.one_in(5) {
            // All of what is in memory, in another order of its axes.
            let mut axes = vec![0; shape.len()];
            order.iter().enumerate().for_each(|(k, &axis)| axes[axis] = k as isize);
            let lengths: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
            let base = Array::from_fn(lengths, |_| element(random));
            return Self { base, steps: vec![Step::Permute(axes)] };
        }
        let cuts: Vec<(usize, Slice)> =
            order.iter().map(|&axis| cut(random, shape[axis])).collect();
        let lengths: Vec<usize> = cuts.iter().map(|(length, _)| *length).collect();
        let items = cuts.into_iter().map(|(_, slice)| SliceItem::Range(slice)).collect();
        // Axis `order[k]` of the result is axis `k` in memory.
        let mut axes = vec![0; shape.len()];
        order.iter().enumerate().for_each(|(k, &axis)| axes[axis] = k as isize);
        let base = Array::from_fn(lengths, |_| element(random));
        Self { base, steps: vec![Step::Slice(items), Step::Permute(axes)] }
    }

    /// Random elements under a random chain of views, of whatever shape comes out.
    pub fn any(random: &mut Random) -> Self {
        let shape = random.shape();
        let base = Array::from_fn(shape.as_slice(), |_| T::random(random));
        let mut steps = Vec::new();
        let mut shape = base.shape().to_vec();
        for _ in 0..random.below(5) {
            let step = step(random, &shape);
            let view = steps.iter().fold(base.view(), |view, step: &Step| step.apply(view));
            shape = step.apply(view).shape().to_vec();
            steps.push(step);
        }
        Self { base, steps }
    }

    /// What the case uses.
    pub fn view(&self) -> View<'_, T> {
        self.steps.iter().fold(self.base.view(), |view, step| step.apply(view))
    }
}

/// A length in memory and a slice that takes `wanted` positions of it.
fn cut(random: &mut Random, wanted: usize) -> (usize, Slice) {
    let step = *random.pick(&[1, 1, 1, 2, 3, -1, -2]);
    let (before, after) = (random.below(3), random.below(3));
    if wanted == 0 {
        let at = Some(before as isize);
        return (before + after, Slice { start: at, stop: at, step });
    }
    let spread = 1 + (wanted - 1) * step.unsigned_abs();
    let (low, high) = (before as isize, (before + spread) as isize);
    let slice = if step > 0 {
        Slice { start: Some(low), stop: Some(high), step }
    } else {
        // Before the first position there is no index to name: -1 would be the last one.
        Slice { start: Some(high - 1), stop: (low > 0).then(|| low - 1), step }
    };
    (before + spread + after, slice)
}

/// A random view of an array of `shape`.
fn step(random: &mut Random, shape: &[usize]) -> Step {
    let ndim = shape.len();
    let axis = |random: &mut Random, n: usize| {
        let axis = random.below(n) as isize;
        if random.one_in(2) { axis } else { axis - n as isize }
    };
    match random.below(8) {
        0 if ndim > 0 => {
            let order = random.permutation(ndim);
            Step::Permute(order.into_iter().map(|axis| axis as isize).collect())
        }
        1 if ndim > 0 => Step::Swap(axis(random, ndim), axis(random, ndim)),
        2 if ndim > 0 => Step::Flip(axis(random, ndim)),
        3 if ndim < 6 => Step::Expand(axis(random, ndim + 1)),
        4 if ndim < 6 && shape.iter().product::<usize>() < 2000 => broadcast(random, shape),
        _ => Step::Slice(slice(random, shape)),
    }
}

fn broadcast(random: &mut Random, shape: &[usize]) -> Step {
    let mut to: Vec<usize> = (0..random.below(2)).map(|_| random.below(4)).collect();
    let stretched = shape.iter().map(|&n| if n == 1 { random.below(5) } else { n });
    to.extend(stretched);
    Step::Broadcast(to)
}

/// Positions, ranges (also past the ends), an ellipsis at most, new axes.
fn slice(random: &mut Random, shape: &[usize]) -> Vec<SliceItem> {
    let mut items = Vec::new();
    let hidden = random.one_in(4).then(|| random.below(shape.len() + 1));
    for (axis, &n) in shape.iter().enumerate() {
        if random.one_in(8) && shape.len() + items.len() < 8 {
            items.push(SliceItem::NewAxis);
        }
        if hidden == Some(axis) {
            items.push(SliceItem::Ellipsis);
            // What is left of the axes belongs to the ellipsis, or is named after it.
            if random.one_in(2) {
                return items;
            }
        }
        items.push(one_axis(random, n));
    }
    if hidden == Some(shape.len()) {
        items.push(SliceItem::Ellipsis);
    }
    items
}

fn one_axis(random: &mut Random, n: usize) -> SliceItem {
    if n > 0 && random.one_in(4) {
        return SliceItem::Index(random.below(2 * n) as isize - n as isize);
    }
    let mut end = || (!random.one_in(3)).then(|| random.below(2 * n + 5) as isize - n as isize - 2);
    let (start, stop) = (end(), end());
    let step = *random.pick(&[1, 1, 1, 2, 3, -1, -2, 7]);
    SliceItem::Range(Slice { start, stop, step })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laid_out_arrays_have_the_shape_asked_for() {
        let mut random = Random::of_case(5, 0);
        let mut strided = 0;
        for _ in 0..500 {
            let shape = random.shape();
            let laid = Laid::<i32>::with_shape(&mut random, &shape);
            assert_eq!(laid.view().shape(), shape);
            strided += usize::from(!laid.view().is_c_contiguous());
        }
        assert!(strided > 200, "{strided}");
    }
}
